/* The words that tables of energy may have: fuels, sources, conventions, qualities, passages; and what a fuel's tonne or a
 * source's kilowatt hour counts for.
 *
 * Conventions of primary energy. physical: the heat that is there, nuclear power at an efficiency of 0.33, geothermal power at
 * 0.10, what is burnt for power at 0.33, power of water, wind and sun as it is (IEA, METI). input_equivalent: all power that is not
 * of fossil fuels at the efficiency of a fossil plant, 0.41 in 2023 (Energy Institute). Fuels count the same in both. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "supply/supply.h"

const char *const twi_strait_names[TWI_STRAITS] = {"hormuz",       "malacca",       "sunda", "taiwan_strait",
                                                   "luzon_strait", "bab_el_mandeb", "suez",  "gibraltar",
                                                   "panama",       "cape"};
const char *const twi_fuel_names[TWI_FUELS] = {
    [TWI_FUEL_CRUDE] = "crude",    [TWI_FUEL_OIL_PRODUCTS] = "oil_products", [TWI_FUEL_LPG] = "lpg",
    [TWI_FUEL_LNG] = "lng",        [TWI_FUEL_PIPELINE_GAS] = "pipeline_gas", [TWI_FUEL_COAL] = "coal",
    [TWI_FUEL_URANIUM] = "uranium"};
const char *const twi_source_names[TWI_SOURCES] = {[TWI_SOURCE_OIL] = "oil",
                                                   [TWI_SOURCE_GAS] = "gas",
                                                   [TWI_SOURCE_COAL] = "coal",
                                                   [TWI_SOURCE_NUCLEAR] = "nuclear",
                                                   [TWI_SOURCE_HYDRO] = "hydro",
                                                   [TWI_SOURCE_WIND] = "wind",
                                                   [TWI_SOURCE_SOLAR] = "solar",
                                                   [TWI_SOURCE_WIND_SOLAR] = "wind_solar",
                                                   [TWI_SOURCE_GEOTHERMAL] = "geothermal",
                                                   [TWI_SOURCE_BIOMASS] = "biomass",
                                                   [TWI_SOURCE_GEO_BIOMASS_POWER] = "geo_biomass_power",
                                                   [TWI_SOURCE_RENEWABLES] = "renewables",
                                                   [TWI_SOURCE_ELECTRICITY] = "electricity",
                                                   [TWI_SOURCE_OTHER] = "other",
                                                   [TWI_SOURCE_TOTAL] = "total",
                                                   [TWI_SOURCE_SELF_SUFFICIENCY] = "self_sufficiency_percent",
                                                   [TWI_SOURCE_PUBLISHED_TOTAL] = "total_primary_supply"};
const char *const twi_convention_names[TWI_CONVENTIONS] = {
    [TWI_PHYSICAL] = "physical", [TWI_INPUT_EQUIVALENT] = "input_equivalent"};
const char *const twi_quality_names[] = {
    [TWI_OBSERVED] = "observed", [TWI_DERIVED] = "derived", [TWI_ASSUMED] = "assumed"};

/* What others call a convention, and that of power stations' output, of which both follow. */
static const struct {
  const char *word;
  int convention;
} CONVENTIONS[] = {{"physical", TWI_PHYSICAL},
                   {"physical_energy_content", TWI_PHYSICAL},
                   {"input_equivalent", TWI_INPUT_EQUIVALENT},
                   {"ei_input_equivalent", TWI_INPUT_EQUIVALENT},
                   {"generation", TWI_GENERATION}};
enum { CONVENTION_WORDS = sizeof CONVENTIONS / sizeof *CONVENTIONS };

double twi_heat_of(twi_fuel fuel)
{
  /* Net, IPCC Guidelines 2006, volume 2, table 1.2; coal: other bituminous. */
  static const double heat[TWI_FUELS] = {
      [TWI_FUEL_CRUDE] = 42.3,        [TWI_FUEL_OIL_PRODUCTS] = 43.0, [TWI_FUEL_LPG] = 47.3,   [TWI_FUEL_LNG] = 48.0,
      [TWI_FUEL_PIPELINE_GAS] = 48.0, [TWI_FUEL_COAL] = 25.8,         [TWI_FUEL_URANIUM] = NAN};
  return heat[fuel];
}

double twi_heat_of_power(twi_source_of_energy source, twi_convention convention)
{
  static const double PJ_PER_TWH = 3.6, THERMAL = 0.33, GEOTHERMAL = 0.10, FOSSIL_PLANT = 0.41;
  switch (source) {
  case TWI_SOURCE_NUCLEAR:
  case TWI_SOURCE_BIOMASS:
  case TWI_SOURCE_GEO_BIOMASS_POWER:
    return PJ_PER_TWH / (convention == TWI_PHYSICAL ? THERMAL : FOSSIL_PLANT);
  case TWI_SOURCE_GEOTHERMAL:
    return PJ_PER_TWH / (convention == TWI_PHYSICAL ? GEOTHERMAL : FOSSIL_PLANT);
  case TWI_SOURCE_HYDRO:
  case TWI_SOURCE_WIND:
  case TWI_SOURCE_SOLAR:
  case TWI_SOURCE_WIND_SOLAR:
    return PJ_PER_TWH / (convention == TWI_PHYSICAL ? 1 : FOSSIL_PLANT);
  default:
    return NAN;
  }
}

int twi_counts_alike(int source)
{
  return source < TWI_FOSSIL || source == TWI_SOURCE_ELECTRICITY || source == TWI_SOURCE_OTHER;
}

/* ---------------------------------------------------------------- cells */

/* "a, b or c" */
static void list_words(char *words, size_t room, const char *const *names, int count)
{
  size_t used = 0;
  words[0] = 0;
  for (int i = 0; i < count && used < room; i++)
    used += (size_t)twi_print(words + used, room - used, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
}

static tw_status unknown_word(twi_csv *csv, int column, const char *what, const char *const *names, int count)
{
  char shown[TWI_SHOWN], list[512];
  size_t length;
  const char *text = twi_csv_text(csv, column, &length), *nearest = twi_nearest(text, length, names, count);
  list_words(list, sizeof list, names, count);
  return twi_csv_fail(csv, column, "found %s, expected %s: %s%s%s%s", twi_show(text, length, shown), what, list,
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

static tw_status read_word(twi_csv *csv, int column, const char *what, const char *const *names, int count, int *index)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  for (*index = 0; *index < count; ++*index)
    if (twi_same_name(text, length, names[*index])) return TW_OK;
  return unknown_word(csv, column, what, names, count);
}

tw_status twi_read_fuel(twi_csv *csv, int column, int *fuel)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  if (twi_same_name(text, length, "oil")) { /* as stocks are told */
    *fuel = TWI_FUEL_CRUDE;
    return TW_OK;
  }
  return read_word(csv, column, "a fuel", twi_fuel_names, TWI_FUELS, fuel);
}

tw_status twi_read_source(twi_csv *csv, int column, int *source)
{
  return read_word(csv, column, "a source of energy", twi_source_names, TWI_SOURCES, source);
}

tw_status twi_read_convention(twi_csv *csv, int column, int published, int *convention)
{
  const char *names[CONVENTION_WORDS];
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  *convention = TWI_PUBLISHED;
  if (published) return length ? TW_OK : twi_csv_expected(csv, column, "who publishes it, as in iea_by_meti");
  for (int i = 0; i < CONVENTION_WORDS; i++) {
    *convention = CONVENTIONS[i].convention;
    if (twi_same_name(text, length, CONVENTIONS[i].word)) return TW_OK;
    names[i] = CONVENTIONS[i].word;
  }
  return unknown_word(csv, column, "a convention", names, CONVENTION_WORDS);
}

tw_status twi_read_quality(twi_csv *csv, int column, int *quality)
{
  size_t length = 0;
  *quality = TWI_OBSERVED;
  if (column >= 0) twi_csv_text(csv, column, &length);
  return length ? read_word(csv, column, "a quality", twi_quality_names, TWI_ASSUMED + 1, quality) : TW_OK;
}
