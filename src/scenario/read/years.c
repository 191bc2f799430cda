/* Amounts by year: linear between the years that are given, constant before the first and after the last,
 *
 *   x(t) = x_i + (x_{i+1} - x_i) (t - t_i) / (t_{i+1} - t_i),  t_i <= t <= t_{i+1} */
#include "scenario/read/read.h"

double twi_amount_at(const twi_amount *a, int year)
{
  if (a->count == 0) return 0; /* not given, or a tariff column */
  if (year <= a->year[0]) return a->value[0];
  for (int i = 1; i < a->count; i++) {
    if (year >= a->year[i]) continue;
    double share = (double)(year - a->year[i - 1]) / (double)(a->year[i] - a->year[i - 1]);
    return a->value[i - 1] + share * (a->value[i] - a->value[i - 1]);
  }
  return a->value[a->count - 1];
}

int twi_year_read(const char *text, size_t length)
{
  if (length != 4 || text[0] == '0') return 0;
  int year = 0;
  for (size_t i = 0; i < length; i++) {
    if (text[i] < '0' || text[i] > '9') return 0;
    year = 10 * year + (text[i] - '0');
  }
  return year;
}

int tw_scenario_from(const tw_scenario *scenario)
{
  return scenario->from;
}

int tw_scenario_until(const tw_scenario *scenario)
{
  return scenario->until;
}

tw_status twi_scenario_year(tw_context *ctx, const tw_scenario *scenario, int asked, int *year)
{
  int from = scenario ? scenario->from : 0, until = scenario ? scenario->until : 0;
  *year = asked ? asked : until;
  if (asked && !scenario) return twi_fail(ctx, TW_USAGE, "there is no scenario, so there is no year %d", asked);
  if (asked && !from) return twi_fail(ctx, TW_USAGE, "the scenario has no years, so there is no year %d", asked);
  if (*year < from || *year > until)
    return twi_fail(ctx, TW_USAGE, "the year %d is not between %d and %d", *year, from, until);
  return TW_OK;
}
