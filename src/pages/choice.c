#include "kosshi/pages/choice.h"

void choice_add(json_t *list, const char *value, const char *label, bool chosen) {
    json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "value", value, "label", label, "chosen", chosen));
}
