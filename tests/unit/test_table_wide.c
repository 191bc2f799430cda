/* Wide CSV: rows straight into numbers, lines cut by blocks, quotes, and what is refused. */
#include "table/wide.h"

#include "context.h"

static twi_wide *open_text(const char *text)
{
  twi_source *source;
  twi_wide *wide = NULL;
  assert_ok(context, twi_source_memory(context, text, strlen(text), "t.csv", &source));
  assert_ok(context, twi_wide_open(context, source, &wide));
  return wide;
}

static void refused(const char *text, const char *message)
{
  twi_source *source;
  twi_wide *wide = NULL;
  int more = 1;
  assert_ok(context, twi_source_memory(context, text, strlen(text), "t.csv", &source));
  tw_status status = twi_wide_open(context, source, &wide);
  while (status == TW_OK && more) status = twi_wide_next(wide, &more);
  twi_wide_free(wide);
  assert_fails(context, status, TW_BAD_INPUT, message);
}

static void rows_are_read(void **state)
{
  (void)state;
  twi_wide *w = open_text("\xef\xbb\xbf\"V1\",\"a,b\",c\r\n\r\nx,1.5,-2e3\r\n\"say \"\"y\"\"\",,7");
  int more;
  assert_int_equal(twi_wide_columns(w), 3);
  assert_string_equal(twi_wide_column(w, 1), "a,b");
  assert_ok(context, twi_wide_next(w, &more));
  assert_true(more);
  assert_int_equal(twi_wide_line(w), 3);
  assert_string_equal(twi_wide_label(w, 0), "x");
  assert_true(twi_wide_numbers(w)[0] == 1.5 && twi_wide_numbers(w)[1] == -2000);
  assert_ok(context, twi_wide_next(w, &more));
  assert_string_equal(twi_wide_label(w, 0), "say \"y\"");
  assert_true(isnan(twi_wide_numbers(w)[0]) && twi_wide_numbers(w)[1] == 7);
  assert_ok(context, twi_wide_next(w, &more));
  assert_false(more);
  twi_wide_free(w);
}

/* Line ends of any kind, blanks around fields and lines of blanks do not count. */
static void blanks_and_line_ends(void **state)
{
  (void)state;
  static const char *const end[] = {"\n", "\r\n", "\r\r\n", "\r"};
  for (int i = 0; i < 4; i++) {
    char text[256];
    snprintf(text, sizeof text, " V1 , a,\tb%sx,  1.5 ,-2e3\t%s  %s y , \" 3\" , %s", end[i], end[i], end[i], end[i]);
    twi_wide *w = open_text(text);
    int more;
    assert_string_equal(twi_wide_column(w, 0), "V1");
    assert_string_equal(twi_wide_column(w, 2), "b");
    assert_ok(context, twi_wide_next(w, &more));
    assert_string_equal(twi_wide_label(w, 0), "x");
    assert_int_equal(twi_wide_line(w), 2);
    assert_true(twi_wide_numbers(w)[0] == 1.5 && twi_wide_numbers(w)[1] == -2000);
    assert_ok(context, twi_wide_next(w, &more));
    assert_int_equal(twi_wide_line(w), 4);
    assert_string_equal(twi_wide_label(w, 0), "y");
    assert_true(twi_wide_numbers(w)[0] == 3 && isnan(twi_wide_numbers(w)[1]));
    assert_ok(context, twi_wide_next(w, &more));
    assert_false(more);
    twi_wide_free(w);
  }
}

static void several_labels(void **state)
{
  (void)state;
  twi_wide *w = open_text("code,country,a,b\nA01,AUS,1,2\n");
  int more;
  assert_ok(context, twi_wide_set_labels(w, 2));
  assert_ok(context, twi_wide_next(w, &more));
  assert_string_equal(twi_wide_label(w, 1), "AUS");
  assert_true(twi_wide_numbers(w)[0] == 1 && twi_wide_numbers(w)[1] == 2);
  assert_fails(context, twi_wide_set_labels(w, 4), TW_BAD_INPUT, "expected more than 4");
  twi_wide_free(w);
}

/* Lines of every length around the size of a block come out the same. */
static void lines_cut_by_blocks(void **state)
{
  (void)state;
  enum { COLUMNS = 9000, ROWS = 30 };
  char *text = malloc((size_t)COLUMNS * ROWS * 12), *p = text;
  assert_non_null(text);
  p += sprintf(p, "v");
  for (int i = 0; i < COLUMNS; i++) p += sprintf(p, ",c%d", i);
  p += sprintf(p, "\n");
  for (int r = 0; r < ROWS; r++) {
    p += sprintf(p, "r%d", r);
    for (int i = 0; i < COLUMNS; i++) p += sprintf(p, ",%d.%d", r * 7 + i, i % 10);
    p += sprintf(p, "\n");
  }
  twi_wide *w = open_text(text);
  int more, rows = 0;
  for (;; rows++) {
    assert_ok(context, twi_wide_next(w, &more));
    if (!more) break;
    for (int i = 0; i < COLUMNS; i++)
      if (fabs(twi_wide_numbers(w)[i] - (rows * 7 + i + 0.1 * (i % 10))) > 1e-9)
        fail_msg("row %d column %d: %g", rows, i, twi_wide_numbers(w)[i]);
  }
  assert_int_equal(rows, ROWS);
  twi_wide_free(w);
  free(text);
}

static void bad_tables_are_refused(void **state)
{
  (void)state;
  refused("", "t.csv:1: found nothing");
  refused("a;b;c\n", "semicolons stand where commas should");
  refused("a\tb\n", "tabs stand where commas should");
  refused("a,,c\n", "field 2 is empty");
  refused("a,b,c\nx,1\n", "t.csv:2: found 2 fields, expected 3");
  refused("a,b,c\nx,1,2,3\n", "found 4 fields, expected 3 as in the header (is a comma used inside numbers?)");
  refused("a,b,c\nx;1;2\n", "found 1 field, expected 3 as in the header (semicolons");
  refused("a,b,c\nx,1,\"1.234,5\"\n", "t.csv:2: column c: found \"1.234,5\"");
  refused("a,b,c\nx,1,\"1.234,5\"\n", "decimal point, nothing between thousands");
  refused("a,b,c\nx,1,nan\n", "column c");
  refused("a,b,c\nx,1,1 2\n", "column c");
  refused("a,b,c\rx,1\r", "t.csv:2: found 2 fields");
  refused("a,b,c\nx,\"1,2\n", "t.csv:2:");
  refused("a,b,c\n\xff,1,2\n", "not UTF-8");
}

static tw_status read_all(tw_context *fresh, void *user)
{
  (void)user;
  const char *text = "v,a,b\nx,1,2\ny,3,4\n";
  twi_source *source;
  twi_wide *wide = NULL;
  int more = 1;
  tw_status status = twi_source_memory(fresh, text, strlen(text), "t.csv", &source);
  if (status == TW_OK) status = twi_wide_open(fresh, source, &wide);
  while (status == TW_OK && more) status = twi_wide_next(wide, &more);
  twi_wide_free(wide);
  return status;
}

static void memory_that_fails(void **state)
{
  (void)state;
  assert_true(support_fail_each(read_all, NULL) > 8);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_are_read),          cmocka_unit_test(blanks_and_line_ends),
      cmocka_unit_test(several_labels),         cmocka_unit_test(lines_cut_by_blocks),
      cmocka_unit_test(bad_tables_are_refused), cmocka_unit_test(memory_that_fails),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
