#include "kosshi/pages/label.h"

const char *label_kind(struct request *r, enum section_kind kind) {
    return request_phrase(r, arena_printf(r->arena, "kinds.%s", outline_kind_name(kind)));
}

const char *label_state(struct request *r, enum section_state state) {
    return request_phrase(r, arena_printf(r->arena, "states.%s", section_state_name(state)));
}

const char *label_role(struct request *r, enum role role) {
    return request_phrase(r, arena_printf(r->arena, "roles.%s", role_name(role)));
}

const char *label_kind_hint(struct request *r, enum section_kind kind) {
    return request_phrase(r, arena_printf(r->arena, "chapter.hint.%s", outline_kind_name(kind)));
}

const char *label_role_about(struct request *r, enum role role) {
    return request_phrase(r, arena_printf(r->arena, "invitation.role_about.%s", role_name(role)));
}

const char *label_size(struct request *r, int64_t bytes) {
    return arena_printf(r->arena, "%lld KB", (long long)((bytes + 1023) / 1024));
}
