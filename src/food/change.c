/* What a scenario changes of the calories: each row moves with the quantity that arrives on its flow, of the product
 * where the world has it, else of the sector.
 *
 *   q = v'/v / (p'/p (1 + e')/(1 + e) b'/b),  v = share X / (1 + t)     b: barrier; t: tariff
 *   of a sector with products  q = sum_g v_g q_g / sum_g v_g            each has wedges of its own
 *   feed: H' = H q of the livestock's own sales; parts w phi q / sum w phi q */
#include <math.h>
#include <string.h>

#include "food/food.h"
#include "world/products.h"

typedef struct moved {
  const tw_food *f;
  const twi_side *base, *new_;
} moved;

int twi_food_market(const tw_world *w, const char *product, const char *sector, int *s, int *g)
{
  *g = *product ? tw_world_find_product(w, product) : -1;
  *s = *g >= 0 ? w->product[*g].sector : *sector ? tw_world_find_sector(w, sector) : -1;
  return *s >= 0;
}

/* Quantity that arrives on the flow of a market over the base's, and what was spent on it. NaN: nothing was. */
static double quantity_on(const moved *m, const twi_market *market, int o, double *spent)
{
  const tw_world *w = m->f->world;
  size_t d = (size_t)m->f->region, cell = d * (size_t)w->S + (size_t)market->sector;
  size_t flow =
      market->product < 0 ? twi_flow_cell(w, market->sector, (int)d, o) : twi_market_cell(w, market, d, (size_t)o);
  *spent = 0;
  if (flow == SIZE_MAX) return NAN;
  double v[2], price[2], e[2], b[2];
  const twi_side *side[2] = {m->base, m->new_};
  for (int k = 0; k < 2; k++) {
    const twi_wedges *p = &side[k]->wedges;
    v[k] = twi_state_share(side[k]->state, w, p, flow) * side[k]->state->X[cell] / (1 + twi_tariff_of(w, p, flow));
    price[k] = twi_state_seller_price(side[k]->state, w, p, market->sector, market->product, (size_t)o);
    e[k] = 1 + twi_export_tax_of(w, p, flow);
    b[k] = twi_barrier_of(p, flow);
  }
  *spent = v[0];
  if (!(v[0] > 0)) return NAN;
  return v[1] > 0 ? v[1] / v[0] / (exp(price[1] - price[0]) * (e[1] / e[0]) * (b[1] / b[0])) : 0;
}

/* The same of a product, or of all of a sector (g -1), product by product where it has such. */
static double quantity_of(const moved *m, int s, int g, int o, double *spent)
{
  const tw_world *w = m->f->world;
  const twi_market one = {s, g, 0};
  if (g >= 0 || !twi_has_products(w, (size_t)s)) return quantity_on(m, &one, o, spent);
  double sum = 0, part;
  *spent = 0;
  for (int i = w->sector_market[s]; i < w->sector_market[s + 1]; i++) {
    double q = quantity_on(m, &w->market[i], o, &part);
    if (isnan(q)) continue;
    sum += part * q;
    *spent += part;
  }
  return *spent > 0 ? sum / *spent : NAN;
}

/* The same of all imports together, weighted by what was spent on them. */
static double imports_of(const moved *m, int s, int g)
{
  double sum = 0, all = 0, spent;
  for (int o = 0; o < m->f->world->N; o++) {
    if (o == m->f->region) continue;
    double q = quantity_of(m, s, g, o, &spent);
    if (isnan(q)) continue;
    sum += spent * q;
    all += spent;
  }
  return all > 0 ? sum / all : NAN;
}

static double moved_by(const moved *m, const twi_calories *row, int *known)
{
  int s, g;
  double spent, q = NAN;
  const tw_world *w = m->f->world;
  *known = twi_food_market(w, row->product, row->sector, &s, &g);
  if (!*known) return 1;
  if (row->at_home)
    q = quantity_of(m, s, g, m->f->region, &spent);
  else if (tw_world_find_region(w, row->origin) >= 0)
    q = quantity_of(m, s, g, tw_world_find_region(w, row->origin), &spent);
  if (isnan(q)) q = row->at_home ? 1 : imports_of(m, s, g);
  return isnan(q) ? 1 : q;
}

tw_status twi_food_change(tw_food *f)
{
  if (!f->changed) return TW_OK;
  const moved m = {.f = f, .base = &f->result->base, .new_ = &f->result->new_};
  double feed = 0, parts = 0, at_home = 1;
  int unknown = 0, known;
  for (int i = 0; i < f->rows; i++) {
    twi_calories *row = &f->row[i];
    double q = moved_by(&m, row, &known);
    unknown += !known;
    row->direct_new = row->direct[TWI_POINT] * q;
    row->look_new = row->look[TWI_POINT] * q;
    if (row->of_feed) {
      feed += row->look[TWI_POINT];
      parts += row->look_new;
    } else if (row->at_home && row->look[TWI_POINT] == 0) {
      at_home = q; /* of the livestock that eats the feed */
    }
  }
  for (int i = 0; i < f->rows && parts > 0; i++)
    if (f->row[i].of_feed) f->row[i].look_new *= feed * at_home / parts;
  if (!unknown) return TW_OK;
  return twi_food_say(f, 1, "%d of %d rows name no sector of world %s: they stay as they are under the scenario.",
                      unknown, f->rows, f->world->name);
}
