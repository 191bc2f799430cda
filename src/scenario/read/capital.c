/* capital: what lets capital accumulate from year to year. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

enum { PERCENT = 1u << TWI_UNIT_PERCENT, NUMBER = 1u << TWI_UNIT_NUMBER };

/* share: one number, or {CAN: 35 %, all: 40 %}. */
static tw_status read_shares(twi_reading *r, const twi_yaml *node)
{
  static const twi_amount_form form = {.key = "share",
                                       .units = PERCENT,
                                       .constant = 1,
                                       .least = 0,
                                       .most = 1,
                                       .open = 1,
                                       .range = "more than 0 % and less than 100 %"};
  int listed = node->kind == TWI_YAML_MAPPING;
  if (listed && node->count == 0)
    return twi_yaml_expected(r->ctx, node,
                             "a percentage such as 40 %, or percentages by region such as {CAN: 35 %, "
                             "all: 40 %}");
  int count = listed ? node->count : 1;
  twi_capital_share *share = twi_new(r->ctx, (size_t)count, sizeof *share);
  if (!share) return twi_no_memory(r->ctx, 0);
  r->scenario->capital.share = share;
  r->scenario->capital.shares = count;
  for (int i = 0; i < count; i++) {
    share[i].node = listed ? node->child[i] : node;
    if (listed && !twi_same_name(share[i].node->key, strlen(share[i].node->key), "all"))
      share[i].selector = share[i].node->key;
    tw_status status = twi_amount_read(r, share[i].node, &form, &share[i].amount);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_capital_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"share", "depreciation", "saving_rate", "capital_income_ratio"};
  static const twi_amount_form forms[] = {
      {.key = "depreciation", .units = PERCENT, .constant = 1, .least = 0, .most = 1, .range = "0 % to 100 %"},
      {.key = "saving_rate", .units = PERCENT, .constant = 1, .least = 0, .most = 1, .range = "0 % to 100 %"},
      {.key = "capital_income_ratio",
       .units = NUMBER,
       .constant = 1,
       .least = 0,
       .most = INFINITY,
       .open = 1,
       .range = "more than 0"},
  };
  tw_scenario *s = r->scenario;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node, "{share: 40 %, depreciation: 6 %, saving_rate: 22 %}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, sizeof keys / sizeof *keys);
  if (status != TW_OK) return status;
  if (!r->years)
    return twi_yaml_fail_key(r->ctx, node,
                             "capital needs years to accumulate in: from and until, as in `from: 2026` "
                             "and `until: 2040`");
  s->capital.on = 1;
  s->capital.node = node;
  twi_amount *amount[] = {&s->capital.depreciation, &s->capital.saving_rate, &s->capital.ratio};
  for (int i = 0; i < 4 && status == TW_OK; i++) {
    const twi_yaml *given = twi_yaml_get(node, keys[i]);
    if (given)
      status = i == 0 ? read_shares(r, given) : twi_amount_read(r, given, &forms[i - 1], amount[i - 1]);
    else if (i < 3)
      return twi_yaml_fail_key(r->ctx, node, "capital needs the key %s: a percentage", keys[i]);
  }
  return status;
}
