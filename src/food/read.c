/* What callers read of accounts of food; apart from what solves, which pages of results do without. */
#include <math.h>

#include "food/food.h"

tw_result *tw_food_result(const tw_food *f)
{
  return f->result;
}

int tw_food_region(const tw_food *f)
{
  return f->region;
}

int tw_food_rows(const tw_food *f, const tw_calories **rows)
{
  *rows = f->told;
  return f->told ? f->rows : 0;
}

double tw_food_calories(const tw_food *f, const char *origin, int look_through, int level)
{
  if (level < 0 || level > TWI_LEVELS) return NAN;
  return level == TWI_LEVELS ? twi_food_sum_new(f, origin, look_through) : twi_food_sum(f, origin, look_through, level);
}

double tw_food_total(const tw_food *f, int domestic)
{
  return domestic ? f->domestic : f->total;
}

const char *tw_food_sentence(const tw_food *f, int index)
{
  return index >= 0 && index < f->sentences ? f->sentence[index] : NULL;
}

const char *tw_food_remark(const tw_food *f, int index)
{
  return index >= 0 && index < f->remarks ? f->remark[index] : NULL;
}
