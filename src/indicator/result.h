/* The result of a run: two equilibria and the columns made from them. Where a column of regions.csv or sectors.csv gets
 * its number:
 *
 *   welfare.c         real income, wages, prices, trade, revenue, employment, capital; most of sectors.csv
 *   gdp.c             gdp_base, gdp_new, gdp_pct; head counts of regions and sectors; profits_change
 *   decomposition.c   terms_of_trade_pct to remainder_pct, production_pct, factors_pct; real_gdp_pct, of groups, too
 *   first_order.c     first_order_terms_of_trade_pct and the others of that name
 *   answers.c         what the focus asks for, from all of these
 *
 * Of products.csv it is products.c, of groups.csv groups.c, of trade.csv trade.c, of limits.csv and preferences.csv
 * conditions.c; years.csv has the same columns, from the result of each year (path.c). report/tables/columns.c writes
 * them all. */
#ifndef TWI_INDICATOR_RESULT_H
#define TWI_INDICATOR_RESULT_H

#include "equilibrium/solver.h"
#include "scenario/chosen.h"

/* Columns of regions.csv: X(constant, name). */
#define TWI_REGION_COLUMNS(X)                                                                                          \
  X(REAL_INCOME, real_income_pct)                                                                                      \
  X(EQUIVALENT_VARIATION, equivalent_variation)                                                                        \
  X(REAL_WAGE, real_wage_pct)                                                                                          \
  X(WAGE, wage_pct)                                                                                                    \
  X(PRICE_INDEX, price_index_pct)                                                                                      \
  X(EXPORTS, exports_pct)                                                                                              \
  X(IMPORTS, imports_pct)                                                                                              \
  X(TARIFF_REVENUE_BASE, tariff_revenue_base_pct)                                                                      \
  X(TARIFF_REVENUE_NEW, tariff_revenue_new_pct)                                                                        \
  X(TERMS_OF_TRADE, terms_of_trade_pct)                                                                                \
  X(VOLUME_OF_TRADE, volume_of_trade_pct)                                                                              \
  X(TECHNICAL, technical_pct)                                                                                          \
  X(TRANSFERS, transfers_pct)                                                                                          \
  X(REMAINDER, remainder_pct)                                                                                          \
  X(FIRST_ORDER_TERMS_OF_TRADE, first_order_terms_of_trade_pct)                                                        \
  X(FIRST_ORDER_VOLUME_OF_TRADE, first_order_volume_of_trade_pct)                                                      \
  X(FIRST_ORDER_WELFARE, first_order_welfare_pct)                                                                      \
  X(PRODUCTION, production_pct)                                                                                        \
  X(FACTORS, factors_pct)                                                                                              \
  X(EMPLOYMENT, employment_pct)                                                                                        \
  X(RENTS_NEW, rents_new_pct)                                                                                          \
  X(CAPITAL, capital_pct)                                                                                              \
  X(GDP_BASE, gdp_base)                                                                                                \
  X(GDP_NEW, gdp_new)                                                                                                  \
  X(GDP, gdp_pct)                                                                                                      \
  X(REAL_GDP, real_gdp_pct)                                                                                            \
  X(JOBS_BASE, employment_base)                                                                                        \
  X(JOBS_CHANGE, employment_change)                                                                                    \
  X(PROFITS_CHANGE, profits_change)

/* Columns of sectors.csv. */
#define TWI_SECTOR_COLUMNS(X)                                                                                          \
  X(OUTPUT, output_pct)                                                                                                \
  X(OUTPUT_VALUE, output_value_pct)                                                                                    \
  X(UNIT_COST, unit_cost_pct)                                                                                          \
  X(PRICE, price_pct)                                                                                                  \
  X(SECTOR_EXPORTS, exports_pct)                                                                                       \
  X(SECTOR_IMPORTS, imports_pct)                                                                                       \
  X(VALUE_ADDED_CHANGE, value_added_change)                                                                            \
  X(SECTOR_JOBS_CHANGE, employment_change)                                                                             \
  X(OUTPUT_BASE, output_base)                                                                                          \
  X(VALUE_ADDED_BASE, value_added_base)                                                                                \
  X(SECTOR_EXPORTS_BASE, exports_base)                                                                                 \
  X(SECTOR_IMPORTS_BASE, imports_base)                                                                                 \
  X(SECTOR_JOBS_BASE, employment_base)

/* Columns of products.csv. */
#define TWI_PRODUCT_COLUMNS(X)                                                                                         \
  X(PRODUCT_SALES_BASE, sales_base)                                                                                    \
  X(PRODUCT_SALES_NEW, sales_new)                                                                                      \
  X(PRODUCT_SALES, sales_pct)                                                                                          \
  X(PRODUCT_SPENDING_BASE, spending_base)                                                                              \
  X(PRODUCT_SPENDING_NEW, spending_new)                                                                                \
  X(PRODUCT_SPENDING, spending_pct)                                                                                    \
  X(PRODUCT_PRICE, price_pct)                                                                                          \
  X(PRODUCT_QUANTITY_BASE, quantity_base)                                                                              \
  X(PRODUCT_QUANTITY_NEW, quantity_new)                                                                                \
  X(PRODUCT_QUANTITY, quantity_pct)                                                                                    \
  X(PRODUCT_SELLER_PRICE, seller_price_pct)

/* Columns of groups.csv. */
#define TWI_GROUP_COLUMNS(X)                                                                                           \
  X(GROUP_REAL_INCOME, real_income_pct)                                                                                \
  X(GROUP_EQUIVALENT_VARIATION, equivalent_variation)                                                                  \
  X(GROUP_REAL_GDP, real_gdp_pct)                                                                                      \
  X(GROUP_EXPORTS, exports_pct)                                                                                        \
  X(GROUP_IMPORTS, imports_pct)

enum {
#define X(constant, name) TWI_##constant,
  TWI_REGION_COLUMNS(X) TWI_REGION_COUNT,
#undef X
};
enum {
#define X(constant, name) TWI_##constant,
  TWI_SECTOR_COLUMNS(X) TWI_SECTOR_COUNT,
#undef X
  TWI_SECTOR_CHANGES = TWI_OUTPUT_BASE /* columns before those of levels in the base, which draws need not keep */
};
enum {
#define X(constant, name) TWI_##constant,
  TWI_GROUP_COLUMNS(X) TWI_GROUP_COUNT
#undef X
};
enum {
#define X(constant, name) TWI_##constant,
  TWI_PRODUCT_COLUMNS(X) TWI_PRODUCT_COUNT
#undef X
};

/* Fields of tw_result_text that are fields of tw_scenario_text; result_read.c. */
enum { TWI_RESULT_TEXTS = 26 };
extern const char *const twi_result_text_name[TWI_RESULT_TEXTS];

/* Another equilibrium of the same policy that was found (others.c): employment of the region with the rigid wage in per
 * cent of what it wants to work, and the change of its real income, in the one reported and there. */
typedef struct twi_other {
  int found, region;
  double employment, employment_there, real_income, real_income_there;
} twi_other;

/* Regions that groups.csv has a row for, together. */
typedef struct twi_result_group {
  char *name;
  int *member, count; /* regions of the world */
} twi_result_group;

/* How head counts were moved. */
typedef struct twi_jobs {
  int given;          /* 1: employment of every region is as in the base, so that jobs only move between sectors */
  int scaled, region; /* in how many regions they were scaled by more than 1 %, and where most */
  double most;        /* by how much there, per cent */
  char *words;        /* sentences */
} twi_jobs;

struct tw_result {
  tw_context *ctx;
  const tw_world *world; /* borrowed, or `view` */
  tw_world *view;        /* the world with the elasticities that the scenario chose; NULL: its own hold */
  tw_settings settings;
  tw_info info;
  char *text[TWI_RESULT_TEXTS]; /* of the scenario, as twi_result_text_name says; "": none */
  int year;                     /* 0: no path */
  twi_scenario_file *file;      /* what the scenario was read from */
  int files;
  twi_side base, new_;
  tw_explanation *explanation;
  twi_other other;
  twi_jobs jobs;
  twi_focus focus;
  struct twi_outcome *answer; /* [answers] of the focus, answers.c */
  tw_answer *told;            /* the same as callers read them */
  int answers;
  twi_capital accumulation; /* rules of a path */
  double *capital;          /* [2][N] capital, new over base in logs, and times its share of value added; NULL: none */
  tw_condition_result *condition;
  int conditions;
  tw_preference_result *preference;
  char *money[2];  /* the unit of money, "million USD"; with TWI_UNIT_OR after it */
  double *regions; /* [TWI_REGION_COUNT][N] */
  double *sectors; /* [TWI_SECTOR_COUNT][N][S] */
  twi_result_group *group;
  int groups;
  double *of_groups; /* [TWI_GROUP_COUNT][groups] */
  double *products;  /* [TWI_PRODUCT_COUNT][N][products]; NULL: the world has none */
};

/* Solves one year of a scenario; the caller frees the result. lnK_base, lnK_new [N]: log of capital against the first
 * year, NULL: as it was. TW_OK also when there is no equilibrium: the result's info says so. */
tw_status twi_solve_year(tw_solver *solver, const tw_scenario *scenario, int year, const double *lnK_base,
                         const double *lnK_new, tw_result **result);
/* As tw_solve, of another year: with the elasticities and products that the scenario chooses. */
tw_status twi_solve_viewed(tw_solver *solver, const tw_scenario *scenario, int year, tw_result **result);
/* Does the same with policies that were applied already, by whatever means; base, new_ and closure are taken over, also
 * when it fails. scenario gives texts. There is no explanation, and no focus, whose names the world may lack. */
tw_status twi_solve_applied(tw_solver *solver, const tw_scenario *scenario, twi_policy *base, twi_policy *new_,
                            twi_closure *closure, tw_result **result);
/* Fills words with which year of its scenario a result is of that was solved as one, and what it lacks; "" where there are
 * no years. */
void twi_year_words(const tw_result *result, const tw_scenario *scenario, char words[192]);
/* Makes a path of one result, which is taken over, also when it fails. TW_NO_MEMORY is the only error. */
tw_status twi_path_of(tw_context *ctx, tw_result *result, tw_path **path);
/* Gives the files that the scenario was read from, which are the result's, and returns how many there are. */
int twi_result_files(const tw_result *result, const twi_scenario_file **files);
/* Returns how head counts were moved; it is the result's. */
const twi_jobs *twi_result_jobs(const tw_result *result);
/* Returns another equilibrium of the same policy, with found 0 where there is none; it is the result's. */
const twi_other *twi_result_other(const tw_result *result);
/* What a unit of money may be followed by, where it holds for some rows alone. */
#define TWI_UNIT_OR " or percent of the reference"
/* Returns the world's unit of money, with TWI_UNIT_OR after it or without; it is the result's. */
const char *twi_result_money_unit(const tw_result *result, int or_percent);
/* Leaves in the context that the table has no such column, and which name is nearest. */
void twi_result_no_column(const tw_result *result, tw_table table, const char *name);
/* Frees the lists that the next makes. */
void twi_result_conditions_free(tw_result *result);
/* conditions.c: makes the lists of limits, targets and preferences as solved. reference: the state without policy.
 * TW_NO_MEMORY is the only error. */
tw_status twi_result_conditions(tw_result *result, const twi_state *reference);
/* answers.c: finds the answers of the focus in a certified result, where it has one, and makes what callers read of
 * them; the result owns both. TW_NO_MEMORY is the only error. */
tw_status twi_result_answers(tw_result *result);
void twi_answers_free(tw_context *ctx, tw_answer *answers, int count);
/* welfare.c: fills the columns of real income, equivalent variation, wages, trade and revenue, and those of sectors, in
 * per cent or in the world's money. */
void twi_welfare(tw_result *result);
/* products.c: fills the columns of products; twi_welfare calls it. */
void twi_products(tw_result *result);
/* first_order.c: fills the columns of Caliendo and Parro's first-order terms of trade and volume of trade (2015,
 * equation 15), in per cent. */
tw_status twi_first_order(tw_result *result);
/* Fills rest [N] with what other policies than tariffs do to real income directly, to first order, in per cent: with
 * the former, the change of ln real income. closure: the one that it was solved under. */
tw_status twi_first_order_rest(const tw_result *result, const twi_closure *closure, double *rest);
/* decomposition.c: fills the columns of the exact decomposition along the path, in per cent. The equilibrium holds the
 * two solutions in u_base and u; both are first solved to the machine's precision, and the states and plain columns
 * follow. TW_NO_MEMORY and TW_INTERRUPTED are the only errors: where the path does not solve, the columns are left. */
tw_status twi_decomposition(tw_result *result, twi_equilibrium *equilibrium);
/* With one rigid wage and economies of scale, looks for another equilibrium (others.c) and has the cautions say so.
 * Changes nothing that was solved. */
tw_status twi_look_for_others(tw_solver *solver, tw_result *result);
/* decomposition.c: fills the column of real GDP alone, of regions and groups, with few nodes and without more digits of
 * the solutions: draws ask for it. As twi_decomposition otherwise. */
tw_status twi_real_gdp(tw_result *result, twi_equilibrium *equilibrium);
/* gdp.c: fills the columns of GDP and of head counts; twi_welfare calls it. */
void twi_gdp(tw_result *result);
/* gdp.c: makes the sentences about head counts, and what they are made of. */
tw_status twi_gdp_jobs(tw_result *result);
/* groups.c: finds the groups of the scenario and of the world that have members here, which the result owns, and makes
 * room for their columns. A group of the scenario comes before one of the world of that name, a region before both. */
tw_status twi_result_groups(tw_result *result, const tw_scenario *scenario);
void twi_result_groups_free(tw_result *result);
/* groups.c: fills their plain columns, all but real GDP, from those of the regions; twi_welfare calls it. */
void twi_group_columns(tw_result *result);
/* cautions.c: adds a line to the result's cautions. TW_NO_MEMORY is the only error. */
tw_status twi_result_caution(tw_result *result, const char *format, ...) TWI_PRINTF(2, 3);
/* Returns ln of real income, new over base. */
double twi_log_real_income(const tw_result *result, int region);

#endif
