/* What became of each part of a GTAP data base, in money. See gtap_build.c for what is done. */
#include <math.h>
#include <string.h>

#include "base/print.h"
#include "base/text.h"
#include "world/elasticities.h"
#include "world/import/gtap.h"

static const char esubd_set[] = "esubd";

/* Money of a header less that of another. */
static double difference(const twi_gtap *b, twi_gtap_header more, twi_gtap_header less)
{
  return twi_gtap_sum(b, more) - twi_gtap_sum(b, less);
}

static tw_status say_layout(const twi_gtap *b)
{
  return twi_world_find(
      b->j->ctx, b->j->w, 0, "import_layout", -1, -1, NAN, NAN,
      "GTAP's base data in the layout of version %s of the model (%s), %d regions, %d commodities, %d "
      "activities%s.",
      b->version == 7 ? "7" : "6.2", b->version == 7 ? "VXSB, VDFB, MAKB" : "VXMD, VDFM, EVFA", (int)b->R, (int)b->C,
      (int)b->A, b->version == 7 ? "" : " and capital goods");
}

static tw_status say_trade(const twi_gtap *b)
{
  const tw_world *w = b->j->w;
  char fob[TWI_MONEY], duty[TWI_MONEY], tax[TWI_MONEY], cif[TWI_MONEY], own[TWI_MONEY];
  tw_status status = twi_world_find(
      b->j->ctx, b->j->w, 0, "import_wedges", -1, -1, twi_gtap_sum(b, TWI_GTAP_FOB), NAN,
      "Trade of %s fob: export taxes less subsidies %s (%s over %s), tariffs %s on %s cif (%s over %s).",
      twi_money(w, twi_gtap_sum(b, TWI_GTAP_FOB), fob), twi_money(w, difference(b, TWI_GTAP_FOB, TWI_GTAP_SELLER), tax),
      twi_gtap_name(b, TWI_GTAP_FOB), twi_gtap_name(b, TWI_GTAP_SELLER),
      twi_money(w, difference(b, TWI_GTAP_LANDED, TWI_GTAP_CIF), duty),
      twi_money(w, twi_gtap_sum(b, TWI_GTAP_CIF), cif), twi_gtap_name(b, TWI_GTAP_LANDED),
      twi_gtap_name(b, TWI_GTAP_CIF));
  if (status == TW_OK && b->own_trade > 0)
    status =
        twi_world_find(b->j->ctx, b->j->w, 1, "import_own_trade", -1, -1, b->own_trade, NAN,
                       "Trade inside a region, %s fob, is part of what it sells to itself, whose tariff and export "
                       "tax are the mean over both.",
                       twi_money(w, b->own_trade, own));
  return status;
}

static tw_status say_freight(const twi_gtap *b)
{
  const tw_world *w = b->j->w;
  char money[TWI_MONEY], duty[TWI_MONEY], own[TWI_MONEY];
  if (!(b->freight > 0)) return TW_OK;
  twi_text list = {.ctx = b->j->ctx};
  char *names = NULL;
  for (size_t m = 0; m < b->M; m++) twi_text_printf(&list, "%s%s", m ? ", " : "", b->set[TWI_GTAP_MARGINS].code[m]);
  tw_status status = twi_text_take(&list, &names);
  if (status == TW_OK)
    status = twi_world_find(
        b->j->ctx, b->j->w, 1, "import_freight", -1, -1, b->freight, NAN,
        "International freight of %s (VTWR) is bought as %s by those who use the imports, from every region in "
        "proportion to what it gives to the pool (VST), %s of it from the importer itself; duties on freight, %s, are "
        "tariffs on imports of these sectors.",
        twi_money(w, b->freight, money), names, twi_money(w, b->own_freight, own), twi_money(w, b->freight_duty, duty));
  twi_free(b->j->ctx, names);
  return status;
}

/* Taxes on output: in version 6.2 what sales are more than costs. */
static double output_taxes(const twi_gtap *b)
{
  if (b->version == 7) return difference(b, TWI_GTAP_MAKE, TWI_GTAP_MAKE_PAID);
  static const twi_gtap_header sold[] = {TWI_GTAP_SELLER, TWI_GTAP_POOL,    TWI_GTAP_FIRM_D,
                                         TWI_GTAP_HOME_D, TWI_GTAP_STATE_D, TWI_GTAP_INVEST_D};
  static const twi_gtap_header cost[] = {TWI_GTAP_FIRM_D_PAID, TWI_GTAP_FIRM_M_PAID, TWI_GTAP_FACTOR_PAID};
  double taxes = 0;
  for (size_t i = 0; i < sizeof sold / sizeof *sold; i++) taxes += twi_gtap_sum(b, sold[i]);
  for (size_t i = 0; i < sizeof cost / sizeof *cost; i++) taxes -= twi_gtap_sum(b, cost[i]);
  return taxes;
}

static tw_status say_taxes(const twi_gtap *b)
{
  const tw_world *w = b->j->w;
  char output[TWI_MONEY], factors[TWI_MONEY], own[TWI_MONEY], imports[TWI_MONEY], home[TWI_MONEY], state[TWI_MONEY],
      invest[TWI_MONEY];
  double inside[] = {output_taxes(b), difference(b, TWI_GTAP_FACTOR_PAID, TWI_GTAP_FACTOR),
                     difference(b, TWI_GTAP_FIRM_D_PAID, TWI_GTAP_FIRM_D),
                     difference(b, TWI_GTAP_FIRM_M_PAID, TWI_GTAP_FIRM_M)};
  double outside[] = {
      difference(b, TWI_GTAP_HOME_D_PAID, TWI_GTAP_HOME_D) + difference(b, TWI_GTAP_HOME_M_PAID, TWI_GTAP_HOME_M),
      difference(b, TWI_GTAP_STATE_D_PAID, TWI_GTAP_STATE_D) + difference(b, TWI_GTAP_STATE_M_PAID, TWI_GTAP_STATE_M),
      difference(b, TWI_GTAP_INVEST_D_PAID, TWI_GTAP_INVEST_D) +
          difference(b, TWI_GTAP_INVEST_M_PAID, TWI_GTAP_INVEST_M)};
  tw_status status = twi_world_find(
      b->j->ctx, b->j->w, 1, "import_taxes", -1, -1, inside[0] + inside[1] + inside[2] + inside[3], NAN,
      "Taxes less subsidies that count as value added: on output %s, on endowments %s, on domestic inputs %s, on "
      "imported inputs %s.",
      twi_money(w, inside[0], output), twi_money(w, inside[1], factors), twi_money(w, inside[2], own),
      twi_money(w, inside[3], imports));
  if (status == TW_OK)
    status = twi_world_find(
        b->j->ctx, b->j->w, 1, "import_consumption_taxes", -1, -1, outside[0] + outside[1] + outside[2], NAN,
        "Taxes less subsidies on final demand are left out, which is valued at basic prices: of "
        "households %s, of government %s, on investment %s.",
        twi_money(w, outside[0], home), twi_money(w, outside[1], state), twi_money(w, outside[2], invest));
  return status;
}

static tw_status say_final(const twi_gtap *b)
{
  const tw_world *w = b->j->w;
  char home[TWI_MONEY], state[TWI_MONEY], invest[TWI_MONEY];
  double h = twi_gtap_sum(b, TWI_GTAP_HOME_D) + twi_gtap_sum(b, TWI_GTAP_HOME_M),
         g = twi_gtap_sum(b, TWI_GTAP_STATE_D) + twi_gtap_sum(b, TWI_GTAP_STATE_M),
         i = twi_gtap_sum(b, TWI_GTAP_INVEST_D) + twi_gtap_sum(b, TWI_GTAP_INVEST_M);
  return twi_world_find(b->j->ctx, b->j->w, 1, "import_final_demand", -1, -1, h + g + i, NAN,
                        "Final demand is one: households %s, government %s, investment %s, at basic prices.",
                        twi_money(w, h, home), twi_money(w, g, state), twi_money(w, i, invest));
}

static tw_status say_factors(const twi_gtap *b)
{
  char money[TWI_MONEY];
  twi_text list = {.ctx = b->j->ctx};
  char *names = NULL;
  for (size_t e = 0; e < b->E; e++) {
    double sum = 0;
    for (size_t i = e; i < b->count[TWI_GTAP_FACTOR]; i += b->E) sum += (double)b->value[TWI_GTAP_FACTOR][i];
    twi_text_printf(&list, "%s%s %s", e ? ", " : "", b->set[TWI_GTAP_ENDOWMENTS].code[e],
                    twi_money(b->j->w, sum, money));
  }
  tw_status status = twi_text_take(&list, &names);
  if (status == TW_OK)
    status = twi_world_find(b->j->ctx, b->j->w, 1, "import_endowments", -1, -1, twi_gtap_sum(b, TWI_GTAP_FACTOR), NAN,
                            "Endowments are one factor, mobile between sectors: %s, before taxes on their use.", names);
  twi_free(b->j->ctx, names);
  return status;
}

/* What is changed where the base has it: secondary products, inputs of activities that make nothing, rounding. */
static tw_status say_changes(const twi_gtap *b)
{
  const tw_world *w = b->j->w;
  char money[TWI_MONEY];
  tw_status status = TW_OK;
  if (b->off_diagonal > 0)
    status = twi_world_find(b->j->ctx, b->j->w, 1, "import_make", -1, -1, b->off_diagonal, NAN,
                            "Activities make %s beside their largest commodity (MAKB): a sector has the inputs of the "
                            "activities that make it, in proportion to what they make of it.",
                            twi_money(w, b->off_diagonal, money));
  if (status == TW_OK && b->idle > 0)
    status = twi_world_find(b->j->ctx, b->j->w, 1, "import_idle", -1, -1, b->idle, NAN,
                            "Inputs of activities that make nothing, %s, became final demand.",
                            twi_money(w, b->idle, money));
  if (status == TW_OK && b->negative > 0)
    status = twi_world_find(b->j->ctx, b->j->w, 1, "import_negative", -1, -1, b->negative, NAN,
                            "Numbers below zero, -%s in all and at most a millionth of their header, are zero here.",
                            twi_money(w, b->negative, money));
  if (status == TW_OK)
    status =
        twi_world_find(b->j->ctx, b->j->w, 0, "import_gap", -1, -1, b->gap, NAN,
                       "The identities of the base (costs, markets, imports, freight) differ by %s added up over all "
                       "of them; value added and users of imports take up the gaps.",
                       twi_money(w, b->gap, money));
  return status;
}

/* The elasticities of ESUBD as a set that a scenario can name; those that leave no elasticity above 0 are not in it. */
static tw_status say_elasticities(const twi_gtap *b)
{
  tw_context *ctx = b->j->ctx;
  tw_world *w = b->j->w;
  double money = 0;
  char imports[TWI_MONEY];
  int none = 0, twice = 1;
  if (!b->esubm || !b->esubd) return TW_OK;
  w->estimate = twi_new(ctx, b->C, sizeof *w->estimate);
  if (!w->estimate) return twi_no_memory(ctx, b->C * sizeof *w->estimate);
  for (size_t s = 0; s < b->C; s++) {
    twi_estimate e = {.set = (char *)esubd_set,
                      .sector = w->sector[s],
                      .parameter = "",
                      .source = "ESUBD - 1 of GTAP's default.prm",
                      .estimate = b->esubd[s] - 1};
    twice = twice && fabs(b->esubm[s] - 2 * b->esubd[s]) <= 1e-5 * b->esubm[s];
    if (!(e.estimate > 0)) {
      none++;
      continue;
    }
    tw_status status = twi_estimate_copy(ctx, &e, NULL, NULL, &w->estimate[w->estimate_count++]);
    if (status != TW_OK) return status;
  }
  for (size_t d = 0; d < b->R; d++)
    for (size_t o = 0; o < b->R; o++)
      for (size_t c = 0; c < b->C && o != d; c++) money += twi_gtap_trade(b, TWI_GTAP_CIF, c, o, d);
  tw_status status = twi_world_find(
      ctx, w, 2, "import_esubd", -1, -1, money, NAN,
      "One elasticity, ESUBM - 1, is between all origins, the region's own among them; GTAP replaces imports (%s cif) "
      "by what is made at home at ESUBD, %s. The set %s has ESUBD - 1 in its place%s.",
      twi_money(w, money, imports), twice ? "half of it" : "which is another", esubd_set,
      none ? ", but for sectors where that is not above 0" : "");
  if (status == TW_OK && (b->differ_m || b->differ_d))
    status = twi_world_find(ctx, w, 1, "import_esub_regions", -1, -1, NAN, NAN,
                            "%s differ between regions; each sector has the mean by imports.",
                            b->differ_m && b->differ_d ? "ESUBM and ESUBD"
                            : b->differ_m              ? "ESUBM"
                                                       : "ESUBD");
  return status;
}

tw_status twi_gtap_say(twi_gtap *b)
{
  tw_status status = say_layout(b);
  if (status == TW_OK) status = say_trade(b);
  if (status == TW_OK) status = say_freight(b);
  if (status == TW_OK) status = say_taxes(b);
  if (status == TW_OK) status = say_final(b);
  if (status == TW_OK) status = say_factors(b);
  if (status == TW_OK) status = say_changes(b);
  return status == TW_OK ? say_elasticities(b) : status;
}
