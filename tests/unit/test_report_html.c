/* report.html: the numbers of its data are those of the files, what changed most is what changed most, no text can
 * break out of the page, and folders that cannot be reported are refused in words. */
#include <signal.h>
#include <sys/resource.h>

#include "made_result.h"
#include "page.h"

/* ---------------------------------------------------------------- folders */

/* Three years with limits and preferences, as the library writes them. */
static const char *written(const char *name)
{
  static tw_path path;
  const char *folder = kept(name);
  made_path(&path, world);
  path.result[2].conditions = 4;
  path.result[2].preferences = 1;
  path.result[2].effects = 3;
  assert_ok(context, tw_path_write(context, &path, folder, "tradewind run made"));
  return folder;
}

/* ---------------------------------------------------------------- data */

static void the_data_are_those_of_the_files(void **state)
{
  (void)state;
  char *page = page_of(written("data"), 0), keys[64];
  json_t *data = data_of(page), *run = run_of(data, 0);
  assert_value(data, "format", 1);
  assert_says(run, "title", "Made up");
  assert_says(run, "against", "");
  assert_value(run, "year", 2028);
  assert_says(run, "sentences.1", made_sentence[1]);
  assert_says(run, "notes.0", "fixed");
  assert_says(run, "world.name", "three");
  assert_says(run, "world.currency", "USD");
  assert_true(json_is_null(at(run, "world.caveat")));
  assert_says(run, "regions.2.0", "JPN");
  assert_says(run, "sectors.2.0", "H49");
  assert_says(run, "sectors.2.2", "services");
  assert_says(run, "sectors.0.2", "goods");
  assert_says(run, "headline", json_string_value(at(run, "manifest.headline")));
  assert_says(run, "region_columns.1", "employment_pct");
  tw_result last;
  made_result(&last, world, 2028);
  for (int r = 0; r < 3; r++) {
    snprintf(keys, sizeof keys, "region_values.1.%d", r);
    assert_value(run, keys, last.regions[2][r]); /* capital has no place in a table without years */
  }
  for (int i = 0; i < 9; i++) {
    snprintf(keys, sizeof keys, "sector_values.1.%d", i);
    assert_value(run, keys, last.sectors[1][i]);
  }
  assert_int_equal(json_array_size(at(run, "limits.rows")), 4);
  assert_says(run, "limits.rows.1.2", "imports of A01 by USA from CAN, JPN"); /* quoted in the file */
  assert_value(run, "limits.rows.3.9", NAN);
  assert_value(run, "preferences.rows.0.9", 90);
  assert_value(run, "years.years.1", 2027);
  assert_says(run, "years.columns.1", "capital_pct");
  assert_value(run, "years.values.1.1.0", 27010);
  assert_value(run, "years.values.2.1.2", NAN);
  assert_says(run, "manifest.scenario.rules.0.source", "Proclamation 10908");
  assert_value(run, "manifest.certificate.tolerance", 1e-10);

  /* Flows: new is base plus their number, so the last ones change most; own sales are not among them. */
  assert_value(run, "flows_in_all", 18);
  assert_int_equal(json_array_size(at(run, "flows")), 18);
  assert_value(run, "flows.0.0", H49);
  assert_value(run, "flows.0.1", JPN);
  assert_value(run, "flows.0.2", USA);
  assert_value(run, "flows.0.4", 10 + 25);
  assert_value(run, "flows.0.6", 7);
  assert_value(run, "pairs.base.1.0", 30);
  assert_value(run, "pairs.base.1.1", 0);
  assert_value(run, "pairs.new.1.0", 30 + 3 + 12 + 21);
  assert_close(json_number_value(at(run, "pairs.tariff_base.1.0")), 7, 1e-12);
  assert_close(json_number_value(at(run, "pairs.tariff_new.1.0")), (7 + 32 + 7) / 3.0, 1e-12);
  assert_value(run, "pairs.tariff_new.1.1", NAN);
  json_decref(data);
  free(page);
}

static void a_run_without_some_tables_says_null(void **state)
{
  (void)state;
  const char *folder = kept("small");
  tw_result result;
  made_result(&result, world, 0);
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  char *page = page_of(folder, 0);
  json_t *data = data_of(page), *run = run_of(data, 0);
  static const char *const empty[] = {"year", "limits", "preferences", "years"};
  for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) assert_true(json_is_null(at(run, empty[i])));
  json_decref(data);
  free(page);
}

/* ---------------------------------------------------------------- the largest flows */

enum { MANY = 40, FLOWS = 2 * MANY * MANY };

typedef struct made_flow {
  int row, sector, importer, exporter;
  double base, change;
} made_flow;

static int by_change(const void *left, const void *right)
{
  const made_flow *a = left, *b = right;
  double x = fabs(a->change), y = fabs(b->change);
  return x != y ? (x > y ? -1 : 1) : a->row - b->row;
}

static void the_largest_flows_are_found(void **state)
{
  (void)state;
  static made_flow flow[FLOWS];
  const char *folder = kept("many");
  assert_int_equal(mkdir(folder, 0777), 0);
  FILE *regions = fopen(support_path(folder, "regions.csv"), "w"),
       *sectors = fopen(support_path(folder, "sectors.csv"), "w"),
       *trade = fopen(support_path(folder, "trade.csv"), "w");
  fputs("region,real_income_pct,x\n", regions);
  fputs("region,sector,output_pct\n", sectors);
  fputs("sector,importer,exporter,base_value,new_value,change_pct,tariff_base_pct,tariff_new_pct\n", trade);
  for (int r = 0; r < MANY; r++) {
    fprintf(regions, "R%d,%d,\n", r, r);
    fprintf(sectors, "R%d,A,1\nR%d,B,2\n", r, r);
  }
  support_random random = {7};
  int count = 0, rows = 0;
  for (int s = 0; s < 2; s++) {
    for (int d = 0; d < MANY; d++) {
      for (int o = 0; o < MANY; o++) {
        /* few different changes, so that many are equal; own sales change most and are left out */
        made_flow f = {rows, s, d, o, 100, d == o ? 1000 : support_below(&random, 400) - 200};
        fprintf(trade, "%c,R%d,R%d,%g,%g,1,0,0\n", 'A' + s, d, o, f.base, f.base + f.change);
        if (d == o) continue;
        rows++;
        if (f.change != 0) flow[count++] = f;
      }
    }
  }
  fclose(regions);
  fclose(sectors);
  fclose(trade);
  seal(folder, json_pack("{s:s, s:b}", "program", "tradewind", "certified", 1));
  qsort(flow, (size_t)count, sizeof *flow, by_change);
  const twi_page_files files = {.folder = folder};
  twi_page_run *run = twi_new(context, 1, sizeof *run);
  assert_ok(context, twi_page_read(context, &files, run));
  assert_int_equal(run->flows, TWI_PAGE_FLOWS);
  assert_int_equal(run->flows_in_all, rows);
  for (int i = 0; i < run->flows; i++) {
    const twi_page_flow *f = &run->flow[i];
    if (f->sector != flow[i].sector || f->importer != flow[i].importer || f->exporter != flow[i].exporter ||
        f->new_value != flow[i].base + flow[i].change)
      fail_msg("flow %d is not the one that a sort of all gives", i);
  }
  twi_page_run_free(run);
  twi_free(context, run);
}

/* ---------------------------------------------------------------- hostile texts */

static void texts_are_escaped(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"plain", "\"plain\""},
      {"</script>", "\"\\u003c/script\\u003e\""},
      {"<!-- & -->", "\"\\u003c!-- \\u0026 --\\u003e\""},
      {"a\"b\\c", "\"a\\u0022b\\u005cc\""},
      {"tab\t, bell\a, end\x7f", "\"tab\\u0009, bell\\ufffd, end\\ufffd\""},
      {"\xc2\x9b \xe2\x80\xae \xe2\x81\xa6", "\"\\ufffd \\ufffd \\ufffd\""}, /* escapes, marks for the direction */
      {"\xe2\x80\xa8\xe2\x80\xa9", "\"\\u2028\\u2029\""},
      {"\xe6\x97\xa5\xe6\x9c\xac \xc3\xa9 \xf0\x9f\x9a\xa2", "\"\xe6\x97\xa5\xe6\x9c\xac \xc3\xa9 \xf0\x9f\x9a\xa2\""},
      {"\xff", "\"\\ufffd\""},
      {"\xc3", "\"\\ufffd\""},                                  /* the character is cut off */
      {"\xc0\xbc", "\"\\ufffd\\ufffd\""},                       /* < in more bytes than it needs */
      {"\xe0\x80\xbc", "\"\\ufffd\\ufffd\\ufffd\""},            /* the same */
      {"\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\""},            /* half of a surrogate pair */
      {"\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\""}, /* beyond the last character */
      {"\xe2\x80<", "\"\\ufffd\\ufffd\\u003c\""},               /* the character before does not swallow it */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    twi_text out = {.ctx = context};
    twi_page_json_text(&out, cases[i][0]);
    assert_string_equal(out.bytes, cases[i][1]);
    json_t *back = json_loadb(out.bytes, out.used, JSON_DECODE_ANY, NULL);
    assert_true(json_is_string(back));
    json_decref(back);
    twi_text_clear(&out);
  }
}

static const char hostile[] = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> \"quoted\" 'single' "
                              "&lt; ]]> \xe2\x80\xa8 \x01 \xe6\x97\xa5 /*DATA*/ {{SCRIPT}} $& \\u003c";

/* Every place where a text of a world or scenario ends up. */
/* The same as the page has it: nothing that nobody sees. */
static const char shown[] = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> \"quoted\" 'single' "
                            "&lt; ]]> \xe2\x80\xa8 \xef\xbf\xbd \xe6\x97\xa5 /*DATA*/ {{SCRIPT}} $& \\u003c";

static const char *hostile_folder(void)
{
  const char *folder = written("hostile");
  json_t *root = manifest_of(folder), *rule;
  static const char *const of_world[] = {"name", "title", "caveat", "source", "licence", "currency", "unit"};
  static const char *const of_scenario[] = {"name", "title", "notes", "against"};
  size_t i;
  json_object_set_new(root, "headline", json_string(hostile));
  json_object_set_new(root, "command", json_string(hostile));
  for (i = 0; i < 7; i++) json_object_set_new(at(root, "world"), of_world[i], json_string(hostile));
  for (i = 0; i < 4; i++) json_object_set_new(at(root, "scenario"), of_scenario[i], json_string(hostile));
  json_object_set_new(at(root, "world.region_names"), "CAN", json_string(hostile));
  json_object_set_new(at(root, "world.sector_names"), "H49", json_string(hostile));
  json_object_set_new(at(root, "world.sector_kinds"), "H49", json_string(hostile));
  json_object_set_new(root, hostile, json_string(hostile)); /* a key that nobody knows */
  json_array_set_new(at(root, "scenario.closure"), 0, json_string(hostile));
  json_array_foreach(at(root, "scenario.rules"), i, rule)
  {
    json_object_set_new(rule, "words", json_string(hostile));
    json_object_set_new(rule, "source", json_string(hostile));
  }
  /* and in the tables: a code, and what a limit is of */
  char *text = support_read(support_path(folder, "limits.csv"), NULL), *at_what = strstr(text, "output of C29 in CAN");
  assert_non_null(at_what);
  memcpy(at_what, "</script>\xc2\xa0<!-- &<b>", 20);
  support_write(support_path(folder, "limits.csv"), text);
  free(text);
  seal(folder, root);
  return folder;
}

static void no_text_breaks_out_of_the_data(void **state)
{
  (void)state;
  char *page = page_of(hostile_folder(), 0);
  json_t *data = data_of(page), *run = run_of(data, 0); /* ends at the first end of a script, which must be ours */
  assert_nothing_raw(page);
  assert_says(run, "title", shown);
  assert_says(run, "headline", shown);
  assert_says(run, "notes.0", shown);
  assert_says(run, "against", shown);
  assert_says(run, "sentences.0", shown);
  assert_says(run, "world.caveat", shown);
  assert_says(run, "regions.0.1", shown);
  assert_says(run, "sectors.2.1", shown);
  assert_says(run, "sectors.2.2", shown);
  assert_says(run, "manifest.scenario.rules.0.source", shown);
  assert_says(run, "limits.rows.2.2", "</script>\xc2\xa0<!-- &<b>");
  assert_string_equal(json_string_value(json_object_get(at(run, "manifest"), hostile)), shown);
  json_decref(data);
  free(page);
}

static void no_text_breaks_out_of_the_plain_page(void **state)
{
  (void)state;
  char *page = page_of(hostile_folder(), 1);
  assert_tags_are_ours(page);
  assert_true(!strpbrk(page, "\x01\x7f\xff"));
  assert_non_null(strstr(page, "&#60;/script&#62;&#60;script&#62;alert(1)"));
  assert_non_null(strstr(page, "to 1 part in 10^14"));
  free(page);
}

static void the_plain_page_is_complete(void **state)
{
  (void)state;
  static const char *const says[] = {"<!DOCTYPE html>\n<html lang=\"en\">",
                                     "<h1>Made up</h1>",
                                     "compared with the solved equilibrium of three",
                                     "<td>28001</td>",
                                     "Sectors of USA, whose real income changes most",
                                     "The 18 flows that change most, of 18 between regions",
                                     "imports of A01 by USA from CAN, JPN",
                                     "Flows under comply or pay",
                                     "Regions year by year",
                                     "Source: Proclamation 10908",
                                     "labour supply answers the real wage",
                                     "Certified: every market clears and every budget holds to 1 part in 10^14",
                                     "<dd>tradewind run made</dd>",
                                     "Manifest (run.json)"};
  char *page = page_of(written("plain"), 1);
  for (size_t i = 0; i < sizeof says / sizeof *says; i++)
    if (!strstr(page, says[i])) fail_msg("the plain page lacks: %s", says[i]);
  assert_tables_are_whole(page, 7); /* regions, sectors, trade, limits, preferences, years, residuals */
  free(page);
}

/* The page of A4: the template gets its language, the plain one has numbers, assumptions and caveats. */
static void a_brief_of_a_run(void **state)
{
  (void)state;
  static const char *const says[] = {"@page{size:A4;margin:14mm}",
                                     "<h1>Made up",
                                     "in five numbers",
                                     "Real income, %",
                                     "What was assumed",
                                     "trade deficits are fixed",
                                     "<h2>Caveats</h2>",
                                     "without a range; `tradewind range`"};
  const char *folder = written("brief"), *file = kept("brief.html");
  const twi_page_files files = {.folder = folder};
  twi_page_run *run = twi_new(context, 1, sizeof *run);
  twi_text page = {.ctx = context}, plain = {.ctx = context};
  assert_ok(context, twi_page_read(context, &files, run));
  run->brief = "ja";
  assert_ok(context, twi_page_fill(context, page_template, run, 1, &page));
  json_t *data = data_of(page.bytes);
  assert_says(data, "brief.lang", "ja");
  json_decref(data);
  twi_page_plain(&plain, run, 1);
  for (size_t i = 0; i < sizeof says / sizeof *says; i++)
    if (!strstr(plain.bytes, says[i])) fail_msg("the plain brief lacks: %s\n%s", says[i], plain.bytes);
  assert_int_equal(assert_tables_are_whole(plain.bytes, 1), 1); /* of the five these results have one */
  assert_non_null(strstr(plain.bytes, "<td>28001</td>"));
  assert_tags_are_ours(plain.bytes);
  twi_text_clear(&page);
  twi_text_clear(&plain);
  twi_page_run_free(run);
  twi_free(context, run);

  assert_ok(context, tw_brief_write(context, folder, NULL, file));
  assert_ok(context, tw_brief_write(context, folder, "fr", file));
  assert_fails(context, tw_brief_write(context, folder, "de", file), TW_USAGE, "\"de\" is none of en, fr and ja");
  assert_fails(context, tw_brief_write(context, NULL, "fr", file), TW_USAGE, "needs results folders");
  assert_fails(context, tw_brief_write(context, support_temp("nowhere"), "fr", file), TW_BAD_INPUT, "no such folder");
}

static void a_template_has_its_marker_once(void **state)
{
  (void)state;
  static const char *const wrong[] = {"<html></html>", "/*DATA*/ and /*DATA*/"};
  for (int i = 0; i < 2; i++) {
    twi_text page = {.ctx = context};
    assert_fails(context, twi_page_fill(context, wrong[i], NULL, 0, &page), TW_USAGE, "exactly one /*DATA*/");
    twi_text_clear(&page);
  }
}

/* ---------------------------------------------------------------- folders that cannot be reported */

static void refused(const char *folder, tw_status status, const char *words)
{
  const char *file = support_temp("refused.html");
  assert_fails(context, tw_report_write(context, &folder, 1, file), status, words);
  if (access(file, F_OK) == 0) fail_msg("a page was written of what is refused: %s", words);
}

static void what_is_no_result_is_refused(void **state)
{
  (void)state;
  refused(kept("nowhere"), TW_BAD_INPUT, "there is no such folder");
  support_write(kept("a-file"), "mine");
  refused(kept("a-file"), TW_BAD_INPUT, "expected a results folder, found a file");
  const char *folder = kept("empty");
  assert_int_equal(mkdir(folder, 0777), 0);
  refused(folder, TW_BAD_INPUT, "without run.json");
  support_write(support_path(folder, "run.json"), "{\n\"program\": oops}\n");
  refused(folder, TW_BAD_INPUT, "run.json:2:");
  support_write(support_path(folder, "run.json"), "{\"program\": \"\xff\"}\n");
  refused(folder, TW_BAD_INPUT, "run.json:1:");
  support_write(support_path(folder, "run.json"), "[]\n");
  refused(folder, TW_BAD_INPUT, "\"program\": \"tradewind\"");
  support_write(support_path(folder, "run.json"), "{\"program\": \"other\", \"certified\": true}\n");
  refused(folder, TW_BAD_INPUT, "\"program\": \"tradewind\"");
  support_write(support_path(folder, "run.json"), "{\"program\": \"tradewind\", \"certified\": true}\n");
  refused(folder, TW_BAD_INPUT, "lacks regions.csv");

  tw_result result;
  made_result(&result, world, 0);
  made_failure(&result);
  folder = written("failed");
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  refused(folder, TW_BAD_INPUT, "found no certified solution (out_of_reach)");
  assert_fails(context, tw_report_write(context, NULL, 0, "x.html"), TW_USAGE, "needs results folders");
}

static void tables_are_those_of_the_run(void **state)
{
  (void)state;
  const char *folder = written("tables");
  support_replace(support_path(folder, "regions.csv"), NULL, "28001", "28002");
  refused(folder, TW_BAD_INPUT, "regions.csv: is not as the run wrote it");
  seal(folder, manifest_of(folder));
  char *page = page_of(folder, 0); /* with its digest right, it is what it is */
  free(page);
  assert_int_equal(unlink(support_path(folder, "trade.csv")), 0);
  refused(folder, TW_BAD_INPUT, "lacks trade.csv, which its run.json lists");

  static const char *const cases[][4] = {
      {"sectors.csv", "USA,A01", "USA,B05", "a row for each region and sector"},
      {"sectors.csv", "region,", "place,", "sectors.csv:1: expected the columns region, sector"},
      {"regions.csv", "USA,28001", "USA,many",
       "regions.csv:3: column real_income_pct: found \"many\", not a number; expected a number"},
      {"regions.csv", "USA,28001", "USA", "regions.csv:3: found 2 fields, expected 3 as in the header"},
      {"years.csv", "2027,USA", "2027,MEX", "a row for each year and region"},
      {"limits.csv", "\"imports of A01", "\"\"\"imports of A01\" ",
       "limits.csv:3: found a quote inside a field, expected quotes"},
      {"limits.csv", "output of C29", "output \xff\xff C29", "limits.csv:4: found bytes that are not UTF-8"},
      {"trade.csv", "A01,CAN,USA", "A01,CAN,MEX",
       "column exporter: found \"MEX\", expected a code of sectors.csv or regions.csv"},
      {"trade.csv", "new_value", "value", "trade.csv:1: the column new_value is missing"},
      {"trade.csv", "A01,CAN,USA,10,", "A01,CAN,USA,,", "column base_value: found nothing, expected a number"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    folder = written("tables");
    support_replace(support_path(folder, cases[i][0]), NULL, cases[i][1], cases[i][2]);
    seal(folder, manifest_of(folder));
    refused(folder, TW_BAD_INPUT, cases[i][3]);
  }
}

/* ---------------------------------------------------------------- the file */

static void several_runs_are_one_page(void **state)
{
  (void)state;
  const char *folders[] = {written("first"), hostile_folder()}, *file = kept("compare.html");
  assert_ok(context, tw_report_write(context, folders, 2, file));
  char *page = support_read(file, NULL);
  assert_non_null(page);
  assert_non_null(strstr(page, "Made up"));
  assert_true(!strstr(page, "<img src=x"));
  free(page);
  /* what was there stays when it cannot be written anew, or one of the folders cannot be read */
  char *before = support_read(file, NULL);
  struct rlimit old, limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  limit = old;
  limit.rlim_cur = 2000;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
  tw_status status = tw_report_write(context, folders, 2, file);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
  signal(SIGXFSZ, handler);
  assert_int_equal(status, TW_IO);
  const char *broken[] = {folders[0], "nowhere"};
  assert_fails(context, tw_report_write(context, broken, 2, file), TW_BAD_INPUT, "nowhere: there is no such folder");
  char *after = support_read(file, NULL);
  assert_string_equal(before, after);
  free(after);
  free(before);
  assert_fails(context, tw_report_write(context, folders, 2, kept("absent/page.html")), TW_IO, "absent");
}

/* The page that a run leaves is that of `tradewind report`, byte by byte; without it, none is left. */
static void a_run_writes_the_same_page(void **state)
{
  (void)state;
  const char *folder = written("same"), *again = kept("again.html");
  assert_ok(context, tw_report_write(context, &folder, 1, again));
  char *first = support_read(support_path(folder, "report.html"), NULL), *second = support_read(again, NULL);
  assert_non_null(first);
  assert_string_equal(first, second);
  free(second);
  free(first);
  json_t *root = manifest_of(folder);
  assert_says(root, "report", "report.html");
  assert_null(json_object_get(at(root, "files"), "report.html"));
  json_decref(root);

  tw_result result;
  made_result(&result, world, 0);
  result.settings.report = 0;
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  assert_int_equal(access(support_path(folder, "report.html"), F_OK), -1); /* it was of the older run */
  root = manifest_of(folder);
  assert_true(json_is_null(at(root, "report")));
  json_decref(root);
  support_write(support_path(folder, "report.html"), "mine");
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  char *mine = support_read(support_path(folder, "report.html"), NULL);
  assert_string_equal(mine, "mine"); /* no run.json lists it */
  free(mine);
}

static tw_status report_twice(tw_context *ctx, void *user)
{
  const char *const folders[] = {user, user};
  return tw_report_write(ctx, folders, 2, support_temp("memory.html"));
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(report_twice, (void *)(uintptr_t)written("memory")) > 30);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_data_are_those_of_the_files), cmocka_unit_test(a_run_without_some_tables_says_null),
      cmocka_unit_test(the_largest_flows_are_found),     cmocka_unit_test(texts_are_escaped),
      cmocka_unit_test(no_text_breaks_out_of_the_data),  cmocka_unit_test(no_text_breaks_out_of_the_plain_page),
      cmocka_unit_test(the_plain_page_is_complete),      cmocka_unit_test(a_brief_of_a_run),
      cmocka_unit_test(a_template_has_its_marker_once),  cmocka_unit_test(what_is_no_result_is_refused),
      cmocka_unit_test(tables_are_those_of_the_run),     cmocka_unit_test(several_runs_are_one_page),
      cmocka_unit_test(a_run_writes_the_same_page),      cmocka_unit_test(memory_fails_cleanly),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
