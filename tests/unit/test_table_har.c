/* Header-array files: the three of the data set, made ones of every type, and damaged ones. */
#include "context.h"
#include "table/har.h"

#include "har_files.h"

typedef struct seen {
  int count, by_type[4]; /* 1CFULL, 2IFULL, 2RFULL, REFULL */
  char last[5];
  double sum;
  const char *find; /* this header's numbers and elements are checked by `check` */
  void (*check)(const twi_har_header *header);
  int checked;
} seen;

static tw_status look(void *user, const twi_har_header *h)
{
  static const char *const type[] = {"1CFULL", "2IFULL", "2RFULL", "REFULL"};
  seen *s = user;
  s->count++;
  for (int k = 0; k < 4; k++) s->by_type[k] += strcmp(h->type, type[k]) == 0;
  for (size_t i = 0; h->value && i < h->count; i++) s->sum += h->value[i];
  strcpy(s->last, h->name);
  if (s->find && strcmp(h->name, s->find) == 0) {
    s->check(h);
    s->checked++;
  }
  return TW_OK;
}

static void check_array2(const twi_har_header *h)
{
  assert_int_equal(h->dimensions, 2);
  assert_string_equal(h->coefficient, "Array2D");
  assert_string_equal(h->description, "Simple 2 dimensional array");
  assert_string_equal(h->set[0], "SimpleSet");
  assert_string_equal(h->set[1], "SimpleSet2");
  assert_string_equal(h->element[0] + TWI_HAR_ELEMENT, "B");
  assert_string_equal(h->element[1] + TWI_HAR_ELEMENT, "II");
  assert_close(h->value[0], 1, 0);
  assert_close(h->value[1], 3.14, 1e-6);
  assert_close(h->value[3], 5, 0);
}

static void check_integers(const twi_har_header *h)
{
  assert_int_equal(h->count, 16);
  assert_true(h->value[0] == 0 && h->value[1] == 4 && h->value[4] == 1 && h->value[15] == 15);
}

static void check_strings(const twi_har_header *h)
{
  assert_int_equal(h->count, 5);
  assert_int_equal(h->width, 12);
  assert_memory_equal(h->text + 12, "B_string    ", 12);
}

static void check_seven(const twi_har_header *h)
{
  assert_int_equal(h->dimensions, 7);
  assert_int_equal(h->count, 128);
  assert_string_equal(h->set[6], "SimpleSet");
  assert_ptr_equal(h->element[6], h->element[0]);
  assert_close(h->value[0], 1, 0);
  assert_close(h->value[1], 8, 0);
}

static void test_har(void **state)
{
  (void)state;
  const char *path = support_path(support_need_data("har"), "test.har");
  static const struct {
    const char *name;
    void (*check)(const twi_har_header *);
  } wanted[] = {{"NH01", check_array2}, {"INTA", check_integers}, {"CHST", check_strings}, {"ARR7", check_seven}};
  for (int i = 0; i < 4; i++) {
    seen s = {.find = wanted[i].name, .check = wanted[i].check};
    assert_ok(context, twi_har_read(context, path, NULL, look, &s));
    assert_int_equal(s.count, 10);
    assert_int_equal(s.checked, 1);
    s = (seen){.find = wanted[i].name, .check = wanted[i].check};
    assert_ok(context, twi_har_read(context, path, wanted[i].name, look, &s)); /* the numbers of one header alone */
    assert_int_equal(s.checked, 1);
  }
}

static void the_others(void **state)
{
  (void)state;
  const char *folder = support_need_data("har");
  seen s = {0};
  assert_ok(context, twi_har_read(context, support_path(folder, "SJSUB.sl4"), NULL, look, &s));
  assert_int_equal(s.count, 80);
  assert_int_equal(s.by_type[0], 38);
  assert_int_equal(s.by_type[1], 35);
  assert_int_equal(s.by_type[2], 7);
  assert_string_equal(s.last, "LEVA");
  s = (seen){0};
  assert_ok(context, twi_har_read(context, support_path(folder, "setsnew7.har"), NULL, look, &s));
  assert_int_equal(s.count, 62);
  assert_int_equal(s.by_type[0], 61);
}

/* ---------------------------------------------------------------- made ones */

static const char *const region[] = {"CAN", "USA"}, *const good[] = {"wheat", "cars", "steel"};
static const double trade[12] = {0, 1.5, 2, 3, 0, 5, 6, 7, 8.25, 0, 10, 11};

static const char *make_file(void)
{
  const char *path = support_temp("made.har");
  const int dims[] = {3, 2, 2}, two[] = {2, 3};
  const char *const set[] = {"COMM", "REG", "REG"};
  const char *const *const element[] = {good, region, region};
  har_file f = {.file = fopen(path, "wb")};
  assert_non_null(f.file);
  har_array(&f, "FULL", "REFULL", 3, dims, set, element, trade);
  har_array(&f, "SPRS", "RESPSE", 3, dims, set, element, trade);
  har_array(&f, "LIST", "RLFULL", 3, dims, NULL, NULL, trade);
  har_head(&f, "MATR", "2RFULL", "in two blocks", 2, two);
  for (int row = 1; row <= 2; row++) {
    har_text(&f, "", 4);
    for (int i = 0; i < 3; i++) har_integer(&f, i == 0 ? 3 - row : two[i - 1]);
    har_integer(&f, row);
    har_integer(&f, row);
    har_integer(&f, 1);
    har_integer(&f, 3);
    for (int column = 0; column < 3; column++) har_real(&f, 10 * row + column);
    har_end(&f);
  }
  fclose(f.file);
  return path;
}

static void check_trade(const twi_har_header *h)
{
  assert_int_equal(h->dimensions, strcmp(h->name, "LIST") == 0 ? 7 : 3);
  assert_int_equal(h->count, 12);
  for (int i = 0; i < 12; i++) assert_true(h->value[i] == trade[i]);
  if (h->dimensions == 3) assert_string_equal(h->element[0] + TWI_HAR_ELEMENT, "cars");
}

static void check_blocks(const twi_har_header *h)
{
  const double wanted[] = {10, 20, 11, 21, 12, 22};
  for (int i = 0; i < 6; i++) assert_true(h->value[i] == wanted[i]);
}

static void every_type(void **state)
{
  (void)state;
  static const char *const name[] = {"FULL", "SPRS", "LIST", "MATR"};
  const char *path = make_file();
  for (int i = 0; i < 4; i++) {
    seen s = {.find = name[i], .check = i < 3 ? check_trade : check_blocks};
    assert_ok(context, twi_har_read(context, path, name[i], look, &s));
    assert_int_equal(s.count, 4);
    assert_int_equal(s.checked, 1);
  }
}

/* Cut anywhere, or with any byte changed, a file is read or refused: never a crash (the sanitizers watch). */
static void damaged_files(void **state)
{
  (void)state;
  const char *path = make_file();
  size_t count;
  char *bytes = support_read(path, &count);
  seen s = {0};
  int refused = 0;
  for (size_t cut = 1; cut < count; cut++) {
    support_write_bytes(path, bytes, cut);
    tw_status status = twi_har_read(context, path, NULL, look, &s);
    assert_true(status == TW_OK || status == TW_BAD_INPUT);
    refused += status != TW_OK;
  }
  assert_true(refused > (int)count - 20); /* all but those that end between two headers */
  size_t step = getenv("TRADEWIND_SANITIZED") ? 5 : 1;
  for (size_t i = 0; i < count; i += step) {
    char kept = bytes[i];
    for (int k = 0; k < 3; k++) {
      bytes[i] = (char)(k == 0 ? kept ^ 1 : k == 1 ? 0x7f : 0xff);
      support_write_bytes(path, bytes, count);
      tw_status status = twi_har_read(context, path, NULL, look, &s);
      assert_true(status == TW_OK || status == TW_BAD_INPUT);
    }
    bytes[i] = kept;
  }
  free(bytes);
}

static void other_files_are_refused(void **state)
{
  (void)state;
  const char *path = support_temp("other.har");
  seen s = {0};
  support_write(path, "");
  assert_fails(context, twi_har_read(context, path, NULL, look, &s), TW_BAD_INPUT, "found nothing");
  support_write(path, "sector,importer,exporter,value\n");
  assert_fails(context, twi_har_read(context, path, NULL, look, &s), TW_BAD_INPUT, "no header-array file");
  support_write_bytes(path, "\xfd\x10XXCD", 6);
  assert_fails(context, twi_har_read(context, path, NULL, look, &s), TW_BAD_INPUT, "variable length");
  support_write_bytes(path, "\0\0\0\4XXCD\0\0\0\4", 12);
  assert_fails(context, twi_har_read(context, path, NULL, look, &s), TW_BAD_INPUT, "big endian");
  assert_fails(context, twi_har_read(context, support_temp("absent.har"), NULL, look, &s), TW_BAD_INPUT, "absent.har");
}

/* ---------------------------------------------------------------- worlds */

static void one_header_as_a_world(void **state)
{
  (void)state;
  tw_world *world = NULL;
  tw_import ask = {.from = "har", .file = make_file(), .map = "value=full,sector=COMM,exporter=2,importer=3"};
  assert_ok(context, tw_world_import(context, &ask, &world));
  const double *flow = tw_world_numbers(world, "flow");
  assert_int_equal(tw_world_regions(world), 2);
  assert_int_equal(tw_world_sectors(world), 3);
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 2; d++)
      for (int o = 0; o < 2; o++) assert_true(flow[(s * 2 + d) * 2 + o] == trade[s + 3 * o + 6 * d]);
  tw_world_free(world);
  world = NULL;
  static const char *const bad[][2] = {
      {"value=NONE,sector=1,exporter=2,importer=3", "found no header NONE"},
      {"value=FULL,sector=1,exporter=REG,importer=3", "both have the set REG"},
      {"value=FULL,sector=1,exporter=4,importer=3", "found no dimension 4"},
      {"value=LIST,sector=1,exporter=2,importer=3", "dimension 3 has no set"},
      {"sector=1,exporter=2,importer=3", "found no header value"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ask.map = bad[i][0];
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, bad[i][1]);
  }
  ask.map = "value=FULL,sector=1,exporter=2,importer=2";
  assert_fails(context, tw_world_import(context, &ask, &world), TW_USAGE, "dimension 2 is used twice");
  assert_null(world);
}

/* One header whose goods have the names given; what becomes of it. */
static tw_status import_named(const char *const *names, const char *const *set, tw_world **world)
{
  const char *path = support_temp("named.har");
  const int dims[] = {3, 2, 2};
  const char *const *const element[] = {names, region, region};
  har_file f = {.file = fopen(path, "wb")};
  assert_non_null(f.file);
  har_array(&f, "FULL", "REFULL", 3, dims, set, element, trade);
  fclose(f.file);
  tw_import ask = {.from = "har", .file = path, .map = "value=FULL,sector=1,exporter=2,importer=3"};
  return tw_world_import(context, &ask, world);
}

static const char *finding(const tw_world *world, const char *identity)
{
  const tw_finding *f;
  int count = tw_world_findings(world, &f);
  const char *text = NULL;
  for (int i = 0; i < count; i++)
    if (strcmp(f[i].identity, identity) == 0) {
      assert_null(text); /* once */
      text = f[i].text;
    }
  return text;
}

/* Names outside ASCII are read and said to be; what cannot be told apart or is no text is refused. */
static void names_outside_ascii(void **state)
{
  (void)state;
  static const char *const set[] = {"COMM", "REG", "REG"};
  static const char *const old[] = {"bl\xe9", "\x80uro", "steel"}, *const utf8[] = {"bl\xc3\xa9", "cars", "steel"},
                           *const both[] = {"bl\xc3\xa9", "cars", "caf\xe9"}, *const plain[] = {"ble", "cars", "steel"},
                           *const twice[] = {"steel", "cars", "Steel"}, *const alike[] = {"x\xe9", "cars", "x\xe8"},
                           *const hole[] = {"wheat", "c\x81rs", "steel"}, *const bell[] = {"wheat", "c\ars", "steel"};
  tw_world *world = NULL;
  assert_ok(context, import_named(old, set, &world));
  assert_string_equal(tw_world_sector(world, 0), "bl\xc3\xa9");
  assert_string_equal(tw_world_sector(world, 1), "\xe2\x82\xacuro");
  assert_string_equal(finding(world, "encoding"),
                      "Header FULL: elements of the set COMM are not all ASCII and were read "
                      "as Windows-1252, as in bl\xc3\xa9.");
  tw_world_free(world);
  assert_ok(context, import_named(utf8, set, &world));
  assert_string_equal(tw_world_sector(world, 0), "bl\xc3\xa9");
  assert_non_null(strstr(finding(world, "encoding"), "were read as UTF-8, as in bl\xc3\xa9."));
  tw_world_free(world);
  assert_ok(context, import_named(both, set, &world)); /* one encoding for all of a set */
  assert_string_equal(tw_world_sector(world, 0), "bl\xc3\x83\xc2\xa9");
  tw_world_free(world);
  assert_ok(context, import_named(alike, set, &world)); /* once both were x? */
  assert_int_equal(tw_world_sectors(world), 3);
  tw_world_free(world);
  assert_ok(context, import_named(plain, set, &world));
  assert_null(finding(world, "encoding"));
  tw_world_free(world);
  world = NULL;
  assert_fails(context, import_named(twice, set, &world), TW_BAD_INPUT,
               "header FULL: dimension 1: elements 1 and 3 of the set COMM are the same code: steel and Steel");
  assert_fails(context, import_named(hole, set, &world), TW_BAD_INPUT,
               "header FULL: element 2 of the set COMM, \"c?rs\", has a byte that is no letter, digit or mark");
  assert_fails(context, import_named(bell, set, &world), TW_BAD_INPUT, "element 2 of the set COMM, \"c?rs\"");
  /* names of sets that differ in such a byte are two sets */
  static const char *const sets[] = {"COMM", "R\xe9", "R\xe8"}, *const no_set[] = {"COMM", "R\x90", "REG"};
  assert_ok(context, import_named(plain, sets, &world));
  tw_world_free(world);
  world = NULL;
  assert_fails(context, import_named(plain, no_set, &world), TW_BAD_INPUT, "the name of a set has a byte");
  assert_null(world);
}

/* A small file that claims much: refused before memory is asked for. */
static void hostile_counts(void **state)
{
  (void)state;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *usual = context;
  size_t count;
  char *bytes = support_read(make_file(), &count);
  context = tw_context_new(&allocator);
  const int dims[] = {3, 2, 2};
  static const struct {
    const char *header;
    int dimension;
    int32_t size;
    const char *says;
  } cases[] = {{"FULL", 0, 1 << 27, "header FULL: it has a set that is larger than the file"},
               {"SPRS", 0, 1 << 27, "header SPRS: it has a set that is larger than the file"},
               {"LIST", 0, 1 << 24, "header LIST: it says that it is larger than the file"},
               {"SPRS", 3, 1 << 23, "header SPRS: it says that it has 100663296 places, expected at most 420"},
               {"LIST", 3, 1 << 27, "it is too large"},
               {"FULL", 0, -1, "header FULL: it has an impossible size"},
               {"MATR", 0, 1 << 27, "header MATR: it is too large"}};
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
    char *copy = malloc(count);
    memcpy(copy, bytes, count);
    size_t at = 0;
    while (memcmp(copy + at, cases[k].header, 4) != 0 || memcmp(copy + at - 4, "\4\0\0", 4) != 0) at++;
    at += 8 + 4 + 84 + 4 * (size_t)cases[k].dimension; /* behind its mark, in the next record */
    int32_t size;
    memcpy(&size, copy + at, 4);
    assert_int_equal(size, cases[k].dimension > 2                 ? 1
                           : strcmp(cases[k].header, "MATR") == 0 ? 2
                                                                  : dims[cases[k].dimension]);
    memcpy(copy + at, &cases[k].size, 4);
    const char *path = support_temp("hostile.har");
    support_write_bytes(path, copy, count);
    seen s = {0};
    atomic_store(&memory.peak, 0);
    assert_fails(context, twi_har_read(context, path, NULL, look, &s), TW_BAD_INPUT, cases[k].says);
    assert_true(atomic_load(&memory.peak) < 1 << 18);
    free(copy);
  }
  free(bytes);
  tw_context_free(context);
  context = usual;
}

/* Two blocks of one place, none of another: a zero would be invented. */
static void blocks_that_overlap(void **state)
{
  (void)state;
  size_t count;
  const char *path = make_file();
  char *bytes = support_read(path, &count);
  seen s = {0};
  size_t at = count - 4 - 12 - 16; /* of the last record: first and last row of its block */
  assert_true(bytes[at] == 2 && bytes[at + 4] == 2);
  bytes[at] = bytes[at + 4] = 1;
  support_write_bytes(path, bytes, count);
  assert_fails(context, twi_har_read(context, path, NULL, look, &s), TW_BAD_INPUT,
               "header MATR: it has no number for one of its places");
  free(bytes);
}

static void count_header(void *user, const tw_har_header *header)
{
  ++*(int *)user;
  if (strcmp(header->name, "FULL") == 0) {
    assert_int_equal(header->dimensions, 3);
    assert_int_equal(header->size[0], 3);
    assert_string_equal(header->set[2], "REG");
  }
}

static void listing(void **state)
{
  (void)state;
  int count = 0;
  assert_ok(context, tw_har_list(context, make_file(), count_header, &count));
  assert_int_equal(count, 4);
}

static tw_status read_once(tw_context *fresh, void *user)
{
  seen s = {0};
  return twi_har_read(fresh, user, NULL, look, &s);
}

static void memory_that_fails(void **state)
{
  (void)state;
  char path[4096];
  snprintf(path, sizeof path, "%s", make_file());
  assert_true(support_fail_each(read_once, path) > 5);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_har),
      cmocka_unit_test(the_others),
      cmocka_unit_test(every_type),
      cmocka_unit_test(damaged_files),
      cmocka_unit_test(other_files_are_refused),
      cmocka_unit_test(names_outside_ascii),
      cmocka_unit_test(hostile_counts),
      cmocka_unit_test(blocks_that_overlap),
      cmocka_unit_test(one_header_as_a_world),
      cmocka_unit_test(listing),
      cmocka_unit_test(memory_that_fails),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
