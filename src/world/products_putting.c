/* What the steps of putting products into a world share. See products_put.h. */
#include "base/print.h"
#include "world/assemble.h"
#include "world/products_put.h"

tw_status twi_putting_fail(const twi_putting *p, size_t flow, const char *text)
{
  char line[24] = "";
  if (twi_given_line(p->given, flow)) twi_print(line, sizeof line, ":%d", twi_given_line(p->given, flow));
  return twi_fail(p->ctx, TW_BAD_INPUT, "%s%s: %s", p->origin, line, text);
}

tw_status twi_putting_lengthen(const twi_putting *p, double **values)
{
  double *longer = *values ? twi_resize(p->ctx, *values, twi_world_flows(p->w), sizeof **values) : NULL;
  if (!longer) return twi_no_memory(p->ctx, twi_world_flows(p->w) * sizeof **values);
  *values = longer;
  return TW_OK;
}
