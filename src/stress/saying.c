/* Pieces of sentences: see saying.h. */
#include "stress/saying.h"

#include <math.h>
#include <string.h>

const char *twi_stress_number(const saying *s, double x, int decimals, int with_sign, char words[WORDS])
{
  double least = 0.5 * pow(10, -decimals);
  twi_print(words, WORDS, with_sign && fabs(x) >= least ? "%+.*f" : "%.*f", decimals, fabs(x) < least ? 0 : x);
  for (char *at = words; s->l == FR && *at; at++)
    if (*at == '.') *at = ',';
  return words;
}

const char *twi_stress_digits(const saying *s, double x, int with_sign, char words[WORDS])
{
  double size = fabs(x);
  return twi_stress_number(s, x, size < 9.995 ? 2 : size < 99.95 ? 1 : 0, with_sign, words);
}

const char *twi_stress_buyer_name(const saying *s, int d)
{
  const twi_market_buyer *b = &s->s->market->buyer[d];
  return s->l == EN && b->name ? b->name : b->code;
}

const char *twi_stress_supplier_name(const saying *s, int o)
{
  const twi_market_supplier *of = &s->s->market->supplier[o];
  return s->l == EN && of->name ? of->name : of->code;
}

/* A passage in French and Japanese; NULL: the sea knows it by no such name. */
static const char *passage_name(const saying *s, const char *code)
{
  for (int i = 0; s->l != EN && i < s->s->sea->passages; i++)
    if (strcmp(s->s->sea->passage[i].name, code) == 0) return s->s->sea->passage[i].title_in[s->l - 1];
  return NULL;
}

const char *twi_stress_loss_name(const saying *s, int loss)
{
  const twi_loss *l = &s->s->loss[loss];
  const char *passage = passage_name(s, l->name);
  return s->l == EN ? l->title : passage ? passage : l->name;
}

const char *twi_stress_region_name(const saying *s, const char *code)
{
  int d = twi_market_find_buyer(s->s->market, code);
  return d >= 0 ? twi_stress_buyer_name(s, d) : s->l == EN ? twi_stress_country(s->s, code) : code;
}

static tw_status end(saying *s, char ***list, int *count)
{
  char *text;
  tw_status status = twi_text_take(&s->text, &text);
  if (status != TW_OK) return status;
  char **grown = twi_resize(s->s->ctx, *list, (size_t)*count + 1, sizeof *grown);
  if (!grown) {
    twi_free(s->s->ctx, text);
    return twi_no_memory(s->s->ctx, 0);
  }
  *list = grown;
  grown[(*count)++] = text;
  return TW_OK;
}

tw_status twi_stress_end(saying *s)
{
  return end(s, &s->s->sentence[s->l], &s->s->sentences[s->l]);
}

tw_status twi_stress_end_remark(saying *s)
{
  return end(s, &s->s->remark[s->l], &s->s->remarks[s->l]);
}
