/* The slow solver of tests/slow.h, before anything is measured against it: identities that its equations do not state,
 * closed forms, and two countries with one sector solved by bisection. */
#include "worlds.h"

#include "slow.h"

/* |a - b| <= tolerance max(1, |a|, |b|) in long double, with the difference said. */
#define assert_near(a, b, tolerance) assert_close((double)(a), (double)(b), tolerance)

static void solve(const slow_world *w, const slow_policy *p, const slow_solution *reference, slow_solution *y)
{
  int found = slow_solve(w, p, reference, y);
  if (found != 1) fail_msg("%d solutions, %d sets tried, %d not solved", found, y->tried, y->failed);
}

static slow_world random_small(support_random *r, int N, int S, int with)
{
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(r, N, S, with);
  tw_world *world = make_world(ctx, data);
  slow_world w = slow_from_world(world);
  for (int d = 0; d < N; d++) assert_near(w.V[d], world->value_added[d], 1e-13);
  for (int i = 0; i < N * S; i++) {
    assert_near(w.X[i], world->spending[i], 1e-13);
    assert_near(w.Y[i], world->output[i], 1e-13);
  }
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
  return w;
}

/* The solution as data. */
static slow_world as_data(const slow_world *w, const slow_solution *y)
{
  slow_world made = *w;
  for (int i = 0; i < w->S * w->N * w->N; i++) {
    made.flow[i] = y->sales[i] * (1 + y->e[i]);
    made.tariff[i] = y->t[i];
    made.export_tax[i] = y->e[i];
  }
  slow_complete(&made);
  return made;
}

/* Every feature of production and labour that the closures have. */
static void close_all(const slow_world *w, slow_policy *p, support_random *r)
{
  for (int d = 0; d < w->N; d++) p->eps[d] = support_uniform(r, 0, 0.6);
  for (int i = 0; i < w->N * w->S; i++) {
    p->sg[i] = support_uniform(r, 0.2, 1.6);
    p->sM[i] = support_uniform(r, 0, 1.4);
  }
  /* Uniqueness needs psi theta < 1 (agglomeration) and (1 + psi) (1 - v) < 1 (what is made is its own input). */
  for (int s = 0; s < w->S; s++) p->psi[s] = support_uniform(r, 0, 0.6) / fmaxl(w->theta[s], 6);
}

/* Every exogenous wedge somewhere. */
static void shock_all(const slow_world *w, slow_policy *p, support_random *r)
{
  for (int s = 0; s < w->S; s++)
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++) {
        int i = slow_flow(w, s, d, o);
        p->b[i] = support_uniform(r, 0.9, 1.1);
        if (d == o) continue;
        p->t[i] += support_uniform(r, 0, 0.15);
        p->e[i] += support_uniform(r, -0.05, 0.1);
        p->d[i] = support_uniform(r, 0.9, 1.1);
      }
  for (int i = 0; i < w->N * w->S; i++) {
    p->A[i] = support_uniform(r, 0.95, 1.1);
    p->sigma[i] = support_uniform(r, -0.05, 0.05);
  }
  for (int d = 0; d < w->N; d++) {
    real sum = 0;
    p->L0[d] = support_uniform(r, 0.9, 1.1);
    for (int s = 0; s < w->S; s++) sum += p->alpha[d * w->S + s] *= support_uniform(r, 0.8, 1.2);
    for (int s = 0; s < w->S; s++) p->alpha[d * w->S + s] /= sum;
  }
  p->transfer[0] = -0.01L * w->V[0];
  p->transfer[1] = 0.01L * w->V[0];
}

static void no_shock_gives_hats_of_one(void **state)
{
  (void)state;
  support_random r = {11};
  for (int i = 0; i < 4; i++) {
    slow_world w = random_small(&r, 2 + i % 3, 1 + i % 3, WITH_ALL);
    slow_policy p = slow_plain(&w);
    slow_solution y;
    p.deficits = (twi_deficits)(i % 3);
    solve(&w, &p, NULL, &y);
    assert_true(w.S == 1 || fabsl(y.lnw[0]) > 1e-6L); /* the data are no equilibrium */
    slow_world balanced = as_data(&w, &y);
    slow_policy none = slow_plain(&balanced);
    close_all(&balanced, &none, &r);
    solve(&balanced, &none, NULL, &y);
    for (int d = 0; d < w.N; d++) assert_near(y.lnw[d], 0, 1e-13);
    for (int k = 0; k < w.N * w.S; k++) {
      assert_near(y.lnP[k], 0, 1e-13);
      assert_near(y.Y[k], balanced.Y[k], 1e-13);
    }
    none.A[0] = 1.01L;
    solve(&balanced, &none, NULL, &y);
    assert_true(fabsl(y.lnP[0]) > 1e-4L);
  }
}

/* Every market from the seller's and the buyer's side, and each region's payments to the others, with all that the
 * model has: none of these is an equation of the solver. rent: what the region gets from limits of others, less what it
 * pays. */
static void accounts_close(const slow_world *w, const slow_policy *p, const slow_solution *y, const real *rent)
{
  real total = 0, deficits = 0;
  assert_near(y->walras, 0, 1e-13);
  for (int d = 0; d < w->N; d++) {
    real imports = 0, exports = 0, received = y->D[d] + p->transfer[d] + rent[d];
    total += expl(y->lnw[d]) * y->L[d] * w->V[d];
    deficits += y->D[d];
    for (int s = 0; s < w->S; s++) {
      real shares = 0, spent = 0;
      for (int o = 0; o < w->N; o++) {
        int in = slow_flow(w, s, d, o), out = slow_flow(w, s, o, d);
        shares += y->share[in];
        spent += y->sales[in] * (1 + y->e[in]) * (1 + y->t[in]);
        imports += y->sales[in] * (1 + y->e[in]);
        exports += y->sales[out] * (1 + y->e[out]);
      }
      if (w->X[d * w->S + s] <= 0) continue;
      assert_near(shares, 1, 1e-13);
      assert_near(spent, y->X[d * w->S + s], 1e-13);
    }
    for (int c = 0; c < p->conditions; c++)
      for (int k = 0; k < p->condition[c].lever_count && p->condition[c].lever == TWI_LEVER_TRANSFER; k++)
        if (p->condition[c].lever_cell[k] == d) received -= y->x[c] * p->condition[c].weight[k];
    assert_near((imports - exports) / w->V[d], received / w->V[d], 1e-12);
  }
  assert_near(total, w->world, 1e-13);
  assert_near(deficits / w->world, 0, 1e-13);
}

static void accounts_close_with_everything(void **state)
{
  (void)state;
  support_random r = {12};
  for (int i = 0; i < 6; i++) {
    /* a region that must import what it cannot replace may have no equilibrium: no dead makers here */
    slow_world w = random_small(&r, 3 + i % 2, 1 + i % 3, i % 3 < 2 ? WITH_ALL : WITH_ALL & ~WITH_DEAD_CELLS);
    slow_policy p = slow_plain(&w);
    slow_solution base, y;
    real rent[SLOW_N] = {0};
    p.deficits = (twi_deficits)(i % 3);
    close_all(&w, &p, &r);
    solve(&w, &p, NULL, &base);
    accounts_close(&w, &p, &base, rent);
    shock_all(&w, &p, &r);
    int flow = slow_flow(&w, 0, 0, 1);
    if (!(w.flow[flow] > 0)) continue;
    slow_problem free = {&w, &p, &base, 0, 0};
    solve(&w, &p, &base, &y);
    slow_condition_add(&p, TWI_AT_MOST, TWI_MEASURE_FLOWS, flow, 0, TWI_LEVER_TARIFF, flow, 2);
    p.condition[0].goal = slow_measure(&free, &p.condition[0], &y) - 0.5L;
    solve(&w, &p, &base, &y);
    slow_condition_add(&p, TWI_AT_MOST, TWI_MEASURE_OUTPUT, w.S, 0, TWI_LEVER_OUTPUT_RENT, w.S, 0);
    p.condition[1].goal = slow_measure(&free, &p.condition[1], &y) - 0.05L;
    slow_condition *c = slow_condition_add(&p, TWI_SHARE, TWI_MEASURE_INCOME, 1, 0.02, TWI_LEVER_TRANSFER, 1, -1);
    c->weight[0] = 1;
    c->lever_cell[c->lever_count++] = 2;
    c->weight[1] = -1;
    solve(&w, &p, &base, &y);
    assert_true(y.binds[0] && y.binds[1] && y.money[0] > 0 && y.money[1] > 0);
    rent[0] = y.money[1] - y.money[0];
    rent[1] = -y.money[1];
    rent[2] = y.money[0];
    accounts_close(&w, &p, &y, rent);
    assert_near(y.x[2], 0.02L * y.I[1], 1e-13);
  }
}

/* Arkolakis, Costinot and Rodríguez-Clare: with one sector and no inputs the own share says all. */
static void own_share_gives_the_real_wage(void **state)
{
  (void)state;
  support_random r = {13};
  for (int i = 0; i < 4; i++) {
    slow_world w = random_small(&r, 2 + i % 3, 1, 0);
    slow_policy p = slow_plain(&w);
    slow_solution base, y;
    p.deficits = TWI_DEFICITS_ZERO;
    solve(&w, &p, NULL, &base);
    real barrier = i == 3 ? 60 : 1.3L;
    for (int d = 0; d < w.N; d++)
      for (int o = 0; o < w.N; o++)
        if (d != o) p.d[d * w.N + o] = barrier;
    solve(&w, &p, NULL, &y);
    for (int d = 0; d < w.N; d++) {
      int own = d * w.N + d;
      real gain = -logl(y.share[own] / base.share[own]) / w.theta[0];
      assert_near((y.lnw[d] - base.lnw[d]) - (y.lnP[d] - base.lnP[d]), gain, 1e-13);
      assert_near(slow_income_change(&w, &p, &base, &y, d), gain, 1e-13);
      assert_true(gain < -1e-4L);
      /* no trade is left behind a high barrier; theta is 1.4 in the first sector */
      if (i == 3) assert_near(gain, logl(base.share[own]) / w.theta[0], 1e-2);
    }
  }
}

/* ---------------------------------------------------------------- two countries by bisection */

/* Two countries, one sector, no inputs: given ln w of country 1 all else follows, and money is a linear system. */
typedef struct pair {
  real pi[2][2], t0[2][2], e0[2][2], V[2], D[2], theta; /* data; [importer][exporter] */
  real t[2][2], e[2][2], d[2][2], b[2][2], A[2], sigma[2], L0[2], eps, psi;
  real transfer;          /* money from 0 to 1 */
  real percent;           /* of country 0's income to country 1 */
  real rent, output_rent; /* ln on the flow from 1 to 0, as a tariff; on the output of 1 */
  int owner;              /* of the rents; -1: who collects */
  /* the answer */
  real lnw[2], lnP[2], lnp[2], Y[2], I[2], sales[2][2], L[2];
} pair;

/* Sales of country 1 less its output. */
static real pair_excess(pair *c, real gap)
{
  real wage[2], X[2], t[2][2], sigma[2];
  memcpy(t, c->t, sizeof t);
  t[0][1] = (1 + c->t[0][1]) * expl(c->rent) - 1;
  for (int i = 0; i < 2; i++) sigma[i] = 1 - (1 - c->sigma[i]) * expl(i ? c->output_rent : 0);
  /* The wage decides the price up to scale; employment answers the real wage, which itself moves costs by scale: a
   * contraction, since eps psi is small. Levels by the numeraire. */
  c->lnw[0] = 0;
  c->lnw[1] = gap;
  c->L[0] = c->L[1] = 1;
  real moved = 1;
  for (int round = 0; round < 400 && moved > 1e-18L; round++) {
    real world = 0, before[2] = {c->lnP[0], c->lnP[1]};
    for (int i = 0; i < 2; i++) world += expl(c->lnw[i]) * c->L[i] * c->V[i];
    for (int i = 0; i < 2; i++) c->lnw[i] += logl((c->V[0] + c->V[1]) / world);
    for (int i = 0; i < 2; i++) {
      c->Y[i] = expl(c->lnw[i]) * c->L[i] * c->V[i];
      c->lnp[i] = (1 + c->psi) * c->lnw[i] - c->psi * (c->lnw[i] + logl(c->L[i])) - logl(c->A[i]) + logl(1 - sigma[i]);
    }
    for (int d = 0; d < 2; d++) {
      real sum = 0;
      for (int o = 0; o < 2; o++)
        sum += c->pi[d][o] * c->b[d][o] *
               powl(expl(c->lnp[o]) * c->d[d][o] * (1 + t[d][o]) * (1 + c->e[d][o]) / (1 + c->t0[d][o]) /
                        (1 + c->e0[d][o]),
                    -c->theta);
      c->lnP[d] = -logl(sum) / c->theta;
    }
    for (int i = 0; i < 2; i++) c->L[i] = c->L0[i] * expl(c->eps * (c->lnw[i] - c->lnP[i]));
    moved = round < 2 ? 1 : fabsl(c->lnP[0] - before[0]) + fabsl(c->lnP[1] - before[1]);
  }
  for (int i = 0; i < 2; i++) wage[i] = expl(c->lnw[i]) * c->L[i] * c->V[i];
  real share[2][2], M[2][2] = {{1, 0}, {0, 1}}, fixed[2];
  for (int d = 0; d < 2; d++) {
    fixed[d] = wage[d] + c->D[d] - sigma[d] * wage[d] + (d ? c->transfer : -c->transfer);
    for (int o = 0; o < 2; o++) {
      share[d][o] = c->pi[d][o] * c->b[d][o] *
                    powl(expl(c->lnp[o] - c->lnP[d]) * c->d[d][o] * (1 + t[d][o]) * (1 + c->e[d][o]) /
                             (1 + c->t0[d][o]) / (1 + c->e0[d][o]),
                         -c->theta);
      real customs = share[d][o] / (1 + t[d][o]);
      M[d][d] -= customs * t[d][o];
      M[o][d] -= customs * c->e[d][o] / (1 + c->e[d][o]);
      if (d == 0 && o == 1 && c->owner == 1) {
        real rent = customs * (1 + c->t[0][1]) * expm1l(c->rent);
        M[0][0] += rent;
        M[1][0] -= rent;
      }
    }
  }
  if (c->owner == 0) {
    real rent = (1 - c->sigma[1]) * expm1l(c->output_rent) * wage[1];
    fixed[1] -= rent;
    fixed[0] += rent;
  }
  M[0][0] += c->percent;
  M[1][0] -= c->percent;
  real det = M[0][0] * M[1][1] - M[0][1] * M[1][0];
  X[0] = (fixed[0] * M[1][1] - M[0][1] * fixed[1]) / det;
  X[1] = (M[0][0] * fixed[1] - fixed[0] * M[1][0]) / det;
  real sold = 0;
  for (int d = 0; d < 2; d++) {
    c->I[d] = X[d];
    for (int o = 0; o < 2; o++) c->sales[d][o] = share[d][o] * X[d] / (1 + t[d][o]) / (1 + c->e[d][o]);
    sold += c->sales[d][1];
  }
  return sold - (1 - sigma[1]) * c->Y[1];
}

static void pair_solve(pair *c)
{
  real low = -3, high = 3;
  assert_true(pair_excess(c, low) > 0 && pair_excess(c, high) < 0);
  for (int i = 0; i < 60; i++) {
    real middle = (low + high) / 2;
    if (pair_excess(c, middle) > 0)
      low = middle;
    else
      high = middle;
  }
  pair_excess(c, low);
}

static pair pair_of(const slow_world *w)
{
  pair c;
  memset(&c, 0, sizeof c);
  c.theta = w->theta[0];
  c.owner = -1;
  for (int d = 0; d < 2; d++) {
    c.V[d] = w->V[d];
    c.D[d] = w->D[d];
    c.A[d] = c.L0[d] = 1;
    for (int o = 0; o < 2; o++) {
      int i = d * 2 + o;
      c.pi[d][o] = (1 + w->tariff[i]) * w->flow[i] / w->X[d];
      c.t[d][o] = c.t0[d][o] = w->tariff[i];
      c.e[d][o] = c.e0[d][o] = w->export_tax[i];
      c.d[d][o] = c.b[d][o] = 1;
    }
  }
  return c;
}

static void pair_agrees(const pair *c, const slow_solution *y)
{
  for (int d = 0; d < 2; d++) {
    assert_near(y->lnw[d], c->lnw[d], 1e-12);
    assert_near(y->lnP[d], c->lnP[d], 1e-12);
    assert_near(y->I[d], c->I[d], 1e-12);
    assert_near(y->Y[d], c->Y[d], 1e-12);
    assert_near(y->L[d], c->L[d], 1e-12);
  }
}

static slow_world two_countries(void)
{
  slow_world w;
  memset(&w, 0, sizeof w);
  w.N = 2;
  w.S = 1;
  w.theta[0] = 3.7L;
  w.v[0] = w.v[1] = w.alpha[0] = w.alpha[1] = 1;
  real flow[] = {60, 24, 31, 90};
  memcpy(w.flow, flow, sizeof flow);
  w.tariff[1] = 0.08L;
  w.tariff[2] = 0.03L;
  w.export_tax[1] = 0.02L;
  slow_complete(&w);
  return w;
}

static void bisection_agrees_on_wedges(void **state)
{
  (void)state;
  slow_world w = two_countries();
  slow_solution base, y;
  slow_policy plain = slow_plain(&w);
  solve(&w, &plain, NULL, &base);
  for (int k = 0; k < 11; k++) {
    slow_policy p = plain;
    pair c = pair_of(&w);
    if (k == 0) c.t[0][1] = 0.4L, p.t[1] = 0.4L;
    if (k == 1) c.e[0][1] = -0.1L, p.e[1] = -0.1L;
    if (k == 2) c.d[1][0] = 1.2L, p.d[2] = 1.2L;
    if (k == 3) c.b[0][1] = 0.7L, p.b[1] = 0.7L;
    if (k == 4) c.sigma[1] = 0.15L, p.sigma[1] = 0.15L;
    if (k == 5) c.sigma[0] = -0.2L, p.sigma[0] = -0.2L;
    if (k == 6) c.A[0] = 1.3L, p.A[0] = 1.3L;
    if (k == 7) c.L0[1] = 1.5L, p.L0[1] = 1.5L;
    if (k == 8) c.transfer = 5, p.transfer[0] = -5, p.transfer[1] = 5;
    if (k == 9) {
      c.percent = 0.07L;
      slow_condition *m = slow_condition_add(&p, TWI_SHARE, TWI_MEASURE_INCOME, 0, 0.07, TWI_LEVER_TRANSFER, 0, -1);
      m->goal = 0.07L;
      m->weight[0] = 1;
      m->lever_cell[m->lever_count++] = 1;
      m->weight[1] = -1;
    }
    if (k == 10) {
      c.eps = 0.6L, c.psi = 0.15L, c.t[0][1] = 0.3L, c.A[1] = 1.4L;
      p.eps[0] = p.eps[1] = 0.6L, p.psi[0] = 0.15L, p.t[1] = 0.3L, p.A[1] = 1.4L;
    }
    pair_solve(&c);
    solve(&w, &p, NULL, &y);
    pair_agrees(&c, &y);
    assert_true(fabsl(y.lnw[1] - base.lnw[1]) > 1e-4L || fabsl(y.lnP[1] - base.lnP[1]) > 1e-4L);
  }
}

/* The rent that brings the volume to its limit, by bisection around the bisection. */
static void bisection_agrees_on_limits(void **state)
{
  (void)state;
  slow_world w = two_countries();
  slow_solution base, y;
  slow_policy plain = slow_plain(&w);
  for (int k = 0; k < 4; k++) {
    slow_policy p = plain;
    pair c = pair_of(&w), start = pair_of(&w);
    int output = k >= 2;
    /* without inputs output moves with labour only */
    p.eps[0] = p.eps[1] = c.eps = start.eps = output ? 1 : 0.3L;
    solve(&w, &p, NULL, &base);
    pair_solve(&start);
    c.owner = k == 1 ? 1 : k == 3 ? 0 : -1;
    c.sigma[1] = p.sigma[1] = k % 3 * 0.1L; /* a subsidy, so that price and cost part */
    real low = 0, high = 2, *rent = output ? &c.output_rent : &c.rent;
    for (int i = 0; i < 50; i++) {
      *rent = (low + high) / 2;
      pair_solve(&c);
      real now = output ? c.sales[0][1] + c.sales[1][1] : c.sales[0][1];
      real before = output ? start.sales[0][1] + start.sales[1][1] : start.sales[0][1];
      if (now / before * expl(start.lnp[1] - c.lnp[1]) > 0.7L)
        low = *rent;
      else
        high = *rent;
    }
    slow_condition *m =
        output ? slow_condition_add(&p, TWI_AT_MOST, TWI_MEASURE_OUTPUT, 1, 0, TWI_LEVER_OUTPUT_RENT, 1, c.owner)
               : slow_condition_add(&p, TWI_AT_MOST, TWI_MEASURE_FLOWS, 1, 0, TWI_LEVER_TARIFF, 1, c.owner);
    if (output && c.owner < 0) m->owner = 1;
    m->goal = logl(0.7L);
    solve(&w, &p, &base, &y);
    pair_agrees(&c, &y);
    assert_near(y.x[0], *rent, 1e-12);
    assert_true(y.x[0] > 0.05L && y.binds[0]);
  }
}

/* Unemployment that keeps the real wage where it was. */
static void bisection_agrees_on_a_rigid_wage(void **state)
{
  (void)state;
  slow_world w = two_countries();
  slow_solution base, y;
  slow_policy p = slow_plain(&w);
  solve(&w, &p, NULL, &base);
  slow_condition_add(&p, TWI_AT_LEAST, TWI_MEASURE_REAL_WAGE, 1, 0, TWI_LEVER_LABOUR, 1, -1);
  p.d[1] = 1.3L; /* what 1 sells to 0 costs more to carry */
  p.A[1] = 0.98L;
  solve(&w, &p, &base, &y);
  pair c = pair_of(&w);
  c.d[0][1] = 1.3L;
  c.A[1] = 0.98L;
  real low = -2, high = 0;
  for (int i = 0; i < 50; i++) {
    real middle = (low + high) / 2;
    c.L0[1] = expl(middle);
    pair_solve(&c);
    if (c.lnw[1] - c.lnP[1] > base.lnw[1] - base.lnP[1])
      low = middle;
    else
      high = middle;
  }
  pair_agrees(&c, &y);
  assert_true(y.x[0] < -0.01L && y.binds[0]);
  assert_near(y.x[0], low, 1e-12);
  p.d[1] = 0.9L; /* and a wage that would rise is left alone */
  p.A[1] = 1;
  solve(&w, &p, &base, &y);
  assert_true(y.x[0] == 0 && !y.binds[0] && y.measured[0] > 1e-3L);
}

/* Two countries, one good, no inputs, balanced trade, a foreign country without tariffs: 1 / (theta pi'_FF). */
static void the_optimal_tariff_has_a_closed_form(void **state)
{
  (void)state;
  slow_world w = two_countries();
  memset(w.tariff, 0, sizeof w.tariff);
  memset(w.export_tax, 0, sizeof w.export_tax);
  slow_complete(&w);
  slow_policy p = slow_plain(&w);
  slow_solution base, y;
  p.deficits = TWI_DEFICITS_ZERO;
  solve(&w, &p, NULL, &base);
  real low = 0.01L, high = 1, golden = 0.6180339887498949L;
  for (int i = 0; i < 50; i++) {
    real at[2] = {high - golden * (high - low), low + golden * (high - low)}, gain[2];
    for (int k = 0; k < 2; k++) {
      p.t[1] = at[k];
      solve(&w, &p, NULL, &y);
      gain[k] = slow_income_change(&w, &p, &base, &y, 0);
    }
    if (gain[0] > gain[1])
      high = at[1];
    else
      low = at[0];
  }
  assert_near(low, 1 / (w.theta[0] * y.share[3]), 1e-7);
}

/* ---------------------------------------------------------------- production */

/* One country, one sector: what is made is its own input. ct^r (1 - (1-v) A^-r) = v with r = 1 - sg, w = 1. */
static void a_nest_of_one_country_has_a_closed_form(void **state)
{
  (void)state;
  real sg[] = {0.3L, 0.8L, 2, 1};
  for (int k = 0; k < 4; k++) {
    slow_world w;
    memset(&w, 0, sizeof w);
    w.N = w.S = 1;
    w.theta[0] = 4;
    w.flow[0] = 100;
    w.v[0] = 0.4L;
    w.a[0] = 0.6L;
    w.alpha[0] = 1;
    slow_complete(&w);
    slow_policy p = slow_plain(&w);
    slow_solution y;
    p.sg[0] = sg[k];
    p.sM[0] = 0.5L; /* of no account with one input */
    p.A[0] = 1.1L;
    solve(&w, &p, NULL, &y);
    real r = 1 - sg[k], ct = k == 3 ? -0.6L / 0.4L * logl(1.1L) : logl(0.4L / (1 - 0.6L * powl(1.1L, -r))) / r;
    assert_near(y.lnc[0], ct - logl(1.1L), 1e-14);
    assert_near(y.Y[0], 40 / (0.4L * expl(-r * ct)), 1e-14);
    assert_near(y.lnw[0], 0, 1e-15);
  }
}

/* One country, two sectors, both nests: costs by iteration, output by the two-by-two inverse. */
static void two_sectors_agree_with_iteration(void **state)
{
  (void)state;
  slow_world w;
  memset(&w, 0, sizeof w);
  w.N = 1;
  w.S = 2;
  w.theta[0] = w.theta[1] = 5;
  real v[] = {0.5L, 0.3L}, a[] = {0.2L, 0.3L, 0.4L, 0.3L}, alpha[] = {0.6L, 0.4L}, sg[] = {0.4L, 1.5L};
  real sM[] = {0.2L, 1.3L}, A[] = {1.2L, 0.9L};
  w.flow[0] = 100, w.flow[1] = 80;
  memcpy(w.v, v, sizeof v);
  memcpy(w.a, a, sizeof a);
  memcpy(w.alpha, alpha, sizeof alpha);
  slow_complete(&w);
  slow_policy p = slow_plain(&w);
  slow_solution y;
  memcpy(p.sg, sg, sizeof sg);
  memcpy(p.sM, sM, sizeof sM);
  memcpy(p.A, A, sizeof A);
  solve(&w, &p, NULL, &y);
  real c[2] = {1, 1}, use[2][2], added[2];
  for (int round = 0; round < 2000; round++)
    for (int u = 0; u < 2; u++) {
      real PM = 0, r = 1 - sM[u], q = 1 - sg[u];
      for (int k = 0; k < 2; k++) PM += a[2 * u + k] / (1 - v[u]) * powl(c[k], r);
      PM = powl(PM, 1 / r);
      real ct = powl(v[u] + (1 - v[u]) * powl(PM, q), 1 / q);
      added[u] = v[u] * powl(1 / ct, q);
      for (int k = 0; k < 2; k++) use[k][u] = a[2 * u + k] * powl(PM / ct, q) * powl(c[k] / PM, r);
      c[u] = ct / A[u];
    }
  real det = (1 - use[0][0]) * (1 - use[1][1]) - use[0][1] * use[1][0], I = w.V[0];
  real Y0 = (alpha[0] * (1 - use[1][1]) + alpha[1] * use[0][1]) * I / det;
  assert_near(y.Y[0], Y0, 1e-13);
  assert_near(added[0] * Y0 + added[1] * ((1 - use[0][0]) * Y0 - alpha[0] * I) / use[0][1], I, 1e-13);
  for (int s = 0; s < 2; s++) assert_near(y.lnc[s], logl(c[s]), 1e-14);
}

/* ---------------------------------------------------------------- conditions */

/* Five limits, some of which bind: exactly one set of them has the right signs. */
static void one_set_of_limits_is_right(void **state)
{
  (void)state;
  support_random r = {14};
  int bound = 0, free = 0;
  for (int i = 0; i < 5; i++) {
    slow_world w = random_small(&r, 3, 2, WITH_TARIFFS | WITH_INPUTS);
    slow_policy p = slow_plain(&w);
    slow_solution base, y, none;
    solve(&w, &p, NULL, &base);
    for (int d = 0; d < 3; d++) p.A[d * 2] = support_uniform(&r, 0.9, 1.3);
    slow_policy open = p;
    for (int k = 0; k < 5; k++) {
      int flow = slow_flow(&w, k % 2, k % 3, (k + 1) % 3);
      slow_condition_add(&p, TWI_AT_MOST, TWI_MEASURE_FLOWS, flow, support_uniform(&r, -0.5, 0.5),
                         k % 2 ? TWI_LEVER_TARIFF : TWI_LEVER_EXPORT_TAX, flow,
                         k == 4  ? 0
                         : k % 2 ? -1
                                 : -2);
    }
    solve(&w, &p, &base, &y);
    assert_int_equal(y.tried, 32);
    assert_int_equal(y.failed, 0);
    for (int k = 0; k < 5; k++) {
      real slack = p.condition[k].goal - y.measured[k];
      assert_true(y.x[k] >= 0 && slack > -1e-12L);
      assert_near(y.x[k] * slack, 0, 1e-13);
      if (y.binds[k])
        bound++;
      else
        free++;
    }
    /* limits far away change nothing */
    for (int k = 0; k < 5; k++) p.condition[k].goal = 1.2L;
    solve(&w, &p, &base, &y);
    solve(&w, &open, NULL, &none);
    for (int d = 0; d < 3; d++) assert_near(y.lnw[d], none.lnw[d], 1e-14);
  }
  assert_true(bound > 3 && free > 3);
}

/* What a target finds, fed in as a wedge, reaches it. */
static void a_target_run_forward_arrives(void **state)
{
  (void)state;
  support_random r = {15};
  slow_world w = random_small(&r, 3, 2, WITH_ALL & ~WITH_DEAD_CELLS);
  slow_policy p = slow_plain(&w), forward;
  slow_solution base, y, z;
  solve(&w, &p, NULL, &base);
  int flow = slow_flow(&w, 1, 0, 1);
  p.t[slow_flow(&w, 0, 1, 0)] += 0.3L;
  forward = p;
  slow_condition_add(&p, TWI_EXACTLY, TWI_MEASURE_OUTPUT, 0, 0.05, TWI_LEVER_SUBSIDY, 0, -1);
  slow_condition_add(&p, TWI_EXACTLY, TWI_MEASURE_FLOWS, flow, -0.1, TWI_LEVER_TARIFF, flow, -1);
  slow_condition_add(&p, TWI_EXACTLY, TWI_MEASURE_REAL_INCOME, 2, 0.01, TWI_LEVER_PRODUCTIVITY, 5, -1);
  solve(&w, &p, &base, &y);
  forward.sigma[0] = 1 - expl(-y.x[0]);
  forward.t[flow] = (1 + forward.t[flow]) * expl(y.x[1]) - 1;
  forward.A[5] = expl(y.x[2]);
  solve(&w, &forward, NULL, &z);
  assert_near(slow_output_change(&w, &base, &z, 0), 0.05, 1e-13);
  assert_near(logl(z.sales[flow] / base.sales[flow]) - (z.lnp[3] - base.lnp[3]), -0.1, 1e-13);
  assert_near(slow_income_change(&w, &forward, &base, &z, 2), 0.01, 1e-13);
  assert_true(fabsl(y.x[0]) > 1e-3L && fabsl(y.x[1]) > 1e-3L && fabsl(y.x[2]) > 1e-3L);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_shock_gives_hats_of_one),           cmocka_unit_test(accounts_close_with_everything),
      cmocka_unit_test(own_share_gives_the_real_wage),        cmocka_unit_test(bisection_agrees_on_wedges),
      cmocka_unit_test(bisection_agrees_on_limits),           cmocka_unit_test(bisection_agrees_on_a_rigid_wage),
      cmocka_unit_test(the_optimal_tariff_has_a_closed_form), cmocka_unit_test(a_nest_of_one_country_has_a_closed_form),
      cmocka_unit_test(two_sectors_agree_with_iteration),     cmocka_unit_test(one_set_of_limits_is_right),
      cmocka_unit_test(a_target_run_forward_arrives),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
