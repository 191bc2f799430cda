/* Cascades of bans on a world; see cascade.h. The bans that followers came to are rules like any others: ban, or
 * capacity of exports, whose nodes are made here and point to the section of the file. */
#include "scenario/cascade.h"

#include <math.h>
#include <string.h>

#include "scenario/sentence.h"

/* Those that stopped or limited exports of wheat or rice since 2007, of reports that docs/food.md names, "Bans that
 * spread". That they would again is assumed. */
static const struct usual {
  const char *code, *what;
} usual[] = {
    {"ARG", "wheat 2008, a quota 2022"},
    {"CHN", "grain 2008, by taxes and quotas"},
    {"EGY", "rice 2008, wheat 2022"},
    {"IDN", "rice 2008"},
    {"IND", "rice 2007 and 2008, wheat 2022, rice 2023"},
    {"KAZ", "wheat 2008, quotas 2022"},
    {"KHM", "rice 2008"},
    {"PAK", "wheat 2008"},
    {"RUS", "wheat 2010 and 2022"},
    {"SRB", "wheat 2007 and 2022"},
    {"UKR", "grain 2008, by quotas; wheat 2022"},
    {"VNM", "rice 2008"},
};
enum { USUAL = sizeof usual / sizeof *usual };

const char *twi_cascade_usual(int index, const char **what)
{
  if (index < 0 || index >= (int)USUAL) return NULL;
  if (what) *what = usual[index].what;
  return usual[index].code;
}

int twi_cascade_clauses(const tw_scenario *s)
{
  int count = 0;
  for (int i = 0; i < s->rule_count; i++) count += s->rule[i].kind->id == TWI_RULE_CLAUSE;
  return count;
}

int twi_is_cascade(const tw_scenario *s)
{
  return s->cascade.node || (twi_cascade_clauses(s) && !s->from && !s->market.node);
}

int tw_scenario_is_cascade(const tw_scenario *scenario)
{
  return scenario && twi_is_cascade(scenario);
}

/* ---------------------------------------------------------------- followers */

/* Whether a region sells it to another. */
static int exports_of(const tw_world *w, int o, int sector, int product)
{
  for (int m = w->sector_market[sector]; m < w->sector_market[sector + 1]; m++) {
    if (product >= 0 && w->market[m].product != product) continue;
    for (int d = 0; d < w->N; d++) {
      size_t cell = twi_market_cell(w, &w->market[m], (size_t)d, (size_t)o);
      if (d != o && cell != SIZE_MAX && w->flow[cell] > 0) return 1;
    }
  }
  return 0;
}

/* What the cascade is of, by product or sector, and who: members, 1 or 0. */
typedef struct places {
  unsigned char *region, *goods;
  int axis; /* twi_axis of goods */
} places;

static int exports_any(const tw_world *w, const places *p, int o)
{
  int count = p->axis == TWI_AXIS_PRODUCTS ? w->products : w->S, found = 0;
  for (int i = 0; i < count && !found; i++)
    found = p->goods[i] &&
            (p->axis == TWI_AXIS_PRODUCTS ? exports_of(w, o, w->product[i].sector, i) : exports_of(w, o, i, -1));
  return found;
}

/* The codes of regions that export it, the largest world's list cut. */
static void list_exporters(const tw_world *w, const places *p, char *list, size_t room)
{
  size_t used = 0;
  int more = 0;
  *list = 0;
  for (int o = 0; o < w->N; o++) {
    if (!exports_any(w, p, o)) continue;
    size_t length = strlen(w->region[o]);
    if (used + length + 8 > room) {
      more = 1;
      break;
    }
    used += (size_t)twi_print(list + used, room - used, "%s%s", used ? ", " : "", w->region[o]);
  }
  if (more) twi_print(list + used, room - used, " …");
}

/* A region that is named has to export it; of a group those that do are taken. */
static tw_status check_who(tw_context *ctx, const twi_cascade_section *c, const tw_world *w, const places *p)
{
  int list = c->who->kind == TWI_YAML_SEQUENCE, any = 0;
  const char *goods = c->product ? "product" : "sector";
  const twi_yaml *of = c->product ? c->product : c->sector;
  char exporters[256];
  list_exporters(w, p, exporters, sizeof exporters);
  for (int i = 0; i < (list ? c->who->count : 1); i++) {
    const twi_yaml *item = list ? c->who->child[i] : c->who;
    int o = twi_world_region_index(w, item->text, item->length);
    if (o >= 0 && !exports_any(w, p, o))
      return twi_yaml_fail(ctx, item, "who: %s exports nothing of the %s%s%s in world %s; those that do are %s",
                           w->region[o], goods, of->kind == TWI_YAML_SCALAR ? " " : "s",
                           of->kind == TWI_YAML_SCALAR ? of->text : " named", w->name, *exporters ? exporters : "none");
  }
  for (int o = 0; o < w->N; o++) any |= p->region[o] && exports_any(w, p, o);
  if (any) return TW_OK;
  return twi_yaml_fail(ctx, c->who, "who: none of these regions exports any of it in world %s; those that do are %s",
                       w->name, *exporters ? exporters : "none");
}

static tw_status take_usual(tw_context *ctx, const twi_cascade_section *c, const tw_world *w, places *p)
{
  int any = 0;
  for (int i = 0; i < (int)USUAL; i++) {
    int o = twi_world_region_index(w, usual[i].code, strlen(usual[i].code));
    if (o < 0 || !exports_any(w, p, o)) continue;
    p->region[o] = 1;
    any = 1;
  }
  if (any) return TW_OK;
  char exporters[256];
  list_exporters(w, p, exporters, sizeof exporters);
  return twi_yaml_fail_key(
      ctx, c->node,
      "cascade: none of those that stopped or limited exports of wheat or rice since 2007 exports any of it in world "
      "%s; name others by who: (%s)",
      w->name, *exporters ? exporters : "nobody exports any");
}

static tw_status find_places(tw_context *ctx, const tw_scenario *s, const tw_world *w, places *p)
{
  const twi_cascade_section *c = &s->cascade;
  p->axis = c->product ? TWI_AXIS_PRODUCTS : TWI_AXIS_SECTORS;
  size_t goods = (size_t)(c->product ? w->products : w->S);
  p->region = twi_new(ctx, (size_t)w->N + goods + 1, 1);
  if (!p->region) return twi_no_memory(ctx, 0);
  p->goods = p->region + w->N;
  tw_status status = twi_select(ctx, s, c->product ? c->product : c->sector, NULL, (twi_axis)p->axis, w, p->goods);
  if (status != TW_OK) return status;
  if (!c->who) return take_usual(ctx, c, w, p);
  status = twi_select(ctx, s, c->who, NULL, TWI_AXIS_REGIONS, w, p->region);
  return status == TW_OK ? check_who(ctx, c, w, p) : status;
}

tw_status twi_cascade_followers(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_follower **followers,
                                int *count)
{
  places p = {0};
  *followers = NULL;
  *count = 0;
  if (!s->cascade.node) return TW_OK;
  tw_status status = find_places(ctx, s, w, &p);
  int by_product = p.axis == TWI_AXIS_PRODUCTS, goods = by_product ? w->products : w->S, room = 0;
  for (int i = 0; i < goods && status == TW_OK; i++) room += p.goods[i] != 0;
  if (status == TW_OK && !(*followers = twi_new(ctx, (size_t)room * (size_t)w->N + 1, sizeof **followers)))
    status = twi_no_memory(ctx, 0);
  for (int o = 0; o < w->N && status == TW_OK; o++)
    for (int i = 0; i < goods && p.region[o]; i++) {
      int sector = by_product ? w->product[i].sector : i;
      if (p.goods[i] && exports_of(w, o, sector, by_product ? i : -1))
        (*followers)[(*count)++] = (twi_follower){o, sector, by_product ? i : -1, 0};
    }
  twi_free(ctx, p.region);
  return status;
}

int twi_cascade_follows(tw_context *ctx, const tw_scenario *s, const tw_world *w, int region, size_t flow)
{
  twi_follower *list;
  int count, found = 0;
  twi_log_again(ctx, 1);
  tw_status status = twi_cascade_followers(ctx, s, w, &list, &count);
  twi_log_again(ctx, 0);
  if (status != TW_OK) return 0;
  for (int i = 0; i < count && !found; i++) {
    if (list[i].region != region) continue;
    twi_flow_at at = flow == SIZE_MAX ? (twi_flow_at){.s = list[i].sector} : twi_flow_of(w, flow);
    found = flow == SIZE_MAX || (at.s == list[i].sector && (list[i].product < 0 || at.g == list[i].product));
  }
  twi_free(ctx, list);
  return found;
}

/* ---------------------------------------------------------------- the scenario of a round */

void twi_round_free(tw_scenario *s)
{
  twi_free(s->context, s->rule);
  twi_free(s->context, s->round);
  twi_free(s->context, s);
}

/* A word in the place of the section. */
static const twi_yaml *make_word(twi_yaml *node, const twi_yaml *section, const char *text)
{
  *node = *section;
  node->kind = TWI_YAML_SCALAR;
  node->text = text;
  node->length = strlen(text);
  node->line = section->key_line;
  node->column = section->key_column;
  node->count = 0;
  node->child = NULL;
  return node;
}

enum { NODES = 3 }; /* of a follower: importer, exporter, product or sector */

static void make_rule(const tw_scenario *s, const tw_world *w, const twi_follower *f, twi_yaml *node,
                      char text[TWI_PRODUCT_WORDS], twi_rule *rule)
{
  const twi_cascade_section *c = &s->cascade;
  const char *code = f->product < 0 ? w->sector[f->sector] : twi_product_words(w, f->product, text);
  memset(rule, 0, sizeof *rule);
  rule->kind = twi_rule_kind_find(c->limit ? "capacity" : "ban");
  rule->node = c->node;
  rule->of_cascade = 1;
  rule->operation = TWI_OPERATIONS;
  rule->place.node = c->node;
  rule->place.key = f->product < 0 ? rule->kind->selector : twi_keys_of_products(rule->kind->selector);
  int goods = twi_goods_key(rule->place.key);
  if (goods == 2) rule->place.selector[0] = make_word(&node[0], c->node, "all");
  rule->place.selector[goods - 1] = make_word(&node[1], c->node, w->region[f->region]);
  rule->place.selector[goods] = make_word(&node[2], c->node, code);
  if (!c->limit) return;
  rule->operation = TWI_TO;
  rule->of_exports = 1;
  rule->amount = (twi_amount){.node = c->limit, .unit = TWI_UNIT_PERCENT, .count = 1};
  rule->amount.year = (int *)&c->always;
  rule->amount.value = (double *)&c->limit_to;
}

tw_status twi_cascade_round(tw_context *ctx, const tw_scenario *from, const tw_world *w, const twi_follower *followers,
                            int count, int clauses, tw_scenario **round)
{
  *round = NULL;
  tw_scenario *s = twi_alloc(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  *s = *from;
  s->context = ctx;
  s->varied = NULL;
  s->rule = twi_new(ctx, (size_t)(from->rule_count + count) + 1, sizeof *s->rule);
  size_t each = NODES * sizeof *s->round + TWI_PRODUCT_WORDS;
  s->round = twi_new(ctx, (size_t)count + 1, each);
  if (!s->rule || !s->round) {
    twi_round_free(s);
    return twi_no_memory(ctx, 0);
  }
  s->rule_count = 0;
  char *text = (char *)(s->round + (size_t)NODES * (size_t)count); /* codes of the nodes */
  for (int i = 0; i < from->rule_count; i++)
    if (clauses || from->rule[i].kind->id != TWI_RULE_CLAUSE) s->rule[s->rule_count++] = from->rule[i];
  for (int i = 0; i < count; i++)
    if (followers[i].round > 0)
      make_rule(from, w, &followers[i], s->round + NODES * i, text + (size_t)i * TWI_PRODUCT_WORDS,
                &s->rule[s->rule_count++]);
  *round = s;
  return TW_OK;
}

/* ---------------------------------------------------------------- words */

tw_status twi_cascade_words(tw_context *ctx, const tw_scenario *s, const tw_world *w, char **words)
{
  static const char *const when[TWI_TRIGGERS] = {"the buyer's price of it at home is more than %.6g %% above the base",
                                                 "its exports are at least %.6g %% above the base",
                                                 "its exports beyond the base come to more than %.6g %% of its stocks"};
  const twi_cascade_section *c = &s->cascade;
  twi_follower *list;
  int count, said = 0;
  *words = NULL;
  if (!c->node) return TW_OK;
  tw_status status = twi_cascade_followers(ctx, s, w, &list, &count);
  if (status != TW_OK) return status;
  twi_sentence text = {"", 0};
  char number[160];
  twi_say(&text, "A cascade follows, round by round: ");
  for (int i = 0; i < count; i++) {
    if (i && list[i].region == list[i - 1].region) continue;
    if (said == 24) {
      twi_say(&text, " …");
      break;
    }
    twi_say(&text, "%s%s", said++ ? ", " : "", w->region[list[i].region]);
  }
  if (!c->who) twi_say(&text, " (assumed: those that stopped or limited exports of wheat or rice since 2007)");
  twi_print(number, sizeof number, when[c->trigger], 100 * c->tau);
  if (c->limit)
    twi_say(&text, " each limit exports of ");
  else
    twi_say(&text, " each ban exports of ");
  const twi_yaml *of = c->product ? c->product : c->sector;
  for (int i = 0; i < (of->kind == TWI_YAML_SEQUENCE ? of->count : 1); i++)
    twi_say(&text, "%s%s", i ? ", " : "", of->kind == TWI_YAML_SEQUENCE ? of->child[i]->text : of->text);
  if (c->limit) twi_say(&text, " to %.6g %%", 100 * c->limit_to);
  twi_say(&text, " from the round on after %s", number);
  if (c->rounds >= 0) twi_say(&text, "; at most %d round%s", c->rounds, c->rounds == 1 ? "" : "s");
  twi_say(&text, ".");
  twi_free(ctx, list);
  *words = twi_strdup(ctx, text.bytes);
  return *words ? TW_OK : twi_no_memory(ctx, 0);
}
