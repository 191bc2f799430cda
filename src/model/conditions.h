/* Conditions joined to the core: quantity limits, targets, rigid wages, transfers in proportion to income. Each has an
 * unknown x that moves wedges, and measures something of the equilibrium; solve/border.h solves both together. A quota
 * enters the residual in conditions/conditions.c, where its gap is made.
 *
 * symbol   word                                                              shape
 * x        size of the instrument: ln(1 + rent), -ln(1 - subsidy) …          [m]
 * measure  ln of a volume, a price, real income …; money for transfers       [m]
 * goal     what it is to be, less, or more                                   [m]
 * omega    reference price of each thing measured, so that volumes add up    by condition, as many as cells
 *
 * A rent whose owner is neither the importer nor the exporter reaches it through a further unknown, the money: a row
 * `rent` of the list, added here for each region that collects it. */
#ifndef TWI_MODEL_CONDITIONS_H
#define TWI_MODEL_CONDITIONS_H

#include "model/core.h"
#include "solve/border.h"

enum {
  TWI_MEASURE_RENT = 100, /* measure of an added row: money that the rent of another condition brings */
  TWI_MEASURE_GDP = 101,  /* of no row: ln of a region's GDP at market prices, w V + R less net profits from others */
  TWI_MEASURE_REAL_GDP    /* of no row: growth of it at constant prices, which has slopes and no level: 0 */
};

/* One flow that an instrument moves, in the market it belongs to. */
typedef struct twi_moved_flow {
  int condition;
  size_t market, o; /* index into markets; SIZE_MAX: of a product */
  size_t s;
  size_t g, d, at;     /* of a product: it, the buyer, the place among flows of products */
  double as_loaded[3]; /* kt, kt1, ke of that without the instruments */
} twi_moved_flow;

struct twi_seeds; /* model/adjoint.h */
struct twi_directs;

typedef struct twi_conditions {
  twi_core *core;
  twi_border border;
  twi_arena arena;
  int m, given;                  /* all; those of the policy, which come first */
  twi_condition *all;            /* [m]; cells of the policy's are borrowed, those of added rows owned */
  int *of;                       /* [m] of an added row: the condition whose rent it is; else -1 */
  unsigned char *kind;           /* [m] twi_row */
  double **omega;                /* [m][count] */
  double *reference;             /* [m] measure in the reference equilibrium */
  double *measure;               /* [m] at the point of the last residual */
  double *goal, *start, *target; /* [m] in force; at share 0; at share 1 */
  double *scale;                 /* [m] of rows in money: 1 / value added of the payer */
  double share;
  twi_moved_flow *moved;
  size_t moves;
  size_t *market; /* [markets] s Np + d */
  size_t markets;
  double *row;                         /* [markets][3][N] kt, kt1, ke without the instruments */
  double *lnA, *lng, *lnL0, *transfer; /* as loaded: [N][Sp]; [S][Np]; [Np]; [Np] */
  double *lnA_g, *lng_g;               /* of products [G][Np] */
  double *f;                           /* [n] work */
} twi_conditions;

/* Sets them up for a policy's list, which is borrowed, as is the core; the caller frees them. The core stands at the
 * reference equilibrium (last residual). Real incomes and wages are compared at the final shares of the policy's
 * wedges. TW_NO_MEMORY is the only error. */
tw_status twi_conditions_new(twi_core *core, const twi_wedges *policy, const twi_condition *list, int count,
                             twi_conditions **out);
void twi_conditions_free(twi_conditions *conditions); /* NULL is allowed */
/* After twi_core_load: keeps a copy of the wedges, which are without instruments. share of the shock: goals lie between
 * where the start was and the target. */
void twi_conditions_take(twi_conditions *conditions, double share);
/* Takes where the conditions stand at the core's point as the start of goals. */
void twi_conditions_start_here(twi_conditions *conditions);
/* Returns how many of them are limits; of several some may be on the same thing. */
int twi_conditions_limits(const twi_conditions *conditions);
/* Returns the problem in (u, x), which borrows the conditions. */
twi_problem twi_conditions_problem(twi_conditions *conditions);
/* Makes a copy of the policy's wedges, which the caller frees, with the instruments at x [m] put in place; the formulas
 * are in conditions/freeze.c. TW_NO_MEMORY is the only error. */
tw_status twi_conditions_freeze(const twi_conditions *conditions, const double *x, const twi_wedges *policy,
                                twi_wedges *out);

/* Shared between the files. The first two (conditions/measure.c, with the formulas) return measure k at the point of
 * the last residual, and its slope for the vector of the last product; direct: the condition whose instrument is moved
 * itself, -1: none. x [m]: sizes of the instruments. */
double twi_conditions_measure(const twi_conditions *conditions, int k, const double *x);
double twi_conditions_price(const twi_conditions *conditions, int k,
                            size_t cell); /* ln, in which cells of k are valued */
double twi_conditions_slope(const twi_conditions *conditions, int k, int direct, const double *x);
/* The same of a measure that is of no condition's row, omega [count] the prices of its cells (NULL: 1): its value and
 * its slope. The third is how the instrument of condition j moves it at fixed u; it writes the core's slopes. */
double twi_measure_value(const twi_core *core, const twi_condition *condition, const double *omega);
double twi_measure_slope(const twi_conditions *conditions, const twi_condition *condition, const double *omega,
                         int direct);
double twi_conditions_direct(twi_conditions *conditions, int j, const twi_condition *condition);
/* conditions/seed.c: adds to seeds, and to the directs of flows (NULL: not asked for), weight times the derivative of
 * the logarithm (of an income: the money) that a condition measures, omega [count] its prices (NULL: 1); and weight times
 * that of the gap of condition k at fixed sizes. */
void twi_measure_seed(const twi_core *core, const twi_condition *condition, const double *omega, double weight,
                      struct twi_seeds *seeds, struct twi_directs *directs);
void twi_conditions_seed(const twi_conditions *conditions, int k, double weight, const double *sizes,
                         struct twi_seeds *seeds, struct twi_directs *directs);
/* The transposed system with the conditions' rows, at the linearization of the bordered problem, which the caller has
 * made current (residual, preconditioner, linearize): conditions/transposed.c. */
typedef struct twi_conditions_transposed twi_conditions_transposed;
tw_status twi_conditions_transposed_new(twi_conditions *conditions, twi_conditions_transposed **transposed);
void twi_conditions_transposed_free(twi_conditions_transposed *transposed);
twi_problem twi_conditions_transposed_problem(twi_conditions_transposed *transposed);

/* conditions/columns.c: puts the instruments at x [m] into the core's wedges, from those that were taken; and fills B
 * and E as solve/border.h says (data: the conditions). */
void twi_conditions_apply(twi_conditions *conditions, const double *x);
void twi_conditions_columns(void *data, const unsigned char *needed, double *B, double *E);

#endif
