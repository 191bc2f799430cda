/* Welfare and the other plain changes between two solved equilibria.
 *
 *   real income           I_hat / P_hat,  P_hat = prod_s P_hat[s]^alpha          exactly, alpha the new tastes'
 *   employment            L_hat; with elastic supply the value of leisure is not counted
 *   equivalent variation  I_base (I_hat / P_hat - 1)                             money of the base
 *   real wage             w_hat / P_hat
 *   output                (Y_hat / c_hat): value over unit cost
 *
 * Changes are in per cent; a hat is the new equilibrium over the base, both solved. A sector cell without base output,
 * market or trade has no change and is empty (NaN). */
#include <math.h>

#include "indicator/result.h"

static double percent_of_log(double log_change)
{
  return 100 * expm1(log_change);
}

static double percent_of(double new_, double base)
{
  return base > 0 ? 100 * (new_ / base - 1) : NAN;
}

static double log_price_index(const tw_result *r, size_t d)
{
  size_t S = (size_t)r->world->S;
  const double *alpha = twi_final_shares_of(r->world, &r->new_.wedges, (int)d);
  double sum = 0;
  for (size_t s = 0; s < S; s++) sum += alpha[s] * (r->new_.state->lnP[d * S + s] - r->base.state->lnP[d * S + s]);
  return sum;
}

double twi_log_real_income(const tw_result *r, int region)
{
  size_t d = (size_t)region;
  return log(r->new_.state->I[d] / r->base.state->I[d]) - log_price_index(r, d);
}

/* The rents in one market with another region: importers' in what d buys of it, exporters' in what d sells it. */
static void add_rents(const tw_world *w, const twi_state *x, const twi_wedges *p, const twi_market *m, size_t d,
                      size_t j, double *imports, double *other)
{
  size_t S = (size_t)w->S, s = (size_t)m->sector;
  size_t in = twi_market_cell(w, m, d, j), out = twi_market_cell(w, m, j, d);
  if (in != SIZE_MAX && p->rent &&
      p->rent[in] != 0) /* the part of what the buyer pays that is neither price nor tariff */
    *imports += twi_state_share(x, w, p, in) * x->X[d * S + s] * p->rent[in] / (1 + p->rent[in]);
  if (out != SIZE_MAX && p->export_rent && p->export_rent[out] != 0)
    *other += twi_state_share(x, w, p, out) * x->X[j * S + s] / (1 + twi_tariff_of(w, p, out)) * p->export_rent[out] /
              (1 + p->export_rent[out]);
}

/* Rents of limits that a region collects: returns those within its tariffs; *all: with exporters' and output's. */
static double rents_of(const tw_world *w, const twi_state *x, const twi_wedges *p, size_t d, double *all)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double imports = 0, other = 0;
  for (size_t s = 0; s < S; s++) {
    for (int k = w->sector_market[s]; k < w->sector_market[s + 1] && (p->rent || p->export_rent); k++)
      for (size_t j = 0; j < N; j++) add_rents(w, x, p, &w->market[k], d, j, &imports, &other);
    size_t cell = d * S + s;
    if (p->output_rent && p->output_rent[cell] != 0) {
      double paid = x->sales[cell] * (1 - twi_subsidy_of(p, cell)) - (x->G ? x->product_subsidies[cell] : 0);
      other += paid * p->output_rent[cell] / (1 + p->output_rent[cell]);
    }
  }
  for (size_t g = 0; g < x->G && p->output_rent; g++) {
    size_t cell = twi_product_cell(w, g, d), of_sector = d * S + (size_t)w->product[g].sector;
    if (p->output_rent[cell] != 0)
      other += x->sales_g[g * N + d] * (1 - twi_subsidy_of(p, of_sector)) * (1 - twi_subsidy_of(p, cell)) *
               p->output_rent[cell] / (1 + p->output_rent[cell]);
  }
  *all = imports + other;
  return imports;
}

void twi_welfare(tw_result *r)
{
  const tw_world *w = r->world;
  const twi_state *b = r->base.state, *n = r->new_.state;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double *region[TWI_REGION_COUNT], *cell[TWI_SECTOR_COUNT];
  for (size_t i = 0; i < TWI_REGION_COUNT; i++) region[i] = r->regions + i * N;
  for (size_t i = 0; i < TWI_SECTOR_COUNT; i++) cell[i] = r->sectors + i * N * S;
  for (size_t d = 0; d < N; d++) {
    double all_rents = 0;
    double lnP = log_price_index(r, d), lnw = n->lnw[d] - b->lnw[d], lnW = twi_log_real_income(r, (int)d);
    double exports[2] = {0, 0}, imports[2] = {0, 0};
    for (size_t s = 0; s < S; s++) {
      size_t i = d * S + s;
      exports[0] += b->exports[i];
      exports[1] += n->exports[i];
      imports[0] += b->imports[i];
      imports[1] += n->imports[i];
      int made = w->output[i] > 0 && b->Y[i] > 0, bought = w->spending[i] > 0 && b->X[i] > 0;
      double lnc = n->lnc[i] - b->lnc[i];
      cell[TWI_OUTPUT][i] = made ? 100 * (n->Y[i] / b->Y[i] * exp(-lnc) - 1) : NAN;
      cell[TWI_OUTPUT_VALUE][i] = made ? percent_of(n->Y[i], b->Y[i]) : NAN;
      cell[TWI_UNIT_COST][i] = made ? percent_of_log(lnc) : NAN;
      cell[TWI_PRICE][i] = bought ? percent_of_log(n->lnP[i] - b->lnP[i]) : NAN;
      cell[TWI_SECTOR_EXPORTS][i] = percent_of(n->exports[i], b->exports[i]);
      cell[TWI_SECTOR_IMPORTS][i] = percent_of(n->imports[i], b->imports[i]);
      double added = made ? twi_state_value_added_share(b, w, (int)d, (int)s) * b->Y[i] : 0;
      cell[TWI_VALUE_ADDED_CHANGE][i] =
          made ? twi_state_value_added_share(n, w, (int)d, (int)s) * n->Y[i] - added : NAN;
      cell[TWI_OUTPUT_BASE][i] = made ? b->Y[i] : 0;
      cell[TWI_VALUE_ADDED_BASE][i] = added;
      cell[TWI_SECTOR_EXPORTS_BASE][i] = b->exports[i];
      cell[TWI_SECTOR_IMPORTS_BASE][i] = b->imports[i];
    }
    region[TWI_REAL_INCOME][d] = percent_of_log(lnW);
    region[TWI_EQUIVALENT_VARIATION][d] = b->I[d] * expm1(lnW);
    region[TWI_REAL_WAGE][d] = percent_of_log(lnw - lnP);
    region[TWI_WAGE][d] = percent_of_log(lnw);
    region[TWI_PRICE_INDEX][d] = percent_of_log(lnP);
    region[TWI_EXPORTS][d] = percent_of(exports[1], exports[0]);
    region[TWI_IMPORTS][d] = percent_of(imports[1], imports[0]);
    double rents[2] = {0, 0}; /* of importers; they are in tariffs */
    for (int k = 0; k < 2; k++) rents[k] = rents_of(w, k ? n : b, k ? &r->new_.wedges : &r->base.wedges, d, &all_rents);
    region[TWI_TARIFF_REVENUE_BASE][d] = 100 * (b->tariffs[d] - rents[0]) / b->I[d];
    region[TWI_TARIFF_REVENUE_NEW][d] = 100 * (n->tariffs[d] - rents[1]) / n->I[d];
    region[TWI_RENTS_NEW][d] = 100 * all_rents / n->I[d];
    region[TWI_EMPLOYMENT][d] = percent_of_log(n->lnL[d] - b->lnL[d] - (r->capital ? r->capital[N + d] : 0));
    region[TWI_CAPITAL][d] = r->capital ? percent_of_log(r->capital[d]) : 0;
  }
  twi_gdp(r);
  twi_products(r);
  twi_group_columns(r);
}
