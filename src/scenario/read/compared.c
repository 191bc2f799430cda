/* What a scenario is compared with, and under which closures: the sentence that says so, the warning where the two
 * closures differ, with the line to write instead, what results hang on because of the closure, and what the closures
 * of included files say that does not hold. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "scenario/chosen.h"
#include "scenario/read/read.h"

static const char *side_word(twi_deficits deficits)
{
  return deficits == TWI_DEFICITS_ZERO           ? "at zero"
         : deficits == TWI_DEFICITS_PROPORTIONAL ? "in proportion to value added"
                                                 : "fixed";
}

/* An amount that is the same in every year, and that number: the element is written down and switched off. */
static int is_off(const twi_amount *amount, double off)
{
  if (!amount->node || amount->column) return 1;
  for (int i = 0; i < amount->count; i++)
    if (amount->value[i] != off) return 0;
  return 1;
}

static int has_part(const tw_scenario *s, const char *part)
{
  if (strcmp(part, "capital") == 0) return s->capital.on;
  if (strcmp(part, "profits") == 0) return s->profits == TWI_PROFITS_OWNER;
  for (int i = 0; i < s->entry_count; i++) {
    const twi_closure_entry *e = &s->entry[i];
    if (e->what == TWI_CLOSE_LABOUR) {
      if (!strcmp(part, "labour_supply") && !is_off(&e->supply_elasticity, 0)) return 1;
      if (!strcmp(part, "rigid_real_wage") && e->rigid == TWI_RIGID_REAL) return 1;
      if (!strcmp(part, "rigid_nominal_wage") && e->rigid == TWI_RIGID_NOMINAL) return 1;
    } else if (e->what == TWI_CLOSE_PRODUCTION) {
      if (!strcmp(part, "production") && !(is_off(&e->value_added, 1) && is_off(&e->inputs, 1))) return 1;
    } else if (e->what == TWI_CLOSE_SUPPLY) {
      if (!strcmp(part, "supply") && !e->one_cost) return 1;
    } else if (!strcmp(part, "scale") && !is_off(&e->elasticity, 0)) {
      return 1;
    }
  }
  return 0;
}

static const struct {
  const char *part, *words;
} parts[] = {{"labour_supply", "labour supply that answers the real wage"},
             {"rigid_real_wage", "a real wage that does not fall"},
             {"rigid_nominal_wage", "a wage that does not fall"},
             {"production", "substitution in production"},
             {"scale", "economies of scale"},
             {"supply", "supply of each product of its own"},
             {"profits", "profits of products that go to their owners"},
             {"capital", "capital that accumulates"}};
enum { PARTS = sizeof parts / sizeof *parts };

const char *twi_closure_part_words(const char *part, size_t length)
{
  for (size_t i = 0; i < PARTS; i++)
    if (strlen(parts[i].part) == length && memcmp(parts[i].part, part, length) == 0) return parts[i].words;
  return NULL;
}

/* Their keys, with blanks between. */
static tw_status name_parts(tw_context *ctx, tw_scenario *s)
{
  twi_text text = {.ctx = ctx};
  for (size_t i = 0; i < PARTS; i++)
    if (has_part(s, parts[i].part)) twi_text_printf(&text, "%s%s", text.used ? " " : "", parts[i].part);
  return twi_text_take(&text, &s->closure_parts);
}

/* The reference and both closures in one sentence. */
static tw_status say_comparison(tw_context *ctx, tw_scenario *s)
{
  twi_text text = {.ctx = ctx};
  twi_text_put(&text, "Compared with ");
  if (s->against)
    twi_text_printf(&text, strcmp(s->against->title, s->against->name) == 0 ? "the scenario %s" : "the scenario \"%s\"",
                    s->against->title); /* plain where it has no title of its own */
  else
    twi_text_put(&text, "the equilibrium without policy");
  twi_text_printf(&text, "; trade deficits are %s %s", side_word(s->deficits),
                  s->deficits != s->against_deficits ? "with the policy"
                  : s->deficits_given                ? "on both sides (--deficits)"
                                                     : "on both sides");
  if (s->deficits != s->against_deficits)
    twi_text_printf(&text, " and %s in what it is compared with", side_word(s->against_deficits));
  int count = 0;
  for (const char *key = s->closure_parts; *key; key += strspn(key, " ")) {
    size_t length = strcspn(key, " ");
    twi_text_printf(&text, "%s%s", count++ ? ", " : "; both sides have ", twi_closure_part_words(key, length));
    key += length;
  }
  if (s->elasticities)
    twi_text_printf(&text, "; trade elasticities are those of the %s %s",
                    s->elasticities_chosen == TWI_CHOSEN_FILE ? "file" : "set", s->elasticities);
  if (s->products) twi_text_printf(&text, "; products of the world: %s", s->products);
  twi_text_put(&text, ".");
  return twi_text_take(&text, &s->comparison);
}

tw_status twi_compared_again(tw_context *ctx, tw_scenario *s)
{
  twi_free(ctx, s->comparison);
  s->comparison = NULL;
  return say_comparison(ctx, s);
}

/* A name as YAML takes it: plain where every character is harmless. */
static void put_name(twi_text *text, const char *name)
{
  static const char harmless[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";
  int plain = *name && *name != '-' && name[strspn(name, harmless)] == 0;
  if (plain) {
    twi_text_put(text, name);
    return;
  }
  twi_text_put(text, "'");
  for (const char *p = name; *p; p++) twi_text_printf(text, *p == '\'' ? "''" : "%c", *p);
  twi_text_put(text, "'");
}

/* The line that gives what is compared with the closure of the policy. */
static tw_status write_line(tw_context *ctx, tw_scenario *s)
{
  const twi_yaml *node = s->against_node;
  const twi_yaml *name = !node || node->kind == TWI_YAML_SCALAR ? node : twi_yaml_get(node, "scenario");
  twi_text text = {.ctx = ctx};
  twi_text_put(&text, "against: {");
  if (name) {
    twi_text_put(&text, "scenario: ");
    put_name(&text, name->text);
    twi_text_put(&text, ", ");
  }
  twi_text_printf(&text, "deficits: %s}", twi_deficits_word(s->deficits));
  return twi_text_take(&text, &s->against_line);
}

/* A node in one line, as it was written. Returns 0 where it uses a variable, which another file does not have. */
static int put_node(twi_text *text, const twi_yaml *node)
{
  int alone = 1;
  if (node->kind == TWI_YAML_SCALAR) {
    if (strchr(node->text, '$')) return 0;
    if (!node->quoted && !node->text[strcspn(node->text, ",[]{}:#&*!|>'\"@`\n")])
      twi_text_put(text, node->text);
    else
      put_name(text, node->text);
    return 1;
  }
  int list = node->kind == TWI_YAML_SEQUENCE;
  twi_text_put(text, list ? "[" : "{");
  for (int i = 0; i < node->count && alone; i++) {
    if (i) twi_text_put(text, ", ");
    if (!list) twi_text_printf(text, "%s: ", node->child[i]->key);
    alone = put_node(text, node->child[i]);
  }
  twi_text_put(text, list ? "]" : "}");
  return alone;
}

/* The closure in one line for other scenarios; none where it does not stand alone. */
static tw_status write_closure(tw_context *ctx, tw_scenario *s)
{
  const twi_yaml *node = s->closure_node;
  twi_text text = {.ctx = ctx};
  int alone = !s->capital.on && (!node || node->kind == TWI_YAML_MAPPING);
  twi_text_printf(&text, "closure: {deficits: %s", twi_deficits_word(s->deficits));
  for (int i = 0; alone && node && i < node->count; i++) {
    const twi_yaml *child = node->child[i];
    if (strcmp(child->key, "deficits") == 0 || strcmp(child->key, "profits") == 0 || twi_yaml_is_null(child)) continue;
    twi_text_printf(&text, ", %s: ", child->key);
    alone = put_node(&text, child);
  }
  if (s->profits == TWI_PROFITS_OWNER) twi_text_put(&text, ", profits: owner");
  twi_text_put(&text, "}");
  if (alone || text.failed) return twi_text_take(&text, &s->closure_line);
  twi_text_clear(&text);
  return TW_OK;
}

static tw_status warn_of_closures(tw_context *ctx, tw_scenario *s)
{
  twi_text text = {.ctx = ctx};
  twi_text_printf(&text,
                  "The closures differ: trade deficits are %s with the policy, and %s in what it is compared with",
                  side_word(s->deficits), side_word(s->against_deficits));
  if (s->against)
    twi_text_printf(&text, ", the scenario %s", s->against->name);
  else
    twi_text_put(&text, ", the equilibrium without policy");
  twi_text_printf(&text,
                  ". The results hold this change of the deficits as well as the policy. For the policy alone write "
                  "`%s`, or in the closure `deficits: %s`.",
                  s->against_line, twi_deficits_word(s->against_deficits));
  return twi_text_take(&text, &s->warning);
}

/* What results hang on where the closure alone decides it. A rigid wage and economies of scale feed each other: more
 * work makes more productive, which pays for more work. */
static tw_status make_cautions(tw_context *ctx, tw_scenario *s)
{
  twi_text text = {.ctx = ctx};
  int nominal = has_part(s, "rigid_nominal_wage");
  if (nominal)
    twi_text_put(&text,
                 "Results hang on the unit in which a rigid nominal wage is held. Here it is world value added, the "
                 "numeraire of the model, so that a region which loses against the world can adjust by employment "
                 "alone; in its own money or prices it would lose less. Compare with `rigid_wage: real`, which depends "
                 "on no unit, and with a flexible wage.");
  if (has_part(s, "scale") && (nominal || has_part(s, "rigid_real_wage")))
    twi_text_printf(&text,
                    "%sWith rigid wages and economies of scale there may be several equilibria. The one reported is "
                    "reached from the reference; compare with a flexible wage or without scale.",
                    nominal ? "\n" : "");
  if (has_part(s, "profits"))
    twi_text_printf(&text,
                    "%sProfits are paid out of value added, whose one factor earns elsewhere what it earned in a plant that "
                    "sells less, and no plant is lost. So a region gains the profits that it no longer pays where plants of "
                    "owners abroad lose sales. Compare with `profits: none`.",
                    text.used ? "\n" : "");
  if (s->iuu.node)
    twi_text_printf(&text,
                    "%sShares of illegal fish are disputed: read low, point and high together. Illegal catch is part of "
                    "output and income in the data, so that its removal is a loss of who sells it; that there is more fish "
                    "later (the stock) is not modelled.",
                    text.used ? "\n" : "");
  return text.used || text.failed ? twi_text_take(&text, &s->cautions) : TW_OK;
}

/* ---------------------------------------------------------------- included files */

/* What the closure of an included file says and this file does not: of included files rules alone are taken. */
static tw_status say_left_out(tw_context *ctx, tw_scenario *s)
{
  static const char *const keys[] = {"deficits", "labour", "production", "scale", "supply", "profits"};
  twi_text text = {.ctx = ctx};
  for (int t = 1; t < s->trees; t++) {
    const twi_yaml *closure = twi_yaml_get(s->tree[t], "closure");
    for (size_t k = 0; closure && k < sizeof keys / sizeof *keys; k++) {
      const twi_yaml *theirs = twi_yaml_get(closure, keys[k]);
      if (!theirs || twi_yaml_is_null(theirs) || (s->closure_node && twi_yaml_get(s->closure_node, keys[k]))) continue;
      if (k == 0 && s->deficits_given) continue;
      if (strcmp(keys[k], "profits") == 0 &&
          (s->profits_given || (theirs->kind == TWI_YAML_SCALAR &&
                                twi_same_name(theirs->text, theirs->length, twi_profits_word(s->profits)))))
        continue;
      if (k == 0 && theirs->kind == TWI_YAML_SCALAR &&
          twi_same_name(theirs->text, theirs->length, twi_deficits_word(s->deficits)))
        continue;
      twi_text_printf(&text,
                      "%s%s:%d: the closure of an included file does not hold here: what it says of %s is left out",
                      text.used ? "; " : "", theirs->origin, theirs->key_line, keys[k]);
    }
  }
  for (int t = 1; t < s->trees; t++) {
    const twi_yaml *set = twi_yaml_get(s->tree[t], "elasticities");
    if (!set || set->kind != TWI_YAML_SCALAR || s->elasticities) continue;
    twi_text_printf(&text,
                    "%s%s:%d: the elasticities that an included file chooses do not hold here: the set %s is left out",
                    text.used ? "; " : "", set->origin, set->key_line, set->text);
  }
  for (int t = 1; t < s->trees; t++) {
    const twi_yaml *products = twi_yaml_get(s->tree[t], "products");
    if (!products || s->products) continue;
    twi_text_printf(&text, "%s%s:%d: the products that an included file chooses do not hold here",
                    text.used ? "; " : "", products->origin, products->key_line);
  }
  if (text.used == 0) return TW_OK;
  twi_text_put(&text, ". Write it into the closure of the file that is run, or say there what holds instead.");
  return twi_text_take(&text, &s->left_out);
}

tw_status twi_compared_read(twi_reading *r)
{
  tw_scenario *s = r->scenario;
  tw_status status = name_parts(r->ctx, s);
  if (status == TW_OK) status = say_comparison(r->ctx, s);
  if (status == TW_OK) status = make_cautions(r->ctx, s);
  if (status == TW_OK) status = write_closure(r->ctx, s);
  if (status != TW_OK || r->compared) return status;
  if (s->deficits != s->against_deficits) {
    status = write_line(r->ctx, s);
    if (status == TW_OK) status = warn_of_closures(r->ctx, s);
  }
  if (status == TW_OK) status = say_left_out(r->ctx, s);
  if (status == TW_OK && s->left_out && !r->part) twi_log(r->ctx, 0, "%s", s->left_out);
  return status;
}

void twi_compared_free(tw_scenario *s)
{
  twi_free(s->context, s->closure_parts);
  twi_free(s->context, s->closure_line);
  twi_free(s->context, s->comparison);
  twi_free(s->context, s->against_line);
  twi_free(s->context, s->warning);
  twi_free(s->context, s->left_out);
  twi_free(s->context, s->cautions);
}
