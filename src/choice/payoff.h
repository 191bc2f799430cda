/* Choices under uncertainty: payoffs of levers (what one chooses) in contingencies (what one does not), and what
 * follows from them. Pure arithmetic; knows neither economics nor files.
 *
 *   P [L][C]     payoff of lever l in contingency c, more is better; finite
 *   q [C]        probabilities, they sum to 1
 *   X [D][L][C]  payoffs in draws of what else is uncertain
 *
 * Ties go to the lever that comes first. */
#ifndef TWI_CHOICE_PAYOFF_H
#define TWI_CHOICE_PAYOFF_H

#include <stddef.h>

/* Fills in regret [L][C] = max over levers of P minus P: what is lost by not having known. */
void twi_payoff_regret(int levers, int contingencies, const double *payoff, double *regret);
/* Fills in largest [L]: of each lever over the contingencies; NULL: not wanted. Returns the lever whose largest regret
 * is least. */
int twi_payoff_minimax(int levers, int contingencies, const double *regret, double *largest);
/* Fills in expected [L] = sum q P; NULL: not wanted. Returns the lever where it is largest. */
int twi_payoff_expected(int levers, int contingencies, const double *payoff, const double *q, double *expected);

/* How one lever stands to another over all contingencies (and draws: tables of [L][C] one after another). */
typedef enum twi_dominance {
  TWI_NOT_DOMINATED,
  TWI_THE_SAME,           /* equal everywhere */
  TWI_DOMINATED_WEAKLY,   /* nowhere better, somewhere worse */
  TWI_DOMINATED_STRICTLY, /* everywhere worse */
} twi_dominance;
/* Returns how a lever stands to another. Differences up to `tie` count as none. */
twi_dominance twi_payoff_dominance(int levers, int contingencies, size_t tables, const double *payoff, double tie,
                                   int lever, int other);

/* The line along which one contingency's probability p goes from 0 to 1 while the others keep their proportions (equal
 * ones where q of that contingency is 1). The gain of `chosen` over `rival` is with + p (alone - with), linear. */
typedef struct twi_flip {
  double alone;  /* the gain at p = 1: in this contingency */
  double others; /* the gain at p = 0 */
  int flips;     /* 1: the gain changes its sign at p */
  double p;      /* NAN without a flip */
  int above;     /* 1: the rival is better above p; 0: below */
} twi_flip;
twi_flip twi_payoff_flip(int levers, int contingencies, const double *payoff, const double *q, int chosen, int rival,
                         int contingency);
/* Where on that line no other lever has more than `chosen`: low to high, and who takes over there (-1: nobody, the end
 * of the line). Empty (low NAN) when another is better at q already. */
typedef struct twi_stay {
  double low, high;
  int below, above;
} twi_stay;
twi_stay twi_payoff_stay(int levers, int contingencies, const double *payoff, const double *q, int chosen,
                         int contingency);

/* What perfect information is worth, in units of the payoff: how much the best choice is expected to bring more when
 * it may follow what was learned. mean [L][C] is the mean of the draws. */
typedef struct twi_information {
  double contingency; /* sum_c q max_l P - max_l sum_c q P, P the mean of the draws */
  double draw;        /* mean_i max_l sum_c q X_i - max_l sum_c q P; NAN without draws */
  double both;        /* mean_i sum_c q max_l X_i - max_l sum_c q P; NAN without draws */
} twi_information;

/* What draws come to, a few at a time: all 0 at first, best and largest [L] the caller's. */
typedef struct twi_payoff_sums {
  size_t draws;
  double one, both; /* sums of max_l sum_c q X and of sum_c q max_l X */
  double *best;     /* draws in which the lever has the largest expected payoff; levers that tie share a draw */
  double *largest;  /* regret over all contingencies and draws */
} twi_payoff_sums;
/* Adds draws to the sums, */
void twi_payoff_add(int levers, int contingencies, size_t draws, const double *draw, const double *q,
                    twi_payoff_sums *sums);
/* and returns what information is worth by them. */
twi_information twi_payoff_information(int levers, int contingencies, const double *mean, const double *q,
                                       const twi_payoff_sums *sums);
/* Returns the first lever whose largest [L] is least. */
int twi_payoff_least(int levers, const double *largest);
/* Returns the dominance over two parts of the draws together. */
twi_dominance twi_payoff_both(twi_dominance one, twi_dominance other);

#endif
