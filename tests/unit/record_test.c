#include "store_fixture.h"

#include "kosshi/store/indicator.h"
#include "kosshi/store/record.h"
#include "kosshi/store/section.h"
#include "kosshi/store/strategy.h"

static int64_t section_of(struct fixture *f, enum section_kind kind) {
    int64_t chapter, id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "", "章", &chapter));
    DO(section_add(f->db, chapter, kind, "", "節", &id));
    return id;
}

/* Calls record_save with fields written as JSON. */
static enum err save(struct fixture *f, struct record_change change, const char *fields, int64_t user, int64_t now,
                     struct record_result *out) {
    json_auto_t *typed = json_loads(fields, 0, NULL);
    assert_non_null(typed);
    change.fields = typed;
    return record_save(f->db, f->arena, &change, user, now, out);
}

static int64_t add(struct fixture *f, enum record_kind kind, int64_t section, int64_t strategy, const char *fields) {
    struct record_result out;
    struct record_change new = {.kind = kind, .section_id = section, .strategy_id = strategy};
    DO(save(f, new, fields, MEMBER, 10, &out));
    assert_true(out.changed);
    assert_int_equal(out.version, 1);
    return out.id;
}

static struct tactic *tactic_of(struct fixture *f, int64_t id) {
    struct strategy *list;
    size_t count;
    DO(strategy_list(f->db, f->arena, 0, &list, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i].tactic_count; k++)
            if (list[i].tactics[k].id == id) return &list[i].tactics[k];
    return NULL;
}

/* How many states of a row are kept. */
static int kept(struct fixture *f, const char *kind, int64_t id) {
    sqlite3 *handle;
    int rows = 0;
    DO(db_commit(f->db));
    assert_int_equal(sqlite3_open(f->path, &handle), SQLITE_OK);
    char *query = sqlite3_mprintf("SELECT 'ok' FROM record_version WHERE kind = %Q AND record_id = %lld", kind, id);
    assert_int_equal(sqlite3_exec(handle, query, fixture_count_row, &rows, NULL), SQLITE_OK);
    sqlite3_free(query);
    sqlite3_close(handle);
    DO(db_begin(f->db));
    return rows;
}

/* A strategy with one tactic, and changes of that tactic typed over its first version. */
struct table {
    int64_t section, strategy, tactic;
    struct record_change change;
};

static struct table table_of(struct fixture *f) {
    struct table t = {.section = section_of(f, KIND_STRATEGIES)};
    t.strategy = add(f, RECORD_STRATEGY, t.section, 0, "{\"title\":\"商店街\"}");
    t.tactic = add(f, RECORD_TACTIC, t.section, t.strategy,
                   "{\"title\":\"空き店舗\",\"content\":\"改修する\",\"owner\":\"商業課\",\"period\":\"\"}");
    t.change =
        (struct record_change){.kind = RECORD_TACTIC, .section_id = t.section, .id = t.tactic, .base_version = 1};
    return t;
}

static void two_people_on_two_fields_of_a_row_both_get_theirs(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    DO(save(f, t.change, "{\"title\":\"空き店舗\",\"owner\":\"産業課\"}", SECRETARIAT, 20, &out));
    assert_int_equal(out.version, 2);
    DO(save(f, t.change, "{\"title\":\"空き家\",\"owner\":\"商業課\"}", MEMBER, 30, &out));
    assert_int_equal(out.version, 3);
    assert_string_equal(tactic_of(f, t.tactic)->title, "空き家");
    assert_string_equal(tactic_of(f, t.tactic)->owner, "産業課");
    assert_string_equal(tactic_of(f, t.tactic)->content, "改修する");
    assert_int_equal(kept(f, "tactic", t.tactic), 3);
}

static void two_people_on_one_field_are_told_and_nothing_is_written(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    DO(save(f, t.change, "{\"owner\":\"産業課\"}", SECRETARIAT, 20, &out));
    struct record_change later = t.change;
    later.base_version = 2;
    DO(save(f, later, "{\"period\":\"令和9年度\"}", MEMBER, 25, &out));
    assert_int_equal(save(f, t.change, "{\"owner\":\"観光課\",\"title\":\"空き家\"}", MEMBER, 30, &out), ERR_STALE);
    assert_int_equal(out.problem_count, 1);
    assert_string_equal(out.problems[0].field, "owner");
    assert_int_equal(out.problems[0].reason, RECORD_CHANGED);
    assert_string_equal(out.problems[0].theirs, "産業課");
    assert_string_equal(out.problems[0].by, "事務局"); /* not whoever changed another field later */
    assert_int_equal(out.problems[0].at, 20);
    assert_int_equal(out.version, 3);
    assert_string_equal(json_string_value(json_object_get(out.fields, "title")), "空き家");
    assert_string_equal(json_string_value(json_object_get(out.fields, "period")), "令和9年度");
    assert_string_equal(tactic_of(f, t.tactic)->title, "空き店舗");
    later.base_version = 3;
    DO(save(f, later, "{\"owner\":\"観光課\"}", MEMBER, 40, &out));
    assert_string_equal(tactic_of(f, t.tactic)->owner, "観光課");
}

static void the_same_change_by_two_people_and_no_change_make_no_version(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    DO(save(f, t.change, "{\"owner\":\"産業課\"}", SECRETARIAT, 20, &out));
    DO(save(f, t.change, "{\"owner\":\"産業課\"}", MEMBER, 30, &out));
    assert_false(out.changed);
    DO(save(f, t.change, "{\"owner\":\"商業課\",\"content\":\"改修する\"}", MEMBER, 30, &out));
    assert_false(out.changed);
    assert_int_equal(out.version, 2);
    assert_string_equal(tactic_of(f, t.tactic)->owner, "産業課");
    assert_int_equal(kept(f, "tactic", t.tactic), 2);
}

static void a_row_that_was_removed_comes_back_when_it_is_changed_and_its_strategy_with_it(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    struct record_change remove = t.change;
    remove.remove = true;
    DO(save(f, remove, "{}", SECRETARIAT, 20, &out));
    remove.kind = RECORD_STRATEGY;
    remove.id = t.strategy;
    DO(save(f, remove, "{}", SECRETARIAT, 20, &out));
    assert_null(tactic_of(f, t.tactic));
    DO(save(f, t.change, "{\"title\":\"空き店舗\"}", MEMBER, 30, &out)); /* untouched: it stays away */
    assert_false(out.stands);
    assert_null(tactic_of(f, t.tactic));
    DO(save(f, t.change, "{\"title\":\"空き家\"}", MEMBER, 30, &out));
    assert_true(out.stands);
    assert_string_equal(tactic_of(f, t.tactic)->title, "空き家");
    assert_int_equal(kept(f, "tactic", t.tactic), 3);
    assert_int_equal(kept(f, "strategy", t.strategy), 3);
}

static void a_row_is_not_removed_over_a_change_one_has_not_seen(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    DO(save(f, t.change, "{\"content\":\"建て替える\"}", SECRETARIAT, 20, &out));
    struct record_change remove = t.change;
    remove.remove = true;
    assert_int_equal(save(f, remove, "{}", MEMBER, 30, &out), ERR_STALE);
    assert_int_equal(out.problems[0].reason, RECORD_CHANGED_ROW);
    assert_string_equal(out.problems[0].by, "事務局");
    assert_non_null(tactic_of(f, t.tactic));
    remove.base_version = out.version;
    DO(save(f, remove, "{}", MEMBER, 40, &out));
    assert_null(tactic_of(f, t.tactic));
}

static void a_strategy_with_tactics_one_has_not_seen_stays(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    struct record_change remove = {
        .kind = RECORD_STRATEGY, .section_id = t.section, .id = t.strategy, .base_version = 1, .remove = true};
    assert_int_equal(save(f, remove, "{}", MEMBER, 30, &out), ERR_STALE);
    assert_int_equal(out.problems[0].reason, RECORD_CHANGED_BELOW);
    assert_string_equal(out.problems[0].by, "田中");
}

static void a_row_that_is_sent_twice_is_added_once(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result first, second, other;
    struct record_change new = {.kind = RECORD_TACTIC, .section_id = t.section, .strategy_id = t.strategy};
    DO(record_twins(f->db, f->arena, RECORD_TACTIC, t.section, t.tactic, MEMBER, 20, &new.twins));
    DO(save(f, new, "{\"title\":\"案内板\"}", MEMBER, 20, &first));
    DO(record_twins(f->db, f->arena, RECORD_TACTIC, t.section, t.tactic, MEMBER, 30, &new.twins));
    DO(save(f, new, "{\"title\":\"案内板\",\"owner\":\"\"}", MEMBER, 30, &second));
    assert_int_equal(second.id, first.id);
    assert_false(second.changed);
    DO(record_twins(f->db, f->arena, RECORD_TACTIC, t.section, t.tactic, SECRETARIAT, 40, &new.twins));
    DO(save(f, new, "{\"title\":\"案内板\"}", SECRETARIAT, 40, &other)); /* another person's is another row */
    assert_int_not_equal(other.id, first.id);
    int64_t known = first.id > other.id ? first.id : other.id;
    DO(record_twins(f->db, f->arena, RECORD_TACTIC, t.section, known, MEMBER, 50, &new.twins));
    DO(save(f, new, "{\"title\":\"案内板\"}", MEMBER, 50, &second)); /* who has seen it wants a second one */
    assert_true(second.changed);
}

static void two_rows_alike_that_are_sent_twice_are_two(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result rows[5];
    struct record_change new = {.kind = RECORD_TACTIC, .section_id = t.section, .strategy_id = t.strategy};
    for (int i = 0; i < 5; i++) {
        if (i % 2 == 0)
            DO(record_twins(f->db, f->arena, RECORD_TACTIC, t.section, t.tactic, MEMBER, 20 + i, &new.twins));
        DO(save(f, new, "{\"title\":\"案内板\"}", MEMBER, 20 + i / 2, &rows[i]));
    }
    assert_int_not_equal(rows[0].id, rows[1].id);
    assert_int_equal(rows[2].id, rows[0].id);
    assert_int_equal(rows[3].id, rows[1].id);
    assert_int_equal(rows[4].id, rows[0].id);
}

static void a_tactic_that_was_put_elsewhere_does_not_go_with_its_old_strategy(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    int64_t other = add(f, RECORD_STRATEGY, t.section, 0, "{\"title\":\"観光\"}");
    struct record_change gone = t.change;
    gone.remove = true;
    gone.strategy_id = other;
    DO(save(f, gone, "{}", MEMBER, 20, &out));
    assert_true(out.stands);
    assert_false(out.changed);
    gone.strategy_id = t.strategy;
    DO(save(f, gone, "{}", MEMBER, 30, &out));
    assert_false(out.stands);
}

static void each_value_by_year_and_each_link_is_merged_for_itself(void **state) {
    struct fixture *f = *state;
    int64_t strategies = section_of(f, KIND_STRATEGIES), section = section_of(f, KIND_INDICATORS);
    int64_t one = add(f, RECORD_STRATEGY, strategies, 0, "{\"title\":\"一\"}");
    int64_t two = add(f, RECORD_STRATEGY, strategies, 0, "{\"title\":\"二\"}");
    int64_t id = add(f, RECORD_INDICATOR, section, 0, "{\"name\":\"開業数\",\"actual_2023\":\"１０\"}");
    struct record_change change = {.kind = RECORD_INDICATOR, .section_id = section, .id = id, .base_version = 1};
    struct record_result out;
    DO(save(f, change, arena_printf(f->arena, "{\"actual_2024\":\"1,200\",\"strategy_%lld\":\"1\"}", (long long)one),
            SECRETARIAT, 20, &out));
    DO(save(f, change,
            arena_printf(f->arena, "{\"actual_2023\":\"\",\"actual_2025\":\"▲3.50\",\"strategy_%lld\":\"1\"}",
                         (long long)two),
            MEMBER, 30, &out));
    struct indicator *list;
    size_t count;
    DO(indicator_list(f->db, f->arena, section, &list, &count));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].actual_count, 2);
    assert_int_equal(list[0].actuals[0].year, 2024);
    assert_string_equal(list[0].actuals[0].value, "1200");
    assert_string_equal(list[0].actuals[1].value, "-3.50");
    assert_int_equal(list[0].strategy_count, 2);
    assert_int_equal(list[0].direction, INDICATOR_UP);
    assert_int_equal(save(f, change, "{\"actual_2024\":\"1300\"}", MEMBER, 40, &out), ERR_STALE);
    assert_string_equal(out.problems[0].field, "actual_2024");
    assert_string_equal(out.problems[0].theirs, "1200");
}

static void what_a_field_cannot_hold_is_said_by_its_name(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    int64_t indicators = section_of(f, KIND_INDICATORS);
    const char *long_line = arena_printf(f->arena, "{\"title\":\"%s\"}", fixture_repeat(f, "長", 201));
    const char *long_text =
        arena_printf(f->arena, "{\"title\":\"a\",\"content\":\"%s\"}", fixture_repeat(f, "長", 2001));
    const struct {
        const char *fields, *field;
        enum record_kind kind;
        enum record_reason reason;
    } cases[] = {
        {"{}", "title", RECORD_STRATEGY, RECORD_NEEDED},
        {"{\"title\":\" \u3000\"}", "title", RECORD_STRATEGY, RECORD_NEEDED},
        {"{\"title\":\"a\\nb\"}", "title", RECORD_STRATEGY, RECORD_NOT_A_LINE},
        {"{\"title\":\"a\u200bb\"}", "title", RECORD_STRATEGY, RECORD_NOT_A_LINE},
        {long_line, "title", RECORD_STRATEGY, RECORD_TOO_LONG},
        {long_text, "content", RECORD_TACTIC, RECORD_TOO_LONG},
        {"{\"title\":\"a\",\"status\":\"old\"}", "status", RECORD_TACTIC, RECORD_NOT_A_CHOICE},
        {"{\"title\":\"a\",\"colour\":\"red\"}", "colour", RECORD_TACTIC, RECORD_UNKNOWN_FIELD},
        {"{\"name\":\"a\",\"baseline\":\"約10\"}", "baseline", RECORD_INDICATOR, RECORD_NOT_A_NUMBER},
        {"{\"name\":\"a\",\"target\":\"1,20\"}", "target", RECORD_INDICATOR, RECORD_NOT_A_NUMBER},
        {"{\"name\":\"a\",\"actual_2024\":\"?\"}", "actual_2024", RECORD_INDICATOR, RECORD_NOT_A_NUMBER},
        {"{\"name\":\"a\",\"actual_1899\":\"1\"}", "actual_1899", RECORD_INDICATOR, RECORD_UNKNOWN_FIELD},
        {"{\"name\":\"a\",\"target_year\":\"来年\"}", "target_year", RECORD_INDICATOR, RECORD_NOT_A_YEAR},
        {"{\"name\":\"a\",\"baseline_year\":\"R8\",\"target_year\":\"2025\"}", "target_year", RECORD_INDICATOR,
         RECORD_YEARS_TURNED},
        {"{\"name\":\"a\",\"direction\":\"\"}", "direction", RECORD_INDICATOR, RECORD_NOT_A_CHOICE},
        {"{\"name\":\"a\",\"strategy_999\":\"1\"}", "strategy_999", RECORD_INDICATOR, RECORD_UNKNOWN_STRATEGY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct record_result out;
        bool indicator = cases[i].kind == RECORD_INDICATOR;
        struct record_change new = {
            .kind = cases[i].kind, .section_id = indicator ? indicators : t.section, .strategy_id = t.strategy};
        assert_int_equal(save(f, new, cases[i].fields, MEMBER, 20, &out), ERR_BAD_FIELD);
        assert_int_equal(out.problem_count, 1);
        assert_string_equal(out.problems[0].field, cases[i].field);
        assert_int_equal(out.problems[0].reason, cases[i].reason);
        assert_int_equal(out.id, 0);
    }
}

static void a_mistake_and_a_conflict_in_one_row_are_both_said(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    struct record_result out;
    DO(save(f, t.change, "{\"owner\":\"産業課\"}", SECRETARIAT, 20, &out));
    assert_int_equal(save(f, t.change, "{\"owner\":\"観光課\",\"title\":\"\"}", MEMBER, 30, &out), ERR_BAD_FIELD);
    assert_int_equal(out.problem_count, 2);
    assert_string_equal(out.problems[0].field, "title");
    assert_string_equal(out.problems[1].field, "owner");
}

static void rows_of_other_sections_versions_that_never_were_and_locked_sections_are_refused(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    int64_t other = section_of(f, KIND_STRATEGIES), plain = section_of(f, KIND_SECTION);
    struct record_result out;
    struct record_change change = t.change;
    change.section_id = other;
    assert_int_equal(save(f, change, "{}", MEMBER, 20, &out), ERR_NOT_FOUND);
    change.section_id = plain;
    assert_int_equal(save(f, change, "{}", MEMBER, 20, &out), ERR_NOT_FOUND);
    change = t.change;
    change.base_version = 2;
    assert_int_equal(save(f, change, "{\"title\":\"a\"}", MEMBER, 20, &out), ERR_BAD_FIELD);
    DO(section_set_state(f->db, t.section, STATE_FINAL));
    assert_int_equal(save(f, t.change, "{\"title\":\"a\"}", MEMBER, 20, &out), ERR_LOCKED);
}

/* --- Order ---------------------------------------------------------------------------------------------------- */

/* Strategies A to D (ids in order) of one section; places by letter. */
static size_t places(const int64_t *ids, const char *letters, struct record_place *out) {
    size_t n = 0;
    for (; letters[n]; n++)
        out[n] = (struct record_place){RECORD_STRATEGY, ids[letters[n] - 'A']};
    return n;
}

static const char *order_of(struct fixture *f, int64_t section) {
    struct strategy *list;
    size_t count;
    DO(strategy_list(f->db, f->arena, section, &list, &count));
    const char *order = "";
    for (size_t i = 0; i < count; i++)
        order = arena_printf(f->arena, "%s%s", order, list[i].title);
    return order;
}

static void an_order_is_merged_with_what_others_did(void **state) {
    struct fixture *f = *state;
    const struct {
        const char *now, *base, *mine, *after;
    } cases[] = {
        {"ABCD", "ABCD", "ABCD", "ABCD"},   {"ABCD", "ABCD", "DABC", "DABC"},
        {"BACD", "ABCD", "ABCD", "BACD"}, /* I have moved nothing: theirs stays */
        {"ABCD", "ABC", "CAB", "CDAB"},   /* D, which I have not seen, stays behind C */
        {"ABCD", "ACD", "ABCD", "ABCD"},  /* B is new: it goes where I have it */
        {"ACDB", "ACD", "ABCD", "ABCD"},    {"CADB", "ACD", "ABCD", "CABD"},
        {"ABCD", "ABCD", "AABBDC", "ABDC"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t section = section_of(f, KIND_STRATEGIES), ids[4];
        for (int k = 0; k < 4; k++)
            ids[k] = add(f, RECORD_STRATEGY, section, 0, arena_printf(f->arena, "{\"title\":\"%c\"}", 'A' + k));
        struct record_place start[8], base[8], mine[8];
        bool changed;
        size_t n = places(ids, "ABCD", start), now_count = places(ids, cases[i].now, mine);
        DO(record_order(f->db, f->arena, section, start, n, mine, now_count, MEMBER, 20, &changed));
        size_t base_count = places(ids, cases[i].base, base), mine_count = places(ids, cases[i].mine, mine);
        DO(record_order(f->db, f->arena, section, base, base_count, mine, mine_count, MEMBER, 30, &changed));
        assert_string_equal(order_of(f, section), cases[i].after);
        assert_int_equal(changed, strcmp(cases[i].now, cases[i].after) != 0);
    }
}

static void a_tactic_goes_below_another_strategy(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    int64_t second = add(f, RECORD_STRATEGY, t.section, 0, "{\"title\":\"観光\"}");
    struct record_place base[] = {{RECORD_STRATEGY, t.strategy}, {RECORD_TACTIC, t.tactic}, {RECORD_STRATEGY, second}};
    struct record_place mine[] = {base[0], base[2], base[1]};
    bool changed;
    DO(record_order(f->db, f->arena, t.section, base, 3, mine, 3, MEMBER, 20, &changed));
    assert_true(changed);
    assert_int_equal(tactic_of(f, t.tactic)->strategy_id, second);
    DO(record_order(f->db, f->arena, t.section, base, 3, base, 3, MEMBER, 20, &changed));
    assert_false(changed); /* who has moved nothing leaves it there */
    assert_int_equal(tactic_of(f, t.tactic)->strategy_id, second);
}

/* --- By chance ------------------------------------------------------------------------------------------------ */

static unsigned chance(unsigned *seed, unsigned below) {
    *seed = *seed * 1103515245u + 12345u;
    return *seed / 65536u % below;
}

/* Whatever two people do in one table, each value a save has taken is in record_version for good. */
static void no_value_that_was_taken_is_ever_lost(void **state) {
    struct fixture *f = *state;
    struct table t = table_of(f);
    static const char *const names[] = {"title", "content", "owner", "period"};
    unsigned seed = 20261126;
    int64_t seen[3] = {0, 1, 1}; /* the version each person's form holds */
    int taken = 0, refused = 0;
    const char *values[400];
    for (int i = 0; i < 400; i++) {
        int user = 1 + (int)chance(&seed, 2);
        struct record_change change = t.change;
        struct record_result out;
        change.base_version = seen[user];
        change.remove = chance(&seed, 10) == 0;
        const char *name = names[chance(&seed, 4)], *value = arena_printf(f->arena, "value %d.", i);
        enum err e = save(f, change, arena_printf(f->arena, "{\"%s\":\"%s\"}", name, value), user, 100 + i, &out);
        assert_true(e == OK || e == ERR_STALE);
        if (e == OK && !change.remove) values[taken++] = value;
        refused += e != OK;
        if (e != OK || chance(&seed, 2)) seen[user] = out.version;
    }
    assert_true(taken > 100 && refused > 20);
    sqlite3 *handle;
    DO(db_commit(f->db));
    assert_int_equal(sqlite3_open(f->path, &handle), SQLITE_OK);
    for (int i = 0; i < taken; i++) {
        int rows = 0;
        char *query = sqlite3_mprintf("SELECT 'ok' FROM record_version WHERE fields LIKE '%%%q%%'", values[i]);
        assert_int_equal(sqlite3_exec(handle, query, fixture_count_row, &rows, NULL), SQLITE_OK);
        assert_true(rows > 0);
        sqlite3_free(query);
    }
    sqlite3_close(handle);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(two_people_on_two_fields_of_a_row_both_get_theirs),
        WITH_DOCUMENT(two_people_on_one_field_are_told_and_nothing_is_written),
        WITH_DOCUMENT(the_same_change_by_two_people_and_no_change_make_no_version),
        WITH_DOCUMENT(a_row_that_was_removed_comes_back_when_it_is_changed_and_its_strategy_with_it),
        WITH_DOCUMENT(a_row_is_not_removed_over_a_change_one_has_not_seen),
        WITH_DOCUMENT(a_strategy_with_tactics_one_has_not_seen_stays),
        WITH_DOCUMENT(a_row_that_is_sent_twice_is_added_once),
        WITH_DOCUMENT(two_rows_alike_that_are_sent_twice_are_two),
        WITH_DOCUMENT(a_tactic_that_was_put_elsewhere_does_not_go_with_its_old_strategy),
        WITH_DOCUMENT(each_value_by_year_and_each_link_is_merged_for_itself),
        WITH_DOCUMENT(what_a_field_cannot_hold_is_said_by_its_name),
        WITH_DOCUMENT(a_mistake_and_a_conflict_in_one_row_are_both_said),
        WITH_DOCUMENT(rows_of_other_sections_versions_that_never_were_and_locked_sections_are_refused),
        WITH_DOCUMENT(an_order_is_merged_with_what_others_did),
        WITH_DOCUMENT(a_tactic_goes_below_another_strategy),
        WITH_DOCUMENT(no_value_that_was_taken_is_ever_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
