#include "kosshi/pages/table_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/text/fiscal_year.h"
#include "kosshi/text/utf.h"

#define KEY_SIZE 24
#define NUMBERS_MOST 1000 /* strategies of a policy, which may have several tables of them */
/* Those a section may have, and blank ones: one a strategy, and a few at the end. */
static size_t rows_most(const struct table *t) {
    if (t->of_indicators) return RECORD_INDICATORS_MOST + 10;
    return 2 * RECORD_STRATEGIES_MOST + RECORD_TACTICS_MOST + 10;
}

static enum err bad(struct table *t, const char *field) {
    return request_bad(t->r, ERR_BAD_FIELD, field);
}

static void put(json_t *fields, const char *name, const char *value) {
    json_object_set_new(fields, name, json_string(value));
}

/* --- Lists of keys, ids and years ----------------------------------------------------------------------------- */

/* The next word of a list; *list moves behind it. False at its end, and for a word that is no key or number. */
static bool next_word(const char **list, char word[KEY_SIZE]) {
    *list += strspn(*list, " ");
    size_t size = strcspn(*list, " ");
    if (size == 0 || size >= KEY_SIZE) return false;
    memcpy(word, *list, size);
    word[size] = '\0';
    *list += size;
    return true;
}

static enum err read_order(struct table *t) {
    const char *list = request_text(t->r, "order");
    char key[KEY_SIZE];
    while (next_word(&list, key)) {
        enum record_kind kind;
        int64_t id;
        if (!table_rows_key(t, key, &kind, &id)) return bad(t, "order");
        if (t->count == rows_most(t)) return request_bad(t->r, ERR_TOO_MANY_ROWS, "order");
        if (!table_rows_find(t, key)) table_rows_add(t, kind, key)->id = id;
    }
    return *list ? bad(t, "order") : OK;
}

static enum err read_base(struct table *t) {
    const char *list = request_text(t->r, "base_order");
    char key[KEY_SIZE];
    size_t room = strlen(list) / 2 + 1;
    t->base = arena_alloc(t->r->arena, room * sizeof *t->base);
    while (next_word(&list, key)) {
        struct record_place place;
        bool is_key = table_rows_key(t, key, &place.kind, &place.id) && place.id;
        if (!is_key) return bad(t, "base_order");
        if (t->base_count == rows_most(t)) return request_bad(t->r, ERR_TOO_MANY_ROWS, "base_order");
        t->base[t->base_count++] = place;
    }
    return *list ? bad(t, "base_order") : OK;
}

/* The strategies the form numbered when it was made, into which the numbers typed now are translated. */
static enum err read_numbers(struct table *t, int64_t **ids, size_t *count) {
    const char *list = request_text(t->r, "numbers");
    char word[KEY_SIZE];
    *ids = t->strategies;
    *count = t->strategy_count;
    if (!*list) return OK;
    *count = 0;
    *ids = arena_alloc(t->r->arena, (strlen(list) / 2 + 1) * sizeof **ids);
    while (next_word(&list, word)) {
        if (*count == NUMBERS_MOST || atoll(word) < 1) return bad(t, "numbers");
        (*ids)[(*count)++] = atoll(word);
    }
    return *list ? bad(t, "numbers") : OK;
}

static enum err read_years(struct table *t) {
    const char *list = request_text(t->r, "years");
    char word[KEY_SIZE];
    while (next_word(&list, word)) {
        int year = atoi(word);
        if (!fiscal_year_is(year)) return bad(t, "years");
        if (!table_rows_year(t, year)) return request_bad(t->r, ERR_TOO_MANY_YEARS, "years");
    }
    return *list ? bad(t, "years") : OK;
}

/* --- Fields --------------------------------------------------------------------------------------------------- */

/* A list of ids, as JSON may give the strategies, as the numbers a person would type. */
static const char *numbers_of(struct table *t, json_t *list) {
    const char *out = "";
    size_t i, k;
    json_t *id;
    json_array_foreach(list, i, id) {
        for (k = 0; k < t->strategy_count && t->strategies[k] != json_integer_value(id); k++)
            continue;
        out = k < t->strategy_count ? arena_printf(t->r->arena, "%s%zu ", out, k + 1)
                                    : arena_printf(t->r->arena, "%s#%lld ", out, json_integer_value(id));
    }
    return out;
}

/* NULL for more digits than a JSON number carries without being rounded: those have to come as a string. */
static const char *real_of(struct table *t, double value) {
    const char *typed = arena_printf(t->r->arena, "%.15g", value);
    return strtod(typed, NULL) == value ? typed : NULL;
}

/* A value of a form or of JSON as it would be typed; NULL for one that cannot be. */
static const char *typed_of(struct table *t, json_t *value) {
    if (json_is_string(value)) return json_string_value(value);
    if (json_is_null(value)) return "";
    if (json_is_integer(value)) return arena_printf(t->r->arena, "%lld", json_integer_value(value));
    if (json_is_real(value)) return real_of(t, json_real_value(value));
    return json_is_array(value) ? numbers_of(t, value) : NULL;
}

static bool ends_with(const char *text, const char *end) {
    size_t size = strlen(text), tail = strlen(end);
    return size > tail && strcmp(text + size - tail, end) == 0;
}

/* One field of one row. A choice of what somebody else has saved ("title.take") comes behind the field it replaces. */
static enum err read_field(struct table *t, struct table_row *row, const char *name, const char *column,
                           const char *typed) {
    if (strcmp(column, "version") == 0) {
        row->version = strspn(typed, "0123456789") == strlen(typed) ? atoll(typed) : 0;
        return row->version > 0 ? OK : bad(t, name);
    }
    if (strcmp(column, "remove") == 0) {
        row->removed = *typed && strcmp(typed, "0") != 0;
    } else if (ends_with(column, ".take")) {
        put(row->typed, arena_printf(t->r->arena, "%.*s", (int)(strlen(column) - strlen(".take")), column), typed);
    } else {
        put(row->typed, column, typed);
    }
    return OK;
}

static enum err read_fields(struct table *t) {
    const char *name;
    json_t *value;
    enum err e = OK;
    json_object_foreach(t->r->body, name, value) {
        const char *dot = strchr(name, '.');
        char key[KEY_SIZE];
        if (e || !dot) continue;
        enum record_kind kind;
        int64_t id;
        snprintf(key, sizeof key, "%.*s", (int)(dot - name), name);
        const char *typed = typed_of(t, value);
        if (dot - name >= KEY_SIZE || !typed || !table_rows_key(t, key, &kind, &id)) return bad(t, name);
        struct table_row *row = table_rows_find(t, key);
        if (!row) {
            if (t->count == rows_most(t)) return request_bad(t->r, ERR_TOO_MANY_ROWS, name);
            row = table_rows_add(t, kind, key);
            row->id = id;
        }
        e = read_field(t, row, name, dot + 1, typed);
    }
    return e;
}

/* The numbers of the strategies as they are now, where those of the form can be read. */
static enum err renumber(struct table *t) {
    struct arena *a = t->r->arena;
    int64_t *ids;
    size_t count;
    enum err e = read_numbers(t, &ids, &count);
    if (e || ids == t->strategies) return e;
    bool *named = arena_alloc(a, count + 1);
    for (size_t i = 0; i < t->count; i++) {
        const char *typed = json_string_value(json_object_get(t->rows[i].typed, "strategies")), *now = "";
        if (!typed || !table_rows_numbers(t, typed, count, named)) continue;
        for (size_t k = 0; k < t->strategy_count; k++) {
            size_t in = 0;
            while (in < count && ids[in] != t->strategies[k])
                in++;
            if (in < count && named[in]) now = arena_printf(a, "%s%s%zu", now, *now ? "、" : "", k + 1);
        }
        put(t->rows[i].typed, "strategies", now);
    }
    return OK;
}

/* A row that is there already has to say which version it was typed over. */
static enum err check_versions(struct table *t) {
    for (size_t i = 0; i < t->count; i++) {
        const struct table_row *row = &t->rows[i];
        bool used = row->removed || json_object_size(row->typed) > 0;
        if (row->id && used && !row->version) return bad(t, arena_printf(t->r->arena, "%s.version", row->key));
    }
    return OK;
}

/* request_text takes what is no text for nothing, which of an order would be another wish. */
static enum err check_texts(struct table *t) {
    static const char *const names[] = {"order", "base_order", "numbers", "years", "move", "year", "next"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *value = json_object_get(t->r->body, names[i]);
        if (value && !json_is_string(value)) return bad(t, names[i]);
    }
    return OK;
}

enum err table_form_read(struct table *t) {
    t->unsaved = true;
    enum err e = check_texts(t);
    if (!e) e = read_order(t);
    if (!e) e = read_base(t);
    if (!e) e = read_years(t);
    if (!e) e = read_fields(t);
    if (!e) e = check_versions(t);
    return e || !t->of_indicators ? e : renumber(t);
}

bool table_form_has_order(const struct table *t) {
    return *request_text(t->r, "order") != '\0';
}

bool table_form_is_blank(const struct table *t, const struct table_row *row) {
    const char *name;
    json_t *typed;
    (void)t;
    if (row->id) return false;
    json_object_foreach(row->typed, name, typed) {
        const struct record_field *f = record_fields(row->kind);
        while (f->name && strcmp(f->name, name) != 0)
            f++;
        bool choice = f->name && f->form == RECORD_CHOICE; /* says something in a blank row, too */
        if (!choice && utf_length(json_string_value(typed), json_string_length(typed)) > 0) return false;
    }
    return true;
}

json_t *table_form_fields(struct table *t, struct table_row *row) {
    struct arena *a = t->r->arena;
    json_t *fields = json_copy(row->typed);
    const char *typed = json_string_value(json_object_get(fields, "strategies"));
    if (!t->of_indicators || !typed) return fields;
    bool *named = arena_alloc(a, t->strategy_count + 1);
    bool known = table_rows_numbers(t, typed, t->strategy_count, named);
    if (!known) json_object_set_new(row->problems, "strategies", json_null());
    for (size_t i = 0; known && i < t->strategy_count; i++)
        put(fields, arena_printf(a, "strategy_%lld", (long long)t->strategies[i]), named[i] ? "1" : "");
    json_object_del(fields, "strategies");
    return fields;
}

void table_form_drop_blanks(struct table *t) {
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct table_row *row = &t->rows[i], *next = i + 1 < t->count ? row + 1 : NULL;
        bool holds = row->kind == RECORD_STRATEGY && next && next->kind == RECORD_TACTIC &&
                     !table_form_is_blank(t, next) && !next->removed;
        bool gone = !row->id && (row->removed || (!holds && table_form_is_blank(t, row)));
        json_object_del(t->index, row->key);
        if (gone) continue;
        json_object_set_new(t->index, row->key, json_integer((json_int_t)kept));
        t->rows[kept++] = *row;
    }
    t->count = kept;
}

/* --- Without saving ------------------------------------------------------------------------------------------- */

/* The rows from `at` on that go together: a strategy with its tactics. */
static size_t block_end(const struct table *t, size_t at) {
    size_t end = at + 1;
    while (t->rows[at].kind == RECORD_STRATEGY && end < t->count && t->rows[end].kind == RECORD_TACTIC)
        end++;
    return end;
}

static size_t block_start(const struct table *t, enum record_kind kind, size_t end) {
    size_t at = end - 1;
    while (kind == RECORD_STRATEGY && at > 0 && t->rows[at].kind == RECORD_TACTIC)
        at--;
    return at;
}

/* Two neighbouring runs of rows change places. */
static void swap(struct table *t, size_t first, size_t second, size_t end) {
    struct table_row *copy = arena_alloc(t->r->arena, (end - first) * sizeof *copy);
    memcpy(copy, t->rows + second, (end - second) * sizeof *copy);
    memcpy(copy + (end - second), t->rows + first, (second - first) * sizeof *copy);
    memcpy(t->rows + first, copy, (end - first) * sizeof *copy);
}

static void move(struct table *t, const char *key, bool up) {
    size_t at = 0;
    while (at < t->count && strcmp(t->rows[at].key, key) != 0)
        at++;
    if (at == t->count) return;
    enum record_kind kind = t->rows[at].kind;
    size_t end = block_end(t, at), top = kind == RECORD_TACTIC ? 1 : 0; /* a strategy stands above every tactic */
    if (up && at > top) swap(t, block_start(t, kind, at), at, end);
    if (!up && end < t->count) swap(t, at, end, kind == RECORD_TACTIC ? end + 1 : block_end(t, end));
}

bool table_form_rearrange(struct table *t) {
    const char *wish = request_text(t->r, "move"), *year = request_text(t->r, "year");
    char key[KEY_SIZE];
    if (!*wish && !*year) return false;
    if (strcmp(year, "earlier") == 0 || strcmp(year, "later") == 0) table_rows_shift(t, *year == 'l');
    table_form_drop_blanks(t);
    if (next_word(&wish, key)) move(t, key, strcmp(wish, " up") == 0);
    return true;
}
