/* What `tradewind range` and `market --draws` print of the draws of a market: what is drawn, and what drives the spread. */
#include <math.h>
#include <string.h>

#include "json.h"
#include "summary.h"

enum { SHOWN_DRIVERS = 3, SHOWN_PARAMETERS = 8 };

static void print_parameters(const tw_outlook *o, int all)
{
  const tw_range_parameter *p;
  int count = 0;
  for (int i = 0; (p = tw_outlook_parameter(o, i)); i++) count++;
  printf("\nDrawn (a factor on what the market says, or a variable):\n");
  for (int i = 0; (p = tw_outlook_parameter(o, i)) && (all || i < SHOWN_PARAMETERS); i++) {
    char line[512];
    snprintf(line, sizeof line, "%s: %s (%s)", p->name, p->distribution, p->source);
    printf("  ");
    print_wrapped(line, 4);
  }
  if (!all && count > SHOWN_PARAMETERS) printf("  and %d more (--all shows them)\n", count - SHOWN_PARAMETERS);
}

void market_draws_print(const tw_outlook *o, int all)
{
  const tw_outlook_driver *d;
  int count = tw_outlook_drivers(o, &d), certified, draws = tw_outlook_draws(o, &certified), each = 0;
  if (draws == 0) return;
  print_parameters(o, all);
  if (certified < draws)
    printf("%d of %d draws have no certified solution and are left out.\n", draws - certified, draws);
  while (tw_outlook_parameter(o, each)) each++;
  if (count == 0) return;
  printf("\nWhat drives the spread: shares of its variance in %%, with standard errors\n");
  text_table *table = drivers_table();
  for (int k = 0; k < count; k += each) {
    char text[128];
    snprintf(text, sizeof text, "%s %s", d[k].outcome, d[k].code);
    for (int i = k; i < k + each && (all || i < k + SHOWN_DRIVERS) && (i == k || !isnan(d[i].total)); i++)
      drivers_row(table, i > k ? "" : text, d[i].parameter, (const double[]){d[i].first_order, d[i].total},
                  (const double[]){d[i].first_order_error, d[i].total_error});
  }
  table_print(table);
}

void js_market_draws(const tw_outlook *o)
{
  const tw_range_parameter *p;
  const tw_outlook_driver *d;
  int count = tw_outlook_drivers(o, &d);
  js_list("parameters");
  for (int i = 0; (p = tw_outlook_parameter(o, i)); i++) {
    js_object(NULL);
    js_text("name", p->name);
    js_text("distribution", p->distribution);
    js_text("source", p->source);
    js_number("central", p->central);
    js_close();
  }
  js_close();
  if (count == 0) return;
  js_list("drivers");
  for (int i = 0; i < count; i++) {
    js_object(NULL);
    js_text("outcome", d[i].outcome);
    js_text("code", d[i].code);
    js_text("parameter", d[i].parameter);
    js_number("first_order", d[i].first_order);
    js_number("total", d[i].total);
    js_number("first_order_error", d[i].first_order_error);
    js_number("total_error", d[i].total_error);
    js_close();
  }
  js_close();
}
