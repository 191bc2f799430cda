/* market.yaml: what the market is, its units, and the numbers that complete it. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "market/read/read.h"
#include "table/number.h"
#include "table/yaml.h"

/* ---------------------------------------------------------------- numbers and words */

typedef struct twi_market_key {
  const char *name;
  double standard; /* NaN: none, and it stays empty */
  double least;
  int above; /* 1: and not `least` itself */
  const char *expected;
} twi_market_key;

static tw_status read_number(tw_context *ctx, const twi_yaml *map, const twi_market_key *key, double *value)
{
  const twi_yaml *node = twi_yaml_get(map, key->name);
  *value = key->standard;
  if (!node) return TW_OK;
  if (node->kind != TWI_YAML_SCALAR || twi_number_read(node->text, node->length, value))
    return twi_yaml_expected(ctx, node, key->expected);
  if (key->above ? *value > key->least : *value >= key->least) return TW_OK;
  return twi_yaml_expected(ctx, node, key->expected);
}

static tw_status read_word(tw_context *ctx, const twi_yaml *map, const char *key, int needed, const char *expected,
                           char **text)
{
  const twi_yaml *node = twi_yaml_get(map, key);
  *text = NULL;
  if (!node && !needed) return TW_OK;
  if (!node)
    return twi_fail(ctx, TW_BAD_INPUT, "%s:1:1: the key %s is missing: expected %s", map->origin, key, expected);
  if (node->kind != TWI_YAML_SCALAR || twi_yaml_is_null(node)) return twi_yaml_expected(ctx, node, expected);
  twi_yaml_one_line(node);
  if (node->length == 0) return twi_yaml_expected(ctx, node, expected);
  *text = twi_strndup(ctx, node->text, node->length);
  return *text ? TW_OK : twi_no_memory(ctx, node->length);
}

/* ---------------------------------------------------------------- units */

/* Units of quantity by what they measure: how many of the basic one (t, GJ, MWh, a cubic metre). */
static const struct {
  const char *name, *basic;
  double factor;
} unit[] = {
    {"t", "t", 1},        {"kt", "t", 1e3},     {"Mt", "t", 1e6},      {"Gt", "t", 1e9},  {"GJ", "GJ", 1},
    {"TJ", "GJ", 1e3},    {"PJ", "GJ", 1e6},    {"EJ", "GJ", 1e9},     {"MWh", "MWh", 1}, {"GWh", "MWh", 1e3},
    {"TWh", "MWh", 1e6},  {"mcm", "m3", 1e6},   {"bcm", "m3", 1e9},    {"m3", "m3", 1},   {"bbl", "bbl", 1},
    {"kbbl", "bbl", 1e3}, {"Mbbl", "bbl", 1e6}, {"MMBtu", "MMBtu", 1},
};

static int unit_index(const char *name, size_t length)
{
  for (int i = 0; i < (int)(sizeof unit / sizeof *unit); i++)
    if (strlen(unit[i].name) == length && memcmp(name, unit[i].name, length) == 0) return i;
  return -1;
}

/* Money of a unit of quantity at a price of one. With value_per_unit it is what the file says; else it follows from the
 * units, in billions of the price's currency: Mt at USD/MMBtu with 52 MMBtu in a t is 0.052. */
static tw_status read_value(twi_market_reader *r, const twi_yaml *map)
{
  static const twi_market_key energy = {"energy_per_unit", NAN, 0, 1,
                                        "a number above 0: how much of what prices are by "
                                        "is in a unit of quantity"};
  static const twi_market_key value = {"value_per_unit", NAN, 0, 1,
                                       "a number above 0: money of a unit at a price of 1"};
  tw_market *m = r->m;
  double per_unit;
  tw_status status = read_number(r->ctx, map, &energy, &per_unit);
  if (status == TW_OK) status = read_number(r->ctx, map, &value, &m->value_per_unit);
  if (status == TW_OK)
    status = read_word(r->ctx, map, "value_unit", 0, "a unit of money such as billion USD", &m->value_unit);
  if (status != TW_OK) return status;
  const char *slash = strchr(m->price_unit, '/');
  const twi_yaml *price = twi_yaml_get(map, "price_unit");
  if (!slash || slash == m->price_unit || !slash[1])
    return twi_yaml_expected(r->ctx, price, "money by quantity, such as USD/MMBtu");
  if (!m->value_unit) {
    m->value_unit = twi_format(r->ctx, "billion %.*s", (int)(slash - m->price_unit), m->price_unit);
    if (!m->value_unit) return twi_no_memory(r->ctx, 0);
  }
  if (!isnan(m->value_per_unit)) return TW_OK;
  int of = unit_index(m->unit, strlen(m->unit)), by = unit_index(slash + 1, strlen(slash + 1));
  if (of < 0)
    return twi_yaml_fail(
        r->ctx, twi_yaml_get(map, "unit"),
        "found the unit %s, of which the money is not known: expected value_per_unit as well, billions of "
        "%.*s of one %s at a price of 1",
        m->unit, (int)(slash - m->price_unit), m->price_unit, m->unit);
  int same = by >= 0 && strcmp(unit[by].basic, unit[of].basic) == 0;
  if (!same && isnan(per_unit))
    return twi_yaml_fail(
        r->ctx, price,
        "found prices by %s and quantities in %s, which do not fit: expected energy_per_unit as well, how "
        "many %s a %s has",
        slash + 1, m->unit, slash + 1, unit[of].basic);
  if (same && !isnan(per_unit))
    return twi_yaml_fail(r->ctx, twi_yaml_get(map, "energy_per_unit"),
                         "found energy_per_unit, where prices are by %s and quantities in %s: expected none", slash + 1,
                         m->unit);
  m->value_per_unit = same ? unit[of].factor / unit[by].factor / 1e9 : unit[of].factor * per_unit / 1e9;
  return TW_OK;
}

/* ---------------------------------------------------------------- the rest */

static tw_status read_form(twi_market_reader *r, const twi_yaml *map)
{
  static const char expected[] = "constant_elasticity or linear";
  const twi_yaml *node = twi_yaml_get(map, "demand");
  if (!node) return TW_OK;
  if (node->kind != TWI_YAML_SCALAR) return twi_yaml_expected(r->ctx, node, expected);
  r->m->linear = strcmp(node->text, "linear") == 0;
  if (r->m->linear || strcmp(node->text, "constant_elasticity") == 0) return TW_OK;
  return twi_yaml_expected(r->ctx, node, expected);
}

static tw_status read_year(twi_market_reader *r, const twi_yaml *map)
{
  const twi_yaml *node = twi_yaml_get(map, "data_year");
  if (!node)
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s:1:1: the key data_year is missing: expected a year such as 2024",
                    map->origin);
  size_t digits = node->kind == TWI_YAML_SCALAR ? strspn(node->text, "0123456789") : 0;
  if (digits != 4 || node->text[digits] || node->text[0] == '0')
    return twi_yaml_expected(r->ctx, node, "a year such as 2024");
  memcpy(r->m->year, node->text, 5);
  for (int i = 0; i < 4; i++) r->m->data_year = 10 * r->m->data_year + (node->text[i] - '0');
  return TW_OK;
}

static tw_status read_ceiling(twi_market_reader *r, const twi_yaml *map)
{
  static const char *const names[] = {"price", "share"};
  static const twi_market_key price = {"price", NAN, 0, 1, "a price above 0"};
  static const twi_market_key share = {"share", 1, 0, 1, "a share of the base quantity, above 0"};
  const twi_yaml *node = twi_yaml_get(map, "ceiling");
  r->m->ceiling_price = r->m->ceiling_share = NAN;
  if (!node) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING || !twi_yaml_get(node, "price"))
    return twi_yaml_expected(r->ctx, node, "{price: …, share: …}, what is unserved above a price");
  tw_status status = twi_yaml_check_keys(r->ctx, node, names, 2);
  if (status == TW_OK) status = read_number(r->ctx, node, &price, &r->m->ceiling_price);
  if (status == TW_OK) status = read_number(r->ctx, node, &share, &r->m->ceiling_share);
  return status;
}

static tw_status read_parameters(twi_market_reader *r, const twi_yaml *map)
{
  tw_market *m = r->m;
  const struct {
    twi_market_key key;
    double *value;
  } list[] = {
      {{"sigma", 5, 0, 1, "a number above 0"}, &m->sigma},
      {{"floor_share", 0.6, 0, 0, "a share, 0 to 1"}, &m->floor_share},
      {{"reference_minimum", 0.10, 0, 1, "a quantity above 0"}, &m->reference_minimum},
      {{"wedge_without_trade", 0.25, 0, 0, "a price of 0 or more"}, &m->wedge_without_trade},
      {{"surge_share", 0.02, 0, 0, "a share, 0 to 1"}, &m->surge_share},
      {{"fleet", NAN, 0, 0, "days of sailing times quantity, 0 or more"}, &m->fleet},
  };
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    tw_status status = read_number(r->ctx, map, &list[i].key, list[i].value);
    if (status != TW_OK) return status;
  }
  if (m->floor_share > 1) return twi_yaml_expected(r->ctx, twi_yaml_get(map, "floor_share"), "a share, 0 to 1");
  if (m->surge_share > 1) return twi_yaml_expected(r->ctx, twi_yaml_get(map, "surge_share"), "a share, 0 to 1");
  return TW_OK;
}

static tw_status read_names(twi_market_reader *r, const twi_yaml *map)
{
  tw_market *m = r->m;
  const twi_yaml *title = twi_yaml_get(map, "title"), *notes = twi_yaml_get(map, "notes");
  tw_status status = read_word(r->ctx, map, "name", 1, "the short name of the market", &m->name);
  if (status == TW_OK &&
      strspn(m->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(m->name))
    status = twi_yaml_expected(r->ctx, twi_yaml_get(map, "name"), "a short name of letters, digits, '-' and '_'");
  if (status == TW_OK && title)
    status = twi_texts_read(r->ctx, title, "the title of the market, or one of each language", 0, &m->title);
  if (status == TW_OK && !title) {
    m->title.text = twi_strdup(r->ctx, m->name);
    if (!m->title.text) status = twi_no_memory(r->ctx, 0);
  }
  if (status == TW_OK && notes)
    status = twi_texts_read(r->ctx, notes, "notes, or notes of each language", 1, &m->notes);
  if (status == TW_OK) status = read_word(r->ctx, map, "source", 0, "where the data are from", &m->source);
  if (status == TW_OK)
    status = read_word(r->ctx, map, twi_yaml_get(map, "licence") ? "licence" : "license", 0, "the terms of the data",
                       &m->licence);
  if (status == TW_OK) status = read_word(r->ctx, map, "unit", 1, "the unit of quantities, such as Mt", &m->unit);
  if (status == TW_OK)
    status = read_word(r->ctx, map, "price_unit", 1, "the unit of prices, such as USD/MMBtu", &m->price_unit);
  return status;
}

tw_status twi_market_read_description(twi_market_reader *r)
{
  static const char *const known[] = {"name",        "title",
                                      "data_year",   "source",
                                      "license",     "licence",
                                      "notes",       "unit",
                                      "price_unit",  "value_unit",
                                      "demand",      "energy_per_unit",
                                      "sigma",       "value_per_unit",
                                      "floor_share", "ceiling",
                                      "fleet",       "reference_minimum",
                                      "surge_share", "wedge_without_trade"};
  char *text, *origin;
  twi_yaml *map = NULL;
  tw_status status = twi_market_yaml(r, &text, &origin);
  if (status != TW_OK) return status;
  status = twi_yaml_parse(r->ctx, text, strlen(text), origin, &map);
  if (status == TW_OK && map->kind != TWI_YAML_MAPPING)
    status = twi_yaml_expected(r->ctx, map, "the keys of a market: name, unit, price_unit …");
  if (status == TW_OK) status = twi_yaml_check_keys(r->ctx, map, known, sizeof known / sizeof *known);
  if (status == TW_OK) status = read_names(r, map);
  if (status == TW_OK) status = read_year(r, map);
  if (status == TW_OK) status = read_form(r, map);
  if (status == TW_OK) status = read_value(r, map);
  if (status == TW_OK) status = read_parameters(r, map);
  if (status == TW_OK) status = read_ceiling(r, map);
  twi_yaml_free(r->ctx, map);
  twi_free(r->ctx, text);
  twi_free(r->ctx, origin);
  return status;
}
