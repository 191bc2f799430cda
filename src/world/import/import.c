/* A world from a table that others publish: which layout, and in what order things are done. See import.h. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "world/export.h"
#include "world/import/gtap.h"

static const struct {
  const char *name;
  tw_status (*read)(twi_import_job *j);
} layout[] = {
    {"icio", twi_import_icio}, {"wiod", twi_import_wiod}, {"csv", twi_import_csv},
    {"dta", twi_import_dta},   {"har", twi_import_har},   {"gtap", twi_import_gtap},
};
enum { LAYOUTS = sizeof layout / sizeof *layout };

void tw_import_default(tw_import *import)
{
  memset(import, 0, sizeof *import);
}

static tw_status unknown_layout(tw_context *ctx, const char *from)
{
  const char *names[LAYOUTS];
  char list[128] = "";
  for (int i = 0; i < LAYOUTS; i++) {
    names[i] = layout[i].name;
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", names[i]);
  }
  const char *nearest = twi_nearest(from, strlen(from), names, LAYOUTS);
  return twi_fail(ctx, TW_USAGE, "unknown layout %s; known are %s%s%s%s", from, list, nearest ? " (did you mean " : "",
                  nearest ? nearest : "", nearest ? "?)" : "");
}

static tw_status check_request(tw_context *ctx, const tw_import *ask, int *which)
{
  if (!ask || !ask->from || !*ask->from) return twi_fail(ctx, TW_USAGE, "tw_world_import: no layout");
  if (!ask->file || !*ask->file) return twi_fail(ctx, TW_USAGE, "tw_world_import: no file");
  for (*which = 0; *which < LAYOUTS; ++*which)
    if (twi_same_name(ask->from, strlen(ask->from), layout[*which].name)) break;
  if (*which == LAYOUTS) return unknown_layout(ctx, ask->from);
  if (ask->name && twi_world_name_wrong(ask->name))
    return twi_fail(ctx, TW_USAGE, "the name of the new world: found %s, expected %s",
                    *ask->name ? ask->name : "nothing", twi_world_name_wrong(ask->name));
  if (ask->year < 0 || ask->year > 9999)
    return twi_fail(ctx, TW_USAGE, "the year: found %d, expected 1 to 9999, or 0: not given", ask->year);
  if (!(ask->bound >= 0 && ask->bound <= 1))
    return twi_fail(ctx, TW_USAGE, "the bound: found %g, expected a relative gap from 0 to 1", ask->bound);
  tw_status (*read)(twi_import_job *) = layout[*which].read;
  if (ask->map && (read == twi_import_icio || read == twi_import_wiod || read == twi_import_gtap))
    return twi_fail(ctx, TW_USAGE, "a map of columns is of use only for tables in long form, not for %s", ask->from);
  if (ask->tariffs && read == twi_import_gtap)
    return twi_fail(
        ctx, TW_USAGE,
        "a file of tariffs is of no use with gtap, whose base has them (VMSB or VIMS); world update takes one "
        "for the new world");
  if (ask->concordance && !ask->tariffs) return twi_fail(ctx, TW_USAGE, "a concordance is of use only with tariffs");
  return TW_OK;
}

tw_status tw_world_import(tw_context *ctx, const tw_import *ask, tw_world **world)
{
  twi_import_job j = {.ctx = ctx, .ask = ask, .product_rows = {.ctx = ctx}, .product_flows = {.ctx = ctx}};
  int which = 0;
  *world = NULL;
  tw_status status = check_request(ctx, ask, &which);
  if (status != TW_OK) return status;
  if (layout[which].read == twi_import_dta && twi_path_kind_of(ask->file) == TWI_PATH_FOLDER) {
    if (ask->map || ask->name || ask->title || ask->currency || ask->unit || ask->year || ask->elasticities ||
        ask->tariffs || ask->bound > 0)
      return twi_fail(ctx, TW_USAGE, "%s: a folder of Stata files is a whole world: it takes no further options",
                      ask->file);
    return twi_world_read_dta(ctx, ask->file, world);
  }
  j.bound = ask->bound > 0 ? ask->bound : 1e-3;
  status = twi_world_create(ctx, &j.w); /* first: a reader may have findings */
  if (status == TW_OK) status = twi_import_called(&j);
  if (status == TW_OK) status = layout[which].read(&j);
  if (status == TW_OK && !j.gtap) status = twi_import_check(&j);
  if (status == TW_OK) status = twi_import_describe(&j);
  if (status == TW_OK) status = twi_import_sectors(&j);
  if (status == TW_OK) status = twi_import_build(&j);
  twi_gtap_free(j.gtap);
  twi_import_free(&j);
  twi_long_products_free(&j);
  if (status != TW_OK) {
    tw_world_free(j.w);
    return status;
  }
  *world = j.w;
  return TW_OK;
}
