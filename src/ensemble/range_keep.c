/* What is kept of a draw: the columns of regions.csv and groups.csv; where wanted the changes of sectors.csv; of
 * limits.csv, when the scenario has limits or targets; where wanted of trade.csv and preferences.csv; and the outcomes
 * asked for. The central result shows how many rows these have: no draw has others, since only sizes are drawn, not
 * what the rules are of.
 *
 * Flows that the data do not have are zero in every equilibrium and are left out, as in trade.csv. What a flow changes
 * by follows from its two values and is not kept; rates are kept only where something could move them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "ensemble/range.h"
#include "ensemble/store.h"

static const char *const trade_column[] = {"base_value", "new_value", "tariff_base_pct", "tariff_new_pct"};
static const char *const limit_column[TWI_LIMIT_COLUMNS] = {"limit",          "reference", "value",
                                                            "instrument_pct", "money",     "binding_share"};
static const char *const preference_column[] = {"value",
                                                "preferential_base_pct",
                                                "preferential_new_pct",
                                                "mfn_base_pct",
                                                "mfn_new_pct",
                                                "utilisation_base_pct",
                                                "utilisation_new_pct",
                                                "tariff_base_pct",
                                                "tariff_new_pct",
                                                "cost_pct"};
enum {
  TRADE_COLUMNS = sizeof trade_column / sizeof *trade_column,
  PREFERENCE_COLUMNS = sizeof preference_column / sizeof *preference_column
};

const char *twi_range_column_at(tw_table table, int index)
{
  static const struct {
    const char *const *names;
    int count;
  } of[TWI_RANGE_TABLES] = {[TW_TRADE] = {trade_column, TRADE_COLUMNS},
                            [TW_LIMITS] = {limit_column, TWI_LIMIT_COLUMNS},
                            [TW_PREFERENCES] = {preference_column, PREFERENCE_COLUMNS}};
  if (of[table].count == 0) return tw_result_column_name(table, index);
  /* What flows change by follows from what is kept. */
  if (index == of[table].count && table == TW_TRADE) return "change_pct";
  return index >= 0 && index < of[table].count ? of[table].names[index] : NULL;
}

int twi_range_column(tw_table table, const char *name)
{
  const char *column;
  for (int i = 0; (column = twi_range_column_at(table, i)); i++)
    if (strcmp(column, name) == 0) return i;
  return -1;
}

/* ---------------------------------------------------------------- layout */

static void put_part(tw_range_result *r, tw_table table, int columns, size_t rows)
{
  r->part[table].at = r->cells;
  r->part[table].columns = rows ? columns : 0;
  r->part[table].rows = rows;
  r->cells += (size_t)columns * rows;
}

enum { MOST_PRODUCT_ROWS = 10000 };

/* The rows of trade.csv: flows that are not zero in both equilibria. */
static tw_status find_flows(tw_range_result *r, size_t *count)
{
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S;
  *count = 0;
  r->flow = twi_alloc(r->ctx, S * N * N, sizeof *r->flow);
  if (!r->flow) return twi_no_memory(r->ctx, S * N * N * sizeof *r->flow);
  for (size_t i = 0; i < S * N * N; i++) {
    tw_flow_change f;
    tw_status status = tw_result_flow(r->central, (int)(i / N / N), (int)(i / N % N), (int)(i % N), &f);
    if (status != TW_OK) return status;
    if (f.base_value != 0 || f.new_value != 0) r->flow[(*count)++] = i;
  }
  return TW_OK;
}

tw_status twi_range_layout(tw_range_result *r)
{
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S, flows = 0;
  const tw_condition_result *c;
  const tw_preference_result *f;
  size_t limits = (size_t)tw_result_conditions(r->central, &c), preferences = 0;
  int drawn = r->parameters->variables > 0;
  int moved = drawn || r->central->base.policy.conditions > 0 || r->central->new_.policy.conditions > 0;
  r->cells = 0;
  put_part(r, TW_REGIONS, TWI_REGION_COUNT, N);
  put_part(r, TW_SECTORS, TWI_SECTOR_CHANGES, r->options.sectors ? N * S : 0);
  put_part(r, TW_LIMITS, TWI_LIMIT_COLUMNS, limits);
  if (r->options.trade) {
    tw_status status = find_flows(r, &flows);
    if (status != TW_OK) return status;
    preferences = (size_t)tw_result_preferences(r->central, &f);
  }
  put_part(r, TW_TRADE, moved ? TRADE_COLUMNS : 2, flows);
  put_part(r, TW_PREFERENCES, drawn ? PREFERENCE_COLUMNS : 1, preferences);
  put_part(r, TW_GROUPS, TWI_GROUP_COUNT, (size_t)r->central->groups);
  /* of products as long as they are few: plants and their markets, not every line of a customs tariff */
  size_t products = N * (size_t)r->central->world->products; /* a linked market adds one to the range's world */
  put_part(r, TW_PRODUCTS, TWI_PRODUCT_COUNT, products <= MOST_PRODUCT_ROWS ? products : 0);
  r->asked_at = r->cells;
  r->cells += r->asks;
  r->more_at = r->cells;
  r->cells += r->more ? r->more->cells : 0;
  r->answers = r->cells + flows;
  return TW_OK;
}

/* ---------------------------------------------------------------- one draw */

static void keep_limits(const twi_range_part *p, const tw_condition_result *c, double *values)
{
  for (size_t i = 0; i < p->rows; i++, c++) {
    const double number[TWI_LIMIT_COLUMNS] = {c->limit, c->reference, c->value, c->size, c->money, c->binding};
    for (size_t k = 0; k < TWI_LIMIT_COLUMNS; k++) values[k * p->rows + i] = number[k];
  }
}

static tw_status keep_flows(const tw_range_result *r, const tw_result *result, double *values)
{
  const twi_range_part *p = &r->part[TW_TRADE];
  size_t N = (size_t)r->world->N;
  for (size_t i = 0; i < p->rows; i++) {
    size_t at = r->flow[i];
    tw_flow_change f;
    tw_status status = tw_result_flow(result, (int)(at / N / N), (int)(at / N % N), (int)(at % N), &f);
    if (status != TW_OK) return status;
    const double number[TRADE_COLUMNS] = {f.base_value, f.new_value, f.tariff_base, f.tariff_new};
    for (size_t k = 0; k < (size_t)p->columns; k++) values[k * p->rows + i] = number[k];
  }
  return TW_OK;
}

static void keep_preferences(const twi_range_part *p, const tw_preference_result *f, double *values)
{
  for (size_t i = 0; i < p->rows; i++, f++) {
    const double number[PREFERENCE_COLUMNS] = {
        f->value,           f->preferential_base, f->preferential_new, f->mfn_base, f->mfn_new, f->utilisation_base,
        f->utilisation_new, f->tariff_base,       f->tariff_new,       f->cost};
    for (size_t k = 0; k < (size_t)p->columns; k++) values[k * p->rows + i] = number[k];
  }
}

tw_status twi_range_keep(const tw_range_result *r, const tw_result *result, double *values)
{
  const twi_range_part *part = r->part;
  const tw_condition_result *c;
  const tw_preference_result *f;
  if (tw_result_info(result)->outcome <= 0) {
    for (size_t i = 0; i < r->cells; i++) values[i] = NAN;
    return TW_OK;
  }
  size_t limits = (size_t)tw_result_conditions(result, &c), preferences = (size_t)tw_result_preferences(result, &f);
  if (limits != part[TW_LIMITS].rows || (part[TW_PREFERENCES].columns && preferences != part[TW_PREFERENCES].rows))
    return twi_fail(result->ctx, TW_USAGE, "a draw has %zu limits and %zu preferences, the central result %zu and %zu",
                    limits, preferences, part[TW_LIMITS].rows, part[TW_PREFERENCES].rows);
  memcpy(values, result->regions, TWI_REGION_COUNT * part[TW_REGIONS].rows * sizeof *values);
  if (part[TW_SECTORS].columns)
    memcpy(values + part[TW_SECTORS].at, result->sectors, TWI_SECTOR_CHANGES * part[TW_SECTORS].rows * sizeof *values);
  for (size_t i = 0; i < r->asks; i++) values[r->asked_at + i] = twi_outcome_of(result, &r->asked[i]);
  keep_limits(&part[TW_LIMITS], c, values + part[TW_LIMITS].at);
  keep_preferences(&part[TW_PREFERENCES], f, values + part[TW_PREFERENCES].at);
  if (part[TW_GROUPS].columns)
    memcpy(values + part[TW_GROUPS].at, result->of_groups, TWI_GROUP_COUNT * part[TW_GROUPS].rows * sizeof *values);
  if (part[TW_PRODUCTS].columns)
    memcpy(values + part[TW_PRODUCTS].at, result->products,
           TWI_PRODUCT_COUNT * part[TW_PRODUCTS].rows * sizeof *values);
  return keep_flows(r, result, values + part[TW_TRADE].at);
}

/* What a draw may lack: parts of the decomposition, and real GDP, which is made along a path, too. */
static int may_lack(int column)
{
  return twi_of_decomposition(column) || column == TWI_REAL_GDP;
}

/* Numbers that follow from two equilibria, whatever is drawn, where the central result has them: a region, or a sector
 * that there is, never lacks one. Parts of the decomposition are left out, since draws may not have them, and what is
 * told of conditions and preferences, which may be of nothing in a draw. */
unsigned char *twi_range_expected(const tw_range_result *r, int drivers, size_t width)
{
  const twi_range_part *part = r->part;
  unsigned char *kind = twi_new(r->ctx, width + 1, 1);
  if (!kind) return NULL;
  if (drivers) {
    memset(kind, TWI_STORE_FINITE, width);
    return kind;
  }
  size_t N = part[TW_REGIONS].rows, cells = part[TW_SECTORS].columns ? TWI_SECTOR_CHANGES * part[TW_SECTORS].rows : 0;
  for (size_t i = 0; i < TWI_REGION_COUNT * N; i++)
    if (!may_lack((int)(i / N)) && isfinite(r->central->regions[i])) kind[i] = TWI_STORE_FINITE;
  for (size_t i = 0; i < cells; i++)
    if (isfinite(r->central->sectors[i])) kind[part[TW_SECTORS].at + i] = TWI_STORE_FINITE;
  memset(kind + part[TW_TRADE].at, TWI_STORE_FINITE, (size_t)part[TW_TRADE].columns * part[TW_TRADE].rows);
  return kind;
}

/* ---------------------------------------------------------------- memory */

/* What grows with the draws and stays in memory: an outcome, a mark in the study or in the statistics. */
enum { BYTES_A_DRAW = 2 };

tw_status twi_range_room(const tw_range_result *r, size_t tasks, size_t width, twi_kept *rows)
{
  /* Statistics have one matrix of the design three times in hand, or some columns, two of them at least for changes. */
  double column = 8.0 * (double)tasks, block = fmax(2 * column, fmin(64 * column, (double)r->budget.block));
  if (rows != &r->rows) block = 3 * 8.0 * (double)r->parameters->drivers;
  double held = (double)BYTES_A_DRAW * (double)tasks + 3 * 8.0 * (double)r->answers +
                8.0 * ((double)r->settings.threads + 1) * (double)width + block;
  double most = (double)twi_memory_available();
  char hint[160];
  twi_print(hint, sizeof hint, "fewer draws, %sor a smaller world (tradewind world aggregate) need less",
            r->options.trade ? "no ranges of single flows (--trade), " : "");
  if (held > most)
    return twi_fail(r->ctx, TW_NO_MEMORY,
                    "%zu draws of %zu numbers each need about %.1f GB of memory for their quantiles alone, and %.1f GB "
                    "are free: %s",
                    tasks, width, held / 1e9, most / 1e9, hint);
  return twi_kept_new(r->ctx, tasks, width, (size_t)held, &r->budget, hint, rows);
}
