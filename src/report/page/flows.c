/* Of trade.csv: the flows between regions that changed most, and sums by pair of regions.
 *
 * Average tariffs weight each rate, old and new, by the base value of its flow, so that the difference between the two
 * is the change of rates and not of what is traded. */
#include "report/page/flows.h"

#include <math.h>
#include <string.h>

#include "report/page/grid.h"
#include "report/page/largest.h"

enum { COLUMNS = 8, KEYS = 3 };
static const char *const names[COLUMNS] = {"sector",    "importer",   "exporter",        "base_value",
                                           "new_value", "change_pct", "tariff_base_pct", "tariff_new_pct"};

/* Rows come in the order of the codes, so the code is nearly always that of the row before, or the one after it. */
static int find_near(const char *const *codes, int count, const char *code, int *last)
{
  for (int i = 0; i < count; i++) {
    int at = (*last + i) % count;
    if (strcmp(codes[at], code) == 0) return *last = at;
  }
  return -1;
}

/* at: where the columns are. Those of quantiles, which a range may have, stand between them. */
static tw_status find_columns(twi_csv *csv, int at[COLUMNS])
{
  tw_status status = TW_OK;
  for (int i = 0; i < COLUMNS && status == TW_OK; i++) status = twi_csv_require(csv, names[i], &at[i]);
  return status;
}

static tw_status find_code(twi_csv *csv, int column, const char *const *codes, int count, int *last, int *found)
{
  size_t length;
  *found = find_near(codes, count, twi_csv_text(csv, column, &length), last);
  return *found >= 0 ? TW_OK : twi_csv_expected(csv, column, "a code of sectors.csv or regions.csv");
}

static tw_status read_row(const twi_page_run *run, twi_csv *csv, const int at[COLUMNS], int last[3], twi_page_flow *f)
{
  double *const number[] = {&f->base_value, &f->new_value, &f->change, &f->tariff_base, &f->tariff_new};
  tw_status status = find_code(csv, at[0], run->sector, run->S, &last[0], &f->sector);
  if (status == TW_OK) status = find_code(csv, at[1], run->region, run->N, &last[1], &f->importer);
  if (status == TW_OK) status = find_code(csv, at[2], run->region, run->N, &last[2], &f->exporter);
  for (int k = 0; k < COLUMNS - KEYS && status == TW_OK; k++)
    status = k < 2 ? twi_csv_number(csv, at[KEYS + k], number[k]) : twi_grid_number(csv, at[KEYS + k], number[k]);
  f->size = fabs(f->new_value - f->base_value);
  return status;
}

static void add_to_pair(twi_page_run *run, const twi_page_flow *f)
{
  size_t pairs = (size_t)run->N * (size_t)run->N, at = (size_t)f->importer * (size_t)run->N + (size_t)f->exporter;
  run->pair[TWI_PAIR_BASE * pairs + at] += f->base_value;
  run->pair[TWI_PAIR_NEW * pairs + at] += f->new_value;
  if (isfinite(f->tariff_base)) run->pair[TWI_PAIR_TARIFF_BASE * pairs + at] += f->base_value * f->tariff_base;
  if (isfinite(f->tariff_new)) run->pair[TWI_PAIR_TARIFF_NEW * pairs + at] += f->base_value * f->tariff_new;
}

/* Sums of rates times values become averages; NaN where nothing is traded in the base. */
static void average_tariffs(twi_page_run *run)
{
  size_t pairs = (size_t)run->N * (size_t)run->N;
  for (size_t i = 0; i < pairs; i++) {
    double base = run->pair[TWI_PAIR_BASE * pairs + i];
    run->pair[TWI_PAIR_TARIFF_BASE * pairs + i] /= base > 0 ? base : NAN;
    run->pair[TWI_PAIR_TARIFF_NEW * pairs + i] /= base > 0 ? base : NAN;
  }
}

/* Those kept into the run, the largest first. */
static tw_status take_flows(twi_page_run *run, twi_largest *largest, const twi_page_flow *kept)
{
  run->flow = twi_new(run->ctx, (size_t)largest->count + 1, sizeof *run->flow);
  if (!run->flow) return twi_no_memory(run->ctx, (size_t)largest->count * sizeof *run->flow);
  twi_largest_sort(largest);
  run->flows = largest->count;
  for (int i = 0; i < run->flows; i++) run->flow[i] = kept[largest->heap[i].place];
  return TW_OK;
}

tw_status twi_page_flows_read(twi_page_run *run, const twi_page_files *files)
{
  size_t pairs = (size_t)run->N * (size_t)run->N;
  twi_csv *csv = NULL;
  twi_largest largest;
  int last[3] = {0, 0, 0}, at[COLUMNS], more = 1;
  tw_status status = twi_largest_new(run->ctx, TWI_PAGE_FLOWS, &largest);
  twi_page_flow *kept = twi_new(run->ctx, TWI_PAGE_FLOWS, sizeof *kept);
  run->pair = twi_new(run->ctx, TWI_PAIRS * pairs, sizeof *run->pair);
  if (status == TW_OK && (!kept || !run->pair)) status = twi_no_memory(run->ctx, 0);
  if (status == TW_OK) status = twi_page_table(run, files, "trade.csv", &csv);
  if (status == TW_OK) status = find_columns(csv, at);
  while (status == TW_OK) {
    twi_page_flow f = {.sector = 0};
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    status = read_row(run, csv, at, last, &f);
    if (status != TW_OK || f.importer == f.exporter) continue;
    run->flows_in_all++;
    add_to_pair(run, &f);
    int place = f.size > 0 ? twi_largest_place(&largest, f.size) : -1;
    if (place >= 0) kept[place] = f;
  }
  twi_csv_free(csv);
  if (status == TW_OK) status = take_flows(run, &largest, kept);
  if (status == TW_OK) average_tariffs(run);
  twi_free(run->ctx, kept);
  twi_largest_free(run->ctx, &largest);
  return status;
}
