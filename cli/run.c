/* tradewind run SCENARIO: solves a policy, prints what it does, writes the results folder. */
#include "command.h"
#include "summary.h"

/* An outcome without a certificate: says why and where, and what was written. */
static int say_uncertified(const tw_result *result, const char *folder)
{
  const tw_info *info = tw_result_info(result);
  const tw_world *world = tw_result_world(result);
  const char *region = info->worst_region < 0 ? NULL : tw_world_region(world, info->worst_region);
  const char *sector = info->worst_sector < 0 ? NULL : tw_world_sector(world, info->worst_sector);
  fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info->outcome),
       *info->message ? info->message : tw_outcome_meaning(info->outcome));
  if (info->base_failed) {
    fail(EXIT_UNCERTIFIED, "it is the equilibrium without the policy that was not found");
  } else {
    fail(EXIT_UNCERTIFIED, "it failed at %s%s%s; the largest share of the shock that still solves is %.4g %%",
         region ? region : "no region in particular", sector ? " " : "", sector ? sector : "",
         100 * info->share_solved);
  }
  if (folder)
    fail(EXIT_UNCERTIFIED, "%s/run.json says so, %s/uncertified has the residuals; older results stay", folder, folder);
  return EXIT_UNCERTIFIED;
}

static int solve_and_tell(tw_context *context, const arguments *a, const tw_world *world, const tw_scenario *scenario,
                          double load, double start)
{
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  const char *folder = a->value[OPTION_out];
  tw_status status = tw_solver_new(context, world, &a->settings, &solver);
  if (status == TW_OK) status = tw_solve(solver, scenario, &result);
  if (status == TW_OK) tw_result_info_edit(result)->seconds.load = load;
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_result_write(context, result, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  int code = EXIT_CERTIFIED;
  if (status != TW_OK)
    code = fail_status(context, status);
  else if (tw_result_info(result)->outcome <= 0)
    code = say_uncertified(result, folder);
  else
    summary_print(result, a->value[OPTION_all] != NULL, folder, seconds_now() - start);
  tw_result_free(result);
  tw_solver_free(solver);
  return code;
}

static int run(tw_context *context, const arguments *a)
{
  double start = seconds_now();
  tw_scenario *scenario;
  tw_world *world;
  int code = open_scenario(context, a, &scenario, &world);
  if (code == 0) code = solve_and_tell(context, a, world, scenario, seconds_now() - start, start);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_run = {
    .name = "run",
    .words = "SCENARIO",
    .summary = "solve a policy and show what it does to every region",
    .text = "SCENARIO is a YAML file or the name of a built-in scenario. Base and new equilibrium are both solved, and "
            "both are certified: a solution that does not satisfy every equation to the tolerance is never shown. With "
            "--out the results go into a folder: regions.csv, sectors.csv, trade.csv and run.json.",
    .example = "  tradewind run us-tariff-canada\n"
               "  tradewind run us-tariff-canada --out results --tolerance 1e-11\n",
    .options = OPTION_BIT(world) | OPTION_BIT(out) | OPTION_BIT(all) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_scenarios,
};
