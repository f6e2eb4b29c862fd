#ifndef KOSSHI_PAGES_SUGGESTIONS_FORM_H
#define KOSSHI_PAGES_SUGGESTIONS_FORM_H

#include <stdint.h>

#include "kosshi/http/request.h"

/* What the form of a new suggestion holds. */
struct suggestions_sheet {
    const char *text, *reason;
    size_t size;
    int64_t base_version; /* the version the text was written from */
    bool unchanged;       /* it was sent, and says nothing new */
};

/* The page with that form. */
enum err suggestions_form_show(struct request *r, int64_t section, const struct suggestions_sheet *sheet) MUST_USE;

#endif
