#ifndef KOSSHI_TEXT_CHECK_CHART_H
#define KOSSHI_TEXT_CHECK_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/outline_line.h"

/* True when lines[at], which begins a block, is the caption of a chart (text/markdown.h). */
bool check_chart_is_caption(const struct outline_line *lines, size_t count, size_t at);

/* True when a chart can be drawn of the table straight below such a caption; false also when there is none. */
bool check_chart_has_numbers(struct arena *a, const struct outline_line *lines, size_t count, size_t at);

#endif
