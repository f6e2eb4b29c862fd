#include <math.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/http/reply.h"
#include "kosshi/output/chart.h"
#include "kosshi/pages/palette.h"
#include "kosshi/pages/routes.h"

#define TOKENS "static/css/10-tokens.css"

/* What text stands on; every other colour is used for text, marks or borders that stand on paper and surface. */
static bool is_ground(const char *name) {
    const char *end = strstr(name, "-ground");
    return (end && !end[7]) || strcmp(name, "paper") == 0 || strcmp(name, "surface") == 0 || strcmp(name, "mark") == 0;
}

struct palette {
    struct colour *colours;
    size_t count;
    const struct colour *ink, *paper, *surface;
};

static void read_palette(struct request *r, struct palette *p) {
    struct asset file;
    if (!assets_get(r->assets, TOKENS, &file)) die(TOKENS " is missing");
    p->count = palette_read(r->arena, file.data, file.size, &p->colours);
    p->ink = palette_find(p->colours, p->count, "ink");
    p->paper = palette_find(p->colours, p->count, "paper");
    p->surface = palette_find(p->colours, p->count, "surface");
    if (!p->ink || !p->paper || !p->surface) die(TOKENS " lacks --ink, --paper or --surface");
}

/* A ground with the ink on it; anything else on the less favourable of what it stands on. */
static double contrast(const struct palette *p, const struct colour *c, int dark) {
    if (is_ground(c->name)) return palette_contrast(p->ink->rgb[dark], c->rgb[dark]);
    return fmin(palette_contrast(c->rgb[dark], p->paper->rgb[dark]),
                palette_contrast(c->rgb[dark], p->surface->rgb[dark]));
}

/* What a colour is for; "" for one that has no sentence. */
static const char *use_of(struct request *r, const char *name) {
    char *key = arena_copy(r->arena, name, strlen(name));
    for (char *c = key; *c; c++)
        if (*c == '-') *c = '_';
    const char *path = arena_printf(r->arena, "styles.use.%s", key);
    const char *use = request_phrase(r, path);
    return strcmp(use, path) == 0 ? "" : use;
}

static json_t *colour_view(struct request *r, const struct palette *p, const struct colour *c) {
    json_t *schemes = json_array();
    for (int dark = 0; dark < 2; dark++)
        json_array_append_new(schemes, json_pack("{s:s, s:s, s:b}", "value",
                                                 arena_printf(r->arena, "#%06x", c->rgb[dark]), "contrast",
                                                 arena_printf(r->arena, "%.2f", contrast(p, c, dark)), "dark", dark));
    return json_pack("{s:s, s:s, s:b, s:o}", "name", c->name, "use", use_of(r, c->name), "is_ground",
                     is_ground(c->name), "schemes", schemes);
}

/* Every symbol of the sprite, in its order: the names are those of the file itself. */
static json_t *icon_names(struct request *r) {
    static const char mark[] = "<symbol id=\"";
    struct asset file;
    if (!assets_get(r->assets, "static/icons.svg", &file)) die("static/icons.svg is missing");
    const char *at = arena_copy(r->arena, file.data, file.size);
    json_t *names = json_array();
    while ((at = strstr(at, mark))) {
        at += sizeof mark - 1;
        json_array_append_new(names, json_stringn(at, strcspn(at, "\"")));
    }
    return names;
}

/* --- Charts: every look a series has, by the name of its class, and the line from a baseline to a target ---------- */

#define LOOKS 6
#define YEARS 4

static json_t *chart_view(struct request *r, const char *name, struct chart c) {
    static const char *const years[YEARS] = {"2022", "2023", "2024", "2025"};
    c.id = arena_printf(r->arena, "%s-", name);
    c.title = request_phrase(r, arena_printf(r->arena, "styles.chart.%s", name));
    const char *source = request_phrase(r, "styles.source");
    BUF(description);
    buf_html(&description, source, strlen(source));
    c.description_html = description.data;
    c.unit = "";
    c.labels = years;
    c.label_count = YEARS;
    BUF(svg);
    chart_svg(&c, &svg);
    return json_pack("{s:s, s:o}", "caption", c.title, "chart_html", json_stringn_nocheck(svg.data, svg.size));
}

/* Lines that keep clear of each other: each a step above the one before. */
static void put_numbers(struct arena *a, size_t at, struct chart_series *out) {
    double *values = arena_alloc(a, YEARS * sizeof *values);
    const char **texts = arena_alloc(a, YEARS * sizeof *texts);
    for (size_t i = 0; i < YEARS; i++) {
        size_t value = 20 * (at + 1) + 4 * i;
        values[i] = (double)value;
        texts[i] = arena_printf(a, "%zu", value);
    }
    *out = (struct chart_series){arena_printf(a, "s%zu", at + 1), values, texts};
}

static json_t *chart_views(struct request *r) {
    struct chart_series looks[LOOKS];
    for (size_t i = 0; i < LOOKS; i++)
        put_numbers(r->arena, i, &looks[i]);
    struct chart_series actual = looks[0];
    actual.name = "";
    json_t *list = json_array();
    json_array_append_new(
        list, chart_view(r, "bars", (struct chart){.kind = CHART_BAR, .series = looks, .series_count = LOOKS}));
    json_array_append_new(
        list, chart_view(r, "lines", (struct chart){.kind = CHART_LINE, .series = looks, .series_count = LOOKS}));
    json_array_append_new(list, chart_view(r, "goal",
                                           (struct chart){.kind = CHART_LINE,
                                                          .series = &actual,
                                                          .series_count = 1,
                                                          .baseline = 20,
                                                          .target = 40,
                                                          .target_at = YEARS - 1,
                                                          .baseline_label = request_phrase(r, "policy.baseline"),
                                                          .target_label = request_phrase(r, "policy.target")}));
    return list;
}

enum err styles_show(struct request *r) {
    struct palette p;
    read_palette(r, &p);
    json_t *colours = json_array();
    for (size_t i = 0; i < p.count; i++)
        json_array_append_new(colours, colour_view(r, &p, &p.colours[i]));
    return reply_view(r, "styles",
                      json_pack("{s:s, s:o, s:o, s:o}", "title", request_phrase(r, "styles.title"), "colours", colours,
                                "charts", chart_views(r), "icon_names", icon_names(r)));
}
