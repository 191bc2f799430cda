/* A world as a table of money and back. See balance.h. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "world/balance.h"
#include "world/elasticities.h"
#include "world/stores.h"

static tw_status make_arrays(tw_context *ctx, size_t N, size_t S, twi_table *t)
{
  *t = (twi_table){.N = N, .S = S};
  t->flow = twi_new(ctx, S * N * N, sizeof(double));
  t->input = twi_new(ctx, N * S * S, sizeof(double));
  t->added = twi_new(ctx, N * S, sizeof(double));
  t->final = twi_new(ctx, N * S, sizeof(double));
  if (t->flow && t->input && t->added && t->final) return TW_OK;
  twi_table_close(ctx, t);
  return twi_no_memory(ctx, (S * N * N + N * S * S) * sizeof(double));
}

void twi_table_close(tw_context *ctx, twi_table *t)
{
  twi_free(ctx, t->flow);
  twi_free(ctx, t->input);
  twi_free(ctx, t->added);
  twi_free(ctx, t->final);
  memset(t, 0, sizeof *t);
}

tw_status twi_table_copy(tw_context *ctx, const twi_table *from, twi_table *to)
{
  size_t N = from->N, S = from->S;
  tw_status status = make_arrays(ctx, N, S, to);
  if (status != TW_OK) return status;
  memcpy(to->flow, from->flow, S * N * N * sizeof(double));
  memcpy(to->input, from->input, N * S * S * sizeof(double));
  memcpy(to->added, from->added, N * S * sizeof(double));
  memcpy(to->final, from->final, N * S * sizeof(double));
  return TW_OK;
}

tw_status twi_table_open(tw_context *ctx, const tw_world *w, twi_table *t)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  tw_status status = make_arrays(ctx, N, S, t);
  double *income = twi_new(ctx, N, sizeof *income);
  if (status == TW_OK && !income) status = twi_no_memory(ctx, N * sizeof *income);
  if (status != TW_OK) {
    twi_free(ctx, income);
    twi_table_close(ctx, t);
    return status;
  }
  twi_world_income(w, income, NULL, NULL);
  memcpy(t->flow, w->flow, S * N * N * sizeof(double));
  for (size_t cell = 0; cell < N * S; cell++) {
    double y = w->output[cell];
    t->added[cell] = w->value_added_share[cell] * y;
    for (size_t s = 0; s < S; s++) t->input[cell * S + s] = w->input_share[cell * S + s] * y;
    t->final[cell] = w->spending[cell] > 0 ? w->final_share[cell] * income[cell / S] : 0;
  }
  twi_free(ctx, income);
  return TW_OK;
}

size_t twi_table_leave_final(twi_table *t, const tw_world *w)
{
  size_t N = t->N, S = t->S, changed = 0;
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S; s++) {
      twi_sum left = {w->spending[d * S + s], 0};
      for (size_t u = 0; u < S; u++) twi_sum_add(&left, -t->input[(d * S + u) * S + s]);
      double value = twi_sum_value(left), *given = &t->final[d * S + s];
      /* a market that clears keeps its given share: the difference would be rounding */
      if (!(value > 0) || fabs(value - *given) <= 1e-12 * w->spending[d * S + s]) continue;
      *given = value;
      changed++;
    }
  return changed;
}

/* ---------------------------------------------------------------- frames */

static tw_status copy_numbers(tw_context *ctx, const double *from, size_t count, double **to)
{
  if (!from) return TW_OK;
  *to = twi_alloc(ctx, count, sizeof **to);
  if (!*to) return twi_no_memory(ctx, count * sizeof **to);
  memcpy(*to, from, count * sizeof **to);
  return TW_OK;
}

static tw_status copy_texts(tw_context *ctx, char *const *from, int count, char ***to)
{
  *to = twi_new(ctx, (size_t)count, sizeof **to);
  if (!*to) return twi_no_memory(ctx, 0);
  for (int i = 0; i < count; i++)
    if (!((*to)[i] = twi_strdup(ctx, from[i]))) return twi_no_memory(ctx, 0);
  return TW_OK;
}

static tw_status copy_columns(tw_context *ctx, const tw_world *from, tw_world *to)
{
  to->columns = twi_new(ctx, TWI_MOST_COLUMNS, sizeof *to->columns); /* with room for more */
  if (!to->columns) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (int i = 0; i < from->column_count && status == TW_OK; i++) {
    twi_tariff_column *column = &to->columns[to->column_count++];
    column->name = twi_strdup(ctx, from->columns[i].name);
    if (!column->name) return twi_no_memory(ctx, 0);
    status = copy_numbers(ctx, from->columns[i].values, twi_world_sector_flows(from), &column->values);
  }
  return status;
}

/* *to and *count go up as groups are made: what was made is freed with the world. */
static tw_status copy_groups(tw_context *ctx, const twi_group *from, int from_count, twi_group **to, int *count)
{
  *to = twi_new(ctx, (size_t)from_count + 1, sizeof **to);
  if (!*to) return twi_no_memory(ctx, 0);
  for (int i = 0; i < from_count; i++) {
    twi_group *g = &(*to)[(*count)++];
    const twi_group *old = &from[i];
    g->name = twi_strdup(ctx, old->name);
    g->members = twi_new(ctx, (size_t)old->count + 1, sizeof *g->members);
    if (!g->name || !g->members) return twi_no_memory(ctx, 0);
    for (int k = 0; k < old->count; k++) {
      if (!(g->members[k] = twi_strdup(ctx, old->members[k]))) return twi_no_memory(ctx, 0);
      g->count = k + 1;
    }
  }
  return TW_OK;
}

static tw_status copy_frame(tw_context *ctx, const tw_world *from, tw_world *to)
{
  size_t N = (size_t)from->N, S = (size_t)from->S, flows = twi_world_sector_flows(from);
  to->N = from->N;
  to->S = from->S;
  tw_status status = copy_texts(ctx, from->region, from->N, &to->region);
  if (status == TW_OK) status = copy_texts(ctx, from->region_name, from->N, &to->region_name);
  if (status == TW_OK) status = copy_texts(ctx, from->sector, from->S, &to->sector);
  if (status == TW_OK) status = copy_texts(ctx, from->sector_name, from->S, &to->sector_name);
  if (status == TW_OK) status = copy_numbers(ctx, from->theta, S, &to->theta);
  if (status == TW_OK) status = copy_numbers(ctx, from->flow, flows, &to->flow);
  if (status == TW_OK) status = copy_numbers(ctx, from->tariff, flows, &to->tariff);
  if (status == TW_OK) status = copy_numbers(ctx, from->export_tax, flows, &to->export_tax);
  if (status == TW_OK) status = copy_numbers(ctx, from->population, N, &to->population);
  if (status == TW_OK) status = copy_numbers(ctx, from->gdp, N, &to->gdp);
  if (status == TW_OK) status = copy_numbers(ctx, from->employment, N * S, &to->employment);
  if (status == TW_OK) status = copy_columns(ctx, from, to);
  if (status == TW_OK) status = copy_groups(ctx, from->groups, from->group_count, &to->groups, &to->group_count);
  if (status == TW_OK)
    status =
        copy_groups(ctx, from->sector_groups, from->sector_group_count, &to->sector_groups, &to->sector_group_count);
  if (status == TW_OK) status = twi_estimates_copy(ctx, from, to);
  to->goods = twi_alloc(ctx, S, 1);
  if (!to->goods) return twi_no_memory(ctx, S);
  memcpy(to->goods, from->goods, S);
  return status;
}

tw_status twi_world_frame(tw_context *ctx, const tw_world *from, tw_world **to)
{
  tw_status status = twi_world_create(ctx, to);
  if (status == TW_OK) status = copy_frame(ctx, from, *to);
  return status;
}

/* Shares as they are, and findings of the making of a world; calibrated 0: but for those of its products. */
static tw_status copy_rest(tw_context *ctx, const tw_world *from, int calibrated, tw_world *w)
{
  tw_status status = copy_numbers(ctx, from->value_added_share, twi_world_cells(w), &w->value_added_share);
  if (status == TW_OK) status = copy_numbers(ctx, from->input_share, twi_world_bills(w), &w->input_share);
  if (status == TW_OK) status = copy_numbers(ctx, from->final_share, twi_world_cells(w), &w->final_share);
  for (int i = 0; i < from->reading_count && status == TW_OK; i++) {
    const tw_finding *f = &from->findings[i];
    if (!calibrated && strncmp(f->identity, "products_", 9) == 0) continue;
    status =
        twi_world_find(ctx, w, f->severity, f->identity, f->region, f->sector, f->money, f->relative, "%s", f->text);
  }
  w->reading_count = w->making_count = w->finding_count;
  return status;
}

tw_status twi_world_again(tw_context *ctx, const tw_world *from, tw_world **to)
{
  tw_status status = twi_world_frame(ctx, from, to);
  tw_world *w = *to;
  char *yaml = status == TW_OK ? twi_strdup(ctx, from->yaml) : NULL;
  if (status == TW_OK && !yaml) status = twi_no_memory(ctx, 0);
  if (status == TW_OK) status = twi_world_describe(ctx, w, yaml, "world.yaml");
  if (status == TW_OK) status = copy_rest(ctx, from, 1, w);
  if (status == TW_OK) status = twi_world_carry_products(ctx, from, w, from->name);
  if (status == TW_OK) status = twi_stores_copy(ctx, from, w);
  if (status == TW_OK) status = twi_world_accounts(ctx, w);
  return status == TW_OK ? twi_world_seal(ctx, w) : status;
}

/* The unit and the currency, which findings speak in, are there before the rest. */
static tw_status describe_frame(tw_context *ctx, char *yaml, tw_world *to)
{
  char **said[] = {&to->unit, &to->currency};
  for (int i = 0; i < 2; i++) {
    if (*said[i]) twi_free(ctx, *said[i]);
    *said[i] = NULL;
  }
  return twi_world_describe(ctx, to, yaml, "the new world's description");
}

tw_status twi_world_of_products(tw_context *ctx, const tw_world *from, char *yaml, twi_given_products *given,
                                const char *origin, int others, tw_world *to)
{
  tw_status status = describe_frame(ctx, yaml, to);
  if (status == TW_OK) status = copy_rest(ctx, from, others, to);
  if (status == TW_OK) status = twi_world_put_products(ctx, to, given, origin);
  if (status == TW_OK) status = twi_stores_copy(ctx, from, to);
  if (status == TW_OK) status = twi_world_accounts(ctx, to);
  return status == TW_OK ? twi_world_seal(ctx, to) : status;
}

/* ---------------------------------------------------------------- back */

/* Shares of region-sectors that produce, from the table; the others keep v = 1. */
static tw_status put_shares(tw_context *ctx, const twi_table *t, tw_world *to)
{
  size_t N = t->N, S = t->S;
  to->value_added_share = twi_alloc(ctx, N * S, sizeof(double));
  to->input_share = twi_alloc(ctx, N * S * S, sizeof(double));
  to->final_share = twi_alloc(ctx, N * S, sizeof(double));
  if (!to->value_added_share || !to->input_share || !to->final_share) return twi_no_memory(ctx, 0);
  for (size_t cell = 0; cell < N * S; cell++) {
    const double *z = t->input + cell * S;
    double bill = twi_sum_of(z, S), whole = t->added[cell] + bill;
    double v = bill != 0 ? t->added[cell] / whole : 1;
    if (bill != 0 && v >= 1) v = 1 - 0x1p-53; /* inputs too small for v to show */
    to->value_added_share[cell] = v;
    for (size_t s = 0; s < S; s++) to->input_share[cell * S + s] = bill != 0 ? z[s] / bill : NAN;
  }
  for (size_t d = 0; d < N; d++) {
    double sum = twi_sum_of(t->final + d * S, S);
    for (size_t s = 0; s < S; s++) to->final_share[d * S + s] = t->final[d * S + s] / sum;
  }
  return TW_OK;
}

tw_status twi_world_from_table(tw_context *ctx, const twi_table *t, char *yaml, const tw_world *from,
                               twi_given_products *given, tw_world *to)
{
  tw_status status = describe_frame(ctx, yaml, to);
  if (status == TW_OK) memcpy(to->flow, t->flow, twi_world_sector_flows(to) * sizeof(double));
  if (status == TW_OK && from) status = twi_world_carry_products(ctx, from, to, to->name);
  if (status == TW_OK && from) status = twi_stores_copy(ctx, from, to);
  if (given && given->products) {
    if (status == TW_OK) status = twi_world_put_products(ctx, to, given, to->name);
    twi_given_products_free(ctx, given);
  }
  if (status == TW_OK) status = put_shares(ctx, t, to);
  const twi_given shares = {.flows = "flows", .production = "production", .inputs = "inputs", .final = "final"};
  if (status == TW_OK) status = twi_world_complete(ctx, to, &shares);
  return status == TW_OK ? twi_world_seal(ctx, to) : status;
}
