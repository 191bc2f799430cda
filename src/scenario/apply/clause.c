/* No-ban clauses: what of an exporter's bans does not hold for one of its buyers. A clause is on flows; a ban, or a
 * limit that a cascade came to, passes by a flow that has one, whatever the order of the rules. Where it did so, the
 * buyer has instead
 *
 *   exempt         the flow as without the ban
 *   capped         volume <= volume of the reference,  rent >= 0 to the exporter, one of the two with equality
 *   proportional   volume / all that the exporter sells of it = that of the reference,  by a rent of either sign
 *
 * each flow by itself; the last two are conditions like those of limits.c and target.c. The ban holds for what is over
 * the share, so that it binds from above; where the buyer would take less at the exporter's price, the exporter sells
 * to it below that, which is a rent below 0. */
#include <math.h>
#include <string.h>

#include "scenario/apply/apply.h"
#include "scenario/cascade.h"

tw_status twi_clauses_mark(twi_job *job)
{
  tw_status status = TW_OK;
  size_t flows = twi_world_flows(job->world);
  for (job->index = 0; job->index < job->scenario->rule_count && status == TW_OK; job->index++) {
    job->rule = &job->scenario->rule[job->index];
    if (job->rule->kind->id != TWI_RULE_CLAUSE) continue;
    status = twi_cover(job, &job->rule->place);
    if (status == TW_OK && !job->clause && !(job->clause = twi_new(job->ctx, flows, sizeof *job->clause)))
      status = twi_no_memory(job->ctx, flows * sizeof *job->clause);
    for (size_t i = 0; status == TW_OK && i < job->count; i++) job->clause[job->cell[i]] = job->index + 1;
  }
  return status;
}

int twi_clause_spares(twi_job *job, size_t flow)
{
  if (!job->clause || job->clause[flow] == 0) return 0;
  if (job->clause[flow] > 0) job->clause[flow] = -job->clause[flow];
  return 1;
}

/* ---------------------------------------------------------------- conditions */

static tw_status add_condition(twi_job *job, size_t flow)
{
  const tw_world *w = job->world;
  int capped = job->rule->clause == TWI_CLAUSE_CAPPED;
  twi_flow_at at = twi_flow_of(w, flow);
  char room[TWI_PRODUCT_WORDS];
  const char *code = twi_say_code(w, at.s, at.g, room);
  twi_sentence what = {"", 0};
  const twi_condition c = {.kind = capped ? TWI_AT_MOST : TWI_EXACTLY,
                           .measure = capped ? TWI_MEASURE_FLOWS : TWI_MEASURE_SALES_SHARE,
                           .count = 1,
                           .cell = &flow,
                           .goal = 0,
                           .lever = TWI_LEVER_EXPORT_TAX,
                           .lever_count = 1,
                           .lever_cell = &flow,
                           .owner = -2,
                           .rule = "clause",
                           .line = job->rule->node->key_line};
  if (capped)
    twi_say(&what, "imports of %s by %s from %s", code, w->region[at.d], w->region[at.o]);
  else
    twi_say(&what, "share of %s in what %s sells of %s", w->region[at.d], w->region[at.o], code);
  return twi_condition_add(job, &c, what.bytes, "rent of the clause");
}

/* ---------------------------------------------------------------- who bans nothing */

static tw_status fail_partner(const twi_job *job, const twi_yaml *node, const char *exporter)
{
  const tw_world *w = job->world;
  char list[256] = "";
  int count = 0;
  for (int o = 0; o < w->N && strlen(list) + strlen(w->region[o]) + 8 < sizeof list; o++) {
    if (!twi_cascade_follows(job->ctx, job->scenario, w, o, SIZE_MAX)) continue;
    if (count++) strcat(list, ", ");
    strcat(list, w->region[o]);
  }
  return twi_yaml_fail(
      job->ctx, node,
      "clause: %s bans nothing that the clause is on: no rule ban of the policy covers it%s%s%s, expected an "
      "exporter that does or may",
      exporter, job->scenario->cascade.node ? ", and it is not in who of the cascade" : "", *list ? ", which has " : "",
      list);
}

/* 1: a flow of the exporter (-1: of any) has been spared, or the cascade may come to it. */
static int may_ban(const twi_job *job, int exporter)
{
  for (size_t i = 0; i < job->count; i++) {
    int o = twi_flow_of(job->world, job->cell[i]).o;
    if (exporter >= 0 && o != exporter) continue;
    if (job->clause[job->cell[i]] < 0 || twi_cascade_follows(job->ctx, job->scenario, job->world, o, job->cell[i]))
      return 1;
  }
  return 0;
}

/* Every exporter that the clause names has to ban something, or may; of groups one of their members. */
static tw_status check_partners(const twi_job *job)
{
  const twi_yaml *node = job->rule->place.selector[1];
  int list = node->kind == TWI_YAML_SEQUENCE;
  for (int i = 0; i < (list ? node->count : 1); i++) {
    const twi_yaml *item = list ? node->child[i] : node;
    int o = twi_world_region_index(job->world, item->text, item->length);
    if (o >= 0 && !may_ban(job, o)) return fail_partner(job, item, job->world->region[o]);
  }
  return may_ban(job, -1) ? TW_OK : fail_partner(job, node, "none of these exporters");
}

/* ---------------------------------------------------------------- the rule */

tw_status twi_apply_clause(twi_job *job)
{
  static const char *const words[TWI_CLAUSES] = {
      " do not hold up to the volume of the reference (no-ban clause, capped)", " do not hold (no-ban clause, exempt)",
      " leave it the share of all that the exporter sells that it had (no-ban clause, proportional)"};
  const twi_rule *rule = job->rule;
  tw_status status = twi_cover(job, &rule->place);
  if (status == TW_OK) status = check_partners(job);
  for (size_t i = 0; i < job->count && status == TW_OK; i++) {
    size_t flow = job->cell[i];
    int in_force = job->clause[flow] == -(job->index + 1);
    twi_count_cell(&job->tally, job->world->flow[flow], 0, 0, in_force);
    if (in_force && rule->clause != TWI_CLAUSE_EXEMPT) status = add_condition(job, flow);
  }
  if (status != TW_OK) return status;
  twi_say(&job->words, "bans on trade");
  twi_say_place(job, &rule->place, "in", &job->words);
  twi_say(&job->words, "%s", words[rule->clause]);
  if (job->tally.changed == 0)
    twi_say(&job->words, "; nothing of it is banned so far");
  else if (job->tally.changed < job->tally.covered)
    twi_say(&job->words, "; %zu of %zu flows would be banned", job->tally.changed, job->tally.covered);
  twi_field_text(job, "", "clause", twi_clause_word(rule->clause));
  twi_field_number(job, "", "in_force", (double)job->tally.changed);
  return TW_OK;
}
