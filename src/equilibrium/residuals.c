/* How a certificate holds its list of residuals, and the largest of them. See residuals.h; the residuals themselves are
 * in certificate.c and conditions.c. */
#include "equilibrium/residuals.h"

#include <math.h>
#include <string.h>

static int is_larger(double value, double than)
{
  return !isnan(than) && !(value <= than); /* not a number, too, and it stays */
}

void twi_residuals_begin(tw_certificate *c, double tolerance)
{
  c->count = c->holds = 0;
  c->max = 0;
  c->tolerance = tolerance;
}

tw_residual *twi_residuals_find(tw_certificate *c, const char *name)
{
  for (int i = 0; i < c->count; i++)
    if (strcmp(c->residual[i].name, name) == 0) return &c->residual[i];
  if (c->count == TW_MOST_RESIDUALS) return &c->residual[TW_MOST_RESIDUALS - 1];
  tw_residual *added = &c->residual[c->count++];
  *added = (tw_residual){c->count == TW_MOST_RESIDUALS ? "others" : name, 0, -1, -1};
  return added;
}

void twi_residual_keep_largest(tw_residual *r, double value, int region, int sector)
{
  if (!is_larger(value, r->value)) return;
  r->value = value;
  r->region = region;
  r->sector = sector;
}

void twi_residuals_end(tw_certificate *c, int sound)
{
  c->max = 0;
  for (int i = 0; i < c->count; i++)
    if (is_larger(c->residual[i].value, c->max)) c->max = c->residual[i].value;
  c->holds = sound && c->max <= c->tolerance;
}
