/* The JSON of a market under a scenario. docs/formats.md has the keys. */
#include <math.h>
#include <stdlib.h>

#include "command.h"
#include "json.h"
#include "summary.h"

/* A list with an object for each of an axis: its code, and the numbers of the fields before and after. */
static void put_axis(tw_context *context, const tw_outlook *o, tw_market_axis axis, const char *list, const char *key,
                     const char *const *field, const char *const *name)
{
  const tw_market *m = tw_outlook_market(o);
  const tw_market_result *r = tw_outlook_result(o, tw_outlook_years(o) - 1, 0);
  tw_market_info info;
  int count = tw_market_count(m, axis), fields = 0;
  while (field[fields]) fields++;
  double *number = obtained(calloc((size_t)(2 * fields * count + 1), sizeof *number));
  if (!number) return;
  tw_market_result_about(r, &info);
  for (int f = 0; f < fields; f++)
    for (int k = 0; k < 2; k++)
      (void)tw_market_result_numbers(context, r, k ? info.after : info.before, field[f], number + (2 * f + k) * count);
  js_list(list);
  for (int i = 0; i < count; i++) {
    js_object(NULL);
    js_text(key, tw_market_code(m, axis, i));
    js_text("name", tw_market_name(m, axis, i));
    for (int f = 0; f < fields; f++)
      for (int k = 0; k < 2; k++) {
        char full[64];
        snprintf(full, sizeof full, "%s_%s", name[f], k ? "new" : "base");
        js_number(full, number[(2 * f + k) * count + i]);
      }
    js_close();
  }
  js_close();
  free(number);
}

/* Numbers of the outlook by buyer, as objects of their own: code to number. */
static void put_of_buyers(tw_context *context, const tw_outlook *o, const char *field)
{
  const tw_market *m = tw_outlook_market(o);
  int count = tw_market_count(m, TW_MARKET_BUYERS);
  double *number = obtained(calloc((size_t)count + 1, sizeof *number));
  if (!number) return;
  (void)tw_outlook_numbers(context, o, field, number);
  js_object(field);
  for (int d = 0; d < count; d++) js_number(tw_market_code(m, TW_MARKET_BUYERS, d), number[d]);
  js_close();
  free(number);
}

static void put_results(tw_context *context, const tw_outlook *o)
{
  static const char *const of_buyers[] = {"price", "quantity", "bill", "hhi", NULL};
  static const char *const of_suppliers[] = {"output", "netback", "rent", NULL};
  static const char *const of_passages[] = {"passage_quantity", "toll", NULL}, *const passages[] = {"quantity", "toll"};
  static const char *const outlook[] = {"surplus_change", "direct_loss", "replaced_pct", "worth"};
  static const char *const money[] = {"bills", "freight_paid", "tolls_paid", "costs",
                                      "rents", "taxes",        "identity",   "wedges"};
  static const char *const drawn[] = {"price_new_p05", "price_new_p50", "price_new_p95",
                                      "bill_new_p05",  "bill_new_p50",  "bill_new_p95",
                                      "worth_p05",     "worth_p50",     "worth_p95",
                                      "surplus_change_p05", "surplus_change_p50", "surplus_change_p95"};
  const tw_market_result *r = tw_outlook_result(o, tw_outlook_years(o) - 1, 0);
  tw_market_info info;
  int certified, draws = tw_outlook_draws(o, &certified);
  tw_market_result_about(r, &info);
  put_axis(context, o, TW_MARKET_BUYERS, "buyers", "buyer", of_buyers, of_buyers);
  for (size_t i = 0; i < sizeof outlook / sizeof *outlook; i++) put_of_buyers(context, o, outlook[i]);
  for (size_t i = 0; draws && i < sizeof drawn / sizeof *drawn; i++) put_of_buyers(context, o, drawn[i]);
  put_axis(context, o, TW_MARKET_SUPPLIERS, "suppliers", "supplier", of_suppliers, of_suppliers);
  put_axis(context, o, TW_MARKET_PASSAGES, "passages", "passage", of_passages, passages);
  js_object("money");
  for (size_t i = 0; i < sizeof money / sizeof *money; i++) {
    double x = NAN;
    (void)tw_market_result_numbers(context, r, info.after, money[i], &x);
    js_number(money[i], x);
  }
  js_close();
  js_object("certificate");
  js_number("largest", info.largest);
  js_number("tolerance", info.tolerance);
  js_close();
  if (draws) js_number("draws", draws);
  if (draws) js_number("certified_draws", certified);
  if (draws) js_market_draws(o);
}

void js_market(tw_context *context, const tw_outlook *o, const tw_scenario *scenario, const char *folder)
{
  const tw_market *m = tw_outlook_market(o);
  int years = tw_outlook_years(o), solved = tw_outlook_solved(o), at = solved < years ? solved : years - 1;
  const char *text;
  tw_market_info info;
  tw_market_result_about(tw_outlook_result(o, at, 0), &info);
  if (info.outcome == TW_CERTIFIED && tw_outlook_result(o, at, 1))
    tw_market_result_about(tw_outlook_result(o, at, 1), &info);
  js_text("market", tw_market_text(m, "name"));
  js_text("scenario", scenario ? tw_scenario_text(scenario, "scenario") : NULL);
  js_text("outcome", tw_outcome_word(info.outcome));
  js_text("message", *info.message ? info.message : NULL);
  js_number("year", tw_outlook_year(o, at));
  js_text("unit", tw_market_text(m, "unit"));
  js_text("price_unit", tw_market_text(m, "price_unit"));
  js_text("value_unit", tw_market_text(m, "value_unit"));
  if (solved == years) {
    js_text("focus", tw_market_code(m, TW_MARKET_BUYERS, tw_outlook_focus(o)));
    js_list("sentences");
    for (int i = 0; (text = tw_outlook_sentence(o, NULL, i)); i++) js_text(NULL, text);
    js_close();
    put_results(context, o);
    js_list("remarks");
    for (int i = 0; (text = tw_outlook_remark(o, NULL, i)); i++) js_text(NULL, text);
    js_close();
  }
  js_text("folder", folder);
}
