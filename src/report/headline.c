/* The sentence that opens every report: what changes, where, compared with what. See tw_result_headline. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/context.h"
#include "scenario/scenario.h"

/* In per cent; smaller changes are said to be smaller. */
static const double LEAST = 1e-5;

enum { NAMED = sizeof((tw_headline *)0)->region / sizeof(int) };

static const char *deficits_phrase(const char *word)
{
  if (strcmp(word, "zero") == 0) return "trade deficits at zero";
  if (strcmp(word, "proportional") == 0) return "trade deficits in proportion to value added";
  return "trade deficits fixed";
}

/* What the closure has besides deficits, the same on both sides: " and economies of scale". */
static void parts_words(const char *keys, const char *before, char *words, size_t room)
{
  *words = 0;
  for (const char *key = keys; *key; key += strspn(key, " ")) {
    size_t length = strcspn(key, " "), used = strlen(words);
    const char *said = twi_closure_part_words(key, length);
    const int last = key[length] == 0;
    if (said) snprintf(words + used, room - used, "%s%s", used == 0 ? before : last ? " and " : ", ", said);
    key += length;
  }
}

/* Marks importer and exporter of every flow whose tariff is new. */
static void mark_involved(const tw_result *result, unsigned char *involved)
{
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world);
  for (int s = 0; s < tw_world_sectors(world); s++) {
    for (int d = 0; d < N; d++) {
      for (int o = 0; o < N; o++) {
        tw_flow_change f;
        if (tw_result_flow(result, s, d, o, &f) != TW_OK || !(f.base_value > 0)) continue;
        if (f.tariff_new != f.tariff_base) involved[d] = involved[o] = 1;
      }
    }
  }
}

/* The region with the largest |value| among those with mark[r] == of; -1: none, or none has a value. */
static int largest_region(const double *value, const unsigned char *mark, int of, int N)
{
  int most = -1;
  for (int r = 0; r < N; r++)
    if (mark[r] == of && !isnan(value[r]) && (most < 0 || fabs(value[r]) > fabs(value[most]))) most = r;
  return most;
}

/* Those of the focus, those whose tariffs change, when these are few, then the most affected ones; in the order of
 * their effects. */
static tw_status choose_named(tw_context *ctx, const tw_result *result, const double *income, tw_headline *out)
{
  enum { CHOSEN = 1, TOLD = 2, FOCUS = 3 };
  int N = tw_world_regions(tw_result_world(result)), few = 0, next, members;
  const int *focus;
  unsigned char *mark = twi_new(ctx, (size_t)N, 1);
  if (!mark) return twi_no_memory(ctx, (size_t)N);
  mark_involved(result, mark);
  (void)tw_result_focus_regions(result, &focus, &members);
  for (int i = 0; i < members; i++) mark[focus[i]] = FOCUS;
  out->count = 0;
  for (; out->count < NAMED && (next = largest_region(income, mark, FOCUS, N)) >= 0; mark[next] = TOLD)
    out->region[out->count++] = next;
  for (int r = 0; r < N; r++) few += mark[r] == CHOSEN;
  if (out->count + few > NAMED) {
    for (int r = 0; r < N; r++)
      if (mark[r] == CHOSEN) mark[r] = 0;
    few = 0;
  }
  few += out->count;
  for (; few < NAMED && (next = largest_region(income, mark, 0, N)) >= 0; few++) mark[next] = CHOSEN;
  while (out->count < NAMED && (next = largest_region(income, mark, CHOSEN, N)) >= 0) {
    mark[next] = TOLD;
    out->region[out->count++] = next;
  }
  twi_free(ctx, mark);
  return TW_OK;
}

/* "+1.23": three digits, one decimal at least and five at most. */
static void per_cent_words(char words[64], double x)
{
  int decimals = x != 0 ? 2 - (int)floor(log10(fabs(x))) : 1;
  decimals = decimals < 1 ? 1 : decimals > 5 ? 5 : decimals;
  if (x == 0)
    snprintf(words, 64, "0");
  else if (fabs(x) < LEAST)
    snprintf(words, 64, "less than 0.00001"); /* no digit of it means anything, its sign neither */
  else if (fabs(x) < 0.5 * pow(10, -decimals))
    twi_print(words, 64, "%+.*f", -(int)floor(log10(fabs(x))), x); /* one digit */
  else if (fabs(x) >= 1e7)
    twi_print(words, 64, "%+.3g", x);
  else
    twi_print(words, 64, "%+.*f", decimals, x);
}

static double answer_of(const tw_answer *a, int count, tw_table table, const char *column)
{
  for (int i = 0; i < count; i++)
    if (a[i].table == table && strcmp(a[i].column, column) == 0) return a[i].value; /* the first is of the whole */
  return NAN;
}

/* "sales of Toyota group in CAN change by -7.1 %; ", of a region that makes none "spending on Ford in CAN changes …". */
static void product_words(const tw_result *result, const char *where, const char *when, char *text, size_t room)
{
  const tw_world *world = tw_result_world(result);
  const int *product;
  int products, count;
  const char *called = tw_result_focus_products(result, &product, &products);
  const tw_answer *a;
  char words[64];
  count = tw_result_answers(result, &a);
  double sales = answer_of(a, count, TW_PRODUCTS, "sales_pct");
  double change = isnan(sales) ? answer_of(a, count, TW_PRODUCTS, "spending_pct") : sales;
  tw_product one;
  if (products == 1 && tw_world_product_at(world, product[0], &one) && !one.rest) called = one.name;
  if (isnan(change)) return;
  per_cent_words(words, change);
  snprintf(text, room, "%s %s in %s %s%s by %s %%; ", isnan(sales) ? "spending on" : "sales of", called, where,
           isnan(sales) ? "changes" : "change", when, words);
}

/* Of a focus with a sector what becomes of that: "output of Motor vehicles in CAN changes by -31.2 % and jobs there by
 * -12.3 thousand; ". "" without. */
static void focus_words(const tw_result *result, const char *when, char *text, size_t room)
{
  const tw_world *world = tw_result_world(result);
  const int *region, *sector;
  int regions, sectors;
  const char *of_regions = tw_result_focus_regions(result, &region, &regions);
  const char *of_sectors = tw_result_focus_sectors(result, &sector, &sectors);
  const tw_answer *a;
  int count = tw_result_answers(result, &a);
  double output = answer_of(a, count, TW_SECTORS, "output_pct");
  double jobs = answer_of(a, count, TW_SECTORS, "employment_change");
  char words[64];
  *text = 0;
  if (tw_result_focus_products(result, NULL, NULL)) {
    product_words(result, regions == 1 ? tw_world_region(world, region[0]) : of_regions, when, text, room);
    return;
  }
  if (!of_sectors || isnan(output)) return;
  per_cent_words(words, output);
  snprintf(text, room, "output of %s in %s changes%s by %s %%",
           sectors == 1 ? tw_world_sector_name(world, sector[0]) : of_sectors,
           regions == 1 ? tw_world_region(world, region[0]) : of_regions, when, words);
  size_t used = strlen(text);
  if (!isnan(jobs) && fabs(jobs) >= 5e-4) { /* heads */
    per_cent_words(words, jobs);
    snprintf(text + used, room - used, " and jobs there by %s thousand", words);
  }
  used = strlen(text);
  snprintf(text + used, room - used, "; ");
}

/* "the solved equilibrium of default (data of 2023)", or the scenario that is compared with. */
static void baseline_words(const tw_result *result, int year, char *words, size_t room)
{
  const tw_world *world = tw_result_world(result);
  const char *data = tw_world_text(world, "year"), *against = tw_result_text(result, "against");
  char dated[64] = "";
  if (data) snprintf(dated, sizeof dated, " (data of %s)", data);
  const char *same_year = year ? " in the same year" : "";
  const char *title = tw_result_text(result, "against_title"), *mark = "\"";
  if (!*title || strcmp(title, against) == 0) title = against, mark = ""; /* it has none of its own */
  if (*against)
    snprintf(words, room, "the scenario %s%s%s%s in the world %s%s,", mark, title, mark, same_year,
             tw_world_text(world, "label"), dated);
  else
    snprintf(words, room, "the solved equilibrium of %s%s%s", tw_world_text(world, "label"), dated, same_year);
}

/* A text that was cut to its room ends with a whole character. */
static void mend_end(char *text, size_t room)
{
  size_t n = strlen(text);
  if (n + 1 < room) return;
  while (n && ((unsigned char)text[n - 1] & 0xc0) == 0x80) n--;
  if (n && (unsigned char)text[n - 1] >= 0xc0) n--;
  text[n] = 0;
}

tw_status tw_result_headline(tw_context *ctx, const tw_result *result, int year, tw_headline *out)
{
  memset(out, 0, sizeof *out);
  const double *income = result ? tw_result_column(result, TW_REGIONS, "real_income_pct") : NULL;
  if (!income) return twi_fail(ctx, TW_USAGE, "tw_result_headline needs a result with real incomes");
  tw_status status = choose_named(ctx, result, income, out);
  if (status != TW_OK) return status;
  const char *deficits = tw_result_text(result, "deficits"), *against = tw_result_text(result, "against_deficits");
  char list[512] = "", words[64], baseline[512], when[32] = "";
  baseline_words(result, year, baseline, sizeof baseline);
  if (year) snprintf(when, sizeof when, " in %d", year);
  for (int i = 0; i < out->count; i++) {
    size_t used = strlen(list);
    per_cent_words(words, income[out->region[i]]);
    snprintf(list + used, sizeof list - used, "%s%s %% in %s",
             i == 0                ? ""
             : i + 1 == out->count ? " and "
                                   : ", ",
             words, tw_world_region(tw_result_world(result), out->region[i]));
  }
  int same = strcmp(deficits, against) == 0;
  char parts[512];
  const char *keys = tw_result_text(result, "closure_parts");
  parts_words(keys, !same ? "; both have " : strchr(keys, ' ') ? ", " : " and ", parts, sizeof parts);
  char focus[640];
  focus_words(result, when, focus, sizeof focus);
  mend_end(focus, sizeof focus);
  const int length =
      snprintf(out->text, sizeof out->text, "%s: %sreal income changes%s by %s, compared with %s with %s%s%s%s%s.",
               tw_result_text(result, "title"), focus, *focus ? "" : when, list, baseline, deficits_phrase(against),
               same ? parts : "", same ? " in both" : "; the new equilibrium has ",
               same ? "" : deficits_phrase(deficits), same ? "" : parts);
  if (length < 0 || (size_t)length >= sizeof out->text) mend_end(out->text, sizeof out->text);
  return TW_OK;
}
