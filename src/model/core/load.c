/* The wedges of one row of flows put in force, at a share of the way from one policy to another: see core.h and setup.c,
 * which has the formulas. */
#include <math.h>
#include <string.h>

#include "model/core.h"

/* The rate at a share of the way, linear in ln(1 + rate); exact at both ends. */
static double on_the_way(double from, double to, double share)
{
  if (share >= 1 || from == to) return to;
  if (share <= 0) return from;
  return expm1((1 - share) * log1p(from) + share * log1p(to));
}

double twi_factor_on_the_way(double from, double to, double share)
{
  if (share >= 1 || from == to) return to;
  if (share <= 0) return from;
  return exp((1 - share) * log(from) + share * log(to));
}

/* A barrier without bound is led to so that what is bought at given prices falls linearly to nothing. */
static double barrier_on_the_way(double from, double to, double share, double theta)
{
  if (share >= 1 || from == to) return to;
  if (share <= 0) return from;
  if (isinf(to)) return from * pow(1 - share, -1 / theta);
  if (isinf(from)) return to * pow(share, -1 / theta);
  return twi_factor_on_the_way(from, to, share);
}

/* Most rows of most policies are those of the data. */
static int row_differs(const double *a, const double *b, size_t n)
{
  static const double none = 0;
  if (a == b) return 0;
  if (a && b) return memcmp(a, b, n * sizeof(double)) != 0;
  int any = 0;
  for (size_t i = 0; i < n; i++) any |= (a ? a[i] : none) != (b ? b[i] : none);
  return any;
}

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

int twi_core_load_row(const twi_load *load, size_t first, size_t count, double theta, double scale, size_t stride,
                      double *kt, double *kt1, double *ke, double *kappa)
{
  const tw_world *w = load->core->world;
  const twi_wedges *f = load->from, *to = load->to;
  const double *F = w->flow + first, *t0 = w->tariff ? w->tariff + first : NULL;
  const double *e0 = w->export_tax ? w->export_tax + first : NULL;
  const double *tf = f->tariff ? f->tariff + first : t0, *tt = to->tariff ? to->tariff + first : t0;
  const double *ef = f->export_tax ? f->export_tax + first : e0, *et = to->export_tax ? to->export_tax + first : e0;
  const double *bf = f->barrier ? f->barrier + first : NULL, *bt = to->barrier ? to->barrier + first : NULL;
  const double *mf = f->demand ? f->demand + first : NULL, *mt = to->demand ? to->demand + first : NULL;
  int taxed = 0, moved = e0 || et || ef || bf || bt || mf || mt || row_differs(tt, t0, count) ||
                         (load->share < 1 && row_differs(tf, t0, count));
  if (!moved) {
    for (size_t i = 0; i < count; i++) {
      double t = t0 ? t0[i] : 0, gross = F[i] * scale;
      kt1[i * stride] = gross;
      kt[i * stride] = gross * (1 + t);
      taxed |= t != 0;
    }
    if (ke)
      for (size_t i = 0; i < count; i++) ke[i * stride] = 0;
    *kappa = 0;
    return taxed;
  }
  /* First kappa, then the numerators. The rates wait in their places meanwhile, so that each is made once. */
  double most = -INFINITY;
  for (size_t i = 0; i < count; i++) {
    if (!(F[i] > 0) || !(scale > 0)) continue;
    double t = on_the_way(AT(tf, i, 0), AT(tt, i, 0), load->share);
    double e = on_the_way(AT(ef, i, 0), AT(et, i, 0), load->share);
    double b = barrier_on_the_way(AT(bf, i, 1), AT(bt, i, 1), load->share, theta / load->core->fade);
    double m = twi_factor_on_the_way(AT(mf, i, 1), AT(mt, i, 1), load->share);
    double before = (1 + AT(t0, i, 0)) * (1 + AT(e0, i, 0)), k = b * ((1 + t) * (1 + e) / before);
    double taste = -theta * (k == 1 ? 0 : log(k)) + (m == 1 ? 0 : log(m));
    most = fmax(most, taste);
    kt[i * stride] = taste;
    kt1[i * stride] = (1 + t) * (1 + e);
    if (ke) ke[i * stride] = e;
    taxed |= t != 0 || e != 0;
  }
  *kappa = isfinite(most) ? most : 0;
  const double still = *kappa == 0 ? 1 : exp(-*kappa); /* where nothing moves, as on most flows */
  for (size_t i = 0; i < count; i++) {
    if (!(F[i] > 0) || !(scale > 0)) {
      kt[i * stride] = kt1[i * stride] = 0;
      if (ke) ke[i * stride] = 0;
      continue;
    }
    double taste = kt[i * stride], power = taste - *kappa;
    double share = F[i] * scale * (1 + AT(t0, i, 0)) * (taste == 0 ? still : power == 0 ? 1 : exp(power));
    kt[i * stride] = share;
    kt1[i * stride] = share / kt1[i * stride];
    if (ke) ke[i * stride] *= kt1[i * stride];
  }
  return taxed;
}
