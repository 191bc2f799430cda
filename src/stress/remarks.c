/* What to know of a stress test: what is assumed, what it is not. See saying.h. */
#include <math.h>
#include <string.h>

#include "stress/saying.h"

static tw_status remark(saying *s, const char *en, const char *fr, const char *ja)
{
  twi_text_put(&s->text, SAID(s, en, fr, ja));
  return twi_stress_end_remark(s);
}

static tw_status remark_months(saying *s)
{
  return remark(s,
                "A loss of some months is told for the year: plants and flows lose share x months/12 of it, spread "
                "over the year. Days "
                "of cover are at the rate while it lasts: 365 x stock over the shortfall of a year at that rate.",
                "Une perte de quelques mois est dite pour l’année : usines et flux en perdent part x mois/12, répartis "
                "sur l’année. Les "
                "jours couverts valent au rythme de la perte : 365 x stock / manque d’une année à ce rythme.",
                "数か月の喪失は年について述べる：設備と流れは割合×月数／12を失い、年に均される。補える日数は喪失中の速"
                "さによる：365×在庫／その速さの年間不足。");
}

static tw_status remark_bounds(saying *s)
{
  return remark(
      s,
      "The two bounds are of all buyers together: one buyer can miss more than what it lost, where others outbid it "
      "(replaced below 0).",
      "Les deux bornes valent pour tous les acheteurs ensemble : un acheteur peut manquer de plus que ce qu’il a "
      "perdu, quand d’autres surenchérissent (remplacé sous 0).",
      "二つの限界は全買い手の合計についてのもの：他に競り負ける買い手の不足は、失った量を超え得る（代替率が負）。");
}

static tw_status remark_ceiling(saying *s)
{
  const tw_stress *t = s->s;
  const char *of = t->ceiling_given                  ? SAID(s, "as asked", "comme demandé", "指定どおり")
                   : isnan(t->market->ceiling_price) ? SAID(s, "8 times the mean price of the base",
                                                            "8 fois le prix moyen de la base", "基準の平均価格の8倍")
                                                     : SAID(s, "the market’s", "celui du marché", "市場の定め");
  twi_text_printf(
      &s->text,
      SAID(s,
           "The equilibrium is short run, of a year, from the market recentred on its solution before the loss; "
           "demand is %s up to a price ceiling of %.4g %s (%s), above which it goes unserved.",
           "L’équilibre est de court terme, sur une année, depuis le marché recentré sur sa solution avant la "
           "perte ; la demande est %s jusqu’à un prix plafond de %.4g %s (%s), au-delà duquel elle n’est pas servie.",
           "均衡は短期（1年）で、喪失前の解に基準を移した市場から解く。需要は%s、上限価格は%.4g "
           "%s（%s）、それ以上は供給されない。"),
      t->linear ? SAID(s, "linear", "linéaire", "線形")
                : SAID(s, "of constant elasticity", "d’élasticité constante", "弾力性一定"),
      t->ceiling, t->market->price_unit, of);
  return twi_stress_end_remark(s);
}

static tw_status remark_fuels(saying *s)
{
  return remark(
      s,
      "Fuels without a calibrated market have no price and no bidding here: their direct loss is what sailed by the "
      "ways of the tables, the days more are those of the shortest way around on the sea network at 17 knots.",
      "Les combustibles sans marché calibré n’ont ici ni prix ni enchères : leur perte directe est ce qui passait "
      "par les voies des tables, les jours de plus sont ceux du plus court détour sur le réseau maritime à 17 nœuds.",
      "市場のない燃料には価格も競り合いもない：直接の喪失は表の経路を通った量、余計な日数は17ノットでの最短迂回路による"
      "。");
}

/* Who is asked for is none of the market's buyers; it may be one of several that are one of them. */
static tw_status remark_outside(saying *s)
{
  const tw_stress *t = s->s;
  const char *name = twi_stress_country(t, t->buyer_word);
  twi_text_printf(&s->text,
                  SAID(s, "%s is no buyer of the market %s: all its fuels have the direct loss alone.",
                       "%s n’est pas acheteur du marché %s : tous ses combustibles n’ont que la perte directe.",
                       "%sは市場%sの買い手ではない：全燃料とも直接の喪失のみ。"),
                  t->buyer_word, t->market->name);
  for (int d = 0; d < t->market->buyers; d++)
    if (t->market->buyer[d].name && strstr(t->market->buyer[d].name, name)) {
      twi_text_printf(
          &s->text,
          SAID(s, " The market’s buyer %s has it among others.", " Son acheteur %s le comprend.", "買い手%sに含まれる。"),
          t->market->buyer[d].code);
      break;
    }
  return twi_stress_end_remark(s);
}

/* Stocks that are assumed and told of. */
static tw_status remark_stocks(saying *s)
{
  const tw_stress *t = s->s;
  int told = 0;
  for (int i = 0; i < t->stocks; i++) {
    int used = 0;
    for (int k = 0; k < t->rows && !used; k++)
      used = strcmp(t->row[k].buyer, t->stock[i].region) == 0 &&
             strcmp(t->row[k].fuel, twi_fuel_names[t->stock[i].fuel]) == 0;
    if (!used || t->stock[i].quality != TWI_ASSUMED) continue;
    twi_text_printf(&s->text, "%s%s %s",
                    told++ ? SAID(s, ", ", ", ", "、")
                           : SAID(s, "Stocks that are assumed: ", "Stocks supposés : ", "在庫のうち仮定："),
                    t->stock[i].region, twi_fuel_names[t->stock[i].fuel]);
  }
  if (!told) return TW_OK;
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return twi_stress_end_remark(s);
}

static tw_status remark_market(saying *s)
{
  static const char *const fields[] = {"notes.en", "notes.fr", "notes.ja"};
  const tw_market *m = s->s->market;
  const char *notes = tw_market_text(m, fields[s->l]);
  if (!notes) notes = tw_market_text(m, "notes");
  if (!notes) return TW_OK;
  twi_text_put(&s->text, notes);
  return twi_stress_end_remark(s);
}

tw_status twi_stress_remarks(saying *s)
{
  const tw_stress *t = s->s;
  int in_market = t->variant != NULL, outside = s->s->buyer_word && s->s->buyer < 0;
  tw_status status = remark_months(s);
  if (status == TW_OK && in_market) status = remark_bounds(s);
  if (status == TW_OK && in_market) status = remark_ceiling(s);
  if (status == TW_OK && in_market && t->many_flows)
    status = remark(s, "Prices are unique, flows are one of many.",
                    "Les prix sont uniques, les flux sont l’un de plusieurs possibles.",
                    "価格は一意だが、流れは多数の一つ。");
  if (status == TW_OK && in_market) status = remark_market(s);
  if (status == TW_OK && t->cuts) status = remark_fuels(s);
  if (status == TW_OK) status = remark_stocks(s);
  if (status == TW_OK && outside) status = remark_outside(s);
  if (status == TW_OK && t->default_fuels)
    status = remark(s, "Of the market’s fuel alone; a buyer, or --fuel all, adds crude and others.",
                    "Du combustible du marché seul ; un acheteur, ou --fuel all, ajoute le brut et d’autres.",
                    "市場の燃料のみ。買い手か --fuel all で原油などが加わる。");
  return status;
}
