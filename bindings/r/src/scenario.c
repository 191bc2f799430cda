/* Scenarios and decisions: read, changed as the command line's options do, looked at. */
#include <math.h>
#include <string.h>

#include "tw.h"

typedef struct text_work {
  const char *text, *origin; /* origin NULL: text is a file or a built-in name */
  int is_decision;
  const char *deficits, *profits, *focus, *products, *elasticities, *illegal;
  const char **name, **amount;
  int sets;
  tw_scenario *scenario;
  tw_decision *decision;
} text_work;

static tw_status read_it(tw_context *c, void *given)
{
  text_work *w = given;
  if (w->is_decision)
    return w->origin ? tw_decision_parse(c, w->text, strlen(w->text), w->origin, &w->decision)
                     : tw_decision_open(c, w->text, &w->decision);
  return w->origin ? tw_scenario_parse(c, w->text, strlen(w->text), w->origin, &w->scenario)
                   : tw_scenario_open(c, w->text, &w->scenario);
}

/* In the order of the command line. */
static tw_status change_scenario(tw_context *c, const text_work *w)
{
  tw_scenario *s = w->scenario;
  tw_status status = TW_OK;
  for (int i = 0; i < w->sets && status == TW_OK; i++) status = tw_scenario_set(c, s, w->name[i], w->amount[i]);
  if (status == TW_OK && w->deficits) status = tw_scenario_use_deficits(c, s, w->deficits);
  if (status == TW_OK && w->profits) status = tw_scenario_use_profits(c, s, w->profits);
  if (status == TW_OK && w->focus) status = tw_scenario_use_focus(c, s, w->focus);
  if (status == TW_OK && w->illegal) status = tw_scenario_use_illegal(c, s, w->illegal);
  if (status == TW_OK && w->products) status = tw_scenario_use_products(c, s, w->products);
  if (status == TW_OK && w->elasticities) status = tw_scenario_use_elasticities(c, s, w->elasticities);
  return status;
}

static tw_status change_decision(tw_context *c, const text_work *w)
{
  tw_decision *d = w->decision;
  tw_status status = TW_OK;
  for (int i = 0; i < w->sets && status == TW_OK; i++) status = tw_decision_set(c, d, w->name[i], w->amount[i]);
  if (status == TW_OK && w->deficits) status = tw_decision_use_deficits(c, d, w->deficits);
  if (status == TW_OK && w->profits) status = tw_decision_use_profits(c, d, w->profits);
  if (status == TW_OK && w->focus) status = tw_decision_use_focus(c, d, w->focus);
  if (status == TW_OK && w->products) status = tw_decision_use_products(c, d, w->products);
  if (status == TW_OK && w->elasticities) status = tw_decision_use_elasticities(c, d, w->elasticities);
  return status;
}

static tw_status read_and_change(tw_context *c, void *given)
{
  text_work *w = given;
  tw_status status = read_it(c, w);
  if (status == TW_OK) status = w->is_decision ? change_decision(c, w) : change_scenario(c, w);
  if (status != TW_OK) {
    tw_scenario_free(w->scenario);
    tw_decision_free(w->decision);
    w->scenario = NULL;
    w->decision = NULL;
  }
  return status;
}

SEXP r_scenario(SEXP text, SEXP origin, SEXP changes, SEXP decision)
{
  const int is_decision = Rf_asLogical(decision) == 1;
  SEXP handle = PROTECT(handle_new(is_decision ? &KIND_DECISION : &KIND_SCENARIO));
  int amounts;
  text_work w = {.text = text_of(text), .origin = text_of(origin), .is_decision = is_decision};
  w.deficits = given_text(changes, "deficits");
  w.profits = given_text(changes, "profits");
  w.focus = given_text(changes, "focus");
  w.products = given_text(changes, "products");
  w.elasticities = given_text(changes, "elasticities");
  w.illegal = given_text(changes, "illegal");
  w.name = given_texts(changes, "set_name", &w.sets);
  w.amount = given_texts(changes, "set_amount", &amounts);
  if (!w.text || w.sets != amounts) {
    UNPROTECT(1);
    return refuse("a scenario is a text: a built-in name, a file, or YAML");
  }
  tw_status status = do_work(read_and_change, &w);
  handle_fill(handle, is_decision ? (void *)w.decision : (void *)w.scenario, NULL);
  SEXP out = answer(status, handle);
  UNPROTECT(1);
  return out;
}

static const char *text_at(const box *b, const char *field, int index)
{
  if (b->kind == &KIND_SCENARIO && strcmp(field, "variable") == 0) return tw_scenario_variable(b->object, index);
  if (b->kind == &KIND_DECISION) {
    const tw_decision *d = b->object;
    const char *dot = strchr(field, '.');
    if (strncmp(field, "lever.", 6) == 0)
      return index < tw_decision_levers(d) ? tw_decision_lever(d, index, dot + 1) : NULL;
    if (strncmp(field, "contingency.", 12) == 0)
      return index < tw_decision_contingencies(d) ? tw_decision_contingency(d, index, dot + 1) : NULL;
    return index == 0 ? tw_decision_text(d, field) : NULL;
  }
  if (index > 0) return NULL;
  if (strcmp(field, "is_cascade") == 0) return tw_scenario_is_cascade(b->object) ? "yes" : NULL;
  return tw_scenario_text(b->object, field);
}

/* A list, of each field the texts that it has: none, one or several. */
SEXP r_scenario_text(SEXP scenario, SEXP fields)
{
  box *b = box_kind(scenario, &KIND_SCENARIO);
  if (!b) b = box_kind(scenario, &KIND_DECISION);
  if (!b || TYPEOF(fields) != STRSXP)
    return refuse("this scenario is of another session (external pointers are not saved): make it again");
  SEXP out = PROTECT(Rf_allocVector(VECSXP, Rf_xlength(fields)));
  for (R_xlen_t i = 0; i < Rf_xlength(fields); i++) {
    const char *field = CHAR(STRING_ELT(fields, i));
    int n = 0;
    while (text_at(b, field, n)) n++;
    SEXP texts = Rf_allocVector(STRSXP, n);
    SET_VECTOR_ELT(out, i, texts);
    for (int k = 0; k < n; k++) SET_STRING_ELT(texts, k, utf8(text_at(b, field, k)));
  }
  Rf_setAttrib(out, R_NamesSymbol, fields);
  UNPROTECT(1);
  return answer(do_now(TW_OK), out);
}

/* ---- what its rules do ---- */

typedef struct explain_work {
  const tw_scenario *scenario;
  const tw_world *world;
  int year;
  tw_explanation *made;
} explain_work;

static tw_status explain_it(tw_context *c, void *given)
{
  explain_work *w = given;
  return tw_scenario_explain(c, w->scenario, w->world, w->year, &w->made);
}

static void explanation_free(box *b) { tw_explanation_free(b->object); }
static const kind KIND_EXPLANATION = {.name = "explanation", .free_object = explanation_free};

SEXP r_scenario_explain(SEXP scenario, SEXP world, SEXP year)
{
  static const char *const names[] = {"rule",   "line",  "against",    "words",  "covered", "changed",  "value",
                                      "before", "after", "overlapped", "source", "",        "sentence", ""};
  enum { COLUMNS = 11 };
  box *b = box_kind(scenario, &KIND_SCENARIO), *w = box_kind(world, &KIND_WORLD);
  if (!b || !w) return refuse("a scenario and a world are needed");
  SEXP handle = PROTECT(handle_new(&KIND_EXPLANATION));
  explain_work e = {.scenario = b->object, .world = w->object, .year = Rf_asInteger(year)};
  tw_status status = do_work(explain_it, &e);
  handle_fill(handle, e.made, NULL);
  if (status != TW_OK) {
    UNPROTECT(1);
    return answer(status, R_NilValue);
  }
  const tw_rule_effect *f;
  const int n = tw_explanation_effects(e.made, &f);
  int lines = 0;
  SEXP table = PROTECT(Rf_mkNamed(VECSXP, (const char **)names));
  for (int i = 0; i < COLUMNS; i++) {
    const int is_text = i == 0 || i == 3 || i == 10, is_whole = i == 1 || i == 2 || i == 9;
    SET_VECTOR_ELT(table, i, Rf_allocVector(is_text ? STRSXP : is_whole ? INTSXP : REALSXP, n));
  }
  for (int i = 0; i < n; i++) {
    const double number[] = {(double)f[i].covered, (double)f[i].changed, f[i].value, f[i].before, f[i].after};
    SET_STRING_ELT(VECTOR_ELT(table, 0), i, utf8(f[i].rule));
    INTEGER(VECTOR_ELT(table, 1))[i] = f[i].line;
    INTEGER(VECTOR_ELT(table, 2))[i] = f[i].against;
    SET_STRING_ELT(VECTOR_ELT(table, 3), i, utf8(f[i].words));
    for (int k = 0; k < 5; k++) REAL(VECTOR_ELT(table, 4 + k))[i] = isnan(number[k]) ? NA_REAL : number[k];
    INTEGER(VECTOR_ELT(table, 9))[i] = f[i].overlaps ? f[i].overlapped : NA_INTEGER;
    SET_STRING_ELT(VECTOR_ELT(table, 10), i, utf8(f[i].source));
  }
  while (tw_explanation_sentence(e.made, lines)) lines++;
  SEXP sentences = PROTECT(Rf_allocVector(STRSXP, lines));
  for (int i = 0; i < lines; i++) SET_STRING_ELT(sentences, i, utf8(tw_explanation_sentence(e.made, i)));
  SEXP out = PROTECT(Rf_allocVector(VECSXP, 2));
  SET_VECTOR_ELT(out, 0, table);
  SET_VECTOR_ELT(out, 1, sentences);
  out = answer(TW_OK, out);
  UNPROTECT(4);
  return out;
}

/* ---- what is built in ---- */

SEXP r_builtin(SEXP what)
{
  const char *(*name)(int) = NULL;
  const char *of = text_of(what);
  int n = 0;
  if (of && strcmp(of, "worlds") == 0) name = tw_world_builtin;
  if (of && strcmp(of, "scenarios") == 0) name = tw_scenario_builtin;
  if (of && strcmp(of, "decisions") == 0) name = tw_decision_builtin;
  if (of && strcmp(of, "markets") == 0) name = tw_market_builtin;
  if (!name) return refuse("built in are worlds, scenarios, decisions and markets");
  while (name(n)) n++;
  SEXP out = PROTECT(Rf_allocVector(STRSXP, n));
  for (int i = 0; i < n; i++) SET_STRING_ELT(out, i, utf8(name(i)));
  UNPROTECT(1);
  return answer(do_now(TW_OK), out);
}

/* The YAML of a built-in scenario or decision; NULL: there is none of that name. */
SEXP r_builtin_text(SEXP name)
{
  const char *of = text_of(name), *text = of ? tw_scenario_builtin_text(of) : NULL;
  if (of && !text) text = tw_decision_builtin_text(of);
  return answer(do_now(TW_OK), text ? utf8_vector(text) : R_NilValue);
}
