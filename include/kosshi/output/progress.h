#ifndef KOSSHI_OUTPUT_PROGRESS_H
#define KOSSHI_OUTPUT_PROGRESS_H

#include <stdbool.h>

#include "kosshi/store/indicator.h"

/* 達成率: how far an indicator has come from its baseline toward its target. */
enum progress_state {
    PROGRESS_REACHED,  /* 達成: the latest actual is at the target or beyond */
    PROGRESS_ON_TRACK, /* 順調: as far as the time that has passed asks for */
    PROGRESS_LATE,     /* 遅れ */
    PROGRESS_BACK,     /* 後退: worse than the baseline */
    PROGRESS_NONE,     /* 実績なし: without baseline, target or actual nothing can be said */
    PROGRESS_COUNT
};
const char *progress_name(enum progress_state s);        /* "reached", "on_track", "late", "back", "none" */
enum progress_state progress_state_of(const char *name); /* PROGRESS_COUNT for an unknown one */

struct progress {
    enum progress_state state;
    const struct indicator_actual *latest; /* of the latest year; NULL for none. Borrowed from the indicator */
    int rate; /* percent, whole; negative when worse than the baseline, over 100 when beyond the target */
};
#define PROGRESS_RATE_MOST 999999 /* a rate stays within this, on both sides */

/*
 * The rate is the gain so far over the gain that is wanted, both in the direction that is good, and 100 only when the
 * target is met: 99.6 is 99. Where no gain is wanted (the target equals the baseline, or only limits a loss) it is 100
 * when the target is met, else 0 and 後退. On track is a rate of at least the share of time that has passed from the
 * baseline's year to the target's at the latest actual's; without both years time asks for nothing. rate is 0 for
 * PROGRESS_NONE.
 */
struct progress progress_of(const struct indicator *i);

#endif
