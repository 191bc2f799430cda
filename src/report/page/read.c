/* A results folder to a run of the page: what kind it is, then its tables or its study, each checked.
 *
 * That a file is the one that the run wrote leaves little to check while reading, but nothing is taken for granted. */
#include "report/page/read.h"

#include <stddef.h>
#include <string.h>

#include "report/page/flows.h"
#include "report/page/grid.h"
#include "report/page/study.h"

/* ---------------------------------------------------------------- regions and sectors */

static const char *text_at(const twi_grid *g, int row, int column)
{
  const char *text = g->text[(size_t)row * (size_t)g->columns + (size_t)column];
  return text ? text : "";
}

/* Codes are those of regions.csv and, of the first region, sectors.csv, whose rows go region by region. */
static tw_status find_codes(twi_page_run *run)
{
  const twi_grid *r = &run->regions, *s = &run->sectors;
  run->N = r->rows;
  while (run->S < s->rows && strcmp(text_at(s, run->S, 0), text_at(s, 0, 0)) == 0) run->S++;
  if (run->N < 1 || run->S < 1) return twi_fail(run->ctx, TW_BAD_INPUT, "%s/regions.csv: has no rows", run->folder);
  run->region = twi_new(run->ctx, (size_t)run->N, sizeof *run->region);
  run->sector = twi_new(run->ctx, (size_t)run->S, sizeof *run->sector);
  if (!run->region || !run->sector) return twi_no_memory(run->ctx, 0);
  for (int i = 0; i < run->N; i++) run->region[i] = text_at(r, i, 0);
  for (int i = 0; i < run->S; i++) run->sector[i] = text_at(s, i, 1);
  int right = s->rows == (long)run->N * run->S;
  for (int i = 0; right && i < s->rows; i++)
    right = strcmp(text_at(s, i, 0), run->region[i / run->S]) == 0 &&
            strcmp(text_at(s, i, 1), run->sector[i % run->S]) == 0;
  if (right) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s/sectors.csv: expected a row for each region and sector, in the order of regions.csv",
                  run->folder);
}

/* years.csv: all regions of one year after the other. */
static tw_status check_years(twi_page_run *run)
{
  const twi_grid *g = &run->years;
  if (!g->columns) return TW_OK;
  int right = g->rows % run->N == 0;
  for (int i = 0; right && i < g->rows; i++) right = strcmp(text_at(g, i, 1), run->region[i % run->N]) == 0;
  if (right) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s/years.csv: expected a row for each year and region, in the order of regions.csv", run->folder);
}

/* ---------------------------------------------------------------- manifest */

static tw_status not_a_folder(tw_context *ctx, const twi_page_files *files)
{
  twi_path_kind kind = twi_path_kind_of(files->folder);
  if (kind == TWI_PATH_ABSENT) return twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such folder", files->folder);
  if (kind != TWI_PATH_FOLDER)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: expected a results folder, found a file", files->folder);
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: expected a results folder, found one without run.json; `tradewind run SCENARIO --out DIR` "
                  "makes one",
                  files->folder);
}

static tw_status read_manifest(twi_page_run *run, const twi_page_files *files)
{
  char *path = twi_page_place(run->ctx, files, "run.json");
  if (!path) return twi_no_memory(run->ctx, 0);
  twi_path_kind kind = twi_path_kind_of(path);
  tw_status status = kind == TWI_PATH_FILE     ? TW_OK
                     : kind == TWI_PATH_UNSEEN ? twi_path_unseen(run->ctx, path)
                                               : not_a_folder(run->ctx, files);
  twi_free(run->ctx, path);
  if (status != TW_OK) return status;
  return twi_page_json(run, files, "run.json", 0, &run->manifest);
}

static tw_status check_manifest(twi_page_run *run)
{
  twi_results_kind kind;
  const char *outcome = twi_page_text(run, NULL, "outcome");
  tw_status status = twi_results_kind_of(run->ctx, run->folder, run->manifest, &kind);
  if (status != TW_OK) return status;
  run->kind = twi_results_row_of(kind);
  if (twi_results_are_there(kind, run->manifest)) return TW_OK; /* the page says which variant has no solution */
  const int inner = twi_page_is_run(run);                       /* it left uncertified/ */
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s: the last %s there found no certified solution (%s), so there is nothing to report; run.json%s "
                  "there %s where it failed",
                  run->folder, run->kind->page.noun, outcome ? outcome : "no outcome", inner ? " and uncertified/" : "",
                  inner ? "say" : "says");
}

/* ---------------------------------------------------------------- the whole */

/* A world may have thousands of products in hundreds of regions, and a page is sent by mail. */
static const twi_grid_most changed_products = {TWI_PAGE_PRODUCTS,
                                               {{"sales_base", "sales_new"}, {"spending_base", "spending_new"}},
                                               NULL};
static const twi_grid_most exposed = {TWI_PAGE_EXPOSED, {{"derivative", NULL}, {NULL, NULL}}, "sector"};
static const twi_grid_most changed_flows = {TWI_PAGE_FLOWS, {{"base_value", "new_value"}, {NULL, NULL}}, NULL};

/* The tables of a run, each into its place there. */
static const struct {
  twi_grid_form form;
  size_t place;
} tables[] = {
    {{"regions.csv", "region", NULL, " region ", 0, NULL}, offsetof(twi_page_run, regions)},
    {{"sectors.csv", "region", "sector", " region sector ", 0, NULL}, offsetof(twi_page_run, sectors)},
    {{"groups.csv", "group", NULL, " group ", 1, NULL}, offsetof(twi_page_run, groups)},
    {{"limits.csv", NULL, NULL, " rule what instrument owner ", 1, NULL}, offsetof(twi_page_run, limits)},
    {{"preferences.csv", NULL, NULL, " sector importer exporter product ", 1, NULL},
     offsetof(twi_page_run, preferences)},
    {{"drivers.csv", "outcome", "region", " outcome region parameter sector partner product ", 1, NULL},
     offsetof(twi_page_run, drivers)},
    {{"plants.csv", "product", "region", " product region main_market ", 1, NULL}, offsetof(twi_page_run, plants)},
    {{"parity.csv", "product", "region", " product region other_region market ", 1, NULL},
     offsetof(twi_page_run, parity)},
    {{"closing.csv", "round", "product", " product region ", 1, NULL}, offsetof(twi_page_run, closing)},
    {{"products.csv", "region", "sector", " region sector product quality ", 1, &changed_products},
     offsetof(twi_page_run, products)},
    {{"product_trade.csv", "product", "importer", " product importer exporter sector quality ", 1, &changed_flows},
     offsetof(twi_page_run, product_trade)},
    {{"dependence.csv", "region", NULL, " region sector partner indicator product ", 1, NULL},
     offsetof(twi_page_run, dependence)},
    {{"calories.csv", "region", "product", " region product origin part quality ", 1, NULL},
     offsetof(twi_page_run, calories)},
    {{"exposure_matrix.csv", "region", NULL, " region outcome exporter sector ", 1, &exposed},
     offsetof(twi_page_run, exposure_matrix)},
    {{"exposure_largest.csv", "region", NULL, " region outcome wedge sector product importer exporter ", 1, NULL},
     offsetof(twi_page_run, exposure_largest)},
    {{"cascade.csv", "round", "region", " region sector product action clause ", 1, NULL},
     offsetof(twi_page_run, cascade)},
    {{"clause.csv", "exporter", "importer", " exporter importer kind region sector product measure unit ", 1, NULL},
     offsetof(twi_page_run, clause)},
    {{"illegal.csv", "measure", "region", " measure region partner unit ", 1, NULL}, offsetof(twi_page_run, illegal)},
    {{"link.csv", "region", NULL, " region ", 1, NULL}, offsetof(twi_page_run, link)},
    {{"years.csv", "year", "region", " region ", 1, NULL}, offsetof(twi_page_run, years)},
};

tw_status twi_page_read(tw_context *ctx, const twi_page_files *files, twi_page_run *run)
{
  run->ctx = ctx;
  run->folder = files->folder;
  tw_status status = read_manifest(run, files);
  if (status == TW_OK) status = check_manifest(run);
  if (status == TW_OK && !twi_page_is_run(run)) return twi_page_study_read(run, files);
  for (size_t i = 0; i < sizeof tables / sizeof *tables && status == TW_OK; i++)
    status = twi_grid_read(run, files, &tables[i].form, (twi_grid *)(void *)((char *)run + tables[i].place));
  if (status == TW_OK) status = find_codes(run);
  if (status == TW_OK) status = check_years(run);
  if (status == TW_OK) status = twi_page_flows_read(run, files);
  if (status == TW_OK && run->plants.columns) status = twi_page_json(run, files, "plants.json", 1, &run->study);
  return status;
}
