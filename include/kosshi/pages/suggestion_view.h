#ifndef KOSSHI_PAGES_SUGGESTION_VIEW_H
#define KOSSHI_PAGES_SUGGESTION_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "kosshi/http/request.h"
#include "kosshi/store/section.h"
#include "kosshi/store/suggestion.h"
#include "kosshi/text/unit_index.h"

/* What the suggestions of one section have in common, and the text of it that was read last. */
struct suggestion_reader {
    bool may_decide, locked;
    int64_t version;
    bool is_known; /* the text of that version */
    struct unit_index text;
};
enum err suggestion_view_begin(struct request *r, const struct section *s, struct suggestion_reader *out) MUST_USE;

/*
 * What a page, or a script, says of a suggestion: id, section, author, at, at_text, reason, state, overlaps, version,
 * changes (for the text of version), pieces [{from, to, deleted, inserted}] (in it; deleted is null where that text is not
 * known any more), made {version, changes}, decision (null while it waits, else by, at, at_text, reason),
 * accepted_version, part_of (null for none), permalink, may_decide (this person, now), may_accept, may_withdraw, replies
 * (thread_view.h), has_replies, unread, last_reply (its id, 0 for none). A page
 * has besides state_label, is_<state>, has_several, has_none (pieces), diff (diff_view.h, with piece_number at each place
 * where there are several), and where it overlaps made_diff: what was suggested against the text then. new.
 */
enum err suggestion_view(struct request *r, struct suggestion_reader *reader, const struct suggestion *s,
                         json_t **out) MUST_USE;

#endif
