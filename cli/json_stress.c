/* The JSON of a stress test. docs/formats.md has the keys. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

static void put_rows(const tw_stress *s)
{
  tw_stress_row r;
  js_list("stress");
  for (int i = 0; tw_stress_at(s, i, &r); i++) {
    const struct {
      const char *key;
      double value;
    } number[] = {{"direct", r.direct},
                  {"shortfall", r.shortfall},
                  {"price_pct", r.price_pct},
                  {"bill_change", r.bill_change},
                  {"days_cover", r.days_cover},
                  {"direct_pct", r.direct_pct},
                  {"replaced_pct", r.replaced_pct},
                  {"quantity_base", r.quantity_base},
                  {"price_base", r.price_base},
                  {"price_new", r.price_new},
                  {"unserved", r.unserved},
                  {"surplus_change", r.surplus_change},
                  {"stock_days", r.stock_days},
                  {"months_to_end", r.months_to_end},
                  {"detour_days", r.detour_days},
                  {"no_way_pct", r.no_way_pct},
                  {"not_known_pct", r.not_known_pct}};
    js_object(NULL);
    js_text("lost", r.lost);
    js_text("kind", r.kind);
    js_text("buyer", r.buyer);
    js_text("fuel", r.fuel);
    js_text("bound", r.bound);
    js_whole("rank", r.rank);
    for (size_t k = 0; k < sizeof number / sizeof *number; k++) js_number(number[k].key, number[k].value);
    js_close();
  }
  js_close();
}

static void put_losses(const tw_stress *s)
{
  tw_stress_loss l;
  js_list("losses");
  for (int i = 0; tw_stress_loss_at(s, i, &l); i++) {
    js_object(NULL);
    js_text("lost", l.name);
    js_text("title", l.title);
    js_text("kind", l.kind);
    if (l.rank)
      js_whole("rank", l.rank);
    else
      js_text("rank", NULL);
    js_number("direct", l.direct);
    js_number("shortfall", l.shortfall);
    js_number("surplus_change", l.surplus_change);
    js_number("unserved", l.unserved);
    js_close();
  }
  js_close();
}

static void put_insured(const tw_stress *s)
{
  tw_stress_insured of;
  js_list("insurance");
  for (int i = 0; tw_stress_insured_at(s, i, &of); i++) {
    js_object(NULL);
    js_text("capacity", of.capacity);
    js_text("supplier", of.supplier);
    js_number("amount", of.amount);
    js_text("lost", of.lost);
    js_text("buyer", of.buyer);
    js_number("surplus_change", of.surplus_change);
    js_number("surplus_change_with", of.surplus_change_with);
    js_number("insurance_value", of.insurance_value);
    js_close();
  }
  js_close();
}

/* Who ships more or less to whom in the loss that was named. */
static void put_flows(const tw_stress *s)
{
  const tw_market *m = tw_stress_market(s);
  const char *buyer = tw_stress_text(s, "buyer");
  int suppliers = tw_market_count(m, TW_MARKET_SUPPLIERS), buyers = tw_market_count(m, TW_MARKET_BUYERS);
  double *flow = obtained(calloc((size_t)(2 * suppliers * buyers), sizeof *flow)), *after = flow + suppliers * buyers;
  tw_stress_loss l;
  js_list("flows");
  if (flow && tw_stress_loss_at(s, 0, &l) && tw_stress_flows(s, l.name, flow, after))
    for (int i = 0; i < suppliers * buyers; i++) {
      const char *to = tw_market_code(m, TW_MARKET_BUYERS, i % buyers);
      if ((flow[i] == 0 && after[i] == 0) || (buyer && strcmp(buyer, to) != 0)) continue;
      js_object(NULL);
      js_text("supplier", tw_market_code(m, TW_MARKET_SUPPLIERS, i / buyers));
      js_text("buyer", to);
      js_number("quantity_base", flow[i]);
      js_number("quantity_new", after[i]);
      js_close();
    }
  js_close();
  free(flow);
}

void js_stress(const tw_stress *s, const char *folder)
{
  const tw_market *m = tw_stress_market(s);
  tw_stress_info info;
  const char *text;
  tw_stress_about(s, &info);
  js_object("market");
  js_text("name", tw_market_text(m, "name"));
  js_text("sha256", tw_market_text(m, "sha256"));
  js_text("unit", tw_market_text(m, "unit"));
  js_text("price_unit", tw_market_text(m, "price_unit"));
  js_text("value_unit", tw_market_text(m, "value_unit"));
  js_close();
  js_text("lose", tw_stress_text(s, "lose"));
  js_text("buyer", tw_stress_text(s, "buyer"));
  js_text("fuel", tw_stress_text(s, "fuel"));
  js_text("capacity", tw_stress_text(s, "capacity"));
  js_number("share", info.share);
  js_number("months", info.months);
  js_number("release", info.release);
  js_number("ceiling", info.ceiling);
  js_text("outcome", tw_outcome_word(info.outcome));
  js_flag("certified", info.outcome == TW_CERTIFIED);
  js_whole("equilibria", info.solved);
  js_number("largest", info.largest);
  js_number("tolerance", info.tolerance);
  js_list("sentences");
  for (int i = 0; (text = tw_stress_sentence(s, NULL, i)); i++) js_text(NULL, text);
  js_close();
  js_list("remarks");
  for (int i = 0; (text = tw_stress_remark(s, NULL, i)); i++) js_text(NULL, text);
  js_close();
  put_losses(s);
  put_rows(s);
  put_insured(s);
  if (info.detail) put_flows(s);
  js_text("folder", folder);
}
