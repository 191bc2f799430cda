/* What the instruments of conditions do: to the core's wedges, and to the residual at fixed u (the columns B), and to
 * what other conditions measure (E). See conditions.h; core/shock.c has the formulas of the columns.
 *
 *   kt of a flow  *= e^(-theta x) for tariff, export tax, barrier; e^x for demand
 *   kt1           *= that, and e^-x more for a tariff or an export tax            ke = kt1 e',  1 + e' = (1+e) e^x
 *   ln A += x     ln g += x (subsidy), -= x (rent on output)     ln L0 += x      D -= weight x */
#include <math.h>
#include <string.h>

#include "model/conditions.h"

/* What the instruments move, as loaded. */
static void restore_wedges(twi_conditions *q)
{
  twi_core *c = q->core;
  size_t N = c->N, Np = c->Np, S = c->S, Sp = c->Sp;
  for (size_t i = 0; i < q->markets; i++) {
    size_t s = q->market[i] / Np, d = q->market[i] % Np;
    const double *row = q->row + i * 3 * N;
    for (size_t o = 0; o < N; o++) {
      size_t at = (s * N + o) * Np + d;
      c->kt[at] = row[o];
      c->kt1[at] = row[N + o];
      if (c->ke) c->ke[at] = row[2 * N + o];
    }
  }
  for (int k = 0; k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    for (size_t i = 0; i < one->lever_count; i++) {
      size_t cell = one->lever_cell[i], major = cell % S * Np + cell / S;
      switch (one->lever) {
      case TWI_LEVER_PRODUCTIVITY:
        c->lnA[cell / S * Sp + cell % S] = q->lnA[cell / S * Sp + cell % S];
        break;
      case TWI_LEVER_SUBSIDY:
      case TWI_LEVER_OUTPUT_RENT:
        c->lng[major] = q->lng[major];
        break;
      case TWI_LEVER_LABOUR:
        c->lnL0[cell] = q->lnL0[cell];
        break;
      case TWI_LEVER_TRANSFER:
        c->transfer[cell] = q->transfer[cell];
        break;
      default:
        break;
      }
    }
  }
}

void twi_conditions_take(twi_conditions *q, double share)
{
  twi_core *c = q->core;
  size_t N = c->N, Np = c->Np, Sp = c->Sp;
  q->share = share;
  for (size_t i = 0; i < q->markets; i++) {
    size_t s = q->market[i] / Np, d = q->market[i] % Np;
    double *row = q->row + i * 3 * N;
    for (size_t o = 0; o < N; o++) {
      size_t at = (s * N + o) * Np + d;
      row[o] = c->kt[at];
      row[N + o] = c->kt1[at];
      row[2 * N + o] = c->ke ? c->ke[at] : 0;
    }
    c->taxed[s] = 1;
  }
  memcpy(q->lnA, c->lnA, N * Sp * sizeof(double));
  if (c->g) memcpy(q->lng, c->lng, c->S * Np * sizeof(double));
  memcpy(q->lnL0, c->lnL0, Np * sizeof(double));
  memcpy(q->transfer, c->transfer, Np * sizeof(double));
  for (int k = 0; k < q->m; k++) {
    double from = q->start[k], to = q->target[k];
    int held = (q->kind[k] == TWI_ROW_AT_MOST && !(from > to)) || (q->kind[k] == TWI_ROW_AT_LEAST && !(from < to));
    q->goal[k] = held || share >= 1 ? to : (1 - share) * from + share * to;
  }
}

void twi_conditions_apply(twi_conditions *q, const double *x)
{
  twi_core *c = q->core;
  size_t N = c->N, Np = c->Np, S = c->S, Sp = c->Sp;
  restore_wedges(q);
  for (size_t i = 0; i < q->moves; i++) {
    const twi_moved_flow *f = &q->moved[i];
    double by = x[f->condition], theta = c->theta[f->s];
    if (by == 0) continue;
    size_t at = (f->s * N + f->o) * Np + q->market[f->market] % Np;
    twi_lever lever = q->all[f->condition].lever;
    double factor = exp(lever == TWI_LEVER_DEMAND ? by : -theta * by), tax = c->ke ? c->ke[at] : 0, before = c->kt1[at];
    c->kt[at] *= factor;
    c->kt1[at] *= lever == TWI_LEVER_TARIFF || lever == TWI_LEVER_EXPORT_TAX ? factor * exp(-by) : factor;
    if (!c->ke || !(before > 0)) continue;
    double e = tax / before;
    c->ke[at] = c->kt1[at] * (lever == TWI_LEVER_EXPORT_TAX ? (1 + e) * exp(by) - 1 : e);
  }
  for (int k = 0; k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    double by = x[k];
    if (twi_lever_is_of_flows(one->lever) || by == 0) continue;
    for (size_t i = 0; i < one->lever_count; i++) {
      size_t cell = one->lever_cell[i], major = cell % S * Np + cell / S;
      if (one->lever == TWI_LEVER_PRODUCTIVITY) c->lnA[cell / S * Sp + cell % S] += by;
      if (one->lever == TWI_LEVER_SUBSIDY) c->lng[major] += by;
      if (one->lever == TWI_LEVER_OUTPUT_RENT) c->lng[major] -= by;
      if (one->lever == TWI_LEVER_LABOUR) c->lnL0[cell] += by;
      if (one->lever == TWI_LEVER_TRANSFER) c->transfer[cell] -= by * one->lever_weight[i];
    }
  }
  for (int k = 0; k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    if (one->lever != TWI_LEVER_SUBSIDY && one->lever != TWI_LEVER_OUTPUT_RENT) continue;
    for (size_t i = 0; i < one->lever_count; i++) {
      size_t major = one->lever_cell[i] % S * Np + one->lever_cell[i] / S;
      c->g[major] = exp(c->lng[major]);
    }
  }
}

/* ------------------------------------------------------------------ columns */

/* The direct effect on the market of one buyer, whose flows in `o` (falling together in the list) the condition moves.
 */
static void of_market(twi_conditions *q, const twi_moved_flow *first, size_t count, twi_lever lever)
{
  twi_core *c = q->core;
  size_t s = first->s, N = c->N, Np = c->Np, at = s * Np, d = q->market[first->market] % Np;
  const double *kt = c->kt + s * N * Np, *kt1 = c->kt1 + s * N * Np, *ke = c->ke ? c->ke + s * N * Np : NULL;
  const double *z = c->z + at, *g = c->g ? c->g + at : NULL;
  double theta = c->theta[s], qd = c->q[at + d], priced = 0, imports = 0;
  double T = lever == TWI_LEVER_TARIFF, E = lever == TWI_LEVER_EXPORT_TAX,
         k = lever == TWI_LEVER_DEMAND ? -1 / theta : 1;
  for (size_t i = 0; i < count; i++) priced += kt[first[i].o * Np + d] * z[first[i].o] * k;
  double dlnP = priced / c->Sum[at + d], dq = theta * qd * dlnP;
  c->dlnP[at + d] += dlnP;
  c->dq[at + d] += dq;
  for (size_t o = 0; o < N; o++) {
    double paid = kt1[o * Np + d] * z[o], tax = ke ? ke[o * Np + d] * z[o] : 0;
    if (paid == 0) continue;
    c->dY[at + o] += (g ? g[o] : 1) * paid * dq;
    c->dE[at + o] += tax * dq;
  }
  for (size_t i = 0; i < count; i++) {
    size_t o = first[i].o;
    double paid = kt1[o * Np + d] * z[o], tax = ke ? ke[o * Np + d] * z[o] : 0, own = theta * k + T;
    c->dY[at + o] -= (g ? g[o] : 1) * paid * (own + E) * qd;
    imports += (paid + tax) * -own;
    c->dE[at + o] += qd * (tax * -own + paid * E);
  }
  c->dRm[at + d] -= c->B[at + d] * dq + qd * imports;
}

/* All sectors, for what reaches markets through incomes. */
static void of_incomes(twi_core *c)
{
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  twi_core_close_slope(c, c->dlv);
  for (size_t d = 0; d < N; d++) {
    c->dI[d] += c->wV[d] * c->dlv[d] + c->dD[d];
    for (size_t s = 0; s < S; s++) c->dX[s * Np + d] = c->alpha[d * Sp + s] * c->dI[d];
  }
  for (size_t s = 0; s < c->S; s++) twi_core_flows_slope(c, s);
}

static void clear_slopes(twi_core *c)
{
  size_t bytes = c->S * c->Np * sizeof(double), N = c->Np * sizeof(double);
  double *const sectoral[] = {c->dlnc, c->dX, c->dq, c->dY, c->dE, c->dRm, c->dlnP, c->dS, c->dB, c->zd};
  double *const regional[] = {c->dlv, c->dlw, c->dI, c->dgap, c->dD};
  for (size_t i = 0; i < sizeof sectoral / sizeof *sectoral; i++) memset(sectoral[i], 0, bytes);
  for (size_t i = 0; i < sizeof regional / sizeof *regional; i++) memset(regional[i], 0, N);
}

static void make_column(twi_conditions *q, int j, double *f)
{
  twi_core *c = q->core;
  const twi_condition *one = &q->all[j];
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  clear_slopes(c);
  if (twi_lever_is_of_flows(one->lever)) {
    size_t i = 0;
    while (i < q->moves && q->moved[i].condition != j) i++;
    for (size_t count; i < q->moves && q->moved[i].condition == j; i += count) {
      for (count = 1; i + count < q->moves && q->moved[i + count].condition == j &&
                      q->moved[i + count].market == q->moved[i].market;)
        count++;
      of_market(q, &q->moved[i], count, one->lever);
    }
  } else if (one->lever == TWI_LEVER_LABOUR || one->lever == TWI_LEVER_TRANSFER) {
    for (size_t i = 0; i < one->lever_count; i++) {
      if (one->lever == TWI_LEVER_LABOUR) c->dlv[one->lever_cell[i]] = 1;
      if (one->lever == TWI_LEVER_TRANSFER) c->dI[one->lever_cell[i]] -= one->lever_weight[i];
    }
    of_incomes(c);
  } else {
    double lng = one->lever == TWI_LEVER_SUBSIDY ? 1 : one->lever == TWI_LEVER_OUTPUT_RENT ? -1 : 0;
    for (size_t i = 0; i < one->lever_count; i++)
      c->dlnc[one->lever_cell[i] % S * Np + one->lever_cell[i] / S] = lng == 0 ? -1 : -lng;
    for (size_t s = 0; s < S; s++) {
      int any = 0;
      for (size_t i = 0; i < one->lever_count; i++) any |= one->lever_cell[i] % S == s;
      if (any) twi_core_flows_slope(c, s);
    }
    for (size_t i = 0; lng != 0 && i < one->lever_count; i++) {
      size_t at = one->lever_cell[i] % S * Np + one->lever_cell[i] / S;
      c->dY[at] += c->Yn[at] * lng;
      c->dRm[at] -= c->Yn[at] / c->g[at] * lng;
    }
  }
  memset(f, 0, c->n * sizeof(double));
  for (size_t d = 0; d < N; d++) {
    f[d] = -c->wV[d] * (c->dlv[d] + c->dgap[d]);
    for (size_t s = 0; s < S; s++) {
      f[c->at_R + d] += c->dRm[s * Np + d] + (c->ke ? c->dE[s * Np + d] : 0);
      if (c->g) f[c->at_R + d] -= (1 - 1 / c->g[s * Np + d]) * c->dY[s * Np + d];
      f[c->at_P + d * Sp + s] = c->dlnP[s * Np + d];
      f[c->at_Y + d * Sp + s] = c->dY[s * Np + d];
    }
  }
  twi_core_scale_rows(c, f);
}

void twi_conditions_columns(void *data, const unsigned char *needed, double *B, double *E)
{
  twi_conditions *q = data;
  size_t n = q->core->n, mp = q->border.mp;
  const double *x = q->border.x;
  for (int j = 0; j < q->m; j++) {
    if (!needed[j]) continue;
    make_column(q, j, B + (size_t)j * n);
    for (int k = 0; k < q->m; k++) {
      if (!needed[k]) continue;
      double slope = twi_conditions_slope(q, k, j, x);
      if (q->scale[k] != 0) /* rows in money: x = goal measure */
        slope = ((j == k) - (q->of[k] >= 0 ? 1 : q->goal[k]) * slope) * q->scale[k];
      E[(size_t)k * mp + (size_t)j] = slope;
    }
  }
}
