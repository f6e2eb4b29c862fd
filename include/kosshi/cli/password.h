#ifndef KOSSHI_CLI_PASSWORD_H
#define KOSSHI_CLI_PASSWORD_H

#include "kosshi/cli/command.h"

/*
 * A password for the command line, in the arena: one line of standard input when from_input, else asked for twice on
 * the terminal without showing it. NULL after saying what is wrong.
 */
const char *password_ask(struct command_line *line, bool from_input);

#endif
