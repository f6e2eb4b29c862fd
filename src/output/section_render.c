#include "kosshi/output/section_render.h"

#include "kosshi/output/heading.h"

struct render_key section_render_key(const struct section *s, enum render_form form) {
    int heading = form == RENDER_TEXT ? 0 : heading_of_text(s->depth);
    return (struct render_key){RENDER_SECTION, s->id, s->version, heading, form};
}

enum err section_render(struct render *render, int64_t asker, const struct section *s, enum render_form form,
                        const char **out, size_t *size) {
    struct render_key key = section_render_key(s, form);
    *out = "";
    *size = 0;
    return s->length > 0 ? render_html(render, asker, &key, s->text, s->text_size, out, size) : OK;
}

void section_render_all(struct render *render, const struct section *sections, size_t count, enum render_form form) {
    for (size_t open = 1; open > 0;) {
        const char *out;
        size_t size;
        open = 0;
        for (size_t i = 0; i < count; i++)
            open += section_render(render, 0, &sections[i], form, &out, &size) == ERR_AGAIN;
        if (open) render_wait(render);
    }
}
