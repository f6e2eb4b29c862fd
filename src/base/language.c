#include "kosshi/base/language.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"

static const struct {
    const char *tag, *file;
} known[LANGUAGE_COUNT] = {
    [LANGUAGE_JA] = {"ja", "templates/ja.json"},
    [LANGUAGE_EN] = {"en", "templates/en.json"},
};

struct languages {
    struct assets *assets;
    pthread_mutex_t lock; /* of tables: the loop and the worker may be the first to need one */
    json_t *tables[LANGUAGE_COUNT];
};

struct languages *languages_open(struct assets *a) {
    struct languages *l = calloc(1, sizeof *l);
    if (!l) die("out of memory");
    l->assets = a;
    pthread_mutex_init(&l->lock, NULL);
    return l;
}

void languages_close(struct languages *l) {
    if (!l) return;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        json_decref(l->tables[i]);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

static json_t *table_read(struct assets *a, const char *path) {
    struct asset file;
    json_error_t error;
    if (!assets_get(a, path, &file)) die("%s is missing", path);
    json_t *table = json_loadb(file.data, file.size, JSON_REJECT_DUPLICATES, &error);
    if (!table) die("%s, line %d: %s", path, error.line, error.text);
    if (!json_is_object(table)) die("%s is not a JSON object", path);
    return table;
}

json_t *languages_table(struct languages *l, enum language language) {
    pthread_mutex_lock(&l->lock);
    if (!l->tables[language]) l->tables[language] = table_read(l->assets, known[language].file);
    json_t *table = l->tables[language];
    pthread_mutex_unlock(&l->lock);
    return table;
}

const char *languages_phrase(struct languages *l, enum language language, const char *key) {
    json_t *at = languages_table(l, language);
    for (const char *part = key; at;) {
        size_t size = strcspn(part, ".");
        at = json_object_getn(at, part, size);
        if (part[size] == '\0') break;
        part += size + 1;
    }
    return json_is_string(at) ? json_string_value(at) : key;
}

static const char *value_of(const char *name, size_t size, const char *const values[]) {
    for (size_t i = 0; values && values[i]; i += 2)
        if (strlen(values[i]) == size && memcmp(values[i], name, size) == 0) return values[i + 1];
    return NULL;
}

const char *language_fill(struct arena *a, const char *phrase, const char *const values[]) {
    BUF(out);
    for (const char *p = phrase; *p;) {
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        const char *value = close ? value_of(p + 1, (size_t)(close - p - 1), values) : NULL;
        if (value)
            buf_string(&out, value);
        else
            buf_byte(&out, *p);
        p = value ? close + 1 : p + 1;
    }
    return out.size > 0 ? arena_copy(a, out.data, out.size) : "";
}

const char *language_tag(enum language language) {
    return known[language].tag;
}

bool language_of_tag(const char *tag, enum language *out) {
    for (int i = 0; tag && i < LANGUAGE_COUNT; i++) {
        if (strcmp(tag, known[i].tag) != 0) continue;
        *out = (enum language)i;
        return true;
    }
    return false;
}

/* True when the range [s, size) is the tag, or the tag and a region: ja, ja-JP. */
static bool range_names(const char *s, size_t size, const char *tag) {
    size_t length = strlen(tag);
    return size >= length && strncasecmp(s, tag, length) == 0 && (size == length || s[length] == '-');
}

/* The quality behind a range, "; q=0.8", in thousandths; 1000 when none is given, 0 when it is no number. */
static int quality_read(const char *s, const char *end) {
    const char *q = s;
    while (q < end && *q != ';')
        q++;
    if (q == end) return 1000;
    for (q++; q < end && (*q == ' ' || *q == '\t'); q++)
        ;
    if (end - q < 3 || strncasecmp(q, "q=", 2) != 0) return 1000;
    q += 2;
    if (*q != '0' && *q != '1') return 0;
    int quality = (*q++ - '0') * 1000;
    if (q < end && *q == '.') q++;
    for (int unit = 100; unit && q < end && *q >= '0' && *q <= '9'; unit /= 10)
        quality += (*q++ - '0') * unit;
    return quality > 1000 ? 1000 : quality;
}

enum language language_from_header(const char *accept_language) {
    if (!accept_language) return LANGUAGE_JA;
    int named[LANGUAGE_COUNT] = {-1, -1}, any = 0; /* qualities; -1: not named */
    enum language first = LANGUAGE_JA;             /* decides between equals */
    for (const char *s = accept_language; *s;) {
        s += strspn(s, ", \t");
        const char *end = s + strcspn(s, ",");
        size_t size = strcspn(s, ",; \t");
        int quality = quality_read(s, end);
        if (size == 1 && *s == '*' && quality > any) any = quality;
        for (int i = 0; i < LANGUAGE_COUNT; i++) {
            if (!range_names(s, size, known[i].tag)) continue;
            if (named[LANGUAGE_JA] < 0 && named[LANGUAGE_EN] < 0) first = (enum language)i;
            if (quality > named[i]) named[i] = quality;
        }
        s = end;
    }
    int ja = named[LANGUAGE_JA] < 0 ? any : named[LANGUAGE_JA];
    int en = named[LANGUAGE_EN] < 0 ? any : named[LANGUAGE_EN];
    if (en > ja) return LANGUAGE_EN;
    return en == ja && en > 0 ? first : LANGUAGE_JA;
}

enum language language_from_environment(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value) continue;
        bool ja = strncasecmp(value, "ja", 2) == 0 && (value[2] == '\0' || strchr("_.@-", value[2]));
        return ja ? LANGUAGE_JA : LANGUAGE_EN;
    }
    return LANGUAGE_EN;
}

static struct tm local_time(int64_t ms) {
    struct tm tm = {0};
    time_t seconds = (time_t)(ms / 1000 - (ms % 1000 < 0));
    if (!localtime_r(&seconds, &tm)) die("%lld is no moment of a calendar", (long long)ms);
    return tm;
}

const char *language_moment(struct arena *a, enum language language, int64_t at, int64_t now) {
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (at == 0) return "";
    struct tm t = local_time(at);
    bool this_year = t.tm_year == local_time(now).tm_year;
    int year = t.tm_year + 1900, month = t.tm_mon + 1, day = t.tm_mday, hour = t.tm_hour, minute = t.tm_min;
    if (language == LANGUAGE_JA)
        return this_year ? arena_printf(a, "%d月%d日 %02d:%02d", month, day, hour, minute)
                         : arena_printf(a, "%d年%d月%d日 %02d:%02d", year, month, day, hour, minute);
    return this_year ? arena_printf(a, "%d %s %02d:%02d", day, months[t.tm_mon], hour, minute)
                     : arena_printf(a, "%d %s %d %02d:%02d", day, months[t.tm_mon], year, hour, minute);
}

#define JAPAN_MS (9LL * 3600 * 1000) /* ahead of UTC, all the year */

/* Newest first; the day an era began, as year * 10000 + month * 100 + day. */
static const struct {
    int began;
    const char *name;
} eras[] = {{20190501, "令和"}, {19890108, "平成"}, {19261225, "昭和"}};

const char *language_day(struct arena *a, const char *style, int64_t at) {
    struct tm t = {0};
    time_t seconds = (time_t)((at + JAPAN_MS) / 1000);
    if (!gmtime_r(&seconds, &t)) die("%lld is no moment of a calendar", (long long)at);
    int year = t.tm_year + 1900, month = t.tm_mon + 1, day = t.tm_mday;
    int number = year * 10000 + month * 100 + day;
    if (strcmp(style, "wareki") == 0)
        for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
            if (number < eras[i].began) continue;
            int nth = year - eras[i].began / 10000 + 1;
            if (nth == 1) return arena_printf(a, "%s元年%d月%d日", eras[i].name, month, day);
            return arena_printf(a, "%s%d年%d月%d日", eras[i].name, nth, month, day);
        }
    return arena_printf(a, "%d年%d月%d日", year, month, day);
}
