/* The focus of a scenario in a world: its codes as indices. */
#include <string.h>

#include "base/names.h"
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

/* Neither a sector nor a product. */
static tw_status fail_goods(tw_context *ctx, const tw_scenario *s, const tw_world *w, const char *code)
{
  char meant[TWI_MEANT];
  const char *nearest = twi_world_suggest(w, TWI_AXIS_SECTORS, code, strlen(code), meant);
  for (int g = 0; g < w->products; g++) {
    const char *names[] = {nearest, w->product[g].rest ? NULL : w->product[g].code};
    const char *near = nearest == meant ? NULL : twi_nearest(code, strlen(code), names, 2);
    if (near) nearest = near;
  }
  tw_status status = twi_fail(ctx, TW_BAD_INPUT, "focus: world %s has no sector or product \"%s\"%s%s%s", w->name, code,
                              nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  if (s->focus_node)
    twi_error_prefix(ctx, "%s:%d:%d: ", s->focus_node->origin, s->focus_node->line, s->focus_node->column);
  return status;
}

/* A sector, or a product where there is no sector of that code. */
static tw_status find_goods(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_focus *focus)
{
  const char *code = s->focus_sector;
  char text[TWI_PRODUCT_WORDS];
  focus->sector = s->focus_product ? -1 : twi_world_sector_index(w, code, strlen(code));
  for (int g = 0; focus->sector < 0 && g < w->products; g++)
    if (twi_same_name(code, strlen(code), twi_product_words(w, g, text))) {
      focus->product = g;
      focus->sector = w->product[g].sector;
    }
  if (focus->sector >= 0) return TW_OK;
  if (!s->focus_product && w->products) return fail_goods(ctx, s, w, code);
  if (!s->focus_product) return find_code(ctx, s, w, TWI_AXIS_SECTORS, code, &focus->sector);
  twi_yaml node = *s->focus_node; /* of the place; what it says is the code */
  node.text = code;
  node.length = strlen(code);
  return twi_fail_product(ctx, s, &node, w);
}

tw_status twi_focus_find(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_focus *focus)
{
  *focus = (twi_focus){-1, -1, -1};
  if (!s->focus_region) return TW_OK;
  tw_status status = find_code(ctx, s, w, TWI_AXIS_REGIONS, s->focus_region, &focus->region);
  if (status == TW_OK && s->focus_sector) status = find_goods(ctx, s, w, focus);
  return status;
}
