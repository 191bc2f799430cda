/* Files written whole or not at all, digests, growing texts, built-in files. */
#define _GNU_SOURCE /* syscall */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "base/builtin.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/stage.h"
#include "base/text.h"
#include "support.h"

static int count_files(const char *folder)
{
  int count = 0;
  DIR *dir = opendir(folder);
  assert_non_null(dir);
  for (struct dirent *e; (e = readdir(dir));) count += e->d_name[0] != '.';
  closedir(dir);
  return count;
}

static void expect_text(const char *path, const char *text)
{
  char *found = support_read(path, NULL);
  assert_non_null(found);
  assert_string_equal(found, text);
  free(found);
}

static void a_file_appears_when_it_is_complete(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  const char *folder = support_temp_folder("write");
  char path[4096], other[4096];
  snprintf(path, sizeof path, "%s/a.txt", folder);
  snprintf(other, sizeof other, "%s/b.txt", folder);
  support_write(path, "old");
  twi_writer *a, *b;
  assert_ok(context, twi_writer_open(context, path, &a));
  assert_ok(context, twi_writer_open(context, other, &b));
  assert_ok(context, twi_writer_printf(a, "%s %d\n", "new", 1));
  assert_ok(context, twi_writer_text(b, "second"));
  assert_ok(context, twi_writer_close(a));
  assert_ok(context, twi_writer_close(b));
  expect_text(path, "old");
  assert_int_equal(access(other, F_OK), -1);
  assert_ok(context, twi_writer_commit(a));
  assert_ok(context, twi_writer_commit(b));
  expect_text(path, "new 1\n");
  expect_text(other, "second");
  twi_writer_free(a);
  twi_writer_free(b);
  assert_int_equal(count_files(folder), 2);
  assert_ok(context, twi_writer_open(context, path, &a)); /* given up */
  assert_ok(context, twi_writer_text(a, "never"));
  twi_writer_free(a);
  expect_text(path, "new 1\n");
  assert_int_equal(count_files(folder), 2);
  twi_writer_free(NULL);
  tw_context_free(context);
}

static void long_texts_and_links(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  const char *folder = support_temp_folder("links");
  char path[4096], link[4096];
  snprintf(path, sizeof path, "%s/real.txt", folder);
  snprintf(link, sizeof link, "%s/link.txt", folder);
  support_write(path, "old");
  assert_int_equal(symlink(path, link), 0);
  twi_writer *w;
  assert_ok(context, twi_writer_open(context, link, &w));
  char *text = malloc(200001);
  memset(text, 'x', 200000);
  text[200000] = 0;
  assert_ok(context, twi_writer_text(w, "1"));
  assert_ok(context, twi_writer_printf(w, "%s", text));
  assert_ok(context, twi_writer_write(w, text, 200000));
  assert_ok(context, twi_writer_commit(w));
  twi_writer_free(w);
  size_t count;
  char *found = support_read(path, &count);
  assert_int_equal(count, 400001);
  free(found);
  struct stat s;
  assert_int_equal(lstat(link, &s), 0);
  assert_true(S_ISLNK(s.st_mode)); /* the link stays one */
  free(text);
  tw_context_free(context);
}

static void what_cannot_be_written(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  twi_writer *w;
  assert_fails(context, twi_writer_open(context, support_temp("no/such/folder.txt"), &w), TW_IO,
               "no/such/folder.txt: cannot write: No such file");
  assert_fails(context, twi_writer_open(context, support_temp_folder("folder"), &w), TW_BAD_INPUT,
               "found a folder, expected the name of a file to write");
  assert_fails(context, twi_writer_open(context, "/dev/null", &w), TW_BAD_INPUT,
               "/dev/null: found a device or a pipe, expected the name of a file to write");
  tw_context_free(context);
}

/* ---------------------------------------------------------------- a folder whose files are placed one by one */

static const char *refused; /* a name that no file gets by a link, nor by the rename that stands in for it */
static int refusals;

int linkat(int from, const char *name, int to, const char *new_name, int flags)
{
  if (refused && strcmp(new_name, refused) == 0) {
    refusals = 1;
    errno = EIO;
    return -1;
  }
  return (int)syscall(SYS_linkat, from, name, to, new_name, flags);
}

int renameat(int from, const char *name, int to, const char *new_name)
{
  if (refusals && strcmp(new_name, refused) == 0) {
    refusals = 0;
    errno = EIO;
    return -1;
  }
  return (int)syscall(SYS_renameat2, from, name, to, new_name, 0);
}

/* Where the last file finds no place those before it go again, and the old ones come back. */
static void a_folder_that_cannot_be_filled(void **state)
{
  (void)state;
  static const char *const fresh[] = {"regions.csv", "sectors.csv", "run.json"};
  tw_context *context = tw_context_new(NULL);
  char *place, before[4096];
  const char *folder = support_temp_folder("placing");
  twi_stage *stage;
  support_write(support_path(folder, "run.json"), "{}");
  support_write(support_path(folder, "regions.csv"), "old");
  support_write(support_path(folder, "mine"), "mine");
  assert_non_null(getcwd(before, sizeof before));
  assert_int_equal(chdir(folder), 0); /* a folder that one stands in stays, and its files are replaced */
  assert_ok(context, twi_stage_open(context, folder, TWI_KIND_RESULTS, 0, &stage));
  for (int i = 0; i < 3; i++) {
    assert_ok(context, twi_stage_place(stage, NULL, fresh[i], &place));
    support_write(place, "new");
    twi_free(context, place);
  }
  refused = "run.json";
  tw_status status = twi_stage_commit(stage);
  refused = NULL;
  assert_int_equal(status, TW_IO);
  assert_non_null(strstr(tw_error(context), "cannot write there"));
  twi_stage_free(stage);
  assert_int_equal(chdir(before), 0);
  expect_text(support_path(folder, "run.json"), "{}");
  expect_text(support_path(folder, "regions.csv"), "old");
  expect_text(support_path(folder, "mine"), "mine");
  assert_int_equal(access(support_path(folder, "sectors.csv"), F_OK), -1);
  assert_int_equal(count_files(folder), 3);
  tw_context_free(context);
}

/* A limit on the size of files stands for a full disk: the old file stays, the temporary one goes. */
static void a_full_disk(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  const char *folder = support_temp_folder("full");
  char path[4096];
  snprintf(path, sizeof path, "%s/a.txt", folder);
  support_write(path, "old");
  struct rlimit before, small;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  small = before;
  small.rlim_cur = 100000;
  signal(SIGXFSZ, SIG_IGN);
  twi_writer *w;
  assert_ok(context, twi_writer_open(context, path, &w));
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  char text[1000];
  memset(text, 'x', sizeof text);
  tw_status status = TW_OK;
  for (int i = 0; i < 500 && status == TW_OK; i++) status = twi_writer_write(w, text, sizeof text);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  assert_int_equal(status, TW_IO);
  assert_non_null(strstr(tw_error(context), "a.txt: cannot write: File too large"));
  assert_int_equal(twi_writer_write(w, text, 1), TW_IO); /* and it stays so */
  assert_int_equal(twi_writer_close(w), TW_IO);
  assert_int_equal(twi_writer_commit(w), TW_IO);
  twi_writer_free(w);
  expect_text(path, "old");
  assert_int_equal(count_files(folder), 1);
  tw_context_free(context);
}

static void reading_whole_files(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  const char *path = support_temp("read.txt");
  char *bytes;
  size_t count;
  support_write(path, "0123456789");
  assert_ok(context, twi_read_file(context, path, 10, &bytes, &count));
  assert_int_equal(count, 10);
  assert_string_equal(bytes, "0123456789");
  twi_free(context, bytes);
  assert_fails(context, twi_read_file(context, path, 9, &bytes, &count), TW_BAD_INPUT, "more than 9 bytes");
  assert_fails(context, twi_read_file(context, support_temp("none"), 9, &bytes, &count), TW_BAD_INPUT,
               "none: cannot open");
  assert_fails(context, twi_read_file(context, support_temp_folder("f"), 9, &bytes, &count), TW_BAD_INPUT, "a folder");
  assert_fails(context, twi_read_file(context, "/dev/zero", 100000, &bytes, &count), TW_BAD_INPUT,
               "more than 100000 bytes");
  support_write(path, "");
  assert_ok(context, twi_read_file(context, path, 0, &bytes, &count));
  assert_int_equal(count, 0);
  assert_string_equal(bytes, "");
  twi_free(context, bytes);
  tw_context_free(context);
}

static void names_do_not_lead_out(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  const char *folder = support_temp_folder("inside");
  static const char *const names[] = {"", ".", "..", "../x", "/etc/passwd", "a/b"};
  char *bytes;
  size_t count;
  support_write(support_path(folder, "plain"), "text");
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    assert_fails(context, twi_read_inside(context, folder, names[i], 100, &bytes, &count), TW_BAD_INPUT,
                 "nothing outside");
  assert_int_equal(symlink("plain", support_path(folder, "link")), 0);
  assert_fails(context, twi_read_inside(context, folder, "link", 100, &bytes, &count), TW_BAD_INPUT, "found a link");
  assert_fails(context, twi_read_inside(context, folder, "absent", 100, &bytes, &count), TW_BAD_INPUT, "cannot open");
  assert_ok(context, twi_check_inside(context, folder, "absent"));
  assert_ok(context, twi_read_inside(context, folder, "plain", 100, &bytes, &count));
  assert_string_equal(bytes, "text");
  twi_free(context, bytes);
  tw_context_free(context);
}

static void folders_and_paths(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  const char *deep = support_temp("made/a/b/c"), *file = support_temp("plain");
  assert_int_equal(twi_path_kind_of(deep), TWI_PATH_ABSENT);
  assert_int_equal(twi_path_kind_of(support_temp("")), TWI_PATH_FOLDER);
  support_write(file, "");
  assert_int_equal(twi_path_kind_of(file), TWI_PATH_FILE);
  assert_int_equal(twi_path_kind_of(support_temp("plain/x")), TWI_PATH_ABSENT);
  assert_int_equal(twi_path_kind_of("/dev/null"), TWI_PATH_OTHER);
  char *joined = twi_path_join(context, "a/", "b");
  assert_string_equal(joined, "a/b");
  twi_free(context, joined);
  joined = twi_path_join(context, "a", "b");
  assert_string_equal(joined, "a/b");
  twi_free(context, joined);
  tw_context_free(context);
}

static void digests(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  char text[TWI_DIGEST_TEXT], again[TWI_DIGEST_TEXT];
  unsigned char bytes[TWI_DIGEST_BYTES];
  assert_ok(context, twi_digest_of(context, "", 0, text)); /* FIPS 180-4 examples */
  assert_string_equal(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  assert_ok(context, twi_digest_of(context, "abc", 3, text));
  assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  twi_digest *d;
  assert_ok(context, twi_digest_new(context, &d));
  for (int i = 0; i < 2; i++) { /* ends and starts anew */
    assert_ok(context, twi_digest_add(d, "a", 1));
    assert_ok(context, twi_digest_add(d, "", 0));
    assert_ok(context, twi_digest_add(d, "bc", 2));
    assert_ok(context, twi_digest_end(d, bytes, again));
    assert_string_equal(again, text);
    assert_int_equal(bytes[0], 0xba);
  }
  twi_digest_free(d);
  twi_digest_free(NULL);
  tw_context_free(context);
}

static void growing_texts(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  twi_text t = {.ctx = context};
  char *bytes, longer[3000];
  memset(longer, 'y', sizeof longer - 1);
  longer[sizeof longer - 1] = 0;
  twi_text_put(&t, "a");
  for (int i = 0; i < 100; i++) twi_text_printf(&t, "%d,", i);
  twi_text_printf(&t, "%s", longer);
  assert_ok(context, twi_text_take(&t, &bytes));
  assert_int_equal(strlen(bytes), 1 + 290 + 2999);
  twi_free(context, bytes);
  assert_ok(context, twi_text_take(&t, &bytes)); /* empty again, and "" is a text */
  assert_string_equal(bytes, "");
  twi_free(context, bytes);
  tw_context_free(context);
}

/* An input stays one under its name, also when somebody has put another file in its place. */
static void inputs_are_not_written_over(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  char input[512], kept[512];
  snprintf(input, sizeof input, "%s", support_temp("input.csv"));
  snprintf(kept, sizeof kept, "%s", support_temp("kept.csv"));
  tw_protect_inputs(ctx);
  support_write(input, "a\n");
  assert_ok(ctx, tw_input_add(ctx, input));
  assert_int_equal(rename(input, kept), 0);
  support_write(input, "b\n");
  for (int i = 0; i < 2; i++) assert_int_equal(tw_output_check(ctx, TW_OUTPUT_FILE, i ? kept : input), TW_BAD_INPUT);
  assert_ok(ctx, tw_output_check(ctx, TW_OUTPUT_FILE, support_temp("other.csv")));
  tw_context_free(ctx);
}

static void built_in_files(void **state)
{
  (void)state;
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  assert_true(count > 0);
  for (int i = 0; i < count; i++) {
    assert_ptr_equal(twi_builtin_find(files[i].name), &files[i]);
    assert_int_equal(files[i].data[files[i].size], 0);
  }
  assert_null(twi_builtin_find("worlds/nowhere"));
  const twi_builtin_file *yaml = twi_builtin_find("worlds/small2014/world.yaml");
  assert_non_null(yaml);
  size_t size;
  char *text = support_read(support_source("worlds/small2014/world.yaml"), &size);
  assert_int_equal(size, yaml->size);
  assert_memory_equal(text, yaml->data, size);
  free(text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_file_appears_when_it_is_complete),
      cmocka_unit_test(long_texts_and_links),
      cmocka_unit_test(what_cannot_be_written),
      cmocka_unit_test(a_folder_that_cannot_be_filled),
      cmocka_unit_test(a_full_disk),
      cmocka_unit_test(reading_whole_files),
      cmocka_unit_test(folders_and_paths),
      cmocka_unit_test(names_do_not_lead_out),
      cmocka_unit_test(digests),
      cmocka_unit_test(growing_texts),
      cmocka_unit_test(inputs_are_not_written_over),
      cmocka_unit_test(built_in_files),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
