#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"

/* Their shown names alone, as texts call them. */
enum err people_list(struct request *r) {
    struct user *users;
    size_t count;
    enum err e = user_list(r->db, r->arena, &users, &count);
    if (e != OK) return e;
    json_t *people = json_array();
    for (size_t i = 0; i < count; i++) {
        if (users[i].disabled_at) continue;
        json_array_append_new(people, json_pack("{s:I s:s}", "id", (json_int_t)users[i].id, "name", users[i].display));
    }
    r->wants_json = true; /* there is no page of them */
    return reply_view(r, "", json_pack("{s:o}", "people", people));
}
