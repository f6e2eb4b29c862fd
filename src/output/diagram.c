#include "kosshi/output/diagram.h"

#include <math.h>
#include <string.h>

#include "svg.h"

#define LINE 20      /* px from one line of words to the next */
#define ABOVE 22     /* from the top of a box to the first of them */
#define BELOW 10     /* from the last to the bottom */
#define INSIDE 8     /* before the words */
#define JOIN 16      /* where a line meets a box, from its top */
#define BOX_GAP 8    /* between boxes of a column */
#define GROUP_GAP 18 /* between strategies */
#define UNIT_PX 7.2  /* of a half-width unit at 14 px */
#define EDGE 1       /* for the lines of the boxes */

enum column { POLICY, STRATEGY, TACTIC, INDICATOR, COLUMNS };

static const struct {
    const char *class;
    double left, width;
} columns[COLUMNS] = {
    {"policy", EDGE, 112},
    {"strategy", 132, 144},
    {"tactic", 296, 172},
    {"indicator", 488, 131},
};

struct box {
    struct wrap_line *lines;
    size_t count;
    double height;
};

/* A strategy with what belongs to it, or the indicators of the policy as a whole. */
struct group {
    struct box head, *tactics, *indicators;
    size_t tactic_count, indicator_count;
    double height;
};

struct drawing {
    struct arena *a;
    struct wrap *wrap;
    const struct diagram_words *words;
    const struct policy *policy;
    struct buf *out;
};

/* --- measuring ---------------------------------------------------------------------------------------------------- */

static struct box box_of(struct drawing *d, enum column column, const char *text) {
    struct box box = {0};
    box.count = wrap_balanced(d->wrap, d->a, text, (int)((columns[column].width - 2 * INSIDE) / UNIT_PX), &box.lines);
    box.height = ABOVE + BELOW + LINE * (fmax((double)box.count, 1) - 1);
    return box;
}

static double stack_height(const struct box *boxes, size_t count) {
    double height = 0;
    for (size_t i = 0; i < count; i++)
        height += boxes[i].height + (i ? BOX_GAP : 0);
    return height;
}

static void add_indicators(struct drawing *d, struct group *g, const struct policy_measure *m) {
    g->indicators = arena_alloc(d->a, (m->count + 1) * sizeof *g->indicators);
    for (size_t i = 0; i < m->count; i++) {
        const char *name = arena_printf(d->a, "%s%s", m->indicators[i]->name, m->again[i] ? d->words->again : "");
        g->indicators[g->indicator_count++] = box_of(d, INDICATOR, name);
    }
}

/* s NULL: the indicators that measure none of the strategies. */
static struct group group_of(struct drawing *d, const struct strategy *s, const struct policy_measure *m) {
    struct group g = {0};
    const char *head =
        s ? arena_printf(d->a, "%s%d\n%s", d->words->strategy_label, policy_number(d->policy, s), s->title)
          : d->words->whole;
    g.head = box_of(d, STRATEGY, head);
    g.tactic_count = s ? s->tactic_count : 0;
    g.tactics = arena_alloc(d->a, (g.tactic_count + 1) * sizeof *g.tactics);
    for (size_t i = 0; i < g.tactic_count; i++)
        g.tactics[i] = box_of(d, TACTIC, s->tactics[i].title);
    add_indicators(d, &g, m);
    g.height = fmax(g.head.height,
                    fmax(stack_height(g.tactics, g.tactic_count), stack_height(g.indicators, g.indicator_count)));
    return g;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

static void draw_box(struct drawing *d, enum column column, const struct box *box, double y) {
    double left = columns[column].left;
    buf_printf(d->out, "<g class=\"%s\">", columns[column].class);
    svg_put(d->out, "<rect x=\"@\" y=\"@\" width=\"@\" height=\"@\" rx=\"3\"/><text x=\"@\" y=\"@\">", left, y,
            columns[column].width, box->height, left + INSIDE, y + ABOVE);
    for (size_t i = 0; i < box->count; i++) {
        if (i) svg_put(d->out, "<tspan x=\"@\" dy=\"@\">", left + INSIDE, (double)LINE);
        buf_html(d->out, box->lines[i].text, strlen(box->lines[i].text));
        if (i) buf_string(d->out, "</tspan>");
    }
    buf_string(d->out, "</text></g>");
}

static void draw_boxes(struct drawing *d, enum column column, const struct box *boxes, size_t count, double y) {
    for (size_t i = 0; i < count; i++) {
        draw_box(d, column, &boxes[i], y);
        y += boxes[i].height + BOX_GAP;
    }
}

/* The middle of the gap before a column. */
static double spine(enum column column) {
    double before = columns[column - 1].left + columns[column - 1].width;
    return (before + columns[column].left) / 2;
}

/* Lines from the spine before a column to each of its boxes, whose top is y. Gives where the last of them meets it. */
static double draw_branches(struct drawing *d, enum column column, const struct box *boxes, size_t count, double y) {
    double last = y + JOIN;
    for (size_t i = 0; i < count; i++) {
        last = y + JOIN;
        svg_put(d->out, "M@ @H@", spine(column), last, columns[column].left);
        y += boxes[i].height + BOX_GAP;
    }
    return last;
}

static void draw_spine(struct drawing *d, enum column column, double from, double to) {
    if (to > from) svg_put(d->out, "M@ @V@", spine(column), from, to);
}

/* From the strategy to its tactics, and from these together to the indicators. */
static void draw_lines(struct drawing *d, const struct group *g, double y) {
    double from = y + JOIN, strategy = columns[STRATEGY].left + columns[STRATEGY].width;
    double tactic = columns[TACTIC].left + columns[TACTIC].width, lowest = from;
    if (g->tactic_count) {
        svg_put(d->out, "M@ @H@", strategy, from, spine(TACTIC));
        draw_spine(d, TACTIC, from, draw_branches(d, TACTIC, g->tactics, g->tactic_count, y));
    }
    if (!g->indicator_count) return;
    double at = y;
    for (size_t i = 0; i < g->tactic_count; i++) {
        lowest = at + JOIN;
        svg_put(d->out, "M@ @H@", tactic, lowest, spine(INDICATOR));
        at += g->tactics[i].height + BOX_GAP;
    }
    if (!g->tactic_count) svg_put(d->out, "M@ @H@", strategy, from, spine(INDICATOR));
    draw_spine(d, INDICATOR, from, fmax(lowest, draw_branches(d, INDICATOR, g->indicators, g->indicator_count, y)));
}

/* The policy with some of its groups, as one svg. */
static void draw_piece(struct drawing *d, const struct group *groups, size_t count, bool first) {
    const struct section *s = d->policy->section;
    const char *name =
        arena_printf(d->a, "%s%s%s%s", s->number, *s->number ? "\n" : "", s->title, first ? "" : d->words->continued);
    struct box box = box_of(d, POLICY, name);
    double height = 0, y = EDGE, last = EDGE + JOIN;
    for (size_t i = 0; i < count; i++)
        height += groups[i].height + (i ? GROUP_GAP : 0);
    svg_put(d->out, "<svg viewBox=\"0 0 @ @\" aria-hidden=\"true\"><path d=\"", (double)DIAGRAM_WIDTH,
            fmax(height, box.height) + 2 * EDGE);
    if (count) svg_put(d->out, "M@ @H@", columns[POLICY].left + columns[POLICY].width, last, spine(STRATEGY));
    for (size_t i = 0; i < count; i++) {
        last = y + JOIN;
        svg_put(d->out, "M@ @H@", spine(STRATEGY), last, columns[STRATEGY].left);
        draw_lines(d, &groups[i], y);
        y += groups[i].height + GROUP_GAP;
    }
    draw_spine(d, STRATEGY, EDGE + JOIN, last);
    buf_string(d->out, "\"/>");
    draw_box(d, POLICY, &box, EDGE);
    y = EDGE;
    for (size_t i = 0; i < count; i++) {
        draw_box(d, STRATEGY, &groups[i].head, y);
        draw_boxes(d, TACTIC, groups[i].tactics, groups[i].tactic_count, y);
        draw_boxes(d, INDICATOR, groups[i].indicators, groups[i].indicator_count, y);
        y += groups[i].height + GROUP_GAP;
    }
    buf_string(d->out, "</svg>\n");
}

static bool is_too_large(const struct policy *p, const struct policy_measure *measures) {
    size_t boxes = measures[p->strategy_count].count;
    for (size_t i = 0; i < p->strategy_count; i++)
        boxes += 1 + p->strategies[i].tactic_count + measures[i].count;
    return boxes > DIAGRAM_BOXES_MOST;
}

bool diagram_policy(struct wrap *w, const struct diagram_words *words, const struct policy *p, struct buf *out) {
    ARENA(a);
    const struct policy_measure *measures = policy_measures(a, p);
    if (is_too_large(p, measures)) return false;
    struct drawing d = {.a = a, .wrap = w, .words = words, .policy = p, .out = out};
    struct group *groups = arena_alloc(a, (p->strategy_count + 1) * sizeof *groups);
    size_t count = 0, from = 0;
    for (size_t i = 0; i < p->strategy_count; i++)
        groups[count++] = group_of(&d, &p->strategies[i], &measures[i]);
    groups[count] = group_of(&d, NULL, &measures[p->strategy_count]);
    if (groups[count].indicator_count) count++;
    double height = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > from && height + GROUP_GAP + groups[i].height > DIAGRAM_HEIGHT) {
            draw_piece(&d, groups + from, i - from, from == 0);
            from = i;
            height = 0;
        }
        height += groups[i].height + (i > from ? GROUP_GAP : 0);
    }
    draw_piece(&d, groups + from, count - from, from == 0);
    return true;
}

void diagram_head(const struct diagram_words *words, struct buf *out) {
    const char *const names[COLUMNS] = {words->policy, words->strategy, words->tactic, words->indicator};
    buf_printf(out, "<svg viewBox=\"0 0 %d 24\" aria-hidden=\"true\" class=\"diagram-head\">", DIAGRAM_WIDTH);
    for (int column = 0; column < COLUMNS; column++) {
        svg_put(out, "<text x=\"@\" y=\"16\">", columns[column].left);
        buf_html(out, names[column], strlen(names[column]));
        buf_string(out, "</text>");
    }
    buf_string(out, "</svg>\n");
}
