#include "kosshi/output/heading.h"

#define CHAPTER 2
#define DEEPEST 6

static int at_most_deepest(int level) {
    return level < DEEPEST ? level : DEEPEST;
}

int heading_of_section(int depth) {
    return at_most_deepest(CHAPTER + depth);
}

int heading_of_text(int depth) {
    return at_most_deepest(CHAPTER + depth + 1);
}
