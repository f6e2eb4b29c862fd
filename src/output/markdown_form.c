#include "kosshi/output/markdown_form.h"

#include <string.h>

#include "image_text.h"
#include "kosshi/store/document.h"
#include "kosshi/store/section.h"
#include "kosshi/text/atx.h"
#include "kosshi/text/cell.h"
#include "kosshi/text/marker.h"
#include "markdown_form_policy.h"

bool markdown_form_is(const char *text, size_t size) {
    static const char start[] = "<!-- kosshi document";
    return size >= strlen(start) && memcmp(text, start, strlen(start)) == 0;
}

/* A marker with the blank line before it. */
static void begin(struct buf *out, const char *name) {
    buf_byte(out, '\n');
    marker_begin(out, name);
}

/* A text with a blank line before it, its headings with `shift` more #. What comes next begins with a blank line. */
static void write_text(struct buf *out, const char *text, size_t size, int shift) {
    if (size == 0) return;
    struct atx_walk walk = {0};
    buf_byte(out, '\n');
    for (const char *line = text, *end = text + size; line <= end;) {
        const char *lf = memchr(line, '\n', (size_t)(end - line));
        size_t length = (size_t)((lf ? lf : end) - line);
        if (atx_level(&walk, line, length))
            atx_shift(out, line, length, shift);
        else
            marker_line_write(out, line, length);
        buf_byte(out, '\n');
        line += length + 1;
    }
}

static void write_heading(struct buf *out, int level, const char *number, const char *title) {
    for (int i = 0; i < level; i++)
        buf_byte(out, '#');
    buf_printf(out, " %s%s%s\n", number, *number ? " " : "", title);
}

static enum err write_document(struct db *db, struct arena *a, struct buf *out) {
    struct document d;
    enum err e = document_get(db, a, &d);
    if (e) return e;
    marker_begin(out, "document");
    marker_add_word(out, "day_style", d.day_style);
    if (*d.publisher) marker_add_text(out, "publisher", d.publisher);
    if (*d.contact) marker_add_text(out, "contact", d.contact);
    if (d.diagram_section) marker_add_number(out, "diagram", d.diagram_section);
    marker_end(out);
    buf_byte(out, '\n');
    write_heading(out, 1, "", d.title);
    return OK;
}

/* --- Sections ---------------------------------------------------------------------------------------------------- */

/* How many # more the headings of its text get to stand below its own; 0 when one of them has no room for that. */
static int shift_of(const struct section *s, int level) {
    int uppermost, deepest;
    atx_range(s->text, s->text_size, &uppermost, &deepest);
    int shift = uppermost ? level + 1 - uppermost : 0;
    return shift > 0 && deepest + shift <= ATX_DEEPEST ? shift : 0;
}

static void write_section(struct buf *out, const struct section *s) {
    int wanted = s->depth + MARKDOWN_FORM_CHAPTER, level = wanted < ATX_DEEPEST ? wanted : ATX_DEEPEST;
    int shift = shift_of(s, level);
    begin(out, "section");
    marker_add_number(out, "id", s->id);
    marker_add_word(out, "kind", outline_kind_name(s->kind));
    if (*s->number) marker_add_text(out, "number", s->number);
    if (wanted > ATX_DEEPEST) marker_add_number(out, "depth", s->depth);
    if (s->state != markdown_form_policy_state(s)) marker_add_word(out, "state", section_state_name(s->state));
    if (s->version != (s->text_size > 0)) marker_add_number(out, "version", s->version);
    if (shift) marker_add_number(out, "headings", shift);
    marker_end(out);
    buf_byte(out, '\n');
    write_heading(out, level, s->number, s->title);
    write_text(out, s->text, s->text_size, shift);
}

static enum err write_sections(struct db *db, struct arena *a, struct buf *out) {
    struct section *sections = NULL;
    size_t count = 0;
    struct policies policies;
    enum err e = section_tree(db, a, true, &sections, &count);
    if (!e) e = policy_list(db, a, sections, count, &policies);
    for (size_t i = 0; i < count && !e; i++) {
        write_section(out, &sections[i]);
        markdown_form_policy_write(&policies, &sections[i], out);
    }
    return e;
}

/* --- What stands beside the document ------------------------------------------------------------------------------ */

static enum err write_references(struct db *db, struct arena *a, struct buf *out) {
    struct reference *references = NULL;
    size_t count = 0;
    enum err e = reference_list(db, a, &references, &count);
    for (size_t i = 0; i < count && !e; i++) {
        begin(out, "reference");
        marker_add_text(out, "title", references[i].title);
        marker_end(out);
        write_text(out, references[i].text, strlen(references[i].text), 0);
    }
    return e;
}

/* The sections that answer a consideration, as a marker behind it. */
static void write_answers(struct buf *out, int64_t id, const struct consideration_answer *answers, size_t count) {
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (answers[i].consideration != id) continue;
        buf_printf(out, "%s %lld", any ? "" : " <!-- kosshi sections", (long long)answers[i].section);
        any = true;
    }
    if (any) buf_string(out, " -->");
    buf_byte(out, '\n');
}

static enum err write_considerations(struct db *db, struct arena *a, struct buf *out) {
    struct consideration *list = NULL;
    struct consideration_answer *answers = NULL;
    size_t count = 0, answer_count = 0;
    enum err e = consideration_list(db, a, &list, &count);
    if (!e) e = consideration_answers(db, a, &answers, &answer_count);
    for (size_t i = 0; i < count && !e; i++) {
        if (i == 0 || strcmp(list[i].group, list[i - 1].group) != 0) {
            begin(out, "considerations");
            marker_add_text(out, "group", list[i].group);
            marker_end(out);
            buf_byte(out, '\n');
        }
        buf_string(out, "- ");
        cell_write(out, list[i].title);
        write_answers(out, list[i].id, answers, answer_count);
    }
    return e;
}

/* What an image is called, where Markdown has its alternative text. */
static void write_name(struct buf *out, const char *name) {
    for (const char *c = name; *c; c++) {
        if (strchr("\\[]", *c)) buf_byte(out, '\\');
        buf_byte(out, *c);
    }
}

static enum err write_image(struct db *db, int64_t id, struct buf *out) {
    ARENA(a);
    struct image image;
    enum err e = image_get(db, a, id, &image);
    if (e) return e;
    if (!image_text_fits(out->size, &image)) return ERR_PAPER_TOO_LARGE;
    begin(out, "image");
    marker_add_number(out, "id", image.id);
    marker_add_word(out, "type", image.type);
    if (*image.name) marker_add_text(out, "name", image.name);
    marker_add_number(out, "width", image.width);
    marker_add_number(out, "height", image.height);
    marker_end(out);
    buf_string(out, "\n![");
    write_name(out, image.name);
    buf_printf(out, "](data:%s;base64,", image.type);
    image_text_write(&image, out);
    buf_string(out, ")\n");
    return OK;
}

static enum err write_images(struct db *db, struct arena *a, struct buf *out) {
    struct image *images = NULL;
    size_t count = 0;
    enum err e = image_list(db, a, false, &images, &count);
    for (size_t i = 0; i < count && !e; i++)
        e = write_image(db, images[i].id, out);
    return e;
}

enum err markdown_form_write(struct db *db, struct buf *out) {
    ARENA(a);
    enum err e = write_document(db, a, out);
    if (!e) e = write_sections(db, a, out);
    if (!e) e = write_references(db, a, out);
    if (!e) e = write_considerations(db, a, out);
    if (!e) e = write_images(db, a, out);
    return e;
}
