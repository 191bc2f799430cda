/* Rows of a study in memory or in a temporary file: see kept.h.
 *
 * The file has no name from the moment it is made, so that nothing is left of it however the process ends. What the
 * system keeps of it in memory is its to take back. */
#include "ensemble/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/memory.h"

enum {
  STRIPE = 32,           /* columns that lie together */
  BUFFER = 1024 * STRIPE /* doubles read at a time */
};

const twi_budget twi_budget_default = {.rows = (size_t)64 << 20, .block = (size_t)64 << 20};

/* ---------------------------------------------------------------- place */

/* A new file in the folder that has already lost its name; -1: none can be made there. */
static int nameless(tw_context *ctx, const char *folder)
{
  char *path = twi_format(ctx, "%s/tradewind-draws-XXXXXX", folder);
  int file = path ? mkstemp(path) : -1;
  if (file >= 0) {
    unlink(path);
    int flags = fcntl(file, F_GETFD);
    if (flags >= 0) (void)fcntl(file, F_SETFD, flags | FD_CLOEXEC);
  }
  twi_free(ctx, path);
  return file;
}

/* Makes the file in the folder that TMPDIR names, or else where large temporary files belong. *free_bytes: what its
 * disk has for us; 0 and no folder: there is none. */
static tw_status find_place(twi_kept *rows, double *free_bytes)
{
  const char *named = getenv("TMPDIR");
  const char *folders[] = {named && *named ? named : "/var/tmp", named && *named ? NULL : "/tmp"};
  *free_bytes = 0;
  for (size_t i = 0; i < 2 && folders[i] && rows->file < 0; i++) {
    struct statvfs s;
    rows->file = nameless(rows->ctx, folders[i]);
    if (rows->file < 0) continue;
    rows->folder = twi_strdup(rows->ctx, folders[i]);
    if (!rows->folder) return twi_no_memory(rows->ctx, strlen(folders[i]));
    *free_bytes = fstatvfs(rows->file, &s) == 0 ? (double)s.f_bavail * (double)s.f_frsize : INFINITY;
  }
  return TW_OK;
}

static tw_status no_room(const twi_kept *rows, double memory, double disk, const char *hint)
{
  double bytes = 8.0 * (double)rows->tasks * (double)rows->width, most = fmax(memory, disk);
  double fit = floor(0.9 * most / 8.0 / (double)rows->width);
  char words[64] = "", place[512] = "and no temporary file can be made (TMPDIR may name a folder)";
  if (fit >= 2) twi_print(words, sizeof words, "%.0f draws would fit; ", fit);
  if (rows->folder)
    twi_print(place, sizeof place, "or of disk in %s, and %.1f GB are free there (TMPDIR may name another folder)",
              rows->folder, disk / 1e9);
  return twi_fail(rows->ctx, TW_NO_MEMORY,
                  "%zu draws of %zu numbers each need about %.1f GB of memory, and %.1f GB are free, %s: %s%s",
                  rows->tasks, rows->width, bytes / 1e9, memory / 1e9, place, words, hint);
}

tw_status twi_kept_new(tw_context *ctx, size_t tasks, size_t width, size_t held, const twi_budget *budget,
                       const char *hint, twi_kept *rows)
{
  *rows = (twi_kept){.ctx = ctx, .tasks = tasks, .width = width, .owned = 1, .file = -1};
  double bytes = 8.0 * (double)tasks * (double)width;
  double memory = fmax(0, (double)twi_memory_available() - (double)held), disk = 0;
  int small = bytes <= (double)budget->rows && bytes <= memory;
  if (!small) {
    tw_status status = find_place(rows, &disk);
    if (status != TW_OK) return status;
  }
  if (!small && bytes <= disk) {
    rows->buffer = twi_alloc(ctx, BUFFER, sizeof *rows->buffer);
    return rows->buffer ? TW_OK : twi_no_memory(ctx, BUFFER * sizeof *rows->buffer);
  }
  /* Little, or no disk has it; memory may. */
  if (bytes > memory) return no_room(rows, memory, disk, hint);
  if (rows->file >= 0) close(rows->file);
  rows->file = -1;
  rows->values = twi_alloc(ctx, tasks * width, sizeof *rows->values);
  return rows->values ? TW_OK : twi_no_memory(ctx, tasks * width * sizeof *rows->values);
}

twi_kept twi_kept_over(double *values, size_t tasks, size_t width)
{
  return (twi_kept){.values = values, .tasks = tasks, .width = width, .file = -1};
}

void twi_kept_free(twi_kept *rows)
{
  if (!rows->ctx) return;
  if (rows->owned) twi_free(rows->ctx, rows->values);
  if (rows->file >= 0) close(rows->file);
  twi_free(rows->ctx, rows->folder);
  twi_free(rows->ctx, rows->buffer);
  *rows = (twi_kept){.file = -1};
}

/* ---------------------------------------------------------------- rows */

double *twi_kept_place(const twi_kept *rows, size_t task)
{
  return rows->values ? rows->values + task * rows->width : NULL;
}

/* Of the stripe that begins with the column: how wide it is, and where its row of a task begins. */
static size_t stripe_at(const twi_kept *rows, size_t column, size_t task, off_t *at)
{
  size_t width = rows->width - column < STRIPE ? rows->width - column : STRIPE;
  *at = (off_t)(sizeof(double) * (column * rows->tasks + task * width));
  return width;
}

static tw_status fail_file(tw_context *ctx, const twi_kept *rows, const char *what, int number)
{
  return twi_fail(ctx, TW_IO,
                  "the temporary file of the draws in %s cannot be %s (%s); TMPDIR may name another folder with room "
                  "for %.1f GB",
                  rows->folder, what, number ? strerror(number) : "it ends early",
                  8e-9 * (double)rows->tasks * (double)rows->width);
}

static tw_status write_at(tw_context *ctx, const twi_kept *rows, const double *values, size_t count, off_t at)
{
  const char *bytes = (const char *)values;
  for (size_t left = count * sizeof *values; left > 0;) {
    ssize_t n = pwrite(rows->file, bytes, left, at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail_file(ctx, rows, "written", n < 0 ? errno : ENOSPC);
    bytes += n;
    at += n;
    left -= (size_t)n;
  }
  return TW_OK;
}

static tw_status read_at(tw_context *ctx, const twi_kept *rows, double *values, size_t count, off_t at)
{
  char *bytes = (char *)values;
  for (size_t left = count * sizeof *values; left > 0;) {
    ssize_t n = pread(rows->file, bytes, left, at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail_file(ctx, rows, "read", n < 0 ? errno : 0);
    bytes += n;
    at += n;
    left -= (size_t)n;
  }
  return TW_OK;
}

tw_status twi_kept_put(tw_context *ctx, const twi_kept *rows, size_t task, const double *values)
{
  off_t at;
  if (rows->values) {
    if (rows->width) memcpy(twi_kept_place(rows, task), values, rows->width * sizeof *values);
    return TW_OK;
  }
  tw_status status = TW_OK;
  for (size_t c = 0; c < rows->width && status == TW_OK; c += STRIPE) {
    size_t width = stripe_at(rows, c, task, &at);
    status = write_at(ctx, rows, values + c, width, at);
  }
  return status;
}

tw_status twi_kept_get(tw_context *ctx, const twi_kept *rows, size_t task, double *values)
{
  off_t at;
  if (rows->values) {
    if (rows->width) memcpy(values, twi_kept_place(rows, task), rows->width * sizeof *values);
    return TW_OK;
  }
  tw_status status = TW_OK;
  for (size_t c = 0; c < rows->width && status == TW_OK; c += STRIPE) {
    size_t width = stripe_at(rows, c, task, &at);
    status = read_at(ctx, rows, values + c, width, at);
  }
  return status;
}

/* ---------------------------------------------------------------- columns */

/* The columns of one stripe, `from` and every step-th after it in the stripe, of the file. */
static tw_status from_stripe(const twi_kept *rows, size_t first, size_t tasks, size_t from, size_t step, size_t count,
                             double *out)
{
  off_t at;
  size_t begin = from - from % STRIPE;
  tw_status status = TW_OK;
  for (size_t t = 0; t < tasks && status == TW_OK;) {
    size_t width = stripe_at(rows, begin, first + t, &at), most = BUFFER / width;
    size_t some = tasks - t < most ? tasks - t : most;
    status = read_at(rows->ctx, rows, rows->buffer, some * width, at);
    for (size_t k = 0; k < count && status == TW_OK; k++) {
      const double *column = rows->buffer + (from - begin) + k * step;
      for (size_t i = 0; i < some; i++) out[k * tasks + t + i] = column[i * width];
    }
    t += some;
  }
  return status;
}

tw_status twi_kept_columns(const twi_kept *rows, size_t first, size_t tasks, size_t column, size_t step, size_t count,
                           double *out)
{
  tw_status status = TW_OK;
  if (rows->values) { /* each row is read along */
    for (size_t i = 0; i < tasks; i++) {
      const double *row = rows->values + (first + i) * rows->width + column;
      for (size_t k = 0; k < count; k++) out[k * tasks + i] = row[k * step];
    }
    return TW_OK;
  }
  for (size_t k = 0, n; k < count && status == TW_OK; k += n) {
    size_t from = column + k * step, end = from - from % STRIPE + STRIPE;
    for (n = 1; k + n < count && from + n * step < end; n++) continue;
    status = from_stripe(rows, first, tasks, from, step, n, out + k * tasks);
  }
  return status;
}

size_t twi_kept_at_once(const twi_budget *budget, size_t tasks, size_t most)
{
  size_t n = budget->block / sizeof(double) / (tasks ? tasks : 1);
  return n < 1 ? 1 : n < most ? n : most;
}
