/* The list of what differs between two worlds, and the names of its kinds. See compare.h. */
#include <math.h>

#include "world/compare.h"

/* In the order in which they are listed. */
static const char *const kinds[] = {"flow",
                                    "input",
                                    "final_demand",
                                    "value_added",
                                    "trade",
                                    "output",
                                    "spending",
                                    "region_value_added",
                                    "deficit",
                                    "tariff",
                                    "export_tax",
                                    "tariff_column",
                                    "trade_elasticity",
                                    "employment",
                                    "product_flow",
                                    "product_quantity",
                                    "product_elasticity",
                                    "markup_elasticity"};

const char *tw_difference_kind(int index)
{
  return index >= 0 && index < TWI_DIFFERS_KINDS ? kinds[index] : NULL;
}

tw_status twi_add_difference(tw_comparison *c, const tw_difference *item)
{
  double before = item->before, after = item->after;
  if (before == after || (isnan(before) && isnan(after))) return TW_OK;
  if (fabs(after - before) <= c->smallest * fmax(fabs(before), fabs(after))) return TW_OK;
  if (c->count == c->room) {
    size_t room = c->room ? 2 * c->room : 256;
    tw_difference *grown = twi_resize(c->ctx, c->item, room, sizeof *grown);
    if (!grown) return twi_no_memory(c->ctx, room * sizeof *grown);
    c->item = grown;
    c->room = room;
  }
  c->item[c->count] = *item;
  if (!item->what) c->item[c->count].what = kinds[item->kind];
  c->count++;
  return TW_OK;
}
