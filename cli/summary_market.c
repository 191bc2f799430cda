/* What `tradewind market` prints. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "summary.h"

enum { FEW = 12, MOVERS = 4 };

/* Numbers of both sides of the last year. */
typedef struct sides {
  tw_context *context;
  const tw_outlook *outlook;
  const tw_market *market;
  const tw_market_result *result;
  tw_market_info info;
  int all;
} sides;

static sides sides_of(tw_context *context, const tw_outlook *o, int all)
{
  sides s = {.context = context, .outlook = o, .market = tw_outlook_market(o), .all = all};
  s.result = tw_outlook_result(o, tw_outlook_years(o) - 1, 0);
  tw_market_result_about(s.result, &s.info);
  return s;
}

/* A column of a stage, which the caller frees; NULL: out of memory. */
static double *column(const sides *s, int new, const char *field, int count)
{
  double *out = obtained(calloc((size_t)count + 1, sizeof *out));
  if (out) (void)tw_market_result_numbers(s->context, s->result, new ? s->info.after : s->info.before, field, out);
  return out;
}

static double *of_outlook(const sides *s, const char *field, int count)
{
  double *out = obtained(calloc((size_t)count + 1, sizeof *out));
  if (out) (void)tw_outlook_numbers(s->context, s->outlook, field, out);
  return out;
}

static void put_number(text_table *table, double x, int decimals)
{
  if (isnan(x))
    table_cell(table, "-");
  else
    table_cell(table, "%.*f", decimals, fabs(x) < 0.5 * pow(10, -decimals) ? 0 : x);
}

static void put_change(text_table *table, double x, int decimals)
{
  if (isnan(x))
    table_cell(table, "-");
  else if (fabs(x) < 0.5 * pow(10, -decimals))
    table_cell(table, "0");
  else
    table_cell(table, "%+.*f", decimals, x);
}

/* ---------------------------------------------------------------- tables */

/* Rows in the order of falling size of what changed, those that moved least left out. Returns how many are shown. */
static int shown_of(const sides *s, int count)
{
  return s->all || count <= FEW ? count : FEW;
}

static void say_left_out(int shown, int count, const char *what)
{
  if (shown < count) printf("%d further %s (--all shows them)\n", count - shown, what);
}

/* The focus first, then those whose surplus changes most; where none does, who buys most. */
static int *buyer_order(const sides *s, const double *change, const double *quantity, int count)
{
  double *key = obtained(malloc((size_t)count * sizeof *key));
  int changes = 0;
  if (!key) return NULL;
  for (int d = 0; d < count; d++) changes |= fabs(change[d]) > 1e-9;
  for (int d = 0; d < count; d++)
    key[d] = d == tw_outlook_focus(s->outlook) ? INFINITY : changes ? fabs(change[d]) : quantity[d];
  int *order = order_by_size(key, count);
  free(key);
  return order;
}

static void print_buyers(const sides *s)
{
  const char *unit = tw_market_text(s->market, "unit"), *price = tw_market_text(s->market, "price_unit");
  const char *money = tw_market_text(s->market, "value_unit");
  int count = tw_market_count(s->market, TW_MARKET_BUYERS), certified, drawn = tw_outlook_draws(s->outlook, &certified);
  double *p[2], *z[2], *bill[2], *low = NULL, *high = NULL;
  for (int k = 0; k < 2; k++) {
    p[k] = column(s, k, "price", count);
    z[k] = column(s, k, "quantity", count);
    bill[k] = column(s, k, "bill", count);
  }
  double *change = of_outlook(s, "surplus_change", count), *worth = of_outlook(s, "worth", count);
  double *replaced = of_outlook(s, "replaced_pct", count), *hhi = column(s, 1, "hhi", count);
  if (drawn) low = of_outlook(s, "price_new_p05", count), high = of_outlook(s, "price_new_p95", count);
  int complete = p[0] && p[1] && z[0] && z[1] && bill[0] && bill[1] && change && worth && replaced && hhi;
  int *order = complete ? buyer_order(s, change, z[0], count) : NULL;
  if (order) {
    text_column columns[MOST_TABLE_COLUMNS];
    int n = 0, compared = !isnan(worth[0]), shown = shown_of(s, count), cut = 0;
    for (int d = 0; d < count; d++) cut |= !isnan(replaced[d]);
    columns[n++] = (text_column){{NULL, NULL, "buyer"}, 1, 0};
    columns[n++] = (text_column){{NULL, "price", "base"}, 0, 0};
    columns[n++] = (text_column){{NULL, NULL, "new"}, 0, 0};
    columns[n++] = (text_column){{NULL, NULL, "%"}, 0, 0};
    if (low && high) columns[n++] = (text_column){{"draws", "5 to", "95 %"}, 0, 0};
    columns[n++] = (text_column){{NULL, "bill", "base"}, 0, 0};
    columns[n++] = (text_column){{NULL, NULL, "new"}, 0, 0};
    columns[n++] = (text_column){{"quan-", "tity", "base"}, 0, 0};
    columns[n++] = (text_column){{NULL, NULL, "new"}, 0, 0};
    columns[n++] = (text_column){{NULL, "sur-", "plus"}, 0, 0};
    if (compared) columns[n++] = (text_column){{"compa-", "red", "saves"}, 0, 0};
    if (cut) columns[n++] = (text_column){{"re-", "placed", "%"}, 0, 0};
    columns[n++] = (text_column){{NULL, NULL, "HHI"}, 0, 0};
    text_table *table = table_new(columns, n);
    for (int i = 0; i < shown; i++) {
      int d = order[i];
      table_cell(table, "%s", tw_market_code(s->market, TW_MARKET_BUYERS, d));
      put_number(table, p[0][d], 2);
      put_number(table, p[1][d], 2);
      put_change(table, 100 * (p[1][d] / p[0][d] - 1), 1);
      if (low && high) table_cell(table, "%.1f-%.1f", low[d], high[d]);
      put_number(table, bill[0][d], 2);
      put_number(table, bill[1][d], 2);
      put_number(table, z[0][d], 2);
      put_number(table, z[1][d], 2);
      put_change(table, change[d], 2);
      if (compared) put_change(table, worth[d], 2);
      if (cut && replaced[d] < 0)
        table_cell(table, "<0"); /* others took from it more than was cut */
      else if (cut)
        put_number(table, replaced[d], 0);
      put_number(table, hhi[d], 2);
    }
    print_above("Buyers (prices in %s, bills and surplus in %s, quantities in %s):", price, money, unit);
    table_print(table);
    say_left_out(shown, count, "buyers");
  }
  for (int k = 0; k < 2; k++) free(p[k]), free(z[k]), free(bill[k]);
  free(change);
  free(worth);
  free(replaced);
  free(hhi);
  free(low);
  free(high);
  free(order);
}

static void print_suppliers(const sides *s)
{
  const char *unit = tw_market_text(s->market, "unit"), *price = tw_market_text(s->market, "price_unit");
  int count = tw_market_count(s->market, TW_MARKET_SUPPLIERS);
  double *q[2], *netback[2], *rent[2], *key = obtained(malloc((size_t)count * sizeof *key + 1));
  for (int k = 0; k < 2; k++) {
    q[k] = column(s, k, "output", count);
    netback[k] = column(s, k, "netback", count);
    rent[k] = column(s, k, "rent", count);
  }
  int *order = NULL;
  if (q[0] && q[1] && netback[0] && netback[1] && rent[0] && rent[1] && key) {
    int changes = 0;
    for (int o = 0; o < count; o++) changes |= fabs(rent[1][o] - rent[0][o]) > 1e-9;
    for (int o = 0; o < count; o++) key[o] = changes ? rent[1][o] - rent[0][o] : q[0][o];
    order = order_by_size(key, count);
  }
  if (order) {
    const text_column columns[] = {{{NULL, NULL, "supplier"}, 1, 0},  {{NULL, "output", "base"}, 0, 0},
                                   {{NULL, NULL, "new"}, 0, 0},       {{NULL, NULL, "change"}, 0, 0},
                                   {{NULL, "netback", "base"}, 0, 0}, {{NULL, NULL, "new"}, 0, 0},
                                   {{NULL, "rent", "base"}, 0, 0},    {{NULL, NULL, "new"}, 0, 0}};
    text_table *table = table_new(columns, (int)(sizeof columns / sizeof *columns));
    int shown = shown_of(s, count);
    for (int i = 0; i < shown; i++) {
      int o = order[i];
      table_cell(table, "%s", tw_market_code(s->market, TW_MARKET_SUPPLIERS, o));
      put_number(table, q[0][o], 2);
      put_number(table, q[1][o], 2);
      put_change(table, q[1][o] - q[0][o], 2);
      put_number(table, netback[0][o], 2);
      put_number(table, netback[1][o], 2);
      put_number(table, rent[0][o], 2);
      put_number(table, rent[1][o], 2);
    }
    print_above("Suppliers (output in %s, netback in %s, rent in %s):", unit, price,
           tw_market_text(s->market, "value_unit"));
    table_print(table);
    say_left_out(shown, count, "suppliers");
  }
  for (int k = 0; k < 2; k++) free(q[k]), free(netback[k]), free(rent[k]);
  free(key);
  free(order);
}

static double sum_of(const double *x, int count)
{
  double sum = 0;
  for (int i = 0; i < count; i++) sum += x[i];
  return sum;
}

static void print_passages(const sides *s)
{
  int count = tw_market_count(s->market, TW_MARKET_PASSAGES), buyers = tw_market_count(s->market, TW_MARKET_BUYERS);
  int focus = tw_outlook_focus(s->outlook);
  double *x[2], *z[2], *through[2], *toll = column(s, 1, "toll", count);
  for (int k = 0; k < 2; k++) {
    x[k] = column(s, k, "passage_quantity", count);
    z[k] = column(s, k, "quantity", buyers);
    through[k] = column(s, k, "through", buyers * count);
  }
  if (count && toll && x[0] && x[1] && z[0] && z[1] && through[0] && through[1]) {
    const char *unit = tw_market_text(s->market, "unit"), *code = tw_market_code(s->market, TW_MARKET_BUYERS, focus);
    const text_column columns[] = {{{NULL, NULL, "passage"}, 1, 0}, {{NULL, "through it", "base"}, 0, 0},
                                   {{NULL, unit, "new"}, 0, 0},     {{NULL, "of all", "base %"}, 0, 0},
                                   {{NULL, NULL, "new %"}, 0, 0},   {{NULL, code, "base %"}, 0, 0},
                                   {{NULL, NULL, "new %"}, 0, 0},   {{NULL, NULL, "toll"}, 0, 0}};
    text_table *table = table_new(columns, (int)(sizeof columns / sizeof *columns));
    double all[2] = {sum_of(z[0], buyers), sum_of(z[1], buyers)};
    for (int i = 0; i < count; i++) {
      table_cell(table, "%s", tw_market_code(s->market, TW_MARKET_PASSAGES, i));
      for (int k = 0; k < 2; k++) put_number(table, x[k][i], 2);
      for (int k = 0; k < 2; k++) put_number(table, 100 * x[k][i] / all[k], 1);
      for (int k = 0; k < 2; k++) put_number(table, 100 * through[k][focus * count + i], 1);
      put_number(table, toll[i], 2);
    }
    print_above("Passages: what sails through, its share of all trade and of what %s buys:", code);
    table_print(table);
  }
  for (int k = 0; k < 2; k++) free(x[k]), free(z[k]), free(through[k]);
  free(toll);
}

/* Of several years the focus, and the suppliers whose output changes most between the first and the last. */
static void print_years(const sides *s)
{
  const tw_outlook *o = s->outlook;
  int years = tw_outlook_years(o), focus = tw_outlook_focus(o), mover[MOVERS], movers = 0;
  int buyers = tw_market_count(s->market, TW_MARKET_BUYERS),
      suppliers = tw_market_count(s->market, TW_MARKET_SUPPLIERS);
  double *price = obtained(calloc((size_t)buyers, sizeof *price)),
         *money = obtained(calloc((size_t)buyers, sizeof *money));
  double *q[2] = {obtained(calloc((size_t)suppliers, sizeof **q)), obtained(calloc((size_t)suppliers, sizeof **q))};
  int *order = NULL;
  if (years > 1 && price && money && q[0] && q[1]) {
    for (int k = 0; k < 2; k++)
      (void)tw_market_result_numbers(s->context, tw_outlook_result(o, k ? years - 1 : 0, 0), s->info.after, "output",
                                     q[k]);
    for (int i = 0; i < suppliers; i++) q[1][i] -= q[0][i];
    order = order_by_size(q[1], suppliers);
    for (; order && movers < MOVERS && movers < suppliers && fabs(q[1][order[movers]]) > 1e-9; movers++)
      mover[movers] = order[movers];
  }
  if (order) {
    text_column columns[MOST_TABLE_COLUMNS];
    int n = 0, compared = tw_outlook_result(o, 0, 1) != NULL;
    columns[n++] = (text_column){{NULL, NULL, "year"}, 1, 0};
    columns[n++] = (text_column){{"price", tw_market_code(s->market, TW_MARKET_BUYERS, focus), NULL}, 0, 0};
    columns[n++] = (text_column){{"bill", NULL, NULL}, 0, 0};
    if (compared) columns[n++] = (text_column){{"price", "with what", "is compared"}, 0, 0};
    for (int i = 0; i < movers; i++)
      columns[n++] = (text_column){{"output", tw_market_code(s->market, TW_MARKET_SUPPLIERS, mover[i]), NULL}, 0, 0};
    text_table *table = table_new(columns, n);
    for (int y = 0; y < years; y++) {
      const tw_market_result *r = tw_outlook_result(o, y, 0);
      table_cell(table, "%d", tw_outlook_year(o, y));
      (void)tw_market_result_numbers(s->context, r, s->info.after, "price", price);
      (void)tw_market_result_numbers(s->context, r, s->info.after, "bill", money);
      (void)tw_market_result_numbers(s->context, r, s->info.after, "output", q[0]);
      put_number(table, price[focus], 2);
      put_number(table, money[focus], 2);
      if (compared) {
        (void)tw_market_result_numbers(s->context, tw_outlook_result(o, y, 1), s->info.after, "price", price);
        put_number(table, price[focus], 2);
      }
      for (int i = 0; i < movers; i++) put_number(table, q[0][mover[i]], 2);
    }
    printf("\nYear by year:\n");
    table_print(table);
  }
  free(price);
  free(money);
  free(q[0]);
  free(q[1]);
  free(order);
}

/* ---------------------------------------------------------------- lines */

static double whole(const sides *s, const char *field)
{
  double x = NAN;
  (void)tw_market_result_numbers(s->context, s->result, s->info.after, field, &x);
  return x;
}

static void print_money(const sides *s)
{
  const char *money = tw_market_text(s->market, "value_unit");
  char line[512];
  double taxes = whole(s, "taxes");
  int n = snprintf(line, sizeof line, "Money, %s: bills %.2f = freight %.2f + tolls %.2f + costs %.2f + rents %.2f",
                   money, whole(s, "bills"), whole(s, "freight_paid"), whole(s, "tolls_paid"), whole(s, "costs"),
                   whole(s, "rents"));
  if (taxes != 0 && n > 0 && (size_t)n < sizeof line)
    snprintf(line + n, sizeof line - (size_t)n, " + taxes %.2f", taxes);
  printf("\n");
  print_wrapped(line, 2);
  snprintf(line, sizeof line,
           "Value of wedges and stiffness, which are no cost of anybody and in no other line: %.2f %s",
           whole(s, "wedges"), money);
  print_wrapped(line, 2);
}

static void print_certificate(const sides *s)
{
  char line[256];
  double largest = s->info.largest;
  for (int y = 0; y < tw_outlook_years(s->outlook); y++)
    for (int k = 0; k < 2; k++) {
      const tw_market_result *r = tw_outlook_result(s->outlook, y, k);
      tw_market_info info;
      if (!r) continue;
      tw_market_result_about(r, &info);
      largest = fmax(largest, info.largest);
    }
  snprintf(
      line, sizeof line,
      "Certified: every condition of the market holds, before and after (tolerance %.0e %s or %s; largest violation "
      "%.1e; money identity %.0e).",
      s->info.tolerance, tw_market_text(s->market, "price_unit"), tw_market_text(s->market, "unit"), largest,
      fabs(whole(s, "identity")));
  printf("\n");
  print_wrapped(line, 0);
}

void market_sides_print(tw_context *context, const tw_outlook *o, int all)
{
  sides s = sides_of(context, o, all);
  print_buyers(&s);
  print_suppliers(&s);
}

void market_print(tw_context *context, const tw_outlook *o, const tw_scenario *scenario, const arguments *a)
{
  sides s = sides_of(context, o, a->value[OPTION_all] != NULL);
  const char *folder = a->value[OPTION_out], *text;
  char took[CELL];
  print_wrapped(scenario ? tw_scenario_text(scenario, "title") : tw_market_text(s.market, "title"), 0);
  printf("\n");
  for (int i = 0; (text = tw_outlook_sentence(o, NULL, i)); i++) print_wrapped(text, 2);
  print_buyers(&s);
  print_suppliers(&s);
  print_passages(&s);
  print_years(&s);
  market_draws_print(o, s.all);
  print_money(&s);
  print_certificate(&s);
  printf("\n");
  for (int i = 0; (text = tw_outlook_remark(o, NULL, i)); i++) print_wrapped(text, 2);
  seconds_words(took, tw_outlook_seconds(o));
  printf("\nTime %s.\n", took);
  if (folder) {
    printf("Wrote buyers.csv, suppliers.csv, shipments.csv, passages.csv and more to %s\n", folder);
    say_report(folder, capable("page") && !a->value[OPTION_no_page] && a->settings.report);
  } else {
    printf("No files were written; --out DIR writes every number.\n");
  }
}
