/* A solved equilibrium in the words and units of the data, and what follows from it flow by flow.
 *
 * Everything here is computed from the world and the wedges alone, not from the solver's arrays, so that the
 * certificate is an independent check.
 *
 * symbol     word                                                         shape    unit
 * lnw        log wage hat, against the data                               [N]
 * lnL        log employment against the data                              [N]
 * lnP, lnc   log price index hat of a market, log unit cost hat           [N][S]
 * lnp        log producer's price hat: unit cost less the subsidy         [N][S]
 * lnct, lnPM log hats of the bundle of value added and inputs, of inputs  [N][S]
 * X, Y       spending at buyers' prices, output at unit cost              [N][S]   money
 * I, D       income, deficit                                              [N]      money
 * sales      what markets buy, at unit cost: equals Y at a solution       [N][S]   money
 * sum        sum over origins of the shares: 1 at a solution              [N][S]
 * exports    value before the importer's tariff, without own sales        [N][S]   money
 * imports    the same, of the buyer                                       [N][S]   money
 * lnP_g, b   of a product: log price hat, share of the sector's spending [G][N]
 * sales_g    of a product, at unit cost; seller_g: factors of its shares  [G][N]   money
 * tau        what a product's price has beyond cost with a supply of its own, log [G][N]
 * tariffs    tariff revenue; tariff_of: of a market                       [N]; [N][S]
 * taxes      export tax revenue; tax_of: of a maker                       [N]; [N][S]
 * subsidies  paid on output by the region                                 [N]      money
 * profits    received of other regions less paid to them, less the data's [N]      money; 0 without the closure */
#ifndef TWI_EQUILIBRIUM_STATE_H
#define TWI_EQUILIBRIUM_STATE_H

#include "base/pool.h"
#include "scenario/scenario.h"
#include "world/products.h"

typedef struct twi_state {
  size_t N, S;
  const int *blocks;          /* [N] borrowed: the first region of each region's block */
  const twi_closure *closure; /* borrowed; NULL: the core's */
  double *lnw, *lnL, *I, *D, *tariffs, *taxes, *subsidies, *profits;                                    /* [N] */
  double *lnP, *lnc, *lnp, *lnct, *lnPM, *X, *Y, *sales, *sum, *exports, *imports, *tariff_of, *tax_of; /* [N][S] */
  double *seller, *buyer;                 /* [S][N] e^(-theta (lnp - m)), e^(theta (lnP - m)): factors of the shares */
  double *row;                            /* [S][5][N] work */
  double *safe;                           /* [S] 1: the sellers' factors are within a safe range */
  size_t G;                               /* products; 0: none, and then NULL: */
  double *lnP_g, *b, *sales_g, *seller_g, *tau; /* [G][N] */
  double *safe_g;                         /* [G] */
  double *nest_work;                      /* [4][G] */
  double *product_subsidies;              /* [N][S] paid on products, beside those of the sector */
} twi_state;

/* Makes an empty state, which the caller frees. */
tw_status twi_state_new(tw_context *ctx, const tw_world *world, twi_state **state);
void twi_state_free(tw_context *ctx, twi_state *state);

/* Returns the share of value added in a user's cost at the state's prices: that of the data unless the closure is
 * CES. */
double twi_state_value_added_share(const twi_state *state, const tw_world *world, int d, int u);
/* Fills share [S] with those of all inputs of user u. */
void twi_state_input_shares(const twi_state *state, const tw_world *world, int d, int u, double *share);
/* Returns the final shares of a region under the wedges, [S]; they are the world's or the wedges'. */
const double *twi_final_shares_of(const tw_world *world, const twi_wedges *wedges, int d);

/* Fills everything else from lnw, lnP, X, Y, I, tau and the closure, which are given. */
void twi_state_account(twi_state *state, const tw_world *world, const twi_wedges *wedges, twi_pool *pool);

/* Fills share, with room for N, with those of the flows of one market to one buyer, in what the buyer spends on the
 * sector: b pi (c_hat k_hat / P_hat)^-theta; they stand as twi_market_row has the flows. After twi_state_account. */
void twi_state_row(const twi_state *state, const tw_world *world, const twi_wedges *wedges, const twi_market *market,
                   size_t d, double *share);
/* Returns one of them, of a flow's cell: of a sector, or of a product. Of a sector with products, what all of them
 * are. */
double twi_state_share(const twi_state *state, const tw_world *world, const twi_wedges *wedges, size_t flow);
/* Returns the logarithm of a seller's price: of a sector (g -1), or of a product. */
double twi_state_seller_price(const twi_state *state, const tw_world *world, const twi_wedges *wedges, int s, int g,
                              size_t o);
/* Copies all numbers of a state into one of the same size. */
void twi_state_copy(twi_state *to, const twi_state *from);

/* Fills the state's profits from its sales of products, as its closure says; state_profits.c has the formula. */
void twi_state_profits(twi_state *state, const tw_world *world);

/* Fills D [N] with the deficits that a closure asks for at the state's wages, and the transfers of a policy on top, in
 * money. Proportional ones sum to zero within each block of regions that trade, as model/core/closure.c says. */
void twi_closure_deficits(const tw_world *world, const twi_wedges *wedges, const twi_state *state, double *D);

/* Fills the certificate, which is the caller's: every equation of docs/model.md, relative to the size of its market in
 * this equilibrium, as the head of certificate.c lists them. D [N] is the deficit that the closure asks for, transfers
 * included. Residuals of conditions are added by twi_certify_conditions. */
void twi_certify(const twi_state *state, const tw_world *world, const twi_wedges *wedges, const double *D,
                 double tolerance, tw_certificate *certificate);

/* state_supply.c: adds the residuals of own supply, where the state's closure has it. twi_certify calls it. */
void twi_certify_supply(const twi_state *state, const tw_world *world, tw_certificate *certificate);

/* Return wedges of a flow, ((s N) + d) N + o, or a cell, d S + s, whichever array holds them: rates as fractions,
 * others as factors. */
double twi_tariff_of(const tw_world *w, const twi_wedges *p, size_t flow);
double twi_export_tax_of(const tw_world *w, const twi_wedges *p, size_t flow);
double twi_barrier_of(const twi_wedges *p, size_t flow);
double twi_productivity_of(const twi_wedges *p, size_t cell);
double twi_demand_of(const twi_wedges *p, size_t flow);
double twi_subsidy_of(const twi_wedges *p, size_t cell);

/* state_products.c: what twi_state_account does for a sector with products; one of their flows' shares. */
void twi_state_account_products(twi_state *state, const tw_world *world, const twi_wedges *wedges, size_t s);
void twi_state_product_row(const twi_state *state, const tw_world *world, const twi_wedges *wedges, size_t g, size_t d,
                           double *share);

#endif
