/* Rows of stress.csv and insurance.csv, and ranks. See stress.h.
 *
 *   of the market   no_substitution S = L;  equilibrium S = z0 - z', what arrives;  replaced 1 - S/L
 *   of other fuels  no_substitution alone: L = imports x part x months/12
 *   days of cover   365 stock/(S at the rate of a year) = T z0 (months/12)/S;  of other fuels T/part
 *   months to end   days of cover/release x 12/365: stocks make up for that part of the shortfall
 *   rank            of the market by the surplus that the asked buyers lose; of other fuels by what of their imports is cut
 *                   and cannot sail around, then by what is cut */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "stress/stress.h"

static const char *const bounds[] = {"no_substitution", "equilibrium"};

static tw_status add_row(tw_stress *s, tw_stress_row **row)
{
  if (s->rows == s->row_room) {
    int room = 2 * s->row_room + 256;
    tw_stress_row *grown = twi_resize(s->ctx, s->row, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(s->ctx, 0);
    s->row = grown;
    s->row_room = room;
  }
  *row = &s->row[s->rows++];
  **row = (tw_stress_row){.shortfall = NAN,
                          .price_pct = NAN,
                          .bill_change = NAN,
                          .days_cover = NAN,
                          .replaced_pct = NAN,
                          .price_base = NAN,
                          .price_new = NAN,
                          .unserved = NAN,
                          .surplus_change = NAN,
                          .stock_days = NAN,
                          .months_to_end = NAN,
                          .detour_days = NAN,
                          .no_way_pct = NAN,
                          .not_known_pct = NAN};
  return TW_OK;
}

static double months_of(const tw_stress *s, double days)
{
  return days / s->release * 12 / 365;
}

/* ---------------------------------------------------------------- ranks */

typedef struct ranking {
  int loss, order;
  double lost, then; /* more is worse, of equals the second; -INFINITY: not ranked */
} ranking;

static int compare_ranking(const void *first, const void *second)
{
  const ranking *a = first, *b = second;
  if (a->lost != b->lost) return a->lost < b->lost ? 1 : -1;
  if (a->then != b->then) return a->then < b->then ? 1 : -1;
  return a->order - b->order;
}

static int is_asked(const tw_stress *s, int buyer)
{
  return s->buyer < 0 || s->buyer == buyer;
}

static double surplus_lost(const tw_stress *s, int loss)
{
  double sum = 0;
  for (int d = 0; d < s->market->buyers; d++)
    if (is_asked(s, d)) sum -= s->variant->surplus[loss * s->market->buyers + d];
  return sum;
}

/* Of one fuel without a market; the European Union is not counted beside its members. */
static void sum_cuts(const tw_stress *s, int fuel, ranking *r)
{
  for (int i = 0; i < s->cuts; i++) {
    const twi_cut *c = &s->cut[i];
    if (c->loss != r->loss || c->fuel != fuel) continue;
    if (isinf(r->lost)) r->lost = r->then = 0;
    if (!s->buyer_word && strcmp(c->importer, "EU27") == 0) continue;
    double cut = c->part * (isnan(c->imports) || s->buyer_word ? 1 : c->imports);
    r->lost += cut * (isnan(c->around) ? 1 : 1 - c->around);
    r->then += cut;
  }
}

/* The losses of a fuel, the worst first, into list; fuel -1: those of the market. Returns how many are of it. */
static tw_status rank_losses(tw_stress *s, int fuel, int *list, int *count)
{
  ranking *r = twi_alloc(s->ctx, (size_t)s->losses + 1, sizeof *r);
  *count = 0;
  if (!r) return twi_no_memory(s->ctx, 0);
  for (int i = 0; i < s->losses; i++) {
    r[i] = (ranking){i, s->loss[i].order, -INFINITY, -INFINITY};
    if (fuel >= 0)
      sum_cuts(s, fuel, &r[i]);
    else if (s->loss[i].in_market && s->variant)
      r[i].lost = surplus_lost(s, i);
    *count += isfinite(r[i].lost);
  }
  tw_status status = twi_sort(s->ctx, r, (size_t)s->losses, sizeof *r, compare_ranking);
  for (int i = 0; i < s->losses && status == TW_OK; i++) list[i] = r[i].loss;
  twi_free(s->ctx, r);
  return status;
}

/* ---------------------------------------------------------------- of the market */

static tw_status add_market(tw_stress *s, int loss, int d, int rank)
{
  const tw_market *m = s->market;
  const twi_market_buyer_account *before = &s->variant->accounts.buyer[d];
  const twi_lost *l = &s->lost[loss];
  int quality;
  double L = l->direct[d], missing = before->quantity - l->quantity[d];
  double T = s->market_fuel < 0 ? NAN : twi_stress_stock_days(s, m->buyer[d].code, s->market_fuel, &quality);
  /* rounding of the solver is no shortfall */
  if (fabs(missing) < 1e-9 * fmax(1, before->quantity)) missing = 0;
  for (int bound = 0; bound < 2; bound++) {
    tw_stress_row *r;
    tw_status status = add_row(s, &r);
    if (status != TW_OK) return status;
    double S = bound ? missing : L;
    r->lost = s->loss[loss].name;
    r->kind = s->loss[loss].kind;
    r->buyer = m->buyer[d].code;
    r->fuel = s->fuel_word;
    r->bound = bounds[bound];
    r->rank = rank;
    r->direct = L;
    r->direct_pct = before->quantity > 0 ? 100 * L / before->quantity : NAN;
    r->shortfall = S;
    r->quantity_base = before->quantity;
    r->price_base = before->price;
    r->stock_days = T;
    if (S > 0) r->days_cover = T * m->wanted[d] * (s->months / 12) / S;
    r->months_to_end = months_of(s, r->days_cover);
    if (!bound) continue;
    if (L > 0) r->replaced_pct = 100 * (1 - S / L);
    r->price_new = l->price[d];
    r->price_pct = 100 * (l->price[d] / before->price - 1);
    r->bill_change = l->bill[d] - before->bill;
    r->unserved = l->unserved[d];
    r->surplus_change = s->variant->surplus[loss * m->buyers + d];
  }
  return TW_OK;
}

static tw_status add_insured(tw_stress *s, const int *list, int count)
{
  int buyers = s->market->buyers;
  s->insured = twi_alloc(s->ctx, (size_t)s->capacities * (size_t)count * (size_t)buyers + 1, sizeof *s->insured);
  if (!s->insured) return twi_no_memory(s->ctx, 0);
  for (int c = 0; c < s->capacities; c++)
    for (int i = 0; i < count; i++)
      for (int d = 0; d < buyers; d++) {
        int at = list[i] * buyers + d;
        if (is_asked(s, d))
          s->insured[s->insureds++] =
              (twi_insured){c, list[i], d, s->variant[0].surplus[at], s->variant[c + 1].surplus[at]};
      }
  return TW_OK;
}

/* ---------------------------------------------------------------- of other fuels */

static tw_status add_cut(tw_stress *s, const twi_cut *c, int rank)
{
  tw_stress_row *r;
  int quality;
  tw_status status = add_row(s, &r);
  if (status != TW_OK) return status;
  double year = s->months / 12, T = twi_stress_stock_days(s, c->importer, c->fuel, &quality);
  r->lost = s->loss[c->loss].name;
  r->kind = s->loss[c->loss].kind;
  r->buyer = c->importer;
  r->fuel = twi_fuel_names[c->fuel];
  r->bound = bounds[0];
  r->rank = rank;
  r->direct = r->shortfall = c->imports * c->part * year;
  r->direct_pct = 100 * c->part * year;
  r->quantity_base = c->imports;
  r->stock_days = T;
  if (c->part > 0) r->days_cover = T / c->part;
  r->months_to_end = months_of(s, r->days_cover);
  r->detour_days = c->detour_days;
  r->no_way_pct = 100 * c->unreached;
  if (s->loss[c->loss].straits) r->not_known_pct = c->not_known > 1e-9 ? 100 * c->not_known : 0;
  return TW_OK;
}

tw_status twi_stress_make_rows(tw_stress *s)
{
  tw_status status = TW_OK;
  int count, *list;
  s->ranked = twi_alloc(s->ctx, (size_t)s->losses + 1, sizeof *s->ranked);
  list = twi_alloc(s->ctx, (size_t)s->losses + 1, sizeof *list);
  if (!s->ranked || !list) status = twi_no_memory(s->ctx, 0);
  if (status == TW_OK) status = rank_losses(s, -1, s->ranked, &count);
  for (int i = 0; status == TW_OK && i < count; i++)
    for (int d = 0; d < s->market->buyers && status == TW_OK; d++)
      if (is_asked(s, d)) status = add_market(s, s->ranked[i], d, i + 1);
  if (status == TW_OK && s->capacities) status = add_insured(s, s->ranked, count);
  for (int f = 0; f < TWI_FUELS && status == TW_OK; f++) {
    if (!(s->fuels >> f & 1u)) continue;
    status = rank_losses(s, f, list, &count);
    for (int i = 0; status == TW_OK && i < count; i++)
      for (int c = 0; c < s->cuts && status == TW_OK; c++)
        if (s->cut[c].loss == list[i] && s->cut[c].fuel == f) status = add_cut(s, &s->cut[c], i + 1);
  }
  twi_free(s->ctx, list);
  return status;
}
