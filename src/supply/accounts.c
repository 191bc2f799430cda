/* Physical accounts of a region's energy as a whole, and what callers read of them: see tw_accounts in tradewind.h. */
#include <math.h>
#include <string.h>

#include "base/digest.h"
#include "base/names.h"
#include "supply/supply.h"
#include "world/meant.h"

enum { MOST_REGIONS = 512 };

/* ---------------------------------------------------------------- the region */

/* The codes that any table has something of. */
static int list_regions(const tw_accounts *a, const char **codes)
{
  int count = 0;
  const char *last = "";
  for (int i = 0; i < a->origins.count + a->stocks + a->balance.count && count < MOST_REGIONS; i++) {
    const char *code = i < a->origins.count               ? a->origins.row[i].importer
                       : i < a->origins.count + a->stocks ? a->stock[i - a->origins.count].region
                                                          : a->balance.row[i - a->origins.count - a->stocks].region;
    if (strcmp(code, last) == 0) continue;
    last = code;
    int k = 0;
    while (k < count && strcmp(codes[k], code) != 0) k++;
    if (k == count) codes[count++] = code;
  }
  return count;
}

/* A word of the list of synonyms: "japon" is JPN. NULL: none. */
static const char *synonym_of(const char *text, const char *const *codes, int count)
{
  for (const twi_synonym *s = twi_synonyms(TWI_AXIS_REGIONS); s->words; s++)
    for (const char *p = s->words; *p; p += strcspn(p, "|"), p += *p == '|')
      if (twi_same_name(p, strcspn(p, "|"), text))
        for (int k = 0; k < count; k++)
          if (strncmp(s->targets, codes[k], strlen(s->targets)) == 0) return codes[k];
  return NULL;
}

/* The code whose name is nearest to the text; NULL: none. */
static tw_status nearest_region(tw_accounts *a, const char *const *codes, int count, const char **nearest)
{
  char *name;
  const char *best = NULL;
  *nearest = synonym_of(a->region, codes, count);
  tw_status status = TW_OK;
  char *names[MOST_REGIONS];
  int named = 0;
  for (int k = 0; k < count && status == TW_OK && !*nearest; k++) {
    status = twi_country_name(a->ctx, codes[k], &name);
    if (status == TW_OK) names[named++] = name;
  }
  if (status == TW_OK && !*nearest) best = twi_nearest(a->region, strlen(a->region), (const char *const *)names, named);
  for (int k = 0; k < named; k++) {
    if (best && names[k] == best && *best) *nearest = codes[k];
    twi_free(a->ctx, names[k]);
  }
  if (!*nearest) *nearest = twi_nearest(a->region, strlen(a->region), codes, count);
  return status;
}

static int balance_has(const tw_accounts *a, const char *region)
{
  for (int i = 0; i < a->balance.count; i++)
    if (strcmp(a->balance.row[i].region, region) == 0) return 1;
  return a->balance.count == 0;
}

/* "CAN, JPN and KOR": regions of the balance. */
static void list_balance(const tw_accounts *a, char *words, size_t room)
{
  const char *last = "";
  size_t used = 0;
  words[0] = 0;
  for (int i = 0; i < a->balance.count && used + 24 < room; i++) {
    const char *code = a->balance.row[i].region;
    int before = 0;
    for (int k = 0; k < i && !before; k++) before = strcmp(a->balance.row[k].region, code) == 0;
    if (before || strcmp(code, last) == 0) continue;
    used += (size_t)twi_print(words + used, room - used, "%s%s", *last ? ", " : "", code);
    last = code;
  }
}

static tw_status find_region(tw_accounts *a, const char *given)
{
  const char *codes[MOST_REGIONS], *nearest = NULL;
  char shown[TWI_SHOWN], list[512];
  int count = list_regions(a, codes), k = 0;
  tw_status status = twi_as_code(a->ctx, &a->region);
  if (status != TW_OK) return status;
  while (k < count && strcmp(codes[k], a->region) != 0) k++;
  if (k < count && balance_has(a, a->region)) return twi_country_name(a->ctx, a->region, &a->name);
  status = nearest_region(a, codes, count, &nearest);
  if (status != TW_OK) return status;
  twi_show(given, strlen(given), shown);
  list_balance(a, list, sizeof list);
  if (k < count)
    return twi_fail(a->ctx, TW_BAD_INPUT, "%s has no rows of %s; it has %s", a->balance_file.name, a->region, list);
  if (nearest)
    return twi_fail(a->ctx, TW_BAD_INPUT,
                    "found the region %s, expected the code of one of %d that energy tables have; did you mean %s?",
                    shown, count, nearest);
  return twi_fail(a->ctx, TW_BAD_INPUT,
                  "found the region %s, expected the code of one of %d that energy tables have, as in JPN, KOR, IND or "
                  "EU27; a file "
                  "for --balance or --origins may bring others",
                  shown, count);
}

/* ---------------------------------------------------------------- the whole */

tw_status twi_supply_digest(tw_context *ctx, char sha256[65])
{
  static const char *const names[] = {"energy/origins.csv", "energy/ways.csv", "energy/stocks.csv"};
  twi_digest *digest;
  tw_status status = twi_digest_new(ctx, &digest);
  for (size_t i = 0; i < sizeof names / sizeof *names && status == TW_OK; i++) {
    twi_source *source;
    const char *block;
    size_t count = 1;
    status = twi_supply_source(ctx, names[i], &source);
    while (status == TW_OK && count > 0) {
      status = twi_source_next(source, &block, &count);
      if (status == TW_OK && count > 0) status = twi_digest_add(digest, block, count);
    }
    twi_source_free(source);
  }
  if (status == TW_OK) status = twi_digest_end(digest, NULL, sha256);
  twi_digest_free(digest);
  return status;
}

static tw_status make_all(tw_accounts *a, const char *region)
{
  a->region = twi_strdup(a->ctx, region);
  if (!a->region) return twi_no_memory(a->ctx, 0);
  tw_status status = twi_supply_digest(a->ctx, a->tables_sha256);
  if (status == TW_OK) status = twi_origins_read(a->ctx, a->origins_file.name ? &a->origins_file : NULL, &a->origins);
  if (status == TW_OK) status = twi_stocks_read(a->ctx, &a->stock, &a->stocks);
  if (status == TW_OK && a->balance_file.name) status = twi_balance_read(a->ctx, &a->balance_file, &a->balance);
  if (status == TW_OK) status = find_region(a, region);
  if (status == TW_OK) status = twi_fuel_rows(a);
  if (status == TW_OK) status = twi_energy_rows(a);
  return status == TW_OK ? twi_energy_sentences(a) : status;
}

static tw_status begin(tw_context *ctx, const char *region, tw_accounts **accounts)
{
  *accounts = NULL;
  if (!region || !*region) return twi_fail(ctx, TW_USAGE, "tw_accounts_energy needs a region");
  *accounts = twi_new(ctx, 1, sizeof **accounts);
  if (!*accounts) return twi_no_memory(ctx, sizeof **accounts);
  (*accounts)->ctx = ctx;
  return TW_OK;
}

static tw_status end(tw_status status, tw_accounts **accounts)
{
  if (status == TW_OK) return TW_OK;
  tw_accounts_free(*accounts);
  *accounts = NULL;
  return status;
}

tw_status tw_accounts_energy(tw_context *ctx, const char *region, const tw_accounts_options *options,
                             tw_accounts **accounts)
{
  tw_status status = begin(ctx, region, accounts);
  if (status == TW_OK && options && options->balance)
    status = twi_supply_file_read(ctx, options->balance, &(*accounts)->balance_file);
  if (status == TW_OK && options && options->origins)
    status = twi_supply_file_read(ctx, options->origins, &(*accounts)->origins_file);
  return end(status == TW_OK ? make_all(*accounts, region) : status, accounts);
}

tw_status twi_accounts_again(tw_context *ctx, const char *region, const twi_supply_file *balance,
                             const twi_supply_file *origins, tw_accounts **accounts)
{
  tw_status status = begin(ctx, region, accounts);
  if (status == TW_OK && balance)
    status = twi_supply_file_copy(ctx, balance->name, balance->text, balance->bytes, &(*accounts)->balance_file);
  if (status == TW_OK && origins)
    status = twi_supply_file_copy(ctx, origins->name, origins->text, origins->bytes, &(*accounts)->origins_file);
  return end(status == TW_OK ? make_all(*accounts, region) : status, accounts);
}

void tw_accounts_free(tw_accounts *a)
{
  if (!a) return;
  twi_supply_file_free(a->ctx, &a->balance_file);
  twi_supply_file_free(a->ctx, &a->origins_file);
  twi_origins_free(a->ctx, &a->origins);
  twi_stocks_free(a->ctx, a->stock, a->stocks);
  twi_balance_free(a->ctx, &a->balance);
  for (int i = 0; i < a->sentences; i++) twi_free(a->ctx, a->sentence[i]);
  for (int i = 0; i < a->remarks; i++) twi_free(a->ctx, a->remark[i]);
  twi_free(a->ctx, a->sentence);
  twi_free(a->ctx, a->remark);
  twi_free(a->ctx, a->row);
  twi_free(a->ctx, a->region);
  twi_free(a->ctx, a->name);
  twi_free(a->ctx, a);
}

/* ---------------------------------------------------------------- what callers read */

const char *tw_accounts_text(const tw_accounts *a, const char *field)
{
  if (strcmp(field, "region") == 0) return a->region;
  if (strcmp(field, "name") == 0) return *a->name ? a->name : a->region;
  if (strcmp(field, "kind") == 0) return "energy";
  if (strcmp(field, "balance") == 0) return a->balance_file.name;
  if (strcmp(field, "origins") == 0) return a->origins_file.name;
  twi_no_field(a->ctx, "accounts", field);
  return NULL;
}

int tw_accounts_count(const tw_accounts *a)
{
  return a->count;
}

int tw_accounts_at(const tw_accounts *a, int index, tw_account *row)
{
  if (index < 0 || index >= a->count) return 0;
  const twi_account *r = &a->row[index];
  *row = (tw_account){.item = r->item,
                      .source = r->source,
                      .convention = r->convention,
                      .partner = r->partner,
                      .value = r->value,
                      .unit = r->unit,
                      .quality = r->quality,
                      .year = r->year,
                      .reference = r->reference};
  return 1;
}

double tw_accounts_value(const tw_accounts *a, const char *item, const char *source, const char *convention,
                         const char *partner)
{
  return twi_account_value(a, item, source ? source : "", convention ? convention : "", partner ? partner : "");
}

const char *tw_accounts_sentence(const tw_accounts *a, int index)
{
  return index >= 0 && index < a->sentences ? a->sentence[index] : NULL;
}

const char *tw_accounts_remark(const tw_accounts *a, int index)
{
  return index >= 0 && index < a->remarks ? a->remark[index] : NULL;
}
