/* The frontier of a decision in words. */
#include "decide_frontier.h"

#include <math.h>
#include <string.h>

#include "command.h"

/* What amounts are multiplied by where that unit stands beside them. */
static double shown_by(const char *unit)
{
  return strcmp(unit, "%") == 0 || strcmp(unit, "pp") == 0 ? 100 : 1;
}

/* What a lever costs, which is never nothing without being said. */
static void print_lever_costs(const tw_decision *d)
{
  for (int l = 0; l < tw_decision_frontier_levers(d); l++) {
    tw_frontier_lever x = tw_decision_frontier_lever(d, l);
    double by = shown_by(x.unit);
    printf("  %s from %.4g to %.4g %s: ", x.variable, by * x.from, by * x.to, x.unit);
    if (x.cost == 0)
      printf("free, by the file\n");
    else
      printf("the whole way costs %.4g %% of real income, in proportion to %s\n", x.cost,
             x.quadratic ? "the square of the way" : "the way");
  }
}

static void put_point(text_table *table, int i)
{
  if (i == 0)
    table_cell(table, "nothing done");
  else
    table_cell(table, "%d", i);
}

static void print_points(const tw_decision *d, const tw_verdict *v)
{
  static const text_column columns[] = {{.head = {"point"}, .left = 1},
                                        {.head = {"loss", "at most"}},
                                        {.head = {"expected", "gain"}},
                                        {.head = {"worst", "loss"}},
                                        {.head = {"in"}, .left = 1, .shrinks = 10},
                                        {.head = {"price of", "safety"}},
                                        {.head = {"expected", "loss avoided"}}};
  const tw_frontier_point *p;
  text_table *table = table_new(columns, sizeof columns / sizeof *columns);
  for (int i = 0; (p = tw_verdict_frontier_point(v, i)); i++) {
    put_point(table, i);
    if (i == 0)
      table_cell(table, "-");
    else
      table_cell(table, "%.4f", p->bound);
    table_cell(table, "%+.4f", p->gain);
    table_cell(table, "%.4f", p->worst);
    table_cell(table, "%s", tw_decision_contingency(d, p->binds, "name"));
    if (isnan(p->price))
      table_cell(table, "-");
    else
      table_cell(table, "%.4f", p->price);
    table_cell(table, "%+.4f", p->insurance);
  }
  table_print(table);
}

static void print_amounts(const tw_decision *d, const tw_verdict *v)
{
  text_column columns[MOST_TABLE_COLUMNS] = {{.head = {"point"}, .left = 1}};
  int levers = tw_decision_frontier_levers(d),
      shown = levers < MOST_TABLE_COLUMNS - 1 ? levers : MOST_TABLE_COLUMNS - 1;
  for (int l = 0; l < shown; l++) {
    tw_frontier_lever x = tw_decision_frontier_lever(d, l);
    columns[1 + l] = (text_column){.head = {x.variable, x.unit}};
  }
  text_table *table = table_new(columns, 1 + shown);
  for (int i = 0; tw_verdict_frontier_point(v, i); i++) {
    put_point(table, i);
    for (int l = 0; l < shown; l++) {
      tw_frontier_lever x = tw_decision_frontier_lever(d, l);
      table_cell(table, "%.4g", shown_by(x.unit) * tw_verdict_frontier_amounts(v, i)[l]);
    }
  }
  table_print(table);
}

/* The most gain for each worst loss. */
void decide_print_frontier(const tw_decision *d, const tw_world *world, const tw_verdict *v)
{
  const tw_frontier_info *f = tw_verdict_frontier(v);
  if (!f && tw_decision_frontier_levers(d) > 0)
    print_wrapped("The file has levers that move freely, too: `--frontier` tells the most gain for each worst loss.",
                  0);
  if (!f) return;
  printf("\nFrontier of %s (%s): expected gain against the worst loss, in per cent of real income\n",
         tw_world_region_name(world, f->region), tw_world_region(world, f->region));
  print_lever_costs(d);
  printf("\n");
  print_points(d, v);
  printf("\nHow far the levers go\n");
  print_amounts(d, v);
  printf("\n");
  print_wrapped(
      "The gain is net of what the levers cost. The price of safety is the expected gain given up for one point less "
      "of "
      "worst loss, a loss being what a contingency costs against the one in which nothing happens. The expected loss "
      "avoided is what these losses, by their probabilities, are less than with nothing done.",
      0);
  if (f->points == 2)
    print_wrapped("The levers with the largest gain are the safest as well: there is nothing to trade off.", 0);
  char words[256];
  snprintf(words, sizeof words,
           "In \"%.100s\" nothing happens. %d certified equilibria at %d settings of the levers; the search is local, "
           "from several starts.",
           tw_decision_contingency(d, f->baseline, "name"), f->solves, f->evaluations);
  print_wrapped(words, 0);
}
