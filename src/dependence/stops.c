/* Real income where a partner stops: it may sell nothing to the region any more, and everything adjusts. Each is an
 * equilibrium of its own, compared with the base that the tables are of; the partners with the largest shares in
 * imports are stopped, one at a time. */
#include <math.h>
#include <string.h>

#include "dependence/dependence.h"

/* The partner with the largest share in imports of those that are not done yet; -1: none. */
static int next_partner(const tw_dependence *d, const unsigned char *done)
{
  const double *share = twi_dependence_cell(d, 0, (size_t)d->world->S, TWI_DEPENDS_IMPORT_SHARE);
  int most = -1;
  for (int o = 0; o < d->world->N; o++)
    if (!done[o] && share[o] > 0 && (most < 0 || share[o] > share[most])) most = o;
  return most;
}

/* Takes the line, NULL: there was no memory for it. */
static tw_status keep_remark(tw_dependence *d, char *line)
{
  char **grown = line ? twi_grow_list(d->ctx, d->remark, (size_t)d->remarks, sizeof *grown) : NULL;
  if (!grown) {
    twi_free(d->ctx, line);
    return twi_no_memory(d->ctx, sizeof *grown);
  }
  d->remark = grown;
  d->remark[d->remarks++] = line;
  return TW_OK;
}

static tw_status stop_partner(tw_dependence *d, tw_solver *solver, const char *deficits, int partner)
{
  const tw_world *w = d->world;
  tw_scenario *scenario = NULL;
  tw_result *result = NULL;
  char *text = twi_format(d->ctx,
                          "scenario: stop\nclosure: {deficits: %s}\npolicy:\n"
                          "  - ban: {importer: \"%s\", exporter: \"%s\", sector: all}\n",
                          deficits, w->region[d->region], w->region[partner]);
  if (!text) return twi_no_memory(d->ctx, 0);
  tw_status status = tw_scenario_parse(d->ctx, text, strlen(text), "stop", &scenario);
  if (status == TW_OK) status = twi_solve_year(solver, scenario, 0, NULL, NULL, &result); /* in the view that there is */
  if (status == TW_OK) {
    const tw_info *info = tw_result_info(result);
    if (info->outcome > 0)
      twi_dependence_cell(d, 0, (size_t)w->S, TWI_DEPENDS_STOP)[partner] =
          100 * expm1(twi_log_real_income(result, d->region));
    else
      status = keep_remark(d, twi_format(d->ctx, "No equilibrium was found where %s sells nothing to %s: %s",
                                         w->region[partner], w->region[d->region], info->message));
  }
  tw_result_free(result);
  tw_scenario_free(scenario);
  twi_free(d->ctx, text);
  return status;
}

tw_status twi_dependence_stops(tw_dependence *d, const tw_scenario *scenario)
{
  char year[192];
  twi_year_words(d->result, scenario, year);
  if (*year) {
    tw_status said = keep_remark(d, twi_format(d->ctx, "%s", year));
    if (said != TW_OK) return said;
  }
  if (d->stops < 1) return TW_OK;
  const char *deficits = scenario ? tw_scenario_text(scenario, "deficits") : "fixed";
  tw_settings settings = d->settings;
  tw_solver *solver = NULL;
  unsigned char *done = twi_new(d->ctx, (size_t)d->world->N, 1);
  settings.decomposition = 0;
  tw_status status = done ? TW_OK : twi_no_memory(d->ctx, (size_t)d->world->N);
  if (status == TW_OK) status = tw_solver_new(d->ctx, d->world, &settings, &solver);
  for (int k = 0, partner; status == TW_OK && k < d->stops && (partner = next_partner(d, done)) >= 0; k++) {
    done[partner] = 1;
    status = twi_progress(d->ctx, "stopping partners", (double)k / d->stops);
    if (status == TW_OK) status = stop_partner(d, solver, deficits, partner);
  }
  tw_solver_free(solver);
  twi_free(d->ctx, done);
  return status;
}
