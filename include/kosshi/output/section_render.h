#ifndef KOSSHI_OUTPUT_SECTION_RENDER_H
#define KOSSHI_OUTPUT_SECTION_RENDER_H

#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/errors.h"
#include "kosshi/output/render.h"
#include "kosshi/store/section.h"

/* The texts of the document's sections, rendered as they stand in the document. */

struct render_key section_render_key(const struct section *s, enum render_form form);

/* As render_html; "" without asking for a section that has no text. With its text. */
enum err section_render(struct render *render, int64_t asker, const struct section *s, enum render_form form,
                        const char **out, size_t *size) MUST_USE;

/* Has every one rendered, side by side, and waits for them. What could not be is remembered by the renderer. */
void section_render_all(struct render *render, const struct section *sections, size_t count, enum render_form form);

#endif
