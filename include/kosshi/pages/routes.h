#ifndef KOSSHI_PAGES_ROUTES_H
#define KOSSHI_PAGES_ROUTES_H

#include <stddef.h>

#include "kosshi/http/request.h"

/* The route table of the whole program: every address it answers, who may, and which function does it. */
extern const struct route routes[];
extern const size_t route_count;

/* One screen a file, its page functions below its name. */

/* pages/desk.c: GET / */
page desk_show;
/* pages/chapter.c: GET /chapters/{id}; GET /document; GET /sections/{id} (303 to its place in its chapter) */
page chapter_show, chapter_document, chapter_of_section;
/* pages/section.c: GET /sections/{id}/edit; GET /sections/{id}/text; POST /sections/{id} (base_version, text); POST
 * /sections/{id}/preview (text, reads only) */
page section_edit, section_text, section_compare, section_submit, section_preview;
page updates_push;
/* pages/history.c: GET /sections/{id}/history (page; from, to; version; restore; who, person); POST
 * /sections/{id}/history (version, base_version): brings that text back */
page history_show, history_compare, history_submit;
/* pages/table.c: GET/POST /sections/{id}/table (its fields: see there) */
page table_show, table_submit;
/* pages/outline.c: GET /outline; POST /sections (parent, kind, title, number); POST
 * /sections/{id}/rename|move|delete|restore|state; POST /outline/renumber (parent); POST /outline/settings (title,
 * day_style, diagram, publisher, contact; those of the last three that are sent) */
page outline_show, outline_add, outline_rename, outline_move, outline_delete, outline_restore, outline_state,
    outline_renumber, outline_settings;
/* pages/opinions.c: GET /comments; opinions_answer.c, opinions_respond.c: GET/POST /comments/{id}/response; opinions_merge.c: POST
 * /comments/{id}/merge|split (their fields: see there) */
page opinions_list, opinions_answer, opinions_respond, opinions_merge, opinions_merge_undo;
/* pages/comments.c: GET /comments/{id}; GET (state, kind), POST /sections/{id}/comments (body, kind; anchor: its words, see there); POST
 * /comments/{id}/edit (body, kind); POST /comments/{id}/delete|resolve|reopen */
page comments_show, comments_section, comments_find, comments_add, comments_edit, comments_delete, comments_resolve,
    comments_reopen;
/* pages/replies.c: POST /comments/{id}/replies, /suggestions/{id}/replies, /replies/{id}/edit (body); POST
 * /replies/{id}/delete */
page replies_to_comment, replies_to_suggestion, replies_edit, replies_delete;
/* pages/reading.c: POST /comments/seen (comments, suggestions: how far those were read, see there; or all) */
page reading_mark;
/* pages/people.c: GET /people, their ids and shown names */
page people_list;
/* pages/suggestions.c: GET/POST /sections/{id}/suggestions; GET /suggestions/{id}; POST
 * /suggestions/{id}/accept|reject|withdraw (their fields: see there) */
page suggestions_section, suggestions_compare, suggestions_add, suggestions_show, suggestions_accept,
    suggestions_reject, suggestions_withdraw;
/* pages/suggestions_form.c: GET /sections/{id}/suggest */
page suggestions_form;
/* pages/outside.c: GET/POST /comments/outside (source, name, people, section, kind, body); GET /comments/outside/example,
 * a CSV to fill in */
page outside_show, outside_submit, outside_example;
/* pages/outside_import.c: GET /comments/outside/import; POST /comments/outside/check (file; section, source of rows without
 * them), which reads it and shows what would come; POST /comments/outside/import (text of that file, section, source;
 * there: again, so that what is there already comes once more) */
page outside_import_show, outside_import_read, outside_import_check, outside_import_prepare, outside_import_submit;
/* pages/indicators.c: GET /indicators (progress: only those in that state) */
page indicators_list;
/* pages/references.c: GET /references; GET /references/{id} */
page references_list, references_show;
/* pages/considerations.c: GET /considerations (show: unanswered); POST /considerations (group, title);
 * GET/POST /sections/{id}/considerations (c<ID>: 1, 0) */
page considerations_show, considerations_add, considerations_section, considerations_answer;
/* pages/images.c: GET /images; GET /images/new (section); GET /images/{id}, its bytes; POST /images (image, a file;
 * alt, title, section) */
page images_list, images_new, images_show, images_check, images_add;
/* pages/sign_in.c: GET/POST /login; POST /login/sample, /logout; GET/POST /invite/{word} */
page sign_in_form, sign_in_prepare, sign_in_submit, sign_in_sample, sign_in_out, sign_in_invitation,
    sign_in_accept_prepare, sign_in_accept;
/* pages/me.c: GET /me; POST /me/password; POST /me/sign-out-everywhere; POST /me/display */
page me_show, me_password_prepare, me_password, me_sign_out_everywhere, me_display;
/* pages/users.c: GET /users; POST /users/{id}/role|disable|enable; POST /invitations (role, note); POST
 * /invitations/{id}/withdraw; GET /activity */
page users_list, users_role, users_disable, users_enable, users_invite, users_invite_withdraw, users_activity;
/* pages/export.c: GET /export; POST /export (format: html, text, md, json) */
page export_show, export_prepare, export_done;
/* pages/events.c: GET /events (section, any number of them; last_event_id), a stream; POST /sections/{id}/presence
 * (client, version, anchor, head; or client, leave: true) */
page events_listen, events_presence;
/* pages/language.c: POST /language (language: ja, en; next: where to go on) */
page language_choose;
/* pages/styles.c: GET /styles */
page styles_show;
/* pages/help.c: GET /help; GET /healthz */
page help_show, help_health;
/* pages/files.c: GET /static/{word} */
page files_static;

#endif
