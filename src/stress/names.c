/* What the buyer and --fuel of a stress test mean, and the names of countries. See stress.h. */
#include <string.h>

#include "base/names.h"
#include "stress/stress.h"
#include "world/meant.h"

enum { MOST_NAMES = 2048 };

/* ---------------------------------------------------------------- countries */

tw_status twi_stress_read_countries(tw_stress *s)
{
  twi_csv *csv;
  int code, name, more = 1, room = 0;
  tw_status status = twi_supply_open(s->ctx, NULL, "energy/countries.csv", &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "code", &code);
  if (status == TW_OK) status = twi_csv_require(csv, "name", &name);
  while (status == TW_OK) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    if (s->countries == room) {
      room = 2 * room + 128;
      struct twi_country *grown = twi_resize(s->ctx, s->country, (size_t)room, sizeof *grown);
      if (!grown) {
        status = twi_no_memory(s->ctx, 0);
        break;
      }
      s->country = grown;
    }
    struct twi_country *c = &s->country[s->countries++];
    c->code = c->name = NULL;
    status = twi_read_text(s->ctx, csv, code, &c->code);
    if (status == TW_OK) status = twi_read_text(s->ctx, csv, name, &c->name);
  }
  twi_csv_free(csv);
  return status;
}

const char *twi_stress_country(const tw_stress *s, const char *code)
{
  for (int i = 0; i < s->countries; i++)
    if (strcmp(s->country[i].code, code) == 0) return s->country[i].name;
  return code;
}

const char *twi_stress_code_of(const tw_stress *s, const char *text, size_t length)
{
  for (int i = 0; i < s->countries; i++)
    if (twi_same_name(text, length, s->country[i].code) || twi_same_name(text, length, s->country[i].name))
      return s->country[i].code;
  for (const twi_synonym *w = twi_synonyms(TWI_AXIS_REGIONS); w->words; w++)
    for (const char *p = w->words; *p; p += strcspn(p, "|"), p += *p == '|') {
      size_t n = strcspn(p, "|");
      char word[64];
      if (n >= sizeof word) continue;
      memcpy(word, p, n);
      word[n] = 0;
      if (!twi_same_name(text, length, word)) continue;
      for (int i = 0; i < s->countries; i++)
        if (strncmp(w->targets, s->country[i].code, strlen(s->country[i].code)) == 0 &&
            (w->targets[strlen(s->country[i].code)] == 0 || w->targets[strlen(s->country[i].code)] == ' '))
          return s->country[i].code;
    }
  return twi_same_name(text, length, "EU") ? "EU27" : NULL;
}

const char *twi_stress_exporter(const tw_stress *s, const char *code)
{
  for (int i = 0; i < s->origins.count; i++)
    if (strcmp(s->origins.row[i].exporter, code) == 0) return s->origins.row[i].exporter;
  return NULL;
}

static const char *importer_of(const tw_stress *s, const char *code)
{
  for (int i = 0; i < s->origins.count; i++)
    if (strcmp(s->origins.row[i].importer, code) == 0) return s->origins.row[i].importer;
  return NULL;
}

int twi_stress_piece(const char **at, twi_piece *piece)
{
  const char *text = *at;
  if (!text || !*text) return 0;
  size_t length = strcspn(text, ",");
  *at = text[length] ? text + length + 1 : text + length;
  while (length && *text == ' ') text++, length--;
  while (length && text[length - 1] == ' ') length--;
  *piece = (twi_piece){text, length};
  return 1;
}

/* ---------------------------------------------------------------- the buyer */

static int market_buyer(const tw_stress *s, const char *text, size_t length)
{
  const tw_market *m = s->market;
  for (int d = 0; d < m->buyers; d++)
    if (twi_same_name(text, length, m->buyer[d].code)) return d;
  for (int d = 0; d < m->buyers; d++)
    if (m->buyer[d].name && twi_same_name(text, length, m->buyer[d].name)) return d;
  return -1;
}

static tw_status fail_buyer(tw_stress *s, const char *text)
{
  const char *names[MOST_NAMES];
  char shown[TWI_SHOWN];
  int count = 0;
  const tw_market *m = s->market;
  for (int d = 0; d < m->buyers && count + 2 < MOST_NAMES; d++) {
    names[count++] = m->buyer[d].code;
    if (m->buyer[d].name) names[count++] = m->buyer[d].name;
  }
  for (int i = 0; i < s->countries && count + 2 < MOST_NAMES; i++)
    if (importer_of(s, s->country[i].code)) names[count++] = s->country[i].code, names[count++] = s->country[i].name;
  const char *near = twi_nearest(text, strlen(text), names, count);
  twi_show(text, strlen(text), shown);
  if (near)
    return twi_fail(s->ctx, TW_BAD_INPUT,
                    "buyer: found %s, expected a buyer of the market %s or a country of the energy tables; did you "
                    "mean %s?",
                    shown, m->name, near);
  return twi_fail(s->ctx, TW_BAD_INPUT,
                  "buyer: found %s, expected a buyer of the market %s (%s, %s …) or a country of the energy tables",
                  shown, m->name, m->buyer[0].code, m->buyer[m->buyers > 1].code);
}

static tw_status read_buyer(tw_stress *s)
{
  const char *text = s->asked.buyer;
  s->buyer = -1;
  if (!text) return TW_OK;
  s->buyer = market_buyer(s, text, strlen(text));
  const char *code = s->buyer >= 0 ? s->market->buyer[s->buyer].code : twi_stress_code_of(s, text, strlen(text));
  if (s->buyer < 0 && code) s->buyer = market_buyer(s, code, strlen(code));
  const char *importer = code ? importer_of(s, code) : NULL;
  if (!importer && s->buyer < 0) { /* a code that the user's file alone has */
    char *given = twi_strdup(s->ctx, text);
    if (!given) return twi_no_memory(s->ctx, 0);
    tw_status status = twi_as_code(s->ctx, &given);
    if (status == TW_OK) importer = importer_of(s, given);
    twi_free(s->ctx, given);
    if (status != TW_OK) return status;
  }
  if (!importer && s->buyer < 0) return fail_buyer(s, text);
  s->buyer_word = twi_strdup(s->ctx, s->buyer >= 0 ? s->market->buyer[s->buyer].code : importer);
  s->importer = importer ? twi_strdup(s->ctx, importer) : NULL;
  return s->buyer_word && (s->importer || !importer) ? TW_OK : twi_no_memory(s->ctx, 0);
}

/* ---------------------------------------------------------------- fuels */

/* A word of --fuel; the market's own may be none of the energy tables. */
static int fuel_of(const tw_stress *s, const twi_piece *p)
{
  for (int f = 0; f < TWI_FUELS; f++)
    if (twi_same_name(p->text, p->length, twi_fuel_names[f])) return f;
  if (twi_same_name(p->text, p->length, "oil")) return TWI_FUEL_CRUDE;
  return s->market_fuel < 0 && twi_same_name(p->text, p->length, s->fuel_word) ? TWI_FUELS : -1;
}

static tw_status fail_fuel(tw_stress *s, const twi_piece *p)
{
  const char *names[TWI_FUELS + 3];
  char shown[TWI_SHOWN], list[256] = "";
  int count = 0;
  names[count++] = s->fuel_word;
  for (int f = 0; f < TWI_FUELS; f++)
    if (f != s->market_fuel) names[count++] = twi_fuel_names[f];
  names[count++] = "all";
  for (int i = 0; i < count; i++) {
    size_t used = strlen(list);
    twi_print(list + used, sizeof list - used, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
  }
  const char *near = twi_nearest(p->text, p->length, names, count);
  return twi_fail(s->ctx, TW_BAD_INPUT, "--fuel: found %s, expected a fuel: %s%s%s%s",
                  twi_show(p->text, p->length, shown), list, near ? "; did you mean " : "", near ? near : "",
                  near ? "?" : "");
}

static int has_fuel(const tw_stress *s, int fuel)
{
  for (int i = 0; i < s->origins.count; i++)
    if (s->origins.row[i].fuel == fuel && (!s->importer || strcmp(s->origins.row[i].importer, s->importer) == 0))
      return 1;
  return 0;
}

/* A fuel was named and nobody asked for has any of it. */
static tw_status check_fuel(tw_stress *s, int fuel)
{
  char list[256] = "";
  if (fuel == TWI_FUELS || (fuel == s->market_fuel && (!s->buyer_word || s->buyer >= 0))) return TW_OK;
  if ((s->importer || !s->buyer_word) && has_fuel(s, fuel)) return TW_OK;
  if (s->buyer >= 0) twi_print(list, sizeof list, "%s", s->fuel_word);
  for (int f = 0; f < TWI_FUELS; f++) {
    size_t used = strlen(list);
    if (f != s->market_fuel && (s->importer || !s->buyer_word) && has_fuel(s, f))
      twi_print(list + used, sizeof list - used, "%s%s", used ? ", " : "", twi_fuel_names[f]);
  }
  return twi_fail(s->ctx, TW_BAD_INPUT,
                  "--fuel: the tables have no origins of %s%s%s; they have %s; a file for --origins may bring it",
                  twi_fuel_names[fuel], s->buyer_word ? " of " : "", s->buyer_word ? s->buyer_word : "",
                  *list ? list : "none");
}

static tw_status read_fuels(tw_stress *s)
{
  const char *at = s->asked.fuel;
  unsigned all = (1u << TWI_FUELS) - 1, of_market = s->market_fuel < 0 ? 0 : 1u << s->market_fuel;
  twi_piece piece;
  s->with_market = s->buyer >= 0 || !s->buyer_word;
  s->fuels = s->buyer_word ? all : of_market;
  s->default_fuels = !at && !s->buyer_word;
  if (!at) return TW_OK;
  s->fuels = 0;
  int with_market = 0;
  while (twi_stress_piece(&at, &piece)) {
    if (twi_same_name(piece.text, piece.length, "all")) {
      s->fuels = all;
      with_market = 1;
      continue;
    }
    int fuel = fuel_of(s, &piece);
    if (fuel < 0) return fail_fuel(s, &piece);
    tw_status status = check_fuel(s, fuel);
    if (status != TW_OK) return status;
    if (fuel < TWI_FUELS) s->fuels |= 1u << fuel;
    with_market |= fuel == TWI_FUELS || fuel == s->market_fuel;
  }
  s->with_market &= with_market;
  return TW_OK;
}

tw_status twi_stress_read_names(tw_stress *s)
{
  tw_status status = read_buyer(s);
  return status == TW_OK ? read_fuels(s) : status;
}
