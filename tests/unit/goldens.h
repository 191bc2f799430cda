/* Files that must be refused, each with the exact message: NAME.yaml and NAME.txt in one folder.
 * TRADEWIND_UPDATE_GOLDEN=1 writes the messages anew, to be looked at before they are checked in. */
#ifndef TRADEWIND_TESTS_GOLDENS_H
#define TRADEWIND_TESTS_GOLDENS_H

#include "support.h"

/* Reads one file; the message is in the context's error. */
typedef tw_status (*golden_reader)(const char *name);

/* Whether the message is another one than NAME.txt has, or does not begin with a file, a line and a column. The file
 * is that of the name, or one of included/, where the mistake is in what it includes. */
static inline int golden_differs(const char *name, tw_status status, const char *found)
{
  if (status != TW_BAD_INPUT) {
    print_error("%s: %s, expected bad_input: %s\n", name, tw_status_word(status), found);
    return 1;
  }
  int included = strncmp(found, "included/", 9) == 0;
  size_t file = included ? strcspn(found, ":") : strlen(name);
  if ((!included && strncmp(found, name, file) != 0) || found[file] != ':' || found[file + 1] < '1' ||
      found[file + 1] > '9') {
    print_error("%s: the message does not say where: %s\n", name, found);
    return 1;
  }
  char golden[512];
  snprintf(golden, sizeof golden, "%.*s.txt", (int)(strlen(name) - 5), name);
  if (getenv("TRADEWIND_UPDATE_GOLDEN")) {
    char line[4096];
    snprintf(line, sizeof line, "%s\n", found);
    support_write(golden, line);
    return 0;
  }
  size_t n;
  char *expected = support_read(golden, &n);
  if (n && expected[n - 1] == '\n') expected[n - 1] = 0;
  int wrong = !expected || strcmp(found, expected) != 0;
  if (wrong) print_error("%s:\n  found    %s\n  expected %s\n", name, found, expected ? expected : "(no golden)");
  free(expected);
  return wrong;
}

/* Every YAML file of the folder, of which there are this many or more. */
static inline void goldens(tw_context *ctx, const char *folder, golden_reader read_it, int at_least)
{
  /* In their folder, so that messages name the files and no folder. */
  char before[4096];
  assert_non_null(getcwd(before, sizeof before));
  assert_int_equal(chdir(support_source(folder)), 0);
  DIR *dir = opendir(".");
  int count = 0, wrong = 0;
  for (struct dirent *e; dir && (e = readdir(dir));) {
    size_t n = strlen(e->d_name);
    if (n < 6 || strcmp(e->d_name + n - 5, ".yaml") != 0) continue;
    count++;
    tw_status status = read_it(e->d_name);
    wrong += golden_differs(e->d_name, status, tw_error(ctx));
  }
  if (dir) closedir(dir);
  assert_int_equal(chdir(before), 0);
  assert_int_equal(wrong, 0);
  assert_true(count >= at_least);
}

#endif
