/* From the payoffs of all cells and draws to choices, for each region: the arithmetic is in payoff.c. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "choice/decide.h"
#include "choice/payoff.h"
#include "ensemble/statistics.h"

static const double quantiles[] = {0.05, 0.5, 0.95};

typedef struct judge {
  tw_verdict *v;
  int L, C;
  size_t cells, width; /* width: doubles of a cell */
  const double *values;
  size_t *used, useds;                                                /* draws in which every cell has an equilibrium */
  double *central, *draw, *mean, *regret, *q, *column, *work, *lever; /* of one region; lever [4][L] */
} judge;

/* what: 0 the outcome, else the payoff of a region, net of what the lever costs. */
static double at(const judge *g, size_t table, size_t cell, int what)
{
  double cost = what > 0 ? g->v->decision->lever[cell / (size_t)g->C].cost : 0;
  return g->values[(table * g->cells + cell) * g->width + (size_t)what] - cost;
}

/* Which draws count; how many have no equilibrium in each cell. */
static void count_draws(judge *g, const signed char *finished)
{
  tw_verdict *v = g->v;
  for (size_t i = 0; i < (size_t)v->info.draws && v->info.outcome > 0; i++) {
    int whole = finished[i] != 0;
    for (size_t k = 0; k < g->cells && finished[i]; k++) {
      int failed = !(at(g, 1 + i, k, 0) > 0);
      for (int r = 0; r < v->info.regions; r++) v->cell[(size_t)r * g->cells + k].failed += failed;
      whole &= !failed;
    }
    if (whole) g->used[g->useds++] = i;
  }
  v->info.used = (int)g->useds;
}

/* With central values alone left there is no answer to what was asked: as little as with a cell without solution. */
static void say_no_draw(judge *g, const signed char *finished)
{
  tw_verdict *v = g->v;
  size_t first = 0, worst = 0;
  if (!(v->info.outcome > 0) || v->info.finished == 0 || g->useds > 0) return;
  while (!finished[first]) first++;
  for (size_t k = 0; k < g->cells; k++)
    if (v->cell[k].failed > v->cell[worst].failed) worst = k;
  double outcome = at(g, 1 + first, worst, 0);
  for (size_t k = 0; k < g->cells && outcome > 0; k++) outcome = at(g, 1 + first, k, 0);
  v->info.outcome = (tw_outcome)outcome;
  v->info.failed_lever = (int)worst / g->C;
  v->info.failed_contingency = (int)worst % g->C;
  snprintf(v->info.message, sizeof v->info.message,
           "none of the %d draws made has a certified equilibrium in every pair, so nothing is chosen; lever %s, "
           "contingency %s has none in %d of them (%s)",
           v->info.finished, v->decision->lever[v->info.failed_lever].name,
           v->decision->contingency[v->info.failed_contingency].name, v->cell[worst].failed,
           tw_outcome_meaning(v->info.outcome));
}

static void spread(judge *g, const double *value, size_t stride, double *p05, double *p50, double *p95)
{
  double q[3] = {NAN, NAN, NAN};
  if (g->useds > 0) (void)twi_quantiles(value, stride, NULL, g->useds, quantiles, 3, g->work, q);
  *p05 = q[0];
  *p50 = q[1];
  *p95 = q[2];
}

static void fill_cells(judge *g, int r)
{
  tw_cell *cell = g->v->cell + (size_t)r * g->cells;
  for (size_t k = 0; k < g->cells; k++) {
    tw_cell *c = &cell[k];
    c->central = g->central[k] = at(g, 0, k, 1 + r);
    double sum = 0;
    for (size_t i = 0; i < g->useds; i++) sum += g->draw[i * g->cells + k] = at(g, 1 + g->used[i], k, 1 + r);
    g->mean[k] = g->useds ? sum / (double)g->useds : c->central;
    c->mean = g->useds ? g->mean[k] : NAN;
    spread(g, g->draw + k, g->cells, &c->p05, &c->p50, &c->p95);
  }
}

static void mark_dominated(judge *g, tw_lever *lever)
{
  /* Means can tie or turn where no draw does, and draws say more than their mean: with draws those count. */
  const double *payoff = g->useds ? g->draw : g->mean;
  size_t tables = g->useds ? g->useds : 1;
  /* What the tolerance of a solve leaves open is no difference. */
  double size = 1;
  for (size_t k = 0; k < g->cells; k++) size = fmax(size, fabs(g->mean[k]));
  double tie = 1e3 * g->v->settings.tolerance * size;
  for (int l = 0; l < g->L; l++) {
    lever[l].by = lever[l].same = -1;
    for (int o = 0; o < g->L; o++) {
      if (o == l) continue;
      twi_dominance is = twi_payoff_dominance(g->L, g->C, tables, payoff, tie, l, o);
      if (is == TWI_THE_SAME && o < l && lever[l].same < 0) lever[l].same = o;
      int strength = is == TWI_DOMINATED_STRICTLY ? 2 : is == TWI_DOMINATED_WEAKLY ? 1 : 0;
      /* Among those that dominate it the one that is expected to bring most is named. */
      if (strength > lever[l].dominated ||
          (strength && strength == lever[l].dominated && lever[o].expected > lever[lever[l].by].expected)) {
        lever[l].dominated = strength;
        lever[l].by = o;
      }
    }
  }
}

static void fill_levers(judge *g, int r)
{
  tw_verdict *v = g->v;
  tw_verdict_region *region = &v->region[r];
  tw_lever *lever = v->lever + (size_t)r * (size_t)g->L;
  double *expected = g->lever, *largest = g->lever + g->L, *any = g->lever + 2 * g->L, *best = g->lever + 3 * g->L;
  region->expected = twi_payoff_expected(g->L, g->C, g->mean, g->q, expected);
  twi_payoff_regret(g->L, g->C, g->mean, g->regret);
  region->minimax = twi_payoff_minimax(g->L, g->C, g->regret, largest);
  region->minimax_draws = g->useds ? twi_payoff_minimax_draws(g->L, g->C, g->useds, g->draw, any) : -1;
  if (g->useds) twi_payoff_best(g->L, g->C, g->useds, g->draw, g->q, best);
  for (int l = 0; l < g->L; l++) {
    const double *regret = g->regret + (size_t)l * (size_t)g->C;
    tw_lever *line = &lever[l];
    line->expected = expected[l];
    line->largest_regret = largest[l];
    line->largest_regret_draws = g->useds ? any[l] : NAN;
    line->best = g->useds ? best[l] : NAN;
    for (int c = 0; c < g->C; c++) {
      v->cell[(size_t)r * g->cells + (size_t)l * (size_t)g->C + (size_t)c].regret = regret[c];
      if (regret[c] > regret[line->worst]) line->worst = c;
    }
    for (size_t i = 0; i < g->useds; i++) {
      const double *row = g->draw + i * g->cells + (size_t)l * (size_t)g->C;
      g->column[i] = 0;
      for (int c = 0; c < g->C; c++) g->column[i] += g->q[c] * row[c];
    }
    spread(g, g->column, 1, &line->p05, &line->p50, &line->p95);
  }
  mark_dominated(g, lever);
  twi_information worth = twi_payoff_information(g->L, g->C, g->useds, g->mean, g->draw, g->q);
  region->worth_contingency = worth.contingency;
  region->worth_parameters = worth.draw;
  region->worth_both = worth.both;
}

static void fill_break_even(judge *g, int r)
{
  tw_verdict *v = g->v;
  int chosen = v->region[r].expected;
  tw_break_even *line = v->break_even + (size_t)r * (size_t)v->info.break_evens;
  for (int l = 0; l < g->L; l++)
    for (int c = 0; c < g->C && l != chosen; c++) {
      twi_flip f = twi_payoff_flip(g->L, g->C, g->mean, g->q, chosen, l, c);
      *line++ = (tw_break_even){.rival = l,
                                .contingency = c,
                                .gain_in = f.alone,
                                .gain_else = f.others,
                                .probability = f.p,
                                .above = f.above};
    }
  for (int c = 0; c < g->C; c++) {
    twi_stay s = twi_payoff_stay(g->L, g->C, g->mean, g->q, chosen, c);
    v->stay[(size_t)r * (size_t)g->C + (size_t)c] =
        (tw_stay){.low = s.low, .high = s.high, .below = s.below, .above = s.above};
  }
}

tw_status twi_decide_judge(tw_verdict *v, const double *values, const signed char *finished)
{
  tw_context *ctx = v->ctx;
  size_t L = (size_t)v->info.levers, C = (size_t)v->info.contingencies, R = (size_t)v->info.regions;
  size_t draws = (size_t)v->info.draws, cells = L * C;
  v->info.break_evens = (int)((L - 1) * C);
  v->cell = twi_new(ctx, R * cells, sizeof *v->cell);
  v->lever = twi_new(ctx, R * L, sizeof *v->lever);
  v->break_even = twi_new(ctx, R * (L - 1) * C + 1, sizeof *v->break_even);
  v->stay = twi_new(ctx, R * C, sizeof *v->stay);
  judge g = {.v = v, .L = (int)L, .C = (int)C, .cells = cells, .width = 1 + R, .values = values};
  double *memory = twi_new(ctx, cells * (draws + 3) + C + 2 * draws + 4 * L, sizeof *memory);
  g.used = twi_new(ctx, draws + 1, sizeof *g.used);
  if (!v->cell || !v->lever || !v->break_even || !v->stay || !memory || !g.used) {
    twi_free(ctx, memory);
    twi_free(ctx, g.used);
    return twi_no_memory(ctx, cells * (draws + 3) * sizeof *memory);
  }
  g.draw = memory;
  g.central = g.draw + cells * draws;
  g.mean = g.central + cells;
  g.regret = g.mean + cells;
  g.q = g.regret + cells;
  g.column = g.q + C;
  g.work = g.column + draws;
  g.lever = g.work + draws;
  for (size_t c = 0; c < C; c++) g.q[c] = v->decision->contingency[c].probability;
  count_draws(&g, finished);
  say_no_draw(&g, finished);
  for (size_t r = 0; r < R; r++) {
    fill_cells(&g, (int)r);
    if (!(v->info.outcome > 0)) continue; /* a table with holes has no best choice */
    fill_levers(&g, (int)r);
    fill_break_even(&g, (int)r);
  }
  twi_free(ctx, g.used);
  twi_free(ctx, memory);
  return TW_OK;
}
