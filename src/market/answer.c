/* A question taken through states, solutions and accounts: tw_market_solve, and the numbers of its result.
 *
 *   stage 0   the base: no rules, the data year         (before)
 *   stage 1   the rules at the year                     (after; before a shock)
 *   stage 2   the shock on stage 1, recentred           (after)  */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "market/market.h"

static const char *const stage_names[] = {"base", "rules", "shock"};

static tw_status solve_stage(tw_market_result *result, twi_market_solver *solver, int stage, double tolerance)
{
  twi_market_stage *at = &result->stage[stage];
  at->name = stage_names[stage];
  tw_status status = twi_market_solve_state(solver, at->state, tolerance, &at->solution);
  if (status != TW_OK) return status;
  result->stages = stage + 1;
  if (at->solution.outcome != TW_CERTIFIED) return TW_OK;
  return twi_market_accounts_make(result->ctx, at->state, &at->solution, &at->accounts);
}

static int is_solved(const tw_market_result *result)
{
  return result->stages > 0 && result->stage[result->stages - 1].solution.outcome == TW_CERTIFIED;
}

static tw_status answer_question(tw_market_result *result, twi_market_solver *solver, const tw_market_question *q)
{
  tw_context *ctx = result->ctx;
  const tw_market *m = result->market;
  tw_status status = TW_OK;
  result->stage[0].name = stage_names[0];
  if (!q->skip_base)
    status = twi_market_state_make(ctx, m, 0, q->statuses, q->short_run, NULL, 0, &result->stage[0].state);
  if (status == TW_OK)
    status =
        twi_market_state_make(ctx, m, q->year, q->statuses, q->short_run, q->rule, q->rules, &result->stage[1].state);
  if (status == TW_OK && !q->skip_base) {
    status = solve_stage(result, solver, 0, q->tolerance);
    if (status != TW_OK || !is_solved(result)) return status;
  }
  if (status != TW_OK) return status;
  status = solve_stage(result, solver, 1, q->tolerance);
  if (status != TW_OK || !is_solved(result) || q->shocks == 0) return status;
  status = twi_market_recentre(ctx, result->stage[1].state, &result->stage[1].solution, &result->stage[2].state);
  if (status == TW_OK) status = twi_market_state_apply(ctx, result->stage[2].state, q->shock, q->shocks);
  return status == TW_OK ? solve_stage(result, solver, 2, q->tolerance) : status;
}

static tw_status check_question(tw_context *ctx, const tw_market_question *q)
{
  if (q->rules < 0 || q->shocks < 0 || (q->rules && !q->rule) || (q->shocks && !q->shock))
    return twi_fail(ctx, TW_USAGE, "a question to a market has rules that are not there");
  if (q->statuses & ~(unsigned)(TW_MARKET_OPERATING | TW_MARKET_FIRM | TW_MARKET_PROPOSED))
    return twi_fail(ctx, TW_USAGE, "a question to a market asks for statuses that there are not");
  if (q->year < 0 || q->year > 9999) return twi_fail(ctx, TW_USAGE, "found the year %d, expected 0 to 9999", q->year);
  return TW_OK;
}

tw_status tw_market_solve(tw_context *ctx, const tw_market *market, const tw_market_question *question,
                          tw_market_result **out)
{
  static const tw_market_question nothing;
  const tw_market_question *q = question ? question : &nothing;
  double start = twi_seconds();
  twi_market_solver *solver = NULL;
  *out = NULL;
  tw_status status = check_question(ctx, q);
  if (status != TW_OK) return status;
  tw_market_result *result = twi_new(ctx, 1, sizeof *result);
  if (!result) return twi_no_memory(ctx, sizeof *result);
  result->ctx = ctx;
  result->market = market;
  result->tolerance = q->tolerance > 0 ? q->tolerance : 1e-9;
  result->before = q->shocks ? 1 : 0;
  result->after = result->before + 1;
  status = twi_market_solver_new(ctx, &solver);
  if (status == TW_OK) status = answer_question(result, solver, q);
  twi_market_solver_free(solver);
  result->seconds = twi_seconds() - start;
  if (status != TW_OK) {
    tw_market_result_free(result);
    return status;
  }
  *out = result;
  return TW_OK;
}

void tw_market_result_free(tw_market_result *result)
{
  if (!result) return;
  for (int i = 0; i < 3; i++) {
    twi_market_state_free(result->ctx, result->stage[i].state);
    twi_market_solution_free(result->ctx, &result->stage[i].solution);
    twi_market_accounts_free(result->ctx, &result->stage[i].accounts);
  }
  twi_free(result->ctx, result);
}

void tw_market_result_about(const tw_market_result *result, tw_market_info *info)
{
  const twi_market_solution *last = &result->stage[result->stages - 1].solution;
  memset(info, 0, sizeof *info);
  info->outcome = last->outcome;
  info->message = last->message;
  info->stages = result->stages;
  info->before = result->before;
  info->after = result->after;
  info->tolerance = result->tolerance;
  info->seconds = result->seconds;
  info->lines = TWI_MARKET_CONDITION_COUNT;
  for (int i = 0; i < TWI_MARKET_CONDITION_COUNT; i++) {
    info->line[i].name = twi_market_condition_name(i);
    info->line[i].words = twi_market_condition_words(i);
    info->line[i].of_quantity = twi_market_condition_is_quantity(i);
  }
  for (int stage = 0; stage < result->stages; stage++) {
    const twi_market_solution *at = &result->stage[stage].solution;
    info->iterations += at->iterations + at->finishing;
    info->many_flows |= at->many_flows;
    for (int i = 0; i < TWI_MARKET_CONDITION_COUNT; i++) {
      info->line[i].value = fmax(info->line[i].value, at->certificate.value[i]);
      info->largest = fmax(info->largest, at->certificate.value[i]);
    }
  }
}

/* ---------------------------------------------------------------- numbers by name */

typedef enum twi_field_of { OF_BUYER, OF_SUPPLIER, OF_PASSAGE, OF_PAIR, OF_THROUGH, OF_WHOLE, OF_CHANGE } twi_field_of;
typedef struct twi_field_name {
  const char *name;
  twi_field_of of;
  size_t at; /* where the number stands in the account */
} twi_field_name;

#define BUYER(name, member)                                                                                            \
  {                                                                                                                    \
    name, OF_BUYER, offsetof(twi_market_buyer_account, member)                                                         \
  }
#define SUPPLIER(name, member)                                                                                         \
  {                                                                                                                    \
    name, OF_SUPPLIER, offsetof(twi_market_supplier_account, member)                                                   \
  }
#define PASSAGE(name, member)                                                                                          \
  {                                                                                                                    \
    name, OF_PASSAGE, offsetof(twi_market_passage_account, member)                                                     \
  }
#define PAIR(name, member)                                                                                             \
  {                                                                                                                    \
    name, OF_PAIR, offsetof(twi_market_pair_account, member)                                                           \
  }
#define WHOLE(name, member)                                                                                            \
  {                                                                                                                    \
    name, OF_WHOLE, offsetof(twi_market_accounts, member)                                                              \
  }
enum { SURPLUS_CHANGE, SHORTFALL, FLOW_CHANGE };

static const twi_field_name fields[] = {
    BUYER("price", price),
    BUYER("quantity", quantity),
    BUYER("wanted", wanted),
    BUYER("unserved", unserved),
    BUYER("bill", bill),
    BUYER("limit_rent", limit_rent),
    BUYER("tax", tax),
    BUYER("surplus", surplus),
    BUYER("hhi", hhi),
    SUPPLIER("output", output),
    SUPPLIER("netback", netback),
    SUPPLIER("marginal", marginal),
    SUPPLIER("revenue", revenue),
    SUPPLIER("cost", cost),
    SUPPLIER("rent", rent),
    SUPPLIER("capacity_rent", capacity_rent),
    SUPPLIER("other_rent", other_rent),
    SUPPLIER("wedge_value", wedge_value),
    SUPPLIER("capacity", capacity),
    PASSAGE("passage_quantity", quantity),
    PASSAGE("toll", toll),
    PASSAGE("tolls", tolls),
    PAIR("flow", quantity),
    PAIR("freight", freight),
    PAIR("share", share),
    PAIR("pair_netback", netback),
    PAIR("days", days),
    {"through", OF_THROUGH, 0},
    WHOLE("bills", bills),
    WHOLE("freight_paid", freight),
    WHOLE("tolls_paid", tolls),
    WHOLE("costs", costs),
    WHOLE("rents", rents),
    WHOLE("taxes", taxes),
    WHOLE("identity", identity),
    WHOLE("wedges", wedges),
    WHOLE("total_surplus", surplus),
    WHOLE("objective", objective),
    {"surplus_change", OF_CHANGE, SURPLUS_CHANGE},
    {"shortfall", OF_CHANGE, SHORTFALL},
    {"flow_change", OF_CHANGE, FLOW_CHANGE},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static double number_at(const void *account, size_t at)
{
  double value;
  memcpy(&value, (const char *)account + at, sizeof value);
  return value;
}

static void fill_pairs(const tw_market *m, const twi_market_accounts *a, const twi_field_name *field, double *out)
{
  size_t cells = (size_t)m->suppliers * (size_t)m->buyers;
  double nothing =
      field->at == offsetof(twi_market_pair_account, quantity) || field->at == offsetof(twi_market_pair_account, share)
          ? 0
          : NAN;
  for (size_t i = 0; i < cells; i++) {
    int p = m->pair_of[i];
    out[i] = p < 0 ? nothing : number_at(&a->pair[p], field->at);
  }
}

/* Along the demand curve of the stage itself, from what the buyer's unit was worth before. A rule that moves the curve
 * is no part of it. */
static void fill_change(const tw_market_result *result, int stage, size_t what, double *out)
{
  const tw_market *m = result->market;
  const twi_market_stage *now = &result->stage[stage], *before = &result->stage[stage > 0 ? stage - 1 : 0];
  if (what == FLOW_CHANGE) {
    size_t cells = (size_t)m->suppliers * (size_t)m->buyers;
    for (size_t i = 0; i < cells; i++) {
      int p = m->pair_of[i];
      out[i] = p < 0 ? 0 : now->accounts.pair[p].quantity - before->accounts.pair[p].quantity;
    }
    return;
  }
  for (int d = 0; d < m->buyers; d++) {
    const twi_market_solution *a = &before->solution, *b = &now->solution;
    if (what == SHORTFALL)
      out[d] = before->accounts.buyer[d].quantity - now->accounts.buyer[d].quantity;
    else
      out[d] = twi_market_surplus_change(now->state, d, a->price[d] + a->limit_rent[d], b->price[d] + b->limit_rent[d]);
  }
}

tw_status tw_market_result_numbers(tw_context *ctx, const tw_market_result *result, int stage, const char *field,
                                   double *out)
{
  const char *names[FIELDS];
  const twi_field_name *found = NULL;
  for (int i = 0; i < FIELDS; i++) {
    names[i] = fields[i].name;
    if (strcmp(field, fields[i].name) == 0) found = &fields[i];
  }
  if (!found) {
    const char *near = twi_nearest(field, strlen(field), names, FIELDS);
    char shown[TWI_SHOWN];
    return twi_fail(ctx, TW_USAGE, "a market's result has no numbers %s%s%s%s", twi_show(field, strlen(field), shown),
                    near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
  }
  int first = found->of == OF_CHANGE && stage > 0 ? stage - 1 : stage;
  if (stage < 0 || stage >= result->stages || result->stage[stage].solution.outcome != TW_CERTIFIED ||
      result->stage[first].solution.outcome != TW_CERTIFIED)
    return twi_fail(
        ctx, TW_USAGE, "the market's result has no certified stage %d",
        result->stages > stage && stage >= 0 && result->stage[stage].solution.outcome == TW_CERTIFIED ? first : stage);
  const tw_market *m = result->market;
  const twi_market_accounts *a = &result->stage[stage].accounts;
  switch (found->of) {
  case OF_BUYER:
    for (int d = 0; d < m->buyers; d++) out[d] = number_at(&a->buyer[d], found->at);
    break;
  case OF_SUPPLIER:
    for (int o = 0; o < m->suppliers; o++) out[o] = number_at(&a->supplier[o], found->at);
    break;
  case OF_PASSAGE:
    for (int k = 0; k < m->passages; k++) out[k] = number_at(&a->passage[k], found->at);
    break;
  case OF_PAIR:
    fill_pairs(m, a, found, out);
    break;
  case OF_THROUGH:
    memcpy(out, a->through, (size_t)m->buyers * (size_t)m->passages * sizeof *out);
    break;
  case OF_WHOLE:
    *out = number_at(a, found->at);
    break;
  case OF_CHANGE:
    fill_change(result, stage, found->at, out);
    break;
  }
  return TW_OK;
}

const char *tw_market_result_route(const tw_market_result *result, int stage, int supplier, int buyer)
{
  const tw_market *m = result->market;
  if (stage < 0 || stage >= result->stages || supplier < 0 || supplier >= m->suppliers || buyer < 0 ||
      buyer >= m->buyers || result->stage[stage].solution.outcome != TW_CERTIFIED)
    return NULL;
  int p = m->pair_of[(size_t)supplier * (size_t)m->buyers + (size_t)buyer];
  int route = p < 0 ? -1 : result->stage[stage].accounts.pair[p].route;
  return route < 0 ? NULL : m->route[route].code;
}
