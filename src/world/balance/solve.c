/* The nearest balanced table: cells become columns of the programme, identities and totals its rows. See balance.h.
 *
 * Rows: use of (d, s) at d S + s, production of (o, s) at N S + o S + s, then the totals. With the shares of inputs
 * held a region-sector's inputs and value added are one column, its output. Cells held as they are enter no column:
 * their part of each row is taken off its target. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sum.h"
#include "world/balance.h"

#define CLEARS 1e-12 /* of a row's size: a table that is so near is in balance and stays as it is */
#define AIM    1e-15 /* what is aimed at otherwise, */
#define ENOUGH 1e-13 /* what is good enough where rounding allows no more, */
#define GOOD   1e-8  /* and what a row must be met to: totals that contradict each other miss by more */

typedef struct building {
  twi_programme p;
  const tw_world *w; /* of the rates */
  const twi_totals *totals;
  twi_table *t;
  size_t N, S, first_total;
  double *held; /* [rows] part of the cells that are no columns */
  int *found;   /* the totals of the cell under way */
} building;

static size_t use_row(const building *b, size_t d, size_t s)
{
  return d * b->S + s;
}

static size_t production_row(const building *b, size_t o, size_t s)
{
  return (b->N + o) * b->S + s;
}

/* One entry of the cell under way; fixed: its value. */
static tw_status enter_cell(building *b, int fixed, double value, size_t row, double coefficient)
{
  if (!fixed) return twi_programme_entry(&b->p, row, coefficient);
  b->held[row] += coefficient * value;
  return TW_OK;
}

static tw_status enter_totals(building *b, int fixed, double value, twi_total_kind kind, size_t s, size_t first,
                              size_t second, double coefficient)
{
  int count = twi_totals_of(b->totals, kind, s, first, second, b->found);
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK; i++)
    status = enter_cell(b, fixed, value, b->first_total + (size_t)b->found[i], coefficient);
  return status;
}

/* The part of GDP in a flow: duties are the importer's, export taxes the exporter's. */
static tw_status enter_taxes(building *b, int fixed, double value, size_t s, size_t d, size_t o, double duty,
                             double export_tax)
{
  tw_status status = TW_OK;
  if (d == o) duty += export_tax;
  if (duty != 0) status = enter_totals(b, fixed, value, TWI_TOTAL_GDP, s, d, 0, duty);
  if (status == TW_OK && d != o && export_tax != 0)
    status = enter_totals(b, fixed, value, TWI_TOTAL_GDP, s, o, 0, export_tax);
  return status;
}

static tw_status add_flow(building *b, size_t s, size_t d, size_t o)
{
  size_t cell = (s * b->N + d) * b->N + o;
  double value = b->t->flow[cell];
  if (value == 0) return TW_OK;
  int fixed = d == o ? b->totals->fixed_own : b->totals->fixed_trade;
  double buyers = 1 + (b->w->tariff ? b->w->tariff[cell] : 0);
  double makers = 1 / (1 + (b->w->export_tax ? b->w->export_tax[cell] : 0));
  tw_status status = fixed ? TW_OK : twi_programme_column(&b->p, value);
  if (status == TW_OK) status = enter_cell(b, fixed, value, use_row(b, d, s), buyers);
  if (status == TW_OK) status = enter_cell(b, fixed, value, production_row(b, o, s), makers);
  if (status == TW_OK) status = enter_totals(b, fixed, value, TWI_TOTAL_FLOW, s, d, o, 1);
  if (status == TW_OK) status = enter_totals(b, fixed, value, TWI_TOTAL_OUTPUT, s, o, 0, makers);
  if (status == TW_OK) status = enter_totals(b, fixed, value, TWI_TOTAL_SPENDING, s, d, 0, buyers);
  if (status == TW_OK) status = enter_taxes(b, fixed, value, s, d, o, buyers - 1, 1 - makers);
  if (d == o) return status;
  if (status == TW_OK) status = enter_totals(b, fixed, value, TWI_TOTAL_TRADE, s, d, o, 1);
  if (status == TW_OK) status = enter_totals(b, fixed, value, TWI_TOTAL_DEFICIT, s, d, 0, 1);
  if (status == TW_OK) status = enter_totals(b, fixed, value, TWI_TOTAL_DEFICIT, s, o, 0, -1);
  return status;
}

/* Value added and inputs of a region-sector: columns of their own, or with held shares one for both. */
static tw_status add_technology(building *b, size_t d, size_t u)
{
  size_t cell = d * b->S + u, row = production_row(b, d, u);
  const double *z = b->t->input + cell * b->S;
  double w = b->t->added[cell], y = w + twi_sum_of(z, b->S);
  int tied = b->totals->fixed_inputs;
  tw_status status = TW_OK;
  if (y == 0 || (tied && !(y > 0))) return TW_OK;
  if (tied) {
    status = twi_programme_column(&b->p, y);
    if (status == TW_OK) status = twi_programme_entry(&b->p, row, -1);
  }
  if (w != 0) {
    if (!tied && status == TW_OK) status = twi_programme_column(&b->p, w);
    if (!tied && status == TW_OK) status = twi_programme_entry(&b->p, row, -1);
    if (status == TW_OK) status = enter_totals(b, 0, w, TWI_TOTAL_VALUE_ADDED, u, d, 0, tied ? w / y : 1);
    if (status == TW_OK) status = enter_totals(b, 0, w, TWI_TOTAL_GDP, u, d, 0, tied ? w / y : 1);
  }
  for (size_t s = 0; s < b->S && status == TW_OK; s++) {
    if (z[s] == 0) continue;
    double share = tied ? z[s] / y : 1;
    if (!tied) status = twi_programme_column(&b->p, z[s]);
    if (!tied && status == TW_OK) status = twi_programme_entry(&b->p, row, -1);
    if (status == TW_OK) status = twi_programme_entry(&b->p, use_row(b, d, s), -share);
    if (status == TW_OK) status = enter_totals(b, 0, z[s], TWI_TOTAL_INPUTS, s, d, u, share);
  }
  return status;
}

static tw_status add_final(building *b, size_t d, size_t s)
{
  double value = b->t->final[d * b->S + s];
  if (value == 0) return TW_OK;
  tw_status status = twi_programme_column(&b->p, value);
  if (status == TW_OK) status = twi_programme_entry(&b->p, use_row(b, d, s), -1);
  return status == TW_OK ? enter_totals(b, 0, value, TWI_TOTAL_FINAL_DEMAND, s, d, 0, 1) : status;
}

/* Rows of one region: what ties them, own sales and the use of inputs, is most of the table. */
static void set_groups(building *b)
{
  size_t cells = b->N * b->S;
  b->p.groups = b->N + 1;
  for (size_t i = 0; i < b->first_total; i++) b->p.group[i] = (uint32_t)(i % cells / b->S);
  for (size_t i = b->first_total; i < b->p.rows; i++) {
    int region = b->totals->total[i - b->first_total].first;
    b->p.group[i] = (uint32_t)(region >= 0 ? (size_t)region : b->N);
  }
}

static tw_status build_programme(building *b)
{
  size_t N = b->N, S = b->S;
  tw_status status = TW_OK;
  set_groups(b);
  for (size_t s = 0; s < S; s++)
    for (size_t d = 0; d < N; d++)
      for (size_t o = 0; o < N && status == TW_OK; o++) status = add_flow(b, s, d, o);
  for (size_t d = 0; d < N; d++)
    for (size_t u = 0; u < S && status == TW_OK; u++) status = add_technology(b, d, u);
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S && status == TW_OK; s++) status = add_final(b, d, s);
  return status;
}

/* The answer goes back in the order of build_programme. */
static void put_answer_back(building *b)
{
  size_t N = b->N, S = b->S, at = 0;
  const double *x = b->p.value;
  for (size_t s = 0; s < S; s++)
    for (size_t d = 0; d < N; d++)
      for (size_t o = 0; o < N; o++) {
        double *value = &b->t->flow[(s * N + d) * N + o];
        if (*value != 0 && !(d == o ? b->totals->fixed_own : b->totals->fixed_trade)) *value = x[at++];
      }
  for (size_t cell = 0; cell < N * S; cell++) {
    double *w = &b->t->added[cell], *z = b->t->input + cell * S, y = *w + twi_sum_of(z, S);
    int tied = b->totals->fixed_inputs;
    if (y == 0 || (tied && !(y > 0))) continue;
    double ratio = tied ? x[at++] / y : 1;
    if (*w != 0) *w = tied ? *w * ratio : x[at++];
    for (size_t s = 0; s < S; s++)
      if (z[s] != 0) z[s] = tied ? z[s] * ratio : x[at++];
  }
  for (size_t cell = 0; cell < N * S; cell++)
    if (b->t->final[cell] != 0) b->t->final[cell] = x[at++];
}

/* ---------------------------------------------------------------- rows in words */

static const char *row_words(const building *b, size_t row, char *words, size_t room)
{
  const tw_world *w = b->w;
  if (row >= b->first_total) {
    const twi_total *total = &b->totals->total[row - b->first_total];
    int used = total->file ? snprintf(words, room, "%s:%d: ", total->file, total->line) : 0;
    if (used < 0 || (size_t)used >= room) used = 0;
    (void)twi_total_words(b->totals, (int)(row - b->first_total), words + used, room - (size_t)used);
    return words;
  }
  size_t cell = row % (b->N * b->S);
  snprintf(words, room, "the %s of %s %s", row < b->N * b->S ? "use" : "production", w->region[cell / b->S],
           w->sector[cell % b->S]);
  return words;
}

/* Targets: 0 for identities, what was given or what the table has for totals, less what held cells have. */
static tw_status set_targets(building *b)
{
  twi_programme *p = &b->p;
  double *sum = twi_new(p->ctx, 2 * p->rows, sizeof *sum), *size = sum + p->rows;
  char words[160], had[TWI_MONEY], want[TWI_MONEY];
  if (!sum) return twi_no_memory(p->ctx, 2 * p->rows * sizeof *sum);
  tw_status status = twi_programme_sums(p, sum, size);
  for (size_t i = 0; i < p->rows && status == TW_OK; i++) {
    double given = i < b->first_total ? 0 : b->totals->total[i - b->first_total].value;
    p->target[i] = isnan(given) ? sum[i] : given - b->held[i];
    double off = fabs(p->target[i]), whole = fabs(b->held[i]) + (isnan(given) ? 0 : fabs(given));
    if (size[i] == 0 && off <= 1e-13 * whole) p->target[i] = 0;
    if (size[i] == 0 && p->target[i] != 0)
      status = twi_fail(p->ctx, TW_BAD_INPUT, "%s: the table has %s and no cell that could change, but %s is needed",
                        row_words(b, i, words, sizeof words), twi_money(b->w, b->held[i], had),
                        twi_money(b->w, i < b->first_total ? 0 : given, want));
  }
  twi_free(p->ctx, sum);
  return status;
}

/* Is every row met as it stands? */
static tw_status is_met(building *b, int *met)
{
  twi_programme *p = &b->p;
  double *sum = twi_new(p->ctx, 2 * p->rows, sizeof *sum), *size = sum + p->rows;
  if (!sum) return twi_no_memory(p->ctx, 2 * p->rows * sizeof *sum);
  tw_status status = twi_programme_sums(p, sum, size);
  double least = status == TW_OK ? twi_programme_least_size(p, size) : 0;
  *met = 1;
  for (size_t i = 0; i < p->rows && status == TW_OK; i++)
    if (!(fabs(sum[i] - p->target[i]) <= CLEARS * fmax(size[i] + fabs(p->target[i]) + fabs(b->held[i]), least)))
      *met = 0;
  twi_free(p->ctx, sum);
  return status;
}

static tw_status solve_programme(building *b, int *changed, twi_programme_end *end)
{
  twi_programme *p = &b->p;
  char words[160];
  int met = 0;
  *changed = 0;
  *end = (twi_programme_end){.met = 1};
  tw_status status = build_programme(b);
  if (status == TW_OK) status = set_targets(b);
  if (status == TW_OK) status = is_met(b, &met);
  if (status != TW_OK || met) return status;
  *changed = 1;
  status = twi_programme_solve(p, AIM, ENOUGH, end);
  if (status != TW_OK) return status;
  if (!(end->worst <= GOOD)) {
    double *sum = twi_new(p->ctx, p->rows, sizeof *sum), got = 0, want = 0;
    char had[TWI_MONEY], wanted[TWI_MONEY];
    if (!sum) return twi_no_memory(p->ctx, p->rows * sizeof *sum);
    status = twi_programme_sums(p, sum, NULL);
    got = sum[end->worst_row] + b->held[end->worst_row];
    want = p->target[end->worst_row] + b->held[end->worst_row];
    twi_free(p->ctx, sum);
    if (status != TW_OK) return status;
    return twi_fail(p->ctx, TW_BAD_INPUT,
                    "no balanced table has all the totals that are to be held: the nearest after %d steps still misses "
                    "%s, at %s instead of %s (%.2g relative); hold less, or make the totals agree with each other",
                    end->iterations, row_words(b, end->worst_row, words, sizeof words), twi_money(b->w, got, had),
                    twi_money(b->w, want, wanted), end->worst);
  }
  put_answer_back(b);
  return TW_OK;
}

tw_status twi_table_balance(tw_context *ctx, twi_table *table, const tw_world *rates, const twi_totals *totals,
                            int *changed, twi_programme_end *end)
{
  building b = {.p = {.ctx = ctx}, .w = rates, .totals = totals, .t = table, .N = table->N, .S = table->S};
  b.first_total = 2 * b.N * b.S;
  b.p.rows = b.first_total + (size_t)totals->count;
  b.p.target = twi_new(ctx, b.p.rows, sizeof(double));
  b.p.group = twi_new(ctx, b.p.rows, sizeof *b.p.group);
  b.held = twi_new(ctx, b.p.rows, sizeof(double));
  b.found = twi_new(ctx, twi_totals_most(totals), sizeof(int));
  tw_status status = b.p.target && b.p.group && b.held && b.found ? solve_programme(&b, changed, end)
                                                                  : twi_no_memory(ctx, b.p.rows * sizeof(double));
  twi_free(ctx, b.found);
  twi_free(ctx, b.held);
  twi_programme_free(&b.p);
  return status;
}
