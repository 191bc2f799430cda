/* reconcile.csv and reconcile.json: see tw_reconciliation_write. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "report/manifest.h"

enum { FLAGS = JSON_INDENT(2) | JSON_REAL_PRECISION(17) };

static void put_number(twi_sheet *sheet, double x)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_number(sheet, x, 0);
}

static tw_status fill_csv(twi_sheet *sheet, const tw_reconciliation *r)
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

static json_t *numbers(const double *values, int count, int *failed)
{
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < count; i++) twi_json_append(list, twi_json_number(values[i]), failed);
  return list;
}

static json_t *variant(tw_context *ctx, const tw_variant *all, int i, int regions, int *failed)
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
  twi_json_put(line, "real_income_pct", numbers(v->real_income, regions, failed), failed);
  twi_json_put(line, "change_from_previous", numbers(v->change, regions, failed), failed);
  return line;
}

static json_t *whole(tw_context *ctx, const tw_reconciliation *r, const char *command, int *failed)
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
  for (int i = 0; i < count; i++) twi_json_append(list, variant(ctx, v, i, regions, failed), failed);
  twi_json_put(root, "variants", list, failed);
  return root;
}

static int to_sheet(const char *bytes, size_t count, void *user)
{
  twi_sheet_bytes(user, bytes, count);
  return 0;
}

static tw_status fill_json(twi_sheet *sheet, const tw_reconciliation *r, const char *command)
{
  int failed = 0;
  json_t *root = whole(sheet->ctx, r, command, &failed);
  tw_status status = TW_OK;
  if (failed || json_dump_callback(root, to_sheet, sheet, FLAGS) != 0) status = twi_no_memory(sheet->ctx, 0);
  json_decref(root);
  twi_sheet_text(sheet, "\n");
  return status == TW_OK ? sheet->status : status;
}

tw_status tw_reconciliation_write(tw_context *ctx, const tw_reconciliation *r, const char *folder, const char *command)
{
  if (!r || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_reconciliation_write needs a reconciliation and a folder");
  if (mkdir(folder, 0777) != 0 && twi_path_kind_of(folder) != TWI_PATH_FOLDER)
    return twi_fail(ctx, TW_IO, "%s: cannot make the folder for the results: %s", folder, strerror(errno));
  twi_sheet *sheet[2] = {twi_new(ctx, 1, sizeof **sheet), twi_new(ctx, 1, sizeof **sheet)};
  tw_status status = sheet[0] && sheet[1] ? TW_OK : twi_no_memory(ctx, 2 * sizeof **sheet);
  if (status == TW_OK) status = twi_sheet_open(ctx, sheet[0], folder, "reconcile.csv");
  if (status == TW_OK) status = fill_csv(sheet[0], r);
  if (status == TW_OK) status = twi_sheet_close(sheet[0]);
  if (status == TW_OK) status = twi_sheet_open(ctx, sheet[1], folder, "reconcile.json");
  if (status == TW_OK) status = fill_json(sheet[1], r, command);
  if (status == TW_OK) status = twi_sheet_close(sheet[1]);
  if (status == TW_OK) status = twi_sheets_commit(ctx, sheet, 2, NULL, 0);
  for (int k = 0; k < 2; k++) {
    if (sheet[k]) twi_sheet_free(sheet[k]);
    twi_free(ctx, sheet[k]);
  }
  return status;
}
