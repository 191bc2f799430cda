/* Bans that spread, as a whole: tw_cascade_run. */
#include "cascade/cascade.h"

#include <math.h>
#include <string.h>

#include "scenario/sentence.h"

void tw_cascade_free(tw_cascade *c)
{
  if (!c) return;
  tw_context *ctx = c->ctx;
  for (int i = 0; i < TWI_CASCADE_SIDES; i++) tw_path_free(c->path[i]);
  for (int i = 0; i < c->sentences; i++) twi_free(ctx, c->sentence[i]);
  for (int i = 0; i < c->remarks; i++) twi_free(ctx, c->remark[i]);
  twi_free(ctx, c->sentence);
  twi_free(ctx, c->remark);
  twi_cascade_tables_free(c);
  twi_free(ctx, c->follower);
  twi_free(ctx, c->row);
  twi_free(ctx, c->party);
  twi_view_free(ctx, c->view);
  twi_free(ctx, c);
}

/* The trigger stocks needs the stock of everybody who decides by it, and quantities. */
static tw_status check_stocks(const tw_cascade *c)
{
  const twi_cascade_section *s = &c->scenario->cascade;
  const tw_world *w = c->world;
  if (!s->node || s->trigger != TWI_TRIGGER_STOCKS) return TW_OK;
  for (int i = 0; i < c->followers; i++) {
    const twi_follower *f = &c->follower[i];
    char room[TWI_PRODUCT_WORDS];
    const twi_reserve *reserve = twi_cascade_reserve(c, f->region, f->product);
    const char *code = f->product < 0 ? w->sector[f->sector] : twi_product_words(w, f->product, room);
    if (reserve && w->quantity && reserve->quantity > 0) continue;
    if (f->product < 0)
      return twi_yaml_fail(c->ctx, s->trigger_node,
                           "trigger: stocks needs the stocks of a product, and %s is a sector; expected product: in "
                           "its place, or trigger: price or volume",
                           code);
    if (reserve && reserve->quantity > 0)
      return twi_yaml_fail(c->ctx, s->trigger_node,
                           "trigger: stocks needs quantities that are traded, which world %s does not have of %s; "
                           "expected price or volume",
                           w->name, code);
    return twi_yaml_fail(c->ctx, s->trigger_node,
                         "trigger: stocks needs the stock of everybody in who, and none of %s in %s is known; expected "
                         "a row of it in stocks.csv (%s), who: without %s, or price or volume",
                         code, w->region[f->region],
                         c->file[TWI_STOCKS].name ? c->file[TWI_STOCKS].name
                                                  : "of the world's folder, or --food-tables DIR brings it",
                         w->region[f->region]);
  }
  return TW_OK;
}

static tw_status solve_all(tw_cascade *c)
{
  tw_settings quick = c->settings;
  tw_solver *solver = NULL, *last = NULL;
  quick.decomposition = 0; /* of rounds before the last nothing but prices and flows is asked */
  tw_status status = tw_solver_new(c->ctx, c->world, &c->settings, &last);
  if (status == TW_OK && c->settings.decomposition && c->followers)
    status = tw_solver_new(c->ctx, c->world, &quick, &solver);
  for (int side = 0; side < TWI_CASCADE_SIDES && status == TW_OK; side++)
    if (side == TWI_WITHOUT || c->clauses) status = twi_cascade_rounds(c, solver ? solver : last, last, side);
  tw_solver_free(solver);
  tw_solver_free(last);
  return status;
}

static tw_status make_all(tw_cascade *c, const tw_world *world)
{
  const tw_scenario *s = c->scenario;
  c->world = world;
  if (s->linked || s->market.node)
    return twi_fail(c->ctx, TW_BAD_INPUT, "scenario %s has a market, which is not solved together with rounds of bans",
                    s->name);
  tw_status status = twi_scenario_view(c->ctx, s, world, &c->view);
  if (status == TW_OK && c->view) c->world = c->view;
  if (status == TW_OK) status = twi_cascade_followers(c->ctx, s, c->world, &c->follower, &c->followers);
  if (status == TW_OK) status = twi_cascade_tables(c);
  if (status == TW_OK) status = check_stocks(c);
  c->clauses = twi_cascade_clauses(s);
  if (status == TW_OK) status = twi_cascade_given(c);
  if (status == TW_OK) status = solve_all(c);
  if (status == TW_OK) status = twi_cascade_parties(c);
  return status == TW_OK ? twi_cascade_sentences(c) : status;
}

static tw_status begin(tw_context *ctx, const tw_world *world, const tw_scenario *scenario, const tw_settings *settings,
                       tw_cascade **cascade)
{
  *cascade = NULL;
  if (!world || !scenario || !twi_is_cascade(scenario))
    return twi_fail(ctx, TW_USAGE, "tw_cascade_run needs a world, and a scenario with a cascade or a rule clause");
  tw_cascade *c = twi_new(ctx, 1, sizeof *c);
  if (!c) return twi_no_memory(ctx, sizeof *c);
  c->ctx = ctx;
  c->scenario = scenario;
  if (settings)
    c->settings = *settings;
  else
    tw_settings_default(&c->settings);
  *cascade = c;
  return TW_OK;
}

static tw_status end(tw_status status, tw_cascade **cascade)
{
  if (status == TW_OK) return TW_OK;
  tw_cascade_free(*cascade);
  *cascade = NULL;
  return status;
}

tw_status tw_cascade_run(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const tw_cascade_options *options, tw_cascade **cascade)
{
  tw_status status = begin(ctx, world, scenario, settings, cascade);
  if (status == TW_OK && options && options->tables) status = twi_cascade_read_folder(*cascade, options->tables);
  if (status == TW_OK) status = twi_cascade_of_world(*cascade, world);
  if (status == TW_OK) status = make_all(*cascade, world);
  return end(status, cascade);
}

tw_status twi_cascade_again(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                            const tw_settings *settings, const twi_supply_file *files, tw_cascade **cascade)
{
  tw_status status = begin(ctx, world, scenario, settings, cascade);
  for (int i = 0; i < TWI_CASCADE_FILES && status == TW_OK; i++)
    if (files[i].name)
      status = twi_supply_file_copy(ctx, files[i].name, files[i].text, files[i].bytes, &(*cascade)->file[i]);
  if (status == TW_OK) status = make_all(*cascade, world);
  return end(status, cascade);
}
