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

/* Candidates of one market's row of flows, of one wedge: most are too small to be looked at closely. values of flow i at
 * i times stride. */
static void look_at_row(const tw_exposure *x, twi_extremes *l, tw_wedge wedge, const twi_market *m, size_t d,
                        const double *values, size_t stride)
{
  twi_flow_row flows = twi_market_row(x->point.world, m, d);
  /* 1 + rate is seldom below a half, where a point weighs twice as much, and never below a quarter here */
  double least[2] = {0.25 * threshold(l, 0), 0.25 * threshold(l, 1)};
  for (size_t i = 0; i < flows.count; i++) {
    double value = values[i * stride];
    if (!(fabs(value) > least[value < 0])) continue;
    size_t o = twi_row_seller(&flows, i);
    tw_exposed row;
    if (o == d || !twi_exposure_row(x, wedge, m->sector, m->product, (int)d, (int)o, flows.first + i, value, &row))
      continue;
    if (!takes_part(x, &row)) continue;
    twi_extremes_add(l, &row);
    least[0] = 0.25 * threshold(l, 0);
    least[1] = 0.25 * threshold(l, 1);
  }
}

void twi_exposure_look(const tw_exposure *x, twi_extremes *l, size_t s, int g, size_t d, size_t stride,
                       const double *const values[3])
{
  const tw_world *w = x->point.world;
  const twi_market m = {(int)s, g, s * (size_t)w->N * (size_t)w->N};
  for (int wedge = 0; wedge < 3 && l->room; wedge++)
    if (x->wedges & 1u << wedge) look_at_row(x, l, (tw_wedge)wedge, &m, d, values[wedge], stride);
}

void twi_exposure_find_extremes(const tw_exposure *x, int region, twi_extremes *l)
{
  const tw_world *w = x->point.world;
  if (!l->room) return;
  for (int s = 0; s < w->S; s++) {
    size_t N = (size_t)w->N, first = (size_t)s * N * N;
    if (twi_has_products(w, (size_t)s) && !x->products) /* whole sectors, which are sums over their products */
      for (size_t d = 0; d < N; d++) {
        const double *const values[3] = {x->tariff + first + d * N, x->export_tax + first + d * N,
                                         x->barrier + first + d * N};
        twi_exposure_look(x, &x->of_sector[s], (size_t)s, -1, d, 1, values);
      }
    for (int k = 0; k < 2; k++)
      for (int i = 0; i < x->of_sector[s].count[k]; i++) twi_extremes_add(l, &x->of_sector[s].row[k][i]);
  }
  if (!(x->wedges & 1u << TW_WEDGE_PRODUCTIVITY)) return;
  size_t producers = x->products ? twi_world_producers(w) : twi_world_cells(w);
  for (size_t i = 0; i < producers; i++) {
    twi_producer_at at = twi_producer_of(w, i);
    tw_exposed row;
    if (at.d == region || (at.g < 0 && x->products && twi_has_products(w, (size_t)at.s))) continue;
    if (twi_exposure_row(x, TW_WEDGE_PRODUCTIVITY, at.s, at.g, -1, at.d, i, x->producer[i], &row) &&
        takes_part(x, &row))
      twi_extremes_add(l, &row);
  }
}
