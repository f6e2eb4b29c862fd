#include "kosshi/pages/palette.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DARK "prefers-color-scheme: dark"

/* One variable "--name: #rrggbb;" at the beginning of s. */
static bool variable(struct arena *a, const char *s, const char **name, unsigned *rgb) {
    size_t length = 2 + strspn(s + 2, "abcdefghijklmnopqrstuvwxyz0123456789-");
    const char *value = s + length;
    if (*value++ != ':') return false;
    value += strspn(value, " ");
    if (*value++ != '#') return false;
    for (int i = 0; i < 6; i++)
        if (!isxdigit((unsigned char)value[i])) return false;
    if (value[6] != ';') return false;
    *name = arena_copy(a, s + 2, length - 2);
    *rgb = (unsigned)strtoul(value, NULL, 16);
    return true;
}

const struct colour *palette_find(const struct colour *colours, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(colours[i].name, name) == 0) return &colours[i];
    return NULL;
}

static size_t variables(const char *css) {
    size_t count = 0;
    for (const char *at = css; (at = strstr(at, "--")); at += 2)
        count++;
    return count;
}

size_t palette_read(struct arena *a, const char *css, size_t size, struct colour **out) {
    css = arena_copy(a, css, size);
    const char *dark = strstr(css, DARK);
    struct colour *colours = arena_alloc(a, (variables(css) + 1) * sizeof *colours);
    size_t count = 0;
    for (const char *at = css; (at = strstr(at, "--")); at += 2) {
        const char *name;
        unsigned rgb;
        if (!variable(a, at, &name, &rgb)) continue;
        struct colour *known = (struct colour *)palette_find(colours, count, name);
        if (!known)
            colours[count++] = (struct colour){name, {rgb, rgb}};
        else if (dark && at > dark)
            known->rgb[1] = rgb;
    }
    *out = colours;
    return count;
}

/* One of the three parts of a colour, as light. */
static double light(unsigned part) {
    double share = (part & 0xFF) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(unsigned rgb) {
    return 0.2126 * light(rgb >> 16) + 0.7152 * light(rgb >> 8) + 0.0722 * light(rgb);
}

double palette_contrast(unsigned a, unsigned b) {
    double one = luminance(a) + 0.05, other = luminance(b) + 0.05;
    return one > other ? one / other : other / one;
}
