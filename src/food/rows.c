/* What the calories come to: sums by origin, rows of accounts.csv, sentences. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "food/food.h"

static int is_of(const tw_food *f, const twi_calories *row, const char *origin)
{
  return origin ? strcmp(row->origin, origin) == 0 : strcmp(row->origin, f->tables.region) != 0;
}

double twi_food_sum(const tw_food *f, const char *origin, int look, int level)
{
  double sum = 0;
  for (int i = 0; i < f->rows; i++)
    if (is_of(f, &f->row[i], origin)) sum += look ? f->row[i].look[level] : f->row[i].direct[level];
  return sum;
}

double twi_food_sum_new(const tw_food *f, const char *origin, int look)
{
  double sum = 0;
  for (int i = 0; i < f->rows; i++)
    if (is_of(f, &f->row[i], origin)) sum += look ? f->row[i].look_new : f->row[i].direct_new;
  return sum;
}

tw_status twi_food_say(tw_food *f, int remark, const char *format, ...)
{
  char ***list = remark ? &f->remark : &f->sentence;
  int *count = remark ? &f->remarks : &f->sentences;
  char **grown = twi_resize(f->ctx, *list, (size_t)*count + 1, sizeof *grown), text[1024];
  if (!grown) return twi_no_memory(f->ctx, 0);
  *list = grown;
  va_list args;
  va_start(args, format);
  twi_vprint(text, sizeof text, format, args);
  va_end(args);
  (*list)[*count] = twi_strdup(f->ctx, text);
  if (!(*list)[*count]) return twi_no_memory(f->ctx, 0);
  ++*count;
  return TW_OK;
}

/* ---------------------------------------------------------------- rows of accounts.csv */

static tw_status add_account(tw_food *f, const char *item, const char *convention, const char *partner, double value,
                             const char *unit, int quality)
{
  twi_account *grown = twi_grow_list(f->ctx, f->account, (size_t)f->accounts, sizeof *grown);
  if (!grown) return twi_no_memory(f->ctx, sizeof *grown);
  f->account = grown;
  f->account[f->accounts++] = (twi_account){.item = item,
                                            .source = "all",
                                            .convention = convention,
                                            .partner = partner,
                                            .unit = unit,
                                            .quality = twi_quality_names[quality],
                                            .year = f->tables.diet[0].year,
                                            .reference = "",
                                            .value = value};
  return TW_OK;
}

static int first_of(const tw_food *f, int row)
{
  for (int i = 0; i < row; i++)
    if (strcmp(f->row[i].origin, f->row[row].origin) == 0) return 0;
  return 1;
}

/* The worst quality of the rows from an origin. */
static int quality_from(const tw_food *f, const char *origin)
{
  int quality = TWI_OBSERVED;
  for (int i = 0; i < f->rows; i++)
    if (is_of(f, &f->row[i], origin) && f->row[i].quality > quality) quality = f->row[i].quality;
  return quality;
}

static const char *const convention[] = {"direct", "look_through"};

static tw_status add_origin(tw_food *f, const char *origin)
{
  static const char *const item[] = {"share_of_all_low", "share_of_all", "share_of_all_high"};
  int quality = quality_from(f, origin), home = strcmp(origin, f->tables.region) == 0;
  tw_status status = TW_OK;
  for (int look = 0; look < 2 && status == TW_OK; look++) {
    double kcal = twi_food_sum(f, origin, look, TWI_POINT);
    status = add_account(f, "calories", convention[look], origin, kcal, "kcal", quality);
    for (int v = 0; v < TWI_LEVELS && status == TW_OK; v++)
      status = add_account(f, item[v], convention[look], origin, 100 * twi_food_sum(f, origin, look, v) / f->total, "%",
                           quality);
    if (status == TW_OK && !home)
      status = add_account(f, "share_of_imported", convention[look], origin,
                           100 * kcal / twi_food_sum(f, NULL, look, TWI_POINT), "%", quality);
    if (status == TW_OK && f->changed)
      status =
          add_account(f, "calories_new", convention[look], origin, twi_food_sum_new(f, origin, look), "kcal", quality);
  }
  return status;
}

/* ---------------------------------------------------------------- sentences */

/* The origin with the most calories abroad, directly; NULL: none is known. */
static const char *first_origin(const tw_food *f, const char *after)
{
  const char *best = NULL;
  double most = 0, below = after ? twi_food_sum(f, after, 0, TWI_POINT) : INFINITY;
  for (int i = 0; i < f->rows; i++) {
    const char *o = f->row[i].origin;
    if (strcmp(o, f->tables.region) == 0 || strcmp(o, "OTHER") == 0 || (after && strcmp(o, after) == 0)) continue;
    double sum = twi_food_sum(f, o, 0, TWI_POINT);
    if (sum > most && sum < below) most = sum, best = o;
  }
  return best;
}

/* " (7.5 to 13.0)"; "": low and high are the same. */
static void bounds_of(const tw_food *f, const char *o, int look, char words[64])
{
  double low = twi_food_sum(f, o, look, TWI_LOW), high = twi_food_sum(f, o, look, TWI_HIGH);
  words[0] = 0;
  if (high > low) twi_print(words, 64, " (%.1f to %.1f)", 100 * low / f->total, 100 * high / f->total);
}

/* Of an origin that is known of some items alone the numbers are least ones. */
static tw_status say_origin(tw_food *f, const char *o)
{
  double direct = twi_food_sum(f, o, 0, TWI_POINT), look = twi_food_sum(f, o, 1, TWI_POINT);
  char of_direct[64], of_look[64];
  bounds_of(f, o, 0, of_direct);
  bounds_of(f, o, 1, of_look);
  tw_status status = twi_food_say(f, 0,
                                  "%s: %s%.1f %% of all calories directly%s, %.1f %% with the feed of livestock raised "
                                  "at home%s, which is %.1f %% of "
                                  "the imported.",
                                  o, *of_direct ? "" : "at least ", 100 * direct / f->total, of_direct,
                                  100 * look / f->total, of_look, 100 * look / twi_food_sum(f, NULL, 1, TWI_POINT));
  if (status != TW_OK || !f->changed) return status;
  return twi_food_say(f, 0, "Under the scenario what %s sends changes by %+.2f %%.", o,
                      100 * (twi_food_sum_new(f, o, 0) / twi_food_sum(f, o, 0, TWI_POINT) - 1));
}

static tw_status say_remarks(tw_food *f)
{
  double assumed = 0, unknown = twi_food_sum(f, "OTHER", 1, TWI_POINT);
  for (int i = 0; i < f->rows; i++)
    if (f->row[i].quality == TWI_ASSUMED) assumed += f->row[i].look[TWI_POINT];
  tw_status status =
      twi_food_say(f, 1,
                   "%.1f %% of the calories stand on assumed numbers (column quality); of %.1f %% the origin "
                   "is not known (OTHER), so that what other regions send may be more.",
                   100 * assumed / f->total, 100 * unknown / f->total);
  if (status == TW_OK)
    status =
        twi_food_say(f, 1,
                     "Low and high are each row's own: their sums are bounds, not a range with a probability. Looked "
                     "through: livestock raised at home counts by the origin of its feed.");
  for (int i = 0; i < f->tables.froms && status == TW_OK; i++) {
    const twi_from *from = &f->tables.from[i];
    if (from->outside)
      status =
          twi_food_say(f, 1,
                       "The tonnes make the share of %s from %s %.4f, which the low and high of its row (line %d of "
                       "origins.csv) did not hold: they are taken to it.",
                       from->item, from->origin, from->share[TWI_POINT], from->line);
  }
  return status;
}

tw_status twi_food_rows(tw_food *f)
{
  const char *unit = "kcal", *home = f->tables.region;
  double own = 100 * f->domestic / f->total;
  tw_status status = add_account(f, "calories_all", "", "", f->total, unit, TWI_OBSERVED);
  if (status == TW_OK)
    status = add_account(f, "calories_domestic", "look_through", "", f->domestic, unit, TWI_OBSERVED);
  if (status == TW_OK)
    status = add_account(f, "calories_imported", "look_through", "", f->total - f->domestic, unit, TWI_OBSERVED);
  if (status == TW_OK) status = add_account(f, "self_sufficiency", "look_through", "", own, "%", TWI_DERIVED);
  for (int i = 0; i < f->rows && status == TW_OK; i++)
    if (first_of(f, i)) status = add_origin(f, f->row[i].origin);
  if (status == TW_OK)
    status = twi_food_say(
        f, 0,
        "%s eats %.0f kcal a head and day (%s): %.0f are its own, self-sufficiency %.1f %%; %.0f, %.1f %%, "
        "are imported, as food or as feed.",
        tw_world_region_name(f->world, f->region), f->total, f->tables.diet[0].year, f->domestic, own,
        f->total - f->domestic, 100 - own);
  const char *first = first_origin(f, NULL), *second = first ? first_origin(f, first) : NULL;
  if (status == TW_OK && first) status = say_origin(f, first);
  if (status == TW_OK && second) status = say_origin(f, second);
  if (status == TW_OK && f->changed) {
    double before = 0, after = 0;
    for (int i = 0; i < f->rows; i++) before += f->row[i].look[TWI_POINT], after += f->row[i].look_new;
    status = twi_food_say(f, 0, "Under the scenario all calories change by %+.2f %%, those of %s itself by %+.2f %%.",
                          100 * (after / before - 1), home,
                          100 * (twi_food_sum_new(f, home, 1) / twi_food_sum(f, home, 1, TWI_POINT) - 1));
  }
  return status == TW_OK ? say_remarks(f) : status;
}
