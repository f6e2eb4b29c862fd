#include <math.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/http/reply.h"
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

enum err styles_show(struct request *r) {
    struct palette p;
    read_palette(r, &p);
    json_t *colours = json_array();
    for (size_t i = 0; i < p.count; i++)
        json_array_append_new(colours, colour_view(r, &p, &p.colours[i]));
    return reply_view(r, "styles",
                      json_pack("{s:s, s:o, s:o}", "title", request_phrase(r, "styles.title"), "colours", colours,
                                "icon_names", icon_names(r)));
}
