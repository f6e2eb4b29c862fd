#include "kosshi/text/at_name.h"

#include <stdbool.h>
#include <string.h>

#define WIDE_AT "\xEF\xBC\xA0" /* U+FF20 */

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Bytes of the sign that stands here; 0 for none. */
static size_t sign_at(const char *text) {
    if (*text == '@') return 1;
    return strncmp(text, WIDE_AT, strlen(WIDE_AT)) == 0 ? strlen(WIDE_AT) : 0;
}

/* Bytes of the longest of the names that stands here; 0 for none. */
static size_t name_at(const char *text, const char *const *names, size_t count, size_t *which) {
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(names[i]);
        if (size <= longest || strncmp(text, names[i], size) != 0) continue;
        if (is_word(text[size - 1]) && is_word(text[size])) continue;
        longest = size;
        *which = i;
    }
    return longest;
}

static size_t count_signs(const char *text) {
    size_t count = 0;
    for (; *text; text++)
        count += sign_at(text) > 0;
    return count;
}

void at_name_find(struct arena *a, const char *text, const char *const *names, size_t name_count, struct at_name **out,
                  size_t *count) {
    *count = 0;
    *out = arena_alloc(a, count_signs(text) * sizeof **out);
    for (size_t at = 0; text[at];) {
        size_t which = 0, sign = sign_at(text + at);
        bool open = sign && (at == 0 || !is_word(text[at - 1]));
        size_t name = open ? name_at(text + at + sign, names, name_count, &which) : 0;
        if (name) (*out)[(*count)++] = (struct at_name){.from = at, .to = at + sign + name, .name = which};
        at += name ? sign + name : 1;
    }
}
