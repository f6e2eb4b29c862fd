#include "kosshi/text/caption.h"

#include <string.h>

#include "kosshi/text/utf.h"

static const struct {
    const char *words;
    enum caption caption;
} table[] = {
    {"表：", CAPTION_TABLE},     {"表:", CAPTION_TABLE},           {"棒グラフ：", CAPTION_BARS},
    {"棒グラフ:", CAPTION_BARS}, {"折れ線グラフ：", CAPTION_LINE}, {"折れ線グラフ:", CAPTION_LINE},
};

enum { WORDS = sizeof table / sizeof *table };

enum caption caption_read(const char *line, size_t size, size_t *behind) {
    for (size_t i = 0; i < WORDS; i++) {
        if (!utf_starts(line, size, table[i].words)) continue;
        *behind = strlen(table[i].words);
        return table[i].caption;
    }
    return CAPTION_NONE;
}

bool caption_may_be_in(const char *text) {
    for (size_t i = 0; i < WORDS; i++)
        if (strstr(text, table[i].words)) return true;
    return false;
}
