#ifndef KOSSHI_BASE_MUSTACHE_NODES_H
#define KOSSHI_BASE_MUSTACHE_NODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A compiled template: a flat run of nodes. A section's node is followed by the nodes of its body, and knows where they
 * end. Invariants:
 *  1. a node's text or name is a piece of the template's own copy of its source; the byte behind a name is NUL there;
 *  2. bodies nest properly and at most MUSTACHE_SECTIONS deep, so rendering recurses at most
 *     MUSTACHE_SECTIONS * MUSTACHE_PARTIALS deep.
 */
enum { MUSTACHE_SECTIONS = 32, MUSTACHE_PARTIALS = 64 };

enum mustache_kind { TEXT, VALUE, RAW, SECTION, INVERTED, PARTIAL };

struct mustache_node {
    enum mustache_kind kind;
    uint32_t at, size; /* bytes of the source: the text, or the name of a tag */
    bool line_start; /* TEXT begins a line of the template, and so gets the indentation of the partial it is part of */
    uint32_t end;    /* SECTION, INVERTED: the node behind the body */
    uint32_t indent_at, indent_size; /* PARTIAL: the blanks before a standalone one */
};

struct mustache {
    char *source;
    struct mustache_node *nodes;
    size_t count, room;
};

#endif
