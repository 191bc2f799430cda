/* What has a closed form.
 *
 *   parity       1+t = (1+t_0) (psi[o]/psi[a])^(1/theta)          costs and the tariff on a fixed; market: the main one
 *   half closed  1+t = (1+t_0) ((2-psi)/(1-psi))^(1/theta)        sales of the brand and costs fixed
 *   cost         1+t = (1+t_a) r            r: cost advantage over the other site, (c_a k_a)/(c_o k_o) without tariffs
 *   break-even   p* = (pi_0 - f - (pi_a - f_a)) / (pi_0 - pi_1),  h* = rho p / (1 - p)
 *
 * pi_0, pi_1: variable profits with access (base) and without (new policy), R/sigma; sigma is markup_elasticity of the
 * product, else 1 + eta of the nest that it competes in. pi_a: what the same plant would earn at the other site, prices of
 * the brand in markets as they are:
 *   pi_a = sum_d R[d]/sigma (r (1+t[d][a])/(1+t[d][o]))^-theta (1+t[d][o])/(1+t[d][a])
 * Tariffs are those of the base. Without another site the alternative is not to build: pi_a = f_a = 0. A hazard h a year
 * with discount rho is p = h/(rho+h). docs/cars.md says what they mean. */
#include <math.h>

#include "plants/plants.h"

/* ---------------------------------------------------------------- the closed tariffs */

static double theta_of(const tw_world *w, const twi_plant *plant)
{
  const twi_market m = {w->product[plant->product].sector, plant->product, 0};
  return twi_market_theta(w, &m);
}

static tw_status half_closed(tw_plants *p, int i, double *row)
{
  const twi_plant *plant = &p->plant[i];
  const twi_side *base = &p->run->base;
  if (plant->main < 0 || plant->main == plant->region)
    return twi_plant_none(p, i, TWI_PLANT_HALF_CLOSED,
                          plant->main < 0 ? "it sells nothing that is counted"
                                          : "it sells most in its own region, which charges it no tariff");
  double t0 = twi_plant_tariff(p->world, &base->wedges, plant->product, plant->main, plant->region);
  double psi = twi_plant_share(p->world, base->state, &base->wedges, plant->product, plant->main, plant->region, row);
  if (!(psi < 1 - 1e-12))
    return twi_plant_none(p, i, TWI_PLANT_HALF_CLOSED,
                          "all that %s buys of %s is from there, so sales of the brand "
                          "cannot be held",
                          p->world->region[plant->main], p->world->product[plant->product].code);
  twi_plant_column(p, TWI_PLANT_HALF_CLOSED)[i] =
      100 * ((1 + t0) * pow((2 - psi) / (1 - psi), 1 / theta_of(p->world, plant)) - 1);
  return TW_OK;
}

static tw_status cost_tariff(tw_plants *p, int i)
{
  const twi_plant *plant = &p->plant[i];
  const char *why = p->other_site < 0                ? "needs other_site and cost_advantage in the section plants"
                    : isnan(p->cost_advantage)       ? "needs cost_advantage in the section plants"
                    : p->other_site == plant->region ? "it is the other site itself"
                    : plant->main < 0                ? "it sells nothing that is counted"
                    : plant->main == plant->region   ? "it sells most in its own region, which charges it no tariff"
                                                     : NULL;
  if (why) return twi_plant_none(p, i, TWI_PLANT_COST, "%s", why);
  double ta = twi_plant_tariff(p->world, &p->run->base.wedges, plant->product, plant->main, p->other_site);
  twi_plant_column(p, TWI_PLANT_COST)[i] = 100 * ((1 + ta) * p->cost_advantage - 1);
  return TW_OK;
}

/* ---------------------------------------------------------------- parity */

static tw_status add_parities(tw_plants *p, int i, double *row)
{
  const tw_world *w = p->world;
  const twi_plant *plant = &p->plant[i];
  const twi_side *side[2] = {&p->run->base, &p->run->new_};
  if (plant->main < 0) return TW_OK;
  for (int a = 0; a < w->N; a++) {
    double share[2][2];
    for (int k = 0; k < 2; k++)
      for (int of = 0; of < 2; of++)
        share[k][of] = twi_plant_share(w, side[k]->state, &side[k]->wedges, plant->product, plant->main,
                                       of ? a : plant->region, row);
    if (a == plant->region || !(share[0][1] > 0)) continue;
    tw_parity *grown = p->parities & (p->parities - 1)
                           ? p->parity
                           : twi_resize(p->ctx, p->parity, p->parities ? 2 * (size_t)p->parities : 1, sizeof *grown);
    if (!grown) return twi_no_memory(p->ctx, 0);
    p->parity = grown;
    double t0 = twi_plant_tariff(w, &side[0]->wedges, plant->product, plant->main, plant->region);
    double odds[2] = {share[0][0] / share[0][1], share[1][1] > 0 ? share[1][0] / share[1][1] : NAN};
    double tariff = plant->main == plant->region ? NAN : (1 + t0) * pow(odds[0], 1 / theta_of(w, plant)) - 1;
    p->parity[p->parities++] = (tw_parity){plant->product, plant->region, a, plant->main, odds[0], odds[1], tariff};
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- profits */

/* sigma; NAN: there is no markup. */
static double markup_of(const tw_world *w, const twi_plant *plant)
{
  const twi_product *of = &w->product[plant->product];
  if (w->product_markup && !isnan(w->product_markup[plant->product])) return w->product_markup[plant->product];
  double eta = of->family >= 0         ? w->family_elasticity[of->family]
               : w->product_elasticity ? w->product_elasticity[of->sector]
                                       : 0;
  return eta > 0 ? 1 + eta : NAN;
}

/* Sales at the other site, at its producer's price. */
static double sales_at_other_site(const tw_plants *p, int i)
{
  const twi_plant *plant = &p->plant[i];
  const twi_wedges *base = &p->run->base.wedges;
  const double *sales = twi_plant_market(p, TWI_MARKET_SALES_BASE, i);
  double theta = theta_of(p->world, plant), sum = 0;
  for (int d = 0; d < p->world->N; d++) {
    if (!(sales[d] > 0)) continue;
    double to = 1 + twi_plant_tariff(p->world, base, plant->product, d, plant->region);
    double ta = 1 + twi_plant_tariff(p->world, base, plant->product, d, p->other_site);
    sum += sales[d] * pow(p->cost_advantage * ta / to, -theta) * to / ta;
  }
  return sum;
}

/* Both columns are empty for one reason. */
static tw_status no_break_even(tw_plants *p, int i, const char *why)
{
  tw_status status = twi_plant_none(p, i, TWI_PLANT_PROBABILITY, "%s", why);
  return status == TW_OK ? twi_plant_none(p, i, TWI_PLANT_HAZARD, "%s", why) : status;
}

static tw_status break_even(tw_plants *p, int i)
{
  const twi_plant *plant = &p->plant[i];
  double sigma = markup_of(p->world, plant), f = p->fixed_cost, fa = p->other_fixed_cost, other = 0;
  if (isnan(sigma))
    return no_break_even(p, i,
                         "it has no markup: the elasticity between products is 0 or less and products.csv gives no "
                         "markup_elasticity");
  double with = twi_plant_column(p, TWI_PLANT_SALES_BASE)[i] / sigma;
  double without = twi_plant_column(p, TWI_PLANT_SALES_NEW)[i] / sigma;
  twi_plant_column(p, TWI_PLANT_PROFIT_WITH)[i] = with;
  twi_plant_column(p, TWI_PLANT_PROFIT_WITHOUT)[i] = without;
  if (p->other_site < 0 && isnan(f))
    return no_break_even(p, i, "needs other_site and cost_advantage, or fixed_cost, in the section plants");
  if (p->other_site >= 0 && isnan(p->cost_advantage))
    return no_break_even(p, i, "needs cost_advantage in the section plants");
  if (p->other_site == plant->region) return no_break_even(p, i, "it is the other site itself");
  if (p->other_site >= 0) {
    other = sales_at_other_site(p, i) / sigma;
    twi_plant_column(p, TWI_PLANT_PROFIT_OTHER)[i] = other;
    if (isnan(fa)) fa = isnan(f) ? 0 : f; /* the same at both: they cancel */
    if (isnan(f)) f = fa;
    other -= fa;
  }
  if (!(fabs(without - with) > 1e-9 * with))
    return no_break_even(p, i, "the policy takes no access: profits are the same with it and without");
  if (without > with) return no_break_even(p, i, "the policy takes no access: the plant earns more under it");
  double at = (with - f - other) / (with - without);
  if (at < 0)
    return no_break_even(p, i,
                         p->other_site >= 0 ? "never: even with access that is sure the other site earns more"
                                            : "never: even with access that is sure it does not earn its fixed cost");
  if (at > 1)
    return no_break_even(p, i,
                         p->other_site >= 0 ? "always: it earns more than the other site even without access"
                                            : "always: it earns its fixed cost even without access");
  twi_plant_column(p, TWI_PLANT_PROBABILITY)[i] = 100 * at;
  if (isnan(p->discount)) return twi_plant_none(p, i, TWI_PLANT_HAZARD, "needs discount in the section plants");
  if (at == 1) return twi_plant_none(p, i, TWI_PLANT_HAZARD, "no hazard is large enough: access must be lost for sure");
  twi_plant_column(p, TWI_PLANT_HAZARD)[i] = 100 * p->discount * at / (1 - at);
  return TW_OK;
}

tw_status twi_plants_closed_forms(tw_plants *p)
{
  double *row = twi_alloc(p->ctx, (size_t)p->world->N, sizeof *row);
  tw_status status = row ? TW_OK : twi_no_memory(p->ctx, 0);
  for (int i = 0; i < p->count && status == TW_OK; i++) {
    status = half_closed(p, i, row);
    if (status == TW_OK) status = cost_tariff(p, i);
    if (status == TW_OK) status = add_parities(p, i, row);
    if (status == TW_OK) status = break_even(p, i);
  }
  twi_free(p->ctx, row);
  return status;
}
