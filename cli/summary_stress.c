/* What `tradewind stress` prints. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "summary.h"

enum { FEW = 12, MOST_SHOWN = 10 };

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

static void put_replaced(text_table *table, double x)
{
  if (isnan(x))
    table_cell(table, "-");
  else if (x < -0.5)
    table_cell(table, "<0");
  else
    table_cell(table, "%.0f", x);
}

static void say_left_out(int shown, int count, const char *what)
{
  if (shown < count) printf("%d further %s (--all shows them)\n", count - shown, what);
}

static int is_of_market(const tw_stress_row *r, const char *fuel)
{
  return strcmp(r->fuel, fuel) == 0 && !isnan(r->price_base);
}

/* The row of the other bound, which stands next to it. */
static int equilibrium_of(const tw_stress *s, int index, const tw_stress_row *first, tw_stress_row *row)
{
  return tw_stress_at(s, index + 1, row) && strcmp(row->bound, "equilibrium") == 0 &&
         strcmp(row->lost, first->lost) == 0 && strcmp(row->buyer, first->buyer) == 0;
}

/* ---------------------------------------------------------------- the market */

/* A line for each loss of one buyer, or for each buyer of one loss. */
static void print_market(const tw_stress *s, int by_buyer, int all)
{
  const tw_market *m = tw_stress_market(s);
  const char *fuel = tw_stress_text(s, "fuel");
  tw_stress_row r, e;
  int count = 0, shown = 0, stocks = 0;
  for (int i = 0; tw_stress_at(s, i, &r); i++) {
    count += is_of_market(&r, fuel) && strcmp(r.bound, "equilibrium") == 0;
    stocks |= is_of_market(&r, fuel) && !isnan(r.stock_days);
  }
  if (!count) return;
  double *key = obtained(calloc((size_t)count, sizeof *key));
  int *at = obtained(calloc((size_t)count, sizeof *at)), n = 0, *order = NULL;
  for (int i = 0; key && at && tw_stress_at(s, i, &r); i++)
    if (is_of_market(&r, fuel) && equilibrium_of(s, i, &r, &e)) at[n] = i, key[n] = e.surplus_change, n++;
  if (key && at) order = by_buyer ? order_by_size(key, n) : NULL;
  text_column columns[MOST_TABLE_COLUMNS];
  int c = 0;
  columns[c++] = (text_column){{NULL, NULL, by_buyer ? "buyer" : "lost"}, 1, 0};
  columns[c++] = (text_column){{NULL, NULL, "cut"}, 0, 0};
  columns[c++] = (text_column){{NULL, "of use", "%"}, 0, 0};
  columns[c++] = (text_column){{NULL, "mis-", "sing"}, 0, 0};
  columns[c++] = (text_column){{"re-", "placed", "%"}, 0, 0};
  columns[c++] = (text_column){{NULL, NULL, "price"}, 0, 0};
  columns[c++] = (text_column){{NULL, NULL, "%"}, 0, 0};
  columns[c++] = (text_column){{NULL, "sur-", "plus"}, 0, 0};
  if (stocks) {
    columns[c++] = (text_column){{"days of", "cover:", "cut"}, 0, 0};
    columns[c++] = (text_column){{NULL, "mis-", "sing"}, 0, 0};
    columns[c++] = (text_column){{"stock", "ends in", "months"}, 0, 0};
  }
  columns[c++] = (text_column){{NULL, NULL, "bill"}, 0, 0};
  text_table *table = table_new(columns, c);
  for (int k = 0; (order || !by_buyer) && key && at && k < n && (all || shown < FEW); k++, shown++) {
    int i = at[order ? order[k] : k];
    tw_stress_at(s, i, &r);
    equilibrium_of(s, i, &r, &e);
    table_cell(table, "%s", by_buyer ? r.buyer : r.lost);
    put_number(table, r.direct, 2);
    put_number(table, r.direct_pct, 1);
    put_number(table, e.shortfall, 2);
    put_replaced(table, e.replaced_pct);
    put_number(table, e.price_new, 2);
    put_change(table, e.price_pct, 1);
    put_change(table, e.surplus_change, 2);
    for (int b = 0; stocks && b < 2; b++) put_number(table, b ? e.days_cover : r.days_cover, 0);
    if (stocks) put_number(table, e.months_to_end, 1);
    put_change(table, e.bill_change, 2);
  }
  print_above("%s of %s (%s, prices in %s, bill and surplus changes in %s):", by_buyer ? "Buyers" : "Losses", fuel,
         tw_market_text(m, "unit"), tw_market_text(m, "price_unit"), tw_market_text(m, "value_unit"));
  table_print(table);
  say_left_out(shown, n, by_buyer ? "buyers" : "losses");
  free(key);
  free(at);
  free(order);
}

/* Lost by buyer: surplus. */
static void print_matrix(const tw_stress *s, int all)
{
  const tw_market *m = tw_stress_market(s);
  int buyers = tw_market_count(m, TW_MARKET_BUYERS), shown = 0, count = 0;
  tw_stress_loss l;
  tw_stress_row r;
  for (; tw_stress_loss_at(s, count, &l) && l.rank > 0; count++) {
  }
  double *change = obtained(calloc((size_t)(count * buyers + buyers + 1), sizeof *change)), *worst = NULL;
  if (!change || !count) {
    free(change);
    return;
  }
  worst = change + count * buyers;
  for (int i = 0; tw_stress_at(s, i, &r); i++) {
    int d = tw_market_find(m, TW_MARKET_BUYERS, r.buyer);
    if (isnan(r.surplus_change) || d < 0 || r.rank > count) continue;
    change[(r.rank - 1) * buyers + d] = r.surplus_change;
    worst[d] = fmax(worst[d], -r.surplus_change);
  }
  int *order = order_by_size(worst, buyers);
  text_column columns[MOST_TABLE_COLUMNS];
  int c = 0, of_buyers = buyers < MOST_SHOWN ? buyers : MOST_SHOWN;
  columns[c++] = (text_column){{NULL, NULL, "lost"}, 1, 0};
  columns[c++] = (text_column){{NULL, NULL, "cut"}, 0, 0};
  columns[c++] = (text_column){{NULL, NULL, "missing"}, 0, 0};
  columns[c++] = (text_column){{NULL, "all", "buyers"}, 0, 0};
  for (int k = 0; order && k < of_buyers; k++)
    columns[c++] = (text_column){{NULL, NULL, tw_market_code(m, TW_MARKET_BUYERS, order[k])}, 0, 0};
  text_table *table = table_new(columns, c);
  for (int i = 0; order && i < count && (all || shown < FEW); i++, shown++) {
    tw_stress_loss_at(s, i, &l);
    table_cell(table, "%s", l.name);
    put_number(table, l.direct, 1);
    put_number(table, l.shortfall, 1);
    put_change(table, l.surplus_change, 1);
    for (int k = 0; k < of_buyers; k++) put_change(table, change[i * buyers + order[k]], 1);
  }
  print_above("What is cut and missing, %s, and what surplus changes by, %s, in all and by buyer:",
         tw_market_text(m, "unit"), tw_market_text(m, "value_unit"));
  table_print(table);
  say_left_out(shown, count, "losses");
  free(order);
  free(change);
}

/* ---------------------------------------------------------------- other fuels */

static void print_fuel(const tw_stress *s, const char *fuel, int detail, int all)
{
  tw_stress_row r;
  int count = 0, shown = 0, buyer = tw_stress_text(s, "buyer") != NULL;
  text_column columns[MOST_TABLE_COLUMNS];
  int c = 0;
  if (!detail || !buyer) columns[c++] = (text_column){{NULL, NULL, detail ? "buyer" : "lost"}, 1, 0};
  if (detail && buyer) columns[c++] = (text_column){{NULL, NULL, "lost"}, 1, 0};
  if (!detail && !buyer) columns[c++] = (text_column){{NULL, NULL, "buyer"}, 1, 0};
  columns[c++] = (text_column){{NULL, "cut,", "Mt"}, 0, 0};
  columns[c++] = (text_column){{NULL, "of im-", "ports %"}, 0, 0};
  columns[c++] = (text_column){{"sailing", "around:", "days more"}, 0, 0};
  columns[c++] = (text_column){{"of it no", "way", "%"}, 0, 0};
  columns[c++] = (text_column){{"way not", "known", "%"}, 0, 0};
  columns[c++] = (text_column){{NULL, "stock,", "days"}, 0, 0};
  columns[c++] = (text_column){{NULL, "days of", "cover"}, 0, 0};
  columns[c++] = (text_column){{"stocks", "end,", "months"}, 0, 0};
  text_table *table = table_new(columns, c);
  for (int i = 0; tw_stress_at(s, i, &r); i++) {
    if (strcmp(r.fuel, fuel) != 0 || !isnan(r.price_base)) continue;
    count++;
    if (!all && shown >= FEW) continue;
    shown++;
    table_cell(table, "%s", detail && !buyer ? r.buyer : r.lost);
    if (!detail && !buyer) table_cell(table, "%s", r.buyer);
    put_number(table, r.direct, 2);
    put_number(table, r.direct_pct, 1);
    put_number(table, r.detour_days, 1);
    put_number(table, r.no_way_pct, 0);
    put_number(table, r.not_known_pct, 1);
    put_number(table, r.stock_days, 0);
    put_number(table, r.days_cover, 0);
    put_number(table, r.months_to_end, 1);
  }
  if (!count) {
    table_free(table);
    return;
  }
  print_above("%s, without a market: the direct loss alone:", fuel);
  table_print(table);
  say_left_out(shown, count, "lines");
}

static void print_fuels(const tw_stress *s, int detail, int all)
{
  const char *seen[32];
  int count = 0;
  tw_stress_row r;
  for (int i = 0; tw_stress_at(s, i, &r); i++) {
    int k = 0;
    if (!isnan(r.price_base)) continue;
    while (k < count && strcmp(seen[k], r.fuel) != 0) k++;
    if (k < count || count == 32) continue;
    seen[count++] = r.fuel;
    print_fuel(s, r.fuel, detail, all);
  }
}

/* ---------------------------------------------------------------- insurance */

/* What each capacity saves in each loss: the buyer, or all of them. */
static void print_insured(const tw_stress *s, int all)
{
  tw_stress_insured of;
  tw_stress_loss l;
  const char *capacity[MOST_SHOWN];
  int capacities = 0, shown = 0, count = 0;
  for (int i = 0; tw_stress_insured_at(s, i, &of); i++) {
    int k = 0;
    while (k < capacities && strcmp(capacity[k], of.capacity) != 0) k++;
    if (k == capacities && capacities < MOST_SHOWN) capacity[capacities++] = of.capacity;
  }
  if (!capacities) return;
  text_column columns[MOST_TABLE_COLUMNS];
  int c = 0;
  columns[c++] = (text_column){{NULL, NULL, "lost"}, 1, 0};
  columns[c++] = (text_column){{NULL, "surplus", "without"}, 0, 0};
  for (int k = 0; k < capacities; k++) columns[c++] = (text_column){{NULL, "saved by", capacity[k]}, 0, 0};
  text_table *table = table_new(columns, c);
  for (; tw_stress_loss_at(s, count, &l) && l.rank > 0; count++) {
    if (!all && shown >= FEW) continue;
    shown++;
    table_cell(table, "%s", l.name);
    put_change(table, l.surplus_change, 2);
    for (int k = 0; k < capacities; k++) {
      double sum = 0;
      for (int i = 0; tw_stress_insured_at(s, i, &of); i++)
        if (strcmp(of.capacity, capacity[k]) == 0 && strcmp(of.lost, l.name) == 0) sum += of.insurance_value;
      put_change(table, sum, 2);
    }
  }
  print_above("Insurance value for %s, %s: how much less surplus is lost:",
         tw_stress_text(s, "buyer") ? tw_stress_text(s, "buyer") : "all buyers",
         tw_market_text(tw_stress_market(s), "value_unit"));
  table_print(table);
  say_left_out(shown, count, "losses");
}

/* ---------------------------------------------------------------- the whole */

void stress_print(const tw_stress *s, const arguments *a)
{
  const tw_market *m = tw_stress_market(s);
  const char *text, *folder = a->value[OPTION_out];
  int all = a->value[OPTION_all] != NULL;
  char line[256], took[CELL];
  tw_stress_info info;
  tw_stress_about(s, &info);
  for (int i = 0; (text = tw_stress_sentence(s, NULL, i)); i++) print_wrapped(text, i ? 2 : 0);
  if (info.detail)
    print_market(s, 1, all);
  else if (tw_stress_text(s, "buyer"))
    print_market(s, 0, all);
  else
    print_matrix(s, all);
  print_insured(s, all);
  print_fuels(s, info.detail, all);
  if (info.solved) {
    snprintf(
        line, sizeof line,
        "Certified: every condition of %d equilibria of the market holds (tolerance %.0e %s or %s; largest violation "
        "%.1e).",
        info.solved, info.tolerance, tw_market_text(m, "price_unit"), tw_market_text(m, "unit"), info.largest);
    printf("\n");
    print_wrapped(line, 0);
  }
  printf("\n");
  for (int i = 0; (text = tw_stress_remark(s, NULL, i)); i++) print_wrapped(text, 2);
  seconds_words(took, info.seconds);
  printf("\nTime %s.\n", took);
  if (folder) {
    printf("Wrote stress.csv%s%s, stress.json and run.json to %s\n", info.insured ? ", insurance.csv" : "",
           info.detail && info.solved ? ", stress_flows.csv" : "", folder);
    say_report(folder, capable("page") && !a->value[OPTION_no_page]);
  } else {
    printf("No files were written; --out DIR writes every number.\n");
  }
}
