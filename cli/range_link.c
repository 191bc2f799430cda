/* What `tradewind range` prints of draws of a market and the core together, besides what it prints of any range. */
#include <math.h>
#include <stdlib.h>

#include "json.h"
#include "summary.h"

enum { MOST_ROWS = 12 };

/* Of the change of real income what the market does at the old prices of all else, and what the economy adds. */
static const char *const fields[] = {"market_pct", "economy_pct", "price_pct"};
static const char *const heads[] = {"market %", "economy %", "price %"};
static const char *const level[] = {"", "_p50", "_p05", "_p95"};
enum { FIELDS = sizeof fields / sizeof *fields, LEVELS = sizeof level / sizeof *level };

/* [FIELDS][LEVELS][N], the caller's to free; NULL after a message. */
static double *read_numbers(tw_context *context, const tw_link *link, size_t N)
{
  double *number = obtained(calloc(N * FIELDS * LEVELS + 1, sizeof *number));
  for (size_t i = 0; number && i < FIELDS * LEVELS; i++) {
    char field[32];
    snprintf(field, sizeof field, "%s%s", fields[i / LEVELS], level[i % LEVELS]);
    tw_status status = tw_link_numbers(context, link, field, number + i * N);
    if (status == TW_OK) continue;
    fail_status(context, status);
    free(number);
    return NULL;
  }
  return number;
}

static void print_rows(const tw_world *world, const double *number, const int *order, int rows)
{
  static const char *const words[] = {"central", "median", "5 %", "95 %"};
  size_t N = (size_t)tw_world_regions(world);
  text_column head[1 + FIELDS * LEVELS] = {{{NULL, NULL, "region"}, 1, 0}};
  for (int i = 0; i < FIELDS * LEVELS; i++)
    head[1 + i] = (text_column){{NULL, i % LEVELS == 0 ? heads[i / LEVELS] : NULL, words[i % LEVELS]}, 0, 0};
  text_table *table = table_new(head, 1 + FIELDS * LEVELS);
  for (int i = 0; i < FIELDS * LEVELS; i++) table_group(table, 1 + i, heads[i / LEVELS]);
  for (int k = 0; k < rows; k++) {
    table_cell(table, "%s", tw_world_region(world, order[k]));
    for (size_t i = 0; i < FIELDS * LEVELS; i++) {
      char cell[CELL];
      double x = number[i * N + (size_t)order[k]];
      change_words(cell, x, i < (size_t)2 * LEVELS ? 3 : 1);
      table_cell(table, "%s", isnan(x) ? "-" : cell);
    }
  }
  table_print(table);
}

void link_draws_print(tw_context *context, const tw_link *link, const tw_range_result *range, int all)
{
  const tw_result *result = tw_range_central(range);
  const tw_world *world = tw_result_world(result);
  const char *sentence;
  int N = tw_world_regions(world);
  int *order = order_by_size(tw_result_column(result, TW_REGIONS, "real_income_pct"), N);
  double *number = order ? read_numbers(context, link, (size_t)N) : NULL;
  if (number) {
    int rows = all || N <= MOST_ROWS ? N : MOST_ROWS;
    printf("\n");
    print_wrapped(
        "Of the change of real income, what the market does at the old prices of all else, and what the economy adds; "
        "and what the market's product costs",
        0);
    print_rows(world, number, order, rows);
    if (rows < N) printf("%d further regions change less (--all shows them)\n", N - rows);
    market_sides_print(context, tw_link_outlook(link), all);
    printf("\n");
    for (int i = 0; (sentence = tw_link_sentence(link, i)); i++) print_wrapped(sentence, 0);
  }
  free(number);
  free(order);
}

void link_draws_json(tw_context *context, const tw_link *link)
{
  const tw_world *world = tw_result_world(tw_link_result(link));
  size_t N = (size_t)tw_world_regions(world);
  double *number = read_numbers(context, link, N);
  if (!number) return;
  js_object("link_draws");
  for (size_t i = 0; i < FIELDS * LEVELS; i++) {
    char field[32];
    if (i % LEVELS == 0) continue; /* the central ones are in link */
    snprintf(field, sizeof field, "%s%s", fields[i / LEVELS], level[i % LEVELS]);
    js_by_region(field, world, number + i * N);
  }
  js_close();
  js_object("market");
  js_market_sides(context, tw_link_outlook(link));
  js_close();
  free(number);
}
