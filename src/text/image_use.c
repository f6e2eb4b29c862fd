#include "kosshi/text/image_use.h"

#include <string.h>

bool image_use_read(const char *address, size_t size, int64_t *id) {
    static const char path[] = "/images/";
    size_t at = sizeof path - 1;
    if (size <= at || size > IMAGE_USE_SIZE || memcmp(address, path, at) != 0 || address[at] == '0') return false;
    for (*id = 0; at < size; at++) {
        if (address[at] < '0' || address[at] > '9') return false;
        *id = *id * 10 + (address[at] - '0');
    }
    return true;
}
