/* A run of a scenario with a market: what the market and the economy do to real income, and what was done to link them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "summary.h"

enum { MOST_ROWS = 12, FIELDS = 6 };

static const char *const fields[FIELDS] = {"market_pct",  "buyers_pct", "owners_pct",
                                           "economy_pct", "price_pct",  "bill_pct"};

/* Regions with the largest change of real income first; those that the product says nothing of are among them. */
static void order_regions(const double *income, int N, int *order)
{
  for (int r = 0; r < N; r++) {
    int at = r;
    for (; at > 0 && fabs(income[order[at - 1]]) < fabs(income[r]); at--) order[at] = order[at - 1];
    order[at] = r;
  }
}

static void print_rows(const tw_result *result, const double *number, const int *order, int rows)
{
  const tw_world *world = tw_result_world(result);
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  int N = tw_world_regions(world);
  const text_column columns[] = {{{NULL, NULL, "region"}, 1, 0},      {{"real", "income", "%"}, 0, 0},
                                 {{NULL, "market", "%"}, 0, 0},       {{"of it", "buyers", "%"}, 0, 0},
                                 {{"of it", "owners", "%"}, 0, 0},    {{NULL, "economy", "%"}, 0, 0},
                                 {{"product's", "price", "%"}, 0, 0}, {{"product's", "bill", "%"}, 0, 0}};
  text_table *table = table_new(columns, 8);
  for (int k = 0; k < rows; k++) {
    char words[CELL];
    table_cell(table, "%s", tw_world_region(world, order[k]));
    change_words(words, income[order[k]], 3);
    table_cell(table, "%s", words);
    for (int i = 0; i < FIELDS; i++) {
      double x = number[i * N + order[k]];
      change_words(words, x, i < 4 ? 3 : 1);
      table_cell(table, "%s", isnan(x) ? "-" : words);
    }
  }
  table_print(table);
}

/* [FIELDS][N], the caller's to free; NULL after a message. */
static double *read_numbers(tw_context *context, const tw_link *link, int N)
{
  double *number = calloc((size_t)N * FIELDS, sizeof *number);
  for (int i = 0; number && i < FIELDS; i++)
    if (tw_link_numbers(context, link, fields[i], number + i * N) != TW_OK) {
      fail_status(context, TW_USAGE);
      free(number);
      return NULL;
    }
  return number;
}

void link_print(tw_context *context, const tw_link *link, int all)
{
  const tw_result *result = tw_link_result(link);
  int N = tw_world_regions(tw_result_world(result));
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  int *order = calloc((size_t)N, sizeof *order);
  double *number = read_numbers(context, link, N);
  const char *sentence;
  char text[256];
  tw_link_info info;
  tw_link_about(link, &info);
  if (order && number && income) {
    order_regions(income, N, order);
    printf("\n");
    print_wrapped(
        "Real income: what the market does at the old prices of all else (its buyers' bills, its owners' rents, "
        "tolls and taxes), and what the economy adds",
        0);
    print_rows(result, number, order, all || N <= MOST_ROWS ? N : MOST_ROWS);
    printf("\n");
    for (int i = 0; (sentence = tw_link_sentence(link, i)) != NULL; i++) print_wrapped(sentence, 0);
    snprintf(
        text, sizeof text,
        "Market and core agree after %d rounds: price, bill, quantity, output and rents by buyer and pair differ by at "
        "most %.1e (tolerance %.0e).",
        info.rounds, info.largest, info.tolerance);
    print_wrapped(text, 0);
  }
  free(order);
  free(number);
}

void link_json(tw_context *context, const tw_link *link)
{
  const tw_world *world = tw_result_world(tw_link_result(link));
  int N = tw_world_regions(world);
  double *number = read_numbers(context, link, N);
  const char *sentence;
  tw_link_info info;
  if (!number) return;
  tw_link_about(link, &info);
  js_object("link");
  js_whole("rounds", info.rounds);
  js_whole("latent_pairs", info.latent);
  js_number("bills", info.bills);
  js_number("left_out", info.left_out);
  js_number("mode_difference", info.mode_difference);
  for (int i = 0; i < FIELDS; i++) js_by_region(fields[i], world, number + i * N);
  js_list("sentences");
  for (int i = 0; (sentence = tw_link_sentence(link, i)) != NULL; i++) js_text(NULL, sentence);
  js_close();
  js_object("certificate");
  js_number("largest", info.largest);
  js_number("tolerance", info.tolerance);
  for (int i = 0; i < info.lines; i++) js_number(info.line[i].name, info.line[i].value);
  js_close();
  js_close();
  free(number);
}

void link_failed_json(const tw_scenario *scenario, const tw_world *world, const tw_link_info *info, double seconds)
{
  js_text("outcome", tw_outcome_word(info->outcome));
  js_flag("certified", 0);
  js_text("message", *info->message ? info->message : tw_outcome_meaning(info->outcome));
  js_object("scenario");
  js_text("name", tw_scenario_text(scenario, "scenario"));
  js_text("title", tw_scenario_text(scenario, "title"));
  js_text("sha256", tw_scenario_text(scenario, "sha256"));
  js_close();
  js_object("world");
  js_world(world);
  js_close();
  js_object("link");
  js_whole("rounds", info->rounds);
  js_number("gap", info->gap);
  js_number("largest", info->largest);
  js_number("tolerance", info->tolerance);
  js_close();
  js_number("seconds", seconds);
}
