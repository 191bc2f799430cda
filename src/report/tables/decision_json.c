/* decision.json: all that a decision found, as one object. See decision_json.h. */
#include "report/tables/decision_json.h"

#include <math.h>

static const char *text_of_option(const void *option, const char *field)
{
  int known;
  return twi_texts_field(&((const twi_option *)option)->titles, "title", field, &known);
}

static const char *text_of_decision(const void *decision, const char *field)
{
  return tw_decision_text(decision, field);
}

static json_t *options_list(const tw_verdict *v, const twi_option *option, int count, int contingencies, int *failed)
{
  json_t *list = json_array();
  for (int i = 0; i < count; i++) {
    json_t *line = json_object();
    twi_json_put(line, "name", twi_json_text(v->ctx, option[i].name), failed);
    twi_json_put(line, "title", twi_json_text(v->ctx, option[i].title), failed);
    twi_json_put(line, "titles", twi_json_languages(v->ctx, text_of_option, &option[i], "title", failed), failed);
    if (contingencies) twi_json_put(line, "probability", twi_json_number(option[i].probability), failed);
    if (!contingencies) twi_json_put(line, "cost_pct", twi_json_number(option[i].cost), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

json_t *twi_decision_sentences(const tw_verdict *v, int region, int *failed)
{
  json_t *list = json_array();
  const char *sentence;
  for (int i = 0; (sentence = tw_verdict_sentence(v, region, i)); i++)
    twi_json_append(list, twi_json_text(v->ctx, sentence), failed);
  return list;
}

static json_t *cells_list(const tw_verdict *v, int r, int *failed)
{
  json_t *list = json_array();
  for (int l = 0; l < v->info.levers; l++)
    for (int c = 0; c < v->info.contingencies; c++) {
      const tw_cell *cell = tw_verdict_cell(v, r, l, c);
      json_t *line = json_object();
      twi_json_put(line, "lever", json_integer(l), failed);
      twi_json_put(line, "contingency", json_integer(c), failed);
      twi_json_put(line, "central", twi_json_number(cell->central), failed);
      twi_json_put(line, "mean", twi_json_number(cell->mean), failed);
      twi_json_put(line, "p05", twi_json_number(cell->p05), failed);
      twi_json_put(line, "p50", twi_json_number(cell->p50), failed);
      twi_json_put(line, "p95", twi_json_number(cell->p95), failed);
      twi_json_put(line, "regret", twi_json_number(cell->regret), failed);
      twi_json_put(line, "failed_draws", json_integer(cell->failed), failed);
      twi_json_append(list, line, failed);
    }
  return list;
}

static json_t *levers_list(const tw_verdict *v, int r, int *failed)
{
  static const char *const strength[] = {"no", "weakly", "strictly"};
  json_t *list = json_array();
  for (int l = 0; l < v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(v, r, l);
    json_t *object = json_object();
    twi_json_put(object, "expected", twi_json_number(line->expected), failed);
    twi_json_put(object, "p05", twi_json_number(line->p05), failed);
    twi_json_put(object, "p50", twi_json_number(line->p50), failed);
    twi_json_put(object, "p95", twi_json_number(line->p95), failed);
    twi_json_put(object, "largest_regret", twi_json_number(line->largest_regret), failed);
    twi_json_put(object, "worst_contingency", json_integer(line->worst), failed);
    twi_json_put(object, "largest_regret_draws", twi_json_number(line->largest_regret_draws), failed);
    twi_json_put(object, "share_of_draws_best", twi_json_number(line->best), failed);
    twi_json_put(object, "dominated", json_string(strength[line->dominated]), failed);
    twi_json_put(object, "dominated_by", line->by < 0 ? json_null() : json_integer(line->by), failed);
    twi_json_put(object, "same_as", line->same < 0 ? json_null() : json_integer(line->same), failed);
    twi_json_append(list, object, failed);
  }
  return list;
}

static json_t *index_or_null(int i)
{
  return i < 0 ? json_null() : json_integer(i);
}

static json_t *break_even_list(const tw_verdict *v, int r, int *failed)
{
  json_t *list = json_array();
  for (int i = 0; i < v->info.break_evens; i++) {
    const tw_break_even *b = tw_verdict_break_even(v, r, i);
    json_t *line = json_object();
    twi_json_put(line, "rival", json_integer(b->rival), failed);
    twi_json_put(line, "contingency", json_integer(b->contingency), failed);
    twi_json_put(line, "gain_in", twi_json_number(b->gain_in), failed);
    twi_json_put(line, "gain_elsewhere", twi_json_number(b->gain_else), failed);
    twi_json_put(line, "probability", twi_json_number(b->probability), failed);
    twi_json_put(line, "rival_better_above", isnan(b->probability) ? json_null() : json_boolean(b->above), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

static json_t *stays_list(const tw_verdict *v, int r, int *failed)
{
  json_t *list = json_array();
  for (int c = 0; c < v->info.contingencies; c++) {
    const tw_stay *s = tw_verdict_stay(v, r, c);
    json_t *line = json_object();
    twi_json_put(line, "low", twi_json_number(s->low), failed);
    twi_json_put(line, "high", twi_json_number(s->high), failed);
    twi_json_put(line, "below", index_or_null(s->below), failed);
    twi_json_put(line, "above", index_or_null(s->above), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

static json_t *region_object(const tw_verdict *v, int r, int *failed)
{
  const tw_verdict_region *g = &v->region[r];
  json_t *object = json_object(), *choice_of = json_object(), *worth = json_object();
  twi_json_put(object, "region", twi_json_text(v->ctx, twi_verdict_code(v, r)), failed);
  twi_json_put(object, "name", twi_json_text(v->ctx, twi_verdict_name(v, r)), failed);
  if (v->info.outcome > 0) {
    twi_json_put(choice_of, "expected_value", json_integer(g->expected), failed);
    twi_json_put(choice_of, "minimax_regret", json_integer(g->minimax), failed);
    twi_json_put(choice_of, "minimax_regret_draws", index_or_null(g->minimax_draws), failed);
    twi_json_put(worth, "contingency", twi_json_number(g->worth_contingency), failed);
    twi_json_put(worth, "parameters", twi_json_number(g->worth_parameters), failed);
    twi_json_put(worth, "both", twi_json_number(g->worth_both), failed);
    twi_json_put(object, "levers", levers_list(v, r, failed), failed);
    twi_json_put(object, "break_even", break_even_list(v, r, failed), failed);
    twi_json_put(object, "stays", stays_list(v, r, failed), failed);
  }
  twi_json_put(object, "choice", choice_of, failed);
  twi_json_put(object, "worth_of_knowing", worth, failed);
  twi_json_put(object, "cells", cells_list(v, r, failed), failed);
  twi_json_put(object, "reasons", twi_decision_sentences(v, r, failed), failed);
  return object;
}

json_t *twi_decision_draws(const tw_verdict *v, int *failed)
{
  json_t *object = json_object();
  twi_json_put(object, "asked", json_integer(v->info.draws), failed);
  twi_json_put(object, "finished", json_integer(v->info.finished), failed);
  twi_json_put(object, "used", json_integer(v->info.used), failed);
  twi_json_put(object, "interrupted", json_boolean(v->info.interrupted), failed);
  twi_json_put(object, "assumed", json_boolean(v->assumed), failed);
  return object;
}

json_t *twi_decision_object(const tw_verdict *v, int *failed)
{
  const tw_decision *d = v->decision;
  json_t *root = json_object(), *regions = json_array();
  twi_json_put(root, "decide", twi_json_text(v->ctx, d->name), failed);
  twi_json_put(root, "title", twi_json_text(v->ctx, d->title), failed);
  twi_json_put(root, "titles", twi_json_languages(v->ctx, text_of_decision, d, "title", failed), failed);
  twi_json_put(root, "notes", twi_json_text(v->ctx, d->notes), failed);
  twi_json_put(root, "notes_in", twi_json_languages(v->ctx, text_of_decision, d, "notes", failed), failed);
  twi_json_put(root, "indicator", twi_json_text(v->ctx, d->indicator), failed);
  char unit[64];
  twi_verdict_unit(v, unit);
  twi_json_put(root, "unit", twi_json_text(v->ctx, unit), failed);
  twi_json_put(root, "probabilities", json_string(d->given ? "given" : "equal"), failed);
  twi_json_put(root, "levers", options_list(v, d->lever, d->levers, 0, failed), failed);
  twi_json_put(root, "contingencies", options_list(v, d->contingency, d->contingencies, 1, failed), failed);
  twi_json_put(root, "draws", twi_decision_draws(v, failed), failed);
  twi_json_put(root, "caveats", twi_decision_sentences(v, TWI_FIRST, failed), failed);
  twi_json_put(root, "sentences", twi_decision_sentences(v, TWI_ABOUT_ALL, failed), failed);
  for (int r = 0; r < v->info.regions; r++) twi_json_append(regions, region_object(v, r, failed), failed);
  twi_json_put(root, "regions", regions, failed);
  return root;
}
