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
  size_t cells, width;  /* width: doubles of a cell */
  const double *values; /* central ones */
  const twi_kept *rows;
  signed char *finished; /* [draws] 2: every cell has an equilibrium, so the draw counts */
  size_t useds;          /* draws that count */
  const twi_budget *budget;
  size_t window;                                     /* draws of all cells that are in hand at a time */
  double *block;                                     /* [window][cells] twice, or columns of all draws */
  double *column;                                    /* [draws] of one lever */
  twi_dominance *is;                                 /* [L][L] how the lever stands to the other */
  double *central, *mean, *regret, *q, *lever, *row; /* of one region; lever [4][L]; row: of one draw */
} judge;

/* What the lever of a cell costs. */
static double cost_of(const judge *g, size_t cell)
{
  return g->v->decision->lever[cell / (size_t)g->C].cost;
}

static double outcome_of(const judge *g, const double *row, size_t cell)
{
  return row[cell * g->width];
}

/* Which draws count; how many have no equilibrium in each cell. */
static tw_status count_draws(judge *g)
{
  tw_verdict *v = g->v;
  tw_status status = TW_OK;
  for (size_t i = 0; i < (size_t)v->info.draws && v->info.outcome > 0 && status == TW_OK; i++) {
    int whole = 1;
    if (!g->finished[i]) continue;
    status = twi_kept_get(v->ctx, g->rows, i, g->row);
    for (size_t k = 0; k < g->cells && status == TW_OK; k++) {
      int failed = !(outcome_of(g, g->row, k) > 0);
      for (int r = 0; r < v->info.regions; r++) v->cell[(size_t)r * g->cells + k].failed += failed;
      whole &= !failed;
    }
    if (status != TW_OK || !whole) continue;
    g->finished[i] = 2;
    g->useds++;
  }
  v->info.used = (int)g->useds;
  return status;
}

/* With central values alone left there is no answer to what was asked: as little as with a cell without solution. */
static tw_status say_no_draw(judge *g)
{
  tw_verdict *v = g->v;
  size_t first = 0, worst = 0;
  if (!(v->info.outcome > 0) || v->info.finished == 0 || g->useds > 0) return TW_OK;
  while (!g->finished[first]) first++;
  for (size_t k = 0; k < g->cells; k++)
    if (v->cell[k].failed > v->cell[worst].failed) worst = k;
  tw_status status = twi_kept_get(v->ctx, g->rows, first, g->row);
  if (status != TW_OK) return status;
  double outcome = outcome_of(g, g->row, worst);
  for (size_t k = 0; k < g->cells && outcome > 0; k++) outcome = outcome_of(g, g->row, k);
  v->info.outcome = (tw_outcome)outcome;
  v->info.failed_lever = (int)worst / g->C;
  v->info.failed_contingency = (int)worst % g->C;
  snprintf(v->info.message, sizeof v->info.message,
           "none of the %d draws made has a certified equilibrium in every pair, so nothing is chosen; lever %s, "
           "contingency %s has none in %d of them (%s)",
           v->info.finished, v->decision->lever[v->info.failed_lever].name,
           v->decision->contingency[v->info.failed_contingency].name, v->cell[worst].failed,
           tw_outcome_meaning(v->info.outcome));
  return TW_OK;
}

/* value [useds] is sorted. */
static void spread_of_draws(judge *g, double *value, double *p05, double *p50, double *p95)
{
  double q[3] = {NAN, NAN, NAN};
  if (g->useds > 0) (void)twi_quantiles(value, 1, NULL, g->useds, quantiles, 3, value, q);
  *p05 = q[0];
  *p50 = q[1];
  *p95 = q[2];
}

/* Payoffs of one cell and region: of all draws, in place those of the draws that count, net of cost. */
static void fill_cell(judge *g, int r, size_t k, double *value)
{
  tw_cell *c = g->v->cell + (size_t)r * g->cells + k;
  double cost = cost_of(g, k), sum = 0;
  c->central = g->central[k] = g->values[k * g->width + 1 + (size_t)r] - cost;
  for (size_t i = 0, n = 0; i < (size_t)g->v->info.draws && g->useds > 0; i++)
    if (g->finished[i] == 2) sum += value[n++] = value[i] - cost;
  g->mean[k] = g->useds ? sum / (double)g->useds : c->central;
  c->mean = g->useds ? g->mean[k] : NAN;
  spread_of_draws(g, value, &c->p05, &c->p50, &c->p95);
}

static tw_status fill_cells(judge *g, int r)
{
  size_t draws = (size_t)g->v->info.draws, most = twi_kept_at_once(g->budget, draws, g->cells);
  tw_status status = TW_OK;
  for (size_t k = 0, n; k < g->cells && status == TW_OK; k += n) {
    n = g->cells - k < most ? g->cells - k : most;
    if (g->useds) status = twi_kept_columns(g->rows, 0, draws, k * g->width + 1 + (size_t)r, g->width, n, g->block);
    for (size_t i = 0; i < n && status == TW_OK; i++) fill_cell(g, r, k + i, g->block + i * draws);
  }
  return status;
}

/* Draws from `first` on, a window of them, that count: *draw [*count][cells] payoffs of a region, net of costs. */
static tw_status window_of(judge *g, int r, size_t first, const double **draw, size_t *count)
{
  size_t left = (size_t)g->v->info.draws - first, n = left < g->window ? left : g->window;
  double *out = g->block + g->window * g->cells;
  *draw = out;
  *count = 0;
  tw_status status = twi_kept_columns(g->rows, first, n, 1 + (size_t)r, g->width, g->cells, g->block);
  for (size_t i = 0; i < n && status == TW_OK; i++) {
    if (g->finished[first + i] != 2) continue;
    for (size_t k = 0; k < g->cells; k++) out[*count * g->cells + k] = g->block[k * n + i] - cost_of(g, k);
    ++*count;
  }
  return status;
}

static void compare_levers(judge *g, size_t tables, const double *payoff, int more)
{
  /* What the tolerance of a solve leaves open is no difference. */
  double size = 1;
  for (size_t k = 0; k < g->cells; k++) size = fmax(size, fabs(g->mean[k]));
  double tie = 1e3 * g->v->settings.tolerance * size;
  for (int l = 0; l < g->L && tables > 0; l++)
    for (int o = 0; o < g->L; o++) {
      twi_dominance *is = &g->is[l * g->L + o];
      if (o == l || (more && *is == TWI_NOT_DOMINATED)) continue;
      twi_dominance here = twi_payoff_dominance(g->L, g->C, tables, payoff, tie, l, o);
      *is = more ? twi_payoff_both(*is, here) : here;
    }
}

/* All that is made of the draws one after another. */
static tw_status add_draws(judge *g, int r, twi_payoff_sums *sums)
{
  tw_status status = TW_OK;
  /* Means can tie or turn where no draw does, and draws say more than their mean: with draws those count. */
  if (g->useds == 0) compare_levers(g, 1, g->mean, 0);
  for (size_t i = 0; g->useds > 0 && i < (size_t)g->v->info.draws && status == TW_OK; i += g->window) {
    const double *draw;
    size_t count;
    status = window_of(g, r, i, &draw, &count);
    if (status != TW_OK) break;
    compare_levers(g, count, draw, sums->draws > 0);
    twi_payoff_add(g->L, g->C, count, draw, g->q, sums);
  }
  return status;
}

/* Expected payoffs of a lever by draw, and their quantiles. */
static tw_status spread_lever(judge *g, int r, int l, tw_lever *line)
{
  size_t draws = (size_t)g->v->info.draws, n = 0, C = (size_t)g->C, first = (size_t)l * C;
  tw_status status = TW_OK;
  for (size_t i = 0, some; g->useds > 0 && i < draws && status == TW_OK; i += some) {
    some = draws - i < g->window ? draws - i : g->window;
    status = twi_kept_columns(g->rows, i, some, first * g->width + 1 + (size_t)r, g->width, C, g->block);
    for (size_t t = 0; t < some && status == TW_OK; t++) {
      if (g->finished[i + t] != 2) continue;
      double sum = 0;
      for (size_t c = 0; c < C; c++) sum += g->q[c] * (g->block[c * some + t] - cost_of(g, first + c));
      g->column[n++] = sum;
    }
  }
  spread_of_draws(g, g->column, &line->p05, &line->p50, &line->p95);
  return status;
}

static void mark_dominated(judge *g, tw_lever *lever)
{
  for (int l = 0; l < g->L; l++) {
    lever[l].by = lever[l].same = -1;
    for (int o = 0; o < g->L; o++) {
      if (o == l) continue;
      twi_dominance is = g->is[l * g->L + o];
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

static tw_status fill_levers(judge *g, int r)
{
  tw_verdict *v = g->v;
  tw_verdict_region *region = &v->region[r];
  tw_lever *lever = v->lever + (size_t)r * (size_t)g->L;
  double *expected = g->lever, *largest = g->lever + g->L, *any = g->lever + 2 * g->L, *best = g->lever + 3 * g->L;
  twi_payoff_sums sums = {.best = best, .largest = any};
  for (int l = 0; l < g->L; l++) best[l] = any[l] = 0;
  tw_status status = add_draws(g, r, &sums);
  region->expected = twi_payoff_expected(g->L, g->C, g->mean, g->q, expected);
  twi_payoff_regret(g->L, g->C, g->mean, g->regret);
  region->minimax = twi_payoff_minimax(g->L, g->C, g->regret, largest);
  region->minimax_draws = g->useds ? twi_payoff_least(g->L, any) : -1;
  for (int l = 0; l < g->L && status == TW_OK; l++) {
    const double *regret = g->regret + (size_t)l * (size_t)g->C;
    tw_lever *line = &lever[l];
    line->expected = expected[l];
    line->largest_regret = largest[l];
    line->largest_regret_draws = g->useds ? any[l] : NAN;
    line->best = g->useds ? best[l] / (double)g->useds : NAN;
    for (int c = 0; c < g->C; c++) {
      v->cell[(size_t)r * g->cells + (size_t)l * (size_t)g->C + (size_t)c].regret = regret[c];
      if (regret[c] > regret[line->worst]) line->worst = c;
    }
    status = spread_lever(g, r, l, line);
  }
  mark_dominated(g, lever);
  twi_information worth = twi_payoff_information(g->L, g->C, g->mean, g->q, &sums);
  region->worth_contingency = worth.contingency;
  region->worth_parameters = worth.draw;
  region->worth_both = worth.both;
  return status;
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

/* ---------------------------------------------------------------- the whole */

/* Doubles in hand: some cells of all draws, or all cells of a window of draws, twice. */
static size_t room_of(size_t draws, size_t cells, const twi_budget *budget, size_t *window)
{
  size_t columns = twi_kept_at_once(budget, draws, cells) * draws, fit = budget->block / sizeof(double) / (2 * cells);
  *window = fit < 1 ? 1 : fit < draws ? fit : draws;
  if (*window < 1) *window = 1;
  return columns > 2 * *window * cells ? columns : 2 * *window * cells;
}

size_t twi_decide_held(size_t draws, size_t cells, const twi_budget *budget)
{
  size_t window;
  return sizeof(double) * (room_of(draws, cells, budget, &window) + draws) + 2 * draws;
}

static tw_status judge_all(judge *g)
{
  tw_verdict *v = g->v;
  tw_status status = count_draws(g);
  if (status == TW_OK) status = say_no_draw(g);
  for (int r = 0; r < v->info.regions && status == TW_OK; r++) {
    status = fill_cells(g, r);
    if (status != TW_OK || !(v->info.outcome > 0)) continue; /* a table with holes has no best choice */
    status = fill_levers(g, r);
    if (status == TW_OK) fill_break_even(g, r);
  }
  return status;
}

tw_status twi_decide_judge(tw_verdict *v, const double *central, const twi_kept *rows, signed char *finished,
                           const twi_budget *budget)
{
  tw_context *ctx = v->ctx;
  size_t L = (size_t)v->info.levers, C = (size_t)v->info.contingencies, R = (size_t)v->info.regions;
  size_t draws = (size_t)v->info.draws, cells = L * C;
  v->info.break_evens = (int)((L - 1) * C);
  v->cell = twi_new(ctx, R * cells, sizeof *v->cell);
  v->lever = twi_new(ctx, R * L, sizeof *v->lever);
  v->break_even = twi_new(ctx, R * (L - 1) * C + 1, sizeof *v->break_even);
  v->stay = twi_new(ctx, R * C, sizeof *v->stay);
  judge g = {.v = v,
             .L = (int)L,
             .C = (int)C,
             .cells = cells,
             .width = 1 + R,
             .values = central,
             .rows = rows,
             .finished = finished,
             .budget = budget};
  size_t block = room_of(draws, cells, budget, &g.window), few = 3 * cells + C + 4 * L + cells * g.width;
  double *memory = twi_new(ctx, few, sizeof *memory);
  g.block = twi_alloc(ctx, block + draws, sizeof *g.block);
  g.is = twi_new(ctx, L * L, sizeof *g.is);
  tw_status status = TW_OK;
  if (v->cell && v->lever && v->break_even && v->stay && memory && g.block && g.is) {
    g.column = g.block + block;
    g.central = memory;
    g.mean = g.central + cells;
    g.regret = g.mean + cells;
    g.q = g.regret + cells;
    g.lever = g.q + C;
    g.row = g.lever + 4 * L;
    for (size_t c = 0; c < C; c++) g.q[c] = v->decision->contingency[c].probability;
    status = judge_all(&g);
  } else {
    status = twi_no_memory(ctx, (block + draws + few) * sizeof *memory);
  }
  twi_free(ctx, g.is);
  twi_free(ctx, g.block);
  twi_free(ctx, memory);
  return status;
}
