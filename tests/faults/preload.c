/* The machine fails as it is told to: a library that is loaded before the others (LD_PRELOAD) and stands in for calls of
 * the C library. tests/cli and tools/faults.sh compile it (make_preload in tests/cli/lib.sh) and say by the environment
 * which call fails, and how.
 *
 *   FAULT_IN     kinds of calls, with commas between: the list KINDS below
 *   FAULT_AT     the number of the call, from 0 on, counted over all these kinds; without it all calls go through
 *   FAULT_COUNT  how many calls fail from there on: 1 when absent; "all"
 *   FAULT_HOW    error (when absent): the call fails with FAULT_ERRNO, a number; thread and memory know theirs
 *                half: of a write half is written first; other calls fail
 *                kill: the process is killed instead; after: it is killed after the call; torn: after half of a write
 *                stop: the process stops before the call, once, until somebody continues it
 *   FAULT_PATH   only calls on a path with this text
 *   FAULT_BYTES  so many bytes are written before the disk is full
 *   FAULT_NO     exchange, links: what the file system does not have
 *   FAULT_TELL   a file: "calls KIND N" of each kind at the end, "at CALL PATH" where one failed
 *   CLOCK_AT, CLOCK_BY, CLOCK_TELL   the clock stands at 1000 s, and CLOCK_BY milliseconds later from call CLOCK_AT on;
 *                a file for how many calls there were
 *
 * Calls that only read names, and those that the C library makes inside of itself, do not come by here. What must not be
 * there under a sanitizer or beside a clock that goes is compiled by -DPRELOAD_MEMORY and -DPRELOAD_CLOCK. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* writable: opened for writing; listed: a folder that is opened;
 * create: opened where it may be made; read_at: at a place of the file. */
#define KINDS(X)                                                                                                       \
  X(memory)                                                                                                            \
  X(thread)                                                                                                            \
  X(open) X(writable) X(listed) X(create) X(folder) X(rename) X(link) X(remove) X(mode) X(sync) X(size) X(write)       \
      X(read) X(read_at)
#define BIT_NAME(name) AT_##name,
#define BIT(name)      name##_kind = 1 << AT_##name,
enum { KINDS(BIT_NAME) AT_END };
enum { KINDS(BIT) NO_KIND = 0 };
static const char *const kind_name[] = {
#define TEXT(name) #name,
    KINDS(TEXT)};

typedef enum { PASS, FAIL, HALF, AFTER, TORN } what;
static unsigned kinds;
static long first = -1, many = 1;
static int number, way; /* errno; the letter of FAULT_HOW: e, h, k, a, t, s */
static const char *path_part;
static atomic_long calls, calls_of[AT_END], bytes_left;
static int bounded;

__attribute__((constructor)) static void begin(void)
{
  const char *in = getenv("FAULT_IN"), *at = getenv("FAULT_AT"), *count = getenv("FAULT_COUNT"),
             *error = getenv("FAULT_ERRNO"), *how = getenv("FAULT_HOW"), *bytes = getenv("FAULT_BYTES");
  for (const char *p = in; p && *p;) {
    size_t n = strcspn(p, ",");
    for (int k = 0; k < AT_END; k++)
      if (strlen(kind_name[k]) == n && strncmp(p, kind_name[k], n) == 0) kinds |= 1u << k;
    p += n + (p[n] == ',');
  }
  path_part = getenv("FAULT_PATH");
  many = !count ? 1 : strcmp(count, "all") == 0 ? 1L << 60 : atol(count);
  number = error ? atoi(error) : EIO;
  way = how ? *how : 'e';
  bounded = bytes != NULL;
  atomic_store(&bytes_left, bytes ? atol(bytes) : 0);
  atomic_store(&calls, 0);
  first = at ? atol(at) : -1; /* last: calls before here are the loader's */
}

static void tell(const char *text)
{
  const char *path = getenv("FAULT_TELL");
  long file = path ? syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;
  if (file < 0) return;
  (void)!syscall(SYS_write, file, text, strlen(text));
  syscall(SYS_close, file);
}

__attribute__((destructor)) static void end(void)
{
  char text[64 * AT_END];
  size_t n = 0;
  if (!getenv("FAULT_TELL")) return;
  for (int k = 0; k < AT_END; k++)
    n += (size_t)snprintf(text + n, sizeof text - n, "calls %s %ld\n", kind_name[k], atomic_load(&calls_of[k]));
  tell(text);
}

static void say_where(const char *call, const char *path)
{
  char text[512];
  size_t n = 0;
  const char *part[] = {"at ", call, " ", path ? path : "", "\n"};
  for (int i = 0; i < 5; i++)
    for (const char *p = part[i]; *p && n + 2 < sizeof text; p++) text[n++] = *p;
  text[n] = 0;
  tell(text);
}

static _Noreturn void die(void)
{
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Whether this call is one that fails, of any of the kinds in `of`. */
static what now(unsigned of, const char *call, const char *path)
{
  if (first < 0) return PASS;
  for (int k = 0; k < AT_END; k++)
    if (of >> k & 1) atomic_fetch_add(&calls_of[k], 1);
  if (!(kinds & of) || (path_part && (!path || !strstr(path, path_part)))) return PASS;
  long k = atomic_fetch_add(&calls, 1);
  if (k < first || k - first >= many) return PASS;
  if (k == first) say_where(call, path);
  errno = number;
  switch (way) {
  case 'k':
    die();
  case 's':
    if (k == first) kill(getpid(), SIGSTOP);
    return PASS;
  case 'a':
    return AFTER;
  case 't':
    return TORN;
  case 'h':
    return k == first ? HALF : FAIL;
  default:
    return FAIL;
  }
}

static long finish(what w, long result)
{
  if (w == AFTER || w == TORN) die();
  return result;
}
/* Of what has no half. */
#define CALL(of, path, ...)                                                                                            \
  what w = now(of, __func__, path);                                                                                    \
  if (w == FAIL || w == HALF) return -1;                                                                               \
  return (int)finish(w, syscall(__VA_ARGS__))

static int without(const char *what_not)
{
  const char *no = getenv("FAULT_NO");
  return no && strstr(no, what_not);
}

/* ---------------------------------------------------------------- names */

int renameat2(int a, const char *b, int c, const char *d, unsigned flags)
{
  if (flags && without("exchange")) {
    errno = EINVAL;
    return -1;
  }
  CALL(rename_kind, d, SYS_renameat2, a, b, c, d, flags);
}
int renameat(int a, const char *b, int c, const char *d)
{
  CALL(rename_kind, d, SYS_renameat2, a, b, c, d, 0);
}
int rename(const char *b, const char *d)
{
  CALL(rename_kind, d, SYS_renameat2, AT_FDCWD, b, AT_FDCWD, d, 0);
}
int linkat(int a, const char *b, int c, const char *d, int flags)
{
  if (without("links")) {
    errno = EPERM;
    return -1;
  }
  CALL(link_kind, d, SYS_linkat, a, b, c, d, flags);
}
int link(const char *b, const char *d)
{
  CALL(link_kind, d, SYS_linkat, AT_FDCWD, b, AT_FDCWD, d, 0);
}
int unlink(const char *a)
{
  CALL(remove_kind, a, SYS_unlinkat, AT_FDCWD, a, 0);
}
int unlinkat(int a, const char *b, int flags)
{
  CALL(remove_kind, b, SYS_unlinkat, a, b, flags);
}
int rmdir(const char *a)
{
  CALL(remove_kind, a, SYS_unlinkat, AT_FDCWD, a, AT_REMOVEDIR);
}
int mkdir(const char *a, mode_t mode)
{
  CALL(folder_kind, a, SYS_mkdirat, AT_FDCWD, a, mode);
}
int mkdirat(int a, const char *b, mode_t mode)
{
  CALL(folder_kind, b, SYS_mkdirat, a, b, mode);
}
int chmod(const char *a, mode_t mode)
{
  CALL(mode_kind, a, SYS_fchmodat, AT_FDCWD, a, mode);
}
int fchmod(int a, mode_t mode)
{
  CALL(mode_kind, NULL, SYS_fchmod, a, mode);
}
int fsync(int a)
{
  CALL(sync_kind, NULL, SYS_fsync, a);
}
int fdatasync(int a)
{
  CALL(sync_kind, NULL, SYS_fdatasync, a);
}
int ftruncate(int a, off_t size)
{
  CALL(size_kind, NULL, SYS_ftruncate, a, size);
}
int ftruncate64(int a, off64_t size)
{
  CALL(size_kind, NULL, SYS_ftruncate, a, size);
}

static int opened(int at, const char *path, int flags, int mode, const char *call)
{
  unsigned of = open_kind;
  if ((flags & O_ACCMODE) != O_RDONLY) of |= writable_kind;
  if (flags & O_DIRECTORY) of |= listed_kind;
  if (flags & O_CREAT) of |= create_kind;
  what w = now(of, call, path);
  if (w == FAIL || w == HALF) return -1;
  return (int)finish(w, syscall(SYS_openat, at, path, flags, mode));
}
#define MODE_OF(mode)                                                                                                  \
  int mode = 0;                                                                                                        \
  if (flags & O_CREAT) {                                                                                               \
    va_list args;                                                                                                      \
    va_start(args, flags);                                                                                             \
    mode = va_arg(args, int);                                                                                          \
    va_end(args);                                                                                                      \
  }
#define OPEN(name)                                                                                                     \
  int name(const char *path, int flags, ...)                                                                           \
  {                                                                                                                    \
    MODE_OF(mode)                                                                                                      \
    return opened(AT_FDCWD, path, flags, mode, #name);                                                                 \
  }
#define OPENAT(name)                                                                                                   \
  int name(int at, const char *path, int flags, ...)                                                                   \
  {                                                                                                                    \
    MODE_OF(mode)                                                                                                      \
    return opened(at, path, flags, mode, #name);                                                                       \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* ---------------------------------------------------------------- bytes */

/* Of `count` bytes as many as may be written to the file; -1: none. Standard streams are nobody's results. */
static ssize_t allowed(int file, size_t count, what *w, const char *call)
{
  *w = file > 2 ? now(write_kind, call, NULL) : PASS;
  if (*w == FAIL || (*w == HALF && count < 2)) return -1;
  if (*w == HALF || *w == TORN) count /= 2;
  if (!bounded || file <= 2 || !count) return (ssize_t)count;
  long left = atomic_fetch_sub(&bytes_left, (long)count);
  if (left >= (long)count) return (ssize_t)count;
  if (left > 0) return left;
  errno = ENOSPC;
  return -1;
}
ssize_t write(int file, const void *bytes, size_t count)
{
  what w;
  ssize_t n = allowed(file, count, &w, __func__);
  return n < 0 ? n : finish(w, syscall(SYS_write, file, bytes, n));
}
static ssize_t written_at(int file, const void *bytes, size_t count, off_t at)
{
  what w;
  ssize_t n = allowed(file, count, &w, "pwrite");
  return n < 0 ? n : finish(w, syscall(SYS_pwrite64, file, bytes, n, at));
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
  return written_at(file, bytes, count, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
  return written_at(file, bytes, count, at);
}
ssize_t read(int file, void *bytes, size_t count)
{
  CALL(file > 2 ? read_kind : NO_KIND, NULL, SYS_read, file, bytes, count);
}
ssize_t pread(int file, void *bytes, size_t count, off_t at)
{
  CALL(read_kind | read_at_kind, NULL, SYS_pread64, file, bytes, count, at);
}
ssize_t pread64(int file, void *bytes, size_t count, off64_t at)
{
  CALL(read_kind | read_at_kind, NULL, SYS_pread64, file, bytes, count, at);
}

/* ---------------------------------------------------------------- threads, memory, time */

int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x)
{
  typedef int create_it(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (now(thread_kind, __func__, NULL) != PASS) return EAGAIN;
  create_it *real = (create_it *)dlsym(RTLD_NEXT, "pthread_create");
  return real(t, a, f, x);
}

#ifdef PRELOAD_MEMORY
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
static int no_memory(const char *call)
{
  int before = errno;
  if (first < 0 || now(memory_kind, call, NULL) == PASS) {
    errno = before;
    return 0;
  }
  errno = ENOMEM;
  return 1;
}
void *malloc(size_t n)
{
  return no_memory(__func__) ? NULL : __libc_malloc(n);
}
void *calloc(size_t n, size_t m)
{
  return no_memory(__func__) ? NULL : __libc_calloc(n, m);
}
void *realloc(void *p, size_t n)
{
  return n && no_memory(__func__) ? NULL : __libc_realloc(p, n);
}
void *reallocarray(void *p, size_t n, size_t m)
{
  if (m && n > (size_t)-1 / m) {
    errno = ENOMEM;
    return NULL;
  }
  return realloc(p, n * m);
}
void *memalign(size_t a, size_t n)
{
  return no_memory(__func__) ? NULL : __libc_memalign(a, n);
}
void *aligned_alloc(size_t a, size_t n)
{
  return no_memory(__func__) ? NULL : __libc_memalign(a, n);
}
int posix_memalign(void **p, size_t a, size_t n)
{
  void *q = no_memory(__func__) ? NULL : __libc_memalign(a, n);
  if (!q) return ENOMEM;
  *p = q;
  return 0;
}
static void *mapped(void *a, size_t n, int p, int flags, int file, long at)
{
  if (no_memory("mmap")) return MAP_FAILED;
  return (void *)syscall(SYS_mmap, a, n, p, flags, file, at);
}
void *mmap(void *a, size_t n, int p, int flags, int file, off_t at)
{
  return mapped(a, n, p, flags, file, at);
}
void *mmap64(void *a, size_t n, int p, int flags, int file, off64_t at)
{
  return mapped(a, n, p, flags, file, at);
}
#endif

#ifdef PRELOAD_CLOCK
static atomic_long asked;
int clock_gettime(clockid_t clock, struct timespec *t)
{
  const char *at = getenv("CLOCK_AT"), *by = getenv("CLOCK_BY");
  long k = atomic_fetch_add(&asked, 1);
  (void)clock;
  t->tv_sec = 1000;
  t->tv_nsec = at && by && k >= atol(at) ? 1000000 * atol(by) : 0;
  return 0;
}
__attribute__((destructor)) static void tell_clock(void)
{
  const char *path = getenv("CLOCK_TELL");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&asked));
  fclose(file);
}
#endif
