/* run and range: what kind of scenario it is says which function of the library solves it, as on the command line. */
#include <stdlib.h>
#include <string.h>

#include "tw.h"

typedef struct solve_work {
  const kind *kind;
  const tw_world *world;
  tw_scenario *scenario;
  tw_settings settings;
  tw_solver **solver; /* kept with the world, so that the base need not be solved again */
  const char *tables;
  tw_range_options range;
  void *made, *other;
} solve_work;

static tw_status solve_it(tw_context *c, void *given)
{
  solve_work *w = given;
  tw_status status = TW_OK;
  if (w->kind == &KIND_CASCADE) {
    const tw_cascade_options options = {.tables = w->tables};
    return tw_cascade_run(c, w->world, w->scenario, &w->settings, &options, (tw_cascade **)&w->made);
  }
  if (w->kind == &KIND_LINK) return tw_link_run(c, w->world, w->scenario, &w->settings, NULL, (tw_link **)&w->made);
  if (w->kind == &KIND_ILLEGAL)
    return tw_illegal_run(c, w->world, w->scenario, &w->settings, (tw_illegal **)&w->made);
  if (!*w->solver) status = tw_solver_new(c, w->world, &w->settings, w->solver);
  return status == TW_OK ? tw_solve_path(*w->solver, w->scenario, (tw_path **)&w->made) : status;
}

/* The solver of a world is kept with the settings it was made with. Other ones make a new one. */
typedef struct kept {
  tw_solver *solver;
  tw_settings settings;
} kept;

void solver_drop(void *pointer)
{
  kept *k = pointer;
  if (k) tw_solver_free(k->solver);
  free(k);
}

static tw_solver **solver_of(box *world, const tw_settings *settings)
{
  kept *k = world->other;
  if (k && memcmp(&k->settings, settings, sizeof *settings) != 0) {
    solver_drop(k);
    world->other = k = NULL;
  }
  if (!k) world->other = k = calloc(1, sizeof *k);
  if (!k) return NULL;
  k->settings = *settings;
  return &k->solver;
}

SEXP r_solve(SEXP world, SEXP scenario, SEXP settings, SEXP tables)
{
  box *b = box_kind(world, &KIND_WORLD), *s = box_kind(scenario, &KIND_SCENARIO);
  if (!b || !s) return refuse("world and scenario of this session are needed: external pointers are not saved");
  solve_work w = {.world = b->object, .scenario = s->object, .tables = text_of(tables)};
  tw_status status = given_settings(settings, &w.settings);
  if (status != TW_OK) return answer(status, R_NilValue);
  const int is_cascade = tw_scenario_is_cascade(w.scenario);
  if (w.tables && !is_cascade) return refuse("food_tables are of scenarios with a cascade or a rule clause");
  w.kind = is_cascade                                 ? &KIND_CASCADE
           : tw_scenario_text(w.scenario, "linked")  ? &KIND_LINK
           : tw_scenario_text(w.scenario, "illegal") ? &KIND_ILLEGAL
                                                     : &KIND_RUN;
  SEXP handle = PROTECT(handle_new(w.kind));
  if (w.kind == &KIND_RUN && !(w.solver = solver_of(b, &w.settings))) Rf_error("out of memory"); /* nothing is held */
  status = do_work(solve_it, &w);
  handle_fill(handle, w.made, NULL);
  handle_keeps(handle, world);
  handle_keeps(handle, scenario);
  SEXP out = answer(status, handle);
  UNPROTECT(1);
  return out;
}

static tw_status draw_it(tw_context *c, void *given)
{
  solve_work *w = given;
  if (w->kind == &KIND_LINK)
    return tw_link_range(c, w->world, w->scenario, &w->settings, &w->range, (tw_link **)&w->other,
                         (tw_range_result **)&w->made);
  return tw_range(c, w->world, w->scenario, &w->settings, &w->range, (tw_range_result **)&w->made);
}

SEXP r_range(SEXP world, SEXP scenario, SEXP settings, SEXP o)
{
  box *b = box_kind(world, &KIND_WORLD), *s = box_kind(scenario, &KIND_SCENARIO);
  if (!b || !s) return refuse("world and scenario of this session are needed: external pointers are not saved");
  solve_work w = {.world = b->object, .scenario = s->object};
  tw_status status = given_settings(settings, &w.settings);
  if (status != TW_OK) return answer(status, R_NilValue);
  w.kind = tw_scenario_text(w.scenario, "linked") ? &KIND_LINK : &KIND_RANGE;
  w.range = (tw_range_options){.draws = given_int(o, "draws", 0),
                               .drivers = given_int(o, "drivers", 0),
                               .seed = (unsigned long long)given_number(o, "seed", 0),
                               .sectors = 1,
                               .trade = given_int(o, "trade", 0),
                               .decomposition = given_int(o, "decomposition", 0),
                               .store = given_text(o, "store"),
                               .shard = given_int(o, "shard", 0),
                               .shards = given_int(o, "shards", 0)};
  SEXP handle = PROTECT(handle_new(&KIND_RANGE));
  status = do_work(draw_it, &w);
  handle_fill(handle, w.made, w.other);
  handle_keeps(handle, world);
  handle_keeps(handle, scenario);
  SEXP out = answer(status, handle);
  UNPROTECT(1);
  return out;
}
