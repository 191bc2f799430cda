/* The table scaled to new totals before it is balanced, so that balancing has little left to do.
 *
 *   trade of a pair      times new over old total, each sector the same: the mix inside the pair stays
 *   region d             own sales, inputs, value added and final demand times g_d, new over old GDP
 *   trade without total  times sqrt(g_d g_o)
 *
 * A pair that had no trade has no mix: it gets that of its exporter's sales to others. See update.h. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "world/change/update.h"

typedef struct scaling {
  twi_updating *u;
  size_t N, S;
  double *growth;         /* [N] g */
  unsigned char *covered; /* [S][N][N] */
  double filled, dropped; /* money of pairs without trade */
  int filled_count, dropped_count, worst_d, worst_o;
} scaling;

/* Exports of o to others, the start of a pair that has none. Returns their sum. */
static double exports_of(const scaling *j, const twi_total *t, size_t s)
{
  size_t o = (size_t)t->second;
  double sum = 0;
  if (j->u->from->spending[(size_t)t->first * j->S + s] == 0) return 0; /* nobody buys it there */
  for (size_t d = 0; d < j->N; d++)
    if (d != o) sum += j->u->from->flow[(s * j->N + d) * j->N + o];
  return sum;
}

static void fill_pair(scaling *j, twi_total *t)
{
  double sum = 0;
  for (size_t s = 0; s < j->S; s++)
    if (twi_is_in_sectors(j->u->from, t->sector, s)) sum += exports_of(j, t, s);
  int fits = sum > 0;
  if (!fits) {
    j->dropped += t->value;
    j->dropped_count++;
    t->value = 0;
  } else {
    j->filled += t->value;
    j->filled_count++;
  }
  for (size_t s = 0; s < j->S && fits; s++)
    if (twi_is_in_sectors(j->u->from, t->sector, s))
      j->u->table.flow[(s * j->N + (size_t)t->first) * j->N + (size_t)t->second] = t->value * exports_of(j, t, s) / sum;
}

static void scale_pair(scaling *j, twi_total *t)
{
  twi_sum sum = {0, 0};
  for (size_t s = 0; s < j->S; s++) {
    size_t cell = (s * j->N + (size_t)t->first) * j->N + (size_t)t->second;
    if (!twi_is_in_sectors(j->u->from, t->sector, s)) continue;
    twi_sum_add(&sum, j->u->table.flow[cell]);
    j->covered[cell] = 1;
  }
  double old = twi_sum_value(sum);
  if (old == 0 && t->value > 0) fill_pair(j, t);
  if (old == 0) return;
  for (size_t s = 0; s < j->S; s++)
    if (twi_is_in_sectors(j->u->from, t->sector, s))
      j->u->table.flow[(s * j->N + (size_t)t->first) * j->N + (size_t)t->second] *= t->value / old;
}

/* 0: all, goods or services; 1: a group of sectors; 2: one sector. */
static int fineness(const twi_total *t)
{
  return t->sector >= 0 ? 2 : t->sector <= TWI_GROUP;
}

/* Sets before groups before single sectors: the finer total has the last word. */
static tw_status scale_trade(scaling *j)
{
  twi_updating *u = j->u;
  const tw_world *w = u->from;
  int count = 0;
  double was = 0, is = 0;
  char before[TWI_MONEY], after[TWI_MONEY];
  for (int fine = 0; fine < 3; fine++)
    for (int i = 0; i < u->totals.count; i++) {
      twi_total *t = &u->totals.total[i];
      if (t->kind != TWI_TOTAL_TRADE || fineness(t) != fine) continue;
      scale_pair(j, t);
      count++;
    }
  if (count == 0) return TW_OK;
  for (size_t i = 0; i < twi_world_sector_flows(w); i++) {
    if (!j->covered[i]) continue;
    was += w->flow[i];
    is += u->table.flow[i];
  }
  twi_text_printf(&u->note, "%s%d totals of trade, from %s to %s", u->note.used ? "; " : "", count,
                  twi_money(w, was, before), twi_money(w, is, after));
  tw_status status = twi_world_find(u->ctx, u->to, 1, "updated_trade", -1, -1, fabs(is - was), fabs(is / was - 1),
                                    "%d totals of trade are given: it goes from %s to %s, with the mix of sectors "
                                    "inside each of them as it was.",
                                    count, before, after);
  if (status == TW_OK && j->filled_count)
    status = twi_world_find(u->ctx, u->to, 1, "updated_trade", -1, -1, j->filled, NAN,
                            "%d pairs with a new total, %s in all, had no trade before: they get the mix of sectors of "
                            "their exporter's sales to others.",
                            j->filled_count, twi_money(w, j->filled, after));
  if (status == TW_OK && j->dropped_count)
    status =
        twi_world_find(u->ctx, u->to, 1, "updated_trade", -1, -1, j->dropped, NAN,
                       "%d totals of trade, %s in all, were left out: their exporter sold nothing of it to anybody.",
                       j->dropped_count, twi_money(w, j->dropped, after));
  return status;
}

/* GDP as the total counts it: value added, or with duties and export taxes of the old world. */
static double gdp_of(const tw_world *w, const twi_total *t)
{
  size_t N = (size_t)w->N, at = (size_t)t->first;
  double gdp = w->value_added[at];
  if (t->kind == TWI_TOTAL_VALUE_ADDED) return gdp;
  for (size_t s = 0; s < (size_t)w->S; s++)
    for (size_t i = 0; i < N; i++) {
      size_t bought = (s * N + at) * N + i, sold = (s * N + i) * N + at;
      if (w->tariff) gdp += w->tariff[bought] * w->flow[bought];
      if (w->export_tax) gdp += w->flow[sold] * w->export_tax[sold] / (1 + w->export_tax[sold]);
    }
  return gdp;
}

static tw_status scale_regions(scaling *j)
{
  twi_updating *u = j->u;
  const tw_world *w = u->from;
  double was = 0, is = 0, most = 0;
  int count = 0, worst = -1;
  char before[TWI_MONEY], after[TWI_MONEY];
  for (size_t d = 0; d < j->N; d++) j->growth[d] = 1;
  for (int i = 0; i < u->totals.count; i++) {
    const twi_total *t = &u->totals.total[i];
    if (t->kind != TWI_TOTAL_VALUE_ADDED && t->kind != TWI_TOTAL_GDP) continue;
    if (t->sector != TWI_ALL || t->first < 0 || isnan(t->value)) continue;
    double before_now = gdp_of(w, t);
    j->growth[t->first] = t->value / before_now;
    was += before_now;
    is += t->value;
    count++;
    if (fabs(log(j->growth[t->first])) <= most) continue;
    most = fabs(log(j->growth[t->first]));
    worst = t->first;
  }
  for (size_t s = 0; s < j->S; s++)
    for (size_t d = 0; d < j->N; d++)
      for (size_t o = 0; o < j->N; o++) {
        size_t cell = (s * j->N + d) * j->N + o;
        if (!j->covered[cell]) u->table.flow[cell] *= d == o ? j->growth[d] : sqrt(j->growth[d]) * sqrt(j->growth[o]);
      }
  for (size_t cell = 0; cell < j->N * j->S; cell++) {
    double g = j->growth[cell / j->S];
    u->table.added[cell] *= g;
    u->table.final[cell] *= g;
    for (size_t s = 0; s < j->S; s++) u->table.input[cell * j->S + s] *= g;
  }
  if (count == 0 || worst < 0) return TW_OK;
  twi_text_printf(&u->note, "%sGDP of %d regions, from %s to %s", u->note.used ? "; " : "", count,
                  twi_money(w, was, before), twi_money(w, is, after));
  return twi_world_find(u->ctx, u->to, 1, "updated_gdp", worst, -1, fabs(is - was), fabs(is / was - 1),
                        "GDP of %d regions is given: it goes from %s to %s; most in %s, times %.3g.", count, before,
                        after, w->region[worst], j->growth[worst]);
}

tw_status twi_update_scale(twi_updating *u)
{
  scaling j = {.u = u, .N = (size_t)u->from->N, .S = (size_t)u->from->S};
  j.growth = twi_new(u->ctx, j.N, sizeof *j.growth);
  j.covered = twi_new(u->ctx, twi_world_sector_flows(u->from), 1);
  tw_status status = j.growth && j.covered ? scale_trade(&j) : twi_no_memory(u->ctx, twi_world_sector_flows(u->from));
  if (status == TW_OK) status = scale_regions(&j);
  twi_free(u->ctx, j.covered);
  twi_free(u->ctx, j.growth);
  return status;
}
