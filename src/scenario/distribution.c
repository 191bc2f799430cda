/* Names of distributions, and which numbers they may have. */
#include "scenario/distribution.h"

#include <math.h>
#include <stddef.h>

const char *twi_distribution_word(twi_distribution_kind kind)
{
  static const char *const words[TWI_DISTRIBUTIONS] = {"uniform", "triangular", "normal", "lognormal", "quantiles"};
  return words[kind];
}

int twi_distribution_numbers(twi_distribution_kind kind)
{
  return kind == TWI_TRIANGULAR || kind == TWI_QUANTILES ? 3 : 2;
}

const char *twi_distribution_wrong(const twi_distribution *d)
{
  const double *p = d->p;
  for (int i = 0; i < twi_distribution_numbers(d->kind); i++)
    if (!isfinite(p[i])) return "a number is not finite";
  switch (d->kind) {
  case TWI_UNIFORM:
    return p[0] > p[1] ? "the least is above the most" : NULL;
  case TWI_TRIANGULAR:
    if (p[0] > p[2]) return "the least is above the most";
    return p[1] < p[0] || p[1] > p[2] ? "the likeliest is not between the least and the most" : NULL;
  case TWI_NORMAL:
    return p[1] < 0 ? "the standard deviation is below 0" : NULL;
  case TWI_LOGNORMAL:
    if (p[0] <= 0) return "the mean of a lognormal is not above 0";
    return p[1] < 0 ? "the standard deviation is below 0" : NULL;
  case TWI_QUANTILES:
    return p[0] > p[1] || p[1] > p[2] ? "the quantiles do not rise" : NULL;
  default:
    return "there is no such distribution";
  }
}
