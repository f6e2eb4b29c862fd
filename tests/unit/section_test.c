#include "store_fixture.h"

#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"

/*
 * The tree of these tests:
 *   Ⅰ はじめに
 *     1 背景
 *       (1) 経緯
 *     2 目的
 *   Ⅱ 方針
 */
struct tree {
    int64_t first, background, course, aim, second;
};

static struct tree plant(struct db *db) {
    struct tree t;
    DO(section_add(db, 0, KIND_CHAPTER, "Ⅰ", "はじめに", &t.first));
    DO(section_add(db, t.first, KIND_SECTION, "1", "背景", &t.background));
    DO(section_add(db, t.background, KIND_SECTION, "(1)", "経緯", &t.course));
    DO(section_add(db, t.first, KIND_SECTION, "2", "目的", &t.aim));
    DO(section_add(db, 0, KIND_CHAPTER, "Ⅱ", "方針", &t.second));
    return t;
}

/* The tree in one line: titles in document order, each behind as many dots as it is deep. */
static const char *shape(struct fixture *f) {
    struct section *sections;
    size_t count;
    DO(section_tree(f->db, f->arena, false, &sections, &count));
    const char *line = "";
    for (size_t i = 0; i < count; i++) {
        line = arena_printf(f->arena, "%s%s%.*s%s", line, i ? " " : "", sections[i].depth, "......", sections[i].title);
    }
    return line;
}

static enum err save(struct db *db, int64_t id, int64_t base, const char *text, int64_t now, int64_t *version) {
    return save_text(db, id, base, text, strlen(text), MEMBER, now, version);
}

static struct section get(struct fixture *f, int64_t id) {
    struct section s;
    DO(section_get(f->db, f->arena, id, &s));
    return s;
}

static void the_tree_is_in_document_order(void **state) {
    struct fixture *f = *state;
    plant(f->db);
    assert_string_equal(shape(f), "はじめに .背景 ..経緯 .目的 方針");
}

static void a_branch_is_a_section_and_all_below_it(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.course, 0, "平成から", 5000, &version));
    struct section *sections;
    size_t count;
    DO(section_branch(f->db, f->arena, t.background, &sections, &count));
    assert_int_equal(count, 2);
    assert_string_equal(sections[0].title, "背景");
    assert_int_equal(sections[0].depth, 1);
    assert_string_equal(sections[1].title, "経緯");
    assert_int_equal(sections[1].depth, 2);
    assert_string_equal(sections[1].text, "平成から");
    assert_int_equal(sections[1].parent_id, t.background);
    assert_int_equal(section_branch(f->db, f->arena, 999, &sections, &count), ERR_NOT_FOUND);
}

static void texts_come_only_when_asked_for(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.first, 0, "a b\n", 5000, &version));
    struct section *sections;
    size_t count;
    DO(section_tree(f->db, f->arena, false, &sections, &count));
    assert_null(sections[0].text);
    assert_int_equal(sections[0].length, 0);
    DO(section_tree(f->db, f->arena, true, &sections, &count));
    assert_string_equal(sections[0].text, "a b\n");
    assert_int_equal(sections[0].text_size, 4);
    assert_int_equal(sections[0].length, 2);
    assert_string_equal(sections[1].text, "");
}

static void a_section_knows_its_chapter(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t chapter;
    DO(section_chapter(f->db, t.course, &chapter));
    assert_int_equal(chapter, t.first);
    DO(section_chapter(f->db, t.second, &chapter));
    assert_int_equal(chapter, t.second);
}

static void a_save_makes_a_version_with_its_author_and_time(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.aim, 0, "区民の生活を支える", 5000, &version));
    assert_int_equal(version, 1);
    DO(save(f->db, t.aim, 1, "区民の生活を支える産業", 6000, &version));
    assert_int_equal(version, 2);
    struct section s = get(f, t.aim);
    assert_string_equal(s.text, "区民の生活を支える産業");
    assert_int_equal(s.version, 2);
    assert_int_equal(s.length, 11);
    assert_int_equal(s.changed_at, 6000);
    assert_string_equal(s.changed_by, "田中");
}

static void every_text_a_section_had_is_kept(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.aim, 0, "一", 5000, &version));
    DO(save(f->db, t.aim, 1, "", 6000, &version));
    DO(save(f->db, t.aim, 2, "三", 7000, &version));
    struct revision r;
    DO(update_text_at(f->db, f->arena, t.aim, 1, &r));
    assert_string_equal(r.text, "一");
    assert_string_equal(r.author, "田中");
    assert_int_equal(r.at, 5000);
    DO(update_text_at(f->db, f->arena, t.aim, 2, &r));
    assert_string_equal(r.text, "");
    DO(update_text_at(f->db, f->arena, t.aim, 0, &r));
    assert_string_equal(r.text, "");
    assert_string_equal(r.author, "");
    assert_int_equal(update_text_at(f->db, f->arena, t.aim, 4, &r), ERR_NOT_FOUND);
    assert_int_equal(update_text_at(f->db, f->arena, 999, 0, &r), ERR_NOT_FOUND);
}

static void a_save_from_a_version_that_is_none_is_refused(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.aim, 0, "先の人", 5000, &version));
    assert_int_equal(save(f->db, t.aim, 2, "後の人", 6000, &version), ERR_STALE);
    assert_int_equal(save(f->db, t.aim, -1, "後の人", 6000, &version), ERR_STALE);
    struct section s = get(f, t.aim);
    assert_string_equal(s.text, "先の人");
    assert_int_equal(s.version, 1);
    assert_int_equal(s.changed_at, 5000);
}

static void a_save_that_differs_in_nothing_makes_no_version(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.aim, 0, "同じ", 5000, &version));
    DO(save(f->db, t.aim, 1, "同じ", 6000, &version));
    assert_int_equal(version, 1);
    DO(save(f->db, t.aim, 0, "同じ", 7000, &version)); /* the form of before, sent twice */
    assert_int_equal(version, 1);
    assert_int_equal(get(f, t.aim).changed_at, 5000);
}

static void the_first_text_starts_the_drafting_of_all_above(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(section_set_state(f->db, t.background, STATE_REVIEW));
    DO(save(f->db, t.course, 0, "経緯", 5000, &version));
    assert_int_equal(get(f, t.course).state, STATE_DRAFTING);
    assert_int_equal(get(f, t.background).state, STATE_REVIEW);
    assert_int_equal(get(f, t.first).state, STATE_DRAFTING);
    assert_int_equal(get(f, t.aim).state, STATE_OUTLINE);
    assert_int_equal(get(f, t.second).state, STATE_OUTLINE);
}

static void a_text_of_nothing_but_spaces_starts_no_drafting(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.aim, 0, " \n", 5000, &version));
    assert_int_equal(version, 1);
    assert_int_equal(get(f, t.aim).state, STATE_OUTLINE);
}

static void a_text_that_cannot_be_stored_is_refused(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    size_t size = 256 * 1024;
    char *large = arena_alloc(f->arena, size + 1);
    memset(large, 'a', size + 1);
    assert_int_equal(save_text(f->db, t.aim, 0, large, size + 1, MEMBER, 5000, &version), ERR_TOO_LARGE);
    assert_int_equal(save_text(f->db, t.aim, 0, "\xe4\xb8", 2, MEMBER, 5000, &version), ERR_BAD_UTF8);
    assert_int_equal(save_text(f->db, t.aim, 0, "a\0b", 3, MEMBER, 5000, &version), ERR_BAD_CONTROL);
    assert_int_equal(save_text(f->db, t.aim, 0, "a\rb", 3, MEMBER, 5000, &version), ERR_BAD_CONTROL);
    assert_int_equal(save(f->db, 999, 0, "a", 5000, &version), ERR_NOT_FOUND);
    assert_int_equal(get(f, t.aim).version, 0);
    DO(save_text(f->db, t.aim, 0, large, size, MEMBER, 5000, &version));
}

static void a_final_chapter_locks_all_below_it(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    int64_t id;
    DO(section_set_state(f->db, t.first, STATE_FINAL));
    assert_int_equal(save(f->db, t.first, 0, "a", 5000, &version), ERR_LOCKED);
    assert_int_equal(save(f->db, t.course, 0, "a", 5000, &version), ERR_LOCKED);
    assert_int_equal(section_add(f->db, t.background, KIND_SECTION, "", "新", &id), ERR_LOCKED);
    assert_int_equal(section_rename(f->db, t.course, "", "新"), ERR_LOCKED);
    assert_int_equal(section_move_by(f->db, t.aim, -1), ERR_LOCKED);
    assert_int_equal(section_move_to(f->db, t.course, t.second), ERR_LOCKED);
    assert_int_equal(section_move_to(f->db, t.second, t.first), ERR_LOCKED);
    assert_int_equal(section_delete(f->db, t.first, 5000), ERR_LOCKED);
    assert_int_equal(section_renumber(f->db, t.first), ERR_LOCKED);
    assert_true(get(f, t.course).locked);
    assert_false(get(f, t.second).locked);
    DO(save(f->db, t.second, 0, "a", 5000, &version));
}

static void locks_show_in_tree_and_branch(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    DO(section_set_state(f->db, t.background, STATE_FINAL));
    static const bool expected[] = {false, true, true, false, false};
    struct section *sections;
    size_t count;
    DO(section_tree(f->db, f->arena, false, &sections, &count));
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(sections[i].locked, expected[i]);
    DO(section_branch(f->db, f->arena, t.course, &sections, &count));
    assert_int_equal(count, 1);
    assert_true(sections[0].locked);
}

static void another_state_unlocks(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(section_set_state(f->db, t.first, STATE_FINAL));
    DO(section_set_state(f->db, t.course, STATE_REVIEW)); /* a state may be set below a lock */
    DO(section_set_state(f->db, t.first, STATE_REVIEW));
    DO(save(f->db, t.course, 0, "a", 5000, &version));
}

static void a_final_section_keeps_its_chapter_from_being_deleted(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    DO(section_set_state(f->db, t.course, STATE_FINAL));
    assert_int_equal(section_delete(f->db, t.first, 5000), ERR_LOCKED);
    DO(section_delete(f->db, t.aim, 5000));
}

static void titles_and_numbers_are_one_line_and_not_too_long(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t id;
    const char *kanji = fixture_repeat(f, "区", 201);
    assert_int_equal(section_add(f->db, 0, KIND_CHAPTER, "", kanji, &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, 0, KIND_CHAPTER, "", "", &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, 0, KIND_CHAPTER, "", " \u3000", &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, 0, KIND_CHAPTER, "", "二\n行", &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, 0, KIND_CHAPTER, "123456789012345678901", "題", &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, 0, KIND_CHAPTER, "", "\xff", &id), ERR_BAD_UTF8);
    assert_int_equal(section_rename(f->db, t.aim, "2", kanji), ERR_BAD_FIELD);
    DO(section_rename(f->db, t.aim, "３", kanji + 3));
    assert_string_equal(get(f, t.aim).title, kanji + 3);
    assert_string_equal(get(f, t.aim).number, "３");
}

static void chapters_stand_at_the_top_and_nothing_else_does(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t id;
    assert_int_equal(section_add(f->db, 0, KIND_SECTION, "", "節", &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, t.first, KIND_CHAPTER, "", "章", &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, t.first, KIND_COUNT, "", "章", &id), ERR_BAD_FIELD);
    assert_int_equal(section_add(f->db, 999, KIND_SECTION, "", "節", &id), ERR_NOT_FOUND);
    DO(section_add(f->db, 0, KIND_APPENDIX, "", "資料編", &id));
    DO(section_add(f->db, t.second, KIND_POLICY, "", "方針", &id));
}

static void the_tree_has_six_levels_at_most(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t id = t.course; /* level 3 */
    DO(section_add(f->db, id, KIND_SECTION, "", "四", &id));
    int64_t fourth = id;
    DO(section_add(f->db, id, KIND_SECTION, "", "五", &id));
    DO(section_add(f->db, id, KIND_SECTION, "", "六", &id));
    assert_int_equal(section_add(f->db, id, KIND_SECTION, "", "七", &id), ERR_BAD_FIELD);
    assert_int_equal(section_move_to(f->db, t.aim, id), ERR_BAD_MOVE);
    assert_int_equal(section_move_to(f->db, t.second, fourth), OK);
    int64_t below;
    DO(section_add(f->db, t.aim, KIND_SECTION, "", "下", &below));
    DO(section_move_to(f->db, t.aim, fourth)); /* 五 and 六 */
    assert_int_equal(section_add(f->db, below, KIND_SECTION, "", "下の下", &id), ERR_BAD_FIELD);
}

static void a_section_moves_past_its_neighbour(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    DO(section_move_by(f->db, t.aim, -1));
    assert_string_equal(shape(f), "はじめに .目的 .背景 ..経緯 方針");
    DO(section_move_by(f->db, t.aim, 1));
    DO(section_move_by(f->db, t.first, 1));
    assert_string_equal(shape(f), "方針 はじめに .背景 ..経緯 .目的");
}

static void a_section_does_not_move_past_the_ends(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    assert_int_equal(section_move_by(f->db, t.first, -1), ERR_BAD_MOVE);
    assert_int_equal(section_move_by(f->db, t.second, 1), ERR_BAD_MOVE);
    assert_int_equal(section_move_by(f->db, t.course, 1), ERR_BAD_MOVE);
    assert_int_equal(section_move_by(f->db, t.first, 0), ERR_BAD_MOVE);
    assert_int_equal(section_move_by(f->db, t.first, 2), ERR_BAD_MOVE);
    assert_int_equal(section_move_by(f->db, 999, 1), ERR_NOT_FOUND);
    assert_string_equal(shape(f), "はじめに .背景 ..経緯 .目的 方針");
}

static void a_move_skips_deleted_neighbours(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t third;
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅲ", "推進", &third));
    DO(section_delete(f->db, t.second, 5000));
    DO(section_move_by(f->db, third, -1));
    assert_string_equal(shape(f), "推進 はじめに .背景 ..経緯 .目的");
    DO(section_restore(f->db, t.second));
    assert_string_equal(shape(f), "推進 方針 はじめに .背景 ..経緯 .目的");
}

static void a_branch_moves_below_another_parent(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    DO(section_move_to(f->db, t.background, t.second));
    assert_string_equal(shape(f), "はじめに .目的 方針 .背景 ..経緯");
    DO(section_move_to(f->db, t.background, t.first)); /* last there */
    assert_string_equal(shape(f), "はじめに .目的 .背景 ..経緯 方針");
}

static void a_section_is_not_moved_into_itself(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    assert_int_equal(section_move_to(f->db, t.first, t.first), ERR_BAD_MOVE);
    assert_int_equal(section_move_to(f->db, t.first, t.course), ERR_BAD_MOVE);
    assert_int_equal(section_move_to(f->db, t.first, 999), ERR_BAD_MOVE);
    assert_int_equal(section_move_to(f->db, 999, t.first), ERR_NOT_FOUND);
}

static void what_comes_to_the_top_becomes_a_chapter(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t appendix;
    DO(section_move_to(f->db, t.background, 0));
    assert_int_equal(get(f, t.background).kind, KIND_CHAPTER);
    assert_int_equal(get(f, t.background).parent_id, 0);
    DO(section_move_to(f->db, t.second, t.first));
    assert_int_equal(get(f, t.second).kind, KIND_SECTION);
    DO(section_add(f->db, 0, KIND_APPENDIX, "", "資料編", &appendix));
    DO(section_move_to(f->db, appendix, 0));
    assert_int_equal(get(f, appendix).kind, KIND_APPENDIX);
    assert_string_equal(shape(f), "はじめに .目的 .方針 背景 .経緯 資料編");
}

static void what_has_strategies_does_not_become_a_chapter(void **state) {
    struct fixture *f = *state;
    int64_t chapter, strategies;
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "章", &chapter));
    DO(section_add(f->db, chapter, KIND_STRATEGIES, "", "戦略", &strategies));
    struct strategy s = {.section_id = strategies, .title = "人を育てる"};
    DO(strategy_put(f->db, &s, 1000));
    assert_int_equal(section_move_to(f->db, strategies, 0), ERR_BAD_MOVE);
}

static void a_deleted_branch_is_gone_with_all_below_it(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    struct section s;
    int64_t chapter;
    int64_t version;
    DO(section_delete(f->db, t.background, 5000));
    assert_string_equal(shape(f), "はじめに .目的 方針");
    assert_int_equal(section_get(f->db, f->arena, t.background, &s), ERR_NOT_FOUND);
    assert_int_equal(section_get(f->db, f->arena, t.course, &s), ERR_NOT_FOUND);
    assert_int_equal(section_chapter(f->db, t.course, &chapter), ERR_NOT_FOUND);
    assert_int_equal(save(f->db, t.course, 0, "a", 6000, &version), ERR_NOT_FOUND);
    assert_int_equal(section_delete(f->db, t.background, 6000), ERR_NOT_FOUND);
}

static void a_branch_comes_back_to_its_place(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.course, 0, "経緯の文", 4000, &version));
    DO(section_delete(f->db, t.background, 5000));
    DO(section_restore(f->db, t.background));
    assert_string_equal(shape(f), "はじめに .背景 ..経緯 .目的 方針");
    assert_string_equal(get(f, t.course).text, "経緯の文");
    assert_int_equal(section_restore(f->db, t.background), ERR_NOT_FOUND);
}

static void a_section_deleted_before_its_parent_stays_deleted(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    DO(section_delete(f->db, t.course, 5000));
    DO(section_delete(f->db, t.background, 6000));
    assert_int_equal(section_restore(f->db, t.course), ERR_BAD_MOVE);
    DO(section_restore(f->db, t.background));
    assert_string_equal(shape(f), "はじめに .背景 .目的 方針");
    DO(section_restore(f->db, t.course));
    assert_string_equal(shape(f), "はじめに .背景 ..経緯 .目的 方針");
}

static void nothing_comes_back_below_a_lock(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    DO(section_delete(f->db, t.aim, 5000));
    DO(section_set_state(f->db, t.first, STATE_FINAL));
    assert_int_equal(section_restore(f->db, t.aim), ERR_LOCKED);
}

static void the_tops_of_deleted_branches_are_listed_newest_first(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t version;
    DO(save(f->db, t.aim, 0, "目的の文", 4000, &version));
    DO(section_delete(f->db, t.aim, 5000));
    DO(section_delete(f->db, t.course, 6000)); /* below the next one: not a top */
    DO(section_delete(f->db, t.background, 7000));
    struct section *sections;
    size_t count;
    DO(section_deleted(f->db, f->arena, &sections, &count));
    assert_int_equal(count, 2);
    assert_int_equal(sections[0].id, t.background);
    assert_int_equal(sections[0].deleted_at, 7000);
    assert_int_equal(sections[0].depth, 1);
    assert_int_equal(sections[1].id, t.aim);
    assert_string_equal(sections[1].text, "目的の文");
}

static void numbers_are_given_anew_in_the_style_of_their_depth(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t preface;
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "序", &preface));
    DO(section_rename(f->db, t.second, "Ⅶ", "方針"));
    DO(section_move_by(f->db, t.aim, -1));
    DO(section_renumber(f->db, 0));
    DO(section_renumber(f->db, t.first));
    DO(section_renumber(f->db, t.background));
    assert_string_equal(get(f, t.first).number, "Ⅰ");
    assert_string_equal(get(f, t.second).number, "Ⅱ");
    assert_string_equal(get(f, preface).number, "");
    assert_string_equal(get(f, t.aim).number, "1");
    assert_string_equal(get(f, t.background).number, "2");
    assert_string_equal(get(f, t.course).number, "(1)");
    assert_int_equal(section_renumber(f->db, 999), ERR_NOT_FOUND);
}

static void a_final_chapter_keeps_its_number(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    DO(section_set_state(f->db, t.second, STATE_FINAL));
    DO(section_renumber(f->db, 0)); /* Ⅰ, Ⅱ already */
    DO(section_delete(f->db, t.first, 5000));
    assert_int_equal(section_renumber(f->db, 0), ERR_LOCKED);
}

static void the_next_number_follows_the_last_sibling(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    int64_t id;
    const char *number;
    DO(section_next_number(f->db, f->arena, 0, &number));
    assert_string_equal(number, "Ⅲ");
    DO(section_next_number(f->db, f->arena, t.first, &number));
    assert_string_equal(number, "3");
    DO(section_next_number(f->db, f->arena, t.background, &number));
    assert_string_equal(number, "(2)");
    DO(section_next_number(f->db, f->arena, t.second, &number));
    assert_string_equal(number, "");
    DO(section_add(f->db, t.second, KIND_SECTION, "①", "丸", &id)); /* its own style, kept */
    DO(section_next_number(f->db, f->arena, t.second, &number));
    assert_string_equal(number, "②");
    assert_int_equal(section_next_number(f->db, f->arena, 999, &number), ERR_NOT_FOUND);
}

static void the_next_number_is_written_like_the_last_one(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *last, *next;
    } cases[] = {{"第5章", "第6章"}, {"第九章", "第十章"}, {"2-1", "2-2"}, {"Ⅴ", "Ⅵ"},
                 {"(3)", "(4)"},     {"⑳", "㉑"},          {"ア", ""},     {"付録", ""}};
    int64_t chapter, id;
    const char *number;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        DO(section_add(f->db, 0, KIND_CHAPTER, "", "章", &chapter));
        DO(section_add(f->db, chapter, KIND_SECTION, cases[i].last, "節", &id));
        DO(section_next_number(f->db, f->arena, chapter, &number));
        assert_string_equal(number, cases[i].next);
    }
    DO(section_rename(f->db, chapter, "第5章", "章"));
    DO(section_next_number(f->db, f->arena, 0, &number));
    assert_string_equal(number, "第6章");
}

static void a_section_is_put_where_its_kind_belongs(void **state) {
    struct fixture *f = *state;
    struct section goal = {.kind = KIND_GOAL, .number = "", .title = "目指す姿", .text = ""};
    struct section chapter = {.kind = KIND_CHAPTER, .number = "", .title = "章", .text = ""};
    int64_t id;
    assert_int_equal(section_put(f->db, &goal, &id), ERR_BAD_FIELD);
    DO(section_put(f->db, &chapter, &chapter.parent_id));
    assert_int_equal(section_put(f->db, &chapter, &id), ERR_BAD_FIELD);
    goal.parent_id = chapter.parent_id;
    for (int depth = 1; depth < 6; depth++)
        DO(section_put(f->db, &goal, &goal.parent_id));
    assert_int_equal(section_put(f->db, &goal, &id), ERR_BAD_FIELD); /* a seventh level */
    goal.parent_id = 999;
    assert_int_equal(section_put(f->db, &goal, &id), ERR_NOT_FOUND);
}

static void texts_of_a_deleted_section_rest_until_it_is_back(void **state) {
    struct fixture *f = *state;
    struct tree t = plant(f->db);
    struct revision r;
    int64_t version;
    DO(save(f->db, t.course, 0, "経緯の文", 4000, &version));
    DO(section_delete(f->db, t.background, 5000));
    assert_int_equal(update_text_at(f->db, f->arena, t.course, 0, &r), ERR_NOT_FOUND);
    assert_int_equal(update_text_at(f->db, f->arena, t.course, 1, &r), ERR_NOT_FOUND);
    DO(section_restore(f->db, t.background));
    DO(update_text_at(f->db, f->arena, t.course, 1, &r));
    assert_string_equal(r.text, "経緯の文");
}

static void a_section_is_put_with_all_it_had_elsewhere(void **state) {
    struct fixture *f = *state;
    struct section s = {.id = 40,
                        .kind = KIND_CHAPTER,
                        .number = "Ⅴ",
                        .title = "展開",
                        .text = "文",
                        .text_size = 3,
                        .version = 7,
                        .state = STATE_REVIEW,
                        .changed_at = 9000};
    int64_t id;
    struct revision r;
    DO(section_put(f->db, &s, &id));
    assert_int_equal(id, 40);
    assert_int_equal(get(f, 40).version, 7);
    assert_int_equal(get(f, 40).state, STATE_REVIEW);
    DO(update_text_at(f->db, f->arena, 40, 7, &r));
    assert_string_equal(r.text, "文");
    assert_int_equal(update_text_at(f->db, f->arena, 40, 6, &r), ERR_NOT_FOUND);
    assert_int_equal(section_put(f->db, &s, &id), ERR_BAD_FIELD); /* the id is taken */
    s.id = 0;
    s.version = 0;
    assert_int_equal(section_put(f->db, &s, &id), ERR_BAD_FIELD); /* a text without a version */
}

static void names_of_states_go_there_and_back(void **state) {
    (void)state;
    static const char *const names[] = {"outline", "drafting", "review", "final"};
    for (int i = 0; i < STATE_COUNT; i++) {
        assert_string_equal(section_state_name((enum section_state)i), names[i]);
        assert_int_equal(section_state_of(names[i]), i);
    }
    assert_int_equal(section_state_of("Final"), STATE_COUNT);
    assert_int_equal(section_state_of(""), STATE_COUNT);
}

static void a_section_is_written_by_anything_that_stands_in_it_or_below_it(void **state) {
    (void)state;
    const struct section empty = {.text = " \n", .text_size = 2, .items = 0};
    assert_true(section_is_unwritten(&empty, false, false));
    assert_false(section_is_unwritten(&empty, true, false));
    assert_false(section_is_unwritten(&empty, false, true));
    assert_false(section_is_unwritten(&(struct section){.length = 1}, false, false));
    assert_false(section_is_unwritten(&(struct section){.items = 1}, false, false));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(the_tree_is_in_document_order),
        WITH_DOCUMENT(a_branch_is_a_section_and_all_below_it),
        WITH_DOCUMENT(texts_come_only_when_asked_for),
        WITH_DOCUMENT(a_section_knows_its_chapter),
        WITH_DOCUMENT(a_save_makes_a_version_with_its_author_and_time),
        WITH_DOCUMENT(every_text_a_section_had_is_kept),
        WITH_DOCUMENT(a_save_from_a_version_that_is_none_is_refused),
        WITH_DOCUMENT(a_save_that_differs_in_nothing_makes_no_version),
        WITH_DOCUMENT(the_first_text_starts_the_drafting_of_all_above),
        WITH_DOCUMENT(a_text_of_nothing_but_spaces_starts_no_drafting),
        WITH_DOCUMENT(a_text_that_cannot_be_stored_is_refused),
        WITH_DOCUMENT(a_final_chapter_locks_all_below_it),
        WITH_DOCUMENT(locks_show_in_tree_and_branch),
        WITH_DOCUMENT(another_state_unlocks),
        WITH_DOCUMENT(a_final_section_keeps_its_chapter_from_being_deleted),
        WITH_DOCUMENT(titles_and_numbers_are_one_line_and_not_too_long),
        WITH_DOCUMENT(chapters_stand_at_the_top_and_nothing_else_does),
        WITH_DOCUMENT(the_tree_has_six_levels_at_most),
        WITH_DOCUMENT(a_section_moves_past_its_neighbour),
        WITH_DOCUMENT(a_section_does_not_move_past_the_ends),
        WITH_DOCUMENT(a_move_skips_deleted_neighbours),
        WITH_DOCUMENT(a_branch_moves_below_another_parent),
        WITH_DOCUMENT(a_section_is_not_moved_into_itself),
        WITH_DOCUMENT(what_comes_to_the_top_becomes_a_chapter),
        WITH_DOCUMENT(what_has_strategies_does_not_become_a_chapter),
        WITH_DOCUMENT(a_deleted_branch_is_gone_with_all_below_it),
        WITH_DOCUMENT(a_branch_comes_back_to_its_place),
        WITH_DOCUMENT(a_section_deleted_before_its_parent_stays_deleted),
        WITH_DOCUMENT(nothing_comes_back_below_a_lock),
        WITH_DOCUMENT(the_tops_of_deleted_branches_are_listed_newest_first),
        WITH_DOCUMENT(numbers_are_given_anew_in_the_style_of_their_depth),
        WITH_DOCUMENT(a_final_chapter_keeps_its_number),
        WITH_DOCUMENT(the_next_number_follows_the_last_sibling),
        WITH_DOCUMENT(the_next_number_is_written_like_the_last_one),
        WITH_DOCUMENT(texts_of_a_deleted_section_rest_until_it_is_back),
        WITH_DOCUMENT(a_section_is_put_where_its_kind_belongs),
        WITH_DOCUMENT(a_section_is_put_with_all_it_had_elsewhere),
        cmocka_unit_test(a_section_is_written_by_anything_that_stands_in_it_or_below_it),
        cmocka_unit_test(names_of_states_go_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
