/* The focus of a scenario in a world: its codes as indices. */
#include <string.h>

#include "scenario/rules.h"
#include "scenario/scenario.h"
#include "world/meant.h"

static tw_status find_code(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_axis axis, const char *code,
                           int *index)
{
  char meant[TWI_MEANT];
  *index = twi_world_index(w, axis, code, strlen(code));
  if (*index >= 0) return TW_OK;
  const char *nearest = twi_world_suggest(w, axis, code, strlen(code), meant);
  tw_status status = twi_fail(ctx, TW_BAD_INPUT, "focus: world %s has no %s \"%s\"%s%s%s", w->name,
                              axis == TWI_AXIS_REGIONS ? "region" : "sector", code, nearest ? "; did you mean " : "",
                              nearest ? nearest : "", nearest ? "?" : "");
  if (s->focus_node)
    twi_error_prefix(ctx, "%s:%d:%d: ", s->focus_node->origin, s->focus_node->line, s->focus_node->column);
  return status;
}

tw_status twi_focus_find(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_focus *focus)
{
  *focus = (twi_focus){-1, -1};
  if (!s->focus_region) return TW_OK;
  tw_status status = find_code(ctx, s, w, TWI_AXIS_REGIONS, s->focus_region, &focus->region);
  if (status == TW_OK && s->focus_sector)
    status = find_code(ctx, s, w, TWI_AXIS_SECTORS, s->focus_sector, &focus->sector);
  return status;
}
