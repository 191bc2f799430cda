/* What each rule did, in words and numbers: for the log, for `scenario check` and for run.json. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scenario/apply/apply.h"

/* "rises from 0.40 % to 25.40 % on average (trade-weighted)" */
static void say_move(twi_job *job, const char *weights)
{
  const twi_tally *t = &job->tally;
  double before = t->before / t->weight, after = t->after / t->weight;
  twi_sentence *text = &job->words;
  if (t->changed == 0) {
    twi_say(text, " stays at ");
    twi_say_percent(text, after);
  } else {
    twi_say(text, after > before ? " rises from " : after < before ? " falls from " : " changes, from ");
    twi_say_percents(text, before, after);
  }
  if (t->covered > 1) twi_say(text, " on average (%s)", weights);
}

static const char *preposition(twi_rule_id id)
{
  return id == TWI_RULE_LABOUR || id == TWI_RULE_PRODUCTIVITY ? "of" : "on";
}

static void say_rate(twi_job *job)
{
  const twi_rule_kind *kind = job->rule->kind;
  twi_cells cells = twi_cells_of(&job->rule->place);
  twi_say(&job->words, "%s", kind->words);
  twi_say_place(job, &job->rule->place, preposition(kind->id), &job->words);
  if (!(job->tally.weight > 0)) {
    twi_say(&job->words, " stays: all of it is banned");
    return;
  }
  say_move(job, cells == TWI_CELLS_FLOWS       ? "trade-weighted"
                : cells == TWI_CELLS_PRODUCERS ? "output-weighted"
                                               : "weighted by value added");
  if (kind->neutral == 1) twi_say(&job->words, ", against the data");
}

/* The place of a rule of one kind of cells, as it is selected. */
static void put_place(twi_job *job)
{
  twi_rule_id id = job->rule->kind->id;
  if (id != TWI_RULE_TARGET) twi_field_place(job, "", &job->rule->place);
}

static void say_change(twi_job *job, const char *who, const char *others)
{
  double x = twi_amount_at(&job->rule->amount, job->year);
  twi_say(&job->words, "%s", who);
  twi_say_place(job, &job->rule->place, "for", &job->words);
  twi_say(&job->words, x < 0 ? " falls by " : " rises by ");
  twi_say_percent(&job->words, fabs(x));
  twi_say(&job->words, " at given prices; %s", others);
}

static void say_preference(twi_job *job)
{
  const tw_world *w = job->world;
  double value = 0, before = 0, after = 0;
  for (int i = 0; i < job->policy->preferences; i++) {
    const twi_preference *p = &job->policy->preference[i];
    if (job->touched[TWI_RULE_PREFERENCE][p->flow] != job->index + 1) continue;
    value += w->flow[p->flow];
    before += w->flow[p->flow] * p->utilisation_base;
    after += w->flow[p->flow] * p->utilisation_new;
  }
  if (value > 0) {
    twi_field_number(job, "", "utilisation_before", before / value);
    twi_field_number(job, "", "utilisation_after", after / value);
  }
  twi_say(&job->words, "use of the preference");
  twi_say_place(job, &job->rule->place, "on", &job->words);
  if (!(value > 0)) {
    twi_say(&job->words, " ends: all of it is banned");
    return;
  }
  twi_say(&job->words, " goes from ");
  twi_say_percents(&job->words, before / value, after / value);
  twi_say(&job->words, " of customs value, and the applied tariff");
  say_move(job, "trade-weighted");
}

static void say_effect(twi_job *job)
{
  const twi_rule *rule = job->rule;
  twi_sentence *text = &job->words;
  switch (rule->kind->id) {
  case TWI_RULE_DEMAND:
    say_change(job, "demand", "other sellers make up for it in proportion");
    break;
  case TWI_RULE_FINAL_DEMAND:
    say_change(job, "final demand", "other sectors make up for it in proportion");
    break;
  case TWI_RULE_BAN:
    twi_say(text, "trade");
    twi_say_place(job, &rule->place, "in", text);
    twi_say(text, " is banned");
    if (rule->of_cascade) twi_say(text, " (cascade)");
    break;
  case TWI_RULE_PREFERENCE:
    say_preference(job);
    break;
  case TWI_RULE_CLAUSE:
  case TWI_RULE_QUOTA:
  case TWI_RULE_CAPACITY:
  case TWI_RULE_TRANSFER:
  case TWI_RULE_TARGET:
    break; /* said where they are applied */
  default:
    say_rate(job);
    break;
  }
}

/* ---------------------------------------------------------------- overlaps */

static size_t cells_in_all(const twi_job *job)
{
  twi_cells cells = twi_cells_of(&job->rule->place);
  return cells == TWI_CELLS_FLOWS       ? twi_world_flows(job->world)
         : cells == TWI_CELLS_PRODUCERS ? twi_world_producers(job->world)
                                        : (size_t)job->world->N;
}

/* Marks the cells as this rule's; counts those that an earlier rule of the kind had. */
static tw_status find_overlaps(twi_job *job, twi_effect *effect)
{
  twi_rule_id id = job->rule->kind->id;
  int last = 0;
  if (job->count == 0) return TW_OK; /* transfers and targets add up */
  if (!job->touched[id]) job->touched[id] = twi_new(job->ctx, cells_in_all(job), sizeof(int));
  if (!job->touched[id]) return twi_no_memory(job->ctx, 0);
  for (size_t i = 0; i < job->count; i++) {
    int *touched = &job->touched[id][job->cell[i]];
    effect->overlaps += *touched != 0;
    if (*touched > last) last = *touched;
    *touched = job->index + 1;
  }
  if (last) effect->overlapped = job->scenario->rule[last - 1].node->key_line;
  return TW_OK;
}

/* ---------------------------------------------------------------- recording */

/* The sources of the rule's amounts, joined; NULL with *failed 0: there are none. */
static char *sources_of(twi_job *job, int *failed)
{
  const twi_rule *rule = job->rule;
  twi_sentence text = {"", 0};
  const char *last = rule->amount.source;
  if (last) twi_say(&text, "%s", last);
  for (int i = 0; i < TWI_NAMED_AMOUNTS; i++) {
    const char *source = rule->named[i].source;
    if (!source || (last && strcmp(source, last) == 0)) continue;
    twi_say(&text, "%s%s", last ? "; " : "", source);
    last = source;
  }
  char *copy = last ? twi_strdup(job->ctx, text.bytes) : NULL;
  *failed = last && !copy;
  return copy;
}

static int is_of_products(const twi_job *job)
{
  int goods = twi_goods_key(job->rule->place.key);
  return goods >= 0 && job->rule->place.key[goods].axis == TWI_AXIS_PRODUCTS;
}

static const char *noun_of(const twi_job *job)
{
  twi_cells cells = twi_cells_of(&job->rule->place);
  if (job->rule->kind->id == TWI_RULE_FINAL_DEMAND) return "sectors of final demand";
  if (cells == TWI_CELLS_PRODUCERS) return is_of_products(job) ? "producers of products" : "producing sectors";
  return cells == TWI_CELLS_FLOWS ? "flows" : "regions";
}

/* A line for those who ask, a note when the rule did nothing at all (a year on a path may well be neutral). */
static void tell_effect(const twi_job *job)
{
  const twi_rule *rule = job->rule;
  const twi_tally *t = &job->tally;
  const twi_yaml *node = rule->node;
  const tw_world *w = job->world;
  int level = rule->amount.count > 1;
  if (rule->kind->id == TWI_RULE_TARGET) {
    twi_log(job->ctx, 1, "%s:%d: rule target: %s", node->origin, node->key_line, job->words.bytes);
    return;
  }
  int later = rule->kind->id == TWI_RULE_CLAUSE && job->scenario->cascade.node; /* the ban that it waits for */
  if (t->changed == 0 && !later)
    twi_log(job->ctx, level, "%s:%d: rule %s changes nothing: the %zu %s it covers are where it would put them",
            node->origin, node->key_line, rule->kind->name, t->covered, noun_of(job));
  if (t->weight > 0 && rule->kind->id != TWI_RULE_BAN && rule->kind->id != TWI_RULE_CLAUSE)
    twi_log(job->ctx, 1, "%s:%d: rule %s covers %zu %s worth %.6g %s %s; on average %s goes from %.6g %% to %.6g %%",
            node->origin, node->key_line, rule->kind->name, t->covered, noun_of(job), t->value, w->unit, w->currency,
            rule->kind->words, 100 * t->before / t->weight, 100 * t->after / t->weight);
  else
    twi_log(job->ctx, 1, "%s:%d: rule %s covers %zu %s worth %.6g %s %s: %s", node->origin, node->key_line,
            rule->kind->name, t->covered, noun_of(job), t->value, w->unit, w->currency, job->words.bytes);
}

tw_status twi_effect_record(twi_job *job)
{
  const twi_rule *rule = job->rule;
  const twi_tally *t = &job->tally;
  int averages = t->weight > 0 && rule->kind->id != TWI_RULE_BAN && rule->kind->id != TWI_RULE_CLAUSE, failed;
  twi_effect effect = {.rule = rule->kind->name,
                       .origin = rule->node->origin,
                       .line = rule->node->key_line,
                       .against = job->against,
                       .covered = t->covered,
                       .changed = t->changed,
                       .value = t->value,
                       .before = averages ? t->before / t->weight : NAN,
                       .after = averages ? t->after / t->weight : NAN};
  tw_status status = find_overlaps(job, &effect);
  if (status != TW_OK) return status;
  say_effect(job);
  put_place(job);
  effect.words = twi_strdup(job->ctx, job->words.bytes);
  effect.fields = job->fields.failed || !job->fields.bytes ? NULL : twi_strdup(job->ctx, job->fields.bytes);
  effect.source = sources_of(job, &failed);
  if (!effect.words || !effect.fields || failed) {
    twi_effect_free(job->ctx, &effect);
    return twi_no_memory(job->ctx, 0);
  }
  job->policy->effect[job->policy->effects++] = effect;
  tell_effect(job);
  return TW_OK;
}
