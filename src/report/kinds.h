/* The kinds of results folders, a row each: the one list of them. A new kind is a row here, lines for its files in
 * base/results.h, and the files that write, replay and show it; src/README.md goes through them.
 *
 * X(NAME, name, tables, inputs, article, fields):
 *
 *   NAME      TWI_RESULTS_NAME
 *   name      the word of run.json, which is the verb; it is solved again by twi_replay_NAME (trace/replay_job.h)
 *   tables    its tables (twi_tables of report.h)
 *   inputs    says what differs in what two folders of the kind were made of (trace/inputs.c), but for what all kinds have
 *             in common; NULL: nothing
 *   article   puts it on the page without scripts, or is its whole page (page/plain.c); NULL: the tables of a run
 *   fields    of twi_results_row (kind.h)
 *
 * A room takes of a row what it has to do with, so that none needs a room below it, and a program that makes pages does
 * not carry what solves. */
#ifndef TWI_REPORT_KINDS_H
#define TWI_REPORT_KINDS_H

#define TWI_RESULTS_LIST(X)                                                                                            \
  X(RUN, run, twi_run_tables, NULL, NULL, .words = "a run", .part = "scenario", .same = "world, scenario, settings",   \
    .page = {.list = "runs", .noun = "run"})                                                                           \
  X(RANGE, range, twi_run_tables, NULL, NULL, .words = "a range", .older = "range", .part = "scenario",                \
    .same = "world, scenario, settings", .page = {.list = "runs", .noun = "run"})                                      \
  X(DECIDE, decide, twi_decision_tables, twi_trace_decisions, twi_plain_decision, .words = "a decision",               \
    .older = "decision", .part = "decision", .same = "world, decision, settings",                                      \
    .page = {.list = "decisions",                                                                                      \
             .key = "decision",                                                                                        \
             .file = "decision.json",                                                                                  \
             .digits = 15,                                                                                             \
             .noun = "decision",                                                                                       \
             .needs = {"levers", "contingencies", "regions"},                                                          \
             .title_of = "decision",                                                                                   \
             .title = "title"})                                                                                        \
  X(RECONCILE, reconcile, twi_reconcile_tables, NULL, twi_plain_reconciliation, .words = "a reconciliation",           \
    .uncertified = 1, .part = "scenario", .same = "world, scenario, settings",                                         \
    .page = {.list = "reconciliations",                                                                                \
             .key = "reconciliation",                                                                                  \
             .file = "reconcile.json",                                                                                 \
             .digits = 17,                                                                                             \
             .noun = "decision",                                                                                       \
             .needs = {"regions", "variants"},                                                                         \
             .title_of = "scenario",                                                                                   \
             .title = "title"})                                                                                        \
  X(PLANTS, plants, twi_run_tables, NULL, NULL, .words = "plants", .part = "scenario",                                 \
    .same = "world, scenario, settings", .page = {.list = "runs", .noun = "run"})                                      \
  X(DEPENDENCE, dependence, twi_run_tables, NULL, NULL, .words = "dependence", .part = "scenario",                     \
    .same = "world, scenario, settings", .page = {.list = "runs", .noun = "run"})                                      \
  X(FOOD, food, twi_run_tables, NULL, NULL, .words = "accounts of food", .part = "scenario",                           \
    .same = "world, scenario, settings", .page = {.list = "runs", .noun = "run"})                                      \
  X(EXPOSURE, exposure, twi_run_tables, NULL, NULL, .words = "exposure", .part = "scenario",                           \
    .same = "world, scenario, settings", .page = {.list = "runs", .noun = "run"})                                      \
  X(CASCADE, cascade, twi_run_tables, NULL, NULL, .words = "a cascade", .part = "scenario",                            \
    .same = "world, scenario, settings", .page = {.list = "runs", .noun = "run"})                                      \
  X(ACCOUNTS, accounts, twi_accounts_tables, twi_trace_accounts, twi_plain_accounts, .words = "accounts",              \
    .uncertified = 1, .same = "region, files, built-in tables",                                                        \
    .page = {.list = "accounts",                                                                                       \
             .key = "account",                                                                                         \
             .file = "accounts.json",                                                                                  \
             .digits = 15,                                                                                             \
             .noun = "decision",                                                                                       \
             .words = "a folder of accounts",                                                                          \
             .needs = {"accounts", "sentences", "remarks"},                                                            \
             .title_of = "accounts",                                                                                   \
             .title = "name"})                                                                                         \
  X(ROUTES, routes, twi_routes_tables, twi_trace_routes, twi_page_routes, .words = "routes", .uncertified = 1,         \
    .same = "network, options",                                                                                        \
    .page = {.list = "routes",                                                                                         \
             .key = "route",                                                                                           \
             .file = "routes.json",                                                                                    \
             .digits = 15,                                                                                             \
             .noun = "decision",                                                                                       \
             .needs = {"routes"},                                                                                      \
             .whole = 1})                                                                                              \
  X(MARKET, market, twi_market_tables, twi_trace_markets, twi_plain_market, .words = "a market",                       \
    .same = "market, scenario, options",                                                                               \
    .page = {.list = "markets",                                                                                        \
             .key = "market",                                                                                          \
             .file = "market.json",                                                                                    \
             .digits = 15,                                                                                             \
             .noun = "market",                                                                                         \
             .needs = {"buyers", "suppliers", "years"},                                                                \
             .title = "title"})                                                                                        \
  X(STRESS, stress, twi_stress_tables, twi_trace_stresses, twi_plain_stress, .words = "a stress test",                 \
    .uncertified = 1, .same = "market, options, built-in tables",                                                      \
    .page = {.list = "stresses",                                                                                       \
             .key = "stress",                                                                                          \
             .file = "stress.json",                                                                                    \
             .digits = 15,                                                                                             \
             .noun = "stress test",                                                                                    \
             .needs = {"losses", "rows"},                                                                              \
             .title = "title"})

#endif
