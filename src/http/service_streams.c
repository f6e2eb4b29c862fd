#include "kosshi/base/helper.h"
#include "service_in.h"

/* Whether the person of a stream may still listen. A file that cannot be read now shuts nobody out. */
static bool may_listen(struct request *r, void *context) {
    const struct service *s = context;
    ARENA(a);
    struct user user;
    enum err e = session_find(s->db, a, r->token, db_now(), &user, NULL);
    return e == OK ? user.role >= r->route->role : e != ERR_SIGNED_OUT;
}

enum err service_streams_open(struct service *s) {
    struct live_options o = {.db = s->db,
                             .most = s->options.streams,
                             .wake = s->options.wake,
                             .gone = s->options.gone,
                             .may = may_listen,
                             .context = s};
    return live_open(&o, &s->live);
}

/* The logs are read after the commit, once for all of a turn's writers; again in the next turn when they could not be. */
bool service_streams_tell(struct service *s) {
    if (s->has_news) s->has_news = live_look(s->live) != OK;
    return live_turn(s->live, helper_now());
}
