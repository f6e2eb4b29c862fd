#include "store_fixture.h"

#include "../../src/store/sql.h"
#include "kosshi/store/history.h"
#include "kosshi/store/section.h"
#include "kosshi/text/changeset_json.h"

#define MINUTE 60000
#define HOUR (60 * MINUTE)

static int64_t plant(struct fixture *f) {
    int64_t chapter, id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &chapter));
    DO(section_add(f->db, chapter, KIND_SECTION, "1", "目的", &id));
    return id;
}

/* One update, made for the text as it stands. */
static void push(struct fixture *f, int64_t id, int64_t version, const char *json, int64_t user, int64_t now) {
    struct changeset change;
    struct update_pushed pushed;
    json_auto_t *value = json_loads(json, 0, NULL);
    DO(changeset_json_read(f->arena, value, &change));
    struct update_push p = {id, version, user == MEMBER ? "tablet" : "desk", &change, 1, user, now};
    DO(update_push(f->db, f->arena, &p, &pushed));
    assert_int_equal(pushed.version, version + 1);
}

static struct update_saved restore(struct fixture *f, int64_t id, int64_t version, int64_t base, int64_t now) {
    struct update_saved saved;
    struct history_restore r = {id, version, base, SECRETARIAT, now, NULL};
    history_restore_compare(f->db, f->arena, &r);
    DO(history_restore(f->db, f->arena, &r, &saved));
    return saved;
}

/* Runs SQL that stands for an older file. */
#define ROWS(f, text)                                                                                                  \
    do {                                                                                                               \
        SQL(rows, (f)->db, text);                                                                                      \
        DO(sql_run(&rows));                                                                                            \
    } while (0)

/* "4←2 田中・事務局 +3 -1 =5": version and the one before, who, characters; newest first, one a line. */
static const char *listed(struct fixture *f, int64_t id, size_t offset, size_t limit) {
    struct history_point *points;
    size_t count;
    BUF(out);
    DO(history_list(f->db, f->arena, id, offset, limit, &points, &count));
    for (size_t i = 0; i < count; i++) {
        const struct history_point *p = &points[i];
        buf_printf(&out, "%s%lld←%lld ", i ? "\n" : "", (long long)p->version, (long long)p->before);
        for (size_t k = 0; k < p->person_count; k++)
            buf_printf(&out, "%s%s", k ? "・" : "", p->people[k].person.name);
        buf_printf(&out, " +%zu -%zu =%zu%s", p->added, p->removed, p->length, p->is_current ? " now" : "");
    }
    return out.data ? arena_string(f->arena, out.data) : "";
}

/* "地域の[田中 3←0]…": each stretch with its writer and point. */
static const char *words_of(struct fixture *f, int64_t id) {
    struct history_words words;
    BUF(out);
    DO(history_words(f->db, f->arena, id, &words));
    int64_t units = 0;
    for (size_t i = 0; i < words.count; i++) {
        const struct history_span *s = &words.spans[i];
        assert_int_equal(s->from, units);
        units = s->to;
        buf_printf(&out, "%.*s[%s %lld←%lld]", (int)s->size, words.text + s->at, s->writer->person.name,
                   (long long)s->writer->version, (long long)s->writer->before);
    }
    return out.data ? arena_string(f->arena, out.data) : "";
}

/* The member writes, the secretariat joins, and after a pause the member writes on. */
static int64_t written(struct fixture *f) {
    int64_t id = plant(f);
    push(f, id, 0, "[[0,\"地域の産業\"]]", MEMBER, 1 * HOUR);
    push(f, id, 1, "[5,[0,\"を支える\"]]", SECRETARIAT, 1 * HOUR + MINUTE);
    push(f, id, 2, "[[2,\"区\"],7]", MEMBER, 1 * HOUR + 2 * MINUTE);
    push(f, id, 3, "[8,[0,\"。\"]]", MEMBER, 2 * HOUR);
    return id;
}

static void neighbouring_updates_of_the_same_people_are_one_point(void **state) {
    struct fixture *f = *state;
    int64_t id = written(f);
    struct history_point *points;
    size_t count;
    assert_string_equal(listed(f, id, 0, 50), "4←3 田中 +1 -0 =9 now\n3←0 田中・事務局 +8 -0 =8");
    DO(history_list(f->db, f->arena, id, 0, 50, &points, &count));
    assert_int_equal(points[1].began_at, 1 * HOUR);
    assert_int_equal(points[1].at, 1 * HOUR + 2 * MINUTE);
    assert_int_equal(points[0].at, 2 * HOUR);
    DO(history_count(f->db, id, &count));
    assert_int_equal(count, 2);
}

static void a_page_of_points_knows_what_was_before_it(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    push(f, id, 0, "[[0,\"宇宙線の観測\"]]", MEMBER, 1 * HOUR);
    push(f, id, 1, "[6,[0,\"所\"]]", MEMBER, 2 * HOUR);
    push(f, id, 2, "[3,[1],3]", MEMBER, 3 * HOUR);
    assert_string_equal(listed(f, id, 0, 2), "3←2 田中 +0 -1 =6 now\n2←1 田中 +1 -0 =7");
    assert_string_equal(listed(f, id, 2, 2), "1←0 田中 +6 -0 =6");
    assert_string_equal(listed(f, id, 4, 2), "");
}

static void an_empty_section_has_no_history(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    assert_string_equal(listed(f, id, 0, 50), "");
    assert_string_equal(words_of(f, id), "");
}

static void a_section_that_is_gone_has_none_to_show(void **state) {
    struct fixture *f = *state;
    int64_t id = written(f);
    struct history_point *points;
    struct history_words words;
    size_t count;
    DO(section_delete(f->db, id, 3 * HOUR));
    assert_int_equal(history_count(f->db, id, &count), ERR_NOT_FOUND);
    assert_int_equal(history_list(f->db, f->arena, id, 0, 50, &points, &count), ERR_NOT_FOUND);
    assert_int_equal(history_words(f->db, f->arena, id, &words), ERR_NOT_FOUND);
}

static void each_word_has_its_writer_and_its_point(void **state) {
    struct fixture *f = *state;
    int64_t id = written(f);
    assert_string_equal(words_of(f, id), "区の産業[田中 3←0]を支える[事務局 3←0]。[田中 4←3]");
}

/* Rows of revision alone, one a save; then the log goes on. */
static void an_older_file_has_a_point_a_save(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    assert_int_equal(id, 2);
    ROWS(
        f,
        "INSERT INTO revision VALUES (2, 1, 2, 1000, '区民の生活を支える'), (2, 2, 1, 2000, '区民の生活を支える産業')");
    ROWS(f, "UPDATE section SET text = '区民の生活を支える産業', version = 2, changed_by = 1, changed_at = 2000"
            " WHERE id = 2");
    assert_string_equal(listed(f, id, 0, 50), "2←1 事務局 +2 -0 =11 now\n1←0 田中 +9 -0 =9");
    assert_string_equal(words_of(f, id), "区民の生活を支える[田中 1←0]産業[事務局 2←1]");
    push(f, id, 2, "[9,[0,\"地域\"],2]", MEMBER, 1 * HOUR);
    assert_string_equal(listed(f, id, 0, 1), "3←2 田中 +2 -0 =13 now");
    assert_string_equal(words_of(f, id), "区民の生活を支える[田中 1←0]地域[田中 3←2]産業[事務局 2←1]");
}

/* Out of another file: one text at a version of its own, and nobody's name. */
static void a_text_of_another_file_is_one_point(void **state) {
    struct fixture *f = *state;
    struct history_point *points;
    size_t count;
    int64_t chapter, id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &chapter));
    struct section s = {.parent_id = chapter,
                        .kind = KIND_SECTION,
                        .number = "1",
                        .title = "目的",
                        .text = "前からの文",
                        .text_size = strlen("前からの文"),
                        .version = 7,
                        .changed_at = 5000};
    DO(section_put(f->db, &s, &id));
    assert_string_equal(listed(f, id, 0, 50), "7←0  +5 -0 =5 now");
    assert_string_equal(words_of(f, id), "前からの文[ 7←0]");
    push(f, id, 7, "[5,[0,\"と今\"]]", MEMBER, 1 * HOUR);
    assert_string_equal(listed(f, id, 0, 50), "8←7 田中 +2 -0 =7 now\n7←0  +5 -0 =5");
    assert_string_equal(words_of(f, id), "前からの文[ 7←0]と今[田中 8←7]");
    DO(history_list(f->db, f->arena, id, 1, 1, &points, &count));
    assert_int_equal(points[0].at, 5000);
}

static void a_text_that_is_brought_back_is_an_update_that_can_be_taken_back(void **state) {
    struct fixture *f = *state;
    int64_t id = written(f);
    const char *before = words_of(f, id);
    struct update_saved saved = restore(f, id, 2, 4, 2 * HOUR + MINUTE);
    assert_true(saved.is_new);
    assert_int_equal(saved.version, 5);
    assert_string_equal(saved.text, "地域の産業を支える");
    saved = restore(f, id, 4, 5, 2 * HOUR + 2 * MINUTE);
    assert_int_equal(saved.version, 6);
    assert_string_equal(saved.text, "区の産業を支える。");
    assert_string_equal(words_of(f, id), before);
}

/* The secretariat wrote none of them, and the text before is found in the list although she joined its writer. */
static void what_is_brought_back_stays_the_words_of_who_wrote_them(void **state) {
    struct fixture *f = *state;
    int64_t id = plant(f);
    push(f, id, 0, "[[0,\"一つ目\"]]", MEMBER, 1 * HOUR);
    push(f, id, 1, "[3,[0,\"と二つ目\"]]", SECRETARIAT, 3 * HOUR);
    push(f, id, 2, "[[7,\"別の文\"]]", SECRETARIAT, 5 * HOUR);
    (void)restore(f, id, 2, 3, 5 * HOUR + MINUTE);
    assert_string_equal(words_of(f, id), "一つ目[田中 1←0]と二つ目[事務局 2←1]");
    assert_string_equal(listed(f, id, 0, 2), "4←3 事務局 +7 -3 =7 now\n3←2 事務局 +3 -7 =3");
}

static void the_same_text_brought_back_changes_nothing(void **state) {
    struct fixture *f = *state;
    int64_t id = written(f);
    const char *list = listed(f, id, 0, 50);
    struct update_saved saved = restore(f, id, 4, 4, 3 * HOUR);
    assert_false(saved.is_new);
    assert_int_equal(saved.version, 4);
    push(f, id, 4, "[9,[0,\"続き\"]]", MEMBER, 2 * HOUR + MINUTE);
    assert_string_equal(list, "4←3 田中 +1 -0 =9 now\n3←0 田中・事務局 +8 -0 =8");
    assert_string_equal(listed(f, id, 0, 1), "5←3 田中 +3 -0 =11 now");
}

/* She has seen version 3; the full stop of version 4 is not hers to lose. */
static void what_was_written_meanwhile_stays(void **state) {
    struct fixture *f = *state;
    int64_t id = written(f);
    struct update_saved saved = restore(f, id, 2, 3, 2 * HOUR + MINUTE);
    assert_true(saved.is_merged);
    assert_string_equal(saved.text, "地域の産業を支える。");
}

static void what_is_not_known_or_locked_is_not_brought_back(void **state) {
    struct fixture *f = *state;
    int64_t id = written(f);
    struct update_saved saved;
    struct history_restore r = {id, 5, 4, SECRETARIAT, 3 * HOUR, NULL};
    assert_int_equal(history_restore(f->db, f->arena, &r, &saved), ERR_NOT_FOUND);
    r = (struct history_restore){id, 2, 9, SECRETARIAT, 3 * HOUR, NULL};
    assert_int_equal(history_restore(f->db, f->arena, &r, &saved), ERR_STALE);
    DO(section_set_state(f->db, id, STATE_FINAL));
    r = (struct history_restore){id, 2, 4, SECRETARIAT, 3 * HOUR, NULL};
    assert_int_equal(history_restore(f->db, f->arena, &r, &saved), ERR_LOCKED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(neighbouring_updates_of_the_same_people_are_one_point),
        WITH_DOCUMENT(a_page_of_points_knows_what_was_before_it),
        WITH_DOCUMENT(an_empty_section_has_no_history),
        WITH_DOCUMENT(a_section_that_is_gone_has_none_to_show),
        WITH_DOCUMENT(each_word_has_its_writer_and_its_point),
        WITH_DOCUMENT(an_older_file_has_a_point_a_save),
        WITH_DOCUMENT(a_text_of_another_file_is_one_point),
        WITH_DOCUMENT(a_text_that_is_brought_back_is_an_update_that_can_be_taken_back),
        WITH_DOCUMENT(what_is_brought_back_stays_the_words_of_who_wrote_them),
        WITH_DOCUMENT(the_same_text_brought_back_changes_nothing),
        WITH_DOCUMENT(what_was_written_meanwhile_stays),
        WITH_DOCUMENT(what_is_not_known_or_locked_is_not_brought_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
