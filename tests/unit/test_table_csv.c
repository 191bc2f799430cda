/* CSV tables: what is read, what is refused and with which place, and that no bytes make the reader crash. */
#include <zlib.h>

#include "base/text.h"
#include "support.h"
#include "table/csv.h"

/* The whole table as text: rows by '\n', fields by '|', each row with its line in front. Status of the reading. */
static tw_status read_all(tw_context *context, const void *bytes, size_t count, const char *name, twi_text *out)
{
  twi_source *source;
  twi_csv *csv;
  int more;
  tw_status status = twi_source_memory(context, bytes, count, name, &source);
  if (status == TW_OK) status = twi_csv_open(context, source, &csv);
  if (status != TW_OK) return status;
  for (int i = 0; i < twi_csv_columns(csv); i++) twi_text_printf(out, "%s%s", i ? "|" : "", twi_csv_column(csv, i));
  while ((status = twi_csv_next(csv, &more)) == TW_OK && more) {
    twi_text_printf(out, "\n%d:", twi_csv_line(csv));
    for (int i = 0; i < twi_csv_columns(csv); i++) {
      size_t length;
      const char *text = twi_csv_text(csv, i, &length);
      assert_int_equal(text[length], 0);
      if (i) twi_text_put(out, "|");
      twi_text_add(out, text, length);
    }
  }
  twi_csv_free(csv);
  if (status == TW_OK && out->failed) status = twi_fail(context, TW_NO_MEMORY, "test");
  return status;
}

static void gives(const char *bytes, const char *expected)
{
  tw_context *context = tw_context_new(NULL);
  twi_text out = {.ctx = context};
  assert_ok(context, read_all(context, bytes, strlen(bytes), "t.csv", &out));
  assert_string_equal(out.bytes, expected);
  twi_text_clear(&out);
  tw_context_free(context);
}

static void refuses(const void *bytes, size_t count, const char *name, const char *says)
{
  tw_context *context = tw_context_new(NULL);
  twi_text out = {.ctx = context};
  assert_fails(context, read_all(context, bytes, count, name, &out), TW_BAD_INPUT, says);
  twi_text_clear(&out);
  tw_context_free(context);
}

static void refuses_text(const char *text, const char *says)
{
  refuses(text, strlen(text), "t.csv", says);
}

static void tables_are_read(void **state)
{
  (void)state;
  gives("a,b\n1,2\n", "a|b\n2:1|2");
  gives("a,b\n1,2", "a|b\n2:1|2");
  gives("a,b\r\n1,2\r\n3,4\r\n", "a|b\n2:1|2\n3:3|4");
  gives("\xef\xbb\xbf"
        "a,b\n1,2\n",
        "a|b\n2:1|2");
  gives("\xef\xbb\xbf"
        "\"a\",b\n",
        "a|b");
  gives("a\n", "a");
  gives("a,b\n\n1,2\n\n\n3,4\n\n", "a|b\n3:1|2\n6:3|4");
  gives("\n\na,b\n1,2\n", "a|b\n4:1|2");
  gives("a,b\n 1 ,\t2 \n", "a|b\n2:1|2");
  gives("a,b\n\" 1 \",2\n", "a|b\n2: 1 |2");
  gives("a,b\n,\n", "a|b\n2:|");
  gives("a,b\n\"x, \"\"y\"\"\",2\n", "a|b\n2:x, \"y\"|2");
  gives("a,b\n\"x\ny\nz\",2\n3,4\n", "a|b\n2:x\ny\nz|2\n5:3|4"); /* lines inside a field count */
  gives("a,b\n\xc3\x9cml\xc3\xa4ut,2\n", "a|b\n2:\xc3\x9cml\xc3\xa4ut|2");
}

/* However lines end, they are the same lines; what stands in quotes keeps its bytes. */
static void line_ends_are_one(void **state)
{
  (void)state;
  gives("a,b\r1,2\r3,4\r", "a|b\n2:1|2\n3:3|4");
  gives("a,b\r1,2\r3,4", "a|b\n2:1|2\n3:3|4");
  gives("a,b\r\r\n1,2\r\r\n3,4\r\r\n", "a|b\n2:1|2\n3:3|4");
  gives("a,b\r\n1,2\r3,4\r\r\n5,6\n", "a|b\n2:1|2\n3:3|4\n4:5|6");
  gives("a,b\r\r\r\n1,2\r", "a|b\n3:1|2"); /* an empty line */
  gives("a,b\r\n\"x\r\ny\",2\r\n\"p\rq\",4\r", "a|b\n2:x\r\ny|2\n4:p\rq|4");
  gives("a,b\r \"x\ry\" ,\"z\"\"\r\"\r1,2", "a|b\n2:x\ry|z\"\r\n3:1|2");
  gives("\"a\",b\r\"1\"\"\",2\r", "a|b\n2:1\"|2");
  /* Line ends, quotes and byte order marks that the blocks of the source cut. */
  enum { BLOCK = 1 << 16 };
  static const char *const tail[] = {"\r\r\n1,2\r\r\n", "\r\n1,2\r\n", "\r1,2\r", "\n1,2\n"};
  char *text = malloc(2 * BLOCK), *expected = malloc(2 * BLOCK);
  for (int i = 0; i < 4; i++)
    for (int before = BLOCK - 8; before < BLOCK + 2; before++) {
      memset(text, 'x', 2 * BLOCK);
      memcpy(text, "a,b\n\"\r", 6);
      strcpy(text + before - 3, "\",2");
      strcpy(text + before, tail[i]);
      memset(expected, 'x', 2 * BLOCK);
      memcpy(expected, "a|b\n2:\r", 7);
      strcpy(expected + 6 + (before - 3) - 5, "|2\n3:1|2");
      gives(text, expected);
    }
  free(text);
  free(expected);
}

/* Another encoding is called by its name, with a byte order mark or without. */
static void other_encodings_are_named(void **state)
{
  (void)state;
  static const struct {
    const char bytes[12];
    size_t count;
    const char *says;
  } wrong[] = {{"\xff\xfe"
                "a\0,\0b\0",
                8, "t.csv:1: found UTF-16, expected UTF-8"},
               {"\xfe\xff\0a\0,\0b", 8, "t.csv:1: found UTF-16, expected UTF-8"},
               {"a\0,\0b\0", 6, "t.csv:1: found UTF-16, expected UTF-8"},
               {"\0a\0,\0b", 6, "t.csv:1: found UTF-16, expected UTF-8"},
               {"\xff\xfe\0\0a\0\0", 8, "t.csv:1: found UTF-32, expected UTF-8"},
               {"\0\0\xfe\xff\0\0\0a", 8, "t.csv:1: found UTF-32, expected UTF-8"},
               {"a\0\0\0,\0\0", 8, "t.csv:1: found UTF-32, expected UTF-8"},
               {"\0\0\0a\0\0\0,", 8, "t.csv:1: found UTF-32, expected UTF-8"}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    refuses(wrong[i].bytes, wrong[i].count, "t.csv", wrong[i].says);
}

static void wrong_tables_are_refused(void **state)
{
  (void)state;
  refuses_text("", "t.csv:1: found nothing");
  refuses_text("\n\n", "found nothing");
  refuses_text("a,b\n1\n", "t.csv:2: found 1 field, expected 2");
  refuses_text("a,b\n1,2\n1,2,3\n", "t.csv:3: found 3 fields, expected 2");
  refuses_text("a,b\n\"x\ny\",2\n1\n", "t.csv:4: found 1 field");
  refuses_text("a,a\n1,2\n", "t.csv:1: found the column \"a\" twice");
  refuses_text("a,A\n1,2\n", "t.csv:1: found the column \"A\" twice");
  refuses_text("a,,b\n", "t.csv:1: field 2 is empty");
  refuses_text("a,b\n1\"2,3\n", "t.csv:2: found a quote inside a field");
  refuses_text("a,b\n\"1\"2,3\n", "t.csv:2: found a quote inside a field");
  refuses_text("a,b\n1,2\n\"3,4\n5,6\n", "t.csv:3: found the end of the file inside quotes");
  refuses_text("a,b\r1,2\r3\r", "t.csv:3: found 1 field");
  refuses_text("a,b\r\r\n1,2\r\r\n3\r\r\n", "t.csv:3: found 1 field");
  refuses_text("a,b\n1,\xff\n", "t.csv:2: found bytes that are not UTF-8");
  refuses_text("\xff\xfe"
               "a\n",
               "found UTF-16");
  refuses("a,b\0c\n", 6, "t.csv", "zero byte in the name of a column");
  char *many = calloc(1, 4096);
  for (int i = 0; i < 300; i++) strcat(many, "x,");
  refuses_text(many, "more than 256 fields");
  free(many);
  char *vast = malloc(3u << 20);
  memset(vast, 'x', 3u << 20);
  memcpy(vast, "a\n\"", 3);
  refuses(vast, 3u << 20, "t.csv", "is a quote never closed?");
  free(vast);
}

static void numbers_and_columns_are_placed(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const char text[] = "name,value\nx,1.5\ny,1.5x\nz,\n";
  twi_source *source;
  twi_csv *csv;
  int more, column;
  double value;
  assert_ok(context, twi_source_memory(context, text, strlen(text), "t.csv", &source));
  assert_ok(context, twi_csv_open(context, source, &csv));
  assert_ok(context, twi_csv_require(csv, "VALUE", &column));
  assert_int_equal(column, 1);
  assert_int_equal(twi_csv_find(csv, "values"), -1);
  assert_fails(context, twi_csv_require(csv, "values", &column), TW_BAD_INPUT,
               "t.csv:1: the column values is missing; is it the one called value?");
  assert_fails(context, twi_csv_require(csv, "region", &column), TW_BAD_INPUT, "t.csv:1: the column region is missing");
  assert_ok(context, twi_csv_next(csv, &more));
  assert_ok(context, twi_csv_number(csv, 1, &value));
  assert_true(value == 1.5);
  assert_ok(context, twi_csv_percent(csv, 1, &value));
  assert_true(value == 0.015);
  assert_ok(context, twi_csv_next(csv, &more));
  assert_fails(context, twi_csv_number(csv, 1, &value), TW_BAD_INPUT,
               "t.csv:3: column value: found \"1.5x\", a number with other characters after it; expected a number");
  assert_ok(context, twi_csv_next(csv, &more));
  assert_fails(context, twi_csv_number(csv, 1, &value), TW_BAD_INPUT,
               "t.csv:4: column value: found nothing, expected a number");
  assert_ok(context, twi_csv_next(csv, &more));
  assert_int_equal(more, 0);
  assert_ok(context, twi_csv_next(csv, &more)); /* after the end: still the end */
  assert_int_equal(more, 0);
  twi_csv_free(csv);
  tw_context_free(context);
}

/* ---------------------------------------------------------------- gzip */

static size_t gzip(const void *bytes, size_t count, unsigned char *out, size_t room)
{
  z_stream z = {0};
  assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  z.next_in = (Bytef *)(uintptr_t)bytes;
  z.avail_in = (unsigned)count;
  z.next_out = out;
  z.avail_out = (unsigned)room;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  size_t used = room - z.avail_out;
  deflateEnd(&z);
  return used;
}

/* A table of more than one block. */
static char *long_table(void)
{
  char *text = calloc(1, 300000);
  size_t used = (size_t)sprintf(text, "a,b,c\n");
  for (int i = 0; i < 12000; i++) used += (size_t)sprintf(text + used, "%d,row %d,%d.5\n", i, i * 7 % 1000, i % 97);
  return text;
}

/* A second member, or padding, whose first byte is the last of a block of the file, 64 KiB: what is left of a block is
 * kept. */
static void members_across_blocks(void **state)
{
  (void)state;
  enum { BLOCK = 65536, ROOM = 2 * BLOCK };
  tw_context *context = tw_context_new(NULL);
  char *text = calloc(1, ROOM);
  unsigned char *packed = calloc(1, ROOM);
  assert_true(text && packed);
  size_t count = 65000, size = 0;
  support_random r = {3};
  for (size_t i = 0; i < ROOM - 1; i++) text[i] = i % 64 == 63 ? '\n' : (char)('a' + support_below(&r, 26));
  for (int round = 0; round < 8 && size != BLOCK - 1; round++) { /* as it is, without packing: its size follows */
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 0, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)text;
    z.avail_in = (unsigned)count;
    z.next_out = packed;
    z.avail_out = ROOM;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size = ROOM - z.avail_out;
    deflateEnd(&z);
    if (size != BLOCK - 1) count += BLOCK - 1 - size;
  }
  assert_int_equal(size, BLOCK - 1);
  for (int padding = 0; padding < 2; padding++) {
    size_t more = padding ? 0 : 5000, whole = size;
    memset(packed + size, 0, 100);
    whole += padding ? 100 : gzip(text + count, more, packed + size, ROOM - size);
    const char *path = support_temp("members.csv.gz");
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(packed, 1, whole, f), whole);
    assert_int_equal(fclose(f), 0);
    twi_source *source = NULL;
    assert_ok(context, twi_source_open(context, path, &source));
    size_t at = 0, n = 1;
    while (n) {
      const char *block;
      assert_ok(context, twi_source_next(source, &block, &n));
      assert_true(at + n <= count + more);
      if (n) assert_memory_equal(block, text + at, n);
      at += n;
    }
    assert_int_equal(at, count + more);
    twi_source_free(source);
  }
  free(text);
  free(packed);
  tw_context_free(context);
}

static void gzip_is_read_like_plain(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  char *text = long_table();
  size_t count = strlen(text), half = count / 2;
  unsigned char *packed = calloc(1, 300000);
  twi_text plain = {.ctx = context}, once = {.ctx = context}, twice = {.ctx = context}, padded = {.ctx = context};
  assert_ok(context, read_all(context, text, count, "t.csv", &plain));
  size_t size = gzip(text, count, packed, 300000);
  assert_ok(context, read_all(context, packed, size, "t.csv.gz", &once));
  assert_string_equal(once.bytes, plain.bytes);
  assert_ok(context, read_all(context, packed, size + 100, "t.csv", &padded)); /* any name; zero bytes after the end */
  assert_string_equal(padded.bytes, plain.bytes);
  size_t first = gzip(text, half, packed, 300000); /* two members */
  size = first + gzip(text + half, count - half, packed + first, 300000 - first);
  assert_ok(context, read_all(context, packed, size, "t.csv.gz", &twice));
  assert_string_equal(twice.bytes, plain.bytes);
  packed[size] = 'x';
  refuses(packed, size + 1, "t.csv.gz", "t.csv.gz: the gzip data are corrupt: other bytes follow them");
  refuses(text, count, "t.csv.gz", "t.csv.gz: found plain bytes, expected gzip");
  free(packed);
  free(text);
  twi_text_clear(&plain);
  twi_text_clear(&once);
  twi_text_clear(&twice);
  twi_text_clear(&padded);
  tw_context_free(context);
}

static void every_truncation_of_gzip_is_found(void **state)
{
  (void)state;
  static const char text[] = "a,b\n1,2\n3,4\n";
  unsigned char packed[200];
  size_t size = gzip(text, strlen(text), packed, sizeof packed);
  for (size_t n = 0; n < size; n++)
    refuses(packed, n, "t.csv.gz", "t.csv.gz: the gzip data end too early: the file is truncated");
}

/* A flipped bit in gzip is an error, except in the header's time and system and in the padding of the last byte: never
 * another table. */
static void every_flipped_bit_of_gzip_is_found(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const char text[] = "a,b\n1,2\n3,4\nlonger line,with text\n";
  unsigned char packed[200];
  size_t size = gzip(text, strlen(text), packed, sizeof packed);
  twi_text good = {.ctx = context};
  assert_ok(context, read_all(context, packed, size, "t.csv.gz", &good));
  int harmless = 0;
  for (size_t bit = 0; bit < 8 * size; bit++) {
    twi_text out = {.ctx = context};
    packed[bit / 8] ^= (unsigned char)(1 << bit % 8);
    if (read_all(context, packed, size, "t.csv.gz", &out) == TW_OK) {
      assert_string_equal(out.bytes, good.bytes);
      harmless++;
    }
    packed[bit / 8] ^= (unsigned char)(1 << bit % 8);
    twi_text_clear(&out);
  }
  assert_true(harmless < 7 * 8 + 8);
  twi_text_clear(&good);
  tw_context_free(context);
}

/* ---------------------------------------------------------------- robustness */

static void random_bytes_do_no_harm(void **state)
{
  (void)state;
  static const char alphabet[] = "ab1,,\n\r\"\" .e-\xc3\xa4\0\x1f";
  tw_context *context = tw_context_new(NULL);
  support_random r = {4};
  for (int i = 0; i < 20000; i++) {
    char bytes[64];
    size_t count = (size_t)support_below(&r, 64);
    for (size_t k = 0; k < count; k++) bytes[k] = alphabet[support_below(&r, sizeof alphabet - 1)];
    twi_text out = {.ctx = context};
    tw_status status = read_all(context, bytes, count, "t.csv", &out);
    assert_true(status == TW_OK || status == TW_BAD_INPUT);
    twi_text_clear(&out);
  }
  tw_context_free(context);
}

static tw_status read_packed(tw_context *context, void *user)
{
  const char *text = user;
  unsigned char *packed = malloc(300000);
  size_t size = gzip(text, strlen(text), packed, 300000);
  twi_text out = {.ctx = context};
  tw_status status = read_all(context, packed, size, "t.csv.gz", &out);
  twi_text_clear(&out);
  free(packed);
  return status;
}

static void failing_memory_is_survived(void **state)
{
  (void)state;
  char text[] = "a,b\n1,2\n\"three, four\",5\n";
  assert_true(support_fail_each(read_packed, text) > 4);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tables_are_read),
      cmocka_unit_test(line_ends_are_one),
      cmocka_unit_test(other_encodings_are_named),
      cmocka_unit_test(wrong_tables_are_refused),
      cmocka_unit_test(numbers_and_columns_are_placed),
      cmocka_unit_test(gzip_is_read_like_plain),
      cmocka_unit_test(members_across_blocks),
      cmocka_unit_test(every_truncation_of_gzip_is_found),
      cmocka_unit_test(every_flipped_bit_of_gzip_is_found),
      cmocka_unit_test(random_bytes_do_no_harm),
      cmocka_unit_test(failing_memory_is_survived),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
