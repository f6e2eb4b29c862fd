#include "store_fixture.h"

#include "kosshi/http/live.h"
#include "kosshi/http/request.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/section.h"

#define BEGIN 1000 /* the moment of it all */

/* A stream and what its reader knows of it. The request is only who it is. */
struct listener {
    struct request request; /* first */
    struct live_stream *stream;
    int woken;
    bool gone, banned;
};

static void wake(struct request *owner) {
    ((struct listener *)owner)->woken++;
}

static bool is_gone(struct request *owner) {
    return ((struct listener *)owner)->gone;
}

static bool may(struct request *owner, void *context) {
    (void)context;
    return !((struct listener *)owner)->banned;
}

static struct live *open_live(struct fixture *f, size_t most) {
    struct live_options o = {.db = f->db, .most = most, .wake = wake, .gone = is_gone, .may = may};
    struct live *l;
    DO(live_open(&o, &l));
    return l;
}

/* section 0: the desk */
static enum err listen_as(struct live *l, struct listener *who, int64_t person, int64_t section, const char *last) {
    struct live_listener listener = {.owner = &who->request,
                                     .person = person,
                                     .sections = &section,
                                     .count = section > 0,
                                     .last = last,
                                     .now = BEGIN};
    return live_listen(l, &listener, &who->stream);
}

/* All that comes until the stream sleeps, in pieces of so many bytes, without the lines that say when to come back. */
static const char *heard_in_pieces(struct fixture *f, struct listener *who, size_t room) {
    BUF(all);
    char piece[65536];
    for (ssize_t n; (n = live_read(who->stream, piece, room)) > 0;)
        buf_add(&all, piece, (size_t)n);
    const char *text = all.data ? all.data : "";
    return arena_string(f->arena, strncmp(text, "retry: 2000\n", 12) == 0 ? text + 12 : text);
}

static const char *heard(struct fixture *f, struct listener *who) {
    return heard_in_pieces(f, who, 65536);
}

/* Updates as their rows are, each with the same text. Row by row as another program would commit them. */
static void add_updates(struct fixture *f, int64_t section, int64_t first, int64_t last, const char *text) {
    sqlite3 *handle;
    DO(db_commit(f->db));
    assert_int_equal(sqlite3_open(f->path, &handle), SQLITE_OK);
    for (int64_t version = first; version <= last; version++) {
        char *sql =
            sqlite3_mprintf("INSERT INTO section_update (section_id, version, client, user_id, at, revision_from, "
                            "changes, undo) VALUES (%lld, %lld, 'c', 2, 99, 1, '[[0,\"%s\"]]', '[]')",
                            (long long)section, (long long)version, text);
        assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_free(sql);
    }
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    DO(db_begin(f->db));
}

static void add_update(struct fixture *f, int64_t section, int64_t version, const char *text) {
    add_updates(f, section, version, version, text);
}

/* The event of the update that was added as row `row`, while so many activities were told. */
static const char *update_event(struct fixture *f, int row, int activities, int64_t section, int64_t version,
                                const char *text) {
    return arena_printf(f->arena,
                        "id: %d-%d\nevent: update\ndata: {\"section\":%lld,\"version\":%lld,\"client\":\"c\","
                        "\"changes\":[[0,\"%s\"]],\"user\":\"田中\",\"at\":99}\n\n",
                        row, activities, (long long)section, (long long)version, text);
}

static int64_t add_section(struct fixture *f, const char *title) {
    int64_t id;
    DO(section_add(f->db, 0, KIND_CHAPTER, "", title, &id));
    return id;
}

static const char *nobody_in(struct fixture *f, const char *id, int64_t section) {
    return arena_printf(f->arena, "id: %s\nevent: presence\ndata: {\"section\":%lld,\"people\":[]}\n\n", id,
                        (long long)section);
}

static void leave(struct live *l, struct listener *listeners, size_t count) {
    for (size_t i = 0; i < count; i++)
        live_leave(listeners[i].stream);
    live_close(l);
}

static void an_update_reaches_who_asked_for_its_section_and_nobody_else(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業"), other = add_section(f, "工業");
    struct listener who[3] = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who[0], 1, section, NULL));
    DO(listen_as(l, &who[1], 1, other, NULL));
    DO(listen_as(l, &who[2], 1, 0, NULL));
    assert_string_equal(heard(f, &who[0]), arena_printf(f->arena, "id: 0-0\n\n%s", nobody_in(f, "0-0", section)));
    (void)heard(f, &who[1]);
    assert_string_equal(heard(f, &who[2]), "id: 0-0\n\n");
    add_update(f, section, 1, "店");
    DO(live_look(l));
    assert_true(live_turn(l, BEGIN));
    assert_int_equal(who[0].woken, 1);
    assert_int_equal(who[1].woken, 0);
    assert_int_equal(who[2].woken, 0);
    assert_string_equal(heard(f, &who[0]), update_event(f, 1, 0, section, 1, "店"));
    assert_string_equal(heard(f, &who[1]), "");
    leave(l, who, 3);
}

static void what_changed_besides_the_text_reaches_everybody(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業");
    struct listener who[2] = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who[0], 1, section + 1, NULL));
    DO(listen_as(l, &who[1], 1, 0, NULL));
    (void)heard(f, &who[0]), (void)heard(f, &who[1]);
    DO(activity_add(f->db, 1, MEMBER, DID_SIGN_IN, 0, NULL)); /* nobody's business */
    DO(activity_add(f->db, 1, MEMBER, DID_SECTION_STATE, section, NULL));
    DO(activity_add(f->db, 1, MEMBER, DID_REPLY, section, NULL));
    DO(activity_add(f->db, 1, MEMBER, DID_SUGGEST, section, NULL));
    DO(live_look(l));
    assert_true(live_turn(l, BEGIN));
    const char *expected =
        arena_printf(f->arena,
                     "id: 0-2\nevent: section\ndata: {\"section\":%lld,\"what\":\"state\"}\n\n"
                     "id: 0-3\nevent: comment\ndata: {\"section\":%lld}\n\n"
                     "id: 0-4\nevent: section\ndata: {\"section\":%lld,\"what\":\"suggestions\"}\n\n",
                     (long long)section, (long long)section, (long long)section);
    assert_string_equal(heard(f, &who[0]), expected);
    assert_string_equal(heard(f, &who[1]), expected);
    leave(l, who, 2);
}

static void a_stream_is_woken_once_and_gets_all_there_is_in_any_pieces(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業");
    struct listener who = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who, 1, section, NULL));
    (void)heard(f, &who);
    BUF(expected);
    for (int i = 1; i <= 5; i++) {
        add_update(f, section, i, "細切れ");
        DO(live_look(l));
        (void)live_turn(l, BEGIN);
        buf_string(&expected, update_event(f, i, 0, section, i, "細切れ"));
    }
    assert_int_equal(who.woken, 1);
    assert_string_equal(heard_in_pieces(f, &who, 7), expected.data);
    add_update(f, section, 6, "次");
    DO(live_look(l));
    assert_true(live_turn(l, BEGIN));
    assert_int_equal(who.woken, 2);
    leave(l, &who, 1);
}

static size_t count(const char *text, const char *what) {
    size_t found = 0;
    for (; (text = strstr(text, what)); text++)
        found++;
    return found;
}

/* The updates in a text are those of the versions first … last, each once and in order. */
static void assert_versions(const char *text, int64_t first, int64_t last) {
    int64_t version = first;
    for (; (text = strstr(text, "\"version\":")); version++)
        assert_int_equal(strtoll(text += strlen("\"version\":"), NULL, 10), version);
    assert_int_equal(version - 1, last);
}

/* Be what came meanwhile in memory, or in the logs alone after a restart. */
static void a_stream_goes_on_behind_the_event_it_had_last(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業"), other = add_section(f, "工業");
    struct listener who[3] = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who[0], 1, 0, NULL)); /* somebody listens: it is kept in memory */
    add_updates(f, section, 1, 10, "一");
    DO(activity_add(f->db, 1, MEMBER, DID_COMMENT, other, NULL));
    add_updates(f, other, 1, 100, "二");
    add_updates(f, section, 11, 210, "一");
    for (int i = 0; i < 40; i++)
        DO(activity_add(f->db, 1, MEMBER, DID_COMMENT, other, NULL));
    DO(live_look(l));
    DO(listen_as(l, &who[1], 1, section, "10-1"));
    const char *in_memory = heard_in_pieces(f, &who[1], 1000);
    leave(l, who, 2);
    l = open_live(f, 10);
    DO(listen_as(l, &who[2], 1, section, "10-1"));
    const char *in_the_logs = heard_in_pieces(f, &who[2], 1000);
    leave(l, &who[2], 1);
    for (int i = 0; i < 2; i++) {
        const char *text = i ? in_the_logs : in_memory;
        assert_versions(text, 11, 210);
        assert_int_equal(count(text, "event: comment\n"), 40);
        assert_int_equal(count(text, "id: 310-41\nevent: presence\n"), 1);
        assert_int_equal(count(text, "event: reset\n"), 0);
    }
}

/* Cut anywhere, the id it had last brings exactly the rest, also when the two logs had grown in turns. */
static void a_stream_can_be_cut_behind_any_event(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業");
    struct listener who[3] = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who[0], 1, section, NULL));
    for (int i = 1; i <= 6; i++) {
        add_update(f, section, i, "一");
        DO(live_look(l));
        DO(activity_add(f->db, 1, MEMBER, DID_COMMENT, section, NULL));
        DO(live_look(l));
    }
    for (int restarted = 0; restarted < 2; restarted++) {
        DO(listen_as(l, &who[1], 1, section, "0-0"));
        const char *all = heard(f, &who[1]);
        live_leave(who[1].stream);
        assert_versions(all, 1, 6);
        for (const char *at = all; (at = strstr(at, "id: ")); at++) {
            const char *id = arena_copy(f->arena, at + 4, strcspn(at + 4, "\n"));
            size_t updates = count(at, "event: update\n"), comments = count(at, "event: comment\n");
            DO(listen_as(l, &who[1], 1, section, id));
            const char *rest = heard(f, &who[1]);
            live_leave(who[1].stream);
            if (strncmp(strchr(at, '\n') + 1, "event: update", 13) == 0) updates--;
            if (strncmp(strchr(at, '\n') + 1, "event: comment", 14) == 0) comments--;
            assert_int_equal(count(rest, "event: update\n"), updates);
            assert_int_equal(count(rest, "event: comment\n"), comments);
        }
        if (restarted) break;
        leave(l, who, 1);
        l = open_live(f, 10);
    }
    live_close(l);
}

static void a_cursor_that_is_unknown_here_or_too_far_back_begins_anew(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業");
    const char *const unknown[] = {"2002-0", "2001-1", "0-0", "1", "1-", "-1--1", "1-0 ", "99999999999999999999-0",
                                   "x"};
    struct listener who = {0};
    add_updates(f, section, 1, 2001, "一");
    struct live *l = open_live(f, 10);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        DO(listen_as(l, &who, 1, section, unknown[i]));
        assert_string_equal(heard(f, &who), arena_printf(f->arena, "id: 2001-0\nevent: reset\ndata: {}\n\n%s",
                                                         nobody_in(f, "2001-0", section)));
        live_leave(who.stream);
    }
    DO(listen_as(l, &who, 1, section, "1-0"));
    assert_versions(heard(f, &who), 2, 2001);
    leave(l, &who, 1);
}

/* It reads nothing while the others go on; what it missed comes from the log, and memory does not grow for it. */
static void a_slow_reader_misses_nothing_and_keeps_nobody_waiting(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業");
    struct listener who[2] = {0};
    struct listener *slow = &who[0], *quick = &who[1];
    struct live *l = open_live(f, 10);
    char first[30];
    DO(listen_as(l, slow, 1, section, NULL));
    DO(listen_as(l, quick, 1, section, NULL));
    assert_int_equal(live_read(slow->stream, first, sizeof first), sizeof first); /* in the middle of a piece */
    (void)heard(f, quick);
    const char *long_text = fixture_repeat(f, "長", 20000); /* about a sixth of what the ring holds */
    for (int64_t i = 0; i < 10; i++) {
        add_updates(f, section, 5 * i + 1, 5 * i + 5, long_text);
        DO(live_look(l));
        (void)live_turn(l, BEGIN);
        assert_versions(heard(f, quick), 5 * i + 1, 5 * i + 5);
    }
    assert_int_equal(slow->woken, 0);
    const char *late = heard_in_pieces(f, slow, 30000);
    assert_versions(late, 1, 50);
    assert_int_equal(count(late, "event: presence\n"), 1); /* it may have missed some: told as a whole */
    leave(l, who, 2);
}

static void say_here(struct live *l, int64_t section, int64_t place, int64_t now) {
    struct presence_word word = {
        .section = section, .user_id = 2, .client = "c", .user = "田中", .version = 1, .anchor = place, .head = place};
    DO(presence_say(live_presence(l), &word, now));
}

static const char *somebody_in(struct fixture *f, int64_t section, int64_t place) {
    return arena_printf(f->arena,
                        "id: 0-0\nevent: presence\ndata: {\"section\":%lld,\"people\":[{\"client\":\"c\",\"user_id\":2,"
                        "\"user\":\"田中\",\"version\":1,\"anchor\":%lld,\"head\":%lld}]}\n\n",
                        (long long)section, (long long)place, (long long)place);
}

static void who_is_where_is_told_at_the_beginning_and_when_it_changes(void **state) {
    struct fixture *f = *state;
    struct listener who[3] = {0};
    struct live *l = open_live(f, 10);
    say_here(l, 7, 3, BEGIN);
    (void)live_turn(l, BEGIN);
    DO(listen_as(l, &who[0], 1, 7, NULL));
    DO(listen_as(l, &who[1], 1, 8, NULL));
    DO(listen_as(l, &who[2], 1, 0, NULL));
    const char *there = arena_printf(f->arena, "id: 0-0\n\n%s", somebody_in(f, 7, 3));
    assert_string_equal(heard(f, &who[0]), there);
    assert_string_equal(heard(f, &who[1]), arena_printf(f->arena, "id: 0-0\n\n%s", nobody_in(f, "0-0", 8)));
    assert_string_equal(heard(f, &who[2]), there);
    say_here(l, 7, 4, BEGIN + 300);
    assert_true(live_turn(l, BEGIN + 300));
    assert_string_equal(heard(f, &who[0]), somebody_in(f, 7, 4));
    assert_int_equal(who[2].woken, 0); /* places are of no interest at the desk */
    assert_false(live_turn(l, BEGIN + 14999));
    (void)live_turn(l, BEGIN + 300 + PRESENCE_LASTS_MS);
    assert_int_equal(count(heard(f, &who[0]), nobody_in(f, "0-0", 7)), 1);
    assert_int_equal(count(heard(f, &who[1]), "presence"), 0);
    assert_int_equal(count(heard(f, &who[2]), nobody_in(f, "0-0", 7)), 1);
    leave(l, who, 3);
}

/* Nothing waits longer than a beat, and nobody is woken by what was told already. */
static void a_heartbeat_comes_every_fifteen_seconds_and_says_how_far_all_was_told(void **state) {
    struct fixture *f = *state;
    struct listener who = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who, 1, 7, NULL));
    (void)heard(f, &who);
    add_update(f, add_section(f, "他"), 1, "一");
    DO(live_look(l));
    assert_false(live_turn(l, BEGIN + 14999));
    assert_int_equal(live_wait_ms(l, BEGIN + 14999), 1);
    assert_true(live_turn(l, BEGIN + 15000));
    assert_string_equal(heard(f, &who), ":\nid: 1-0\n\n");
    assert_int_equal(live_wait_ms(l, BEGIN + 15000), 15000);
    leave(l, &who, 1);
}

static void the_stream_of_one_who_may_no_longer_listen_or_has_gone_ends(void **state) {
    struct fixture *f = *state;
    struct listener who[3] = {0};
    struct live *l = open_live(f, 10);
    for (int i = 0; i < 3; i++) {
        DO(listen_as(l, &who[i], 1, 7, NULL));
        (void)heard(f, &who[i]);
    }
    who[0].banned = who[1].gone = true;
    assert_true(live_turn(l, BEGIN + LIVE_BEAT_MS));
    char byte;
    assert_int_equal(live_read(who[0].stream, &byte, 1), LIVE_OVER);
    assert_int_equal(live_read(who[1].stream, &byte, 1), LIVE_OVER);
    assert_int_equal(live_read(who[2].stream, &byte, 1), 1);
    leave(l, who, 3);
}

static void signing_out_is_looked_at_without_waiting_for_the_heartbeat(void **state) {
    struct fixture *f = *state;
    struct listener who = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who, 2, 7, NULL));
    (void)heard(f, &who);
    who.banned = true;
    assert_false(live_turn(l, BEGIN + 1));
    DO(activity_add(f->db, 1, MEMBER, DID_SIGN_OUT, 0, NULL));
    DO(live_look(l));
    assert_int_equal(live_wait_ms(l, BEGIN + 1), 0);
    assert_true(live_turn(l, BEGIN + 1));
    char byte;
    assert_int_equal(live_read(who.stream, &byte, 1), LIVE_OVER);
    leave(l, &who, 1);
}

static void there_is_a_limit_for_all_and_one_for_each_person(void **state) {
    struct fixture *f = *state;
    struct listener who[LIVE_OF_ONE + 2] = {0}, refused = {0};
    struct live *l = open_live(f, LIVE_OF_ONE + 2);
    for (int i = 0; i < LIVE_OF_ONE; i++)
        DO(listen_as(l, &who[i], 1, 0, NULL));
    assert_int_equal(listen_as(l, &refused, 1, 0, NULL), ERR_CROWDED);
    DO(listen_as(l, &who[LIVE_OF_ONE], 2, 0, NULL));
    DO(listen_as(l, &who[LIVE_OF_ONE + 1], 3, 0, NULL));
    assert_int_equal(listen_as(l, &refused, 4, 0, NULL), ERR_CROWDED);
    leave(l, who, LIVE_OF_ONE + 2);
}

static void those_who_have_gone_make_room(void **state) {
    struct fixture *f = *state;
    struct listener who[LIVE_OF_ONE + 1] = {0};
    struct live *l = open_live(f, 1000);
    for (int i = 0; i < LIVE_OF_ONE; i++)
        DO(listen_as(l, &who[i], 1, 0, NULL));
    (void)heard(f, &who[5]);
    who[5].gone = true;
    DO(listen_as(l, &who[LIVE_OF_ONE], 1, 0, NULL));
    assert_int_equal(who[5].woken, 1);
    char byte;
    assert_int_equal(live_read(who[5].stream, &byte, 1), LIVE_OVER);
    leave(l, who, LIVE_OF_ONE + 1);
}

/* A hundred are woken 4 ms apart at the soonest, and each gets in one piece what came meanwhile. */
static void many_listeners_get_several_events_at_once(void **state) {
    struct fixture *f = *state;
    int64_t section = add_section(f, "商業");
    struct listener who[100] = {0};
    struct live *l = open_live(f, 100);
    for (int i = 0; i < 100; i++) {
        DO(listen_as(l, &who[i], i, section, NULL));
        (void)heard(f, &who[i]);
    }
    for (int64_t i = 1; i <= 4; i++) {
        add_update(f, section, i, "一");
        DO(live_look(l));
        assert_int_equal(live_turn(l, BEGIN + i / 4), i == 1);
        if (i == 1) assert_versions(heard(f, &who[0]), 1, 1);
    }
    assert_int_equal(live_wait_ms(l, BEGIN + 1), 3);
    assert_true(live_turn(l, BEGIN + 4));
    char piece[4096];
    ssize_t size = live_read(who[0].stream, piece, sizeof piece);
    assert_versions(arena_copy(f->arena, piece, (size_t)size), 2, 4);
    leave(l, who, 100);
}

static void at_the_end_every_stream_is_awake_and_over_and_none_begins(void **state) {
    struct fixture *f = *state;
    struct listener who[2] = {0}, late = {0};
    struct live *l = open_live(f, 10);
    DO(listen_as(l, &who[0], 1, 0, NULL));
    DO(listen_as(l, &who[1], 1, 0, NULL));
    (void)heard(f, &who[0]);
    live_end(l);
    assert_int_equal(who[0].woken, 1);
    assert_int_equal(who[1].woken, 0); /* was not asleep */
    assert_int_equal(listen_as(l, &late, 1, 0, NULL), ERR_CROWDED);
    char byte;
    assert_int_equal(live_read(who[0].stream, &byte, 1), LIVE_OVER);
    leave(l, who, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_DOCUMENT(an_update_reaches_who_asked_for_its_section_and_nobody_else),
        WITH_DOCUMENT(what_changed_besides_the_text_reaches_everybody),
        WITH_DOCUMENT(a_stream_is_woken_once_and_gets_all_there_is_in_any_pieces),
        WITH_DOCUMENT(a_stream_goes_on_behind_the_event_it_had_last),
        WITH_DOCUMENT(a_stream_can_be_cut_behind_any_event),
        WITH_DOCUMENT(a_cursor_that_is_unknown_here_or_too_far_back_begins_anew),
        WITH_DOCUMENT(a_slow_reader_misses_nothing_and_keeps_nobody_waiting),
        WITH_DOCUMENT(who_is_where_is_told_at_the_beginning_and_when_it_changes),
        WITH_DOCUMENT(a_heartbeat_comes_every_fifteen_seconds_and_says_how_far_all_was_told),
        WITH_DOCUMENT(the_stream_of_one_who_may_no_longer_listen_or_has_gone_ends),
        WITH_DOCUMENT(signing_out_is_looked_at_without_waiting_for_the_heartbeat),
        WITH_DOCUMENT(there_is_a_limit_for_all_and_one_for_each_person),
        WITH_DOCUMENT(those_who_have_gone_make_room),
        WITH_DOCUMENT(many_listeners_get_several_events_at_once),
        WITH_DOCUMENT(at_the_end_every_stream_is_awake_and_over_and_none_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
