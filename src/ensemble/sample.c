/* Random numbers by counter, Latin hypercubes and inverse distribution functions.
 *
 * symbol  meaning
 * u       a number in (0, 1)
 * z       standard normal
 * m, s    mean and standard deviation of the number itself
 *
 * Bits: Philox 4x32 with ten rounds. Salmon, J. K., Moraes, M. A., Dror, R. O. and Shaw, D. E. (2011), Parallel random
 * numbers: as easy as 1, 2, 3, SC '11. The key is the seed, the counter the place.
 * Normal: Wichura, M. J. (1988), Algorithm AS 241: the percentage points of the normal distribution, Applied
 * Statistics 37, 477-484; the rational functions of its sixteen-digit version. */
#include "ensemble/sample.h"

#include <math.h>

/* ---------------------------------------------------------------- bits */

static void philox_round(uint32_t c[4], const uint32_t k[2])
{
  uint64_t low = UINT64_C(0xD2511F53) * c[0], high = UINT64_C(0xCD9E8D57) * c[2];
  uint32_t c1 = c[1], c3 = c[3];
  c[0] = (uint32_t)(high >> 32) ^ c1 ^ k[0];
  c[1] = (uint32_t)high;
  c[2] = (uint32_t)(low >> 32) ^ c3 ^ k[1];
  c[3] = (uint32_t)low;
}

uint64_t twi_random_bits(uint64_t seed, uint64_t stream, uint64_t index)
{
  uint32_t c[4] = {(uint32_t)index, (uint32_t)(index >> 32), (uint32_t)stream, (uint32_t)(stream >> 32)};
  uint32_t k[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
  for (int round = 0; round < 10; round++) {
    philox_round(c, k);
    k[0] += UINT32_C(0x9E3779B9);
    k[1] += UINT32_C(0xBB67AE85);
  }
  return (uint64_t)c[1] << 32 | c[0];
}

double twi_random_unit(uint64_t seed, uint64_t stream, uint64_t index)
{
  /* The middle of one of 2^52 equal parts, so that neither end comes out. */
  return ((double)(twi_random_bits(seed, stream, index) >> 12) + 0.5) * 0x1p-52;
}

/* ---------------------------------------------------------------- Latin hypercube */

/* A bijection of 0 … 4^half - 1, keyed by seed and dimension: a Feistel network whose round function is the generator.
 * Streams: a dimension has two, one for the place within the stratum and this one. */
static uint64_t scramble(uint64_t seed, uint64_t stream, int half, uint64_t x)
{
  uint64_t mask = (UINT64_C(1) << half) - 1, left = x >> half, right = x & mask;
  for (uint64_t round = 0; round < 6; round++) {
    uint64_t f = twi_random_bits(seed, stream, round << 56 | right) & mask;
    uint64_t next = left ^ f;
    left = right;
    right = next;
  }
  return left << half | right;
}

/* The place of point `index` in the order of a dimension. Walking along the cycle until it is back below count makes a
 * bijection of 0 … count - 1 out of one of the next power of four; it takes less than four steps on average. */
static uint64_t permuted(uint64_t seed, uint64_t stream, uint64_t count, uint64_t index)
{
  int half = 1;
  while (half < 31 && count > UINT64_C(1) << 2 * half) half++;
  uint64_t x = index;
  do x = scramble(seed, stream, half, x);
  while (x >= count);
  return x;
}

void twi_hypercube_point(uint64_t seed, size_t count, size_t index, int dims, double *u)
{
  double n = (double)count;
  for (int k = 0; k < dims; k++) {
    uint64_t stream = 2 * (uint64_t)k;
    uint64_t place = permuted(seed, stream + 1, count, index);
    double at = (double)place, x = (at + twi_random_unit(seed, stream, index)) / n;
    /* Rounding may carry a jitter next to 1 to the next stratum. */
    if (x >= (at + 1) / n) x = nextafter((at + 1) / n, 0);
    u[k] = x;
  }
}

/* ---------------------------------------------------------------- the normal distribution */

static double ratio(const double num[8], const double den[8], double r)
{
  double n = num[7], d = den[7];
  for (int i = 6; i >= 0; i--) {
    n = n * r + num[i];
    d = d * r + den[i];
  }
  return n / d;
}

double twi_normal_inverse(double p)
{
  static const double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                             1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                             3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static const double b[] = {1.0,
                             4.2313330701600911252e+1,
                             6.8718700749205790830e+2,
                             5.3941960214247511077e+3,
                             2.1213794301586595867e+4,
                             3.9307895800092710610e+4,
                             2.8729085735721942674e+4,
                             5.2264952788528545610e+3};
  static const double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                             3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                             2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static const double d[] = {1.0,
                             2.05319162663775882187e0,
                             1.67638483018380384940e0,
                             6.89767334985100004550e-1,
                             1.48103976427480074590e-1,
                             1.51986665636164571966e-2,
                             5.47593808499534494600e-4,
                             1.05075007164441684324e-9};
  static const double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                             2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                             2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static const double f[] = {1.0,
                             5.99832206555887937690e-1,
                             1.36929880922735805310e-1,
                             1.48753612908506148525e-2,
                             7.86869131145613259100e-4,
                             1.84631831751005468180e-5,
                             1.42151175831644588870e-7,
                             2.04426310338993978564e-15};
  if (!(p >= 0 && p <= 1)) return NAN;
  double q = p - 0.5;
  if (fabs(q) <= 0.425) return q * ratio(a, b, 0.180625 - q * q);
  double tail = q < 0 ? p : 1 - p;
  if (tail <= 0) return q < 0 ? -INFINITY : INFINITY;
  double r = sqrt(-log(tail));
  double z = r <= 5 ? ratio(c, d, r - 1.6) : ratio(e, f, r - 5);
  return q < 0 ? -z : z;
}

/* ---------------------------------------------------------------- distributions */

#define Z95 1.6448536269514722 /* of the standard normal at 95 % */

/* sigma^2 = ln(1 + s^2 / m^2) of the logarithm */
static double log_variance(const double *p)
{
  double ratio_of = p[1] / p[0];
  return log1p(ratio_of * ratio_of);
}

double twi_distribution_at(const twi_distribution *d, double u)
{
  const double *p = d->p;
  switch (d->kind) {
  case TWI_UNIFORM:
    return p[0] + u * (p[1] - p[0]);
  case TWI_TRIANGULAR: {
    /* F(x) = (x - a)^2 / ((b - a)(c - a)) below the likeliest b, 1 - (c - x)^2 / ((c - a)(c - b)) above it */
    double width = p[2] - p[0], left = p[1] - p[0], right = p[2] - p[1];
    if (width == 0) return p[0];
    return u * width <= left ? p[0] + sqrt(u * width * left) : p[2] - sqrt((1 - u) * width * right);
  }
  case TWI_NORMAL:
    return p[0] + p[1] * twi_normal_inverse(u);
  case TWI_LOGNORMAL: {
    /* ln X has mean ln m - sigma^2 / 2 */
    double variance = log_variance(p);
    return p[0] * exp(sqrt(variance) * twi_normal_inverse(u) - variance / 2);
  }
  case TWI_QUANTILES: {
    double z = twi_normal_inverse(u) / Z95;
    return p[1] + z * (z < 0 ? p[1] - p[0] : p[2] - p[1]);
  }
  default:
    return NAN;
  }
}

double twi_distribution_floored(const twi_distribution *d, double u, double floor, int *cut)
{
  double x = twi_distribution_at(d, u);
  *cut = x < floor;
  return *cut ? floor : x;
}

/* Quantiles: X = m + h |Z| with h = -l on one side and r on the other, l and r the halves' deviations;
 * E|Z| = sqrt(2 / pi). */
double twi_distribution_mean(const twi_distribution *d)
{
  const double *p = d->p;
  switch (d->kind) {
  case TWI_UNIFORM:
    return (p[0] + p[1]) / 2;
  case TWI_TRIANGULAR:
    return (p[0] + p[1] + p[2]) / 3;
  case TWI_QUANTILES:
    return p[1] + (p[0] + p[2] - 2 * p[1]) / Z95 * 0.3989422804014327; /* 1 / sqrt(2 pi) */
  default:
    return p[0];
  }
}

double twi_distribution_deviation(const twi_distribution *d)
{
  const double *p = d->p;
  switch (d->kind) {
  case TWI_UNIFORM:
    return (p[1] - p[0]) / sqrt(12);
  case TWI_TRIANGULAR: {
    double x = p[1] - p[0], y = p[2] - p[1], w = p[2] - p[0];
    return sqrt((x * x + y * y + w * w) / 36);
  }
  case TWI_QUANTILES: {
    double l = (p[1] - p[0]) / Z95, r = (p[2] - p[1]) / Z95, shift = twi_distribution_mean(d) - p[1];
    return sqrt((l * l + r * r) / 2 - shift * shift);
  }
  default:
    return p[1];
  }
}
