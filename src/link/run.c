/* The section `market` of a scenario linked to its policy: the market's rules in the last of its years. */
#include <string.h>

#include "link/link.h"
#include "scenario/rules.h"

tw_status tw_link_run(tw_context *ctx, const tw_world *world, tw_scenario *scenario, const tw_settings *settings,
                      const tw_link_options *options, tw_link **link)
{
  const twi_link_how how = {NULL, 0, 0};
  return twi_link_run_so(ctx, world, scenario, settings, options, &how, link);
}

tw_status twi_link_run_so(tw_context *ctx, const tw_world *world, tw_scenario *scenario, const tw_settings *settings,
                          const tw_link_options *options, const twi_link_how *how, tw_link **link)
{
  const tw_outlook_options ask = {.market = how->market, .no_report = 1};
  twi_outlook_rules policy = {0}, shock = {0};
  tw_outlook *o = NULL;
  *link = NULL;
  if (!scenario->market.node)
    return twi_fail(ctx, TW_USAGE, "scenario %s has no section market: there is nothing to link", scenario->name);
  scenario->linked = 1;
  tw_status status = twi_outlook_run(ctx, scenario, &ask, 0, &o);
  /* The answer of a run is about regions: of the buyer whose code is one, where nobody asks for another. */
  if (status == TW_OK && !scenario->focus_region && scenario->market.focus && o->focus >= 0) {
    const char *code = o->market->buyer[o->focus].region;
    if (code && strcmp(code, scenario->market.focus->text) == 0) scenario->focus_region = scenario->market.focus;
  }
  if (status == TW_OK) status = twi_outlook_rules_of(o, o->year[o->years - 1], 0, &policy, &shock);
  if (status == TW_OK) {
    const tw_market_question question = twi_outlook_question(o, o->year[o->years - 1], 0, &policy, &shock);
    status = twi_link_solve_so(ctx, world, scenario, o->market, &question, settings, options, how, link);
  }
  twi_outlook_rules_free(ctx, &policy);
  twi_outlook_rules_free(ctx, &shock);
  if (status != TW_OK) {
    tw_outlook_free(o);
    return status;
  }
  tw_link *l = *link;
  l->outlook = o;
  /* The tables of the market are those of an outlook of one year, solved as the core has it. */
  l->shown = *o;
  l->shown.years = l->shown.solved = 1;
  l->shown.year = &o->year[o->years - 1];
  l->shown.result = &l->linked;
  l->shown.compared = &l->none;
  l->shown.has_compared = l->shown.draws = l->shown.drawn = 0;
  if (l->outcome > 0 && (scenario->market.rules[TWI_MARKET_COMPARED] > 0 || scenario->market.compared_statuses))
    status = twi_link_say(l, "What the section market compares is left out here: `tradewind market` compares it.");
  if (status != TW_OK) {
    tw_link_free(l);
    *link = NULL;
  }
  return status;
}
