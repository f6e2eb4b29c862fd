#include "store_fixture.h"

#include "kosshi/base/buf.h"
#include "kosshi/output/interchange.h"
#include "kosshi/output/paper.h"
#include "kosshi/store/comment.h"
#include "kosshi/store/image.h"
#include "kosshi/store/section.h"
#include "kosshi/store/suggestion.h"

#define SMALL "tests/data/interchange/small.json"
#define POLICIES "tests/data/interchange/policies.json" /* every kind of row */
#define OPINIONS "tests/data/interchange/opinions.json"

/* A new, empty file, open inside a transaction. */
static int set_up(void **state) {
    if (fixture_folder(state)) return -1;
    struct fixture *f = *state;
    DO(db_open(f->path, DB_CREATE, f->assets, &f->db));
    DO(db_begin(f->db));
    return 0;
}

static void read_data(struct fixture *f, const char *path) {
    struct buf json = fixture_data(path);
    char *why = NULL;
    enum err e = interchange_read(f->db, json.data, json.size, &why);
    if (why) fail_msg("%s", why);
    DO(e);
    buf_free(&json);
}

static void read_small(struct fixture *f) {
    read_data(f, SMALL);
}

static void assert_same_bytes(struct fixture *f, const char *path) {
    struct buf json = fixture_data(path);
    read_data(f, path);
    BUF(out);
    DO(interchange_write(f->db, &out));
    assert_string_equal(out.data, json.data);
    assert_int_equal(out.size, json.size);
    buf_free(&json);
    DO(db_commit(f->db));
    fixture_assert_whole(f);
}

static void a_document_read_and_written_gives_the_same_bytes(void **state) {
    assert_same_bytes(*state, SMALL);
}

static void opinions_from_outside_answers_and_what_is_merged_come_along(void **state) {
    struct fixture *f = *state;
    struct comment c;
    assert_same_bytes(f, OPINIONS);
    DO(comment_get(f->db, f->arena, 8, 0, &c));
    assert_int_equal(c.merged_into, 9);
    assert_int_equal(c.people, 3);
    DO(comment_get(f->db, f->arena, 9, 0, &c));
    assert_int_equal(c.kind, COMMENT_QUESTION);
    assert_int_equal(c.merged, 1);
    assert_string_equal(c.source, "パブリックコメント");
    assert_string_equal(c.response->body, "書き加えました。");
    assert_int_equal(c.response->reflected_version, 2);
    assert_int_equal(c.response->by_id, 0);
}

static void policies_images_answers_and_the_colophon_come_along(void **state) {
    struct fixture *f = *state;
    struct document d;
    struct image image;
    assert_same_bytes(f, POLICIES);
    DO(document_get(f->db, f->arena, &d));
    assert_int_equal(d.diagram_section, 4);
    DO(image_get(f->db, f->arena, 3, &image));
    assert_int_equal(image.size, 67);
    assert_memory_equal(image.data, "\x89PNG\r\n\x1a\n", 8);
}

static void sections_keep_their_ids_versions_and_places(void **state) {
    struct fixture *f = *state;
    read_small(f);
    static const struct {
        int64_t id, parent, version;
        enum section_kind kind;
        enum section_state state;
    } expected[] = {{7, 0, 3, KIND_CHAPTER, STATE_REVIEW},
                    {3, 7, 0, KIND_POLICY, STATE_OUTLINE},
                    {12, 3, 2, KIND_GOAL, STATE_FINAL},
                    {2, 7, 1, KIND_INDICATORS, STATE_DRAFTING},
                    {1, 0, 0, KIND_APPENDIX, STATE_OUTLINE}};
    struct section *s;
    size_t count;
    DO(section_tree(f->db, f->arena, true, &s, &count));
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(s[i].id, expected[i].id);
        assert_int_equal(s[i].parent_id, expected[i].parent);
        assert_int_equal(s[i].version, expected[i].version);
        assert_int_equal(s[i].kind, expected[i].kind);
        assert_int_equal(s[i].state, expected[i].state);
    }
    assert_string_equal(s[0].text, "一行目\n\tタブと \\ と / と 😀\n");
    assert_memory_equal(s[1].title, "\xef\xa8\x99", 3); /* U+FA19, not its normal form */
}

static void a_text_that_came_in_has_its_revision_and_can_be_saved(void **state) {
    struct fixture *f = *state;
    struct revision r;
    int64_t version;
    read_small(f);
    DO(update_text_at(f->db, f->arena, 2, 1, &r));
    assert_string_equal(r.text, "| 名 | 値 |");
    assert_string_equal(r.author, "");
    DO(save_text(f->db, 7, 3, "新しい文", 12, 0, 5000, &version));
    assert_int_equal(version, 4);
    DO(update_text_at(f->db, f->arena, 7, 3, &r));
    assert_string_equal(r.text, "一行目\n\tタブと \\ と / と 😀\n");
}

static void comments_come_with_the_names_of_their_authors(void **state) {
    struct fixture *f = *state;
    struct comment c;
    read_small(f);
    DO(comment_get(f->db, f->arena, 9, 0, &c));
    assert_string_equal(c.author, "森");
    assert_int_equal(c.author_id, 0);
    assert_false(c.open);
    assert_string_equal(c.resolved_by, "事務局");
    assert_int_equal(c.reply_count, 2);
    assert_string_equal(c.replies[0].body, "反映しました");
}

static void what_waits_comes_with_its_words(void **state) {
    struct fixture *f = *state;
    struct suggestion s;
    struct comment c;
    int64_t version;
    read_small(f);
    DO(comment_get(f->db, f->arena, 4, 0, &c));
    assert_string_equal(c.anchor->quote, "名");
    assert_int_equal(c.anchor->version, 1);
    DO(save_text(f->db, 3, 0, "区の産々業", strlen("区の産々業"), 0, 5000, &version));
    DO(comment_get(f->db, f->arena, 9, 0, &c));
    assert_false(c.anchor->detached);
    assert_string_equal(c.anchor->quote, "産々業");
    DO(suggestion_get(f->db, f->arena, 5, &s));
    assert_string_equal(s.author, "佐々木");
    assert_int_equal(s.author_id, 0);
    assert_int_equal(s.version, 3);
    assert_string_equal(s.changes, "[[3,\"二行目\"],17]");
    assert_int_equal(s.made_version, 2);
    DO(suggestion_get(f->db, f->arena, 2, &s));
    assert_int_equal(s.state, SUGGESTION_REJECTED);
    assert_string_equal(s.decision, "様式のとおり");
}

static void what_is_deleted_is_not_part_of_it(void **state) {
    struct fixture *f = *state;
    int64_t id;
    DO(document_create_empty(f->db, "題"));
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅰ", "残る", &id));
    DO(section_add(f->db, 0, KIND_CHAPTER, "Ⅱ", "消える", &id));
    struct comment c = {.id = 1, .section_id = id, .author = "森", .body = "意見", .open = true};
    DO(comment_put(f->db, &c));
    DO(section_delete(f->db, id, 5000));
    BUF(out);
    DO(interchange_write(f->db, &out));
    assert_string_equal(out.data, "{\n"
                                  "  \"title\": \"題\",\n"
                                  "  \"day_style\": \"wareki\",\n"
                                  "  \"publisher\": \"\",\n"
                                  "  \"contact\": \"\",\n"
                                  "  \"diagram_section\": null,\n"
                                  "  \"sections\": [\n"
                                  "    {\n"
                                  "      \"id\": 1,\n"
                                  "      \"kind\": \"chapter\",\n"
                                  "      \"number\": \"Ⅰ\",\n"
                                  "      \"title\": \"残る\",\n"
                                  "      \"version\": 0,\n"
                                  "      \"text\": \"\",\n"
                                  "      \"state\": \"outline\",\n"
                                  "      \"children\": []\n"
                                  "    }\n"
                                  "  ],\n"
                                  "  \"references\": [],\n"
                                  "  \"considerations\": [],\n"
                                  "  \"strategies\": [],\n"
                                  "  \"indicators\": [],\n"
                                  "  \"images\": [],\n"
                                  "  \"comments\": [],\n"
                                  "  \"suggestions\": [],\n"
                                  "  \"editions\": []\n"
                                  "}\n");
}

static void a_file_without_a_document_gives_nothing(void **state) {
    struct fixture *f = *state;
    BUF(out);
    struct paper_source source = {.db = f->db};
    assert_int_equal(paper_write(paper_find("json"), &source, &out), ERR_NOT_FOUND);
    assert_int_equal(out.size, 0);
}

/* --- What is not of the form ------------------------------------------------------------------------------------ */

/* Reads a form with one piece of it changed; *why is in the arena, "" for none. */
static enum err read_changed(struct fixture *f, const char *path, const char *from, const char *to, const char **why) {
    struct buf json = fixture_data(path);
    char *at = strstr(json.data, from);
    assert_non_null(at);
    BUF(changed);
    buf_add(&changed, json.data, (size_t)(at - json.data));
    buf_string(&changed, to);
    buf_string(&changed, at + strlen(from));
    char *said = NULL;
    DO(db_savepoint(f->db));
    enum err e = interchange_read(f->db, changed.data, changed.size, &said);
    DO(db_savepoint_end(f->db, false));
    *why = arena_string(f->arena, said ? said : "");
    free(said);
    buf_free(&json);
    return e;
}

static const struct {
    const char *from, *to, *why;
} broken_forms[] = {
    {"\"title\": \"産業ビジョン（案）\",", "", "document: \"title\" must be a string"},
    {"産業ビジョン（案）", "", "document: a title that cannot be (bad_field)"},
    {"\"seireki\"", "\"koki\"", "document: an unknown day_style (bad_field)"},
    {"\"seireki\"", "1", "document: \"day_style\" must be a string"},
    {"\"sections\"", "\"chapters\"", "document: \"sections\" must be a list"},
    {"\"id\": 7", "\"id\": 0", "document.sections[0]: \"id\" must be a whole number from 1 to 9007199254740991"},
    {"\"id\": 7", "\"id\": \"7\"", "document.sections[0]: \"id\" must be a whole number from 1 to 9007199254740991"},
    {"\"version\": 3", "\"version\": 3.5",
     "document.sections[0]: \"version\" must be a whole number from 0 to 9007199254740991"},
    {"\"version\": 3", "\"version\": -1",
     "document.sections[0]: \"version\" must be a whole number from 0 to 9007199254740991"},
    {"\"version\": 3", "\"version\": 9223372036854775807",
     "document.sections[0]: \"version\" must be a whole number from 0 to 9007199254740991"},
    {"\"id\": 7", "\"id\": 9007199254740992",
     "document.sections[0]: \"id\" must be a whole number from 1 to 9007199254740991"},
    {"\"at\": 1700000000000", "\"at\": 9007199254740992",
     "document.comments[0]: \"at\" must be a whole number from 0 to 9007199254740991"},
    {"\"policy\"", "\"strategy\"", "document.sections[0].children[0]: unknown kind \"strategy\""},
    {"\"final\"", "\"done\"", "document.sections[0].children[0].children[0]: unknown state \"done\""},
    {"\"id\": 1,", "\"id\": 7,",
     "document.sections[1]: an id used twice, a kind or level out of place, or a title, number, version or text "
     "that "
     "cannot be (bad_field)"},
    {"\"id\": 3,", "\"id\": 7,",
     "document.sections[0].children[0]: an id used twice, a kind or level out of place, or a title, number, "
     "version "
     "or text that cannot be (bad_field)"},
    {"\"version\": 3", "\"version\": 0",
     "document.sections[0]: an id used twice, a kind or level out of place, or a title, number, version or text "
     "that "
     "cannot be (bad_field)"},
    {"\"chapter\"", "\"goal\"",
     "document.sections[0]: an id used twice, a kind or level out of place, or a title, number, version or text "
     "that "
     "cannot be (bad_field)"},
    {"\"policy\"", "\"chapter\"",
     "document.sections[0].children[0]: an id used twice, a kind or level out of place, or a title, number, "
     "version "
     "or text that cannot be (bad_field)"},
    {"タブ", "\\u0007", "document.sections[0]: \"text\": bad_control"},
    {"\"section\": 3", "\"section\": 99", "document.comments[0]: there is no section 99"},
    {"\"意見\\n二行目\"", "\" \"",
     "document.comments[0]: an id used twice, or a body, sender or words that cannot be (bad_field)"},
    {"\"id\": 4", "\"id\": 9",
     "document.comments[1]: an id used twice, or a body, sender or words that cannot be (bad_field)"},
    {"\"resolved_by\"", "\"by\"", "document.comments[0]: \"resolved_by\" must be a string"},
    {"\"open\"", "\"shut\"", "document.comments[1]: unknown state \"shut\""},
    {"\"反映しました\"", "null", "document.comments[0].replies[0]: \"body\" must be a string"},
    {"\"to\": 3", "\"to\": 99",
     "document.comments[1]: an id used twice, or a body, sender or words that cannot be (bad_field)"},
    {"\"産々業\"", "\"\"",
     "document.comments[0]: an id used twice, or a body, sender or words that cannot be (bad_field)"},
    {"\"lost\"", "\"last\"", "document.comments[0].anchor.lost: \"words\" must be a string"},
    {"\"quote\": \"名\"", "\"quote\": 1", "document.comments[1].anchor.made: \"quote\" must be a string"},
    {"\"waiting\"", "\"asleep\"", "document.suggestions[0]: unknown state \"asleep\""},
    {"\n        17\n", "\n        18\n",
     "document.suggestions[0]: an id used twice, or changes, a reason or part_of that cannot be (bad_field)"},
    {"\"様式のとおり\"", "\"\"",
     "document.suggestions[1]: an id used twice, or changes, a reason or part_of that cannot be (bad_field)"},
    {"\"references\": [", "\"references\": [ 1,", "document.references[0]: must be an object"},
    {"\"editions\": []", "\"editions\": [{}]",
     "document.editions[0]: this kosshi cannot hold it; read the file with the one that wrote it"},
    {"\"editions\": []", "\"editions\": {}", "document: \"editions\" must be a list"},
};

static void a_broken_form_is_refused_with_the_place(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof broken_forms / sizeof broken_forms[0]; i++) {
        const char *why;
        assert_int_equal(read_changed(f, SMALL, broken_forms[i].from, broken_forms[i].to, &why), ERR_BAD_INTERCHANGE);
        assert_string_equal(why, broken_forms[i].why);
    }
}

static const struct {
    const char *from, *to, *why;
} broken_opinions[] = {
    {"\"question\"", "\"riddle\"", "document.comments[1]: unknown kind \"riddle\""},
    {"\"people\": 3", "\"people\": 0",
     "document.comments[0]: \"people\" must be a whole number from 1 to 9007199254740991"},
    {"\"people\": 3", "\"people\": 1000001",
     "document.comments[0]: an id used twice, or a body, sender or words that cannot be (bad_field)"},
    {"\"窓口\"", "\"窓\\n口\"",
     "document.comments[0]: an id used twice, or a body, sender or words that cannot be (bad_field)"},
    {"\"merged_into\": 9", "\"merged_into\": 7",
     "document.comments[0]: merged into a comment that is not there, or is merged itself (bad_field)"},
    {"\"merged_into\": 9", "\"merged_into\": 8",
     "document.comments[0]: merged into a comment that is not there, or is merged itself (bad_field)"},
    {"\"reflected\",", "\"mirrored\",",
     "document.comments[1].response: an unknown disposition, a text too long, or a section or version that is not "
     "there (bad_field)"},
    {"\"version\": 2\n        }\n      },", "\"version\": 3\n        }\n      },",
     "document.comments[1].response: an unknown disposition, a text too long, or a section or version that is not "
     "there (stale)"},
    {"\"summary\": \"概要\"", "\"summary\": 1", "document.comments[1].response: \"summary\" must be a string"},
    {"\"よい案です\"", "\" \"", "document.suggestions[0]: a reply that cannot be (bad_field)"},
};

static void an_opinion_that_cannot_be_is_refused_with_the_place(void **state) {
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof broken_opinions / sizeof broken_opinions[0]; i++) {
        const char *why;
        assert_int_equal(read_changed(f, OPINIONS, broken_opinions[i].from, broken_opinions[i].to, &why),
                         ERR_BAD_INTERCHANGE);
        assert_string_equal(why, broken_opinions[i].why);
    }
}

static void what_is_no_json_is_refused_with_its_line(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *json;
        size_t size;
        const char *start;
    } cases[] = {
        {"", 0, "line 1: "},
        {"{\n\"title\": }", 12, "line 2: "},
        {"[]", 2, "document: must be an object"},
        {"{\"a\": \"\xff\"}", 10, "line 1: "},
        {"{\"a\": 1, \"a\": 2}", 16, "line 1: "},
        {"{\"a\": \"\\u0000\"}", 15, "line 1: "},
        {"{} {}", 5, "line 1: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *why = NULL;
        assert_int_equal(interchange_read(f->db, cases[i].json, cases[i].size, &why), ERR_BAD_INTERCHANGE);
        assert_non_null(why);
        assert_memory_equal(why, cases[i].start, strlen(cases[i].start));
        free(why);
    }
}

static void a_tree_of_seven_levels_is_refused(void **state) {
    struct fixture *f = *state;
    BUF(json);
    buf_string(&json, "{\"title\":\"題\",\"sections\":[");
    for (int i = 1; i <= 7; i++) {
        buf_printf(&json,
                   "{\"id\":%d,\"kind\":\"%s\",\"number\":\"\",\"title\":\"t\",\"version\":0,\"text\":\"\","
                   "\"state\":\"outline\",\"children\":[",
                   i, i == 1 ? "chapter" : "section");
    }
    for (int i = 1; i <= 7; i++)
        buf_string(&json, "]}");
    buf_string(&json, "],\"references\":[],\"considerations\":[],\"indicators\":[],\"comments\":[],\"editions\":[]}");
    char *why = NULL;
    assert_int_equal(interchange_read(f->db, json.data, json.size, &why), ERR_BAD_INTERCHANGE);
    assert_non_null(
        strstr(why, "sections[0].children[0].children[0].children[0].children[0].children[0].children[0]: "));
    free(why);
}

static void keys_it_does_not_know_are_passed_over(void **state) {
    struct fixture *f = *state;
    const char *why;
    DO(read_changed(f, SMALL, "\"editions\": []", "\"editions\": [], \"made_by\": {\"name\": \"x\"}", &why));
    DO(read_changed(f, SMALL, "\"day_style\": \"seireki\",", "", &why));
}

static void a_form_of_an_older_program_is_read(void **state) {
    static const char *const newer[] = {"  \"publisher\": \"\",\n", "  \"contact\": \"\",\n",
                                        "  \"diagram_section\": null,\n", "  \"strategies\": [],\n",
                                        "  \"images\": [],\n"};
    struct fixture *f = *state;
    struct document d;
    struct buf json = fixture_data(SMALL);
    char *why = NULL;
    for (size_t i = 0; i < sizeof newer / sizeof *newer; i++) {
        char *at = strstr(json.data, newer[i]);
        assert_non_null(at);
        memmove(at, at + strlen(newer[i]), strlen(at + strlen(newer[i])) + 1);
    }
    for (char *at; (at = strstr(json.data, ",\n      \"answered_by\": []"));)
        memmove(at, at + 26, strlen(at + 26) + 1);
    DO(interchange_read(f->db, json.data, strlen(json.data), &why));
    DO(document_get(f->db, f->arena, &d));
    assert_string_equal(d.publisher, "");
    assert_false(d.is_sample);
    buf_free(&json);
}

static void an_answer_stays_with_its_consideration_when_a_group_comes_twice(void **state) {
    struct fixture *f = *state;
    static const char json[] =
        "{\"title\":\"題\",\"sections\":[{\"id\":1,\"kind\":\"chapter\",\"number\":\"\",\"title\":\"章\",\"version\":0,"
        "\"text\":\"\",\"state\":\"outline\",\"children\":[]}],\"references\":[],\"considerations\":["
        "{\"group\":\"甲\",\"title\":\"い\"},{\"group\":\"乙\",\"title\":\"ろ\",\"answered_by\":[1]},"
        "{\"group\":\"甲\",\"title\":\"は\"}],\"indicators\":[],\"comments\":[],\"editions\":[]}";
    struct consideration *list;
    struct consideration_answer *answers;
    size_t count;
    char *why = NULL;
    DO(interchange_read(f->db, json, strlen(json), &why));
    DO(consideration_answers(f->db, f->arena, &answers, &count));
    assert_int_equal(count, 1);
    int64_t answered = answers[0].consideration;
    DO(consideration_list(f->db, f->arena, &list, &count));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(list[i].id == answered, strcmp(list[i].title, "ろ") == 0);
}

/* The bytes at a place become those of with, which is as long as what stood there. */
static void overwrite(char *at, const char *with) {
    while (*with)
        *at++ = *with++;
}

static void a_document_that_came_out_of_a_sample_is_none(void **state) {
    struct fixture *f = *state;
    struct document d;
    char *why = NULL;
    struct buf json = fixture_data(SMALL);
    char *place = strstr(json.data, "\"day_style\": \"seireki\"");
    assert_non_null(place);
    overwrite(place, "\"sample\": true        ");
    DO(interchange_read(f->db, json.data, strlen(json.data), &why));
    buf_free(&json);
    DO(document_get(f->db, f->arena, &d));
    assert_false(d.is_sample);
}

static void a_value_may_be_a_number_and_comes_out_as_text(void **state) {
    struct fixture *f = *state;
    const char *why;
    BUF(out);
    assert_int_equal(read_changed(f, POLICIES, "\"12.50\"", "1e30", &why), ERR_BAD_INTERCHANGE);
    struct buf json = fixture_data(POLICIES);
    char *at = strstr(json.data, "\"12.50\"");
    overwrite(at, "12.625 ");
    at = strstr(json.data, "\"-0.5\"");
    overwrite(at, " -3   ");
    char *said = NULL;
    DO(interchange_read(f->db, json.data, json.size, &said));
    DO(interchange_write(f->db, &out));
    assert_non_null(strstr(out.data, "\"baseline\": \"12.625\""));
    assert_non_null(strstr(out.data, "\"target\": \"-3\""));
    buf_free(&json);
}

static void what_is_wrong_with_a_row_is_said_with_its_place(void **state) {
    static const struct {
        const char *from, *to, *why;
    } cases[] = {
        {"\"diagram_section\": 4", "\"diagram_section\": 99",
         "document: a diagram_section that is not there (not_found)"},
        {"\"publisher\": \"○○区 経済産業部\"", "\"publisher\": \"a\\nb\"",
         "document: a publisher or contact that cannot be (bad_field)"},
        {"        8\n", "        99\n",
         "document.considerations[0]: answered by a section that is not there (not_found)"},
        {"\"section\": 9,", "\"section\": 8,",
         "document.strategies[0]: an id used twice, a section of another kind, or a text that cannot be (bad_field)"},
        {"\"id\": 11,", "\"id\": 12,",
         "document.strategies[1]: an id used twice, a section of another kind, or a text that cannot be (bad_field)"},
        {"\"new\"", "\"old\"", "document.strategies[0].tactics[0]: unknown status \"old\""},
        {"\"down\"", "\"left\"", "document.indicators[0]: unknown direction \"left\""},
        {"\"13.0\"", "\"1,3\"",
         "document.indicators[0].actuals[0]: \"value\" must be a number such as \"12.5\", or \"\""},
        {"        11,\n        13\n", "        12,\n        13\n",
         "document.indicators[0].strategies[1]: an id that is there already"},
        {"        11,\n        13\n", "        11,\n        77\n",
         "document.indicators[0]: an id or year used twice, a section of another kind, a strategy that is not there, "
         "or "
         "a text or year that cannot be (bad_field)"},
        {"        4,\n        8\n", "        4,\n        4\n",
         "document.considerations[0].answered_by[1]: an id that is there already"},
        {"\"day_style\":", "\"sample\": 1, \"day_style\":", "document: \"sample\" must be a boolean"},
        {"image/png", "image/gif",
         "document.images[0]: an id used twice, or data that is no picture of this type and size (bad_field)"},
        {"image/png", "image/jpeg",
         "document.images[0]: an id used twice, or data that is no picture of this type and size (bad_field)"},
        {"iVBORw0", "iVBOR*0",
         "document.images[0]: an id used twice, or data that is no picture of this type and size (bad_field)"},
        {"iVBORw0", "iVBORw0=",
         "document.images[0]: an id used twice, or data that is no picture of this type and size (bad_field)"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why;
        assert_int_equal(read_changed(f, POLICIES, cases[i].from, cases[i].to, &why), ERR_BAD_INTERCHANGE);
        assert_string_equal(why, cases[i].why);
    }
}

static void a_file_that_cannot_be_written_is_not_the_forms_fault(void **state) {
    struct fixture *f = *state;
    struct buf json = fixture_data(SMALL);
    char *why = NULL;
    db_rollback(f->db);
    db_query_only(f->db, true);
    assert_int_equal(interchange_read(f->db, json.data, json.size, &why), ERR_READ_ONLY);
    assert_null(why);
    buf_free(&json);
}

#define EMPTY(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        EMPTY(a_document_read_and_written_gives_the_same_bytes),
        EMPTY(policies_images_answers_and_the_colophon_come_along),
        EMPTY(opinions_from_outside_answers_and_what_is_merged_come_along),
        EMPTY(an_opinion_that_cannot_be_is_refused_with_the_place),
        EMPTY(a_form_of_an_older_program_is_read),
        EMPTY(an_answer_stays_with_its_consideration_when_a_group_comes_twice),
        EMPTY(a_document_that_came_out_of_a_sample_is_none),
        EMPTY(a_value_may_be_a_number_and_comes_out_as_text),
        EMPTY(what_is_wrong_with_a_row_is_said_with_its_place),
        EMPTY(sections_keep_their_ids_versions_and_places),
        EMPTY(a_text_that_came_in_has_its_revision_and_can_be_saved),
        EMPTY(comments_come_with_the_names_of_their_authors),
        EMPTY(what_waits_comes_with_its_words),
        EMPTY(what_is_deleted_is_not_part_of_it),
        EMPTY(a_file_without_a_document_gives_nothing),
        EMPTY(a_broken_form_is_refused_with_the_place),
        EMPTY(what_is_no_json_is_refused_with_its_line),
        EMPTY(a_tree_of_seven_levels_is_refused),
        EMPTY(keys_it_does_not_know_are_passed_over),
        EMPTY(a_file_that_cannot_be_written_is_not_the_forms_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
