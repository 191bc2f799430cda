/* What the library makes, as external pointers of R. A box holds the thing and counts who needs it: R's pointer, and
 * each thing that borrows it. R frees garbage in any order; the count frees a result before its world. */
#include <stdlib.h>
#include <string.h>

#include "tw.h"

/* ---- kinds ---- */

static tw_result *last_of(tw_path *path)
{
  return path && tw_path_count(path) > 0 ? tw_path_result(path, tw_path_count(path) - 1) : NULL;
}

/* An outcome is kept by the library as long as the thing; a message in a struct of the caller is not. */
static tw_outcome outcome_of(const tw_result *result, const char **message)
{
  if (!result) return TW_NOT_SOLVED;
  *message = tw_result_info(result)->message;
  return tw_result_info(result)->outcome;
}

static void world_free(box *b)
{
  solver_drop(b->other); /* kept for the next solve on this world */
  tw_world_free(b->object);
}
const kind KIND_WORLD = {.name = "world", .free_object = world_free};

static void scenario_free(box *b) { tw_scenario_free(b->object); }
const kind KIND_SCENARIO = {.name = "scenario", .free_object = scenario_free};

static void decision_free(box *b) { tw_decision_free(b->object); }
const kind KIND_DECISION = {.name = "decision", .free_object = decision_free};

/* run: a path of one equilibrium or of several years */
static void run_free(box *b) { tw_path_free(b->object); }
static tw_path *run_path(box *b) { return b->object; }
static const tw_result *run_result(box *b) { return last_of(b->object); }
static tw_status run_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_path_write(c, b->object, folder, command);
}
static const char *run_sentence(box *b, int i) { return tw_result_sentence(last_of(b->object), i); }
const kind KIND_RUN = {"run", run_free, run_write, run_path, run_result, run_sentence, NULL, NULL};

static void cascade_free(box *b) { tw_cascade_free(b->object); }
static tw_path *cascade_path(box *b) { return tw_cascade_path(b->object); }
static const tw_result *cascade_result(box *b) { return last_of(cascade_path(b)); }
static tw_status cascade_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_cascade_write(c, b->object, folder, command);
}
static const char *cascade_sentence(box *b, int i) { return tw_cascade_sentence(b->object, i); }
static const char *cascade_remark(box *b, int i) { return tw_cascade_remark(b->object, i); }
const kind KIND_CASCADE = {"cascade",      cascade_free,     cascade_write,  cascade_path,
                           cascade_result, cascade_sentence, cascade_remark, NULL};

static void illegal_free(box *b) { tw_illegal_free(b->object); }
static tw_path *illegal_path(box *b) { return tw_illegal_path(b->object, tw_illegal_share(b->object)); }
static const tw_result *illegal_result(box *b) { return last_of(illegal_path(b)); }
static tw_status illegal_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_illegal_write(c, b->object, folder, command);
}
static const char *illegal_remark(box *b, int i) { return tw_illegal_remark(b->object, i); }
/* Certified are all three shares, or the first that is not says why. */
static tw_outcome illegal_outcome(box *b, const char **message)
{
  tw_outcome outcome = outcome_of(illegal_result(b), message);
  for (int share = 0; share < 3 && outcome > 0; share++)
    outcome = outcome_of(last_of(tw_illegal_path(b->object, share)), message);
  return outcome;
}
const kind KIND_ILLEGAL = {"illegal",      illegal_free, illegal_write,  illegal_path,
                           illegal_result, NULL,         illegal_remark, illegal_outcome};

static void link_free(box *b) { tw_link_free(b->object); }
static tw_path *link_path(box *b) { return tw_link_path(b->object); }
static const tw_result *link_result(box *b) { return tw_link_result(b->object); }
static tw_status link_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_link_write(c, b->object, folder, command);
}
static const char *link_sentence(box *b, int i) { return tw_link_sentence(b->object, i); }
static tw_outcome link_outcome(box *b, const char **message)
{
  tw_link_info info;
  tw_link_about(b->object, &info);
  *message = info.message; /* borrowed from the link */
  return info.outcome;
}
const kind KIND_LINK = {"link", link_free, link_write, link_path, link_result, link_sentence, NULL, link_outcome};

/* range: object the draws, which are NULL where market and core have no central answer; other the link */
static void range_free(box *b)
{
  tw_range_free(b->object);
  tw_link_free(b->other);
}
static const tw_result *range_result(box *b) { return b->object ? tw_range_central(b->object) : NULL; }
static tw_status range_write(tw_context *c, box *b, const char *folder, const char *command)
{
  if (b->object) return tw_range_write(c, b->object, folder, command);
  return tw_link_write(c, b->other, folder, command); /* says that it is of a certified link */
}
static const char *range_sentence(box *b, int i) { return b->object ? tw_range_note(b->object, i) : NULL; }
static tw_outcome range_outcome(box *b, const char **message)
{
  if (!b->object) return link_outcome(&(box){.object = b->other}, message);
  tw_outcome outcome = outcome_of(range_result(b), message);
  const tw_range_info *info = tw_range_info_of(b->object);
  if (outcome > 0 && info->complete && info->certified == 0) {
    *message = "none of the draws has a certified equilibrium";
    outcome = info->failures ? info->failed[0].outcome : TW_NOT_SOLVED;
  } else if (outcome > 0 && !info->complete) {
    *message = "draws of other shards are not there yet";
    outcome = TW_NOT_SOLVED;
  }
  return outcome;
}
const kind KIND_RANGE = {"range", range_free, range_write, NULL, range_result, range_sentence, NULL, range_outcome};

static void verdict_free(box *b) { tw_verdict_free(b->object); }
static tw_status verdict_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_verdict_write(c, b->object, folder, command);
}
/* What comes before all, of the whole, then region by region. */
static const char *verdict_sentence(box *b, int i)
{
  const int regions = tw_verdict_about(b->object)->regions;
  for (int region = -2; region < regions; region++) {
    const char *sentence = NULL;
    int n = 0;
    while ((sentence = tw_verdict_sentence(b->object, region, n)) != NULL && n < i) n++;
    if (sentence) return sentence;
    i -= n;
  }
  return NULL;
}
static const char *verdict_remark(box *b, int i) { return tw_verdict_failure(b->object, i); }
static tw_outcome verdict_outcome(box *b, const char **message)
{
  const tw_verdict_info *info = tw_verdict_about(b->object);
  *message = info->message;
  return info->outcome;
}
const kind KIND_VERDICT = {"decide", verdict_free,     verdict_write,  NULL,
                           NULL,     verdict_sentence, verdict_remark, verdict_outcome};

static void reconciliation_free(box *b) { tw_reconciliation_free(b->object); }
static tw_status reconciliation_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_reconciliation_write(c, b->object, folder, command);
}
static tw_outcome reconciliation_outcome(box *b, const char **message)
{
  const tw_variant *variant;
  int count = tw_reconciliation_variants(b->object, &variant);
  tw_outcome outcome = count > 0 ? TW_CERTIFIED : TW_NOT_SOLVED;
  for (int i = 0; i < count && outcome > 0; i++) {
    outcome = variant[i].outcome;
    *message = variant[i].message;
  }
  return outcome;
}
static const char *reconciliation_remark(box *b, int i)
{
  const tw_variant *variant;
  int count = tw_reconciliation_variants(b->object, &variant);
  for (int k = 0; k < count; k++)
    if (variant[k].lacks && *variant[k].lacks && i-- == 0) return variant[k].lacks;
  return NULL;
}
const kind KIND_RECONCILIATION = {"reconcile", reconciliation_free,   reconciliation_write,  NULL, NULL,
                                  NULL,        reconciliation_remark, reconciliation_outcome};

static void plants_free(box *b) { tw_plants_free(b->object); }
static const tw_result *plants_result(box *b) { return tw_plants_result(b->object); }
static tw_status plants_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_plants_write(c, b->object, folder, command);
}
static const char *plants_sentence(box *b, int i) { return tw_plants_sentence(b->object, i); }
static const char *plants_assumption(box *b, int i) { return tw_plants_assumption(b->object, i); }
const kind KIND_PLANTS = {"plants",      plants_free,     plants_write,      NULL,
                          plants_result, plants_sentence, plants_assumption, NULL};

static void market_free(box *b) { tw_outlook_free(b->object); }
static tw_status market_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_outlook_write(c, b->object, folder, command);
}
static const char *market_sentence(box *b, int i) { return tw_outlook_sentence(b->object, NULL, i); }
static const char *market_remark(box *b, int i) { return tw_outlook_remark(b->object, NULL, i); }
static tw_outcome market_outcome(box *b, const char **message)
{
  const int years = tw_outlook_years(b->object), solved = tw_outlook_solved(b->object);
  int certified = 0;
  const int at = solved < years ? solved : years - 1;
  for (int compared = 0; compared < 2; compared++) {
    const tw_market_result *result = at >= 0 ? tw_outlook_result(b->object, at, compared) : NULL;
    tw_market_info info;
    if (!result) continue;
    tw_market_result_about(result, &info);
    *message = info.message;
    if (info.outcome <= 0) return info.outcome;
  }
  if (solved < years) return TW_NOT_SOLVED;
  if (tw_outlook_draws(b->object, &certified) > 0 && certified == 0) {
    *message = "none of the draws has a certified solution";
    return TW_NOT_SOLVED;
  }
  return TW_CERTIFIED;
}
const kind KIND_MARKET = {"market", market_free,     market_write,  NULL,
                          NULL,     market_sentence, market_remark, market_outcome};

static void stress_free(box *b) { tw_stress_free(b->object); }
static tw_status stress_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_stress_write(c, b->object, folder, command);
}
static const char *stress_sentence(box *b, int i) { return tw_stress_sentence(b->object, NULL, i); }
static const char *stress_remark(box *b, int i) { return tw_stress_remark(b->object, NULL, i); }
static tw_outcome stress_outcome(box *b, const char **message)
{
  tw_stress_info info;
  tw_stress_about(b->object, &info);
  *message = info.message;
  return info.outcome;
}
const kind KIND_STRESS = {"stress", stress_free,     stress_write,  NULL,
                          NULL,     stress_sentence, stress_remark, stress_outcome};

/* Nothing is solved of accounts of energy, routes and comparisons. */
static tw_outcome nothing_to_solve(box *b, const char **message)
{
  (void)b;
  (void)message;
  return TW_CERTIFIED;
}

static void accounts_free(box *b) { tw_accounts_free(b->object); }
static tw_status accounts_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_accounts_write(c, b->object, folder, command);
}
static const char *accounts_sentence(box *b, int i) { return tw_accounts_sentence(b->object, i); }
static const char *accounts_remark(box *b, int i) { return tw_accounts_remark(b->object, i); }
const kind KIND_ACCOUNTS = {"accounts", accounts_free,     accounts_write,  NULL,
                            NULL,       accounts_sentence, accounts_remark, nothing_to_solve};

static void food_free(box *b) { tw_food_free(b->object); }
static const tw_result *food_result(box *b) { return tw_food_result(b->object); }
static tw_status food_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_food_write(c, b->object, folder, command);
}
static const char *food_sentence(box *b, int i) { return tw_food_sentence(b->object, i); }
static const char *food_remark(box *b, int i) { return tw_food_remark(b->object, i); }
const kind KIND_FOOD = {"food", food_free, food_write, NULL, food_result, food_sentence, food_remark, NULL};

static void dependence_free(box *b) { tw_dependence_free(b->object); }
static const tw_result *dependence_result(box *b) { return tw_dependence_result(b->object); }
static tw_status dependence_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_dependence_write(c, b->object, folder, command);
}
static const char *dependence_remark(box *b, int i) { return tw_dependence_remark(b->object, i); }
const kind KIND_DEPENDENCE = {"dependence",      dependence_free, dependence_write,  NULL,
                              dependence_result, NULL,            dependence_remark, NULL};

static void exposure_free(box *b) { tw_exposure_free(b->object); }
static const tw_result *exposure_result(box *b) { return tw_exposure_result(b->object); }
static tw_status exposure_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_exposure_write(c, b->object, folder, command);
}
static const char *exposure_remark(box *b, int i) { return tw_exposure_remark(b->object, i); }
const kind KIND_EXPOSURE = {"exposure",      exposure_free, exposure_write,  NULL,
                            exposure_result, NULL,          exposure_remark, NULL};

static void routes_free(box *b) { tw_routes_free(b->object); }
static tw_status routes_write(tw_context *c, box *b, const char *folder, const char *command)
{
  return tw_routes_write(c, b->object, folder, command);
}
const kind KIND_ROUTES = {.name = "routes",
                          .free_object = routes_free,
                          .write = routes_write,
                          .outcome = nothing_to_solve};

static void trace_free(box *b) { tw_trace_free(b->object); }
static const char *trace_sentence(box *b, int i) { return tw_trace_input(b->object, i); }
const kind KIND_TRACE = {.name = "trace",
                         .free_object = trace_free,
                         .sentence = trace_sentence,
                         .outcome = nothing_to_solve};

/* ---- boxes ---- */

static int pointers; /* of R, whose finalizer is code of this library */

static void box_release(void *pointer)
{
  box *b = pointer;
  if (--b->references > 0) return;
  if (b->object || b->other) b->kind->free_object(b);
  for (int i = 0; i < MOST_PARENTS; i++)
    if (b->parent[i]) box_release(b->parent[i]);
  free(b);
}

static void handle_finalize(SEXP handle)
{
  box *b = R_ExternalPtrAddr(handle);
  pointers--;
  if (!b) return;
  R_ClearExternalPtr(handle);
  free_when_idle(box_release, b);
}

SEXP handle_new(const kind *kind)
{
  collect_garbage();
  SEXP handle = PROTECT(R_MakeExternalPtr(NULL, Rf_install("tradewind"), R_NilValue));
  R_RegisterCFinalizerEx(handle, handle_finalize, FALSE);
  pointers++;
  box *b = calloc(1, sizeof *b);
  if (!b) Rf_error("out of memory"); /* nothing is held yet */
  *b = (box){.kind = kind, .references = 1};
  R_SetExternalPtrAddr(handle, b);
  UNPROTECT(1);
  return handle;
}

int handles_held(void)
{
  return pointers;
}

void handle_fill(SEXP handle, void *object, void *other)
{
  box *b = R_ExternalPtrAddr(handle);
  b->object = object;
  b->other = other;
}

box *box_of(SEXP handle)
{
  if (is_busy() || TYPEOF(handle) != EXTPTRSXP || R_ExternalPtrTag(handle) != Rf_install("tradewind")) return NULL;
  return R_ExternalPtrAddr(handle);
}

box *box_kind(SEXP handle, const kind *kind)
{
  box *b = box_of(handle);
  return b && b->kind == kind && b->object ? b : NULL;
}

void handle_keeps(SEXP handle, SEXP parent)
{
  box *b = box_of(handle), *p = box_of(parent);
  if (!b || !p) return;
  for (int i = 0; i < MOST_PARENTS; i++)
    if (!b->parent[i]) {
      b->parent[i] = p;
      p->references++;
      return;
    }
}
