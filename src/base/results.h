/* Every file that this program gives a results folder, by its name: the one list of them. base/kinds.c has from it what
 * is ours in a folder, report/ what is written, compared, listed and retired, in this order.
 *
 * A new file is a line here. Of another kind of folder it names the kind, as report/kinds.h does. */
#ifndef TWI_BASE_RESULTS_H
#define TWI_BASE_RESULTS_H

/* The tables of a run, X(name, wanted): NAME.csv, filled by twi_report_NAME where has_WANTED says so
 * (report/tables/files.c). Those by year come last. */
#define TWI_RESULTS_RUN_TABLES(X)                                                                                      \
  X(regions, always)                                                                                                   \
  X(sectors, always)                                                                                                   \
  X(groups, groups)                                                                                                    \
  X(trade, always)                                                                                                     \
  X(products, products)                                                                                                \
  X(product_trade, products)                                                                                           \
  X(plants, plants)                                                                                                    \
  X(parity, parity)                                                                                                    \
  X(closing, closing)                                                                                                  \
  X(dependence, dependence)                                                                                            \
  X(calories, calories)                                                                                                \
  X(exposure, exposure_rows)                                                                                           \
  X(exposure_matrix, exposure)                                                                                         \
  X(exposure_largest, exposure)                                                                                        \
  X(cascade, cascade)                                                                                                  \
  X(clause, clause)                                                                                                    \
  X(link, link)                                                                                                        \
  X(illegal, illegal)                                                                                                  \
  X(limits, limits)                                                                                                    \
  X(preferences, preferences)                                                                                          \
  X(drivers, drivers)                                                                                                  \
  X(years, years)                                                                                                      \
  X(years_sectors, years)

/* All others but run.json and report.html, X(kind, file): whose kind it is first of. What ends in .csv is a table, which
 * is compared, but for columns.csv; a table that has a Stata file has a line for it. */
#define TWI_RESULTS_OTHERS(X)                                                                                          \
  X(DECIDE, "decision.csv")                                                                                            \
  X(DECIDE, "choices.csv")                                                                                             \
  X(DECIDE, "break_even.csv")                                                                                          \
  X(DECIDE, "frontier.csv")                                                                                            \
  X(DECIDE, "frontier_levers.csv")                                                                                     \
  X(DECIDE, "decision.json")                                                                                           \
  X(RECONCILE, "reconcile.csv")                                                                                        \
  X(RECONCILE, "reconcile.json")                                                                                       \
  X(RUN, "columns.csv")                                                                                                \
  X(RUN, "regions.dta")                                                                                                \
  X(RUN, "sectors.dta")                                                                                                \
  X(RUN, "groups.dta")                                                                                                 \
  X(RUN, "trade.dta")                                                                                                  \
  X(RUN, "products.dta")                                                                                               \
  X(RUN, "product_trade.dta")                                                                                          \
  X(RUN, "limits.dta")                                                                                                 \
  X(RUN, "preferences.dta")                                                                                            \
  X(RUN, "drivers.dta")                                                                                                \
  X(RUN, "years.dta")                                                                                                  \
  X(RUN, "years_sectors.dta")                                                                                          \
  X(DECIDE, "decision.dta")                                                                                            \
  X(DECIDE, "choices.dta")                                                                                             \
  X(DECIDE, "break_even.dta")                                                                                          \
  X(DECIDE, "frontier.dta")                                                                                            \
  X(DECIDE, "frontier_levers.dta")                                                                                     \
  X(RECONCILE, "reconcile.dta")                                                                                        \
  X(PLANTS, "plants.json")                                                                                             \
  X(PLANTS, "plants.dta")                                                                                              \
  X(PLANTS, "parity.dta")                                                                                              \
  X(PLANTS, "closing.dta")                                                                                             \
  X(EXPOSURE, "exposure.dta")                                                                                          \
  X(EXPOSURE, "exposure_matrix.dta")                                                                                   \
  X(EXPOSURE, "exposure_largest.dta")                                                                                  \
  X(DEPENDENCE, "dependence.dta")                                                                                      \
  X(FOOD, "calories.dta")                                                                                              \
  X(CASCADE, "cascade.dta")                                                                                            \
  X(CASCADE, "clause.dta")                                                                                             \
  X(RUN, "link.dta")                                                                                                   \
  X(RUN, "illegal.dta")                                                                                                \
  X(ACCOUNTS, "accounts.csv")                                                                                          \
  X(ACCOUNTS, "accounts.json")                                                                                         \
  X(FOOD, "accounts.dta")                                                                                              \
  X(ROUTES, "routes.csv")                                                                                              \
  X(ROUTES, "routes.json")                                                                                             \
  X(MARKET, "buyers.csv")                                                                                              \
  X(MARKET, "suppliers.csv")                                                                                           \
  X(MARKET, "shipments.csv")                                                                                           \
  X(MARKET, "passages.csv")                                                                                            \
  X(MARKET, "market_years.csv")                                                                                        \
  X(MARKET, "market_drivers.csv")                                                                                      \
  X(MARKET, "market.json")                                                                                             \
  X(MARKET, "buyers.dta")                                                                                              \
  X(MARKET, "suppliers.dta")                                                                                           \
  X(MARKET, "shipments.dta")                                                                                           \
  X(MARKET, "passages.dta")                                                                                            \
  X(MARKET, "market_years.dta")                                                                                        \
  X(MARKET, "market_drivers.dta")                                                                                      \
  X(STRESS, "stress.csv")                                                                                              \
  X(STRESS, "insurance.csv")                                                                                           \
  X(STRESS, "stress_flows.csv")                                                                                        \
  X(STRESS, "stress.json")                                                                                             \
  X(STRESS, "stress.dta")                                                                                              \
  X(STRESS, "insurance.dta")                                                                                           \
  X(STRESS, "stress_flows.dta")

#endif
