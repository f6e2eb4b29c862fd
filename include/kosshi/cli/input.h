#ifndef KOSSHI_CLI_INPUT_H
#define KOSSHI_CLI_INPUT_H

#include <stdbool.h>

#include "kosshi/base/buf.h"
#include "kosshi/cli/command.h"

#define INPUT_LIMIT (256u * 1024u * 1024u) /* bytes: an interchange form with its images */

/*
 * Adds the text of a file ("-": standard input) to out: without a byte order mark, lines ended by LF, valid by
 * utf_check. False after saying what is wrong; a text that is none is reported with its line.
 */
bool input_text(struct command_line *line, const char *path, struct buf *out);

#endif
