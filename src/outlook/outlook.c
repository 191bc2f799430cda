/* A market under a scenario: opened, and every year solved, with and without the variant. See outlook.h. */
#include "outlook/outlook.h"

#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "base/processors.h"
#include "outlook/payoff.h"
#include "outlook/spreads.h"

enum { MOST_YEARS = 200, MOST_DRAWS = 10000000 };

/* ---------------------------------------------------------------- the market */

/* A folder that a scenario's file names is looked for beside that file first. The caller frees it; NULL: no memory. */
static char *place_of(tw_context *ctx, const tw_scenario *s, const char *name)
{
  const char *slash = s && s->files && !s->file[0].builtin ? strrchr(s->file[0].name, '/') : NULL, *known;
  for (int i = 0; (known = tw_market_builtin(i)); i++)
    if (strcmp(known, name) == 0) slash = NULL;
  if (!slash || *name == '/') return twi_strdup(ctx, name);
  char *beside = twi_format(ctx, "%.*s/%s", (int)(slash - s->file[0].name), s->file[0].name, name);
  if (!beside || twi_path_kind_of(beside) != TWI_PATH_ABSENT) return beside;
  twi_free(ctx, beside);
  return twi_strdup(ctx, name);
}

static tw_status open_market(tw_outlook *o, const char *given)
{
  const twi_yaml *node = given || !o->scenario ? NULL : o->scenario->market.name;
  const char *name = given ? given : node ? node->text : tw_market_builtin(0);
  char *place = place_of(o->ctx, node ? o->scenario : NULL, name ? name : "");
  if (!place) return twi_no_memory(o->ctx, 0);
  tw_status status = tw_market_open(o->ctx, place, &o->market);
  if (status == TW_BAD_INPUT && node)
    twi_error_prefix(o->ctx, "%s:%d:%d: name: ", node->origin, node->line, node->column);
  twi_free(o->ctx, place);
  return status;
}

/* ---------------------------------------------------------------- what is asked */

static tw_status set_years(tw_outlook *o, int year)
{
  const tw_scenario *s = o->scenario;
  int from = s && s->from ? s->from : s ? s->market.year : 0, until = s && s->from ? s->until : from;
  if (year && s && s->from && (year < s->from || year > s->until))
    return twi_fail(o->ctx, TW_BAD_INPUT, "year: found %d, expected one of the scenario's years, %d to %d", year,
                    s->from, s->until);
  if (year) from = until = year;
  const int data = o->market->data_year;
  if (from && from < data)
    return twi_fail(o->ctx, TW_BAD_INPUT,
                    "year: found %d, expected %d, the year of the data of the market %s, or a later one", from, data,
                    o->market->name);
  if (until > data + MOST_YEARS)
    return twi_fail(o->ctx, TW_BAD_INPUT,
                    "year: found %d, expected at most %d, %d years after the data of the market %s", until,
                    data + MOST_YEARS, MOST_YEARS, o->market->name);
  if (until - from >= MOST_YEARS)
    return twi_fail(o->ctx, TW_BAD_INPUT, "found the years %d to %d, expected at most %d of a market", from, until,
                    MOST_YEARS);
  o->years = until - from + 1;
  o->year = twi_alloc(o->ctx, (size_t)o->years, sizeof *o->year);
  o->result = twi_new(o->ctx, (size_t)o->years, sizeof(tw_market_result *));
  o->compared = twi_new(o->ctx, (size_t)o->years, sizeof(tw_market_result *));
  if (!o->year || !o->result || !o->compared) return twi_no_memory(o->ctx, 0);
  for (int i = 0; i < o->years; i++) o->year[i] = from + i;
  return TW_OK;
}

static tw_status find_focus(tw_outlook *o, const char *given)
{
  const twi_yaml *node = given || !o->scenario ? NULL : o->scenario->market.focus;
  const char *code = given ? given : node ? node->text : NULL;
  o->focus = -1;
  if (!code) return TW_OK;
  o->focus_given = 1;
  o->focus = twi_market_find_buyer(o->market, code);
  if (o->focus >= 0) return TW_OK;
  const char **names = twi_alloc(o->ctx, (size_t)o->market->buyers + 1, sizeof *names);
  if (!names) return twi_no_memory(o->ctx, 0);
  for (int d = 0; d < o->market->buyers; d++) names[d] = o->market->buyer[d].code;
  const char *near = twi_nearest(code, strlen(code), names, o->market->buyers);
  twi_free(o->ctx, names);
  char shown[TWI_SHOWN];
  twi_show(code, strlen(code), shown);
  if (node)
    return twi_yaml_fail(o->ctx, node, "focus: found %s, expected a buyer of the market %s%s%s%s", shown,
                         o->market->name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
  return twi_fail(o->ctx, TW_BAD_INPUT, "focus: found %s, expected a buyer of the market %s%s%s%s", shown,
                  o->market->name, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static tw_status check_options(tw_context *ctx, const tw_outlook_options *options)
{
  if (options->draws < -1 || options->draws > MOST_DRAWS || options->draws == 1)
    return twi_fail(ctx, TW_USAGE, "found %d draws, expected 0, or 2 to %d", options->draws, MOST_DRAWS);
  if (options->drivers < -1 || options->drivers > MOST_DRAWS || options->drivers == 1)
    return twi_fail(ctx, TW_USAGE, "found %d rows for drivers, expected 0, or 2 to %d", options->drivers, MOST_DRAWS);
  if (options->year < 0 || options->year > 9999)
    return twi_fail(ctx, TW_USAGE, "found the year %d, expected 1 to 9999", options->year);
  return TW_OK;
}

/* ---------------------------------------------------------------- solving */

static int is_certified(const tw_market_result *result)
{
  tw_market_info info;
  tw_market_result_about(result, &info);
  return info.outcome == TW_CERTIFIED;
}

static tw_status solve_one(tw_outlook *o, int i, int compared, tw_market_result **result)
{
  twi_outlook_rules policy = {0}, shock = {0};
  tw_status status = twi_outlook_rules_of(o, o->year[i], compared, &policy, &shock);
  if (status == TW_OK) {
    const tw_market_question question = twi_outlook_question(o, o->year[i], compared, &policy, &shock);
    status = tw_market_solve(o->ctx, o->market, &question, result);
  }
  twi_outlook_rules_free(o->ctx, &policy);
  twi_outlook_rules_free(o->ctx, &shock);
  return status;
}

/* Year by year, until one has no certified result. */
static tw_status solve_years(tw_outlook *o)
{
  tw_status status = TW_OK;
  for (int i = 0; i < o->years && status == TW_OK && o->solved == i; i++) {
    status = twi_check_cancel(o->ctx);
    if (status == TW_OK) status = solve_one(o, i, 0, &o->result[i]);
    int certified = status == TW_OK && is_certified(o->result[i]);
    if (certified && o->has_compared) {
      status = solve_one(o, i, 1, &o->compared[i]);
      certified = status == TW_OK && is_certified(o->compared[i]);
    }
    o->solved += certified;
  }
  return status;
}

/* The buyer that the answer is about: who loses or gains most where nobody is given. */
static tw_status choose_focus(tw_outlook *o)
{
  int buyers = o->market->buyers;
  if (o->focus >= 0 || o->solved < o->years) return TW_OK;
  double *change = twi_alloc(o->ctx, (size_t)buyers, sizeof *change);
  if (!change) return twi_no_memory(o->ctx, 0);
  twi_outlook_surplus_changes(o->result[o->years - 1], change);
  o->focus = 0;
  for (int d = 1; d < buyers; d++)
    if (fabs(change[d]) > fabs(change[o->focus])) o->focus = d;
  if (change[o->focus] == 0) /* nothing changes: who buys most */
    for (int d = 0; d < buyers; d++)
      if (o->market->wanted[d] > o->market->wanted[o->focus]) o->focus = d;
  twi_free(o->ctx, change);
  return TW_OK;
}

static tw_status run_outlook(tw_outlook *o, const tw_outlook_options *options, int compares)
{
  const tw_scenario *s = o->scenario;
  o->no_report = options->no_report;
  o->dta = options->dta;
  o->threads = options->threads > 0 ? options->threads : twi_processors();
  if (s) {
    o->statuses = s->market.statuses;
    o->compared_statuses = s->market.compared_statuses;
    o->short_run = s->market.short_run;
    o->has_shock = s->market.rules[TWI_MARKET_SHOCK] > 0;
    o->has_compared = compares && (s->market.rules[TWI_MARKET_COMPARED] > 0 || s->market.compared_statuses);
  }
  tw_status status = open_market(o, options->market);
  if (status == TW_OK) status = set_years(o, options->year);
  if (status == TW_OK) status = find_focus(o, options->focus);
  if (status == TW_OK) status = solve_years(o);
  if (status == TW_OK) status = choose_focus(o);
  if (status == TW_OK) status = twi_outlook_prepare_draws(o, options);
  if (status == TW_OK && o->draws && o->solved == o->years) status = twi_outlook_draw(o);
  return status == TW_OK ? twi_outlook_say(o) : status;
}

/* What a decision asks, as the market is. */
static tw_status fill_central(tw_outlook *o)
{
  if (o->solved < o->years) return TW_OK;
  const tw_market_result *r = o->result[o->years - 1];
  const twi_market_state *state[3] = {NULL, NULL, NULL};
  const twi_market_solution *solution[3] = {NULL, NULL, NULL};
  for (int i = 0; i < r->stages; i++) {
    state[i] = r->stage[i].state;
    solution[i] = &r->stage[i].solution;
  }
  tw_market_axis axis = twi_payoff_axis(o->sample->field);
  o->sample->central = twi_alloc(o->ctx, (size_t)tw_market_count(o->market, axis) + 1, sizeof(double));
  if (!o->sample->central) return twi_no_memory(o->ctx, 0);
  return twi_market_payoff(o->ctx, o->sample->field, o->market, r->stages, state, solution, o->sample->central);
}

static tw_status run_for(tw_context *ctx, const tw_scenario *scenario, const tw_outlook_options *options, int compares,
                         twi_outlook_sample *sample, tw_outlook **outlook)
{
  static const tw_outlook_options nothing;
  double start = twi_seconds();
  *outlook = NULL;
  if (!options) options = &nothing;
  tw_status status = check_options(ctx, options);
  if (status != TW_OK) return status;
  if (scenario && !scenario->market.node && !options->market)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: the scenario has no section market, which says what is done to a market; --market names a "
                    "market to be shown as it is",
                    scenario->file[0].name);
  tw_outlook *o = twi_new(ctx, 1, sizeof *o);
  if (!o) return twi_no_memory(ctx, sizeof *o);
  o->ctx = ctx;
  o->scenario = scenario;
  o->sample = sample;
  status = run_outlook(o, options, compares);
  if (status == TW_OK && sample) status = fill_central(o);
  o->seconds = twi_seconds() - start;
  if (status != TW_OK) {
    tw_outlook_free(o);
    return status;
  }
  *outlook = o;
  return TW_OK;
}

tw_status tw_outlook_run(tw_context *ctx, const tw_scenario *scenario, const tw_outlook_options *options,
                         tw_outlook **outlook)
{
  return run_for(ctx, scenario, options, 1, NULL, outlook);
}

tw_status twi_outlook_run(tw_context *ctx, const tw_scenario *scenario, const tw_outlook_options *options, int compares,
                          tw_outlook **outlook)
{
  return run_for(ctx, scenario, options, compares, NULL, outlook);
}

tw_status twi_outlook_run_sampled(tw_context *ctx, const tw_scenario *scenario, const tw_outlook_options *options,
                                  twi_outlook_sample *sample, tw_outlook **outlook)
{
  return run_for(ctx, scenario, options, 0, sample, outlook);
}

void tw_outlook_free(tw_outlook *o)
{
  if (!o) return;
  for (int i = 0; i < o->years; i++) {
    if (o->result) tw_market_result_free(o->result[i]);
    if (o->compared) tw_market_result_free(o->compared[i]);
  }
  for (int l = 0; l < TWI_LANGUAGES; l++) {
    for (int i = 0; i < o->sentences[l]; i++) twi_free(o->ctx, o->sentence[l][i]);
    for (int i = 0; i < o->remarks[l]; i++) twi_free(o->ctx, o->remark[l][i]);
    twi_free(o->ctx, o->sentence[l]);
    twi_free(o->ctx, o->remark[l]);
  }
  for (int k = 0; k < TWI_DRAWN_COLUMNS; k++) twi_free(o->ctx, o->quantile[k]);
  twi_spreads_free(o->ctx, &o->spreads);
  twi_free(o->ctx, o->parameter);
  twi_free(o->ctx, o->outcome);
  twi_free(o->ctx, o->driver);
  twi_free(o->ctx, o->year);
  twi_free(o->ctx, o->result);
  twi_free(o->ctx, o->compared);
  tw_market_free(o->market);
  twi_free(o->ctx, o);
}
