#ifndef KOSSHI_OUTPUT_FINAL_HTML_H
#define KOSSHI_OUTPUT_FINAL_HTML_H

#include "kosshi/base/assets.h"
#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/base/language.h"
#include "kosshi/output/render.h"
#include "kosshi/store/db.h"

/*
 * 最終HTML: the whole document as one self-contained file. No script, no outside reference, its style inside; cover,
 * contents, chapters with their numbers, footnotes, 奥付, in print chapter breaks and page numbers; lang="ja",
 * landmarks, headings without a jump. The same content gives the same bytes: nothing in it tells when or by whom it was
 * exported.
 */
enum err final_html(struct db *db, struct assets *assets, struct languages *languages, struct render *render,
                    struct buf *out) MUST_USE;

#endif
