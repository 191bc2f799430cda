/* Fields of a market's tables. See read.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/plain.h"
#include "market/read/read.h"

static size_t length_of(twi_csv *csv, int column, const char **text)
{
  size_t length = 0;
  *text = column >= 0 ? twi_csv_text(csv, column, &length) : "";
  return length;
}

tw_status twi_market_number(twi_csv *csv, int column, const twi_market_bound *bound, double *value)
{
  const char *text;
  if (length_of(csv, column, &text) == 0) {
    *value = bound->empty;
    return isinf(bound->empty) ? twi_csv_fail(csv, column, "found nothing, expected %s", bound->expected) : TW_OK;
  }
  tw_status status = twi_csv_number(csv, column, value);
  if (status != TW_OK) return status;
  if (bound->above ? *value > bound->least : *value >= bound->least) return TW_OK;
  return twi_csv_expected(csv, column, bound->expected);
}

tw_status twi_market_year(twi_csv *csv, int column, int *year)
{
  const char *text;
  size_t length = length_of(csv, column, &text);
  *year = 0;
  for (size_t i = 0; i < length && length <= 4; i++) {
    if (text[i] < '0' || text[i] > '9') return twi_csv_expected(csv, column, "a year such as 2030, or nothing");
    *year = 10 * *year + (text[i] - '0');
  }
  return length == 0 || *year >= 1000 ? TW_OK : twi_csv_expected(csv, column, "a year such as 2030, or nothing");
}

tw_status twi_market_word(twi_csv *csv, int column, const char *const *words, int count, const char *expected,
                          int *index)
{
  const char *text;
  size_t length = length_of(csv, column, &text);
  *index = 0;
  if (length == 0) return TW_OK;
  for (int i = 0; i < count; i++) {
    if (!twi_same_name(text, length, words[i])) continue;
    *index = i;
    return TW_OK;
  }
  return twi_csv_expected(csv, column, expected);
}

tw_status twi_market_yes(twi_csv *csv, int column, int *yes)
{
  static const char *const words[] = {"false", "0", "no", "true", "1", "yes"};
  int index;
  tw_status status = twi_market_word(csv, column, words, 6, "true or false, or nothing", &index);
  *yes = index >= 3;
  return status;
}

tw_status twi_market_field(twi_market_reader *r, twi_csv *csv, int column, char **text)
{
  const char *field;
  char shown[TWI_CONTROL];
  size_t length = length_of(csv, column, &field);
  *text = NULL;
  if (length == 0) return TW_OK;
  const char *control = twi_control_in(field, length, shown);
  if (control) return twi_csv_fail(csv, column, "found the character %s, expected a text", control);
  *text = twi_strndup(r->ctx, field, length);
  if (!*text) return twi_no_memory(r->ctx, length);
  twi_one_line(*text);
  return TW_OK;
}

void *twi_market_grow(tw_context *ctx, void *array, int count, size_t size)
{
  if (count & (count - 1)) return array;
  size_t room = count ? 2 * (size_t)count : 1;
  char *grown = twi_resize(ctx, array, room, size);
  if (grown) memset(grown + (size_t)count * size, 0, (room - (size_t)count) * size);
  return grown;
}

tw_status twi_market_new_code(twi_market_reader *r, twi_csv *csv, int column, twi_market_names *names, char **code)
{
  enum { MOST_CODES = 4096 };
  const char *text;
  size_t length = length_of(csv, column, &text);
  const char *wrong = twi_code_wrong(text, length);
  *code = NULL;
  if (wrong) return twi_csv_fail(csv, column, "found %s, expected a code such as JPN or hormuz", wrong);
  if (names->count >= MOST_CODES) return twi_csv_fail(csv, column, "more than %d codes", MOST_CODES);
  char **grown = twi_market_grow(r->ctx, names->code, names->count, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  names->code = grown;
  *code = names->code[names->count] = twi_strndup(r->ctx, text, length);
  if (!*code) return twi_no_memory(r->ctx, length);
  names->count++;
  return twi_codes_add(&names->index, (const char *const *)names->code, twi_csv_line(csv));
}

tw_status twi_market_known_code(twi_csv *csv, int column, const char *text, size_t length,
                                const twi_market_names *names, const char *what, int *index)
{
  char shown[TWI_SHOWN];
  *index = names->count ? twi_codes_find(&names->index, text, length) : -1;
  if (*index >= 0) return TW_OK;
  const char *near = twi_nearest(text, length, (const char *const *)names->code, names->count);
  return twi_csv_fail(csv, column, "found %s, expected a %s of %ss.csv%s%s%s", twi_show(text, length, shown), what,
                      what, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}
