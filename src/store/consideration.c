#include "kosshi/store/document.h"
#include "sql.h"

enum err consideration_list(struct db *db, struct arena *a, struct consideration **out, size_t *count) {
    SQL(list, db, "SELECT id, group_name, title FROM consideration ORDER BY position");
    struct consideration *items = NULL;
    size_t n = 0;
    enum err e;
    while (!(e = sql_row(&list))) {
        items = sql_room(a, items, n, sizeof *items);
        items[n++] = (struct consideration){
            .id = sql_integer(&list, 0), .group = sql_string(&list, a, 1), .title = sql_string(&list, a, 2)};
    }
    *out = items;
    *count = n;
    return sql_end(e);
}

enum err consideration_add(struct db *db, const char *group, const char *title) {
    SQL(add, db,
        "INSERT INTO consideration (position, group_name, title)"
        " VALUES ((SELECT coalesce(max(position), 0) + 1 FROM consideration), ?1, ?2)");
    sql_bind_string(&add, 1, group);
    sql_bind_string(&add, 2, title);
    return sql_run(&add);
}
