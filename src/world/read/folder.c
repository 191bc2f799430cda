/* A world folder as docs/formats.md describes it. See read.h and assemble.h. */
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "world/columns.h"
#include "world/elasticities.h"
#include "world/read/read.h"
#include "world/stores.h"
#include "world/together.h"

static tw_status read_description(twi_reader *r)
{
  char *text;
  twi_together list = {.count = -1};
  tw_status status = twi_reader_text(r, "world.yaml", 1, &text, &r->description);
  if (status != TW_OK) return status;
  if (!r->builtin) twi_together_take(text, &list);
  status = twi_world_describe(r->ctx, r->w, text, r->description);
  if (status == TW_OK && !r->builtin) r->w->together = list.count < 0 ? "not known" : "checked";
  return status == TW_OK ? twi_together_check(r, &list) : status;
}

static tw_status read_groups(twi_reader *r, twi_axis axis)
{
  char *text, *origin;
  const char *file = axis == TWI_AXIS_REGIONS ? "groups.yaml" : "sector_groups.yaml";
  tw_status status = twi_reader_text(r, file, 0, &text, &origin);
  if (status != TW_OK || !text) return status;
  status = twi_world_read_groups(r->ctx, r->w, axis, text, strlen(text), origin);
  twi_free(r->ctx, text);
  twi_free(r->ctx, origin);
  return status;
}

static tw_status read_estimates(twi_reader *r)
{
  twi_csv *csv;
  static const char *const known[] = {"set", "sector", "parameter", "estimate", "standard_error",
                                      "p05", "p50",    "p95",       "source"};
  tw_status status = twi_reader_table(r, "elasticities.csv", 0, &csv, NULL);
  if (status != TW_OK || !csv) return status;
  status = twi_other_columns(r->ctx, r->w, csv, known, sizeof known / sizeof *known);
  if (status == TW_OK) status = twi_estimates_read(r->ctx, r->w, csv, 1, NULL, &r->w->estimate, &r->w->estimate_count);
  twi_csv_free(csv);
  return status;
}

/* Stocks and calories, which are of products. */
static tw_status read_stores(twi_reader *r)
{
  tw_status status = TW_OK;
  for (int t = 0; t < TWI_STORE_TABLES && status == TW_OK; t++) {
    twi_csv *csv;
    status = twi_reader_table(r, twi_store_file[t], 0, &csv, NULL);
    if (status != TW_OK || !csv) continue;
    status = twi_stores_read(r->ctx, r->w, (twi_store_table)t, csv);
    twi_csv_free(csv);
  }
  return status;
}

static tw_status check_words(twi_reader *r)
{
  char *regions = twi_path_join(r->ctx, r->folder, "regions.csv");
  char *sectors = twi_path_join(r->ctx, r->folder, "sectors.csv");
  const twi_code_places places = {regions, sectors, &r->regions, &r->sectors};
  tw_status status = regions && sectors ? twi_world_check_words(r->ctx, r->w, &places) : twi_no_memory(r->ctx, 0);
  twi_free(r->ctx, regions);
  twi_free(r->ctx, sectors);
  return status;
}

static tw_status read_all(twi_reader *r)
{
  tw_status status = read_description(r);
  if (status == TW_OK) status = twi_read_regions(r);
  if (status == TW_OK) status = twi_read_sectors(r);
  if (status == TW_OK) status = check_words(r);
  if (status == TW_OK) status = twi_world_check_size(r->ctx, r->folder, r->w->N, r->w->S);
  if (status == TW_OK) status = read_groups(r, TWI_AXIS_REGIONS);
  if (status == TW_OK) status = read_groups(r, TWI_AXIS_SECTORS);
  if (status == TW_OK) status = read_estimates(r);
  if (status == TW_OK) status = twi_read_production(r);
  if (status == TW_OK) status = twi_read_products(r);
  if (status == TW_OK) status = twi_read_flows(r);
  if (status == TW_OK) status = twi_read_product_flows(r);
  if (status == TW_OK) status = read_stores(r);
  if (status == TW_OK) status = twi_read_inputs(r);
  if (status == TW_OK) status = twi_read_final(r);
  if (status == TW_OK) status = twi_read_macro(r);
  if (status != TW_OK) return status;
  twi_given given = {r->flows, r->production, r->inputs, r->final, r->macro, r->value_added, r->deficit, r->macro_line};
  r->of_files = r->w->finding_count;
  status = twi_world_complete(r->ctx, r->w, &given);
  if (status == TW_OK) status = twi_read_findings(r);
  return status == TW_OK ? twi_world_seal(r->ctx, r->w) : status;
}

static tw_status read_once(tw_context *ctx, const char *folder, int builtin, tw_world **world)
{
  twi_reader r = {.ctx = ctx,
                  .folder = folder,
                  .builtin = builtin,
                  .regions = {.ctx = ctx},
                  .sectors = {.ctx = ctx},
                  .tables = {.ctx = ctx}};
  *world = NULL;
  tw_status status = twi_world_create(ctx, &r.w);
  if (status == TW_OK) status = read_all(&r);
  twi_codes_close(&r.regions);
  twi_codes_close(&r.sectors);
  twi_product_tables_close(&r.tables);
  twi_given_products_free(ctx, &r.given);
  void *own[] = {r.description, r.flows,   r.production, r.inputs,   r.final,   r.macro,
                 r.value_added, r.deficit, r.macro_line, r.families, r.products};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  if (status != TW_OK) {
    tw_world_free(r.w);
    return status;
  }
  *world = r.w;
  return TW_OK;
}

/* What tells one state of the folder from another: itself, when it is exchanged, and its world.yaml, which comes last
 * when its files are replaced one by one. */
static void folder_state(tw_context *ctx, const char *folder, struct stat state[2])
{
  char *yaml = twi_path_join(ctx, folder, "world.yaml");
  memset(state, 0, 2 * sizeof *state);
  (void)stat(folder, &state[0]);
  if (yaml) (void)stat(yaml, &state[1]);
  twi_free(ctx, yaml);
}

static int same_picture(const struct stat a[2], const struct stat b[2])
{
  int same = 1;
  for (int i = 0; i < 2; i++) same &= a[i].st_dev == b[i].st_dev && a[i].st_ino == b[i].st_ino;
  return same && a[1].st_mtim.tv_sec == b[1].st_mtim.tv_sec && a[1].st_mtim.tv_nsec == b[1].st_mtim.tv_nsec;
}

/* Files are read one after the other: when the folder was replaced in between, all of it is read again. */
tw_status twi_world_read_folder(tw_context *ctx, const char *folder, int builtin, tw_world **world)
{
  enum { ATTEMPTS = 5 };
  struct stat before[2], after[2];
  if (builtin) return read_once(ctx, folder, builtin, world);
  for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
    folder_state(ctx, folder, before);
    tw_status status = read_once(ctx, folder, builtin, world);
    if (status != TW_OK && status != TW_BAD_INPUT) return status;
    folder_state(ctx, folder, after);
    if (same_picture(before, after)) return status;
    if (status == TW_OK) tw_world_free(*world);
    *world = NULL;
  }
  return twi_fail(ctx, TW_BAD_INPUT, "%s: it is replaced all the time; read it when nothing writes there", folder);
}
