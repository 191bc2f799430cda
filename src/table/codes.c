/* Codes to indices. See codes.h. */
#include "table/codes.h"

#include <string.h>

#include "base/names.h"
#include "base/plain.h"

enum { LONGEST_CODE = 64 };

/* FNV-1a over lower-case bytes. */
static size_t hash_code(const char *text, size_t length)
{
  uint64_t h = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 'A' && c <= 'Z') c = (unsigned char)(c | 0x20);
    h = (h ^ c) * UINT64_C(0x100000001b3);
  }
  return (size_t)(h ^ (h >> 32));
}

int twi_codes_find(const twi_codes *c, const char *text, size_t length)
{
  if (!c->slot) return -1;
  for (size_t k = hash_code(text, length) & c->mask; c->slot[k]; k = (k + 1) & c->mask)
    if (twi_same_name(text, length, c->code[c->slot[k] - 1])) return c->slot[k] - 1;
  return -1;
}

static void put_code(twi_codes *c, int index)
{
  size_t k = hash_code(c->code[index], strlen(c->code[index])) & c->mask;
  while (c->slot[k]) k = (k + 1) & c->mask;
  c->slot[k] = index + 1;
}

/* Room for so many codes, a quarter full at most: each code is moved a few times in all. */
static tw_status reserve_slots(twi_codes *c, int count)
{
  size_t room = c->slot ? c->mask + 1 : 8;
  while (room < 4 * (size_t)count) room *= 2;
  if (c->slot && room == c->mask + 1) return TW_OK;
  int *slot = twi_new(c->ctx, room, sizeof *slot);
  if (!slot) return twi_no_memory(c->ctx, room * sizeof *slot);
  twi_free(c->ctx, c->slot);
  c->slot = slot;
  c->mask = room - 1;
  for (int i = 0; i < c->count; i++) put_code(c, i);
  return TW_OK;
}

static tw_status note_line(twi_codes *c, int line)
{
  if (c->count >= c->lines) {
    int room = c->lines ? 2 * c->lines : 64;
    while (room <= c->count) room *= 2;
    int *grown = twi_resize(c->ctx, c->line, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(c->ctx, (size_t)room * sizeof *grown);
    memset(grown + c->lines, 0, (size_t)(room - c->lines) * sizeof *grown);
    c->line = grown;
    c->lines = room;
  }
  c->line[c->count] = line;
  return TW_OK;
}

tw_status twi_codes_add(twi_codes *c, const char *const *code, int line)
{
  c->code = code;
  tw_status status = reserve_slots(c, c->count + 1);
  if (status == TW_OK && line) status = note_line(c, line);
  if (status != TW_OK) return status;
  put_code(c, c->count++);
  return TW_OK;
}

int twi_codes_line(const twi_codes *c, int index)
{
  return index >= 0 && index < c->lines ? c->line[index] : 0;
}

tw_status twi_codes_open(tw_context *ctx, const char *const *code, int count, twi_codes *c, int *again, int *first)
{
  *c = (twi_codes){.ctx = ctx, .code = code};
  tw_status status = reserve_slots(c, count);
  if (status != TW_OK) return status;
  for (int i = 0; i < count; i++) {
    *first = twi_codes_find(c, code[i], strlen(code[i]));
    if (*first >= 0) {
      *again = i;
      twi_codes_close(c);
      return twi_fail(ctx, TW_BAD_INPUT, "found the code %s twice", code[i]);
    }
    put_code(c, c->count++);
  }
  return TW_OK;
}

void twi_codes_close(twi_codes *c)
{
  if (c->slot) twi_free(c->ctx, c->slot);
  if (c->line) twi_free(c->ctx, c->line);
  *c = (twi_codes){.ctx = c->ctx};
}

const char *twi_code_wrong(const char *text, size_t length)
{
  if (length == 0) return "nothing";
  if (length > LONGEST_CODE) return "more than 64 bytes";
  if (!twi_is_utf8(text, length)) return "bytes that are not UTF-8";
  for (size_t i = 0; i < length;) {
    unsigned point = 0;
    i += twi_character(text + i, length - i, &point);
    if (twi_is_control(point) && point > ' ' && point != 127) return "a control character";
  }
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)text[i] <= ' ' || text[i] == 127 || strchr(",\"'[]{}:#", text[i]))
      return "a space, a comma, a quote or another mark that codes cannot have";
  return NULL;
}
