#ifndef KOSSHI_OUTPUT_RESPONSE_WORDS_H
#define KOSSHI_OUTPUT_RESPONSE_WORDS_H

#include "kosshi/base/arena.h"
#include "kosshi/base/language.h"
#include "kosshi/output/response_table.h"

/* What the 意見対応表 says in every format that is read by people: in Japanese, as the document is, or in the language of
 * whoever is told of it. Everything is in the arena or borrowed. */
struct response_words {
    const struct response_table *table;
    struct languages *languages;
    enum language language;
    struct arena *arena;
};

/* The phrase response_table.<name>. */
const char *response_words_phrase(const struct response_words *w, const char *name);

const char *response_words_heading(const struct response_words *w); /* the document's title and what this is */
const char *response_words_day(const struct response_words *w);     /* 令和8年11月26日現在 */
const char *response_words_sentence(const struct response_words *w); /* 77人から210件の意見がありました。 */
/* That, and where, answers are missing; "" when there are none. */
const char *response_words_warning(const struct response_words *w);

const char *response_words_disposition(const struct response_words *w, enum disposition d); /* 反映; 未定 */
const char *response_words_disposition_about(const struct response_words *w, enum disposition d);
const char *response_words_kind(const struct response_words *w, enum comment_kind kind);
const char *response_words_chapter(const struct response_words *w, const struct response_table_chapter *chapter);
const char *response_words_place(const struct response_words *w, const struct response_table_row *row);
/* The answer; that there is none, or none yet. */
const char *response_words_answer(const struct response_words *w, const struct response_table_row *row);
/* Where the opinions of a row came from, and who sent them, each once: "手紙、メール". */
const char *response_words_sources(const struct response_words *w, const struct response_table_row *row);
const char *response_words_names(const struct response_words *w, const struct response_table_row *row);

#endif
