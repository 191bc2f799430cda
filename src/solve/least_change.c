/* Least change in the sense of GRAS: cross entropy between the table and its prior, with signs kept.
 *
 * With one multiplier a row the answer is x_j = x0_j exp(+-sum_i C_ij l_i), the sign that of x0_j: biproportional
 * scaling (RAS) where rows and columns of one matrix are all the constraints; GRAS where some cells are negative
 * (Junius and Oosterhaven 2003, Economic Systems Research 15, 87-96, with the objective as corrected by Lenzen, Wood
 * and Gallego 2007, ESR 19, 461-465); KRAS where coefficients are any numbers (Lenzen, Gallego and Wood 2009, ESR 21,
 * 23-40). Those scale row after row, which converges linearly, and slowly where constraints overlap. Here the dual,
 *
 *   g(l) = sum_j |x_j(l)| - sum_i b_i l_i,   gradient C x - b,   Hessian C diag|x| C',
 *
 * smooth and convex, is minimised by Newton's method with backtracking, each step by conjugate gradients preconditioned
 * with the factored diagonal blocks of groups of rows (least_change_blocks.c). The same answer, to the last digits, in
 * some ten steps. Where totals repeat each other the Hessian is singular but the system is consistent, and conjugate
 * gradients need no more. Where they contradict each other no x exists, the multipliers run away, and the rows that are
 * missed are the message. Where they can only be met with a cell at 0 (a total leaves nothing for it), its multiplier
 * runs away too, the cell by a factor of e each step: below VANISHES it is 0. */
#include "solve/least_change.h"

#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "solve/least_change_blocks.h"

#define LONGEST_STEP 3.0  /* of any ln x in one Newton step */
#define FARTHEST     60.0 /* ln x/x0 beyond which a cell has run away */
#define TINY         1e-5 /* of the mean size: rows below are measured as if they had that size */
#define VANISHES     1e-6 /* x/x0 below which a cell is 0 */
#define ASTRAY       1e6  /* growth of the residual's square after which conjugate gradients have gone astray */
enum { MOST_STEPS = 120, MOST_HALVINGS = 30, MOST_PRODUCTS = 3000, MOST_IDLE = 300 };

/* ---------------------------------------------------------------- building */

tw_status twi_programme_column(twi_programme *p, double prior)
{
  if (p->columns + 1 >= p->column_room) {
    size_t room = p->column_room ? 2 * p->column_room : 1024;
    double *grown = twi_resize(p->ctx, p->prior, room, sizeof *grown);
    if (!grown) return twi_no_memory(p->ctx, room * sizeof *grown);
    p->prior = grown;
    grown = twi_resize(p->ctx, p->value, room, sizeof *grown);
    if (!grown) return twi_no_memory(p->ctx, room * sizeof *grown);
    p->value = grown;
    size_t *start = twi_resize(p->ctx, p->start, room, sizeof *start);
    if (!start) return twi_no_memory(p->ctx, room * sizeof *start);
    p->start = start;
    p->column_room = room;
  }
  p->prior[p->columns] = p->value[p->columns] = prior;
  p->start[p->columns++] = p->entries;
  p->start[p->columns] = p->entries;
  return TW_OK;
}

tw_status twi_programme_entry(twi_programme *p, size_t row, double coefficient)
{
  if (coefficient == 0) return TW_OK;
  if (p->entries == p->entry_room) {
    size_t room = p->entry_room ? 2 * p->entry_room : 4096;
    uint32_t *rows = twi_resize(p->ctx, p->row, room, sizeof *rows);
    if (!rows) return twi_no_memory(p->ctx, room * sizeof *rows);
    p->row = rows;
    double *coefficients = twi_resize(p->ctx, p->coefficient, room, sizeof *coefficients);
    if (!coefficients) return twi_no_memory(p->ctx, room * sizeof *coefficients);
    p->coefficient = coefficients;
    p->entry_room = room;
  }
  p->row[p->entries] = (uint32_t)row;
  p->coefficient[p->entries++] = coefficient;
  p->start[p->columns] = p->entries;
  return TW_OK;
}

void twi_programme_free(twi_programme *p)
{
  void *held[] = {p->target, p->group, p->prior, p->value, p->start, p->row, p->coefficient};
  for (size_t i = 0; i < sizeof held / sizeof *held; i++) twi_free(p->ctx, held[i]);
  memset(p, 0, sizeof *p);
}

/* ---------------------------------------------------------------- products */

static void add_products(const twi_programme *p, double *restrict sum, double *restrict rest, double *restrict size)
{
  memset(sum, 0, p->rows * sizeof *sum);
  memset(rest, 0, p->rows * sizeof *rest);
  if (size) memset(size, 0, p->rows * sizeof *size);
  for (size_t j = 0; j < p->columns; j++)
    for (size_t k = p->start[j]; k < p->start[j + 1]; k++) {
      double x = p->coefficient[k] * p->value[j];
      twi_two_sum(&sum[p->row[k]], &rest[p->row[k]], x);
      if (size) size[p->row[k]] += fabs(x);
    }
  for (size_t i = 0; i < p->rows; i++) sum[i] += rest[i];
}

double twi_programme_least_size(const twi_programme *p, const double *size)
{
  double sum = 0;
  for (size_t i = 0; i < p->rows; i++) sum += size[i];
  return p->rows ? TINY * sum / (double)p->rows : 0;
}

tw_status twi_programme_sums(const twi_programme *p, double *sum, double *size)
{
  double *rest = twi_alloc(p->ctx, p->rows, sizeof *rest);
  if (!rest) return twi_no_memory(p->ctx, p->rows * sizeof *rest);
  add_products(p, sum, rest, size);
  twi_free(p->ctx, rest);
  return TW_OK;
}

/* out = C diag|x| C' in, or with in NULL its diagonal. */
static void hessian(const twi_programme *p, const double *restrict in, double *restrict out)
{
  memset(out, 0, p->rows * sizeof *out);
  for (size_t j = 0; j < p->columns; j++) {
    double weight = fabs(p->value[j]), dot = 0;
    const size_t end = p->start[j + 1];
    if (!in) {
      for (size_t k = p->start[j]; k < end; k++) out[p->row[k]] += weight * p->coefficient[k] * p->coefficient[k];
      continue;
    }
    for (size_t k = p->start[j]; k < end; k++) dot += p->coefficient[k] * in[p->row[k]];
    dot *= weight;
    for (size_t k = p->start[j]; k < end; k++) out[p->row[k]] += p->coefficient[k] * dot;
  }
}

/* ---------------------------------------------------------------- one step */

typedef struct newton {
  twi_programme *p;
  double *room;
  double *gap, *size, *scale;               /* C x - b; its size; 1/sqrt of the Hessian's diagonal, 0 for empty rows */
  double *step, *residual, *search, *image; /* of the conjugate gradients, in scaled multipliers; image is scratch */
  double *solved, *best;                    /* the preconditioned residual; the step where it was least */
  twi_blocks blocks;
  double *before; /* [columns] values at the start of the step */
  twi_programme_end *end;
} newton;

static double dot(const double *x, const double *y, size_t count)
{
  twi_sum sum = {0, 0};
  for (size_t i = 0; i < count; i++) twi_sum_add(&sum, x[i] * y[i]);
  return twi_sum_value(sum);
}

/* Gaps, and the worst of them. Returns the norm of the scaled gaps. */
static double measure_gaps(newton *n, double tolerance)
{
  twi_programme *p = n->p;
  double norm = 0;
  add_products(p, n->gap, n->image, n->size);
  double least = twi_programme_least_size(p, n->size);
  n->end->worst = 0;
  n->end->met = 1;
  for (size_t i = 0; i < p->rows; i++) {
    n->gap[i] -= p->target[i];
    double size = fmax(n->size[i] + fabs(p->target[i]), least), relative = size > 0 ? fabs(n->gap[i]) / size : 0;
    norm += n->gap[i] * n->gap[i] * n->scale[i] * n->scale[i];
    if (!(relative <= tolerance)) n->end->met = 0;
    if (relative <= n->end->worst) continue;
    n->end->worst = relative;
    n->end->worst_row = i;
  }
  return sqrt(norm);
}

/* S H S step = -S gap, from 0, S = diag(scale): until the residual, in the preconditioner's norm, has shrunk by the
 * factor. Where totals repeat each other, their rounding is a part of the residual that no step removes; once only that
 * is left conjugate gradients go astray, so the best step so far is kept. */
static tw_status find_direction(newton *n, double shrink)
{
  size_t rows = n->p->rows;
  memset(n->step, 0, rows * sizeof *n->step);
  memset(n->best, 0, rows * sizeof *n->best);
  for (size_t i = 0; i < rows; i++) n->residual[i] = -n->scale[i] * n->gap[i];
  twi_blocks_solve(&n->blocks, n->residual, n->solved);
  memcpy(n->search, n->solved, rows * sizeof *n->search);
  double square = dot(n->residual, n->solved, rows), stop = square * shrink * shrink, least = square;
  double *scaled = n->size; /* free here: measured anew after the step */
  int since = 0;
  for (int k = 0; k < MOST_PRODUCTS && square > stop && square < ASTRAY * least && since < MOST_IDLE; k++) {
    for (size_t i = 0; i < rows; i++) scaled[i] = n->scale[i] * n->search[i];
    hessian(n->p, scaled, n->image);
    for (size_t i = 0; i < rows; i++) n->image[i] *= n->scale[i];
    double curvature = dot(n->search, n->image, rows);
    n->end->products++;
    if (!(curvature > 0)) break; /* only directions in which nothing changes are left */
    double length = square / curvature, old = square;
    for (size_t i = 0; i < rows; i++) {
      n->step[i] += length * n->search[i];
      n->residual[i] -= length * n->image[i];
    }
    twi_blocks_solve(&n->blocks, n->residual, n->solved);
    square = dot(n->residual, n->solved, rows);
    since++;
    if (square < least) {
      least = square;
      since = 0;
      memcpy(n->best, n->step, rows * sizeof *n->best);
    }
    for (size_t i = 0; i < rows; i++) n->search[i] = n->solved[i] + square / old * n->search[i];
    if (k % 64 == 63) {
      tw_status status = twi_check_cancel(n->p->ctx);
      if (status != TW_OK) return status;
    }
  }
  memcpy(n->step, n->best, rows * sizeof *n->step);
  return TW_OK;
}

/* Change of ln|x| of a column for the whole step. */
static double change_of(const newton *n, size_t j)
{
  const twi_programme *p = n->p;
  double change = 0;
  for (size_t k = p->start[j]; k < p->start[j + 1]; k++)
    change += p->coefficient[k] * n->scale[p->row[k]] * n->step[p->row[k]];
  return p->prior[j] < 0 ? -change : change;
}

/* Cells that have all but vanished are 0 from here on. */
static void drop_vanished(twi_programme *p)
{
  for (size_t j = 0; j < p->columns; j++)
    if (p->value[j] / p->prior[j] < VANISHES) p->value[j] = 0;
}

/* Goes along the step, as far as it does good. *far: a cell has run away. Returns 0 when no length does good. */
static int walk_along_step(newton *n, double norm, double tolerance, int *far)
{
  twi_programme *p = n->p;
  double longest = 0, slope = 0, worst = n->end->worst;
  for (size_t j = 0; j < p->columns; j++) {
    double size = fabs(change_of(n, j));
    if (size > longest) longest = size;
  }
  for (size_t i = 0; i < p->rows; i++) slope += n->gap[i] * n->scale[i] * n->step[i];
  double length = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
  memcpy(n->before, p->value, p->columns * sizeof *n->before);
  memcpy(n->residual, n->gap, p->rows * sizeof *n->gap); /* the gaps at the start */
  for (int k = 0; k < MOST_HALVINGS; k++, length /= 2) {
    twi_sum rise = {0, 0}; /* of the dual: sum |x| (e^h - 1 - h) + slope */
    *far = 0;
    for (size_t j = 0; j < p->columns; j++) {
      double h = length * change_of(n, j);
      p->value[j] = n->before[j] * exp(h);
      twi_sum_add(&rise, fabs(n->before[j]) * (expm1(h) - h));
      if (p->value[j] != 0 && log(p->value[j] / p->prior[j]) > FARTHEST) *far = 1;
    }
    twi_sum_add(&rise, length * slope);
    double now = measure_gaps(n, tolerance);
    if (now <= 0.5 * norm) return 1;
    if (worst > 1e-6 && twi_sum_value(rise) <= 1e-4 * length * slope) return 1; /* nearer, it is rounding */
  }
  memcpy(p->value, n->before, p->columns * sizeof *n->before);
  return 0;
}

static tw_status iterate_newton(newton *n, double tolerance, double enough)
{
  twi_programme *p = n->p;
  double norm = 0, last = INFINITY;
  int stuck = 0;
  for (;;) {
    hessian(p, NULL, n->image);
    for (size_t i = 0; i < p->rows; i++) n->scale[i] = n->image[i] > 0 ? 1 / sqrt(n->image[i]) : 0;
    norm = measure_gaps(n, tolerance);
    stuck = norm < 0.9 * last ? 0 : stuck + 1;
    last = norm;
    if (n->end->met || n->end->iterations == MOST_STEPS || stuck > (n->end->worst <= enough ? 0 : 20)) return TW_OK;
    tw_status status = twi_progress(p->ctx, "balancing", -1);
    if (status != TW_OK) return status;
    int far = 0;
    double shrink = n->end->worst < 1e-3 ? 1e-6 : fmin(0.05, n->end->worst);
    status = twi_blocks_factor(p, n->scale, &n->blocks);
    if (status == TW_OK) status = find_direction(n, shrink);
    if (status != TW_OK) return status;
    n->end->iterations++;
    if (!walk_along_step(n, norm, tolerance, &far) || far) {
      (void)measure_gaps(n, tolerance);
      return TW_OK;
    }
    drop_vanished(p);
    twi_log(p->ctx, 1, "balancing: step %d, worst row off by %.2e, %ld products", n->end->iterations, n->end->worst,
            n->end->products);
  }
}

tw_status twi_programme_solve(twi_programme *p, double tolerance, double enough, twi_programme_end *end)
{
  *end = (twi_programme_end){0};
  newton n = {.p = p, .end = end};
  size_t rows = p->rows;
  n.room = twi_new(p->ctx, 9 * rows + p->columns, sizeof *n.room);
  if (!n.room) return twi_no_memory(p->ctx, (9 * rows + p->columns) * sizeof *n.room);
  double **part[] = {&n.gap, &n.size, &n.scale, &n.step, &n.residual, &n.search, &n.image, &n.solved, &n.best};
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) *part[i] = n.room + i * rows;
  n.before = n.room + 9 * rows;
  tw_status status = twi_blocks_open(p, &n.blocks);
  if (status == TW_OK) status = iterate_newton(&n, tolerance, enough);
  twi_blocks_close(p->ctx, &n.blocks);
  twi_free(p->ctx, n.room);
  return status;
}
