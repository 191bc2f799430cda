/* Decisions and reconciliations in report.html: the page holds decision.json, reconcile.json and run.json as they are,
 * no name in them breaks out, run.json has what is needed to make them again, files of other results do not stay, and
 * folders that are not as they were written are refused. */

#include "page.h"

#include "base/digest.h"
#include "choice/decide.h"
#include "compare/reconcile_variants.h"

/* What a name may hold to end a script or to begin one; and how it stands in a YAML file. */
static const char hostile[] = "</script><!-- <script>alert(1)</script> \"'& {{SCRIPT}} \xe6\x97\xa5";
#define HOSTILE "\"</script><!-- <script>alert(1)</script> \\\"'& {{SCRIPT}} \xe6\x97\xa5\""

static const char decision_text[] =
    "decide: small\n"
    "title: " HOSTILE "\n"
    "notes: " HOSTILE "\n"
    "regions: [CAN, JPN]\n"
    "variables: {cut: -6 %}\n"
    "levers:\n"
    "  - {name: nothing}\n"
    "  - name: " HOSTILE "\n"
    "    title: " HOSTILE "\n"
    "    policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: $cut, both_ways: true}}]\n"
    "contingencies:\n"
    "  - {name: calm, probability: 70 %}\n"
    "  - name: " HOSTILE "\n"
    "    probability: 30 %\n"
    "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}}]\n"
    "range:\n"
    "  draws: 6\n"
    "  elasticities: {sector: all, spread: 30 %}\n"
    "  variables: {cut: {uniform: [-12 %, -1 %]}}\n";

static const char scenario_text[] =
    "scenario: small\n"
    "title: " HOSTILE "\n"
    "policy:\n"
    "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 10 pp} # " HOSTILE "\n";

/* ---------------------------------------------------------------- made */

static tw_decision *parsed(const char *text)
{
  tw_decision *d = NULL;
  assert_ok(context, tw_decision_parse(context, text, strlen(text), "small.yaml", &d));
  return d;
}

static tw_verdict *decided(const tw_decision *d, int draws, int report)
{
  tw_settings settings;
  tw_verdict *v = NULL;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.report = report;
  const tw_decide_options options = {.draws = draws, .seed = 7};
  assert_ok(context, tw_decide(context, d, world, &settings, &options, &v));
  return v;
}

/* The folder of the decision above, or without draws. */
static const char *decision_in(const char *name, int draws, int report)
{
  const char *folder = kept(name);
  tw_decision *d = parsed(decision_text);
  tw_verdict *v = decided(d, draws, report);
  assert_ok(context, tw_verdict_write(context, v, folder, hostile));
  tw_verdict_free(v);
  tw_decision_free(d);
  return folder;
}

static tw_reconciliation *reconciled(tw_scenario **scenario, const char *elasticities, int report)
{
  tw_reconcile options;
  tw_settings settings;
  tw_reconciliation *r = NULL;
  tw_reconcile_default(&options);
  tw_settings_default(&settings);
  options.elasticities = elasticities;
  options.elasticity = 5;
  settings.report = report;
  assert_ok(context, tw_scenario_parse(context, scenario_text, strlen(scenario_text), "small.yaml", scenario));
  assert_ok(context, tw_reconcile_run(context, world, *scenario, &settings, &options, &r));
  return r;
}

static const char *reconciliation_in(const char *name, const char *elasticities)
{
  const char *folder = kept(name);
  tw_scenario *scenario;
  tw_reconciliation *r = reconciled(&scenario, elasticities, 1);
  assert_ok(context, tw_reconciliation_write(context, r, folder, hostile));
  tw_reconciliation_free(r);
  tw_scenario_free(scenario);
  return folder;
}

static int is_there(const char *folder, const char *name)
{
  return access(support_path(folder, name), F_OK) == 0;
}

static void assert_refused(const char *folder, const char *words)
{
  assert_fails(context, tw_report_write(context, &folder, 1, support_temp("none.html")), TW_BAD_INPUT, words);
  assert_int_equal(access(support_temp("none.html"), F_OK), -1);
}

/* ---------------------------------------------------------------- the page */

/* The object of a file, and the same in the page. */
static void assert_is_file(json_t *data, const char *keys, const char *folder, const char *name)
{
  json_t *root = json_load_file(support_path(folder, name), 0, NULL);
  assert_non_null(root);
  if (!json_equal(root, at(data, keys))) fail_msg("%s of the page is not %s", keys, name);
  json_decref(root);
}

static void the_page_of_a_decision_is_its_files(void **state)
{
  (void)state;
  const char *folder = decision_in("decision", -1, 1);
  char *page = page_of(folder, 0);
  json_t *data = data_of(page);
  assert_nothing_raw(page);
  assert_int_equal(json_array_size(at(data, "runs")), 0);
  assert_int_equal(json_array_size(at(data, "reconciliations")), 0);
  assert_int_equal(json_array_size(at(data, "decisions")), 1);
  assert_is_file(data, "decisions.0.decision", folder, "decision.json");
  assert_is_file(data, "decisions.0.manifest", folder, "run.json");
  assert_says(data, "decisions.0.folder", folder);
  assert_says(data, "decisions.0.decision.title", hostile);
  assert_says(data, "decisions.0.decision.notes", hostile);
  assert_says(data, "decisions.0.decision.levers.1.name", hostile);
  assert_says(data, "decisions.0.decision.levers.1.title", hostile);
  assert_says(data, "decisions.0.decision.contingencies.1.name", hostile);
  assert_says(data, "decisions.0.manifest.command", hostile);
  assert_says(data, "decisions.0.manifest.kind", "decide");
  assert_says(data, "decisions.0.manifest.decision.files.0.text", decision_text);
  json_decref(data);
  free(page);
}

static void the_page_of_a_reconciliation_is_its_files(void **state)
{
  (void)state;
  const char *table = support_path(support_temp_folder("tables"), "&<script><!--.csv");
  support_write(table, "sector,trade_elasticity\nC29,9\n");
  const char *folder = reconciliation_in("reconciliation", table);
  char *page = page_of(folder, 0);
  json_t *data = data_of(page);
  assert_nothing_raw(page);
  assert_int_equal(json_array_size(at(data, "runs")), 0);
  assert_int_equal(json_array_size(at(data, "decisions")), 0);
  assert_int_equal(json_array_size(at(data, "reconciliations")), 1);
  assert_is_file(data, "reconciliations.0.reconciliation", folder, "reconcile.json");
  assert_is_file(data, "reconciliations.0.manifest", folder, "run.json");
  assert_says(data, "reconciliations.0.folder", folder);
  json_t *manifest = at(data, "reconciliations.0.manifest");
  assert_says(manifest, "kind", "reconcile");
  assert_says(manifest, "scenario.title", hostile);
  assert_says(manifest, "scenario.files.0.text", scenario_text);
  assert_says(manifest, "options.elasticities.name", table);
  assert_says(manifest, "options.elasticities.text", "sector,trade_elasticity\nC29,9\n");
  assert_value(manifest, "options.elasticity", 5);
  assert_value(manifest, "options.labour_elasticity", 0.5);
  assert_value(manifest, "options.scale_elasticity", 0.1);
  assert_true(json_is_null(at(manifest, "options.year")));
  assert_says(manifest, "world.region_names.CAN", "CAN");
  assert_says(manifest, "outcome", "certified");
  assert_true(json_is_true(at(manifest, "certificate.holds")));
  json_decref(data);
  free(page);
}

static void assert_all(const char *page, const char *const *says, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (!strstr(page, says[i])) fail_msg("the page lacks: %s", says[i]);
}

static void plain_pages_are_complete(void **state)
{
  (void)state;
  static const char *const of_decision[] = {"<h1>&#60;/script&#62;&#60;!-- ",
                                            "Draws: 6 asked for, 6 finished, 6 with",
                                            "<td>70.00</td>",
                                            "<h2>CAN</h2>",
                                            "What counts is real_income_pct.",
                                            "Payoffs: central values",
                                            "Payoffs: means over the draws",
                                            "Payoffs: 95 % quantile",
                                            "Regret: what is lost",
                                            "Levers compared",
                                            "Choice by minimax regret over draws",
                                            "Worth of knowing both",
                                            "Break-even probabilities",
                                            "between which the choice stays",
                                            "<dt>SHA-256 of the decision</dt>"};
  static const char *const of_reconciliation[] = {"<h1>&#60;/script&#62;&#60;!-- ",
                                                  "The one elasticity of the first variants is 5.",
                                                  "(this is the run)",
                                                  "(against the run)",
                                                  "Real income by variant, per cent",
                                                  "<td class=\"t\">USA</td>",
                                                  "Change against the variant before",
                                                  "Certified: every market clears",
                                                  "<h3>What the policy does</h3>"};
  char *page = page_of(decision_in("plain", -1, 1), 1);
  assert_tags_are_ours(page);
  assert_all(page, of_decision, sizeof of_decision / sizeof *of_decision);
  assert_tables_are_whole(page, 2 + 2 * 11); /* levers and contingencies; of two regions seven of pairs, four more */
  assert_null(strstr(page, "Interrupted"));
  assert_null(strstr(page, "Certified: every market")); /* there are many certificates, and the sentences say so */
  free(page);
  page = page_of(decision_in("plain", 0, 1), 1);
  assert_tags_are_ours(page);
  assert_non_null(strstr(page, "Central values: nothing is drawn."));
  assert_null(strstr(page, "over the draws"));
  assert_tables_are_whole(page, 2 + 2 * 6); /* without those of draws */
  free(page);
  page = page_of(reconciliation_in("plain", NULL), 1); /* in the same folder */
  assert_tags_are_ours(page);
  assert_all(page, of_reconciliation, sizeof of_reconciliation / sizeof *of_reconciliation);
  assert_tables_are_whole(page, 3); /* real income, its changes, residuals */
  free(page);
}

/* The numbers below a caption are those of the region's cells, to the decimals that are shown. */
static void assert_cells(const char *page, const json_t *region, const char *caption, const char *key)
{
  const json_t *cells = json_object_get(region, "cells");
  const char *p = strstr(page, caption);
  assert_non_null(p);
  p = strstr(p, "<tbody>");
  assert_int_equal(json_array_size(cells), 4);
  for (size_t i = 0; i < json_array_size(cells); i++) {
    double x = json_number_value(json_object_get(json_array_get(cells, i), key));
    char *end;
    p = strstr(p, "<td>") + strlen("<td>");
    double shown = strtod(p + (*p == '~'), &end);
    const char *point = strchr(p, '.');
    int decimals = point && point < end ? (int)(end - point) - 1 : 2;
    if (end == p || *end != '<' || fabs(shown - x) > 0.501 * pow(10, -decimals))
      fail_msg("%s, cell %zu: %.20s, and %s is %.17g", caption, i, p, key, x);
  }
}

static void the_plain_page_has_the_numbers_of_its_cells(void **state)
{
  (void)state;
  static const char *const tables[][2] = {
      {"<caption>Payoffs: central values", "central"},    {"<caption>Payoffs: means over", "mean"},
      {"<caption>Payoffs: 5 % quantile", "p05"},          {"<caption>Payoffs: median", "p50"},
      {"<caption>Payoffs: 95 % quantile", "p95"},         {"<caption>Draws in which no equilibrium", "failed_draws"},
      {"<caption>Regret: what is lost against", "regret"}};
  const char *folder = decision_in("cells", -1, 0);
  char *page = page_of(folder, 1);
  json_t *root = json_load_file(support_path(folder, "decision.json"), 0, NULL);
  json_t *region = json_array_get(json_object_get(root, "regions"), 0);
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) assert_cells(page, region, tables[i][0], tables[i][1]);
  json_decref(root);
  free(page);
}

static void an_interrupted_decision_says_so(void **state)
{
  (void)state;
  const char *folder = kept("interrupted");
  tw_decision *d = parsed(decision_text);
  tw_verdict *v = decided(d, 6, 1);
  v->info.interrupted = 1;
  v->info.draws = 4000;
  assert_ok(context, tw_verdict_write(context, v, folder, "test"));
  char *page = page_of(folder, 0), *plain = page_of(folder, 1);
  json_t *data = data_of(page);
  assert_true(json_is_true(at(data, "decisions.0.decision.draws.interrupted")));
  assert_value(data, "decisions.0.decision.draws.asked", 4000);
  assert_value(data, "decisions.0.manifest.options.draws", 4000);
  assert_non_null(strstr(plain, "Interrupted: 6 of 4000 draws are in these numbers."));
  json_decref(data);
  free(page);
  free(plain);
  tw_verdict_free(v);
  tw_decision_free(d);
}

/* A variant without a solution: not certified, and still a page, which says which one. */
static void a_variant_without_a_solution_is_told(void **state)
{
  (void)state;
  const char *folder = kept("unsolved");
  tw_scenario *scenario;
  tw_reconciliation *r = reconciled(&scenario, NULL, 1);
  r->variant[2].outcome = TW_OUT_OF_REACH;
  r->variant[2].message = "nothing <b>could</b> be found";
  assert_ok(context, tw_reconciliation_write(context, r, folder, "test"));
  json_t *root = manifest_of(folder);
  assert_true(json_is_false(at(root, "certified")));
  assert_says(root, "outcome", "out_of_reach");
  assert_says(root, "failed_variant", r->variant[2].name);
  assert_says(root, "message", "nothing <b>could</b> be found");
  json_decref(root);
  char *plain = page_of(folder, 1);
  assert_non_null(strstr(plain, "<strong>No certified solution:</strong> nothing &#60;b&#62;could"));
  assert_true(is_there(folder, "report.html"));
  free(plain);
  tw_reconciliation_free(r);
  tw_scenario_free(scenario);
}

/* ---------------------------------------------------------------- the folder */

/* What the verbs write and what report writes: the same bytes, and unless the setting says otherwise. */
static void report_writes_the_same_page(void **state)
{
  (void)state;
  const char *const folders[] = {decision_in("same", -1, 1), reconciliation_in("same-r", NULL)};
  for (int i = 0; i < 2; i++) {
    const char *again = support_temp("again.html");
    char *first = support_read(support_path(folders[i], "report.html"), NULL);
    assert_non_null(first);
    assert_ok(context, tw_report_write(context, &folders[i], 1, again));
    char *second = support_read(again, NULL);
    assert_string_equal(first, second);
    free(first);
    free(second);
    json_t *root = manifest_of(folders[i]);
    assert_says(root, "report", "report.html");
    assert_null(json_object_get(at(root, "files"), "report.html"));
    json_decref(root);
  }
  (void)decision_in("same", -1, 0);
  assert_false(is_there(folders[0], "report.html")); /* it was of the older decision */
  json_t *root = manifest_of(folders[0]);
  assert_true(json_is_null(at(root, "report")));
  json_decref(root);
  support_write(support_path(folders[0], "report.html"), "mine");
  (void)decision_in("same", -1, 0);
  assert_true(is_there(folders[0], "report.html")); /* no run.json lists it */
  tw_scenario *scenario;
  tw_reconciliation *r = reconciled(&scenario, NULL, 0);
  assert_ok(context, tw_reconciliation_write(context, r, folders[1], "test"));
  assert_false(is_there(folders[1], "report.html"));
  assert_true(is_there(folders[1], "reconcile.csv"));
  tw_reconciliation_free(r);
  tw_scenario_free(scenario);
}

/* One folder, one kind of results: those of another kind go, when their run.json lists them. */
static void files_of_another_kind_go(void **state)
{
  (void)state;
  const char *folder = decision_in("kinds", 0, 1);
  assert_true(is_there(folder, "choices.csv"));
  (void)reconciliation_in("kinds", NULL);
  assert_false(is_there(folder, "choices.csv"));
  assert_false(is_there(folder, "decision.json"));
  assert_true(is_there(folder, "reconcile.json"));
  support_write(support_path(folder, "drivers.csv"), "mine\n");
  (void)decision_in("kinds", 0, 1);
  assert_false(is_there(folder, "reconcile.json"));
  assert_true(is_there(folder, "drivers.csv"));
  assert_true(is_there(folder, "break_even.csv"));
}

/* A decision without an answer leaves what was there and says whose it is. */
static void an_undecided_one_leaves_the_older_files(void **state)
{
  (void)state;
  static const char hopeless[] =
      "decide: hopeless\nregions: CAN\nlevers:\n  - {name: nothing}\n  - name: too-much\n    policy:\n"
      "      - target: {real_income: {region: CAN}, change: +5000 %,\n"
      "                 by: {barrier: {importer: USA, exporter: JPN, sector: A01}}}\n"
      "contingencies:\n  - {name: calm}\n";
  const char *folder = decision_in("undecided", 0, 1);
  json_t *first = manifest_of(folder);
  tw_decision *d = parsed(hopeless);
  tw_verdict *v = decided(d, 0, 1);
  assert_ok(context, tw_verdict_write(context, v, folder, "test"));
  json_t *root = manifest_of(folder);
  assert_true(json_is_null(at(root, "report")));
  assert_int_equal(json_object_size(at(root, "files")), 0);
  assert_int_equal(json_array_size(at(root, "older_results.files")), 6);
  assert_true(json_equal(at(root, "older_results.manifest"), first));
  assert_true(is_there(folder, "report.html"));
  assert_refused(folder, "the last decision there found no certified solution");
  tw_verdict_free(v);
  tw_decision_free(d);
  json_decref(root);
  json_decref(first);
}

/* Every file that some cell was read from, once; `against` on its own. */
static void the_files_of_a_decision_are_kept(void **state)
{
  (void)state;
  const char *folder = support_temp_folder("parts"), *file = support_path(folder, "d.yaml");
  static const char part[] = "scenario: part\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}\n";
  static const char whole[] = "decide: d\nregions: CAN\nagainst: other.yaml\n"
                              "levers:\n  - {name: a, include: part.yaml}\n  - {name: b, include: part.yaml}\n"
                              "  - {name: c}\ncontingencies:\n  - {name: calm}\n  - {name: x, include: more.yaml}\n";
  support_write(support_path(folder, "part.yaml"), part);
  support_write(support_path(folder, "more.yaml"),
                "scenario: more\npolicy:\n"
                "  - tariff: {importer: JPN, exporter: CAN, sector: C29, add: 5 pp}\n");
  support_write(support_path(folder, "other.yaml"), "scenario: other\npolicy: []\n");
  support_write(file, whole);
  tw_decision *d;
  assert_ok(context, tw_decision_open(context, file, &d));
  tw_verdict *v = decided(d, 0, 1);
  const char *out = kept("parts-out");
  assert_ok(context, tw_verdict_write(context, v, out, "test"));
  json_t *root = manifest_of(out);
  static const char *const names[] = {"d.yaml", "other.yaml", "more.yaml", "part.yaml"};
  unsigned seen = 0;
  size_t i;
  json_t *entry;
  assert_int_equal(json_array_size(at(root, "decision.files")), 4);
  json_array_foreach(at(root, "decision.files"), i, entry)
  {
    const char *name = json_string_value(at(entry, "name")), *text = json_string_value(at(entry, "text"));
    char digest[TWI_DIGEST_TEXT];
    assert_ok(context, twi_digest_of(context, text, strlen(text), digest));
    assert_says(entry, "sha256", digest);
    const char *last = strrchr(name, '/') + 1;
    for (unsigned k = 0; k < 4; k++)
      if (strcmp(last, names[k]) == 0) seen |= 1U << k;
    assert_int_equal(json_is_true(at(entry, "against")), strstr(name, "other.yaml") != NULL);
  }
  assert_int_equal(seen, 15);
  assert_says(root, "decision.files.0.text", whole);
  assert_value(root, "options.draws", 0);
  assert_true(json_is_null(at(root, "options.seed")));
  json_decref(root);
  tw_verdict_free(v);
  tw_decision_free(d);
}

/* ---------------------------------------------------------------- refused */

static void store_manifest(const char *folder, json_t *root)
{
  assert_int_equal(json_dump_file(root, support_path(folder, "run.json"), 0), 0);
  json_decref(root);
}

static void what_was_changed_is_refused(void **state)
{
  (void)state;
  static const char *const of_decision[] = {"decision.csv", "choices.csv", "break_even.csv", "decision.json"};
  static const char *const of_reconciliation[] = {"reconcile.csv", "reconcile.json"};
  for (int k = 0; k < 6; k++) {
    const char *name = k < 4 ? of_decision[k] : of_reconciliation[k - 4];
    const char *folder = k < 4 ? decision_in("changed", 0, 1) : reconciliation_in("changed-r", NULL);
    char words[4200], *text = support_read(support_path(folder, name), NULL), *digit = strpbrk(text, "123456789");
    *digit = *digit == '1' ? '2' : '1';
    support_write(support_path(folder, name), text);
    snprintf(words, sizeof words, "%s/%s: is not as the run wrote it", folder, name);
    assert_refused(folder, words);
    assert_int_equal(remove(support_path(folder, name)), 0);
    snprintf(words, sizeof words, "lacks %s, which its run.json lists", name);
    assert_refused(folder, words);
    free(text);
  }
}

static void manifests_that_cannot_be_are_refused(void **state)
{
  (void)state;
  const char *folder = decision_in("manifest", 0, 1);
  json_t *root = manifest_of(folder);
  json_object_set_new(root, "kind", json_string("guess"));
  store_manifest(folder, root);
  assert_refused(folder, "found \"kind\": \"guess\", expected run, range, decide, reconcile, plants, dependence, food, exposure, cascade, accounts, routes, market or stress");
  root = manifest_of(folder);
  json_object_set_new(root, "kind", json_string("decide"));
  json_object_set_new(at(root, "files"), "../manifest/run.json", json_pack("{s:s}", "sha256", "0"));
  store_manifest(folder, root);
  assert_refused(folder, "expected names without \"/\"");
  folder = decision_in("manifest", 0, 1);
  root = manifest_of(folder);
  json_object_del(at(root, "files"), "decision.json");
  store_manifest(folder, root);
  assert_refused(folder, "and run.json says nothing");
  folder = decision_in("manifest", 0, 1); /* of a version that did not write kinds */
  root = manifest_of(folder);
  json_object_del(root, "kind");
  store_manifest(folder, root);
  char *page = page_of(folder, 0);
  json_t *data = data_of(page);
  assert_int_equal(json_array_size(at(data, "decisions")), 1);
  json_decref(data);
  free(page);
}

static void only_runs_stand_side_by_side(void **state)
{
  (void)state;
  const char *const folders[] = {decision_in("side", 0, 1), reconciliation_in("side-r", NULL)};
  const char *file = support_temp("side.html");
  char words[4200];
  snprintf(words, sizeof words, "%s: holds a decision", folders[0]);
  assert_fails(context, tw_compare_write(context, folders, 1, file), TW_BAD_INPUT, words);
  assert_fails(context, tw_report_write(context, folders, 2, file), TW_BAD_INPUT, words);
  snprintf(words, sizeof words,
           "%s: holds a reconciliation, and runs and ranges alone stand side by side; `tradewind "
           "report %s` writes its page",
           folders[1], folders[1]);
  assert_fails(context, tw_compare_write(context, folders + 1, 1, file), TW_BAD_INPUT, words);
  assert_int_equal(access(file, F_OK), -1);
}

/* ---------------------------------------------------------------- memory, disk */

static tw_status write_again(tw_context *ctx, void *user)
{
  tw_verdict *v = user;
  v->ctx = ctx;
  return tw_verdict_write(ctx, v, support_temp("memory"), "test");
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  tw_decision *d = parsed(decision_text);
  tw_verdict *v = decided(d, 2, 1);
  tw_context *own = v->ctx;
  assert_true(support_fail_each(write_again, v) > 60);
  v->ctx = own;
  tw_verdict_free(v);
  tw_decision_free(d);
}

/* A page that cannot be written leaves no other file either. */
static void all_or_none(void **state)
{
  (void)state;
  const char *folder = support_temp_folder("none");
  mkdir(support_path(folder, "report.html"), 0777); /* its name is taken */
  tw_decision *d = parsed(decision_text);
  tw_verdict *v = decided(d, 0, 1);
  char words[4200];
  snprintf(words, sizeof words, "what was in %s is as it was", folder);
  assert_fails(context, tw_verdict_write(context, v, folder, "test"), TW_IO, words);
  assert_false(is_there(folder, "decision.csv"));
  assert_false(is_there(folder, "run.json"));
  assert_int_equal(rmdir(support_path(folder, "report.html")), 0);
  assert_int_equal(rmdir(folder), 0); /* no temporary file stays */
  tw_verdict_free(v);
  tw_decision_free(d);
}

/* Without a template routes have a whole page of their own, with a map; with one their data are routes.json. */
static void pages_of_routes(void **state)
{
  (void)state;
  static const char *const says[] = {"<svg viewBox", "class=\"r asked\"", "class=\"shut\"", "Canal de Panama",
                                     "\xe3\x83\x91\xe3\x83\x8a\xe3\x83\x9e\xe9\x81\x8b\xe6\xb2\xb3"};
  const char *folder = kept("routes");
  tw_routes *routes = NULL;
  const tw_routes_options options = {.from = "USA", .to = "JPN", .closed = "panama", .knots = 19.5};
  assert_ok(context, tw_routes_run(context, NULL, &options, &routes));
  assert_ok(context, tw_routes_write(context, routes, folder, NULL));
  tw_routes_free(routes);
  char *plain = page_of(folder, 1), *page = page_of(folder, 0);
  for (size_t i = 0; i < sizeof says / sizeof *says; i++)
    if (!strstr(plain, says[i])) fail_msg("the plain page lacks: %s", says[i]);
  assert_non_null(strstr(plain, "27096 km, 31.3 days at 19.5 knots"));
  assert_null(strstr(plain, "<script"));
  assert_int_equal(occurrences(plain, plain + strlen(plain), "<html"), 1);
  json_t *data = data_of(page), *route = json_object_get(json_array_get(json_object_get(data, "routes"), 0), "route");
  json_t *given = json_load_file(support_path(folder, "routes.json"), 0, NULL);
  assert_non_null(given);
  assert_true(json_equal(route, given));
  assert_int_equal(json_array_size(json_object_get(data, "runs")), 0);
  json_decref(given);
  json_decref(data);
  free(plain);
  free(page);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_page_of_a_decision_is_its_files),
      cmocka_unit_test(the_page_of_a_reconciliation_is_its_files),
      cmocka_unit_test(plain_pages_are_complete),
      cmocka_unit_test(pages_of_routes),
      cmocka_unit_test(the_plain_page_has_the_numbers_of_its_cells),
      cmocka_unit_test(an_interrupted_decision_says_so),
      cmocka_unit_test(a_variant_without_a_solution_is_told),
      cmocka_unit_test(report_writes_the_same_page),
      cmocka_unit_test(files_of_another_kind_go),
      cmocka_unit_test(an_undecided_one_leaves_the_older_files),
      cmocka_unit_test(the_files_of_a_decision_are_kept),
      cmocka_unit_test(what_was_changed_is_refused),
      cmocka_unit_test(manifests_that_cannot_be_are_refused),
      cmocka_unit_test(only_runs_stand_side_by_side),
      cmocka_unit_test(memory_fails_cleanly),
      cmocka_unit_test(all_or_none),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
