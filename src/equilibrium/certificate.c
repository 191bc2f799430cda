/* The certificate: is this an equilibrium? Every equation is evaluated from the data, the wedges and the solution, and
 * its gap is taken relative to the size of its market in that solution. See state.h for the symbols.
 *
 *   price_index       |ln sum_o share| / theta                        each market (ln x is x - 1 to 1e-12 near 1)
 *   share_sum         |sum_o share - 1|                               each market
 *   goods_market      |sales - Y| / max(sales, Y)                     each maker
 *   spending          |X - (sum_u a Y + alpha I)| / size              each market, size with |a|
 *   factor_market     |sum_u v Y - w V L| / (w V L)                   each region
 *   budget            |I - (w V L + tariffs + taxes - subsidies + profits + D)| / I  each region
 *   external_balance  |imports - exports - profits - D| / (w V)       each region: not used in solving
 *   walras            |sum (sum_u v Y - w V)| / value added           each block of regions that trade: redundant
 *   numeraire         |sum w V / value added - 1|                     each block; nearly always the one world
 *
 * those of state_supply.c where products have a supply of their own, and prices, wages and incomes are positive (as logarithms, finite). A cell that was dead in the data has none. */
#include <math.h>

#include "equilibrium/residuals.h"
#include "equilibrium/state.h"

/* What region d uses of each sector, and the sum of the parts' sizes: [S] */
static void add_up_use(const twi_state *x, const tw_world *w, const twi_wedges *p, size_t d, double *restrict use,
                       double *restrict size, double *restrict shares)
{
  size_t S = x->S;
  const double *alpha = twi_final_shares_of(w, p, (int)d);
  int moves = x->closure && (x->closure->value_added_elasticity || x->closure->input_elasticity);
  for (size_t s = 0; s < S; s++) {
    use[s] = alpha[s] * x->I[d];
    size[s] = fabs(use[s]);
  }
  for (size_t u = 0; w->input_share && u < S; u++) {
    const double *restrict a = w->input_share + (d * S + u) * S;
    double Y = x->Y[d * S + u];
    if (moves && w->output[d * S + u] > 0) {
      twi_state_input_shares(x, w, (int)d, (int)u, shares);
      a = shares;
    }
    for (size_t s = 0; s < S; s++) {
      use[s] += a[s] * Y;
      size[s] += fabs(a[s] * Y);
    }
  }
}

void twi_certify(const twi_state *x, const tw_world *w, const twi_wedges *p, const double *D, double tolerance,
                 tw_certificate *certificate)
{
  size_t N = x->N, S = x->S;
  enum { PRICE, SHARE, GOODS, SPENDING, FACTOR, BUDGET, BALANCE, WALRAS, NUMERAIRE, COUNT };
  static const char *const name[COUNT] = {"price_index",      "share_sum",     "goods_market",
                                          "spending",         "factor_market", "budget",
                                          "external_balance", "walras",        "numeraire"};
  tw_residual *r[COUNT];
  twi_residuals_begin(certificate, tolerance);
  for (int i = 0; i < COUNT; i++) r[i] = twi_residuals_find(certificate, name[i]);
  int positive = 1;
  double *use = x->row, *size = use + S, *shares = size + S;
  for (size_t d = 0; d < N; d++) {
    double labour = 0, wV = exp(x->lnw[d] + x->lnL[d]) * w->value_added[d], imports = 0, exports = 0;
    add_up_use(x, w, p, d, use, size, shares);
    for (size_t s = 0; s < S; s++) {
      size_t i = d * S + s;
      double Y = x->Y[i], sales = x->sales[i];
      labour += twi_state_value_added_share(x, w, (int)d, (int)s) * Y;
      imports += x->imports[i];
      exports += x->exports[i];
      if (w->output[i] > 0) {
        double most = fmax(fabs(Y), fabs(sales));
        if (most > 0) twi_residual_keep_largest(r[GOODS], fabs(sales - Y) / most, (int)d, (int)s);
        if (!isfinite(x->lnc[i]) || !(Y >= 0)) positive = 0;
      }
      if (w->spending[i] > 0) {
        twi_residual_keep_largest(r[SHARE], fabs(x->sum[i] - 1), (int)d, (int)s);
        double off = fabs(x->sum[i] - 1);
        twi_residual_keep_largest(r[PRICE], (off < 1e-6 ? off : fabs(log(x->sum[i]))) / w->theta[s], (int)d, (int)s);
        if (size[s] > 0) twi_residual_keep_largest(r[SPENDING], fabs(x->X[i] - use[s]) / size[s], (int)d, (int)s);
        if (!isfinite(x->lnP[i]) || !(x->X[i] >= 0)) positive = 0;
      }
    }
    if (!isfinite(x->lnw[d]) || !(x->I[d] > 0)) positive = 0;
    twi_residual_keep_largest(r[FACTOR], fabs(labour - wV) / wV, (int)d, -1);
    twi_residual_keep_largest(
        r[BUDGET],
        fabs(x->I[d] - (wV + x->tariffs[d] + x->taxes[d] - x->subsidies[d] + x->profits[d] + D[d])) / fabs(x->I[d]),
        (int)d, -1);
    twi_residual_keep_largest(r[BALANCE], fabs(imports - exports - x->profits[d] - D[d]) / wV, (int)d, -1);
  }
  for (size_t b = 0; b < N; b++) { /* a block is named by its first region */
    if (x->blocks[b] != (int)b) continue;
    double before = 0, now = 0, walras = 0;
    for (size_t d = 0; d < N; d++) {
      if (x->blocks[d] != (int)b) continue;
      double wV = exp(x->lnw[d] + x->lnL[d]) * w->value_added[d];
      before += w->value_added[d];
      now += wV;
      walras -= wV;
      for (size_t s = 0; s < S; s++) walras += twi_state_value_added_share(x, w, (int)d, (int)s) * x->Y[d * S + s];
    }
    twi_residual_keep_largest(r[WALRAS], fabs(walras) / before, (int)b, -1);
    twi_residual_keep_largest(r[NUMERAIRE], fabs(now / before - 1), (int)b, -1);
  }
  twi_certify_supply(x, w, certificate);
  twi_residuals_end(certificate, positive);
}
