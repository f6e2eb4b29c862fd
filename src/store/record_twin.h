#ifndef KOSSHI_STORE_RECORD_TWIN_H
#define KOSSHI_STORE_RECORD_TWIN_H

#include "kosshi/store/record.h"

/* The row below a parent (a section, or a tactic's strategy) that holds these fields; 0 for none. It is given once. */
int64_t record_twin_take(struct record_twins *twins, int64_t parent, json_t *fields);

#endif
