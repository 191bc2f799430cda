/* The .tww file: cut at every length, changed at every byte, and made by hand with a checksum that is right. */
#include "base/digest.h"
#include "world/assemble.h"
#include "world_files.h"

typedef struct file {
  char *bytes;
  size_t count;
} file;

static file make_file(tw_context *context)
{
  world_files *files = files_new();
  file_final(files);
  strcpy(file_text(files, "groups.yaml"), "NORTH: [CAN, USA]\n");
  strcpy(file_text(files, "sector_groups.yaml"), "CARS: [C29, C30]\nREST: [A01]\n");
  strcpy(file_text(files, "elasticities.csv"), "set,sector,parameter,estimate,standard_error,p05,p50,p95,source\n"
                                               "x,goods,made,5,0.5,,,,paper\nx,H49,,8,,2,8,9,\ny,A01,,3,,,,,\n");
  strcpy(file_text(files, "macro.csv"), "region,gdp\nCAN,0.1\n");
  file_employment(files);
  file_edit(files, "inputs.csv", "CAN,A01,A01,0.2", "CAN,A01,A01,0.200009");
  tw_world *world = world_open_ok(context, files_write(files, "world"));
  assert_ok(context, tw_world_save(context, world, support_temp("w.tww")));
  file f;
  f.bytes = support_read(support_temp("w.tww"), &f.count);
  tw_world_free(world);
  free(files);
  return f;
}

/* The status of opening these bytes as a file. */
static tw_status open_bytes(tw_context *context, const void *bytes, size_t count)
{
  tw_world *world = NULL;
  const char *path = support_temp("changed.tww");
  support_write_bytes(path, bytes, count);
  tw_status status = tw_world_open(context, path, &world);
  assert_true((status == TW_OK) == (world != NULL));
  if (status != TW_OK && !strstr(tw_error(context), "changed.tww"))
    fail_msg("no name of the file in: %s", tw_error(context));
  tw_world_free(world);
  return status;
}

static void every_truncation_is_found(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  file f = make_file(context);
  assert_ok(context, open_bytes(context, f.bytes, f.count));
  for (size_t n = 0; n < f.count; n++) {
    assert_int_equal(open_bytes(context, f.bytes, n), TW_BAD_INPUT);
    if (n > 0 && !strstr(tw_error(context), "truncated")) fail_msg("%zu bytes: %s", n, tw_error(context));
  }
  char *more = calloc(1, f.count + 1);
  memcpy(more, f.bytes, f.count);
  assert_fails(context, open_bytes(context, more, f.count + 1), TW_BAD_INPUT, "damaged: it has");
  free(more);
  free(f.bytes);
  tw_context_free(context);
}

static void every_changed_byte_is_found(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  file f = make_file(context);
  support_random r = {7};
  for (size_t i = 0; i < f.count; i++) {
    char kept = f.bytes[i];
    f.bytes[i] = (char)(kept ^ (1 + support_below(&r, 255)));
    assert_int_equal(open_bytes(context, f.bytes, f.count), TW_BAD_INPUT);
    f.bytes[i] = kept;
  }
  for (int i = 0; i < 3000; i++) { /* several at once, whole numbers at that */
    char *copy = malloc(f.count);
    memcpy(copy, f.bytes, f.count);
    for (int k = support_below(&r, 6); k >= 0; k--) {
      size_t at = support_next(&r) % (f.count - 8);
      uint64_t value = support_below(&r, 2) ? UINT64_MAX : support_next(&r);
      memcpy(copy + at, &value, support_below(&r, 2) ? 4 : 8);
    }
    if (memcmp(copy, f.bytes, f.count) != 0) assert_int_equal(open_bytes(context, copy, f.count), TW_BAD_INPUT);
    free(copy);
  }
  free(f.bytes);
  tw_context_free(context);
}

static void other_files_are_no_worlds(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  assert_fails(context, open_bytes(context, "region,name\n", 12), TW_BAD_INPUT, "no world in this file");
  assert_fails(context, open_bytes(context, "", 0), TW_BAD_INPUT, "no world in this file");
  file f = make_file(context);
  f.bytes[8] = 5;
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT,
               "found version 5 of the format, expected 1 to 4");
  f.bytes[8] = 0;
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT,
               "found version 0 of the format, expected 1 to 4");
  f.bytes[8] = 1; /* that of the content is another */
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT, "does not start as it should");
  free(f.bytes);
  tw_context_free(context);
}

/* ---------------------------------------------------------------- by hand */

/* Makes both sums of the header right again. */
static void sum_again(tw_context *context, file f)
{
  twi_digest *digest;
  unsigned char *bytes = (unsigned char *)f.bytes;
  size_t stream = (size_t)twi_get_u64(bytes + 24), findings = (size_t)twi_get_u64(bytes + 32);
  assert_ok(context, twi_digest_new(context, &digest));
  assert_ok(context, twi_digest_add(digest, bytes + TWI_TWW_HEADER, stream));
  assert_ok(context, twi_digest_end(digest, bytes + TWI_TWW_SUM, NULL));
  assert_ok(context, twi_digest_add(digest, bytes, TWI_TWW_OTHER_SUM));
  assert_ok(context, twi_digest_add(digest, bytes + TWI_TWW_HEADER + stream, findings));
  assert_ok(context, twi_digest_end(digest, bytes + TWI_TWW_OTHER_SUM, NULL));
  twi_digest_free(digest);
}

/* Where a number stands in the stream. */
static size_t find_number(file f, double value)
{
  for (size_t i = TWI_TWW_HEADER; i + 8 <= f.count; i++)
    if (memcmp(f.bytes + i, &value, 8) == 0) return i;
  fail_msg("no %g in the file", value);
  return 0;
}

static void numbers_are_checked_behind_a_right_sum(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  if (!twi_little_endian()) skip();
  const struct {
    double from, to;
    const char *says;
  } cases[] = {
      {111, -1, "flow: sector C29, importer USA, exporter USA: found -1, expected 0 or more"},
      {111, NAN, "flow: sector C29, importer USA, exporter USA"},
      {111, INFINITY, "flow: sector C29, importer USA, exporter USA"},
      {0.025, -1, "tariff: sector A01, importer CAN, exporter USA: found -1, expected a fraction above -1"},
      {0.071, NAN, "tariff_mfn_pct: sector A01, importer CAN, exporter USA"},
      {0.071, 10000.5, "tariff_mfn_pct: sector A01, importer CAN, exporter USA: found 10000.5, expected a fraction"},
      {0.025, 10000.5, "tariff: sector A01, importer CAN, exporter USA: found 10000.5, expected a fraction above -1"},
      {5.5, 0, "trade_elasticity: sector C29: found 0, expected more than 0"},
      {5.5, NAN, "trade_elasticity: sector C29"},
      {0.62, 0.63, "input_share: region USA, user C29: value added and inputs sum to 1.01"},
      {0.62, -0.62, "value_added_share: region USA, sector C29"},
      {0.62, NAN, "value_added_share: region USA, sector C29"},
      {0.3, 0.4, "final_share: region CAN: the shares sum to 1.1"},
      {0.3, -0.3, "final_share: region CAN, sector C29"},
      {0.1, -1, "gdp: region CAN: found -1"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    file f = make_file(context);
    memcpy(f.bytes + find_number(f, cases[i].from), &cases[i].to, 8);
    assert_int_equal(open_bytes(context, f.bytes, f.count), TW_BAD_INPUT);
    assert_non_null(strstr(tw_error(context), "checksum"));
    sum_again(context, f);
    assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT, cases[i].says);
    free(f.bytes);
  }
  tw_context_free(context);
}

static void texts_and_findings_are_checked_too(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  file f = make_file(context);
  size_t at = TWI_TWW_HEADER;
  while (memcmp(f.bytes + at, "Canada", 6) != 0) at++;
  f.bytes[at + 2] = 0;
  sum_again(context, f);
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT, "a text in it has a zero byte");
  f.bytes[at + 2] = 'n';
  at = TWI_TWW_HEADER + (size_t)twi_get_u64((unsigned char *)f.bytes + 24) + 4; /* severity of the first finding */
  for (int field = 0; field < 3; field++) {
    char kept = f.bytes[at + 4 * (size_t)field];
    f.bytes[at + 4 * (size_t)field] = 7;
    sum_again(context, f);
    assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT, "a finding in it is impossible");
    f.bytes[at + 4 * (size_t)field] = kept;
  }
  sum_again(context, f);
  assert_ok(context, open_bytes(context, f.bytes, f.count));
  free(f.bytes);
  tw_context_free(context);
}

/* A change of one value that is as plausible as the old: with the sum made right it is simply another world. */
static void the_sum_is_what_protects(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  if (!twi_little_endian()) skip();
  file f = make_file(context);
  double other = 112;
  memcpy(f.bytes + find_number(f, 111), &other, 8);
  sum_again(context, f);
  assert_ok(context, open_bytes(context, f.bytes, f.count));
  free(f.bytes);
  tw_context_free(context);
}

/* Sizes, texts and numbers changed at random, with sums that are right: no crash, no memory asked for that the file
 * could not fill. */
static void random_changes_behind_a_right_sum_do_no_harm(void **state)
{
  (void)state;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *context = tw_context_new(&allocator), *plain = tw_context_new(NULL);
  file f = make_file(plain);
  support_random r = {8};
  int opened = 0;
  for (int i = 0; i < 5000; i++) {
    file g = {malloc(f.count), f.count};
    memcpy(g.bytes, f.bytes, f.count);
    for (int k = support_below(&r, 3); k >= 0; k--) {
      size_t at = TWI_TWW_HEADER + support_next(&r) % (f.count - TWI_TWW_HEADER - 4);
      if (support_below(&r, 3)) at = TWI_TWW_HEADER + support_next(&r) % 400; /* sizes and texts are in front */
      uint32_t value = support_below(&r, 3) ? (uint32_t)support_below(&r, 300) : (uint32_t)support_next(&r);
      memcpy(g.bytes + at, &value, support_below(&r, 2) ? 1 : 4);
    }
    sum_again(plain, g);
    atomic_store(&memory.peak, 0);
    tw_status status = open_bytes(context, g.bytes, g.count);
    assert_true(status == TW_OK || status == TW_BAD_INPUT);
    assert_true(atomic_load(&memory.peak) < 1u << 20);
    opened += status == TW_OK;
    free(g.bytes);
  }
  assert_true(opened > 0); /* some changes are in names and titles */
  free(f.bytes);
  tw_context_free(context);
  tw_context_free(plain);
  assert_int_equal(atomic_load(&memory.outstanding), 0);
}

/* What loads can be saved, and the copy loads and is the same: whatever field of the file was changed, to whatever. */
static int copies_load(tw_context *context, file f)
{
  tw_world *world = NULL, *back = NULL;
  char path[4096], again[4096];
  snprintf(path, sizeof path, "%s", support_temp("odd.tww"));
  snprintf(again, sizeof again, "%s", support_temp("again.tww"));
  support_write_bytes(path, f.bytes, f.count);
  tw_status status = tw_world_open(context, path, &world);
  assert_true(status == TW_OK || status == TW_BAD_INPUT);
  if (status != TW_OK) return 0;
  assert_ok(context, tw_world_save(context, world, again));
  assert_ok(context, tw_world_open(context, again, &back));
  assert_string_equal(tw_world_text(world, "sha256"), tw_world_text(back, "sha256"));
  size_t count, stream = TWI_TWW_HEADER + (size_t)twi_get_u64((unsigned char *)f.bytes + 24);
  char *bytes = support_read(again, &count);
  assert_true(count == f.count && memcmp(bytes, f.bytes, 72) == 0);
  assert_memory_equal(bytes + TWI_TWW_HEADER, f.bytes + TWI_TWW_HEADER, stream - TWI_TWW_HEADER);
  free(bytes);
  tw_world_free(world);
  tw_world_free(back);
  return 1;
}

static void whatever_loads_can_be_copied(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const uint64_t odd[] = {1,
                                 65537,
                                 UINT64_C(0x7ff8000000000001),  /* NaN with a payload */
                                 UINT64_C(0xfff8000000000000),  /* negative NaN */
                                 UINT64_C(0x7ff0000000000000),  /* infinity */
                                 UINT64_C(0x8000000000000000),  /* -0 */
                                 UINT64_C(0x0000000000000101)}; /* a very small number, or two flags */
  file f = make_file(context);
  int loaded = 0;
  size_t step = getenv("TRADEWIND_SANITIZED") ? 7 : 2;
  for (size_t at = TWI_TWW_HEADER, k = 0; at + 8 <= f.count; at += step, k++) {
    char kept[8];
    uint64_t value = odd[k % (sizeof odd / sizeof *odd)];
    memcpy(kept, f.bytes + at, 8);
    memcpy(f.bytes + at, &value, k % 3 ? 8 : 4);
    sum_again(context, f);
    loaded += copies_load(context, f);
    memcpy(f.bytes + at, kept, 8);
  }
  assert_true(loaded > 3);
  free(f.bytes);
  tw_context_free(context);
}

/* The place behind the text, or where it begins. */
static size_t find_text(file f, const char *text, int behind)
{
  size_t n = strlen(text);
  for (size_t i = TWI_TWW_HEADER; i + n <= f.count; i++)
    if (memcmp(f.bytes + i, text, n) == 0) return i + (behind ? n : 0);
  fail_msg("no %s in the file", text);
  return 0;
}

/* Each says what it is: found by name, not as a sum that is wrong in the copy. */
static void other_forms_are_refused_by_name(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  if (!twi_little_endian()) skip();
  static const struct {
    const char *at;
    int behind;
    const char *bytes;
    size_t count;
    const char *says;
  } cases[] = {
      {"tariff_mfn_pct", 1, "\1\0\1", 3, "one form: a tariff column is there (1) or not (0): found 65537"},
      {"tariff_mfn_pct", 1, "\2", 1, "one form: a tariff column is there (1) or not (0): found 2"},
      {"tariff_mfn_pct", 0, "tariff,mfn_pct", 14, "tariff column \"tariff,mfn_pct\": found a space, a comma"},
      {"tariff_mfn_pct", 0, "tariff_mfn_pot", 14,
       "tariff column \"tariff_mfn_pot\": found this name, expected another"},
      {"tariff_mfn_pct", 0, "export_tax_pct", 14,
       "tariff column \"export_tax_pct\": found this name, expected another"},
      {"NORTH", 0, "NO TH", 5, "group \"NO TH\": found a space"},
      {"Canada", 0, "Can\xff\x61\x61", 6, "name of a region"},
      {"CAN", 0, "USA", 3, "region \"USA\": found this code again"},
      {"JPN", 0, "J,N", 3, "region \"J,N\": found a space, a comma"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    file f = make_file(context);
    memcpy(f.bytes + find_text(f, cases[i].at, cases[i].behind), cases[i].bytes, cases[i].count);
    sum_again(context, f);
    tw_status status = open_bytes(context, f.bytes, f.count);
    if (status != TW_BAD_INPUT || !strstr(tw_error(context), cases[i].says))
      printf("case %zu: %s\n", i, tw_error(context));
    assert_fails(context, status, TW_BAD_INPUT, cases[i].says);
    free(f.bytes);
  }
  file f = make_file(context);
  size_t end = find_text(f, "\ncurrency: ", 0); /* of a line of world.yaml */
  char last = f.bytes[end - 1];
  f.bytes[end - 1] = '\r';
  sum_again(context, f);
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT,
               "one form: its description, written again, has other bytes");
  f.bytes[end - 1] = last;
  unsigned char *goods = (unsigned char *)f.bytes + find_number(f, 5.5) - 8 - 3; /* theta of A01 stands between */
  assert_true(goods[0] == 1 && goods[2] == 0);
  goods[0] = 2;
  sum_again(context, f);
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT,
               "sector A01 is neither of goods (1) nor of services (0): found 2");
  goods[0] = 1;
  uint64_t missing = UINT64_C(0x7ff8000000000001), nan;
  double usual = NAN;
  memcpy(&nan, &usual, 8);
  size_t gdp = find_number(f, 0.1); /* of CAN, then two that are not known */
  gdp = memcmp(f.bytes + gdp + 8, &nan, 8) == 0 ? gdp + 8 : gdp - 8;
  assert_memory_equal(f.bytes + gdp, &nan, 8);
  memcpy(f.bytes + gdp, &missing, 8);
  sum_again(context, f);
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT, "gdp of region ");
  assert_non_null(strstr(tw_error(context), "is a missing value with other bytes than NaN has here"));
  free(f.bytes);
  tw_context_free(context);
}

/* CR CR LF and two byte order marks in world.yaml: what is kept of it stays as it is, so that the saved world loads. */
static void descriptions_are_normalised_once(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  char text[4096], *to = text;
  to += sprintf(to, "\xef\xbb\xbf\xef\xbb\xbf");
  for (const char *p = file_text(files, "world.yaml"); *p; p++) {
    if (*p == '\n') to += sprintf(to, "\r\r");
    *to++ = *p;
  }
  *to = 0;
  tw_world *plain = world_open_ok(context, files_write(files, "plain")), *back = NULL;
  strcpy(file_text(files, "world.yaml"), text);
  tw_world *world = world_open_ok(context, files_write(files, "returns"));
  assert_string_equal(tw_world_text(world, "sha256"), tw_world_text(plain, "sha256"));
  assert_ok(context, tw_world_save(context, world, support_temp("returns.tww")));
  assert_ok(context, tw_world_open(context, support_temp("returns.tww"), &back));
  tw_world_free(plain);
  tw_world_free(world);
  tw_world_free(back);
  free(files);
  tw_context_free(context);
}

/* A short file that says it holds a large world: refused before memory for the arrays is asked for. */
static void a_short_file_of_a_large_world(void **state)
{
  (void)state;
  enum { N = 11000, COUNT = 4 + 17 + 20 + 4 + 4 * (2 * N + 2) + 1 + 8 };
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *context = tw_context_new(&allocator);
  file f = {calloc(1, TWI_TWW_HEADER + COUNT + 4), TWI_TWW_HEADER + COUNT + 4}; /* all texts empty, no findings */
  unsigned char *h = (unsigned char *)f.bytes, *stream = h + TWI_TWW_HEADER;
  memcpy(h, TWI_TWW_MAGIC, 8);
  twi_put_u32(h + 8, 1);
  twi_put_u32(h + 12, TWI_TWW_HEADER);
  twi_put_u64(h + 16, f.count);
  twi_put_u64(h + 24, COUNT);
  twi_put_u64(h + 32, 4);
  twi_put_u32(stream, 17);
  memcpy(stream + 4, "tradewind world 1", 17);
  twi_put_u32(stream + 21, N);
  twi_put_u32(stream + 25, 1);
  sum_again(context, f);
  atomic_store(&memory.peak, 0);
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT, "a size in it is larger than the file");
  assert_true(atomic_load(&memory.peak) < 16u << 20);
  twi_put_u32(stream + 21, 2000000000);
  sum_again(context, f);
  assert_fails(context, open_bytes(context, f.bytes, f.count), TW_BAD_INPUT, "too large");
  free(f.bytes);
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_truncation_is_found),
      cmocka_unit_test(every_changed_byte_is_found),
      cmocka_unit_test(other_files_are_no_worlds),
      cmocka_unit_test(numbers_are_checked_behind_a_right_sum),
      cmocka_unit_test(the_sum_is_what_protects),
      cmocka_unit_test(texts_and_findings_are_checked_too),
      cmocka_unit_test(whatever_loads_can_be_copied),
      cmocka_unit_test(other_forms_are_refused_by_name),
      cmocka_unit_test(descriptions_are_normalised_once),
      cmocka_unit_test(a_short_file_of_a_large_world),
      cmocka_unit_test(random_changes_behind_a_right_sum_do_no_harm),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
