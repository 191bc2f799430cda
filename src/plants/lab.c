/* Experiments in full equilibrium: policies on a line, each solved from the nearest that was solved before. A line begins
 * from a side of the run: its wedges, with limits, targets and rigid wages at the sizes that they have there. */
#include <math.h>
#include <string.h>

#include "plants/plants.h"

/* Roots are found to ten digits, so what they are of needs a few more. */
static const double TIGHT = 1e-11;

typedef struct point {
  double x, *u;
} point;

struct twi_lab {
  tw_context *ctx;
  const twi_lab_start *start;
  tw_solver *solver;
  twi_state *state;
  int side; /* of the line; of the preconditioner, `made` */
  long made;
  int made_side;
  twi_line kind;
  const size_t *cell;
  size_t cells;
  twi_wedges from, to; /* of the start, of what is solved */
  point *point;
  int points, room;
};

static void lab_close(twi_lab *lab)
{
  for (int i = 0; i < lab->points; i++) twi_free(lab->ctx, lab->point[i].u);
  lab->points = 0;
  twi_wedges_free(lab->ctx, &lab->from);
  twi_wedges_free(lab->ctx, &lab->to);
}

void twi_lab_free(twi_lab *lab)
{
  if (!lab) return;
  tw_context *ctx = lab->ctx;
  lab_close(lab);
  twi_free(ctx, lab->point);
  twi_state_free(ctx, lab->state);
  tw_solver_free(lab->solver);
  twi_free(ctx, lab);
  tw_context_free(ctx);
}

tw_context *twi_lab_context(twi_lab *lab)
{
  return lab->ctx;
}

tw_status twi_lab_new(tw_context *parent, const twi_lab_start *start, twi_lab **out)
{
  *out = NULL;
  tw_context *ctx = tw_context_new(twi_allocator(parent));
  twi_lab *lab = ctx ? twi_new(ctx, 1, sizeof *lab) : NULL;
  if (!lab) {
    tw_context_free(ctx);
    return twi_no_memory(parent, sizeof *lab);
  }
  lab->ctx = ctx;
  lab->start = start;
  tw_settings own = *start->settings;
  own.threads = 1;
  own.tolerance = fmin(own.tolerance, TIGHT);
  twi_follow(ctx, parent);
  twi_log_again(ctx, 1);
  tw_status status = tw_solver_new(ctx, start->world, &own, &lab->solver);
  if (status == TW_OK) status = twi_solver_set_closure(lab->solver, start->closure);
  if (status == TW_OK) status = twi_state_new(ctx, start->world, &lab->state);
  if (status != TW_OK) {
    status = twi_fail(parent, status, "%s", tw_error(ctx));
    twi_lab_free(lab);
    return status;
  }
  *out = lab;
  return TW_OK;
}

/* The preconditioner of the side, whatever was solved in between. */
static tw_status stand_at_side(twi_lab *lab, int side)
{
  twi_core *core = &lab->solver->equilibrium->core;
  const twi_wedges *wedges = &lab->start->side[side]->wedges;
  if (lab->made && lab->made == core->made && lab->made_side == side) return TW_OK;
  tw_status status = twi_core_load(core, wedges, wedges, 1, NULL);
  if (status != TW_OK) return status;
  twi_equilibrium *e = lab->solver->equilibrium;
  memcpy(e->u, lab->start->u[side], core->n * sizeof(double)); /* the kernel's own arrays are aligned */
  (void)twi_core_residual(core, e->u, e->newton.f_trial);
  twi_core_make_preconditioner(core);
  lab->made = core->made;
  lab->made_side = side;
  return TW_OK;
}

/* The array of wedges that the line moves, which is made where the side has none; NULL: out of memory. */
static double *line_of(const twi_lab *lab, twi_wedges *wedges)
{
  const tw_world *w = lab->start->world;
  double **place = lab->kind == TWI_LINE_TARIFF    ? &wedges->tariff
                   : lab->kind == TWI_LINE_SUBSIDY ? &wedges->subsidy
                                                   : &wedges->barrier;
  const double *data = lab->kind == TWI_LINE_TARIFF ? w->tariff : NULL;
  size_t count = lab->kind == TWI_LINE_SUBSIDY ? twi_world_producers(w) : twi_world_flows(w);
  if (*place) return *place;
  *place = twi_alloc(lab->ctx, count, sizeof **place);
  for (size_t i = 0; *place && i < count; i++) (*place)[i] = data ? data[i] : lab->kind == TWI_LINE_CLOSED;
  return *place;
}

tw_status twi_lab_open(twi_lab *lab, int side, twi_line kind, const size_t *cell, size_t count)
{
  const tw_world *w = lab->start->world;
  const twi_wedges *own = &lab->start->side[side]->wedges;
  lab_close(lab);
  lab->side = side;
  lab->kind = kind;
  lab->cell = cell;
  lab->cells = count;
  tw_status status = twi_wedges_copy(lab->ctx, w, own, &lab->from);
  if (status == TW_OK) status = twi_wedges_copy(lab->ctx, w, own, &lab->to);
  if (status == TW_OK && (!line_of(lab, &lab->from) || !line_of(lab, &lab->to)))
    status = twi_no_memory(lab->ctx, twi_world_flows(w) * sizeof(double));
  return status == TW_OK ? stand_at_side(lab, side) : status;
}

void twi_lab_more(twi_lab *lab, size_t count)
{
  lab->cells = count;
}

/* The policy at x. */
static void set_line(const twi_lab *lab, double x, twi_wedges *wedges)
{
  const twi_wedges *own = &lab->start->side[lab->side]->wedges;
  double *value = line_of(lab, wedges); /* it is there */
  for (size_t i = 0; i < lab->cells; i++) {
    size_t k = lab->cell[i];
    if (lab->kind == TWI_LINE_TARIFF)
      value[k] = exp(x) * (1 + (own->rent ? own->rent[k] : 0)) - 1;
    else if (lab->kind == TWI_LINE_SUBSIDY)
      value[k] = 1 - (1 - twi_subsidy_of(own, k)) * exp(x);
    else
      value[k] = (double)i < x ? INFINITY : twi_barrier_of(own, k);
  }
}

static tw_status keep_point(twi_lab *lab, double x, const double *u)
{
  size_t bytes = lab->solver->equilibrium->core.n * sizeof *u;
  if (lab->points == lab->room) {
    int room = lab->room ? 2 * lab->room : 16;
    point *more = twi_resize(lab->ctx, lab->point, (size_t)room, sizeof *more);
    if (!more) return twi_no_memory(lab->ctx, (size_t)room * sizeof *more);
    lab->point = more;
    lab->room = room;
  }
  double *copy = twi_alloc(lab->ctx, bytes, 1);
  if (!copy) return twi_no_memory(lab->ctx, bytes);
  memcpy(copy, u, bytes);
  lab->point[lab->points++] = (point){x, copy};
  return TW_OK;
}

tw_status twi_lab_at(twi_lab *lab, double x, twi_found *found, const twi_state **state, const twi_wedges **wedges)
{
  twi_equilibrium *e = lab->solver->equilibrium;
  const point *near = NULL;
  for (int i = 0; i < lab->points; i++)
    if (!near || fabs(lab->point[i].x - x) < fabs(near->x - x)) near = &lab->point[i];
  set_line(lab, x, &lab->to);
  if (near) set_line(lab, near->x, &lab->from);
  twi_task task = {.from = near ? &lab->from : &lab->start->side[lab->side]->wedges,
                   .to = &lab->to,
                   .start = near ? near->u : lab->start->u[lab->side]};
  tw_status status = twi_equilibrium_solve(e, &task, e->u_new, lab->state, found);
  if (status == TW_OK && found->outcome > 0) status = keep_point(lab, x, e->u_new);
  *state = lab->state;
  *wedges = &lab->to;
  return status;
}
