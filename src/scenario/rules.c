/* The tables of the language: rules, outcomes and instruments of targets. A new rule is registered here; rules.h says
 * what else it takes. docs/formats.md lists the same kinds, keys and operations. */
#include "scenario/rules.h"

#include <string.h>

#define BIT(operation) (1u << (operation))
#define LEVEL          (BIT(TWI_TO) | BIT(TWI_ADD) | BIT(TWI_CHANGE))
#define NO_KEY                                                                                                         \
  {                                                                                                                    \
    NULL, TWI_AXIS_REGIONS, 0                                                                                          \
  }
#define BILATERAL                                                                                                      \
  {                                                                                                                    \
    {"importer", TWI_AXIS_REGIONS, 0}, {"exporter", TWI_AXIS_REGIONS, 0}, {"sector", TWI_AXIS_SECTORS, 1},             \
  }
#define CELLS                                                                                                          \
  {                                                                                                                    \
    {"region", TWI_AXIS_REGIONS, 0}, {"sector", TWI_AXIS_SECTORS, 1}, NO_KEY,                                          \
  }
#define SECTORS                                                                                                        \
  {                                                                                                                    \
    {"region", TWI_AXIS_REGIONS, 0}, {"sector", TWI_AXIS_SECTORS, 0}, NO_KEY,                                          \
  }
#define REGIONS                                                                                                        \
  {                                                                                                                    \
    {"region", TWI_AXIS_REGIONS, 0}, NO_KEY, NO_KEY,                                                                   \
  }
#define PAYERS                                                                                                         \
  {                                                                                                                    \
    {"from", TWI_AXIS_REGIONS, 0}, {"to", TWI_AXIS_REGIONS, 0}, NO_KEY,                                                \
  }
#define NOWHERE                                                                                                        \
  {                                                                                                                    \
    NO_KEY, NO_KEY, NO_KEY,                                                                                            \
  }

static const twi_rule_kind table[] = {
    {TWI_RULE_TARIFF, "tariff", "the tariff", 0, BILATERAL, LEVEL, 1, 0},
    {TWI_RULE_EXPORT_TAX, "export_tax", "the export tax", 0, BILATERAL, LEVEL, 1, 0},
    {TWI_RULE_BARRIER, "barrier", "the barrier", 1, BILATERAL, LEVEL, 0, 0},
    {TWI_RULE_DEMAND, "demand", "demand", 1, BILATERAL, BIT(TWI_CHANGE), 0, 0},
    {TWI_RULE_FINAL_DEMAND, "final_demand", "final demand", 1, SECTORS, BIT(TWI_CHANGE), 0, 0},
    {TWI_RULE_PRODUCTIVITY, "productivity", "productivity", 1, CELLS, BIT(TWI_CHANGE), 0, 0},
    {TWI_RULE_SUBSIDY, "subsidy", "the subsidy", 0, CELLS, LEVEL, 0, 0},
    {TWI_RULE_LABOUR, "labour", "labour", 1, REGIONS, BIT(TWI_CHANGE), 0, 0},
    {TWI_RULE_TRANSFER, "transfer", "the transfer", 0, PAYERS, BIT(TWI_AMOUNT), 0, 0},
    {TWI_RULE_BAN, "ban", "the ban", 0, BILATERAL, 0, 0, 0},
    {TWI_RULE_QUOTA, "quota", "the quota", 1, BILATERAL, BIT(TWI_TO) | BIT(TWI_CHANGE), 0, 1},
    {TWI_RULE_CAPACITY, "capacity", "the capacity", 1, CELLS, BIT(TWI_TO) | BIT(TWI_CHANGE), 0, 1},
    {TWI_RULE_PREFERENCE, "preference", "the preference", 0, BILATERAL, 0, 0, 0},
    {TWI_RULE_CLAUSE, "clause", "the clause", 0, BILATERAL, 0, 0, 0},
    {TWI_RULE_TARGET, "target", "the target", 0, NOWHERE, BIT(TWI_CHANGE), 0, 0},
};
enum { COUNT = sizeof table / sizeof *table };
_Static_assert((int)COUNT == (int)TWI_RULE_KINDS,
               "a line for each id of rules.h, and TWI_RULE_TARGET the last of them");

static const twi_target_part outcomes[] = {
    {"output", TWI_OUTCOME_OUTPUT, CELLS},         {"exports", TWI_OUTCOME_EXPORTS, CELLS},
    {"imports", TWI_OUTCOME_IMPORTS, CELLS},       {"trade", TWI_OUTCOME_TRADE, BILATERAL},
    {"price", TWI_OUTCOME_PRICE, CELLS},           {"real_income", TWI_OUTCOME_REAL_INCOME, REGIONS},
    {"real_wage", TWI_OUTCOME_REAL_WAGE, REGIONS}, {"employment", TWI_OUTCOME_EMPLOYMENT, REGIONS},
};

static const twi_target_part instruments[] = {
    {"tariff", TWI_LEVER_TARIFF, BILATERAL},   {"export_tax", TWI_LEVER_EXPORT_TAX, BILATERAL},
    {"barrier", TWI_LEVER_BARRIER, BILATERAL}, {"demand", TWI_LEVER_DEMAND, BILATERAL},
    {"subsidy", TWI_LEVER_SUBSIDY, CELLS},     {"productivity", TWI_LEVER_PRODUCTIVITY, CELLS},
    {"labour", TWI_LEVER_LABOUR, REGIONS},     {"transfer", TWI_LEVER_TRANSFER, PAYERS},
};

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

int twi_goods_key(const twi_selector_key *key)
{
  for (int i = 0; i < TWI_SELECTORS && key[i].key; i++)
    if (key[i].axis != TWI_AXIS_REGIONS) return i;
  return -1;
}

const twi_selector_key *twi_keys_of_products(const twi_selector_key *key)
{
  static const twi_selector_key flows[TWI_SELECTORS] = {
      {"importer", TWI_AXIS_REGIONS, 0}, {"exporter", TWI_AXIS_REGIONS, 0}, {"product", TWI_AXIS_PRODUCTS, 0}};
  static const twi_selector_key cells[TWI_SELECTORS] = {
      {"region", TWI_AXIS_REGIONS, 0}, {"product", TWI_AXIS_PRODUCTS, 0}, NO_KEY};
  int i = twi_goods_key(key);
  return i < 0 || !key[i].products ? NULL : i == 2 ? flows : cells;
}

const char *twi_operation_word(twi_operation operation)
{
  static const char *const words[TWI_OPERATIONS] = {"to", "add", "change", "amount"};
  return words[operation];
}

const twi_target_part *twi_target_outcome_at(int index)
{
  return index >= 0 && index < (int)(sizeof outcomes / sizeof *outcomes) ? &outcomes[index] : NULL;
}

const twi_target_part *twi_target_instrument_at(int index)
{
  return index >= 0 && index < (int)(sizeof instruments / sizeof *instruments) ? &instruments[index] : NULL;
}

static const twi_target_column columns[] = {
    {"real_income_pct", 1 << 1, TWI_MEASURE_REAL_INCOME, 0, 0, "real income of"},
    {"real_wage_pct", 1 << 1, TWI_MEASURE_REAL_WAGE, 0, 0, "real wage of"},
    {"wage_pct", 1 << 1, TWI_MEASURE_WAGE, 0, 0, "wage of"},
    {"price_index_pct", 1 << 1, TWI_MEASURE_PRICE_INDEX, 0, 0, "price index of"},
    {"employment_pct", 1 << 1, TWI_MEASURE_EMPLOYMENT, 0, 0, "employment in"},
    {"output_pct", 1 << 2, TWI_MEASURE_OUTPUT, 0, 0, "output of"},
    {"output_value_pct", 1 << 2, TWI_MEASURE_OUTPUT_VALUE, 0, 0, "value of output of"},
    {"unit_cost_pct", 1 << 2, TWI_MEASURE_COST, 0, 0, "unit cost of"},
    {"price_pct", 1 << 2, TWI_MEASURE_PRICE, 0, 1, "price of"},
    {"exports_pct", 1 << 1 | 1 << 2 | 1 << 3, TWI_MEASURE_TRADE_VALUE, 0, 0, "value of exports of"},
    {"imports_pct", 1 << 1 | 1 << 2 | 1 << 3, TWI_MEASURE_TRADE_VALUE, 1, 0, "value of imports of"},
    {"sales_pct", 1 << 2, TWI_MEASURE_OUTPUT_VALUE, 0, 2, "sales of"},
};

const twi_target_column *twi_target_column_at(int index)
{
  return index >= 0 && index < (int)(sizeof columns / sizeof *columns) ? &columns[index] : NULL;
}
