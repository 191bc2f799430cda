/* What tests share: cmocka's includes in their order, data outside the repository, folders that vanish at the end,
 * an allocator that fails on request, and a random number generator with the same numbers everywhere.
 *
 *   int main(void)
 *   {
 *     const struct CMUnitTest tests[] = {cmocka_unit_test(…)};
 *     return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
 *   }
 *
 * A test that needs data outside the repository says so: `const char *folder = support_need_data("wiod2014");`. Where
 * it is absent that test is skipped, and the executable ends with 77, which the run counts as skipped.
 * Paths are strings in a ring of 32 buffers: good until 32 further calls. Static state is fine here: a test executable
 * has one thread. */
#ifndef TRADEWIND_TESTS_SUPPORT_H
#define TRADEWIND_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tradewind.h"

/* ---------------------------------------------------------------- paths */

static inline const char *support_path(const char *folder, const char *name)
{
  static char ring[32][4096];
  static unsigned next;
  char whole[4096]; /* apart from the ring, where folder may lie */
  int n = snprintf(whole, sizeof whole, "%s%s%s", folder, name && *name ? "/" : "", name ? name : "");
  if (n < 0 || (size_t)n >= sizeof whole) {
    fprintf(stderr, "path too long: %s/%s\n", folder, name);
    abort();
  }
  char *text = ring[next++ % 32];
  memcpy(text, whole, (size_t)n + 1);
  return text;
}

/* The source tree: ctest sets TRADEWIND_SOURCE_DIR; by hand, the folder one stands in. */
static inline const char *support_source(const char *name)
{
  const char *root = getenv("TRADEWIND_SOURCE_DIR");
  return support_path(root && *root ? root : ".", name);
}

/* A folder or file of the data set, or NULL when it is absent: $TRADEWIND_DATA, else ../shared/data. */
static inline const char *support_data(const char *name)
{
  const char *root = getenv("TRADEWIND_DATA");
  const char *path = support_path(root && *root ? root : support_source("../shared/data"), name);
  return access(path, R_OK) == 0 ? path : NULL;
}

static int support_skipped; /* tests that this executable skipped */

/* As support_data, but ends the test as skipped where the data are absent. Ask before making anything: a skip jumps out
 * of the test and frees nothing. */
static inline const char *support_need_data(const char *name)
{
  const char *path = support_data(name);
  if (!path) {
    support_skipped++;
    printf("skipped: needs %s, looked for in $TRADEWIND_DATA and ../shared/data\n", name);
    skip();
  }
  return path;
}

/* What main returns: 1 after a failure, 77 when something was skipped, else 0. */
static inline int support_finish(int failures)
{
  return failures ? 1 : support_skipped ? 77 : 0;
}

/* ---------------------------------------------------------------- files */

static inline void support_remove(const char *path)
{
  struct stat s;
  if (lstat(path, &s) != 0) return;
  if (S_ISDIR(s.st_mode)) {
    chmod(path, 0700);
    DIR *dir = opendir(path);
    if (dir) {
      for (struct dirent *e; (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        size_t n = strlen(path) + strlen(e->d_name) + 2;
        char *inner = malloc(n); /* not from the ring: this recurses */
        if (!inner) abort();
        snprintf(inner, n, "%s/%s", path, e->d_name);
        support_remove(inner);
        free(inner);
      }
      closedir(dir);
    }
    rmdir(path);
  } else {
    unlink(path);
  }
}

static char support_temporary[4096]; /* the one temporary folder of this executable, "" before it is made */

static inline void support_remove_temporary(void)
{
  if (*support_temporary) support_remove(support_temporary);
}

/* A path inside a fresh folder that is removed at the end: support_temp("out") */
static inline const char *support_temp(const char *name)
{
  if (!*support_temporary) {
    const char *root = getenv("TMPDIR");
    snprintf(support_temporary, sizeof support_temporary, "%s/tradewind-test-XXXXXX", root && *root ? root : "/tmp");
    if (!mkdtemp(support_temporary)) {
      perror(support_temporary);
      abort();
    }
    atexit(support_remove_temporary);
  }
  return support_path(support_temporary, name);
}

/* Makes a folder inside the temporary one. */
static inline const char *support_temp_folder(const char *name)
{
  const char *path = support_temp(name);
  if (mkdir(path, 0777) != 0) {
    perror(path);
    abort();
  }
  return path;
}

static inline void support_write_bytes(const char *path, const void *bytes, size_t count)
{
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(bytes, 1, count, f) != count || fclose(f) != 0) {
    perror(path);
    abort();
  }
}

static inline void support_write(const char *path, const char *text)
{
  support_write_bytes(path, text, strlen(text));
}

/* The whole file with a 0 after it, to be freed with free(); NULL when it cannot be opened. */
static inline char *support_read(const char *path, size_t *count)
{
  FILE *f = fopen(path, "rb");
  if (count) *count = 0;
  if (!f) return NULL;
  size_t n = 0, room = 1 << 16;
  char *text = malloc(room);
  while (text) {
    n += fread(text + n, 1, room - 1 - n, f);
    if (n < room - 1) break;
    char *more = realloc(text, room *= 2);
    if (!more) free(text);
    text = more;
  }
  fclose(f);
  if (!text) abort();
  text[n] = 0;
  if (count) *count = n;
  return text;
}

/* Writes a file anew with the first `from` behind the first `after` (NULL: the beginning) replaced; both must be there. */
static inline void support_replace(const char *path, const char *after, const char *from, const char *to)
{
  char *text = support_read(path, NULL), *at = text;
  if (at && after) at = strstr(at, after);
  if (at) at = strstr(at, from);
  if (!at) {
    free(text);
    fail_msg("%s has no %s%s%s", path, from, after ? " after " : "", after ? after : "");
  }
  size_t room = strlen(text) + strlen(to) + 1;
  char *made = malloc(room);
  if (!made) abort();
  snprintf(made, room, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
  support_write(path, made);
  free(made);
  free(text);
}

/* ---------------------------------------------------------------- comparing */

/* |a - b| <= tolerance max(1, |a|, |b|): absolute below 1, for logs, per cent and indices around 1. A NaN is never close.
 * Says both numbers when it fails. */
#define assert_close(a, b, tolerance)                                                                                  \
  do {                                                                                                                 \
    double support_a = (a), support_b = (b), support_t = (tolerance);                                                  \
    double support_size = fmax(1, fmax(fabs(support_a), fabs(support_b)));                                             \
    if (!(fabs(support_a - support_b) <= support_t * support_size))                                                    \
      fail_msg("%s is %.17g, %s is %.17g: apart by %.3g, allowed %.3g", #a, support_a, #b, support_b,                  \
               fabs(support_a - support_b), support_t *support_size);                                                  \
  } while (0)

/* |a - b| <= tolerance max(|a|, |b|): so many digits, however small the numbers are. For money, shares, rates and prices,
 * which assert_close would not tell from nothing where they are small; what should be 0 must be 0. */
#define assert_relative(a, b, tolerance)                                                                               \
  do {                                                                                                                 \
    double support_a = (a), support_b = (b), support_t = (tolerance);                                                  \
    double support_size = fmax(fabs(support_a), fabs(support_b));                                                      \
    if (!(fabs(support_a - support_b) <= support_t * support_size))                                                    \
      fail_msg("%s is %.17g, %s is %.17g: apart by %.3g of the larger, allowed %.3g", #a, support_a, #b, support_b,    \
               fabs(support_a - support_b) / support_size, support_t);                                                 \
  } while (0)

/* The call is ok; says the context's error when it is not. */
#define assert_ok(context, call)                                                                                       \
  do {                                                                                                                 \
    tw_status support_status = (call);                                                                                 \
    if (support_status != TW_OK) fail_msg("%s: %s: %s", #call, tw_status_word(support_status), tw_error(context));     \
  } while (0)

/* The call fails with this status, and its message contains the text. */
#define assert_fails(context, call, status, text)                                                                      \
  do {                                                                                                                 \
    tw_status support_status = (call), support_wanted = (status);                                                      \
    if (support_status != support_wanted)                                                                              \
      fail_msg("%s: %s (%s), not %s", #call, tw_status_word(support_status), tw_error(context),                        \
               tw_status_word(support_wanted));                                                                        \
    if (!strstr(tw_error(context), (text)))                                                                            \
      fail_msg("%s: the message \"%s\" lacks \"%s\"", #call, tw_error(context), (text));                               \
  } while (0)

/* ---------------------------------------------------------------- memory that fails */

/* Counts what is asked for and what is not given back. fail_at = k makes the k-th request fail (0: none does);
 * with fail_on, all after it fail as well. Requests may come from several threads. */
typedef struct support_memory {
  long fail_at;
  int fail_on;
  atomic_long requests, outstanding, failures;
  atomic_size_t bytes, peak;
} support_memory;

/* Each block carries its size in front, padded so that the caller's part stays aligned, and a mark behind that nobody may
 * write over. What is new in a block is no number and no address: who reads it before writing it is noticed. */
#define SUPPORT_HEAD 64
#define SUPPORT_TAIL 16

enum { SUPPORT_NEW = 0xa5, SUPPORT_MARK = 0x5a, SUPPORT_FILLED = 1 << 16 };

static inline void support_check_tail(const char *block, size_t bytes)
{
  for (size_t i = 0; i < SUPPORT_TAIL; i++)
    if ((unsigned char)block[SUPPORT_HEAD + bytes + i] != SUPPORT_MARK) {
      fprintf(stderr, "a block of %zu bytes was written beyond its end\n", bytes);
      abort();
    }
}

static inline void *support_resize(void *user, void *pointer, size_t bytes)
{
  support_memory *m = user;
  char *old = pointer ? (char *)pointer - SUPPORT_HEAD : NULL;
  size_t before = 0;
  if (old) memcpy(&before, old, sizeof before);
  if (old) support_check_tail(old, before);
  if (bytes == 0) {
    if (old) {
      atomic_fetch_sub(&m->outstanding, 1);
      atomic_fetch_sub(&m->bytes, before);
      free(old);
    }
    return NULL;
  }
  long request = atomic_fetch_add(&m->requests, 1) + 1;
  if (m->fail_at > 0 && (request == m->fail_at || (m->fail_on && request > m->fail_at))) {
    atomic_fetch_add(&m->failures, 1);
    return NULL;
  }
  size_t most = SIZE_MAX - SUPPORT_HEAD - SUPPORT_TAIL;
  char *block = bytes > most ? NULL : realloc(old, SUPPORT_HEAD + bytes + SUPPORT_TAIL);
  if (!block) return NULL;
  memcpy(block, &bytes, sizeof bytes);
  if (bytes > before) /* only the beginning of a large one: tests of failing memory make thousands */
    memset(block + SUPPORT_HEAD + before, SUPPORT_NEW,
           bytes - before < SUPPORT_FILLED ? bytes - before : SUPPORT_FILLED);
  memset(block + SUPPORT_HEAD + bytes, SUPPORT_MARK, SUPPORT_TAIL);
  if (!old) atomic_fetch_add(&m->outstanding, 1);
  atomic_fetch_sub(&m->bytes, before);
  size_t now = atomic_fetch_add(&m->bytes, bytes) + bytes;
  if (now > atomic_load(&m->peak)) atomic_store(&m->peak, now);
  return block + SUPPORT_HEAD;
}

static inline tw_allocator support_allocator(support_memory *memory)
{
  memset(memory, 0, sizeof *memory);
  return (tw_allocator){support_resize, memory};
}

/* Runs body with the 1st, 2nd, 3rd … 100th request failing, then with every stride-th, until it runs without one
 * failing; twice over: only that request, and all from it on. Each run must end in TW_NO_MEMORY (or in TW_OK where memory
 * was optional), with nothing outstanding. body makes its things with the context it is given and frees them all,
 * whatever happens. Returns the number of requests of the undisturbed run.
 *
 * A stride is for work whose parts have tests of their own that fail each of their requests: what is left to see is that
 * the whole passes the failure on. It should be a prime, so that it does not keep step with a loop of the work. */
static inline long support_fail_some(tw_status (*body)(tw_context *context, void *user), void *user, long stride)
{
  long requests = 0;
  for (int fail_on = 0; fail_on < 2; fail_on++) {
    for (long k = 1;; k += k < 100 ? 1 : stride) {
      support_memory memory;
      tw_allocator allocator = support_allocator(&memory);
      tw_context *ctx = tw_context_new(&allocator);
      assert_non_null(ctx);
      long before = atomic_load(&memory.requests);
      memory.fail_on = fail_on;
      memory.fail_at = before + k;
      tw_status status = body(ctx, user);
      long failures = atomic_load(&memory.failures);
      if (status != TW_OK && !(status == TW_NO_MEMORY && failures > 0))
        fail_msg("request %ld failing: %s: %s", k, tw_status_word(status), tw_error(ctx));
      requests = atomic_load(&memory.requests) - before;
      tw_context_free(ctx);
      if (atomic_load(&memory.outstanding) != 0)
        fail_msg("request %ld failing: %ld blocks are never freed", k, (long)atomic_load(&memory.outstanding));
      if (failures == 0) break;
    }
  }
  return requests;
}

/* The same with every request. */
static inline long support_fail_each(tw_status (*body)(tw_context *context, void *user), void *user)
{
  return support_fail_some(body, user, 1);
}

/* ---------------------------------------------------------------- random numbers */

/* splitmix64 (Steele, Lea and Flood 2014): the state counts, a mixing function scatters. */
typedef struct support_random {
  uint64_t state;
} support_random;

static inline uint64_t support_next(support_random *r)
{
  uint64_t z = (r->state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Uniform in [low, high). */
static inline double support_uniform(support_random *r, double low, double high)
{
  return low + (high - low) * ((double)(support_next(r) >> 11) * 0x1p-53);
}

/* One of 0 … count-1. */
static inline int support_below(support_random *r, int count)
{
  return (int)(support_next(r) % (uint64_t)count);
}

/* Standard normal (Box and Muller). */
static inline double support_normal(support_random *r)
{
  double u = support_uniform(r, 0, 1), v = support_uniform(r, 0, 1);
  return sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v);
}

#endif
