/* market.json: all of an outlook as one object, of which the page is made. docs/formats.md lists its keys. */
#include "report/tables/market_json.h"

#include <math.h>

#include "report/json.h"

typedef struct making {
  tw_context *ctx;
  const tw_outlook *o;
  const tw_market_result *r;
  const twi_market_stage *base, *new;
  double *number; /* [largest count] room for a field of the outlook */
  int failed;
  tw_status status;
} making;

static void put_text(making *k, json_t *to, const char *key, const char *text)
{
  twi_json_put(to, key, twi_json_text(k->ctx, text), &k->failed);
}

static void put_number(making *k, json_t *to, const char *key, double x)
{
  twi_json_put(to, key, twi_json_number(x), &k->failed);
}

static json_t *new_list(making *k)
{
  json_t *list = json_array();
  if (!list) k->failed = 1;
  return list;
}

/* ---------------------------------------------------------------- words */

static json_t *texts_of(making *k, char *const *text, int count)
{
  json_t *list = new_list(k);
  for (int i = 0; i < count; i++) twi_json_append(list, twi_json_text(k->ctx, text[i]), &k->failed);
  return list;
}

static json_t *in_languages(making *k, char **const text[TWI_LANGUAGES], const int count[TWI_LANGUAGES])
{
  json_t *part = json_object();
  for (int l = 0; l < TWI_LANGUAGES; l++)
    twi_json_put(part, twi_language(l), texts_of(k, text[l], count[l]), &k->failed);
  return part;
}

static json_t *rules_of(making *k, twi_market_list list)
{
  const tw_outlook *o = k->o;
  json_t *rules = new_list(k);
  for (int i = 0; o->scenario && i < o->scenario->market.rules[list]; i++) {
    json_t *one = json_object();
    const twi_market_written *rule = &o->scenario->market.rule[list][i];
    put_text(k, one, "rule", rule->rule);
    for (int l = 0; l < TWI_LANGUAGES; l++) {
      char *words = twi_outlook_rule_words(k->ctx, o->market, rule, tw_outlook_year(o, o->years - 1), l);
      if (!words) k->failed = 1;
      put_text(k, one, twi_language(l), words ? words : "");
      twi_free(k->ctx, words);
    }
    put_text(k, one, "source", rule->amount.source);
    twi_json_append(rules, one, &k->failed);
  }
  return rules;
}

/* What is drawn, with draws. */
static json_t *parameters_of(making *k)
{
  const tw_range_parameter *p;
  json_t *list = new_list(k);
  for (int i = 0; (p = tw_outlook_parameter(k->o, i)); i++) {
    json_t *one = json_object();
    put_text(k, one, "name", p->name);
    put_text(k, one, "distribution", p->distribution);
    put_text(k, one, "source", p->source);
    put_number(k, one, "central", p->central);
    put_text(k, one, "title", p->title);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

static json_t *drivers_of(making *k)
{
  const tw_outlook_driver *d;
  int count = tw_outlook_drivers(k->o, &d);
  json_t *list = new_list(k);
  for (int i = 0; i < count; i++) {
    json_t *one = json_object();
    char of[96];
    twi_print(of, sizeof of, "%s %s", d[i].outcome, d[i].code);
    put_text(k, one, "of", of);
    put_text(k, one, "outcome", d[i].outcome);
    put_text(k, one, "code", d[i].code);
    put_text(k, one, "parameter", d[i].parameter);
    put_number(k, one, "first_order", d[i].first_order);
    put_number(k, one, "total", d[i].total);
    put_number(k, one, "first_order_error", d[i].first_order_error);
    put_number(k, one, "total_error", d[i].total_error);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

static const char *market_text(const void *of, const char *field)
{
  return tw_market_text(of, field);
}

static const char *scenario_text(const void *of, const char *field)
{
  return tw_scenario_text(of, field);
}

/* ---------------------------------------------------------------- numbers */

/* Puts field of the outlook into each item of a list, under its name. */
static void put_field(making *k, json_t *list, const char *field)
{
  if (k->status == TW_OK) k->status = tw_outlook_numbers(k->ctx, k->o, field, k->number);
  if (k->status != TW_OK) return;
  for (size_t i = 0; i < json_array_size(list); i++) put_number(k, json_array_get(list, i), field, k->number[i]);
}

static void put_quantiles(making *k, json_t *list, const char *name)
{
  static const char *const level[] = {"_p05", "_p50", "_p95"};
  for (int q = 0; q < 3 && k->o->draws; q++) {
    char field[64];
    twi_print(field, sizeof field, "%s%s", name, level[q]);
    put_field(k, list, field);
  }
}

/* Share of what arrives that sailed through each passage, by its code; those of nothing are left out. */
static json_t *through_of(making *k, const twi_market_accounts *a, int buyer)
{
  const tw_market *m = k->o->market;
  json_t *part = json_object();
  for (int i = 0; i < m->passages; i++) {
    double share = a->through[(size_t)buyer * (size_t)m->passages + (size_t)i];
    if (share > 0) put_number(k, part, m->passage[i].code, share);
  }
  return part;
}

static json_t *buyers_of(making *k)
{
  const tw_market *m = k->o->market;
  json_t *list = new_list(k);
  for (int d = 0; d < m->buyers; d++) {
    const twi_market_buyer_account *a = &k->base->accounts.buyer[d], *b = &k->new->accounts.buyer[d];
    json_t *one = json_object();
    put_text(k, one, "buyer", m->buyer[d].code);
    put_text(k, one, "name", m->buyer[d].name);
    put_text(k, one, "region", m->buyer[d].region);
    put_text(k, one, "quality",
             m->buyer[d].quality == TWI_MARKET_OBSERVED  ? "observed"
             : m->buyer[d].quality == TWI_MARKET_DERIVED ? "derived"
                                                         : "assumed");
    put_number(k, one, "price_base", a->price);
    put_number(k, one, "price_new", b->price);
    put_number(k, one, "quantity_base", a->quantity);
    put_number(k, one, "quantity_new", b->quantity);
    put_number(k, one, "unserved", b->unserved);
    put_number(k, one, "bill_base", a->bill);
    put_number(k, one, "bill_new", b->bill);
    put_number(k, one, "hhi_base", a->hhi);
    put_number(k, one, "hhi", b->hhi);
    twi_json_put(one, "through_base", through_of(k, &k->base->accounts, d), &k->failed);
    twi_json_put(one, "through_new", through_of(k, &k->new->accounts, d), &k->failed);
    twi_json_append(list, one, &k->failed);
  }
  static const char *const fields[] = {"direct_loss", "replaced_pct", "surplus_change", "worth"};
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) put_field(k, list, fields[i]);
  static const char *const drawn[] = {"price_new", "quantity_new", "bill_new", "surplus_change", "worth"};
  for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) put_quantiles(k, list, drawn[i]);
  return list;
}

static json_t *suppliers_of(making *k)
{
  const tw_market *m = k->o->market;
  json_t *list = new_list(k);
  for (int o = 0; o < m->suppliers; o++) {
    const twi_market_supplier_account *a = &k->base->accounts.supplier[o], *b = &k->new->accounts.supplier[o];
    json_t *one = json_object();
    put_text(k, one, "supplier", m->supplier[o].code);
    put_text(k, one, "name", m->supplier[o].name);
    put_text(k, one, "region", m->supplier[o].region);
    put_number(k, one, "output_base", a->output);
    put_number(k, one, "output_new", b->output);
    put_number(k, one, "capacity_base", a->capacity);
    put_number(k, one, "capacity_new", b->capacity);
    put_number(k, one, "netback_base", a->netback);
    put_number(k, one, "netback_new", b->netback);
    put_number(k, one, "cost_new", b->output > 0 ? b->cost / b->output / m->value_per_unit : NAN);
    put_number(k, one, "rent_base", a->rent);
    put_number(k, one, "rent_new", b->rent);
    put_number(k, one, "capacity_rent_new", b->capacity_rent);
    twi_json_append(list, one, &k->failed);
  }
  static const char *const drawn[] = {"output_new", "netback_new", "rent_new"};
  for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) put_quantiles(k, list, drawn[i]);
  return list;
}

static json_t *passages_of(making *k)
{
  const tw_market *m = k->o->market;
  json_t *list = new_list(k);
  for (int i = 0; i < m->passages; i++) {
    const twi_market_passage_account *a = &k->base->accounts.passage[i], *b = &k->new->accounts.passage[i];
    double capacity = k->new->state->capacity[i];
    json_t *one = json_object();
    put_text(k, one, "passage", m->passage[i].code);
    put_text(k, one, "name", m->passage[i].name);
    put_number(k, one, "quantity_base", a->quantity);
    put_number(k, one, "quantity_new", b->quantity);
    put_number(k, one, "toll", b->toll);
    put_number(k, one, "capacity_new", isfinite(capacity) ? capacity : NAN);
    twi_json_put(one, "closed", json_boolean(k->new->state->closed[i]), &k->failed);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

static json_t *flows_of(making *k)
{
  const tw_market *m = k->o->market;
  json_t *list = new_list(k);
  for (int p = 0; p < m->pairs; p++) {
    const twi_market_pair_account *a = &k->base->accounts.pair[p], *b = &k->new->accounts.pair[p];
    int route = b->quantity > 0 ? b->route : a->route;
    if (!(a->quantity > 0) && !(b->quantity > 0)) continue;
    json_t *one = json_object(), *ways = new_list(k);
    put_text(k, one, "supplier", m->supplier[m->pair[p].supplier].code);
    put_text(k, one, "buyer", m->buyer[m->pair[p].buyer].code);
    put_number(k, one, "quantity_base", a->quantity);
    put_number(k, one, "quantity_new", b->quantity);
    for (int i = 0; route >= 0 && i < m->route[route].crossings; i++)
      twi_json_append(ways, twi_json_text(k->ctx, m->passage[m->crossing[m->route[route].first_crossing + i]].code),
                      &k->failed);
    twi_json_put(one, "passages", ways, &k->failed);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

static json_t *money_of(making *k, const twi_market_accounts *a)
{
  json_t *part = json_object();
  put_number(k, part, "bills", a->bills);
  put_number(k, part, "freight", a->freight);
  put_number(k, part, "tolls", a->tolls);
  put_number(k, part, "taxes", a->taxes);
  put_number(k, part, "costs", a->costs);
  put_number(k, part, "rents", a->rents);
  put_number(k, part, "identity", a->identity);
  put_number(k, part, "wedges", a->wedges);
  return part;
}

/* Of each year what the page draws: the price of every buyer, the output of every supplier. */
static json_t *years_of(making *k)
{
  const tw_market *m = k->o->market;
  json_t *list = new_list(k);
  for (int i = 0; i < k->o->years; i++) {
    const tw_market_result *r = k->o->result[i];
    const twi_market_accounts *a = &r->stage[r->after].accounts;
    json_t *one = json_object(), *price = json_object(), *output = json_object();
    twi_json_put(one, "year", json_integer(tw_outlook_year(k->o, i)), &k->failed);
    for (int d = 0; d < m->buyers; d++) put_number(k, price, m->buyer[d].code, a->buyer[d].price);
    for (int o = 0; o < m->suppliers; o++) put_number(k, output, m->supplier[o].code, a->supplier[o].output);
    twi_json_put(one, "price", price, &k->failed);
    twi_json_put(one, "output", output, &k->failed);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

/* ---------------------------------------------------------------- the object */

static json_t *make_object(making *k)
{
  const tw_outlook *o = k->o;
  const tw_market *m = o->market;
  json_t *root = json_object(), *rules = json_object(), *money = json_object();
  put_text(k, root, "name", m->name);
  put_text(k, root, "scenario", o->scenario ? tw_scenario_text(o->scenario, "scenario") : NULL);
  twi_json_put(root, "titles",
               o->scenario ? twi_json_languages(k->ctx, scenario_text, o->scenario, "title", &k->failed)
                           : twi_json_languages(k->ctx, market_text, m, "title", &k->failed),
               &k->failed);
  put_text(k, root, "title", o->scenario ? tw_scenario_text(o->scenario, "title") : tw_market_text(m, "title"));
  twi_json_put(root, "market_titles", twi_json_languages(k->ctx, market_text, m, "title", &k->failed), &k->failed);
  put_text(k, root, "unit", m->unit);
  put_text(k, root, "price_unit", m->price_unit);
  put_text(k, root, "value_unit", m->value_unit);
  put_text(k, root, "source", m->source);
  put_text(k, root, "licence", m->licence);
  twi_json_put(root, "data_year", json_integer(m->data_year), &k->failed);
  twi_json_put(root, "year", json_integer(tw_outlook_year(o, o->years - 1)), &k->failed);
  twi_json_put(root, "shock", json_boolean(o->has_shock), &k->failed);
  twi_json_put(root, "compared", json_boolean(o->has_compared), &k->failed);
  put_text(k, root, "focus", m->buyer[o->focus].code);
  twi_json_put(root, "sentences", in_languages(k, (char **const *)o->sentence, o->sentences), &k->failed);
  twi_json_put(root, "remarks", in_languages(k, (char **const *)o->remark, o->remarks), &k->failed);
  twi_json_put(rules, "policy", rules_of(k, TWI_MARKET_POLICY), &k->failed);
  twi_json_put(rules, "shock", rules_of(k, TWI_MARKET_SHOCK), &k->failed);
  twi_json_put(rules, "compare", rules_of(k, TWI_MARKET_COMPARED), &k->failed);
  twi_json_put(root, "rules", rules, &k->failed);
  twi_json_put(money, "base", money_of(k, &k->base->accounts), &k->failed);
  twi_json_put(money, "new", money_of(k, &k->new->accounts), &k->failed);
  twi_json_put(root, "money", money, &k->failed);
  twi_json_put(root, "buyers", buyers_of(k), &k->failed);
  twi_json_put(root, "suppliers", suppliers_of(k), &k->failed);
  twi_json_put(root, "passages", passages_of(k), &k->failed);
  twi_json_put(root, "flows", flows_of(k), &k->failed);
  twi_json_put(root, "years", years_of(k), &k->failed);
  if (o->draws) twi_json_put(root, "parameters", parameters_of(k), &k->failed);
  if (o->drivers) twi_json_put(root, "drivers", drivers_of(k), &k->failed);
  return root;
}

tw_status twi_market_json(tw_context *ctx, const tw_outlook *o, json_t **root, int *failed)
{
  const tw_market *m = o->market;
  const tw_market_result *r = o->result[o->years - 1];
  making k = {.ctx = ctx, .o = o, .r = r, .base = &r->stage[r->before], .new = &r->stage[r->after], .status = TW_OK};
  k.number = twi_alloc(ctx, (size_t)(m->suppliers + m->buyers + m->passages), sizeof *k.number);
  *root = NULL;
  if (!k.number) return twi_no_memory(ctx, 0);
  *root = make_object(&k);
  *failed |= k.failed;
  twi_free(ctx, k.number);
  return k.status;
}
