#include "interchange_value.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/log.h"
#include "kosshi/text/decimal.h"
#include "kosshi/text/utf.h"

#define INTEGER_MOST 9007199254740991LL

enum err interchange_value_refuse(struct interchange_reader *r, const char *format, ...) {
    BUF(why);
    va_list arguments;
    char line[512];
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    buf_string(&why, line);
    *r->why = buf_steal(&why);
    return ERR_BAD_INTERCHANGE;
}

enum err interchange_value_judge(struct interchange_reader *r, const char *where, const char *blame, enum err e) {
    if (!e || err_status(e) >= 500) return e;
    return interchange_value_refuse(r, "%s: %s (%s)", where, blame, err_code(e));
}

enum err interchange_value_text(struct interchange_reader *r, struct interchange_place p, const char *key,
                                const char **out) {
    json_t *value = json_object_get(p.object, key);
    if (!json_is_string(value)) return interchange_value_refuse(r, "%s: \"%s\" must be a string", p.where, key);
    *out = json_string_value(value);
    enum err e = utf_check(*out, json_string_length(value));
    return e ? interchange_value_refuse(r, "%s: \"%s\": %s", p.where, key, err_code(e)) : OK;
}

enum err interchange_value_text_if(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   const char **out) {
    return json_object_get(p.object, key) ? interchange_value_text(r, p, key, out) : OK;
}

enum err interchange_value_integer(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   int64_t least, int64_t *out) {
    json_t *value = json_object_get(p.object, key);
    if (!json_is_integer(value) || json_integer_value(value) < least || json_integer_value(value) > INTEGER_MOST) {
        return interchange_value_refuse(r, "%s: \"%s\" must be a whole number from %lld to %lld", p.where, key,
                                        (long long)least, INTEGER_MOST);
    }
    *out = json_integer_value(value);
    return OK;
}

enum err interchange_value_decimal(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   const char **out) {
    json_t *value = json_object_get(p.object, key);
    if (json_is_string(value))
        *out = json_string_value(value);
    else if (json_is_integer(value))
        *out = arena_printf(r->arena, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        *out = arena_printf(r->arena, "%.15g", json_real_value(value));
    else
        *out = NULL;
    if (*out && (!**out || decimal_is(*out))) return OK;
    return interchange_value_refuse(r, "%s: \"%s\" must be a number such as \"12.5\", or \"\"", p.where, key);
}

enum err interchange_value_year(struct interchange_reader *r, struct interchange_place p, const char *key, int *out) {
    int64_t year = 0;
    enum err e = interchange_value_integer(r, p, key, 0, &year);
    *out = year > INT_MAX ? INT_MAX : (int)year; /* no fiscal year, which the store refuses */
    return e;
}

enum err interchange_value_ids(struct interchange_reader *r, struct interchange_place p, const char *key, int64_t **out,
                               size_t *count) {
    json_t *list = json_object_get(p.object, key), *id;
    if (!json_is_array(list)) return interchange_value_refuse(r, "%s: \"%s\" must be a list", p.where, key);
    *count = json_array_size(list);
    *out = arena_alloc(r->arena, (*count + 1) * sizeof **out);
    size_t i;
    json_array_foreach(list, i, id) {
        if (!json_is_integer(id) || json_integer_value(id) < 1)
            return interchange_value_refuse(r, "%s.%s[%zu]: must be an id", p.where, key, i);
        (*out)[i] = json_integer_value(id);
        for (size_t before = 0; before < i; before++)
            if ((*out)[before] == (*out)[i])
                return interchange_value_refuse(r, "%s.%s[%zu]: an id that is there already", p.where, key, i);
    }
    return OK;
}

enum err interchange_value_each(struct interchange_reader *r, struct interchange_place p, const char *key,
                                interchange_take *take, void *context) {
    json_t *list = json_object_get(p.object, key);
    if (!json_is_array(list)) return interchange_value_refuse(r, "%s: \"%s\" must be a list", p.where, key);
    size_t i;
    json_t *object;
    json_array_foreach(list, i, object) {
        struct interchange_place item = {object, arena_printf(r->arena, "%s.%s[%zu]", p.where, key, i)};
        if (!json_is_object(object)) return interchange_value_refuse(r, "%s: must be an object", item.where);
        enum err e = take(r, item, context);
        if (e) return e;
    }
    return OK;
}

enum err interchange_value_each_if(struct interchange_reader *r, struct interchange_place p, const char *key,
                                   interchange_take *take, void *context) {
    return json_object_get(p.object, key) ? interchange_value_each(r, p, key, take, context) : OK;
}

enum err interchange_value_append(json_t *list, json_t *item) {
    if (item && json_array_append_new(list, item) == 0) return OK;
    log_error("interchange: the file holds a text that is not UTF-8");
    return ERR_IO;
}
