#include "kosshi/pages/diff_view.h"

#include <stdbool.h>
#include <string.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"
#include "kosshi/pages/typed_text.h"
#include "kosshi/text/utf.h"

#define CONTEXT 2      /* whole lines that stay in sight before and behind a change */
#define FOLDED_LEAST 4 /* fewer lines are not worth folding */

/* A text and how its bytes are to look. */
struct typed {
    const char *text;
    const uint8_t *looks;
};

/* --- Pieces ------------------------------------------------------------------------------------------------------- */

static json_t *add_piece(json_t *pieces, const char *kind, const char *is_kind, const struct typed *t, size_t from,
                         size_t to) {
    json_t *piece = json_pack("{s:s, s:b, s:s%}", "kind", kind, is_kind, true, "text", t->text + from, to - from);
    if (!piece) die("a text cannot be shown");
    json_array_append_new(pieces, piece);
    return piece;
}

static void add_same_piece(json_t *pieces, const char *is_kind, const struct typed *t, size_t from, size_t to) {
    json_t *piece = add_piece(pieces, "same", is_kind, t, from, to);
    json_object_set_new(piece, "runs", typed_text_runs(t->text, t->looks, from, to));
}

static void add_changed(json_t *pieces, const char *kind, const char *is_kind, const struct typed *t, size_t from,
                        size_t size) {
    size_t to = from + size;
    if (size == 0) return;
    json_t *piece = add_piece(pieces, kind, is_kind, t, from, to), *lines = json_array();
    json_object_set_new(piece, "lines", lines);
    json_object_set_new(piece, "is_blank", json_boolean(utf_length(t->text + from, size) == 0));
    for (size_t at = from; at < to;) {
        const char *end = memchr(t->text + at, '\n', to - at);
        size_t behind = end ? (size_t)(end - t->text) : to;
        json_array_append_new(lines, json_pack("{s:o, s:s}", "runs", typed_text_runs(t->text, t->looks, at, behind),
                                               "end", end ? "\n" : ""));
        at = behind + (end != NULL);
    }
}

/* --- What is the same --------------------------------------------------------------------------------------------- */

/* Where the n-th line from the start ends; size when there are fewer. */
static size_t behind_lines(const char *text, size_t size, int n) {
    size_t at = 0;
    for (; n > 0 && at < size; n--) {
        const char *end = memchr(text + at, '\n', size - at);
        at = end ? (size_t)(end - text) + 1 : size;
    }
    return at;
}

/* Where the last n whole lines begin, with what is behind them; 0 when there are fewer. */
static size_t before_lines(const char *text, size_t size, int n) {
    size_t at = size;
    for (int ends = 0; at > 0; at--)
        if (text[at - 1] == '\n' && ends++ == n) break;
    return at;
}

static int count_lines(const char *text, size_t size) {
    int lines = size > 0 && text[size - 1] != '\n';
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    return lines;
}

/* The stretch [at, end) of text, which both have. What is left of a line that changed stays in sight besides. */
static void add_same(json_t *pieces, const struct typed *t, size_t at, size_t end, bool is_last) {
    const char *text = t->text + at;
    size_t size = end - at;
    bool is_first = json_array_size(pieces) == 0, has_rest = at > 0 && text[-1] != '\n';
    size_t from = is_first ? 0 : behind_lines(text, size, CONTEXT + has_rest);
    size_t to = is_last ? size : before_lines(text, size, CONTEXT);
    int lines = from < to ? count_lines(text + from, to - from) : 0;
    if (lines < FOLDED_LEAST) from = to = size;
    if (from > 0) add_same_piece(pieces, "is_same", t, at, at + from);
    if (from < to) {
        add_same_piece(pieces, "is_folded", t, at + from, at + to);
        json_object_set_new(json_array_get(pieces, json_array_size(pieces) - 1), "lines", json_integer(lines));
    }
    if (to < size) add_same_piece(pieces, "is_same", t, at + to, end);
}

/* --- All of it ---------------------------------------------------------------------------------------------------- */

json_t *diff_view_changes(const char *old, size_t old_size, const char *new_, size_t new_size,
                          const struct diff_change *changes, size_t count) {
    ARENA(a);
    const struct typed before = {old, marks_read(a, old, old_size)}, behind = {new_, marks_read(a, new_, new_size)};
    size_t at = 0, added = 0, removed = 0; /* at: in new_ */
    json_t *pieces = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct diff_change *c = &changes[i];
        add_same(pieces, &behind, at, c->new_at, false);
        add_changed(pieces, "deleted", "is_deleted", &before, c->old_at, c->old_size);
        add_changed(pieces, "added", "is_added", &behind, c->new_at, c->new_size);
        removed += utf_length(old + c->old_at, c->old_size);
        added += utf_length(new_ + c->new_at, c->new_size);
        at = c->new_at + c->new_size;
    }
    add_same(pieces, &behind, at, new_size, true);
    bool has_marks = marks_are_in(before.looks, old_size) || marks_are_in(behind.looks, new_size);
    return json_pack("{s:b, s:b, s:I, s:I, s:I, s:o}", "is_same", count == 0, "has_marks", has_marks, "places",
                     (json_int_t)count, "added", (json_int_t)added, "removed", (json_int_t)removed, "pieces", pieces);
}

json_t *diff_view(const char *old, size_t old_size, const char *new_, size_t new_size) {
    ARENA(a);
    struct diff_change *changes;
    size_t count;
    diff_texts(a, old, old_size, new_, new_size, &changes, &count);
    return diff_view_changes(old, old_size, new_, new_size, changes, count);
}
