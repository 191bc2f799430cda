/* Limits on quantities: quotas on imports, capacities of output or of exports. Each becomes a condition,
 *
 *   volume at reference prices <= limit,   rent >= 0,   one of the two with equality,
 *
 * one for each flow or producer, or with `together` one for the sum of all. The rent works like a tariff (its owner is
 * the importer or a named region), an export tax (the exporter) or, on output, a tax on production; where nobody has it,
 * like a barrier: what buyers pay above the price melts on the way. What is solved for
 * is in model/conditions/conditions.c (the gap of each condition) and solve/border.c (its row of the residual). */
#include <math.h>

#include "base/names.h"
#include "base/sort.h"
#include "scenario/apply/apply.h"
#include "world/meant.h"

enum { IMPORTER = -1, EXPORTER = -2, NOBODY = -3 };

typedef struct limit {
  double goal;
  int in_money, owner;
} limit;

/* ---------------------------------------------------------------- what the rule says */

static tw_status fail_ban(const twi_job *job)
{
  return twi_yaml_fail(job->ctx, job->rule->amount.node,
                       "a limit of nothing is no limit but a ban; expected more than 0 (for none at all write a rule "
                       "ban)");
}

static tw_status read_goal(const twi_job *job, limit *l)
{
  const twi_amount *amount = &job->rule->amount;
  double x;
  l->in_money = amount->unit == TWI_UNIT_MONEY;
  if (l->in_money) {
    tw_status status = twi_money_of(job, amount, &l->goal);
    return status != TW_OK ? status : l->goal > 0 && isfinite(l->goal) ? TW_OK : fail_ban(job);
  }
  x = twi_amount_at(amount, job->year);
  if (job->rule->operation == TWI_CHANGE) x += 1;
  if (!(x > 0) || !isfinite(x)) return fail_ban(job);
  l->goal = job->rule->operation == TWI_CHANGE ? log1p(twi_amount_at(amount, job->year)) : log(x);
  return TW_OK;
}

/* importer, exporter or a region; of capacities the region itself (the exporter) or another one. */
static tw_status read_owner(const twi_job *job, limit *l)
{
  const twi_yaml *node = job->rule->owner;
  const tw_world *w = job->world;
  int capacity = job->rule->kind->id == TWI_RULE_CAPACITY;
  l->owner = EXPORTER;
  if (!node || twi_same_name(node->text, node->length, "exporter")) return TW_OK;
  if (!capacity && twi_same_name(node->text, node->length, "importer")) {
    l->owner = IMPORTER;
    return TW_OK;
  }
  if (!capacity && twi_same_name(node->text, node->length, "nobody")) {
    l->owner = NOBODY;
    return TW_OK;
  }
  l->owner = twi_world_region_index(w, node->text, node->length);
  if (l->owner >= 0) return TW_OK;
  char meant[TWI_MEANT];
  const char *nearest = twi_world_suggest(w, TWI_AXIS_REGIONS, node->text, node->length, meant);
  return twi_yaml_fail(job->ctx, node, "found \"%s\", expected %s or a region of world %s%s%s%s", node->text,
                       capacity ? "exporter" : "importer, exporter, nobody", w->name, nearest ? "; did you mean " : "",
                       nearest ? nearest : "", nearest ? "?" : "");
}

/* "80 % of the reference", "2000 million USD" */
static void say_limit(const twi_job *job, const limit *l, twi_sentence *text)
{
  if (l->in_money)
    twi_say(text, "%.6g %s %s at reference prices", l->goal, job->world->unit, job->world->currency);
  else
    twi_say(text, "%.6g %% of the reference", 100 * exp(l->goal));
}

static void say_owner(const twi_job *job, const limit *l, const char *itself, twi_sentence *text)
{
  twi_say(text, "; the rent goes to %s",
          l->owner == IMPORTER   ? "the importer"
          : l->owner == EXPORTER ? itself
          : l->owner == NOBODY   ? "nobody"
                                 : job->world->region[l->owner]);
}

/* The limit as fields: of the reference in per cent or in the world's money, whether it is one on the sum, and who gets
 * the rent. */
static void put_limit(twi_job *job, const limit *l, const char *itself)
{
  twi_field_number(job, "", l->in_money ? "limit" : "limit_pct", l->in_money ? l->goal : 100 * exp(l->goal));
  if (job->tally.covered > 1) twi_field_text(job, "", "limits", job->rule->together ? "together" : "each");
  twi_field_text(job, "", "owner",
                 l->owner == IMPORTER   ? "importer"
                 : l->owner == EXPORTER ? itself
                 : l->owner == NOBODY   ? "nobody"
                                        : job->world->region[l->owner]);
}

/* ---------------------------------------------------------------- quotas */

static tw_status add_quota(twi_job *job, const limit *l, size_t *cell, size_t count, const char *what)
{
  const twi_condition c = {.kind = TWI_AT_MOST,
                           .measure = TWI_MEASURE_FLOWS,
                           .count = count,
                           .cell = cell,
                           .goal = l->goal,
                           .in_money = l->in_money,
                           .lever = l->owner == EXPORTER ? TWI_LEVER_EXPORT_TAX
                                    : l->owner == NOBODY ? TWI_LEVER_BARRIER
                                                         : TWI_LEVER_TARIFF,
                           .lever_count = count,
                           .lever_cell = cell,
                           .owner = l->owner,
                           .rule = "quota",
                           .line = job->rule->node->key_line};
  return twi_condition_add(job, &c, what, "rent of the quota");
}

/* A limit for each flow; in a sector with products on all of them together. */
static tw_status each_quota(twi_job *job, const limit *l)
{
  const tw_world *w = job->world;
  twi_run *run;
  size_t *cell = twi_alloc(job->ctx, job->count, sizeof *cell);
  if (!cell) return twi_no_memory(job->ctx, job->count * sizeof *cell);
  tw_status status = twi_runs(job, &job->rule->place, &run);
  for (size_t first = 0, last; status == TW_OK && first < job->count; first = last) {
    last = twi_run_cells(run, job->count, first, cell);
    int banned = 1; /* all of it: its limit is put aside when all rules are read */
    for (size_t i = first; i < last; i++) banned &= twi_is_banned(&job->policy->wedges, run[i].cell);
    job->banned_limits += banned;
    twi_flow_at at = twi_flow_of(w, run[first].key);
    char room[TWI_PRODUCT_WORDS];
    twi_sentence what = {"", 0};
    twi_say(&what, "imports of %s by %s from %s", twi_say_code(w, at.s, at.g, room), w->region[at.d], w->region[at.o]);
    status = add_quota(job, l, cell, last - first, what.bytes);
  }
  twi_free(job->ctx, run);
  twi_free(job->ctx, cell);
  return status;
}

tw_status twi_apply_quota(twi_job *job)
{
  const tw_world *w = job->world;
  const twi_place *place = &job->rule->place;
  limit l;
  tw_status status = twi_cover(job, place);
  if (status == TW_OK) status = read_goal(job, &l);
  if (status == TW_OK) status = read_owner(job, &l);
  for (size_t i = 0; i < job->count && status == TW_OK; i++) {
    job->tally.covered++;
    job->tally.value += w->flow[job->cell[i]];
    job->tally.changed += !twi_is_banned(&job->policy->wedges, job->cell[i]);
  }
  if (status == TW_OK && !job->rule->together) status = each_quota(job, &l);
  if (status == TW_OK && job->rule->together) {
    twi_sentence what = {"imports of ", 11};
    twi_say_members(job, place, 2, &what);
    twi_say(&what, " by ");
    twi_say_members(job, place, 0, &what);
    twi_say(&what, " from ");
    twi_say_members(job, place, 1, &what);
    twi_say(&what, place->both_ways ? " and back, together" : ", together");
    status = add_quota(job, &l, job->cell, job->count, what.bytes);
  }
  if (status != TW_OK) return status;
  twi_say(&job->words, "the volume of trade");
  twi_say_place(job, place, "in", &job->words);
  twi_say(&job->words, " is at most ");
  say_limit(job, &l, &job->words);
  if (job->count > 1) twi_say(&job->words, job->rule->together ? ", all flows together" : ", each flow by itself");
  say_owner(job, &l, "the exporter", &job->words);
  put_limit(job, &l, "exporter");
  return TW_OK;
}

/* ---------------------------------------------------------------- capacities */

/* Adds to list the flows of a producer to other regions: of a product, or of all products of a sector that are covered.
 */
static size_t list_exports(twi_job *job, size_t producer, size_t *list)
{
  const tw_world *w = job->world;
  twi_producer_at at = twi_producer_of(w, producer);
  size_t count = 0;
  for (int m = w->sector_market[at.s]; m < w->sector_market[at.s + 1]; m++) {
    if (at.g >= 0 && w->market[m].product != at.g) continue;
    for (int d = 0; d < w->N; d++) {
      size_t cell = twi_market_cell(w, &w->market[m], (size_t)d, (size_t)at.d);
      if (d == at.d || cell == SIZE_MAX || !(w->flow[cell] > 0)) continue;
      if (job->rule->of_cascade && twi_clause_spares(job, cell)) continue;
      list[count++] = cell;
    }
  }
  return count;
}

static tw_status add_capacity(twi_job *job, const limit *l, size_t *cell, size_t count, const char *what)
{
  int exports = job->rule->of_exports;
  const twi_condition c = {.kind = TWI_AT_MOST,
                           .measure = exports ? TWI_MEASURE_FLOWS : TWI_MEASURE_OUTPUT,
                           .count = count,
                           .cell = cell,
                           .goal = l->goal,
                           .in_money = l->in_money,
                           .lever = exports ? TWI_LEVER_EXPORT_TAX : TWI_LEVER_OUTPUT_RENT,
                           .lever_count = count,
                           .lever_cell = cell,
                           .owner = l->owner,
                           .rule = "capacity",
                           .line = job->rule->node->key_line};
  return twi_condition_add(job, &c, what, "rent of the capacity");
}

/* One limit a producer, which of a sector without some of its products is the others together. list has room for all
 * flows; those of exports stay in it, *used of them. */
static tw_status each_capacity(twi_job *job, const limit *l, const twi_run *run, size_t *list, size_t *used)
{
  const tw_world *w = job->world;
  int exports = job->rule->of_exports;
  tw_status status = TW_OK;
  *used = 0;
  for (size_t first = 0, last; first < job->count && status == TW_OK; first = last) {
    size_t *cell = list + *used, count = 0;
    for (last = first; last < job->count && run[last].key == run[first].key; last++) {
      size_t more = 1;
      double value = 0;
      if (exports)
        more = list_exports(job, run[last].cell, cell + count);
      else
        cell[count] = run[last].cell;
      if (more == 0) continue;
      for (size_t k = 0; k < more; k++)
        value += exports ? w->flow[cell[count + k]] : twi_output_of(job, run[last].cell);
      count += more;
      job->tally.covered++;
      job->tally.changed++;
      job->tally.value += value;
    }
    if (exports) *used += count;
    if (job->rule->together || count == 0) continue;
    twi_producer_at at = twi_producer_of(w, run[first].key);
    char room[TWI_PRODUCT_WORDS];
    twi_sentence what = {"", 0};
    twi_say(&what, exports ? "exports of %s from %s" : "output of %s in %s", twi_say_code(w, at.s, at.g, room),
            w->region[at.d]);
    status = add_capacity(job, l, cell, count, what.bytes);
  }
  return status;
}

static tw_status all_capacities(twi_job *job, const limit *l, const twi_run *run, size_t *exports)
{
  const twi_place *place = &job->rule->place;
  const char *noun = job->rule->of_exports ? "exports" : "output";
  int by_product = place->key[1].axis == TWI_AXIS_PRODUCTS;
  size_t used;
  tw_status status = each_capacity(job, l, run, exports, &used);
  if (status != TW_OK) return status;
  if (job->tally.covered == 0)
    return twi_yaml_fail_key(job->ctx, job->rule->node,
                             "rule capacity covers nothing in world %s: these regions export nothing in these %s",
                             job->world->name, by_product ? "products" : "sectors");
  if (job->rule->together) {
    twi_sentence what = {"", 0};
    twi_say(&what, "%s", noun);
    twi_say_place(job, place, "of", &what);
    twi_say(&what, ", together");
    if (job->rule->of_exports) twi_sort_sizes(exports, used);
    status = job->rule->of_exports ? add_capacity(job, l, exports, used, what.bytes)
                                   : add_capacity(job, l, job->cell, job->count, what.bytes);
  }
  if (status != TW_OK) return status;
  twi_say(&job->words, "the volume of %s", noun);
  twi_say_place(job, place, "of", &job->words);
  twi_say(&job->words, " is at most ");
  say_limit(job, l, &job->words);
  if (job->tally.covered > 1)
    twi_say(&job->words, job->rule->together ? ", all together"
                         : by_product        ? ", each region and product by itself"
                                             : ", each region and sector by itself");
  say_owner(job, l, "the region itself", &job->words);
  twi_field_text(job, "", "of", noun);
  put_limit(job, l, "itself");
  return TW_OK;
}

tw_status twi_apply_capacity(twi_job *job)
{
  limit l;
  tw_status status = twi_cover(job, &job->rule->place);
  if (status == TW_OK) status = read_goal(job, &l);
  if (status == TW_OK) status = read_owner(job, &l);
  if (status != TW_OK) return status;
  size_t room = job->rule->of_exports ? twi_world_flows(job->world) : job->count;
  size_t *list = twi_alloc(job->ctx, room, sizeof *list);
  twi_run *run = NULL;
  if (!list) return twi_no_memory(job->ctx, room * sizeof *list);
  status = twi_runs(job, &job->rule->place, &run);
  if (status == TW_OK) status = all_capacities(job, &l, run, list);
  twi_free(job->ctx, run);
  twi_free(job->ctx, list);
  return status;
}
