/* Rows of accounts.csv and sentences, as they are gathered. See supply.h. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "supply/supply.h"

tw_status twi_account_add(tw_accounts *a, const twi_account *row)
{
  if (a->count == a->room) {
    int room = a->room ? 2 * a->room : 256;
    twi_account *grown = twi_resize(a->ctx, a->row, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(a->ctx, (size_t)room * sizeof *grown);
    a->row = grown;
    a->room = room;
  }
  twi_account *to = &a->row[a->count++];
  *to = *row;
  const char **text[] = {&to->item, &to->source,  &to->convention, &to->partner,
                         &to->unit, &to->quality, &to->year,       &to->reference};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++)
    if (!*text[i]) *text[i] = "";
  return TW_OK;
}

double twi_account_value(const tw_accounts *a, const char *item, const char *source, const char *convention,
                         const char *partner)
{
  for (int i = 0; i < a->count; i++) {
    const twi_account *r = &a->row[i];
    if (strcmp(r->item, item) == 0 && strcmp(r->source, source) == 0 && strcmp(r->convention, convention) == 0 &&
        strcmp(r->partner, partner) == 0)
      return r->value;
  }
  return NAN;
}

tw_status twi_account_say(tw_accounts *a, int remark, const char *format, ...)
{
  char ***list = remark ? &a->remark : &a->sentence;
  int *count = remark ? &a->remarks : &a->sentences;
  char **grown = twi_resize(a->ctx, *list, (size_t)*count + 1, sizeof *grown);
  if (!grown) return twi_no_memory(a->ctx, 0);
  *list = grown;
  va_list args;
  va_start(args, format);
  int n = twi_vprint(NULL, 0, format, args);
  va_end(args);
  char *text = twi_alloc(a->ctx, (size_t)(n < 0 ? 0 : n) + 1, 1);
  if (!text) return twi_no_memory(a->ctx, 0);
  va_start(args, format);
  twi_vprint(text, (size_t)(n < 0 ? 0 : n) + 1, format, args);
  va_end(args);
  (*list)[(*count)++] = text;
  return TW_OK;
}
