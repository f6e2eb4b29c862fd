#include "kosshi/http/reply.h"
#include "kosshi/pages/routes.h"

enum err language_choose(struct request *r) {
    enum language language;
    const char *next = request_own_path(request_text(r, "next"));
    if (!language_of_tag(request_text(r, "language"), &language)) return request_bad(r, ERR_BAD_FIELD, "language");
    r->reply.language = language_tag(language);
    return reply_done(r, next ? next : "/", NULL);
}
