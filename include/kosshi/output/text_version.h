#ifndef KOSSHI_OUTPUT_TEXT_VERSION_H
#define KOSSHI_OUTPUT_TEXT_VERSION_H

#include "kosshi/base/buf.h"
#include "kosshi/base/errors.h"
#include "kosshi/base/language.h"
#include "kosshi/output/render.h"
#include "kosshi/store/db.h"

/*
 * テキスト版: the whole document as plain text, to be read aloud or put into a mail. Cover, contents, chapters with
 * their numbers in 【】, each text as markdown_text has it, strategies with their 取組 and indicators with their values
 * as lines, the 体系図 as a list, 奥付. UTF-8, LF. The same content gives the same bytes.
 */
enum err text_version(struct db *db, struct languages *languages, struct render *render, struct buf *out) MUST_USE;

#endif
