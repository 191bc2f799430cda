/* GDP at market prices, and head counts.
 *
 *   GDP                  w V L + tariffs + export taxes - subsidies, rents within them, where they are collected
 *                        = income less deficit, transfers and net profits received                  money
 *   employment of d, s   E' = E_d L_hat x_s / sum_k x_k,  x = E W'/W                                thousand persons
 *
 * E is the world's head count, W the factor income of the sector in the base and in the new equilibrium, L_hat the
 * employment of the region, E_d = sum_k E_k. Since a region has one wage, x / w_hat is what a sector employs; that it
 * sums to E_d L_hat holds exactly where heads are spread as factor income is, and is the scaling elsewhere. Real GDP
 * needs the path: decomposition.c. */
#include <math.h>

#include "base/text.h"
#include "indicator/result.h"

/* Scaling of head counts that is told, per cent. */
static const double SCALED = 1;

static double gdp_of(const tw_world *w, const twi_state *x, size_t d)
{
  return exp(x->lnw[d] + x->lnL[d]) * w->value_added[d] + x->tariffs[d] + x->taxes[d] - x->subsidies[d];
}

/* What growth of capital adds to the logarithm of the factor's quantity. */
static double capital_of(const tw_result *r, size_t d)
{
  return r->capital ? r->capital[(size_t)r->world->N + d] : 0;
}

/* Factor income of a sector, new over base; NaN where nothing is made in the base. */
static double factor_income_hat(const tw_result *r, size_t d, size_t s)
{
  const tw_world *w = r->world;
  const twi_state *b = r->base.state, *n = r->new_.state;
  size_t i = d * (size_t)w->S + s;
  double base = twi_state_value_added_share(b, w, (int)d, (int)s) * b->Y[i];
  return base > 0 ? twi_state_value_added_share(n, w, (int)d, (int)s) * n->Y[i] / base : NAN;
}

/* Head counts of a region's sectors that have one, before the scaling: sum of E, and of x. */
static void sum_heads(const tw_result *r, size_t d, double *heads, double *x)
{
  size_t S = (size_t)r->world->S;
  *heads = *x = 0;
  for (size_t s = 0; s < S; s++) {
    double E = r->world->employment[d * S + s], hat = factor_income_hat(r, d, s);
    if (isnan(E) || isnan(hat)) continue;
    *heads += E;
    *x += E * hat;
  }
}

static void fill_heads(tw_result *r, size_t d)
{
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S;
  double heads, x, lnL = r->new_.state->lnL[d] - r->base.state->lnL[d] - capital_of(r, d);
  sum_heads(r, d, &heads, &x);
  if (!(x > 0)) return;
  r->regions[TWI_JOBS_BASE * N + d] = heads;
  r->regions[TWI_JOBS_CHANGE * N + d] = heads * expm1(lnL);
  for (size_t s = 0; s < S; s++) {
    double E = r->world->employment[d * S + s], hat = factor_income_hat(r, d, s);
    if (isnan(E) || isnan(hat)) continue;
    r->sectors[(TWI_SECTOR_JOBS_BASE * N + d) * S + s] = E;
    r->sectors[(TWI_SECTOR_JOBS_CHANGE * N + d) * S + s] = heads * exp(lnL) * (E * hat / x) - E;
  }
}

void twi_gdp(tw_result *r)
{
  const tw_world *w = r->world;
  size_t N = (size_t)w->N;
  for (size_t d = 0; d < N; d++) {
    double base = gdp_of(w, r->base.state, d), new_ = gdp_of(w, r->new_.state, d);
    r->regions[TWI_GDP_BASE * N + d] = base;
    r->regions[TWI_GDP_NEW * N + d] = new_;
    r->regions[TWI_GDP * N + d] = 100 * (new_ / base - 1);
    if (w->employment) fill_heads(r, d);
    if (r->new_.state->closure && r->new_.state->closure->profit)
      r->regions[TWI_PROFITS_CHANGE * N + d] = r->new_.state->profits[d] - r->base.state->profits[d];
  }
}

tw_status twi_gdp_jobs(tw_result *r)
{
  const tw_world *w = r->world;
  size_t N = (size_t)w->N;
  twi_jobs *j = &r->jobs;
  twi_text text = {.ctx = r->ctx};
  *j = (twi_jobs){.given = w->employment != NULL, .words = j->words};
  for (size_t d = 0; d < N && w->employment; d++) {
    double heads, x, change = r->regions[TWI_JOBS_CHANGE * N + d];
    sum_heads(r, d, &heads, &x);
    double quantity = r->new_.state->lnL[d] - r->base.state->lnL[d] - capital_of(r, d);
    double wage = r->new_.state->lnw[d] - r->base.state->lnw[d] + capital_of(r, d);
    double scaled = x > 0 ? 100 * fabs(heads * exp(quantity + wage) / x - 1) : 0;
    j->given &= isnan(change) || change == 0;
    j->scaled += scaled > SCALED;
    if (scaled > j->most) j->most = scaled, j->region = (int)d;
  }
  if (!w->employment)
    twi_text_printf(&text, "No head counts in this world: changes in jobs are not known.");
  else if (j->given)
    twi_text_printf(&text, "Jobs are those that move between sectors: employment of each region is given, none are won "
                           "or lost in total.");
  else
    twi_text_printf(&text, "Jobs are head counts of the data, moved with what sectors pay to labour and capital.");
  if (j->scaled)
    twi_text_printf(
        &text,
        " In %d region%s they were scaled by more than 1 %% to sum to employment, most in %s (%.1f %%): heads "
        "are spread over sectors unlike value added there.",
        j->scaled, j->scaled == 1 ? "" : "s", w->region[j->region], j->most);
  twi_free(r->ctx, j->words);
  j->words = NULL;
  return twi_text_take(&text, &j->words);
}
