/* Results made up by hand, for tests of what is written of them: no scenario and no solver is needed, and every number
 * is known. The functions of tradewind.h that read a result or a path are defined here, so that the library's own are
 * not linked; a test that includes this must not solve anything. */
#ifndef TRADEWIND_TESTS_MADE_RESULT_H
#define TRADEWIND_TESTS_MADE_RESULT_H

#include "three.h"

enum { MADE_COLUMNS = 4, MADE_YEARS = 3 };
static const char *const made_region_column[] = {"real_income_pct", "capital_pct", "employment_pct", NULL};
static const char *const made_sector_column[] = {"output_pct", "value_added_change", NULL};

struct tw_result {
  const tw_world *world;
  tw_settings settings;
  tw_info info;
  const char *against;
  double regions[MADE_COLUMNS][3], sectors[MADE_COLUMNS][9];
  int conditions, preferences, effects;
};

struct tw_path {
  int count, year[MADE_YEARS];
  tw_result result[MADE_YEARS];
};

static const tw_condition_result made_condition[] = {
    {"quota", "imports of C29 by USA from CAN", "rent of the quota", "CAN", 9, 160, 200, 160, 1, 0.12, 19.2},
    {"quota", "imports of A01 by USA from CAN, JPN", "rent of the quota", "USA", 10, 90, 80, 78.5, 0, 0, 0},
    {"target", "output of C29 in CAN", "subsidy on C29 in CAN", "", 11, 100, 100, 100, 1, 0.07, 3.5},
    {"labour", "real wage of JPN", "employment of JPN", "", 12, 100, 100, 100, 1, -0.01, NAN},
};
static const tw_preference_result made_preference[] = {
    {C29, USA, CAN, 28, 0, 0, 0.025, 0.275, 0.714, 0.9, 0.00715, 0.0275, 0.02, NULL},
};
static const tw_rule_effect made_effect[] = {
    {"tariff", "a.yaml", 7, 0, "the tariff of USA on \"C29\" of CAN goes from 7 % to 32 %", 1, 1, 28, 0.07, 0.32, 0, 0,
     "Proclamation 10908", NULL},
    {"quota", "b.yaml", 9, 0, "imports are at most 80 % of the reference", 1, 1, 28, NAN, NAN, 1, 7, NULL, NULL},
    {"tariff", "c.yaml", 3, 1, "the tariff changes", 2, 1, 50, 0.07, 0.07, 0, 0, NULL, NULL},
};
static const char *const made_sentence[] = {"trade deficits are fixed", "labour supply answers the real wage", NULL};

/* Region r has 1000 year + 10 column + r, sectors the same with k; the last row of each is missing. */
static inline void made_result(tw_result *r, const tw_world *of, int year)
{
  memset(r, 0, sizeof *r);
  r->world = of;
  tw_settings_default(&r->settings);
  r->against = "";
  for (int c = 0; c < MADE_COLUMNS; c++) {
    for (int i = 0; i < 3; i++) r->regions[c][i] = i == 2 ? (double)NAN : 1000 * (year % 100) + 10 * c + i;
    for (int i = 0; i < 9; i++) r->sectors[c][i] = i == 8 ? (double)NAN : 1000 * (year % 100) + 10 * c + i;
  }
  tw_info *i = &r->info;
  i->outcome = TW_CERTIFIED;
  i->share_solved = 1;
  i->worst_region = i->worst_sector = -1;
  i->iterations = 5;
  i->steps = 1;
  i->residual_evaluations = 7;
  i->seconds.base = 0.25;
  i->seconds.new_ = 0.5;
  i->decomposition_remainder = 1e-9;
  i->certificate = (tw_certificate){1, 1e-10, 2e-15, 1, {{"goods_market", 2e-15, CAN, C29}}};
  i->base_certificate = i->certificate;
}

static inline void made_failure(tw_result *r)
{
  r->info.outcome = TW_OUT_OF_REACH;
  r->info.share_solved = 0.4;
  r->info.certificate.holds = 0;
  snprintf(r->info.message, sizeof r->info.message, "made to fail");
}

/* Years 2026 to 2028. */
static inline void made_path(tw_path *p, const tw_world *of)
{
  p->count = MADE_YEARS;
  for (int i = 0; i < MADE_YEARS; i++) made_result(&p->result[i], of, p->year[i] = 2026 + i);
}

/* ---------------------------------------------------------------- the library's functions */

const tw_info *tw_result_info(const tw_result *r)
{
  return &r->info;
}

tw_info *tw_result_info_edit(tw_result *r)
{
  return &r->info;
}

const tw_world *tw_result_world(const tw_result *r)
{
  return r->world;
}

const tw_settings *tw_result_settings(const tw_result *r)
{
  return &r->settings;
}

const char *tw_result_text(const tw_result *r, const char *field)
{
  if (strcmp(field, "against") == 0) return r->against;
  return strcmp(field, "scenario") == 0 ? "made" : strcmp(field, "title") == 0 ? "Made up" : "fixed";
}

int tw_result_effects(const tw_result *r, const tw_rule_effect **effects)
{
  *effects = made_effect;
  return r->effects;
}

struct twi_scenario_file;
/* As in indicator/result.h, whose tw_result is another. */
struct twi_other {
  int found, region;
  double number[4];
};
const struct twi_other *twi_result_other(const tw_result *r);
const struct twi_other *twi_result_other(const tw_result *r)
{
  static const struct twi_other none;
  (void)r;
  return &none;
}

int twi_result_files(const tw_result *r, const struct twi_scenario_file **files);
int twi_result_files(const tw_result *r, const struct twi_scenario_file **files)
{
  (void)r;
  *files = NULL;
  return 0;
}

const char *tw_result_sentence(const tw_result *r, int index)
{
  (void)r;
  return index < 2 ? made_sentence[index] : NULL;
}

const char *tw_result_column_name(tw_table table, int index)
{
  return (table == TW_REGIONS ? made_region_column : made_sector_column)[index];
}

const double *tw_result_column(const tw_result *r, tw_table table, const char *name)
{
  const char *found;
  for (int i = 0; (found = tw_result_column_name(table, i)); i++)
    if (strcmp(found, name) == 0) return table == TW_REGIONS ? r->regions[i] : r->sectors[i];
  return NULL;
}

tw_status tw_result_flow(const tw_result *r, int s, int d, int o, tw_flow_change *out)
{
  (void)r;
  size_t flow = three_cell(s, d, o);
  *out = (tw_flow_change){10, 10 + (double)flow, 0.07, flow == three_cell(C29, USA, CAN) ? 0.32 : 0.07};
  return TW_OK;
}

struct twi_jobs {
  int given, scaled, region;
  double most;
  char *words;
};

const struct twi_jobs *twi_result_jobs(const tw_result *r);
const struct twi_jobs *twi_result_jobs(const tw_result *r)
{
  static const struct twi_jobs none;
  (void)r;
  return &none;
}

int tw_result_net(const tw_result *r, const tw_net_change **changes, size_t *all)
{
  (void)r;
  *changes = NULL;
  if (all) *all = 0;
  return 0;
}

int tw_result_focus(const tw_result *r, int *sector)
{
  (void)r;
  if (sector) *sector = -1;
  return -1;
}

const char *tw_result_focus_regions(const tw_result *r, const int **members, int *count)
{
  (void)r;
  if (members) *members = NULL;
  if (count) *count = 0;
  return NULL;
}

const char *tw_result_focus_sectors(const tw_result *r, const int **members, int *count)
{
  return tw_result_focus_regions(r, members, count);
}

const char *tw_result_focus_products(const tw_result *r, const int **members, int *count)
{
  return tw_result_focus_regions(r, members, count);
}

int tw_result_answers(const tw_result *r, const tw_answer **answers)
{
  (void)r;
  *answers = NULL;
  return 0;
}

int tw_result_groups(const tw_result *r)
{
  (void)r;
  return 0;
}

const char *tw_result_group(const tw_result *r, int index, const int **members, int *count)
{
  (void)r;
  (void)index;
  (void)members;
  (void)count;
  return NULL;
}

int tw_result_conditions(const tw_result *r, const tw_condition_result **conditions)
{
  *conditions = made_condition;
  return r->conditions;
}

int tw_result_preferences(const tw_result *r, const tw_preference_result **preferences)
{
  *preferences = made_preference;
  return r->preferences;
}

int tw_path_count(const tw_path *p)
{
  return p->count;
}

int tw_path_year(const tw_path *p, int index)
{
  return p->year[index];
}

tw_result *tw_path_result(const tw_path *p, int index)
{
  return (tw_result *)&p->result[index];
}

/* No ranges: what writes results asks for them only where there are some. */
const tw_range_info *tw_range_info_of(const tw_range_result *r)
{
  (void)r;
  return NULL;
}

tw_result *tw_range_central(const tw_range_result *r)
{
  (void)r;
  return NULL;
}

const char *tw_range_store(const tw_range_result *r)
{
  (void)r;
  return NULL;
}

const double *tw_range_quantile(const tw_range_result *r, tw_table table, const char *name, int which)
{
  (void)r, (void)table, (void)name, (void)which;
  return NULL;
}

int tw_range_answers(const tw_range_result *r, const tw_answer **answers)
{
  (void)r;
  *answers = NULL;
  return 0;
}

int tw_range_parameters(const tw_range_result *r, const tw_range_parameter **parameters)
{
  (void)r, (void)parameters;
  return 0;
}

int tw_range_drivers(const tw_range_result *r, const tw_range_driver **drivers)
{
  (void)r, (void)drivers;
  return 0;
}

const char *tw_range_note(const tw_range_result *r, int index)
{
  (void)r, (void)index;
  return NULL;
}

#endif
