/* A decision over a market: levers are rules of its policy, contingencies shocks on top, payoffs numbers of its buyers or
 * suppliers. Inside choice/. docs/formats.md, "Decisions over a market".
 *
 * Data flow: file -> a scenario with a section market for each pair (scenario/read/parts.c) -> an outlook for each, with
 * the same draws for all (outlook/payoff.h) -> the table of payoffs that decide_judge.c takes, as of any decision. */
#ifndef TWI_CHOICE_DECIDE_MARKET_H
#define TWI_CHOICE_DECIDE_MARKET_H

#include "choice/decide.h"

/* decide_market_read.c: reads the indicator; refuses what only a decision over a world has. */
tw_status twi_decide_market_read(tw_decision *decision);
/* The same of a decision over a market and the core together. */
tw_status twi_decide_link_check(const tw_decision *decision);
/* decide_market.c: as tw_decide, into a verdict whose settings are there. */
tw_status twi_decide_market(tw_verdict *verdict, const tw_decide_options *options, const twi_budget *budget);

#endif
