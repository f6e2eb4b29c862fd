/*
 * Changesets as JSON: ["text", set, set, set], the first two for the text, the third for what the first makes of it.
 * Whatever they are: each is read or refused, and is the same when it is written and read again; what can be applied
 * can be taken back; one mapped over another gives the same text in either order; two as one do what they do one after
 * the other.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/text/changeset_json.h"
#include "kosshi/text/utf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

struct text {
    const char *data;
    size_t size;
};

static bool same(struct text one, struct text other) {
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

static int64_t units(struct text t) {
    return (int64_t)utf_units(t.data, t.size);
}

static bool read_set(struct arena *a, const json_t *json, struct changeset *out) {
    struct changeset again;
    enum err e = changeset_json_read(a, json, out);
    require(e == OK || e == ERR_BAD_FIELD || e == ERR_BAD_CONTROL || e == ERR_BAD_UTF8, "read or refused");
    if (e != OK) return false;
    json_auto_t *written = changeset_json_write(out);
    require(changeset_json_read(a, written, &again) == OK, "what is written can be read");
    json_auto_t *twice = changeset_json_write(&again);
    require(json_equal(written, twice), "what is written and read is written the same again");
    return true;
}

/* False when it does not fit the text; then nothing was written. */
static bool apply(struct arena *a, const struct changeset *c, struct text text, struct text *out) {
    BUF(b);
    BUF(again);
    struct changeset inverse;
    buf_string(&b, "|");
    buf_string(&again, "|");
    enum err e = changeset_apply(c, text.data, text.size, &b);
    enum err both = changeset_apply_and_invert(a, c, text.data, text.size, &again, &inverse);
    require(both == e && same((struct text){b.data, b.size}, (struct text){again.data, again.size}),
            "what can be applied can be taken back");
    if (e != OK) {
        require(e == ERR_BAD_FIELD && b.size == 1, "a refused one writes nothing");
        return false;
    }
    *out = (struct text){arena_copy(a, b.data + 1, b.size - 1), b.size - 1};
    require(utf_check(out->data, out->size) == OK, "a text stays a text");
    require(units(text) == changeset_length(c) && units(*out) == changeset_new_length(c), "lengths are what they say");
    BUF(back);
    require(changeset_apply(&inverse, out->data, out->size, &back) == OK, "the inverse fits");
    require(same((struct text){back.data ? back.data : "", back.size}, text), "the inverse gives the text before");
    return true;
}

static void require_makes(struct arena *a, const struct changeset *c, struct text text, struct text expected,
                          const char *what) {
    struct text made;
    require(apply(a, c, text, &made) && same(made, expected), what);
}

static void check_compose(struct arena *a, const struct changeset *first, const struct changeset *second,
                          struct text text, struct text expected) {
    struct changeset both;
    require(changeset_compose(a, first, second, &both) == OK, "what follows can be composed");
    require_makes(a, &both, text, expected, "two as one do what they do one after the other");
}

/* one and other are for the text. */
static void check_map(struct arena *a, const struct changeset *one, const struct changeset *other, struct text text) {
    struct text by_one, by_other, by_both;
    struct changeset behind, before;
    if (!apply(a, one, text, &by_one) || !apply(a, other, text, &by_other)) return;
    require(changeset_map(a, other, one, false, &behind) == OK && changeset_map(a, one, other, true, &before) == OK,
            "what is for one text can be mapped");
    require(apply(a, &behind, by_one, &by_both), "what was mapped fits");
    require_makes(a, &before, by_other, by_both, "either order gives one text");
    check_compose(a, one, &behind, text, by_both);
}

static void check_refusals(struct arena *a, const struct changeset *one, const struct changeset *other) {
    struct changeset made;
    bool follows = changeset_new_length(one) == changeset_length(other);
    bool beside = changeset_length(one) == changeset_length(other);
    enum err e = changeset_compose(a, one, other, &made);
    require(follows ? e == OK || e == ERR_BAD_FIELD : e == ERR_BAD_FIELD, "only what follows can be composed");
    require((changeset_map(a, one, other, false, &made) == OK) == beside, "only what is for one text can be mapped");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ARENA(a);
    json_auto_t *input = json_loadb((const char *)data, size, 0, NULL);
    json_t *string = json_array_get(input, 0);
    struct changeset one, other, next;
    if (!json_is_string(string)) return 0;
    struct text text = {json_string_value(string), json_string_length(string)}, by_one, by_both;
    if (utf_check(text.data, text.size) != OK || !read_set(a, json_array_get(input, 1), &one)) return 0;
    bool fits = apply(a, &one, text, &by_one);
    if (read_set(a, json_array_get(input, 2), &other)) {
        check_refusals(a, &one, &other);
        check_map(a, &one, &other, text);
    }
    if (fits && read_set(a, json_array_get(input, 3), &next) && apply(a, &next, by_one, &by_both))
        check_compose(a, &one, &next, text, by_both);
    return 0;
}
