/* The cells of a decision over a market and the core together: see decide_job.h. Levers and contingencies are rules of
 * both, and a cell is a scenario with a policy beside its section market. It is solved by the link, so what it comes to
 * is what the scenario alone comes to, and its draws are those of its range: the threads are inside, and no cell sees
 * another. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "choice/decide_job.h"
#include "ensemble/range.h"
#include "scenario/rules.h"

typedef struct linked_job {
  twi_decide_job *j;
  const tw_settings *settings;
  const tw_decide_options *options;
  int draws; /* asked of each cell: 0: as its file says; -1: none */
  double *central;
  twi_decide_linked *out;
} linked_job;

static tw_status name_cell(const twi_decide_job *j, int k, tw_status status)
{
  char words[256];
  if (status == TW_BAD_INPUT)
    twi_fail(j->ctx, status, "%s (%s)", tw_error(j->ctx), twi_decide_cell_words(j, (size_t)k, words));
  return status;
}

static void keep_center(const linked_job *w, int k, const tw_link *link)
{
  const twi_decide_job *j = w->j;
  double *to = w->central + (size_t)k * (size_t)j->width;
  const tw_result *result = link->outcome > 0 ? tw_link_result(link) : NULL;
  const double *column = result ? tw_result_column(result, TW_REGIONS, j->d->indicator) : NULL;
  twi_failure *f = &j->failure[k];
  char words[256];
  to[0] = f->outcome = link->outcome;
  for (int r = 0; r < j->regions; r++) to[1 + r] = column ? column[j->region[r]] : NAN;
  if (f->outcome <= 0)
    snprintf(f->words, sizeof f->words, "%s: %.*s (%s)", twi_decide_cell_words(j, (size_t)k, words), 700,
             *link->message ? link->message : tw_outcome_meaning(f->outcome), tw_outcome_word(f->outcome));
}

/* The same draws in all cells: as many parameters, of the same names, in the same order. */
static tw_status check_same(const linked_job *w, int k, const tw_range_result *range)
{
  const tw_range_parameter *a, *b;
  const int count = tw_range_parameters(w->out->range, &a), own = tw_range_parameters(range, &b);
  int same = count == own;
  char words[256];
  for (int i = 0; same && i < count; i++) same = strcmp(a[i].name, b[i].name) == 0;
  if (same && tw_range_info_of(range)->draws == (int)w->j->draws) return TW_OK;
  int at = 0;
  while (at < count && at < own && strcmp(a[at].name, b[at].name) == 0) at++;
  return twi_yaml_fail_key(
      w->j->ctx, twi_yaml_get(w->j->d->tree, "range"),
      "%s draws %d numbers and the first pair %d, which differ from %s on: draws are compared pair by "
      "pair, so expected the same in all, each variable of the range in a rule of every pair",
      twi_decide_cell_words(w->j, (size_t)k, words), own, count, at < count ? a[at].name : b[at].name);
}

static tw_status keep_draws(linked_job *w, int k, const tw_range_result *range)
{
  twi_decide_job *j = w->j;
  tw_context *ctx = j->ctx;
  const size_t draws = j->draws, cells = (size_t)j->cells, width = (size_t)j->width;
  double *one = twi_alloc(ctx, draws + 1, sizeof *one);
  tw_outcome *ended = twi_alloc(ctx, draws + 1, sizeof *ended);
  tw_status status = one && ended ? tw_range_outcomes(range, ended) : twi_no_memory(ctx, draws);
  for (size_t i = 0; i < draws && status == TW_OK; i++) w->out->rows[(i * cells + (size_t)k) * width] = ended[i];
  for (int r = 0; r < j->regions && status == TW_OK; r++) {
    status = tw_range_draws(range, TW_REGIONS, j->d->indicator, (size_t)j->region[r], one);
    for (size_t i = 0; i < draws && status == TW_OK; i++)
      w->out->rows[(i * cells + (size_t)k) * width + 1 + (size_t)r] = one[i];
  }
  twi_free(ctx, ended);
  twi_free(ctx, one);
  return status;
}

/* The first cell says how many draws there are. */
static tw_status make_room(linked_job *w, const tw_range_result *range)
{
  twi_decide_job *j = w->j;
  const tw_range_info *info = tw_range_info_of(range);
  j->draws = (size_t)info->draws;
  j->seed = info->seed;
  w->out->rows = twi_new(j->ctx, j->draws * (size_t)j->cells * (size_t)j->width + 1, sizeof *w->out->rows);
  return w->out->rows ? TW_OK : twi_no_memory(j->ctx, j->draws * (size_t)j->cells * (size_t)j->width * sizeof(double));
}

static tw_status solve_cell(linked_job *w, int k)
{
  twi_decide_job *j = w->j;
  tw_scenario *scenario = j->d->cell[k];
  const twi_yaml *focus = scenario->focus_region; /* the link's is of the run alone */
  const tw_range_options ask = {.draws = w->draws, .drivers = -1, .seed = w->options ? w->options->seed : 0};
  const twi_link_how how = {NULL, 0, 0};
  tw_link *link = NULL;
  tw_range_result *range = NULL;
  if (k > 0) twi_log_again(j->ctx, 1); /* notes of the first cell are those of all */
  tw_status status = w->draws < 0
                         ? twi_link_run_so(j->ctx, j->given, scenario, w->settings, NULL, &how, &link)
                         : twi_link_range_so(j->ctx, j->given, scenario, w->settings, &ask, &how, &link, &range);
  if (k > 0) twi_log_again(j->ctx, 0);
  scenario->focus_region = focus;
  if (status != TW_OK) return name_cell(j, k, status);
  keep_center(w, k, link);
  if (link->outcome <= 0) w->draws = -1; /* nothing is chosen then, so draws of the others say nothing */
  if (k == 0) {
    w->out->link = link;
    w->out->range = range;
  }
  if (range && k == 0) status = make_room(w, range);
  if (range && status == TW_OK) status = check_same(w, k, range);
  if (range && status == TW_OK) status = keep_draws(w, k, range);
  if (k == 0) return status;
  tw_range_free(range); /* before the link, whose it is */
  tw_link_free(link);
  return status;
}

tw_status twi_decide_link_solve(twi_decide_job *j, const tw_settings *settings, const tw_decide_options *options,
                                double *central, twi_decide_linked *out)
{
  const int asked = options ? options->draws : -1, given = twi_yaml_get(j->d->tree, "range") != NULL;
  linked_job w = {.j = j,
                  .settings = settings,
                  .options = options,
                  .draws = asked > 0            ? asked
                           : asked < 0 && given ? 0
                                                : -1,
                  .central = central,
                  .out = out};
  tw_status status = TW_OK;
  if (asked == 1) return twi_fail(j->ctx, TW_USAGE, "draws: 1, expected 0, or 2 or more");
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    status = twi_check_cancel(j->ctx);
    if (status == TW_OK) status = solve_cell(&w, k);
  }
  return status == TW_OK ? twi_check_cancel(j->ctx) : status;
}

void twi_decide_link_free(tw_context *ctx, twi_decide_linked *linked)
{
  tw_range_free(linked->range);
  tw_link_free(linked->link);
  twi_free(ctx, linked->rows);
  *linked = (twi_decide_linked){NULL, NULL, NULL};
}
