/* The verbs beside run and range: each reads its options from a list, does its work, and returns a handle. */
#include <string.h>

#include "tw.h"

/* What any of them may need; texts are R's, good until .Call returns. */
typedef struct verb_work {
  const tw_world *world;
  const tw_scenario *scenario;
  const tw_decision *decision;
  tw_settings settings;
  const char *region, *folder, *other_folder;
  void *options;
  void *made;
} verb_work;

static SEXP no_world(void)
{
  return refuse("world and scenario of this session are needed: external pointers are not saved");
}

/* World, scenario (R's NULL: none) and settings; 0: there is something wrong, which *out says. */
static int given_work(verb_work *w, SEXP world, SEXP scenario, SEXP settings, SEXP *out)
{
  box *b = box_kind(world, &KIND_WORLD), *s = box_kind(scenario, &KIND_SCENARIO);
  if (!b || (!s && scenario != R_NilValue)) {
    *out = no_world();
    return 0;
  }
  w->world = b->object;
  w->scenario = s ? s->object : NULL;
  tw_status status = given_settings(settings, &w->settings);
  if (status == TW_OK) return 1;
  *out = answer(status, R_NilValue);
  return 0;
}

/* A handle of the kind with what the work makes. */
static SEXP made_by(tw_status (*work)(tw_context *, void *), verb_work *w, const kind *kind, SEXP world, SEXP scenario)
{
  SEXP handle = PROTECT(handle_new(kind));
  tw_status status = do_work(work, w);
  handle_fill(handle, w->made, NULL);
  handle_keeps(handle, world);
  handle_keeps(handle, scenario);
  SEXP out = answer(status, handle);
  UNPROTECT(1);
  return out;
}

static tw_status decide_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_decide(c, w->decision, w->world, &w->settings, w->options, (tw_verdict **)&w->made);
}

/* world R's NULL: of a decision over a market alone. */
SEXP r_decide(SEXP world, SEXP decision, SEXP settings, SEXP o)
{
  box *b = box_kind(world, &KIND_WORLD), *d = box_kind(decision, &KIND_DECISION);
  if ((!b && world != R_NilValue) || !d) return no_world();
  tw_decide_options options = {.draws = given_int(o, "draws", -1),
                               .seed = (unsigned long long)given_number(o, "seed", 0),
                               .store = given_text(o, "store"),
                               .shard = given_int(o, "shard", 0),
                               .shards = given_int(o, "shards", 0),
                               .frontier = given_int(o, "frontier", 0)};
  verb_work w = {.world = b ? b->object : NULL, .decision = d->object, .options = &options};
  tw_status status = given_settings(settings, &w.settings);
  if (status != TW_OK) return answer(status, R_NilValue);
  return made_by(decide_it, &w, &KIND_VERDICT, world, decision);
}

static tw_status reconcile_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_reconcile_run(c, w->world, w->scenario, &w->settings, w->options, (tw_reconciliation **)&w->made);
}

SEXP r_reconcile(SEXP world, SEXP scenario, SEXP settings, SEXP o)
{
  SEXP out;
  tw_reconcile options;
  tw_reconcile_default(&options);
  options.elasticity = given_number(o, "elasticity", options.elasticity);
  options.labour_elasticity = given_number(o, "labour", options.labour_elasticity);
  options.scale_elasticity = given_number(o, "scale", options.scale_elasticity);
  options.elasticities = given_text(o, "elasticities");
  options.year = given_int(o, "year", 0);
  verb_work w = {.options = &options};
  if (!given_work(&w, world, scenario, settings, &out)) return out;
  return made_by(reconcile_it, &w, &KIND_RECONCILIATION, world, scenario);
}

static tw_status plants_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_plants_run(c, w->world, w->scenario, &w->settings, w->options, (tw_plants **)&w->made);
}

SEXP r_plants(SEXP world, SEXP scenario, SEXP settings, SEXP o)
{
  SEXP out;
  tw_plants_options options = {.product = given_text(o, "product"),
                               .region = given_text(o, "region"),
                               .draws = given_int(o, "draws", 0),
                               .seed = (unsigned long long)given_number(o, "seed", 0),
                               .close = given_int(o, "close", 0)};
  verb_work w = {.options = &options};
  if (!given_work(&w, world, scenario, settings, &out)) return out;
  return made_by(plants_it, &w, &KIND_PLANTS, world, scenario);
}

static tw_status market_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_outlook_run(c, w->scenario, w->options, (tw_outlook **)&w->made);
}

SEXP r_market(SEXP scenario, SEXP o)
{
  box *s = box_kind(scenario, &KIND_SCENARIO);
  if (!s && scenario != R_NilValue) return no_world();
  tw_outlook_options options = {.market = given_text(o, "market"),
                                .focus = given_text(o, "focus"),
                                .year = given_int(o, "year", 0),
                                .draws = given_int(o, "draws", 0),
                                .seed = (unsigned long long)given_number(o, "seed", 0),
                                .threads = given_int(o, "threads", 0),
                                .no_report = given_int(o, "no_report", 0),
                                .drivers = given_int(o, "drivers", 0)};
  verb_work w = {.scenario = s ? s->object : NULL, .options = &options};
  return made_by(market_it, &w, &KIND_MARKET, R_NilValue, scenario);
}

static tw_status stress_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_stress_run(c, w->options, (tw_stress **)&w->made);
}

SEXP r_stress(SEXP o)
{
  tw_stress_options options = {.market = given_text(o, "market"),
                               .lose = given_text(o, "lose"),
                               .share = given_number(o, "share", 0),
                               .months = given_number(o, "months", 0),
                               .buyer = given_text(o, "buyer"),
                               .fuel = given_text(o, "fuel"),
                               .capacity = given_text(o, "capacity"),
                               .release = given_number(o, "release", 0),
                               .ceiling = given_number(o, "ceiling", 0),
                               .linear = given_int(o, "linear", 0),
                               .year = given_int(o, "year", 0),
                               .origins = given_text(o, "origins"),
                               .threads = given_int(o, "threads", 0),
                               .no_report = given_int(o, "no_report", 0)};
  verb_work w = {.options = &options};
  return made_by(stress_it, &w, &KIND_STRESS, R_NilValue, R_NilValue);
}

static tw_status account_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_accounts_energy(c, w->region, w->options, (tw_accounts **)&w->made);
}

SEXP r_accounts(SEXP region, SEXP o)
{
  tw_accounts_options options = {.balance = given_text(o, "balance"), .origins = given_text(o, "origins")};
  verb_work w = {.region = text_of(region), .options = &options};
  if (!w.region) return refuse("the code of a region is needed");
  return made_by(account_it, &w, &KIND_ACCOUNTS, R_NilValue, R_NilValue);
}

static tw_status feed_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_food_run(c, w->world, w->scenario, &w->settings, w->region, w->options, (tw_food **)&w->made);
}

SEXP r_food(SEXP world, SEXP scenario, SEXP settings, SEXP region, SEXP tables)
{
  SEXP out;
  tw_food_options options = {.tables = text_of(tables)};
  verb_work w = {.region = text_of(region), .options = &options};
  if (!w.region) return refuse("the code of a region is needed");
  if (!given_work(&w, world, scenario, settings, &out)) return out;
  return made_by(feed_it, &w, &KIND_FOOD, world, scenario);
}

static tw_status depend_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_dependence_run(c, w->world, w->scenario, &w->settings, w->region, w->options, (tw_dependence **)&w->made);
}

SEXP r_dependence(SEXP world, SEXP scenario, SEXP settings, SEXP region, SEXP stops)
{
  SEXP out;
  tw_dependence_options options = {.stops = Rf_asInteger(stops)};
  verb_work w = {.region = text_of(region), .options = &options};
  if (!w.region) return refuse("the code of a region is needed");
  if (!given_work(&w, world, scenario, settings, &out)) return out;
  return made_by(depend_it, &w, &KIND_DEPENDENCE, world, scenario);
}

/* region NULL: of all regions. */
static tw_status expose_it(tw_context *c, void *given)
{
  verb_work *w = given;
  if (!w->region)
    return tw_exposure_all(c, w->world, w->scenario, &w->settings, w->options, (tw_exposure **)&w->made);
  return tw_exposure_of(c, w->world, w->scenario, &w->settings, w->region, w->options, (tw_exposure **)&w->made);
}

SEXP r_exposure(SEXP world, SEXP scenario, SEXP settings, SEXP region, SEXP o)
{
  SEXP out;
  tw_exposure_options options = {.outcome = given_text(o, "outcome"),
                                 .partner = given_text(o, "partner"),
                                 .wedges = given_text(o, "wedges"),
                                 .largest = given_int(o, "largest", 0),
                                 .products = given_int(o, "products", 0),
                                 .exact = given_int(o, "exact", 0),
                                 .year = given_int(o, "year", 0)};
  verb_work w = {.region = text_of(region), .options = &options};
  if (!given_work(&w, world, scenario, settings, &out)) return out;
  return made_by(expose_it, &w, &KIND_EXPOSURE, world, scenario);
}

static tw_status route_it(tw_context *c, void *given)
{
  verb_work *w = given;
  return tw_routes_run(c, NULL, w->options, (tw_routes **)&w->made);
}

SEXP r_routes(SEXP o)
{
  tw_routes_options options = {.from = given_text(o, "from"),
                               .to = given_text(o, "to"),
                               .closed = given_text(o, "closed"),
                               .open = given_text(o, "open"),
                               .wait = given_text(o, "wait"),
                               .toll = given_text(o, "toll"),
                               .knots = given_number(o, "knots", 0),
                               .by_cost = given_int(o, "by_cost", 0)};
  verb_work w = {.options = &options};
  return made_by(route_it, &w, &KIND_ROUTES, R_NilValue, R_NilValue);
}

/* ---- replay and diff ---- */

static tw_status replay_it(tw_context *c, void *given)
{
  verb_work *w = given;
  if (w->other_folder) return tw_results_diff(c, w->folder, w->other_folder, (tw_trace **)&w->made);
  return tw_replay_folder(c, w->folder, w->options, (tw_trace **)&w->made);
}

SEXP r_replay(SEXP folder, SEXP o)
{
  tw_replay options;
  tw_replay_default(&options);
  options.world = given_text(o, "world");
  options.force = given_int(o, "force", options.force);
  options.bound = given_number(o, "within", options.bound);
  verb_work w = {.folder = text_of(folder), .options = &options};
  if (!w.folder) return refuse("the name of a results folder is needed");
  return made_by(replay_it, &w, &KIND_TRACE, R_NilValue, R_NilValue);
}

SEXP r_diff(SEXP first, SEXP second)
{
  verb_work w = {.folder = text_of(first), .other_folder = text_of(second)};
  if (!w.folder || !w.other_folder) return refuse("the names of two results folders are needed");
  return made_by(replay_it, &w, &KIND_TRACE, R_NilValue, R_NilValue);
}

/* list(agrees, bound, tables, differences): the last two as columns of data frames. */
SEXP r_trace(SEXP trace)
{
  static const char *const parts[] = {"agrees", "bound", "tables", "differences", ""};
  static const char *const of_tables[] = {"table", "numbers", "differ", "beyond", "only_first", "only_second",
                                          "largest", "in_first", "in_second", ""};
  static const char *const of_differences[] = {"table", "row", "column", "first", "second", "relative", ""};
  box *b = box_kind(trace, &KIND_TRACE);
  if (!b) return refuse("this comparison is of another session (external pointers are not saved): make it again");
  const tw_trace_table *t;
  const int n = tw_trace_tables(b->object, &t);
  size_t all = 0, row = 0;
  for (int i = 0; i < n; i++) all += t[i].count;
  SEXP out = PROTECT(Rf_mkNamed(VECSXP, (const char **)parts));
  SEXP tables = Rf_mkNamed(VECSXP, (const char **)of_tables);
  SET_VECTOR_ELT(out, 2, tables);
  SEXP differences = Rf_mkNamed(VECSXP, (const char **)of_differences);
  SET_VECTOR_ELT(out, 3, differences);
  SET_VECTOR_ELT(out, 0, Rf_ScalarLogical(tw_trace_agrees(b->object)));
  SET_VECTOR_ELT(out, 1, Rf_ScalarReal(tw_trace_bound(b->object)));
  for (int i = 0; i < 9; i++) SET_VECTOR_ELT(tables, i, Rf_allocVector(i == 0 ? STRSXP : REALSXP, n));
  for (int i = 0; i < 6; i++) SET_VECTOR_ELT(differences, i, Rf_allocVector(i < 3 ? STRSXP : REALSXP, (R_xlen_t)all));
  for (int i = 0; i < n; i++) {
    const double number[] = {(double)t[i].numbers,     (double)t[i].differ, (double)t[i].beyond, (double)t[i].only_first,
                             (double)t[i].only_second, t[i].largest,        t[i].in_first,       t[i].in_second};
    SET_STRING_ELT(VECTOR_ELT(tables, 0), i, utf8(t[i].table));
    for (int k = 0; k < 8; k++) REAL(VECTOR_ELT(tables, k + 1))[i] = number[k];
    for (size_t k = 0; k < t[i].count; k++, row++) {
      const tw_trace_difference *d = &t[i].difference[k];
      SET_STRING_ELT(VECTOR_ELT(differences, 0), (R_xlen_t)row, utf8(t[i].table));
      SET_STRING_ELT(VECTOR_ELT(differences, 1), (R_xlen_t)row, utf8(d->row));
      SET_STRING_ELT(VECTOR_ELT(differences, 2), (R_xlen_t)row, utf8(d->column));
      REAL(VECTOR_ELT(differences, 3))[row] = d->first;
      REAL(VECTOR_ELT(differences, 4))[row] = d->second;
      REAL(VECTOR_ELT(differences, 5))[row] = d->relative;
    }
  }
  UNPROTECT(1);
  return answer(do_now(TW_OK), out);
}
