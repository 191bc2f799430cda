/* Whether a GTAP data base adds up: the identities that it must hold, to the job's bound. See gtap.h.
 *
 *   make        sum_a MAKB[c][a][r] = sum_a VDFB + VDPB + VDGB + VDIB + sum_d VXSB + VST        version 7 alone
 *   cost        sum_c (VDFP + VMFP)[a] + sum_e EVFP[a] = sum_c MAKS[c][a]                       version 7 alone
 *   imports     sum_o VMSB[c][o][d] = sum_a VMFB + VMPB + VMGB + VMIB
 *   freight     VCIF[c][o][d] = VFOB + sum_m VTWR
 *   pool        sum_r VST[m][r] = sum VTWR[m]
 *
 * Version 6.2 has no make: output is what is sold, and what it is more than costs is the tax on it. A gap may be the
 * bound times the number itself plus a hundredth of its region's total (of the freight: of what the region imports, of
 * the pool: of all of it). Within it trade stays as it is, and what is bought gives way. */
#include <math.h>
#include <stdio.h>

#include "base/print.h"
#include "world/import/gtap.h"

/* One gap. where: "USA wht"; found, expected: what they are of. */
static tw_status see_gap(twi_gtap *b, const char *where, const char *what, double found, const char *against,
                         double expected, double total)
{
  double gap = fabs(found - expected), allowed = b->j->bound * (fabs(expected) + total / 100);
  b->gap += gap;
  if (gap <= allowed) return TW_OK;
  return twi_fail(
      b->j->ctx, TW_BAD_INPUT,
      "%s: %s: %s is %.8g but %s is %.8g: a gap of %.4g, expected at most %.4g (--bound %g of the number and "
      "of a hundredth of its total)",
      b->data, where, what, found, against, expected, gap, allowed, b->j->bound);
}

static const char *code(const twi_gtap *b, int set, size_t i)
{
  return b->set[set].code[i];
}

static double users_of(const twi_gtap *b, twi_gtap_header firms, twi_gtap_header home, twi_gtap_header state,
                       twi_gtap_header invest, size_t c, size_t r)
{
  double sum = twi_gtap_at(b, home, c, r) + twi_gtap_at(b, state, c, r) + twi_gtap_at(b, invest, c, r);
  for (size_t a = 0; a < b->A; a++) sum += twi_gtap_used(b, firms, c, a, r);
  return sum;
}

static tw_status check_make(twi_gtap *b, size_t r)
{
  char where[96];
  double total = 0;
  tw_status status = TW_OK;
  for (size_t c = 0; c < b->C; c++)
    for (size_t a = 0; a < b->A; a++) total += twi_gtap_used(b, TWI_GTAP_MAKE, c, a, r);
  for (size_t c = 0; c < b->C && status == TW_OK; c++) {
    double made = 0, sold = users_of(b, TWI_GTAP_FIRM_D, TWI_GTAP_HOME_D, TWI_GTAP_STATE_D, TWI_GTAP_INVEST_D, c, r);
    for (size_t a = 0; a < b->A; a++) made += twi_gtap_used(b, TWI_GTAP_MAKE, c, a, r);
    for (size_t d = 0; d < b->R; d++) sold += twi_gtap_trade(b, TWI_GTAP_SELLER, c, r, d);
    for (size_t m = 0; m < b->M; m++)
      if ((size_t)b->margin[m] == c) sold += twi_gtap_at(b, TWI_GTAP_POOL, m, r);
    twi_print(where, sizeof where, "%s %s", code(b, TWI_GTAP_REGIONS, r), code(b, TWI_GTAP_COMMODITIES, c));
    status =
        see_gap(b, where, "what is sold (VDFB, VDPB, VDGB, VDIB, VXSB, VST)", sold, "what is made (MAKB)", made, total);
  }
  for (size_t a = 0; a < b->A && status == TW_OK; a++) {
    double cost = 0, made = 0;
    for (size_t c = 0; c < b->C; c++) {
      cost += twi_gtap_used(b, TWI_GTAP_FIRM_D_PAID, c, a, r) + twi_gtap_used(b, TWI_GTAP_FIRM_M_PAID, c, a, r);
      made += twi_gtap_used(b, TWI_GTAP_MAKE_PAID, c, a, r);
    }
    for (size_t e = 0; e < b->E; e++) cost += (double)b->value[TWI_GTAP_FACTOR_PAID][e + b->E * (a + b->A * r)];
    twi_print(where, sizeof where, "%s, activity %s", code(b, TWI_GTAP_REGIONS, r), code(b, TWI_GTAP_ACTIVITIES, a));
    status = see_gap(b, where, "what it costs (VDFP, VMFP, EVFP)", cost, "what it makes (MAKS)", made, total);
  }
  return status;
}

static tw_status check_imports(twi_gtap *b, size_t d)
{
  char where[128], what[96], against[32];
  double total = 0, all = 0;
  tw_status status = TW_OK;
  for (size_t c = 0; c < b->C; c++)
    for (size_t o = 0; o < b->R; o++) {
      total += twi_gtap_trade(b, TWI_GTAP_LANDED, c, o, d);
      all += twi_gtap_trade(b, TWI_GTAP_CIF, c, o, d);
    }
  for (size_t c = 0; c < b->C && status == TW_OK; c++) {
    double landed = 0, used = users_of(b, TWI_GTAP_FIRM_M, TWI_GTAP_HOME_M, TWI_GTAP_STATE_M, TWI_GTAP_INVEST_M, c, d);
    for (size_t o = 0; o < b->R && status == TW_OK; o++) {
      double cif = twi_gtap_trade(b, TWI_GTAP_CIF, c, o, d), sum = twi_gtap_trade(b, TWI_GTAP_FOB, c, o, d);
      landed += twi_gtap_trade(b, TWI_GTAP_LANDED, c, o, d);
      for (size_t m = 0; m < b->M; m++) sum += twi_gtap_freight(b, m, c, o, d);
      twi_print(where, sizeof where, "%s from %s to %s", code(b, TWI_GTAP_COMMODITIES, c), code(b, TWI_GTAP_REGIONS, o),
                code(b, TWI_GTAP_REGIONS, d));
      twi_print(what, sizeof what, "%s and freight (VTWR)", twi_gtap_name(b, TWI_GTAP_FOB));
      status = see_gap(b, where, what, sum, twi_gtap_name(b, TWI_GTAP_CIF), cif, all);
    }
    if (status != TW_OK) break;
    twi_print(where, sizeof where, "%s %s", code(b, TWI_GTAP_REGIONS, d), code(b, TWI_GTAP_COMMODITIES, c));
    twi_print(what, sizeof what, "what users buy of imports (%s, %s, %s%s)", twi_gtap_name(b, TWI_GTAP_FIRM_M),
              twi_gtap_name(b, TWI_GTAP_HOME_M), twi_gtap_name(b, TWI_GTAP_STATE_M), b->version == 7 ? ", VMIB" : "");
    twi_print(against, sizeof against, "imports (%s)", twi_gtap_name(b, TWI_GTAP_LANDED));
    status = see_gap(b, where, what, used, against, landed, total);
  }
  return status;
}

/* Freight that nobody sells: where it is rounding, there is none. */
static tw_status drop_freight(twi_gtap *b, size_t m, double taken)
{
  if (taken > TWI_GTAP_ROUNDING * twi_gtap_sum(b, TWI_GTAP_FREIGHT))
    return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: header VST: no region sells %s, which carries freight of %.6g", b->data,
                    code(b, TWI_GTAP_MARGINS, m), taken);
  for (size_t i = m; i < b->count[TWI_GTAP_FREIGHT]; i += b->M) b->value[TWI_GTAP_FREIGHT][i] = 0;
  return TW_OK;
}

static tw_status check_pool(twi_gtap *b)
{
  double all = twi_gtap_sum(b, TWI_GTAP_POOL);
  tw_status status = TW_OK;
  for (size_t m = 0; m < b->M && status == TW_OK; m++) {
    double given = 0, taken = 0;
    for (size_t r = 0; r < b->R; r++) given += twi_gtap_at(b, TWI_GTAP_POOL, m, r);
    for (size_t i = m; i < b->count[TWI_GTAP_FREIGHT]; i += b->M) taken += (double)b->value[TWI_GTAP_FREIGHT][i];
    status = see_gap(b, code(b, TWI_GTAP_MARGINS, m), "freight that trade takes (VTWR)", taken,
                     "what regions give (VST)", given, all);
    if (status == TW_OK && taken > 0 && !(given > 0)) status = drop_freight(b, m, taken);
  }
  return status;
}

tw_status twi_gtap_check(twi_gtap *b)
{
  tw_status status = check_pool(b);
  for (size_t r = 0; r < b->R && status == TW_OK; r++) {
    if (b->version == 7) status = check_make(b, r);
    if (status == TW_OK) status = check_imports(b, r);
    if (status == TW_OK) status = twi_check_cancel(b->j->ctx);
  }
  return status;
}
