/* Groups of regions as one: rows of groups.csv.
 *
 *   real income           sum of the members' equivalent variations over the sum of their base incomes
 *   exports, imports      sums of the members', trade among them included
 *   real GDP              decomposition.c
 *
 * A group has a row where the world has one of its members. Those of the scenario come first, then the world's, then
 * the built-in ones; a name that a region has, or a group before it, is not taken again. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "indicator/result.h"
#include "scenario/rules.h"

void twi_result_groups_free(tw_result *r)
{
  for (int g = 0; g < r->groups; g++) {
    twi_free(r->ctx, r->group[g].name);
    twi_free(r->ctx, r->group[g].member);
  }
  twi_free(r->ctx, r->group);
  twi_free(r->ctx, r->of_groups);
}

static int is_taken(const tw_result *r, const char *name)
{
  if (twi_world_region_index(r->world, name, strlen(name)) >= 0) return 1;
  for (int g = 0; g < r->groups; g++)
    if (twi_same_name(name, strlen(name), r->group[g].name)) return 1;
  return 0;
}

/* Adds a group with these members, in the order of the world's regions, where there are any. */
static tw_status add_group(tw_result *r, const char *name, const unsigned char *is_member)
{
  int N = r->world->N, count = 0;
  for (int d = 0; d < N; d++) count += is_member[d];
  if (count == 0) return TW_OK;
  twi_result_group *more = twi_resize(r->ctx, r->group, (size_t)r->groups + 1, sizeof *more);
  if (!more) return twi_no_memory(r->ctx, ((size_t)r->groups + 1) * sizeof *more);
  r->group = more;
  twi_result_group *g = &more[r->groups];
  g->name = twi_strdup(r->ctx, name);
  g->member = twi_alloc(r->ctx, (size_t)count, sizeof *g->member);
  g->count = 0;
  r->groups++;
  if (!g->name || !g->member) return twi_no_memory(r->ctx, (size_t)count * sizeof *g->member);
  for (int d = 0; d < N; d++)
    if (is_member[d]) g->member[g->count++] = d;
  return TW_OK;
}

static void mark_member(const tw_world *w, const char *code, size_t length, unsigned char *is_member)
{
  int d = twi_world_region_index(w, code, length);
  if (d >= 0) is_member[d] = 1;
}

tw_status twi_result_groups(tw_result *r, const tw_scenario *scenario)
{
  const tw_world *w = r->world;
  size_t N = (size_t)w->N;
  unsigned char *is_member = twi_alloc(r->ctx, N, 1);
  tw_status status = is_member ? TW_OK : twi_no_memory(r->ctx, N);
  for (int i = 0; status == TW_OK && i < scenario->group_count; i++) {
    const twi_scenario_group *g = &scenario->group[i];
    if (g->axis != TWI_AXIS_REGIONS || is_taken(r, g->name)) continue;
    memset(is_member, 0, N);
    for (int k = 0; k < g->members->count; k++)
      mark_member(w, g->members->child[k]->text, g->members->child[k]->length, is_member);
    status = add_group(r, g->name, is_member);
  }
  twi_group g;
  for (int i = 0; status == TW_OK && twi_world_group_at(w, i, &g); i++) {
    if (is_taken(r, g.name)) continue;
    memset(is_member, 0, N);
    for (int k = 0; k < g.count; k++) mark_member(w, g.members[k], strlen(g.members[k]), is_member);
    status = add_group(r, g.name, is_member);
  }
  twi_free(r->ctx, is_member);
  size_t numbers = TWI_GROUP_COUNT * (size_t)r->groups;
  if (status == TW_OK && numbers) {
    r->of_groups = twi_alloc(r->ctx, numbers, sizeof(double));
    if (!r->of_groups) status = twi_no_memory(r->ctx, numbers * sizeof(double));
  }
  for (size_t i = 0; r->of_groups && i < numbers; i++) r->of_groups[i] = NAN;
  return status;
}

void twi_group_columns(tw_result *r)
{
  const twi_state *b = r->base.state, *n = r->new_.state;
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S, G = (size_t)r->groups;
  for (size_t k = 0; k < G; k++) {
    const twi_result_group *g = &r->group[k];
    double variation = 0, income = 0, exports[2] = {0, 0}, imports[2] = {0, 0};
    for (int i = 0; i < g->count; i++) {
      size_t d = (size_t)g->member[i];
      variation += r->regions[TWI_EQUIVALENT_VARIATION * N + d];
      income += b->I[d];
      for (size_t s = 0; s < S; s++) {
        exports[0] += b->exports[d * S + s];
        exports[1] += n->exports[d * S + s];
        imports[0] += b->imports[d * S + s];
        imports[1] += n->imports[d * S + s];
      }
    }
    r->of_groups[TWI_GROUP_REAL_INCOME * G + k] = 100 * variation / income;
    r->of_groups[TWI_GROUP_EQUIVALENT_VARIATION * G + k] = variation;
    r->of_groups[TWI_GROUP_EXPORTS * G + k] = exports[0] > 0 ? 100 * (exports[1] / exports[0] - 1) : NAN;
    r->of_groups[TWI_GROUP_IMPORTS * G + k] = imports[0] > 0 ? 100 * (imports[1] / imports[0] - 1) : NAN;
  }
}
