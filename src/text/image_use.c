#include "kosshi/text/image_use.h"

#include <string.h>

#define LONGEST 18 /* digits of an id */

static int64_t number(const char *text, size_t size, size_t *at) {
    int64_t id = 0;
    size_t start = *at;
    for (; *at < size && text[*at] >= '0' && text[*at] <= '9'; ++*at) {
        if (*at - start == LONGEST) return 0;
        id = id * 10 + (text[*at] - '0');
    }
    return id;
}

int64_t image_use_next(const char *text, size_t size, size_t *at) {
    static const char address[] = "](/images/";
    while (*at < size) {
        const char *found = memmem(text + *at, size - *at, address, sizeof address - 1);
        if (!found) break;
        *at = (size_t)(found - text) + sizeof address - 1;
        int64_t id = number(text, size, at);
        if (id > 0) return id;
    }
    return 0;
}
