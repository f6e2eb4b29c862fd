#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "kosshi/base/buf.h"
#include "kosshi/text/authorship.h"
#include "kosshi/text/changeset_json.h"

#define DO(call) assert_int_equal(call, OK)

/* A changeset as CodeMirror writes it. */
static void read_change(struct arena *a, const char *json, struct changeset *out) {
    json_auto_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    DO(changeset_json_read(a, value, out));
}

static struct authorship of_change(struct arena *a, const char *json, int64_t by) {
    struct changeset c;
    struct authorship out;
    read_change(a, json, &c);
    authorship_of_change(a, &c, by, &out);
    return out;
}

/* "3@0 2by7": three units that stood at 0, two brought in by 7. */
static const char *said(struct arena *a, const struct authorship *s) {
    BUF(out);
    for (size_t i = 0; i < s->count; i++) {
        const struct authorship_span *span = &s->spans[i];
        if (i) buf_byte(&out, ' ');
        if (span->at == AUTHORSHIP_NEW)
            buf_printf(&out, "%lldby%lld", (long long)span->len, (long long)span->by);
        else
            buf_printf(&out, "%lld@%lld", (long long)span->len, (long long)span->at);
    }
    return out.data ? arena_string(a, out.data) : "";
}

/* Worked by hand: each line is one change, and what is known of the text behind it. */
static void each_word_is_whose_change_brought_it_in(void **state) {
    (void)state;
    static const struct {
        const char *change;
        int64_t by;
        const char *expected;
    } steps[] = {
        {"[[0,\"地域の産業を支える\"]]", 1, "9by1"},           /* 地域の産業を支える */
        {"[3,[0,\"多様な\"],6]", 2, "3by1 3by2 6by1"},         /* 地域の多様な産業を支える */
        {"[[2,\"区\"],10]", 3, "1by3 1by1 3by2 6by1"},         /* 区の多様な産業を支える */
        {"[2,[3],6]", 1, "1by3 7by1"},                         /* 区の産業を支える */
        {"[5,[1,\"支\"],2]", 1, "1by3 7by1"},                  /* the same word typed again by its own author */
        {"[5,[1,\"支\"],2]", 2, "1by3 4by1 1by2 2by1"},        /* and by another one */
        {"[8,[0,\"\",\"😀\"]]", 3, "1by3 4by1 1by2 2by1 3by3"}, /* a line end and two halves of a pair */
        {"[[11]]", 1, ""},
    };
    ARENA(a);
    struct authorship all[sizeof steps / sizeof *steps];
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct authorship out;
        all[i] = of_change(a, steps[i].change, steps[i].by);
        DO(authorship_join(a, all, i + 1, &out));
        assert_string_equal(said(a, &out), steps[i].expected);
        assert_int_equal(out.before, 0);
    }
}

static void what_stood_before_says_where(void **state) {
    (void)state;
    ARENA(a);
    struct authorship changes[] = {of_change(a, "[2,[3,\"新\"],5]", 1), of_change(a, "[1,[0,\"x\"],4,[2],1]", 2)};
    assert_string_equal(said(a, &changes[0]), "2@0 1by1 5@5");
    struct authorship out;
    DO(authorship_join(a, changes, 2, &out));
    assert_string_equal(said(a, &out), "1@0 1by2 1@1 1by1 2@5 1@9");
    assert_int_equal(out.before, 10);
}

static void a_change_of_another_text_is_refused(void **state) {
    (void)state;
    ARENA(a);
    struct authorship changes[] = {of_change(a, "[[0,\"四文字で\"]]", 1), of_change(a, "[5]", 2)}, out;
    assert_int_equal(authorship_join(a, changes, 2, &out), ERR_BAD_FIELD);
}

/* --- Beside a model that keeps who wrote each single unit ----------------------------------------------------------- */

#define LONGEST 4000

struct model {
    int64_t by[LONGEST];
    size_t length;
};

static unsigned seed;

static size_t below(size_t limit) {
    seed = seed * 1103515245u + 12345u;
    return (seed >> 8) % limit;
}

/* Up to three places of the text are replaced; the model and the change are made side by side. */
static void random_change(struct arena *a, struct model *m, int64_t by, struct changeset *out) {
    struct model after = {.length = 0};
    out->parts = arena_alloc(a, 8 * sizeof *out->parts);
    out->count = 0;
    size_t at = 0;
    for (size_t places = below(4); places > 0; places--) {
        size_t keep = below(m->length - at + 1),
               gone = below((m->length - at - keep < 9 ? m->length - at - keep : 9) + 1);
        size_t ins = below(m->length < LONGEST - 100 ? 12 : 4);
        if (gone + ins == 0 || (out->count && keep == 0)) continue;
        for (size_t i = 0; i < keep; i++)
            after.by[after.length++] = m->by[at + i];
        for (size_t i = 0; i < ins; i++)
            after.by[after.length++] = by;
        if (keep) out->parts[out->count++] = (struct changeset_part){.len = (int64_t)keep, .ins = -1};
        out->parts[out->count++] =
            (struct changeset_part){.len = (int64_t)gone, .ins = (int64_t)ins, .text = "xxxxxxxxxxxx", .size = ins};
        at += keep + gone;
    }
    if (at < m->length) out->parts[out->count++] = (struct changeset_part){.len = (int64_t)(m->length - at), .ins = -1};
    for (; at < m->length; at++)
        after.by[after.length++] = m->by[at];
    *m = after;
}

/* Units that stood before the changes are known by where: -1 - place. */
static void assert_same(const struct model *m, const struct authorship *s) {
    size_t at = 0;
    for (size_t i = 0; i < s->count; i++) {
        assert_true(s->spans[i].len > 0);
        for (int64_t k = 0; k < s->spans[i].len; k++, at++) {
            assert_true(at < m->length);
            bool is_new = s->spans[i].at == AUTHORSHIP_NEW;
            assert_int_equal(m->by[at], is_new ? s->spans[i].by : -1 - (s->spans[i].at + k));
        }
    }
    assert_int_equal(at, m->length);
}

static void many_changes_agree_with_a_model_of_single_characters(void **state) {
    (void)state;
    for (seed = 1; seed <= 60; seed += 1) {
        ARENA(a);
        unsigned kept = seed;
        struct model m = {.length = below(60)};
        int64_t before = (int64_t)m.length;
        for (size_t i = 0; i < m.length; i++)
            m.by[i] = -1 - (int64_t)i;
        size_t count = 1 + below(200);
        struct authorship *changes = arena_alloc(a, count * sizeof *changes), out;
        for (size_t i = 0; i < count; i++) {
            struct changeset c;
            int64_t by = 1 + (int64_t)below(4);
            random_change(a, &m, by, &c);
            authorship_of_change(a, &c, by, &changes[i]);
        }
        DO(authorship_join(a, changes, count, &out));
        assert_int_equal(out.before, before);
        assert_same(&m, &out);
        seed = kept;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_word_is_whose_change_brought_it_in),
        cmocka_unit_test(what_stood_before_says_where),
        cmocka_unit_test(a_change_of_another_text_is_refused),
        cmocka_unit_test(many_changes_agree_with_a_model_of_single_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
