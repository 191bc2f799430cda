/* The list of what a results folder may hold: the tables of a run, whether it has each and what fills it; the names of
 * all other files, of Stata files, too. */
#include <string.h>

#include "exposure/exposure.h"
#include "report/report.h"

static int has_always(const twi_run *run)
{
  (void)run;
  return 1;
}

static int has_groups(const twi_run *run)
{
  return tw_result_groups(run->result) > 0;
}

static int has_products(const twi_run *run)
{
  return tw_world_products(tw_result_world(run->result)) > 0;
}

static int has_plants(const twi_run *run)
{
  return run->plants != NULL;
}

static int has_parity(const twi_run *run)
{
  const tw_parity *p;
  return run->plants && tw_plants_parity(run->plants, &p) > 0;
}

static int has_closing(const twi_run *run)
{
  const tw_closing *c;
  return run->plants && tw_plants_closings(run->plants, &c) > 0;
}

static int has_dependence(const twi_run *run)
{
  return run->dependence != NULL;
}

static int has_calories(const twi_run *run)
{
  return run->food != NULL;
}

static int has_exposure(const twi_run *run)
{
  return run->exposure != NULL;
}

static int has_exposure_rows(const twi_run *run)
{
  return run->exposure && !run->exposure->all;
}

static int has_cascade(const twi_run *run)
{
  return run->cascade != NULL;
}

static int has_clause(const twi_run *run)
{
  const tw_clause_row *row;
  return run->cascade && tw_cascade_clause_rows(run->cascade, &row) > 0;
}

static int has_link(const twi_run *run)
{
  return run->link != NULL;
}

static int has_illegal(const twi_run *run)
{
  return run->illegal != NULL;
}

static int has_limits(const twi_run *run)
{
  const tw_condition_result *c;
  return tw_result_conditions(run->result, &c) > 0;
}

static int has_preferences(const twi_run *run)
{
  const tw_preference_result *p;
  return tw_result_preferences(run->result, &p) > 0;
}

static int has_drivers(const twi_run *run)
{
  const tw_range_driver *d;
  return run->range && tw_range_drivers(run->range, &d) > 0;
}

static int has_years(const twi_run *run)
{
  return run->years > 0;
}

#define TABLE(name, wanted) {#name ".csv", twi_report_##name, has_##wanted},
static const struct table {
  const char *name;
  tw_status (*fill)(twi_sheet *sheet, const twi_run *run);
  int (*wanted)(const twi_run *run);
} tables[TWI_REPORT_TABLES] = {TWI_RESULTS_RUN_TABLES(TABLE)};

#define OTHER(kind, name) {TWI_RESULTS_##kind, name},
static const struct other {
  twi_results_kind kind;
  const char *name;
} others[TWI_REPORT_OTHERS] = {TWI_RESULTS_OTHERS(OTHER)};

const char *twi_report_file(int index)
{
  if (index < 0 || index > TWI_REPORT_PAGE) return NULL;
  if (index == TWI_REPORT_PAGE) return "report.html";
  return index < TWI_REPORT_TABLES ? tables[index].name : others[index - TWI_REPORT_TABLES].name;
}

int twi_is_table(const char *name)
{
  size_t n = strlen(name);
  return n > 4 && strcmp(name + n - 4, ".csv") == 0 && strcmp(name, "columns.csv") != 0;
}

const char *twi_report_table(int index, twi_results_kind *kind, int *place)
{
  int places[TWI_RESULTS_KINDS] = {0};
  *kind = TWI_RESULTS_RUN;
  *place = index;
  if (index < TWI_REPORT_TABLES) return tables[index].name;
  index -= TWI_REPORT_TABLES;
  for (int i = 0; i < TWI_REPORT_OTHERS; i++) {
    if (!twi_is_table(others[i].name)) continue;
    *kind = others[i].kind;
    *place = places[*kind]++;
    if (index-- == 0) return others[i].name;
  }
  return NULL;
}

int twi_report_table_count(void)
{
  int count = TWI_REPORT_TABLES;
  for (int i = 0; i < TWI_REPORT_OTHERS; i++) count += twi_is_table(others[i].name);
  return count;
}

const char *twi_stata_name(const char *table)
{
  const char *name;
  size_t n = strlen(table) - 3;
  for (int i = 0; (name = twi_report_file(i)); i++)
    if (strlen(name) == n + 3 && strncmp(name, table, n) == 0 && strcmp(name + n, "dta") == 0) return name;
  return NULL;
}

int twi_report_wanted(int index, const twi_run *run)
{
  return tables[index].wanted(run);
}

tw_status twi_report_fill(int index, twi_sheet *sheet, const twi_run *run)
{
  return tables[index].fill(sheet, run);
}

static int has_table(int index, const void *of)
{
  return twi_report_wanted(index, of);
}

static tw_status fill_table(int index, twi_sheet *sheet, const void *of)
{
  return twi_report_fill(index, sheet, of);
}

const twi_tables twi_run_tables = {has_table, fill_table};

twi_run twi_run_of_path(tw_path *path)
{
  int count = tw_path_count(path);
  twi_run run = {.result = tw_path_result(path, count - 1), .count = count};
  if (tw_path_year(path, 0) == 0) return run; /* one equilibrium, no years */
  run.path = path;
  while (run.years < count && tw_result_info(tw_path_result(path, run.years))->outcome > 0) run.years++;
  return run;
}

twi_run twi_run_of_link(const tw_link *link)
{
  return (twi_run){.result = tw_path_result(tw_link_path(link), 0), .count = 1, .link = link};
}

twi_run twi_run_of_dependence(const tw_dependence *dependence)
{
  return (twi_run){.result = tw_dependence_result(dependence), .count = 1, .dependence = dependence};
}

twi_run twi_run_of_cascade(const tw_cascade *cascade)
{
  return (twi_run){.result = tw_cascade_result(cascade, 1), .count = 1, .cascade = cascade};
}

twi_run twi_run_of_food(const tw_food *food)
{
  return (twi_run){.result = tw_food_result(food), .count = 1, .food = food};
}

twi_run twi_run_of_illegal(const tw_illegal *illegal)
{
  twi_run run = twi_run_of_path(tw_illegal_path(illegal, tw_illegal_share(illegal)));
  run.illegal = illegal;
  return run;
}

twi_run twi_run_of_exposure(const tw_exposure *exposure)
{
  return (twi_run){.result = exposure->point.result, .count = 1, .exposure = exposure};
}

twi_run twi_run_of_plants(const tw_plants *plants)
{
  const tw_range_result *range = tw_plants_range(plants);
  tw_result *result = range ? tw_range_central(range) : tw_plants_result(plants);
  return (twi_run){.result = result, .count = 1, .range = range, .plants = tw_plants_count(plants) ? plants : NULL};
}
