/* Calories of a region as a whole: tw_food_run. The scenario is solved as `run` does it; without one nothing changes,
 * and the world says names alone. */
#include "food/food.h"

#include <math.h>
#include <string.h>

#include "world/meant.h"

static const char nothing[] = "scenario: base\npolicy: []\n";

void tw_food_free(tw_food *f)
{
  if (!f) return;
  tw_context *ctx = f->ctx;
  for (int i = 0; i < TWI_FOOD_FILES; i++) twi_supply_file_free(ctx, &f->file[i]);
  for (int i = 0; i < f->sentences; i++) twi_free(ctx, f->sentence[i]);
  for (int i = 0; i < f->remarks; i++) twi_free(ctx, f->remark[i]);
  twi_free(ctx, f->sentence);
  twi_free(ctx, f->remark);
  twi_food_tables_free(ctx, &f->tables);
  twi_free(ctx, f->row);
  twi_free(ctx, f->told);
  twi_free(ctx, f->account);
  twi_free(ctx, f->given);
  tw_result_free(f->result);
  twi_free(ctx, f);
}

static tw_status solve_both(tw_food *f, const tw_world *world, const tw_scenario *scenario)
{
  tw_solver *solver = NULL;
  tw_scenario *none = NULL;
  if (!scenario) {
    f->settings.decomposition = 0; /* nothing changes */
    twi_log_again(f->ctx, 1);
  }
  tw_status status = tw_solver_new(f->ctx, world, &f->settings, &solver);
  if (status == TW_OK && !scenario) status = tw_scenario_parse(f->ctx, nothing, sizeof nothing - 1, "base", &none);
  if (status == TW_OK)
    status = scenario ? twi_solve_viewed(solver, scenario, tw_scenario_until(scenario), &f->result)
                      : tw_solve(solver, none, &f->result);
  if (!scenario) twi_log_again(f->ctx, 0);
  char year[192] = "";
  if (status == TW_OK) twi_year_words(f->result, scenario, year);
  if (*year) status = twi_food_say(f, 1, "%s", year);
  tw_scenario_free(none);
  tw_solver_free(solver);
  if (status == TW_OK) f->world = tw_result_world(f->result);
  return status;
}

/* What callers read of the rows. */
static tw_status tell_rows(tw_food *f)
{
  f->told = twi_alloc(f->ctx, (size_t)f->rows + 1, sizeof *f->told);
  if (!f->told) return twi_no_memory(f->ctx, (size_t)f->rows * sizeof *f->told);
  for (int i = 0; i < f->rows; i++) {
    const twi_calories *r = &f->row[i];
    tw_calories *to = &f->told[i];
    *to = (tw_calories){.product = r->item,
                        .origin = r->origin,
                        .quality = twi_quality_names[r->quality],
                        .at_home = r->at_home,
                        .of_feed = r->of_feed,
                        .direct_new = r->direct_new,
                        .look_through_new = r->look_new};
    memcpy(to->direct, r->direct, sizeof to->direct);
    memcpy(to->look_through, r->look, sizeof to->look_through);
  }
  return TW_OK;
}

/* Origins of tables of one's own that the world has not: they stand as they are written, and a slip of the pen is told. */
static void tell_strangers(const tw_food *f, const tw_world *world)
{
  const twi_food_tables *t = &f->tables;
  for (int i = 0; f->given && i < t->froms; i++) {
    const twi_from *from = &t->from[i];
    char meant[TWI_MEANT];
    if (tw_world_find_region(world, from->origin) >= 0) continue;
    const char *near = twi_world_suggest(world, TWI_AXIS_REGIONS, from->origin, strlen(from->origin), meant);
    twi_log(f->ctx, 0, "%s:%d: %s is no region of world %s, and stands as it is written%s%s%s",
            twi_food_file_name[TWI_DIET_ORIGINS], from->line, from->origin, world->name, near ? "; did you mean " : "",
            near ? near : "", near ? "?" : "");
  }
}

static tw_status make_all(tw_food *f, const tw_world *world, const tw_scenario *scenario)
{
  tw_status status = twi_food_read(f->ctx, f->file, world->region[f->region], &f->tables);
  if (status == TW_OK) tell_strangers(f, world);
  if (status == TW_OK) status = twi_food_account(f);
  if (status == TW_OK) status = solve_both(f, world, scenario);
  if (status != TW_OK || tw_result_info(f->result)->outcome <= 0) return status;
  status = twi_food_change(f);
  if (status == TW_OK) status = twi_food_rows(f);
  return status == TW_OK ? tell_rows(f) : status;
}

static tw_status begin(tw_context *ctx, const tw_world *world, const tw_settings *settings, const char *region,
                       int changed, tw_food **out)
{
  int at;
  *out = NULL;
  tw_status status = twi_world_region_named(ctx, world, "region", region ? region : "", &at);
  if (status != TW_OK) return status;
  tw_food *f = twi_new(ctx, 1, sizeof *f);
  if (!f) return twi_no_memory(ctx, sizeof *f);
  f->ctx = ctx;
  f->region = at;
  f->changed = changed;
  if (settings)
    f->settings = *settings;
  else
    tw_settings_default(&f->settings);
  *out = f;
  return TW_OK;
}

static tw_status end(tw_food *f, tw_status status, double start, tw_food **out)
{
  if (status != TW_OK) {
    tw_food_free(f);
    *out = NULL;
    return status;
  }
  f->seconds = twi_seconds() - start;
  return TW_OK;
}

static tw_status read_files(tw_food *f, const char *folder)
{
  tw_status status = TW_OK;
  f->given = twi_strdup(f->ctx, folder);
  if (!f->given) return twi_no_memory(f->ctx, 0);
  for (int i = 0; i < TWI_FOOD_FILES && status == TW_OK; i++) {
    char *path = twi_format(f->ctx, "%s/%s", folder, twi_food_file_name[i]);
    status = path ? twi_supply_file_read(f->ctx, path, &f->file[i]) : twi_no_memory(f->ctx, 0);
    twi_free(f->ctx, path);
  }
  return status;
}

tw_status tw_food_run(tw_context *ctx, const tw_world *world, const tw_scenario *scenario, const tw_settings *settings,
                      const char *region, const tw_food_options *options, tw_food **out)
{
  double start = twi_seconds();
  tw_food *f;
  tw_status status = begin(ctx, world, settings, region, scenario != NULL, out);
  if (status != TW_OK) return status;
  f = *out;
  if (options && options->tables) status = read_files(f, options->tables);
  return end(f, status == TW_OK ? make_all(f, world, scenario) : status, start, out);
}

tw_status twi_food_again(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const char *region, const twi_supply_file *files, tw_food **out)
{
  double start = twi_seconds();
  tw_food *f;
  tw_status status = begin(ctx, world, settings, region, scenario != NULL, out);
  if (status != TW_OK) return status;
  f = *out;
  for (int i = 0; i < TWI_FOOD_FILES && status == TW_OK && files; i++)
    status = twi_supply_file_copy(ctx, files[i].name, files[i].text, files[i].bytes, &f->file[i]);
  return end(f, status == TW_OK ? make_all(f, world, scenario) : status, start, out);
}
