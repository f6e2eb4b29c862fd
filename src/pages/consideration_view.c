#include "kosshi/pages/consideration_view.h"

#include <string.h>

#include "kosshi/store/document.h"

enum err consideration_view(struct request *r, json_t **groups) {
    struct consideration *considerations;
    size_t count;
    enum err e = consideration_list(r->db, r->arena, &considerations, &count);
    if (e != OK) return e;
    json_t *group = NULL;
    *groups = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct consideration *c = &considerations[i];
        if (i == 0 || strcmp(c->group, considerations[i - 1].group) != 0) {
            group = json_array();
            json_array_append_new(*groups, json_pack("{s:s, s:o}", "group", c->group, "considerations", group));
        }
        json_array_append_new(group, json_pack("{s:I, s:s}", "id", (json_int_t)c->id, "title", c->title));
    }
    return OK;
}
