/* The user's primary energy by source: see supply.h, and docs/formats.md for the file.
 *
 *   S = P + M - X + dK,  N = M - X + dK          production, imports, exports, change of stocks (use of them is positive)
 *
 * What is given has to add up, and what is not given follows; N is 0 for a source that nobody trades. Numbers are in PJ after
 * reading; rounded ones may miss by what rounding does.
 *
 * Longer than 400 lines: the checks of all rows together need the rows, the columns and the words of each. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "supply/supply.h"

enum { PRODUCTION, IMPORTS, EXPORTS, STOCK_CHANGE, NET_IMPORTS, SUPPLY, AMOUNTS };
static const char *const amount_names[AMOUNTS] = {"production",   "imports",     "exports",
                                                  "stock_change", "net_imports", "supply"};
static const struct unit {
  const char *name;
  double pj;
} UNITS[] = {{"PJ", 1},    {"TJ", 1e-3},     {"EJ", 1e3},        {"GWh", 3.6e-3},
             {"TWh", 3.6}, {"Mtoe", 41.868}, {"ktoe", 41.868e-3}};
enum { UNIT_COUNT = sizeof UNITS / sizeof *UNITS, TWH = 4, PER_CENT = UNIT_COUNT };

typedef struct columns {
  int region, source, convention, year, unit, quality, quality_production, reference;
  int amount[AMOUNTS], amount_unit[AMOUNTS]; /* column; its unit by its name, -1: by the column unit */
} columns;

static void row_free(tw_context *ctx, twi_balance_row *r)
{
  twi_free(ctx, r->region);
  twi_free(ctx, r->year);
  twi_free(ctx, r->published);
  twi_free(ctx, r->reference);
}

void twi_balance_free(tw_context *ctx, twi_balance *balance)
{
  for (int i = 0; i < balance->count; i++) row_free(ctx, &balance->row[i]);
  twi_free(ctx, balance->row);
}

/* ---------------------------------------------------------------- columns */

static int find_unit(const char *text, size_t length)
{
  for (int u = 0; u < UNIT_COUNT; u++)
    if (twi_same_name(text, length, UNITS[u].name)) return u;
  return -1;
}

/* "supply", or "supply_pj". */
static tw_status find_amount(twi_csv *csv, columns *c, int a)
{
  size_t n = strlen(amount_names[a]);
  c->amount[a] = -1;
  for (int i = 0; i < twi_csv_columns(csv); i++) {
    const char *name = twi_csv_column(csv, i), *after = name + n;
    if (strlen(name) < n || !twi_same_name(name, n, amount_names[a]) || (*after && *after != '_')) continue;
    int unit = *after ? find_unit(after + 1, strlen(after + 1)) : -1;
    if (*after && unit < 0) continue; /* somebody's own column */
    if (c->amount[a] >= 0)
      return twi_csv_fail(csv, i, "there is a column %s already, expected one of them",
                          twi_csv_column(csv, c->amount[a]));
    c->amount[a] = i;
    c->amount_unit[a] = unit;
  }
  return TW_OK;
}

static tw_status find_columns(tw_context *ctx, twi_csv *csv, columns *c)
{
  static const char *const known[] = {"region",         "source",        "convention",     "year",
                                      "unit",           "quality",       "quality_supply", "quality_production",
                                      "reference",      "production",    "imports",        "exports",
                                      "stock_change",   "net_imports",   "supply",         "production_pj",
                                      "imports_pj",     "exports_pj",    "supply_pj",      "stock_change_pj",
                                      "net_imports_pj", "production_twh"};
  int any = 0;
  tw_status status = twi_csv_require(csv, "region", &c->region);
  if (status == TW_OK) status = twi_csv_require(csv, "source", &c->source);
  if (status == TW_OK) status = twi_csv_require(csv, "convention", &c->convention);
  c->year = twi_csv_find(csv, "year");
  c->unit = twi_csv_find(csv, "unit");
  c->quality = twi_csv_find(csv, "quality");
  if (c->quality < 0) c->quality = twi_csv_find(csv, "quality_supply");
  c->quality_production = twi_csv_find(csv, "quality_production");
  c->reference = twi_csv_find(csv, "reference");
  for (int a = 0; a < AMOUNTS && status == TW_OK; a++) {
    status = find_amount(csv, c, a);
    any |= c->amount[a] >= 0;
  }
  if (status == TW_OK && !any) status = twi_csv_require(csv, "supply_pj", &c->amount[SUPPLY]);
  return status == TW_OK ? twi_check_columns(ctx, csv, known, sizeof known / sizeof *known) : status;
}

/* ---------------------------------------------------------------- a row */

/* The unit of the row's own column; -1: there is none. */
static tw_status read_row_unit(twi_csv *csv, const columns *c, int *unit)
{
  size_t length = 0;
  const char *text = c->unit >= 0 ? twi_csv_text(csv, c->unit, &length) : "";
  *unit = -1;
  if (!length) return TW_OK;
  *unit = find_unit(text, length);
  if (*unit < 0) return twi_csv_expected(csv, c->unit, "a unit of energy: PJ, TJ, EJ, GWh, TWh, Mtoe or ktoe");
  return TW_OK;
}

/* value[a] in PJ, and how much each may be off by rounding. Published percentages and terawatt hours as they are. */
static tw_status read_amounts(twi_csv *csv, const columns *c, int as_they_are, double *value, double *rounding)
{
  int unit;
  tw_status status = read_row_unit(csv, c, &unit);
  *rounding = 0;
  for (int a = 0; a < AMOUNTS; a++) value[a] = NAN;
  for (int a = 0; a < AMOUNTS && status == TW_OK; a++) {
    int column = c->amount[a], of = c->amount_unit[a];
    size_t length = 0;
    const char *text = column >= 0 ? twi_csv_text(csv, column, &length) : "";
    if (!length) continue;
    if (of >= 0 && unit >= 0 && of != unit)
      return twi_csv_fail(csv, c->unit, "found %s, and the column %s is in %s: these do not fit", UNITS[unit].name,
                          twi_csv_column(csv, column), UNITS[of].name);
    if (of < 0) of = unit;
    if (of < 0 && !as_they_are)
      return twi_csv_fail(
          csv, column,
          "found %s without a unit: call the column %s_pj (_tj, _ej, _twh, _mtoe, _ktoe), or add a column unit", text,
          amount_names[a]);
    status = twi_csv_number(csv, column, &value[a]);
    if (status == TW_OK && value[a] < 0 && a != STOCK_CHANGE && a != NET_IMPORTS)
      status = twi_csv_expected(csv, column, "an amount from 0 on");
    if (status == TW_OK && !(fabs(value[a]) < TWI_MOST_AMOUNT))
      status = twi_csv_expected(csv, column, "an amount below 1e12");
    const char *point = strchr(text, '.');
    double last = point ? pow(10, -(double)strspn(point + 1, "0123456789")) : 1, size = as_they_are ? 1 : UNITS[of].pj;
    value[a] *= size;
    *rounding = fmax(*rounding, 0.5 * last * size);
  }
  return status;
}

/* Fills in production, net imports and supply of what is given, or says why it does not add up. */
static tw_status add_up(twi_csv *csv, const columns *c, double *v, double rounding, twi_balance_row *r, double *gap)
{
  int traded = !isnan(v[IMPORTS]) || !isnan(v[EXPORTS]) || !isnan(v[STOCK_CHANGE]);
  double trade = (isnan(v[IMPORTS]) ? 0 : v[IMPORTS]) - (isnan(v[EXPORTS]) ? 0 : v[EXPORTS]);
  double net = trade + (isnan(v[STOCK_CHANGE]) ? 0 : v[STOCK_CHANGE]);
  double most = 0, slack = 4.2 * rounding;
  for (int a = 0; a < AMOUNTS; a++)
    if (!isnan(v[a])) most = fmax(most, fabs(v[a]));
  slack = fmax(slack, 1e-9 * most);
  int fuel = r->source < TWI_FOSSIL;
  if (!isnan(v[NET_IMPORTS]) && !isnan(v[STOCK_CHANGE]) && fabs(net - v[NET_IMPORTS]) > slack)
    return twi_csv_fail(csv, c->amount[NET_IMPORTS],
                        "found %.8g PJ, and imports - exports + stock_change is %.8g: these do not add up",
                        v[NET_IMPORTS], net);
  r->production = v[PRODUCTION];
  if (r->source == TWI_SOURCE_ELECTRICITY && isnan(r->production))
    r->production = 0; /* that of stations is counted with their sources */
  r->supply = v[SUPPLY];
  r->net_imports = !isnan(v[NET_IMPORTS]) ? v[NET_IMPORTS] : traded ? net : NAN;
  if (isnan(r->net_imports) && !isnan(r->production) && !isnan(r->supply)) r->net_imports = r->supply - r->production;
  if (isnan(r->net_imports) && !fuel && r->source != TWI_SOURCE_TOTAL && r->source != TWI_SOURCE_ELECTRICITY)
    r->net_imports = 0;
  if (isnan(r->production) && !isnan(r->supply)) r->production = r->supply - r->net_imports;
  if (isnan(r->supply)) r->supply = r->production + r->net_imports;
  if (isnan(r->supply)) return twi_csv_fail(csv, -1, "expected the supply, or production and net imports that give it");
  double apart = r->production + r->net_imports - r->supply;
  if (fabs(apart) > slack)
    return twi_csv_fail(
        csv, c->amount[SUPPLY],
        "found a supply of %.8g PJ, and production %.8g + net imports %.8g is %.8g: %.4g PJ do not add up%s", r->supply,
        r->production, r->net_imports, r->production + r->net_imports, fabs(apart),
        isnan(v[NET_IMPORTS]) && isnan(v[STOCK_CHANGE])
            ? "; a column stock_change or net_imports says what else there is"
            : "");
  if (r->supply < -slack && r->source != TWI_SOURCE_ELECTRICITY)
    return twi_csv_fail(
        csv, c->amount[isnan(v[SUPPLY]) && c->amount[EXPORTS] >= 0 ? EXPORTS : SUPPLY],
        "found exports of %.8g PJ, above production and imports: a supply of %.8g PJ, expected 0 or more",
        isnan(v[EXPORTS]) ? 0 : v[EXPORTS], r->supply);
  if (!isnan(apart)) *gap = fmax(*gap, fabs(apart));
  return TW_OK;
}

/* ---------------------------------------------------------------- rows */

static tw_status make_room(tw_context *ctx, twi_balance *b)
{
  if (b->count < b->room) return TW_OK;
  int room = b->room ? 2 * b->room : 128;
  twi_balance_row *grown = twi_resize(ctx, b->row, (size_t)room, sizeof *grown);
  if (!grown) return twi_no_memory(ctx, (size_t)room * sizeof *grown);
  b->row = grown;
  b->room = room;
  return TW_OK;
}

/* A copy of the last row as power in the convention: of a row of generation, in terawatt hours. */
static tw_status convert_power(tw_context *ctx, twi_balance *b, int convention)
{
  tw_status status = make_room(ctx, b);
  if (status != TW_OK) return status;
  const twi_balance_row *from = &b->row[b->count - 1];
  twi_balance_row to = *from;
  to.convention = convention;
  to.quality = from->quality == TWI_ASSUMED ? TWI_ASSUMED : TWI_DERIVED;
  to.supply = to.production =
      from->supply * twi_heat_of_power((twi_source_of_energy)from->source, (twi_convention)convention);
  to.net_imports = 0;
  to.region = twi_strdup(ctx, from->region);
  to.year = twi_strdup(ctx, from->year);
  to.published = twi_strdup(ctx, from->published);
  to.reference = twi_strdup(ctx, from->reference);
  b->row[b->count++] = to;
  return to.region && to.year && to.published && to.reference ? TW_OK : twi_no_memory(ctx, 0);
}

static tw_status read_generation(tw_context *ctx, twi_csv *csv, const columns *c, twi_balance *b)
{
  double value[AMOUNTS], rounding;
  twi_balance_row *r = &b->row[b->count - 1];
  int unit, column = c->amount[PRODUCTION];
  if (isnan(twi_heat_of_power((twi_source_of_energy)r->source, TWI_PHYSICAL)))
    return twi_csv_expected(csv, c->source,
                            "for generation a source of power: nuclear, hydro, wind, solar, geothermal, biomass …");
  tw_status status = read_amounts(csv, c, 1, value, &rounding);
  if (status == TW_OK) status = read_row_unit(csv, c, &unit);
  if (status != TW_OK) return status;
  if (isnan(value[PRODUCTION])) return twi_csv_fail(csv, column, "expected what power stations made, in TWh");
  if (c->amount_unit[PRODUCTION] != TWH && unit != TWH)
    return twi_csv_fail(csv, column, "generation is in TWh: expected a column production_twh, or the unit TWh");
  r->supply = value[PRODUCTION];
  status = convert_power(ctx, b, TWI_PHYSICAL);
  if (status == TW_OK) { /* the second of the same row; the row itself goes */
    b->row[b->count - 2].convention = TWI_INPUT_EQUIVALENT;
    twi_balance_row *other = &b->row[b->count - 2];
    other->supply = other->production =
        value[PRODUCTION] * twi_heat_of_power((twi_source_of_energy)other->source, TWI_INPUT_EQUIVALENT);
    other->net_imports = 0;
    if (other->quality == TWI_OBSERVED) other->quality = TWI_DERIVED;
  }
  return status;
}

static tw_status read_published(twi_csv *csv, const columns *c, twi_balance_row *r)
{
  double value[AMOUNTS], rounding;
  int share = r->source == TWI_SOURCE_SELF_SUFFICIENCY;
  tw_status status = read_amounts(csv, c, share, value, &rounding);
  if (status != TW_OK) return status;
  r->production = value[PRODUCTION];
  r->supply = value[SUPPLY];
  r->net_imports = value[NET_IMPORTS];
  if (!share) return isnan(r->supply) ? twi_csv_fail(csv, c->amount[SUPPLY], "expected the total") : TW_OK;
  if (!(r->production >= 0))
    return twi_csv_fail(csv, c->amount[PRODUCTION], "expected the self-sufficiency, in per cent");
  if (!isnan(r->net_imports) && fabs(100 - r->production - r->net_imports) > 0.11)
    return twi_csv_fail(csv, c->amount[NET_IMPORTS], "found %.6g %%, and 100 - %.6g is %.6g: these do not add up",
                        r->net_imports, r->production, 100 - r->production);
  r->net_imports = 100 - r->production;
  r->supply = 100;
  return TW_OK;
}

/* 2023, FY2022, 2022/23: a text, but one of a year. */
static tw_status check_year(twi_csv *csv, int column)
{
  size_t length = 0, digits = 0, at = 0;
  const char *text = column >= 0 ? twi_csv_text(csv, column, &length) : "";
  if (!length) return TW_OK;
  if (length > 2 && twi_same_name(text, 2, "FY")) at = 2;
  if (at < length && text[at] == ' ') at++;
  while (at + digits < length && isdigit((unsigned char)text[at + digits])) digits++;
  int fine = digits == 4 && text[at] != '0';
  at += digits;
  if (fine && at < length) { /* the second year of a fiscal one */
    fine = (text[at] == '/' || text[at] == '-') && (length - at == 3 || length - at == 5);
    for (at++; at < length; at++) fine &= isdigit((unsigned char)text[at]) != 0;
  }
  return fine ? TW_OK : twi_csv_expected(csv, column, "a year such as 2023, FY2022 or 2022/23");
}

static tw_status read_row(tw_context *ctx, twi_csv *csv, const columns *c, twi_balance *b)
{
  double value[AMOUNTS], rounding;
  int other;
  tw_status status = make_room(ctx, b);
  if (status != TW_OK) return status;
  twi_balance_row *r = &b->row[b->count++];
  *r = (twi_balance_row){.line = twi_csv_line(csv)};
  status = twi_read_code(ctx, csv, c->region, &r->region);
  if (status == TW_OK) status = twi_read_source(csv, c->source, &r->source);
  if (status == TW_OK) status = twi_read_convention(csv, c->convention, r->source > TWI_SOURCE_TOTAL, &r->convention);
  if (status == TW_OK) status = check_year(csv, c->year);
  if (status == TW_OK) status = twi_read_text(ctx, csv, c->year, &r->year);
  if (status == TW_OK) status = twi_read_text(ctx, csv, c->convention, &r->published);
  if (status == TW_OK) status = twi_read_text(ctx, csv, c->reference, &r->reference);
  if (status == TW_OK) status = twi_read_quality(csv, c->quality, &r->quality);
  if (status == TW_OK) status = twi_read_quality(csv, c->quality_production, &other);
  if (status != TW_OK) return status;
  if (r->convention == TWI_PUBLISHED && r->source == TWI_SOURCE_SELF_SUFFICIENCY) r->quality = other;
  if (r->convention == TWI_PUBLISHED) return read_published(csv, c, r);
  if (r->convention == TWI_GENERATION) return read_generation(ctx, csv, c, b);
  status = read_amounts(csv, c, 0, value, &rounding);
  r->rounding = rounding;
  return status == TW_OK ? add_up(csv, c, value, rounding, r, &b->gap) : status;
}

/* ---------------------------------------------------------------- all rows together */

static int same_block(const twi_balance_row *a, const twi_balance_row *b)
{
  return a->convention == b->convention && strcmp(a->region, b->region) == 0 && strcmp(a->year, b->year) == 0;
}

static tw_status check_twice(tw_context *ctx, const char *file, const twi_balance *b)
{
  for (int i = 0; i < b->count; i++)
    for (int k = 0; k < i; k++) {
      const twi_balance_row *r = &b->row[i], *before = &b->row[k];
      if (r->source != before->source || !same_block(r, before)) continue;
      if (r->convention == TWI_PUBLISHED && strcmp(r->published, before->published) != 0) continue;
      return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: found %s of %s, %s%s%s again, first in line %d, expected each once%s",
                      file, r->line, twi_source_names[r->source], r->region, r->published, *r->year ? ", " : "",
                      r->year, before->line,
                      strcmp(r->published, before->published) ? " (generation gives both conventions)" : "");
    }
  return TW_OK;
}

static int has_source(const twi_balance *b, const twi_balance_row *block, int source)
{
  for (int k = 0; k < b->count; k++)
    if (b->row[k].source == source && same_block(&b->row[k], block)) return 1;
  return 0;
}

/* 1: the block of the row has a source that the other's has as well. */
static int share_source(const twi_balance *b, const twi_balance_row *r, const twi_balance_row *other)
{
  for (int k = 0; k < b->count; k++)
    if (same_block(&b->row[k], r) && has_source(b, other, b->row[k].source)) return 1;
  return 0;
}

/* Rows of a region of several years are balances of each; of two years without a source in common they are one balance
 * of mixed years. */
static tw_status check_years(tw_context *ctx, const char *file, const twi_balance *b)
{
  for (int i = 0; i < b->count; i++)
    for (int k = 0; k < i; k++) {
      const twi_balance_row *r = &b->row[i], *before = &b->row[k];
      if (r->convention >= TWI_CONVENTIONS || r->convention != before->convention ||
          strcmp(r->region, before->region) != 0 || strcmp(r->year, before->year) == 0 || share_source(b, r, before))
        continue;
      return twi_fail(ctx, TW_BAD_INPUT,
                      "%s:%d: found %s of %s in %s and, in line %d, %s in %s, without a source that both years have: "
                      "expected a balance of one year",
                      file, r->line, twi_source_names[r->source], r->region, *r->year ? r->year : "no year",
                      before->line, twi_source_names[before->source], *before->year ? before->year : "no year");
    }
  return TW_OK;
}

/* A source that holds others cannot stand beside them. */
static tw_status check_parts(tw_context *ctx, const char *file, const twi_balance *b)
{
  static const struct {
    int whole, first, last;
  } HOLDS[] = {{TWI_SOURCE_RENEWABLES, TWI_SOURCE_WIND, TWI_SOURCE_GEO_BIOMASS_POWER},
               {TWI_SOURCE_WIND_SOLAR, TWI_SOURCE_WIND, TWI_SOURCE_SOLAR},
               {TWI_SOURCE_GEO_BIOMASS_POWER, TWI_SOURCE_GEOTHERMAL, TWI_SOURCE_BIOMASS}};
  for (size_t h = 0; h < sizeof HOLDS / sizeof *HOLDS; h++)
    for (int i = 0; i < b->count; i++)
      for (int k = 0; k < b->count; k++) {
        const twi_balance_row *whole = &b->row[i], *part = &b->row[k];
        if (whole->source != HOLDS[h].whole || part->source < HOLDS[h].first || part->source > HOLDS[h].last) continue;
        if (!same_block(whole, part)) continue;
        return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: %s holds %s, which %s has in line %d as well: it would count twice",
                        file, whole->line, twi_source_names[whole->source], twi_source_names[part->source],
                        part->region, part->line);
      }
  return TW_OK;
}

/* The row of a source in the block of another row; or, of one that counts alike, in the other convention. -1: none. */
static int part_of(const twi_balance *b, const twi_balance_row *total, int source)
{
  int other = -1;
  for (int k = 0; k < b->count; k++) {
    const twi_balance_row *r = &b->row[k];
    if (r->source != source || r->convention >= TWI_CONVENTIONS) continue;
    if (same_block(r, total)) return k;
    if (twi_counts_alike(source) && strcmp(r->region, total->region) == 0 && strcmp(r->year, total->year) == 0)
      other = k;
  }
  return other;
}

/* A total that stands alone, or beside fuels of the other convention alone, is all that is known. */
static tw_status check_total(tw_context *ctx, const char *file, twi_balance *b)
{
  for (int i = 0; i < b->count; i++) {
    const twi_balance_row *total = &b->row[i];
    double sum = 0, slack = total->rounding;
    int parts = 0, own = 0;
    if (total->source != TWI_SOURCE_TOTAL) continue;
    for (int source = 0; source < TWI_BALANCE_SOURCES; source++) {
      int k = part_of(b, total, source);
      if (k < 0) continue;
      sum += b->row[k].supply;
      slack += b->row[k].rounding;
      parts++;
      own += same_block(&b->row[k], total);
    }
    if (!own) continue;
    if (fabs(sum - total->supply) > 1.05 * slack + 1e-9 * sum)
      return twi_fail(
          ctx, TW_BAD_INPUT,
          "%s:%d: found a total of %.8g PJ for %s, %s, and its %d sources sum to %.8g: %.4g PJ do not add up", file,
          total->line, total->supply, total->region, total->published, parts, sum, fabs(sum - total->supply));
    b->gap = fmax(b->gap, fabs(sum - total->supply));
  }
  return TW_OK;
}

/* Nuclear power and hydro are in every balance that counts power: by one convention alone beside others by another, sums
 * of both would lack some. */
static tw_status check_mixed(tw_context *ctx, const char *file, const twi_balance *b)
{
  for (int i = 0; i < b->count; i++)
    for (int k = 0; k < b->count; k++) {
      const twi_balance_row *own = &b->row[i], *lone = &b->row[k];
      if (own->convention >= TWI_CONVENTIONS || lone->convention >= TWI_CONVENTIONS) continue;
      if (twi_counts_alike(own->source) || own->source == TWI_SOURCE_TOTAL) continue;
      if (lone->source != TWI_SOURCE_NUCLEAR && lone->source != TWI_SOURCE_HYDRO) continue;
      if (own->convention == lone->convention || strcmp(own->region, lone->region) || strcmp(own->year, lone->year))
        continue;
      int there = 0;
      for (int j = 0; j < b->count && !there; j++)
        there = b->row[j].source == lone->source && same_block(&b->row[j], own);
      if (!there)
        return twi_fail(
            ctx, TW_BAD_INPUT,
            "%s:%d: found %s of %s by %s and, in line %d, %s by %s alone: conventions are not mixed, expected "
            "the power of a region by one, or all of it by both",
            file, own->line, twi_source_names[own->source], own->region, own->published, lone->line,
            twi_source_names[lone->source], lone->published);
    }
  return TW_OK;
}

tw_status twi_balance_read(tw_context *ctx, const twi_supply_file *file, twi_balance *balance)
{
  twi_csv *csv;
  columns c;
  int more = 1;
  tw_status status = twi_supply_open(ctx, file, NULL, &csv);
  if (status == TW_OK) status = find_columns(ctx, csv, &c);
  while (status == TW_OK) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    status = read_row(ctx, csv, &c, balance);
  }
  twi_csv_free(csv);
  if (status == TW_OK && balance->count == 0)
    status = twi_fail(ctx, TW_BAD_INPUT, "%s: expected rows, found none", file->name);
  if (status == TW_OK) status = check_twice(ctx, file->name, balance);
  if (status == TW_OK) status = check_parts(ctx, file->name, balance);
  if (status == TW_OK) status = check_mixed(ctx, file->name, balance);
  if (status == TW_OK) status = check_years(ctx, file->name, balance);
  return status == TW_OK ? check_total(ctx, file->name, balance) : status;
}
