/* Primary energy of a region and what it depends on: rows of accounts.csv, of the user's balance. One convention at a time.
 *
 *   S = sum_j S_j, N = sum_j N_j                         over sources j of the convention
 *   import dependence      N/S, and (N + S_nuclear)/S    nuclear fuel as domestic, and as imported
 *   dependence on i        sum_f E_fi / S                heat of what comes from i; through a passage: sum_fi u_fik E_fi / S
 *
 * Fuels count the same in both conventions, so that a file gives them in one of them alone. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "supply/supply.h"

/* "FY2022" is 2022; 0: none. */
static int year_of(const char *text)
{
  for (const char *c = text; *c; c++)
    if (isdigit((unsigned char)c[0]) && isdigit((unsigned char)c[1]) && isdigit((unsigned char)c[2]) &&
        isdigit((unsigned char)c[3]))
      return (int)strtol((const char[5]){c[0], c[1], c[2], c[3], 0}, NULL, 10);
  return 0;
}

static int is_own(const tw_accounts *a, const twi_balance_row *r)
{
  return strcmp(r->region, a->region) == 0 && r->convention < TWI_CONVENTIONS;
}

static int last_year(const tw_accounts *a)
{
  int last = 0;
  for (int i = 0; i < a->balance.count; i++)
    if (is_own(a, &a->balance.row[i]) && year_of(a->balance.row[i].year) > last) last = year_of(a->balance.row[i].year);
  return last;
}

/* The row of a source in the convention, or of the other one where both count it alike; NULL: none. */
static const twi_balance_row *row_of(const tw_accounts *a, int source, int convention, int year)
{
  const twi_balance_row *other = NULL;
  for (int i = 0; i < a->balance.count; i++) {
    const twi_balance_row *r = &a->balance.row[i];
    if (!is_own(a, r) || r->source != source || year_of(r->year) != year) continue;
    if (r->convention == convention) return r;
    if (twi_counts_alike(source)) other = r;
  }
  return other;
}

/* 1: the file has what this convention counts in its own way, or its total; or there is nothing but fuels. */
static int has_convention(const tw_accounts *a, int convention, int year)
{
  int fuels = 0, others = 0;
  if (row_of(a, TWI_SOURCE_TOTAL, convention, year)) return 1;
  for (int s = 0; s < TWI_BALANCE_SOURCES; s++)
    for (int c = 0; c < TWI_CONVENTIONS; c++) {
      const twi_balance_row *r = row_of(a, s, c, year);
      if (!r || r->convention != c) continue;
      fuels += twi_counts_alike(s);
      others += !twi_counts_alike(s);
      if (!twi_counts_alike(s) && c == convention) return 1;
    }
  return fuels > 0 && others == 0;
}

/* ---------------------------------------------------------------- rows */

typedef struct summed {
  double supply, net_imports, nuclear;
  int sources, unknown; /* unknown: sources whose net imports are not known */
} summed;

static tw_status put_primary(tw_accounts *a, const char *item, const char *source, int convention, const char *partner,
                             double value, const char *unit, const char *quality, const char *year,
                             const char *reference)
{
  if (isnan(value)) return TW_OK;
  return twi_account_add(a, &(twi_account){.item = item,
                                           .source = source,
                                           .convention = twi_convention_names[convention],
                                           .partner = partner,
                                           .value = value,
                                           .unit = unit,
                                           .quality = quality,
                                           .year = year,
                                           .reference = reference});
}

static tw_status put_source(tw_accounts *a, const twi_balance_row *r, int convention, summed *s)
{
  const char *source = twi_source_names[r->source], *quality = twi_quality_names[r->quality];
  s->sources++;
  s->supply += r->supply;
  s->unknown += isnan(r->net_imports);
  s->net_imports += r->net_imports;
  if (r->source == TWI_SOURCE_NUCLEAR) s->nuclear += r->supply;
  tw_status status =
      put_primary(a, "production", source, convention, NULL, r->production, "PJ", quality, r->year, r->reference);
  if (status == TW_OK)
    status =
        put_primary(a, "net_imports", source, convention, NULL, r->net_imports, "PJ", quality, r->year, r->reference);
  if (status == TW_OK)
    status = put_primary(a, "supply", source, convention, NULL, r->supply, "PJ", quality, r->year, r->reference);
  return status;
}

static tw_status put_dependence(tw_accounts *a, int convention, const summed *s, const char *year)
{
  tw_status status = put_primary(a, "supply", "all", convention, NULL, s->supply, "PJ", "derived", year, NULL);
  if (status == TW_OK)
    status = put_primary(a, "net_imports", "all", convention, NULL, s->net_imports, "PJ", "derived", year, NULL);
  if (!(s->supply > 0)) return status;
  if (status == TW_OK)
    status = put_primary(a, "import_dependence", "all", convention, "nuclear_domestic",
                         100 * s->net_imports / s->supply, "%", "derived", year, NULL);
  if (status == TW_OK)
    status = put_primary(a, "import_dependence", "all", convention, "nuclear_imported",
                         100 * (s->net_imports + s->nuclear) / s->supply, "%", "derived", year, NULL);
  return status;
}

/* What the heat of origins is of the supply: the rows of all fuels are shares of it. */
static tw_status put_exposure(tw_accounts *a, int convention, double supply, const char *year)
{
  double heat = twi_account_value(a, "heat", "all", "", "");
  tw_status status = TW_OK;
  for (int i = 0, count = a->count; i < count && status == TW_OK; i++) {
    const twi_account r = a->row[i]; /* adding moves them */
    int origin = strcmp(r.item, "origin_share") == 0, passage = strcmp(r.item, "passage_share") == 0;
    if (strcmp(r.source, "all") != 0 || (!origin && !passage)) continue;
    status = put_primary(a, origin ? "supplier_dependence" : "passage_dependence", "all", convention, r.partner,
                         r.value * heat / supply, "%", strcmp(r.quality, "assumed") == 0 ? "assumed" : "derived", year,
                         NULL);
  }
  return status;
}

/* 1: a source of the convention itself is there, not only its total. */
static int has_sources(const tw_accounts *a, int convention, int year)
{
  for (int j = 0; j < TWI_BALANCE_SOURCES; j++) {
    const twi_balance_row *r = row_of(a, j, convention, year);
    if (r && (r->convention == convention || !row_of(a, TWI_SOURCE_TOTAL, convention, year))) return 1;
  }
  return 0;
}

/* A total without sources: nuclear is somewhere in it. */
static tw_status put_total(tw_accounts *a, int convention, int year)
{
  const twi_balance_row *total = row_of(a, TWI_SOURCE_TOTAL, convention, year);
  const summed s = {.supply = total->supply, .net_imports = total->net_imports, .nuclear = NAN};
  tw_status status = put_dependence(a, convention, &s, total->year);
  return status == TW_OK && s.supply > 0 ? put_exposure(a, convention, s.supply, total->year) : status;
}

static tw_status put_convention(tw_accounts *a, int convention, int year)
{
  summed s = {.supply = 0};
  const char *when = "";
  tw_status status = TW_OK;
  if (!has_sources(a, convention, year)) return put_total(a, convention, year);
  for (int j = 0; j < TWI_BALANCE_SOURCES && status == TW_OK; j++) {
    const twi_balance_row *r = row_of(a, j, convention, year);
    if (!r) continue;
    when = r->year;
    status = put_source(a, r, convention, &s);
  }
  for (int j = 0; j < TWI_BALANCE_SOURCES && status == TW_OK && s.supply > 0; j++) {
    const twi_balance_row *r = row_of(a, j, convention, year);
    if (r)
      status = put_primary(a, "supply_share", twi_source_names[j], convention, NULL, 100 * r->supply / s.supply, "%",
                           "derived", when, NULL);
  }
  if (status == TW_OK && s.supply > 0) status = put_dependence(a, convention, &s, when);
  return status == TW_OK && s.supply > 0 ? put_exposure(a, convention, s.supply, when) : status;
}

/* What others publish, under the name that the file gives to its convention. */
static tw_status put_published(tw_accounts *a)
{
  tw_status status = TW_OK;
  for (int i = 0; i < a->balance.count && status == TW_OK; i++) {
    const twi_balance_row *r = &a->balance.row[i];
    if (strcmp(r->region, a->region) != 0 || r->convention != TWI_PUBLISHED) continue;
    twi_account row = {.source = "all",
                       .convention = r->published,
                       .quality = twi_quality_names[r->quality],
                       .year = r->year,
                       .reference = r->reference};
    if (r->source == TWI_SOURCE_SELF_SUFFICIENCY) {
      row.item = "self_sufficiency";
      row.value = r->production;
      row.unit = "%";
      status = twi_account_add(a, &row);
      row.item = "import_dependence";
      row.value = r->net_imports;
      row.quality = twi_quality_names[r->quality == TWI_ASSUMED ? TWI_ASSUMED : TWI_DERIVED];
      row.reference = "";
    } else {
      row.item = "supply";
      row.value = r->supply;
      row.unit = "PJ";
    }
    if (status == TW_OK) status = twi_account_add(a, &row);
  }
  return status;
}

tw_status twi_energy_rows(tw_accounts *a)
{
  int year = last_year(a);
  tw_status status = TW_OK;
  for (int c = 0; c < TWI_CONVENTIONS && status == TW_OK; c++)
    if (has_convention(a, c, year)) status = put_convention(a, c, year);
  return status == TW_OK ? put_published(a) : status;
}
