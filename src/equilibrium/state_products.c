/* What a solution means in a sector with products. See state.h, and docs/model.md, Products.
 *
 *   ln p_g = ln p - ln A_g + ln(1 - subsidy_g)
 *   P_g    = (sum_o pi b_o (p_g k)^-theta)^(-1/theta)      P_h, P_s: of nests, from these
 *   share  = b_g pi b_o (p_g k / P_g)^-theta               b_g: share of the product in the sector
 *
 * Prices of products follow from those of sellers here; that of the sector is given, and `sum` has what it misses:
 * (P_s given / P_s)^theta times the sum of the shares, as in a sector without products. */
#include <math.h>
#include <string.h>

#include "equilibrium/state.h"

/* A flow whose wedges are the data's. */
static double factor_of(const tw_world *w, const twi_wedges *p, size_t flow, double theta)
{
  double t0 = w->tariff ? w->tariff[flow] : 0, t = p->tariff ? p->tariff[flow] : t0;
  double e0 = w->export_tax ? w->export_tax[flow] : 0, e = p->export_tax ? p->export_tax[flow] : e0;
  double k = p->barrier ? p->barrier[flow] : 1, taste = p->demand ? p->demand[flow] : 1;
  if (t != t0 || e != e0) k *= ((1 + t) / (1 + t0)) * ((1 + e) / (1 + e0));
  return k == 1 ? taste : taste * exp(-theta * log(k));
}

static double gross_of(const tw_world *w, size_t flow)
{
  return w->flow[flow] * (1 + (w->tariff ? w->tariff[flow] : 0));
}

/* The middle of the prices of those who make anything in the sector. */
static double middle_price(const twi_state *x, const tw_world *w, size_t s)
{
  double low = INFINITY, high = -INFINITY;
  for (size_t o = 0; o < x->N; o++) {
    double lnp = x->lnp[o * x->S + s];
    if (w->output[o * x->S + s] > 0) low = fmin(low, lnp), high = fmax(high, lnp);
  }
  return low <= high ? 0.5 * (low + high) : 0;
}

/* Numerators of the shares of a row, and the spending of the data; returns the sum of the former, at prices over e^*base:
 * m, or in logarithms where the sellers' factors are not safe the largest power itself. */
static double numerators(const twi_state *x, const tw_world *w, const twi_wedges *p, size_t g, const twi_flow_row *row,
                         double *value, double *spent, double m_of_sellers, double *base)
{
  const twi_market m = {w->product[g].sector, (int)g, 0};
  double theta = twi_market_theta(w, &m), most = -INFINITY, sum = 0;
  *spent = 0;
  *base = m_of_sellers;
  for (size_t i = 0; i < row->count; i++) *spent += gross_of(w, row->first + i);
  if (x->safe_g[g] > 0) {
    for (size_t i = 0; i < row->count; i++) {
      size_t flow = row->first + i;
      value[i] = gross_of(w, flow) * factor_of(w, p, flow, theta) * x->seller_g[g * x->N + row->seller[i]];
      sum += value[i];
    }
    if (sum > 1e-150 * *spent || sum == 0) return sum;
  }
  for (size_t i = 0; i < row->count; i++) { /* in logarithms */
    size_t flow = row->first + i;
    double factor = factor_of(w, p, flow, theta);
    value[i] = factor > 0 ? log(factor) - theta * twi_state_seller_price(x, w, p, m.sector, m.product, row->seller[i])
                          : -INFINITY;
    most = fmax(most, value[i]);
  }
  sum = 0;
  for (size_t i = 0; i < row->count; i++) {
    value[i] = value[i] == -INFINITY ? 0 : gross_of(w, row->first + i) * exp(value[i] - most);
    sum += value[i];
  }
  *base = isfinite(most) ? -most / theta : 0;
  return sum;
}

void twi_state_product_row(const twi_state *x, const tw_world *w, const twi_wedges *p, size_t g, size_t d,
                           double *share)
{
  const twi_market m = {w->product[g].sector, (int)g, 0};
  twi_flow_row row = twi_market_row(w, &m, d);
  double spent, base, sum = numerators(x, w, p, g, &row, share, &spent, 0, &base);
  double scale = sum > 0 ? x->b[g * x->N + d] / sum : 0;
  for (size_t i = 0; i < row.count; i++) share[i] *= scale;
}

/* ln of a nest of prices that stand at list[0 … count), with shares of the data. */
static double nest_price(size_t count, const double *beta, const double *lnP, double eta)
{
  double low = INFINITY, sum = 0;
  for (size_t i = 0; i < count; i++)
    if (beta[i] > 0) low = fmin(low, lnP[i]);
  for (size_t i = 0; i < count; i++) {
    if (!(beta[i] > 0)) continue;
    if (eta == 0)
      sum += beta[i] * lnP[i];
    else
      sum += beta[i] * expm1(-eta * (lnP[i] - low));
  }
  if (eta == 0 || sum > -0.5) return eta == 0 ? sum : low - log1p(sum) / eta;
  sum = 0; /* much has gone: the sum itself, for its digits */
  for (size_t i = 0; i < count; i++)
    if (beta[i] > 0) sum += beta[i] * exp(-eta * (lnP[i] - low));
  return low - log(sum) / eta;
}

/* Prices and shares of the products of one market, whose ln P_g are there and whose b is what was spent in the data.
 * Returns ln of the price of the sector. work: [4][products of the sector]. */
static double price_products(twi_state *x, const tw_world *w, size_t s, size_t d, double *work)
{
  size_t N = x->N, nests = 0;
  int first = w->market[w->sector_market[s]].product, last = w->market[w->sector_market[s + 1] - 1].product + 1;
  size_t count = (size_t)(last - first);
  double *beta = work, *lnP = work + count, *beta_h = lnP + count, *lnP_h = beta_h + count;
  double eta = w->product_elasticity ? w->product_elasticity[s] : 0, all = 0;
  for (int g = first; g < last; g++) all += x->b[(size_t)g * N + d];
  for (int g = first, end; g < last; g = end, nests++) {
    int family = w->product[g].family;
    double nest = 0;
    for (end = g; end < last && (end == g || (family >= 0 && w->product[end].family == family)); end++)
      nest += x->b[(size_t)end * N + d];
    for (int k = g; k < end; k++) {
      beta[k - g] = nest > 0 ? x->b[(size_t)k * N + d] / nest : 0;
      lnP[k - g] = x->lnP_g[(size_t)k * N + d];
    }
    beta_h[nests] = nest / all;
    lnP_h[nests] =
        nest > 0 ? nest_price((size_t)(end - g), beta, lnP, family >= 0 ? w->family_elasticity[family] : 0) : 0;
    for (int k = g; k < end; k++) { /* within the nest, for now */
      double eta_h = family >= 0 ? w->family_elasticity[family] : 0;
      x->b[(size_t)k * N + d] = beta[k - g] > 0 ? beta[k - g] * exp(-eta_h * (lnP[k - g] - lnP_h[nests])) : 0;
      if (beta[k - g] > 0 && isinf(lnP[k - g])) x->b[(size_t)k * N + d] = 0;
    }
  }
  double index = nest_price(nests, beta_h, lnP_h, eta);
  nests = 0;
  for (int g = first, end; g < last; g = end, nests++) {
    int family = w->product[g].family;
    double share = beta_h[nests] > 0 && isfinite(lnP_h[nests]) ? beta_h[nests] * exp(-eta * (lnP_h[nests] - index)) : 0;
    for (end = g; end < last && (end == g || (family >= 0 && w->product[end].family == family)); end++)
      x->b[(size_t)end * N + d] *= share;
  }
  return index;
}

/* Adds a product's flows to one buyer to the accounts of the sector. */
static void add_row(twi_state *x, const tw_world *w, const twi_wedges *p, size_t s, size_t g, size_t d, double *work)
{
  size_t N = x->N, S = x->S, cell = d * S + s;
  const twi_market m = {(int)s, (int)g, 0};
  twi_flow_row row = twi_market_row(w, &m, d);
  double X = x->X[cell];
  twi_state_product_row(x, w, p, g, d, work);
  for (size_t i = 0; i < row.count; i++) {
    size_t flow = row.first + i, o = row.seller[i];
    double t = twi_tariff_of(w, p, flow), e = twi_export_tax_of(w, p, flow), v = work[i] * X / (1 + t);
    x->sum[cell] += work[i];
    x->tariff_of[cell] += t * v;
    x->tax_of[o * S + s] += e / (1 + e) * v;
    x->sales_g[g * N + o] += v / (1 + e);
    if (o == d) continue;
    x->imports[cell] += v;
    x->exports[o * S + s] += v;
  }
}

void twi_state_account_products(twi_state *x, const tw_world *w, const twi_wedges *p, size_t s)
{
  size_t N = x->N, S = x->S;
  int first = w->market[w->sector_market[s]].product, last = w->market[w->sector_market[s + 1] - 1].product + 1;
  double m = middle_price(x, w, s), *row = x->row + s * 5 * N;
  for (size_t d = 0; d < N; d++) {
    size_t cell = d * S + s;
    x->sum[cell] = x->imports[cell] = x->exports[cell] = x->sales[cell] = x->tariff_of[cell] = x->tax_of[cell] = 0;
    x->product_subsidies[cell] = 0;
  }
  for (int k = first; k < last; k++) {
    size_t g = (size_t)k;
    const twi_market market = {(int)s, k, 0};
    double theta = twi_market_theta(w, &market);
    x->safe_g[g] = 1;
    for (size_t o = 0; o < N; o++) {
      double z = w->output[o * S + s] > 0 ? exp(-theta * (twi_state_seller_price(x, w, p, (int)s, k, o) - m)) : 0;
      x->seller_g[g * N + o] = z;
      x->sales_g[g * N + o] = 0;
      if (z != 0 && !(z > 1e-100 && z < 1e100)) x->safe_g[g] = 0;
    }
    for (size_t d = 0; d < N; d++) {
      twi_flow_row flows = twi_market_row(w, &market, d);
      double spent, base, sum = numerators(x, w, p, g, &flows, row, &spent, m, &base);
      x->b[g * N + d] = spent;
      x->lnP_g[g * N + d] = !(spent > 0) ? 0 : sum > 0 ? base - log(sum / spent) / theta : INFINITY;
    }
  }
  double *work = x->nest_work + 4 * first;
  for (size_t d = 0; d < N; d++) {
    size_t cell = d * S + s;
    if (!(w->spending[cell] > 0)) continue;
    double index = price_products(x, w, s, d, work);
    for (int k = first; k < last; k++) add_row(x, w, p, s, (size_t)k, d, row);
    x->sum[cell] *= exp(w->theta[s] * (x->lnP[cell] - index));
  }
  for (int k = first; k < last; k++)
    for (size_t o = 0; o < N; o++) {
      size_t cell = o * S + s, i = (size_t)k * N + o;
      double subsidy = twi_subsidy_of(p, twi_product_cell(w, (size_t)k, o)), of_sector = twi_subsidy_of(p, cell);
      x->sales_g[i] /= 1 - subsidy;
      x->sales[cell] += x->sales_g[i];
      x->product_subsidies[cell] += subsidy * x->sales_g[i];
      x->sales_g[i] /= 1 - of_sector;
    }
}
