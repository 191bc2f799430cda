/* What to know of an outlook: what is assumed, what it is not. See saying.h. */
#include "outlook/saying.h"

static tw_status end_remark(saying *s)
{
  return twi_saying_end(s, &s->o->remark[s->l], &s->o->remarks[s->l]);
}

static tw_status remark_assumed(saying *s)
{
  static const char *const pattern[] = {
      "Assumed, not observed: elasticities of demand, the stiffness of flows and contracts (%.3g of base flows); and "
      "of ",
      "Supposées, non observées : les élasticités de la demande, la rigidité des flux et les contrats (%.3g des flux "
      "de "
      "base) ; et de ",
      "観測ではなく仮定：需要の弾力性、流れの硬直性、契約（基準の流れの%.3g）、および"};
  const tw_market *m = s->o->market;
  int put = 0;
  twi_text_printf(&s->text, pattern[s->l], m->floor_share);
  for (int d = 0; d < m->buyers; d++)
    if (m->buyer[d].quality == TWI_MARKET_ASSUMED)
      twi_text_printf(&s->text, "%s%s",
                      put++        ? ", "
                      : s->l == EN ? "the buyers "
                      : s->l == FR ? "les acheteurs "
                                   : "買い手",
                      m->buyer[d].code);
  int of_suppliers = 0;
  for (int o = 0; o < m->suppliers; o++) {
    int assumed = 0;
    for (int i = 0; i < m->supplier[o].blocks; i++)
      assumed |= m->block[m->supplier[o].first_block + i].quality == TWI_MARKET_ASSUMED;
    if (!assumed) continue;
    const char *joint = of_suppliers ? ", "
                        : s->l == EN ? put ? " and the suppliers " : "the suppliers "
                        : s->l == FR ? put ? " et les fournisseurs " : "les fournisseurs "
                        : put        ? "、供給者"
                                     : "供給者";
    twi_text_printf(&s->text, "%s%s", joint, m->supplier[o].code);
    of_suppliers++;
  }
  if (!put && !of_suppliers)
    twi_text_put(&s->text, s->l == EN ? "nobody else" : s->l == FR ? "personne d’autre" : "なし");
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return end_remark(s);
}

/* Flows that net less than nothing sail because they have to, or because a stiff flow stands for what is not told. */
static tw_status remark_negative(saying *s)
{
  static const char *const pattern[] = {
      ("Some flows net less than nothing, held by contracts, by rules or by the stiffness that is assumed: who ships "
       "there would rather not: "),
      "Des flux rapportent moins que rien, tenus par des contrats, par des règles ou par la rigidité supposée : ",
      "契約、規則または仮定の硬直性により、受取価格が負でも続く流れ："};
  static const char *const others[] = {" and %d others", " et %d autres", "、他%d"};
  enum { MOST = 5 };
  const tw_market *m = s->o->market;
  int count = 0;
  for (int p = 0; p < m->pairs; p++) {
    const twi_market_pair_account *a = &s->after->accounts.pair[p];
    char w[WORDS];
    if (!(a->quantity > 1e-6) || !(a->netback < -1e-9) || count++ >= MOST) continue;
    if (count == 1) twi_text_put(&s->text, pattern[s->l]);
    twi_text_printf(&s->text, "%s%s–%s (%s %s)", count > 1 ? ", " : "", m->supplier[m->pair[p].supplier].code,
                    m->buyer[m->pair[p].buyer].code, twi_saying_number(s, a->netback, 2, 0, w), m->price_unit);
  }
  if (!count) return TW_OK;
  if (count > MOST) twi_text_printf(&s->text, others[s->l], count - MOST);
  twi_text_put(&s->text, s->l == JA ? "。" : ".");
  return end_remark(s);
}

static tw_status remark_text(saying *s, const char *const text[TWI_LANGUAGES])
{
  twi_text_put(&s->text, text[s->l]);
  return end_remark(s);
}

tw_status twi_saying_remarks(saying *s)
{
  static const char *const yearly[] = {
      "The market is solved by the year: price spikes of weeks, storage and panic are no part of it.",
      "Le marché est résolu à l’année : les pics de quelques semaines, le stockage et la panique n’y sont pas.",
      "市場は年単位で解く。数週間の急騰、貯蔵、パニックは含まない。"};
  static const char *const short_run[] = {
      "The shock is short run: what was solved before it becomes the base point, with contracts and full plants.",
      "Le choc est de court terme : ce qui fut résolu avant devient le point de base, avec contrats et usines pleines.",
      "衝撃は短期：その前の解が契約と満杯の設備とともに基準点となる。"};
  static const char *const many[] = {"Prices are unique, flows are one of many.",
                                     "Les prix sont uniques, les flux sont l’un de plusieurs possibles.",
                                     "価格は一意だが、流れは多数の一つ。"};
  static const char *const drawn[] = {
      "Drawn, each as one factor on all that the market says of it, lognormal: long-run elasticities (spread 0.3), "
      "short-run ones (0.4), how easily flows move (0.4), freight (0.2); %d of %d draws are certified.",
      "Tirés, chacun comme un facteur lognormal : élasticités de long terme (0,3), de court terme (0,4), mobilité des "
      "flux (0,4), fret (0,2) ; %d tirages sur %d sont certifiés.",
      "抽出（それぞれ対数正規の一つの係数）：長期弾力性（0.3）、短期弾力性（0.4）、流れの動きやすさ（0.4）、運賃（0."
      "2）。%d／%d回が証明済み。"};
  static const char *const named[] = {
      "Drawn as the section range says: %d parameter%s; the market is calibrated again for each draw, and %d of %d "
      "draws "
      "are certified.",
      "Tirés comme le dit la section range : %d paramètre%s ; le marché est calibré à chaque tirage, et %d tirages sur "
      "%d "
      "sont certifiés.",
      "rangeの節のとおりに抽出：母数%d個%s。抽出ごとに市場を較正し直し、%d／%d回が証明済み。"};
  const tw_outlook *o = s->o;
  static const char *const fields[] = {"notes.en", "notes.fr", "notes.ja"};
  const char *notes = tw_market_text(o->market, fields[s->l]);
  tw_status status = remark_text(s, yearly);
  if (status == TW_OK && o->has_shock) status = remark_text(s, short_run);
  if (status == TW_OK) status = remark_negative(s);
  if (status == TW_OK) status = remark_assumed(s);
  if (!notes) notes = tw_market_text(o->market, "notes");
  if (status == TW_OK && notes) {
    twi_text_put(&s->text, notes);
    status = end_remark(s);
  }
  tw_market_info info;
  if (o->solved) tw_market_result_about(s->r, &info);
  if (status == TW_OK && o->solved && info.many_flows) status = remark_text(s, many);
  if (status == TW_OK && o->draws && o->solved == o->years) {
    if (o->spreads.assumed)
      twi_text_printf(&s->text, drawn[s->l], o->drawn, o->draws);
    else
      twi_text_printf(&s->text, named[s->l], o->spreads.count, o->spreads.count > 1 && s->l != JA ? "s" : "", o->drawn,
                      o->draws);
    status = end_remark(s);
  }
  return status;
}
