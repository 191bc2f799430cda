/* Header-array files: the three of the data set, made ones of every type, and damaged ones. */
#include "table/har.h"

#include "har_files.h"

static tw_context *context;

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
  assert_string_equal(h->element[0] + (TWI_HAR_NAME + 1), "B");
  assert_string_equal(h->element[1] + (TWI_HAR_NAME + 1), "II");
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
  if (h->dimensions == 3) assert_string_equal(h->element[0] + (TWI_HAR_NAME + 1), "cars");
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
  context = tw_context_new(NULL);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_har),
      cmocka_unit_test(the_others),
      cmocka_unit_test(every_type),
      cmocka_unit_test(damaged_files),
      cmocka_unit_test(other_files_are_refused),
      cmocka_unit_test(one_header_as_a_world),
      cmocka_unit_test(listing),
      cmocka_unit_test(memory_that_fails),
  };
  int code = support_finish(cmocka_run_group_tests(tests, NULL, NULL));
  tw_context_free(context);
  return code;
}
