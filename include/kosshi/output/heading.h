#ifndef KOSSHI_OUTPUT_HEADING_H
#define KOSSHI_OUTPUT_HEADING_H

/*
 * Which heading (1 to 6) a section of the document gets, on a page and on paper alike: the document's title is h1, a
 * chapter (depth 0) h2, and so down to h6. The headings inside a section's text begin one level below its own: what
 * render_key.heading asks for.
 */
int heading_of_section(int depth);
int heading_of_text(int depth);

#endif
