/* What `tradewind run` prints of a certified result. */
#ifndef TRADEWIND_CLI_SUMMARY_H
#define TRADEWIND_CLI_SUMMARY_H

#include "command.h"

/* Prints what there is to say of the last year, and of the path. all: every region and more of the rest. folder: where
 * results were written, NULL: nowhere. */
void summary_print(tw_context *context, const tw_path *path, int all, const char *folder, double seconds);

/* Print pieces of it, each with an empty line before it, or nothing where there is nothing to say: summary_policy.c. */
void summary_conditions(const tw_result *result, int all);
void summary_preferences(const tw_result *result, int all);
void summary_years(const tw_path *path, int all);
/* Prints bars of real income for the first regions of the order and those that the headline names: summary_chart.c. */
void summary_chart(const tw_result *result, const int *order, const tw_headline *headline);
/* Print of a range what drives the spread of its outcomes, and how many draws there were: range_draws.c. */
void range_drivers(const tw_range_result *range);
/* A table of drivers, a row at a time, which table_print prints; a total of NaN: the outcome does not vary. */
text_table *drivers_table(void);
void drivers_row(text_table *table, const char *outcome, const char *parameter, const double share[2],
                 const double error[2]);
void range_draws(const tw_range_result *range);
/* Brings the named regions that come after the first `rows` of the order to their end. Returns the new end. */
int add_named(int *order, int N, int rows, const int *which, int named);

/* run_product.c: whether the world has the product that --product names (code NULL: none); returns 0, or the exit code
 * after a message. The others tell a result of it, as words and as JSON. */
int product_check(const tw_world *world, const char *code);
void product_print(const tw_result *result, const char *code, int all);
void product_json(const tw_result *result, const char *code);
/* summary_illegal.c: a scenario with illegal fish at its three shares, printed or as JSON; the exit code, with a line on
 * standard error for each share without a certified solution. */
void illegal_print(const tw_illegal *illegal, int all, const char *folder);
void illegal_json(const tw_illegal *illegal);
int illegal_uncertified(const tw_illegal *illegal);

/* Prints a market under a scenario, NULL: as it is, all of whose years are certified. summary_market.c */
void market_print(tw_context *context, const tw_outlook *outlook, const tw_scenario *scenario, const arguments *a);
/* Its buyers and suppliers alone, of a market that is linked to the core. */
void market_sides_print(tw_context *context, const tw_outlook *outlook, int all);
/* summary_market_draws.c: what is drawn and what drives the spread, as words and as JSON; nothing without draws. */
void market_draws_print(const tw_outlook *outlook, int all);
void js_market_draws(const tw_outlook *outlook);
/* market.c: `tradewind range` of a scenario of a market alone; returns the exit code. */
int range_market(tw_context *context, const arguments *a, tw_scenario *scenario, const tw_range_options *range);
/* Prints a stress test that is certified: summary_stress.c */
void stress_print(const tw_stress *stress, const arguments *a);
/* run_cascade.c: rounds of bans, what nobody did left out unless all, and both parties of clauses; the same as JSON. */
void cascade_print(const tw_cascade *cascade, int all);
void cascade_json(const tw_cascade *cascade);

/* run_link.c: a run that is linked to a market, as words and as JSON. */
void link_print(tw_context *context, const tw_link *link, int all);
void link_json(tw_context *context, const tw_link *link);
/* range_link.c: what draws of such a run come to, its market's buyers and suppliers with them; the same as JSON. */
void link_draws_print(tw_context *context, const tw_link *link, const tw_range_result *range, int all);
void link_draws_json(tw_context *context, const tw_link *link);
/* Of one without an answer: how it ended, and how far it came. */
void link_failed_json(const tw_scenario *scenario, const tw_world *world, const tw_link_info *info, double seconds);

/* Prints the focus of the result, if it has one, between empty lines; range NULL: without ranges. focus.c */
void focus_print(const tw_result *result, const tw_range_result *range);

#endif
