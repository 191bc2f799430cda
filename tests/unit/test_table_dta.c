/* Stata files of every version and both orders of bytes, made by dta_files.h: values, missing values, texts, long
 * texts; what is refused, and that a damaged file is an error and never more. */
#include "context.h"
#include "table/dta.h"

#include <math.h>

#include "dta_files.h"

static dta_test_file file;

enum { MOST = 16 };

/* What came out. */
typedef struct table {
  char name[MOST][64];
  char text[MOST][MOST][64];
  double number[MOST][MOST];
  int is_text[MOST][MOST];
  int columns, rows;
  int skip; /* a column that is not wanted; 0: none, else from 1 */
} table;

static tw_status on_columns(void *user, const char *const *name, int count, unsigned char *wanted)
{
  table *t = user;
  t->columns = count;
  for (int i = 0; i < count && i < MOST; i++) snprintf(t->name[i], sizeof t->name[i], "%s", name[i]);
  if (t->skip) wanted[t->skip - 1] = 0;
  return TW_OK;
}

static tw_status on_row(void *user, const twi_dta_cell *cell, long number)
{
  table *t = user;
  int r = t->rows++;
  if (number != r + 1) abort();
  for (int i = 0; i < t->columns && i < MOST && r < MOST; i++) {
    t->is_text[r][i] = cell[i].text != NULL;
    t->number[r][i] = cell[i].number;
    if (!cell[i].text) continue;
    if (strlen(cell[i].text) != cell[i].length) abort();
    snprintf(t->text[r][i], sizeof t->text[r][i], "%s", cell[i].text);
  }
  return TW_OK;
}

static tw_status read_file(table *t, int skip)
{
  const char *path = support_temp("t.dta");
  support_write_bytes(path, file.bytes, file.used);
  memset(t, 0, sizeof *t);
  t->skip = skip;
  const twi_dta_handler handler = {on_columns, on_row, t};
  return twi_dta_read(context, path, &handler);
}

static const int versions[] = {104, 105, 108, 110, 111, 113, 114, 115, 117, 118, 119};
enum { VERSIONS = sizeof versions / sizeof *versions };

/* ---------------------------------------------------------------- numbers */

/* Per type the largest number, and the missing values: what Stata's description of each version says. */
static void numbers_of_every_version(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"b", 'b', 0}, {"i", 'i', 0}, {"l", 'l', 0}, {"f", 'f', 0}, {"d", 'd', 0}};
  static table t;
  for (int k = 0; k < 2 * VERSIONS; k++) {
    int v = versions[k / 2];
    int64_t b = v < 113 ? 126 : 100, i = v < 113 ? 32766 : 32740, l = v < 113 ? 2147483646 : 2147483620;
    uint64_t missing = v < 108 ? dta_double(0x1p333) : dta_double(0x1p1023);
    double largest = v < 108 ? nextafter(0x1p333, 0) : nextafter(0x1p1023, 0);
    const dta_test_cell cell[][5] = {
        {{0, 7}, {0, 300}, {0, 70000}, {0, dta_float(2.5f)}, {0, dta_double(-0.1)}},
        {{0, (uint8_t)-127},
         {0, (uint16_t)-32767},
         {0, (uint32_t)-2147483647},
         {0, dta_float(-0x1p120f)},
         {0, dta_double(-0x1p1000)}},
        {{0, (uint64_t)b},
         {0, (uint64_t)i},
         {0, (uint64_t)l},
         {0, dta_float(nextafterf(0x1p127f, 0))},
         {0, dta_double(largest)}},
        {{0, (uint64_t)b + 1}, {0, (uint64_t)i + 1}, {0, (uint64_t)l + 1}, {0, dta_float(0x1p127f)}, {0, missing}},
        {{0, 127}, {0, 32767}, {0, 2147483647}, {0, dta_float(INFINITY)}, {0, dta_double(0x1p1023)}},
        {{0, 127}, {0, 32767}, {0, 2147483647}, {0, 0x7f00d000}, {0, UINT64_C(0x7fe01a0000000000)}}};
    dta_make(&file, v, k % 2, column, 5, cell[0], 6);
    assert_ok(context, read_file(&t, 0));
    assert_int_equal(t.rows, 6);
    static const double first[] = {7, 300, 70000, 2.5, -0.1},
                        second[] = {-127, -32767, -2147483647, -0x1p120, -0x1p1000};
    const double third[] = {(double)b, (double)i, (double)l, nextafterf(0x1p127f, 0), largest};
    for (int c = 0; c < 5; c++) {
      assert_string_equal(t.name[c], column[c].name);
      for (int r = 0; r < 6; r++) assert_false(t.is_text[r][c]);
      const double *wanted[] = {first, second, third};
      for (int r = 0; r < 3; r++)
        if (t.number[r][c] != wanted[r][c])
          fail_msg("version %d, %s: found %.17g, expected %.17g", v, column[c].name, t.number[r][c], wanted[r][c]);
      for (int r = 3; r < 6; r++)
        if (!isnan(t.number[r][c]))
          fail_msg("version %d, %s, row %d: found %.17g, expected a missing value", v, column[c].name, r + 1,
                   t.number[r][c]);
    }
    /* 2^333 is a number from 108 on */
    const dta_test_cell large[5] = {{0, 1}, {0, 1}, {0, 1}, {0, 0}, {0, dta_double(0x1p333)}};
    dta_make(&file, v, k % 2, column, 5, large, 1);
    assert_ok(context, read_file(&t, 0));
    assert_true(v < 108 ? isnan(t.number[0][4]) : t.number[0][4] == 0x1p333);
  }
}

static void no_number_at_all_is_refused(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"x", 'd', 0}, {"y", 'f', 0}};
  static table t;
  const dta_test_cell cell[] = {{0, dta_double(1)}, {0, dta_float(1)}, {0, dta_double(-INFINITY)}, {0, dta_float(1)}};
  dta_make(&file, 118, 0, column, 2, cell, 2);
  assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "t.dta: observation 2: column x: found an infinity");
  assert_ok(context, read_file(&t, 1)); /* nobody wants that column */
  const dta_test_cell other[] = {{0, dta_double(1)}, {0, 0xffc00000}};
  dta_make(&file, 105, 1, column, 2, other, 1);
  assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "observation 1: column y: found an infinity or a NaN");
}

/* ---------------------------------------------------------------- texts */

static void texts_of_every_version(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"one", 's', 1}, {"five", 's', 5}, {"widest", 's', 80}, {"n", 'i', 0}};
  static table t;
  for (int k = 0; k < 2 * VERSIONS; k++) {
    int v = versions[k / 2];
    const char *odd = v < 118 ? "C\xf4te \x80\x9f" : "C\xc3\xb4te \xe2\x82\xac\xc5\xb8";
    const dta_test_cell cell[] = {{"a", 0}, {"abcde", 0}, {odd, 0},  {0, 1}, /* of the full width there is no 0 */
                                  {"", 0},  {"x", 0},     {" y", 0}, {0, 2}};
    dta_make(&file, v, k % 2, column, 4, cell, 2);
    assert_ok(context, read_file(&t, 0));
    assert_string_equal(t.text[0][0], "a");
    assert_string_equal(t.text[0][1], "abcde");
    assert_string_equal(t.text[0][2], "C\xc3\xb4te \xe2\x82\xac\xc5\xb8");
    assert_string_equal(t.text[1][0], "");
    assert_string_equal(t.text[1][1], "x");
    assert_string_equal(t.text[1][2], " y");
    assert_true(t.is_text[1][0] && !t.is_text[1][3] && t.number[0][3] == 1 && t.number[1][3] == 2);
  }
  const dta_test_cell latin[] = {{"a", 0}, {"b", 0}, {"\xf4", 0}, {0, 1}};
  dta_make(&file, 118, 0, column, 4, latin, 1);
  assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "observation 1: column widest: found bytes that are not UTF-8");
  assert_ok(context, read_file(&t, 3));
  const dta_test_cell hole[] = {{"a", 0}, {"b", 0}, {"\x81", 0}, {0, 1}};
  dta_make(&file, 114, 0, column, 4, hole, 1);
  assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "column widest: found a byte that Windows-1252 does not have");
}

/* Two columns of long texts, in an order that shows a row taken for a column, one text used by several rows. */
static void long_texts(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"note", 'L', 0}, {"x", 'b', 0}, {"code", 'L', 0}};
  static table t;
  const dta_test_cell cell[] = {{"note of 1", 0}, {0, 1}, {"C10", 0}, {NULL, 0},     {0, 2}, {"C20", 0},
                                {"note of 3", 0}, {0, 3}, {NULL, 1},  {"note 4", 0}, {0, 4}, {NULL, 2}};
  for (int k = 0; k < 6; k++) {
    int v = 117 + k / 2;
    dta_make(&file, v, k % 2, column, 3, cell, 4);
    assert_ok(context, read_file(&t, 0));
    static const char *const note[] = {"note of 1", "", "note of 3", "note 4"}, *const code[] = {"C10", "C20", "C10",
                                                                                                 "C20"};
    for (int r = 0; r < 4; r++) {
      assert_string_equal(t.text[r][0], note[r]);
      assert_string_equal(t.text[r][2], code[r]);
      assert_true(t.number[r][1] == r + 1);
    }
    assert_ok(context, read_file(&t, 1));
    assert_string_equal(t.text[2][2], "C10");
    assert_false(t.is_text[0][0]);
    /* the first text is of bytes, then of no kind */
    size_t kind = file.strls_at + 3 + 4 + (v < 118 ? 4 : 8);
    file.bytes[kind] = 129;
    assert_fails(context, read_file(&t, 0), TW_BAD_INPUT,
                 "observation 1: column note: found a long text (strL) of binary");
    assert_ok(context, read_file(&t, 1));
    file.bytes[kind] = 7;
    assert_fails(context, read_file(&t, 1), TW_BAD_INPUT, "is of the unknown kind 7");
    file.bytes[kind] = 130;
    /* a length beyond the file, a column without long texts, a second text for one place, none for one */
    unsigned char kept[8];
    memcpy(kept, &file.bytes[kind + 1], 4);
    memset(&file.bytes[kind + 1], 0xff, 4);
    assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "is longer than the rest of the file");
    memcpy(&file.bytes[kind + 1], kept, 4);
    memset(&file.bytes[file.strls_at + 3], 2, 4);
    assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "which has none");
  }
  const dta_test_cell lost[] = {{"a", 0}, {0, 1}, {NULL, 9}};
  dta_make(&file, 119, 1, column, 3, lost, 1);
  assert_fails(context, read_file(&t, 0), TW_BAD_INPUT,
               "observation 1: column code: found a reference to a long text (strL) that is not in the file");
  dta_make(&file, 118, 0, column, 3, cell, 4);
  size_t next = file.strls_at + 20 + strlen("note of 1") + 1;
  file.bytes[next + 3] = 1; /* of (code, 1) it makes a second (note, 1) */
  assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "column note has two long texts for observation 1");
}

/* ---------------------------------------------------------------- refused */

static void versions_that_are_refused(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"x", 'b', 0}};
  static table t;
  const dta_test_cell cell[] = {{0, 1}};
  static const struct {
    int version;
    const char *words;
  } refused[] = {{102, "version 102 of the format, of Stata 3 or older"},
                 {103, "version 103 of the format, of Stata 3 or older"},
                 {106, "version 106 of the format, which was never released"},
                 {107, "version 107 of the format, which was never released"},
                 {109, "version 109 of the format, which was never released"},
                 {112, "version 112 of the format, which was never released"},
                 {116, "version 116 of the format, which was never released"},
                 {120, "version 120 of the format, of Stata 18"},
                 {121, "version 121 of the format, of Stata 18"},
                 {130, "version 130 of the format, newer than this program"}};
  for (size_t k = 0; k < sizeof refused / sizeof *refused; k++)
    for (int big = 0; big < 2; big++) {
      dta_make(&file, refused[k].version, big, column, 1, cell, 1);
      assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, refused[k].words);
      assert_int_equal(t.columns, 0);
    }
}

/* A column without a name once was a crash. */
static void columns_without_a_name(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"x", 'b', 0}, {"", 'b', 0}}, bell[] = {{"x\a", 'b', 0}};
  static table t;
  const dta_test_cell cell[] = {{0, 1}, {0, 2}};
  for (int k = 0; k < 2 * VERSIONS; k++) {
    dta_make(&file, versions[k / 2], k % 2, column, 2, cell, 1);
    assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "is damaged: column 2 of 2 has no name");
  }
  dta_make(&file, 115, 0, bell, 1, cell, 1);
  assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "the name of column 1 has a control character");
}

/* What a file claims is checked against its size before memory is asked for. */
static void hostile_counts(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"x", 'd', 0}, {"y", 's', 80}};
  static table t;
  const dta_test_cell cell[] = {{0, 1}, {"a", 0}};
  for (int k = 0; k < 2 * VERSIONS; k++) {
    int v = versions[k / 2];
    support_memory memory;
    tw_allocator allocator = support_allocator(&memory);
    tw_context *usual = context;
    context = tw_context_new(&allocator);
    dta_make(&file, v, k % 2, column, 2, cell, 1);
    memset(file.bytes + file.rows_at, 0x7f, v < 118 ? 4 : 8);
    assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "it says that it has");
    dta_make(&file, v, k % 2, column, 2, cell, 1);
    memset(file.bytes + file.columns_at, 0x7f, v < 119 ? 2 : 4);
    assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, v < 119 ? "is it cut off?" : "expected 1 to 120000");
    memset(file.bytes + file.columns_at, 0, v < 119 ? 2 : 4);
    assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "found 0 columns");
    if (v >= 117)
      for (int i = 9; i < 11; i++) {
        dta_make(&file, v, k % 2, column, 2, cell, 1);
        memset(file.bytes + file.map_at + 8 * i, 0xff, 8);
        assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "is damaged");
        memset(file.bytes + file.map_at + 8 * i, 0, 8);
        assert_fails(context, read_file(&t, 0), TW_BAD_INPUT, "does not stand where it should");
      }
    assert_true(atomic_load(&memory.peak) < 1 << 20);
    tw_context_free(context);
    context = usual;
  }
}

/* Cut anywhere and changed anywhere: an answer or an error; memory and undefined behaviour are the sanitizers' to see.
 */
static void damaged_files(void **state)
{
  (void)state;
  static const dta_test_column column[] = {{"x", 'i', 0}, {"y", 's', 3}, {"z", 'L', 0}};
  static table t;
  const dta_test_cell cell[] = {{0, 1}, {"abc", 0}, {"a long text", 0}, {0, 2}, {"", 0}, {"another", 0}};
  static unsigned char whole[1 << 13];
  for (int k = 0; k < 2 * VERSIONS; k++) {
    int v = versions[k / 2];
    dta_make(&file, v, k % 2, column, v < 117 ? 2 : 3, cell, v < 117 ? 1 : 2);
    size_t count = file.used;
    assert_true(count <= sizeof whole);
    memcpy(whole, file.bytes, count);
    for (file.used = 0; file.used + 60 < count; file.used += 1 + file.used / 40)
      assert_int_equal(read_file(&t, 0), TW_BAD_INPUT);
    file.used = count;
    support_random random = {(uint64_t)k};
    for (int n = 0; n < 60; n++) {
      memcpy(file.bytes, whole, count);
      for (int m = 0; m < 1 + n % 3; m++)
        file.bytes[support_below(&random, (int)count)] = (unsigned char)support_next(&random);
      tw_status status = read_file(&t, 0);
      assert_true(status == TW_OK || status == TW_BAD_INPUT);
    }
  }
}

static void no_file_on_a_disk(void **state)
{
  (void)state;
  static table t;
  const twi_dta_handler handler = {on_columns, on_row, &t};
  const char *pipe;
  /* What never ends is read so far and no further; a pipe that ends is in tests/cli/world_import.sh. */
  assert_fails(context, twi_dta_read(context, "/dev/zero", &handler), TW_BAD_INPUT, "/dev/zero: ");
  assert_fails(context, twi_dta_read(context, "/dev/null", &handler), TW_BAD_INPUT, "it is empty");
  assert_fails(context, twi_dta_read(context, "/", &handler), TW_BAD_INPUT, "found a folder");
  support_write(pipe = support_temp("empty.dta"), "");
  assert_fails(context, twi_dta_read(context, pipe, &handler), TW_BAD_INPUT, "it is empty");
  support_write_bytes(pipe, "\x1f\x8b\x08\x00", 4);
  assert_fails(context, twi_dta_read(context, pipe, &handler), TW_BAD_INPUT, "gzip archive: unpack it first");
}

/* ---------------------------------------------------------------- as users meet it */

static void names_of_columns(void **state)
{
  (void)state;
  static const dta_test_column
      two[] = {{"importer", 's', 3}, {"exporter", 's', 3}, {"sector", 's', 3}, {"Value", 'd', 0}, {"VALUE", 'd', 0}},
      exact[] = {{"importer", 's', 3}, {"exporter", 's', 3}, {"sector", 's', 3}, {"VALUE", 'd', 0}, {"value", 'd', 0}};
  const dta_test_cell cell[] = {{"A", 0}, {"A", 0},   {"s", 0}, {0, dta_double(1)}, {0, dta_double(5)},
                                {"A", 0}, {"B  ", 0}, {"s", 0}, {0, dta_double(1)}, {0, dta_double(2)},
                                {"B", 0}, {"B", 0},   {"s", 0}, {0, dta_double(1)}, {0, dta_double(7)}};
  const char *path = support_temp("names.dta");
  tw_import ask = {.from = "dta", .file = path};
  tw_world *world = NULL;
  dta_make(&file, 114, 1, two, 5, cell, 3);
  support_write_bytes(path, file.bytes, file.used);
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT,
               "names.dta: found two columns value: 4, called Value, and 5, called VALUE; expected one");
  dta_make(&file, 114, 1, exact, 5, cell, 3);
  support_write_bytes(path, file.bytes, file.used);
  assert_ok(context, tw_world_import(context, &ask, &world));
  assert_int_equal(tw_world_regions(world), 2); /* blanks that fill up a code are no part of it */
  assert_true(tw_world_numbers(world, "flow")[0] == 5);
  tw_world_free(world);
}

/* A flow of 1.75e100, and a sector with the text of a note: what files of 105 and 119 once became. */
static void missing_and_long_codes_in_an_import(void **state)
{
  (void)state;
  static const dta_test_column
      old[] = {{"importer", 's', 3}, {"exporter", 's', 3}, {"sector", 's', 3}, {"value", 'd', 0}},
      new_[] = {{"note", 'L', 0}, {"importer", 's', 3}, {"exporter", 's', 3}, {"sector", 'L', 0}, {"value", 'd', 0}};
  const dta_test_cell gap[] = {{"A", 0}, {"A", 0}, {"s", 0}, {0, dta_double(5)},
                               {"A", 0}, {"B", 0}, {"s", 0}, {0, dta_double(0x1p333)}},
                      notes[] = {{"not me", 0}, {"A", 0}, {"A", 0}, {"C10", 0}, {0, dta_double(5)},
                                 {"nor me", 0}, {"B", 0}, {"B", 0}, {NULL, 1},  {0, dta_double(7)}};
  const char *path = support_temp("import.dta");
  tw_import ask = {.from = "dta", .file = path};
  for (int big = 0; big < 2; big++) {
    tw_world *world = NULL;
    dta_make(&file, 105, big, old, 4, gap, 2);
    support_write_bytes(path, file.bytes, file.used);
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT,
                 "import.dta: observation 2: column value: found a missing value, expected a number");
    for (int version = 117; version <= 119; version++) {
      dta_make(&file, version, big, new_, 5, notes, 2);
      support_write_bytes(path, file.bytes, file.used);
      assert_ok(context, tw_world_import(context, &ask, &world));
      assert_int_equal(tw_world_sectors(world), 1);
      assert_string_equal(tw_world_sector(world, 0), "C10");
      tw_world_free(world);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_of_every_version),
      cmocka_unit_test(no_number_at_all_is_refused),
      cmocka_unit_test(texts_of_every_version),
      cmocka_unit_test(long_texts),
      cmocka_unit_test(versions_that_are_refused),
      cmocka_unit_test(columns_without_a_name),
      cmocka_unit_test(hostile_counts),
      cmocka_unit_test(damaged_files),
      cmocka_unit_test(no_file_on_a_disk),
      cmocka_unit_test(names_of_columns),
      cmocka_unit_test(missing_and_long_codes_in_an_import),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
