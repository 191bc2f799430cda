/* Pieces of sentences: see saying.h. */
#include "outlook/saying.h"

#include <math.h>

const char *twi_saying_number(const saying *s, double x, int decimals, int with_sign, char words[WORDS])
{
  double least = 0.5 * pow(10, -decimals);
  twi_print(words, WORDS, with_sign && fabs(x) >= least ? "%+.*f" : "%.*f", decimals, fabs(x) < least ? 0 : x);
  for (char *at = words; s->l == FR && *at; at++)
    if (*at == '.') *at = ',';
  return words;
}

tw_status twi_saying_end(saying *s, char ***list, int *count)
{
  char *text;
  tw_status status = twi_text_take(&s->text, &text);
  if (status != TW_OK) return status;
  if (*text >= 'a' && *text <= 'z') *text = (char)(*text - 'a' + 'A'); /* a rule may stand first */
  char **grown = twi_resize(s->o->ctx, *list, (size_t)*count + 1, sizeof *grown);
  if (!grown) {
    twi_free(s->o->ctx, text);
    return twi_no_memory(s->o->ctx, 0);
  }
  *list = grown;
  grown[(*count)++] = text;
  return TW_OK;
}
