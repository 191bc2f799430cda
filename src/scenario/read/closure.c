/* closure: which deficits, whose profits, and the entries of labour, production, scale and supply that are each off by
 * default. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

static const char *const deficits_words[] = {"fixed", "zero", "proportional"};
enum { DEFICITS = sizeof deficits_words / sizeof *deficits_words };

const char *twi_deficits_word(twi_deficits deficits)
{
  return deficits_words[deficits];
}

tw_status twi_deficits_read(tw_context *ctx, const twi_yaml *word, twi_deficits *deficits)
{
  if (word->kind != TWI_YAML_SCALAR) return twi_yaml_expected(ctx, word, "fixed, zero or proportional");
  for (int i = 0; i < DEFICITS; i++) {
    if (twi_same_name(word->text, word->length, deficits_words[i])) {
      *deficits = (twi_deficits)i;
      return TW_OK;
    }
  }
  const char *nearest = twi_nearest(word->text, word->length, deficits_words, DEFICITS);
  return twi_yaml_fail(ctx, word, "found \"%s\", expected fixed, zero or proportional%s%s%s", word->text,
                       nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

static const char *const profits_words[] = {"none", "owner"};

const char *twi_profits_word(twi_profits profits)
{
  return profits_words[profits];
}

static tw_status read_profits(tw_context *ctx, const twi_yaml *word, twi_profits *profits)
{
  static const char expected[] = "owner (profits of products go to the region that owns them) or none";
  if (word->kind != TWI_YAML_SCALAR) return twi_yaml_expected(ctx, word, expected);
  for (int i = 0; i < 2; i++) {
    if (twi_same_name(word->text, word->length, profits_words[i])) {
      *profits = (twi_profits)i;
      return TW_OK;
    }
  }
  const char *nearest = twi_nearest(word->text, word->length, profits_words, 2);
  return twi_yaml_fail(ctx, word, "found \"%s\", expected owner or none%s%s%s", word->text,
                       nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* ---------------------------------------------------------------- entries */

/* The keys of an entry and what each is. */
typedef struct list_kind {
  const char *key;
  int what;
  const char *region, *sector; /* NULL: not in this entry */
  const char *amount[2];       /* amounts, of which at least one is needed */
  const char *example;
} list_kind;

static const list_kind lists[] = {
    {"labour",
     TWI_CLOSE_LABOUR,
     "region",
     NULL,
     {"supply_elasticity", "rigid_wage"},
     "`{region: all, supply_elasticity: 0.5}`"},
    {"production",
     TWI_CLOSE_PRODUCTION,
     "region",
     "sector",
     {"value_added", "inputs"},
     "`{region: all, sector: all, value_added: 0.5}`"},
    {"scale", TWI_CLOSE_SCALE, NULL, "sector", {"elasticity", NULL}, "`{sector: goods, elasticity: 0.1}`"},
    {"supply",
     TWI_CLOSE_SUPPLY,
     NULL,
     "sector",
     {"omega", NULL},
     "`{sector: A01, kind: own_supply, omega: 0.5}`"},
};
enum { LISTS = sizeof lists / sizeof *lists };

static tw_status read_rigid(tw_context *ctx, const twi_yaml *node, twi_rigid *rigid)
{
  static const char *const words[] = {"real", "nominal"};
  if (node->kind == TWI_YAML_SCALAR)
    for (int i = 0; i < 2; i++)
      if (twi_same_name(node->text, node->length, words[i])) {
        *rigid = i == 0 ? TWI_RIGID_REAL : TWI_RIGID_NOMINAL;
        return TW_OK;
      }
  return twi_yaml_expected(ctx, node, "real or nominal");
}

static tw_status read_selector(tw_context *ctx, const twi_yaml *entry, const list_kind *kind, const char *key,
                               const twi_yaml **selector)
{
  if (!key) return TW_OK;
  *selector = twi_yaml_get(entry, key);
  if (!*selector)
    return twi_yaml_fail(ctx, entry, "an entry of %s needs the key %s: a code, a list of codes, a group or all",
                         kind->key, key);
  return twi_selector_check(ctx, *selector, key);
}

static tw_status fail_entry_kind(const twi_reading *r, const twi_yaml *node, const list_kind *kind)
{
  char expected[128];
  snprintf(expected, sizeof expected, "an entry such as %s", kind->example);
  return twi_yaml_expected(r->ctx, node, expected);
}

/* Where, which kind of supply, and how elastic one is that is a product's own: a number, or inf, which is one cost. */
static tw_status read_supply(twi_reading *r, const twi_yaml *node, twi_closure_entry *entry)
{
  static const char *const keys[] = {"sector", "product", "kind", "omega"}, *const kinds[] = {"own_supply", "one_cost"};
  static const twi_amount_form form = {
      .key = "omega", .units = 1u << TWI_UNIT_NUMBER, .least = 0, .most = INFINITY, .range = "at least 0"};
  const twi_yaml *kind = twi_yaml_get(node, "kind"), *omega = twi_yaml_get(node, "omega");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, 4);
  if (status != TW_OK) return status;
  entry->sector = twi_yaml_get(node, "sector");
  entry->product = twi_yaml_get(node, "product");
  if (entry->sector && entry->product)
    return twi_yaml_fail_key(r->ctx, entry->product, "an entry of supply takes one of sector and product: a product is "
                                                     "of one sector");
  if (!entry->sector && !entry->product)
    return twi_yaml_fail(r->ctx, node, "an entry of supply needs the key sector or product: a code, a list of codes, a "
                                       "group or all");
  status = entry->sector ? twi_selector_check(r->ctx, entry->sector, "sector")
                         : twi_selector_check(r->ctx, entry->product, "product");
  if (status == TW_OK && kind) {
    int known = -1;
    for (int i = 0; i < 2 && kind->kind == TWI_YAML_SCALAR; i++)
      if (twi_same_name(kind->text, kind->length, kinds[i])) known = i;
    if (known < 0) {
      const char *nearest =
          kind->kind == TWI_YAML_SCALAR ? twi_nearest(kind->text, kind->length, kinds, 2) : NULL;
      return twi_yaml_fail(r->ctx, kind, "found \"%s\", expected own_supply (with omega) or one_cost%s%s%s",
                           kind->kind == TWI_YAML_SCALAR ? kind->text : "a list", nearest ? "; did you mean " : "",
                           nearest ? nearest : "", nearest ? "?" : "");
    }
    entry->one_cost = known == 1;
  }
  if (status != TW_OK) return status;
  if (entry->one_cost && omega)
    return twi_yaml_fail_key(r->ctx, omega, "kind: one_cost takes no omega: output moves freely between products");
  if (entry->one_cost) return TW_OK;
  if (!omega)
    return twi_yaml_fail(r->ctx, node,
                         "own_supply needs omega, the elasticity of transformation: 0 (the mix of products is fixed), "
                         "0.5 (within a year), 2 or more (within five), or inf (one cost)");
  if (omega->kind == TWI_YAML_SCALAR &&
      (twi_same_name(omega->text, omega->length, "inf") || twi_same_name(omega->text, omega->length, ".inf"))) {
    entry->one_cost = 1;
    return TW_OK;
  }
  return twi_amount_read(r, omega, &form, &entry->elasticity);
}

static tw_status read_entry(twi_reading *r, const twi_yaml *node, const list_kind *kind, twi_closure_entry *entry)
{
  if (node->kind != TWI_YAML_MAPPING) return fail_entry_kind(r, node, kind);
  if (kind->what == TWI_CLOSE_SUPPLY) {
    entry->what = TWI_CLOSE_SUPPLY;
    entry->node = node;
    return read_supply(r, node, entry);
  }
  const char *keys[4];
  int count = 0;
  if (kind->region) keys[count++] = kind->region;
  if (kind->sector) keys[count++] = kind->sector;
  for (int i = 0; i < 2 && kind->amount[i]; i++) keys[count++] = kind->amount[i];
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, count);
  entry->what = kind->what == TWI_CLOSE_LABOUR       ? TWI_CLOSE_LABOUR
                : kind->what == TWI_CLOSE_PRODUCTION ? TWI_CLOSE_PRODUCTION
                                                     : TWI_CLOSE_SCALE;
  entry->node = node;
  if (status == TW_OK) status = read_selector(r->ctx, node, kind, kind->region, &entry->region);
  if (status == TW_OK) status = read_selector(r->ctx, node, kind, kind->sector, &entry->sector);
  twi_amount *amount[2] = {&entry->supply_elasticity, NULL}; /* the second of labour is a word */
  if (kind->what == TWI_CLOSE_PRODUCTION) {
    amount[0] = &entry->value_added;
    amount[1] = &entry->inputs;
  } else if (kind->what == TWI_CLOSE_SCALE) {
    amount[0] = &entry->elasticity;
  }
  int found = 0;
  for (int i = 0; i < 2 && kind->amount[i] && status == TW_OK; i++) {
    const twi_yaml *value = twi_yaml_get(node, kind->amount[i]);
    if (!value) continue;
    if (found && kind->what == TWI_CLOSE_LABOUR)
      return twi_yaml_fail_key(r->ctx, value, "an entry of labour takes one of supply_elasticity and rigid_wage");
    found = 1;
    const twi_amount_form form = {
        .key = kind->amount[i], .units = 1u << TWI_UNIT_NUMBER, .least = 0, .most = INFINITY, .range = "at least 0"};
    status = amount[i] ? twi_amount_read(r, value, &form, amount[i]) : read_rigid(r->ctx, value, &entry->rigid);
  }
  if (status == TW_OK && !found)
    return twi_yaml_fail(r->ctx, node, "an entry of %s says where but not what: it needs %s%s%s", kind->key,
                         kind->amount[0], kind->amount[1] ? " or " : "", kind->amount[1] ? kind->amount[1] : "");
  return status;
}

void twi_closure_entry_free(tw_context *ctx, twi_closure_entry *entry)
{
  twi_amount_free(ctx, &entry->supply_elasticity);
  twi_amount_free(ctx, &entry->value_added);
  twi_amount_free(ctx, &entry->inputs);
  twi_amount_free(ctx, &entry->elasticity);
}

/* An entry or a list of entries. */
static tw_status read_list(twi_reading *r, const twi_yaml *node, const list_kind *kind)
{
  if (twi_yaml_is_null(node)) return TW_OK;
  int listed = node->kind == TWI_YAML_SEQUENCE;
  size_t count = listed ? (size_t)node->count : 1, first = (size_t)r->scenario->entry_count;
  twi_closure_entry *grown = twi_resize(r->ctx, r->scenario->entry, first + count, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  r->scenario->entry = grown;
  memset(grown + first, 0, count * sizeof *grown);
  r->scenario->entry_count += (int)count;
  for (size_t i = 0; i < count; i++) {
    tw_status status = read_entry(r, listed ? node->child[i] : node, kind, &grown[first + i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_closure_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"deficits", "labour", "production", "scale", "supply", "profits"};
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node, "{deficits: fixed}, {deficits: zero} or {deficits: proportional}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, sizeof keys / sizeof *keys);
  r->scenario->closure_node = node;
  const twi_yaml *word = twi_yaml_get(node, "deficits");
  if (status == TW_OK && word) status = twi_deficits_read(r->ctx, word, &r->scenario->deficits);
  const twi_yaml *profits = twi_yaml_get(node, "profits");
  if (status == TW_OK && profits && !twi_yaml_is_null(profits)) {
    status = read_profits(r->ctx, profits, &r->scenario->profits);
    r->scenario->profits_node = profits;
  }
  for (int i = 0; i < LISTS && status == TW_OK; i++) {
    const twi_yaml *list = twi_yaml_get(node, lists[i].key);
    if (list) status = read_list(r, list, &lists[i]);
  }
  return status;
}
