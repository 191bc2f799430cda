/* What may never end is stopped after a limit that is said, without the memory of it: devices, pipes, gzip that unpacks
 * without end, a line without end; and the smallest of files. */
#include <fcntl.h>
#include <pthread.h>
#include <zlib.h>

#include "base/file.h"
#include "support.h"
#include "table/source.h"
#include "table/wide.h"

static tw_context *context;
static support_memory memory;

static tw_status drain(const char *path, uint64_t *total)
{
  twi_source *source;
  const char *block;
  size_t n = 1;
  *total = 0;
  tw_status status = twi_source_open(context, path, &source);
  if (status != TW_OK) return status;
  while (status == TW_OK && n) {
    status = twi_source_next(source, &block, &n);
    *total += n;
  }
  twi_source_free(source);
  return status;
}

static void a_device_without_end(void **state)
{
  (void)state;
  uint64_t total;
  char *bytes;
  size_t count;
  atomic_store(&memory.peak, 0);
  assert_fails(context, drain("/dev/zero", &total), TW_BAD_INPUT,
               "/dev/zero: more than 2147483648 bytes came from this pipe or device");
  assert_true(total >= TWI_MOST_STREAMED - (1 << 17) && total <= TWI_MOST_STREAMED + (1 << 17));
  assert_true(atomic_load(&memory.peak) < 1 << 20);
  assert_fails(context, twi_read_file(context, "/dev/zero", 5000, &bytes, &count), TW_BAD_INPUT,
               "/dev/zero: a pipe or device gave more than 5000 bytes");
  assert_fails(context, twi_read_file(context, "/dev/zero", (size_t)1 << 40, &bytes, &count), TW_BAD_INPUT,
               "/dev/zero: a pipe or device gave more than 67108864 bytes");
  assert_null(bytes);
}

/* A file is measured before it is read. */
static void a_file_that_is_too_large(void **state)
{
  (void)state;
  const char *path = support_temp("sparse");
  char *bytes;
  size_t count;
  support_write(path, "x");
  assert_int_equal(truncate(path, (off_t)1 << 40), 0); /* takes no room on the disk */
  atomic_store(&memory.peak, 0);
  assert_fails(context, twi_read_file(context, path, 1 << 30, &bytes, &count), TW_BAD_INPUT,
               "sparse: found more than 1073741824 bytes, expected at most that");
  assert_true(atomic_load(&memory.peak) < 1 << 16);
  unlink(path);
}

static void *write_to_pipe(void *path)
{
  int handle = open(path, O_WRONLY);
  if (handle < 0 || write(handle, "a,b\n1,2\n", 8) != 8) abort();
  close(handle);
  return NULL;
}

/* A pipe that ends is read as a file is. */
static void a_pipe_that_ends(void **state)
{
  (void)state;
  char path[4096], *bytes = NULL;
  size_t count;
  pthread_t writer;
  snprintf(path, sizeof path, "%s", support_temp("pipe"));
  assert_int_equal(mkfifo(path, 0600), 0);
  assert_int_equal(pthread_create(&writer, NULL, write_to_pipe, path), 0);
  assert_ok(context, twi_read_file(context, path, 100, &bytes, &count));
  pthread_join(writer, NULL);
  assert_string_equal(bytes, "a,b\n1,2\n");
  twi_free(context, bytes);
  uint64_t total;
  assert_int_equal(pthread_create(&writer, NULL, write_to_pipe, path), 0);
  assert_ok(context, drain(path, &total));
  pthread_join(writer, NULL);
  assert_int_equal(total, 8);
}

/* A member of 1 MiB of line ends, about 1 KiB packed. */
static size_t pack(unsigned char *to, size_t room)
{
  static unsigned char lines[1 << 20];
  z_stream z = {0};
  memset(lines, '\n', sizeof lines);
  assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  z.next_in = lines;
  z.avail_in = sizeof lines;
  z.next_out = to;
  z.avail_out = (unsigned)room;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  size_t count = room - z.avail_out;
  deflateEnd(&z);
  return count;
}

static void gzip_without_end(void **state)
{
  (void)state;
  enum { ROOM = 4096, TIMES = 340 };
  unsigned char member[ROOM];
  size_t count = pack(member, ROOM);
  assert_true(count < 1200);
  char path[4096];
  snprintf(path, sizeof path, "%s", support_temp("bomb.csv.gz"));
  uint64_t total;
  for (int times = 100; times <= TIMES; times += TIMES - 100) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (int i = 0; i < times; i++) assert_int_equal(fwrite(member, 1, count, f), count);
    fclose(f);
    atomic_store(&memory.peak, 0);
    if (times < TIMES) { /* small files may unpack to much */
      assert_ok(context, drain(path, &total));
      assert_int_equal(total, (uint64_t)times << 20);
    } else {
      assert_fails(context, drain(path, &total), TW_BAD_INPUT,
                   "bomb.csv.gz: the gzip data unpack to more than 200 times their size: found 3");
      assert_true(total > 256u << 20 && total < (uint64_t)TIMES << 20);
    }
    assert_true(atomic_load(&memory.peak) < 1 << 20);
  }
}

static tw_status open_wide(const void *bytes, size_t count)
{
  twi_source *source;
  twi_wide *wide = NULL;
  tw_status status = twi_source_memory(context, bytes, count, "t.csv", &source);
  if (status == TW_OK) status = twi_wide_open(context, source, &wide);
  twi_wide_free(wide);
  return status;
}

static void lines_of_wide_tables(void **state)
{
  (void)state;
  enum { MANY = (1 << 24) + 100 };
  char *line = malloc(MANY);
  memset(line, 'x', MANY);
  atomic_store(&memory.peak, 0);
  assert_fails(context, open_wide(line, MANY), TW_BAD_INPUT, "t.csv:1: found a line of more than 16777216 bytes");
  assert_true(atomic_load(&memory.peak) < 64u << 20);
  memset(line, 0, MANY);
  atomic_store(&memory.peak, 0);
  assert_fails(context, open_wide(line, MANY), TW_BAD_INPUT, "t.csv:1: found a zero byte, expected text");
  assert_true(atomic_load(&memory.peak) < 1u << 20); /* the first block shows it */
  free(line);
  /* nothing behind the byte order mark: a sanitizer stops at a copy from NULL */
  assert_fails(context, open_wide("\xef\xbb\xbf", 3), TW_BAD_INPUT, "t.csv:1: found nothing");
  assert_fails(context, open_wide("", 0), TW_BAD_INPUT, "t.csv:1: found nothing");
  assert_fails(context, open_wide("\xff\xfe", 2), TW_BAD_INPUT, "t.csv:1: found UTF-16");
}

int main(void)
{
  tw_allocator allocator = support_allocator(&memory);
  context = tw_context_new(&allocator);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_device_without_end), cmocka_unit_test(a_file_that_is_too_large),
      cmocka_unit_test(a_pipe_that_ends),     cmocka_unit_test(gzip_without_end),
      cmocka_unit_test(lines_of_wide_tables),
  };
  int failures = cmocka_run_group_tests(tests, NULL, NULL);
  tw_context_free(context);
  return support_finish(failures);
}
