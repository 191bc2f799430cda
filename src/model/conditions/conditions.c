/* Conditions of a policy, set up and handed to the solver: here a quota becomes a row of the residual. See
 * model/conditions.h.
 *
 *   gap_k = measure_k - goal_k              for limits (quotas, capacities), targets and rigid wages
 *   gap_k = (x_k - goal_k measure_k) / V    for transfers in proportion; with goal 1 for rents that go elsewhere
 *
 * solve/border.c makes the row of the gap: gap = 0 for a target, max(gap, -x) = 0 for a limit, whose x is its rent. */
#include "model/conditions.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "model/products.h"

/* The region that collects the rent of a cell. */
static size_t collector_of(const twi_core *c, const twi_condition *one, size_t cell)
{
  if (one->lever == TWI_LEVER_OUTPUT_RENT) return (size_t)twi_producer_of(c->world, cell).d;
  twi_flow_at at = twi_flow_of(c->world, cell);
  return (size_t)(one->lever == TWI_LEVER_TARIFF ? at.d : at.o);
}

/* Whether the rent leaves the region that collects it. */
static int rent_leaves(const twi_core *c, const twi_condition *one, size_t cell)
{
  return one->kind == TWI_AT_MOST && one->owner >= 0 && collector_of(c, one, cell) != (size_t)one->owner;
}

/* ------------------------------------------------------------------ rents that go elsewhere */

/* Counts (rows NULL) or makes the added rows: one for each condition and collecting region. */
static tw_status add_rents(twi_conditions *q, int *count, int make)
{
  twi_core *c = q->core;
  *count = 0;
  for (int k = 0; k < q->given; k++) {
    const twi_condition *one = &q->all[k];
    for (size_t d = 0; d < c->N; d++) {
      size_t cells = 0;
      for (size_t i = 0; i < one->lever_count; i++)
        cells += rent_leaves(c, one, one->lever_cell[i]) && collector_of(c, one, one->lever_cell[i]) == d;
      if (!cells) continue;
      int at = q->given + (*count)++;
      if (!make) continue;
      twi_condition *row = &q->all[at];
      size_t *memory = twi_new(c->ctx, cells + 2, sizeof(size_t));
      double *weight = twi_new(c->ctx, 2, sizeof(double));
      row->cell = memory;
      row->lever_weight = weight;
      if (!memory || !weight) return twi_no_memory(c->ctx, 0);
      row->kind = TWI_SHARE;
      row->measure = (twi_measure)TWI_MEASURE_RENT;
      row->lever = TWI_LEVER_TRANSFER;
      row->goal = 1;
      row->rule = one->rule;
      row->line = one->line;
      row->lever_cell = memory + cells;
      row->lever_count = 2;
      row->lever_cell[0] = d;
      row->lever_cell[1] = (size_t)one->owner;
      weight[0] = 1;
      weight[1] = -1;
      for (size_t i = 0; i < one->lever_count; i++)
        if (collector_of(c, one, one->lever_cell[i]) == d) row->cell[row->count++] = one->lever_cell[i];
      q->of[at] = k;
    }
  }
  return TW_OK;
}

/* ------------------------------------------------------------------ flows that are moved, and their markets */

static void find_markets(twi_conditions *q)
{
  const twi_core *c = q->core;
  size_t N = c->N, Np = c->Np, count = 0;
  for (int k = 0; k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    for (size_t i = 0; twi_lever_is_of_flows(one->lever) && i < one->lever_count; i++) {
      size_t cell = one->lever_cell[i];
      if (cell >= c->S * N * N) {
        twi_product_flow f = twi_product_flow_of(c, cell);
        size_t s = (size_t)c->world->product[f.g].sector;
        q->moved[q->moves++] = (twi_moved_flow){k, SIZE_MAX, f.o, s, f.g, f.d, f.at, {0, 0, 0}};
        continue;
      }
      q->moved[q->moves++] = (twi_moved_flow){
          .condition = k, .market = cell / N / N * Np + cell / N % N, .o = cell % N, .s = cell / N / N};
    }
  }
  size_t dense = 0;
  for (size_t i = 0; i < q->moves; i++)
    if (q->moved[i].market != SIZE_MAX) q->market[dense++] = q->moved[i].market;
  twi_sort_sizes(q->market, dense);
  for (size_t i = 0; i < dense; i++)
    if (!count || q->market[count - 1] != q->market[i]) q->market[count++] = q->market[i];
  q->markets = count;
  for (size_t i = 0; i < q->moves; i++)
    if (q->moved[i].market != SIZE_MAX) q->moved[i].market = twi_find_size(q->market, count, q->moved[i].market);
}

/* ------------------------------------------------------------------ what the solver asks */

static int conditions_residual(void *data, const double *u, const double *x, double *f, double *gap)
{
  twi_conditions *q = data;
  twi_conditions_apply(q, x);
  twi_problem core = twi_core_problem(q->core);
  int outside = core.residual(q->core, u, f);
  for (int k = 0; k < q->m; k++) {
    q->measure[k] = twi_conditions_measure(q, k, x);
    gap[k] = q->measure[k] - q->goal[k];
    if (q->of[k] >= 0)
      gap[k] = (x[k] - q->measure[k]) * q->scale[k];
    else if (q->scale[k] != 0)
      gap[k] = (x[k] - q->goal[k] * q->measure[k]) * q->scale[k];
  }
  return outside;
}

static void conditions_slopes(void *data, const unsigned char *needed, double *dgap)
{
  twi_conditions *q = data;
  for (int k = 0; k < q->m; k++) {
    dgap[k] = 0;
    if (!needed[k]) continue;
    double slope = twi_conditions_slope(q, k, -1, q->border.x);
    dgap[k] = q->scale[k] == 0 ? slope : -(q->of[k] >= 0 ? 1 : q->goal[k]) * slope * q->scale[k];
  }
}

int twi_conditions_limits(const twi_conditions *q)
{
  int limits = 0;
  for (int k = 0; k < q->m; k++) limits += q->kind[k] != TWI_ROW_EQUAL;
  return limits;
}

twi_problem twi_conditions_problem(twi_conditions *q)
{
  return twi_border_problem(&q->border);
}

/* ------------------------------------------------------------------ new, free */

static void carve_conditions(twi_conditions *q, size_t moves)
{
  twi_core *c = q->core;
  twi_arena *a = &q->arena;
  size_t m = (size_t)q->m, N = c->N;
  twi_border_carve(&q->border, a, c->n, q->m);
  double **const of_rows[] = {&q->reference, &q->measure, &q->goal, &q->start, &q->target, &q->scale};
  for (size_t i = 0; i < sizeof of_rows / sizeof *of_rows; i++) *of_rows[i] = twi_arena_doubles(a, m);
  q->kind = twi_arena_bytes(a, m);
  q->omega = twi_arena_bytes(a, m * sizeof(double *));
  q->moved = twi_arena_bytes(a, moves * sizeof *q->moved);
  q->market = twi_arena_bytes(a, moves * sizeof(size_t));
  q->row = twi_arena_doubles(a, moves * 3 * N);
  q->lnA = twi_arena_doubles(a, N * c->Sp);
  q->lng = twi_arena_doubles(a, c->S * c->Np);
  size_t of_products = c->products ? c->products->G * c->Np : 0;
  q->lnA_g = twi_arena_doubles(a, of_products);
  q->lng_g = twi_arena_doubles(a, of_products);
  q->lnL0 = twi_arena_doubles(a, c->Np);
  q->transfer = twi_arena_doubles(a, c->Np);
  q->f = twi_arena_doubles(a, c->n);
  for (size_t k = 0; k < m; k++) {
    double *piece = twi_arena_doubles(a, q->all[k].count);
    if (q->omega) q->omega[k] = piece;
  }
}

/* Prices of what is measured, and the measures, at the reference. */
static void measure_reference(twi_conditions *q, const twi_wedges *policy)
{
  const twi_core *c = q->core;
  size_t S = c->S;
  for (int k = 0; k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    int volume = one->measure == TWI_MEASURE_OUTPUT || one->measure == TWI_MEASURE_FLOWS;
    for (size_t i = 0; i < one->count; i++) q->omega[k][i] = volume ? exp(twi_conditions_price(q, k, one->cell[i])) : 1;
    static const double none[1] = {0};
    q->reference[k] = q->of[k] >= 0 ? 0 : twi_conditions_measure(q, k, none);
    double per_index = one->measure == TWI_MEASURE_PRICE_INDEX                                            ? 1
                       : one->measure == TWI_MEASURE_REAL_INCOME || one->measure == TWI_MEASURE_REAL_WAGE ? -1
                                                                                                          : 0;
    if (per_index != 0 && policy->final_demand) {
      size_t d = one->cell[0];
      for (size_t s = 0; s < S; s++) /* the same prices at the policy's tastes */
        q->reference[k] +=
            per_index * (policy->final_demand[d * S + s] - c->alpha[d * c->Sp + s]) * c->lnPn[d * c->Sp + s];
    }
    q->target[k] = one->kind == TWI_SHARE ? one->goal
                   : one->in_money        ? log(one->goal / c->total)
                                          : q->reference[k] + one->goal;
    q->kind[k] = (unsigned char)(one->kind == TWI_AT_MOST    ? TWI_ROW_AT_MOST
                                 : one->kind == TWI_AT_LEAST ? TWI_ROW_AT_LEAST
                                                             : TWI_ROW_EQUAL);
    if (one->kind == TWI_SHARE) q->scale[k] = 1 / c->V[one->lever_cell[0]];
  }
}

void twi_conditions_start_here(twi_conditions *q)
{
  static const double none[1] = {0};
  for (int k = 0; k < q->m; k++) {
    int rent = q->of[k] >= 0, share = q->all[k].kind == TWI_SHARE;
    q->start[k] = rent || share ? (rent ? 1 : 0) : twi_conditions_measure(q, k, none);
    q->border.made = 0;
  }
}

tw_status twi_conditions_new(twi_core *core, const twi_wedges *policy, const twi_condition *list, int count,
                             twi_conditions **out)
{
  tw_context *ctx = core->ctx;
  *out = NULL;
  int added = 0, exports = core->ke != NULL, subsidies = core->g != NULL, of_products = 0;
  size_t moves = 0;
  twi_conditions *q = twi_new(ctx, 1, sizeof *q);
  if (!q) return twi_no_memory(ctx, sizeof *q);
  q->core = core;
  q->given = q->m = count;
  q->all = (twi_condition *)list; /* for counting; replaced below */
  (void)add_rents(q, &added, 0);
  q->of = twi_new(ctx, (size_t)(count + added), sizeof *q->of);
  if (q->of) q->all = twi_new(ctx, (size_t)(count + added), sizeof *q->all); /* owned from here on */
  tw_status status = q->all && q->of ? TW_OK : twi_no_memory(ctx, 0);
  if (status == TW_OK) {
    memcpy(q->all, list, (size_t)count * sizeof *list);
    for (int k = 0; k < count + added; k++) q->of[k] = -1;
    q->m = count + added;
    status = add_rents(q, &added, 1);
  }
  for (int k = 0; status == TW_OK && k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    if (twi_lever_is_of_flows(one->lever)) moves += one->lever_count;
    exports |= one->lever == TWI_LEVER_EXPORT_TAX;
    int costs =
        one->lever == TWI_LEVER_PRODUCTIVITY || one->lever == TWI_LEVER_SUBSIDY || one->lever == TWI_LEVER_OUTPUT_RENT;
    for (size_t i = 0; costs && i < one->lever_count; i++) of_products |= one->lever_cell[i] >= core->N * core->S;
    subsidies |= one->lever == TWI_LEVER_SUBSIDY || one->lever == TWI_LEVER_OUTPUT_RENT;
  }
  if (status == TW_OK && exports) status = twi_core_make_export_taxes(core);
  if (status == TW_OK && subsidies) status = twi_core_make_subsidies(core);
  if (status == TW_OK && core->products && exports) status = twi_products_make_export_taxes(core);
  if (status == TW_OK && of_products) status = twi_products_make_costs(core);
  for (int real = 0; real < 2 && status == TW_OK; real++) {
    if (real) status = twi_arena_allocate(ctx, &q->arena);
    if (status == TW_OK) carve_conditions(q, moves);
  }
  if (status != TW_OK) {
    twi_conditions_free(q);
    return status;
  }
  q->border.inner = twi_core_problem(core);
  q->border.calls = (twi_border_calls){q, conditions_residual, twi_conditions_columns, conditions_slopes};
  q->border.kind = q->kind;
  find_markets(q);
  measure_reference(q, policy);
  *out = q;
  return TW_OK;
}

void twi_conditions_free(twi_conditions *q)
{
  if (!q) return;
  tw_context *ctx = q->core->ctx;
  for (int k = q->given; q->of && k < q->m; k++) {
    twi_free(ctx, q->all[k].cell);
    twi_free(ctx, q->all[k].lever_weight);
  }
  if (q->of) twi_free(ctx, q->all); /* before that the list is borrowed */
  twi_free(ctx, q->of);
  twi_arena_free(ctx, &q->arena);
  twi_free(ctx, q);
}
