/* Codes to indices. See codes.h. */
#include "world/codes.h"

#include <string.h>

#include "base/names.h"
#include "base/plain.h"

enum { LONGEST_CODE = 64 };

/* FNV-1a over lower-case bytes. */
static size_t hash(const char *text, size_t length)
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
  for (size_t k = hash(text, length) & c->mask; c->slot[k]; k = (k + 1) & c->mask)
    if (twi_same_name(text, length, c->code[c->slot[k] - 1])) return c->slot[k] - 1;
  return -1;
}

tw_status twi_codes_open(tw_context *ctx, const char *const *code, int count, twi_codes *c, int *again, int *first)
{
  size_t room = 8;
  while (room < 4 * (size_t)count) room *= 2;
  *c = (twi_codes){.ctx = ctx, .code = code, .count = count, .mask = room - 1};
  c->slot = twi_new(ctx, room, sizeof *c->slot);
  if (!c->slot) return twi_no_memory(ctx, room * sizeof *c->slot);
  for (int i = 0; i < count; i++) {
    size_t length = strlen(code[i]);
    *first = twi_codes_find(c, code[i], length);
    if (*first >= 0) {
      *again = i;
      twi_codes_close(c);
      return twi_fail(ctx, TW_BAD_INPUT, "found the code %s twice", code[i]);
    }
    size_t k = hash(code[i], length) & c->mask;
    while (c->slot[k]) k = (k + 1) & c->mask;
    c->slot[k] = i + 1;
  }
  return TW_OK;
}

void twi_codes_close(twi_codes *c)
{
  if (c->slot) twi_free(c->ctx, c->slot);
  c->slot = NULL;
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
