/* A state solved: feasible or not, the interior point, the finish, and the certificate, which alone decides.
 *
 * The finish is tried when the interior point is near, and again each time it is nearer by a factor: the bounds that
 * hold show early in most markets, and then Newton on them ends in two or three rounds. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "market/kernel.h"
#include "solve/dense.h"

struct twi_market_solver {
  tw_context *ctx;
  twi_arena arena;
  twi_kernel kernel;
  int *root; /* of rings: union and find */
  size_t roots;
};

tw_status twi_market_solver_new(tw_context *ctx, twi_market_solver **solver)
{
  *solver = twi_new(ctx, 1, sizeof **solver);
  if (!*solver) return twi_no_memory(ctx, sizeof **solver);
  (*solver)->ctx = ctx;
  return TW_OK;
}

void twi_market_solver_free(twi_market_solver *solver)
{
  if (!solver) return;
  twi_arena_free(solver->ctx, &solver->arena);
  twi_free(solver->ctx, solver->root);
  twi_free(solver->ctx, solver);
}

/* Cuts the kernel out of the arena, which grows where it is too small. */
static tw_status make_room(twi_market_solver *solver, const twi_market_state *state)
{
  twi_arena count = {0};
  size_t roots = (size_t)state->suppliers + (size_t)state->buyers + 1;
  twi_kernel_carve(&solver->kernel, &count, state);
  if (count.used > solver->arena.size) {
    twi_arena_free(solver->ctx, &solver->arena);
    solver->arena.used = count.used;
    tw_status status = twi_arena_allocate(solver->ctx, &solver->arena);
    if (status != TW_OK) {
      memset(&solver->arena, 0, sizeof solver->arena);
      return status;
    }
  }
  solver->arena.used = 0;
  memset(solver->arena.start, 0, count.used); /* padding is 0, and nothing of the last market is left */
  twi_kernel_carve(&solver->kernel, &solver->arena, state);
  if (roots > solver->roots) {
    int *grown = twi_resize(solver->ctx, solver->root, roots, sizeof *grown);
    if (!grown) return twi_no_memory(solver->ctx, roots * sizeof *grown);
    solver->root = grown;
    solver->roots = roots;
  }
  return TW_OK;
}

static tw_status make_tables(tw_context *ctx, const twi_market_state *s, twi_market_solution *out)
{
  double **part[] = {&out->output,     &out->netback,  &out->made, &out->capacity_rent, &out->quantity, &out->price,
                     &out->limit_rent, &out->unserved, &out->flow, &out->reduced,       &out->toll};
  int count[] = {s->suppliers, s->suppliers, s->blocks, s->blocks, s->buyers,      s->buyers,
                 s->buyers,    s->buyers,    s->routes, s->routes, s->passages + 1};
  enum { PARTS = sizeof count / sizeof *count };
  size_t total = 0;
  for (int i = 0; i < PARTS; i++) total += (size_t)count[i];
  if (total > out->room) {
    double *grown = twi_resize(ctx, out->numbers, total, sizeof *grown);
    if (!grown) return twi_no_memory(ctx, total * sizeof *grown);
    out->numbers = grown;
    out->room = total;
  }
  if (total) memset(out->numbers, 0, total * sizeof *out->numbers);
  for (size_t i = 0, at = 0; i < PARTS; at += (size_t)count[i++]) *part[i] = out->numbers ? out->numbers + at : NULL;
  out->suppliers = s->suppliers;
  out->blocks = s->blocks;
  out->buyers = s->buyers;
  out->routes = s->routes;
  out->rows = s->passages + 1;
  out->iterations = out->finishing = out->many_flows = 0;
  out->message[0] = 0;
  out->outcome = TW_NOT_SOLVED;
  memset(&out->certificate, 0, sizeof out->certificate);
  return TW_OK;
}

void twi_market_solution_free(tw_context *ctx, twi_market_solution *solution)
{
  if (!solution) return;
  twi_free(ctx, solution->numbers);
  memset(solution, 0, sizeof *solution);
}

/* ---------------------------------------------------------------- rings */

static int root_of(int *root, int i)
{
  while (root[i] != i) i = root[i] = root[root[i]];
  return i;
}

static int join_ends(int *root, int a, int b)
{
  int x = root_of(root, a), y = root_of(root, b);
  if (x == y) return 1;
  root[x] = y;
  return 0;
}

/* Flows are one of many where ways in use without stiffness, and flat blocks used in part, close a ring. */
static int has_ring(twi_market_solver *solver, const twi_market_state *s, const twi_market_solution *out)
{
  int *root = solver->root, source = s->suppliers + s->buyers, ring = 0;
  for (int i = 0; i <= source; i++) root[i] = i;
  for (int r = 0; r < s->routes; r++) {
    const twi_state_pair *pair = &s->pair[s->market->route[r].pair];
    int stiff = pair->stiffness > 0 || s->conjecture[pair->supplier] > 0;
    if (out->flow[r] > 0 && out->reduced[r] == 0 && !stiff)
      ring |= join_ends(root, pair->supplier, s->suppliers + pair->buyer);
  }
  for (int b = 0; b < s->blocks; b++)
    if (s->block[b].slope == 0 && out->made[b] > 0 && out->made[b] < s->block[b].capacity)
      ring |= join_ends(root, s->block[b].supplier, source);
  for (int d = 0; d < s->buyers; d++)
    if (out->unserved[d] > 0 && out->unserved[d] < s->buyer[d].backstop)
      ring |= join_ends(root, s->suppliers + d, source);
  return ring;
}

/* ---------------------------------------------------------------- solving */

/* Puts the point into the tables and asks for the certificate. */
static int certify_point(const twi_market_state *state, twi_kernel *k, double tolerance, twi_market_solution *out)
{
  twi_kernel_give(k, out);
  twi_market_certify(state, out, &out->certificate);
  return out->certificate.largest <= tolerance;
}

static int solve_program(twi_kernel *k, const twi_market_state *state, double tolerance, twi_market_solution *out)
{
  enum { MOST_STEPS = 120, MOST_STUCK = 12 };
  double try_at = 1e-5, best = INFINITY;
  int stuck = 0;
  twi_interior_start(k);
  twi_kernel_save(k);
  for (int step = 0; step < MOST_STEPS && stuck < MOST_STUCK; step++) {
    double residual, mean = twi_interior_step(k, &residual), far = fmax(mean, residual);
    out->iterations++;
    if (mean < 0) break;
    stuck = far < 0.9 * best ? 0 : stuck + 1;
    if (!(far < best)) continue;
    best = far;
    twi_kernel_save(k);
    if (far > try_at) continue;
    if (twi_finish(k, far < 1e-7, &out->finishing) && certify_point(state, k, tolerance, out)) return 1;
    if (far < 1e-15) break;
    twi_kernel_restore(k);
    try_at = far * 0.03;
  }
  /* It goes no further: from the best point there was. */
  twi_kernel_restore(k);
  (void)twi_finish(k, 1, &out->finishing);
  return certify_point(state, k, tolerance, out);
}

/* From the solution of another state; 0: it is not near enough. */
static int solve_near(twi_kernel *k, const twi_market_state *state, double tolerance, const twi_market_state *at,
                      const twi_market_solution *near_solution, twi_market_solution *out)
{
  for (int careful = 0; careful < 2; careful++) {
    twi_kernel_start_near(k, at, near_solution);
    if (twi_finish(k, careful, &out->finishing) && certify_point(state, k, tolerance, out)) return 1;
  }
  return 0;
}

/* Buyers that nothing reaches, all of them. */
static void say_no_source(const twi_kernel *k, const twi_market_state *state, twi_market_solution *out)
{
  const tw_market *m = state->market;
  int count = 0, said = 0;
  size_t used = 0;
  for (int d = 0; d < state->buyers; d++) count += twi_kernel_nothing_reaches(k, d);
  used += (size_t)twi_print(out->message, sizeof out->message, "nothing reaches the buyer%s", count > 1 ? "s" : "");
  for (int d = 0; d < state->buyers && used + 300 < sizeof out->message; d++) {
    if (!twi_kernel_nothing_reaches(k, d)) continue;
    used += (size_t)twi_print(out->message + used, sizeof out->message - used, "%s %s (%s)", said++ ? "," : "",
                              m->buyer[d].code, m->buyer[d].name);
  }
  if (said < count)
    used += (size_t)twi_print(out->message + used, sizeof out->message - used, " and %d others", count - said);
  twi_print(
      out->message + used, sizeof out->message - used,
      ": no open route from a supplier with capacity, and without a ceiling the price has no end (the key ceiling "
      "of market.yaml gives one)");
}

tw_status twi_market_solve_state(twi_market_solver *solver, const twi_market_state *state, double tolerance,
                                 twi_market_solution *out)
{
  return twi_market_solve_near(solver, state, tolerance, NULL, NULL, out);
}

tw_status twi_market_solve_near(twi_market_solver *solver, const twi_market_state *state, double tolerance,
                                const twi_market_state *near_state, const twi_market_solution *near_solution,
                                twi_market_solution *out)
{
  tw_status status = make_room(solver, state);
  if (status == TW_OK) status = make_tables(solver->ctx, state, out);
  if (status == TW_OK) status = twi_check_cancel(solver->ctx);
  if (status != TW_OK) return status;
  if (!(tolerance > 0)) tolerance = 1e-9;
  if (!twi_market_feasible(state, out->message, sizeof out->message)) {
    out->outcome = TW_INFEASIBLE;
    return TW_OK;
  }
  twi_kernel_fill(&solver->kernel, state, &out->outcome);
  if (out->outcome == TW_NO_SOURCE) {
    say_no_source(&solver->kernel, state, out);
    return TW_OK;
  }
  if ((near_state && solve_near(&solver->kernel, state, tolerance, near_state, near_solution, out)) ||
      solve_program(&solver->kernel, state, tolerance, out)) {
    out->outcome = TW_CERTIFIED;
    out->many_flows = has_ring(solver, state, out);
    return TW_OK;
  }
  char words[800];
  int clash;
  status = twi_market_clash(solver->ctx, state, words, sizeof words, &clash);
  out->outcome = clash == 1 ? TW_INFEASIBLE : TW_CERTIFICATE_FAILED;
  if (status != TW_OK) return status;
  if (clash == 0) twi_market_certificate_words(state, &out->certificate, words, sizeof words);
  if (clash == 1)
    twi_print(out->message, sizeof out->message, "%s", words);
  else
    twi_print(out->message, sizeof out->message, "no certified solution after %d steps: %s", out->iterations, words);
  return TW_OK;
}
