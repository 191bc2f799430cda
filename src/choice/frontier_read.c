/* The section `frontier` of a decision: rules, the variables in them that are free, their boxes and costs. See
 * frontier.h; docs/formats.md describes it. */
#include <string.h>

#include "base/names.h"
#include "choice/decide.h"
#include "table/number.h"

void twi_frontier_asked_free(tw_context *ctx, twi_frontier_asked *asked, int contingencies)
{
  for (int k = 0; asked->cell && k < contingencies; k++) tw_scenario_free(asked->cell[k]);
  twi_free(ctx, asked->cell);
  twi_free(ctx, asked->lever);
}

static tw_status read_scalar(tw_context *ctx, const twi_yaml *node, const char *expected)
{
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || twi_yaml_is_null(node))
    return twi_yaml_expected(ctx, node, expected);
  return TW_OK;
}

/* "0.02 %" */
static int read_cost(const twi_yaml *node, double *cost)
{
  size_t length = node->kind == TWI_YAML_SCALAR ? node->length : 0;
  if (length < 2 || node->text[length - 1] != '%') return 0;
  for (length--; length > 0 && node->text[length - 1] == ' ';) length--;
  return !twi_number_read_shifted(node->text, length, 0, cost) && *cost >= 0 && *cost <= 100;
}

static tw_status read_points(tw_decision *d, const twi_yaml *node)
{
  double number;
  d->frontier.points = 8;
  if (!node) return TW_OK;
  if (node->kind != TWI_YAML_SCALAR || twi_number_read_shifted(node->text, node->length, 0, &number) || number < 2 ||
      number > TWI_MOST_FRONTIER_POINTS || number != (int)number)
    return twi_yaml_expected(d->ctx, node, "a whole number of points, 2 to 64");
  d->frontier.points = (int)number;
  return TW_OK;
}

static tw_status read_baseline(tw_decision *d, const twi_yaml *node)
{
  const char *names[TWI_MOST_OPTIONS];
  if (!node) return TW_OK; /* the first */
  tw_status status = read_scalar(d->ctx, node, "the name of the contingency in which nothing happens");
  if (status != TW_OK) return status;
  for (int c = 0; c < d->contingencies; c++) {
    names[c] = d->contingency[c].name;
    d->frontier.baseline = c;
    if (strcmp(node->text, names[c]) == 0) return TW_OK;
  }
  const char *nearest = twi_nearest(node->text, node->length, names, d->contingencies);
  return twi_yaml_fail(d->ctx, node, "baseline: there is no contingency \"%s\"%s%s%s", node->text,
                       nearest ? "; did you mean " : ", expected one such as ", nearest ? nearest : names[0],
                       nearest ? "?" : "");
}

/* ------------------------------------------------------------------ levers */

static tw_status read_lever(tw_decision *d, const twi_yaml *node, twi_frontier_lever *lever)
{
  static const char *const keys[] = {"variable", "from", "to", "cost", "shape"};
  tw_context *ctx = d->ctx;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(ctx, node, "a lever such as {variable: closer, from: 0 %, to: -10 %, cost: 0.02 %}");
  tw_status status = twi_yaml_check_keys(ctx, node, keys, sizeof keys / sizeof *keys);
  const twi_yaml *variable = twi_yaml_get(node, "variable"), *from = twi_yaml_get(node, "from"),
                 *to = twi_yaml_get(node, "to"), *cost = twi_yaml_get(node, "cost"),
                 *shape = twi_yaml_get(node, "shape");
  if (status == TW_OK && !variable)
    return twi_yaml_fail(ctx, node, "a lever of a frontier needs the key variable: what moves between from and to");
  if (status == TW_OK) status = read_scalar(ctx, variable, "the name of a variable");
  if (status == TW_OK && !to)
    return twi_yaml_fail(ctx, node, "the lever %s needs the key to: the end of its box, as in `to: -10 %%`",
                         variable->text);
  if (status == TW_OK && !cost)
    return twi_yaml_fail(ctx, node,
                         "the lever %s needs the key cost: what the whole way costs in per cent of real income, as in "
                         "`cost: 0.02 %%`; one that is free says so, `cost: 0 %%`",
                         variable->text);
  if (status != TW_OK) return status;
  *lever = (twi_frontier_lever){.variable = variable->text, .node = node};
  const tw_scenario *s = d->frontier.cell[0];
  status = twi_variable_read_amount(ctx, s, variable, "from", from, &lever->unit, &lever->from);
  if (status == TW_OK) status = twi_variable_read_amount(ctx, s, variable, "to", to, &lever->unit, &lever->to);
  if (status != TW_OK) return status;
  if (lever->from == lever->to)
    return twi_yaml_fail(ctx, to, "to: the lever %s ends where it begins, expected another amount than from",
                         lever->variable);
  if (!read_cost(cost, &lever->cost))
    return twi_yaml_expected(ctx, cost, "what the whole way costs in per cent of real income, 0 % to 100 %");
  if (!shape || twi_same_name(shape->text, shape->length, "linear")) return TW_OK;
  lever->quadratic = shape->kind == TWI_YAML_SCALAR && twi_same_name(shape->text, shape->length, "quadratic");
  return lever->quadratic ? TW_OK : twi_yaml_expected(ctx, shape, "linear or quadratic: how the cost grows on the way");
}

/* Both ends must be what the variable can be where it is used. */
static tw_status check_ends(tw_decision *d, const twi_frontier_lever *lever)
{
  for (int k = 0; k < d->contingencies; k++)
    for (int end = 0; end < 2; end++) {
      tw_scenario *varied;
      tw_status status =
          twi_scenario_vary(d->ctx, d->frontier.cell[k], &lever->variable, end ? &lever->to : &lever->from, 1, &varied);
      if (status != TW_OK)
        return twi_fail(d->ctx, status, "%s (%s of the lever %s in line %d)", tw_error(d->ctx), end ? "to" : "from",
                        lever->variable, lever->node->line);
      tw_scenario_free(varied);
    }
  return TW_OK;
}

static int is_used(const tw_decision *d, const char *name)
{
  for (int k = 0; k < d->contingencies; k++) {
    const tw_scenario *s = d->frontier.cell[k];
    for (int i = 0; i < s->variables; i++)
      if (strcmp(s->variable[i].name, name) == 0 && s->variable[i].used) return 1;
  }
  return 0;
}

static tw_status read_levers(tw_decision *d, const twi_yaml *node)
{
  tw_context *ctx = d->ctx;
  if (!node || node->kind != TWI_YAML_SEQUENCE || node->count == 0)
    return twi_yaml_fail(ctx, node ? node : d->frontier.node,
                         "a frontier needs levers: a list such as [{variable: closer, from: 0 %%, to: -10 %%, cost: "
                         "0.02 %%}]");
  if (node->count > TWI_MOST_FRONTIER_LEVERS)
    return twi_yaml_fail(ctx, node, "levers: found %d, expected at most %d", node->count, TWI_MOST_FRONTIER_LEVERS);
  d->frontier.lever = twi_new(ctx, (size_t)node->count, sizeof *d->frontier.lever);
  if (!d->frontier.lever) return twi_no_memory(ctx, 0);
  d->frontier.levers = node->count;
  for (int i = 0; i < node->count; i++) {
    twi_frontier_lever *lever = &d->frontier.lever[i];
    tw_status status = read_lever(d, node->child[i], lever);
    if (status == TW_OK) status = check_ends(d, lever);
    if (status != TW_OK) return status;
    if (!is_used(d, lever->variable))
      return twi_yaml_fail(ctx, lever->node,
                           "the lever %s moves nothing: no rule of the frontier and of the contingencies uses $%s",
                           lever->variable, lever->variable);
    for (int j = 0; j < i; j++)
      if (strcmp(d->frontier.lever[j].variable, lever->variable) == 0)
        return twi_yaml_fail(ctx, lever->node, "the lever %s stands in line %d already", lever->variable,
                             d->frontier.lever[j].node->line);
  }
  return TW_OK;
}

/* ------------------------------------------------------------------ the section */

static tw_status read_cells(tw_decision *d)
{
  tw_context *ctx = d->ctx;
  d->frontier.cell = twi_new(ctx, (size_t)d->contingencies, sizeof(tw_scenario *));
  tw_status status = d->frontier.cell ? TW_OK : twi_no_memory(ctx, 0);
  for (int k = 0; k < d->contingencies && status == TW_OK; k++) {
    const twi_scenario_part part[] = {{"contingencies", k}, {"frontier", -1}};
    status = twi_scenario_of_parts(ctx, d->text, d->bytes, d->origin, d->builtin, d->stored, d->stored_count, part, 2,
                                   &d->frontier.cell[k]);
    if (status == TW_BAD_INPUT)
      twi_fail(ctx, status, "%s (frontier, contingency %s)", tw_error(ctx), d->contingency[k].name);
    if (status == TW_OK && d->stored)
      status = twi_scenario_choose_stored(ctx, d->frontier.cell[k], d->stored, d->stored_count);
  }
  return status;
}

tw_status twi_frontier_read(tw_decision *d)
{
  static const char *const keys[] = {"region", "baseline", "policy", "levers", "points"};
  const twi_yaml *node = twi_yaml_get(d->tree, "frontier"), *region = twi_yaml_get(node, "region");
  if (!node) return TW_OK;
  if (twi_yaml_get(d->tree, "market"))
    return twi_yaml_fail_key(d->ctx, node,
                             "a frontier is of real income in a world, and this decision is over a market: "
                             "leave out market or frontier");
  d->frontier.node = node;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(d->ctx, node, "a mapping with the keys region, baseline, policy, levers and points");
  tw_status status = twi_yaml_check_keys(d->ctx, node, keys, sizeof keys / sizeof *keys);
  if (status == TW_OK && region) status = read_scalar(d->ctx, region, "the code of a region");
  if (status == TW_OK && region) d->frontier.region = region->text;
  if (status == TW_OK) status = read_baseline(d, twi_yaml_get(node, "baseline"));
  if (status == TW_OK) status = read_points(d, twi_yaml_get(node, "points"));
  if (status == TW_OK) status = read_cells(d);
  if (status == TW_OK) status = read_levers(d, twi_yaml_get(node, "levers"));
  return status;
}
