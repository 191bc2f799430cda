/* What is in an outlook, for who reads it. See outlook.h. */
#include <string.h>

#include "outlook/outlook.h"

const tw_market *tw_outlook_market(const tw_outlook *o)
{
  return o->market;
}

int tw_outlook_years(const tw_outlook *o)
{
  return o->years;
}

int tw_outlook_year(const tw_outlook *o, int index)
{
  if (index < 0 || index >= o->years) return 0;
  return o->year[index] ? o->year[index] : o->market->data_year;
}

int tw_outlook_solved(const tw_outlook *o)
{
  return o->solved;
}

const tw_market_result *tw_outlook_result(const tw_outlook *o, int index, int compared)
{
  if (index < 0 || index >= o->years) return NULL;
  return compared ? o->compared[index] : o->result[index];
}

const tw_market_result *twi_outlook_ended(const tw_outlook *o)
{
  int at = o->solved < o->years ? o->solved : o->years - 1;
  tw_market_info info;
  tw_market_result_about(o->result[at], &info);
  return info.outcome != TW_CERTIFIED || !o->compared[at] ? o->result[at] : o->compared[at];
}

int tw_outlook_focus(const tw_outlook *o)
{
  return o->focus;
}

int tw_outlook_draws(const tw_outlook *o, int *certified)
{
  *certified = o->drawn;
  return o->draws;
}

double tw_outlook_seconds(const tw_outlook *o)
{
  return o->seconds;
}

static int find_language(const char *language)
{
  for (int l = 0; l < TWI_LANGUAGES; l++)
    if (language && strcmp(language, twi_language(l)) == 0) return l;
  return 0;
}

const char *tw_outlook_sentence(const tw_outlook *o, const char *language, int index)
{
  int l = find_language(language);
  return index >= 0 && index < o->sentences[l] ? o->sentence[l][index] : NULL;
}

const char *tw_outlook_remark(const tw_outlook *o, const char *language, int index)
{
  int l = find_language(language);
  return index >= 0 && index < o->remarks[l] ? o->remark[l][index] : NULL;
}

const char *tw_outlook_drawn(int index, double *spread)
{
  if (index < 0 || index >= TWI_FACTOR_COUNT) return NULL;
  *spread = twi_outlook_factor_spread((twi_outlook_factor)index);
  return twi_outlook_factor_words((twi_outlook_factor)index);
}
