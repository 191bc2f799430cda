/* plants: what only the user knows of plants, for `tradewind plants`. docs/formats.md, "Plants". It changes no number of
 * a run. */
#include <math.h>

#include "scenario/read/read.h"

enum { PERCENT = 1u << TWI_UNIT_PERCENT, NUMBER = 1u << TWI_UNIT_NUMBER, MONEY = 1u << TWI_UNIT_MONEY };

/* A scalar of the form; currency may be NULL. */
static tw_status read_in(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, double *value,
                         char currency[4])
{
  twi_unit unit;
  char none[4] = "";
  tw_status status = twi_quantity_read(ctx, node, form, value, &unit, currency ? currency : none);
  if (status != TW_OK || twi_amount_fits(form, *value)) return status;
  return twi_yaml_fail(ctx, node, "%s: found \"%s\", expected %s", form->key, node->text, form->range);
}

static tw_status read_money(tw_context *ctx, const twi_yaml *section, const char *key, twi_plants_money *money)
{
  const twi_amount_form form = {
      .key = key, .units = MONEY, .least = 0, .most = INFINITY, .range = "0 or more, as in 300 million USD"};
  money->amount = NAN;
  money->node = twi_yaml_get(section, key);
  return money->node ? read_in(ctx, money->node, &form, &money->amount, money->currency) : TW_OK;
}

static tw_status read_number(tw_context *ctx, const twi_yaml *section, const twi_amount_form *form, double *value)
{
  const twi_yaml *node = twi_yaml_get(section, form->key);
  return node ? read_in(ctx, node, form, value, NULL) : TW_OK;
}

tw_status twi_plants_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"threshold",  "fixed_cost",     "other_fixed_cost",
                                     "other_site", "cost_advantage", "discount"};
  static const twi_amount_form threshold = {.key = "threshold",
                                            .units = PERCENT,
                                            .least = 0,
                                            .most = 1,
                                            .open = 1,
                                            .range = "more than 0 % and less than 100 %"};
  static const twi_amount_form advantage = {
      .key = "cost_advantage", .units = NUMBER, .least = 0, .most = INFINITY, .open = 1, .range = "more than 0"};
  static const twi_amount_form discount = {.key = "discount",
                                           .units = PERCENT,
                                           .least = 0,
                                           .most = INFINITY,
                                           .open = 1,
                                           .range = "more than 0 %, as in 5 %"};
  twi_plants_section *s = &r->scenario->plants;
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node,
                             "what you know of plants, as in {threshold: 60 %, other_site: USA, cost_advantage: 1.05}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, sizeof keys / sizeof *keys);
  s->node = node;
  s->threshold = s->cost_advantage = s->discount = NAN;
  if (status == TW_OK) status = read_number(r->ctx, node, &threshold, &s->threshold);
  if (status == TW_OK) status = read_number(r->ctx, node, &advantage, &s->cost_advantage);
  if (status == TW_OK) status = read_number(r->ctx, node, &discount, &s->discount);
  if (status == TW_OK) status = read_money(r->ctx, node, "fixed_cost", &s->fixed_cost);
  if (status == TW_OK) status = read_money(r->ctx, node, "other_fixed_cost", &s->other_fixed_cost);
  s->other_site = twi_yaml_get(node, "other_site");
  if (status == TW_OK && s->other_site &&
      (s->other_site->kind != TWI_YAML_SCALAR || s->other_site->length == 0 || twi_yaml_is_null(s->other_site)))
    return twi_yaml_expected(r->ctx, s->other_site, "the code of a region, as in `other_site: USA`");
  if (status == TW_OK && s->other_fixed_cost.node && !s->other_site)
    return twi_yaml_fail_key(r->ctx, s->other_fixed_cost.node, "other_fixed_cost goes with other_site: of which site?");
  if (status == TW_OK && !isnan(s->cost_advantage) && !s->other_site)
    return twi_yaml_fail_key(r->ctx, twi_yaml_get(node, "cost_advantage"),
                             "cost_advantage goes with other_site: over which site?");
  return status;
}
