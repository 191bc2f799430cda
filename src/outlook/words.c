/* Rules of a market in words, in three languages: "capacity of CAN to 28 Mt". See outlook.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "outlook/outlook.h"

/* Where nobody says what is uncertain: each a factor on all that the market says of it. */
static const struct {
  const char *words;
  double spread;
} assumed[TWI_FACTOR_COUNT] = {[TWI_FACTOR_LONG] = {"long-run elasticities of demand", 0.3},
                               [TWI_FACTOR_SHORT] = {"short-run elasticities of demand", 0.4},
                               [TWI_FACTOR_STIFFNESS] = {"how easily flows move (sigma)", 0.4},
                               [TWI_FACTOR_FREIGHT] = {"freight", 0.2}};

const char *twi_outlook_factor_words(twi_outlook_factor factor)
{
  return assumed[factor].words;
}

double twi_outlook_factor_spread(twi_outlook_factor factor)
{
  return assumed[factor].spread;
}

int twi_outlook_in_force(const twi_market_written *rule, int year)
{
  return (!rule->from || year >= rule->from) && (!rule->until || year <= rule->until);
}

/* %1: whose, or where; %2: how much. One line a language: to, add or change are in the amount. */
static const struct {
  const char *rule, *in[TWI_LANGUAGES];
} patterns[] = {{"capacity", {"capacity of %1 %2", "capacité de %1 %2", "%1の能力%2"}},
                {"outage", {"%1 loses %2 of its capacity", "%1 perd %2 de sa capacité", "%1が能力の%2を失う"}},
                {"outages", {"%1 lose %2 of their capacity", "%1 perdent %2 de leur capacité", "%1が能力の%2を失う"}},
                {"close", {"%1 closed%2", "%1 : passage fermé%2", "%1が閉鎖%2"}},
                {"closes", {"%1 closed%2", "%1 : passages fermés%2", "%1が閉鎖%2"}},
                {"freight", {"freight %1 %2", "fret %1 %2", "運賃（%1）%2"}},
                {"demand", {"demand of %1 %2", "demande de %1 %2", "%1の需要%2"}},
                {"floor", {"contracts %1 %2", "contrats %1 %2", "契約（%1）%2"}},
                {"tax", {"tax %1 %2", "taxe %1 %2", "税（%1）%2"}},
                {"cost", {"cost of %1 %2", "coût de %1 %2", "%1の費用%2"}},
                {"elasticity", {"elasticity of %1 %2", "élasticité de %1 %2", "%1の弾力性%2"}},
                {"toll", {"toll of %1 %2", "péage de %1 %2", "%1の通航料%2"}},
                {"conjecture", {"market power of %1 %2", "pouvoir de marché de %1 %2", "%1の市場支配力%2"}}};

static const char *const to_words[] = {"to ", "à ", "を"}, *const and_words[] = {" and ", " et ", "、"},
                         *const all_words[] = {"all", "tous", "全部"}, *const from_words[] = {"from ", "de ", ""},
                         *const into_words[] = {"to ", "vers ", "→"}, *const through_words[] = {"through ", "par ", ""};

/* All of an axis, by name. */
static const char *all_of(tw_market_axis axis, int language)
{
  static const char *const suppliers[] = {"all suppliers", "tous les fournisseurs", "全供給者"},
                           *const buyers[] = {"all buyers", "tous les acheteurs", "全買い手"},
                           *const passages[] = {"all passages", "tous les passages", "全海峡・運河"};
  return (axis == TW_MARKET_SUPPLIERS ? suppliers : axis == TW_MARKET_BUYERS ? buyers : passages)[language];
}

/* 1: what is named is more than one. */
static int is_several(const tw_market *m, tw_market_axis axis, const twi_yaml *node)
{
  if (!node) return 0;
  return node->kind == TWI_YAML_SEQUENCE ? node->count > 1 : tw_market_find(m, axis, node->text) < 0;
}

static void put_names(twi_text *text, const tw_market *m, tw_market_axis axis, const twi_yaml *node, int language)
{
  int several = node->kind == TWI_YAML_SEQUENCE, count = several ? node->count : 1;
  for (int i = 0; i < count; i++) {
    const twi_yaml *one = several ? node->child[i] : node;
    int at = tw_market_find(m, axis, one->text);
    const char *name = at < 0 ? all_of(axis, language) : tw_market_code(m, axis, at);
    if (at >= 0 && (language == 0 || axis == TW_MARKET_PASSAGES) && tw_market_name(m, axis, at))
      name = tw_market_name(m, axis, at);
    twi_text_printf(text, "%s%s", i == 0 ? "" : i + 1 == count ? and_words[language] : ", ", name);
  }
}

static void put_whose(twi_text *text, const tw_market *m, const twi_market_written *w, int language)
{
  const twi_yaml *const node[] = {w->supplier, w->buyer, w->passage};
  static const tw_market_axis axis[] = {TW_MARKET_SUPPLIERS, TW_MARKET_BUYERS, TW_MARKET_PASSAGES};
  const char *const *const before[] = {from_words, into_words, through_words};
  int ways = strcmp(w->rule, "freight") == 0 || strcmp(w->rule, "floor") == 0 || strcmp(w->rule, "tax") == 0, put = 0;
  for (int i = 0; i < 3; i++) {
    if (!node[i]) continue;
    if (put++) twi_text_put(text, " ");
    if (ways) twi_text_put(text, before[i][language]);
    put_names(text, m, axis[i], node[i], language);
  }
  if (!put) twi_text_put(text, all_words[language]);
}

static void put_number(twi_text *text, double x, int with_sign, int language)
{
  char words[64];
  twi_print(words, sizeof words, with_sign ? "%+.6g" : "%.6g", x);
  for (char *at = words; language == 1 && *at; at++)
    if (*at == '.') *at = ',';
  twi_text_put(text, words);
}

static const char *unit_words(const twi_amount *a)
{
  static const char *const units[TWI_UNITS] = {" %", " pp", "", "", " Mt", " PJ", " USD/MMBtu", ""};
  return units[a->unit];
}

static void put_lasts(twi_text *text, const twi_market_written *w, int year, int language)
{
  static const char *const whole[] = {" for a year", " pendant un an", "（1年間）"};
  static const char *const part[] = {" for %s months", " pendant %s mois", "（%sか月）"};
  double lasts = w->lasts.node ? twi_amount_at(&w->lasts, year) : 1;
  char months[32];
  if (lasts == 1) {
    twi_text_put(text, whole[language]);
    return;
  }
  twi_print(months, sizeof months, "%.3g", 12 * lasts);
  for (char *at = months; language == 1 && *at; at++)
    if (*at == '.') *at = ',';
  twi_text_printf(text, part[language], months);
}

static void put_amount(twi_text *text, const twi_market_written *w, int year, int language)
{
  int outage = strcmp(w->rule, "outage") == 0;
  if (strcmp(w->rule, "close") == 0) {
    put_lasts(text, w, year, language);
    return;
  }
  double x = w->amount.node ? twi_amount_at(&w->amount, year) : 1;
  int percent = outage || w->amount.unit == TWI_UNIT_PERCENT || w->amount.unit == TWI_UNIT_POINTS;
  if (!outage && w->operation == TWI_TO) twi_text_put(text, to_words[language]);
  put_number(text, percent ? 100 * x : x, !outage && w->operation != TWI_TO, language);
  twi_text_put(text, outage ? " %" : unit_words(&w->amount));
  if (!outage && w->operation == TWI_TO && language == 2) twi_text_put(text, "に");
}

/* year: for which the rule is told; it is said of a rule that is not in force then. */
static void put_years(twi_text *text, const twi_market_written *w, int year, int language)
{
  static const char *const idle[] = {" (not in force in %d)", " (pas en vigueur en %d)", "（%d年には効力なし）"};
  static const char *const from[] = {", from %d", ", dès %d", "（%d年から）"};
  static const char *const until[] = {", until %d", ", jusqu’en %d", "（%d年まで）"};
  if (w->from) twi_text_printf(text, from[language], w->from);
  if (w->until) twi_text_printf(text, until[language], w->until);
  if (!twi_outlook_in_force(w, year)) twi_text_printf(text, idle[language], year);
}

char *twi_outlook_rule_words(tw_context *ctx, const tw_market *market, const twi_market_written *rule, int year,
                             int language)
{
  twi_text text = {.ctx = ctx};
  const char *pattern = "", *key = rule->rule;
  char *words;
  if (strcmp(key, "outage") == 0 && is_several(market, TW_MARKET_SUPPLIERS, rule->supplier)) key = "outages";
  if (strcmp(key, "close") == 0 && is_several(market, TW_MARKET_PASSAGES, rule->passage)) key = "closes";
  for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
    if (strcmp(patterns[i].rule, key) == 0) pattern = patterns[i].in[language];
  for (const char *at = pattern; *at; at++) {
    if (at[0] == '%' && at[1] == '1')
      put_whose(&text, market, rule, language), at++;
    else if (at[0] == '%' && at[1] == '2')
      put_amount(&text, rule, year, language), at++;
    else
      twi_text_add(&text, at, 1);
  }
  if (strcmp(rule->rule, "outage") == 0) put_lasts(&text, rule, year, language);
  put_years(&text, rule, year, language);
  return twi_text_take(&text, &words) == TW_OK ? words : NULL;
}
