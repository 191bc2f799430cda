# What the machine refuses to give: memory inside the libraries, threads, file handles, room on the disk. Exit 5 and
# a message, or the right results; never a crash, and never "bad input".
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml

# A library that is loaded before the others and fails what it is told to.
cat >fail.c <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
static atomic_long count;
static long first = -1, many;
__attribute__((constructor)) static void begin(void)
{
  const char *at = getenv("FAIL_AT"), *how = getenv("FAIL_COUNT");
  many = how ? atol(how) : 1;
  atomic_store(&count, 0);
  first = at ? atol(at) : -1;
}
static int fails(void)
{
  if (first < 0) return 0;
  long k = atomic_fetch_add(&count, 1);
  if (k < first || k >= first + many) return 0;
  errno = ENOMEM;
  return 1;
}
#ifndef NO_MALLOC
void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t m) { return fails() ? NULL : __libc_calloc(n, m); }
void *realloc(void *p, size_t n) { return n && fails() ? NULL : __libc_realloc(p, n); }
#endif
int open(const char *path, int flags, ...)
{
  const char *refused = getenv("FAIL_OPEN");
  if (refused && strstr(path, refused)) {
    errno = EMFILE;
    return -1;
  }
  va_list args;
  va_start(args, flags);
  int mode = flags & O_CREAT ? va_arg(args, int) : 0;
  va_end(args);
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
ssize_t pread(int fd, void *bytes, size_t n, off_t at)
{
  static int calls;
  const char *refused = getenv("FAIL_PREAD");
  if (refused && ++calls >= atoi(refused)) {
    errno = EIO;
    return -1;
  }
  return syscall(SYS_pread64, fd, bytes, n, at);
}
int pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*f)(void *), void *x)
{
  (void)t, (void)a, (void)f, (void)x;
  return EAGAIN;
}
END
cc -O1 -shared -fPIC -o memory.so fail.c
cc -O1 -shared -fPIC -DNO_MALLOC -o threads.so fail.c

# No thread at all: the same draws, with one asked for and with four. A sanitizer has to be loaded first.
if [ -z "${TRADEWIND_SANITIZED:-}" ]; then
  expect 0 "$program" range s.yaml --world tiny --draws 6 --threads 2 --out with --no-report
  for threads in 1 4; do
    expect 0 env LD_PRELOAD="$tmp/threads.so" "$program" range s.yaml --world tiny --draws 6 --threads $threads \
      --out without --no-report
    diff with/regions.csv without/regions.csv >&2 || wrong "other draws without threads"
  done

  # No file handle left: the machine is to blame, not the input.
  for file in s.yaml flows.csv regions.csv; do
    expect 5 env FAIL_OPEN=$file LD_PRELOAD="$tmp/threads.so" "$program" scenario check s.yaml --world tiny
    says err "$file: cannot open: Too many open files"
  done

  # Memory inside the library that reads ZIP archives, whose calls are among the first 100: it is never the archive's fault.
  cat >2022_SML.csv <<END
V1,AAA_A01,BBB_A01,AAA_HFCE,BBB_HFCE,OUT
AAA_A01,10,5,28,3,46
BBB_A01,2,8,1,20,31
TLS,1,1,7,6,0
VA,33,17,0,0,0
OUT,46,31,0,0,0
END
  /usr/bin/python3 -c 'import zipfile
with zipfile.ZipFile("sml.zip", "w", zipfile.ZIP_DEFLATED) as z: z.write("2022_SML.csv"); z.write("2022_SML.csv", "2021_SML.csv")'
  for many in 1 1000000000; do
    k=0 failed=0
    while [ $k -lt 130 ]; do
      code=0
      rm -f sml.tww
      FAIL_AT=$k FAIL_COUNT=$many LD_PRELOAD=$tmp/memory.so "$program" world import --from icio sml.zip --year 2022 \
        --out sml.tww >out 2>err || code=$?
      case $code in
        0) ;;
        5) failed=$((failed + 1)) && [ ! -e sml.tww ] || wrong "a world without memory" ;;
        *) wrong "exit code $code from world import of an archive when call $k of malloc fails ($many)" ;;
      esac
      k=$((k + 1))
    done
    [ $failed -gt 70 ] || wrong "only $failed calls of malloc failed ($many)"
  done

  # A disk that fails while the archive is read, also in the middle of a member.
  for call in 1 2 3 4; do
    expect 5 env FAIL_PREAD=$call LD_PRELOAD="$tmp/threads.so" "$program" world import --from icio sml.zip --year 2022 --out sml.tww
    says err "sml.zip"
    says err "cannot read: Input/output error"
  done

  # Memory: each of the first calls alone, and all from there on.
  expect 0 "$program" run s.yaml --world tiny --out results --no-report
  for verb in "scenario check s.yaml --world tiny" "report results --to page.html" "diff results results"; do
    for many in 1 1000000000; do
      k=0
      while [ $k -lt 45 ]; do
        code=0
        FAIL_AT=$k FAIL_COUNT=$many LD_PRELOAD=$tmp/memory.so "$program" $verb >out 2>err || code=$?
        case $code in
          0 | 5) ;;
          *) wrong "exit code $code from $verb when call $k of malloc fails ($many)" ;;
        esac
        k=$((k + 1))
      done
    done
  done
fi

# A disk that fills while stores are merged: nothing of the new file is left, and the merged ones are as they were.
expect 0 "$program" range s.yaml --world tiny --draws 40 --store one.db --out kept --no-report
cp one.db before.db
for blocks in 0 1 4 16; do
  code=0
  (trap '' XFSZ; ulimit -f $blocks; exec "$program" merge one.db --to new.db) >out 2>err || code=$?
  [ $code -eq 5 ] || wrong "exit code $code instead of 5 from merge with $blocks blocks"
  for left in new.db*; do [ ! -e "$left" ] || wrong "merge left $left with $blocks blocks"; done
  cmp one.db before.db
done
