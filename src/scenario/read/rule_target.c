/* Targets: `target: {OUTCOME: {…}, change: 0 %, by: {INSTRUMENT: {…}}}`, or `outcome: COLUMN REGION …` for OUTCOME. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

enum { MOST_PARTS = 16 };

typedef const twi_target_part *part_at(int index);

static const twi_target_part *find_part(part_at *at, const char *name)
{
  for (int i = 0; at(i); i++)
    if (strcmp(at(i)->name, name) == 0) return at(i);
  return NULL;
}

static int names_of(part_at *at, const char **names, char *list, size_t room)
{
  int count = 0;
  *list = 0;
  for (; count < MOST_PARTS && at(count); count++) {
    names[count] = at(count)->name;
    size_t used = strlen(list);
    snprintf(list + used, room - used, "%s%s", count ? ", " : "", names[count]);
  }
  return count;
}

/* The place of an outcome or an instrument: its keys are the selectors and what goes with them. */
static tw_status read_place(tw_context *ctx, const twi_yaml *node, const twi_target_part *part, const char *what,
                            twi_place *place)
{
  const char *keys[TWI_SELECTORS + 3];
  char words[64];
  snprintf(words, sizeof words, "%s %s", what, part->name);
  int count = twi_place_selector_keys(part->selector, keys, 0);
  if (node->kind != TWI_YAML_MAPPING || node->count == 0) {
    char expected[128];
    count -= twi_keys_of_products(part->selector) != NULL;
    snprintf(expected, sizeof expected, "where, as in `%s: {%s: …%s%s%s%s}`", part->name, keys[0],
             count > 1 ? ", " : "", count > 1 ? keys[1] : "", count > 2 ? ": …, " : "", count > 2 ? keys[2] : "");
    return twi_yaml_expected(ctx, node, expected);
  }
  count = twi_place_other_keys(part->selector, keys, count);
  tw_status status = twi_yaml_check_keys(ctx, node, keys, count);
  return status == TW_OK ? twi_place_read(ctx, node, part->selector, words, place) : status;
}

/* `outcome: output_pct CAN C29`: a column of the results and its places, whose codes wait for a world. */
static tw_status read_column(twi_reading *r, twi_rule *rule, const twi_yaml *node)
{
  const char *names[MOST_PARTS];
  char list[256] = "";
  const twi_target_column *column;
  int count = 0, words = node->kind == TWI_YAML_SCALAR ? twi_words_count(node->text) : 0;
  if (words < 2 || words > 4)
    return twi_yaml_expected(r->ctx, node,
                             "a column and where it is, as in output_pct CAN C29 or exports_pct CAN C29 USA");
  size_t length;
  const char *name = twi_words_at(node->text, 0, &length);
  for (; (column = twi_target_column_at(count)); count++) {
    size_t used = strlen(list);
    names[count] = column->name;
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", column->name);
    if (strlen(column->name) == length && strncmp(column->name, name, length) == 0) break;
  }
  if (!column) {
    const char *nearest = twi_nearest(name, length, names, count);
    return twi_yaml_fail(r->ctx, node, "outcome: found %.*s, which no target can aim at%s%s%s", (int)length, name,
                         nearest ? "; did you mean " : "; these can be: ", nearest ? nearest : list,
                         nearest ? "?" : "");
  }
  if (!(column->places >> (words - 1) & 1))
    return twi_yaml_fail(r->ctx, node, "outcome: found \"%s\", expected %s", node->text,
                         column->places & 1 << 3   ? "a region, and perhaps a sector and a partner, after the column"
                         : column->places & 1 << 2 ? "a region and a sector after the column, as in output_pct CAN C29"
                                                   : "a region after the column, as in real_income_pct CAN");
  rule->column = column;
  rule->column_node = node;
  return TW_OK;
}

static tw_status read_outcome(twi_reading *r, twi_rule *rule)
{
  const char *names[MOST_PARTS + 3];
  char list[256];
  int count = names_of(twi_target_outcome_at, names, list, sizeof list);
  for (int i = 0; i < rule->node->count; i++) {
    const twi_yaml *node = rule->node->child[i];
    if (strcmp(node->key, "change") == 0 || strcmp(node->key, "by") == 0) continue;
    if ((strcmp(node->key, "outcome") == 0 && rule->outcome) || rule->column)
      return twi_yaml_fail_key(r->ctx, node, "a target has one outcome; this one has both %s and %s",
                               rule->column ? "outcome" : rule->outcome->name, node->key);
    if (strcmp(node->key, "outcome") == 0) {
      tw_status status = read_column(r, rule, node);
      if (status != TW_OK) return status;
      continue;
    }
    const twi_target_part *part = find_part(twi_target_outcome_at, node->key);
    if (!part) {
      names[count] = "change";
      names[count + 1] = "by";
      names[count + 2] = "outcome";
      const char *nearest = twi_nearest(node->key, strlen(node->key), names, count + 3);
      if (nearest)
        return twi_yaml_fail_key(r->ctx, node, "unknown outcome \"%s\"; did you mean %s?", node->key, nearest);
      return twi_yaml_fail_key(r->ctx, node, "unknown outcome \"%s\", expected one of: %s", node->key, list);
    }
    if (rule->outcome)
      return twi_yaml_fail_key(r->ctx, node, "a target has one outcome; this one has both %s and %s",
                               rule->outcome->name, part->name);
    rule->outcome = part;
    tw_status status = read_place(r->ctx, node, part, "outcome", &rule->outcome_place);
    if (status != TW_OK) return status;
  }
  if (!rule->outcome && !rule->column)
    return twi_yaml_fail_key(r->ctx, rule->node, "rule target needs an outcome, one of: %s", list);
  return TW_OK;
}

static tw_status read_instrument(twi_reading *r, twi_rule *rule)
{
  const char *names[MOST_PARTS];
  char list[256];
  int count = names_of(twi_target_instrument_at, names, list, sizeof list);
  const twi_yaml *by = twi_yaml_get(rule->node, "by");
  if (!by)
    return twi_yaml_fail_key(r->ctx, rule->node,
                             "rule target needs the key by: the instrument that is to bring it "
                             "about, one of: %s",
                             list);
  if (by->kind != TWI_YAML_MAPPING || by->count == 0)
    return twi_yaml_expected(r->ctx, by, "an instrument, as in `by: {subsidy: {region: CAN, sector: C29}}`");
  const twi_yaml *node = by->child[0];
  rule->by = find_part(twi_target_instrument_at, node->key);
  if (!rule->by) {
    const char *nearest = twi_nearest(node->key, strlen(node->key), names, count);
    if (nearest)
      return twi_yaml_fail_key(r->ctx, node, "unknown instrument \"%s\"; did you mean %s?", node->key, nearest);
    return twi_yaml_fail_key(r->ctx, node, "unknown instrument \"%s\", expected one of: %s", node->key, list);
  }
  if (by->count > 1)
    return twi_yaml_fail_key(r->ctx, by->child[1], "a target has one instrument; this one has both %s and %s",
                             node->key, by->child[1]->key);
  return read_place(r->ctx, node, rule->by, "instrument", &rule->by_place);
}

tw_status twi_target_read(twi_reading *r, twi_rule *rule)
{
  static const twi_amount_form form = {.key = "change",
                                       .units = 1u << TWI_UNIT_PERCENT,
                                       .least = -1,
                                       .most = INFINITY,
                                       .open = 1,
                                       .range = "more than -100 %"};
  tw_status status = read_outcome(r, rule);
  if (status != TW_OK) return status;
  const twi_yaml *change = twi_yaml_get(rule->node, "change");
  if (!change)
    return twi_yaml_fail_key(r->ctx, rule->node,
                             "rule target needs the key change: the change of the outcome against "
                             "the reference, such as 0 %%");
  rule->operation = TWI_CHANGE;
  status = twi_amount_read(r, change, &form, &rule->amount);
  return status == TW_OK ? read_instrument(r, rule) : status;
}
