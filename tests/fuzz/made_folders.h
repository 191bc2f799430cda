/* A results folder of each kind that has JSON beside its tables, and changes to that JSON: a value removed, or replaced
 * by one of another kind. For the target and for the test that makes every such change once. */
#ifndef TRADEWIND_TESTS_MADE_FOLDERS_H
#define TRADEWIND_TESTS_MADE_FOLDERS_H

#include <jansson.h>

#include "fuzz.h"

enum { MADE_RUN, MADE_DECISION, MADE_RECONCILIATION, MADE_ACCOUNTS, MADE_FOLDERS };
enum { MADE_NULL, MADE_NUMBER, MADE_TEXT, MADE_LIST, MADE_OBJECT, MADE_GONE, MADE_HUGE, MADE_KINDS };

typedef struct made_folder {
  char good[4096], bad[4096]; /* the folder, and a copy to damage */
  json_t *manifest, *study;   /* run.json, and decision.json, reconcile.json or accounts.json */
  const char *study_name;
} made_folder;

static const char made_scenario[] =
    "scenario: z\ntitle: t\nclosure: {deficits: fixed}\npolicy:\n"
    "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 10 pp} # a source\n"
    "  - quota: {importer: CAN, exporter: USA, sector: A01, change: -20 %, owner: importer}\n";
static const char made_decision[] =
    "decide: d\ntitle: t\nregions: [CAN, USA]\nclosure: {deficits: fixed}\nlevers:\n  - {name: nothing, title: n}\n"
    "  - name: two\n    cost: 0.1 %\n    policy:\n"
    "      - tariff: {importer: CAN, exporter: USA, sector: C29, add: 5 pp}\n"
    "contingencies:\n  - {name: a, probability: 60 %}\n  - name: b\n    probability: 40 %\n    policy:\n"
    "      - tariff: {importer: USA, exporter: CAN, sector: C29, add: 5 pp}\n";

static inline void made_run(tw_context *context, const char *folder)
{
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings settings = fuzz_settings();
  settings.max_iterations = 60;
  fuzz_ok(context, tw_scenario_parse(context, made_scenario, sizeof made_scenario - 1, "z.yaml", &scenario));
  fuzz_ok(context, tw_solver_new(context, fuzz_world(), &settings, &solver));
  fuzz_ok(context, tw_solve(solver, scenario, &result));
  fuzz_ok(context, tw_result_write(context, result, folder, "a command"));
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
}

static inline void made_decide(tw_context *context, const char *folder)
{
  tw_decision *decision = NULL;
  tw_verdict *verdict = NULL;
  tw_decide_options options = {.draws = 0};
  tw_settings settings = fuzz_settings();
  settings.max_iterations = 60;
  fuzz_ok(context, tw_decision_parse(context, made_decision, sizeof made_decision - 1, "d.yaml", &decision));
  fuzz_ok(context, tw_decide(context, decision, fuzz_world(), &settings, &options, &verdict));
  fuzz_ok(context, tw_verdict_write(context, verdict, folder, "a command"));
  tw_verdict_free(verdict);
  tw_decision_free(decision);
}

static inline void made_reconcile(tw_context *context, const char *folder)
{
  static const char text[] = "scenario: z\ntitle: t\nclosure: {deficits: fixed}\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 10 pp}\n";
  tw_scenario *scenario = NULL;
  tw_reconciliation *out = NULL;
  tw_reconcile options;
  tw_settings settings = fuzz_settings();
  settings.max_iterations = 60;
  tw_reconcile_default(&options);
  fuzz_ok(context, tw_scenario_parse(context, text, sizeof text - 1, "z.yaml", &scenario));
  fuzz_ok(context, tw_reconcile_run(context, fuzz_world(), scenario, &settings, &options, &out));
  fuzz_ok(context, tw_reconciliation_write(context, out, folder, "a command"));
  tw_reconciliation_free(out);
  tw_scenario_free(scenario);
}

static inline void made_accounts(tw_context *context, const char *folder)
{
  static const char text[] = "region,source,convention,production_pj,net_imports_pj\nBGD,oil,physical,1,2\nBGD,hydro,physical,1,\n";
  const tw_accounts_options options = {.balance = support_temp("balance.csv")};
  tw_accounts *out = NULL;
  support_write(options.balance, text);
  fuzz_ok(context, tw_accounts_energy(context, "BGD", &options, &out));
  fuzz_ok(context, tw_accounts_write(context, out, folder, "a command"));
  tw_accounts_free(out);
}

/* Makes all folders twice: the copies are to be damaged. */
static inline void made_folders(tw_context *context, made_folder folder[MADE_FOLDERS])
{
  static void (*const make[])(tw_context *, const char *) = {made_run, made_decide, made_reconcile, made_accounts};
  static const char *const study[] = {NULL, "decision.json", "reconcile.json", "accounts.json"};
  for (int k = 0; k < MADE_FOLDERS; k++) {
    made_folder *f = &folder[k];
    char name[32];
    snprintf(name, sizeof name, "good%d", k);
    snprintf(f->good, sizeof f->good, "%s", support_temp(name));
    snprintf(name, sizeof name, "bad%d", k);
    snprintf(f->bad, sizeof f->bad, "%s", support_temp(name));
    make[k](context, f->good);
    make[k](context, f->bad);
    f->study_name = study[k];
    f->manifest = json_load_file(support_path(f->good, "run.json"), 0, NULL);
    if (study[k]) f->study = json_load_file(support_path(f->good, study[k]), 0, NULL);
    MUST(f->manifest && (!study[k] || f->study));
  }
}

static inline void made_folders_free(made_folder folder[MADE_FOLDERS])
{
  for (int k = 0; k < MADE_FOLDERS; k++) {
    json_decref(folder[k].manifest);
    json_decref(folder[k].study);
  }
}

/* Nodes below the root, depth first. */
static inline size_t made_below(const json_t *node)
{
  size_t count = 0, i;
  const char *key;
  json_t *value;
  if (json_is_object(node)) json_object_foreach((json_t *)node, key, value) count += 1 + made_below(value);
  if (json_is_array(node)) json_array_foreach(node, i, value) count += 1 + made_below(value);
  return count;
}

static inline size_t made_count(const json_t *root)
{
  size_t n = made_below(root);
  return n ? n : 1;
}

static inline json_t *made_value(int kind)
{
  switch (kind) {
  case MADE_NULL:
    return json_null();
  case MADE_NUMBER:
    return json_integer(-7);
  case MADE_TEXT:
    return json_string("x<y>\x1b[1m");
  case MADE_LIST:
    return json_pack("[s,n,i]", "CAN", 3);
  case MADE_OBJECT:
    return json_pack("{s:s,s:n}", "name", "q", "text");
  default:
    return json_real(1e300);
  }
}

/* Changes the node of that number; 1 when it was found. */
static inline int made_change_below(json_t *node, size_t *left, int kind)
{
  size_t i, count = json_array_size(node);
  const char *key;
  json_t *value;
  void *next;
  if (json_is_object(node)) {
    json_object_foreach_safe(node, next, key, value)
    {
      if ((*left)-- == 0) {
        if (kind == MADE_GONE)
          json_object_del(node, key);
        else
          json_object_set_new(node, key, made_value(kind));
        return 1;
      }
      if (made_change_below(value, left, kind)) return 1;
    }
  }
  for (i = 0; i < count; i++) {
    if ((*left)-- == 0) {
      if (kind == MADE_GONE)
        json_array_remove(node, i);
      else
        json_array_set_new(node, i, made_value(kind));
      return 1;
    }
    if (made_change_below(json_array_get(node, i), left, kind)) return 1;
  }
  return 0;
}

static inline void made_change(json_t *root, size_t which, int kind)
{
  (void)made_change_below(root, &which, kind);
}

/* The damaged copy with this text as one of its JSON files: read in every way there is. */
static inline void made_try(tw_context *context, const made_folder *f, const char *name, const char *text, size_t count)
{
  tw_trace *trace = NULL;
  char file[4096], page[4096];
  snprintf(file, sizeof file, "%s", support_path(f->bad, name));
  snprintf(page, sizeof page, "%s", support_temp("page.html"));
  char *kept = support_read(file, NULL);
  support_write_bytes(file, text, count);
  fuzz_refused(context, tw_results_diff(context, f->good, f->bad, &trace));
  tw_trace_free(trace);
  trace = NULL;
  fuzz_refused(context, tw_results_diff(context, f->bad, f->good, &trace));
  tw_trace_free(trace);
  const char *both[] = {f->good, f->bad};
  fuzz_refused(context, tw_report_write(context, &both[1], 1, page));
  fuzz_refused(context, tw_compare_write(context, both, 2, page));
  support_write(file, kept);
  free(kept);
}

#endif
