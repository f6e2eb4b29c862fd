#ifndef KOSSHI_OUTPUT_INTERCHANGE_POLICY_READ_H
#define KOSSHI_OUTPUT_INTERCHANGE_POLICY_READ_H

#include "interchange_value.h"

/* Puts one strategy, one indicator, of the interchange form; their sections are there, and so are the strategies an
 * indicator measures. */
enum err interchange_policy_read_strategy(struct interchange_reader *r, struct interchange_place p, void *unused);
enum err interchange_policy_read_indicator(struct interchange_reader *r, struct interchange_place p, void *unused);

#endif
