/* What a range is of: the key of its store, and its parameters in words. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ensemble/range.h"
#include "table/number.h"

/* Every number that the draws depend on, distributions included: files of elasticities change under the same name. */
tw_status twi_parameters_digest(tw_context *ctx, const twi_parameters *p, char text[TWI_DIGEST_TEXT])
{
  twi_text words = {.ctx = ctx};
  for (int i = 0; i < p->count; i++) {
    const twi_parameter *q = &p->parameter[i];
    twi_text_printf(&words, "%s %d %.17g %.17g %.17g\n", q->name, (int)q->distribution.kind, q->distribution.p[0],
                    q->distribution.p[1], q->distribution.p[2]);
    for (int k = 0; q->members > 1 && k < q->members; k++) /* what each sector is drawn from */
      twi_text_printf(&words, "  %d %d %.17g %.17g %.17g\n", q->member[k], (int)q->own[k].kind, q->own[k].p[0],
                      q->own[k].p[1], q->own[k].p[2]);
  }
  char *bytes;
  tw_status status = twi_text_take(&words, &bytes);
  if (status == TW_OK) status = twi_digest_of(ctx, bytes, strlen(bytes), text);
  twi_free(ctx, bytes);
  return status;
}

tw_status twi_range_key(const tw_range_result *r, int drivers, char **key)
{
  const twi_parameters *p = r->parameters;
  const tw_settings *t = &r->settings;
  char sha256[TWI_DIGEST_TEXT], tolerance[TWI_NUMBER_ROOM], lowest[TWI_NUMBER_ROOM];
  tw_status status = twi_parameters_digest(r->ctx, p, sha256);
  if (status != TW_OK) return status;
  twi_text text = {.ctx = r->ctx};
  twi_number_write(t->tolerance, tolerance);
  twi_number_write(p->floor, lowest);
  twi_text_printf(&text, "tradewind: %s\nbuild: %s\n", tw_version(), tw_build());
  twi_text_printf(&text, "world: %s %s\n", tw_world_text(r->world, "name"), tw_world_text(r->world, "sha256"));
  twi_text_printf(&text, "scenario: %s %s\n", tw_scenario_text(r->scenario, "scenario"),
                  tw_scenario_text(r->scenario, "sha256"));
  twi_text_printf(&text, "parameters: %d %s\n", p->count, sha256);
  twi_text_printf(&text, "tolerance: %s\nmax_iterations: %d\nmax_steps: %d\nkrylov_dimension: %d\n", tolerance,
                  t->max_iterations, t->max_steps, t->krylov_dimension);
  twi_text_printf(&text, "seed: %llu\nfloor: %s\n", (unsigned long long)p->seed, lowest);
  char words[TWI_OUTCOME_ROOM];
  if (drivers) {
    twi_text_printf(&text, "drivers: %zu\n", p->drivers);
    for (int i = 0; i < r->outcomes; i++)
      twi_text_printf(&text, "outcome: %s\n", twi_outcome_words(r->world, &r->of[i], words));
  } else {
    const twi_range_part *limits = &r->part[TW_LIMITS], *trade = &r->part[TW_TRADE];
    twi_text_printf(&text, "draws: %zu\ncolumns: regions%s", p->draws, r->options.sectors ? ", sectors" : "");
    if (r->options.decomposition) twi_text_printf(&text, ", decomposition");
    if (r->real_gdp) twi_text_printf(&text, ", real GDP");
    if (limits->rows) twi_text_printf(&text, ", %zu limits or targets", limits->rows);
    if (r->options.trade) twi_text_printf(&text, ", %d for each of %zu flows", trade->columns, trade->rows);
    twi_text_printf(&text, "\n");
    for (size_t i = 0; i < r->asks; i++)
      twi_text_printf(&text, "asked: %s\n", twi_answer_words(r->central, &r->asked[i], words));
  }
  return twi_text_take(&text, key);
}

/* ---------------------------------------------------------------- words */

static void number_words(twi_unit unit, const char *currency, double x, char *words, size_t room)
{
  static const char *const after[TWI_UNITS] = {
      [TWI_UNIT_PERCENT] = " %", [TWI_UNIT_POINTS] = " pp",         [TWI_UNIT_MASS] = " Mt",
      [TWI_UNIT_ENERGY] = " PJ", [TWI_UNIT_PRICE] = " USD/MMBtu", [TWI_UNIT_TIME] = " years"};
  int fraction = unit == TWI_UNIT_PERCENT || unit == TWI_UNIT_POINTS;
  if (unit == TWI_UNIT_MONEY)
    twi_print(words, room, "%.6g %s", x, currency);
  else
    twi_print(words, room, "%.6g%s", fraction ? 100 * x : x, after[unit] ? after[unit] : "");
}

char *twi_distribution_words(tw_context *ctx, const twi_distribution *d, twi_unit unit, const char *currency)
{
  char a[3][64];
  for (int i = 0; i < 3; i++) number_words(unit, currency, d->p[i], a[i], sizeof a[i]);
  const char *word = twi_distribution_word(d->kind);
  switch (d->kind) {
  case TWI_UNIFORM:
    return twi_format(ctx, "%s between %s and %s", word, a[0], a[1]);
  case TWI_TRIANGULAR:
    return twi_format(ctx, "%s between %s and %s, likeliest %s", word, a[0], a[2], a[1]);
  case TWI_QUANTILES:
    return twi_format(ctx, "%s at 5, 50 and 95 %%: %s, %s and %s", word, a[0], a[1], a[2]);
  default:
    return twi_format(ctx, "%s with mean %s and standard deviation %s", word, a[0], a[1]);
  }
}

static char *distribution_words(tw_context *ctx, const twi_parameter *p)
{
  return twi_distribution_words(ctx, &p->distribution,
                                p->kind == TWI_PARAMETER_ELASTICITY ? TWI_UNIT_NUMBER : p->unit, p->currency);
}

tw_status twi_range_describe(tw_range_result *r)
{
  const twi_parameters *p = r->parameters;
  r->shown = twi_new(r->ctx, (size_t)p->count + 1, sizeof *r->shown);
  if (!r->shown) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < p->count; i++) {
    tw_range_parameter *s = &r->shown[i];
    s->name = p->parameter[i].name;
    s->source = p->parameter[i].source;
    s->central = p->parameter[i].central;
    s->title = p->parameter[i].titles.text;
    for (int k = 0; k < TWI_LANGUAGES; k++) s->titles[k] = p->parameter[i].titles.in[k];
    s->distribution = distribution_words(r->ctx, &p->parameter[i]);
    if (!s->distribution) return twi_no_memory(r->ctx, 0);
  }
  return TW_OK;
}
