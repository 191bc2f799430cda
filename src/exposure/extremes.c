/* The largest derivatives of each sign. See exposure.h. */
#include <math.h>
#include <string.h>

#include "exposure/exposure.h"
#include "world/products.h"

tw_status twi_extremes_new(tw_context *ctx, int room, twi_extremes *largest)
{
  memset(largest, 0, sizeof *largest);
  largest->room = room;
  for (int k = 0; k < 2 && room > 0; k++) {
    largest->row[k] = twi_new(ctx, (size_t)room, sizeof *largest->row[k]);
    if (!largest->row[k]) return twi_no_memory(ctx, (size_t)room * sizeof *largest->row[k]);
  }
  return TW_OK;
}

void twi_extremes_free(tw_context *ctx, twi_extremes *largest)
{
  for (int k = 0; k < 2; k++) twi_free(ctx, largest->row[k]);
  memset(largest, 0, sizeof *largest);
}

/* What a row must exceed to be among those of its sign. */
static double threshold(const twi_extremes *l, int k)
{
  return l->count[k] < l->room ? 0 : fabs(l->row[k][l->room - 1].per_point);
}

void twi_extremes_add(twi_extremes *l, const tw_exposed *row)
{
  int k = row->per_point < 0;
  double size = fabs(row->per_point);
  if (!l->room || !(size > threshold(l, k))) return;
  int at = l->count[k] < l->room ? l->count[k]++ : l->room - 1;
  for (; at > 0 && fabs(l->row[k][at - 1].per_point) < size; at--) l->row[k][at] = l->row[k][at - 1];
  l->row[k][at] = *row;
}

static int takes_part(const tw_exposure *x, const tw_exposed *row)
{
  return x->partner < 0 || row->importer == x->partner || row->exporter == x->partner;
}

/* Candidates of one market's row of flows, of one wedge: most are too small to be looked at closely. */
static void look_at_row(tw_exposure *x, twi_extremes *l, tw_wedge wedge, const double *by, const twi_market *m,
                        size_t d)
{
  const tw_world *w = x->point.world;
  twi_flow_row flows = twi_market_row(w, m, d);
  double least[2] = {threshold(l, 0) * 0.01, threshold(l, 1) * 0.01};
  for (size_t i = 0; i < flows.count; i++) {
    size_t cell = flows.first + i, o = twi_row_seller(&flows, i);
    double value = by[cell];
    /* 1 + rate is seldom below a half, where a point weighs twice as much; those are found by the careful look */
    if (o == d || !(fabs(value) > 0.25 * least[value < 0])) continue;
    tw_exposed row;
    if (!twi_exposure_row(x, wedge, m->sector, m->product, (int)d, (int)o, cell, &row) || !takes_part(x, &row))
      continue;
    twi_extremes_add(l, &row);
    least[0] = threshold(l, 0) * 0.01;
    least[1] = threshold(l, 1) * 0.01;
  }
}

void twi_exposure_find_largest(tw_exposure *x, int region, twi_extremes *l)
{
  const tw_world *w = x->point.world;
  const double *const by[] = {x->tariff, x->export_tax, x->barrier};
  if (!l->room) return;
  for (int wedge = 0; wedge < 3; wedge++) {
    if (!(x->wedges & 1 << wedge)) continue;
    for (int s = 0; s < w->S; s++) {
      const twi_market sector = {s, -1, (size_t)s * (size_t)w->N * (size_t)w->N};
      int products = x->products && twi_has_products(w, (size_t)s);
      for (size_t d = 0; d < (size_t)w->N && !products; d++) look_at_row(x, l, (tw_wedge)wedge, by[wedge], &sector, d);
    }
    for (int k = 0; k < w->markets && x->products; k++)
      for (size_t d = 0; d < (size_t)w->N && w->market[k].product >= 0; d++)
        look_at_row(x, l, (tw_wedge)wedge, by[wedge], &w->market[k], d);
  }
  if (!(x->wedges & 1 << TW_WEDGE_PRODUCTIVITY)) return;
  size_t producers = x->products ? twi_world_producers(w) : twi_world_cells(w);
  for (size_t i = 0; i < producers; i++) {
    twi_producer_at at = twi_producer_of(w, i);
    tw_exposed row;
    if (at.d == region || (at.g < 0 && x->products && twi_has_products(w, (size_t)at.s))) continue;
    if (twi_exposure_row(x, TW_WEDGE_PRODUCTIVITY, at.s, at.g, -1, at.d, i, &row) && takes_part(x, &row))
      twi_extremes_add(l, &row);
  }
}
