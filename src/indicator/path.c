/* A scenario with years: one equilibrium a year, and capital that accumulates between them.
 *
 * Value added's factor is L^(1-s) K^s, s the share of capital, so capital enters a year as a factor K_hat^s on the
 * endowment. Both sides of the comparison follow
 *
 *   K_hat' = (1 - delta) K_hat + (sigma / k) W_hat           W_hat: real income I/P against the equilibrium
 *                                                            without policy of the first year
 *
 * with delta the depreciation, sigma the saving rate, k the ratio of capital to income there; sigma / k = delta
 * where k is left open, so that without a change nothing moves. A year without change is therefore the static solution.
 */
#include <math.h>
#include <string.h>

#include "base/print.h"
#include "indicator/result.h"

struct tw_path {
  tw_context *ctx;
  tw_result **result;
  int *year;
  int count;
  tw_world *view; /* with the elasticities that the scenario chose; NULL: the world's own hold */
};

void tw_path_free(tw_path *p)
{
  if (!p) return;
  for (int i = 0; p->result && i < p->count; i++) tw_result_free(p->result[i]);
  twi_free(p->ctx, p->result);
  twi_free(p->ctx, p->year);
  twi_view_free(p->ctx, p->view);
  twi_free(p->ctx, p);
}

/* ln of real income of a state against the reference. */
static double real_income(const tw_world *w, const twi_state *reference, const twi_state *x, const twi_wedges *p,
                          size_t d)
{
  const double *alpha = twi_final_shares_of(w, p, (int)d);
  double index = 0;
  for (size_t s = 0; s < (size_t)w->S; s++) {
    size_t i = d * (size_t)w->S + s;
    index += alpha[s] * (x->lnP[i] - reference->lnP[i]);
  }
  return log(x->I[d] / reference->I[d]) - index;
}

static void accumulate_capital(const tw_world *w, const twi_capital *capital, const twi_state *reference,
                               const twi_state *x, const twi_wedges *p, double *lnK)
{
  double into = isnan(capital->ratio) ? capital->depreciation : capital->saving_rate / capital->ratio;
  for (size_t d = 0; d < (size_t)w->N; d++)
    lnK[d] = log((1 - capital->depreciation) * exp(lnK[d]) + into * exp(real_income(w, reference, x, p, d)));
}

/* The flows of years before the last are not kept. */
static void drop_flows(tw_result *r)
{
  twi_wedges_free(r->ctx, &r->base.wedges);
  twi_wedges_free(r->ctx, &r->new_.wedges);
}

static tw_status solve_path(tw_solver *solver, const tw_scenario *scenario, tw_path **out)
{
  *out = NULL;
  int from = tw_scenario_from(scenario), until = tw_scenario_until(scenario), years = until - from + 1;
  const tw_world *w = solver->world;
  tw_context *ctx = solver->ctx;
  size_t N = (size_t)w->N;
  tw_path *p = twi_new(ctx, 1, sizeof *p);
  if (!p) return twi_no_memory(ctx, sizeof *p);
  p->ctx = ctx;
  p->result = twi_new(ctx, (size_t)years, sizeof *p->result);
  p->year = twi_new(ctx, (size_t)years, sizeof *p->year);
  double *lnK = twi_new(ctx, 2 * N, sizeof(double)); /* of base, of new */
  tw_status status = p->result && p->year && lnK ? TW_OK : twi_no_memory(ctx, 0);
  for (int i = 0; status == TW_OK && i < years; i++) {
    int year = from ? from + i : 0;
    if (i) drop_flows(p->result[i - 1]);
    status = twi_solve_year(solver, scenario, year, from ? lnK : NULL, from ? lnK + N : NULL, &p->result[i]);
    if (status != TW_OK) break;
    p->year[p->count++] = year;
    const tw_result *r = p->result[i];
    if (r->info.outcome <= 0) break;
    if (!r->accumulation.on) continue;
    accumulate_capital(w, &r->accumulation, solver->reference, r->base.state, &r->base.wedges, lnK);
    accumulate_capital(w, &r->accumulation, solver->reference, r->new_.state, &r->new_.wedges, lnK + N);
  }
  twi_free(ctx, lnK);
  if (status != TW_OK) {
    tw_path_free(p);
    return status;
  }
  *out = p;
  return TW_OK;
}

/* With a solver of its own where the scenario chooses its elasticities, as tw_solve. */
tw_status tw_solve_path(tw_solver *solver, const tw_scenario *scenario, tw_path **out)
{
  tw_world *view;
  tw_solver *own = NULL;
  *out = NULL;
  tw_status status = twi_scenario_view(solver->ctx, scenario, solver->world, &view);
  if (status == TW_OK && !view) return solve_path(solver, scenario, out);
  if (status == TW_OK) status = tw_solver_new(solver->ctx, view, &solver->settings, &own);
  if (status == TW_OK) status = solve_path(own, scenario, out);
  tw_solver_free(own);
  if (status == TW_OK)
    (*out)->view = view;
  else
    twi_view_free(solver->ctx, view);
  return status;
}

tw_status twi_path_of(tw_context *ctx, tw_result *result, tw_path **path)
{
  tw_path *p = twi_new(ctx, 1, sizeof *p);
  *path = p;
  if (p) {
    p->ctx = ctx;
    p->result = twi_new(ctx, 1, sizeof *p->result);
    p->year = twi_new(ctx, 1, sizeof *p->year);
  }
  if (p && p->result && p->year) {
    p->result[p->count++] = result;
    return TW_OK;
  }
  tw_path_free(p);
  tw_result_free(result);
  *path = NULL;
  return twi_no_memory(ctx, 0);
}

int tw_path_count(const tw_path *p)
{
  return p->count;
}

int tw_path_year(const tw_path *p, int index)
{
  return index >= 0 && index < p->count ? p->year[index] : 0;
}

tw_result *tw_path_result(const tw_path *p, int index)
{
  return index >= 0 && index < p->count ? p->result[index] : NULL;
}

void twi_year_words(const tw_result *r, const tw_scenario *scenario, char words[192])
{
  int from = scenario ? tw_scenario_from(scenario) : 0, until = scenario ? tw_scenario_until(scenario) : 0;
  words[0] = '\0';
  if (!r->year) return;
  twi_print(words, 192, "Of %d, %s year of the scenario (%d to %d)%s.", r->year,
            r->year == until  ? "the last"
            : r->year == from ? "the first"
                              : "a",
            from, until, r->accumulation.on && r->year > from ? ", with the capital of the first" : "");
}
