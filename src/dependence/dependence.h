/* Dependence: who stands behind what a region buys, and what it costs where a partner stops selling. Inside this room.
 *
 * symbol   word                                                                    shape
 * F        value of a flow before the buyer's tariff                               [S][N][N] (s, d, o)
 * Q        of what d spends on s: what it costs o to make what it sells            [S][N][N] (s, d, o)
 * a, v     shares of inputs and of value added in a user's cost                    [N][S][S] (d, u, s); [N][S]
 * A        Q a: purchases of (o, s) per unit of what (d, u) makes                  (o, s) by (d, u)
 * L        (I - A)^-1, all production at every tier                                likewise
 * m, pi    partner's share in imports; in what is spent on a market
 * r        the region that is asked about
 *
 *   flows.c      F, Q and a of an equilibrium
 *   tiers.c      columns of L
 *   shares.c     what follows from F alone: shares, concentration, the price where a partner stops
 *   origins.c    what follows from A and L: inputs at face value and looked through, origin of value added
 *   stops.c      real income where a partner stops, in full equilibrium
 *   words.c      formulas and sources
 *   dependence.c the whole: tw_dependence_run; what callers read
 *
 * Shares of inputs at face value: Baldwin and Freeman (2022), Annual Review of Economics 14, "Risks and Global Supply
 * Chains", 10.1146/annurev-economics-051420-113737; looked through: Baldwin, Freeman and Theodorakopoulos (2023),
 * Brookings Papers on Economic Activity, "Hidden Exposure"; the formula here is ours. Origin of value added: Koopman,
 * Wang and Wei (2014), AER 104:2, 10.1257/aer.104.2.459. */
#ifndef TWI_DEPENDENCE_DEPENDENCE_H
#define TWI_DEPENDENCE_DEPENDENCE_H

#include "indicator/result.h"
#include "world/products.h"

/* X(constant, word, formula). Numbers are shares (1: all) but for those that end in _pct. */
#define TWI_DEPENDENCE_LIST(X)                                                                                         \
  X(IMPORT_SHARE, import_share, "m_o = F[o] / sum of F over other regions, before the buyer's tariff")                 \
  X(HHI, hhi, "sum over partners of m_o squared (Herfindahl-Hirschman); 1: one supplier; none without imports")        \
  X(SINGLE, single_supplier, "the largest m_o, and whose it is")                                                       \
  X(USE_SHARE, use_share, "F[o] / sum of F over all sellers, own sales included")                                      \
  X(HHI_USE, hhi_use, "sum of squared shares in use, own sales included")                                              \
  X(LOSS, loss_if_stopped_pct,                                                                                         \
    "rise of the buyer's price where the partner stops, costs fixed: (1 - pi_o)^(-1/theta) - 1; of all sectors: of "   \
    "final demand, weighted by spending; exact at fixed costs (Arkolakis, Costinot and Rodriguez-Clare 2012)")         \
  X(FACE, input_face, "sum_s A[(o,s)] / sum_o,s A: share of inputs bought directly (Baldwin and Freeman 2022)")        \
  X(LOOK, input_look_through,                                                                                          \
    "the same of L - I instead of A: production at every tier (after Baldwin, Freeman and Theodorakopoulos 2023)")     \
  X(HIDDEN, hidden, "input_look_through less input_face; of a region both weighted by output")                         \
  X(ORIGIN, value_added_origin,                                                                                        \
    "sum_s v[o,s] L[(o,s)]: of a unit of output, or of final demand, what is value added there; the rest to 1 is "     \
    "tariffs and other taxes at all tiers (Leontief; Koopman, Wang and Wei 2014)")                                     \
  X(FINAL, final_direct, "share of final spending that buys goods and services of the partner, before tariffs")        \
  X(FINAL_HIDDEN, final_hidden, "value_added_origin of final demand less final_direct")                                \
  X(STOP, real_income_if_stopped_pct,                                                                                  \
    "change of real income where the partner may sell nothing to the region any more, in full equilibrium")

typedef enum twi_depends {
#define X(constant, word, formula) TWI_DEPENDS_##constant,
  TWI_DEPENDENCE_LIST(X)
#undef X
      TWI_DEPENDS_COUNT
} twi_depends;
extern const char *const twi_depends_word[TWI_DEPENDS_COUNT], *const twi_depends_formula[TWI_DEPENDS_COUNT];

/* An equilibrium as a table of who buys what of whom. */
typedef struct twi_supply_table {
  const tw_world *w;
  const twi_side *side; /* borrowed */
  double *F, *Q;        /* [S][N][N] */
  double *a, *v;        /* [N][S][S]; [N][S] */
} twi_supply_table;

struct tw_dependence {
  tw_context *ctx;
  tw_settings settings;
  tw_result *result;     /* owned */
  const tw_world *world; /* the result's */
  int region, changed;   /* 1: a scenario is there, so there are new values */
  int stops;             /* partners that are stopped in full equilibrium */
  double gap;            /* largest |value added and taxes of a column - 1| */
  /* [2][places][TWI_DEPENDS_COUNT][N + 1] base and new; a place is a sector 0 … S-1, S: all, S + 1 + g: a product; a
   * partner N: all others. NaN: none. */
  double *value;
  tw_dependence_row *row;
  size_t rows;
  char **remark;
  int remarks;
  double seconds;
};

static inline size_t twi_dependence_places(const tw_world *w)
{
  return (size_t)w->S + 1 + (size_t)w->products;
}
static inline double *twi_dependence_cell(const tw_dependence *d, int side, size_t place, twi_depends what)
{
  size_t places = twi_dependence_places(d->world), partners = (size_t)d->world->N + 1;
  return d->value + (((size_t)side * places + place) * TWI_DEPENDS_COUNT + what) * partners;
}

/* Fills a table, which twi_supply_table_free frees, also after an error. TW_NO_MEMORY is the only error. */
tw_status twi_supply_table_fill(tw_context *ctx, const tw_world *world, const twi_side *side, twi_supply_table *table);
void twi_supply_table_free(tw_context *ctx, twi_supply_table *table);

/* Fills x [N S][columns], which holds the right-hand sides, with (I - A)^-1 times it, in place. gap: the largest
 * |sum of a column's value added and taxes - sum of the right-hand side|, relative to the latter. TW_BAD_INPUT where no
 * value added is left at some tier, so that it does not end. */
tw_status twi_tiers_solve(tw_context *ctx, const twi_supply_table *table, size_t columns, double *x, double *gap);

/* Returns that gap of what was solved. total [columns]: sums of the right-hand sides; supply: [N S] work. */
double twi_tiers_gap(const twi_supply_table *table, size_t columns, const double *x, const double *total,
                     double *supply);

/* Each fills values of one side. */
tw_status twi_dependence_shares(tw_dependence *d, int side, const twi_supply_table *table);
tw_status twi_dependence_origins(tw_dependence *d, int side, const twi_supply_table *table);
tw_status twi_dependence_stops(tw_dependence *d, const tw_scenario *scenario);

#endif
