#include "kosshi/pages/typed_text.h"

#include "kosshi/base/errors.h"

static const char *const classes[] = {
    [0] = "",
    [MARKS_MARK] = "typed-mark",
    [MARKS_HEADING] = "typed-heading",
    [MARKS_HEADING | MARKS_MARK] = "typed-heading typed-mark",
    [MARKS_STRONG] = "typed-strong",
    [MARKS_STRONG | MARKS_MARK] = "typed-mark",
    [MARKS_STRONG | MARKS_HEADING] = "typed-heading",
    [MARKS_STRONG | MARKS_HEADING | MARKS_MARK] = "typed-heading typed-mark",
};

json_t *typed_text_runs(const char *text, const uint8_t *looks, size_t from, size_t to) {
    json_t *runs = json_array();
    for (size_t at = from, end; at < to; at = end) {
        end = marks_run_end(looks, at, to);
        json_t *run = json_pack("{s:s%, s:s}", "text", text + at, end - at, "look", classes[looks[at]]);
        if (!run) die("a text cannot be shown");
        json_array_append_new(runs, run);
    }
    return runs;
}
