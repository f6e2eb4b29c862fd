#ifndef KOSSHI_CLI_TARGET_H
#define KOSSHI_CLI_TARGET_H

#include <stdbool.h>

#include "kosshi/base/buf.h"
#include "kosshi/cli/command.h"

/* Where a command puts what it has made: the path of its -o; NULL or "-": standard output. */

/* True for a document or one of the files SQLite keeps beside it, that of the command's first place or another: nothing
 * that is made must ever take its place. */
bool target_is_document(struct command_line *line, const char *path);

/* What is no text has nothing to do there. */
bool target_is_terminal(const char *path);

/* An exit status; what went wrong has been said. Whoever reads a path meets the old file or the whole new one. */
int target_write(struct command_line *line, const char *path, const struct buf *b);

#endif
