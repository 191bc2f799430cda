/* What a rule does as fields beside its sentence, so that other languages can make theirs: lines of a key and its
 * values with tabs between. docs/formats.md lists them as they stand in run.json. */
#include <math.h>
#include <string.h>

#include "scenario/apply/apply.h"
#include "table/number.h"

void twi_field_text(twi_job *job, const char *prefix, const char *key, const char *value)
{
  if (job->fields.used) twi_text_put(&job->fields, "\n");
  twi_text_printf(&job->fields, "%s%s\t%s", prefix, key, value);
}

void twi_field_number(twi_job *job, const char *prefix, const char *key, double value)
{
  char words[TWI_NUMBER_ROOM];
  if (!isfinite(value)) return;
  words[twi_number_write(value, words)] = 0;
  twi_field_text(job, prefix, key, words);
}

static void put_codes(twi_job *job, twi_axis axis, const unsigned char *members)
{
  char room[TWI_PRODUCT_WORDS];
  for (int k = 0; k < twi_axis_count(job->world, axis); k++)
    if (members[k]) twi_text_printf(&job->fields, "\t%s", twi_member_code(job->world, axis, k, room));
}

/* The set by its name, "" where it is none, then the codes; of all there is no need for codes. */
static void put_members(twi_job *job, const char *prefix, const twi_place *place, int i)
{
  twi_axis axis = place->key[i].axis;
  int total = twi_axis_count(job->world, axis), count = 0;
  const twi_yaml *node = place->selector[i];
  for (int k = 0; k < total; k++) count += job->selected[i][k];
  int all = count == total && total > 1;
  int one = count == 1 && node && node->kind == TWI_YAML_SCALAR; /* a code by its own name is no set */
  int named = node && node->kind == TWI_YAML_SCALAR && !place->except[i] && !one;
  const char *group = twi_named_set(job, place, i);
  twi_field_text(job, prefix, place->key[i].key, all ? "all" : group ? group : named ? node->text : "");
  if (!all) put_codes(job, axis, job->selected[i]);
}

void twi_field_place(twi_job *job, const char *prefix, const twi_place *place)
{
  for (int i = 0; i < TWI_SELECTORS && place->key[i].key; i++) put_members(job, prefix, place, i);
  if (place->except_products) {
    twi_field_text(job, prefix, "without_product", "");
    put_codes(job, TWI_AXIS_PRODUCTS, job->left_out);
  }
  if (place->both_ways) twi_field_text(job, prefix, "both_ways", "true");
  if (place->own) twi_field_text(job, prefix, "own", "true");
}

void twi_field_amount(twi_job *job, const twi_amount *amount)
{
  static const char *const units[] = {"%", "pp", "number", "money", "Mt", "PJ", "USD/MMBtu", "years"};
  if (!amount->node) return;
  if (amount->column) {
    twi_field_text(job, "", "column", amount->column);
    return;
  }
  char words[TWI_NUMBER_ROOM];
  double x = twi_amount_at(amount, job->year);
  int shift = amount->unit == TWI_UNIT_PERCENT || amount->unit == TWI_UNIT_POINTS ? 2 : 0; /* 25 %, not 0.25 */
  if (amount->unit == TWI_UNIT_MONEY && twi_money_of(job, amount, &x) != TW_OK) return;
  if (!isfinite(x)) return;
  words[twi_number_write_shifted(x, shift, words)] = 0;
  twi_field_text(job, "", "amount", words);
  twi_field_text(job, "", "unit", units[amount->unit]);
}
