#ifndef KOSSHI_OUTPUT_RENDER_H
#define KOSSHI_OUTPUT_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kosshi/base/errors.h"

/*
 * Texts rendered in helper processes, and kept: what was rendered once for (source, id, version, heading, form) is not
 * rendered again. A text that could not be rendered is remembered as such. The numbers of figures and tables are not in
 * it, so that it stays true when another text changes: see output/figures.h.
 *
 * It never blocks: a text that is not there yet is ERR_AGAIN; the helpers work on behind render_fd, and the caller asks
 * again after render_step said that something is done. Who has nothing else to do calls render_wait.
 */
enum render_source { RENDER_SECTION, RENDER_REFERENCE, RENDER_PREVIEW };

/* markdown_html, for papers; the same with its lines, for pages on which the text is written or marked; markdown_text */
enum render_form { RENDER_HTML, RENDER_LINES, RENDER_TEXT };

struct render_key {
    enum render_source source;
    int64_t id;      /* of the section or reference; for a preview the section, 0 for none */
    int64_t version; /* of the section's text; 0 for a reference; ignored for a preview, which is kept by its bytes */
    int heading;     /* see markdown_options; 0 for RENDER_TEXT */
    enum render_form form;
};

struct render;

struct render *render_new(int helpers); /* new; helpers: how many processes */
void render_free(struct render *r);

/*
 * A text in the form of its key; borrowed until the next render_step or render_trim. ids in it are prefixed "s12-"
 * (section 12), "r3-" (reference 3), "p-" (preview). ERR_AGAIN: it is under way; ask for all the texts a page needs
 * before returning, they are rendered side by side. ERR_UNRENDERABLE: it took too much time, memory or room; show the
 * text as it was typed and say so.
 * asker: who waits (a user id; 0 for the program itself, which may have all helpers), so that one person's bombs do not
 * take all helpers: of two helpers or more an asker never has the last one, and askers with texts in the queue take
 * turns. A person is not kept waiting longer than about a second: then a text that is still awaited is ERR_UNRENDERABLE
 * for now (see render_postponed), and it is rendered for the next one who asks.
 */
enum err render_html(struct render *r, int64_t asker, const struct render_key *key, const char *text, size_t size,
                     const char **html, size_t *html_size) MUST_USE;

/* A descriptor to wait on for reading (an epoll of its helpers), and how long to wait at most, in ms,
 * -1 for no limit. */
int render_fd(const struct render *r);
int render_wait_ms(const struct render *r);

/* Goes on with what is under way. True when at least one text was done or given up. */
bool render_step(struct render *r);

/* Waits until at least one text that is under way was done or given up; at once when none is. */
void render_wait(struct render *r);

/* How many answers so far were ERR_UNRENDERABLE only for now: a page made meanwhile is not worth keeping. */
uint64_t render_postponed(const struct render *r);

/* Lets the oldest results go until at most `bytes` of HTML are kept. Previews go first. What was asked for since a text
 * that is still awaited stays: call it when the pages that wait have asked again. */
void render_trim(struct render *r, size_t bytes);

#endif
