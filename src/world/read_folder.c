/* A world folder as docs/formats.md describes it. See read.h and assemble.h. */
#include <string.h>

#include "base/file.h"
#include "world/read.h"

static tw_status read_description(twi_reader *r)
{
  char *text;
  tw_status status = twi_reader_text(r, "world.yaml", 1, &text, &r->description);
  return status == TW_OK ? twi_world_describe(r->ctx, r->w, text, r->description) : status;
}

static tw_status read_groups(twi_reader *r)
{
  char *text, *origin;
  tw_status status = twi_reader_text(r, "groups.yaml", 0, &text, &origin);
  if (status != TW_OK || !text) return status;
  status = twi_world_read_groups(r->ctx, r->w, text, strlen(text), origin);
  twi_free(r->ctx, text);
  twi_free(r->ctx, origin);
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
  if (status == TW_OK) status = read_groups(r);
  if (status == TW_OK) status = twi_read_production(r);
  if (status == TW_OK) status = twi_read_flows(r);
  if (status == TW_OK) status = twi_read_inputs(r);
  if (status == TW_OK) status = twi_read_final(r);
  if (status == TW_OK) status = twi_read_macro(r);
  if (status != TW_OK) return status;
  twi_given given = {r->flows, r->production, r->inputs, r->final, r->macro, r->value_added, r->deficit, r->macro_line};
  status = twi_world_complete(r->ctx, r->w, &given);
  return status == TW_OK ? twi_world_seal(r->ctx, r->w) : status;
}

tw_status twi_world_read_folder(tw_context *ctx, const char *folder, int builtin, tw_world **world)
{
  twi_reader r = {.ctx = ctx, .folder = folder, .builtin = builtin, .regions = {.ctx = ctx}, .sectors = {.ctx = ctx}};
  *world = NULL;
  tw_status status = twi_world_create(ctx, &r.w);
  if (status == TW_OK) status = read_all(&r);
  twi_codes_close(&r.regions);
  twi_codes_close(&r.sectors);
  void *own[] = {r.description, r.flows,       r.production, r.inputs,    r.final,
                 r.macro,       r.value_added, r.deficit,    r.macro_line};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  if (status != TW_OK) {
    tw_world_free(r.w);
    return status;
  }
  *world = r.w;
  return TW_OK;
}
