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
 * A rule by sector does this over the whole market, all of its products together. One by product stays inside the
 * product's nest: what is spent on the product at given prices, m = sum_o pi b over its flows, is kept, so that m stands
 * for 1. Own sales are among the others. There is no such f > 0 when the covered ones would take more than the whole market,
 * or have no others beside them. Final demand is the same with alpha for pi b. */
#include <math.h>

#include "base/sort.h"
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

/* One market: its markets of goods and its buyer. */
typedef struct buying {
  const twi_market *market; /* of a sector all, or one */
  int count, d;
  double kept; /* what the shares sum to, before and after; 0: as they are */
} buying;

/* The share of a flow's cell in its buyer's spending on the sector. */
static double share_of(const tw_world *w, int s, int d, size_t cell)
{
  return (1 + (w->tariff ? w->tariff[cell] : 0)) * w->flow[cell] / w->spending[(size_t)d * (size_t)w->S + (size_t)s];
}

/* The next of a market's covered flows that is not before `cell`. */
static int is_next(const twi_job *job, size_t *next, size_t cell)
{
  while (*next < job->count && job->cell[*next] < cell) ++*next;
  return *next < job->count && job->cell[*next] == cell;
}

static tw_status fail_shift(const twi_job *job, const buying *b, double covered, double others)
{
  const tw_world *w = job->world;
  char room[TWI_PRODUCT_WORDS];
  const char *goods = twi_say_code(w, b->market->sector, b->count == 1 ? b->market->product : -1, room);
  if (others > 0)
    return twi_yaml_fail(job->ctx, job->rule->amount.node,
                         "rule demand would make %s spend %.6g %% of what it spends on %s on the flows covered, which "
                         "leaves less than nothing for other sellers; expected a smaller change",
                         w->region[b->d], 100 * covered, goods);
  return twi_yaml_fail_key(job->ctx, job->rule->node,
                           "rule demand covers everybody who sells %s in %s, so nobody is left to take up the "
                           "change; leave a seller out (own sales count as one)",
                           goods, w->region[b->d]);
}

static int covers_any(const twi_job *job, const buying *b)
{
  for (int m = 0; m < b->count; m++) {
    twi_flow_row row = twi_market_row(job->world, &b->market[m], (size_t)b->d);
    size_t next = twi_find_size(job->cell, job->count, row.first);
    if (next < job->count && job->cell[next] < row.first + row.count) return 1;
  }
  return 0;
}

static tw_status shift_market(twi_job *job, double *weight, const buying *b, double x)
{
  const tw_world *w = job->world;
  double covered = 0, before = 0, others = 0, factor = 1;
  if (!covers_any(job, b)) return TW_OK;
  for (int m = 0; m < b->count; m++) {
    twi_flow_row row = twi_market_row(w, &b->market[m], (size_t)b->d);
    size_t next = twi_find_size(job->cell, job->count, row.first);
    for (size_t cell = row.first; cell < row.first + row.count; cell++) {
      if (!(w->flow[cell] > 0)) continue;
      double part = share_of(w, b->market[m].sector, b->d, cell) * weight[cell];
      if (is_next(job, &next, cell)) {
        before += part;
        covered += part * (1 + x);
      } else {
        others += part;
      }
    }
  }
  double kept = b->kept > 0 ? b->kept : before + others;
  if (x != 0) {
    factor = others > 0 ? (kept - covered) / others : 0;
    if (!(factor > 0) || !isfinite(factor)) return fail_shift(job, b, covered / kept, others);
  }
  for (int m = 0; m < b->count; m++) {
    twi_flow_row row = twi_market_row(w, &b->market[m], (size_t)b->d);
    size_t next = twi_find_size(job->cell, job->count, row.first);
    for (size_t cell = row.first; cell < row.first + row.count; cell++) {
      int is_covered = is_next(job, &next, cell);
      double old = weight[cell];
      if (x != 0) weight[cell] *= is_covered ? 1 + x : factor;
      if (is_covered) twi_count_cell(&job->tally, w->flow[cell], old - 1, weight[cell] - 1, weight[cell] != old);
    }
  }
  return TW_OK;
}

tw_status twi_apply_demand(twi_job *job)
{
  const tw_world *w = job->world;
  double x;
  tw_status status = twi_cover(job, &job->rule->place);
  if (status == TW_OK) status = change_of(job, &x, "; for none at all write a rule ban");
  if (status != TW_OK) return status;
  double *weight = twi_wedge(job->ctx, &job->policy->wedges.demand, NULL, 1, twi_world_flows(w));
  if (!weight) return twi_no_memory(job->ctx, 0);
  int by_product = job->rule->place.key[2].axis == TWI_AXIS_PRODUCTS;
  for (int s = 0; s < w->S; s++) {
    int first = w->sector_market[s], count = w->sector_market[s + 1] - first;
    for (int m = 0; m < (by_product ? count : 1); m++)
      for (int d = 0; d < w->N && status == TW_OK; d++)
        status = shift_market(job, weight,
                              &(buying){&w->market[first + m], by_product ? 1 : count, d, by_product ? 0 : 1}, x);
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
