/* Diversification: what levers that move freely in a box are expected to gain, against the worst that can be lost. Inside
 * this room.
 *
 *   frontier_read.c    the section `frontier` of a decision
 *   frontier_cell.c    real income in every contingency at given levers, and its slopes: one transposed solve each
 *   frontier_sums.c    gain, losses, insurance, and the multiplier: arithmetic alone
 *   frontier_search.c  the largest gain under a bound, the least worst loss: by NLopt (absent: frontier_absent.c)
 *   frontier.c         the points, and what callers read
 *
 * symbol  word                                                                            shape     unit
 * u       share of the way that each lever goes, 0 to 1                                   [L]
 * W       100 ln real income of the region                                                [C]       per cent
 * slope   dW/du                                                                           [C][L]
 * p       probabilities                                                                   [C]
 * b       the contingency in which nothing happens
 *
 *   C(u) = sum c u, or c u^2        G(u) = sum_k p_k (W_k(u) - W_k(0)) - C(u)
 *   l_k(u) = W_b(u) - W_k(u)        worst l = max_k l_k (l_b is 0)        insurance sum_k p_k (l_k(0) - l_k(u))
 *   the frontier: most G with l_k <= bound for all k; its slope dG/dbound is the sum of the multipliers */
#ifndef TWI_CHOICE_FRONTIER_H
#define TWI_CHOICE_FRONTIER_H

#include "scenario/chosen.h"
#include "scenario/rules.h"

enum { TWI_MOST_FRONTIER_LEVERS = 16, TWI_MOST_FRONTIER_POINTS = 64 };

/* A lever as the file has it; texts belong to the tree. */
typedef struct twi_frontier_lever {
  const char *variable;
  const twi_yaml *node;
  twi_unit unit;
  double from, to; /* in what is stored: 25 % is 0.25 */
  double cost;     /* in per cent of real income, of the whole way */
  int quadratic;   /* 1: as the square of the way */
} twi_frontier_lever;

/* The section. */
typedef struct twi_frontier_asked {
  const twi_yaml *node; /* NULL: there is none */
  const char *region;   /* NULL: the one that the decision is about */
  int baseline, points, levers;
  twi_frontier_lever *lever;
  tw_scenario **cell; /* [contingencies] the top's rules, the contingency's, then those of the section */
} twi_frontier_asked;

/* A search. evaluate fills W and slope at u; it leaves W[0] NaN where some contingency has no certified equilibrium,
 * which ends the search. Equal u are evaluated once. */
typedef struct twi_frontier_work {
  tw_context *ctx;
  int levers, contingencies, baseline;
  const double *p;                /* [C] */
  const double *cost;             /* [L] per cent of the whole way */
  const unsigned char *quadratic; /* [L] */
  tw_status (*evaluate)(void *data, const double *u, double *W, double *slope);
  void *data;
  double *known; /* [room][L + C + C L] what was evaluated */
  size_t count, room;
  tw_status status; /* of what ended it */
  int failed;       /* 1: a contingency had no equilibrium */
} twi_frontier_work;

/* All that follows at one u. */
typedef struct twi_frontier_at {
  double gain, cost, insurance, worst;
  int binds; /* the contingency with the largest loss; the baseline where none loses */
  double slope_size; /* largest, over levers, of what the slopes of the gain are sums of */
  double gain_slope[TWI_MOST_FRONTIER_LEVERS];
  double loss[64], loss_slope[64][TWI_MOST_FRONTIER_LEVERS];
} twi_frontier_at;

void twi_frontier_work_free(twi_frontier_work *work);
/* Fills `at`; returns 0, or 1 when the work has failed or its status is an error. */
int twi_frontier_evaluate(twi_frontier_work *work, const double *u, twi_frontier_at *at);
/* Fills the multiplier of the bound (INFINITY: none) at u, the price of safety, and returns how far the conditions of
 * Karush, Kuhn and Tucker are from holding there, relative to what its largest slope is a sum of. */
double twi_frontier_price(const twi_frontier_work *work, const double *u, const twi_frontier_at *at, double bound,
                          double *price);
/* Returns how near to a bound a loss counts as on it. */
double twi_frontier_slack(double bound);

/* Both search from u [L] on, and leave the best there. The first: the largest gain with no loss above the bound
 * (INFINITY: none); the second: the least worst loss. They return the status of the work; TW_USAGE in a build without
 * NLopt. */
tw_status twi_frontier_most(twi_frontier_work *work, double bound, double *u);
tw_status twi_frontier_safest(twi_frontier_work *work, double *u);

/* One point. */
typedef struct twi_frontier_point {
  tw_frontier_point info;
  double *share, *amount; /* [L] */
  double *loss;           /* [C] */
} twi_frontier_point;
/* Fills points[]: where nothing is done, then from the largest gain to the least worst loss in `asked` steps; *count of
 * at most asked + 1. Each point's arrays have room. TW_OK also when the work failed. */
tw_status twi_frontier_walk(twi_frontier_work *work, int asked, twi_frontier_point *point, int *count);

/* What was found, of a verdict. */
typedef struct twi_frontier {
  tw_frontier_info info;
  twi_frontier_point *point; /* [info.points] */
  double *block;
} twi_frontier;

struct tw_decision;
struct tw_verdict;
/* Reads the section of a decision, if it has one. Frees what was read. */
tw_status twi_frontier_read(struct tw_decision *decision);
void twi_frontier_asked_free(tw_context *ctx, twi_frontier_asked *asked, int contingencies);
/* Makes the frontier of a verdict on a world, which owns it; leaves the verdict's outcome, with a message, where some
 * contingency has no certified equilibrium on the way. */
tw_status twi_frontier_make(struct tw_verdict *verdict, const tw_world *world);
void twi_frontier_free(tw_context *ctx, twi_frontier *frontier);

/* The equilibria behind a search: frontier_cell.c. */
typedef struct twi_frontier_cells {
  tw_context *ctx;
  const struct tw_decision *decision;
  const tw_world *world, *view; /* as given; with the products and elasticities that the decision chose */
  const tw_settings *settings;
  int region;
  tw_outcome outcome; /* <= 0: of what had no equilibrium */
  char message[512];
  double residual; /* largest of the transposed solves */
  int kinks;       /* points at which a limit just begins to bind */
  long solves;
} twi_frontier_cells;
/* What a search calls; data: the cells. */
tw_status twi_frontier_solve_cells(void *data, const double *u, double *W, double *slope);
/* Checks that the levers move wedges alone, at both ends of the box. */
tw_status twi_frontier_check_cells(twi_frontier_cells *cells);

#endif
