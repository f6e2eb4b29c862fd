#include "kosshi/http/uploads.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

#include "kosshi/base/helper.h"

static bool is_late(const struct upload *upload) {
    return helper_now() - upload->begun_at > UPLOAD_LASTS_MS;
}

/* The end of what is sent, with nothing left to be read before it: the rest will never come. */
static bool sender_is_gone(const struct upload *upload) {
    char byte;
    ssize_t got = recv(upload->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

void uploads_leave(struct uploads *u, struct upload *upload) {
    for (size_t i = 0; i < UPLOADS_AT_ONCE; i++)
        if (u->held[i] == upload) u->held[i] = NULL;
    upload->has_place = false;
}

/* The library may have missed the end of a connection: shut down from here, it hears of it and frees what it has. */
static void clear_out(struct uploads *u) {
    for (size_t i = 0; i < UPLOADS_AT_ONCE; i++) {
        struct upload *held = u->held[i];
        if (!held || held->is_whole || (!is_late(held) && !sender_is_gone(held))) continue;
        uploads_leave(u, held);
        shutdown(held->socket, SHUT_RDWR);
    }
}

bool uploads_enter(struct uploads *u, struct upload *upload) {
    struct upload **place = NULL;
    int own = 0;
    clear_out(u);
    for (size_t i = 0; i < UPLOADS_AT_ONCE; i++) {
        if (!u->held[i])
            place = &u->held[i];
        else
            own += u->held[i]->person == upload->person;
    }
    upload->has_place = place && own < UPLOADS_OF_ONE;
    if (!upload->has_place) return false;
    *place = upload;
    upload->begun_at = helper_now();
    return true;
}

bool uploads_go_on(struct uploads *u, struct upload *upload) {
    if (upload->has_place && is_late(upload)) uploads_leave(u, upload);
    return upload->has_place;
}
