/* iuu: a sector whose trade is part legal, part illegal, with three values of the illegal share. docs/formats.md has the
 * keys; scenario/chosen_share.c makes of them the world that is run. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "scenario/chosen.h"
#include "scenario/read/read.h"

static const char expected_shares[] = "three values such as {low: 10 %, point: 20 %, high: 33 %}, or these by exporter "
                                      "such as {RUS: {low: 10 %, point: 20 %, high: 33 %}}";

static int has_values(const twi_yaml *node)
{
  int any = 0;
  for (int i = 0; i < TWI_SHARES && node->kind == TWI_YAML_MAPPING; i++)
    any |= twi_yaml_get(node, twi_share_word(i)) != NULL;
  return any;
}

/* {low: …, point: …, high: …}, which do not fall. */
static tw_status read_values(twi_reading *r, const twi_yaml *node, twi_iuu_share *share)
{
  static const char *const keys[] = {"low", "point", "high"};
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node,
                             "three values such as {low: 10 %, point: 20 %, high: 33 %}: what is known of illegal "
                             "fish is disputed, so no answer has one alone");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, TWI_SHARES);
  for (int i = 0; i < TWI_SHARES && status == TW_OK; i++) {
    const twi_amount_form form = {
        .key = keys[i], .units = 1u << TWI_UNIT_PERCENT, .constant = 1, .least = 0, .most = 1, .range = "0 % to 100 %"};
    const twi_yaml *value = twi_yaml_get(node, keys[i]);
    if (!value)
      return twi_yaml_fail_key(r->ctx, node, "the illegal share lacks the key %s: it needs low, point and high",
                               keys[i]);
    status = twi_amount_read(r, value, &form, &share->value[i]);
    double before = i && status == TW_OK ? twi_amount_at(&share->value[i - 1], 0) : 0;
    if (status == TW_OK && twi_amount_at(&share->value[i], 0) < before)
      return twi_yaml_fail(r->ctx, value, "%s: found %.10g %%, expected at least %s, which is %.10g %%", keys[i],
                           100 * twi_amount_at(&share->value[i], 0), keys[i - 1], 100 * before);
  }
  return status;
}

static tw_status read_shares(twi_reading *r, const twi_yaml *node)
{
  twi_iuu_section *iuu = &r->scenario->iuu;
  if (node->kind != TWI_YAML_MAPPING || node->count == 0) return twi_yaml_expected(r->ctx, node, expected_shares);
  int one = has_values(node), count = one ? 1 : node->count;
  iuu->share = twi_new(r->ctx, (size_t)count, sizeof *iuu->share);
  if (!iuu->share) return twi_no_memory(r->ctx, 0);
  iuu->shares = count;
  if (one) return read_values(r, node, iuu->share);
  if (iuu->exporter)
    return twi_yaml_fail_key(r->ctx, iuu->exporter,
                             "iuu has the exporters in its share and in the key exporter, expected one of them");
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK; i++) {
    iuu->share[i].exporter = node->child[i];
    status = read_values(r, node->child[i], &iuu->share[i]);
  }
  return status;
}

tw_status twi_iuu_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"sector", "importer", "exporter", "share", "trade_elasticity"};
  static const twi_amount_form theta = {.key = "trade_elasticity",
                                        .units = 1u << TWI_UNIT_NUMBER,
                                        .constant = 1,
                                        .least = 0,
                                        .most = INFINITY,
                                        .open = 1,
                                        .range = "more than 0"};
  twi_iuu_section *iuu = &r->scenario->iuu;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node, "{sector: A03, share: {RUS: {low: 10 %, point: 20 %, high: 33 %}}}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, sizeof keys / sizeof *keys);
  if (status != TW_OK) return status;
  iuu->node = node;
  iuu->at = TWI_SHARE_POINT;
  const twi_yaml *share = twi_yaml_get(node, "share"), *elasticity = twi_yaml_get(node, "trade_elasticity");
  iuu->sector = twi_yaml_get(node, "sector");
  iuu->importer = twi_yaml_get(node, "importer");
  iuu->exporter = twi_yaml_get(node, "exporter");
  if (!iuu->sector) return twi_yaml_fail_key(r->ctx, node, "iuu needs the key sector: the code of the sector of fish");
  if (!share) return twi_yaml_fail_key(r->ctx, node, "iuu needs the key share: %s", expected_shares);
  if (iuu->sector->kind != TWI_YAML_SCALAR || iuu->sector->length == 0 || twi_yaml_is_null(iuu->sector))
    return twi_yaml_expected(r->ctx, iuu->sector, "the code of one sector");
  if (iuu->importer) status = twi_selector_check(r->ctx, iuu->importer, "importer");
  if (status == TW_OK && iuu->exporter) status = twi_selector_check(r->ctx, iuu->exporter, "exporter");
  if (status == TW_OK && elasticity) status = twi_amount_read(r, elasticity, &theta, &iuu->trade_elasticity);
  return status == TW_OK ? read_shares(r, share) : status;
}

void twi_iuu_free(tw_scenario *s)
{
  for (int i = 0; i < s->iuu.shares; i++)
    for (int k = 0; k < TWI_SHARES; k++) twi_amount_free(s->context, &s->iuu.share[i].value[k]);
  twi_free(s->context, s->iuu.share);
  twi_amount_free(s->context, &s->iuu.trade_elasticity);
}
