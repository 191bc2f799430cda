/* What `tradewind range` prints of its draws: what drives the spread, and how many there were. */
#include <math.h>
#include <string.h>

#include "summary.h"

enum { SHOWN_DRIVERS = 3 };

/* Whole, and never -0. */
static double percent(double share)
{
  return rint(100 * share) + 0.0;
}

text_table *drivers_table(void)
{
  static const text_column columns[] = {{{NULL, NULL, "outcome"}, COLUMN_WRAPS, 18},
                                        {{NULL, NULL, "parameter"}, COLUMN_WRAPS, 24},
                                        {{NULL, NULL, "alone"}, 0, 0},
                                        {{NULL, NULL, "with others"}, 0, 0}};
  return table_new(columns, 4);
}

void drivers_row(text_table *table, const char *outcome, const char *parameter, const double share[2],
                 const double error[2])
{
  table_cell(table, "%s", outcome);
  table_cell(table, "%s", isnan(share[1]) ? "it does not vary" : parameter);
  for (int i = 0; i < 2; i++)
    if (isnan(share[1]))
      table_cell(table, "-");
    else
      table_cell(table, "%.0f +- %-3.0f", percent(share[i]), percent(error[i]));
}

void range_drivers(const tw_range_result *range)
{
  const tw_range_driver *d;
  const tw_world *world = tw_result_world(tw_range_central(range));
  int count = tw_range_drivers(range, &d), each = tw_range_info_of(range)->parameters;
  if (count == 0) {
    printf("\n");
    print_wrapped(
        "What drives the spread: --drivers 128 tells it, for the `outcomes` of the scenario's range, or else for "
        "the region whose real income changes most.",
        0);
    return;
  }
  printf("\nWhat drives the spread: shares of its variance in %%, with standard errors\n");
  text_table *table = drivers_table();
  for (int o = 0; o < count; o += each) {
    char text[256];
    snprintf(text, sizeof text, "%s %s%s%s", d[o].outcome, tw_world_region(world, d[o].region), d[o].product ? " " : "",
             d[o].product ? d[o].product : "");
    for (int i = o; i < o + each && i < o + SHOWN_DRIVERS && (i == o || !isnan(d[i].total)); i++)
      drivers_row(table, i > o ? "" : text, d[i].parameter, (const double[]){d[i].first_order, d[i].total},
                  (const double[]){d[i].first_order_error, d[i].total_error});
  }
  table_print(table);
}

void range_draws(const tw_range_result *range)
{
  const tw_range_info *info = tw_range_info_of(range);
  char text[1024];
  const char *note;
  for (int i = 0; (note = tw_range_note(range, i)); i++) {
    snprintf(text, sizeof text, "Note: %s%s", note, note[strlen(note) - 1] == '.' ? "" : ".");
    print_wrapped(text, 0);
  }
  snprintf(text, sizeof text, "%d draws of %d parameter%s (Latin hypercube, seed %llu): %d certified", info->draws,
           info->parameters, info->parameters == 1 ? "" : "s", info->seed, info->certified);
  for (int i = 0; i < info->failures; i++) {
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, ", in %d none was found (%s)", info->failed[i].count,
             tw_outcome_word(info->failed[i].outcome));
  }
  size_t used = strlen(text);
  if (info->failures) snprintf(text + used, sizeof text - used, "; the ranges are of those that have one");
  used = strlen(text);
  if (info->cut)
    snprintf(text + used, sizeof text - used, "; in %d an elasticity was raised to the floor of %.3g", info->cut,
             info->floor);
  used = strlen(text);
  if (info->driver_draws)
    snprintf(text + used, sizeof text - used, "; for the drivers %d more, %d certified", info->driver_draws,
             info->driver_certified);
  used = strlen(text);
  snprintf(text + used, sizeof text - used, ".");
  print_wrapped(text, 0);
}
