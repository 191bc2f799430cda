/* The results folder of a reconciliation: see tw_reconciliation_write in tradewind.h; docs/formats.md lists its files.
 */
#include <math.h>

#include "compare/reconcile_variants.h"
#include "report/tables/object.h"

enum { DIGITS = 15, ALL_DIGITS = 17 };

static void put_number(twi_sheet *sheet, double x)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_number(sheet, x, 0);
}

tw_status twi_report_reconciliation(twi_sheet *sheet, const tw_reconciliation *r)
{
  const tw_world *world = tw_reconciliation_world(r);
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v);
  twi_sheet_text(sheet, "variant,step,region,real_income_pct,change_from_previous,previous\n");
  for (int i = 0; i < count; i++)
    for (int d = 0; d < tw_world_regions(world); d++) {
      twi_sheet_cell(sheet, v[i].name);
      put_number(sheet, i + 1);
      twi_sheet_text(sheet, ",");
      twi_sheet_cell(sheet, tw_world_region(world, d));
      put_number(sheet, v[i].real_income[d]);
      put_number(sheet, v[i].change[d]);
      twi_sheet_text(sheet, ",");
      twi_sheet_cell(sheet, v[i].previous < 0 ? "" : v[v[i].previous].name);
      twi_sheet_text(sheet, "\n");
    }
  return sheet->status;
}

static tw_status fill_table(int index, twi_sheet *sheet, const void *of)
{
  (void)index;
  return twi_report_reconciliation(sheet, of);
}

const twi_tables twi_reconcile_tables = {NULL, fill_table};

static json_t *numbers_list(const double *values, int count, int *failed)
{
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < count; i++) twi_json_append(list, twi_json_number(values[i]), failed);
  return list;
}

static json_t *variant_object(tw_context *ctx, const tw_variant *all, int i, int regions, int *failed)
{
  const tw_variant *v = &all[i];
  json_t *line = json_object();
  twi_json_put(line, "name", json_string(v->name), failed);
  twi_json_put(line, "title", twi_json_text(ctx, v->title), failed);
  twi_json_put(line, "what", twi_json_text(ctx, v->what), failed);
  twi_json_put(line, "lacks", twi_json_text(ctx, v->lacks), failed);
  twi_json_put(line, "previous", v->previous < 0 ? json_null() : json_string(all[v->previous].name), failed);
  twi_json_put(line, "in_chain", json_boolean(v->in_chain), failed);
  twi_json_put(line, "is_run", json_boolean(v->is_run), failed);
  twi_json_put(line, "outcome", json_string(tw_outcome_word(v->outcome)), failed);
  twi_json_put(line, "message", twi_json_text(ctx, v->message), failed);
  twi_json_put(line, "real_income_pct", numbers_list(v->real_income, regions, failed), failed);
  twi_json_put(line, "change_from_previous", numbers_list(v->change, regions, failed), failed);
  return line;
}

static json_t *reconciliation_object(tw_context *ctx, const tw_reconciliation *r, const char *command, int *failed)
{
  const tw_world *world = tw_reconciliation_world(r);
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v), regions = tw_world_regions(world);
  json_t *root = json_object(), *part = json_object(), *list = json_array();
  twi_json_put(root, "program", json_string("tradewind"), failed);
  twi_json_put(root, "version", json_string(tw_version()), failed);
  twi_json_put(root, "build", twi_json_text(ctx, tw_build()), failed);
  twi_json_put(root, "command", twi_json_text(ctx, command), failed);
  twi_json_put(part, "name", twi_json_text(ctx, tw_world_text(world, "name")), failed);
  twi_json_put(part, "given", twi_json_text(ctx, tw_world_text(world, "given")), failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, tw_world_text(world, "sha256")), failed);
  twi_json_put(root, "world", part, failed);
  part = json_object();
  twi_json_put(part, "name", twi_json_text(ctx, tw_reconciliation_text(r, "scenario")), failed);
  twi_json_put(part, "title", twi_json_text(ctx, tw_reconciliation_text(r, "title")), failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, tw_reconciliation_text(r, "scenario_sha256")), failed);
  twi_json_put(root, "scenario", part, failed);
  int year = tw_reconciliation_year(r);
  twi_json_put(root, "year", year ? json_integer(year) : json_null(), failed);
  twi_json_put(root, "elasticity", twi_json_number(tw_reconciliation_elasticity(r)), failed);
  for (int d = 0; d < regions; d++) twi_json_append(list, twi_json_text(ctx, tw_world_region(world, d)), failed);
  twi_json_put(root, "regions", list, failed);
  list = json_array();
  for (int i = 0; i < count; i++) twi_json_append(list, variant_object(ctx, v, i, regions, failed), failed);
  twi_json_put(root, "variants", list, failed);
  return root;
}

/* ---------------------------------------------------------------- manifest */

static json_t *positive_number(double x)
{
  return x > 0 ? twi_json_number(x) : json_null();
}

/* null: what the program chooses; 0: not that variant. */
static json_t *options_object(tw_context *ctx, const tw_reconciliation *r, int *failed)
{
  const tw_reconcile *o = &r->options;
  json_t *object = json_object(), *files = json_null();
  twi_json_put(object, "elasticity", positive_number(o->elasticity), failed);
  twi_json_put(object, "labour_elasticity", twi_json_number(o->labour_elasticity), failed);
  twi_json_put(object, "scale_elasticity", twi_json_number(o->scale_elasticity), failed);
  twi_json_put(object, "year", o->year ? json_integer(o->year) : json_null(), failed);
  if (r->given.name) files = twi_manifest_scenario_files(ctx, &r->given, 1, failed);
  twi_json_put(object, "elasticity_set", twi_json_text(ctx, r->given_set), failed);
  twi_json_put(object, "elasticities", r->given.name ? json_incref(json_array_get(files, 0)) : json_null(), failed);
  json_decref(files);
  return object;
}

/* The first variant without a certified solution; else the run, which has one. */
static const tw_variant *worst_variant(const tw_reconciliation *r)
{
  const tw_variant *run = &r->variant[0];
  for (int i = 0; i < r->count; i++) {
    if (r->variant[i].outcome <= 0) return &r->variant[i];
    if (r->variant[i].is_run) run = &r->variant[i];
  }
  return run;
}

static json_t *manifest_object(tw_context *ctx, const tw_reconciliation *r, const char *command,
                               twi_sheet *const *files, int count, int *failed)
{
  const tw_variant *worst = worst_variant(r);
  const tw_info *info = tw_result_info(r->run);
  json_t *root = json_object(), *part = json_object();
  twi_manifest_program(ctx, root, TWI_RESULTS_RECONCILE, command, failed);
  twi_json_put(root, "world", twi_manifest_world(ctx, r->world, failed), failed);
  twi_json_put(root, "scenario", twi_manifest_scenario(ctx, r->run, failed), failed);
  twi_manifest_focus(ctx, r->world, &r->run->focus, root, failed);
  twi_json_put(root, "options", options_object(ctx, r, failed), failed);
  twi_json_put(root, "settings", twi_manifest_settings(&r->settings, failed), failed);
  twi_json_put(root, "threads", json_integer(info->threads), failed);
  twi_json_put(root, "seed", json_null(), failed);
  twi_json_put(root, "outcome", json_string(tw_outcome_word(worst->outcome)), failed);
  twi_json_put(root, "certified", json_boolean(worst->outcome > 0), failed);
  if (worst->outcome <= 0) {
    twi_json_put(root, "message", twi_json_text(ctx, worst->message), failed);
    twi_json_put(root, "failed_variant", json_string(worst->name), failed);
  }
  twi_json_put(part, "total", twi_json_number(round(1e6 * r->seconds) / 1e6), failed);
  twi_json_put(root, "seconds", part, failed);
  twi_json_put(root, "certificate", twi_manifest_certificate(ctx, r->world, &info->certificate, failed), failed);
  twi_json_put(root, "base_certificate", twi_manifest_certificate(ctx, r->world, &info->base_certificate, failed),
               failed);
  twi_json_put(root, "files", twi_manifest_files(files, count, failed), failed);
  twi_json_put(root, "report",
               r->settings.report && info->outcome > 0 ? json_string(twi_report_file(TWI_REPORT_PAGE)) : json_null(),
               failed);
  return root;
}

/* ---------------------------------------------------------------- the folder */

static tw_status write_table(twi_folder *f, const tw_reconciliation *r)
{
  twi_sheet *sheet;
  tw_status status = twi_folder_sheet(f, 0, "reconcile.csv", &sheet);
  if (status == TW_OK) status = twi_report_reconciliation(sheet, r);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

static tw_status write_json(twi_folder *f, const tw_reconciliation *r, const char *command)
{
  int failed = 0;
  json_t *root = reconciliation_object(f->ctx, r, command, &failed);
  return twi_folder_object(f, "reconcile.json", root, ALL_DIGITS, TW_OK, failed);
}

/* Lists the files before it. older: the folder whose older results are named. */
static tw_status write_manifest(twi_folder *f, const tw_reconciliation *r, const char *command, const char *older)
{
  int failed = 0;
  tw_status status = TW_OK;
  json_t *root = manifest_object(f->ctx, r, command, f->sheet, f->count, &failed);
  if (older) status = twi_manifest_older(f->ctx, root, older, &failed);
  return twi_folder_object(f, "run.json", root, DIGITS, status, failed);
}

/* Of a run without a certified solution the manifest is all there is; older results stay. */
tw_status tw_reconciliation_write(tw_context *ctx, const tw_reconciliation *r, const char *folder, const char *command)
{
  if (!r || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_reconciliation_write needs a reconciliation and a folder");
  twi_folder f;
  tw_status status = twi_folder_open(ctx, folder, &f);
  int found = tw_result_info(r->run)->outcome > 0;
  if (found && status == TW_OK) status = write_table(&f, r);
  if (found && status == TW_OK && r->settings.dta) status = twi_folder_stata(&f, tw_reconciliation_world(r));
  if (found && status == TW_OK) status = twi_folder_columns(&f, tw_reconciliation_world(r));
  if (found && status == TW_OK) status = write_json(&f, r, command);
  if (status == TW_OK) status = write_manifest(&f, r, command, found ? NULL : folder);
  if (found && status == TW_OK && r->settings.report) status = twi_folder_page(&f);
  if (found && status == TW_OK) status = twi_folder_retire_older(&f);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_folder_commit(&f);
  return twi_folder_end(&f, status);
}
