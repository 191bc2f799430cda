/* Runs a fuzz target without libFuzzer: over the files of the folders named, and over changes of them that follow from
 * a seed. usage: fuzz_TARGET [-rounds=N] [-only=K] FOLDER_OR_FILE ... ; FUZZ_ROUNDS of the environment is the default.
 * The number of each change is kept in the file `last` of $FUZZ_LAST where that is set, so that one that crashes can be
 * run again alone. */
#include "fuzz.h"

enum { MOST = 1024, LARGEST = 1 << 16 };

typedef struct seed {
  char *bytes;
  size_t count;
} seed;

static seed seeds[MOST];
static int count;

static void add(const char *path)
{
  struct stat s;
  const size_t length = strlen(path);
  if (length > 4 && strcmp(path + length - 4, ".txt") == 0)
    return; /* of tests/bad: what is said of the file beside it */
  if (stat(path, &s) != 0) {
    perror(path);
    exit(2);
  }
  if (!S_ISDIR(s.st_mode)) {
    if (count == MOST) exit(2);
    seeds[count].bytes = support_read(path, &seeds[count].count);
    if (!seeds[count].bytes) exit(2);
    count++;
    return;
  }
  struct dirent **entry;
  int n = scandir(path, &entry, NULL, alphasort); /* in an order that is the same everywhere */
  for (int i = 0; i < n; i++) {
    if (entry[i]->d_name[0] != '.') add(support_path(path, entry[i]->d_name));
    free(entry[i]);
  }
  if (n >= 0) free(entry);
}

/* One change: a bit, a byte, a number, a piece moved, repeated, removed or taken from another seed. */
static size_t change(support_random *r, uint8_t *bytes, size_t n)
{
  static const uint32_t odd[] = {0, 1, 0xff, 0x7f, 0x80, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x10001};
  const seed *other = &seeds[support_below(r, count)];
  size_t at = n ? support_next(r) % n : 0, length = 1 + support_next(r) % 24, from;
  uint32_t value = odd[support_below(r, sizeof odd / sizeof *odd)];
  if (at + length > n) length = n - at;
  switch (support_below(r, 8)) {
  case 0:
    if (n) bytes[at] ^= (uint8_t)(1 << support_below(r, 8));
    return n;
  case 1:
    if (n) bytes[at] = (uint8_t)support_next(r);
    return n;
  case 2:
    if (at + 4 <= n) memcpy(bytes + at, &value, 4);
    return n;
  case 3:
    if (at + 2 <= n) memcpy(bytes + at, &value, 2);
    return n;
  case 4: /* removed */
    memmove(bytes + at, bytes + at + length, n - at - length);
    return n - length;
  case 5: /* repeated */
    if (n + length > LARGEST) return n;
    memmove(bytes + at + length, bytes + at, n - at);
    return n + length;
  case 6: /* of another */
    if (!other->count || n + length > LARGEST) return n;
    from = support_next(r) % other->count;
    if (length > other->count - from) length = other->count - from;
    memmove(bytes + at + length, bytes + at, n - at);
    memcpy(bytes + at, other->bytes + from, length);
    return n + length;
  default: /* cut */
    return support_below(r, 8) ? n : at;
  }
}

int main(int argc, char **argv)
{
  const char *rounds_of = getenv("FUZZ_ROUNDS"), *last = getenv("FUZZ_LAST");
  long rounds = rounds_of ? atol(rounds_of) : 0, only = -1;
  for (int i = 1; i < argc; i++) {
    if (strncmp(argv[i], "-rounds=", 8) == 0)
      rounds = atol(argv[i] + 8);
    else if (strncmp(argv[i], "-only=", 6) == 0)
      only = atol(argv[i] + 6);
    else
      add(argv[i]);
  }
  if (!count) {
    fprintf(stderr, "usage: %s [-rounds=N] [-only=K] FOLDER_OR_FILE ...\n", argv[0]);
    return 2;
  }
  for (int i = 0; i < count && only < 0; i++) LLVMFuzzerTestOneInput((const uint8_t *)seeds[i].bytes, seeds[i].count);
  uint8_t *bytes = malloc(LARGEST + 64);
  MUST(bytes);
  for (long k = only < 0 ? 0 : only; k < rounds && (only < 0 || k == only); k++) {
    support_random r = {(uint64_t)k};
    const seed *s = &seeds[k % count];
    size_t n = s->count < LARGEST ? s->count : LARGEST;
    memcpy(bytes, s->bytes, n);
    for (int changes = 1 + support_below(&r, 4); changes > 0; changes--) n = change(&r, bytes, n);
    if (last) {
      char words[32];
      snprintf(words, sizeof words, "%ld\n", k);
      support_write(last, words);
    }
    uint8_t *exact = malloc(n ? n : 1); /* so that a sanitizer sees a byte too far */
    MUST(exact);
    memcpy(exact, bytes, n);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
  }
  printf("%d seeds, %ld changes\n", count, only < 0 ? rounds : 1);
  for (int i = 0; i < count; i++) free(seeds[i].bytes);
  free(bytes);
  return 0;
}
