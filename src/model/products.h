/* Products in the core: a market (d, s) of a sector that has them is a nest of nests of products, each a nest of
 * origins (docs/model.md, Products). world/products.h has the data.
 *
 *   ln p[o][g]   = ln p[o][s] - ln A[o][g] - ln g[o][g] + tau[o][g]  one cost a seller, g = 1 / (1 - subsidy) of the product;
 *                                                                    tau: of own supply, core/supply.c, else 0
 *   P[d][g]^-theta_g = sum_o pi (p k)^-theta_g
 *   P[d][h]^-eta_h   = sum_{g in h} beta_g P[d][g]^-eta_h            eta 0: prod P^beta
 *   P[d][s]^-eta_s   = sum_h beta_h P[d][h]^-eta_s
 *   b[d][g]      = beta_h (P_h / P_s)^-eta_s beta_g (P_g / P_h)^-eta_h      share in spending of the sector
 *
 * symbol    word                                                          shape      layout
 * kt …      as in core.h, of the flows of products                        [flows]    product, buyer, seller
 * z         (p_hat / e^m)^-theta, m the middle of ln p of the sector      [G][Np]
 * Sum, inv, q, B, kappa   as in core.h, of a product                      [G][Np]
 * scale     1 / spending on the product in the data; 0: none is bought    [G][Np]
 * Y, E      sales at unit cost, export tax revenue, by product            [G][Np]
 *
 * A nest is a family, or a product that stands in none. Products of a nest stand together, and nests of a sector. A
 * product all of whose origins are banned has a price without bound and a share of 0, which eta > 0 alone allows. */
#ifndef TWI_MODEL_PRODUCTS_H
#define TWI_MODEL_PRODUCTS_H

#include "model/core.h"
#include "world/products.h"

struct twi_seeds; /* model/adjoint.h */

struct twi_core_products {
  size_t G, H, flows;
  twi_arena arena, taxes, costs; /* taxes holds ke, costs lnA, lng and g: made when first needed */
  size_t *first_nest;            /* [S + 1] nests of a sector */
  size_t *first;                 /* [H + 1] products of a nest */
  double *eta, *eta_h;           /* [S]; [H] */
  double *theta;                 /* [G] */
  double *beta, *beta_h;         /* [G][Np] in its nest; [H][Np] in the sector: shares of the data */
  double *kt, *kt1, *ke;         /* [flows]; ke NULL: no export taxes */
  double *kappa, *scale;         /* [G][Np] */
  double *lnA, *lng, *g;         /* [G][Np] NULL: none */
  const double *tau;             /* [G][Np] borrowed: of own supply, core/supply.c; NULL: one cost throughout */

  /* the point of the last residual */
  double *z, *Sum, *inv, *q, *B, *lnP, *b, *Y, *E; /* [G][Np] */
  double *lnP_h, *b_h;                             /* [H][Np] */

  /* work of the products with vectors */
  double *zd, *dlnp, *dlnP, *dq, *dY, *dB; /* [G][Np] dlnp: of a seller's price beyond dln c, the caller's; else 0 */
  double *direct;                          /* [G][Np] dln P by wedges of flows, the caller's; else 0 */
  double *dlnP_h;                          /* [H][Np] */
};

/* Make what the core holds of products, of the world's data; frees it. TW_NO_MEMORY is the only error. */
tw_status twi_products_new(twi_core *core);
void twi_products_free(twi_core *core);
/* Returns how much memory that is; 0: there are none. */
size_t twi_products_bytes(const twi_core *core);
/* Takes elasticities of the world again. */
void twi_products_elasticities(twi_core *core);
/* Makes the arrays that two policies need. */
tw_status twi_products_make(twi_core *core, const twi_wedges *from, const twi_wedges *to);
tw_status twi_products_make_costs(twi_core *core);
tw_status twi_products_make_export_taxes(twi_core *core);
/* Puts wedges of a sector in force; returns 1 when its flows are taxed, or products are subsidised. */
int twi_products_load(const twi_load *load, size_t sector);
/* Each does for a sector with products what core/residual.c, jvp.c and vjp.c do for another: the residual's markets,
 * the slopes, the adjoint (y, seeds, x: as in vjp.c; x NULL: the bars alone). The slopes add direct and dlnp to what follows from dlnc and dX. */
void twi_products_markets(twi_core *core, size_t sector);
void twi_products_slope(twi_core *core, size_t sector);
void twi_products_adjoint(twi_core *core, size_t sector, const double *y, const struct twi_seeds *seeds,
                          double *x);
/* Fills direct and dlnp with 0 for the products of a sector. */
void twi_products_clear(twi_core *core, size_t sector);
/* Puts all products of a sector together in the core's kt, kt1, z, Sum, q and theta_o, for the preconditioner. */
void twi_products_together(twi_core *core, size_t sector);
/* Product and, of its flows, place of a flow's cell. */
typedef struct twi_product_flow {
  size_t g, d, o, at;
} twi_product_flow;
twi_product_flow twi_product_flow_of(const twi_core *core, size_t cell);

#endif
