#include "kosshi/store/document.h"
#include "sql.h"

static void read_row(struct sql *s, struct arena *a, void *item) {
    *(struct consideration *)item =
        (struct consideration){.id = sql_integer(s, 0), .group = sql_string(s, a, 1), .title = sql_string(s, a, 2)};
}

enum err consideration_list(struct db *db, struct arena *a, struct consideration **out, size_t *count) {
    SQL(list, db, "SELECT id, group_name, title FROM consideration ORDER BY position");
    return sql_list(&list, a, sizeof **out, read_row, out, count);
}

enum err consideration_add(struct db *db, const char *group, const char *title) {
    SQL(add, db,
        "INSERT INTO consideration (position, group_name, title)"
        " VALUES ((SELECT coalesce(max(position), 0) + 1 FROM consideration), ?1, ?2)");
    sql_bind_string(&add, 1, group);
    sql_bind_string(&add, 2, title);
    return sql_run(&add);
}
