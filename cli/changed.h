/* What balance, update and split share: a world made from another is written and what moved is said. */
#ifndef TRADEWIND_CLI_CHANGED_H
#define TRADEWIND_CLI_CHANGED_H

#include "command.h"

/* What there is to know about the codes of a world that was made just now: those that hide a group, mean a word of
 * policies or need quotes. */
void print_code_findings(const tw_world *world);
/* Writes a world into a folder or a file .tww and says so; returns the exit code. */
int write_world(tw_context *context, const tw_world *world, const char *target);
/* Writes the new world where --out says and the report where --report says, prints what moved; returns the exit code.
 */
int write_changed(tw_context *context, const tw_world *before, const tw_world *after, const arguments *a);
/* Prints the differences of a comparison: a table of sums by kind, then the largest of each kind. */
int print_differences(const tw_world *before, const tw_comparison *comparison, int all);

#endif
