/* One world, many forms: folder, .tww, memory; rows and columns in any order; plain and gzip; any unit. */
#include <ctype.h>
#include <zlib.h>

#include "world_files.h"

static char *sha_of(tw_context *context, const char *where)
{
  tw_world *world = world_open_ok(context, where);
  char *sha = strdup(tw_world_text(world, "sha256"));
  assert_int_equal(strlen(sha), 64);
  tw_world_free(world);
  return sha;
}

static void same_world(tw_context *context, const char *a, const char *b)
{
  char *x = sha_of(context, a), *y = sha_of(context, b);
  assert_string_equal(x, y);
  free(x);
  free(y);
}

static void other_world(tw_context *context, const char *a, const char *b)
{
  char *x = sha_of(context, a), *y = sha_of(context, b);
  assert_string_not_equal(x, y);
  free(x);
  free(y);
}

/* Sorts the lines of a table behind its header by a hash of the seed and the line. */
static void shuffle_rows(world_files *files, const char *name, uint64_t seed)
{
  char *text = file_text(files, name), *line[64], copy[ROOM];
  int count = 0;
  if (!*text) return;
  strcpy(copy, text);
  char *header = strtok(copy, "\n");
  while ((line[count] = strtok(NULL, "\n"))) count++;
  support_random r = {seed};
  for (int i = count - 1; i > 0; i--) {
    int k = support_below(&r, i + 1);
    char *t = line[i];
    line[i] = line[k];
    line[k] = t;
  }
  *text = 0;
  file_add(text, "%s\n", header);
  for (int i = 0; i < count; i++) file_add(text, "%s\n", line[i]);
}

/* Turns the columns of a table without quotes round. */
static void reverse_columns(world_files *files, const char *name)
{
  char *text = file_text(files, name), copy[ROOM];
  strcpy(copy, text);
  *text = 0;
  for (char *line = copy; *line;) {
    char *end = line + strcspn(line, "\n"), *cell[16];
    int count = 0;
    *end = 0;
    for (char *p = line; p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL) cell[count++] = p;
    for (int i = count - 1; i >= 0; i--) file_add(text, "%.*s%s", (int)strcspn(cell[i], ","), cell[i], i ? "," : "\n");
    line = end + 1;
  }
}

static void gzip_file(const char *path)
{
  size_t count;
  char *bytes = support_read(path, &count), packed[4096];
  snprintf(packed, sizeof packed, "%s.gz", path);
  gzFile z = gzopen(packed, "wb");
  assert_int_equal(gzwrite(z, bytes, (unsigned)count), count);
  assert_int_equal(gzclose(z), Z_OK);
  unlink(path);
  free(bytes);
}

/* Everything that a world can have. */
static world_files *full(void)
{
  world_files *files = files_new();
  file_final(files);
  char *t = file_text(files, "flows.csv"), copy[ROOM]; /* two further tariff columns */
  strcpy(copy, t);
  *t = 0;
  int line = 0;
  for (char *row = strtok(copy, "\n"); row; row = strtok(NULL, "\n"), line++)
    line ? file_add(t, "%s,%d\n", row, line % 5) : file_add(t, "%s,tariff_1993_pct\n", row);
  strcpy(file_text(files, "groups.yaml"), "NORTH: [CAN, USA]\nISLES: [JPN, GBR]\n");
  strcpy(file_text(files, "sector_groups.yaml"), "CARS: [C29, C30]\nOTHER: [a01, H49]\n");
  strcpy(file_text(files, "elasticities.csv"), "set,sector,parameter,estimate,standard_error,source\n"
                                               "x,goods,made,5,0.5,paper\nx,H49,,8,,\n");
  strcpy(file_text(files, "macro.csv"), "region,population,gdp\nJPN,127.3,\nCAN,35.5,0.1\n");
  file_employment(files);
  return files;
}

static void order_and_packing_leave_no_trace(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const char *const tables[] = {"flows.csv", "production.csv", "inputs.csv", "final.csv", "macro.csv"};
  world_files *files = full();
  char *first = strdup(files_write(files, "first")); /* paths of support.h do not last */
  file_edit(files, "flows.csv", "A01,CAN,CAN,100,0,0,", "A01,CAN,CAN,100,-0,-0.0,");
  same_world(context, first, files_write(files, "second"));
  for (uint64_t seed = 1; seed <= 5; seed++) {
    for (int i = 0; i < 5; i++) shuffle_rows(files, tables[i], seed);
    if (seed % 2)
      for (int i = 0; i < 5; i++) reverse_columns(files, tables[i]);
    same_world(context, first, files_write(files, "second"));
  }
  char *second = strdup(files_write(files, "second"));
  for (int i = 0; i < 5; i++) gzip_file(support_path(second, tables[i]));
  gzip_file(support_path(second, "world.yaml"));
  gzip_file(support_path(second, "regions.csv"));
  same_world(context, first, second);
  for (int i = 0; i < 5; i++) /* codes and columns without regard to case */
    for (char *p = file_text(files, tables[i]); *p; p++) *p = (char)tolower(*p);
  same_world(context, first, files_write(files, "second"));
  file_edit(files, "flows.csv", "\n", "\r\n"); /* one CRLF is enough */
  file_edit(files, "world.yaml", "\n", "\r\n");
  same_world(context, first, files_write(files, "second"));
  free(first);
  free(second);
  free(files);
  tw_context_free(context);
}

static void every_part_of_the_content_counts(void **state)
{
  (void)state;
  static const char *const edits[][3] = {
      {"world.yaml", "colour: blue", "colour: red"},
      {"regions.csv", "Canada", "CANADA"},
      {"sectors.csv", "Cars,goods", "Cars,services"},
      {"sectors.csv", "5.5", "5.6"},
      {"flows.csv", "C29,USA,CAN,7,", "C29,USA,CAN,7.000000000001,"},
      {"flows.csv", ",2.5,", ",2.6,"},
      {"flows.csv", ",7.1,", ",7.2,"},
      {"flows.csv", "tariff_mfn_pct", "tariff_max_pct"},
      {"production.csv", "CAN,A01,0.6", "CAN,A01,0.61"},
      {"production.csv", "CAN,A01,0.6,1.5", "CAN,A01,0.6,1.6"},
      {"production.csv", "CAN,A01,0.6,1.5", "CAN,A01,0.6,"},
      {"production.csv", "USA,C29,0.62,", "USA,C29,0.62,0"},
      {"inputs.csv", "CAN,A01,A01,0.2", "CAN,A01,A01,0.200001"},
      {"final.csv", "CAN,A01,0.2", "CAN,A01,0.200001"},
      {"groups.yaml", "GBR", "IRL"},
      {"groups.yaml", "NORTH", "NORD"},
      {"sector_groups.yaml", "C30", "C31"},
      {"elasticities.csv", "x,H49", "y,H49"},
      {"elasticities.csv", "x,H49", "x,OTHER"},
      {"elasticities.csv", "made", "mode"},
      {"elasticities.csv", "made,5,", "made,5.1,"},
      {"elasticities.csv", "0.5", "0.6"},
      {"elasticities.csv", "paper", "papers"},
      {"sector_groups.yaml", "OTHER", "OTHERS"},
      {"sector_groups.yaml", ", H49", ""},
      {"macro.csv", "127.3", "127.4"},
      {"macro.csv", "CAN,35.5,0.1", "CAN,35.5,"},
      {"macro.csv", "JPN,127.3,", "JPN,127.3,0"},
  };
  tw_context *context = tw_context_new(NULL);
  world_files *files = full();
  char *first = strdup(files_write(files, "first"));
  free(files);
  for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
    files = full();
    file_edit(files, edits[i][0], edits[i][1], edits[i][2]);
    other_world(context, first, files_write(files, "second"));
    free(files);
  }
  free(first);
  tw_context_free(context);
}

static void folder_file_folder(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  for (int i = 0; i < 2; i++) {
    world_files *files = i ? full() : files_new();
    const char *first = files_write(files, "first"), *file = support_temp("w.tww"),
               *second = support_temp("written/here");
    tw_world *world = world_open_ok(context, first);
    assert_ok(context, tw_world_save(context, world, file));
    same_world(context, first, file);
    tw_world *loaded = world_open_ok(context, file);
    assert_ok(context, tw_world_write_folder(context, loaded, second));
    same_world(context, first, second);
    /* What is read again is the same world in every respect that can be asked for. */
    assert_string_equal(tw_world_text(loaded, "colour"), "blue");
    assert_string_equal(tw_world_text(loaded, "year"), "2014");
    assert_string_equal(tw_world_sector_name(loaded, 0), "Crops, animals");
    assert_int_equal(tw_world_sector_is_goods(loaded, 2), 0);
    assert_string_equal(tw_world_tariff_column(loaded, 0), "tariff_pct");
    assert_string_equal(tw_world_tariff_column(loaded, 1 + i), "tariff_mfn_pct"); /* in the order of the names */
    assert_null(tw_world_tariff_column(loaded, 2 + i));
    static const struct {
      const char *name;
      size_t count;
    } arrays[] = {{"flow", 27},        {"tariff", 27},     {"tariff_mfn_pct", 27}, {"value_added_share", 9},
                  {"input_share", 27}, {"final_share", 9}, {"output", 9},          {"spending", 9},
                  {"value_added", 3},  {"deficit", 3},     {"trade_elasticity", 3}};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
      assert_memory_equal(tw_world_numbers(world, arrays[k].name), tw_world_numbers(loaded, arrays[k].name),
                          arrays[k].count * sizeof(double));
    assert_true((tw_world_numbers(loaded, "gdp") != NULL) == (i == 1));
    assert_null(tw_world_numbers(loaded, "export_tax"));
    assert_null(tw_world_numbers(loaded, "no_such_thing"));
    tw_world_free(world);
    tw_world_free(loaded);
    free(files);
  }
  tw_context_free(context);
}

/* Corrections made on reading stay known in the file. */
static void findings_survive_the_file(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  file_edit(files, "inputs.csv", "CAN,A01,A01,0.2", "CAN,A01,A01,0.200009");
  file_edit(files, "flows.csv", "H49,CAN,CAN,120", "H49,CAN,CAN,20"); /* less than inputs need */
  tw_world *world = world_open_ok(context, files_write(files, "first"));
  const char *file = support_temp("w.tww");
  assert_ok(context, tw_world_save(context, world, file));
  tw_world *loaded = world_open_ok(context, file);
  const tw_finding *a, *b;
  int count = tw_world_findings(world, &a);
  assert_int_equal(tw_world_findings(loaded, &b), count);
  for (int i = 0; i < count; i++) {
    assert_string_equal(a[i].text, b[i].text);
    assert_string_equal(a[i].identity, b[i].identity);
    assert_int_equal(a[i].severity, b[i].severity);
    assert_int_equal(a[i].region, b[i].region);
    assert_memory_equal(&a[i].money, &b[i].money, sizeof(double));
  }
  const tw_finding *rescaled = world_finding(loaded, "input_shares_rescaled", 0, 0);
  assert_non_null(rescaled);
  assert_int_equal(rescaled->severity, 1);
  assert_relative(rescaled->relative, 9e-6, 1e-10);
  const tw_finding *negative = NULL; /* the line of this market, besides that of all */
  for (int i = 0; i < count; i++)
    if (strncmp(b[i].text, "CAN H49: inputs need", 20) == 0) negative = &b[i];
  assert_non_null(negative);
  assert_string_equal(negative->identity, "negative_final_demand");
  double short_of = 0;
  const double *y = tw_world_numbers(loaded, "output"), *a_share = tw_world_numbers(loaded, "input_share");
  for (int u = 0; u < 3; u++) short_of += y[u] * a_share[3 * u + 2];
  short_of -= tw_world_numbers(loaded, "spending")[2];
  assert_close(negative->money / short_of, 1, 1e-12);
  tw_world_free(world);
  tw_world_free(loaded);
  free(files);
  tw_context_free(context);
}

/* Writing into a folder that held another world leaves nothing of it that would be read. */
static void a_folder_is_taken_over_whole(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = full();
  const char *old = files_write(files, "old");
  support_write(support_path(old, "readme.txt"), "mine");
  free(files);
  files = files_new();
  const char *first = files_write(files, "first");
  tw_world *world = world_open_ok(context, first);
  assert_ok(context, tw_world_write_folder(context, world, old));
  assert_ok(context, tw_world_write_folder(context, world, old)); /* and once more onto itself */
  same_world(context, first, old);
  assert_int_equal(access(support_path(old, "macro.csv"), F_OK), -1);
  assert_int_equal(access(support_path(old, "readme.txt"), F_OK), 0);
  support_write(support_temp("plain"), "a file");
  assert_fails(context, tw_world_write_folder(context, world, support_temp("plain/inside")), TW_IO, "plain/inside");
  assert_fails(context, tw_world_save(context, world, support_temp("nowhere/w.tww")), TW_IO, "No such file");
  assert_fails(context, tw_world_save(context, world, old), TW_BAD_INPUT, "found a folder");
  tw_world_free(world);
  free(files);
  tw_context_free(context);
}

/* Scaling the data scales money and nothing else. */
static void the_unit_of_the_data_does_not_matter(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  tw_world *one = world_open_ok(context, files_write(files, "first"));
  static const double units[] = {1e-12, 1e-6, 1e6, 1e12};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    file_flows(files, units[i]);
    tw_world *other = world_open_ok(context, files_write(files, "second"));
    for (int k = 0; k < 9; k++) {
      assert_close(tw_world_numbers(other, "final_share")[k], tw_world_numbers(one, "final_share")[k], 1e-14);
      double y = tw_world_numbers(one, "output")[k];
      assert_true(fabs(tw_world_numbers(other, "output")[k] / units[i] - y) <= 1e-14 * y);
    }
    const tw_finding *a, *b;
    int count = tw_world_findings(one, &a);
    assert_int_equal(tw_world_findings(other, &b), count);
    for (int k = 0; k < count; k++) assert_int_equal(a[k].severity, b[k].severity);
    tw_world_free(other);
  }
  tw_world_free(one);
  free(files);
  tw_context_free(context);
}

/* A world made in memory with numbers that are no short decimals goes through a folder unchanged. */
static void memory_through_a_folder(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  support_random r = {6};
  for (int round = 0; round < 20; round++) {
    enum { N = 4, S = 3 };
    static const char *const regions[N] = {"CA-AB", "b", "C", "ROW"}, *const sectors[S] = {"x", "Y", "C10-C12"};
    double theta[S], flow[S * N * N], tariff[S * N * N], tax[S * N * N], v[N * S], input[N * S * S], final[N * S];
    for (int s = 0; s < S; s++) theta[s] = support_uniform(&r, 1, 65);
    for (int i = 0; i < S * N * N; i++) {
      flow[i] = support_uniform(&r, 1, 2) * pow(10, support_below(&r, 6) - 3);
      tariff[i] = support_uniform(&r, -0.2, 2);
      tax[i] = round % 2 ? support_uniform(&r, -0.2, 2) : 0;
    }
    for (int i = 0; i < N * S; i++) {
      v[i] = support_below(&r, 5) == 0 ? 1 : support_uniform(&r, 0.01, 1);
      double sum = 0;
      for (int s = 0; s < S; s++) sum += input[i * S + s] = support_uniform(&r, 0, 1);
      for (int s = 0; s < S; s++) input[i * S + s] /= sum;
    }
    for (int d = 0; d < N; d++) {
      double sum = 0;
      for (int s = 0; s < S; s++) sum += final[d * S + s] = support_uniform(&r, 0, 1);
      for (int s = 0; s < S; s++) final[d * S + s] /= sum;
    }
    for (int d = 0; d < N; d++) /* enough own sales that no region lives on credit */
      for (int s = 0; s < S; s++) flow[(s * N + d) * N + d] += 1000;
    tw_world_data data = {.name = "random",
                          .title = "A title: with \"quotes\", \\ and \xc3\xa4",
                          .year = 2020,
                          .regions = N,
                          .sectors = S,
                          .region = regions,
                          .sector = sectors,
                          .trade_elasticity = theta,
                          .flow = flow,
                          .tariff = tariff,
                          .export_tax = tax,
                          .value_added_share = v,
                          .input_share = input,
                          .final_share = final};
    tw_world *world;
    assert_ok(context, tw_world_new(context, &data, &world));
    const char *folder = support_temp("random"), *file = support_temp("random.tww");
    assert_ok(context, tw_world_write_folder(context, world, folder));
    assert_ok(context, tw_world_save(context, world, file));
    tw_world *read = world_open_ok(context, folder);
    assert_string_equal(tw_world_text(read, "title"), data.title);
    assert_memory_equal(tw_world_numbers(read, "input_share"), tw_world_numbers(world, "input_share"), sizeof input);
    assert_memory_equal(tw_world_numbers(read, "tariff"), tw_world_numbers(world, "tariff"), sizeof tariff);
    assert_string_equal(tw_world_text(read, "sha256"), tw_world_text(world, "sha256"));
    same_world(context, folder, file);
    assert_true((tw_world_numbers(read, "export_tax") != NULL) == round % 2);
    tw_world_free(read);
    tw_world_free(world);
  }
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(order_and_packing_leave_no_trace),
      cmocka_unit_test(every_part_of_the_content_counts),
      cmocka_unit_test(folder_file_folder),
      cmocka_unit_test(findings_survive_the_file),
      cmocka_unit_test(a_folder_is_taken_over_whole),
      cmocka_unit_test(the_unit_of_the_data_does_not_matter),
      cmocka_unit_test(memory_through_a_folder),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
