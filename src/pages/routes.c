#include "kosshi/pages/routes.h"

const struct route routes[] = {
    {METHOD_GET, "/", ROLE_VIEWER, READ, desk_show, NULL},
    {METHOD_GET, "/chapters/{id}", ROLE_VIEWER, READ, chapter_show, NULL},
    {METHOD_GET, "/document", ROLE_VIEWER, READ, chapter_document, NULL},
    {METHOD_GET, "/sections/{id}", ROLE_VIEWER, READ, chapter_of_section, NULL},

    {METHOD_GET, "/sections/{id}/edit", ROLE_MEMBER, READ, section_edit, NULL},
    {METHOD_GET, "/sections/{id}/text", ROLE_VIEWER, READ, section_text, NULL},
    {METHOD_POST, "/sections/{id}", ROLE_MEMBER, WRITE, section_submit, section_compare},
    {METHOD_POST, "/sections/{id}/updates", ROLE_MEMBER, WRITE, updates_push, NULL},
    {METHOD_POST, "/sections/{id}/preview", ROLE_MEMBER, READ, section_preview, NULL},
    {METHOD_GET, "/sections/{id}/history", ROLE_VIEWER, READ, NULL, history_show},
    {METHOD_POST, "/sections/{id}/history", ROLE_MEMBER, WRITE, history_submit, history_compare},
    {METHOD_GET, "/sections/{id}/table", ROLE_MEMBER, READ, table_show, NULL},
    {METHOD_POST, "/sections/{id}/table", ROLE_MEMBER, WRITE, table_submit, NULL},

    {METHOD_GET, "/outline", ROLE_SECRETARIAT, READ, outline_show, NULL},
    {METHOD_POST, "/sections", ROLE_SECRETARIAT, WRITE, outline_add, NULL},
    {METHOD_POST, "/sections/{id}/rename", ROLE_SECRETARIAT, WRITE, outline_rename, NULL},
    {METHOD_POST, "/sections/{id}/move", ROLE_SECRETARIAT, WRITE, outline_move, NULL},
    {METHOD_POST, "/sections/{id}/delete", ROLE_SECRETARIAT, WRITE, outline_delete, NULL},
    {METHOD_POST, "/sections/{id}/restore", ROLE_SECRETARIAT, WRITE, outline_restore, NULL},
    {METHOD_POST, "/sections/{id}/state", ROLE_SECRETARIAT, WRITE, outline_state, NULL},
    {METHOD_POST, "/outline/renumber", ROLE_SECRETARIAT, WRITE, outline_renumber, NULL},
    {METHOD_POST, "/outline/settings", ROLE_SECRETARIAT, WRITE, outline_settings, NULL},

    {METHOD_GET, "/comments", ROLE_VIEWER, READ, opinions_list, NULL},
    {METHOD_GET, "/comments/{id}", ROLE_VIEWER, READ, comments_show, NULL},
    {METHOD_POST, "/comments/seen", ROLE_VIEWER, WRITE, reading_mark, NULL},
    {METHOD_GET, "/people", ROLE_VIEWER, READ, people_list, NULL},
    {METHOD_GET, "/sections/{id}/comments", ROLE_VIEWER, READ, comments_section, NULL},
    {METHOD_POST, "/sections/{id}/comments", ROLE_REVIEWER, WRITE, comments_add, NULL},
    {METHOD_POST, "/comments/{id}/replies", ROLE_REVIEWER, WRITE, replies_to_comment, NULL},
    {METHOD_POST, "/comments/{id}/edit", ROLE_REVIEWER, WRITE, comments_edit, NULL},
    {METHOD_POST, "/comments/{id}/delete", ROLE_REVIEWER, WRITE, comments_delete, NULL},
    {METHOD_POST, "/comments/{id}/resolve", ROLE_REVIEWER, WRITE, comments_resolve, NULL},
    {METHOD_POST, "/comments/{id}/reopen", ROLE_REVIEWER, WRITE, comments_reopen, NULL},
    {METHOD_POST, "/replies/{id}/edit", ROLE_REVIEWER, WRITE, replies_edit, NULL},
    {METHOD_POST, "/replies/{id}/delete", ROLE_REVIEWER, WRITE, replies_delete, NULL},

    {METHOD_GET, "/sections/{id}/suggest", ROLE_REVIEWER, READ, suggestions_form, NULL},
    {METHOD_GET, "/sections/{id}/suggestions", ROLE_VIEWER, READ, NULL, suggestions_section},
    {METHOD_POST, "/sections/{id}/suggestions", ROLE_REVIEWER, WRITE, suggestions_add, suggestions_compare},
    {METHOD_GET, "/suggestions/{id}", ROLE_VIEWER, READ, NULL, suggestions_show},
    {METHOD_POST, "/suggestions/{id}/accept", ROLE_MEMBER, WRITE, suggestions_accept, NULL},
    {METHOD_POST, "/suggestions/{id}/reject", ROLE_MEMBER, WRITE, suggestions_reject, NULL},
    {METHOD_POST, "/suggestions/{id}/withdraw", ROLE_REVIEWER, WRITE, suggestions_withdraw, NULL},
    {METHOD_POST, "/suggestions/{id}/replies", ROLE_REVIEWER, WRITE, replies_to_suggestion, NULL},

    {METHOD_GET, "/indicators", ROLE_VIEWER, READ, indicators_list, NULL},

    {METHOD_GET, "/references", ROLE_VIEWER, READ, references_list, NULL},
    {METHOD_GET, "/references/{id}", ROLE_VIEWER, READ, references_show, NULL},
    {METHOD_GET, "/considerations", ROLE_VIEWER, READ, considerations_show, NULL},
    {METHOD_POST, "/considerations", ROLE_SECRETARIAT, WRITE, considerations_add, NULL},
    {METHOD_GET, "/sections/{id}/considerations", ROLE_MEMBER, READ, considerations_section, NULL},
    {METHOD_POST, "/sections/{id}/considerations", ROLE_MEMBER, WRITE, considerations_answer, NULL},

    {METHOD_GET, "/images", ROLE_MEMBER, READ, images_list, NULL},
    {METHOD_GET, "/images/new", ROLE_MEMBER, READ, images_new, NULL},
    {METHOD_GET, "/images/{id}", ROLE_VIEWER, READ, NULL, images_show},
    {METHOD_POST, "/images", ROLE_MEMBER, UPLOAD, images_add, images_check},

    {METHOD_GET, "/login", ROLE_NOBODY, READ, sign_in_form, NULL},
    {METHOD_POST, "/login", ROLE_NOBODY, WRITE, sign_in_submit, sign_in_prepare},
    {METHOD_POST, "/login/sample", ROLE_NOBODY, WRITE, sign_in_sample, NULL},
    {METHOD_POST, "/logout", ROLE_NOBODY, WRITE, sign_in_out, NULL},
    {METHOD_GET, "/invite/{word}", ROLE_NOBODY, READ, sign_in_invitation, NULL},
    {METHOD_POST, "/invite/{word}", ROLE_NOBODY, WRITE, sign_in_accept, sign_in_accept_prepare},

    {METHOD_GET, "/me", ROLE_VIEWER, READ, me_show, NULL},
    {METHOD_POST, "/me/password", ROLE_VIEWER, WRITE, me_password, me_password_prepare},
    {METHOD_POST, "/me/sign-out-everywhere", ROLE_VIEWER, WRITE, me_sign_out_everywhere, NULL},
    {METHOD_POST, "/me/display", ROLE_VIEWER, WRITE, me_display, NULL},

    {METHOD_GET, "/users", ROLE_SECRETARIAT, READ, users_list, NULL},
    {METHOD_POST, "/users/{id}/role", ROLE_SECRETARIAT, WRITE, users_role, NULL},
    {METHOD_POST, "/users/{id}/disable", ROLE_SECRETARIAT, WRITE, users_disable, NULL},
    {METHOD_POST, "/users/{id}/enable", ROLE_SECRETARIAT, WRITE, users_enable, NULL},
    {METHOD_POST, "/invitations", ROLE_SECRETARIAT, WRITE, users_invite, NULL},
    {METHOD_POST, "/invitations/{id}/withdraw", ROLE_SECRETARIAT, WRITE, users_invite_withdraw, NULL},
    {METHOD_GET, "/activity", ROLE_SECRETARIAT, READ, users_activity, NULL},

    {METHOD_GET, "/export", ROLE_SECRETARIAT, READ, export_show, NULL},
    {METHOD_POST, "/export", ROLE_SECRETARIAT, WRITE, export_done, export_prepare},

    {METHOD_GET, "/events", ROLE_VIEWER, STREAM, events_listen, NULL},
    {METHOD_POST, "/sections/{id}/presence", ROLE_MEMBER, READ, events_presence, NULL},

    {METHOD_GET, "/styles", ROLE_SECRETARIAT, READ, styles_show, NULL},
    {METHOD_POST, "/language", ROLE_NOBODY, SHARED, language_choose, NULL},
    {METHOD_GET, "/help", ROLE_NOBODY, READ, help_show, NULL},
    {METHOD_GET, "/healthz", ROLE_NOBODY, SHARED, help_health, NULL},
    {METHOD_GET, "/static/{word}", ROLE_NOBODY, SHARED, files_static, NULL},
};

const size_t route_count = sizeof routes / sizeof routes[0];
