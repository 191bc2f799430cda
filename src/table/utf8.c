/* The text of a table, block by block. See utf8.h.
 *
 * A block without carriage returns and quotes, which is nearly every block of a large table, is handed on as it is. */
#include "table/utf8.h"

#include <string.h>

#include "base/names.h"

enum { SIGNATURE = 4 }; /* bytes that tell the encoding */

void twi_utf8_open(tw_context *ctx, twi_source *source, twi_utf8 *b)
{
  *b = (twi_utf8){.ctx = ctx, .source = source};
}

void twi_utf8_close(twi_utf8 *b)
{
  twi_free(b->ctx, b->own);
  b->own = NULL;
}

static tw_status reserve_block(twi_utf8 *b, size_t room)
{
  if (room <= b->room) return TW_OK;
  char *grown = twi_resize(b->ctx, b->own, room, 1);
  if (!grown) return twi_no_memory(b->ctx, room);
  b->own = grown;
  b->room = room;
  return TW_OK;
}

/* The first bytes, however few come at a time (a pipe, gzip in small pieces), with what says the encoding. */
static tw_status start_reading(twi_utf8 *b, const char **block, size_t *count)
{
  size_t used = 0;
  tw_status status = twi_source_next(b->source, block, count);
  while (status == TW_OK && *count > 0 && used + *count < SIGNATURE) {
    status = reserve_block(b, SIGNATURE);
    if (status != TW_OK) return status;
    memcpy(b->own + used, *block, *count);
    used += *count;
    status = twi_source_next(b->source, block, count);
  }
  if (status == TW_OK && used) {
    status = reserve_block(b, used + *count);
    if (status != TW_OK) return status;
    if (*count) memcpy(b->own + used, *block, *count);
    *block = b->own;
    *count += used;
  }
  if (status != TW_OK) return status;
  const char *other = twi_other_encoding(*block, *count);
  if (other)
    return twi_fail(b->ctx, TW_BAD_INPUT, "%s:1: found %s, expected UTF-8", twi_source_origin(b->source), other);
  if (*count >= 3 && memcmp(*block, "\xef\xbb\xbf", 3) == 0) {
    *block += 3;
    *count -= 3;
    if (*count == 0) return twi_source_next(b->source, block, count); /* 0 would say that all is read */
  }
  return TW_OK;
}

static enum twi_utf8_state state_after(enum twi_utf8_state state, char c)
{
  switch (state) {
  case TWI_IN_QUOTES:
    return c == '"' ? TWI_AFTER_QUOTE : TWI_IN_QUOTES;
  case TWI_AFTER_QUOTE:
    if (c == '"') return TWI_IN_QUOTES; /* a doubled quote */
    break;
  case TWI_FIELD_BEGINS:
    if (c == '"') return TWI_IN_QUOTES;
    if (c == ' ' || c == '\t') return TWI_FIELD_BEGINS;
    break;
  case TWI_IN_FIELD:
    break;
  }
  return c == ',' || c == '\n' ? TWI_FIELD_BEGINS : TWI_IN_FIELD;
}

/* The state behind a block without quotes and carriage returns. */
static enum twi_utf8_state after_plain(enum twi_utf8_state state, const char *block, size_t count)
{
  if (state == TWI_IN_QUOTES) return state;
  size_t last = count;
  while (last > 0 && (block[last - 1] == ' ' || block[last - 1] == '\t')) last--;
  if (last > 0) return state_after(TWI_IN_FIELD, block[last - 1]);
  return state == TWI_AFTER_QUOTE ? TWI_IN_FIELD : state; /* blanks alone */
}

/* Copies the block into own, `at` bytes from its start, with its line ends made one. */
static size_t rewrite_block(twi_utf8 *b, const char *block, size_t count, size_t at)
{
  char *to = b->own + at;
  for (size_t i = 0; i < count; i++) {
    char c = block[i];
    if (b->state == TWI_IN_QUOTES) {
      *to++ = c;
      b->state = state_after(b->state, c);
      continue;
    }
    if (c == '\r') {
      if (b->returns == 2)
        *to++ = '\n'; /* at most two belong to the LF that may follow */
      else
        b->returns++;
      b->state = TWI_FIELD_BEGINS;
      continue;
    }
    if (c != '\n')
      for (; b->returns > 0; b->returns--) *to++ = '\n';
    b->returns = 0;
    *to++ = c;
    b->state = state_after(b->state, c);
  }
  return (size_t)(to - b->own);
}

tw_status twi_utf8_next(twi_utf8 *b, const char **block, size_t *count)
{
  for (;;) {
    tw_status status = b->started ? twi_source_next(b->source, block, count) : start_reading(b, block, count);
    b->started = 1;
    if (status != TW_OK) return status;
    if (*count == 0 && b->returns == 0) return TW_OK;
    if (*count > 0 && b->returns == 0 && !memchr(*block, '\r', *count) && !memchr(*block, '"', *count)) {
      b->state = after_plain(b->state, *block, *count);
      return TW_OK;
    }
    /* The block of `start_reading` may lie in own already: it is then moved to the end, and read from there. */
    size_t from = *count + 2;
    int inside = b->own && *block >= b->own && *block < b->own + b->room;
    size_t offset = inside ? (size_t)(*block - b->own) : 0;
    status = reserve_block(b, 2 * *count + offset + 2);
    if (status != TW_OK) return status;
    if (inside) {
      memmove(b->own + from, b->own + offset, *count);
      *block = b->own + from;
    }
    size_t used = 0;
    if (*count == 0) { /* the end, after a last CR */
      b->own[used++] = '\n';
      b->returns = 0;
    } else {
      used = rewrite_block(b, *block, *count, 0);
    }
    *block = b->own;
    *count = used;
    if (used > 0) return TW_OK; /* a block of one CR gives nothing yet */
  }
}
