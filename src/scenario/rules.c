/* The table of rules: docs/formats.md lists the same kinds, keys and operations. */
#include "scenario/rules.h"

#include <string.h>

#define BIT(operation) (1u << (operation))
#define BILATERAL                                                                                                      \
  {                                                                                                                    \
    {"importer", TWI_AXIS_REGIONS}, {"exporter", TWI_AXIS_REGIONS}, {"sector", TWI_AXIS_SECTORS},                      \
  }
#define REGIONAL                                                                                                       \
  {                                                                                                                    \
    {"region", TWI_AXIS_REGIONS}, {"sector", TWI_AXIS_SECTORS}, {NULL, TWI_AXIS_REGIONS},                              \
  }

static const twi_rule_kind table[] = {
    {"tariff", "the tariff", TWI_WEDGE_TARIFF, 0, BILATERAL, BIT(TWI_TO) | BIT(TWI_ADD) | BIT(TWI_CHANGE), 1},
    {"export_tax", "the export tax", TWI_WEDGE_EXPORT_TAX, 0, BILATERAL, BIT(TWI_TO) | BIT(TWI_ADD) | BIT(TWI_CHANGE),
     1},
    {"barrier", "the barrier", TWI_WEDGE_BARRIER, 1, BILATERAL, BIT(TWI_TO) | BIT(TWI_ADD) | BIT(TWI_CHANGE), 0},
    {"productivity", "productivity", TWI_WEDGE_PRODUCTIVITY, 1, REGIONAL, BIT(TWI_CHANGE), 0},
};
enum { COUNT = sizeof table / sizeof *table };

const twi_rule_kind *twi_rule_kind_at(int index)
{
  return index >= 0 && index < COUNT ? &table[index] : NULL;
}

const twi_rule_kind *twi_rule_kind_find(const char *name)
{
  for (int i = 0; i < COUNT; i++)
    if (strcmp(table[i].name, name) == 0) return &table[i];
  return NULL;
}

int twi_rule_is_bilateral(const twi_rule_kind *kind)
{
  return kind->selector[2].key != NULL;
}

const char *twi_operation_word(twi_operation operation)
{
  static const char *const words[TWI_OPERATIONS] = {"to", "add", "change"};
  return words[operation];
}
