/* What an uncertain number is drawn from, as the `range` section and the tables of elasticities say it. The functions
 * are in ensemble/sample.h. */
#ifndef TWI_SCENARIO_DISTRIBUTION_H
#define TWI_SCENARIO_DISTRIBUTION_H

typedef enum twi_distribution_kind {
  TWI_UNIFORM,    /* p: least, most */
  TWI_TRIANGULAR, /* p: least, likeliest, most */
  TWI_NORMAL,     /* p: mean, standard deviation */
  TWI_LOGNORMAL,  /* p: mean, standard deviation of the number itself, not of its logarithm */
  TWI_QUANTILES,  /* p: the quantiles at 5, 50 and 95 %; two halves of normals between and beyond them */
  TWI_DISTRIBUTIONS
} twi_distribution_kind;

typedef struct twi_distribution {
  twi_distribution_kind kind;
  double p[3];
} twi_distribution;

enum { TWI_DISTRIBUTION_NUMBERS = 3 };
/* Returns how many numbers it takes. */
int twi_distribution_numbers(twi_distribution_kind kind);
/* Returns NULL, or in words what is wrong with the numbers, "the least is above the most"; constant. */
const char *twi_distribution_wrong(const twi_distribution *d);
/* Returns its word, "uniform", "triangular", "normal", "lognormal" or "quantiles"; constant. */
const char *twi_distribution_word(twi_distribution_kind kind);

#endif
