#ifndef KOSSHI_OUTPUT_CHECK_LIST_H
#define KOSSHI_OUTPUT_CHECK_LIST_H

#include <stddef.h>

#include "kosshi/base/arena.h"
#include "kosshi/base/errors.h"
#include "kosshi/store/db.h"
#include "kosshi/store/section.h"
#include "kosshi/text/check.h"

/* What is missing before the document of a file can be published: see text/check.h. All of it lies in the arena. */
struct check_list {
    struct section *sections; /* every standing one, in document order, with texts */
    size_t section_count;
    const struct check_section *checked; /* the same, as the findings point at them: sections[i] is checked[i] */
    struct check_finding *findings;
    size_t count;
};

enum err check_list(struct db *db, struct arena *a, struct check_list *out) MUST_USE;

#endif
