/* tw_result_column_unit: the unit of a column of a result, from the list of meanings. */
#include <string.h>

#include "indicator/result.h"
#include "report/meaning.h"

/* Fields of tw_result_trade are fractions and have names of their own. */
static const char *unit_of_field(tw_table table, const char *name)
{
  static const char *const fraction[] = {"tariff_base", "tariff_new", "change"};
  for (int i = 0; i < 3 && table == TW_TRADE; i++)
    if (strcmp(name, fraction[i]) == 0) return "fraction";
  return NULL;
}

const char *tw_result_column_unit(const tw_result *r, tw_table table, const char *name)
{
  const char *unit = unit_of_field(table, name);
  if (unit) return unit;
  const twi_meaning *m = twi_meaning_of(twi_table_file(table), name, NULL);
  if (!m || (!m->table && twi_is_text(m))) {
    twi_result_no_column(r, table, name);
    return NULL;
  }
  if (strncmp(m->unit, TWI_UNIT_MONEY, strlen(TWI_UNIT_MONEY)) != 0) return m->unit;
  return twi_result_money_unit(r, m->unit[strlen(TWI_UNIT_MONEY)] != 0);
}
