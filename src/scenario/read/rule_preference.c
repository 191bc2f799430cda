/* Comply or pay: `preference`, with its named amounts. docs/model.md says what they are. */
#include <math.h>
#include <stdio.h>

#include "scenario/read/read.h"

enum { PERCENT = 1u << TWI_UNIT_PERCENT, POINTS = 1u << TWI_UNIT_POINTS, NUMBER = 1u << TWI_UNIT_NUMBER };

#define RATE .units = PERCENT, .columns = 1, .least = -1, .most = INFINITY, .open = 1, .range = "more than -100 %"

/* In the order of twi_rule.named. */
static const twi_amount_form forms[TWI_NAMED_AMOUNTS] = {
    [TWI_UTILISATION] = {.key = "utilisation", .units = PERCENT, .least = 0, .most = 1, .range = "0 % to 100 %"},
    [TWI_PREFERENTIAL] = {.key = "preferential", RATE},
    [TWI_MFN] = {.key = "mfn", RATE},
    [TWI_ELASTICITY] =
        {.key = "elasticity", .units = NUMBER, .least = 0, .most = INFINITY, .open = 1, .range = "more than 0"},
    [TWI_PREFERENTIAL_TO] = {.key = "preferential_to", RATE},
    [TWI_MFN_TO] = {.key = "mfn_to", RATE},
    [TWI_MFN_ADD] = {.key = "mfn_add", .units = POINTS},
    [TWI_COMPLIANCE] =
        {.key = "compliance", .units = PERCENT, .least = -1, .most = INFINITY, .open = 1, .range = "more than -100 %"},
};

tw_status twi_preference_read(twi_reading *r, twi_rule *rule)
{
  const char *keys[TWI_SELECTORS + TWI_NAMED_AMOUNTS + 3];
  int count = twi_place_selector_keys(rule->kind->selector, keys, 0);
  for (int i = 0; i < TWI_NAMED_AMOUNTS; i++) keys[count++] = forms[i].key;
  count = twi_place_other_keys(rule->kind->selector, keys, count);
  tw_status status = twi_own_read(r->ctx, rule);
  if (status == TW_OK) status = twi_yaml_check_keys(r->ctx, rule->node, keys, count);
  if (status == TW_OK)
    status = twi_place_read(r->ctx, rule->node, rule->kind->selector, "rule preference", &rule->place);
  for (int i = 0; i < TWI_NAMED_AMOUNTS && status == TW_OK; i++) {
    const twi_yaml *node = twi_yaml_get(rule->node, forms[i].key);
    if (node) {
      status = twi_amount_read(r, node, &forms[i], &rule->named[i]);
    } else if (i < TWI_PREFERENTIAL_TO) {
      char expected[256];
      twi_form_words(&forms[i], expected, sizeof expected);
      return twi_yaml_fail_key(r->ctx, rule->node, "rule preference needs the key %s: %s", forms[i].key, expected);
    }
  }
  return status;
}
