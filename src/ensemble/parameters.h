/* The uncertain parameters of a study: the `range` section of a scenario (docs/formats.md) seen against a world. */
#ifndef TWI_ENSEMBLE_PARAMETERS_H
#define TWI_ENSEMBLE_PARAMETERS_H

#include "base/digest.h"
#include "ensemble/sample.h"
#include "indicator/outcome.h"
#include "scenario/rules.h"
#include "world/world.h"

typedef enum twi_parameter_kind { TWI_PARAMETER_ELASTICITY, TWI_PARAMETER_VARIABLE } twi_parameter_kind;

typedef struct twi_parameter {
  char *name;       /* "elasticity of C29", "car_duty" */
  twi_texts titles; /* of a variable that has a title; else text NULL */
  twi_parameter_kind kind;
  int sector;   /* of an elasticity, that of the first that it moves; -1 else */
  int variable; /* of a variable: index into `variable` below; -1 else */
  /* Of an elasticity: which it moves (below), and what each is drawn from, all at the same point. */
  int members, *member;
  twi_distribution *own;
  twi_distribution distribution; /* that of all; where they differ, that of a factor on each */
  double central; /* the world's elasticity (NAN: several that differ, 1: of a factor), or the value of the variable */
  twi_unit unit;  /* of a variable; numbers are stored as amounts are: 25 pp is 0.25 */
  char currency[4]; /* of money */
  char *source;     /* where the distribution comes from, in words; never NULL */
} twi_parameter;

typedef struct twi_parameters {
  tw_context *context;
  int count;
  twi_parameter *parameter; /* elasticities in the order of sectors, then variables in that of the file */
  int variables;
  const char **variable; /* names [variables], as twi_scenario_vary takes them; borrowed from the scenario */
  /* The world's trade elasticities, in one list: of sectors [S], products [G]; then eta between products in sectors [S]
   * and families, which are drawn as elasticities of substitution 1 + eta. Without products the first alone. */
  int elasticities, sectors, products;
  double *theta; /* [elasticities] */
  int *follows;  /* [products] the sector whose draws it goes with in proportion; -1: it has a number of its own */
  size_t draws, drivers;
  uint64_t seed;
  double floor;
  int outcomes;
  twi_outcome *outcome; /* those that the section range names */
  int assumed;          /* 1: there is no range section, the spread is an assumption */
  char **note;          /* sentences that go with the answer: what is assumed, what has no estimate; owned */
  int notes;
} twi_parameters;

enum { TWI_DEFAULT_DRAWS = 500, TWI_DEFAULT_DRIVERS = 128, TWI_DEFAULT_SEED = 1, TWI_MOST_DRAWS = 10000000 };
#define TWI_DEFAULT_SPREAD 0.25
#define TWI_DEFAULT_FLOOR  0.5

/* Reads them; the caller frees them. The scenario must outlive the parameters, the world need not. Errors: TW_BAD_INPUT
 * with file, line and column. */
tw_status twi_parameters_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world,
                             twi_parameters **parameters);
void twi_parameters_free(twi_parameters *parameters);
/* range_key.c: "uniform between 15 pp and 35 pp", which the caller frees; NULL: out of memory. */
char *twi_distribution_words(tw_context *ctx, const twi_distribution *distribution, twi_unit unit, const char *currency);

/* Returns 1 when the range section names variables, be they of this scenario or not. */
int twi_names_variables(const twi_range *range);
/* Writes the digest of every number that draws depend on: range_key.c. */
tw_status twi_parameters_digest(tw_context *ctx, const twi_parameters *parameters, char text[TWI_DIGEST_TEXT]);

/* Returns how many elasticities a world has; fills them in, as they are listed above. */
int twi_elasticities_count(const tw_world *world);
void twi_elasticities_of(const tw_world *world, double *theta);
/* Fills in the parameters at a point: u [count] in (0, 1); theta [elasticities] (the world's where nothing is drawn), value
 * [variables]; cut [count], NULL or set to 1 where an elasticity was raised to the floor, to 0 elsewhere. Returns how
 * many were. */
int twi_parameters_point(const twi_parameters *parameters, const double *u, double *theta, double *value,
                         unsigned char *cut);
/* Fills u [count] with draw `index` of `draws`: the point of the Latin hypercube. */
void twi_parameters_draw(const twi_parameters *parameters, size_t index, double *u);
/* Fills u [count] with a task of the design of the drivers, of twi_driver_tasks(drivers, count). */
void twi_parameters_driver(const twi_parameters *parameters, size_t task, double *u);

#endif
