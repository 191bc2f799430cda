/* The tables of food: what a region eats, where it is from, what its animals eat. Rows of other regions are passed over.
 *
 *   shares of an item: those given; what they leave is spread over the rows with tonnes, in proportion
 *   groups: domestic and raised at home at most all; the items of a group at most what it imports */
#include <math.h>
#include <string.h>

#include "base/builtin.h"
#include "base/names.h"
#include "food/food.h"

const char *const twi_food_file_name[TWI_FOOD_FILES] = {"diet.csv", "origins.csv", "feed.csv"};

static const double ROUNDING = 1e-6;

void twi_food_tables_free(tw_context *ctx, twi_food_tables *t)
{
  for (int i = 0; i < t->diets; i++) {
    void *const list[] = {t->diet[i].group,  t->diet[i].item, t->diet[i].product,
                          t->diet[i].sector, t->diet[i].year, t->diet[i].source};
    for (size_t k = 0; k < sizeof list / sizeof *list; k++) twi_free(ctx, list[k]);
  }
  for (int i = 0; i < t->froms; i++) {
    void *const list[] = {t->from[i].item, t->from[i].origin, t->from[i].year, t->from[i].source};
    for (size_t k = 0; k < sizeof list / sizeof *list; k++) twi_free(ctx, list[k]);
  }
  for (int i = 0; i < t->feeds; i++) {
    void *const list[] = {t->feed[i].feed, t->feed[i].product, t->feed[i].sector, t->feed[i].year, t->feed[i].source};
    for (size_t k = 0; k < sizeof list / sizeof *list; k++) twi_free(ctx, list[k]);
  }
  twi_free(ctx, t->diet);
  twi_free(ctx, t->from);
  twi_free(ctx, t->feed);
  twi_free(ctx, t->region);
}

/* ---------------------------------------------------------------- reading */

typedef struct reader {
  tw_context *ctx;
  twi_csv *csv;
  const char *const *names;
  int column[16], columns;
} reader;

static int is_empty(reader *r, int k)
{
  size_t length = 0;
  if (r->column[k] >= 0) twi_csv_text(r->csv, r->column[k], &length);
  return length == 0;
}

static tw_status read_word(reader *r, int k, const char *expected, char **word)
{
  if (expected && is_empty(r, k)) return twi_csv_expected(r->csv, r->column[k], expected);
  return twi_read_text(r->ctx, r->csv, r->column[k], word);
}

static tw_status read_share(reader *r, int k, double *share)
{
  tw_status status = twi_read_amount(r->csv, r->column[k], "a share from 0 to 1", share);
  if (status == TW_OK && *share > 1) status = twi_csv_expected(r->csv, r->column[k], "a share from 0 to 1");
  return status;
}

/* Low, point and high, which stand in three columns from k on; where one of the outer ones is missing it is the point. */
static tw_status read_levels(reader *r, int k, int needs, double level[TWI_LEVELS])
{
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_LEVELS && status == TW_OK; i++) status = read_share(r, k + i, &level[i]);
  if (status == TW_OK && needs && isnan(level[TWI_POINT]) && r->column[k + TWI_POINT] < 0)
    return twi_csv_require(r->csv, r->names[k + TWI_POINT], &r->column[k + TWI_POINT]);
  if (status == TW_OK && needs && isnan(level[TWI_POINT]))
    return twi_csv_expected(r->csv, r->column[k + TWI_POINT], "a share from 0 to 1");
  for (int i = 0; i < TWI_LEVELS && status == TW_OK && !isnan(level[TWI_POINT]); i++)
    if (isnan(level[i])) level[i] = level[TWI_POINT];
  if (status == TW_OK && (level[TWI_LOW] > level[TWI_POINT] || level[TWI_HIGH] < level[TWI_POINT]))
    return twi_csv_fail(r->csv, r->column[k + TWI_POINT],
                        "found low %g, point %g and high %g, expected them in that order", level[TWI_LOW],
                        level[TWI_POINT], level[TWI_HIGH]);
  return status;
}

enum {
  D_REGION,
  D_GROUP,
  D_ITEM,
  D_PRODUCT,
  D_SECTOR,
  D_KCAL,
  D_DOMESTIC,
  D_RAISED,
  D_PART,
  D_QUALITY = D_PART + 3,
  D_YEAR,
  D_SOURCE
};
static const char *const diet_names[] = {
    "region",   "group", "item",      "product", "sector", "kcal",  "domestic_kcal", "raised_at_home_kcal",
    "part_low", "part",  "part_high", "quality", "year",   "source"};

static tw_status read_diet(reader *r, twi_food_tables *t)
{
  twi_diet *grown = twi_grow_list(r->ctx, t->diet, (size_t)t->diets, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, sizeof *grown);
  t->diet = grown;
  twi_diet *d = &t->diet[t->diets++];
  *d = (twi_diet){.line = twi_csv_line(r->csv), .part = {1, 1, 1}};
  tw_status status = read_word(r, D_GROUP, "a group of the diet", &d->group);
  if (status == TW_OK) status = read_word(r, D_ITEM, NULL, &d->item);
  if (status == TW_OK) status = read_word(r, D_PRODUCT, NULL, &d->product);
  if (status == TW_OK) status = read_word(r, D_SECTOR, NULL, &d->sector);
  if (status == TW_OK) status = read_word(r, D_YEAR, NULL, &d->year);
  if (status == TW_OK) status = read_word(r, D_SOURCE, NULL, &d->source);
  if (status == TW_OK) status = twi_read_quality(r->csv, r->column[D_QUALITY], &d->quality);
  if (status == TW_OK) status = twi_read_amount(r->csv, r->column[D_KCAL], "calories a head and day", &d->kcal);
  if (status == TW_OK && isnan(d->kcal))
    status = twi_csv_expected(r->csv, r->column[D_KCAL], "calories a head and day (kcal)");
  if (status == TW_OK)
    status = twi_read_amount(r->csv, r->column[D_DOMESTIC], "calories of home products", &d->domestic);
  if (status == TW_OK)
    status = twi_read_amount(r->csv, r->column[D_RAISED], "calories of livestock raised at home", &d->raised);
  if (status != TW_OK) return status;
  if (*d->item) return read_levels(r, D_PART, 1, d->part);
  if (isnan(d->domestic))
    return twi_csv_expected(r->csv, r->column[D_DOMESTIC], "calories of home products of the group");
  if (d->domestic > d->kcal * (1 + ROUNDING) || d->raised > d->kcal * (1 + ROUNDING) || d->raised < d->domestic)
    return twi_csv_fail(
        r->csv, r->column[D_DOMESTIC],
        "found %g kcal of group %s, %g of them domestic and %g raised at home, expected domestic at most "
        "raised at home, and that at most all",
        d->kcal, d->group, d->domestic, d->raised);
  return TW_OK;
}

enum { O_REGION, O_OF, O_ITEM, O_ORIGIN, O_TONNES, O_SHARE, O_QUALITY = O_SHARE + 3, O_YEAR, O_SOURCE };
static const char *const origin_names[] = {"region", "of",         "item",    "origin", "tonnes", "share_low",
                                           "share",  "share_high", "quality", "year",   "source"};

static tw_status read_origin(reader *r, twi_food_tables *t)
{
  twi_from *grown = twi_grow_list(r->ctx, t->from, (size_t)t->froms, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, sizeof *grown);
  t->from = grown;
  twi_from *f = &t->from[t->froms++];
  *f = (twi_from){.line = twi_csv_line(r->csv)};
  size_t length;
  const char *of = twi_csv_text(r->csv, r->column[O_OF], &length);
  f->of_feed = twi_same_name(of, length, "feed");
  if (!f->of_feed && !twi_same_name(of, length, "food"))
    return twi_csv_expected(r->csv, r->column[O_OF], "food or feed");
  tw_status status = read_word(r, O_ITEM, "an item of diet.csv or a feed of feed.csv", &f->item);
  if (status == TW_OK) status = twi_read_code(r->ctx, r->csv, r->column[O_ORIGIN], &f->origin);
  if (status == TW_OK) status = read_word(r, O_YEAR, NULL, &f->year);
  if (status == TW_OK) status = read_word(r, O_SOURCE, NULL, &f->source);
  if (status == TW_OK) status = twi_read_quality(r->csv, r->column[O_QUALITY], &f->quality);
  if (status == TW_OK) status = twi_read_amount(r->csv, r->column[O_TONNES], "tonnes", &f->tonnes);
  if (status != TW_OK) return status;
  if (isnan(f->tonnes) && is_empty(r, O_SHARE + TWI_POINT))
    return twi_csv_fail(r->csv, -1, "%s from %s: expected tonnes, or a share", f->item, f->origin);
  if (!isnan(f->tonnes) && !is_empty(r, O_SHARE + TWI_POINT))
    return twi_csv_fail(r->csv, -1, "%s from %s: found tonnes and a share, expected one of them", f->item, f->origin);
  status = read_levels(r, O_SHARE, 0, f->share);
  if (status != TW_OK || strcmp(f->origin, t->region) != 0) return status;
  return f->of_feed ? TW_OK
                    : twi_csv_fail(r->csv, r->column[O_ORIGIN], "%s of %s from itself: expected another region",
                                   f->item, f->origin);
}

enum { F_REGION, F_FEED, F_PRODUCT, F_SECTOR, F_KT, F_KCAL, F_QUALITY, F_YEAR, F_SOURCE };
static const char *const feed_names[] = {"region",      "feed",    "product", "sector", "kt",
                                         "kcal_per_kg", "quality", "year",    "source"};

static tw_status read_feed(reader *r, twi_food_tables *t)
{
  twi_feed *grown = twi_grow_list(r->ctx, t->feed, (size_t)t->feeds, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, sizeof *grown);
  t->feed = grown;
  twi_feed *f = &t->feed[t->feeds++];
  *f = (twi_feed){.line = twi_csv_line(r->csv)};
  tw_status status = read_word(r, F_FEED, "a feed", &f->feed);
  if (status == TW_OK) status = read_word(r, F_PRODUCT, NULL, &f->product);
  if (status == TW_OK) status = read_word(r, F_SECTOR, NULL, &f->sector);
  if (status == TW_OK) status = read_word(r, F_YEAR, NULL, &f->year);
  if (status == TW_OK) status = read_word(r, F_SOURCE, NULL, &f->source);
  if (status == TW_OK) status = twi_read_quality(r->csv, r->column[F_QUALITY], &f->quality);
  if (status == TW_OK) status = twi_read_amount(r->csv, r->column[F_KT], "thousand tonnes", &f->kt);
  if (status == TW_OK) status = twi_read_amount(r->csv, r->column[F_KCAL], "kcal a kilogram", &f->kcal);
  if (status != TW_OK) return status;
  if (isnan(f->kt)) return twi_csv_expected(r->csv, r->column[F_KT], "thousand tonnes a year");
  return f->kcal > 0 ? TW_OK : twi_csv_expected(r->csv, r->column[F_KCAL], "kcal a kilogram, above 0");
}

static tw_status read_file(tw_context *ctx, const twi_supply_file *file, int which, twi_food_tables *t)
{
  static const struct {
    const char *const *names;
    int columns, needed; /* columns that must be there stand before the others */
    tw_status (*read)(reader *r, twi_food_tables *t);
  } forms[TWI_FOOD_FILES] = {{diet_names, sizeof diet_names / sizeof *diet_names, D_RAISED, read_diet},
                             {origin_names, sizeof origin_names / sizeof *origin_names, O_TONNES, read_origin},
                             {feed_names, sizeof feed_names / sizeof *feed_names, F_QUALITY, read_feed}};
  reader r = {.ctx = ctx, .names = forms[which].names, .columns = forms[which].columns};
  char builtin[64];
  int more = 1;
  twi_print(builtin, sizeof builtin, "food/%s", twi_food_file_name[which]);
  tw_status status = twi_supply_open(ctx, file->name ? file : NULL, builtin, &r.csv);
  if (status == TW_OK) status = twi_check_columns(ctx, r.csv, r.names, r.columns);
  for (int k = 0; k < r.columns && status == TW_OK; k++)
    if (k < forms[which].needed)
      status = twi_csv_require(r.csv, r.names[k], &r.column[k]);
    else
      r.column[k] = twi_csv_find(r.csv, r.names[k]);
  while (status == TW_OK) {
    status = twi_csv_next(r.csv, &more);
    if (status != TW_OK || !more) break;
    size_t length;
    const char *region = twi_csv_text(r.csv, r.column[0], &length);
    if (twi_same_name(region, length, t->region)) status = forms[which].read(&r, t);
  }
  twi_csv_free(r.csv);
  return status;
}

/* ---------------------------------------------------------------- what belongs together */

static const char *name_of(const twi_supply_file *files, int which)
{
  return files[which].name ? files[which].name : twi_food_file_name[which];
}

/* Origins name items and feeds that there are. */
static tw_status check_items(tw_context *ctx, const twi_supply_file *files, const twi_food_tables *t)
{
  for (int i = 0; i < t->froms; i++) {
    const twi_from *f = &t->from[i];
    const char *known[256];
    int count = 0, found = 0;
    for (int k = 0; k < (f->of_feed ? t->feeds : t->diets) && count < 256; k++) {
      const char *name = f->of_feed ? t->feed[k].feed : t->diet[k].item;
      if (!*name) continue;
      known[count++] = name;
      found |= strcmp(name, f->item) == 0;
    }
    if (found) continue;
    const char *near = twi_nearest(f->item, strlen(f->item), known, count);
    return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: found the %s %s, of which %s has no row%s%s%s",
                    name_of(files, TWI_DIET_ORIGINS), f->line, f->of_feed ? "feed" : "item", f->item,
                    name_of(files, f->of_feed ? TWI_FEED : TWI_DIET), near ? "; did you mean " : "", near ? near : "",
                    near ? "?" : "");
  }
  return TW_OK;
}

/* Outer shares of a row whose point follows from tonnes hold it: those of a file that say otherwise are of other tonnes. */
static void hold_point(twi_from *f)
{
  const double point = f->share[TWI_POINT];
  for (int v = 0; v < TWI_LEVELS; v++)
    if (isnan(f->share[v])) f->share[v] = point;
  f->outside = f->share[TWI_LOW] > point + ROUNDING || f->share[TWI_HIGH] < point - ROUNDING;
  f->share[TWI_LOW] = fmin(f->share[TWI_LOW], point);
  f->share[TWI_HIGH] = fmax(f->share[TWI_HIGH], point);
}

/* Gives rows with tonnes their shares of what those with a share leave. */
static tw_status share_out(tw_context *ctx, const twi_supply_file *files, twi_food_tables *t)
{
  for (int i = 0; i < t->froms; i++) {
    double given = 0, tonnes = 0;
    int first = 1;
    const twi_from *f = &t->from[i];
    for (int k = 0; k < t->froms; k++) {
      const twi_from *g = &t->from[k];
      if (g->of_feed != f->of_feed || strcmp(g->item, f->item) != 0) continue;
      if (k < i) first = 0;
      if (k < i && strcmp(g->origin, f->origin) == 0)
        return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: %s from %s stands in line %d as well",
                        name_of(files, TWI_DIET_ORIGINS), f->line, f->item, f->origin, g->line);
      if (isnan(g->tonnes))
        given += g->share[TWI_POINT];
      else
        tonnes += g->tonnes;
    }
    if (!first) continue;
    if (given > 1 + ROUNDING)
      return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: the shares of %s sum to %.4f, expected at most 1",
                      name_of(files, TWI_DIET_ORIGINS), f->line, f->item, given);
    for (int k = 0; k < t->froms; k++) {
      twi_from *g = &t->from[k];
      if (g->of_feed != f->of_feed || strcmp(g->item, f->item) != 0 || isnan(g->tonnes)) continue;
      g->share[TWI_POINT] = tonnes > 0 ? (1 - fmin(given, 1)) * g->tonnes / tonnes : 0;
      hold_point(g);
    }
  }
  return TW_OK;
}

/* Items stand in a group, and are no more than what it imports. */
static tw_status check_groups(tw_context *ctx, const twi_supply_file *files, const twi_food_tables *t)
{
  for (int i = 0; i < t->diets; i++) {
    const twi_diet *d = &t->diet[i];
    double items = 0;
    int groups = 0;
    for (int k = 0; k < t->diets; k++) {
      if (strcmp(t->diet[k].group, d->group) != 0) continue;
      groups += !*t->diet[k].item;
      if (*t->diet[k].item) items += t->diet[k].kcal * t->diet[k].part[TWI_POINT];
    }
    if (groups != 1)
      return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: found %d rows for the group %s without an item, expected one",
                      name_of(files, TWI_DIET), d->line, groups, d->group);
    if (*d->item) continue;
    double imports = d->kcal - (isnan(d->raised) ? d->domestic : d->raised);
    if (items > imports * (1 + ROUNDING))
      return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: the items of %s have %.6g kcal, but the group imports %.6g",
                      name_of(files, TWI_DIET), d->line, d->group, items, imports);
  }
  return TW_OK;
}

static tw_status check_all(tw_context *ctx, const twi_supply_file *files, twi_food_tables *t)
{
  tw_status status = check_items(ctx, files, t);
  if (status == TW_OK) status = share_out(ctx, files, t);
  return status == TW_OK ? check_groups(ctx, files, t) : status;
}

static tw_status read_all(tw_context *ctx, const twi_supply_file *files, const char *region, twi_food_tables *t)
{
  *t = (twi_food_tables){.region = twi_strdup(ctx, region)};
  if (!t->region) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_FOOD_FILES && status == TW_OK; i++) status = read_file(ctx, &files[i], i, t);
  return status;
}

tw_status twi_food_read_any(tw_context *ctx, const twi_supply_file files[TWI_FOOD_FILES], const char *region,
                            twi_food_tables *t)
{
  tw_status status = read_all(ctx, files, region, t);
  return status == TW_OK && t->diets ? check_all(ctx, files, t) : status;
}

tw_status twi_food_read(tw_context *ctx, const twi_supply_file files[TWI_FOOD_FILES], const char *region,
                        twi_food_tables *t)
{
  tw_status status = read_all(ctx, files, region, t);
  if (status == TW_OK && t->diets == 0)
    status = twi_fail(ctx, TW_BAD_INPUT, "%s has no rows of %s%s", name_of(files, TWI_DIET), region,
                      files[TWI_DIET].name ? "" : "; the built-in tables are of JPN, --food-tables DIR brings others");
  return status == TW_OK ? check_all(ctx, files, t) : status;
}
