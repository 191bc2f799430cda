/* What `replay` and `diff` print of a comparison. */
#ifndef TRADEWIND_CLI_TRACE_H
#define TRADEWIND_CLI_TRACE_H

#include "command.h"

/* Prints the inputs that differ, under a heading; nothing where there are none. */
void trace_inputs_print(const tw_trace *trace, const char *heading);
/* Prints a line for each table, then the largest differences. first, second: what the two sides are called, as heads of
 * columns. by_weight: differences are told against the column's largest number, else relative to themselves. */
void trace_tables_print(const tw_trace *trace, const char *first, const char *second, int by_weight, int all);
/* Counts how many numbers were compared, and how many are not the same bits. */
void trace_counts(const tw_trace *trace, size_t *numbers, size_t *differ);

#endif
