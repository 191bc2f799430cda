/* The context: error text, log, progress, cancelling and memory. See context.h. */
#include "base/context.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/inputs.h"
#include "base/names.h"
#include "base/plain.h"

struct tw_context {
  tw_allocator allocator;
  void (*log)(void *, int, const char *);
  void *log_user;
  void (*progress)(void *, const tw_progress *);
  void *progress_user;
  atomic_int cancelled;
  const tw_context *followed; /* its cancelling is this one's, too; or NULL */
  atomic_int again;           /* depth of twi_log_again */
  twi_inputs *inputs;
  char error[2048];
};

static void *standard_resize(void *user, void *pointer, size_t bytes)
{
  (void)user;
  if (bytes == 0) {
    free(pointer);
    return NULL;
  }
  return realloc(pointer, bytes);
}

tw_context *tw_context_new(const tw_allocator *allocator)
{
  tw_allocator a = {standard_resize, NULL};
  if (allocator && allocator->resize) a = *allocator;
  tw_context *ctx = a.resize(a.user, NULL, sizeof *ctx);
  if (!ctx) return NULL;
  memset(ctx, 0, sizeof *ctx);
  ctx->allocator = a;
  atomic_init(&ctx->cancelled, 0);
  return ctx;
}

void tw_context_free(tw_context *ctx)
{
  if (!ctx) return;
  twi_inputs_free(ctx);
  tw_allocator a = ctx->allocator;
  a.resize(a.user, ctx, 0);
}

twi_inputs **twi_context_inputs(tw_context *ctx)
{
  return &ctx->inputs;
}

const char *tw_error(const tw_context *ctx)
{
  return ctx ? ctx->error : "no context";
}

void tw_set_log(tw_context *ctx, void (*log)(void *, int, const char *), void *user)
{
  ctx->log = log;
  ctx->log_user = user;
}

void tw_set_progress(tw_context *ctx, void (*progress)(void *, const tw_progress *), void *user)
{
  ctx->progress = progress;
  ctx->progress_user = user;
}

void tw_cancel(tw_context *ctx)
{
  atomic_store(&ctx->cancelled, 1);
}

void tw_resume(tw_context *ctx)
{
  atomic_store(&ctx->cancelled, 0);
}

/* One line in which every control character is shown, for an error or a log line: a name or a cell of a file is quoted
 * in many of them, and all of them end on somebody's terminal. n: what printf returned for the text. */
static void show_line(const char *text, int n, size_t room, char *shown, size_t shown_room)
{
  size_t length = n < 0 ? 0 : (size_t)n < room ? (size_t)n : room - 1;
  if (length < (size_t)n && n > 0) { /* cut: not inside a character */
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80) length--;
  }
  twi_visible(text, length, shown, shown_room);
}

tw_status twi_fail(tw_context *ctx, tw_status status, const char *format, ...)
{
  /* Through a buffer of its own: an argument may be the old error text. */
  char text[sizeof ctx->error];
  va_list args;
  va_start(args, format);
  int n = twi_vprint(text, sizeof text, format, args);
  va_end(args);
  show_line(text, n, sizeof text, ctx->error, sizeof ctx->error);
  return status;
}

tw_status twi_no_memory(tw_context *ctx, size_t bytes)
{
  if (bytes) return twi_fail(ctx, TW_NO_MEMORY, "out of memory: %.1f MB more were needed", (double)bytes / 1e6);
  return twi_fail(ctx, TW_NO_MEMORY, "out of memory");
}

void twi_no_field(tw_context *ctx, const char *of, const char *field)
{
  char shown[TWI_SHOWN];
  twi_fail(ctx, TW_USAGE, "%s has no text %s; tradewind.h lists the names", of, twi_show(field, strlen(field), shown));
}

void twi_error_prefix(tw_context *ctx, const char *format, ...)
{
  char text[sizeof ctx->error];
  va_list args;
  va_start(args, format);
  int n = twi_vprint(text, sizeof text, format, args);
  va_end(args);
  if (n < 0) return;
  size_t used = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
  size_t rest = strlen(ctx->error);
  if (rest > sizeof text - 1 - used) rest = sizeof text - 1 - used;
  memcpy(text + used, ctx->error, rest);
  text[used + rest] = 0;
  show_line(text, (int)(used + rest), sizeof text, ctx->error, sizeof ctx->error);
}

void twi_log(tw_context *ctx, int level, const char *format, ...)
{
  if (!ctx->log) return;
  char text[1024], line[1024];
  va_list args;
  va_start(args, format);
  int n = twi_vprint(text, sizeof text, format, args);
  va_end(args);
  show_line(text, n, sizeof text, line, sizeof line);
  ctx->log(ctx->log_user, level == 0 && atomic_load_explicit(&ctx->again, memory_order_relaxed) > 0 ? 1 : level, line);
}

void twi_log_again(tw_context *ctx, int on)
{
  atomic_fetch_add_explicit(&ctx->again, on ? 1 : -1, memory_order_relaxed);
}

void twi_follow(tw_context *ctx, const tw_context *other)
{
  ctx->followed = other;
}

tw_status twi_check_cancel(tw_context *ctx)
{
  if (ctx->followed && atomic_load_explicit(&ctx->followed->cancelled, memory_order_relaxed)) tw_cancel(ctx);
  if (atomic_load_explicit(&ctx->cancelled, memory_order_relaxed)) return twi_fail(ctx, TW_INTERRUPTED, "interrupted");
  return TW_OK;
}

tw_status twi_progress(tw_context *ctx, const char *what, double done)
{
  if (ctx->progress) {
    tw_progress p = {what, done};
    ctx->progress(ctx->progress_user, &p);
  }
  return twi_check_cancel(ctx);
}

const tw_allocator *twi_allocator(const tw_context *ctx)
{
  return &ctx->allocator;
}

void *twi_allocator_resize(const tw_allocator *allocator, void *pointer, size_t bytes)
{
  return allocator->resize(allocator->user, pointer, bytes);
}

void *twi_resize(tw_context *ctx, void *pointer, size_t count, size_t size)
{
  if (size && count > SIZE_MAX / 2 / size) return NULL;
  size_t bytes = count * size;
  return ctx->allocator.resize(ctx->allocator.user, pointer, bytes ? bytes : 1);
}

void *twi_alloc(tw_context *ctx, size_t count, size_t size)
{
  return twi_resize(ctx, NULL, count, size);
}

void *twi_new(tw_context *ctx, size_t count, size_t size)
{
  void *p = twi_resize(ctx, NULL, count, size);
  if (p) memset(p, 0, count * size);
  return p;
}

void twi_free(tw_context *ctx, void *pointer)
{
  if (pointer) ctx->allocator.resize(ctx->allocator.user, pointer, 0);
}

char *twi_strndup(tw_context *ctx, const char *text, size_t length)
{
  char *copy = twi_alloc(ctx, length + 1, 1);
  if (!copy) return NULL;
  memcpy(copy, text, length);
  copy[length] = 0;
  return copy;
}

char *twi_strdup(tw_context *ctx, const char *text)
{
  return twi_strndup(ctx, text, strlen(text));
}

char *twi_format(tw_context *ctx, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  int n = twi_vprint(NULL, 0, format, args);
  va_end(args);
  if (n < 0) return NULL;
  char *text = twi_alloc(ctx, (size_t)n + 1, 1);
  if (!text) return NULL;
  va_start(args, format);
  twi_vprint(text, (size_t)n + 1, format, args);
  va_end(args);
  return text;
}

double twi_seconds(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}
