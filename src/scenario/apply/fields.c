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

/* The set by its name, "" where it is none, then the codes; of all there is no need for codes. */
static void put_members(twi_job *job, const char *prefix, const twi_place *place, int i)
{
  int regions = place->key[i].axis == TWI_AXIS_REGIONS, total = regions ? job->world->N : job->world->S, count = 0;
  char *const *codes = regions ? job->world->region : job->world->sector;
  const twi_yaml *node = place->selector[i];
  for (int k = 0; k < total; k++) count += job->selected[i][k];
  int all = count == total && total > 1;
  int one = count == 1 && node && node->kind == TWI_YAML_SCALAR; /* a code by its own name is no set */
  int named = node && node->kind == TWI_YAML_SCALAR && !place->except[i] && !one;
  const char *group = regions || place->except[i] ? NULL : twi_names_sector_group(job->scenario, node, job->world);
  twi_field_text(job, prefix, place->key[i].key, all ? "all" : group ? group : named ? node->text : "");
  for (int k = 0; k < total && !all; k++)
    if (job->selected[i][k]) twi_text_printf(&job->fields, "\t%s", codes[k]);
}

void twi_field_place(twi_job *job, const char *prefix, const twi_place *place)
{
  for (int i = 0; i < TWI_SELECTORS && place->key[i].key; i++) put_members(job, prefix, place, i);
  if (place->both_ways) twi_field_text(job, prefix, "both_ways", "true");
}

void twi_field_amount(twi_job *job, const twi_amount *amount)
{
  static const char *const units[] = {"%", "pp", "number", "money"};
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
