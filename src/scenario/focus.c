/* The focus of a scenario in a world: its members as indices. */
#include <string.h>

#include "base/text.h"
#include "scenario/rules.h"
#include "scenario/scenario.h"

/* What it is called: the world's spelling of a code, else the words of the file. */
static tw_status name_members(tw_context *ctx, const twi_yaml *node, const tw_world *w, twi_axis axis, char **name)
{
  twi_text text = {.ctx = ctx};
  char *const *codes = axis == TWI_AXIS_REGIONS ? w->region : w->sector;
  int list = node->kind == TWI_YAML_SEQUENCE;
  for (int i = 0; i < (list ? node->count : 1); i++) {
    const twi_yaml *item = list ? node->child[i] : node;
    int code = axis == TWI_AXIS_REGIONS ? twi_world_region_index(w, item->text, item->length)
                                        : twi_world_sector_index(w, item->text, item->length);
    twi_text_printf(&text, "%s%s", i ? ", " : "", code >= 0 ? codes[code] : item->text);
  }
  return twi_text_take(&text, name);
}

static tw_status find_members(tw_context *ctx, const tw_scenario *s, const twi_yaml *node, const tw_world *w,
                              twi_axis axis, char **name, int *count, int **member)
{
  int total = axis == TWI_AXIS_REGIONS ? w->N : w->S;
  unsigned char *in = twi_new(ctx, (size_t)total, 1);
  *member = twi_alloc(ctx, (size_t)total, sizeof **member);
  tw_status status = in && *member ? TW_OK : twi_no_memory(ctx, (size_t)total);
  twi_log_again(ctx, 1); /* members that a group lacks move nothing here */
  if (status == TW_OK) status = twi_select(ctx, s, node, NULL, axis, w, in);
  twi_log_again(ctx, 0);
  for (int i = 0; status == TW_OK && i < total; i++)
    if (in[i]) (*member)[(*count)++] = i;
  twi_free(ctx, in);
  return status == TW_OK ? name_members(ctx, node, w, axis, name) : status;
}

/* "C29" alone, where a region belongs. */
static tw_status say_sector(tw_context *ctx, const twi_yaml *node, const tw_world *w, tw_status status)
{
  int sector = node->kind == TWI_YAML_SCALAR ? twi_world_sector_index(w, node->text, node->length) : -1;
  if (status != TW_BAD_INPUT || sector < 0) return status;
  return twi_yaml_fail(ctx, node, "%s is a sector of world %s, and a focus begins with a region, as in \"%s %s\"",
                       w->sector[sector], w->name, w->region[0], w->sector[sector]);
}

tw_status twi_focus_find(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_focus *f)
{
  memset(f, 0, sizeof *f);
  if (!s->focus_region) return TW_OK;
  tw_status status = find_members(ctx, s, s->focus_region, w, TWI_AXIS_REGIONS, &f->region, &f->regions, &f->of_region);
  status = say_sector(ctx, s->focus_region, w, status);
  if (status == TW_OK && s->focus_sector)
    status = find_members(ctx, s, s->focus_sector, w, TWI_AXIS_SECTORS, &f->sector, &f->sectors, &f->of_sector);
  return status;
}

void twi_focus_free(tw_context *ctx, twi_focus *f)
{
  twi_free(ctx, f->region);
  twi_free(ctx, f->sector);
  twi_free(ctx, f->of_region);
  twi_free(ctx, f->of_sector);
  memset(f, 0, sizeof *f);
}

tw_status tw_scenario_focus(tw_context *ctx, const tw_scenario *s, const tw_world *w, unsigned char *in_region,
                            unsigned char *in_sector)
{
  twi_focus f;
  tw_status status = twi_focus_find(ctx, s, w, &f);
  if (in_region) memset(in_region, 0, (size_t)w->N);
  if (in_sector) memset(in_sector, 0, (size_t)w->S);
  for (int i = 0; status == TW_OK && in_region && i < f.regions; i++) in_region[f.of_region[i]] = 1;
  for (int i = 0; status == TW_OK && in_sector && i < f.sectors; i++) in_sector[f.of_sector[i]] = 1;
  twi_focus_free(ctx, &f);
  return status;
}
