/* What a plant sells in an equilibrium, and the columns that follow from base and new one.
 *
 *   V[d]    = V0[d] (X'/X)_hat / P_hat[d][g]          units follow spending over the price of the brand: docs/cars.md.
 *                                                      V0: units of the data; where none is known, sales at unit cost
 *   R[d]    = psi b X / ((1+t)(1+e))                  money at the producer's price p = c (1 - s) / A
 *   output  = R'/R / p_hat
 *   MA_hat  = R'/R p_hat^theta = sum_d omega[d] MA_hat[d]      omega = R[d]/R, MA_hat[d] = R'[d]/R[d] p_hat^theta
 *
 * MA_hat is what markets do to a plant, its own cost taken out: the same as
 * sum_d omega X'/X P_s^eta_s P_h^(eta_h - eta_s) P_g^(theta - eta_h) (k_hat)^-theta / ((1+t')(1+e')/((1+t)(1+e))) in hats,
 * of sector, family and product (Redding and Venables 2004, JIE 62; the identity of cars is tested in this form). */
#include <math.h>
#include <stdarg.h>

#include "plants/plants.h"

double twi_plant_measure(const tw_world *w, const twi_state *x, const twi_wedges *p, const twi_plant *plant,
                         double *volume, double *sales, double *row)
{
  size_t N = (size_t)w->N, g = (size_t)plant->product, o = (size_t)plant->region;
  const twi_market m = {w->product[g].sector, plant->product, 0};
  double sum = 0;
  for (size_t d = 0; d < N; d++) {
    size_t flow = twi_market_cell(w, &m, d, o);
    volume[d] = 0;
    if (sales) sales[d] = 0;
    if (flow == SIZE_MAX) continue;
    twi_state_row(x, w, p, &m, d, row);
    double spent = row[flow - twi_market_row(w, &m, d).first] * x->X[d * (size_t)w->S + (size_t)m.sector];
    if (!(spent > 0)) continue;
    double t0 = w->tariff ? w->tariff[flow] : 0, e0 = w->export_tax ? w->export_tax[flow] : 0;
    double known = plant->in_units ? w->quantity[flow - twi_world_sector_flows(w)] : w->flow[flow] / (1 + e0);
    if (!isnan(known)) volume[d] = known * (spent / ((1 + t0) * w->flow[flow])) / exp(x->lnP_g[g * N + d]);
    if (sales) sales[d] = spent / ((1 + twi_tariff_of(w, p, flow)) * (1 + twi_export_tax_of(w, p, flow)));
    sum += volume[d];
  }
  return sum;
}

double twi_plant_tariff(const tw_world *w, const twi_wedges *p, int product, int market, int region)
{
  const twi_market m = {w->product[product].sector, product, 0};
  if (market == region) return 0;
  size_t flow = twi_market_cell(w, &m, (size_t)market, (size_t)region);
  if (flow == SIZE_MAX) flow = twi_flow_cell(w, m.sector, market, region);
  double t = twi_tariff_of(w, p, flow);
  return p->rent && p->rent[flow] != 0 ? (1 + t) / (1 + p->rent[flow]) - 1 : t;
}

double twi_plant_share(const tw_world *w, const twi_state *x, const twi_wedges *p, int product, int market, int region,
                       double *row)
{
  const twi_market m = {w->product[product].sector, product, 0};
  size_t flow = twi_market_cell(w, &m, (size_t)market, (size_t)region);
  if (flow == SIZE_MAX) return 0;
  twi_flow_row flows = twi_market_row(w, &m, (size_t)market);
  double sum = 0;
  twi_state_row(x, w, p, &m, (size_t)market, row);
  for (size_t i = 0; i < flows.count; i++) sum += row[i];
  return sum > 0 ? row[flow - flows.first] / sum : 0;
}

double twi_plant_price(const tw_world *w, const twi_state *x, const twi_wedges *p, const twi_plant *plant)
{
  return twi_state_seller_price(x, w, p, w->product[plant->product].sector, plant->product, (size_t)plant->region);
}

tw_status twi_plant_none(tw_plants *p, int plant, int column, const char *format, ...)
{
  char words[512];
  va_list args;
  va_start(args, format);
  twi_vprint(words, sizeof words, format, args);
  va_end(args);
  char **place = &p->plant[plant].none[column];
  twi_plant_column(p, column)[plant] = NAN;
  pthread_mutex_lock(&p->lock);
  twi_free(p->ctx, *place);
  *place = twi_strdup(p->ctx, words);
  tw_status status = *place ? TW_OK : twi_no_memory(p->ctx, 0);
  pthread_mutex_unlock(&p->lock);
  return status;
}

const char *twi_plant_unit(const tw_plants *p, int plant)
{
  if (!p->plant[plant].in_units) return "sales";
  const char *unit = p->world->product[p->plant[plant].product].unit;
  return *unit ? unit : "units";
}

/* Whether any flow of the plant has a quantity. */
static int has_units(const tw_world *w, const twi_plant *plant)
{
  const twi_market m = {w->product[plant->product].sector, plant->product, 0};
  for (int d = 0; w->quantity && d < w->N; d++) {
    size_t flow = twi_market_cell(w, &m, (size_t)d, (size_t)plant->region);
    if (flow != SIZE_MAX && w->quantity[flow - twi_world_sector_flows(w)] > 0) return 1;
  }
  return 0;
}

static tw_status measure_plant(tw_plants *p, int i, double *row)
{
  const tw_world *w = p->world;
  const twi_side *side[2] = {&p->run->base, &p->run->new_};
  twi_plant *plant = &p->plant[i];
  size_t N = (size_t)w->N;
  double sold[2] = {0, 0}, price[2];
  plant->in_units = has_units(w, plant);
  for (int k = 0; k < 2; k++) {
    double *volume = twi_plant_market(p, TWI_MARKET_VOLUME_BASE + k, i);
    double *sales = twi_plant_market(p, TWI_MARKET_SALES_BASE + k, i);
    plant->volume[k] = twi_plant_measure(w, side[k]->state, &side[k]->wedges, plant, volume, sales, row);
    price[k] = twi_plant_price(w, side[k]->state, &side[k]->wedges, plant);
    for (size_t d = 0; d < N; d++) {
      sold[k] += sales[d];
      twi_plant_market(p, TWI_MARKET_UNITS_BASE + k, i)[d] = plant->in_units ? volume[d] : NAN;
    }
    twi_plant_column(p, TWI_PLANT_SALES_BASE + k)[i] = sold[k];
    if (plant->in_units) twi_plant_column(p, TWI_PLANT_UNITS_BASE + k)[i] = plant->volume[k];
  }
  const twi_market m = {w->product[plant->product].sector, plant->product, 0};
  double taken_out = exp(twi_market_theta(w, &m) * (price[1] - price[0]));
  for (size_t d = 0; d < N; d++) {
    double *sales[2] = {twi_plant_market(p, TWI_MARKET_SALES_BASE, i), twi_plant_market(p, TWI_MARKET_SALES_NEW, i)};
    twi_plant_market(p, TWI_MARKET_ACCESS_BASE, i)[d] = sales[0][d] / sold[0];
    twi_plant_market(p, TWI_MARKET_ACCESS_NEW, i)[d] = sales[1][d] / sold[0] * (sales[1][d] > 0 ? taken_out : 1);
  }
  double change = 100 * (plant->volume[1] / plant->volume[0] - 1);
  twi_plant_column(p, TWI_PLANT_VOLUME)[i] = change;
  if (plant->in_units) twi_plant_column(p, TWI_PLANT_UNITS)[i] = change;
  int none = !(sold[1] > 0);
  twi_plant_column(p, TWI_PLANT_OUTPUT)[i] = none ? -100 : 100 * (sold[1] / sold[0] / exp(price[1] - price[0]) - 1);
  twi_plant_column(p, TWI_PLANT_ACCESS)[i] = none ? -100 : 100 * (sold[1] / sold[0] * taken_out - 1);
  const double *volume = twi_plant_market(p, TWI_MARKET_VOLUME_BASE, i);
  for (int d = 0; d < w->N; d++)
    if (volume[d] > 0 && (plant->main < 0 || volume[d] > volume[plant->main])) plant->main = d;
  if (plant->main >= 0) twi_plant_column(p, TWI_PLANT_SHARE)[i] = volume[plant->main] / plant->volume[0];
  for (int k = 0; k < 2 && plant->main >= 0 && plant->main != plant->region; k++)
    twi_plant_column(p, TWI_PLANT_TARIFF_BASE + k)[i] =
        100 * twi_plant_tariff(w, &side[k]->wedges, plant->product, plant->main, plant->region);
  static const int of_units[] = {TWI_PLANT_UNITS_BASE, TWI_PLANT_UNITS_NEW, TWI_PLANT_UNITS,
                                 TWI_PLANT_SUBSIDY_PER_UNIT};
  tw_status status = TW_OK;
  for (size_t k = 0; !plant->in_units && k < 4 && status == TW_OK; k++)
    status = twi_plant_none(p, i, of_units[k],
                            "the world has no quantity of it: shares and tariffs are of sales at cost "
                            "over the price of the product");
  return status;
}

tw_status twi_plants_measure(tw_plants *p)
{
  double *row = twi_alloc(p->ctx, (size_t)p->world->N, sizeof *row);
  tw_status status = row ? TW_OK : twi_no_memory(p->ctx, 0);
  for (int i = 0; i < p->count && status == TW_OK; i++) status = measure_plant(p, i, row);
  twi_free(p->ctx, row);
  return status;
}
