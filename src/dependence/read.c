/* What callers read of a dependence; apart from what solves, which pages of results do without. */
#include <math.h>
#include <string.h>

#include "dependence/dependence.h"

tw_result *tw_dependence_result(const tw_dependence *d)
{
  return d->result;
}

int tw_dependence_region(const tw_dependence *d)
{
  return d->region;
}

size_t tw_dependence_rows(const tw_dependence *d, const tw_dependence_row **rows)
{
  *rows = d->row;
  return d->rows;
}

double tw_dependence_value(const tw_dependence *d, int sector, int product, int partner, const char *indicator,
                           int side)
{
  const tw_world *w = d->world;
  size_t place = product >= 0 ? (size_t)w->S + 1 + (size_t)product : sector >= 0 ? (size_t)sector : (size_t)w->S;
  if (!d->value || sector >= w->S || product >= w->products || partner >= w->N || side < 0 || side > d->changed)
    return NAN;
  for (int k = 0; k < TWI_DEPENDS_COUNT; k++)
    if (strcmp(twi_depends_word[k], indicator) == 0)
      return twi_dependence_cell(d, side, place, (twi_depends)k)[partner >= 0 ? partner : w->N];
  return NAN;
}

double tw_dependence_gap(const tw_dependence *d)
{
  return d->gap;
}

const char *tw_dependence_remark(const tw_dependence *d, int index)
{
  return index >= 0 && index < d->remarks ? d->remark[index] : NULL;
}

double tw_dependence_seconds(const tw_dependence *d)
{
  return d->seconds;
}
