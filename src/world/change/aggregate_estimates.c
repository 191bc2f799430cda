/* Sets of trade elasticities of an aggregated world. See aggregate.h.
 *
 * A merged sector has the mean of its members' elasticities by imports, as its own elasticity is made. Where all
 * members are one number, by a row or a parameter, it stays that number with its uncertainty; else how uncertain the
 * mean is would need the correlation of its parts, which nobody gave: it has none then, and a finding says so. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/change/aggregate_mean.h"
#include "world/elasticities.h"

static int same_codes(const tw_world *w, const twi_map *map)
{
  if (map->count != w->S) return 0;
  for (int s = 0; s < w->S; s++)
    if (map->to[s] != s || strcmp(map->code[s], w->sector[s]) != 0) return 0;
  return 1;
}

static int one_number(const twi_estimate *rows, int a, int b)
{
  return a == b || (*rows[a].parameter && strcmp(rows[a].parameter, rows[b].parameter) == 0);
}

/* 1: the row holds for sectors that go to different new codes. */
static int is_shared(const int *row_of, const twi_map *map, int row)
{
  int first = -1;
  for (int s = 0; s < map->from; s++) {
    if (row_of[s] != row) continue;
    if (first >= 0 && map->to[s] != map->to[first]) return 1;
    if (first < 0) first = s;
  }
  return 0;
}

static tw_status add_row(tw_context *ctx, const tw_world *from, const twi_map *map, const int *row_of, int k,
                         double estimate, tw_world *to)
{
  int row = -1, whole = 1;
  for (int s = 0; s < from->S; s++) {
    if (map->to[s] != k) continue;
    whole &= row_of[s] >= 0 && (row < 0 || one_number(from->estimate, row, row_of[s]));
    if (row < 0) row = row_of[s];
  }
  if (row < 0) return TW_OK;
  const twi_estimate *e = &from->estimate[row];
  twi_estimate *made = &to->estimate[to->estimate_count++];
  const char *parameter = !whole ? "" : !*e->parameter && is_shared(row_of, map, row) ? e->sector : NULL;
  tw_status status = twi_estimate_copy(ctx, e, map->code[k], parameter, made);
  made->estimate = estimate;
  if (status != TW_OK || whole) return status;
  made->kind = TWI_SPREAD_NONE;
  memset(made->spread, 0, sizeof made->spread);
  return twi_world_find(ctx, to, 0, "estimates_merged", -1, k, NAN, NAN,
                        "The set %s has a mean for %s, without uncertainty: it merges sectors that are not one number "
                        "there.",
                        e->set, map->code[k]);
}

tw_status twi_aggregate_estimates(tw_context *ctx, const tw_world *from, const twi_map *map, tw_world *to)
{
  size_t S = (size_t)from->S, count = (size_t)map->count;
  const char *set;
  int sets = 0;
  if (!from->estimate_count) return TW_OK;
  if (same_codes(from, map)) return twi_estimates_copy(ctx, from, to);
  while (twi_world_set(from, sets)) sets++;
  int *row_of = twi_alloc(ctx, S, sizeof *row_of);
  double *value = twi_alloc(ctx, S + count, sizeof *value);
  to->estimate = twi_new(ctx, count * (size_t)sets, sizeof *to->estimate);
  tw_status status = row_of && value && to->estimate ? TW_OK : twi_no_memory(ctx, 0);
  for (int i = 0; status == TW_OK && (set = twi_world_set(from, i)); i++) {
    if (twi_estimates_resolve(ctx, from, from->estimate, from->estimate_count, set, row_of) < 0)
      status = twi_no_memory(ctx, 0);
    for (size_t s = 0; s < S && status == TW_OK; s++)
      value[s] = row_of[s] < 0 ? from->theta[s] : from->estimate[row_of[s]].estimate;
    if (status == TW_OK) status = twi_aggregate_elasticities(ctx, from, map, value, value + S);
    for (int k = 0; k < map->count && status == TW_OK; k++)
      status = add_row(ctx, from, map, row_of, k, value[S + (size_t)k], to);
  }
  twi_free(ctx, value);
  twi_free(ctx, row_of);
  return status;
}
