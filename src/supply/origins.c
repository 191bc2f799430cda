/* Who imports what from whom, and which passages it sails through. See supply.h.
 *
 * Shares are of the fuel's imports: as the file says; else q / sum q by tonnes where all rows of an importer and fuel have them,
 * else by heat. What a file says in two ways has to agree. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "supply/supply.h"
#include "table/number.h"

static const double SHARE_APART = 0.005, SHARES_OVER = 1.005, HEAT_APART = 2;

typedef struct columns {
  int importer, fuel, exporter, year, quantity, unit, share, pj, quality, source, passages;
} columns;

int twi_is_rest(const char *exporter)
{
  return twi_same_name(exporter, strlen(exporter) < 5 ? strlen(exporter) : 5, "OTHER");
}

static void row_free(tw_context *ctx, twi_origin *o)
{
  twi_free(ctx, o->importer);
  twi_free(ctx, o->exporter);
  twi_free(ctx, o->year);
  twi_free(ctx, o->source);
}

void twi_origins_free(tw_context *ctx, twi_origins *origins)
{
  for (int i = 0; i < origins->count; i++) row_free(ctx, &origins->row[i]);
  twi_free(ctx, origins->row);
}

/* ---------------------------------------------------------------- passages */

/* One of "hormuz 0.88;malacca", into the parts. */
static tw_status read_passage(twi_csv *csv, int column, const char *text, size_t length, double *through)
{
  char shown[TWI_SHOWN];
  size_t word = 0;
  double part = 1;
  while (length && *text == ' ') text++, length--;
  while (length && text[length - 1] == ' ') length--;
  while (word < length && text[word] != ' ') word++;
  int k = 0;
  while (k < TWI_STRAITS && !twi_same_name(text, word, twi_strait_names[k])) k++;
  if (k == TWI_STRAITS) {
    const char *nearest = twi_nearest(text, word, twi_strait_names, TWI_STRAITS);
    return twi_csv_fail(csv, column,
                        "found the passage %s, expected hormuz, malacca, sunda, taiwan_strait, luzon_strait, "
                        "bab_el_mandeb, suez, gibraltar, panama or cape%s%s%s",
                        twi_show(text, word, shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                        nearest ? "?" : "");
  }
  size_t at = word;
  while (at < length && text[at] == ' ') at++;
  if (at < length && (twi_number_read(text + at, length - at, &part) || !(part >= 0 && part <= 1)))
    return twi_csv_fail(csv, column, "found %s after the passage %s, expected the part of the flow, from 0 to 1",
                        twi_show(text + at, length - at, shown), twi_strait_names[k]);
  through[k] = part;
  return TW_OK;
}

/* "none": no passage; a passage that is not named is not passed. */
static tw_status read_passages(twi_csv *csv, int column, double *through)
{
  size_t length, at = 0;
  const char *text = twi_csv_text(csv, column, &length);
  for (int k = 0; k < TWI_STRAITS; k++) through[k] = 0;
  if (twi_same_name(text, length, "none")) return TW_OK;
  while (at < length) {
    size_t end = at;
    while (end < length && text[end] != ';') end++;
    tw_status status = read_passage(csv, column, text + at, end - at, through);
    if (status != TW_OK) return status;
    at = end + 1;
  }
  return TW_OK;
}

/* A way that is not known in full has Hormuz alone. */
static void keep_known(double *through, int complete)
{
  for (int k = 1; k < TWI_STRAITS && !complete; k++) through[k] = NAN;
}

/* Gives rows without passages of their own those of the built-in ways. */
static tw_status find_ways(tw_context *ctx, twi_origins *origins)
{
  static const char *const names[] = {"fuel", "exporter", "importer", "passages", "complete", "quality"};
  enum { FUEL, EXPORTER, IMPORTER, PASSAGES, COMPLETE, QUALITY, COLUMNS };
  twi_csv *csv;
  int column[COLUMNS], more = 1, fuel, quality;
  tw_status status = twi_supply_open(ctx, NULL, "energy/ways.csv", &csv);
  for (int i = 0; i < COLUMNS && status == TW_OK; i++) status = twi_csv_require(csv, names[i], &column[i]);
  while (status == TW_OK) {
    double through[TWI_STRAITS];
    size_t from, to, length;
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    status = twi_read_fuel(csv, column[FUEL], &fuel);
    if (status == TW_OK) status = read_passages(csv, column[PASSAGES], through);
    if (status == TW_OK) status = twi_read_quality(csv, column[QUALITY], &quality);
    if (status != TW_OK) break;
    const char *o = twi_csv_text(csv, column[EXPORTER], &from), *d = twi_csv_text(csv, column[IMPORTER], &to);
    keep_known(through, *twi_csv_text(csv, column[COMPLETE], &length) == '1');
    for (int i = 0; i < origins->count; i++) {
      twi_origin *row = &origins->row[i];
      if (row->fuel != fuel || !isnan(row->through[0]) || !twi_same_name(o, from, row->exporter) ||
          !twi_same_name(d, to, row->importer))
        continue;
      memcpy(row->through, through, sizeof through);
      row->way_quality = quality;
    }
  }
  twi_csv_free(csv);
  return status;
}

/* ---------------------------------------------------------------- quantities */

enum { MEGATONNE, KILOTONNE, TONNE, PETAJOULE, TERAJOULE, BCM, SHARE, UNITS };

static tw_status read_unit(twi_csv *csv, int column, int *unit)
{
  static const char *const names[UNITS] = {"Mt", "kt", "t", "PJ", "TJ", "bcm", "share"};
  size_t length = 0;
  const char *text = column >= 0 ? twi_csv_text(csv, column, &length) : "";
  for (*unit = 0; *unit < UNITS; ++*unit)
    if (twi_same_name(text, length, names[*unit])) return TW_OK;
  return column < 0
             ? twi_csv_fail(csv, -1, "a quantity needs a unit: expected a column unit with Mt, kt, t, PJ, TJ or bcm")
             : twi_csv_expected(csv, column, "a unit: Mt, kt, t, PJ, TJ, bcm, or share for a row that has no quantity");
}

static tw_status read_quantity(twi_csv *csv, const columns *c, twi_origin *o)
{
  static const double SIZE[UNITS] = {1, 1e-3, 1e-6, 1, 1e-3, 36, NAN}; /* in Mt, or in PJ; 36 PJ net a bcm */
  double quantity, pj, usual = twi_heat_of((twi_fuel)o->fuel);
  int unit = SHARE;
  tw_status status = twi_read_amount(csv, c->quantity, "a quantity from 0 on", &quantity);
  if (status == TW_OK) status = twi_read_amount(csv, c->pj, "heat from 0 on", &pj);
  if (status == TW_OK && !isnan(quantity)) status = read_unit(csv, c->unit, &unit);
  if (status == TW_OK && !isnan(quantity) && unit == SHARE)
    status = twi_csv_fail(csv, c->quantity, "the unit is share, so expected no quantity: the share has its own column");
  if (status != TW_OK) return status;
  double size = SIZE[unit] * quantity;
  o->quantity = unit <= TONNE ? size : NAN;
  o->heat = unit > TONNE && unit < SHARE ? size : !isnan(pj) ? pj : o->quantity * usual;
  if (isnan(pj)) return TW_OK;
  if (unit > TONNE && unit < SHARE && fabs(pj - size) > 1 + 0.01 * size)
    return twi_csv_fail(csv, c->pj, "found %.6g PJ, and the quantity is %.6g PJ: these do not fit", pj, size);
  if (unit <= TONNE && o->quantity > 0.01 && !isnan(usual) &&
      !(pj < HEAT_APART * usual * o->quantity && pj * HEAT_APART > usual * o->quantity))
    return twi_csv_fail(csv, c->pj,
                        "found %.6g PJ for %.6g Mt, which is %.4g PJ a million tonnes; %s has about %.4g: the units do "
                        "not fit",
                        pj, o->quantity, pj / o->quantity, twi_fuel_names[o->fuel], usual);
  return TW_OK;
}

static tw_status read_share(twi_csv *csv, const columns *c, twi_origin *o)
{
  tw_status status = twi_read_amount(csv, c->share, "a share from 0 to 1", &o->share);
  if (status == TW_OK && o->share > 1) status = twi_csv_expected(csv, c->share, "a share from 0 to 1, not per cent");
  if (status == TW_OK && isnan(o->share) && isnan(o->quantity) && isnan(o->heat))
    status = twi_csv_fail(csv, -1, "expected a quantity with its unit, pj or a share");
  return status;
}

/* ---------------------------------------------------------------- rows */

static tw_status read_row(tw_context *ctx, twi_csv *csv, const columns *c, int given, twi_origins *all)
{
  if (all->count == all->room) {
    int room = all->room ? 2 * all->room : 1024;
    twi_origin *grown = twi_resize(ctx, all->row, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(ctx, (size_t)room * sizeof *grown);
    all->row = grown;
    all->room = room;
  }
  twi_origin *o = &all->row[all->count++];
  *o = (twi_origin){.given = given, .line = twi_csv_line(csv)};
  for (int k = 0; k < TWI_STRAITS; k++) o->through[k] = NAN;
  tw_status status = twi_read_code(ctx, csv, c->importer, &o->importer);
  if (status == TW_OK) status = twi_read_fuel(csv, c->fuel, &o->fuel);
  if (status == TW_OK) status = twi_read_code(ctx, csv, c->exporter, &o->exporter);
  if (status == TW_OK && given && strcmp(o->importer, o->exporter) == 0)
    status = twi_csv_fail(csv, c->exporter,
                          "found %s as importer and exporter: what a region makes itself is no import", o->exporter);
  if (status == TW_OK) status = twi_read_text(ctx, csv, c->year, &o->year);
  if (status == TW_OK) status = twi_read_text(ctx, csv, c->source, &o->source);
  if (status == TW_OK) status = twi_read_quality(csv, c->quality, &o->quality);
  if (status == TW_OK) status = read_quantity(csv, c, o);
  if (status == TW_OK) status = read_share(csv, c, o);
  size_t length = 0;
  if (status == TW_OK && c->passages >= 0) twi_csv_text(csv, c->passages, &length);
  if (status == TW_OK && length) status = read_passages(csv, c->passages, o->through);
  for (int i = 0; i < all->count - 1 && status == TW_OK && given; i++) {
    const twi_origin *before = &all->row[i];
    if (before->given && before->fuel == o->fuel && strcmp(before->importer, o->importer) == 0 &&
        strcmp(before->exporter, o->exporter) == 0)
      status = twi_csv_fail(csv, c->exporter, "found %s of %s from %s again, first in line %d, expected each once",
                            twi_fuel_names[o->fuel], o->importer, o->exporter, before->line);
  }
  return status;
}

/* Shares of the rows of one importer and fuel, from the first on. */
static tw_status give_shares(tw_context *ctx, const char *file, twi_origins *all, int first)
{
  const twi_origin *of = &all->row[first];
  double tonnes = 0, heat = 0, shares = 0;
  for (int i = first; i < all->count; i++) {
    const twi_origin *o = &all->row[i];
    if (o->fuel != of->fuel || o->given != of->given || strcmp(o->importer, of->importer) != 0) continue;
    tonnes += o->quantity; /* NaN: not all have it */
    heat += o->heat;
    shares += o->share;
  }
  if (shares > SHARES_OVER)
    return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: column share: the shares of %s of %s add up to %.4g, expected at most 1",
                    file, of->line, twi_fuel_names[of->fuel], of->importer, shares);
  double sum = tonnes > 0 ? tonnes : heat;
  for (int i = first; i < all->count; i++) {
    twi_origin *o = &all->row[i];
    if (o->fuel != of->fuel || o->given != of->given || strcmp(o->importer, of->importer) != 0 || i < first) continue;
    double share = (tonnes > 0 ? o->quantity : o->heat) / sum;
    if (isnan(share) && isnan(o->share))
      return twi_fail(
          ctx, TW_BAD_INPUT,
          "%s:%d: %s of %s from %s has no share, and not all rows of it have a quantity to compute one from", file,
          o->line, twi_fuel_names[o->fuel], o->importer, o->exporter);
    if (fabs(share - o->share) > SHARE_APART)
      return twi_fail(
          ctx, TW_BAD_INPUT,
          "%s:%d: column share: found %.4g for %s of %s from %s, and the quantities give %.4g: these do not add up",
          file, o->line, o->share, twi_fuel_names[o->fuel], o->importer, o->exporter, share);
    if (isnan(o->share)) o->share = share;
  }
  return TW_OK;
}

static int is_first(const twi_origins *all, int i)
{
  for (int k = 0; k < i; k++)
    if (all->row[k].fuel == all->row[i].fuel && all->row[k].given == all->row[i].given &&
        strcmp(all->row[k].importer, all->row[i].importer) == 0)
      return 0;
  return 1;
}

static tw_status read_file(tw_context *ctx, const twi_supply_file *file, twi_origins *all)
{
  twi_csv *csv;
  static const char *const known[] = {"importer", "fuel", "exporter", "year",   "quantity", "unit",
                                      "share",    "pj",   "quality",  "source", "passages"};
  columns c = {.importer = -1};
  int more = 1, before = all->count;
  const char *name = file ? file->name : "energy/origins.csv";
  tw_status status = twi_supply_open(ctx, file, name, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "importer", &c.importer);
  if (status == TW_OK) status = twi_csv_require(csv, "fuel", &c.fuel);
  if (status == TW_OK) status = twi_csv_require(csv, "exporter", &c.exporter);
  if (status == TW_OK) status = twi_check_columns(ctx, csv, known, sizeof known / sizeof *known);
  if (status == TW_OK) {
    c.year = twi_csv_find(csv, "year");
    c.quantity = twi_csv_find(csv, "quantity");
    c.unit = twi_csv_find(csv, "unit");
    c.share = twi_csv_find(csv, "share");
    c.pj = twi_csv_find(csv, "pj");
    c.quality = twi_csv_find(csv, "quality");
    c.source = twi_csv_find(csv, "source");
    c.passages = twi_csv_find(csv, "passages");
    if (c.quantity < 0 && c.share < 0 && c.pj < 0) status = twi_csv_require(csv, "quantity", &c.quantity);
  }
  while (status == TW_OK) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    status = read_row(ctx, csv, &c, file != NULL, all);
  }
  status = csv ? twi_csv_blame(csv, status) : status;
  twi_csv_free(csv);
  for (int i = before; i < all->count && status == TW_OK; i++)
    if (is_first(all, i)) status = give_shares(ctx, name, all, i);
  return status;
}

/* The user's rows of an importer and fuel take the place of the built-in ones. */
static void drop_replaced(tw_context *ctx, twi_origins *all)
{
  int kept = 0;
  for (int i = 0; i < all->count; i++) {
    int replaced = 0;
    for (int k = all->count - 1; k >= 0 && all->row[k].given && !all->row[i].given && !replaced; k--)
      replaced = all->row[k].fuel == all->row[i].fuel && strcmp(all->row[k].importer, all->row[i].importer) == 0;
    if (replaced)
      row_free(ctx, &all->row[i]);
    else
      all->row[kept++] = all->row[i];
  }
  all->count = kept;
}

tw_status twi_origins_read(tw_context *ctx, const twi_supply_file *file, twi_origins *origins)
{
  tw_status status = read_file(ctx, NULL, origins);
  if (status == TW_OK && file) status = read_file(ctx, file, origins);
  if (status == TW_OK && file) drop_replaced(ctx, origins);
  return status == TW_OK ? find_ways(ctx, origins) : status;
}
