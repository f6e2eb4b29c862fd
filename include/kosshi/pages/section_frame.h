#ifndef KOSSHI_PAGES_SECTION_FRAME_H
#define KOSSHI_PAGES_SECTION_FRAME_H

#include <jansson.h>

#include "kosshi/http/request.h"
#include "kosshi/store/section.h"

/* What the pages on which a section is written have around it. */

/* Puts the section itself (section_view, with kind_label), the way down to it (crumbs) and where it is read
 * (chapter_href) into a view. */
enum err section_frame_place(struct request *r, const struct section *s, json_t *view) MUST_USE;

/*
 * Puts "keep": under which name a browser keeps what was not saved yet. The file (its first moment), the person and the
 * section are in it, so that another document at the same address, or another person at the same tablet, is not offered
 * it.
 */
enum err section_frame_keep(struct request *r, int64_t section, json_t *view) MUST_USE;

#endif
