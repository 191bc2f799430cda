/* What the files of `tradewind routes` share. */
#ifndef TRADEWIND_CLI_ROUTES_H
#define TRADEWIND_CLI_ROUTES_H

#include "command.h"

/* Prints a scenario of barriers. Returns the exit code. routes_barriers.c */
int print_barriers(tw_context *context, const arguments *arguments, const tw_routes_options *options);

#endif
