#ifndef KOSSHI_PAGES_SECTION_VIEW_H
#define KOSSHI_PAGES_SECTION_VIEW_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/http/request.h"
#include "kosshi/store/section.h"

/*
 * What the reading pages say of a section: id, kind, depth, number, title, version, state, state_label, locked, stamp
 * and stamp_label (the state that is shown, see below), length, length_text ("12,345"), has_length, open_comments,
 * has_open_comments, comments_href, changed_at (null for never), changed_at_text, changed_by, items (its strategies and
 * indicators), has_items. new.
 */
json_t *section_view(struct request *r, const struct section *s);

/* The state a section is stamped with: what is closed shows as final, whatever it was when it was closed. */
enum section_state section_view_stamp(const struct section *s);

/* "Ⅴ 基本の方針", or the title alone. In the arena. */
const char *section_view_name(struct arena *a, const struct section *s);

/* As above for sections[at] of a list in document order, with the numbers of the sections above it: "Ⅴ-1 目指す姿". */
const char *section_view_place(struct arena *a, const struct section *sections, size_t at);

/* Its numbers alone: "Ⅴ-1"; "" when neither it nor any above it has one. In the arena or static. */
const char *section_view_numbers(struct arena *a, const struct section *sections, size_t at);

/* Where a section is read: "/chapters/5#s12"; a chapter (both ids the same) on its page: "/chapters/5".
 * In the arena. */
const char *section_view_href(struct arena *a, int64_t chapter, int64_t section);

/* The index behind the last section below sections[at], in a list in document order. */
size_t section_view_end(const struct section *sections, size_t count, size_t at);

#endif
