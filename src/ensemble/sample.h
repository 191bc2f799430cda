/* Random numbers by counter, Latin hypercubes, and the inverse distribution functions that map them to parameters.
 *
 * Nothing has a state: a number depends on its seed and place alone, so draws come out the same in any order, on any
 * number of threads and shards. */
#ifndef TWI_ENSEMBLE_SAMPLE_H
#define TWI_ENSEMBLE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "scenario/distribution.h"

/* Returns 64 bits for a place (stream, index) of a seed; all of 64 bits each. */
uint64_t twi_random_bits(uint64_t seed, uint64_t stream, uint64_t index);
/* Returns the same as a number in (0, 1): an odd multiple of 2^-53, never 0 or 1. */
double twi_random_unit(uint64_t seed, uint64_t stream, uint64_t index);

/* Fills in point `index` of `count` (index < count) of a Latin hypercube in `dims` dimensions: u [dims], each in (0,
 * 1). Along every dimension just one of the count points lies in each of the strata [j / count, (j + 1) / count). */
void twi_hypercube_point(uint64_t seed, size_t count, size_t index, int dims, double *u);

/* Returns x with P(Z <= x) = p of the standard normal distribution; -INFINITY and INFINITY at 0 and 1, NAN outside. */
double twi_normal_inverse(double p);

/* Returns x with P(X <= x) = u; u in (0, 1), a distribution that is not wrong. */
double twi_distribution_at(const twi_distribution *d, double u);
/* The same, at least the floor; *cut is 1 where the floor took its place. */
double twi_distribution_floored(const twi_distribution *d, double u, double floor, int *cut);
/* Return mean and standard deviation. */
double twi_distribution_mean(const twi_distribution *d);
double twi_distribution_deviation(const twi_distribution *d);

#endif
