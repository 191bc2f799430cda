/* The functions that R finds here, with the number of their arguments. */
#include <R_ext/Rdynload.h>

#include "tw.h"

/* Version, build and what it can do: words of tw_capabilities. */
SEXP r_version(void)
{
  SEXP out = PROTECT(Rf_allocVector(STRSXP, 3));
  SET_STRING_ELT(out, 0, utf8(tw_version()));
  SET_STRING_ELT(out, 1, utf8(tw_build()));
  SET_STRING_ELT(out, 2, utf8(tw_capabilities()));
  UNPROTECT(1);
  return out;
}

/* TRUE: R holds nothing that code of this library frees, and no thread is in it any more: it may be unloaded.
 * (R_unload_tradewind is not asked for, since R_useDynamicSymbols() is off.) */
SEXP r_unload(void)
{
  const int is_free = !is_busy() && handles_held() == 0;
  if (is_free) worker_stop();
  return Rf_ScalarLogical(is_free);
}

#define CALL(name, arguments) {#name, (DL_FUNC)&name, arguments}
static const R_CallMethodDef calls[] = {CALL(r_version, 0),
                                        CALL(r_unload, 0),
                                        CALL(r_progress, 1),
                                        CALL(r_world_open, 1),
                                        CALL(r_world_new, 2),
                                        CALL(r_world_made, 3),
                                        CALL(r_world_save, 3),
                                        CALL(r_world_about, 1),
                                        CALL(r_world_numbers, 2),
                                        CALL(r_world_elasticities, 2),
                                        CALL(r_world_findings, 1),
                                        CALL(r_builtin, 1),
                                        CALL(r_builtin_text, 1),
                                        CALL(r_scenario, 4),
                                        CALL(r_scenario_text, 2),
                                        CALL(r_scenario_explain, 3),
                                        CALL(r_solve, 4),
                                        CALL(r_range, 4),
                                        CALL(r_decide, 4),
                                        CALL(r_reconcile, 4),
                                        CALL(r_plants, 4),
                                        CALL(r_market, 2),
                                        CALL(r_stress, 1),
                                        CALL(r_accounts, 2),
                                        CALL(r_food, 5),
                                        CALL(r_dependence, 5),
                                        CALL(r_exposure, 5),
                                        CALL(r_routes, 1),
                                        CALL(r_replay, 2),
                                        CALL(r_diff, 2),
                                        CALL(r_trace, 1),
                                        CALL(r_about, 1),
                                        CALL(r_texts, 2),
                                        CALL(r_write, 3),
                                        CALL(r_page, 3),
                                        CALL(r_columns, 3),
                                        CALL(r_trade, 2),
                                        CALL(r_draws, 4),
                                        CALL(r_draws_write, 2),
                                        CALL(r_answers, 1),
                                        CALL(r_numbers, 1),
                                        {NULL, NULL, 0}};

void R_init_tradewind(DllInfo *info)
{
  R_registerRoutines(info, NULL, calls, NULL, NULL);
  R_useDynamicSymbols(info, FALSE);
  R_forceSymbols(info, TRUE);
}
