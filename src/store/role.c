#include <string.h>

#include "kosshi/store/user.h"

static const char *const role_names[ROLE_COUNT] = {
    [ROLE_NOBODY] = "nobody", [ROLE_VIEWER] = "viewer",           [ROLE_REVIEWER] = "reviewer",
    [ROLE_MEMBER] = "member", [ROLE_SECRETARIAT] = "secretariat",
};

const char *role_name(enum role r) {
    return role_names[r];
}

enum role role_of(const char *name) {
    int r = ROLE_NOBODY + 1;
    while (r < ROLE_COUNT && strcmp(name, role_names[r]) != 0)
        r++;
    return (enum role)r;
}
