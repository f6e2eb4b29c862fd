#ifndef KOSSHI_HTTP_REPLY_H
#define KOSSHI_HTTP_REPLY_H

#include <jansson.h>

#include "kosshi/base/buf.h"
#include "kosshi/base/templates.h"
#include "kosshi/http/request.h"

/*
 * One view, two encodings. view (stolen) goes through templates/<name>.mustache for a browser, or out as JSON as it is
 * for Accept: application/json. The template sees the view, and besides: t (all phrases), lang, document.title, me
 * {id,name,display,role, is_reviewer, is_member, is_secretariat (each also true for higher roles)} or nothing when
 * signed out, path, here (path and query of a page that can be come back to, else null), css, js, icons (addresses of
 * the style sheet, the main script and the sprite of icons). Always OK.
 */
enum err reply_view(struct request *r, const char *name, json_t *view);
enum err reply_view_status(struct request *r, int status, const char *name, json_t *view);

/* 303 to a page of ours for a browser; for JSON 200 with view (stolen; NULL gives {"ok":true}). path is copied. */
enum err reply_done(struct request *r, const char *path, json_t *view);

/* 303, whatever the client accepts. */
enum err reply_redirect(struct request *r, const char *path);

/* Bytes as they are; takes what b holds. file_name NULL: shown, else downloaded under that name. */
enum err reply_bytes(struct request *r, const char *type, struct buf *b, const char *file_name);

/* A stream (taken), which is sent from now on: text/event-stream. */
enum err reply_stream(struct request *r, struct live_stream *stream);

/*
 * The page, or {"error":{"code","message","field"}}, of an error: the one place where errors become words. A text the
 * person had sent (fields text, body, title…) is shown again in a form that sends it once more, so that it is not lost.
 */
void reply_error(struct request *r, enum err e);

/* A moment as the request's language writes it, in the arena. */
const char *reply_moment(struct request *r, int64_t at);

#endif
