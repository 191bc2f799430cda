/* What a solution means flow by flow, from the original data. See state.h.
 *
 *   ln c = (1+psi) ln ct - psi ln(Y / Y data) - ln A    ct: Cobb-Douglas, or CES where the closure says so
 *   ln p = ln c + ln(1 - subsidy)                       share = pi b k_hat^-theta e^(-theta (ln p - ln P))
 *   sales_o = sum_d share X / ((1+t')(1+e')) / (1 - subsidy)            imports before tariff = share X / (1+t')
 *   ln L = ln L0 + eps (ln w - sum alpha ln P) */
#include "equilibrium/state.h"

#include <math.h>
#include <string.h>

#include "base/build.h"

enum { REGIONAL = 8, CELLS = 15 }; /* arrays of regions, of cells */

static size_t numbers_of_products(size_t N, size_t S, size_t G)
{
  return G ? 5 * G * N + 5 * G + N * S : 0;
}

tw_status twi_state_new(tw_context *ctx, const tw_world *w, twi_state **out)
{
  size_t N = (size_t)w->N, S = (size_t)w->S, G = (size_t)w->products;
  size_t numbers = REGIONAL * N + (CELLS + 5) * N * S + S + numbers_of_products(N, S, G);
  *out = NULL;
  twi_state *x = twi_new(ctx, 1, sizeof *x + numbers * sizeof(double));
  if (!x) return twi_no_memory(ctx, numbers * sizeof(double));
  x->N = N;
  x->S = S;
  x->G = G;
  double *p = (double *)(void *)(x + 1);
  double **const by_region[REGIONAL] = {&x->lnw,     &x->lnL,   &x->I,         &x->D,
                                        &x->tariffs, &x->taxes, &x->subsidies, &x->profits};
  double **const by_cell[CELLS] = {&x->lnP,     &x->lnc,       &x->lnp,    &x->lnct,   &x->lnPM,
                                   &x->X,       &x->Y,         &x->sales,  &x->sum,    &x->exports,
                                   &x->imports, &x->tariff_of, &x->tax_of, &x->seller, &x->buyer};
  for (size_t i = 0; i < sizeof by_region / sizeof *by_region; i++, p += N) *by_region[i] = p;
  for (size_t i = 0; i < sizeof by_cell / sizeof *by_cell; i++, p += N * S) *by_cell[i] = p;
  x->safe = p;
  p += S;
  if (G) {
    double **const of_products[] = {&x->lnP_g, &x->b, &x->sales_g, &x->seller_g, &x->tau};
    for (size_t i = 0; i < 5; i++, p += G * N) *of_products[i] = p;
    x->safe_g = p;
    x->nest_work = p + G;
    x->product_subsidies = p + 5 * G;
    p += 5 * G + N * S;
  }
  x->row = p;
  *out = x;
  return TW_OK;
}

void twi_state_free(tw_context *ctx, twi_state *state)
{
  twi_free(ctx, state);
}

/* Whether a row has the data's wedges, so that its shares are products of a part of the pair and one of the seller. */
static int row_is_plain(const tw_world *w, const twi_wedges *p, size_t row, size_t N)
{
  if (p->export_tax || p->barrier || p->demand) return 0;
  if (!p->tariff) return 1;
  if (w->tariff) return memcmp(p->tariff + row, w->tariff + row, N * sizeof(double)) == 0;
  int any = 0;
  for (size_t o = 0; o < N; o++) any |= p->tariff[row + o] != 0;
  return !any;
}

/* The factors are formed once; where one would leave the range in which products are safe, flows are exponentiated one
 * by one. */
static int is_safe(double factor)
{
  return factor > 1e-100 && factor < 1e100;
}

static double share_of(const twi_state *x, const tw_world *w, const twi_wedges *p, size_t s, size_t d, size_t o)
{
  size_t N = x->N, S = x->S, flow = (s * N + d) * N + o;
  double X = w->spending[d * S + s], t0 = w->tariff ? w->tariff[flow] : 0, e0 = w->export_tax ? w->export_tax[flow] : 0;
  if (!(X > 0) || !(w->flow[flow] > 0)) return 0;
  double k = twi_barrier_of(p, flow) * ((1 + twi_tariff_of(w, p, flow)) / (1 + t0)) *
             ((1 + twi_export_tax_of(w, p, flow)) / (1 + e0));
  double lnk = k == 1 ? 0 : log(k);
  return (1 + t0) * w->flow[flow] / X * twi_demand_of(p, flow) *
         exp(-w->theta[s] * (lnk + x->lnp[o * S + s] - x->lnP[d * S + s]));
}

double twi_state_share(const twi_state *x, const tw_world *w, const twi_wedges *p, size_t flow)
{
  size_t N = x->N;
  twi_flow_at at = twi_flow_of(w, flow);
  size_t s = (size_t)at.s, d = (size_t)at.d, o = (size_t)at.o;
  if (at.g < 0 && !twi_has_products(w, s)) return share_of(x, w, p, s, d, o);
  double sum = 0, *share = x->row + s * 5 * N; /* work: no sector is accounted for meanwhile */
  for (int k = w->sector_market[s]; k < w->sector_market[s + 1]; k++) {
    const twi_market *m = &w->market[k];
    size_t cell = at.g < 0 || m->product == at.g ? twi_market_cell(w, m, d, o) : SIZE_MAX;
    if (cell == SIZE_MAX) continue;
    twi_flow_row row = twi_market_row(w, m, d);
    twi_state_product_row(x, w, p, (size_t)m->product, d, share);
    sum += share[cell - row.first];
  }
  return sum;
}

static void sector_row(const twi_state *x, const tw_world *w, const twi_wedges *p, size_t s, size_t d,
                       double *restrict share)
{
  size_t N = x->N, S = x->S, row = (s * N + d) * N;
  double X = w->spending[d * S + s], at_buyer = x->buyer[s * N + d];
  const double *F = w->flow + row, *z = x->seller + s * N;
  if (X > 0 && x->safe[s] > 0 && is_safe(at_buyer)) {
    double scale = at_buyer / X;
    for (size_t o = 0; o < N; o++) share[o] = F[o] * scale * z[o];
    if (w->tariff)
      for (size_t o = 0; o < N; o++) share[o] *= 1 + w->tariff[row + o];
    if (row_is_plain(w, p, row, N)) return;
    for (size_t o = 0; o < N; o++) {
      double t0 = w->tariff ? w->tariff[row + o] : 0, e0 = w->export_tax ? w->export_tax[row + o] : 0;
      double t = p->tariff ? p->tariff[row + o] : t0, e = p->export_tax ? p->export_tax[row + o] : e0;
      double b = p->barrier ? p->barrier[row + o] : 1;
      if (share[o] != 0 && (t != t0 || e != e0 || b != 1 || p->demand)) share[o] = share_of(x, w, p, s, d, o);
    }
    return;
  }
  for (size_t o = 0; o < N; o++) share[o] = share_of(x, w, p, s, d, o);
}

void twi_state_row(const twi_state *x, const tw_world *w, const twi_wedges *p, const twi_market *m, size_t d,
                   double *share)
{
  if (m->product < 0)
    sector_row(x, w, p, (size_t)m->sector, d, share);
  else
    twi_state_product_row(x, w, p, (size_t)m->product, d, share);
}

void twi_state_copy(twi_state *to, const twi_state *from)
{
  size_t N = from->N, S = from->S;
  to->blocks = from->blocks;
  to->closure = from->closure;
  memcpy(to + 1, from + 1,
         (REGIONAL * N + CELLS * N * S + S + numbers_of_products(N, S, from->G)) *
             sizeof(double)); /* all but the work row */
}

typedef struct account_job {
  twi_state *x;
  const tw_world *w;
  const twi_wedges *p;
} account_job;

static void account_sector(void *data, size_t sector)
{
  account_job *job = data;
  twi_state *x = job->x;
  const tw_world *w = job->w;
  const twi_wedges *p = job->p;
  size_t s = sector, N = x->N, S = x->S;
  if (twi_has_products(w, s)) {
    twi_state_account_products(x, w, p, s);
    return;
  }
  double theta = w->theta[s], low = INFINITY, high = -INFINITY;
  for (size_t o = 0; o < N; o++) {
    double lnp = x->lnp[o * S + s];
    if (w->output[o * S + s] > 0) low = lnp < low ? lnp : low, high = lnp > high ? lnp : high;
  }
  double m = low <= high ? 0.5 * (low + high) : 0;
  double *restrict value = x->row + s * 5 * N, *restrict exports = value + N, *restrict sales = exports + N;
  double *restrict taxes = sales + N, *restrict untaxed = taxes + N; /* sales: own, then all */
  memset(exports, 0, 4 * N * sizeof(double));
  x->safe[s] = 1;
  for (size_t o = 0; o < N; o++) {
    int makes = w->output[o * S + s] > 0;
    x->seller[s * N + o] = makes ? exp(-theta * (x->lnp[o * S + s] - m)) : 0;
    x->buyer[s * N + o] = w->spending[o * S + s] > 0 ? exp(theta * (x->lnP[o * S + s] - m)) : 0;
    if (makes && !is_safe(x->seller[s * N + o])) x->safe[s] = 0;
  }
  for (size_t d = 0; d < N; d++) {
    size_t row = (s * N + d) * N, cell = d * S + s;
    x->sum[cell] = x->imports[cell] = x->tariff_of[cell] = 0;
    if (!(w->spending[cell] > 0)) continue;
    const double *t = p->tariff ? p->tariff + row : w->tariff ? w->tariff + row : NULL;
    const double *e = p->export_tax ? p->export_tax + row : w->export_tax ? w->export_tax + row : NULL;
    double sum = 0, imports = 0, tariffs = 0, X = x->X[cell], at_buyer = x->buyer[s * N + d];
    if (!e && x->safe[s] > 0 && is_safe(at_buyer) && row_is_plain(w, p, row, N)) {
      /* one loop, without a division: share X / (1+t) is F z times a factor of the market. Own sales are left out of
       * imports and exports by giving the seller a factor of 0 meanwhile. */
      const double *restrict F = w->flow + row;
      double *restrict z = x->seller + s * N, own = z[d], scale = at_buyer / w->spending[cell], money = scale * X;
      z[d] = 0;
      if (t) {
#pragma omp simd reduction(+ : sum, tariffs, imports)
        for (size_t o = 0; o < N; o++) {
          double v = F[o] * z[o];
          sum += v + t[o] * v;
          tariffs += t[o] * v;
          imports += v;
          exports[o] += v * money;
        }
      } else {
#pragma omp simd reduction(+ : imports)
        for (size_t o = 0; o < N; o++) {
          double v = F[o] * z[o];
          imports += v;
          exports[o] += v * money;
        }
        sum = imports;
      }
      z[d] = own;
      own *= F[d];
      sales[d] += own * money;
      x->sum[cell] = scale * (sum + own * (t ? 1 + t[d] : 1));
      x->imports[cell] = money * imports;
      x->tariff_of[cell] = money * (tariffs + (t ? t[d] * own : 0));
      continue;
    }
    sector_row(x, w, p, s, d, value);
    for (size_t o = 0; o < N; o++) {
      double te = t ? t[o] : 0, ee = e ? e[o] : 0, v = value[o] * X / (1 + te);
      sum += value[o];
      tariffs += te * v;
      taxes[o] += ee / (1 + ee) * v;
      if (o == d) {
        sales[o] += v / (1 + ee);
        continue;
      }
      imports += v;
      exports[o] += v;
      untaxed[o] += v / (1 + ee) - v;
    }
    x->sum[cell] = sum;
    x->imports[cell] = imports;
    x->tariff_of[cell] = tariffs;
  }
  for (size_t o = 0; o < N; o++) {
    x->exports[o * S + s] = exports[o];
    x->sales[o * S + s] = sales[o] + exports[o] + untaxed[o];
    x->tax_of[o * S + s] = taxes[o];
  }
}

/* ------------------------------------------------------------------ costs */

static int is_cobb_douglas(double elasticity)
{
  return fabs(elasticity - 1) < 1e-9;
}

static int is_near_one(double elasticity)
{
  return fabs(elasticity - 1) < 1e-2;
}

/* Elasticities between value added and inputs, and among inputs, of a user. */
static void elasticities_of(const twi_closure *c, size_t cell, double *sigma, double *among)
{
  *sigma = c && c->value_added_elasticity ? c->value_added_elasticity[cell] : 1;
  *among = c && c->input_elasticity ? c->input_elasticity[cell] : 1;
}

static int has_ces(const twi_closure *c)
{
  return c && (c->value_added_elasticity || c->input_elasticity);
}

/* ln of a mean of power 1 - sigma, from its sum less 1, which has the digits that the sum near 1 has lost. */
static double log_mean(double less, double sigma)
{
  return log1p(less) / (1 - sigma);
}

/* ln PM and ln ct of a user whose production is CES. */
static void make_ces_costs(twi_state *x, const tw_world *w, size_t o, size_t u)
{
  size_t S = x->S, cell = o * S + u;
  double v = w->value_added_share[cell], m = 1 - v, sigma, among, sum = 0;
  const double *a = w->input_share + cell * S, *lnP = x->lnP + o * S;
  elasticities_of(x->closure, cell, &sigma, &among);
  x->lnPM[cell] = 0;
  x->lnct[cell] = x->lnw[o];
  if (!(m > 0)) return;
  for (size_t k = 0; k < S; k++)
    if (a[k] != 0)
      sum += a[k] / m *
             (is_cobb_douglas(among) ? lnP[k]
              : is_near_one(among)   ? expm1((1 - among) * lnP[k])
                                     : exp((1 - among) * lnP[k]));
  double PM = x->lnPM[cell] = is_cobb_douglas(among) ? sum
                              : is_near_one(among)   ? log_mean(sum, among)
                                                     : log(sum) / (1 - among);
  x->lnct[cell] = is_cobb_douglas(sigma) ? v * x->lnw[o] + m * PM
                  : is_near_one(sigma)
                      ? log_mean(v * expm1((1 - sigma) * x->lnw[o]) + m * expm1((1 - sigma) * PM), sigma)
                      : log(v * exp((1 - sigma) * x->lnw[o]) + m * exp((1 - sigma) * PM)) / (1 - sigma);
}

double twi_state_value_added_share(const twi_state *x, const tw_world *w, int d, int u)
{
  size_t cell = (size_t)d * x->S + (size_t)u;
  double sigma, among, v = w->value_added_share[cell];
  if (!has_ces(x->closure) || !w->input_share || !(v < 1)) return v;
  elasticities_of(x->closure, cell, &sigma, &among);
  return is_cobb_douglas(sigma) ? v : v * exp((1 - sigma) * (x->lnw[d] - x->lnct[cell]));
}

void twi_state_input_shares(const twi_state *x, const tw_world *w, int d, int u, double *share)
{
  size_t S = x->S, cell = (size_t)d * S + (size_t)u;
  const double *a = w->input_share + cell * S, *lnP = x->lnP + (size_t)d * S;
  memcpy(share, a, S * sizeof(double));
  if (!has_ces(x->closure) || !(w->value_added_share[cell] < 1)) return;
  double sigma, among;
  elasticities_of(x->closure, cell, &sigma, &among);
  for (size_t k = 0; k < S; k++)
    if (a[k] != 0)
      share[k] = a[k] * exp((1 - among) * (lnP[k] - x->lnPM[cell]) + (1 - sigma) * (x->lnPM[cell] - x->lnct[cell]));
}

/* Unit costs of a region from its wage, the prices of its inputs and, with scale, its output; employment. */
TWI_CLONES static void account_costs(void *data, size_t region)
{
  account_job *job = data;
  twi_state *x = job->x;
  const tw_world *w = job->w;
  const twi_closure *closure = x->closure;
  size_t o = region, S = x->S;
  const double *restrict lnP = x->lnP + o * S;
  for (size_t u = 0; u < S; u++) {
    size_t cell = o * S + u;
    double inputs = 0, A = twi_productivity_of(job->p, cell), subsidy = twi_subsidy_of(job->p, cell);
    if (has_ces(closure) && w->input_share && w->output[cell] > 0) {
      make_ces_costs(x, w, o, u);
    } else {
      if (w->input_share) {
        const double *restrict a = w->input_share + cell * S;
#pragma omp simd reduction(+ : inputs)
        for (size_t k = 0; k < S; k++) inputs += a[k] * lnP[k];
      }
      x->lnct[cell] = w->value_added_share[cell] * x->lnw[o] + inputs;
      x->lnPM[cell] = 0;
    }
    double psi = closure && closure->scale && w->output[cell] > 0 ? closure->scale[u] : 0;
    double scale = psi == 0 ? 0 : psi * (log(x->Y[cell] / w->output[cell]) - x->lnct[cell]);
    x->lnc[cell] = x->lnct[cell] - scale - (A == 1 ? 0 : log(A));
    x->lnp[cell] = x->lnc[cell] + (subsidy == 0 ? 0 : log1p(-subsidy));
  }
  x->lnL[o] = job->p->labour ? log(job->p->labour[o]) : 0;
  double eps = closure && closure->supply_elasticity ? closure->supply_elasticity[o] : 0, index = 0;
  if (eps == 0) return;
  const double *alpha = twi_final_shares_of(w, job->p, (int)region);
  for (size_t s = 0; s < S; s++) index += alpha[s] * lnP[s];
  x->lnL[o] += eps * (x->lnw[o] - index);
}

void twi_state_account(twi_state *x, const tw_world *w, const twi_wedges *p, twi_pool *pool)
{
  size_t N = x->N, S = x->S;
  account_job job = {x, w, p};
  twi_pool_run(pool, x->N, account_costs, &job);
  twi_pool_run(pool, x->S, account_sector, &job);
  for (size_t d = 0; d < N; d++) {
    x->tariffs[d] = x->taxes[d] = x->subsidies[d] = 0;
    for (size_t s = 0; s < S; s++) {
      size_t cell = d * S + s;
      double subsidy = twi_subsidy_of(p, cell);
      x->tariffs[d] += x->tariff_of[cell];
      x->taxes[d] += x->tax_of[cell];
      if (x->G) x->subsidies[d] += x->product_subsidies[cell];
      if (subsidy == 0) continue;
      x->sales[cell] /= 1 - subsidy;
      x->subsidies[d] += subsidy * x->sales[cell];
    }
  }
  twi_state_profits(x, w);
}

void twi_closure_deficits(const tw_world *w, const twi_wedges *p, const twi_state *x, double *D)
{
  size_t N = (size_t)w->N;
  for (size_t d = 0; d < N; d++) {
    double value_added = 0, sum = 0;
    D[d] = p->deficits == TWI_DEFICITS_FIXED ? w->deficit[d] : 0;
    for (size_t j = 0; p->deficits == TWI_DEFICITS_PROPORTIONAL && j < N; j++) {
      if (x->blocks[j] != x->blocks[d]) continue;
      value_added += exp(x->lnw[j] + x->lnL[j]) * w->value_added[j];
      sum += exp(x->lnw[j] + x->lnL[j]) * w->deficit[j];
    }
    if (p->deficits == TWI_DEFICITS_PROPORTIONAL)
      D[d] = exp(x->lnw[d] + x->lnL[d]) * (w->deficit[d] - w->value_added[d] / value_added * sum);
    if (p->transfer) D[d] += p->transfer[d];
  }
}
