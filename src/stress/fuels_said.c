/* What a stress test comes to for fuels without a market, in words. See saying.h. */
#include <math.h>
#include <string.h>

#include "stress/saying.h"

/* The first row of a fuel without a market: of a matrix its worst loss. -1: none. */
static int first_row(const tw_stress *t, int fuel)
{
  for (int i = 0; i < t->rows; i++)
    if (isnan(t->row[i].price_base) && strcmp(t->row[i].fuel, twi_fuel_names[fuel]) == 0) return i;
  return -1;
}

static const char *name_of(const saying *s, const char *lost)
{
  for (int i = 0; i < s->s->losses; i++)
    if (strcmp(s->s->loss[i].name, lost) == 0) return twi_stress_loss_name(s, i);
  return lost;
}

static const twi_cut *cut_of(const tw_stress *t, const tw_stress_row *r)
{
  for (int i = 0; i < t->cuts; i++)
    if (strcmp(t->loss[t->cut[i].loss].name, r->lost) == 0 && t->cut[i].importer == r->buyer &&
        strcmp(twi_fuel_names[t->cut[i].fuel], r->fuel) == 0)
      return &t->cut[i];
  return NULL;
}

static void put_way(saying *s, const tw_stress_row *r)
{
  char w[2][WORDS];
  const twi_cut *c = cut_of(s->s, r);
  if (!c || isnan(c->around)) return;
  if (c->around > 0.0005)
    twi_text_printf(&s->text,
                    SAID(s, "; %s %% of that can sail around in %s days more",
                         " ; %s %% peuvent contourner en %s jours de plus", "。その%s %%は%s日余計にかけて迂回できる"),
                    twi_stress_number(s, 100 * c->around, 0, 0, w[0]),
                    twi_stress_number(s, c->detour_days, 1, 0, w[1]));
  if (c->unreached > 0.0005)
    twi_text_printf(&s->text,
                    SAID(s, "; %s %% of that has no way around by sea", " ; %s %% n’ont pas d’autre voie par mer",
                         "。その%s %%は海の迂回路がない"),
                    twi_stress_number(s, 100 * c->unreached, 0, 0, w[0]));
}

static void put_stocks(saying *s, const tw_stress_row *r)
{
  char w[3][WORDS];
  if (isnan(r->stock_days)) return;
  if (isnan(r->days_cover)) return;
  twi_text_printf(&s->text,
                  SAID(s,
                       "; stocks of %s days of use make up for all of it for %s days, for %.6g %% of it for %s months",
                       " ; les stocks de %s jours la compensent toute pendant %s jours, à %.6g %% pendant %s mois",
                       "。在庫%s日分はその全部を%s日、%.6g %%を%sか月補う"),
                  twi_stress_number(s, r->stock_days, 0, 0, w[0]), twi_stress_number(s, r->days_cover, 0, 0, w[1]),
                  100 * s->s->release, twi_stress_digits(s, r->months_to_end, 0, w[2]));
}

static tw_status say_fuel(saying *s, const tw_stress_row *r)
{
  const tw_stress *t = s->s;
  char w[3][WORDS];
  twi_text_printf(&s->text, SAID(s, "%s, %s", "%s, %s", "%s、%s"), r->fuel, twi_stress_region_name(s, r->buyer));
  if (!t->detail)
    twi_text_printf(&s->text, SAID(s, ", worst to lose %s", ", la pire perte %s", "、最も痛い喪失%s"),
                    name_of(s, r->lost));
  twi_text_put(&s->text, SAID(s, " (no market: the direct loss alone): ", " (sans marché : la perte directe seule) : ",
                              "（市場なし：直接の喪失のみ）："));
  if (r->direct_pct == 0)
    twi_text_put(&s->text,
                 SAID(s, "nothing that is known is cut", "rien de connu n’est coupé", "知られている限り失われない"));
  else if (isnan(r->direct))
    twi_text_printf(&s->text,
                    SAID(s, "%s %% of imports are cut", "%s %% des importations sont coupées", "輸入の%s %%が失われる"),
                    twi_stress_number(s, r->direct_pct, 1, 0, w[0]));
  else
    twi_text_printf(
        &s->text,
        SAID(s, "%s of %s Mt are cut (%s %%)", "%s sur %s Mt sont coupés (%s %%)", "%s／%s Mtが失われる（%s %%）"),
        twi_stress_digits(s, r->direct, 0, w[0]), twi_stress_number(s, r->quantity_base, 1, 0, w[1]),
        twi_stress_number(s, r->direct_pct, 1, 0, w[2]));
  put_way(s, r);
  if (r->not_known_pct > 0.05)
    twi_text_printf(&s->text,
                    SAID(s, "; the way of %s %% of imports is not known",
                         " ; la voie de %s %% des importations est inconnue", "。輸入の%s %%の経路は不明"),
                    twi_stress_number(s, r->not_known_pct, 1, 0, w[0]));
  put_stocks(s, r);
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return twi_stress_end(s);
}

/* Of all importers: how much is cut in all. */
static tw_status say_everywhere(saying *s, int fuel)
{
  const tw_stress *t = s->s;
  double sum = 0;
  int count = 0;
  char w[WORDS];
  for (int i = 0; i < t->rows; i++) {
    const tw_stress_row *r = &t->row[i];
    if (!isnan(r->price_base) || strcmp(r->fuel, twi_fuel_names[fuel]) != 0 || r->rank != 1) continue;
    if (strcmp(r->buyer, "EU27") == 0 || isnan(r->direct)) continue;
    sum += r->direct;
    count++;
  }
  if (!count) return TW_OK;
  const tw_stress_row *r = &t->row[first_row(t, fuel)];
  twi_text_printf(&s->text,
                  SAID(s, "%s (no market: the direct loss alone)%s%s: %s Mt of %d importers are cut.",
                       "%s (sans marché : la perte directe seule)%s%s : %s Mt de %d importateurs sont coupés.",
                       "%s（市場なし：直接の喪失のみ）%s%s：%s Mt、輸入国%dが失う。"),
                  r->fuel, t->detail ? "" : SAID(s, ", worst to lose ", ", la pire perte ", "、最も痛い喪失"),
                  t->detail ? "" : name_of(s, r->lost), twi_stress_digits(s, sum, 0, w), count);
  return twi_stress_end(s);
}

tw_status twi_stress_say_fuels(saying *s)
{
  tw_status status = TW_OK;
  for (int f = 0; f < TWI_FUELS && status == TW_OK; f++) {
    int row = first_row(s->s, f);
    if (row < 0) continue;
    status = s->s->buyer_word ? say_fuel(s, &s->s->row[row]) : say_everywhere(s, f);
  }
  return status;
}
