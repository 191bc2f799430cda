/* The cells of a decision over a market, solved and judged: see decide_market.h. */
#include "choice/decide_market.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "outlook/payoff.h"

typedef struct market_job {
  tw_context *ctx;
  const tw_decision *d;
  tw_verdict *v;
  const tw_decide_options *options;
  int cells, axis_count, width; /* width: of a cell, 1 + regions */
  int *region;                  /* [regions] of the axis */
  int regions;
  double sign;     /* -1 of what less is better of */
  double *central; /* [cells][width] */
  double *rows;    /* [draws][cells][width] */
} market_job;

/* ---------------------------------------------------------------- whose payoff counts */

static tw_status add_named(market_job *j, const twi_yaml *node)
{
  const tw_market *m = j->v->outlook->market;
  tw_market_axis axis = twi_payoff_axis((twi_payoff_field)j->d->field);
  tw_status status = twi_outlook_check_names(j->ctx, m, axis, node);
  int named = twi_outlook_name_count(node), count = named ? named : j->axis_count;
  for (int i = 0; i < count && status == TW_OK; i++) {
    int at = named ? tw_market_find(m, axis, twi_outlook_name_at(node, i)) : i, known = 0;
    for (int k = 0; k < j->regions; k++) known |= j->region[k] == at;
    if (!known) j->region[j->regions++] = at;
  }
  return status;
}

/* Those of the file, else of the indicator ("price JPN"), else the focus of the section market. */
static tw_status find_regions(market_job *j)
{
  const tw_decision *d = j->d;
  const twi_yaml *focus = twi_yaml_get(twi_yaml_get(d->tree, "market"), "focus");
  int of_buyers = twi_payoff_axis((twi_payoff_field)d->field) == TW_MARKET_BUYERS;
  j->axis_count = tw_market_count(j->v->outlook->market, of_buyers ? TW_MARKET_BUYERS : TW_MARKET_SUPPLIERS);
  j->region = twi_alloc(j->ctx, (size_t)j->axis_count + 1, sizeof *j->region);
  if (!j->region) return twi_no_memory(j->ctx, 0);
  if (d->outcome) {
    twi_yaml one = *d->outcome;
    size_t n = strcspn(one.text, " ");
    n += strspn(one.text + n, " ");
    one.text += n;
    one.length -= n;
    if (d->regions)
      return twi_yaml_fail(j->ctx, d->regions, "regions: the indicator is of %s alone; leave one of both out",
                           one.text);
    return add_named(j, &one);
  }
  if (d->regions) return add_named(j, d->regions);
  if (focus && of_buyers) return add_named(j, focus);
  return twi_yaml_fail(j->ctx, d->tree,
                       "a decision over a market needs the key regions: %s whose payoffs count, as in `regions: [%s]`",
                       of_buyers ? "the buyers" : "the suppliers", of_buyers ? "JPN" : "CAN");
}

/* ---------------------------------------------------------------- cells */

static const char *cell_words(const market_job *j, int cell, char words[256])
{
  snprintf(words, 256, "lever %s, contingency %s", j->d->lever[cell / j->d->contingencies].name,
           j->d->contingency[cell % j->d->contingencies].name);
  return words;
}

static void keep_failure(market_job *j, int cell, const tw_outlook *o)
{
  twi_failure *f = &j->v->failure[cell];
  tw_market_info info;
  char words[256];
  tw_market_result_about(o->result[o->solved < o->years ? o->solved : o->years - 1], &info);
  f->outcome = info.outcome;
  if (f->outcome > 0) return;
  snprintf(f->words, sizeof f->words, "%s: %s (%s)", cell_words(j, cell, words),
           *info.message ? info.message : tw_outcome_meaning(f->outcome), tw_outcome_word(f->outcome));
}

/* The first cell says who is there, and how many draws there are. */
static tw_status make_room(market_job *j, tw_outlook *o)
{
  tw_verdict *v = j->v;
  v->outlook = o;
  tw_status status = find_regions(j);
  if (status != TW_OK) return status;
  j->width = 1 + j->regions;
  v->info.regions = j->regions;
  v->info.draws = o->draws;
  v->info.seed = o->draws ? o->seed : 0;
  v->assumed = o->spreads.assumed;
  size_t width = (size_t)j->cells * (size_t)j->width;
  v->region = twi_new(j->ctx, (size_t)j->regions, sizeof *v->region);
  v->failure = twi_new(j->ctx, (size_t)j->cells, sizeof *v->failure);
  j->central = twi_new(j->ctx, width, sizeof *j->central);
  j->rows = twi_new(j->ctx, width * (size_t)o->draws + 1, sizeof *j->rows);
  if (!v->region || !v->failure || !j->central || !j->rows)
    return twi_no_memory(j->ctx, width * (size_t)o->draws * sizeof *j->rows);
  for (int r = 0; r < j->regions; r++) v->region[r].region = j->region[r];
  return TW_OK;
}

static void keep_cell(market_job *j, int cell, const tw_outlook *o, const twi_outlook_sample *sample)
{
  double *to = j->central + (size_t)cell * (size_t)j->width;
  keep_failure(j, cell, o);
  to[0] = j->v->failure[cell].outcome;
  for (int r = 0; r < j->regions; r++) to[1 + r] = sample->central ? j->sign * sample->central[j->region[r]] : NAN;
  for (int i = 0; i < j->v->info.draws; i++) {
    to = j->rows + ((size_t)i * (size_t)j->cells + (size_t)cell) * (size_t)j->width;
    int valid = sample->valid && sample->valid[i];
    to[0] = valid ? TW_CERTIFIED : TW_NOT_SOLVED;
    for (int r = 0; r < j->regions; r++)
      to[1 + r] = valid ? j->sign * sample->value[(size_t)i * (size_t)j->axis_count + (size_t)j->region[r]] : NAN;
  }
}

static tw_status solve_cell(market_job *j, int cell)
{
  tw_verdict *v = j->v;
  const tw_decide_options *asked = j->options;
  int has_range = twi_yaml_get(j->d->tree, "range") != NULL;
  const tw_outlook_options options = {.draws = asked && asked->draws >= 0 ? asked->draws
                                               : has_range                ? -1
                                                                          : 0,
                                      .seed = asked ? asked->seed : 0,
                                      .threads = v->settings.threads};
  twi_outlook_sample sample = {.field = (twi_payoff_field)j->d->field};
  tw_outlook *o = NULL;
  char words[256];
  if (cell > 0) twi_log_again(j->ctx, 1); /* notes of the first cell are those of all */
  tw_status status = twi_outlook_run_sampled(j->ctx, j->d->cell[cell], &options, &sample, &o);
  if (cell > 0) twi_log_again(j->ctx, 0);
  if (status == TW_BAD_INPUT) twi_fail(j->ctx, status, "%s (%s)", tw_error(j->ctx), cell_words(j, cell, words));
  if (status == TW_OK && cell == 0) status = make_room(j, o);
  if (status == TW_OK) keep_cell(j, cell, o, &sample);
  twi_outlook_sample_free(j->ctx, &sample);
  if (o != v->outlook) tw_outlook_free(o);
  return status;
}

/* ---------------------------------------------------------------- judged */

static tw_status check_centers(market_job *j)
{
  tw_verdict *v = j->v;
  v->info.outcome = TW_CERTIFIED;
  v->info.failed_lever = v->info.failed_contingency = -1;
  for (int k = 0; k < j->cells; k++) {
    const double *cell = j->central + (size_t)k * (size_t)j->width;
    char words[256];
    for (int r = 0; r < j->regions && cell[0] > 0; r++)
      if (!isfinite(cell[1 + r]))
        return twi_fail(j->ctx, TW_BAD_INPUT,
                        "the indicator %s has no value for %s (%s): it sells nothing there; rent and "
                        "output are 0 then",
                        j->d->indicator, twi_verdict_code(v, r), cell_words(j, k, words));
    if (cell[0] > 0 || v->info.uncertified++ > 0) continue;
    v->info.outcome = (tw_outcome)cell[0];
    v->info.failed_lever = k / j->d->contingencies;
    v->info.failed_contingency = k % j->d->contingencies;
    snprintf(v->info.message, sizeof v->info.message, "%.*s", (int)sizeof v->info.message - 1, v->failure[k].words);
  }
  return TW_OK;
}

static tw_status judge(market_job *j, const twi_budget *budget)
{
  tw_verdict *v = j->v;
  size_t draws = (size_t)v->info.draws, width = (size_t)j->cells * (size_t)j->width;
  signed char *finished = twi_new(j->ctx, draws + 1, 1);
  if (!finished) return twi_no_memory(j->ctx, draws);
  tw_status status = check_centers(j);
  if (v->info.uncertified) v->info.draws = 0;
  for (size_t i = 0; i < (size_t)v->info.draws; i++) finished[i] = 1;
  v->info.finished = v->info.draws;
  twi_kept rows = twi_kept_over(j->rows, (size_t)v->info.draws, width);
  if (status == TW_OK) status = twi_decide_judge(v, j->central, &rows, finished, budget);
  if (status == TW_OK) status = twi_decide_words(v);
  twi_free(j->ctx, finished);
  return status;
}

tw_status twi_decide_market(tw_verdict *v, const tw_decide_options *options, const twi_budget *budget)
{
  const tw_decision *d = v->decision;
  double start = twi_seconds();
  int less = d->field == TWI_PAYOFF_PRICE || d->field == TWI_PAYOFF_BILL || d->field == TWI_PAYOFF_SHORTFALL;
  market_job j = {
      .ctx = v->ctx, .d = d, .v = v, .options = options, .cells = d->levers * d->contingencies, .sign = less ? -1 : 1};
  if (options && (options->store || options->shards > 1))
    return twi_fail(v->ctx, TW_USAGE,
                    "%s is a decision over a market, whose draws have no store and no shards: leave both out", d->name);
  if (options && options->draws == 1) return twi_fail(v->ctx, TW_USAGE, "draws: 1, expected 0, or 2 or more");
  v->info.levers = d->levers;
  v->info.contingencies = d->contingencies;
  v->info.given = d->given;
  tw_status status = TW_OK;
  for (int k = 0; k < j.cells && status == TW_OK; k++) {
    status = twi_check_cancel(v->ctx);
    if (status == TW_OK) status = solve_cell(&j, k);
  }
  if (status == TW_OK) status = judge(&j, budget);
  v->seconds = twi_seconds() - start;
  twi_free(v->ctx, j.region);
  twi_free(v->ctx, j.central);
  twi_free(v->ctx, j.rows);
  return status;
}
