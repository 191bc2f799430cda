/* Every column of the tables of results, from two solutions of the slow solver and the path between them (slow_path.h):
 * written from docs/model.md and docs/formats.md, in long double. A column is looked for by its name, so a test can tell
 * which ones nobody recomputes. */
#ifndef TRADEWIND_TESTS_SLOW_COLUMNS_H
#define TRADEWIND_TESTS_SLOW_COLUMNS_H

#include "slow_path.h"

/* ---------------------------------------------------------------- regions.csv */

typedef real slow_column(const slow_pair *q, int i);

static inline real slow_percent(real new_, real base)
{
  return base > 0 ? 100 * (new_ / base - 1) : (real)NAN;
}

static inline real slow_log_welfare(const slow_pair *q, int d)
{
  return slow_income_change(q->w, q->after, q->b, q->n, d);
}

static inline real slow_real_income(const slow_pair *q, int d)
{
  return 100 * expm1l(slow_log_welfare(q, d));
}

static inline real slow_equivalent_variation(const slow_pair *q, int d)
{
  return q->b->I[d] * expl(slow_log_welfare(q, d)) - q->b->I[d];
}

static inline real slow_wage(const slow_pair *q, int d)
{
  return 100 * expm1l(q->n->lnw[d] - q->b->lnw[d]);
}

static inline real slow_price_index(const slow_pair *q, int d)
{
  return 100 * expm1l(slow_price_change(q->w, q->after, q->b, q->n, d));
}

static inline real slow_real_wage(const slow_pair *q, int d)
{
  return 100 * expm1l(q->n->lnw[d] - q->b->lnw[d] - slow_price_change(q->w, q->after, q->b, q->n, d));
}

/* Exports (out) or imports of the sectors from `first` to before `end`. */
static inline real slow_trade(const slow_world *w, const slow_solution *y, int d, int first, int end, int out)
{
  real sum = 0;
  for (int s = first; s < end; s++)
    for (int o = 0; o < w->N; o++)
      if (o != d) sum += slow_before_tariff(y, out ? slow_flow(w, s, o, d) : slow_flow(w, s, d, o));
  return sum;
}

static inline real slow_exports(const slow_pair *q, int d)
{
  return slow_percent(slow_trade(q->w, q->n, d, 0, q->w->S, 1), slow_trade(q->w, q->b, d, 0, q->w->S, 1));
}

static inline real slow_imports(const slow_pair *q, int d)
{
  return slow_percent(slow_trade(q->w, q->n, d, 0, q->w->S, 0), slow_trade(q->w, q->b, d, 0, q->w->S, 0));
}

/* What the rates in law bring, without rents. */
static inline real slow_revenue(const slow_world *w, const slow_solution *y, const slow_force *g, int d)
{
  real sum = 0;
  for (int s = 0; s < w->S; s++)
    for (int o = 0; o < w->N; o++) sum += g->t[slow_flow(w, s, d, o)] * slow_before_tariff(y, slow_flow(w, s, d, o));
  return 100 * sum / y->I[d];
}

static inline real slow_revenue_base(const slow_pair *q, int d)
{
  return slow_revenue(q->w, q->b, &q->g0, d);
}

static inline real slow_revenue_new(const slow_pair *q, int d)
{
  return slow_revenue(q->w, q->n, &q->g1, d);
}

/* Rents that the region collects, whoever owns them: what is paid less what would be paid at the same price and rate
 * without the rent. */
static inline real slow_rents_new(const slow_pair *q, int d)
{
  const slow_world *w = q->w;
  const slow_solution *y = q->n;
  real sum = 0;
  for (int s = 0; s < w->S; s++) {
    int c = d * w->S + s;
    sum += (1 - q->g1.sigma[c]) * expm1l(q->g1.y_rent[c]) * y->Y[c];
    for (int o = 0; o < w->N; o++) {
      int in = slow_flow(w, s, d, o), out = slow_flow(w, s, o, d);
      sum += (1 + q->g1.t[in]) * expm1l(q->g1.t_rent[in]) * slow_before_tariff(y, in);
      sum += (1 + q->g1.e[out]) * expm1l(q->g1.e_rent[out]) * y->sales[out];
    }
  }
  return 100 * sum / y->I[d];
}

static inline real slow_terms(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_TERMS][d];
}

static inline real slow_volume(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_VOLUME][d];
}

static inline real slow_technical(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_TECHNICAL][d];
}

static inline real slow_transfers(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_TRANSFERS][d];
}

static inline real slow_production(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_PRODUCTION][d];
}

static inline real slow_factors(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_FACTORS][d];
}

/* Of the slow solver's own decomposition; the library's is held against it by its size. */
static inline real slow_remainder(const slow_pair *q, int d)
{
  real rest = slow_log_welfare(q, d);
  for (int k = 0; k < SLOW_PARTS; k++) rest -= q->part[k][d];
  return 100 * rest;
}

/* c_hat of a seller: of the producer's price, which is unit cost but for subsidies. */
static inline real slow_cost_hat(const slow_pair *q, int s, int o)
{
  return expl(q->n->lnp[o * q->w->S + s] - q->b->lnp[o * q->w->S + s]);
}

static inline real slow_first_terms(const slow_pair *q, int d)
{
  real sum = 0;
  for (int s = 0; s < q->w->S; s++)
    for (int o = 0; o < q->w->N; o++) {
      if (o == d) continue;
      sum += slow_before_tariff(q->b, slow_flow(q->w, s, o, d)) * (slow_cost_hat(q, s, d) - 1);
      sum -= slow_before_tariff(q->b, slow_flow(q->w, s, d, o)) * (slow_cost_hat(q, s, o) - 1);
    }
  return 100 * sum / q->b->I[d];
}

static inline real slow_first_volume(const slow_pair *q, int d)
{
  real sum = 0;
  for (int s = 0; s < q->w->S; s++)
    for (int o = 0; o < q->w->N; o++) {
      int k = slow_flow(q->w, s, d, o);
      if (o == d) continue;
      sum += q->b->t[k] * (slow_before_tariff(q->n, k) - slow_before_tariff(q->b, k) * slow_cost_hat(q, s, o));
    }
  return 100 * sum / q->b->I[d];
}

static inline real slow_first_welfare(const slow_pair *q, int d)
{
  return slow_first_terms(q, d) + slow_first_volume(q, d);
}

static inline real slow_employment(const slow_pair *q, int d)
{
  return 100 * (q->n->L[d] / q->b->L[d] * expl(-q->s[d] * q->lnK[d]) - 1);
}

static inline real slow_capital(const slow_pair *q, int d)
{
  return 100 * expm1l(q->lnK[d]);
}

/* GDP by expenditure: what is spent at home, and exports less imports before the importer's tariff. */
static inline real slow_gdp(const slow_world *w, const slow_solution *y, int d)
{
  return y->I[d] + slow_trade(w, y, d, 0, w->S, 1) - slow_trade(w, y, d, 0, w->S, 0);
}

static inline real slow_gdp_base(const slow_pair *q, int d)
{
  return slow_gdp(q->w, q->b, d);
}

static inline real slow_gdp_new(const slow_pair *q, int d)
{
  return slow_gdp(q->w, q->n, d);
}

static inline real slow_gdp_change(const slow_pair *q, int d)
{
  return slow_percent(slow_gdp_new(q, d), slow_gdp_base(q, d));
}

static inline real slow_real_gdp(const slow_pair *q, int d)
{
  return 100 * expm1l(q->part[SLOW_GROWTH][d]);
}

/* 1: somebody is counted there, and something is made. */
static inline int slow_counted(const slow_pair *q, int i)
{
  return !isnan(q->w->heads[i]) && q->b->v[i] * q->b->Y[i] > 0;
}

static inline real slow_jobs_hat(const slow_pair *q, int d)
{
  return q->n->L[d] / q->b->L[d] * expl(-q->s[d] * q->lnK[d]);
}

static inline real slow_jobs_base(const slow_pair *q, int d)
{
  real sum = 0;
  int any = 0;
  for (int i = d * q->w->S; i < (d + 1) * q->w->S; i++)
    if (slow_counted(q, i)) sum += q->w->heads[i], any = 1;
  return any ? sum : (real)NAN;
}

static inline real slow_jobs_change(const slow_pair *q, int d)
{
  return slow_jobs_base(q, d) * (slow_jobs_hat(q, d) - 1);
}

/* ---------------------------------------------------------------- groups.csv, of the one group */

static inline real slow_over_group(const slow_pair *q, slow_column *of)
{
  real sum = 0;
  for (int d = 0; d < q->w->N; d++)
    if (q->in_group >> d & 1) sum += of(q, d);
  return sum;
}

static inline real slow_income_base(const slow_pair *q, int d)
{
  return q->b->I[d];
}

static inline real slow_exports_base(const slow_pair *q, int d)
{
  return slow_trade(q->w, q->b, d, 0, q->w->S, 1);
}

static inline real slow_exports_new(const slow_pair *q, int d)
{
  return slow_trade(q->w, q->n, d, 0, q->w->S, 1);
}

static inline real slow_imports_base(const slow_pair *q, int d)
{
  return slow_trade(q->w, q->b, d, 0, q->w->S, 0);
}

static inline real slow_imports_new(const slow_pair *q, int d)
{
  return slow_trade(q->w, q->n, d, 0, q->w->S, 0);
}

static inline real slow_group_variation(const slow_pair *q, int d)
{
  (void)d;
  return slow_over_group(q, slow_equivalent_variation);
}

static inline real slow_group_income(const slow_pair *q, int d)
{
  return 100 * slow_group_variation(q, d) / slow_over_group(q, slow_income_base);
}

static inline real slow_group_real_gdp(const slow_pair *q, int d)
{
  (void)d;
  return 100 * expm1l(q->part[SLOW_GROUP_GROWTH][0]);
}

static inline real slow_group_exports(const slow_pair *q, int d)
{
  (void)d;
  return slow_percent(slow_over_group(q, slow_exports_new), slow_over_group(q, slow_exports_base));
}

static inline real slow_group_imports(const slow_pair *q, int d)
{
  (void)d;
  return slow_percent(slow_over_group(q, slow_imports_new), slow_over_group(q, slow_imports_base));
}

/* ---------------------------------------------------------------- sectors.csv */

static inline int slow_made(const slow_pair *q, int i)
{
  return q->w->Y[i] > 0 && q->b->Y[i] > 0;
}

static inline real slow_output(const slow_pair *q, int i)
{
  return slow_made(q, i) ? 100 * expm1l(slow_output_change(q->w, q->b, q->n, i)) : (real)NAN;
}

static inline real slow_output_value(const slow_pair *q, int i)
{
  return slow_made(q, i) ? slow_percent(q->n->Y[i], q->b->Y[i]) : (real)NAN;
}

static inline real slow_unit_cost(const slow_pair *q, int i)
{
  return slow_made(q, i) ? 100 * expm1l(q->n->lnc[i] - q->b->lnc[i]) : (real)NAN;
}

static inline real slow_price(const slow_pair *q, int i)
{
  return q->w->X[i] > 0 ? 100 * expm1l(q->n->lnP[i] - q->b->lnP[i]) : (real)NAN;
}

static inline real slow_sector_exports(const slow_pair *q, int i)
{
  int d = i / q->w->S, s = i % q->w->S;
  return slow_percent(slow_trade(q->w, q->n, d, s, s + 1, 1), slow_trade(q->w, q->b, d, s, s + 1, 1));
}

static inline real slow_sector_imports(const slow_pair *q, int i)
{
  int d = i / q->w->S, s = i % q->w->S;
  return slow_percent(slow_trade(q->w, q->n, d, s, s + 1, 0), slow_trade(q->w, q->b, d, s, s + 1, 0));
}

static inline real slow_value_added_change(const slow_pair *q, int i)
{
  return slow_made(q, i) ? q->n->v[i] * q->n->Y[i] - q->b->v[i] * q->b->Y[i] : (real)NAN;
}

static inline real slow_output_base(const slow_pair *q, int i)
{
  return slow_made(q, i) ? q->b->Y[i] : 0;
}

static inline real slow_value_added_base(const slow_pair *q, int i)
{
  return slow_made(q, i) ? q->b->v[i] * q->b->Y[i] : 0;
}

static inline real slow_sector_exports_base(const slow_pair *q, int i)
{
  return slow_trade(q->w, q->b, i / q->w->S, i % q->w->S, i % q->w->S + 1, 1);
}

static inline real slow_sector_imports_base(const slow_pair *q, int i)
{
  return slow_trade(q->w, q->b, i / q->w->S, i % q->w->S, i % q->w->S + 1, 0);
}

static inline real slow_sector_jobs_base(const slow_pair *q, int i)
{
  return slow_counted(q, i) ? q->w->heads[i] : (real)NAN;
}

/* As many as there are in the region, spread as heads times the change of factor income is. */
static inline real slow_sector_jobs_change(const slow_pair *q, int i)
{
  int d = i / q->w->S;
  real all = 0, own = 0;
  if (!slow_counted(q, i)) return (real)NAN;
  for (int k = d * q->w->S; k < (d + 1) * q->w->S; k++) {
    if (!slow_counted(q, k)) continue;
    real x = q->w->heads[k] * q->n->v[k] * q->n->Y[k] / (q->b->v[k] * q->b->Y[k]);
    all += x;
    if (k == i) own = x;
  }
  return slow_jobs_base(q, d) * slow_jobs_hat(q, d) * own / all - q->w->heads[i];
}

/* ---------------------------------------------------------------- by name */

typedef struct slow_named {
  const char *name;
  slow_column *of;
  double tolerance; /* relative to 1 or to the number itself */
} slow_named;

/* Integrals are as exact as the grid of this file and the nodes of the library's. */
/* No owner has profits here: tests/unit/test_profits.c recomputes them where one does. */
static inline real slow_no_profits(const slow_pair *q, int d)
{
  (void)q;
  (void)d;
  return NAN;
}

static const slow_named slow_region_column[] = {
    {"real_income_pct", slow_real_income, 1e-9},
    {"equivalent_variation", slow_equivalent_variation, 1e-9},
    {"real_wage_pct", slow_real_wage, 1e-9},
    {"wage_pct", slow_wage, 1e-9},
    {"price_index_pct", slow_price_index, 1e-9},
    {"exports_pct", slow_exports, 1e-9},
    {"imports_pct", slow_imports, 1e-9},
    {"tariff_revenue_base_pct", slow_revenue_base, 1e-9},
    {"tariff_revenue_new_pct", slow_revenue_new, 1e-9},
    {"terms_of_trade_pct", slow_terms, 1e-6},
    {"volume_of_trade_pct", slow_volume, 1e-6},
    {"technical_pct", slow_technical, 1e-6},
    {"transfers_pct", slow_transfers, 1e-6},
    {"remainder_pct", slow_remainder, 1e-6},
    {"first_order_terms_of_trade_pct", slow_first_terms, 1e-9},
    {"first_order_volume_of_trade_pct", slow_first_volume, 1e-9},
    {"first_order_welfare_pct", slow_first_welfare, 1e-9},
    {"production_pct", slow_production, 1e-6},
    {"factors_pct", slow_factors, 1e-6},
    {"employment_pct", slow_employment, 1e-9},
    {"rents_new_pct", slow_rents_new, 1e-9},
    {"capital_pct", slow_capital, 1e-9},
    {"gdp_base", slow_gdp_base, 1e-9},
    {"gdp_new", slow_gdp_new, 1e-9},
    {"gdp_pct", slow_gdp_change, 1e-9},
    {"real_gdp_pct", slow_real_gdp, 1e-6},
    {"employment_base", slow_jobs_base, 1e-9},
    {"employment_change", slow_jobs_change, 1e-9},
    {"profits_change", slow_no_profits, 0},
    {NULL, NULL, 0},
};
static const slow_named slow_sector_column[] = {
    {"output_pct", slow_output, 1e-9},
    {"output_value_pct", slow_output_value, 1e-9},
    {"unit_cost_pct", slow_unit_cost, 1e-9},
    {"price_pct", slow_price, 1e-9},
    {"exports_pct", slow_sector_exports, 1e-9},
    {"imports_pct", slow_sector_imports, 1e-9},
    {"value_added_change", slow_value_added_change, 1e-9},
    {"employment_change", slow_sector_jobs_change, 1e-9},
    {"output_base", slow_output_base, 1e-9},
    {"value_added_base", slow_value_added_base, 1e-9},
    {"exports_base", slow_sector_exports_base, 1e-9},
    {"imports_base", slow_sector_imports_base, 1e-9},
    {"employment_base", slow_sector_jobs_base, 1e-9},
    {NULL, NULL, 0},
};
static const slow_named slow_group_column[] = {
    {"real_income_pct", slow_group_income, 1e-9}, {"equivalent_variation", slow_group_variation, 1e-9},
    {"real_gdp_pct", slow_group_real_gdp, 1e-6},  {"exports_pct", slow_group_exports, 1e-9},
    {"imports_pct", slow_group_imports, 1e-9},    {NULL, NULL, 0},
};

/* NULL where nobody recomputes it. */
static inline const slow_named *slow_column_of(const slow_named *column, const char *name)
{
  for (; column->name; column++)
    if (strcmp(column->name, name) == 0) return column;
  return NULL;
}

#endif
