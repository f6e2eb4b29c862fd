/*
 * The changesets of src/text for the tests that hold them against @codemirror/state: reads one JSON object a line,
 * writes one a line. {"do":"apply","a":set,"text":s} → {"text"}; invert {"a","text"} → {"set"}; compose {"a","b"} →
 * {"set"}; map {"a","b","before"} → {"set"}; position {"a","at","assoc","mode"} → {"at"}; diff {"text","new"} →
 * {"set"}; {"error":code} when it is refused.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kosshi/text/changeset_json.h"

static enum err text_of(const struct changeset *c, const char *text, size_t size, json_t *answer) {
    BUF(out);
    enum err e = changeset_apply(c, text, size, &out);
    if (!e) json_object_set_new(answer, "text", json_stringn(out.data ? out.data : "", out.size));
    return e;
}

static enum err set_of_diff(struct arena *a, json_t *question, json_t *answer) {
    json_t *text = json_object_get(question, "text"), *changed = json_object_get(question, "new");
    struct changeset c;
    changeset_from_diff(a, json_string_value(text), json_string_length(text), json_string_value(changed),
                        json_string_length(changed), &c);
    json_object_set_new(answer, "set", changeset_json_write(&c));
    return OK;
}

static enum err answer_to(struct arena *a, json_t *question, json_t *answer) {
    const char *verb = json_string_value(json_object_get(question, "do"));
    json_t *text = json_object_get(question, "text");
    struct changeset first = {0}, second = {0}, made = {0};
    if (strcmp(verb, "diff") == 0) return set_of_diff(a, question, answer);
    enum err e = changeset_json_read(a, json_object_get(question, "a"), &first);
    if (!e && json_object_get(question, "b")) e = changeset_json_read(a, json_object_get(question, "b"), &second);
    if (e) return e;
    if (strcmp(verb, "apply") == 0) return text_of(&first, json_string_value(text), json_string_length(text), answer);
    if (strcmp(verb, "position") == 0) {
        int64_t at = json_integer_value(json_object_get(question, "at"));
        int assoc = (int)json_integer_value(json_object_get(question, "assoc"));
        int mode = (int)json_integer_value(json_object_get(question, "mode"));
        json_object_set_new(answer, "at",
                            json_integer(changeset_map_position(&first, at, assoc, (enum changeset_mode)mode)));
        return OK;
    }
    BUF(after);
    if (strcmp(verb, "invert") == 0)
        e = changeset_apply_and_invert(a, &first, json_string_value(text), json_string_length(text), &after, &made);
    else if (strcmp(verb, "compose") == 0)
        e = changeset_compose(a, &first, &second, &made);
    else
        e = changeset_map(a, &first, &second, json_is_true(json_object_get(question, "before")), &made);
    if (!e) json_object_set_new(answer, "set", changeset_json_write(&made));
    return e;
}

int main(void) {
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        ARENA(a);
        json_auto_t *question = json_loads(line, 0, NULL);
        json_auto_t *answer = json_object();
        if (!question) return 1;
        enum err e = answer_to(a, question, answer);
        if (e) json_object_set_new(answer, "error", json_string(err_code(e)));
        json_dumpf(answer, stdout, JSON_COMPACT);
        putchar('\n');
    }
    free(line);
    return 0;
}
