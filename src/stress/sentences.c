/* What a stress test comes to, as sentences in three languages. See saying.h. */
#include "stress/saying.h"

#include <math.h>
#include <string.h>

enum { MOST_TOLD = 3 };

/* ---------------------------------------------------------------- what is lost */

static tw_status say_what(saying *s)
{
  const tw_stress *t = s->s;
  char months[WORDS], share[WORDS], part[WORDS];
  int whole = t->share == 1;
  twi_print(months, sizeof months, "%.6g", t->months);
  twi_print(share, sizeof share, "%.6g", 100 * t->share);
  twi_print(part, sizeof part, "%.3g", 100 * t->share * t->months / 12);
  const char *what =
      t->detail ? twi_stress_loss_name(s, 0)
                : SAID(s, "each supplier and each passage in turn",
                       "chaque fournisseur et chaque passage, l’un après l’autre", "各供給者と各海峡を一つずつ");
  if (whole)
    twi_text_printf(&s->text, SAID(s, "Lost: %s, for %s months", "Perdu : %s, pendant %s mois", "喪失：%s、%sか月"),
                    what, months);
  else
    twi_text_printf(&s->text,
                    SAID(s, "Lost: %s, %s %% of it for %s months", "Perdu : %s, à %s %% pendant %s mois",
                         "喪失：%s、その%s %%、%sか月"),
                    what, share, months);
  if (t->share * t->months < 12)
    twi_text_printf(
        &s->text,
        SAID(s, "; that is %s %% of a year’s flow", " ; soit %s %% du flux d’une année", "（年間の流れの%s %%）"),
        part);
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return twi_stress_end(s);
}

/* ---------------------------------------------------------------- the buyer that is told */

static double change_of(const tw_stress *t, int loss, int d)
{
  return t->variant->surplus[loss * t->market->buyers + d];
}

/* Who loses most surplus after those that are taken; -1: nobody. */
static int next_hit(const tw_stress *t, int loss, const int *taken, int count)
{
  int worst = -1;
  for (int d = 0; d < t->market->buyers; d++) {
    int used = 0;
    for (int k = 0; k < count; k++) used |= taken[k] == d;
    if (!used && change_of(t, loss, d) < -0.005 && (worst < 0 || change_of(t, loss, d) < change_of(t, loss, worst)))
      worst = d;
  }
  return worst;
}

static tw_status say_bounds(saying *s, int loss, int d)
{
  const tw_stress *t = s->s;
  const tw_market *m = t->market;
  const twi_lost *l = &t->lost[loss];
  const twi_market_buyer_account *a = &t->variant->accounts.buyer[d];
  double L = l->direct[d], S = a->quantity - l->quantity[d];
  char w[11][WORDS], replaced[96] = "";
  if (L > 1e-6 * a->quantity)
    twi_print(replaced, sizeof replaced, SAID(s, " (%s %% replaced)", " (%s %% remplacés)", "（代替率%s %%）"),
              twi_stress_number(s, 100 * (1 - S / L), 0, 0, w[10]));
  twi_text_printf(&s->text,
                  SAID(s,
                       "%s, %s: %s of %s %s are cut (%s %%). Missing are %s %s if nothing takes their place, and %s "
                       "%s%s after rerouting "
                       "and bidding, at %s instead of %s %s (%s %%)",
                       "%s, %s : %s sur %s %s sont coupés (%s %%). Il manque %s %s si rien ne les remplace, et %s %s%s "
                       "après détours et "
                       "enchères, à %s au lieu de %s %s (%s %%)",
                       "%s、%s：%s／%s %sが失われる（%s %%）。代替がなければ不足は%s %s、迂回と競り合いの後は%s "
                       "%s%s、価格は%s（前は%s）%s（%s %%）"),
                  t->fuel_word, twi_stress_buyer_name(s, d), twi_stress_digits(s, L, 0, w[0]),
                  twi_stress_number(s, a->quantity, 2, 0, w[1]), m->unit,
                  twi_stress_number(s, 100 * L / a->quantity, 1, 0, w[2]), twi_stress_digits(s, L, 0, w[3]), m->unit,
                  twi_stress_digits(s, S, 0, w[4]), m->unit, replaced, twi_stress_number(s, l->price[d], 2, 0, w[5]),
                  twi_stress_number(s, a->price, 2, 0, w[6]), m->price_unit,
                  twi_stress_number(s, 100 * (l->price[d] / a->price - 1), 1, 1, w[7]));
  twi_text_printf(&s->text,
                  SAID(s, "; the bill changes by %s and consumer surplus by %s %s.",
                       " ; la facture varie de %s et le surplus des consommateurs de %s %s.",
                       "。支払総額の変化は%s、消費者余剰の変化は%s %s。"),
                  twi_stress_digits(s, l->bill[d] - a->bill, 1, w[8]),
                  twi_stress_digits(s, change_of(t, loss, d), 1, w[9]), m->value_unit);
  return twi_stress_end(s);
}

/* From whom more comes to the buyer. */
static tw_status say_fillers(saying *s, int loss, int d)
{
  const tw_stress *t = s->s;
  const tw_market *m = t->market;
  int taken[MOST_TOLD], count = 0;
  char w[WORDS];
  for (; count < MOST_TOLD; count++) {
    int best = -1;
    double most = 0.005;
    for (int p = 0; p < m->pairs; p++) {
      double rise = t->lost[loss].flow[p] - t->variant->accounts.pair[p].quantity;
      int used = 0;
      for (int k = 0; k < count; k++) used |= taken[k] == p;
      if (m->pair[p].buyer == d && !used && rise > most) most = rise, best = p;
    }
    if (best < 0) break;
    taken[count] = best;
    twi_text_printf(&s->text, "%s%s (%s %s)",
                    count ? SAID(s, ", ", ", ", "、")
                          : SAID(s, "More comes from ", "Il vient davantage de ", "増えるのは"),
                    twi_stress_supplier_name(s, m->pair[best].supplier), twi_stress_digits(s, most, 1, w), m->unit);
  }
  if (!count) return TW_OK;
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return twi_stress_end(s);
}

/* Days that a stock covers, "-" where nothing is missing. */
static tw_status say_stocks(saying *s, int loss, int d)
{
  const tw_stress *t = s->s;
  const tw_market *m = t->market;
  const tw_stress_row *bound[2] = {NULL, NULL};
  char w[5][WORDS];
  for (int i = 0; i < t->rows; i++)
    if (strcmp(t->row[i].lost, t->loss[loss].name) == 0 && strcmp(t->row[i].fuel, t->fuel_word) == 0 &&
        strcmp(t->row[i].buyer, m->buyer[d].code) == 0)
      bound[t->row[i].bound[0] == 'e'] = &t->row[i];
  if (!bound[0] || !bound[1] || isnan(bound[0]->stock_days)) return TW_OK;
  twi_text_printf(&s->text,
                  SAID(s, "Stocks are %s days of use (%s %s): days of cover ",
                       "Les stocks sont de %s jours (%s %s) : jours couverts ", "在庫は%s日分（%s %s）。補える日数は"),
                  twi_stress_number(s, bound[0]->stock_days, 0, 0, w[0]),
                  twi_stress_digits(s, bound[0]->stock_days * m->wanted[d] / 365, 0, w[1]), m->unit);
  if (isnan(bound[0]->days_cover))
    twi_text_put(&s->text,
                 SAID(s, "without end if nothing takes the place (nothing is cut)",
                      "sans fin si rien ne remplace (rien n’est coupé)", "代替なしでは限りなし（失われるものなし）"));
  else
    twi_text_printf(&s->text, SAID(s, "%s if nothing takes the place", "%s si rien ne remplace", "代替なしで%s"),
                    twi_stress_number(s, bound[0]->days_cover, 0, 0, w[2]));
  if (isnan(bound[1]->days_cover))
    twi_text_put(&s->text, SAID(s, ", without end in equilibrium (nothing is missing).",
                                ", sans fin à l’équilibre (rien ne manque).", "、均衡では限りなし（不足なし）。"));
  else
    twi_text_printf(
        &s->text,
        SAID(s, ", %s in equilibrium; making up for %.6g %% of what is missing then they end after %s months.",
             ", %s à l’équilibre ; en compensant %.6g %% de ce qui manque alors, ils s’épuisent en %s mois.",
             "、均衡で%s。不足の%.6g %%を補うと%sか月で尽きる。"),
        twi_stress_number(s, bound[1]->days_cover, 0, 0, w[3]), 100 * t->release,
        twi_stress_digits(s, bound[1]->months_to_end, 0, w[4]));
  return twi_stress_end(s);
}

static tw_status say_insurance(saying *s, int loss, int d)
{
  const tw_stress *t = s->s;
  char w[WORDS];
  if (!t->capacities) return TW_OK;
  twi_text_printf(&s->text,
                  SAID(s, "What another capacity would save %s in this loss, %s: ",
                       "Ce qu’une autre capacité épargnerait à %s dans cette perte, %s : ",
                       "他の能力がこの喪失で%sに節約させる額（%s）："),
                  twi_stress_buyer_name(s, d), t->market->value_unit);
  for (int c = 0; c < t->capacities; c++)
    twi_text_printf(
        &s->text, "%s%s %s", c ? SAID(s, ", ", ", ", "、") : "", t->capacity[c].name,
        twi_stress_digits(s, t->variant[c + 1].surplus[loss * t->market->buyers + d] - change_of(t, loss, d), 1, w));
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return twi_stress_end(s);
}

/* ---------------------------------------------------------------- all buyers */

static tw_status say_all(saying *s, int loss)
{
  const tw_stress *t = s->s;
  const tw_market *m = t->market;
  double L = 0, S = 0, lost = 0, unserved = 0;
  int taken[MOST_TOLD], count = 0, next;
  char w[4][WORDS];
  for (int d = 0; d < m->buyers; d++) {
    L += t->lost[loss].direct[d];
    S += t->variant->accounts.buyer[d].quantity - t->lost[loss].quantity[d];
    lost += change_of(t, loss, d);
    unserved += t->lost[loss].unserved[d];
  }
  twi_text_printf(
      &s->text,
      SAID(s,
           "%s, all buyers: %s %s are cut and %s are missing after rerouting and bidding; consumer surplus "
           "changes by %s %s",
           "%s, tous les acheteurs : %s %s sont coupés et il en manque %s après détours et enchères ; le surplus "
           "des consommateurs varie de %s %s",
           "%s、全買い手：%s %sが失われ、迂回と競り合いの後の不足は%s。消費者余剰の変化は%s %s"),
      t->fuel_word, twi_stress_digits(s, L, 0, w[0]), m->unit, twi_stress_digits(s, S, 0, w[1]),
      twi_stress_digits(s, lost, 1, w[2]), m->value_unit);
  for (; count < MOST_TOLD && (next = next_hit(t, loss, taken, count)) >= 0; count++) {
    taken[count] = next;
    twi_text_printf(&s->text, "%s%s (%s)",
                    count ? SAID(s, ", ", ", ", "、") : SAID(s, ", most in ", ", surtout ", "、多い順に"),
                    twi_stress_buyer_name(s, next), twi_stress_digits(s, change_of(t, loss, next), 1, w[3]));
  }
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  if (unserved > 5e-4)
    twi_text_printf(&s->text,
                    SAID(s, " %s %s go unserved at the price ceiling of %.4g %s.",
                         " %s %s ne sont pas servis au prix plafond de %.4g %s.",
                         "%s %sは上限価格%.4g %sで供給されない。"),
                    twi_stress_digits(s, unserved, 0, w[0]), m->unit, t->ceiling, m->price_unit);
  return twi_stress_end(s);
}

/* ---------------------------------------------------------------- a matrix */

/* The worst losses of those who are asked. */
static tw_status say_worst(saying *s)
{
  const tw_stress *t = s->s;
  const tw_market *m = t->market;
  tw_stress_loss l;
  char w[WORDS];
  int told = 0;
  for (int i = 0; told < MOST_TOLD && tw_stress_loss_at(t, i, &l) && l.rank > 0 && l.surplus_change < -0.005;
       i++, told++)
    twi_text_printf(&s->text, "%s%s (%s)",
                    told ? SAID(s, ", ", ", ", "、")
                         : SAID(s, "Worst to lose, by change of consumer surplus: ",
                                "Les pires pertes, par la variation du surplus des consommateurs : ",
                                "最も痛い喪失（消費者余剰の変化）："),
                    twi_stress_loss_name(s, t->ranked[i]), twi_stress_digits(s, l.surplus_change, 1, w));
  if (!told) {
    twi_text_put(&s->text, SAID(s, "No loss costs the buyers anything", "Aucune perte ne coûte aux acheteurs",
                                "買い手に損失を与える喪失はない"));
  } else {
    twi_text_printf(&s->text, " %s", m->value_unit);
    if (t->buyer >= 0)
      twi_text_printf(&s->text, SAID(s, " for %s", " pour %s", "（%s）"), twi_stress_buyer_name(s, t->buyer));
  }
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return twi_stress_end(s);
}

static tw_status say_market(saying *s)
{
  const tw_stress *t = s->s;
  if (!t->variant) return TW_OK;
  if (!t->detail) return say_worst(s);
  int d = t->buyer >= 0 ? t->buyer : next_hit(t, 0, NULL, 0);
  tw_status status = TW_OK;
  if (!t->loss[0].in_market) return TW_OK;
  if (d >= 0) status = say_bounds(s, 0, d);
  if (status == TW_OK && d >= 0) status = say_fillers(s, 0, d);
  if (status == TW_OK && d >= 0) status = say_stocks(s, 0, d);
  if (status == TW_OK && d >= 0) status = say_insurance(s, 0, d);
  return status == TW_OK ? say_all(s, 0) : status;
}

/* What is lost, and for whom. */
static tw_status make_title(saying *s)
{
  tw_stress *t = s->s;
  const char *what = t->detail ? twi_stress_loss_name(s, 0)
                               : SAID(s, "A supplier or a passage", "Un fournisseur ou un passage", "供給者または海峡");
  if (!t->buyer_word)
    twi_text_printf(
        &s->text,
        SAID(s, "%s lost: what buyers miss", "%s : perdu, et ce qui manque aux acheteurs", "%sの喪失：買い手の不足"),
        what);
  else
    twi_text_printf(&s->text,
                    SAID(s, "%s lost: what %s misses", "%s : perdu, et ce qui manque à %s", "%sの喪失：%sの不足"), what,
                    twi_stress_region_name(s, t->buyer_word));
  return twi_text_take(&s->text, &t->title[s->l]);
}

tw_status twi_stress_say(tw_stress *stress)
{
  tw_status status = twi_stress_open_sea(stress); /* it has the names of passages */
  for (int l = 0; l < TWI_LANGUAGES && status == TW_OK; l++) {
    saying s = {.s = stress, .l = l, .text = {.ctx = stress->ctx}};
    status = make_title(&s);
    if (status == TW_OK) status = say_what(&s);
    if (status == TW_OK) status = say_market(&s);
    if (status == TW_OK) status = twi_stress_say_fuels(&s);
    if (status == TW_OK) status = twi_stress_remarks(&s);
    twi_text_clear(&s.text);
  }
  return status;
}
