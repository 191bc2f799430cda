/* The exact decomposition of real income W = I/P: along the path on which ln(1+t), ln(1+e), ln d, ln b, ln A, ln L0 and
 * ln(1 - subsidy) move linearly from base to new, and final shares, deficits and transfers too,
 *
 *   I dln W = sum E dln p - sum M dln p                     terms of trade, p = c (1 - subsidy) (1+e); E, M exports and
 *                                                           imports before tariff
 *           + sum t M dln(M/p) + sum e Q dln(Q/p)           volume of trade, Q exports at the producer's price
 *           + sum Y dln A - sum (1+t) M (dln d - dln b / theta) + I sum (alpha - alpha') dln P       technical, tastes
 *           - sum subsidy Y dln(Y/c) + sum psi Y dln(Y/ct)  production: subsidies and rents on output, scale
 *           + w V L dln L                                   factors
 *           + dD + d(net profits)                           transfers, profits of products from other regions
 *
 * an identity of the model (zero profits and the budget); alpha' are the shares at the end, with which P is formed.
 * Limits and targets are in the wedges with their instruments. Own sales drop out of the terms of trade.
 *
 * Each part is integrated by itself with Gauss-Lobatto nodes. At the nodes equilibria are solved, and the slopes of all
 * unknowns are those of the polynomial through these solutions, which is as good as exact slopes for such integrals
 * (equilibrium/points.h); the wedges' slopes are known. Where a wedge has no bound at an end, which its slope then has
 * not either, the nodes are those of Gauss-Legendre, and the ends serve the polynomial alone.
 *
 * Real GDP is the Divisia index of quantities along the same path. GDP = I - D = sum of final demand + E - M, so
 *
 *   GDP dln(real GDP) = dGDP - sum alpha I dln P - sum E dln p + sum M dln p
 *                     = volume of trade + technical without tastes + production + factors
 *
 * over final demand at the prices of sectors and trade flow by flow as it is shipped; the change of final shares drops
 * out, and so do tastes b, of which nothing more is produced (Kehoe and Ruhl 2008 on the terms of trade).
 *
 * What is left over, the remainder, is printed: it is the error of the quadrature and of the solves, as no part is taken
 * as what the others leave. How many nodes are tried first is told by how much the path bends; where the remainder is
 * more than 1e-8 of the exact log change, more nodes are, as many as its convergence asks for, solved more exactly. */
#include <math.h>
#include <string.h>

#include "equilibrium/points.h"
#include "indicator/parts.h"
#include "solve/quadrature.h"

enum { MOST_NODES = 192, FEW_NODES = 3, MANY = MOST_NODES + TWI_POINTS_ENDS };
static const double REMAINDER = 1e-8;
/* max |F| at the nodes, over the least log change of real income; its range. */
static const double PRECISION = 3e-4, TIGHT = 1e-14, LOOSE = 2e-9;
static const double GDP_PRECISION = 1e-9;
/* A log change that is a few units in the last place of income itself: there is nothing to decompose. */
static const double NOTHING = 1e-12;

typedef struct path {
  tw_result *r;
  twi_equilibrium *e;
  twi_points points;
  twi_parts parts;
  int unbound; /* 1: a barrier has no bound at an end */
} path;

/* Nodes of an integral, the ends always first and last; weights there may be 0. */
typedef struct rule {
  int count;
  double node[MANY], weight[MANY];
  int point[MANY]; /* of path.points; -1: not solved so far */
} rule;

/* Makes the rule with that many nodes between the ends. */
static void make_rule(const path *p, int nodes, rule *q)
{
  q->count = nodes + TWI_POINTS_ENDS;
  if (p->unbound) {
    twi_gauss_legendre(nodes, q->node + 1, q->weight + 1);
    q->node[0] = q->weight[0] = q->weight[nodes + 1] = 0;
    q->node[nodes + 1] = 1;
  } else {
    twi_gauss_lobatto(q->count, q->node, q->weight);
  }
  for (int k = 0; k < q->count; k++) q->point[k] = -1;
  q->point[0] = 0;
  q->point[nodes + 1] = 1;
}

/* Returns the node to solve next, or -1: that with the largest product of distances from all points so far, as Leja's
 * points are found, which predictions gain most from; or the one that is nearest to a point. */
static int next_node(const path *p, const rule *q, int nearest)
{
  int best = -1;
  double most = -1;
  for (int k = 0; k < q->count; k++) {
    if (q->point[k] >= 0) continue;
    double product = 1, least = 1;
    for (int i = 0; i < p->points.count; i++) {
      double distance = fabs(q->node[k] - p->points.at[i]);
      product *= 4 * distance;
      least = fmin(least, distance);
    }
    if (nearest) product = 1 - least;
    if (product > most) most = product, best = k;
  }
  return best;
}

/* Solves all nodes to target, in the order of next_node. *missed: 1 when one does not solve. */
static tw_status solve_nodes(path *p, rule *q, double target, int nearest, int *missed)
{
  for (int done = 1, k; (k = next_node(p, q, nearest)) >= 0; done++) {
    tw_status status = twi_points_solve(&p->points, q->node[k], target, &q->point[k]);
    if (status == TW_OK)
      status = twi_progress(p->r->ctx, "decomposing real income along the shock", done / (q->count - 1.0));
    *missed = q->point[k] < 0;
    if (status != TW_OK || *missed) return status;
  }
  return TW_OK;
}

/* Fills the integrals from a rule whose nodes are solved; once more when some were not as exact as they should. */
static tw_status add_nodes(path *p, const rule *q, double target)
{
  tw_status status = TW_OK;
  double *du = p->points.slope;
  for (int again = 0, moved = 1; again < 2 && moved; again++) {
    moved = 0;
    twi_parts_clear(&p->parts);
    for (int k = 0; k < q->count; k++) {
      if (q->weight[k] == 0) continue;
      status = twi_points_visit(&p->points, q->point[k], target, &moved);
      if (status != TW_OK) return status;
      twi_points_slope(&p->points, q->point, q->count, k);
      twi_parts_add(&p->parts, q->node[k], q->weight[k], du, p->points.deficits);
    }
  }
  return status;
}

static tw_status integrate_path(path *p, int nodes, double target, int nearest, int *missed)
{
  rule q;
  *missed = 0;
  twi_parts_clear(&p->parts);
  if (p->points.still) return TW_OK;
  make_rule(p, nodes, &q);
  tw_status status = solve_nodes(p, &q, target, nearest, missed);
  return status == TW_OK && !*missed ? add_nodes(p, &q, target) : status;
}

/* The identity is only as exact as its ends. The base is solved to the machine's precision already; so is the new
 * equilibrium here, and everything that is reported follows it, its certificate too. */
static tw_status polish_new(tw_result *r, twi_equilibrium *e)
{
  size_t bytes = e->core.n * sizeof(double);
  memcpy(e->path, e->u, bytes); /* free outside continuation */
  for (int back = 0; back < 2; back++) {
    int failed;
    tw_status status =
        twi_equilibrium_point(e, &r->base.wedges, &r->new_.wedges, 1, NULL, back ? 1 : TWI_TIGHTEST, e->u, &failed);
    if (status != TW_OK) return status;
    twi_equilibrium_state(e, e->u, &r->new_.wedges, r->new_.state);
    twi_closure_deficits(r->world, &r->new_.wedges, r->new_.state, e->deficits);
    twi_certify(r->new_.state, r->world, &r->new_.wedges, e->deficits, r->settings.tolerance, &r->info.certificate);
    if (r->info.certificate.holds) break;
    memcpy(e->u, e->path, bytes); /* back to what was certified */
  }
  twi_welfare(r);
  return TW_OK;
}

static int has_no_bound(const twi_wedges *wedges, size_t flows)
{
  for (size_t i = 0; wedges->barrier && i < flows; i++)
    if (isinf(wedges->barrier[i])) return 1;
  return 0;
}

/* Makes the room for points and integrals; free_path frees it, also after an error. loaded: as twi_points_new has it. */
static tw_status make_path(path *p, const double *u_new, int loaded)
{
  tw_result *r = p->r;
  twi_equilibrium *e = p->e;
  size_t flows = twi_world_flows(r->world);
  p->unbound = has_no_bound(&r->base.wedges, flows) || has_no_bound(&r->new_.wedges, flows);
  tw_status status = twi_points_new(e, &r->base.wedges, &r->new_.wedges, r->base.state->D, r->new_.state->D, e->u_base,
                                    u_new, loaded, &p->points);
  return status == TW_OK ? twi_parts_new(r, &e->core, p->points.moving, &p->parts) : status;
}

static void free_path(path *p)
{
  twi_points_free(&p->points);
  twi_parts_free(&p->parts);
}

static void take_real_gdp(const path *p)
{
  tw_result *r = p->r;
  size_t N = (size_t)r->world->N, G = (size_t)r->groups;
  for (size_t d = 0; d < N; d++) r->regions[TWI_REAL_GDP * N + d] = 100 * expm1(p->parts.real[d]);
  for (size_t g = 0; g < G; g++) r->of_groups[TWI_GROUP_REAL_GDP * G + g] = 100 * expm1(p->parts.real[N + g]);
}

tw_status twi_real_gdp(tw_result *r, twi_equilibrium *e)
{
  path p = {.r = r, .e = e};
  tw_status status = make_path(&p, e->u, 0);
  for (int nodes = FEW_NODES, missed = 1; status == TW_OK && missed && nodes <= MOST_NODES; nodes *= 2) {
    status = integrate_path(&p, nodes, GDP_PRECISION, nodes > FEW_NODES, &missed);
    if (status == TW_OK && !missed) take_real_gdp(&p);
  }
  free_path(&p);
  return status;
}

/* Returns the largest remainder, relative to the exact change. *size: the largest part so. */
static double largest_remainder(const path *p, double *size)
{
  const tw_result *r = p->r;
  size_t N = (size_t)r->world->N;
  double worst = 0;
  *size = 1;
  for (size_t d = 0; d < N; d++) {
    double exact = twi_log_real_income(r, (int)d), parts = 0, largest = 0;
    for (size_t k = 0; k < TWI_PART_COUNT; k++) {
      parts += p->parts.sum[k * N + d];
      largest = fmax(largest, fabs(p->parts.sum[k * N + d]));
    }
    double over = fabs(exact);
    if (over < NOTHING) over = 1e-4;
    worst = fmax(worst, fabs(exact - parts) / over);
    *size = fmax(*size, largest / over);
  }
  return worst;
}

/* Returns what the nodes are solved to first. */
static double first_target(const tw_result *r)
{
  double least = INFINITY;
  for (int d = 0; d < r->world->N; d++) {
    double exact = fabs(twi_log_real_income(r, d));
    if (exact >= NOTHING) least = fmin(least, exact);
  }
  return fmin(fmax(PRECISION * least, TIGHT), LOOSE);
}

/* Solves the middle of the path and counts, from how far it is off the straight line between the ends, the nodes to
 * begin with; the middle is one of them. */
static tw_status first_nodes(path *p, double target, int *nodes)
{
  static const double bend[] = {0.01, 0.15, 0.3, 1};
  int point;
  *nodes = 3;
  if (p->points.still) return TW_OK;
  tw_status status = twi_points_solve(&p->points, 0.5, target, &point);
  for (size_t k = 0; k < sizeof bend / sizeof *bend; k++) *nodes += p->points.missed > bend[k] ? 2 : 0;
  return status;
}

/* The nodes that should do, from the remainder of fewer: it falls by the same factor with each, from the size of the
 * parts. */
static int more_nodes(int nodes, double remainder, double size)
{
  double each = log10(size / remainder) / nodes, wanted = log10(size / REMAINDER) / fmax(each, 1e-3);
  int more = (int)fmin(ceil(wanted), MOST_NODES);
  return more < nodes + 2 ? nodes + 2 : more > 2 * nodes + 2 ? 2 * nodes + 2 : more;
}

static void take_parts(const path *p)
{
  tw_result *r = p->r;
  size_t N = (size_t)r->world->N;
  static const int column[TWI_PART_COUNT] = {TWI_TERMS_OF_TRADE, TWI_VOLUME_OF_TRADE, TWI_TECHNICAL,
                                             TWI_TRANSFERS,      TWI_PRODUCTION,      TWI_FACTORS};
  for (size_t d = 0; d < N; d++) {
    double rest = twi_log_real_income(r, (int)d);
    for (size_t k = 0; k < TWI_PART_COUNT; k++) {
      r->regions[(size_t)column[k] * N + d] = 100 * p->parts.sum[k * N + d];
      rest -= p->parts.sum[k * N + d];
    }
    r->regions[TWI_REMAINDER * N + d] = 100 * rest;
  }
}

/* Integrates with more and more nodes, solved more and more exactly, and takes the best. */
static tw_status decompose_path(path *p)
{
  tw_result *r = p->r;
  double worst = INFINITY, target = first_target(r), size;
  int nodes, missed, vain = 0, careful = 0;
  tw_status status = first_nodes(p, target, &nodes);
  while (status == TW_OK && nodes <= MOST_NODES && vain < 2) {
    status = integrate_path(p, nodes, target, careful, &missed);
    if (status != TW_OK) break;
    if (missed) {
      careful = 1;
      nodes = 2 * nodes;
      continue;
    }
    double now = largest_remainder(p, &size);
    twi_log(r->ctx, 1, "decomposition with %d nodes: remainder at most %.1e of the log change of real income", nodes,
            now);
    /* more nodes bring nothing once the precision of the solves is reached */
    vain = target <= TIGHT && now > 0.5 * worst ? vain + 1 : 0;
    if (now < worst) {
      worst = now;
      take_parts(p);
      take_real_gdp(p);
    }
    if (worst <= REMAINDER) break;
    target = fmax(0.01 * target, TIGHT);
    nodes = more_nodes(nodes, now, size);
  }
  r->info.decomposition_remainder = worst;
  return status;
}

tw_status twi_decomposition(tw_result *r, twi_equilibrium *e)
{
  path p = {.r = r, .e = e};
  tw_status status = polish_new(r, e);
  if (status == TW_OK) status = make_path(&p, e->u, 1);
  if (status == TW_OK) status = decompose_path(&p);
  free_path(&p);
  return status;
}
