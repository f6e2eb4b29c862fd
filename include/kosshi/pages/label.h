#ifndef KOSSHI_PAGES_LABEL_H
#define KOSSHI_PAGES_LABEL_H

#include "kosshi/http/request.h"
#include "kosshi/store/section.h"
#include "kosshi/store/user.h"

/* The words of the request's language for what the code has names for. Borrowed. */
const char *label_kind(struct request *r, enum section_kind kind);
const char *label_state(struct request *r, enum section_state state);
const char *label_role(struct request *r, enum role role);

/* What belongs into a section of a kind, for one that is still empty; what a role may do. */
const char *label_kind_hint(struct request *r, enum section_kind kind);
const char *label_role_about(struct request *r, enum role role);

/* A number of bytes as people read it, rounded up: "12 KB". In the request's arena. */
const char *label_size(struct request *r, int64_t bytes);

#endif
