#include "kosshi/output/figures.h"

#include <string.h>

#include "image_text.h"
#include "kosshi/output/section_render.h"
#include "kosshi/text/caption.h"
#include "kosshi/text/image_use.h"
#include "kosshi/text/markdown.h"
#include "kosshi/text/utf.h"

enum err figures_begin(struct figures *f, struct db *db, struct arena *a, struct languages *languages,
                       enum language language, bool embedded) {
    struct image *images;
    size_t count;
    enum err e = image_list(db, a, false, &images, &count);
    if (e != OK) return e;
    *f = (struct figures){.embedded = embedded,
                          .db = db,
                          .languages = languages,
                          .language = language,
                          .images = images,
                          .image_count = count};
    if (embedded) f->first = arena_alloc(a, (count + 1) * sizeof *f->first);
    return OK;
}

void figures_restart(struct figures *f) {
    f->figures = f->tables = 0;
}

static const char *phrase(const struct figures *f, const char *key) {
    return languages_phrase(f->languages, f->language, key);
}

/* Besides what is searched for, what it can be written with: entities and escapes. */
bool figures_may_be_in(const char *text) {
    return strpbrk(text, "&\\") || strstr(text, "/images/") || caption_may_be_in(text);
}

/* --- images -------------------------------------------------------------------------------------- */

static enum err data_add(struct figures *f, int64_t id, struct buf *out) {
    ARENA(a);
    struct image image;
    enum err e = image_get(f->db, a, id, &image);
    if (e != OK) return e;
    if (!image_text_fits(f->embedded_size, &image)) return ERR_PAPER_TOO_LARGE;
    f->embedded_size += image.size / 3 * 4 + 4;
    buf_printf(out, "data:%s;base64,", image.type);
    image_text_write(&image, out);
    return OK;
}

/* The value of alt in an img element, as it stands there. */
static const char *alt_of(const char *img, const char *end, size_t *size) {
    static const char start[] = "alt=\"";
    const char *alt = memmem(img, (size_t)(end - img), start, sizeof start - 1);
    *size = 0;
    if (!alt) return "";
    alt += sizeof start - 1;
    *size = (size_t)((const char *)memchr(alt, '"', (size_t)(end - alt)) - alt);
    return alt;
}

static void missing_add(const struct figures *f, const char *img, const char *end, struct buf *out) {
    ARENA(a);
    size_t size;
    const char *alt = alt_of(img, end, &size);
    const char *values[] = {"alt", arena_copy(a, alt, size), NULL};
    const char *words = phrase(f, size ? "figures.missing_named" : "figures.missing");
    buf_printf(out, "<span class=\"figure-missing\">%s</span>", language_fill(a, words, values));
}

/* An image that the file has already: one of 5 MB may stand in a text hundreds of times. */
static void again_add(const struct figures *f, const struct image *image, const char *img, const char *end,
                      struct buf *out) {
    ARENA(a);
    size_t size;
    int number = f->first[image - f->images].number;
    const char *alt = alt_of(img, end, &size);
    const char *values[] = {"number", arena_printf(a, "%d", number), NULL};
    const char *words = phrase(f, number ? "figures.again_numbered" : "figures.again");
    buf_printf(out, "<a href=\"#image-%lld\">%s", (long long)image->id, language_fill(a, words, values));
    if (size) buf_printf(out, "（%.*s）", (int)size, alt);
    buf_string(out, "</a>");
}

/* Whether what is written so far ends in a figure's caption: the image that comes is that figure's. */
static bool behind_caption(const struct buf *out) {
    static const char caption[] = "</figcaption>";
    size_t size = out->size, length = sizeof caption - 1;
    while (size > 0 && out->data[size - 1] == '\n')
        size--;
    return size >= length && memcmp(out->data + size - length, caption, length) == 0;
}

/* img: <img src="/images/3" alt="…" … /> up to end. */
static enum err image_write(struct figures *f, const char *img, const char *end, struct buf *out) {
    const char *address = img + strlen("<img src=\""), *quote = memchr(address, '"', (size_t)(end - address));
    int64_t id;
    bool own = image_use_read(address, (size_t)(quote - address), &id);
    const struct image *image = own ? image_among(f->images, f->image_count, id) : NULL;
    if (!image) {
        missing_add(f, img, end, out);
        return OK;
    }
    struct figures_embedded *first = f->first ? &f->first[image - f->images] : NULL;
    if (first && first->is_there) {
        again_add(f, image, img, end, out);
        return OK;
    }
    if (first) {
        *first = (struct figures_embedded){.is_there = true, .number = behind_caption(out) ? f->figures : 0};
        buf_printf(out, "<img id=\"image-%lld\" src=\"", (long long)image->id);
    } else {
        buf_string(out, "<img src=\"");
    }
    enum err e = OK;
    if (f->embedded)
        e = data_add(f, image->id, out);
    else
        buf_printf(out, "/images/%lld", (long long)image->id);
    buf_printf(out, "\" width=\"%d\" height=\"%d\"", image->width, image->height);
    if (!f->embedded && f->has_image) buf_string(out, " loading=\"lazy\"");
    f->has_image = true;
    buf_add(out, quote + 1, (size_t)(end - quote - 1));
    return e;
}

/* --- numbers ------------------------------------------------------------------------------------- */

/* Adds the number whose mark stands at s; the mark's length, 0 when there is none. */
static size_t number_add(int *counter, const char *word, const char *mark, const char *s, const char *end,
                         struct buf *out) {
    if (!utf_starts(s, (size_t)(end - s), mark)) return 0;
    buf_printf(out, "%s%d　", word, ++*counter);
    return strlen(mark);
}

/* Adds the words in the place of the mark at s, as number_add. */
static size_t words_add(const struct figures *f, const char *s, const char *end, struct buf *out) {
    static const struct {
        const char *mark, *key;
    } words[] = {{MARKDOWN_DATA_HTML, "figures.data"},       {MARKDOWN_GROUP_HTML, "figures.group"},
                 {MARKDOWN_LINE_HTML, "figures.chart_line"}, {MARKDOWN_BAR_HTML, "figures.chart_bar"},
                 {MARKDOWN_TO_HTML, "figures.chart_to"},     {MARKDOWN_END_HTML, "figures.chart_end"},
                 {MARKDOWN_BACK_HTML, "figures.back"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!utf_starts(s, (size_t)(end - s), words[i].mark)) continue;
        const char *said = phrase(f, words[i].key);
        buf_html(out, said, strlen(said));
        return strlen(words[i].mark);
    }
    return 0;
}

enum err figures_finish(struct figures *f, const char *html, size_t size, struct buf *out) {
    const char *at = html, *end = html + size, *tag;
    enum err e = OK;
    while (e == OK && (tag = memchr(at, '<', (size_t)(end - at)))) {
        buf_add(out, at, (size_t)(tag - at));
        at = tag;
        size_t length = number_add(&f->figures, "図", MARKDOWN_FIGURE_HTML, tag, end, out);
        if (!length) length = number_add(&f->tables, "表", MARKDOWN_TABLE_HTML, tag, end, out);
        if (!length) length = words_add(f, tag, end, out);
        if (!length && utf_starts(tag, (size_t)(end - tag), MARKDOWN_IMAGE_HTML)) {
            const char *close = memchr(tag, '>', (size_t)(end - tag));
            e = image_write(f, tag, close + 1, out);
            length = (size_t)(close + 1 - tag);
        }
        if (!length) buf_byte(out, *at++);
        at += length;
    }
    buf_add(out, at, (size_t)(end - at));
    return e;
}

void figures_finish_text(struct figures *f, const char *text, size_t size, struct buf *out) {
    const char *end = text + size;
    for (const char *at = text; at < end;) {
        size_t length = number_add(&f->figures, "図", MARKDOWN_FIGURE_TEXT, at, end, out);
        if (!length) length = number_add(&f->tables, "表", MARKDOWN_TABLE_TEXT, at, end, out);
        if (!length) buf_byte(out, *at++);
        at += length;
    }
}

/* --- what stands before -------------------------------------------------------------------------- */

static void count(struct figures *f, const char *html, size_t size) {
    const char *end = html + size;
    for (const char *at = html; (at = memchr(at, '<', (size_t)(end - at))); at++) {
        f->figures += utf_starts(at, (size_t)(end - at), MARKDOWN_FIGURE_HTML);
        f->tables += utf_starts(at, (size_t)(end - at), MARKDOWN_TABLE_HTML);
    }
}

/* A text that cannot be rendered is shown as it was typed: it has no figures. */
enum err figures_pass_before(struct figures *f, struct render *render, int64_t asker, const struct section *sections,
                             size_t section_count, int64_t id) {
    enum err again = OK;
    for (size_t i = 0; i < section_count && sections[i].id != id; i++) {
        const struct section *s = &sections[i];
        if (!figures_may_be_in(s->text)) continue;
        const char *html;
        size_t size;
        enum err e = section_render(render, asker, s, RENDER_LINES, &html, &size);
        if (e == OK)
            count(f, html, size);
        else if (e == ERR_AGAIN)
            again = e;
        else if (e != ERR_UNRENDERABLE)
            return e;
    }
    return again;
}
