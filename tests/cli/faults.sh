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
#include <stdio.h>
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
__attribute__((destructor)) static void end(void)
{
  const char *tell = getenv("FAIL_TELL"); /* a file for how many calls there were */
  FILE *file = tell ? fopen(tell, "w") : NULL;
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&count));
  fclose(file);
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
static int opened(const char *path, int flags, int mode)
{
  const char *refused = getenv("FAIL_OPEN"), *fixed = getenv("FAIL_WRITE"), *folder = getenv("FAIL_FOLDER");
  if ((refused && strstr(path, refused)) || (fixed && strstr(path, fixed) && (flags & O_ACCMODE) != O_RDONLY) ||
      (folder && strstr(path, folder) && (flags & O_DIRECTORY))) {
    errno = EMFILE;
    return -1;
  }
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
static int mode_of(int flags, va_list args)
{
  return flags & O_CREAT ? va_arg(args, int) : 0;
}
#define OPEN(name)                       \
  int name(const char *path, int flags, ...) \
  {                                      \
    va_list args;                        \
    va_start(args, flags);               \
    int mode = mode_of(flags, args);     \
    va_end(args);                        \
    return opened(path, flags, mode);    \
  }
OPEN(open)
OPEN(open64)
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

  # A folder that cannot be held against others is given up: who comes next would take it for a dead run's.
  expect 5 env FAIL_FOLDER=.held.tradewind LD_PRELOAD="$tmp/threads.so" "$program" run s.yaml --world tiny --out held
  says err "held: cannot open: Too many open files"
  for left in held .held*; do [ ! -e "$left" ] || wrong "left: $left"; done

  # Memory, of this program and inside each library: some call of malloc fails, alone or with all after it. walk TABLE
  # LEFT COMMAND...: what it makes is called made*, and TABLE of it (-: none) is the same whenever it succeeds. It ends
  # with that, or with exit 5 and nothing made; LEFT is what may be there all the same, since it is whole: a store with
  # what was finished, a file that was there before the machine failed.
  expect 0 "$program" run s.yaml --world tiny --out results --no-report
  make_scenario t.yaml 50
  expect 0 "$program" run t.yaml --world tiny --out others
  expect 0 "$program" range s.yaml --world tiny --draws 6 --store six.db
  cp six.db two.db

  # A store that the machine lets nobody open for writing is read instead by SQLite: the machine is to blame, too.
  for to in "range s.yaml --world tiny --draws 6 --store six.db" "merge two.db --to six.db"; do
    # shellcheck disable=SC2086 # words
    expect 5 env FAIL_WRITE=six.db LD_PRELOAD="$tmp/threads.so" "$program" $to
    says err "six.db: cannot open for writing, although it is writable: are too many files open?"
    cmp six.db two.db || wrong "the store changed"
  done
  expect 0 "$program" world export tiny --to dta --out stata
  expect 0 "$program" world export tiny --to csv --out long.csv
  expect 0 "$program" world save tiny tiny.tww
  cat >d.yaml <<'END'
decide: d
world: tiny
regions: [CAN]
levers:
  - {name: nothing}
  - {name: tariff, policy: [tariff: {importer: CAN, exporter: USA, sector: goods, add: 1 pp}]}
contingencies:
  - {name: calm, probability: 50 %}
  - {name: storm, probability: 50 %, policy: [tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}]}
END
  printf 'region,to\nCAN,NAM\nUSA,NAM\nJPN,JPN\n' >regions.csv
  printf 'to,share\nCAN-E,0.6\nCAN-W,0.4\n' >shares.csv
  printf 'region,gdp\nCAN,1600\nUSA,9200\nJPN,3200\n' >gdp.csv
  printf 'kind,region,value\nvalue_added,CAN,1600\n' >totals.csv
  printf 'sector,trade_elasticity\nC,4\nG,5\n' >theta.csv
  printf 'importer,hs6,tariff_pct,value\nCAN,010101,1,5\n' >rates.csv
  printf 'hs6,sector\n010101,C\n' >concordance.csv
  : >calls
  walks=0 refused=0 verbs=0
  walk() {
    table=$1 left=$2
    shift 2
    expect 0 env FAIL_AT=1000000000 FAIL_TELL=calls LD_PRELOAD="$tmp/memory.so" "$program" "$@"
    read -r calls <calls
    [ "$calls" -gt "${least:-50}" ] || wrong "only $calls calls of malloc from $*"
    [ "$table" = - ] || cp "$table" good
    rm -rf made*
    names=$(echo .[!.]* *)
    verbs=$((verbs + 1))
    for many in 1 1000000000; do
      # The first calls, then one in each of five stretches, elsewhere in them from walk to walk; where all calls after
      # it fail too, two.
      case $many in 1) stride=$((calls / 5 + 1)) k=1 ;; *) stride=$((calls / 2 + 1)) k=0 ;; esac
      while [ $k -lt "$calls" ]; do
        code=0
        FAIL_AT=$k FAIL_COUNT=$many LD_PRELOAD=$tmp/memory.so "$program" "$@" >out 2>err </dev/null || code=$?
        case $code in
          0) [ "$table" = - ] || cmp good "$table" || wrong "other results from $* when call $k of malloc fails ($many)" ;;
          5)
            grep -q "memory" err || wrong "no word of memory from $* when call $k of malloc fails ($many)"
            [ -z "$left" ] || rm -f "$left"
            refused=$((refused + 1))
            [ "$(echo .[!.]* *)" = "$names" ] || wrong "left by $* when call $k of malloc fails ($many): $(ls -A)"
            ;;
          *) wrong "exit code $code from $* when call $k of malloc fails ($many)" ;;
        esac
        rm -rf made*
        walks=$((walks + 1))
        if [ $k -lt 3 ]; then
          k=$((k + 1))
        elif [ $k -eq 3 ]; then
          k=$((4 + (verbs * 7919 + many) % stride))
        else
          k=$((k + stride))
        fi
      done
    done
  }
  walk made/regions.csv "" run s.yaml --world tiny --out made
  walk made/regions.csv made.db range s.yaml --world tiny --draws 6 --threads 1 --store made.db --out made
  walk - made.db merge six.db two.db --to made.db
  walk made/decision.csv "" decide d.yaml --draws 0 --out made
  walk made/reconcile.csv "" reconcile s.yaml --world tiny --out made
  walk - "" report results --to made.html
  walk - "" compare results others --to made.html
  walk - "" replay results
  walk - "" diff results others
  walk - "" scenario check s.yaml --world tiny
  walk - "" report results --brief --lang fr --to made.html
  walk - "" scenario list
  walk - "" world list
  least=0 # what these take is that of the C library's start, and a file's
  walk - "" scenario show us-tariff-canada
  walk - "" scenario new made.yaml
  walk - "" help run
  least=
  walk - "" world check tiny.tww
  walk - "" world show tiny
  walk - "" world diff tiny tiny.tww --report made.csv
  walk made.tww "" world save tiny made.tww
  walk made/flows.dta "" world export tiny --to dta --out made
  walk made/flows.csv.gz "" world export tiny.tww --to folder --out made
  walk made.csv "" world export tiny --to csv --out made.csv
  walk made/flows.csv.gz made.csv world balance tiny --totals totals.csv --out made --report made.csv
  walk made/flows.csv.gz "" world aggregate tiny --regions regions.csv --name x --out made
  walk made/flows.csv.gz "" world split tiny --region CAN --shares shares.csv --name x --out made
  walk made/flows.csv.gz "" world update tiny --gdp gdp.csv --out made
  walk made/flows.csv.gz "" world import --from csv long.csv --elasticities theta.csv --tariffs rates.csv \
    --concordance concordance.csv --out made
  walk made.tww "" world import --from dta stata --out made.tww
  walk made.tww "" world import --from icio sml.zip --year 2022 --out made.tww
  [ $((10 * refused)) -gt $((9 * walks)) ] || wrong "only $refused of $walks walks met a refusal"

  # Handles: one more each time, until all are there. Three are open before, and who runs the test may have
  # opened more; with none left the program itself cannot be loaded.
  sweep() {
    names=$(echo .[!.]* *)
    ended=5 handles=4 enough=0
    while [ $handles -lt 24 ] && [ $enough -lt 2 ]; do # two that were enough: more are, too
      code=0
      (ulimit -n $handles; exec "$program" "$@") >out 2>err </dev/null || code=$?
      if [ $code -eq 127 ] && grep -q "error while loading shared libraries" err; then # others were open before
        handles=$((handles + 1))
        continue
      fi
      [ $code -eq 0 ] || [ $code -eq 5 ] || wrong "exit code $code from $* with $handles handles"
      [ $code -eq 0 ] || grep -qi "too many open files" err || wrong "no word of handles from $* with $handles"
      rm -f made.db # an empty store is one without draws
      [ $code -eq 0 ] || [ "$(echo .[!.]* *)" = "$names" ] || wrong "left by $* with $handles handles: $(ls -A)"
      rm -rf made*
      ended=$code handles=$((handles + 1)) enough=$((code == 0 ? enough + 1 : 0))
    done
    [ $ended -eq 0 ] || wrong "24 handles are not enough for $*"
  }
  sweep run s.yaml --world tiny --out made --no-report
  sweep range s.yaml --world tiny --draws 6 --threads 1 --store made.db --out made --no-report
  sweep merge six.db two.db --to made.db
  sweep report results --to made.html
  sweep world export tiny --to dta --out made
  sweep world export tiny --to folder --out made
  sweep world save tiny made.tww
  sweep world import --from icio sml.zip --year 2022 --out made.tww
fi

# A disk that fills while stores are merged: nothing of the new file is left, and the merged ones are as they were.
expect 0 "$program" range s.yaml --world tiny --draws 40 --store one.db --out kept --no-report
expect 0 "$program" range s.yaml --world tiny --draws 40 --store old.db --shard 1/4
cp one.db before.db
cp old.db old-before.db
for blocks in 0 1 4 16; do
  code=0
  (trap '' XFSZ; ulimit -f $blocks; exec "$program" merge one.db --to new.db) >out 2>err || code=$?
  [ $code -eq 5 ] || wrong "exit code $code instead of 5 from merge with $blocks blocks"
  for left in new.db*; do [ ! -e "$left" ] || wrong "merge left $left with $blocks blocks"; done
  cmp one.db before.db
  code=0
  (trap '' XFSZ; ulimit -f $blocks; exec "$program" merge one.db --to old.db) >out 2>err || code=$?
  [ $code -eq 5 ] || wrong "exit code $code instead of 5 from merge into an old file with $blocks blocks"
  cmp old.db old-before.db || wrong "the old file changed with $blocks blocks"
  for left in old.db?* .old.db?*; do [ ! -e "$left" ] || wrong "merge left $left with $blocks blocks"; done
done
expect 0 "$program" merge one.db --to old.db
says out "old.db: 40 of 40 draws"
