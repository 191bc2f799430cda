/* The program of a state in the solver's own arrays: scaled, what is fixed taken out. Inside this room.
 *
 * symbol   word                                                shape
 * x, s     flow; what a unit at its floor loses (kappa)         [R] routes
 * g, l, mu output, its dual at 0, capacity rent                 [B] blocks
 * A, P     what arrives; willingness to pay: A + y = D(P)       [D] buyers
 * rho      rent of the limit on A: P = p + rho                  [D]
 * y, ly, nu the backstop's part, its duals at 0 and at its size [D]
 * t, zeta  room left, toll                                      [K] rows
 * lam, p   netback, price                                       [O], [D]
 * c, alpha cost of a way; 1 / (1 + tax): lam + c + w X - alpha p = s      [R]
 * w        stiffness and conjecture: phi + theta b              [P] pairs
 *
 * Each bound has a gap (how far the variable is from it) and a dual. All of them stand in two arrays, gap and dual, so
 * that what is done to all bounds is one loop: routes, blocks at 0, blocks at capacity, buyers at their limit,
 * backstops at 0, backstops at their size, rows, floors of pairs with several routes. A bound that there is not has
 * gap 1 and dual 0.
 *
 * What has no interior is taken out before: a supplier whose floors take all its capacity, a row that its floors fill,
 * a buyer whose limit is its floors. Their routes are held at the floor, and their multipliers come last. */
#ifndef TWI_MARKET_KERNEL_H
#define TWI_MARKET_KERNEL_H

#include "base/arena.h"
#include "market/market.h"

/* Of a sum of routes that is held: its multiplier follows the sum less the floor, over this. */
#define TWI_KERNEL_PENALTY 1e-5

/* The matrix of the multipliers: suppliers are a diagonal, buyers and rows the rest.
 *
 *   [ diag  B ] [ a ]   [ ra ]
 *   [ C'    S ] [ b ] = [ rb ]     a of suppliers, b of buyers and then rows */
typedef struct twi_normal {
  int O, n;
  size_t stride;
  double *diag, *B, *C, *S; /* [O], [O][stride], [O][stride], [n][stride] */
  double *ra, *rb;          /* [O], [stride]: right side, then the solution */
  int *pivot;
} twi_normal;

typedef struct twi_kernel {
  const twi_market_state *state;
  int O, D, K, B, P, R;
  double quantity_scale, price_scale; /* powers of two */
  int linear, taxed;
  /* what there is */
  int *route_at, *pair_at, *row_at; /* [R], [P], [K] index in the state; those that are not used are left out */
  int *o, *d, *pair;                /* [R] */
  double *c, *alpha, *low;          /* [R] */
  unsigned char *held;              /* [R] 1: at its floor, whatever the prices are */
  unsigned char *fixed; /* [P] 1: the routes together are at the floor of the pair, whatever the prices are */
  int *first_row;       /* [R + 1] into row_of, use */
  int *row_of;
  double *use;
  int *first_route;                               /* [P + 1] */
  double *stiff, *ref, *theta, *floor;            /* [P] floor: of a pair with several routes, else 0 */
  int *block_o;                                   /* [B] */
  double *cap, *mc, *slope;                       /* [B] */
  double *z0, *p0, *eps, *limit, *ceiling, *size; /* [D] */
  double *Z;                                      /* [K] */
  unsigned char *dead_o, *dead_d, *dead_k;        /* taken out */
  /* where it stands */
  double *x, *g, *A, *y, *P_, *lam, *p, *zeta, *kf; /* one block of point_size; kf: dual of the floors of pairs */
  double *point, *kept;                             /* the block, and a copy to go back to */
  size_t point_size;
  double *w, *X, *b, *slope_b;              /* [P], [P], [D] b = -P'(z), [D] db / dP */
  double *Q, *bend_P;                       /* [D] -1 / D'(P), work */
  double *gap, *dual, *dgap, *ddual, *bend; /* [bounds] bend: second-order correction */
  double *best;                             /* [point_size + 2 bounds] for twi_kernel_save */
  unsigned char *bound;                     /* [bounds] 1: there is one */
  size_t bounds, at_g0, at_g1, at_A, at_y0, at_y1, at_t, at_f;
  double *dx, *dg, *dA, *dy, *dP, *dlam, *dp, *dzeta;
  double *rx, *rg, *rP, *rD, *ry, *ro, *rd, *rk;                /* residuals */
  double *hx, *hg, *hA, *hy;                                    /* work */
  double *dkf;                                                  /* [P] */
  double *pair_work;                                            /* [2 K] */
  int *every_row;                                               /* [K] 0, 1, … */
  double *pass;                                                 /* [D] dP / dp */
  unsigned char *set_x, *set_g, *set_A, *set_y, *set_t, *set_f; /* finish.c: what is free, what at which bound */
  twi_normal normal;
} twi_kernel;

/* program.c: cuts the arrays out of the arena, then fills them of the state; *outcome is TW_NOT_SOLVED where there is
 * something to solve, TW_NO_SOURCE where a buyer is left without supply. Whether nothing reaches one. */
void twi_kernel_carve(twi_kernel *k, twi_arena *arena, const twi_market_state *state);
void twi_kernel_fill(twi_kernel *k, const twi_market_state *state, tw_outcome *outcome);
int twi_kernel_nothing_reaches(const twi_kernel *k, int buyer);
/* Keeps a copy of where it stands, and goes back there. */
void twi_kernel_save(twi_kernel *k);
void twi_kernel_restore(twi_kernel *k);
/* give.c: puts where the kernel stands into a solution, whose arrays have room, in the state's units, and gives what
 * was taken out its multipliers. */
void twi_kernel_give(twi_kernel *k, twi_market_solution *solution);
/* Demand: D(P), and D'(P) into *slope. */
double twi_kernel_demand(const twi_kernel *k, int d, double P, double *slope);
/* P(z), what a unit is worth at a quantity. */
double twi_kernel_worth(const twi_kernel *k, int d, double z);
/* Fills b = -P'(z) and its derivative from P of all buyers, and w of all pairs. */
void twi_kernel_slopes(twi_kernel *k);

/* normal.c: zeroes the matrix; adds a route of pair (o, d) with the weight 1 / H, its price coefficient beta and its
 * rows; adds what routes of one pair differ in, with room for K numbers in work; factors (returns how many pivots had
 * to be made up); solves for ra, rb in place. */
void twi_normal_clear(twi_normal *m);
void twi_normal_add(twi_normal *m, int o, int d, double weight, double beta, int rows, const int *row,
                    const double *use, int D);
void twi_normal_spread(twi_normal *m, double weight, int rows, const int *row, const double *use, const double *mean,
                       int D, int K, double *work);
int twi_normal_factor(twi_normal *m);
void twi_normal_solve(twi_normal *m);

/* equations.c: fills the residuals of the interior point's equations; the highest price, at least 1; the largest of the
 * residuals, prices relative to that level. */
void twi_interior_residuals(twi_kernel *k);
double twi_interior_level(const twi_kernel *k);
double twi_interior_largest(const twi_kernel *k, double level);
/* start.c: a point inside. interior.c: one step of the interior point; returns the mean of gap times dual after it, and
 * *residual, the largest of the equations; prices in both relative to their level. -1: no step is possible. */
void twi_interior_start(twi_kernel *k);
double twi_interior_step(twi_kernel *k, double *residual);
/* near.c: the kernel at the solution of another state of the same market, with the bounds that hold there. */
void twi_kernel_start_near(twi_kernel *k, const twi_market_state *state, const twi_market_solution *solution);
/* finish.c: from where the interior point stands, Newton on the equations of the bounds that seem to hold, changing
 * them until they agree with the signs. Returns 1 when it settled, 0 when not (then k is as it was). *rounds is added
 * to. careful: slower, and surer. */
int twi_finish(twi_kernel *k, int careful, int *rounds);

#endif
