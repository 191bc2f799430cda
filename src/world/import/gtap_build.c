/* From a GTAP data base to flows, rates, inputs and final demand at buyers' prices. See gtap.h for the headers.
 *
 * symbol  word                                     equation
 * t       tariff of a flow of trade                t = VMSB / VCIF - 1
 * e       export tax of it                         e = VFOB / VXSB - 1
 * N[m]    freight on it, by who carries it         VTWR
 * T       freight that a region pays for           T[m][d] = sum_c,o N
 * w       who sells it                             w[m][r] = VST / sum_r VST
 * L       imports with freight and duty            L[c][d] = sum_o (1 + t) (VFOB + sum_m N)
 * psi     part of these that is freight            psi[c][d][m] = sum_o (1 + t) N[m] / L
 * D, M    bought of c by a user, at basic prices   VDFB, VMFB and their like; M scaled so that sum M = L
 * mu      what an activity makes                   mu[c][a] = MAKB / sum_c MAKB
 *
 * A flow has three parts, each with its money, its duty and what its seller gets, which are added up:
 *
 *   goods     VFOB        t VFOB                  VXSB                c from o to d
 *   own use   sum D       0                       sum D               c from d to d
 *   freight   w[m][r] T   w[m][r] sum_c,o t N     w[m][r] T           m from r to d
 *
 * Flow F is the sum of money, tariff duty / F, export tax F / (what sellers get) - 1: rates of flows with one part are
 * GTAP's, of others means by money. A user of c pays D + (1 - sum psi) M for c and psi[m] M for each m, so that
 *
 *   sum over users = sum_o (1 + tariff) F                       in every market
 *   sum_d F / (1 + export tax) = what is sold of c in region r  VXSB, VST and own use: MAKB
 *
 * and income is what is left of output after inputs (endowments, taxes on them, on inputs and on output), duties,
 * export taxes and the deficit. A sector c uses what the activities that make it use, sum_a mu[c][a] (industry
 * technology). Final demand is that of households, government and investment together.
 *
 * docs/decisions/0037-gtap.md has the alternatives. */
#include <string.h>

#include "world/import/gtap.h"

typedef struct build {
  twi_gtap *b;
  double *flow, *duty, *sold;     /* [C][R][R] (c, d, o) */
  double *freight, *freight_duty; /* [R][M] by destination */
  double *landed;                 /* [R][C] L */
  double *part;                   /* [R][C][M] sum_o (1 + t) N, then psi */
  double *mine;                   /* [C] bought by one user */
  double total[5], left[5];       /* all of VXSB, VFOB, VCIF, VMSB and VTWR, and what of it was left out */
} build;

/* Adds one part of a flow. */
static void add_part(build *w, size_t c, size_t d, size_t o, double money, double duty, double sold)
{
  size_t cell = (c * w->b->R + d) * w->b->R + o;
  w->flow[cell] += money;
  w->duty[cell] += duty;
  w->sold[cell] += sold;
}

/* What a seller gets, fob, cif, landed. */
static const twi_gtap_header levels[4] = {TWI_GTAP_SELLER, TWI_GTAP_FOB, TWI_GTAP_CIF, TWI_GTAP_LANDED};

/* Leaves out a flow of which some levels are zero and others not, as subtraction makes them: returns 1 where all that
 * was left out so, this with it, is at most a millionth of each header, as of numbers below zero (gtap_read.c). */
static int leave_out(build *w, size_t c, size_t o, size_t d)
{
  twi_gtap *b = w->b;
  double most = 0;
  int small = 1;
  for (int k = 0; k < 4; k++) {
    double x = twi_gtap_trade(b, levels[k], c, o, d);
    w->left[k] += x;
    most = x > most ? x : most;
  }
  for (size_t m = 0; m < b->M; m++) w->left[4] += twi_gtap_freight(b, m, c, o, d);
  for (int k = 0; k < 5; k++) small = small && w->left[k] <= TWI_GTAP_ROUNDING * w->total[k];
  if (small) b->gap += most;
  return small;
}

/* Goods, and the freight on them. */
static tw_status put_trade(build *w, size_t c, size_t d)
{
  twi_gtap *b = w->b;
  for (size_t o = 0; o < b->R; o++) {
    double x[4];
    int zero = -1, some = -1;
    for (int k = 0; k < 4; k++) {
      x[k] = twi_gtap_trade(b, levels[k], c, o, d);
      if (x[k] > 0)
        some = k;
      else
        zero = k;
    }
    if (some < 0) continue;
    if (zero >= 0 && leave_out(w, c, o, d)) continue;
    if (zero >= 0)
      return twi_fail(b->j->ctx, TW_BAD_INPUT,
                      "%s: %s from %s to %s: header %s is 0 but header %s is %.6g, expected both or neither", b->data,
                      b->set[TWI_GTAP_COMMODITIES].code[c], b->set[TWI_GTAP_REGIONS].code[o],
                      b->set[TWI_GTAP_REGIONS].code[d], twi_gtap_name(b, levels[zero]), twi_gtap_name(b, levels[some]),
                      x[some]);
    double t = x[3] / x[2] - 1, fob = x[1];
    add_part(w, c, d, o, fob, t * fob, x[0]);
    w->landed[d * b->C + c] += (1 + t) * fob;
    if (o == d) b->own_trade += fob;
    for (size_t m = 0; m < b->M; m++) {
      double n = twi_gtap_freight(b, m, c, o, d);
      w->freight[d * b->M + m] += n;
      w->freight_duty[d * b->M + m] += t * n;
      w->landed[d * b->C + c] += (1 + t) * n;
      w->part[(d * b->C + c) * b->M + m] += (1 + t) * n;
    }
  }
  return TW_OK;
}

/* Freight is sold by all that give to the pool. */
static void put_freight(build *w, size_t d)
{
  twi_gtap *b = w->b;
  for (size_t m = 0; m < b->M; m++) {
    double pool = 0, paid = w->freight[d * b->M + m], duty = w->freight_duty[d * b->M + m];
    for (size_t r = 0; r < b->R; r++) pool += twi_gtap_at(b, TWI_GTAP_POOL, m, r);
    for (size_t r = 0; r < b->R && pool > 0; r++) {
      double share = twi_gtap_at(b, TWI_GTAP_POOL, m, r) / pool;
      add_part(w, (size_t)b->margin[m], d, r, share * paid, share * duty, share * paid);
      if (r == d) b->own_freight += share * paid;
    }
    b->freight += paid;
    b->freight_duty += duty;
  }
}

static double final_of(const twi_gtap *b, twi_gtap_header home, twi_gtap_header state, twi_gtap_header invest, size_t c,
                       size_t r)
{
  return twi_gtap_at(b, home, c, r) + twi_gtap_at(b, state, c, r) + twi_gtap_at(b, invest, c, r);
}

/* What the user `a` buys, A: final demand, of each commodity into w->mine; scale [C] of imports. */
static void buy(build *w, size_t d, size_t a, const double *scale)
{
  twi_gtap *b = w->b;
  memset(w->mine, 0, b->C * sizeof *w->mine);
  for (size_t c = 0; c < b->C; c++) {
    int final = a == b->A;
    double own = final ? final_of(b, TWI_GTAP_HOME_D, TWI_GTAP_STATE_D, TWI_GTAP_INVEST_D, c, d)
                       : twi_gtap_used(b, TWI_GTAP_FIRM_D, c, a, d);
    double imports = final ? final_of(b, TWI_GTAP_HOME_M, TWI_GTAP_STATE_M, TWI_GTAP_INVEST_M, c, d)
                           : twi_gtap_used(b, TWI_GTAP_FIRM_M, c, a, d);
    imports = scale[c] < 0 ? (final ? w->landed[d * b->C + c] : 0) : imports * scale[c];
    double rest = imports;
    for (size_t m = 0; m < b->M; m++) {
      double freight = imports * w->part[(d * b->C + c) * b->M + m];
      w->mine[b->margin[m]] += freight;
      rest -= freight;
    }
    w->mine[c] += own + rest;
    add_part(w, c, d, d, own, 0, own);
  }
}

/* Gives what an activity buys to the sectors that it makes. */
static void share_out(build *w, size_t d, size_t a)
{
  twi_gtap *b = w->b;
  twi_import_job *j = b->j;
  double made = 0, most = 0;
  for (size_t c = 0; c < b->C && b->version == 7; c++) {
    double x = twi_gtap_used(b, TWI_GTAP_MAKE, c, a, d);
    made += x;
    most = x > most ? x : most;
  }
  b->off_diagonal += made - most;
  for (size_t c = 0; c < b->C; c++) {
    double mu = b->version != 7 ? c == a : made > 0 ? twi_gtap_used(b, TWI_GTAP_MAKE, c, a, d) / made : 0;
    double *inputs = j->inputs + (d * b->C + c) * b->C;
    for (size_t s = 0; s < b->C && mu > 0; s++) inputs[s] += mu * w->mine[s];
  }
  for (size_t s = 0; s < b->C && b->version == 7 && !(made > 0); s++) {
    j->final_paid[d * b->C + s] += w->mine[s];
    b->idle += w->mine[s];
  }
}

/* Imports of each user, scaled to what comes in: -1 where it comes in and nobody has it, which is final demand then. */
static void find_scale(const build *w, size_t d, double *scale)
{
  const twi_gtap *b = w->b;
  for (size_t c = 0; c < b->C; c++) {
    double used = final_of(b, TWI_GTAP_HOME_M, TWI_GTAP_STATE_M, TWI_GTAP_INVEST_M, c, d);
    for (size_t a = 0; a < b->A; a++) used += twi_gtap_used(b, TWI_GTAP_FIRM_M, c, a, d);
    double landed = w->landed[d * b->C + c];
    scale[c] = used > 0 ? landed / used : landed > 0 ? -1 : 0;
    for (size_t m = 0; m < b->M && landed > 0; m++) w->part[(d * b->C + c) * b->M + m] /= landed;
  }
}

static tw_status put_region(build *w, size_t d, double *scale)
{
  twi_gtap *b = w->b;
  for (size_t c = 0; c < b->C; c++) {
    tw_status status = put_trade(w, c, d);
    if (status != TW_OK) return status;
  }
  put_freight(w, d);
  find_scale(w, d, scale);
  for (size_t a = 0; a < b->A; a++) {
    buy(w, d, a, scale);
    share_out(w, d, a);
  }
  buy(w, d, b->A, scale);
  for (size_t c = 0; c < b->C; c++) b->j->final_paid[d * b->C + c] += w->mine[c];
  return twi_check_cancel(b->j->ctx);
}

/* Money and duties to flows and rates, in place. */
static void make_rates(build *w)
{
  size_t flows = w->b->C * w->b->R * w->b->R;
  for (size_t i = 0; i < flows; i++) {
    double money = w->flow[i], sold = w->sold[i];
    w->duty[i] = money > 0 ? w->duty[i] / money : 0;
    w->sold[i] = money > 0 ? money / sold - 1 : 0;
  }
}

/* GDP at market prices from the side of spending, at purchasers' prices; kept beside the world, which has less of it. */
static tw_status put_gdp(twi_gtap *b)
{
  static const twi_gtap_header bought[] = {TWI_GTAP_HOME_D_PAID,  TWI_GTAP_HOME_M_PAID,   TWI_GTAP_STATE_D_PAID,
                                           TWI_GTAP_STATE_M_PAID, TWI_GTAP_INVEST_D_PAID, TWI_GTAP_INVEST_M_PAID};
  double *gdp = b->j->w->gdp = twi_new(b->j->ctx, b->R, sizeof *gdp);
  if (!gdp) return twi_no_memory(b->j->ctx, b->R * sizeof *gdp);
  for (size_t r = 0; r < b->R; r++) {
    for (size_t k = 0; k < sizeof bought / sizeof *bought; k++)
      for (size_t c = 0; c < b->C; c++) gdp[r] += twi_gtap_at(b, bought[k], c, r);
    for (size_t m = 0; m < b->M; m++) gdp[r] += twi_gtap_at(b, TWI_GTAP_POOL, m, r);
    for (size_t o = 0; o < b->R; o++)
      for (size_t c = 0; c < b->C; c++)
        gdp[r] += twi_gtap_trade(b, TWI_GTAP_FOB, c, r, o) - twi_gtap_trade(b, TWI_GTAP_CIF, c, o, r);
  }
  return TW_OK;
}

tw_status twi_gtap_build(twi_gtap *b)
{
  twi_import_job *j = b->j;
  tw_context *ctx = j->ctx;
  size_t flows = b->C * b->R * b->R, cells = b->R * b->C, freight = b->R * b->M;
  build w = {.b = b};
  w.flow = j->w->flow = twi_new(ctx, flows, sizeof(double));
  w.duty = j->w->tariff = twi_new(ctx, flows, sizeof(double));
  w.sold = j->w->export_tax = twi_new(ctx, flows, sizeof(double));
  j->inputs = twi_new(ctx, cells * b->C, sizeof(double));
  j->final_paid = twi_new(ctx, cells, sizeof(double));
  double *room = twi_new(ctx, 2 * freight + cells + cells * b->M + 2 * b->C, sizeof(double));
  tw_status status = TW_OK;
  if (!w.flow || !w.duty || !w.sold || !j->inputs || !j->final_paid || !room) {
    status = twi_no_memory(ctx, 3 * flows * sizeof(double));
  } else {
    w.freight = room;
    w.freight_duty = w.freight + freight;
    w.landed = w.freight_duty + freight;
    w.part = w.landed + cells;
    w.mine = w.part + cells * b->M;
    for (int k = 0; k < 5; k++) w.total[k] = twi_gtap_sum(b, k < 4 ? levels[k] : TWI_GTAP_FREIGHT);
    for (size_t d = 0; d < b->R && status == TW_OK; d++) status = put_region(&w, d, w.mine + b->C);
    make_rates(&w);
    if (status == TW_OK) status = put_gdp(b);
  }
  twi_free(ctx, room);
  return status;
}
