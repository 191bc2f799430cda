/* What the accounts come to, in words, and what has to be known to read them. */
#include <math.h>
#include <string.h>

#include "supply/supply.h"

enum { NAMED = 3, WORDS = 768 };

/* "ARE 42.3 %, SAU 39.7 %": the largest partners of a kind of row, those first in the table where they are equal. */
static void name_partners(const tw_accounts *a, const char *item, const char *source, const char *convention,
                          char words[WORDS])
{
  size_t used = 0;
  int named[NAMED], count = 0;
  words[0] = 0;
  while (count < NAMED) {
    int best = -1;
    for (int i = 0; i < a->count; i++) {
      const twi_account *r = &a->row[i];
      int before = 0;
      if (strcmp(r->item, item) != 0 || strcmp(r->source, source) != 0 || strcmp(r->convention, convention) != 0)
        continue;
      for (int k = 0; k < count; k++) before |= named[k] == i;
      if (!before && !twi_is_rest(r->partner) && (best < 0 || r->value > a->row[best].value)) best = i;
    }
    if (best < 0 || a->row[best].value < 0.05) break;
    used += (size_t)twi_print(words + used, WORDS - used, "%s%s %.1f %%", count ? ", " : "", a->row[best].partner,
                              a->row[best].value);
    named[count++] = best;
  }
}

static const twi_account *find_row(const tw_accounts *a, const char *item, const char *source, const char *convention)
{
  for (int i = 0; i < a->count; i++)
    if (strcmp(a->row[i].item, item) == 0 && strcmp(a->row[i].source, source) == 0 &&
        strcmp(a->row[i].convention, convention) == 0)
      return &a->row[i];
  return NULL;
}

/* Shares that the user's file gives and that are not all of it. */
static tw_status say_missing(tw_accounts *a, const char *fuel)
{
  double sum = 0;
  for (int i = 0; i < a->count; i++)
    if (strcmp(a->row[i].item, "origin_share") == 0 && strcmp(a->row[i].source, fuel) == 0) sum += a->row[i].value;
  if (!(sum > 0) || sum > 99.5) return TW_OK;
  return twi_account_say(
      a, 1,
      "The shares of %s add up to %.1f %%: where the rest comes from is not said, so that concentration "
      "and what sails through passages are at least what they are here.",
      fuel, sum);
}

static tw_status say_fuel(tw_accounts *a, const char *fuel)
{
  char from[WORDS], through[WORDS], amount[64] = "";
  const twi_account *share = find_row(a, "origin_share", fuel, "");
  double quantity = twi_account_value(a, "imports", fuel, "", ""), hhi = twi_account_value(a, "hhi", fuel, "", "");
  if (!share) return TW_OK;
  name_partners(a, "origin_share", fuel, "", from);
  name_partners(a, "passage_share", fuel, "", through);
  if (!isnan(quantity)) twi_print(amount, sizeof amount, " %.4g Mt", quantity);
  double unknown = twi_account_value(a, "way_not_known", fuel, "", "");
  char rest[64] = "";
  if (unknown >= 99.95)
    twi_print(rest, sizeof rest, "%s", *through ? " (no way is known in full)" : "");
  else if (unknown >= 0.05)
    twi_print(rest, sizeof rest, " (the way of %.1f %% is not known)", unknown);
  return twi_account_say(a, 0, "Imports of %s%s%s:%s from %s; concentration (HHI) %.2f%s%s%s.", fuel,
                         *share->year ? ", " : "", share->year, amount, from, hhi,
                         *through                             ? "; through "
                         : isnan(unknown) || unknown >= 99.95 ? "; ways not known"
                                                              : "; no passage that can be closed",
                         through, rest);
}

/* The supplier whose loss the stock covers for the fewest days; NULL: none is known. */
static const twi_account *shortest_cover(const tw_accounts *a, const char *fuel)
{
  const twi_account *shortest = NULL;
  for (int i = 0; i < a->count; i++) {
    const twi_account *r = &a->row[i];
    int strait = 0;
    if (strcmp(r->item, "days_of_cover") != 0 || strcmp(r->source, fuel) != 0) continue;
    for (int k = 0; k < TWI_STRAITS; k++) strait |= strcmp(r->partner, twi_strait_names[k]) == 0;
    if (!strait && (!shortest || r->value < shortest->value)) shortest = r;
  }
  return shortest;
}

static tw_status say_stocks(tw_accounts *a)
{
  tw_status status = TW_OK;
  for (int f = 0; f < TWI_FUELS && status == TW_OK; f++) {
    const char *fuel = twi_fuel_names[f];
    const twi_account *row = find_row(a, "stock_days", fuel, ""), *supplier = shortest_cover(a, fuel);
    double hormuz = twi_account_value(a, "days_of_cover", fuel, "", twi_strait_names[0]);
    char cover[WORDS] = "";
    size_t used = 0;
    if (!row) continue;
    if (!isnan(hormuz))
      used = (size_t)twi_print(cover, WORDS, "; %.0f days if nothing came through %s", hormuz, twi_strait_names[0]);
    if (supplier)
      used += (size_t)twi_print(cover + used, WORDS - used, "%s %.0f days if nothing came from %s", used ? "," : ";",
                                supplier->value, supplier->partner);
    status = twi_account_say(a, 0, "Stocks of %s: %.0f days of use if all of it stopped (%s, %s)%s%s.", fuel,
                             row->value, row->year, row->quality, cover, used ? " and nothing took its place" : "");
  }
  return status;
}

static tw_status say_convention(tw_accounts *a, int convention)
{
  const char *name = twi_convention_names[convention];
  char from[WORDS], through[WORDS];
  const twi_account *supply = find_row(a, "supply", "all", name);
  if (!supply) return TW_OK;
  double home = twi_account_value(a, "import_dependence", "all", name, "nuclear_domestic");
  double abroad = twi_account_value(a, "import_dependence", "all", name, "nuclear_imported");
  tw_status status =
      isnan(home) ? twi_account_say(a, 0, "Primary energy%s%s, convention %s: %.0f PJ; net imports are not known.",
                                    *supply->year ? " " : "", supply->year, name, supply->value)
                  : twi_account_say(
                        a, 0,
                        "Primary energy%s%s, convention %s: %.0f PJ; import dependence %.1f %% with nuclear fuel as "
                        "domestic, %.1f %% with it as imported.",
                        *supply->year ? " " : "", supply->year, name, supply->value, home, abroad);
  name_partners(a, "supplier_dependence", "all", name, from);
  name_partners(a, "passage_dependence", "all", name, through);
  if (status == TW_OK && *from)
    status = twi_account_say(a, 0, "Of it (%s) depends on suppliers: %s%s%s.", name, from,
                             *through ? "; on passages: " : "", through);
  return status;
}

static tw_status say_published(tw_accounts *a)
{
  for (int i = 0; i < a->count; i++) {
    const twi_account *r = &a->row[i];
    twi_text text = {.ctx = a->ctx};
    char *words;
    int first = 1, later = 0;
    if (strcmp(r->item, "self_sufficiency") != 0) continue;
    for (int k = 0; k < i; k++)
      later |= strcmp(a->row[k].item, r->item) == 0 && strcmp(a->row[k].convention, r->convention) == 0;
    if (later) continue;
    for (int k = i; k < a->count; k++) {
      const twi_account *other = &a->row[k];
      if (strcmp(other->item, r->item) != 0 || strcmp(other->convention, r->convention) != 0) continue;
      twi_text_printf(&text, "%s%s %.1f (self-sufficiency %.1f)%s", first ? "" : ", ", other->year, 100 - other->value,
                      other->value, strcmp(other->quality, "assumed") == 0 ? " assumed" : "");
      first = 0;
    }
    tw_status status = twi_text_take(&text, &words);
    if (status == TW_OK)
      status = twi_account_say(a, 0, "Import dependence as published, convention %s, %%: %s.", r->convention, words);
    twi_free(a->ctx, words);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- remarks */

static tw_status remark_sources(tw_accounts *a)
{
  tw_status status = TW_OK;
  for (int f = 0; f < TWI_FUELS && status == TW_OK; f++) {
    double assumed = 0;
    const twi_origin *first = NULL;
    for (int i = 0; i < a->origins.count; i++) {
      const twi_origin *o = &a->origins.row[i];
      if (o->fuel != f || strcmp(o->importer, a->region) != 0) continue;
      first = first ? first : o;
      if (o->quality == TWI_ASSUMED) assumed += 100 * o->share;
    }
    if (!first) continue;
    char part[48] = "";
    if (assumed >= 0.05) twi_print(part, sizeof part, "; %.0f %% of it assumed", assumed);
    status = twi_account_say(a, 1, "Origins of %s: %s%s.", twi_fuel_names[f],
                             *first->source ? first->source : "not said", part);
  }
  return status;
}

static tw_status remark_missing(tw_accounts *a)
{
  char words[WORDS];
  size_t used = 0;
  int any = 0;
  words[0] = 0;
  for (int f = 0; f < TWI_FUELS; f++)
    if (!find_row(a, "origin_share", twi_fuel_names[f], ""))
      used += (size_t)twi_print(words + used, WORDS - used, "%s%s", any++ ? ", " : "", twi_fuel_names[f]);
  return any ? twi_account_say(a, 1, "No origins are known of %s: --origins FILE gives them (docs/formats.md).", words)
             : TW_OK;
}

/* Shares of passages are of shortest paths. */
static tw_status remark_passages(tw_accounts *a)
{
  for (int i = 0; i < a->count; i++)
    if (strcmp(a->row[i].item, "passage_share") == 0)
      return twi_account_say(
          a, 1,
          "Shares of passages are those of the shortest ways. A passage that ships can go around in hours "
          "(taiwan_strait, luzon_strait) is no dependence; hormuz has no way around.");
  return TW_OK;
}

static tw_status remark_balance(tw_accounts *a)
{
  tw_status status = TW_OK;
  for (int c = 0; c < TWI_CONVENTIONS && status == TW_OK; c++) {
    const char *name = twi_convention_names[c];
    double heat = twi_account_value(a, "heat", "all", "", ""),
           net = twi_account_value(a, "net_imports", "all", name, "");
    if (isnan(heat) || isnan(net)) continue;
    status = twi_account_say(
        a, 1,
        net > 0
            ? "%s: imports with a known origin are %.0f PJ (gross, %.0f %% of net imports of %.0f PJ); dependence on "
              "suppliers and passages counts these alone."
            : "%s: imports with a known origin are %.0f PJ, gross; on balance the region exports.",
        name, heat, 100 * heat / net, net);
  }
  for (int c = 0; c < TWI_CONVENTIONS && status == TW_OK; c++) {
    double heat = twi_account_value(a, "heat", "all", "", ""),
           supply = twi_account_value(a, "supply", "all", twi_convention_names[c], "");
    if (heat > supply)
      status = twi_account_say(
          a, 1,
          "%s: imports with a known origin, %.0f PJ, are more than the supply of %.0f PJ: much is sold on "
          "abroad, or the file has another unit than it says.",
          twi_convention_names[c], heat, supply);
  }
  int given = a->balance_file.name != NULL;
  if (status == TW_OK && !given)
    status = twi_account_say(
        a, 1, "No primary energy: --balance FILE gives production, imports and supply by source (docs/formats.md).");
  for (int c = 0; given && c < TWI_CONVENTIONS && status == TW_OK; c++)
    if (!find_row(a, "supply", "all", twi_convention_names[c]))
      status = twi_account_say(a, 1, "%s has no rows of %s by the convention %s.", a->balance_file.name, a->region,
                               twi_convention_names[c]);
  return status;
}

tw_status twi_energy_sentences(tw_accounts *a)
{
  tw_status status = TW_OK;
  for (int f = 0; f < TWI_FUELS && status == TW_OK; f++) status = say_fuel(a, twi_fuel_names[f]);
  if (status == TW_OK) status = say_stocks(a);
  for (int c = 0; c < TWI_CONVENTIONS && status == TW_OK; c++) status = say_convention(a, c);
  if (status == TW_OK) status = say_published(a);
  if (status == TW_OK) status = remark_sources(a);
  if (status == TW_OK) status = remark_missing(a);
  if (status == TW_OK) status = remark_passages(a);
  for (int f = 0; f < TWI_FUELS && status == TW_OK; f++) status = say_missing(a, twi_fuel_names[f]);
  return status == TW_OK ? remark_balance(a) : status;
}
