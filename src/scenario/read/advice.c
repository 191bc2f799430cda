/* What to write instead of an amount that cannot be read: `250 bp` is 2.5 pp, `2 bn USD` is 2 billion USD.
 *
 * Advice is followed without a second thought, so it has the right size or no size at all. A unit that people use and
 * scenarios do not is converted; a plain fraction, which may be per cent or a share, gets both readings; for what is
 * not understood the message says what is expected and repeats no number.
 *
 * Longer than 400 lines for its list of words, which is read beside what is made of them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"
#include "table/number.h"

enum { PERCENT = 1u << TWI_UNIT_PERCENT, POINTS = 1u << TWI_UNIT_POINTS, NUMBER = 1u << TWI_UNIT_NUMBER };
enum { MONEY = 1u << TWI_UNIT_MONEY };
enum { FIGURE = 48, ADVICE = 256 };

/* Other words for rates: how many powers of ten they are below one per cent, and what they are. */
static const struct {
  const char *word;
  int shift;
  unsigned unit; /* both: it depends on where it stands */
} rates[] = {
    {"percent", 0, PERCENT},
    {"percents", 0, PERCENT},
    {"per cent", 0, PERCENT},
    {"pct", 0, PERCENT},
    {"pct.", 0, PERCENT},
    {"pc", 0, PERCENT},
    {"p.c.", 0, PERCENT},
    {"\xef\xbc\x85", 0, PERCENT}, /* the wide per cent sign */
    {"permille", -1, PERCENT},
    {"per mille", -1, PERCENT},
    {"per mil", -1, PERCENT},
    {"per mill", -1, PERCENT},
    {"promille", -1, PERCENT},
    {"per thousand", -1, PERCENT},
    {"\xe2\x80\xb0", -1, PERCENT}, /* per mille sign */
    {"\xe2\x80\xb1", -2, PERCENT}, /* per ten thousand sign */
    {"ppm", -4, PERCENT},
    {"parts per million", -4, PERCENT},
    {"bp", -2, PERCENT | POINTS},
    {"bps", -2, PERCENT | POINTS},
    {"bip", -2, PERCENT | POINTS},
    {"bips", -2, PERCENT | POINTS},
    {"b.p.", -2, PERCENT | POINTS},
    {"basis point", -2, PERCENT | POINTS},
    {"basis points", -2, PERCENT | POINTS},
    {"basis-points", -2, PERCENT | POINTS},
    {"basispoints", -2, PERCENT | POINTS},
    {"point", 0, POINTS},
    {"points", 0, POINTS},
    {"pt", 0, POINTS},
    {"pts", 0, POINTS},
    {"ppt", 0, POINTS},
    {"ppts", 0, POINTS},
    {"pps", 0, POINTS},
    {"p.p.", 0, POINTS},
    {"pp.", 0, POINTS},
    {"p.p", 0, POINTS},
    {"percentage point", 0, POINTS},
    {"percentage points", 0, POINTS},
    {"percentage-points", 0, POINTS},
    {"percent point", 0, POINTS},
    {"percent points", 0, POINTS},
    {"per cent points", 0, POINTS},
    {"percentpoints", 0, POINTS},
    {"% point", 0, POINTS},
    {"% points", 0, POINTS},
    {"%-point", 0, POINTS},
    {"%-points", 0, POINTS},
    {"%points", 0, POINTS},
    {"%pt", 0, POINTS},
    {"%pts", 0, POINTS},
    {"%-pts", 0, POINTS},
    {"%p", 0, POINTS},
    {"pct points", 0, POINTS},
    {"pct pts", 0, POINTS},
};

/* Other words for the scale of money. "t" is a thousand to some and a trillion to others, so it is none. */
static const struct {
  const char *word;
  int power;
} scales[] = {{"thousand", 3}, {"thousands", 3}, {"k", 3},       {"tsd", 3},       {"tsd.", 3},     {"hundred", 2},
              {"million", 6},  {"millions", 6},  {"m", 6},       {"mn", 6},        {"mm", 6},       {"mln", 6},
              {"mln.", 6},     {"mio", 6},       {"mio.", 6},    {"mill", 6},      {"mill.", 6},    {"bn", 9},
              {"b", 9},        {"bln", 9},       {"billion", 9}, {"billions", 9},  {"milliard", 9}, {"milliards", 9},
              {"mrd", 9},      {"mrd.", 9},      {"mia", 9},     {"trillion", 12}, {"tn", 12},      {"trn", 12},
              {"tln", 12},     {"lakh", 5},      {"crore", 7},   {"trillions", 12}};

/* Other ways to write a currency. A bare dollar is of many countries, so it is none. */
static const struct {
  const char *word, *code;
} currencies[] = {{"usd", "USD"},
                  {"us$", "USD"},
                  {"us-$", "USD"},
                  {"u.s. dollars", "USD"},
                  {"us dollar", "USD"},
                  {"us dollars", "USD"},
                  {"us-dollars", "USD"},
                  {"$us", "USD"},
                  {"eur", "EUR"},
                  {"\xe2\x82\xac", "EUR"},
                  {"euro", "EUR"},
                  {"euros", "EUR"},
                  {"cad", "CAD"},
                  {"c$", "CAD"},
                  {"ca$", "CAD"},
                  {"can$", "CAD"},
                  {"cad$", "CAD"},
                  {"cdn$", "CAD"},
                  {"canadian dollars", "CAD"},
                  {"a$", "AUD"},
                  {"aud", "AUD"},
                  {"gbp", "GBP"},
                  {"\xc2\xa3", "GBP"},
                  {"pounds sterling", "GBP"},
                  {"jpy", "JPY"},
                  {"yen", "JPY"},
                  {"cny", "CNY"},
                  {"rmb", "CNY"},
                  {"yuan", "CNY"},
                  {"renminbi", "CNY"},
                  {"mxn", "MXN"},
                  {"mx$", "MXN"},
                  {"chf", "CHF"},
                  {"krw", "KRW"},
                  {"inr", "INR"},
                  {"brl", "BRL"}};

/* ---------------------------------------------------------------- what was meant */

typedef struct meaning {
  unsigned units; /* what it may be; 0: not understood */
  char figure[FIGURE];
  const char *scale; /* money: a word that may be written */
  char currency[4];  /* "": none was given */
} meaning;

static int is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n';
}

static void trim_blanks(const char **text, size_t *length)
{
  while (*length && is_space(**text)) ++*text, --*length;
  while (*length && is_space((*text)[*length - 1])) --*length;
}

/* The number times 10^shift, as short as it can be written; 0: too large. */
static int convert_figure(const char *text, size_t length, int shift, char figure[FIGURE])
{
  double x;
  if (shift == 0 && length < FIGURE) {
    snprintf(figure, FIGURE, "%.*s", (int)length, text);
    return 1;
  }
  if (twi_number_read_shifted(text, length, shift, &x)) return 0;
  char words[TWI_NUMBER_ROOM];
  snprintf(figure, FIGURE, "%.*s", (int)twi_number_write(x, words), words);
  return 1;
}

/* Bytes of the number at the start, 0: none. */
static size_t number_at(const char *text, size_t length)
{
  size_t best = 0;
  double x;
  for (size_t n = 1; n <= length && n < FIGURE && strchr("0123456789+-.eE", text[n - 1]); n++)
    if (!twi_number_read(text, n, &x)) best = n;
  return best;
}

/* A currency by any of its names; loose: three letters that are in no list, too. */
static int read_currency(const char *text, size_t length, int loose, char code[4])
{
  trim_blanks(&text, &length);
  for (size_t i = 0; i < sizeof currencies / sizeof *currencies; i++)
    if (twi_same_name(text, length, currencies[i].word)) {
      memcpy(code, currencies[i].code, 4);
      return 1;
    }
  if (length != 3 || !loose) return 0;
  for (int i = 0; i < 3; i++) {
    if (text[i] < 'A' || text[i] > 'Z') return 0;
    code[i] = text[i];
  }
  code[3] = 0;
  return 1;
}

/* Power of ten of a scale, -1: it is none. */
static int read_scale(const char *text, size_t length)
{
  trim_blanks(&text, &length);
  if (length == 0) return 0;
  for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
    if (twi_same_name(text, length, scales[i].word)) return scales[i].power;
  return -1;
}

/* "bn USD", "USDbn", "k", "EUR": *power of ten, currency "" where there is none. */
static int read_money(const char *unit, size_t length, int *power, char currency[4])
{
  *currency = 0;
  if (length > 0 && (*power = read_scale(unit, length)) >= 0) return 1;
  for (size_t cut = 0; cut <= length; cut++) {
    int apart = cut == 0 || cut == length || is_space(unit[cut]) || is_space(unit[cut - 1]);
    if ((*power = read_scale(unit, cut)) >= 0 && read_currency(unit + cut, length - cut, 1, currency)) return 1;
    if (read_currency(unit, cut, apart || cut == 3, currency) && (*power = read_scale(unit + cut, length - cut)) >= 0)
      return 1;
    *currency = 0;
  }
  return 0;
}

/* Money with a scale that may be written: the given one, else the one that leaves a number of a few digits. */
static void say_money(const char *text, size_t length, int power, meaning *m)
{
  static const char *const words[] = {"thousand", "million", "billion"};
  double x;
  if (twi_number_read_shifted(text, length, power, &x)) return;
  int scale = power == 3 || power == 6 || power == 9 ? power : fabs(x) >= 1e9 ? 9 : fabs(x) >= 1e6 ? 6 : 3;
  if (!convert_figure(text, length, power - scale, m->figure)) return;
  m->scale = words[scale / 3 - 1];
  m->units = MONEY;
}

/* What the text most likely says. money: the form takes money, so that a scale alone is one. */
static void understand_amount(const char *text, size_t length, int money, meaning *m)
{
  memset(m, 0, sizeof *m);
  trim_blanks(&text, &length);
  size_t before = 0; /* a currency in front of the number */
  while (before < length && !(text[before] >= '0' && text[before] <= '9') && !strchr("+-.", text[before])) before++;
  if (before == length) return;
  char front[4] = "";
  if (before && !read_currency(text, before, 1, front)) return;
  text += before;
  length -= before;
  size_t n = number_at(text, length);
  if (n == 0) return;
  const char *unit = text + n;
  size_t rest = length - n;
  trim_blanks(&unit, &rest);
  int power;
  if (before) {
    power = read_scale(unit, rest);
    memcpy(m->currency, front, 4);
    if (power >= 0) say_money(text, n, power, m);
    return;
  }
  if (rest == 0) return;
  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
    if (twi_same_name(unit, rest, rates[i].word)) {
      if (convert_figure(text, n, rates[i].shift, m->figure)) m->units = rates[i].unit;
      return;
    }
  if (read_money(unit, rest, &power, m->currency) && (money || *m->currency)) say_money(text, n, power, m);
}

/* ---------------------------------------------------------------- advice */

/* A number without a unit that may be a share (0.25) or per cent. */
static int is_fraction(double x)
{
  return x != 0 && (fabs(x) <= 1 || (fabs(x) < 10 && x != floor(x)));
}

static tw_status fail_bare(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *text,
                           size_t length)
{
  const char *unit = form->units & PERCENT ? "%" : "pp";
  const char *note = form->units & PERCENT ? "" : " (percentage points)";
  char once[FIGURE], hundred[FIGURE], expected[ADVICE];
  double x;
  if (form->units & (PERCENT | POINTS) && convert_figure(text, length, 0, once) &&
      convert_figure(text, length, 2, hundred) && !twi_number_read(text, length, &x)) {
    const char *money = form->units & MONEY ? ", or an amount of money with its scale and currency" : "";
    if (!is_fraction(x))
      return twi_yaml_fail(ctx, node, "%s: \"%s\" has no unit; write %s %s%s%s", form->key, node->text, once, unit,
                           note, money);
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has no unit; write %s %s or %s %s%s, whichever is meant%s", form->key,
                         node->text, once, unit, hundred, unit, note, money);
  }
  if (form->units == MONEY)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has no unit, expected thousand, million or billion and a currency",
                         form->key, node->text);
  twi_form_words(form, expected, sizeof expected);
  return twi_yaml_fail(ctx, node, "%s: \"%s\" has no unit, expected %s", form->key, node->text, expected);
}

/* The unit is known but is not one of the form's. figure: the number in per cent or points. */
static tw_status fail_other(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, unsigned unit,
                            const char *figure)
{
  const char *key = form->key;
  char words[ADVICE];
  if (unit & PERCENT && strcmp(key, "add") == 0)
    return twi_yaml_fail(ctx, node,
                         "add: \"%s\" is a percentage; write add: %s pp to add percentage points, or change: %s %% "
                         "to change %s in proportion",
                         node->text, figure, figure, form->words);
  if (unit & POINTS && form->add && form->units & PERCENT)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" is in percentage points; write %s: %s %%, or add: %s pp", key,
                         node->text, key, figure, figure);
  if (unit & POINTS && form->units & PERCENT)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" is in percentage points; write %s: %s %%", key, node->text, key,
                         figure);
  char of_market[32] = "";
  for (int u = TWI_UNIT_MASS; u < TWI_UNITS; u++)
    if (unit & 1u << u) snprintf(of_market, sizeof of_market, "is %s", twi_unit_is((twi_unit)u));
  twi_form_words(form, words, sizeof words);
  return twi_yaml_fail(ctx, node, "%s: \"%s\" %s, expected %s", key, node->text,
                       unit & PERCENT  ? "is a percentage"
                       : unit & POINTS ? "is in percentage points"
                       : unit & MONEY  ? "is money"
                                       : of_market,
                       words);
}

tw_status twi_amount_fail_unit(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *number,
                               size_t length, twi_unit unit)
{
  char figure[FIGURE];
  if (unit == TWI_UNIT_NUMBER) return fail_bare(ctx, node, form, number, length);
  if (convert_figure(number, length, 0, figure)) return fail_other(ctx, node, form, 1u << unit, figure);
  return twi_yaml_fail(ctx, node, "%s: \"%s\" is too long a number", form->key, node->text);
}

/* The unit is written in another way, and the form has it. */
static tw_status fail_spelling(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const meaning *m,
                               const char *unit)
{
  static const char points[] = " pp (percentage points)";
  char advice[ADVICE];
  unsigned is = m->units & form->units;
  if (is == MONEY && *m->currency)
    snprintf(advice, sizeof advice, "%s %s %s", m->figure, m->scale, m->currency);
  else if (is == MONEY)
    snprintf(advice, sizeof advice, "%s %s and the currency, as in %s %s USD", m->figure, m->scale, m->figure,
             m->scale);
  else if (is == (PERCENT | POINTS))
    snprintf(advice, sizeof advice, "%s %% or %s%s, whichever is meant", m->figure, m->figure, points);
  else if (is == PERCENT && m->units & POINTS && form->add)
    snprintf(advice, sizeof advice, "%s: %s %%, or add: %s pp", form->key, m->figure, m->figure);
  else
    snprintf(advice, sizeof advice, "%s%s", m->figure, is == PERCENT ? " %" : points);
  if (!*unit) return twi_yaml_fail(ctx, node, "%s: found \"%s\"; write %s", form->key, node->text, advice);
  return twi_yaml_fail(ctx, node, "%s: \"%s\" has an unknown unit \"%s\"; write %s", form->key, node->text, unit,
                       advice);
}

tw_status twi_amount_advise(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *wrong)
{
  meaning m;
  understand_amount(node->text, node->length, form->units & MONEY, &m);
  const char *end = node->text + node->length, *unit = node->text + number_at(node->text, node->length);
  size_t length = unit > node->text ? (size_t)(end - unit) : 0;
  trim_blanks(&unit, &length);
  char shown[TWI_SHOWN], expected[ADVICE], bare[64] = "";
  if (length < sizeof bare) snprintf(bare, sizeof bare, "%.*s", (int)length, unit);
  if (m.units & form->units) return fail_spelling(ctx, node, form, &m, bare);
  if (m.units) return fail_other(ctx, node, form, m.units, m.figure);
  twi_form_words(form, expected, sizeof expected);
  if (!wrong)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has an unknown unit \"%s\", expected %s", form->key, node->text, bare,
                         expected);
  /* What a number that cannot be read most likely meant. */
  const char *text = node->text, *hint = "";
  if (memchr(text, ',', node->length)) hint = " (the decimal mark is '.', thousands are not set off)";
  if (strncmp(text, "\xe2\x88\x92", 3) == 0 || strncmp(text, "\xe2\x80\x93", 3) == 0) hint = " (the minus sign is '-')";
  return twi_yaml_fail(ctx, node, "%s: found %s%s%s%s, expected %s%s", form->key, twi_show(text, node->length, shown),
                       *wrong ? " (" : "", wrong, *wrong ? ")" : "", expected, hint);
}

tw_status twi_amount_fail_currency(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *word,
                                   size_t length)
{
  meaning m;
  char shown[TWI_SHOWN];
  understand_amount(node->text, node->length, 1, &m);
  if (m.units == MONEY && *m.currency && form->units & MONEY)
    return twi_yaml_fail(ctx, node, "%s: %s is no currency, expected three letters; write %s %s %s", form->key,
                         twi_show(word, length, shown), m.figure, m.scale, m.currency);
  return twi_yaml_fail(ctx, node, "%s: %s is no currency, expected three letters such as USD", form->key,
                       twi_show(word, length, shown));
}

tw_status twi_amount_fail_scale(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *number,
                                size_t length, const char *code)
{
  meaning m;
  understand_amount(node->text, node->length, form->units & MONEY, &m); /* "250 BPS", "2 MIO" */
  if (m.units && (m.units != MONEY || !*m.currency)) return twi_amount_advise(ctx, node, form, NULL);
  m.units = 0;
  say_money(number, length, 0, &m);
  if (!(form->units & MONEY)) return fail_other(ctx, node, form, MONEY, "");
  if (!m.units)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has no scale, expected thousand, million or billion", form->key,
                         node->text);
  return twi_yaml_fail(ctx, node, "%s: \"%s\" has no scale, which is thousand, million or billion; write %s %s %.3s",
                       form->key, node->text, m.figure, m.scale, code);
}
