/* What the files of this folder share. Between R and the library stand
 *
 *   job.c      every call of the library that may take time: on another thread, while R's looks for an interrupt
 *   handle.c   what the library makes, as external pointers of R that free it
 *   given.c    lists of R as structs of the library
 *   world.c, scenario.c, solve.c, verbs.c, table.c    the calls themselves
 *
 * Two rules. R's functions are called from R's thread alone. Nothing of R that may jump out of C (an error, an
 * interrupt, memory that is not there) is called while C holds what nobody would free: a handle is made first, empty,
 * and gets what the library makes without allocating anything. */
#ifndef TW_R_H
#define TW_R_H

#define R_NO_REMAP
#include <R.h>
#include <Rinternals.h>

#include "tradewind.h"

/* ---- job.c ---- */
tw_context *the_context(void);
void worker_stop(void); /* before the code is unloaded */
int is_busy(void); /* 1: a call is at work, and this one came in between */
/* Does work(context, given) on another thread and waits for it; an interrupt of R cancels it. Its error text and its
 * log are kept for answer(). */
tw_status do_work(tw_status (*work)(tw_context *context, void *given), void *given);
/* The same for what takes microseconds: done here. */
tw_status do_now(tw_status status);
/* What every function for .Call returns: list(value, failure, log); failure NULL or c(status, text). */
SEXP answer(tw_status status, SEXP value);
SEXP refuse(const char *format, ...); /* answer() of wrong use, with a text */
/* Frees it now, or when the library is idle again. */
void free_when_idle(void (*free_it)(void *), void *pointer);
void collect_garbage(void); /* of R, where the library holds much more than after the last time */
SEXP r_progress(SEXP on);

/* ---- handle.c ---- */
enum { MOST_PARENTS = 3 };
typedef struct box box;
typedef struct kind {
  const char *name;
  void (*free_object)(box *b);
  tw_status (*write)(tw_context *context, box *b, const char *folder, const char *command);
  tw_path *(*path)(box *b);                           /* of kinds with an equilibrium each year, or one */
  const tw_result *(*result)(box *b);                 /* that tables and headline are of */
  const char *(*sentence)(box *b, int index);         /* what it comes to */
  const char *(*remark)(box *b, int index);           /* what to know of it */
  tw_outcome (*outcome)(box *b, const char **message); /* where result has none, or not the whole of it */
} kind;
struct box {
  const kind *kind;
  void *object, *other; /* other: a second thing of the same life, such as the market of a linked range */
  int references;
  box *parent[MOST_PARENTS]; /* what the object borrows, kept alive */
};
extern const kind KIND_WORLD, KIND_SCENARIO, KIND_DECISION, KIND_RUN, KIND_CASCADE, KIND_ILLEGAL, KIND_LINK, KIND_RANGE,
  KIND_VERDICT, KIND_RECONCILIATION, KIND_PLANTS, KIND_MARKET, KIND_STRESS, KIND_ACCOUNTS, KIND_FOOD, KIND_DEPENDENCE,
  KIND_EXPOSURE, KIND_ROUTES, KIND_TRACE;

SEXP handle_new(const kind *kind);                   /* empty; to be protected */
void handle_fill(SEXP handle, void *object, void *other); /* allocates nothing */
void handle_keeps(SEXP handle, SEXP parent);         /* parent may be R's NULL */
int handles_held(void);                              /* of R, whose finalizer is here */
box *box_of(SEXP handle);                            /* NULL: none, of another session, or is_busy() */
box *box_kind(SEXP handle, const kind *kind);        /* NULL: also where it is of another kind */

/* ---- given.c ---- */
SEXP member(SEXP list, const char *name);                             /* R's NULL: not there */
const char *text_of(SEXP value);                                      /* UTF-8, of the first; NULL: none */
const char *given_text(SEXP list, const char *name);                  /* good until .Call returns */
double given_number(SEXP list, const char *name, double otherwise);
int given_int(SEXP list, const char *name, int otherwise);
const double *given_doubles(SEXP list, const char *name);
const char **given_texts(SEXP list, const char *name, int *count);
tw_status given_settings(SEXP list, tw_settings *settings);
SEXP utf8(const char *text);                                          /* CHARSXP; NA: NULL */
SEXP utf8_vector(const char *text);                                   /* of one; NA: NULL */

/* ---- solve.c ---- */
void solver_drop(void *kept); /* of a world's box, its `other` */

/* ---- what .Call finds ---- */
SEXP r_version(void);
SEXP r_unload(void);
SEXP r_world_open(SEXP where);
SEXP r_world_new(SEXP data, SEXP base);
SEXP r_world_made(SEXP world, SEXP how, SEXP options);
SEXP r_world_save(SEXP world, SEXP where, SEXP folder);
SEXP r_world_about(SEXP world);
SEXP r_world_numbers(SEXP world, SEXP field);
SEXP r_world_elasticities(SEXP world, SEXP set);
SEXP r_world_findings(SEXP world);
SEXP r_builtin(SEXP what);
SEXP r_builtin_text(SEXP name);
SEXP r_scenario(SEXP text, SEXP origin, SEXP changes, SEXP decision);
SEXP r_scenario_text(SEXP scenario, SEXP fields);
SEXP r_scenario_explain(SEXP scenario, SEXP world, SEXP year);
SEXP r_solve(SEXP world, SEXP scenario, SEXP settings, SEXP tables);
SEXP r_range(SEXP world, SEXP scenario, SEXP settings, SEXP options);
SEXP r_decide(SEXP world, SEXP decision, SEXP settings, SEXP options);
SEXP r_reconcile(SEXP world, SEXP scenario, SEXP settings, SEXP options);
SEXP r_plants(SEXP world, SEXP scenario, SEXP settings, SEXP options);
SEXP r_market(SEXP scenario, SEXP options);
SEXP r_stress(SEXP options);
SEXP r_accounts(SEXP region, SEXP options);
SEXP r_food(SEXP world, SEXP scenario, SEXP settings, SEXP region, SEXP tables);
SEXP r_dependence(SEXP world, SEXP scenario, SEXP settings, SEXP region, SEXP stops);
SEXP r_exposure(SEXP world, SEXP scenario, SEXP settings, SEXP region, SEXP options);
SEXP r_routes(SEXP options);
SEXP r_replay(SEXP folder, SEXP options);
SEXP r_diff(SEXP first, SEXP second);
SEXP r_trace(SEXP trace);
SEXP r_about(SEXP handle);
SEXP r_texts(SEXP handle, SEXP which);
SEXP r_write(SEXP handle, SEXP folder, SEXP command);
SEXP r_page(SEXP folders, SEXP file, SEXP how);
SEXP r_columns(SEXP handle, SEXP table, SEXP year);
SEXP r_trade(SEXP handle, SEXP field);
SEXP r_draws(SEXP handle, SEXP table, SEXP columns, SEXP rows);
SEXP r_draws_write(SEXP handle, SEXP file);
SEXP r_answers(SEXP handle);
SEXP r_numbers(SEXP texts);

#endif
