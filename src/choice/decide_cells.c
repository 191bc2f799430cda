/* The cells of a decision, one at a time: as they are, or with drawn parameters.
 *
 * A task of draws is one draw through all cells, so that every cell sees the same parameters (common random numbers:
 * what differs between levers is the levers) and a draw that is kept is kept as a whole. */
#include <math.h>
#include <stdio.h>

#include "choice/decide_job.h"

const char *twi_decide_cell_words(const twi_decide_job *j, size_t cell, char words[256])
{
  const tw_decision *d = j->d;
  snprintf(words, 256, "lever %s, contingency %s", d->lever[(int)cell / d->contingencies].name,
           d->contingency[(int)cell % d->contingencies].name);
  return words;
}

static void keep_values(const twi_decide_job *j, const tw_result *result, double *values)
{
  int outcome = tw_result_info(result)->outcome;
  const double *column = j->d->outcome ? NULL : tw_result_column(result, TW_REGIONS, j->d->indicator);
  values[0] = outcome;
  for (int r = 0; r < j->regions; r++)
    values[1 + r] = j->d->outcome           ? twi_outcome_of(result, &j->outcome)
                    : outcome > 0 && column ? column[j->region[r]]
                                            : NAN;
}

/* The error is told in the worker's context; it says which cell it is of. */
static tw_status name_cell(const twi_decide_job *j, twi_worker *worker, size_t cell, tw_status status)
{
  char words[256];
  tw_context *ctx = twi_worker_context(worker);
  if (status == TW_BAD_INPUT) twi_fail(ctx, status, "%s (%s)", tw_error(ctx), twi_decide_cell_words(j, cell, words));
  return status;
}

/* Each cell has a place of its own, so workers do not meet. */
static void keep_failure(const twi_decide_job *j, size_t cell, const tw_info *info)
{
  twi_failure *f = &j->failure[cell];
  char words[256];
  f->outcome = info->outcome;
  if (f->outcome > 0) return;
  snprintf(f->words, sizeof f->words, "%s: %s%s (%s)", twi_decide_cell_words(j, cell, words),
           info->base_failed ? "it is what the pair is compared with that has no solution: " : "",
           *info->message ? info->message : tw_outcome_meaning(f->outcome), tw_outcome_word(f->outcome));
}

tw_status twi_decide_solve_center(void *data, twi_worker *worker, size_t task, double *values, int *outcome)
{
  const twi_decide_job *j = data;
  tw_result *result = NULL;
  tw_status status = twi_worker_center(worker, 0, j->d->cell[task], &result);
  if (status != TW_OK) return name_cell(j, worker, task, status);
  keep_values(j, result, values);
  *outcome = tw_result_info(result)->outcome;
  keep_failure(j, task, tw_result_info(result));
  tw_result_free(result);
  return TW_OK;
}

tw_status twi_decide_make_centers(void *data, twi_worker *worker)
{
  const twi_decide_job *j = data;
  for (int k = 0; k < j->cells; k++) {
    tw_status status = twi_worker_center(worker, k, j->d->cell[k], NULL);
    if (status != TW_OK) return name_cell(j, worker, (size_t)k, status);
  }
  return TW_OK;
}

/* One cell of a draw. u: the common point. */
static tw_status solve_cell(const twi_decide_job *j, twi_worker *worker, int k, const double *u, double *own,
                            double *theta, double *values)
{
  tw_context *ctx = twi_worker_context(worker);
  const twi_parameters *p = j->parameter[k];
  double *value = own + j->dims;
  for (int i = 0; i < p->count; i++) own[i] = u[j->place[(size_t)k * (size_t)j->dims + (size_t)i]];
  (void)twi_parameters_point(p, own, theta, value, NULL);
  tw_scenario *varied = NULL;
  tw_result *result = NULL;
  tw_status status = TW_OK;
  if (p->variables > 0) status = twi_scenario_vary(ctx, j->d->cell[k], p->variable, value, p->variables, &varied);
  if (status == TW_OK) status = twi_worker_draw(worker, k, varied ? varied : j->d->cell[k], theta, &result);
  if (status == TW_OK)
    keep_values(j, result, values);
  else
    status = name_cell(j, worker, (size_t)k, status);
  tw_result_free(result);
  tw_scenario_free(varied);
  return status;
}

tw_status twi_decide_solve_draw(void *data, twi_worker *worker, size_t task, double *values, int *outcome)
{
  const twi_decide_job *j = data;
  tw_context *ctx = twi_worker_context(worker);
  double *u = twi_alloc(ctx, 3 * (size_t)j->dims + (size_t)twi_elasticities_count(j->world) + 1, sizeof *u);
  if (!u) return twi_no_memory(ctx, 0);
  twi_hypercube_point(j->seed, j->draws, task, j->dims, u);
  tw_status status = TW_OK;
  *outcome = TW_CERTIFIED;
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    double *v = values + (size_t)k * (size_t)j->width;
    status = solve_cell(j, worker, k, u, u + j->dims, u + 3 * j->dims, v);
    if (status == TW_OK && v[0] <= 0 && *outcome > 0) *outcome = (int)v[0];
  }
  twi_free(ctx, u);
  return status;
}
