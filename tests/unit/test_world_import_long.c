/* Worlds from tables in long form and from the layout of WIOD's release of 2016. The data are those of icio_files.h, so
 * every number is known. */
#include "icio_files.h"
#include "imports.h"

enum { FINALS = 5 }; /* WIOD has no sixth kind of final demand */

static const icio_shape shape = {4, 6, 1, 0};

static tw_world *import_ok(const tw_import *ask)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_import(context, ask, &world));
  assert_non_null(world);
  return world;
}

static void refused(const tw_import *ask, tw_status status, const char *message)
{
  tw_world *world = NULL;
  assert_fails(context, tw_world_import(context, ask, &world), status, message);
  assert_null(world);
}

/* ---------------------------------------------------------------- long */

static void write_long(const char *path)
{
  FILE *f = fopen(path, "wb");
  char o_code[8], d_code[8], s_code[16], u_code[16];
  assert_non_null(f);
  fputs("use,from,to,what,usd\n", f);
  for (int o = 0; o < shape.regions; o++)
    for (int s = 0; s < shape.sectors; s++)
      for (int d = 0; d < shape.regions; d++) {
        icio_region(&shape, o, o_code);
        icio_region(&shape, d, d_code);
        icio_sector(&shape, s, s_code);
        for (int u = 0; u < shape.sectors; u++) {
          icio_sector(&shape, u, u_code);
          if (icio_sale(o, s, d, u) > 0)
            fprintf(f, "%s,%s,%s,%s,%.12g\n", u_code, o_code, d_code, s_code, icio_sale(o, s, d, u));
        }
        for (int c = 0; c < FINALS; c++)
          fprintf(f, "%s,%s,%s,%s,%.12g\n", icio_final[c], o_code, d_code, s_code, icio_bought(o, s, d, c));
      }
  fclose(f);
}

static void long_form_with_users(void **state)
{
  (void)state;
  const char *path = support_temp("long.csv");
  write_long(path);
  const tw_import ask = {.from = "csv",
                         .file = path,
                         .map = "importer=to,exporter=from,sector=what,value=usd,user=use",
                         .name = "long",
                         .year = 2020,
                         .unit = "thousand",
                         .currency = "CAD"};
  tw_world *world = import_ok(&ask);
  icio_compare(world, &shape, FINALS, 1e-12);
  assert_string_equal(tw_world_text(world, "name"), "long");
  assert_string_equal(tw_world_text(world, "year"), "2020");
  assert_string_equal(tw_world_text(world, "unit"), "thousand");
  assert_string_equal(tw_world_text(world, "currency"), "CAD");
  tw_world_free(world);
}

/* Without users all is final demand, and value added is output. */
static void long_form_without_users(void **state)
{
  (void)state;
  const char *path = support_temp("trade.csv");
  support_write(path, "exporter,importer,sector,value\nB,B,w,10\nB,a,w,2\na,B,w,1\na,a,w,20\n");
  const tw_import ask = {.from = "csv", .file = path};
  tw_world *world = import_ok(&ask);
  const double *flow = tw_world_numbers(world, "flow"), *v = tw_world_numbers(world, "value_added_share");
  assert_string_equal(tw_world_region(world, 0), "B"); /* in the order of the file */
  assert_true(flow[0] == 10 && flow[1] == 1 && flow[2] == 2 && flow[3] == 20);
  assert_true(v[0] == 1 && v[1] == 1);
  assert_string_equal(tw_world_text(world, "name"), "csv");
  tw_world_free(world);
}

static void bad_long_tables_are_refused(void **state)
{
  (void)state;
  const char *path = support_temp("bad.csv");
  tw_import ask = {.from = "csv", .file = path};
  static const char *const bad[][2] = {
      {"importer,exporter,sector,value\na,a,w,1\na,a,w,2\n",
       "line 3: found importer a, exporter a, sector w again, first in line 2"},
      {"importer,exporter,sector,value\na,a,w,\"1.234,5\"\n", "bad.csv:2: column value: found \"1.234,5\""},
      {"importer,exporter,sector,value\na,a,w,1,5\n", "found 5 fields, expected 4"},
      {"importer,exporter,sector,value\na,a b,w,1\n", "exporter: found a space"},
      {"importer,exporter,sector,value\n", "found no records"},
      {"importer,exporter,sector,usd\na,a,w,1\n", "the column value is missing"},
      {"importer,exporter,sector,value\na,a,w,1\nb,a,w,1\n", "region b sells nothing"},
      {"importer,exporter,sector,user,value\na,a,wood,wod,1\n", "the nearest is wood"},
      {"importer,exporter,sector,user,value\na,a,w,w,1\na,a,w,w,1\n", "user w again, first in line 2"},
      {"importer,exporter,sector,user,value\na,a,w,final,1\na,a,w,FINAL,1\n", "user final again, first in line 2"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    support_write(path, bad[i][0]);
    refused(&ask, TW_BAD_INPUT, bad[i][1]);
  }
  ask.map = "importer=to,seller=from";
  refused(&ask, TW_USAGE, "found \"seller=from\"");
  ask.map = "importer=to,importer=from";
  refused(&ask, TW_USAGE, "found \"importer=from\"");
  ask.map = "importer";
  refused(&ask, TW_USAGE, "found \"importer\"");
  ask.map = "importer=too";
  support_write(path, "to,exporter,sector,value\na,a,w,1\n");
  refused(&ask, TW_BAD_INPUT, "the column too is missing; is it the one called to?");
  ask.map = "user=use";
  support_write(path, "importer,exporter,sector,value\na,a,w,1\n");
  refused(&ask, TW_BAD_INPUT, "the column use is missing");
  ask.from = "icio";
  refused(&ask, TW_USAGE, "only for tables in long form");
}

/* ---------------------------------------------------------------- WIOD */

/* As R's write.csv does: quoted, with a column of row numbers; stata: bare, with a v before the country. The totals
 * come with margins of 1 % of each bill, so value added is what is left after 2 % and 1 %. */
static void write_wiod(const char *path, int stata)
{
  int N = shape.regions, S = shape.sectors, cells = N * S, row = 0;
  FILE *f = fopen(path, "wb");
  char region[8], sector[16];
  double *bill = calloc((size_t)cells, sizeof *bill), *out = calloc((size_t)cells, sizeof *out);
  const char *q = stata ? "" : "\"";
  assert_true(f && bill && out);
  fprintf(f, "%s%sIndustryCode%s,%sIndustryDescription%s,%sCountry%s,%sRNr%s,%sYear%s", stata ? "" : "\"\",", q, q, q,
          q, q, q, q, q, q, q);
  for (int part = 0; part < 2; part++)
    for (int d = 0; d < N; d++)
      for (int u = part ? S + 1 : 1; u <= (part ? S + FINALS : S); u++) {
        icio_region(&shape, d, region);
        fprintf(f, ",%s%s%s%d%s", q, stata ? "v" : "", region, u, q);
      }
  fprintf(f, ",%s%s%s\n", q, stata ? "vTOT" : "TOT", q);
  for (int o = 0; o < N; o++)
    for (int s = 0; s < S; s++) {
      double sum = 0;
      icio_region(&shape, o, region);
      icio_sector(&shape, s, sector);
      if (!stata) fprintf(f, "\"%d\",", ++row);
      fprintf(f, "%s%s%s,\"Making, of %s\",%s%s%s,%d,2014", q, sector, q, sector, q, region, q, s + 1);
      for (int k = 0; k < cells; k++) {
        double x = icio_sale(o, s, k / S, k % S);
        bill[k] += x;
        sum += x;
        fprintf(f, ",%.12g", x);
      }
      for (int k = 0; k < N * FINALS; k++) {
        double x = icio_bought(o, s, k / FINALS, k % FINALS);
        sum += x;
        fprintf(f, ",%.12g", x);
      }
      out[o * S + s] = sum;
      fprintf(f, ",%.12g\n", sum);
    }
  static const char *const total[] = {"II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO"};
  for (int t = 0; t < 8; t++) {
    if (!stata) fprintf(f, "\"%d\",", ++row);
    fprintf(f, "%s%s%s,%s%s%s,%sTOT%s,%d,2014", q, total[t], q, q, "a total", q, q, q, 65 + t);
    for (int k = 0; k < cells; k++)
      fprintf(f, ",%.12g",
              t == 0   ? bill[k]
              : t == 1 ? 0.02 * bill[k]
              : t == 5 ? out[k] - 1.03 * bill[k]
              : t == 6 ? 0.01 * bill[k]
              : t == 7 ? out[k]
                       : 0);
    for (int k = 0; k < N * FINALS; k++) fputs(t == 1 ? ",2" : ",0", f);
    fputs(",0\n", f);
  }
  fclose(f);
  free(bill);
  free(out);
}

static void wiod_tables(void **state)
{
  (void)state;
  const char *path = support_temp("WIOT2014.csv");
  for (int stata = 0; stata < 2; stata++) {
    write_wiod(path, stata);
    const tw_import ask = {.from = "wiod", .file = path};
    tw_world *world = import_ok(&ask);
    icio_compare(world, &shape, FINALS, 1e-12);
    assert_string_equal(tw_world_text(world, "name"), "wiod2014");
    assert_string_equal(tw_world_sector(world, 0), "A01");
    assert_string_equal(tw_world_sector_name(world, 0), "Making, of A01");
    const tw_finding *findings;
    int found = 0;
    for (int i = 0; i < tw_world_findings(world, &findings); i++) {
      assert_true(findings[i].severity <= 2);
      found += strcmp(findings[i].identity, "import_taxes") == 0;
    }
    assert_int_equal(found, 1);
    tw_world_free(world);
  }
}

static void bad_wiod_tables_are_refused(void **state)
{
  (void)state;
  static const char *const bad[][3] = {
      {"Country,RNr", "Country,Rn", "the column RNr is missing"},
      {"vCHN2,", "vCHN_2,", "found the column vCHN_2"},
      {"vCHN2,", "vCHN1,", "found the column vCHN1 twice"},
      {"vCAN11,", "vCAN12,", "the column CHN12 is missing"},
      {"\"Making, of A02\",CAN,2", "\"Making, of A02\",CAM,2",
       "found \"CAM\", expected a country of the header, or TOT; "
       "the nearest is CAN"},
      {"\"Making, of A02\",CAN,2", "\"Making, of A02\",CAN,7", "expected the number of an industry, 1 to 6"},
      {"\nA02,\"Making, of A02\",CAN,2", "\nA05,\"Making, of A02\",CAN,2", "found A05 for number 2, expected A02"},
      {"\nA02,\"Making, of A02\",CAN,2", "\nA01,\"Making, of A02\",CAN,1", "found CAN 1 again, first in line "},
      {"\nVA,", "\nVAD,", "found the total VAD"},
      {"\nGO,a total,TOT,72", "\nVA,a total,TOT,72", "found the row VA again, first in line "},
      {"\nIntTTM,", "\nII_fob,", "found the row II_fob again, first in line "},
      {"\nEXP_adj,", "\nTXSP,", "found the row TXSP again, first in line "},
  };
  const char *path = support_temp("WIOT2014.csv");
  write_wiod(path, 1);
  char *good = support_read(path, NULL);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    char *at = strstr(good, bad[i][0]);
    if (!at) fail_msg("no %s in the table", bad[i][0]);
    FILE *f = fopen(path, "wb");
    fprintf(f, "%.*s%s%s", (int)(at - good), good, bad[i][1], at + strlen(bad[i][0]));
    fclose(f);
    const tw_import ask = {.from = "wiod", .file = path};
    refused(&ask, TW_BAD_INPUT, bad[i][2]);
  }
  free(good);
}

/* ---------------------------------------------------------------- memory */

static void memory_that_fails(void **state)
{
  (void)state;
  tw_import ask = {.from = "csv", .file = support_temp("mem.csv"), .map = "user=use"};
  support_write(ask.file, "importer,exporter,sector,use,value\na,a,w,w,1\na,a,w,final,3\nb,b,w,final,2\na,b,w,w,1\n");
  import_in_little_memory(ask, 50);
  ask = (tw_import){.from = "wiod", .file = support_temp("WIOT2014.csv")};
  write_wiod(ask.file, 0);
  import_in_little_memory(ask, 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(long_form_with_users),        cmocka_unit_test(long_form_without_users),
      cmocka_unit_test(bad_long_tables_are_refused), cmocka_unit_test(wiod_tables),
      cmocka_unit_test(bad_wiod_tables_are_refused), cmocka_unit_test(memory_that_fails),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
