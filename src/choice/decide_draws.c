/* What a decision draws: one point for all of its cells, and the file that keeps what became of it. */
#include <string.h>

#include "base/text.h"
#include "choice/decide_job.h"
#include "scenario/rules.h"
#include "table/number.h"

/* The name's place among the variables of the decision's range section. */
static int place_of_variable(const twi_yaml *variables, const char *name)
{
  for (int i = 0; variables && i < variables->count; i++)
    if (strcmp(variables->child[i]->key, name) == 0) return i;
  return -1;
}

/* A group that levers define apart, in files that they include, would make other draws of the same parameters. */
static tw_status check_same_draws(const twi_decide_job *j, const twi_yaml *range)
{
  const twi_parameters *a = j->parameter[0];
  char words[256];
  for (int k = 1; k < j->cells; k++) {
    const twi_parameters *b = j->parameter[k];
    int n = a->count - a->variables, same = b->count - b->variables == n;
    for (int i = 0; same && i < n; i++) {
      const twi_parameter *x = &a->parameter[i], *y = &b->parameter[i];
      same = x->members == y->members && memcmp(x->member, y->member, (size_t)x->members * sizeof *x->member) == 0;
      for (int m = 0; same && m < x->members; m++)
        same = x->own[m].kind == y->own[m].kind && memcmp(x->own[m].p, y->own[m].p, sizeof x->own[m].p) == 0;
    }
    if (!same)
      return twi_yaml_fail_key(j->ctx, twi_yaml_get(range, "elasticities"),
                               "elasticities are drawn of other sectors in %s than in the first pair: a group there is "
                               "another one; define it in this file",
                               twi_decide_cell_words(j, (size_t)k, words));
  }
  return TW_OK;
}

/* The common point has the elasticities, which are the same in every cell, then the variables in the order of the range
 * section; a cell uses those that its scenario has. */
tw_status twi_decide_prepare_draws(twi_decide_job *j)
{
  tw_context *ctx = j->ctx;
  const twi_yaml *range = twi_yaml_get(j->d->tree, "range"), *variables = twi_yaml_get(range, "variables");
  j->parameter = twi_new(ctx, (size_t)j->cells, sizeof *j->parameter);
  if (!j->parameter) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    if (k > 0) twi_log_again(ctx, 1); /* notes of the first cell are those of all */
    status = twi_parameters_new(ctx, j->d->cell[k], j->world, &j->parameter[k]);
    if (k > 0) twi_log_again(ctx, 0);
  }
  if (status == TW_OK) status = check_same_draws(j, range);
  if (status != TW_OK) return status;
  const twi_parameters *first = j->parameter[0];
  int elasticities = 0;
  while (elasticities < first->count && first->parameter[elasticities].kind == TWI_PARAMETER_ELASTICITY) elasticities++;
  int drawn = elasticities, fixed = 0;
  for (int k = 0; k < j->cells; k++) {
    drawn += j->parameter[k]->variables;
    fixed += j->d->cell[k]->range.fixed;
  }
  if (drawn == 0 && fixed)
    return twi_yaml_fail_key(ctx, range,
                             "range: nothing is left to draw, because --set gives the variables that it names; "
                             "`--draws 0` solves every pair once");
  j->dims = elasticities + (variables ? variables->count : 0);
  j->seed = first->seed;
  j->place = twi_new(ctx, (size_t)j->cells * (size_t)j->dims + 1, sizeof *j->place);
  if (!j->place) return twi_no_memory(ctx, 0);
  for (int k = 0; k < j->cells; k++)
    for (int i = 0; i < j->parameter[k]->count; i++) {
      const twi_parameter *p = &j->parameter[k]->parameter[i];
      j->place[(size_t)k * (size_t)j->dims + (size_t)i] =
          p->kind == TWI_PARAMETER_ELASTICITY ? i : elasticities + place_of_variable(variables, p->name);
    }
  return TW_OK;
}

/* The parameters of all cells, whose tables may change under the same name. */
static tw_status digest_parameters(const twi_decide_job *j, char text[TWI_DIGEST_TEXT])
{
  char own[TWI_DIGEST_TEXT];
  twi_digest *digest;
  tw_status status = twi_digest_new(j->ctx, &digest);
  if (status != TW_OK) return status;
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    status = twi_parameters_digest(j->ctx, j->parameter[k], own);
    if (status == TW_OK) status = twi_digest_add(digest, own, TWI_DIGEST_TEXT - 1);
  }
  if (status == TW_OK) status = twi_digest_end(digest, NULL, text);
  twi_digest_free(digest);
  return status;
}

tw_status twi_decide_open_store(twi_decide_job *j, const tw_settings *t, const char *file, size_t width,
                                twi_store **store)
{
  char sha256[TWI_DIGEST_TEXT], tolerance[TWI_NUMBER_ROOM], lowest[TWI_NUMBER_ROOM];
  tw_status status = digest_parameters(j, sha256);
  if (status != TW_OK) return status;
  twi_number_write(t->tolerance, tolerance);
  twi_number_write(j->parameter[0]->floor, lowest);
  char *key = twi_format(j->ctx,
                         "tradewind: %s\nbuild: %s\nworld: %s %s\ndecision: %s %s\nindicator: %s\nparameters: %d %s\n"
                         "tolerance: %s\nmax_iterations: %d\nmax_steps: %d\nkrylov_dimension: %d\n"
                         "seed: %llu\nfloor: %s\ndraws: %zu\n",
                         tw_version(), tw_build(), tw_world_text(j->world, "name"), tw_world_text(j->world, "sha256"),
                         j->d->name, j->d->sha256, j->d->indicator, j->dims, sha256, tolerance, t->max_iterations,
                         t->max_steps, t->krylov_dimension, (unsigned long long)j->seed, lowest, j->draws);
  if (!key) return twi_no_memory(j->ctx, 0);
  status = twi_store_open(j->ctx, file, "draws", key, j->draws, (int)width, store);
  twi_free(j->ctx, key);
  return status;
}

tw_status twi_decide_count_cut(const twi_decide_job *j, const signed char *finished, tw_verdict *v)
{
  const twi_parameters *p = j->parameter ? j->parameter[0] : NULL;
  double *u = p ? twi_alloc(j->ctx, 3 * (size_t)j->dims + (size_t)twi_elasticities_count(j->world) + 1, sizeof *u) : NULL;
  if (!p) return TW_OK;
  if (!u) return twi_no_memory(j->ctx, 0);
  double *own = u + j->dims;
  for (size_t i = 0; i < j->draws; i++) {
    if (!finished[i]) continue;
    twi_hypercube_point(j->seed, j->draws, i, j->dims, u);
    for (int k = 0; k < p->count; k++) {
      own[k] = u[j->place[k]];
      v->elasticities += p->parameter[k].kind == TWI_PARAMETER_ELASTICITY;
    }
    v->cut += twi_parameters_point(p, own, own + 2 * j->dims, own + j->dims, NULL);
  }
  twi_free(j->ctx, u);
  return TW_OK;
}
