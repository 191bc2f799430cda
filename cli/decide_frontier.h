/* What tradewind decide --frontier prints. */
#ifndef TRADEWIND_CLI_DECIDE_FRONTIER_H
#define TRADEWIND_CLI_DECIDE_FRONTIER_H

#include "tradewind.h"

/* Prints the frontier of a verdict: costs of the levers, a line a point; nothing where none was asked for. */
void decide_print_frontier(const tw_decision *decision, const tw_world *world, const tw_verdict *verdict);

#endif
