/* The list of variants under way. Inside reconcile*.c. */
#ifndef TWI_COMPARE_RECONCILE_VARIANTS_H
#define TWI_COMPARE_RECONCILE_VARIANTS_H

#include "compare/reconcile.h"

enum { TWI_MOST_VARIANTS = 48, TWI_MOST_TABLES = 20 };
/* The largest psi theta: at 1 and above an equilibrium need not be the only one, and near it none may be found. */
#define TWI_MOST_SCALE 0.5

/* TWI_OWN_ELASTICITIES: the whole world where the scenario chooses other elasticities. */
typedef enum twi_shape { TWI_ONE_SECTOR, TWI_NO_INPUTS, TWI_ONE_ELASTICITY, TWI_OWN_ELASTICITIES, TWI_WHOLE } twi_shape;
enum { TWI_PART_PRODUCTION = 1, TWI_PART_SCALE = 2, TWI_PART_LABOUR = 4, TWI_PART_LIMITS = 8, TWI_PART_PROFITS = 16, TWI_PART_SUPPLY = 32 };

/* A variant of the chain: the whole of what it is, and in `added` the part of the closure that is new in it. */
typedef struct twi_step {
  const char *name;
  twi_shape shape;
  twi_deficits base, new_;
  unsigned parts, added;
} twi_step;

struct tw_reconciliation {
  tw_context *ctx;
  const tw_world *world; /* the caller's, or `view` */
  tw_world *view;        /* with the products and elasticities that the scenario chose; NULL: the world's own hold */
  tw_world *own;         /* with the products alone, where elasticities are chosen as well; NULL: not made */
  char *name, *title, *sha256;
  tw_result *run; /* the scenario as it is */
  tw_settings settings;
  tw_reconcile options;    /* without the file's name: it is in `given` */
  twi_scenario_file given; /* elasticities to compare with, of a file; name NULL: none */
  char *given_set;         /* the same, of a set of the world; NULL: none */
  double seconds;
  double elasticity;
  int year, count;
  tw_variant variant[TWI_MOST_VARIANTS];
  char *text[TWI_MOST_VARIANTS][4]; /* title, what, lacks, message */
  char table[TWI_MOST_TABLES][96];  /* names of variants with checked-in elasticities and sets */
  double *values;                   /* [TWI_MOST_VARIANTS][2][N] real income, change */
};

typedef struct twi_variants {
  tw_context *ctx;
  const tw_world *world; /* with the elasticities of the run */
  const tw_world *own;   /* with the world's own: another one where the scenario chose a set */
  const tw_scenario *scenario;
  const tw_reconcile *options;
  const twi_scenario_file *stored; /* what the file of options->elasticities was; NULL: read it */
  tw_settings settings;            /* of the variants: without the decomposition */
  tw_reconciliation *out;
  double theta;
  tw_result *run;      /* out's */
  twi_closure closure; /* the scenario's */
  twi_deficits base_deficits, new_deficits;
  int conditions, runs_at; /* runs_at: index of the run */
  int given, tables;       /* sectors that other elasticities are given for; checked-in tables */
  const char *given_by;
  int of_table; /* they are of a checked-in table */
  tw_world *one_sector, *no_inputs, one_elasticity;
} twi_variants;

/* Does as tw_reconcile_run with the text of the file of elasticities: nothing is read from the disk. NULL: as that. */
tw_status twi_reconcile_again(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                              const tw_settings *settings, const tw_reconcile *options,
                              const twi_scenario_file *elasticities, tw_reconciliation **out);

/* Makes the smaller worlds and the room for results; what it makes is freed by who made the list. */
tw_status twi_variants_new(twi_variants *variants);
/* Fills in and counts the steps of the chain, the run the last; room for TWI_MOST_VARIANTS. */
int twi_variants_steps(const twi_variants *variants, twi_step *steps);
/* Takes the numbers of a result over. first_order: that welfare instead of the exact one. */
tw_status twi_variants_add(twi_variants *variants, const twi_step *step, const tw_result *result, int first_order,
                           int in_chain, int is_run);
/* Links each variant to the one that it departs from, and takes the differences. */
tw_status twi_variants_finish(twi_variants *variants);

/* Other elasticities, reconcile_elasticities.c. theta [S] of a checked-in table: means, or medians; sectors that it
 * does not have keep the world's. The table is read as the `range` section of a scenario reads it. Adds to
 * variants->given the sectors that have another one. */
tw_status twi_variants_read_table(twi_variants *variants, const char *name, double *theta);
/* Keeps the text of the file of the options, unpacked, for run.json and to be read from; or as it was there. It is the
 * reconciliation's, which frees it. */
tw_status twi_variants_keep_file(twi_variants *variants);
/* theta [S] of a set of the world; sectors that it does not have keep the world's. Counts in variants->given. */
tw_status twi_variants_read_set(twi_variants *variants, const char *set, double *theta);
/* theta [S] of the file that was kept; sectors that it does not have keep the world's. Counts in variants->given. */
tw_status twi_variants_read_file(twi_variants *variants, double *theta);

#endif
