/* Tables of the summary that only some scenarios have: limits and targets, preferences, years. Columns, widths and
 * decimals follow the rules of text.c. Few rows are shown, and a line tells how many more there are. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "summary.h"

/* ---------------------------------------------------------------- limits and targets */

enum { FEW_LIMITS = 10, MORE_LIMITS = 100, FEW_TARGETS = 6 };

/* A limit on volumes, whose instrument is a rent: a line of the table. The others (targets, rigid wages) each have an
 * instrument of their own and are sentences. */
static int is_limit(const tw_condition_result *c)
{
  return strcmp(c->rule, "quota") == 0 || strcmp(c->rule, "capacity") == 0 ||
         (strcmp(c->rule, "clause") == 0 && *c->owner);
}

/* Per cent of the reference, so that volumes, prices and incomes read the same. */
static double share_of_reference(double value, double reference)
{
  return reference > 0 ? 100 * value / reference : NAN;
}

static void share_cell(text_table *table, double value, double reference)
{
  double share = share_of_reference(value, reference);
  if (isfinite(share))
    table_cell(table, "%.2f", share);
  else
    table_cell(table, "-");
}

/* The change of employment that the table of regions has, against what the policy is compared with; NaN: none. */
static double employment_of(const tw_result *result, const char *instrument)
{
  static const char start[] = "employment in ";
  if (strncmp(instrument, start, strlen(start)) != 0) return NAN;
  int region = tw_world_find_region(tw_result_world(result), instrument + strlen(start));
  const double *employment = tw_result_column(result, TW_REGIONS, "employment_pct");
  return region < 0 || !employment ? NAN : employment[region];
}

/* The reference is never what the policy is compared with where that is another scenario, so both are named. */
static void print_target(const tw_result *result, const tw_condition_result *c, const char *unit)
{
  const char *against = tw_result_text(result, "against");
  double employment = employment_of(result, c->instrument);
  char other[256] = "", change[CELL];
  if (*against && !isnan(employment)) {
    change_words(change, employment, 2);
    snprintf(other, sizeof other, " of that reference; against %s, as in the table above, it is %s %%", against,
             change);
  }
  char size[CELL], money[CELL], cost[2 * CELL + 32] = "", text[2048];
  double value = share_of_reference(c->value, c->reference);
  change_words(size, 100 * c->size, 2);
  money_words(money, fabs(c->money), fabs(c->money) >= 100 ? 0 : 2, 0);
  if (isfinite(c->money) && c->money != 0)
    snprintf(cost, sizeof cost, ", which %s %s %s", c->money > 0 ? "costs" : "brings", money, unit);
  snprintf(text, sizeof text, "%s: %s is %.2f %% of the reference%s%s, with %s at %s %%%s%s.",
           strcmp(c->rule, "target") == 0 ? "Target" : "Limit", c->what, value,
           *against ? " (the equilibrium without policy)" : "", c->binding ? "" : " and does not bind", c->instrument,
           size, other, cost);
  print_wrapped(text, 2);
}

static void print_limits(const tw_result *result, const tw_condition_result *c, const int *order, int count,
                         const char *unit, int all)
{
  const text_column head[] = {{{NULL, NULL, "what"}, 1, 20}, {{NULL, NULL, "limit"}, 0, 0},
                              {{NULL, NULL, "value"}, 0, 0}, {{NULL, "rent", "%"}, 0, 0},
                              {{NULL, "rent", unit}, 0, 0},  {{NULL, NULL, "owner"}, 1, 0}};
  int most = all ? MORE_LIMITS : FEW_LIMITS, shown = 0, limits = 0, binding = 0, left = 0;
  text_table *table = table_new(head, sizeof head / sizeof *head);
  for (int binds = 1; binds >= 0; binds--) { /* those that bind come first, the largest rent before the others */
    for (int i = 0; i < count; i++) {
      const tw_condition_result *l = &c[order[i]];
      char size[CELL], money[CELL];
      if (!is_limit(l) || (l->binding != 0) != binds) continue;
      limits++;
      binding += binds;
      if (shown == most) {
        left += binds;
        continue;
      }
      shown++;
      change_words(size, 100 * l->size, 2);
      money_words(money, l->money, fabs(l->money) >= 100 ? 0 : 2, 0);
      table_cell(table, "%s", l->what);
      share_cell(table, l->limit, l->reference);
      share_cell(table, l->value, l->reference);
      table_cell(table, "%s", size);
      table_cell(table, "%s", money);
      table_cell(table, "%s", l->owner ? l->owner : "");
    }
  }
  if (limits == 0) {
    table_free(table);
    return;
  }
  printf("\nLimits, in per cent of the reference%s; %d of %d bind%s:\n",
         *tw_result_text(result, "against") ? " (the equilibrium without policy)" : "", binding, limits,
         binding == 1 ? "s" : "");
  table_print(table);
  if (shown < limits) printf("%d further limits, of which %d bind (--out DIR writes all)\n", limits - shown, left);
}

void summary_conditions(const tw_result *result, int all)
{
  const tw_condition_result *c;
  int count = tw_result_conditions(result, &c), targets = 0;
  if (count == 0) return;
  double *money = obtained(malloc((size_t)count * sizeof *money));
  for (int i = 0; money && i < count; i++) money[i] = c[i].money;
  int *order = money ? order_by_size(money, count) : NULL;
  free(money);
  if (!order) return;
  char unit[CELL];
  money_unit(tw_result_world(result), unit);
  for (int i = 0; i < count; i++) {
    if (is_limit(&c[i]) || isnan(share_of_reference(c[i].value, c[i].reference))) continue;
    if (targets++ == 0) printf("\n");
    if (all || targets <= FEW_TARGETS) print_target(result, &c[i], unit);
  }
  if (!all && targets > FEW_TARGETS) printf("%d further ones (--all shows them)\n", targets - FEW_TARGETS);
  print_limits(result, c, order, count, unit, all);
  free(order);
}

/* ---------------------------------------------------------------- preferences */

enum { FEW_PREFERENCES = 5, MORE_PREFERENCES = 100 };

static void rate_cell(text_table *table, double fraction)
{
  if (isfinite(fraction))
    table_cell(table, "%.4g", 100 * fraction);
  else
    table_cell(table, "-");
}

void summary_preferences(const tw_result *result, int all)
{
  const tw_preference_result *p;
  const tw_world *world = tw_result_world(result);
  int count = tw_result_preferences(result, &p), most = all ? MORE_PREFERENCES : FEW_PREFERENCES;
  if (count == 0) return;
  double *value = obtained(malloc((size_t)count * sizeof *value));
  for (int i = 0; value && i < count; i++) value[i] = p[i].value;
  int *order = value ? order_by_size(value, count) : NULL;
  int rows = count < most ? count : most;
  char unit[CELL];
  money_unit(world, unit);
  const text_column head[] = {{{NULL, NULL, "flow"}, 1, 16},          {{NULL, "value", unit}, 0, 0},
                              {{"utili-", "sation", "%"}, 0, 0},      {{NULL, "new", "%"}, 0, 0},
                              {{"prefe-", "rential", "new %"}, 0, 0}, {{NULL, "MFN", "new %"}, 0, 0},
                              {{NULL, "tariff", "%"}, 0, 0},          {{NULL, "new", "%"}, 0, 0}};
  text_table *table = order ? table_new(head, sizeof head / sizeof *head) : NULL;
  if (table) {
    for (int i = 0; i < rows; i++) {
      const tw_preference_result *f = &p[order[i]];
      char words[CELL];
      money_words(words, f->value, f->value >= 100 ? 0 : 2, 0);
      int rest = f->product && strcmp(f->product, "rest") == 0;
      table_cell(table, "%s%s: %s from %s", f->product && !rest ? f->product : tw_world_sector(world, f->sector),
                 rest ? ".rest" : "", tw_world_region(world, f->importer), tw_world_region(world, f->exporter));
      table_cell(table, "%s", words);
      rate_cell(table, f->utilisation_base);
      rate_cell(table, f->utilisation_new);
      rate_cell(table, f->preferential_new);
      rate_cell(table, f->mfn_new);
      rate_cell(table, f->tariff_base);
      rate_cell(table, f->tariff_new);
    }
    if (rows < count)
      printf("\nPreferences, the %d largest of %d flows:\n", rows, count);
    else
      printf("\nPreferences:\n");
    table_print(table);
  }
  free(order);
  free(value);
}

/* ---------------------------------------------------------------- years */

enum { YEAR_ROWS = 12, YEAR_REGIONS = 6 };

void summary_years(const tw_path *path, int all)
{
  int count = tw_path_count(path);
  if (count < 2) return;
  const tw_world *world = tw_result_world(tw_path_result(path, 0));
  int N = tw_world_regions(world), columns = N < YEAR_REGIONS ? N : YEAR_REGIONS;
  double *most = obtained(calloc((size_t)N, sizeof *most)), *values = obtained(malloc((size_t)count * sizeof *values));
  for (int i = 0; most && i < count; i++) {
    const double *income = tw_result_column(tw_path_result(path, i), TW_REGIONS, "real_income_pct");
    for (int r = 0; income && r < N; r++) most[r] = fmax(most[r], fabs(income[r]));
  }
  int *order = most ? order_by_size(most, N) : NULL;
  text_column head[1 + YEAR_REGIONS] = {{{NULL, NULL, "year"}, 1, 0}};
  int decimals[YEAR_REGIONS];
  for (int c = 0; order && values && c < columns; c++) {
    head[1 + c] = (text_column){{NULL, NULL, tw_world_region(world, order[c])}, 0, 0};
    for (int i = 0; i < count; i++)
      values[i] = tw_result_column(tw_path_result(path, i), TW_REGIONS, "real_income_pct")[order[c]];
    decimals[c] = decimals_for(values, NULL, count);
  }
  text_table *table = order && values ? table_new(head, 1 + columns) : NULL;
  if (table) {
    /* Every first, second, third … year, and the last. */
    int step = all || count <= YEAR_ROWS ? 1 : (count - 2) / (YEAR_ROWS - 1) + 1;
    for (int i = 0; i < count; i = i == count - 1 || i + step < count ? i + step : count - 1) {
      table_cell(table, "%d", tw_path_year(path, i));
      const double *income = tw_result_column(tw_path_result(path, i), TW_REGIONS, "real_income_pct");
      for (int c = 0; c < columns; c++) {
        char words[CELL];
        change_words(words, income[order[c]], decimals[c]);
        table_cell(table, "%s", words);
      }
    }
    printf("\nReal income by year, %%, of the regions that change most:\n");
    table_print(table);
    if (step > 1) printf("(--all shows every year)\n");
  }
  free(order);
  free(values);
  free(most);
}
