/* The core model: Caliendo and Parro (2015, REStud 82:1, doi 10.1093/restud/rdu035) in changes, with export taxes,
 * iceberg barriers and productivity. docs/model.md has the equations; core/residual.c evaluates them, the price index
 * of a market, revenue and sales among them.
 *
 * The equilibrium is a root of F(u) = 0, u = (ln w_hat, R, ln P_hat, Y):
 *
 *   F_w[d]    = sum_u v Y - w V - w V n                               factor market; n: the numeraire, core/closure.c
 *   F_R[d]    = tariff and export tax revenue - R
 *   F_P[d][s] = ln P(c) - ln P                                        price index: P(c)^-theta = sum_o pi (p k)^-theta
 *   F_Y[o][s] = sales at unit cost - Y
 *
 * with unit cost and spending eliminated, since they follow from the unknowns at once:
 *
 *   ln ct[o][s] = v ln w + sum_k a ln P               X[d][s] = sum_u a[d][u][s] Y[d][u] + alpha (w V L + R + D)
 *   ln c        = (1 + psi) ln ct - psi ln(Y / Y of the data) - ln A
 *   ln p        = ln c - ln g, g = 1 / (1 - subsidy)  ln L[d] = ln L0 + eps (ln w - sum alpha ln P)
 *
 * Where products have a supply of their own there are further unknowns and rows, ln of shares: core/supply.c.
 * With profits of products in the closure those from other regions, less the data's, are in R, too: core/profits.c.
 * psi (scale), eps (labour supply) and the CES form of ct (core/production.c) are off unless a closure asks for them;
 * wV below is w V L. The subsidy is paid from R.
 *
 * symbol    word                                                     shape       layout
 * kt        share numerator pi (k_hat)^-theta e^-kappa               [S][N][Np]  (s, o, d): rows are origins
 * kt1       kt / ((1+t')(1+e')): what the producer gets of it        [S][N][Np]
 * ke        kt1 e': what the exporter's treasury gets                [S][N][Np]  NULL: no export taxes
 * kappa     scale of a market, max over o of -theta ln k_hat         [S][Np]
 * z         (p_hat / e^m)^-theta, m the middle of ln p in a sector   [S][Np]
 * Sum       sum_o kt z: P_hat^-theta up to scale; inv: 1 / Sum       [S][Np]
 * q         X / Sum                                                  [S][Np]
 * B         sum_o kt1 (1+e') z: imports before tariff are B q        [S][Np]
 *
 * A sector with products (world/products.h) is a nest of them, products.h; its own kt and z are then those of all
 * its products together, and only the preconditioner uses them.
 *
 * Money is in units of world value added. Np and Sp are N and S rounded up to a multiple of 8; padding is 0. */
#ifndef TWI_MODEL_CORE_H
#define TWI_MODEL_CORE_H

#include "base/arena.h"
#include "base/pool.h"
#include "scenario/scenario.h"
#include "solve/problem.h"
#include "world/world.h"

typedef struct twi_core_products twi_core_products;

/* Sectors with a supply of each product of its own: core/supply.c has the formulas. K 0: none. A group is such a
 * product, or all others of its sector. */
typedef struct twi_core_supply {
  size_t K;
  twi_arena arena;
  int *group;         /* [G] of a product, -1: one cost in its sector */
  size_t *sector;     /* [K] rising */
  double *per_omega;  /* [K] 1 / (1 + omega) */
  unsigned char *made; /* [K][Np] */
  double *lnr;        /* [K][Np] ln of the share in the seller's receipts, of the data */
  double *x, *sales;  /* [K][Np] at the point of the last residual: ln of that share over the data's; sales at unit cost */
  double *tau;        /* [G][Np] x / (1 + omega) of a product: what its price has beyond cost */
  double *miss, *dx, *dsales, *kappa; /* [K][Np] work; kappa: of the preconditioner */
  double *in, *turned;                /* [n] work of the transposed */
} twi_core_supply;

typedef struct twi_core {
  tw_context *ctx;
  const tw_world *world;
  twi_pool *pool; /* used when a pass is long enough to pay */
  size_t N, S, Np, Sp;
  size_t n, at_R, at_P, at_Y, at_T; /* length of u, and where its parts start; at_T: those of own supply, if any */
  double total;               /* world value added of the data, in its money */

  /* data, region major [N][Sp] */
  double *a;                 /* [N][S][Sp] (region, user, input); with CES those of the point of the last residual */
  double *v, *alpha;         /* [N][Sp]; v as a; alpha of the policy in force */
  double *theta, *per_theta; /* [Sp]; 1 / theta */
  double *theta_o;           /* [S][Np] of a seller, in the preconditioner: theta but for sectors with products */
  double *V;                 /* [Np] */
  unsigned char *market;     /* [S][Np] 1: something is bought */
  unsigned char *maker;      /* [S][Np] 1: something is made */

  /* wedges in force */
  double *kt, *kt1, *ke;
  twi_arena taxes, subsidies; /* hold ke; g and lng: made when first needed */
  double *kappa;
  unsigned char *taxed; /* [S] 1: a tariff or export tax applies somewhere, so kt1 differs from kt */
  double *lnA;          /* [N][Sp] */
  double *lnL0;         /* [Np] endowment */
  double *g, *lng;      /* [S][Np] 1 / (1 - subsidy) and its logarithm; NULL: no subsidies */
  double *D;            /* [Np] deficits, when not proportional */
  double *transfer;     /* [Np] on top of them */
  double *ratio;        /* [Np] D/V of the data */
  int proportional;

  twi_core_products *products; /* NULL: the world has none */

  /* the closure; twi_core_set_closure. NULL or 0: off */
  const twi_closure *closure;
  const double *profit;     /* [G] borrowed: of sales of a product, core/profits.c */
  twi_core_supply supply;
  double fade; /* what is banned has a weight of (1 - share of the way)^fade: 1, with own supply more (core/supply.c) */
  twi_arena production;     /* holds the arrays of CES and scale */
  double *a0, *v0;          /* data, when a and v move with prices: [N][S][Sp], [N][Sp] */
  double *sigma, *sigma_in; /* [N][Sp] between value added and inputs, among inputs */
  double *turn; /* [N][Sp] sum_u a Y (1 - sigma_in): what a price turns buyers away from, core/production.c */
  double *turned, *bundle;   /* [N][Sp] work */
  double *psi, *lnY0;        /* [Sp]; [N][Sp] ln of output in the data */
  double *eps;               /* [Np] */
  double *closure_arrays[4]; /* sigma, sigma_in, psi, eps as carved, also while off */

  /* the point of the last residual; sector major [S][Np] */
  double *lnL;                               /* [Np] employment */
  double *w, *wV, *R, *Dw, *I;               /* [Np]; Dw: deficits at the point */
  double *profits, *profits_data, *dprofits; /* [Np] net, from other regions; of the data; slopes */
  double *lnc, *z, *Sum, *inv, *q, *X, *B, *Yn, *En, *Rm;
  double *m;                       /* [S] */
  double *lnPn, *Ynr, *Yin, *P_in; /* region major: new price, sales; output and ln P as given */
  double *rowY, *per_Y;            /* region major: sizes of the markets; 1 / size */
  int *block;                      /* [N] the first region of the block a region belongs to: core/closure.c */
  int blocks;
  double *block_V, *block_W, *block_rW, *block_dW,
      *block_drW;     /* [N] value added of the data, now; sums of r w V; slopes */
  double *gap, *dgap; /* [Np] n of a region's block, and its slope */

  /* work of the products, sector major */
  double *dlnc, *dX, *zd, *dS, *dB, *dq, *dY, *dE, *dRm, *dlnP;
  double *rY, *rP;                        /* region major */
  double *in;                             /* [at_T] of the transposed; with own supply supply.in */
  double *dlw, *dR, *dD, *rho, *dlv, *dI; /* dlv: of ln (w V L) */

  /* preconditioner at the point where it was made; region major */
  double *Kt;            /* [N][S][Sp] K transposed, K = Gamma (I - pi_dd Gamma)^-1 */
  double *h;             /* [N][Sp] domestic pass-through of wages to unit cost, and value-added content of output */
  double *home;          /* [N][Sp] pi_dd */
  double *Xhome, *Yp;    /* theta pi_dd X, theta Y */
  double *wVp, *respond; /* respond: of ln (w L) to ln w */
  double *LU, *Binv;     /* [N][Np] */
  int *pivot;
  double *factors;     /* [N][S][Sp] factors while K is made, then [N][S] pivots */
  long jvp, vjp, made; /* products made; preconditioners made */
} twi_core;

/* Zeroes the core and gives it its sizes; context, world and pool (NULL: none) are borrowed and must outlive it. */
void twi_core_init(twi_core *core, tw_context *ctx, const tw_world *world, twi_pool *pool);
/* Cuts all arrays out of the arena, which owns them (twice: see base/arena.h). */
void twi_core_carve(twi_core *core, twi_arena *arena);
/* Puts the data into the carved arrays, shares and money in units of world value added. TW_NO_MEMORY, where the world
 * has products, is the only error. */
tw_status twi_core_fill(twi_core *core);
/* Frees what was allocated outside the arena; the struct is the caller's. */
void twi_core_free(twi_core *core);
/* Takes the world's elasticities again, which may have changed in place. */
void twi_core_set_elasticities(twi_core *core);
/* Sets the closure that holds from now on, which is borrowed; NULL: the core's. n is then what that closure has.
 * TW_NO_MEMORY is the only error. */
tw_status twi_core_set_closure(twi_core *core, const twi_closure *closure);

/* Sets the wedges to the point `share` on the straight line in logs from one policy to another: 0 is `from`, 1 is `to`
 * exactly; final shares and transfers move linearly, what is banned fades (see fade). Deficits are those of `to`, unless
 * given [N] in the world's money: then they are held at that, with transfers in them. Nothing is kept of what is given;
 * TW_NO_MEMORY is the only error. */
tw_status twi_core_load(twi_core *core, const twi_wedges *from, const twi_wedges *to, double share,
                        const double *deficits);
/* Fills moving [S][N] with 1 for the rows of flows (of a sector, or of one of its products, to a buyer) whose wedges are not the
 * same in both, where something is sold. Returns 1 when there are any. */
int twi_core_find_moving(const twi_core *core, const twi_wedges *from, const twi_wedges *to, unsigned char *moving);
/* Goes to another share of the line that was loaded last, between the same two policies: does what twi_core_load does,
 * but leaves the flows that stay. */
tw_status twi_core_load_moving(twi_core *core, const twi_wedges *from, const twi_wedges *to, double share,
                               const double *deficits, const unsigned char *moving);

/* Fills u [n] with "nothing has changed" for the data: hats of one, output and revenue as in the data. */
void twi_core_start(const twi_core *core, double *u);

/* Returns the problem for the solvers, which borrows the core: rows of F relative to w V and Y, with the
 * preconditioner. */
twi_problem twi_core_problem(twi_core *core);

/* Makes the rows of f [n] relative, as the problem has them, in place. */
void twi_core_scale_rows(const twi_core *core, double *f);

/* Kernels on plain vectors [n] (not scaled), for tests and derivatives. The first fills f = F(u), and returns 1 when u
 * lies outside the domain; the others fill y = J x and x = J' y at the point of the last residual. */
int twi_core_residual(twi_core *core, const double *u, double *f);
void twi_core_jvp(twi_core *core, const double *x, double *y);
void twi_core_vjp(twi_core *core, const double *y, double *x);
/* Fills f [n] = dF/dshare at fixed u along the line of twi_core_load at `share`, at the point of the last residual;
 * deficits_slope [N] in the world's money, transfers included, or NULL. */
void twi_core_shock(twi_core *core, const twi_wedges *from, const twi_wedges *to, double share,
                    const double *deficits_slope, double *f);
/* Slopes of the logarithms of a flow's wedges by share, at `share` of the way from one policy to another: T of 1+t, E
 * of 1+e, d of the barrier, b of demand. flow: its cell; theta: of its market. */
typedef struct twi_flow_slopes {
  double T, E, d, b;
} twi_flow_slopes;
twi_flow_slopes twi_core_flow_slopes(const twi_core *core, const twi_wedges *from, const twi_wedges *to, double share,
                                     double theta, size_t flow);

/* Makes the preconditioner at the point of the last residual. */
void twi_core_make_preconditioner(twi_core *core);

/* Shared between the kernels. Does work(data, task) for each task, by the pool where that pays; the same bits either
 * way. */
void twi_core_run(const twi_core *core, size_t tasks, void (*work)(void *, size_t), void *data);
/* Numeraire and deficits (core/closure.c has the formulas): the blocks, of the data; n of each block and the deficits
 * at the point; their slopes dgap, dD for slopes dlw [N] of ln w; the adjoint, added to bar_w [N], from bars of F_w and
 * of D. */
void twi_core_find_blocks(twi_core *core);
void twi_core_close(twi_core *core);
void twi_core_close_slope(twi_core *core, const double *dlw);
void twi_core_close_adjoint(twi_core *core, const double *bar_F, const double *bar_D, double *bar_w);
/* Profits (core/profits.c has the formulas), where c->profit is set: fills net [N] with what regions receive of others,
 * less what they pay, of sales of products Y [G][Np], or of their slopes; and profits_data with that of the data. */
void twi_core_profits(const twi_core *core, const double *Y, double *net);
void twi_core_data_profits(twi_core *core);
/* Own supply (core/supply.c has the formulas), where c->supply.K > 0. The first makes the groups of a closure, NULL: none,
 * and sets n. The point: the second takes x of the unknowns, the third fills the rows of f. Slopes: prices of products
 * from dx [K][Np], rows of y from p->dY, dY [N][Sp] and dx, NULL: 0. The adjoint: what sales of a product enter; then
 * the rest, added to x. The preconditioner is made, and leaves supply.dx for what the core's part has left. */
tw_status twi_supply_set(twi_core *core, const twi_closure *closure);
void twi_supply_take(twi_core *core, const double *u);
void twi_supply_rows(twi_core *core, double *f);
void twi_supply_prices_slope(twi_core *core, const double *dx);
void twi_supply_rows_slope(twi_core *core, const double *dx, const double *dY, double *y);
double twi_supply_sales_bar(const twi_core *core, const double *y, size_t g, size_t o);
void twi_supply_adjoint(const twi_core *core, const double *y, double *x);
void twi_supply_make_preconditioner(twi_core *core);
void twi_supply_precondition(twi_core *core, const double *r);
/* The same read backwards: m of its part from g [n], and what g is to the core's part, in supply.turned. scaled: the rows
 * of g are, as transposed.c says. */
void twi_supply_precondition_transposed(twi_core *core, const double *g, int scaled, double *m);
/* The first pass of twi_core_jvp: leaves the slopes of unit costs and spending, dlnc and dX, and dlv, for those of the
 * unknowns. */
void twi_core_costs_slope(twi_core *core, const double *x);
/* The derivative through the flows of one sector, given dlnc and dX: fills dlnP, dY, dRm, dE of the sector. */
void twi_core_flows_slope(twi_core *core, size_t s);
/* The flows of one market to one buyer, put in force at a share of the way between two policies: kt, kt1 and ke (NULL:
 * none) of seller i are at i times `stride`. scale: 1 / spending of the market in the data, 0: nothing is bought.
 * Returns 1 when a tariff or an export tax applies; *kappa is its scale. core/setup.c */
typedef struct twi_load {
  twi_core *core;
  const twi_wedges *from, *to;
  double share;
  const unsigned char *moving; /* [S][N] rows to load; NULL: all */
} twi_load;
int twi_core_load_row(const twi_load *load, size_t first, size_t count, double theta, double scale, size_t stride,
                      double *kt, double *kt1, double *ke, double *kappa);
/* Returns a factor at a share of the way, linear in its logarithm. */
double twi_factor_on_the_way(double from, double to, double share);
/* Make g and lng, and ke, which are then the core's; what is there stays. TW_NO_MEMORY is the only error. */
tw_status twi_core_make_subsidies(twi_core *core);
tw_status twi_core_make_export_taxes(twi_core *core);
/* Production of a region (core/production.c has the formulas): fills lnct [Sp] with bundle costs at a wage and prices
 * lnP [Sp], and puts the cost shares there into a and v. */
void twi_core_mix(twi_core *core, size_t region, double lnw, const double *lnP, double *lnct);
/* Adds to dX [Sp] the slope of spending on inputs, and returns that of labour demand, beyond those with fixed shares.
 * work: [Sp]. */
double twi_core_mix_slope(const twi_core *core, size_t region, double dlw, const double *dlnP, const double *dlnct,
                          double *dX, double *work);
/* Turns dlnc [Sp], on entry the slope of ln ct, into that of ln c: (1 + psi) dln ct - psi dY / Y. */
void twi_core_scale_slope(const twi_core *core, size_t region, const double *dY, double *dlnc);
/* The first fills lnL [N] with employment at wages and prices, ln L = ln L0 + eps (ln w - sum alpha ln P); the second
 * returns its slope for a region. */
void twi_core_labour(twi_core *core, const double *u);
double twi_core_labour_slope(const twi_core *core, size_t region, double dlw, const double *dlnP);

#endif
