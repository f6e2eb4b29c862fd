#ifndef KOSSHI_TEXT_CHECK_H
#define KOSSHI_TEXT_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"
#include "kosshi/text/outline.h"

/* What is missing before the document can be published. */
enum finding {
    FINDING_EMPTY, /* a section stands there by its title alone */
    FINDING_NUMBER_GAP, /* numbers of siblings of one style jump, or those of chapters begin late: detail "Ⅵ", "Ⅵ〜Ⅷ" */
    FINDING_NUMBER_TWICE,  /* two siblings have the same number: detail that number */
    FINDING_NOT_FINAL,     /* a chapter is not 確定 */
    FINDING_OPEN_COMMENTS, /* comments not resolved: detail their number */
    FINDING_FOOTNOTE,      /* [^x] without its note, or a note that nothing refers to: detail x */
    FINDING_ALT,           /* an image without alternative text: detail its address */
    FINDING_INDICATOR,     /* an indicator without baseline or target: detail its name */
    FINDING_NO_STRATEGY,   /* a policy without a strategy */
    FINDING_NO_INDICATOR,  /* a policy without an indicator */
    FINDING_IMAGE,         /* an image the document does not have: detail its address */
    FINDING_CHART,         /* a chart without a table of numbers below its caption: detail the caption */
    FINDING_COUNT
};

/* "empty", "number_gap", …: as in JSON and in the phrases under "check.<name>". */
const char *check_name(enum finding f);

struct check_section {
    int64_t id;
    int depth; /* 0 for a chapter; sections come in document order */
    enum section_kind kind;
    const char *number, *title, *text;
    bool unwritten;                /* nothing stands in it or below it */
    int final;                     /* 1 when 確定 */
    int open_comments;             /* of this section alone */
    int items;                     /* strategies or indicators, whichever its kind holds; of this section alone */
    const char *const *unmeasured; /* names of its indicators without baseline or target */
    size_t unmeasured_count;
    const int64_t *images; /* ids of the images the document has, ascending; the same for every section */
    size_t image_count;
};

struct check_finding {
    enum finding finding;
    const struct check_section *section; /* borrowed from the input; where it is */
    const char *detail;                  /* "" for none */
};

/* All findings, in document order, in the arena. Pure: the same input gives the same list. */
size_t check_document(struct arena *a, const struct check_section *sections, size_t count, struct check_finding **out);

#endif
