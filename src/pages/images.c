#include <string.h>

#include "kosshi/base/picture.h"
#include "kosshi/http/reply.h"
#include "kosshi/pages/label.h"
#include "kosshi/pages/routes.h"
#include "kosshi/pages/section_view.h"
#include "kosshi/store/activity.h"
#include "kosshi/store/image.h"
#include "kosshi/store/section.h"
#include "kosshi/text/check_text.h"
#include "kosshi/text/utf.h"

#define ALT_LIMIT 500   /* code points */
#define TITLE_LIMIT 200 /* likewise */

_Static_assert(BODY_FILE_LIMIT == IMAGE_SIZE_LIMIT, "what may be sent can be kept");

/* --- one picture --- */

static const char *path_of(struct request *r, int64_t id) {
    return arena_printf(r->arena, "/images/%lld", (long long)id);
}

/* A picture's bytes lie three times in memory for a moment: the arena of their own is gone when the reply waits. */
enum err images_show(struct request *r) {
    ARENA(a);
    struct image image;
    enum err e = image_get(r->db, a, r->id, &image);
    if (e != OK) return e;
    struct buf b = {0};
    buf_add(&b, image.data, image.size);
    r->reply.lasting = true;
    return reply_bytes(r, image.type, &b, NULL);
}

/* --- the list --- */

/* Where a picture is used: the sections whose texts show it or link to it now. */
struct use {
    json_t *sections;
    const struct section *last; /* a section counts once, however often it shows the picture */
};

static void note_uses(struct request *r, const struct section *sections, size_t at, const struct image *images,
                      size_t count, struct use *uses) {
    ARENA(a);
    const struct section *s = &sections[at];
    struct check_text found;
    check_text(a, s->text, s->text_size, &found);
    for (size_t i = 0; i < found.own_image_count; i++) {
        const struct image *image = image_among(images, count, found.own_images[i]);
        struct use *use = image ? &uses[image - images] : NULL;
        if (!use || use->last == s) continue;
        use->last = s;
        json_array_append_new(use->sections,
                              json_pack("{s:s s:s s:s}", "place", section_view_place(r->arena, sections, at), "title",
                                        s->title, "href", arena_printf(r->arena, "/sections/%lld", (long long)s->id)));
    }
}

static json_t *image_view(struct request *r, const struct image *image, json_t *uses) {
    return json_pack("{s:I s:s s:s s:s s:i s:i s:I s:s s:I s:s s:s s:b s:o}", "id", (json_int_t)image->id, "href",
                     path_of(r, image->id), "name", image->name, "type", image->type, "width", image->width, "height",
                     image->height, "bytes", (json_int_t)image->size, "size", label_size(r, (int64_t)image->size), "at",
                     (json_int_t)image->created_at, "at_text", reply_moment(r, image->created_at), "by",
                     image->created_by, "is_used", json_array_size(uses) > 0, "uses", uses);
}

enum err images_list(struct request *r) {
    struct image *images;
    struct section *sections;
    size_t count, section_count;
    enum err e = image_list(r->db, r->arena, false, &images, &count);
    if (e == OK) e = section_tree(r->db, r->arena, true, &sections, &section_count);
    if (e != OK) return e;
    struct use *uses = arena_alloc(r->arena, count * sizeof *uses);
    for (size_t i = 0; i < count; i++)
        uses[i].sections = json_array();
    for (size_t i = 0; i < section_count; i++)
        note_uses(r, sections, i, images, count, uses);
    json_t *list = json_array();
    for (size_t i = count; i-- > 0;)
        json_array_append_new(list, image_view(r, &images[i], uses[i].sections));
    return reply_view(r, "images",
                      json_pack("{s:s s:b s:o}", "title", request_phrase(r, "images.title"), "has_images", count > 0,
                                "images", list));
}

/* --- the form --- */

/* What the form and the page behind it know of the section they were asked for from; null for none. */
static enum err section_of(struct request *r, int64_t id, json_t **view) {
    struct section s;
    *view = NULL;
    if (id == 0) return OK;
    enum err e = section_get(r->db, r->arena, id, &s);
    if (e != OK) return e;
    *view = json_pack("{s:I s:s s:s}", "id", (json_int_t)s.id, "name", section_view_name(r->arena, &s), "edit_href",
                      arena_printf(r->arena, "/sections/%lld/edit", (long long)s.id));
    return OK;
}

static json_t *form_view(struct request *r, json_t *section, const char *alt, const char *title) {
    return json_pack("{s:s s:o s:s s:s}", "title", request_phrase(r, "images.add"), "section",
                     section ? section : json_null(), "alt", alt, "caption", title);
}

enum err images_new(struct request *r) {
    json_t *section;
    enum err e = section_of(r, request_query_integer(r, "section"), &section);
    return e == OK ? reply_view(r, "image_new", form_view(r, section, "", "")) : e;
}

/* --- a new one --- */

struct upload {
    enum err result; /* an error has named its field */
    struct picture picture;
    struct buf clean;
    const char *name, *alt, *title;
};

static void upload_release(void *thing) {
    buf_free(&((struct upload *)thing)->clean);
}

/* The name of a file without the folders some browsers send; "" for one that is no line of text. */
static const char *name_of(struct request *r, const char *sent) {
    for (const char *c = sent; *c; c++)
        if (*c == '/' || *c == '\\') sent = c + 1;
    if (utf_check(sent, strlen(sent)) != OK || !request_is_line(sent, SIZE_MAX, true)) return "";
    return utf_excerpt(r->arena, sent, IMAGE_NAME_LIMIT - 1);
}

/* A field as one line: the words of a description may come in several. */
static const char *line_of(struct request *r, const char *field) {
    char *line = arena_string(r->arena, request_text(r, field));
    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\t') *c = ' ';
    return line;
}

static enum err check(struct request *r, struct upload *u) {
    const struct body_file *file = &r->file;
    if (!request_is_line(u->alt, ALT_LIMIT, false)) return request_bad(r, ERR_BAD_FIELD, "alt");
    if (!request_is_line(u->title, TITLE_LIMIT, false)) return request_bad(r, ERR_BAD_FIELD, "title");
    if (!file->field || strcmp(file->field, "image") != 0 || file->size == 0)
        return request_bad(r, ERR_BAD_FIELD, "image");
    if (!file->data) return request_bad(r, ERR_TOO_LARGE, "image");
    enum err e = picture_clean(file->data, file->size, &u->clean, &u->picture);
    return e == OK ? OK : request_bad(r, e, "image");
}

enum err images_check(struct request *r) {
    struct upload *u = arena_alloc(r->arena, sizeof *u);
    arena_defer(r->arena, upload_release, u);
    r->prepared = u;
    u->name = r->file.name ? name_of(r, r->file.name) : "";
    u->alt = line_of(r, "alt");
    u->title = line_of(r, "title");
    u->result = check(r, u);
    return OK;
}

/* Words where Markdown reads them: what has a meaning there is marked as a character of its own. */
static void add_words(struct buf *b, const char *words) {
    for (const char *c = words; *c; c++) {
        if (strchr("\\`*_[]<>&~\"!", *c)) buf_byte(b, '\\');
        buf_byte(b, *c);
    }
}

static const char *markdown_of(struct request *r, const struct upload *u, int64_t id) {
    BUF(b);
    buf_string(&b, "![");
    add_words(&b, u->alt);
    buf_printf(&b, "](%s", path_of(r, id));
    if (*u->title) {
        buf_string(&b, " \"");
        add_words(&b, u->title);
        buf_byte(&b, '"');
    }
    buf_byte(&b, ')');
    return arena_string(r->arena, b.data);
}

/* The form again, with what is wrong beside its field. The file has to be chosen anew: browsers do not give it back. */
static enum err again(struct request *r, const struct upload *u, json_t *section) {
    json_t *view = form_view(r, section, request_text(r, "alt"), request_text(r, "title"));
    const char *key = arena_printf(r->arena, "images.problem.%s.%s", r->bad_field, err_code(u->result));
    json_object_set_new(view, arena_printf(r->arena, "%s_error", r->bad_field), json_string(request_phrase(r, key)));
    return reply_view_status(r, err_status(u->result), "image_new", view);
}

/* A picture that is there already gets no second row, and nothing was done that is worth writing down. */
static enum err add(struct request *r, const struct upload *u, int64_t section, int64_t *id) {
    bool added;
    struct image image = {.type = u->picture.type,
                          .name = u->name,
                          .width = u->picture.width,
                          .height = u->picture.height,
                          .data = u->clean.data,
                          .size = u->clean.size};
    enum err e = image_add(r->db, &image, r->user.id, r->now, id, &added);
    return e == OK && added ? activity_add(r->db, r->now, r->user.id, DID_IMAGE_ADD, section, u->name) : e;
}

enum err images_add(struct request *r) {
    const struct upload *u = r->prepared;
    int64_t section_id = 0, id;
    json_auto_t *section = NULL;
    if (*request_text(r, "section")) {
        enum err e = request_integer(r, "section", &section_id);
        if (e != OK) return e;
    }
    enum err e = section_of(r, section_id, &section);
    if (e == ERR_NOT_FOUND) return request_bad(r, ERR_BAD_FIELD, "section");
    if (e != OK) return e;
    if (u->result != OK) return r->wants_json ? u->result : again(r, u, json_incref(section));
    e = add(r, u, section_id, &id);
    if (e != OK) return e;
    return reply_view(r, "image_added",
                      json_pack("{s:s s:I s:s s:i s:i s:s s:s s:s s:o}", "title", request_phrase(r, "images.added"),
                                "id", (json_int_t)id, "href", path_of(r, id), "width", u->picture.width, "height",
                                u->picture.height, "type", u->picture.type, "alt", u->alt, "markdown",
                                markdown_of(r, u, id), "section", section ? json_incref(section) : json_null()));
}
