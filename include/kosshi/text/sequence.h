#ifndef KOSSHI_TEXT_SEQUENCE_H
#define KOSSHI_TEXT_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/arena.h"

/*
 * What two sequences of numbers have in common: a shortest edit script by E. Myers, "An O(ND) Difference Algorithm and
 * Its Variations" (1986), in linear space. gone[i] is set for what is only in old, new_one[j] for what is only in new;
 * both are given as all false. What is left of the two is the same.
 *
 * effort: how many edits are looked for in one stretch; one that needs more than twice as many counts as wholly
 * changed, so that the time is at most about (old_count + new_count) · effort.
 */
void sequence_compare(struct arena *a, const uint32_t *old, size_t old_count, const uint32_t *new_, size_t new_count,
                      size_t effort, bool *gone, bool *new_one);

#endif
