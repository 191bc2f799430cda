/* What the instruments of conditions do: to the core's wedges, and to the residual at fixed u (the columns B), and to
 * what other conditions measure (E). See conditions.h; core/shock.c has the formulas of the columns.
 *
 *   kt of a flow  *= e^(-theta x) for tariff, export tax, barrier; e^x for demand
 *   kt1           *= that, and e^-x more for a tariff or an export tax            ke = kt1 e',  1 + e' = (1+e) e^x
 *   ln A += x     ln g += x (subsidy), -= x (rent on output)     ln L0 += x      D -= weight x */
#include <math.h>
#include <string.h>

#include "model/conditions.h"
#include "model/products.h"

/* Place of a product's producer that an instrument on costs moves, g Np + o; SIZE_MAX: it is of a sector. */
static size_t product_of(const twi_core *c, const twi_condition *one, size_t cell)
{
  int costs =
      one->lever == TWI_LEVER_PRODUCTIVITY || one->lever == TWI_LEVER_SUBSIDY || one->lever == TWI_LEVER_OUTPUT_RENT;
  size_t cells = c->N * c->S;
  return costs && cell >= cells ? (cell - cells) / c->N * c->Np + (cell - cells) % c->N : SIZE_MAX;
}

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
  twi_core_products *p = c->products;
  for (size_t i = 0; p && i < q->moves; i++) {
    const twi_moved_flow *f = &q->moved[i];
    if (f->market != SIZE_MAX) continue;
    p->kt[f->at] = f->as_loaded[0];
    p->kt1[f->at] = f->as_loaded[1];
    if (p->ke) p->ke[f->at] = f->as_loaded[2];
  }
  for (int k = 0; k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    for (size_t i = 0; i < one->lever_count; i++) {
      size_t cell = one->lever_cell[i], major = cell % S * Np + cell / S, product = product_of(c, one, cell);
      if (product != SIZE_MAX) {
        p->lnA[product] = q->lnA_g[product];
        p->lng[product] = q->lng_g[product];
        continue;
      }
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
  const twi_core_products *p = c->products;
  for (size_t i = 0; p && i < q->moves; i++) {
    twi_moved_flow *f = &q->moved[i];
    if (f->market != SIZE_MAX) continue;
    f->as_loaded[0] = p->kt[f->at];
    f->as_loaded[1] = p->kt1[f->at];
    f->as_loaded[2] = p->ke ? p->ke[f->at] : 0;
    c->taxed[f->s] = 1;
  }
  if (p && p->g) {
    memcpy(q->lnA_g, p->lnA, p->G * Np * sizeof(double));
    memcpy(q->lng_g, p->lng, p->G * Np * sizeof(double));
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
  twi_core_products *p = c->products;
  restore_wedges(q);
  for (size_t i = 0; i < q->moves; i++) {
    const twi_moved_flow *f = &q->moved[i];
    int of_product = f->market == SIZE_MAX;
    double by = x[f->condition], theta = of_product ? p->theta[f->g] : c->theta[f->s];
    if (by == 0) continue;
    size_t at = of_product ? f->at : (f->s * N + f->o) * Np + q->market[f->market] % Np;
    double *kt = of_product ? p->kt : c->kt, *kt1 = of_product ? p->kt1 : c->kt1, *ke = of_product ? p->ke : c->ke;
    twi_lever lever = q->all[f->condition].lever;
    double factor = exp(lever == TWI_LEVER_DEMAND ? by : -theta * by), tax = ke ? ke[at] : 0, before = kt1[at];
    kt[at] *= factor;
    kt1[at] *= lever == TWI_LEVER_TARIFF || lever == TWI_LEVER_EXPORT_TAX ? factor * exp(-by) : factor;
    if (!ke || !(before > 0)) continue;
    double e = tax / before;
    ke[at] = kt1[at] * (lever == TWI_LEVER_EXPORT_TAX ? (1 + e) * exp(by) - 1 : e);
  }
  for (int k = 0; k < q->m; k++) {
    const twi_condition *one = &q->all[k];
    double by = x[k];
    if (twi_lever_is_of_flows(one->lever) || by == 0) continue;
    for (size_t i = 0; i < one->lever_count; i++) {
      size_t cell = one->lever_cell[i], major = cell % S * Np + cell / S, product = product_of(c, one, cell);
      if (product != SIZE_MAX) {
        if (one->lever == TWI_LEVER_PRODUCTIVITY) p->lnA[product] += by;
        if (one->lever == TWI_LEVER_SUBSIDY) p->lng[product] += by;
        if (one->lever == TWI_LEVER_OUTPUT_RENT) p->lng[product] -= by;
        continue;
      }
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
      size_t product = product_of(c, one, one->lever_cell[i]);
      if (product != SIZE_MAX)
        p->g[product] = exp(p->lng[product]);
      else
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

/* The same for flows of products, moved[first … last) of one sector: prices go through the nests first. */
static void of_product_flows(twi_conditions *q, size_t first, size_t last, twi_lever lever)
{
  twi_core *c = q->core;
  twi_core_products *p = c->products;
  size_t Np = c->Np, s = q->moved[first].s, at = s * Np;
  double T = lever == TWI_LEVER_TARIFF, E = lever == TWI_LEVER_EXPORT_TAX;
  twi_products_clear(c, s);
  for (size_t i = first; i < last; i++) {
    const twi_moved_flow *f = &q->moved[i];
    size_t market = f->g * Np + f->d;
    double k = lever == TWI_LEVER_DEMAND ? -1 / p->theta[f->g] : 1;
    p->direct[market] += p->kt[f->at] * p->z[f->g * Np + f->o] * k * p->inv[market];
  }
  twi_products_slope(c, s);
  for (size_t i = first; i < last; i++) {
    const twi_moved_flow *f = &q->moved[i];
    size_t seller = f->g * Np + f->o;
    double theta = p->theta[f->g], k = lever == TWI_LEVER_DEMAND ? -1 / theta : 1, own = theta * k + T;
    double per_s = c->g ? c->g[at + f->o] : 1, per = p->g ? p->g[seller] : 1, tax = p->ke ? p->ke[f->at] : 0;
    double z = p->z[seller], qd = p->q[f->g * Np + f->d], sales = -per_s * per * z * p->kt1[f->at] * (own + E) * qd;
    c->dY[at + f->o] += sales;
    p->dY[seller] += sales;
    if (p->g) c->dRm[at + f->o] -= (1 - 1 / per) / per_s * sales;
    c->dRm[at + f->d] += qd * z * (p->kt1[f->at] + tax) * own;
    c->dE[at + f->o] += z * qd * (tax * -own + p->kt1[f->at] * E);
  }
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

static void clear_products(twi_core *c, size_t s)
{
  twi_core_products *p = c->products;
  size_t first = p->first[p->first_nest[s]] * c->Np, count = p->first[p->first_nest[s + 1]] * c->Np - first;
  double *const all[] = {p->dlnP, p->dq, p->dY};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) memset(all[i] + first, 0, count * sizeof(double));
}

static void clear_slopes(twi_core *c)
{
  size_t bytes = c->S * c->Np * sizeof(double), N = c->Np * sizeof(double);
  double *const sectoral[] = {c->dlnc, c->dX, c->dq, c->dY, c->dE, c->dRm, c->dlnP, c->dS, c->dB, c->zd};
  double *const regional[] = {c->dlv, c->dlw, c->dI, c->dgap, c->dD};
  for (size_t i = 0; i < sizeof sectoral / sizeof *sectoral; i++) memset(sectoral[i], 0, bytes);
  for (size_t i = 0; i < sizeof regional / sizeof *regional; i++) memset(regional[i], 0, N);
  for (size_t s = 0; c->products && s < c->S; s++) {
    if (!twi_has_products(c->world, s)) continue;
    twi_products_clear(c, s);
    clear_products(c, s);
  }
}

/* Instruments on costs: productivity, subsidies, rents on output, of sectors or of products. */
static void of_costs(twi_conditions *q, const twi_condition *one)
{
  twi_core *c = q->core;
  twi_core_products *p = c->products;
  size_t S = c->S, Np = c->Np;
  double lng = one->lever == TWI_LEVER_SUBSIDY ? 1 : one->lever == TWI_LEVER_OUTPUT_RENT ? -1 : 0;
  for (size_t i = 0; i < one->lever_count; i++) {
    size_t product = product_of(c, one, one->lever_cell[i]);
    double by = lng == 0 ? -1 : -lng;
    if (product != SIZE_MAX)
      p->dlnp[product] = by;
    else
      c->dlnc[one->lever_cell[i] % S * Np + one->lever_cell[i] / S] = by;
  }
  for (size_t s = 0; s < S; s++) {
    int any = 0;
    for (size_t i = 0; i < one->lever_count; i++) any |= (size_t)twi_producer_of(c->world, one->lever_cell[i]).s == s;
    if (any) twi_core_flows_slope(c, s);
  }
  for (size_t i = 0; lng != 0 && i < one->lever_count; i++) {
    size_t product = product_of(c, one, one->lever_cell[i]), at = one->lever_cell[i] % S * Np + one->lever_cell[i] / S;
    if (product == SIZE_MAX) {
      c->dY[at] += c->Yn[at] * lng;
      c->dRm[at] -= c->Yn[at] / c->g[at] * lng;
      if (!p || !twi_has_products(c->world, one->lever_cell[i] % S)) continue;
      size_t s = one->lever_cell[i] % S, o = one->lever_cell[i] / S;
      for (size_t g = p->first[p->first_nest[s]]; g < p->first[p->first_nest[s + 1]]; g++)
        p->dY[g * Np + o] += p->Y[g * Np + o] * lng;
      continue;
    }
    size_t o = product % Np;
    at = (size_t)c->world->product[product / Np].sector * Np + o;
    p->dY[product] += p->Y[product] * lng;
    c->dY[at] += p->Y[product] * lng;
    c->dRm[at] -= p->Y[product] * lng / (c->g ? c->g[at] : 1);
  }
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
      if (q->moved[i].market == SIZE_MAX) { /* products of one sector follow each other, as cells rise */
        for (count = 1;
             i + count < q->moves && q->moved[i + count].condition == j && q->moved[i + count].s == q->moved[i].s;)
          count++;
        of_product_flows(q, i, i + count, one->lever);
        continue;
      }
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
    of_costs(q, one);
  }
  memset(f, 0, c->n * sizeof(double));
  if (c->profit) twi_core_profits(c, c->products->dY, c->dprofits);
  for (size_t d = 0; d < N; d++) {
    f[d] = -c->wV[d] * (c->dlv[d] + c->dgap[d]);
    if (c->profit) f[c->at_R + d] = c->dprofits[d];
    for (size_t s = 0; s < S; s++) {
      f[c->at_R + d] += c->dRm[s * Np + d] + (c->ke ? c->dE[s * Np + d] : 0);
      if (c->g) f[c->at_R + d] -= (1 - 1 / c->g[s * Np + d]) * c->dY[s * Np + d];
      f[c->at_P + d * Sp + s] = c->dlnP[s * Np + d];
      f[c->at_Y + d * Sp + s] = c->dY[s * Np + d];
    }
  }
  if (c->supply.K) twi_supply_rows_slope(c, NULL, NULL, f);
  twi_core_scale_rows(c, f);
}

double twi_conditions_direct(twi_conditions *q, int j, const twi_condition *one)
{
  make_column(q, j, q->f);
  double slope = twi_measure_slope(q, one, NULL, j);
  for (size_t s = 0; q->core->products && s < q->core->S; s++)
    if (twi_has_products(q->core->world, s)) twi_products_clear(q->core, s);
  return slope;
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
  for (size_t s = 0; q->core->products && s < q->core->S; s++) /* products with vectors want none of it */
    if (twi_has_products(q->core->world, s)) twi_products_clear(q->core, s);
}
