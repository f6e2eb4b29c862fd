#include "kosshi/store/document.h"
#include "sql.h"

enum err reference_list(struct db *db, struct arena *a, struct reference **out, size_t *count) {
    SQL(list, db, "SELECT id, title, text FROM reference ORDER BY position");
    struct reference *items = NULL;
    size_t n = 0;
    enum err e;
    while (!(e = sql_row(&list))) {
        items = sql_room(a, items, n, sizeof *items);
        items[n++] = (struct reference){
            .id = sql_integer(&list, 0), .title = sql_string(&list, a, 1), .text = sql_string(&list, a, 2)};
    }
    *out = items;
    *count = n;
    return sql_end(e);
}

enum err reference_get(struct db *db, struct arena *a, int64_t id, struct reference *out) {
    SQL(find, db, "SELECT id, title, text FROM reference WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (e) return e;
    *out = (struct reference){
        .id = sql_integer(&find, 0), .title = sql_string(&find, a, 1), .text = sql_string(&find, a, 2)};
    return OK;
}

enum err reference_add(struct db *db, const char *title, const char *text) {
    SQL(add, db,
        "INSERT INTO reference (position, title, text)"
        " VALUES ((SELECT coalesce(max(position), 0) + 1 FROM reference), ?1, ?2)");
    sql_bind_string(&add, 1, title);
    sql_bind_string(&add, 2, text);
    return sql_run(&add);
}
