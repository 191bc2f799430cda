/* Texts as cells that no spreadsheet runs: which are marked, and that every text comes back as it was. */
#include "context.h"
#include "report/sheet.h"
#include "table/cell.h"
#include "table/csv.h"
#include "table/sink.h"

static void marked(const char *text, int expected)
{
  if (twi_cell_is_formula(text, strlen(text)) != expected) fail_msg("%s: expected %d", text, expected);
}

static void formulas_are_known(void **state)
{
  (void)state;
  static const char *const yes[] = {"=1+1",
                                    "+1+1",
                                    "-2+3",
                                    "@SUM(A1)",
                                    "=",
                                    "-",
                                    "+CAN",
                                    "\tx",
                                    "\r=1",
                                    "\nx",
                                    " =1",
                                    "'=1",
                                    "''=1",
                                    "' '=1",
                                    "\xef\xbc\x9d"
                                    "1",
                                    "\xef\xbc\x8b"
                                    "1",
                                    "\xef\xbc\x8d"
                                    "1",
                                    "\xef\xbc\xa0"
                                    "1",
                                    "-1.5.2",
                                    "-1e",
                                    "=-1",
                                    "+5 %",
                                    "'-1"};
  static const char *const no[] = {"",
                                   "CAN",
                                   "'abc",
                                   "'",
                                   "a=1",
                                   "1-2",
                                   "-1.5",
                                   "+2",
                                   "-1e-3",
                                   "(=1",
                                   "\xef\xbc\x9c"
                                   "1",
                                   "\xe2\x88\x92"
                                   "1"};
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) marked(yes[i], 1);
  for (size_t i = 0; i < sizeof no / sizeof *no; i++) marked(no[i], 0);
}

/* All texts of up to five of these, through both writers and the reader. */
static void texts_come_back(void **state)
{
  (void)state;
  static const char *const pieces[] = {"'", "=", "-", "1", " ", "x", "\"", ",", "\t", "\n", "\xef\xbc\x9d"};
  enum { PIECES = sizeof pieces / sizeof *pieces, MOST = 4 };
  const char *path = support_temp("cells.csv");
  twi_sink *sink;
  twi_sheet sheet;
  memset(&sheet, 0, sizeof sheet);
  assert_ok(context, twi_sink_open(context, path, &sink));
  assert_ok(context, twi_sheet_open_memory(context, &sheet, "cells.csv"));
  assert_ok(context, twi_sink_text(sink, "text,last\n"));
  twi_sheet_text(&sheet, "text,last\n");
  int count = 1, rows = 0;
  for (int k = 0; k < MOST; k++) count *= PIECES;
  for (int i = 0; i < count; i++) {
    char text[64] = "";
    for (int k = 0, j = i; k < MOST && j; k++, j /= PIECES) strcat(text, pieces[j % PIECES]);
    assert_ok(context, twi_sink_field(sink, text, ','));
    assert_ok(context, twi_sink_text(sink, "1\n"));
    twi_sheet_cell(&sheet, text);
    twi_sheet_text(&sheet, ",1\n");
  }
  assert_ok(context, twi_sink_commit(sink));
  twi_sink_free(sink);
  assert_ok(context, twi_sheet_close(&sheet));
  size_t bytes;
  char *written = support_read(path, &bytes);
  assert_int_equal(bytes, sheet.memory.used); /* both write the same */
  assert_memory_equal(written, sheet.memory.bytes, bytes);
  free(written);
  twi_sheet_free(&sheet);
  twi_source *source;
  twi_csv *csv;
  int more;
  assert_ok(context, twi_source_open(context, path, &source));
  assert_ok(context, twi_csv_open(context, source, &csv));
  for (; twi_csv_next(csv, &more) == TW_OK && more; rows++) {
    char text[64] = "";
    size_t length;
    for (int k = 0, j = rows; k < MOST && j; k++, j /= PIECES) strcat(text, pieces[j % PIECES]);
    const char *found = twi_csv_text(csv, 0, &length);
    if (length != strlen(text) || strcmp(found, text) != 0) fail_msg("\"%s\" came back as \"%s\"", text, found);
  }
  assert_int_equal(rows, count);
  twi_csv_free(csv);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(formulas_are_known), cmocka_unit_test(texts_come_back)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
