/* What an outlook comes to, and what to know of it, as sentences in three languages. See outlook.h. */
#include <math.h>
#include <string.h>

#include "outlook/saying.h"

enum { FILLERS = 3 };

/* ---------------------------------------------------------------- pieces */

static const char *buyer_name(const saying *s, int d)
{
  const twi_market_buyer *b = &s->o->market->buyer[d];
  return s->l == EN && b->name ? b->name : b->code;
}

static const char *supplier_name(const saying *s, int o)
{
  const twi_market_supplier *of = &s->o->market->supplier[o];
  return s->l == EN && of->name ? of->name : of->code;
}

static tw_status end_sentence(saying *s)
{
  return twi_saying_end(s, &s->o->sentence[s->l], &s->o->sentences[s->l]);
}

/* Rules of a list, with "and" between. */
static void put_rules(saying *s, twi_market_list list)
{
  const tw_scenario *scenario = s->o->scenario;
  int last = s->o->year[s->o->years - 1];
  for (int i = 0; scenario && i < scenario->market.rules[list]; i++) {
    char *words = twi_outlook_rule_words(s->o->ctx, s->o->market, &scenario->market.rule[list][i],
                                         last ? last : s->o->market->data_year, s->l);
    if (!words) s->text.failed = 1;
    if (i) twi_text_put(&s->text, s->l == EN ? "; " : s->l == FR ? " ; " : "、");
    twi_text_put(&s->text, words ? words : "");
    twi_free(s->o->ctx, words);
  }
}

/* ---------------------------------------------------------------- what it comes to */

static tw_status say_what(saying *s)
{
  const tw_outlook *o = s->o;
  const tw_scenario *scenario = o->scenario;
  int policy = scenario ? scenario->market.rules[TWI_MARKET_POLICY] : 0, year = tw_outlook_year(o, o->years - 1);
  static const char *const base[] = {"The market %s of %d as it is.", "Le marché %s de %d tel qu’il est.",
                                     "市場%s、%d年のまま。"};
  static const char *const in_year[] = {"In %d: ", "En %d : ", "%d年："};
  static const char *const then[] = {"; then, as a shock: ", " ; puis, comme choc : ", "。その上の衝撃："};
  static const char *const shock[] = {"As a shock: ", "Comme choc : ", "衝撃："};
  static const char *const plants[] = {"the plants of that year", "les usines de cette année", "その年の設備"};
  if (!policy && !o->has_shock && year == o->market->data_year) {
    twi_text_printf(&s->text, base[s->l], o->market->name, o->market->data_year);
    return end_sentence(s);
  }
  if (year != o->market->data_year) twi_text_printf(&s->text, in_year[s->l], year);
  if (policy) put_rules(s, TWI_MARKET_POLICY);
  if (!policy && year != o->market->data_year) twi_text_put(&s->text, plants[s->l]);
  if (o->has_shock) {
    twi_text_put(&s->text, policy || year != o->market->data_year ? then[s->l] : shock[s->l]);
    put_rules(s, TWI_MARKET_SHOCK);
  }
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return end_sentence(s);
}

/* Nothing is done to the market. */
static int is_base(const tw_outlook *o)
{
  return (!o->scenario || o->scenario->market.rules[TWI_MARKET_POLICY] == 0) && !o->has_shock && !o->has_compared &&
         tw_outlook_year(o, o->years - 1) == o->market->data_year;
}

static tw_status say_base(saying *s)
{
  static const char *const pattern[] = {"%s pays %s %s, %s %s in all, for %s %s.",
                                        "%s paie %s %s, soit %s %s en tout, pour %s %s.",
                                        "%sの価格は%s %s、支払総額は%s %s、数量は%s %s。"};
  const tw_market *m = s->o->market;
  int d = s->o->focus;
  const twi_market_buyer_account *b = &s->after->accounts.buyer[d];
  char w[3][WORDS];
  twi_text_printf(&s->text, pattern[s->l], buyer_name(s, d), twi_saying_number(s, b->price, 2, 0, w[0]), m->price_unit,
                  twi_saying_number(s, b->bill, 2, 0, w[1]), m->value_unit,
                  twi_saying_number(s, b->quantity, 2, 0, w[2]), m->unit);
  return end_sentence(s);
}

static tw_status say_price(saying *s)
{
  static const char *const pattern[] = {
      "%s pays %s instead of %s %s (%s %%), %s instead of %s %s in all, and gets %s instead of %s %s.",
      "%s paie %s au lieu de %s %s (%s %%), %s au lieu de %s %s en tout, et reçoit %s au lieu de %s %s.",
      "%sの価格は%s（前は%s）%s（%s %%）、支払総額は%s（前は%s）%s、数量は%s（前は%s）%s。"};
  const tw_market *m = s->o->market;
  int d = s->o->focus;
  const twi_market_buyer_account *a = &s->before->accounts.buyer[d], *b = &s->after->accounts.buyer[d];
  char w[7][WORDS];
  twi_text_printf(&s->text, pattern[s->l], buyer_name(s, d), twi_saying_number(s, b->price, 2, 0, w[0]),
                  twi_saying_number(s, a->price, 2, 0, w[1]), m->price_unit,
                  twi_saying_number(s, 100 * (b->price / a->price - 1), 1, 1, w[2]),
                  twi_saying_number(s, b->bill, 2, 0, w[3]), twi_saying_number(s, a->bill, 2, 0, w[4]), m->value_unit,
                  twi_saying_number(s, b->quantity, 2, 0, w[5]), twi_saying_number(s, a->quantity, 2, 0, w[6]),
                  m->unit);
  return end_sentence(s);
}

/* What was cut, at the buyer and everywhere, and how much of it others make up for. */
static tw_status say_loss(saying *s)
{
  static const char *const pattern[] = {
      "Directly cut are %s %s of all buyers and %s of %s; after rerouting and bidding %s and %s are missing.",
      "Sont coupées directement %s %s de tous les acheteurs et %s de %s ; après détours et enchères il en manque %s et "
      "%s."};
  const tw_market *m = s->o->market;
  double lost = 0, missing = 0;
  int d = s->o->focus;
  char w[4][WORDS];
  for (int i = 0; i < m->buyers; i++) {
    lost += s->lost[i];
    missing += s->before->accounts.buyer[i].quantity - s->after->accounts.buyer[i].quantity;
  }
  if (!(lost > 1e-6)) return TW_OK;
  twi_saying_number(s, lost, 1, 0, w[0]);
  twi_saying_number(s, s->lost[d], 2, 0, w[1]);
  twi_saying_number(s, missing, 1, 0, w[2]);
  twi_saying_number(s, s->before->accounts.buyer[d].quantity - s->after->accounts.buyer[d].quantity, 2, 0, w[3]);
  if (s->l == JA)
    twi_text_printf(&s->text, "直接失われるのは全体で%s %s、うち%sは%s。迂回と競り合いの後に不足するのは%sと%s。", w[0],
                    m->unit, buyer_name(s, d), w[1], w[2], w[3]);
  else
    twi_text_printf(&s->text, pattern[s->l], w[0], m->unit, w[1], buyer_name(s, d), w[2], w[3]);
  return end_sentence(s);
}

/* The suppliers whose output rises most. */
static tw_status say_fillers(saying *s)
{
  static const char *const more[] = {"More comes from ", "Il vient davantage de ", "増えるのは"};
  const tw_market *m = s->o->market;
  int taken[FILLERS] = {-1, -1, -1}, count = 0;
  char w[WORDS];
  for (; count < FILLERS; count++) {
    int best = -1;
    double most = 0.005;
    for (int o = 0; o < m->suppliers; o++) {
      double rise = s->after->solution.output[o] - s->before->solution.output[o];
      int used = 0;
      for (int k = 0; k < count; k++) used |= taken[k] == o;
      if (!used && rise > most) most = rise, best = o;
    }
    if (best < 0) break;
    taken[count] = best;
    twi_text_printf(&s->text, "%s%s (%s %s)", count ? s->l == JA ? "、" : ", " : more[s->l], supplier_name(s, best),
                    twi_saying_number(s, most, 2, 1, w), m->unit);
  }
  if (!count) return TW_OK;
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return end_sentence(s);
}

static tw_status say_surplus(saying *s)
{
  static const char *const pattern[] = {
      "Consumer surplus changes by %s %s in %s and by %s in all; the rents of suppliers by %s.",
      "Le surplus des consommateurs varie de %s %s pour %s et de %s en tout ; les rentes des fournisseurs de %s.",
      "消費者余剰の変化は%s %s（%s）、全体で%s。供給者のレントの変化は%s。"};
  double all = 0;
  char w[3][WORDS];
  for (int d = 0; d < s->o->market->buyers; d++) all += s->change[d];
  twi_text_printf(&s->text, pattern[s->l], twi_saying_number(s, s->change[s->o->focus], 2, 1, w[0]),
                  s->o->market->value_unit, buyer_name(s, s->o->focus), twi_saying_number(s, all, 2, 1, w[1]),
                  twi_saying_number(s, s->after->accounts.rents - s->before->accounts.rents, 2, 1, w[2]));
  return end_sentence(s);
}

/* "Canada's 28 Mt" where the variant is one capacity, else its rules. */
static void put_variant(saying *s)
{
  const twi_market_section *section = &s->o->scenario->market;
  const twi_market_written *rule = section->rules[TWI_MARKET_COMPARED] == 1 ? section->rule[TWI_MARKET_COMPARED] : NULL;
  static const char *const statuses[] = {"plants that are %s", "les usines %s", "設備（%s）"};
  static const char *const words[][3] = {
      {"operating", "firm", "proposed"}, {"en service", "décidées", "proposées"}, {"稼働", "決定済", "計画"}};
  char list[128] = "";
  const int last = s->o->year[s->o->years - 1];
  if (rule && !twi_outlook_in_force(rule, last ? last : s->o->market->data_year)) rule = NULL;
  if (rule && !section->compared_statuses && strcmp(rule->rule, "capacity") == 0 && rule->supplier &&
      rule->supplier->kind == TWI_YAML_SCALAR && twi_market_find_supplier(s->o->market, rule->supplier->text) >= 0 &&
      rule->operation == TWI_TO && rule->amount.unit == TWI_UNIT_MASS) {
    int o = twi_market_find_supplier(s->o->market, rule->supplier->text), year = s->o->year[s->o->years - 1];
    char w[WORDS];
    twi_print(w, sizeof w, "%.6g", twi_amount_at(&rule->amount, year));
    for (char *at = w; s->l == FR && *at; at++)
      if (*at == '.') *at = ',';
    if (s->l == FR)
      twi_text_printf(&s->text, "Les %s Mt de %s", w, supplier_name(s, o));
    else
      twi_text_printf(&s->text, s->l == EN ? "%s's %s Mt" : "%sの%s Mt", supplier_name(s, o), w);
    return;
  }
  for (int i = 0; i < 3; i++)
    if (section->compared_statuses >> i & 1u) {
      size_t n = strlen(list);
      twi_print(list + n, sizeof list - n, "%s%s", n ? ", " : "", words[s->l][i]);
    }
  if (*list) twi_text_printf(&s->text, statuses[s->l], list);
  if (*list && section->rules[TWI_MARKET_COMPARED]) twi_text_put(&s->text, s->l == JA ? "、" : ", ");
  put_rules(s, TWI_MARKET_COMPARED);
}

/* The insurance value of the variant, or what it is worth where there is no shock. */
static tw_status say_worth(saying *s)
{
  static const char *const shock[] = {
      " would save %s %s %s in this shock: its consumer surplus would change by %s instead of %s.",
      " épargneraient à %s %s %s dans ce choc : le surplus de ses consommateurs varierait de %s au lieu de %s.",
      "は、この衝撃で%sに%s %sの節約となる。消費者余剰の変化は%s（なければ%s）。"};
  static const char *const plain[] = {
      "", /* reads the amount first */
      " vaudraient pour %s %s %s : le surplus de ses consommateurs varierait de %s au lieu de %s.",
      "は、%sにとって%s %sの価値がある。消費者余剰の変化は%s（なければ%s）。"};
  int d = s->o->focus;
  char w[3][WORDS];
  if (!s->o->has_compared) return TW_OK;
  put_variant(s);
  const char *pattern = s->o->has_shock ? shock[s->l] : plain[s->l];
  twi_saying_number(s, s->worth[d], 2, 0, w[0]);
  twi_saying_number(s, s->change[d] + s->worth[d], 2, 1, w[1]);
  twi_saying_number(s, s->change[d], 2, 1, w[2]);
  if (s->o->has_shock || s->l != EN)
    twi_text_printf(&s->text, pattern, buyer_name(s, d), w[0], s->o->market->value_unit, w[1], w[2]);
  else
    twi_text_printf(&s->text, " would be worth %s %s to %s: its consumer surplus would change by %s instead of %s.",
                    w[0], s->o->market->value_unit, buyer_name(s, d), w[1], w[2]);
  return end_sentence(s);
}

static tw_status say_draws(saying *s)
{
  static const char *const pattern[] = {"Over %d draws %s pays %s to %s %s (5 to 95 %%)",
                                        "Sur %d tirages, %s paie de %s à %s %s (5 à 95 %%)",
                                        "%d回の抽出で%sの価格は%s～%s %s（5～95 %%）"};
  static const char *const worth[] = {"; the variant saves it %s to %s %s", " ; la variante lui épargne de %s à %s %s",
                                      "、変種の節約は%s～%s %s"};
  static const char *const none[] = {
      "In all of %d draws %s pays the same: the market is calibrated to its base in each, so that what is drawn shows "
      "where something is done to it.",
      "Dans les %d tirages, %s paie autant : le marché est calé sur sa base à chaque fois, si bien que ce qui est tiré "
      "ne se voit que là où on y touche.",
      "%d回のどの抽出でも%sの価格は同じ。毎回、市場は基準に合わせて較正されるため、違いは何かをした場合にだけ現れる。"};
  const tw_outlook *o = s->o;
  char w[2][WORDS];
  if (!o->draws || !o->drawn || o->sample) return TW_OK;
  const double *q = o->quantile[TWI_DRAWN_PRICE] + 3 * o->focus;
  if (is_base(o) && q[2] - q[0] <= 1e-9 * q[1]) {
    twi_text_printf(&s->text, none[s->l], o->drawn, buyer_name(s, o->focus));
    return end_sentence(s);
  }
  twi_text_printf(&s->text, pattern[s->l], o->drawn, buyer_name(s, o->focus), twi_saying_number(s, q[0], 2, 0, w[0]),
                  twi_saying_number(s, q[2], 2, 0, w[1]), o->market->price_unit);
  q = o->quantile[TWI_DRAWN_WORTH] + 3 * o->focus;
  if (o->has_compared)
    twi_text_printf(&s->text, worth[s->l], twi_saying_number(s, q[0], 2, 0, w[0]),
                    twi_saying_number(s, q[2], 2, 0, w[1]), o->market->value_unit);
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return end_sentence(s);
}

static tw_status say_all(saying *s)
{
  tw_status status = say_what(s);
  if (is_base(s->o)) {
    if (status == TW_OK) status = say_base(s);
    return status == TW_OK ? say_draws(s) : status;
  }
  if (status == TW_OK) status = say_price(s);
  if (status == TW_OK) status = say_loss(s);
  if (status == TW_OK) status = say_fillers(s);
  if (status == TW_OK) status = say_surplus(s);
  if (status == TW_OK) status = say_worth(s);
  if (status == TW_OK) status = say_draws(s);
  return status;
}

tw_status twi_outlook_say(tw_outlook *o)
{
  size_t buyers = (size_t)o->market->buyers;
  double *numbers = twi_new(o->ctx, 3 * buyers, sizeof *numbers);
  tw_status status = numbers ? TW_OK : twi_no_memory(o->ctx, 0);
  int solved = o->solved == o->years, last = o->years - 1;
  for (int l = 0; l < TWI_LANGUAGES && status == TW_OK; l++) {
    saying s = {.o = o, .l = l, .change = numbers, .lost = numbers + buyers, .worth = numbers + 2 * buyers};
    s.text.ctx = o->ctx;
    if (solved) {
      s.r = o->result[last];
      s.before = &s.r->stage[s.r->before];
      s.after = &s.r->stage[s.r->after];
      twi_outlook_surplus_changes(s.r, s.change);
      twi_outlook_direct_losses(s.r, s.lost);
      if (o->has_compared) twi_outlook_worths(o, last, s.worth);
      status = say_all(&s);
    } else {
      s.r = o->result[o->solved];
    }
    if (status == TW_OK && solved) status = twi_saying_remarks(&s);
    twi_text_clear(&s.text);
  }
  twi_free(o->ctx, numbers);
  return status;
}
