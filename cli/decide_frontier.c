/* The frontier of a decision in words. */
#include "decide_frontier.h"

#include <math.h>
#include <string.h>

#include "command.h"

/* What a lever costs, which is never nothing without being said. */
static void print_lever_costs(const tw_decision *d)
{
  for (int l = 0; l < tw_decision_frontier_levers(d); l++) {
    tw_frontier_lever x = tw_decision_frontier_lever(d, l);
    double by = strcmp(x.unit, "%") == 0 || strcmp(x.unit, "pp") == 0 ? 100 : 1;
    printf("  %s from %.4g to %.4g %s: ", x.variable, by * x.from, by * x.to, x.unit);
    if (x.cost == 0)
      printf("free, by the file\n");
    else
      printf("the whole way costs %.4g %% of real income, in proportion to %s\n", x.cost,
             x.quadratic ? "the square of the way" : "the way");
  }
}

/* The most gain for each worst loss. */
void decide_print_frontier(const tw_decision *d, const tw_world *world, const tw_verdict *v)
{
  const tw_frontier_info *f = tw_verdict_frontier(v);
  const tw_frontier_point *p;
  if (!f) return;
  printf("\nFrontier of %s (%s): expected gain against the worst loss, in per cent of real income\n",
         tw_world_region_name(world, f->region), tw_world_region(world, f->region));
  print_lever_costs(d);
  printf("\n");
  text_column columns[MOST_TABLE_COLUMNS] = {{.head = {"point"}, .left = 1},
                                             {.head = {"loss", "at most"}},
                                             {.head = {"expected", "gain"}},
                                             {.head = {"worst", "loss"}},
                                             {.head = {"in"}, .left = 1, .shrinks = 10},
                                             {.head = {"price of", "safety"}},
                                             {.head = {"insurance", "value"}}};
  int fixed = 7, shown = f->levers < MOST_TABLE_COLUMNS - fixed ? f->levers : MOST_TABLE_COLUMNS - fixed;
  for (int l = 0; l < shown; l++)
    columns[fixed + l] =
        (text_column){.head = {tw_decision_frontier_lever(d, l).variable, tw_decision_frontier_lever(d, l).unit}};
  text_table *table = table_new(columns, fixed + shown);
  for (int i = 0; (p = tw_verdict_frontier_point(v, i)); i++) {
    if (i == 0) {
      table_cell(table, "nothing done");
      table_cell(table, "-");
    } else {
      table_cell(table, "%d", i);
      table_cell(table, "%.4f", p->bound);
    }
    table_cell(table, "%+.4f", p->gain);
    table_cell(table, "%.4f", p->worst);
    table_cell(table, "%s", tw_decision_contingency(d, p->binds, "name"));
    if (isnan(p->price))
      table_cell(table, "-");
    else
      table_cell(table, "%.4f", p->price);
    table_cell(table, "%+.4f", p->insurance);
    for (int l = 0; l < shown; l++) {
      const char *unit = tw_decision_frontier_lever(d, l).unit;
      double by = strcmp(unit, "%") == 0 || strcmp(unit, "pp") == 0 ? 100 : 1;
      table_cell(table, "%.4g", by * tw_verdict_frontier_amounts(v, i)[l]);
    }
  }
  table_print(table);
  printf("\n");
  print_wrapped(
      "The price of safety is the expected gain given up for one point less of worst loss, a loss being what a "
      "contingency costs against the one in which nothing happens.",
      0);
  if (f->points == 2)
    print_wrapped("The levers with the largest gain are the safest as well: there is nothing to trade off.", 0);
  printf("In \"%s\" nothing happens. %d certified equilibria at %d settings of the levers; the search is local, from "
         "several starts.\n",
         tw_decision_contingency(d, f->baseline, "name"), f->solves, f->evaluations);
}
