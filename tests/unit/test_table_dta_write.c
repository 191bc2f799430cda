/* Stata files as they are written: byte for byte those of ReadStat 1.1.8, which wrote them before, and what cannot be
 * written is refused. */
#include <float.h>

#include "base/digest.h"
#include "support.h"
#include "table/dta.h"

static const twi_dta_column column[] = {{"code", "Code of the region", 3}, {"value", "Million USD", 0}};

static tw_status write_two(tw_context *ctx, const char *path, const char *text, double number)
{
  twi_dta *dta;
  tw_status status = twi_dta_open(ctx, path, "Two rows", column, 2, 2, &dta);
  if (status != TW_OK) return status;
  status = twi_dta_text(dta, text);
  if (status == TW_OK) status = twi_dta_number(dta, number);
  if (status == TW_OK) status = twi_dta_text(dta, "");
  if (status == TW_OK) status = twi_dta_number(dta, NAN);
  if (status == TW_OK) status = twi_dta_commit(dta);
  twi_dta_free(dta);
  return status;
}

typedef struct back {
  int columns;
  char text[2][8];
  double number[2];
} back;

static tw_status on_columns(void *user, const char *const *name, int count, unsigned char *wanted)
{
  back *b = user;
  (void)wanted;
  b->columns = count;
  assert_string_equal(name[0], "code");
  assert_string_equal(name[1], "value");
  return TW_OK;
}

static tw_status on_row(void *user, const twi_dta_cell *cell, long number)
{
  back *b = user;
  assert_true(number >= 1 && number <= 2 && cell[0].length < 8);
  memcpy(b->text[number - 1], cell[0].text, cell[0].length);
  b->number[number - 1] = cell[1].number;
  return TW_OK;
}

static void come_back(void **state)
{
  (void)state;
  static const double number[] = {0, -0.1, 4.9e-324, DBL_MAX / 2, -DBL_MAX};
  tw_context *ctx = tw_context_new(NULL);
  const char *path = support_temp("two.dta");
  for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
    back b = {0};
    twi_dta_handler handler = {on_columns, on_row, &b};
    assert_ok(ctx, write_two(ctx, path, "\xc3\xa9t", number[i]));
    assert_ok(ctx, twi_dta_read(ctx, path, &handler));
    assert_int_equal(b.columns, 2);
    assert_string_equal(b.text[0], "\xc3\xa9t");
    assert_string_equal(b.text[1], "");
    assert_memory_equal(&b.number[0], &number[i], sizeof *number);
    assert_true(isnan(b.number[1]));
  }
  tw_context_free(ctx);
}

static void bytes(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *path = support_temp("bytes.dta");
  char text[TWI_DIGEST_TEXT], *content;
  size_t count;
  twi_digest *digest;
  assert_ok(ctx, write_two(ctx, path, "CAN", 1234.5));
  content = support_read(path, &count);
  assert_ok(ctx, twi_digest_new(ctx, &digest));
  assert_ok(ctx, twi_digest_add(digest, content, count));
  assert_ok(ctx, twi_digest_end(digest, NULL, text));
  assert_string_equal(text, "33441f1572706fe2187407587dd75ba7d0462c0346c186e55724d3ca024ca95c");
  twi_digest_free(digest);
  free(content);
  tw_context_free(ctx);
}

/* `needle` in the bytes of a file. */
static const char *find_bytes(const char *content, size_t count, const char *needle)
{
  size_t length = strlen(needle);
  for (size_t i = 0; i + length <= count; i++)
    if (memcmp(content + i, needle, length) == 0) return content + i + length;
  fail_msg("no %s", needle);
  return NULL;
}

/* A label made of `times` times a text keeps `kept` bytes, of the file and of a column. */
static void label_keeps(tw_context *ctx, const char *text, int times, size_t kept)
{
  char label[1024] = "", zeros[321] = "";
  for (int i = 0; i < times; i++) strcat(label, text);
  const char *path = support_temp("label.dta");
  const twi_dta_column one = {"x", label, 0};
  twi_dta *dta;
  size_t count;
  assert_ok(ctx, twi_dta_open(ctx, path, label, &one, 1, 0, &dta));
  assert_ok(ctx, twi_dta_commit(dta));
  twi_dta_free(dta);
  char *content = support_read(path, &count);
  const char *found = find_bytes(content, count, "</N><label>");
  assert_int_equal((unsigned char)found[0] + 256 * (unsigned char)found[1], kept);
  assert_memory_equal(found + 2, label, kept);
  assert_memory_equal(found + 2 + kept, "</label>", 8);
  found = find_bytes(content, count, "<variable_labels>");
  assert_memory_equal(found, label, kept);
  assert_memory_equal(found + kept, zeros, 321 - kept);
  assert_memory_equal(found + 321, "</variable_labels>", 18);
  free(content);
}

/* 80 characters at most, none of them cut; and what is not UTF-8 fits too. */
static void labels_are_cut(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  label_keeps(ctx, "", 0, 0);
  label_keeps(ctx, "x", 80, 80);
  label_keeps(ctx, "x", 81, 80);
  label_keeps(ctx, "\xc3\xa9", 80, 160);
  label_keeps(ctx, "\xc3\xa9", 81, 160);
  label_keeps(ctx, "\xf0\x9f\x8d\x81", 81, 320);
  label_keeps(ctx, "\x80", 500, 320);
  tw_context_free(ctx);
}

static void refuse(tw_context *ctx, const char *name, size_t width, const char *words)
{
  twi_dta *dta;
  twi_dta_column one = {name, NULL, width};
  assert_fails(ctx, twi_dta_open(ctx, support_temp("no.dta"), "", &one, 1, 1, &dta), TW_BAD_INPUT, words);
  assert_null(dta);
  assert_int_not_equal(access(support_temp("no.dta"), F_OK), 0);
}

static void what_cannot_be_written(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *path = support_temp("bad.dta");
  refuse(ctx, "a b", 0, "column 1 cannot be called \"a b\" in a Stata file");
  refuse(ctx, "1a", 0, "column 1 cannot be called \"1a\"");
  refuse(ctx, "", 0, "column 1 cannot be called");
  refuse(ctx, "a23456789012345678901234567890123", 0, "expected at most 32 letters");
  refuse(ctx, "a", 2046, "column a: found a text of 2046 bytes; a Stata file holds at most 2045");
  assert_fails(ctx, write_two(ctx, path, "CANA", 1), TW_BAD_INPUT, "row 1: \"CANA\" is longer than the 3 bytes");
  assert_fails(ctx, write_two(ctx, path, "CAN", DBL_MAX), TW_BAD_INPUT, "row 1: found 1.79769e+308");
  assert_fails(ctx, write_two(ctx, path, "CAN", INFINITY), TW_BAD_INPUT, "row 1: found inf");
  assert_fails(ctx, write_two(ctx, path, "CAN", -INFINITY), TW_BAD_INPUT, "row 1: found -inf");
  assert_int_not_equal(access(path, F_OK), 0);

  /* Not as many rows as were announced, and cells of the other kind: the caller's mistakes. */
  twi_dta *dta;
  assert_ok(ctx, twi_dta_open(ctx, path, "", column, 2, 1, &dta));
  assert_fails(ctx, twi_dta_close(dta), TW_USAGE, "found 0 rows, expected 1");
  assert_fails(ctx, twi_dta_number(dta, 1), TW_USAGE, "column 1: found a number, expected a text");
  assert_ok(ctx, twi_dta_text(dta, "a"));
  assert_fails(ctx, twi_dta_text(dta, "a"), TW_USAGE, "column 2: found a text, expected a number");
  assert_ok(ctx, twi_dta_number(dta, 1));
  assert_fails(ctx, twi_dta_text(dta, "a"), TW_USAGE, "found a text, expected no further row");
  assert_ok(ctx, twi_dta_close(dta));
  twi_dta_free(dta);
  assert_int_not_equal(access(path, F_OK), 0);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(come_back),
      cmocka_unit_test(bytes),
      cmocka_unit_test(labels_are_cut),
      cmocka_unit_test(what_cannot_be_written),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
