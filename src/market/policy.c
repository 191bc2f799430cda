/* Rules on a state, in order, each on what the ones before left. docs/formats.md says what each does; here is one
 * function for each kind of rule, and a list of them.
 *
 * Every rule says how many numbers it covers; one that covers none is an error, since it was meant to do something. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "market/policy.h"

/* A rule with its names looked up; -1: not given, or all. */
typedef struct twi_ruling {
  tw_context *ctx;
  twi_market_state *s;
  const tw_market_rule *rule;
  int supplier, buyer, passage;
  char where[96];
} twi_ruling;

static double changed(const tw_market_rule *rule, double now)
{
  if (rule->how == TW_MARKET_TO) return rule->amount;
  return rule->how == TW_MARKET_ADD ? now + rule->amount : now * (1 + rule->amount);
}

static tw_status fail_amount(const twi_ruling *r, const char *what, double value, const char *expected)
{
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s: %s would become %.6g, expected %s", r->where, what, value, expected);
}

static int fits_supplier(const twi_ruling *r, int o)
{
  return r->supplier < 0 || r->supplier == o;
}

static int fits_buyer(const twi_ruling *r, int d)
{
  return r->buyer < 0 || r->buyer == d;
}

static int passes(const twi_ruling *r, int route)
{
  return r->passage < 0 || twi_market_route_use(r->s, route, r->passage) > 0;
}

/* ---------------------------------------------------------------- suppliers */

static void scale_supplier(twi_market_state *s, int o, double factor)
{
  for (int b = s->first_block[o]; b < s->first_block[o + 1]; b++) s->block[b].capacity *= factor;
}

/* More capacity: blocks that are not in force, in the order of the file, then the last one grows. */
static void grow_supplier(twi_market_state *s, int o, double more)
{
  int last = -1;
  for (int b = s->first_block[o]; b < s->first_block[o + 1]; b++) {
    twi_state_block *block = &s->block[b];
    if (block->of < 0) continue;
    double room = fmin(more, fmax(0, block->full - block->capacity));
    block->capacity += room;
    more -= room;
    last = b;
  }
  if (last >= 0) s->block[last].capacity += more;
}

static tw_status rule_passage_capacity(twi_ruling *r, int *covered)
{
  twi_market_state *s = r->s;
  for (int i = 0; i < s->passages; i++) {
    if (r->passage >= 0 && r->passage != i) continue;
    double now = isfinite(s->capacity[i]) ? s->capacity[i] : s->through[i];
    s->capacity[i] = changed(r->rule, now);
    if (!(s->capacity[i] >= 0)) return fail_amount(r, "the capacity", s->capacity[i], "0 or more");
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_capacity(twi_ruling *r, int *covered)
{
  twi_market_state *s = r->s;
  if (r->rule->passage) return rule_passage_capacity(r, covered);
  for (int o = 0; o < s->suppliers; o++) {
    if (!fits_supplier(r, o)) continue;
    double now = twi_market_supplier_capacity(s, o, 0), then = changed(r->rule, now);
    if (!(then >= 0) || isinf(then)) return fail_amount(r, "the capacity", then, "0 or more");
    if (then < now)
      scale_supplier(s, o, then / now);
    else
      grow_supplier(s, o, then - now);
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_outage(twi_ruling *r, int *covered)
{
  double share = r->rule->amount;
  if (!(share >= 0 && share <= 1)) return fail_amount(r, "the share lost", share, "0 to 1");
  for (int o = 0; o < r->s->suppliers; o++) {
    if (!fits_supplier(r, o) || twi_market_supplier_capacity(r->s, o, 1) == 0) continue;
    scale_supplier(r->s, o, 1 - share);
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_cost(twi_ruling *r, int *covered)
{
  for (int b = 0; b < r->s->blocks; b++) {
    twi_state_block *block = &r->s->block[b];
    if (!fits_supplier(r, block->supplier) || block->of < 0) continue;
    block->cost = changed(r->rule, block->cost);
    block->cash = changed(r->rule, block->cash);
    if (!(block->cost >= 0 && block->cash >= 0)) return fail_amount(r, "a cost", block->cost, "0 or more");
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_conjecture(twi_ruling *r, int *covered)
{
  for (int o = 0; o < r->s->suppliers; o++) {
    if (!fits_supplier(r, o)) continue;
    double theta = r->s->conjecture[o] = changed(r->rule, r->s->conjecture[o]);
    if (!(theta >= 0 && theta <= 1)) return fail_amount(r, "the conjecture", theta, "0 to 1");
    ++*covered;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- ways */

static tw_status rule_close(twi_ruling *r, int *covered)
{
  for (int i = 0; i < r->s->passages; i++) {
    if (r->passage >= 0 && r->passage != i) continue;
    r->s->closed[i] = 1;
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_freight(twi_ruling *r, int *covered)
{
  twi_market_state *s = r->s;
  for (int i = 0; i < s->routes; i++) {
    const twi_state_pair *pair = &s->pair[s->market->route[i].pair];
    if (!fits_supplier(r, pair->supplier) || !fits_buyer(r, pair->buyer) || !passes(r, i)) continue;
    double freight = s->route[i].freight = changed(r->rule, s->route[i].freight);
    if (!(freight >= 0) || isinf(freight)) return fail_amount(r, "a freight", freight, "0 or more");
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_toll(twi_ruling *r, int *covered)
{
  for (int i = 0; i < r->s->passages; i++) {
    if (r->passage >= 0 && r->passage != i) continue;
    double toll = r->s->toll[i] = changed(r->rule, r->s->toll[i]);
    if (!(toll >= 0) || isinf(toll)) return fail_amount(r, "a toll", toll, "0 or more");
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_floor(twi_ruling *r, int *covered)
{
  twi_market_state *s = r->s;
  for (int p = 0; p < s->pairs; p++) {
    twi_state_pair *pair = &s->pair[p];
    if (!fits_supplier(r, pair->supplier) || !fits_buyer(r, pair->buyer)) continue;
    double floor = changed(r->rule, isnan(pair->firm) ? pair->contract : pair->firm);
    if (!(floor >= 0) || isinf(floor)) return fail_amount(r, "a floor", floor, "0 or more");
    pair->firm = floor;
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_tax(twi_ruling *r, int *covered)
{
  twi_market_state *s = r->s;
  for (int p = 0; p < s->pairs; p++) {
    twi_state_pair *pair = &s->pair[p];
    if (!fits_supplier(r, pair->supplier) || !fits_buyer(r, pair->buyer)) continue;
    double *tax = r->rule->ad_valorem ? &pair->tax_rate : &pair->tax;
    *tax = changed(r->rule, *tax);
    if (r->rule->how == TW_MARKET_CHANGE) { /* in per cent of what there is, of either kind */
      double *other = r->rule->ad_valorem ? &pair->tax : &pair->tax_rate;
      *other = changed(r->rule, *other);
    }
    if (r->rule->ad_valorem && !(*tax > -1)) return fail_amount(r, "the rate of a tax", *tax, "more than -1");
    if (!isfinite(*tax)) return fail_amount(r, "a tax", *tax, "a number");
    ++*covered;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- buyers */

static tw_status rule_demand(twi_ruling *r, int *covered)
{
  for (int d = 0; d < r->s->buyers; d++) {
    if (!fits_buyer(r, d)) continue;
    double quantity = r->s->buyer[d].quantity = changed(r->rule, r->s->buyer[d].quantity);
    if (!(quantity > 0) || isinf(quantity)) return fail_amount(r, "the demand", quantity, "more than 0");
    ++*covered;
  }
  return TW_OK;
}

static tw_status rule_elasticity(twi_ruling *r, int *covered)
{
  for (int d = 0; d < r->s->buyers; d++) {
    if (!fits_buyer(r, d)) continue;
    double eps = r->s->buyer[d].elasticity = changed(r->rule, r->s->buyer[d].elasticity);
    if (!(eps < 0) || isinf(eps)) return fail_amount(r, "the elasticity", eps, "less than 0");
    ++*covered;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- the list */

enum { SUPPLIER = 1, BUYER = 2, PASSAGE = 4 };
typedef struct twi_rule_kind {
  const char *name;
  int takes, needs; /* bits of what may be named, and of what must be (one of them) */
  tw_status (*apply)(twi_ruling *r, int *covered);
} twi_rule_kind;

static const twi_rule_kind kinds[] = {
    {"capacity", SUPPLIER | PASSAGE, SUPPLIER | PASSAGE, rule_capacity},
    {"outage", SUPPLIER, SUPPLIER, rule_outage},
    {"close", PASSAGE, PASSAGE, rule_close},
    {"freight", SUPPLIER | BUYER | PASSAGE, 0, rule_freight},
    {"demand", BUYER, 0, rule_demand},
    {"floor", SUPPLIER | BUYER, SUPPLIER | BUYER, rule_floor},
    {"tax", SUPPLIER | BUYER, 0, rule_tax},
    {"cost", SUPPLIER, 0, rule_cost},
    {"elasticity", BUYER, 0, rule_elasticity},
    {"toll", PASSAGE, PASSAGE, rule_toll},
    {"conjecture", SUPPLIER, 0, rule_conjecture},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static tw_status find_kind(twi_ruling *r, const twi_rule_kind **kind)
{
  const char *names[KINDS], *word = r->rule->rule ? r->rule->rule : "";
  char shown[TWI_SHOWN];
  for (int i = 0; i < KINDS; i++) {
    names[i] = kinds[i].name;
    if (strcmp(word, kinds[i].name) != 0) continue;
    *kind = &kinds[i];
    return TW_OK;
  }
  const char *near = twi_nearest(word, strlen(word), names, KINDS);
  return twi_fail(r->ctx, TW_BAD_INPUT,
                  "%s: found the rule %s, expected capacity, outage, close, freight, demand, floor, "
                  "tax, cost, elasticity, toll or conjecture%s%s%s",
                  r->where, twi_show(word, strlen(word), shown), near ? "; did you mean " : "", near ? near : "",
                  near ? "?" : "");
}

static const char *code_at(const tw_market *m, int what, int i)
{
  return what == SUPPLIER ? m->supplier[i].code : what == BUYER ? m->buyer[i].code : m->passage[i].code;
}

static tw_status find_name(twi_ruling *r, const twi_rule_kind *kind, int what, const char *word, const char *code,
                           int *index)
{
  const tw_market *m = r->s->market;
  int count = what == SUPPLIER ? m->suppliers : what == BUYER ? m->buyers : m->passages;
  char shown[TWI_SHOWN];
  *index = -1;
  if (!code) return TW_OK;
  if (!(kind->takes & what))
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s: found a %s in the rule %s, which takes none", r->where, word,
                    kind->name);
  *index = what == SUPPLIER ? twi_market_find_supplier(m, code)
           : what == BUYER  ? twi_market_find_buyer(m, code)
                            : twi_market_find_passage(m, code);
  if (*index >= 0 || twi_same_name(code, strlen(code), "all")) return TW_OK;
  const char *near = NULL, **names = twi_alloc(r->ctx, (size_t)count, sizeof *names);
  if (!names) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < count; i++) names[i] = code_at(m, what, i);
  near = twi_nearest(code, strlen(code), names, count);
  twi_free(r->ctx, names);
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s: found %s, expected a %s of the market %s%s%s%s", r->where,
                  twi_show(code, strlen(code), shown), word, m->name, near ? "; did you mean " : "", near ? near : "",
                  near ? "?" : "");
}

static tw_status check_needs(const twi_ruling *r, const twi_rule_kind *kind)
{
  const tw_market_rule *rule = r->rule;
  int has = (rule->supplier ? SUPPLIER : 0) | (rule->buyer ? BUYER : 0) | (rule->passage ? PASSAGE : 0);
  if (kind->needs && !(has & kind->needs))
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s: the rule %s names nobody, expected %s", r->where, kind->name,
                    kind->needs == PASSAGE                ? "a passage"
                    : kind->needs == (SUPPLIER | PASSAGE) ? "a supplier or a passage"
                    : kind->needs == SUPPLIER             ? "a supplier"
                                                          : "a supplier or a buyer");
  if (strcmp(kind->name, "capacity") == 0 && (has & SUPPLIER) && (has & PASSAGE))
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s: found a supplier and a passage, expected the capacity of one of them",
                    r->where);
  return TW_OK;
}

static tw_status apply_rule(twi_ruling *r)
{
  const twi_rule_kind *kind = NULL;
  int covered = 0;
  tw_status status = find_kind(r, &kind);
  if (status == TW_OK) status = find_name(r, kind, SUPPLIER, "supplier", r->rule->supplier, &r->supplier);
  if (status == TW_OK) status = find_name(r, kind, BUYER, "buyer", r->rule->buyer, &r->buyer);
  if (status == TW_OK) status = find_name(r, kind, PASSAGE, "passage", r->rule->passage, &r->passage);
  if (status == TW_OK) status = check_needs(r, kind);
  if (status != TW_OK) return status;
  if (!isfinite(r->rule->amount) && strcmp(kind->name, "close") != 0)
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s: found an amount that is no number", r->where);
  status = kind->apply(r, &covered);
  if (status != TW_OK || covered) return status;
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s: the rule %s covers nothing: no %s of the market %s fits", r->where,
                  kind->name,
                  kind->apply == rule_outage                             ? "capacity in force"
                  : kind->apply == rule_freight                          ? "way"
                  : kind->apply == rule_floor || kind->apply == rule_tax ? "pair"
                                                                         : "block",
                  r->s->market->name);
}

tw_status twi_market_state_apply(tw_context *ctx, twi_market_state *s, const tw_market_rule *rule, int rules)
{
  tw_status status = TW_OK;
  for (int i = 0; i < rules && status == TW_OK; i++) {
    twi_ruling r = {.ctx = ctx, .s = s, .rule = &rule[i]};
    if ((rule[i].from && s->year < rule[i].from) || (rule[i].until && s->year > rule[i].until)) continue;
    if (rule[i].where)
      twi_print(r.where, sizeof r.where, "%s", rule[i].where);
    else
      twi_print(r.where, sizeof r.where, "rule %d", i + 1);
    status = apply_rule(&r);
  }
  twi_market_state_settle(s);
  return status;
}
