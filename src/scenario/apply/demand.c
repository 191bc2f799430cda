/* Shifts of demand at given prices.
 *
 * symbol  word                                                  shape
 * b       weight of a flow in its buyer's preferences           [S][N][N]
 * pi      share of the flow in its market, of the data          (1 + t) F / X
 * alpha   share of a sector in final demand                     [N][S]
 * C       what the rule covers in a market (d, s), or a region
 *
 * The covered weights get b' = (1 + x) b. What their sellers lose or gain the others in the market share in proportion:
 * b' = f b with one factor f for which the shares still sum to one,
 *
 *   sum_o pi b' = 1   =>   f = (1 - sum_C pi b') / sum_{not C} pi b
 *
 * Own sales are among the others. There is no such f > 0 when the covered ones would take more than the whole market,
 * or have no others beside them. Final demand is the same with alpha for pi b. */
#include <math.h>

#include "scenario/apply/apply.h"

/* Sets *factor for the others; 0 when none is possible. */
static int factor_of_others(double covered, double others, double *factor)
{
  *factor = others > 0 ? (1 - covered) / others : 0;
  return *factor > 0 && isfinite(*factor);
}

static tw_status change_of(const twi_job *job, double *x, const char *instead)
{
  *x = twi_amount_at(&job->rule->amount, job->year);
  if (isfinite(*x) && *x > -1) return TW_OK;
  return twi_yaml_fail(job->ctx, job->rule->amount.node, "found a change of %.10g %%, expected more than -100 %%%s",
                       100 * *x, instead);
}

/* ---------------------------------------------------------------- flows */

static double share_of(const tw_world *w, int s, int d, int o)
{
  size_t cell = twi_flow_cell(w, s, d, o);
  return (1 + (w->tariff ? w->tariff[cell] : 0)) * w->flow[cell] / w->spending[(size_t)d * (size_t)w->S + (size_t)s];
}

/* One market; its covered flows are cell[first … last - 1]. */
static tw_status shift_market(twi_job *job, double *b, size_t first, size_t last, double x)
{
  const tw_world *w = job->world;
  twi_flow_at at = twi_flow_of(w, job->cell[first]);
  double covered = 0, others = 0, factor = 1;
  size_t next = first;
  for (int o = 0; o < w->N; o++) {
    size_t cell = twi_flow_cell(w, at.s, at.d, o);
    double part = share_of(w, at.s, at.d, o) * b[cell];
    if (next < last && job->cell[next] == cell) {
      covered += part * (1 + x);
      next++;
    } else {
      others += part;
    }
  }
  if (x != 0 && !factor_of_others(covered, others, &factor)) {
    if (others > 0)
      return twi_yaml_fail(
          job->ctx, job->rule->amount.node,
          "rule demand would make %s spend %.6g %% of what it spends on %s on the flows covered, which "
          "leaves less than nothing for other sellers; expected a smaller change",
          w->region[at.d], 100 * covered, w->sector[at.s]);
    return twi_yaml_fail_key(job->ctx, job->rule->node,
                             "rule demand covers everybody who sells %s in %s, so nobody is left to take up the "
                             "change; leave a seller out (own sales count as one)",
                             w->sector[at.s], w->region[at.d]);
  }
  next = first;
  for (int o = 0; o < w->N && x != 0; o++) {
    size_t cell = twi_flow_cell(w, at.s, at.d, o);
    int is_covered = next < last && job->cell[next] == cell;
    next += (size_t)is_covered;
    double old = b[cell];
    b[cell] *= is_covered ? 1 + x : factor;
    if (is_covered) twi_count_cell(&job->tally, w->flow[cell], old - 1, b[cell] - 1, b[cell] != old);
  }
  for (size_t i = first; i < last && x == 0; i++)
    twi_count_cell(&job->tally, w->flow[job->cell[i]], b[job->cell[i]] - 1, b[job->cell[i]] - 1, 0);
  return TW_OK;
}

tw_status twi_apply_demand(twi_job *job)
{
  const tw_world *w = job->world;
  double x;
  tw_status status = twi_cover(job, &job->rule->place);
  if (status == TW_OK) status = change_of(job, &x, "; for none at all write a rule ban");
  if (status != TW_OK) return status;
  size_t n = (size_t)w->N;
  double *b = twi_wedge(job->ctx, &job->policy->wedges.demand, NULL, 1, n * n * (size_t)w->S);
  if (!b) return twi_no_memory(job->ctx, 0);
  for (size_t first = 0, last; first < job->count && status == TW_OK; first = last) {
    last = first + 1;
    while (last < job->count && job->cell[last] / n == job->cell[first] / n) last++;
    status = shift_market(job, b, first, last, x);
  }
  return status;
}

/* ---------------------------------------------------------------- final demand */

/* Final spending of a region in the data: what it spends less what its producers spend on inputs. */
static double final_spending(const tw_world *w, int d)
{
  double sum = 0;
  for (int s = 0; s < w->S; s++) {
    size_t cell = (size_t)d * (size_t)w->S + (size_t)s;
    sum += w->spending[cell] - (1 - w->value_added_share[cell]) * w->output[cell];
  }
  return sum;
}

/* The averages of the rule are shares of final demand: each region weighs with its final spending, once. */
static tw_status shift_region(twi_job *job, double *alpha, int d, double x)
{
  const tw_world *w = job->world;
  const unsigned char *sector = job->selected[1];
  double covered = 0, others = 0, factor = 1, spending = final_spending(w, d);
  for (int s = 0; s < w->S; s++) {
    if (sector[s])
      covered += alpha[s] * (1 + x);
    else
      others += alpha[s];
  }
  if (x != 0 && covered != 0 && !factor_of_others(covered, others, &factor)) {
    if (others > 0)
      return twi_yaml_fail(job->ctx, job->rule->amount.node,
                           "rule final_demand would take %.6g %% of final demand in %s for the sectors covered, which "
                           "leaves less than nothing for the others; expected a smaller change",
                           100 * covered, w->region[d]);
    return twi_yaml_fail_key(job->ctx, job->rule->node,
                             "rule final_demand covers all final demand in %s, so no sector is left to take up the "
                             "change; leave one out",
                             w->region[d]);
  }
  for (int s = 0; s < w->S; s++) {
    double old = alpha[s];
    if (!(old > 0)) continue;
    if (x != 0) alpha[s] *= sector[s] ? 1 + x : factor;
    if (!sector[s]) continue;
    job->cell[job->count++] = (size_t)d * (size_t)w->S + (size_t)s;
    job->tally.covered++;
    job->tally.changed += alpha[s] != old;
    job->tally.value += old * spending;
    job->tally.before += old * spending;
    job->tally.after += alpha[s] * spending;
  }
  job->tally.weight += spending;
  return TW_OK;
}

tw_status twi_apply_final_demand(twi_job *job)
{
  const tw_world *w = job->world;
  size_t n = (size_t)w->N, s = (size_t)w->S;
  double x;
  tw_status status = twi_select_place(job, &job->rule->place);
  if (status == TW_OK) status = change_of(job, &x, "");
  if (status != TW_OK) return status;
  double *alpha = twi_wedge(job->ctx, &job->policy->wedges.final_demand, w->final_share, 0, n * s);
  if (!alpha) return twi_no_memory(job->ctx, 0);
  job->count = 0;
  for (int d = 0; d < w->N && status == TW_OK; d++)
    if (job->selected[0][d]) status = shift_region(job, alpha + (size_t)d * s, d, x);
  if (status != TW_OK || job->count) return status;
  return twi_yaml_fail_key(job->ctx, job->rule->node,
                           "rule final_demand covers nothing in world %s: there is no final demand for these sectors "
                           "in these regions",
                           w->name);
}
