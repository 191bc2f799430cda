/* The file of a decision: levers, contingencies, and for each pair of them the scenario that it stands for.
 * docs/formats.md describes it. What is said about rules, variables and groups is read by the scenario room, once for
 * each pair, so a decision that opens has only pairs that are sound. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "base/plain.h"
#include "base/text.h"
#include "choice/decide_market.h"
#include "indicator/outcome.h"
#include "scenario/rules.h"
#include "table/number.h"

/* ---------------------------------------------------------------- texts */

/* As one line. */
static tw_status read_text(tw_context *ctx, const twi_yaml *node, const char *expected)
{
  int null = twi_yaml_is_null(node);
  twi_yaml_one_line(node);
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || null) return twi_yaml_expected(ctx, node, expected);
  return TW_OK;
}

/* Names stand in lines of tables and in sentences. */
static tw_status read_name(tw_context *ctx, const twi_yaml *node)
{
  for (size_t i = 0; node->kind == TWI_YAML_SCALAR && i < node->length;) {
    unsigned point = 0;
    i += twi_character(node->text + i, node->length - i, &point); /* the parser has seen to it that there is one */
    if (twi_is_control(point))
      return twi_yaml_fail(ctx, node, "found a name with a line break, a tab or the like, expected a short name");
  }
  return read_text(ctx, node, "a short name");
}

static const char a_title[] = "a title, or one of each language such as {en: …, fr: …}";

static tw_status read_texts(tw_decision *d)
{
  tw_context *ctx = d->ctx;
  const twi_yaml *root = d->tree, *node = twi_yaml_get(root, "decide"), *title = twi_yaml_get(root, "title");
  if (!node) return twi_yaml_fail(ctx, root, "a decision needs the key decide: its short name");
  tw_status status = read_name(ctx, node);
  if (status == TW_OK && title) status = twi_texts_read(ctx, title, a_title, 0, &d->titles);
  if (status != TW_OK) return status;
  d->name = twi_strdup(ctx, node->text);
  if (!d->titles.text) d->titles.text = twi_strdup(ctx, node->text);
  if (!d->name || !d->titles.text) return twi_no_memory(ctx, 0);
  d->title = d->titles.text;
  if ((node = twi_yaml_get(root, "world"))) {
    status = read_text(ctx, node, "a built-in world, a folder or a .tww file");
    if (status != TW_OK) return status;
    if (!twi_same_name(node->text, node->length, "default") && !(d->world = twi_strdup(ctx, node->text)))
      return twi_no_memory(ctx, 0);
  }
  if ((node = twi_yaml_get(root, "notes")))
    status = twi_texts_read(ctx, node, "a text or a list of texts, or these by language such as {en: …, fr: …}", 1,
                            &d->remarks);
  if (status != TW_OK) return status;
  d->notes = d->remarks.text;
  d->regions = twi_yaml_get(root, "regions");
  if (!d->regions) return TW_OK; /* a focus may say so, which an option can give later */
  if (d->regions->kind == TWI_YAML_MAPPING || twi_yaml_is_null(d->regions) ||
      (d->regions->kind == TWI_YAML_SEQUENCE && d->regions->count == 0))
    return twi_yaml_expected(ctx, d->regions, "a code, a list of codes, a group or all");
  for (int i = 0; i < d->regions->count; i++)
    if ((status = read_text(ctx, d->regions->child[i], "a code, a group or all")) != TW_OK) return status;
  return TW_OK;
}

static tw_status read_indicator(tw_decision *d)
{
  enum { MOST = 64 };
  const char *names[MOST];
  const twi_yaml *node = twi_yaml_get(d->tree, "indicator");
  int count = 0;
  while (count < MOST && (names[count] = tw_result_column_name(TW_REGIONS, count))) count++;
  d->indicator = "real_income_pct";
  if (!node) return TW_OK;
  tw_status status = read_text(d->ctx, node, "a column of regions.csv such as real_income_pct");
  if (status != TW_OK) return status;
  if (strcmp(node->text, "capital_pct") == 0)
    return twi_yaml_fail(d->ctx, node,
                         "indicator: capital_pct is of scenarios with years, which decisions do not have, expected "
                         "another column of regions.csv such as real_income_pct");
  if (strchr(node->text, ' ')) { /* one number: "output_pct CAN C29" */
    status = twi_outcome_check(d->ctx, node, "indicator");
    d->indicator = node->text;
    d->outcome = node;
    return status;
  }
  for (int i = 0; i < count; i++)
    if (strcmp(node->text, names[i]) == 0) {
      d->indicator = names[i];
      return TW_OK;
    }
  const char *nearest = twi_nearest(node->text, node->length, names, count);
  return twi_yaml_fail(d->ctx, node, "indicator: regions.csv has no column \"%s\"%s%s%s", node->text,
                       nearest ? "; did you mean " : ", expected one such as real_income_pct", nearest ? nearest : "",
                       nearest ? "?" : "");
}

/* ---------------------------------------------------------------- levers, contingencies */

/* "25 %": the number times a power of ten, between 0 and `most`. */
static int read_percent(const twi_yaml *node, int shift, double most, double *number)
{
  size_t length = node->kind == TWI_YAML_SCALAR ? node->length : 0;
  int percent = length > 1 && node->text[length - 1] == '%';
  if (percent) length--;
  while (length > 0 && node->text[length - 1] == ' ') length--;
  return percent && !twi_number_read_shifted(node->text, length, shift, number) && *number >= 0 && *number <= most;
}

static tw_status read_cost(tw_decision *d, const twi_yaml *node, double *cost)
{
  *cost = 0;
  if (!node) return TW_OK;
  if (strcmp(d->indicator, "real_income_pct") != 0)
    return twi_yaml_fail(d->ctx, node, "cost: it is taken off real_income_pct, and the indicator is %s", d->indicator);
  if (!read_percent(node, 0, 100, cost))
    return twi_yaml_expected(d->ctx, node, "what the lever costs in per cent of real income, 0 % to 100 %");
  return TW_OK;
}

static tw_status read_option(tw_decision *d, const twi_yaml *node, int contingency, twi_option *option)
{
  const char *const own[] = {"name", "title", "include", "policy", contingency ? "probability" : "cost", "market"};
  tw_context *ctx = d->ctx;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(ctx, node, "a mapping with the keys name, title, include and policy");
  tw_status status = twi_yaml_check_keys(ctx, node, own, sizeof own / sizeof *own);
  const twi_yaml *name = twi_yaml_get(node, "name"), *title = twi_yaml_get(node, "title");
  if (status == TW_OK && !name)
    return twi_yaml_fail(ctx, node, "a %s needs the key name", contingency ? "contingency" : "lever");
  if (status == TW_OK) status = read_name(ctx, name);
  *option = (twi_option){.node = node};
  if (status == TW_OK && title) status = twi_texts_read(ctx, title, a_title, 0, &option->titles);
  if (status != TW_OK) return status;
  option->name = name->text;
  option->title = title ? option->titles.text : name->text;
  const twi_yaml *probability = twi_yaml_get(node, "probability");
  option->probability = NAN;
  if (!contingency) return read_cost(d, twi_yaml_get(node, "cost"), &option->cost);
  if (!probability) return TW_OK;
  if (!read_percent(probability, -2, 1, &option->probability))
    return twi_yaml_expected(ctx, probability, "a probability in per cent, 0 % to 100 %");
  return TW_OK;
}

static tw_status read_options(tw_decision *d, const char *key, int contingency, twi_option **options, int *count)
{
  tw_context *ctx = d->ctx;
  const twi_yaml *node = twi_yaml_get(d->tree, key);
  int least = contingency ? 1 : 2;
  if (!node)
    return twi_yaml_fail(ctx, d->tree, "a decision needs the key %s: %s", key,
                         contingency ? "what may happen, which nobody here chooses" : "what can be chosen");
  if (node->kind != TWI_YAML_SEQUENCE || node->count < least)
    return twi_yaml_expected(ctx, node,
                             contingency ? "a list of at least one contingency" : "a list of at least two levers");
  if (node->count > TWI_MOST_OPTIONS)
    return twi_yaml_fail(ctx, node, "%s: found %d, expected at most %d", key, node->count, (int)TWI_MOST_OPTIONS);
  *options = twi_new(ctx, (size_t)node->count, sizeof **options);
  if (!*options) return twi_no_memory(ctx, 0);
  *count = node->count;
  for (int i = 0; i < node->count; i++) {
    tw_status status = read_option(d, node->child[i], contingency, &(*options)[i]);
    if (status != TW_OK) return status;
    for (int j = 0; j < i; j++)
      if (strcmp((*options)[i].name, (*options)[j].name) == 0)
        return twi_yaml_fail(ctx, twi_yaml_get(node->child[i], "name"), "the name %s stands in line %d already",
                             (*options)[i].name, twi_yaml_get(node->child[j], "name")->line);
  }
  return TW_OK;
}

/* All probabilities or none; 100 % in all. */
static tw_status check_probabilities(tw_decision *d)
{
  int given = 0, missing = 0;
  double sum = 0;
  for (int c = d->contingencies - 1; c >= 0; c--) {
    if (isnan(d->contingency[c].probability)) {
      missing = c;
    } else {
      given++;
      sum += d->contingency[c].probability;
    }
  }
  d->given = given > 0;
  if (given > 0 && given < d->contingencies)
    return twi_yaml_fail(d->ctx, d->contingency[missing].node,
                         "the contingency %s has no probability and another has, expected all or none",
                         d->contingency[missing].name);
  /* As for shares: 33.3333 % three times is 100 % within the rounding of people. */
  const twi_yaml *list = twi_yaml_get(d->tree, "contingencies");
  if (given > 0 && !(fabs(sum - 1) <= 1e-5 * (1 + 1e-9))) /* 100.001 is within it, in binary too */
    return twi_yaml_fail_key(d->ctx, list, "the probabilities sum to %.8g %%, expected 100 %% within 0.001 %%%s",
                             100 * sum, fabs(sum - 1) < 0.01 ? "; write more digits, as in 33.3333 %" : "");
  if (given > 0 && fabs(sum - 1) > 1e-9)
    twi_log(d->ctx, 0, "%s:%d: the probabilities sum to %.8g %% and were scaled to 100 %%", list->origin,
            list->key_line, 100 * sum);
  for (int c = 0; c < d->contingencies; c++)
    d->contingency[c].probability = given ? d->contingency[c].probability / sum : 1.0 / d->contingencies;
  return TW_OK;
}

/* ---------------------------------------------------------------- cells */

/* What all cells share is read once alone: its errors are of no cell. */
static tw_status check_top(tw_decision *d)
{
  const twi_scenario_part none[1] = {{"levers", 0}};
  tw_scenario *top;
  tw_status status = twi_scenario_of_parts(d->ctx, d->text, d->bytes, d->origin, d->builtin, d->stored, d->stored_count,
                                           none, 0, &top);
  if (status == TW_OK) tw_scenario_free(top);
  return status;
}

tw_status twi_decision_digest(tw_decision *d)
{
  twi_digest *digest;
  tw_status status = twi_digest_new(d->ctx, &digest);
  if (status != TW_OK) return status;
  for (int k = 0; k < d->levers * d->contingencies && status == TW_OK; k++)
    status = twi_digest_add(digest, d->cell[k]->sha256, TWI_DIGEST_TEXT - 1);
  if (status == TW_OK) status = twi_digest_end(digest, NULL, d->sha256);
  twi_digest_free(digest);
  return status;
}

static tw_status read_cells(tw_decision *d)
{
  tw_context *ctx = d->ctx;
  size_t cells = (size_t)d->levers * (size_t)d->contingencies;
  d->cell = twi_new(ctx, cells, sizeof *d->cell);
  if (!d->cell) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (size_t i = 0; i < cells && status == TW_OK; i++) {
    int l = (int)i / d->contingencies, c = (int)i % d->contingencies;
    const twi_scenario_part part[] = {{"contingencies", c}, {"levers", l}};
    status = twi_scenario_of_parts(ctx, d->text, d->bytes, d->origin, d->builtin, d->stored, d->stored_count, part, 2,
                                   &d->cell[i]);
    if (status == TW_BAD_INPUT)
      twi_fail(ctx, status, "%s (lever %s, contingency %s)", tw_error(ctx), d->lever[l].name, d->contingency[c].name);
    if (status == TW_OK && d->stored) status = twi_scenario_choose_stored(ctx, d->cell[i], d->stored, d->stored_count);
  }
  return status == TW_OK ? twi_decision_digest(d) : status;
}

/* What the cells leave out of the closures of the files that they include, each text once; told as a note. */
static tw_status gather_left_out(tw_decision *d)
{
  twi_text text = {.ctx = d->ctx};
  for (int k = 0; k < d->levers * d->contingencies; k++) {
    const char *left_out = d->cell[k]->left_out;
    if (!left_out || (text.bytes && strstr(text.bytes, left_out))) continue;
    twi_text_printf(&text, "%s%s", text.used ? " " : "", left_out);
    twi_log(d->ctx, 0, "%s", left_out);
  }
  return text.used || text.failed ? twi_text_take(&text, &d->left_out) : TW_OK;
}

/* A drawn variable is of no use unless some cell has it. */
static tw_status check_range(tw_decision *d)
{
  enum { MOST = 256 };
  const twi_yaml *variables = twi_yaml_get(twi_yaml_get(d->tree, "range"), "variables");
  for (int i = 0; variables && i < variables->count; i++) {
    const char *name = variables->child[i]->key, *names[MOST];
    int found = 0, count = 0;
    for (int k = 0; k < d->levers * d->contingencies && !found; k++) {
      const tw_scenario *s = d->cell[k];
      for (int j = 0; j < s->range.variables; j++) found |= strcmp(s->range.variable[j].node->key, name) == 0;
      for (int j = 0; j < s->variables; j++) {
        found |= s->variable[j].given && strcmp(s->variable[j].name, name) == 0; /* not drawn any more */
        if (count < MOST) names[count++] = s->variable[j].name;
      }
    }
    if (found) continue;
    const char *nearest = twi_nearest(name, strlen(name), names, count);
    return twi_yaml_fail_key(d->ctx, variables->child[i],
                             "unknown variable \"%s\"; no lever and no contingency has it%s%s%s", name,
                             nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  }
  return TW_OK;
}

static tw_status read_all(tw_decision *d)
{
  static const char *const keys[] = {"decide",    "title",    "world",         "notes",   "regions",
                                     "indicator", "against",  "closure",       "include", "groups",
                                     "variables", "levers",   "contingencies", "range",   "elasticities",
                                     "focus",     "products", "market",        "frontier"};
  tw_status status = twi_yaml_parse(d->ctx, d->text, d->bytes, d->origin, &d->tree);
  if (status != TW_OK) return status;
  if (d->tree->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(d->ctx, d->tree, "a decision: keys such as `decide:`, `levers:` and `contingencies:`");
  if (twi_yaml_get(d->tree, "scenario") && !twi_yaml_get(d->tree, "decide"))
    return twi_yaml_fail_key(d->ctx, twi_yaml_get(d->tree, "scenario"),
                             "this is a scenario, for tradewind run; a decision has the keys decide, levers and "
                             "contingencies");
  status = twi_yaml_check_keys(d->ctx, d->tree, keys, sizeof keys / sizeof *keys);
  if (status == TW_OK) status = read_texts(d);
  const twi_yaml *market = twi_yaml_get(d->tree, "market");
  d->linked = twi_parts_linked(d->tree);
  d->of_market = market && !twi_yaml_is_null(market) && !d->linked;
  if (status == TW_OK) status = d->of_market ? twi_decide_market_read(d) : read_indicator(d);
  if (status == TW_OK) status = read_options(d, "levers", 0, &d->lever, &d->levers);
  if (status == TW_OK) status = read_options(d, "contingencies", 1, &d->contingency, &d->contingencies);
  if (status == TW_OK) status = check_probabilities(d);
  if (status == TW_OK) status = check_top(d);
  if (status == TW_OK) status = read_cells(d);
  if (status == TW_OK && d->linked) status = twi_decide_link_check(d);
  if (status == TW_OK) status = twi_frontier_read(d);
  if (status == TW_OK) status = gather_left_out(d);
  if (status == TW_OK) status = check_range(d);
  return status;
}

void tw_decision_free(tw_decision *d)
{
  if (!d) return;
  tw_context *ctx = d->ctx;
  for (int i = 0; d->cell && i < d->levers * d->contingencies; i++) tw_scenario_free(d->cell[i]);
  twi_free(ctx, d->cell);
  twi_frontier_asked_free(ctx, &d->frontier, d->contingencies);
  for (int i = 0; d->lever && i < d->levers; i++) twi_texts_free(ctx, &d->lever[i].titles);
  for (int i = 0; d->contingency && i < d->contingencies; i++) twi_texts_free(ctx, &d->contingency[i].titles);
  twi_free(ctx, d->lever);
  twi_free(ctx, d->contingency);
  twi_yaml_free(ctx, d->tree);
  twi_free(ctx, d->name);
  twi_texts_free(ctx, &d->titles);
  twi_free(ctx, d->world);
  twi_texts_free(ctx, &d->remarks);
  twi_free(ctx, d->left_out);
  twi_free(ctx, d->origin);
  twi_free(ctx, d->text);
  twi_free(ctx, d);
}

tw_status twi_decision_read(tw_context *ctx, const char *text, size_t bytes, const char *origin, int builtin,
                            const twi_scenario_file *stored, int stored_count, tw_decision **decision)
{
  *decision = NULL;
  tw_decision *d = twi_new(ctx, 1, sizeof *d);
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  d->builtin = builtin;
  d->stored = stored;
  d->stored_count = stored_count;
  d->bytes = bytes;
  d->text = twi_strndup(ctx, text, bytes);
  d->origin = twi_strdup(ctx, origin);
  tw_status status = d->text && d->origin ? read_all(d) : twi_no_memory(ctx, bytes);
  d->stored = NULL;
  if (status == TW_OK) {
    *decision = d;
    return TW_OK;
  }
  tw_decision_free(d);
  return status;
}
