#include "kosshi/store/document.h"
#include "sql.h"

static void read_row(struct sql *s, struct arena *a, void *item) {
    *(struct reference *)item =
        (struct reference){.id = sql_integer(s, 0), .title = sql_string(s, a, 1), .text = sql_string(s, a, 2)};
}

enum err reference_list(struct db *db, struct arena *a, struct reference **out, size_t *count) {
    SQL(list, db, "SELECT id, title, text FROM reference ORDER BY position");
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

enum err reference_get(struct db *db, struct arena *a, int64_t id, struct reference *out) {
    SQL(find, db, "SELECT id, title, text FROM reference WHERE id = ?1");
    sql_bind_integer(&find, 1, id);
    enum err e = sql_row(&find);
    if (!e) read_row(&find, a, out);
    return e;
}

enum err reference_add(struct db *db, const char *title, const char *text) {
    SQL(add, db,
        "INSERT INTO reference (position, title, text)"
        " VALUES ((SELECT coalesce(max(position), 0) + 1 FROM reference), ?1, ?2)");
    sql_bind_string(&add, 1, title);
    sql_bind_string(&add, 2, text);
    return sql_run(&add);
}
