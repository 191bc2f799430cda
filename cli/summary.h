/* What `tradewind run` prints of a certified result. */
#ifndef TRADEWIND_CLI_SUMMARY_H
#define TRADEWIND_CLI_SUMMARY_H

#include "command.h"

/* all: every region and more sectors. folder: where results were written, NULL: nowhere. */
void summary_print(const tw_result *result, int all, const char *folder, double seconds);

#endif
