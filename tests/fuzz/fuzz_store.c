/* A store file. Input that begins with "SQLite" is one; else it is changes to a good one: two bytes for the place, one
 * for the value, three at a time; a first byte of 't' cuts it there instead. Listed, read, merged into another: whatever
 * comes out is what was put in, bit by bit, since a row has a sum. */
#include "ensemble/store.h"
#include "fuzz.h"

enum { ROWS = 5, NUMBERS = 3 };
static const char key[] = "world: abc\nseed: 1\n";
static char *good;
static size_t good_size;

static void forget(void)
{
  free(good);
}

static double number_of(size_t task, int i)
{
  return i == 2 && task == 1 ? NAN : (double)(task + 1) / 3 + i;
}

static void make(tw_context *context)
{
  twi_store *store;
  const char *path = support_temp("good.db");
  fuzz_ok(context, twi_store_open(context, path, "draws", key, ROWS, NUMBERS, &store));
  for (size_t t = 0; t < ROWS - 1; t++) {
    double x[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) x[i] = number_of(t, i);
    fuzz_ok(context, twi_store_put(store, t, t == 1 ? TW_STALLED : TW_CERTIFIED, x));
  }
  fuzz_ok(context, twi_store_close(store));
  good = support_read(path, &good_size);
  MUST(good);
  atexit(forget);
}

/* Rows that load are those that were put, also behind a merge. */
static void rows(tw_context *context, const char *path, int own)
{
  double value[ROWS * NUMBERS];
  signed char outcome[ROWS];
  twi_store *store;
  size_t found = 0;
  memset(outcome, 99, sizeof outcome);
  tw_status status = twi_store_open(context, path, "draws", key, ROWS, NUMBERS, &store);
  fuzz_refused(context, status);
  if (status != TW_OK) return;
  const twi_kept kept = twi_kept_over(value, ROWS, NUMBERS);
  status = twi_store_load(store, &kept, outcome, &found);
  fuzz_refused(context, status);
  MUST(found <= ROWS);
  for (size_t t = 0; own && status == TW_OK && t < ROWS; t++) {
    if (outcome[t] == 99) continue;
    MUST(t < ROWS - 1 && outcome[t] == (t == 1 ? TW_STALLED : TW_CERTIFIED));
    for (int i = 0; i < NUMBERS; i++) {
      const double x = number_of(t, i), y = value[t * NUMBERS + (size_t)i];
      MUST(x == y || (isnan(x) && isnan(y)));
    }
  }
  (void)twi_store_close(store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  if (!good) make(context);
  const int raw = size >= 6 && memcmp(data, "SQLite", 6) == 0;
  char path[4096], other[4096], name[32] = "x";
  if (raw) {
    snprintf(path, sizeof path, "%s", fuzz_file("f.db", data, size));
  } else {
    size_t n = good_size;
    char *bytes = malloc(good_size);
    MUST(bytes);
    memcpy(bytes, good, good_size);
    const int cut = size >= 3 && data[0] == 't';
    if (cut) n = (size_t)(data[1] << 8 | data[2]) % (good_size + 1);
    for (size_t i = cut ? 3 : 0; i + 2 < size; i += 3)
      bytes[(size_t)(data[i] << 8 | data[i + 1]) % good_size] = (char)data[i + 2];
    snprintf(path, sizeof path, "%s", fuzz_file("f.db", (const uint8_t *)bytes, n));
    free(bytes);
  }
  for (int i = 0; i < 4 && *name; i++) {
    size_t tasks, done;
    tw_status status = tw_store_part(context, path, i, name, &tasks, &done);
    fuzz_refused(context, status);
    if (status != TW_OK) break;
  }
  snprintf(other, sizeof other, "%s", support_temp("merged.db"));
  unlink(other);
  const char *file = path;
  tw_status status = tw_store_merge(context, &file, 1, other);
  fuzz_refused(context, status);
  if (status == TW_OK) rows(context, other, !raw);
  rows(context, path, !raw);
  fuzz_end(context, size);
  return 0;
}
