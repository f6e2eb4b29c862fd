#include "kosshi/text/words.h"

#include <pthread.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "kosshi/base/errors.h"

/* Room for the ends, which grows; a text has at most as many pieces as bytes. */
struct ends {
    struct arena *arena;
    size_t *items, count, room;
};

static void add(struct ends *e, size_t end) {
    if (e->count == e->room) {
        e->room = e->room ? 2 * e->room : 16;
        size_t *items = arena_alloc(e->arena, e->room * sizeof *items);
        if (e->count) memcpy(items, e->items, e->count * sizeof *items);
        e->items = items;
    }
    e->items[e->count++] = end;
}

static void split_lines(struct ends *e, const char *text, size_t size) {
    for (size_t at = 0; at < size;) {
        const char *line_end = memchr(text + at, '\n', size - at);
        at = line_end ? (size_t)(line_end - text) + 1 : size;
        add(e, at);
    }
}

/* A constant once they are read: to read the rules takes ICU longer than to go through a line by them, so it is done once
 * and every text gets a copy. */
static UBreakIterator *rules[UBRK_LINE];
static pthread_once_t rules_are_read = PTHREAD_ONCE_INIT;

static void read_rules(void) {
    static const UBreakIteratorType types[] = {UBRK_CHARACTER, UBRK_WORD};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        UErrorCode code = U_ZERO_ERROR;
        rules[types[i]] = ubrk_open(types[i], "ja", NULL, 0, &code);
        if (U_FAILURE(code)) die("ICU has no rules to break a text by: %s", u_errorName(code));
    }
}

static void split_by_icu(struct ends *e, UBreakIteratorType type, const char *text, size_t size) {
    UErrorCode code = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    pthread_once(&rules_are_read, read_rules);
    utext_openUTF8(&utext, text, (int64_t)size, &code);
    UBreakIterator *breaks = ubrk_clone(rules[type], &code);
    ubrk_setUText(breaks, &utext, &code);
    if (U_FAILURE(code)) die("ICU cannot break a text: %s", u_errorName(code));
    for (int32_t at = ubrk_next(breaks); at != UBRK_DONE; at = ubrk_next(breaks))
        add(e, (size_t)at);
    ubrk_close(breaks);
    utext_close(&utext);
}

void words_split(struct arena *a, enum words_by by, const char *text, size_t size, size_t **ends, size_t *count) {
    struct ends e = {.arena = a};
    if (by == WORDS_BY_LINE)
        split_lines(&e, text, size);
    else
        split_by_icu(&e, by == WORDS_BY_WORD ? UBRK_WORD : UBRK_CHARACTER, text, size);
    *ends = e.items;
    *count = e.count;
}
