/* The CSV tables of the results folder: regions.csv, sectors.csv, groups.csv, trade.csv, limits.csv, preferences.csv,
 * years.csv and years_sectors.csv, and uncertified/residuals.csv.
 *
 * Per cent columns come as per cent from the indicators. Rates (tariffs, utilisation, rents) are fractions there, and
 * are written with the decimal point moved, so that 7 % in the world's file is 7 here and not 7.000000000000001. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "report/report.h"

static const char *code_or_empty(const char *text)
{
  return text ? text : "";
}

/* ---------------------------------------------------------------- regions, sectors, years */

enum { MOST_COLUMNS = 128, LEVELS = 3 };

/* The columns of a table by name. Capital moves only from year to year, so its column is in years.csv alone; profits cross
 * borders only where the closure says so. */
typedef struct columns {
  const char *name[MOST_COLUMNS];
  int count;
} columns;

static tw_status find_columns(tw_context *ctx, const tw_result *result, tw_table table, int years, columns *found)
{
  const char *name;
  const double *profits = tw_result_column(result, TW_REGIONS, "profits_change");
  int owners = profits && !isnan(profits[0]);
  found->count = 0;
  for (int i = 0; (name = tw_result_column_name(table, i)); i++) {
    if (!years && strcmp(name, "capital_pct") == 0) continue;
    if (!owners && strcmp(name, "profits_change") == 0) continue;
    if (found->count == MOST_COLUMNS) return twi_fail(ctx, TW_USAGE, "more than %d columns of results", MOST_COLUMNS);
    found->name[found->count++] = name;
  }
  return TW_OK;
}

static const char *const ending[LEVELS] = {"_p05", "_p50", "_p95"};

/* range NULL: without quantiles. */
static void put_header(twi_sheet *sheet, const char *keys, const columns *found, tw_table table,
                       const tw_range_result *range)
{
  twi_sheet_text(sheet, keys);
  for (int i = 0; i < found->count; i++) {
    twi_sheet_text(sheet, ",");
    twi_sheet_text(sheet, found->name[i]);
    for (int q = 0; q < LEVELS && range && tw_range_quantile(range, table, found->name[i], 0); q++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_text(sheet, found->name[i]);
      twi_sheet_text(sheet, ending[q]);
    }
  }
  twi_sheet_text(sheet, "\n");
}

/* One row a region, a region and sector, or a group. year 0: without that column. */
static tw_status put_rows(twi_sheet *sheet, const tw_result *result, tw_table table, const columns *found, int year,
                          const tw_range_result *range)
{
  const tw_world *world = tw_result_world(result);
  int S = table == TW_SECTORS ? tw_world_sectors(world) : 1;
  int count = table == TW_GROUPS ? tw_result_groups(result) : tw_world_regions(world) * S;
  const double *column[MOST_COLUMNS], *quantile[MOST_COLUMNS][LEVELS];
  char before[16];
  for (int i = 0; i < found->count; i++) {
    column[i] = tw_result_column(result, table, found->name[i]);
    if (!column[i]) return twi_fail(sheet->ctx, TW_USAGE, "the results have no column %s", found->name[i]);
    for (int q = 0; q < LEVELS; q++) quantile[i][q] = range ? tw_range_quantile(range, table, found->name[i], q) : NULL;
  }
  snprintf(before, sizeof before, "%d,", year);
  for (int k = 0; k < count; k++) {
    if (year) twi_sheet_text(sheet, before);
    twi_sheet_cell(sheet, table == TW_GROUPS ? tw_result_group(result, k, NULL, NULL) : tw_world_region(world, k / S));
    if (table == TW_SECTORS) {
      twi_sheet_text(sheet, ",");
      twi_sheet_cell(sheet, tw_world_sector(world, k % S));
    }
    for (int i = 0; i < found->count; i++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_number(sheet, column[i][k], 0);
      for (int q = 0; q < LEVELS && quantile[i][q]; q++) {
        twi_sheet_text(sheet, ",");
        twi_sheet_number(sheet, quantile[i][q][k], 0);
      }
    }
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

static tw_status of_result(twi_sheet *sheet, const twi_run *run, tw_table table, const char *keys)
{
  columns found;
  tw_status status = find_columns(sheet->ctx, run->result, table, 0, &found);
  if (status != TW_OK) return status;
  put_header(sheet, keys, &found, table, run->range);
  return put_rows(sheet, run->result, table, &found, 0, run->range);
}

static tw_status of_years(twi_sheet *sheet, const twi_run *run, tw_table table, const char *keys)
{
  columns found;
  tw_status status = find_columns(sheet->ctx, run->result, table, 1, &found);
  if (status != TW_OK) return status;
  put_header(sheet, keys, &found, table, NULL);
  const char *what = table == TW_REGIONS ? "writing years.csv" : "writing years_sectors.csv";
  for (int i = 0; i < run->years && status == TW_OK; i++) {
    status = twi_progress(sheet->ctx, what, (double)i / run->years);
    if (status == TW_OK)
      status = put_rows(sheet, tw_path_result(run->path, i), table, &found, tw_path_year(run->path, i), NULL);
  }
  return status;
}

tw_status twi_report_regions(twi_sheet *sheet, const twi_run *run)
{
  return of_result(sheet, run, TW_REGIONS, "region");
}

tw_status twi_report_sectors(twi_sheet *sheet, const twi_run *run)
{
  return of_result(sheet, run, TW_SECTORS, "region,sector");
}

tw_status twi_report_groups(twi_sheet *sheet, const twi_run *run)
{
  return of_result(sheet, run, TW_GROUPS, "group");
}

/* Shares of the variance of each outcome by parameter, the largest total first. */
tw_status twi_report_drivers(twi_sheet *sheet, const twi_run *run)
{
  const tw_range_driver *driver;
  const tw_world *world = tw_result_world(run->result);
  int count = tw_range_drivers(run->range, &driver), products = 0;
  for (int i = 0; i < count; i++) products |= driver[i].product != NULL;
  twi_sheet_text(sheet, "outcome,region,parameter,first_order,total,first_order_error,total_error,sector,partner");
  twi_sheet_text(sheet, products ? ",product\n" : "\n");
  for (int i = 0; i < count; i++) {
    const tw_range_driver *d = &driver[i];
    const double number[] = {d->first_order, d->total, d->first_order_error, d->total_error};
    twi_sheet_cell(sheet, d->outcome);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, tw_world_region(world, d->region));
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, d->parameter);
    for (int k = 0; k < 4; k++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_number(sheet, number[k], 0);
    }
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, d->sector < 0 ? "" : tw_world_sector(world, d->sector));
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, d->partner < 0 ? "" : tw_world_region(world, d->partner));
    if (products) {
      twi_sheet_text(sheet, ",");
      twi_sheet_cell(sheet, d->product ? d->product : "");
    }
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

tw_status twi_report_years(twi_sheet *sheet, const twi_run *run)
{
  return of_years(sheet, run, TW_REGIONS, "year,region");
}

tw_status twi_report_years_sectors(twi_sheet *sheet, const twi_run *run)
{
  return of_years(sheet, run, TW_SECTORS, "year,region,sector");
}

/* ---------------------------------------------------------------- trade, limits, preferences */

/* A column of numbers beside which its quantiles may stand. */
typedef struct ranged {
  const char *name;
  int shift; /* of the decimal point */
  const double *quantile[LEVELS];
} ranged;

/* Finds the quantiles, and writes the names. */
static void ranged_header(twi_sheet *sheet, const twi_run *run, tw_table table, ranged *column, int count)
{
  for (int c = 0; c < count; c++) {
    twi_sheet_text(sheet, ",");
    twi_sheet_text(sheet, column[c].name);
    for (int q = 0; q < LEVELS; q++) {
      column[c].quantile[q] = run->range ? tw_range_quantile(run->range, table, column[c].name, q) : NULL;
      if (!column[c].quantile[q]) continue;
      twi_sheet_text(sheet, ",");
      twi_sheet_text(sheet, column[c].name);
      twi_sheet_text(sheet, ending[q]);
    }
  }
}

static void ranged_numbers(twi_sheet *sheet, const ranged *column, int count, const double *number, size_t row)
{
  for (int c = 0; c < count; c++) {
    twi_sheet_bytes(sheet, ",", 1);
    twi_sheet_number(sheet, number[c], column[c].shift);
    for (int q = 0; q < LEVELS && column[c].quantile[q]; q++) {
      twi_sheet_bytes(sheet, ",", 1);
      twi_sheet_number(sheet, column[c].quantile[q][row], column[c].shift);
    }
  }
}

static void next_text(twi_sheet *sheet, const char *text)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_cell(sheet, code_or_empty(text));
}

tw_status twi_report_trade(twi_sheet *sheet, const twi_run *run)
{
  const tw_result *result = run->result;
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world), S = tw_world_sectors(world);
  ranged column[] = {{.name = "base_value"},
                     {.name = "new_value"},
                     {.name = "change_pct"},
                     {.name = "tariff_base_pct", .shift = 2},
                     {.name = "tariff_new_pct", .shift = 2}};
  enum { COLUMNS = sizeof column / sizeof *column };
  size_t row = 0;
  twi_sheet_text(sheet, "sector,importer,exporter");
  ranged_header(sheet, run, TW_TRADE, column, COLUMNS);
  twi_sheet_text(sheet, "\n");
  for (int s = 0; s < S && sheet->status == TW_OK; s++) {
    tw_status status = twi_progress(sheet->ctx, "writing trade.csv", (double)s / S);
    for (int d = 0; d < N && status == TW_OK; d++) {
      for (int o = 0; o < N; o++) {
        tw_flow_change f;
        status = tw_result_flow(result, s, d, o, &f);
        if (status != TW_OK) break;
        if (f.base_value == 0 && f.new_value == 0) continue;
        const double change = f.base_value > 0 ? 100 * (f.new_value / f.base_value - 1) : NAN;
        const double number[COLUMNS] = {f.base_value, f.new_value, change, f.tariff_base, f.tariff_new};
        twi_sheet_cell(sheet, tw_world_sector(world, s));
        next_text(sheet, tw_world_region(world, d));
        next_text(sheet, tw_world_region(world, o));
        ranged_numbers(sheet, column, COLUMNS, number, row++);
        twi_sheet_bytes(sheet, "\n", 1);
      }
    }
    if (status != TW_OK) return status;
  }
  return sheet->status;
}

tw_status twi_report_limits(twi_sheet *sheet, const twi_run *run)
{
  const tw_condition_result *c;
  int count = tw_result_conditions(run->result, &c);
  ranged volume[] = {{.name = "limit"}, {.name = "reference"}, {.name = "value"}};
  ranged instrument[] = {{.name = "instrument_pct", .shift = 2}, {.name = "money"}};
  const double *share = run->range ? tw_range_quantile(run->range, TW_LIMITS, "binding_share", 0) : NULL;
  twi_sheet_text(sheet, "line,rule,what,instrument");
  ranged_header(sheet, run, TW_LIMITS, volume, 3);
  twi_sheet_text(sheet, share ? ",binding,binding_share" : ",binding");
  ranged_header(sheet, run, TW_LIMITS, instrument, 2);
  twi_sheet_text(sheet, ",owner\n");
  for (int i = 0; i < count; i++, c++) {
    const double volumes[] = {c->limit, c->reference, c->value}, of_instrument[] = {c->size, c->money};
    twi_sheet_number(sheet, c->line, 0);
    next_text(sheet, c->rule);
    next_text(sheet, c->what);
    next_text(sheet, c->instrument);
    ranged_numbers(sheet, volume, 3, volumes, (size_t)i);
    twi_sheet_text(sheet, c->binding ? ",1" : ",0");
    if (share) {
      twi_sheet_text(sheet, ",");
      twi_sheet_number(sheet, share[i], 0);
    }
    ranged_numbers(sheet, instrument, 2, of_instrument, (size_t)i);
    next_text(sheet, c->owner);
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

tw_status twi_report_preferences(twi_sheet *sheet, const twi_run *run)
{
  const tw_world *world = tw_result_world(run->result);
  const tw_preference_result *p;
  int count = tw_result_preferences(run->result, &p);
  ranged column[] = {{.name = "value"},
                     {.name = "preferential_base_pct", .shift = 2},
                     {.name = "preferential_new_pct", .shift = 2},
                     {.name = "mfn_base_pct", .shift = 2},
                     {.name = "mfn_new_pct", .shift = 2},
                     {.name = "utilisation_base_pct", .shift = 2},
                     {.name = "utilisation_new_pct", .shift = 2},
                     {.name = "tariff_base_pct", .shift = 2},
                     {.name = "tariff_new_pct", .shift = 2},
                     {.name = "cost_pct", .shift = 2}};
  enum { COLUMNS = sizeof column / sizeof *column };
  int products = 0;
  for (int i = 0; i < count; i++) products |= p[i].product != NULL;
  twi_sheet_text(sheet, "sector,importer,exporter");
  ranged_header(sheet, run, TW_PREFERENCES, column, COLUMNS);
  twi_sheet_text(sheet, products ? ",product\n" : "\n");
  for (int i = 0; i < count; i++, p++) {
    const double number[COLUMNS] = {
        p->value,           p->preferential_base, p->preferential_new, p->mfn_base, p->mfn_new, p->utilisation_base,
        p->utilisation_new, p->tariff_base,       p->tariff_new,       p->cost};
    twi_sheet_cell(sheet, tw_world_sector(world, p->sector));
    next_text(sheet, tw_world_region(world, p->importer));
    next_text(sheet, tw_world_region(world, p->exporter));
    ranged_numbers(sheet, column, COLUMNS, number, (size_t)i);
    if (products) next_text(sheet, p->product ? p->product : "");
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

/* ---------------------------------------------------------------- residuals */

static void put_residuals(twi_sheet *sheet, const tw_world *world, const char *equilibrium, const tw_certificate *c)
{
  for (int i = 0; i < c->count; i++) {
    const tw_residual *r = &c->residual[i];
    twi_sheet_text(sheet, equilibrium);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, r->name);
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, r->value, 0);
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, c->tolerance, 0);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, r->region < 0 ? "" : code_or_empty(tw_world_region(world, r->region)));
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, r->sector < 0 ? "" : code_or_empty(tw_world_sector(world, r->sector)));
    twi_sheet_text(sheet, "\n");
  }
}

tw_status twi_report_residuals(twi_sheet *sheet, const twi_run *run)
{
  const tw_result *result = run->result;
  const tw_info *info = tw_result_info(result);
  const tw_world *world = tw_result_world(result);
  twi_sheet_text(sheet, "equilibrium,residual,value,tolerance,region,sector\n");
  put_residuals(sheet, world, "base", &info->base_certificate);
  if (!info->base_failed) put_residuals(sheet, world, "new", &info->certificate);
  return sheet->status;
}
