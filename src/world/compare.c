/* What differs between two worlds: every cell, total and rate that is not the same, the largest first.
 *
 * Worlds are matched by their codes. What only one of them has is counted and named, and no cell of it is compared.
 * Cells are money: flows, inputs (share of gross output times output), final demand, value added. Totals are what they
 * add up to. Rates and elasticities are compared as they are. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/sort.h"
#include "table/sink.h"
#include "world/balance.h"
#include "world/compare.h"

enum {
  FLOW = TWI_DIFFERS_FLOW,
  INPUT,
  FINAL,
  ADDED,
  TRADE,
  OUTPUT,
  SPENDING,
  REGION_ADDED,
  DEFICIT,
  TARIFF = TWI_DIFFERS_TARIFF,
  TAX = TWI_DIFFERS_TAX,
  COLUMN = TWI_DIFFERS_COLUMN,
  THETA = TWI_DIFFERS_THETA,
  EMPLOYMENT,
  KINDS = TWI_DIFFERS_KINDS
};

static tw_status add_difference(tw_comparison *c, int kind, const char *column, int sector, int user, int importer,
                                int exporter, double before, double after)
{
  const tw_world *w = c->from;
  const tw_difference item = {.kind = kind,
                              .what = column,
                              .sector = sector < 0 ? NULL : w->sector[sector],
                              .user = user < 0 ? NULL : w->sector[user],
                              .importer = importer < 0 ? NULL : w->region[importer],
                              .exporter = exporter < 0 ? NULL : w->region[exporter],
                              .before = before,
                              .after = after};
  return twi_add_difference(c, &item);
}

/* Index of each code in the other list. */
static tw_status match_codes(tw_comparison *c, char *const *from, int from_count, char *const *to, int to_count,
                             int **index)
{
  int found = 0;
  *index = twi_alloc(c->ctx, (size_t)from_count, sizeof **index);
  if (!*index) return twi_no_memory(c->ctx, 0);
  for (int i = 0; i < from_count; i++) {
    (*index)[i] = to == c->to->region ? twi_world_region_index(c->to, from[i], strlen(from[i]))
                                      : twi_world_sector_index(c->to, from[i], strlen(from[i]));
    found += (*index)[i] >= 0;
  }
  c->only_from += from_count - found;
  c->only_to += to_count - found;
  return TW_OK;
}

static const double *column_of(const tw_world *w, const char *name)
{
  int zero;
  return twi_world_tariff_column(w, name, strlen(name), &zero);
}

static int has_column(const tw_world *w, const char *name)
{
  for (int i = 0; i < w->column_count; i++)
    if (twi_same_name(name, strlen(name), w->columns[i].name)) return 1;
  return 0;
}

/* Flows, rates, and pair totals of the codes that both have. */
static tw_status compare_flows(tw_comparison *c)
{
  const tw_world *a = c->from, *b = c->to;
  size_t N = (size_t)a->N, M = (size_t)b->N;
  tw_status status = TW_OK;
  for (int s = 0; s < a->S; s++)
    for (int d = 0; d < a->N; d++)
      for (int o = 0; o < a->N && status == TW_OK; o++) {
        if (c->sector[s] < 0 || c->region[d] < 0 || c->region[o] < 0) continue;
        size_t i = ((size_t)s * N + (size_t)d) * N + (size_t)o;
        size_t k = ((size_t)c->sector[s] * M + (size_t)c->region[d]) * M + (size_t)c->region[o];
        status = add_difference(c, FLOW, NULL, s, -1, d, o, a->flow[i], b->flow[k]);
        if (a->flow[i] == 0 && b->flow[k] == 0) continue; /* rates on nothing */
        if (status == TW_OK)
          status =
              add_difference(c, TARIFF, NULL, s, -1, d, o, a->tariff ? a->tariff[i] : 0, b->tariff ? b->tariff[k] : 0);
        if (status == TW_OK)
          status = add_difference(c, TAX, NULL, s, -1, d, o, a->export_tax ? a->export_tax[i] : 0,
                                  b->export_tax ? b->export_tax[k] : 0);
        for (int t = 0; t < b->column_count && status == TW_OK; t++)
          if (!has_column(a, b->columns[t].name))
            status = add_difference(c, COLUMN, b->columns[t].name, s, -1, d, o, 0,
                                    b->columns[t].values ? b->columns[t].values[k] : 0);
        for (int t = 0; t < a->column_count && status == TW_OK; t++) {
          const double *x = a->columns[t].values, *y = column_of(b, a->columns[t].name);
          status = add_difference(c, COLUMN, a->columns[t].name, s, -1, d, o, x ? x[i] : 0, y ? y[k] : 0);
        }
      }
  for (int d = 0; d < a->N; d++)
    for (int o = 0; o < a->N && status == TW_OK; o++) {
      double x = 0, y = 0;
      if (d == o || c->region[d] < 0 || c->region[o] < 0) continue;
      for (int s = 0; s < a->S; s++) x += a->flow[((size_t)s * N + (size_t)d) * N + (size_t)o];
      for (int s = 0; s < b->S; s++) y += b->flow[((size_t)s * M + (size_t)c->region[d]) * M + (size_t)c->region[o]];
      status = add_difference(c, TRADE, NULL, -1, -1, d, o, x, y);
    }
  return status;
}

/* Thousand persons; what one side does not know counts as none there. */
static tw_status compare_employment(tw_comparison *c)
{
  const tw_world *a = c->from, *b = c->to;
  tw_status status = TW_OK;
  if (!a->employment && !b->employment) return TW_OK;
  for (int d = 0; d < a->N; d++)
    for (int s = 0; s < a->S && status == TW_OK; s++) {
      if (c->region[d] < 0 || c->sector[s] < 0) continue;
      size_t i = (size_t)d * (size_t)a->S + (size_t)s, k = (size_t)c->region[d] * (size_t)b->S + (size_t)c->sector[s];
      double x = a->employment ? a->employment[i] : NAN, y = b->employment ? b->employment[k] : NAN;
      status = add_difference(c, EMPLOYMENT, NULL, s, -1, -1, d, isnan(x) ? 0 : x, isnan(y) ? 0 : y);
    }
  return status;
}

/* Inputs, final demand, value added, output and spending of region-sectors; tables hold the money. */
static tw_status compare_cells(tw_comparison *c, const twi_table *x, const twi_table *y)
{
  const tw_world *a = c->from, *b = c->to;
  size_t S = (size_t)a->S, T = (size_t)b->S;
  tw_status status = TW_OK;
  for (int d = 0; d < a->N && status == TW_OK; d++) {
    if (c->region[d] < 0) continue;
    for (int u = 0; u < a->S && status == TW_OK; u++) {
      if (c->sector[u] < 0) continue;
      size_t i = (size_t)d * S + (size_t)u, k = (size_t)c->region[d] * T + (size_t)c->sector[u];
      status = add_difference(c, FINAL, NULL, u, -1, d, -1, x->final[i], y->final[k]);
      if (status == TW_OK) status = add_difference(c, ADDED, NULL, u, -1, -1, d, x->added[i], y->added[k]);
      if (status == TW_OK) status = add_difference(c, OUTPUT, NULL, u, -1, -1, d, a->output[i], b->output[k]);
      if (status == TW_OK) status = add_difference(c, SPENDING, NULL, u, -1, d, -1, a->spending[i], b->spending[k]);
      for (int s = 0; s < a->S && status == TW_OK; s++)
        if (c->sector[s] >= 0)
          status = add_difference(c, INPUT, NULL, s, u, d, -1, x->input[i * S + (size_t)s],
                                  y->input[k * T + (size_t)c->sector[s]]);
    }
    if (status == TW_OK)
      status = add_difference(c, REGION_ADDED, NULL, -1, -1, -1, d, a->value_added[d], b->value_added[c->region[d]]);
    if (status == TW_OK)
      status = add_difference(c, DEFICIT, NULL, -1, -1, d, -1, a->deficit[d], b->deficit[c->region[d]]);
  }
  for (int s = 0; s < a->S && status == TW_OK; s++)
    if (c->sector[s] >= 0) status = add_difference(c, THETA, NULL, s, -1, -1, -1, a->theta[s], b->theta[c->sector[s]]);
  return status;
}

static int by_kind_and_size(const void *left, const void *right)
{
  const tw_difference *a = left, *b = right;
  double x = fabs(a->after - a->before), y = fabs(b->after - b->before);
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  if (x != y) return x > y ? -1 : 1;
  const char *p[] = {a->sector, a->product, a->user, a->importer, a->exporter, a->what};
  const char *q[] = {b->sector, b->product, b->user, b->importer, b->exporter, b->what};
  for (int i = 0; i < 6; i++) {
    int apart = p[i] && q[i] ? strcmp(p[i], q[i]) : 0;
    if (apart) return apart;
  }
  return 0;
}

static tw_status compare_worlds(tw_comparison *c)
{
  twi_table x = {0}, y = {0};
  tw_status status = match_codes(c, c->from->region, c->from->N, c->to->region, c->to->N, &c->region);
  if (status == TW_OK) status = match_codes(c, c->from->sector, c->from->S, c->to->sector, c->to->S, &c->sector);
  if (status == TW_OK) status = twi_table_open(c->ctx, c->from, &x);
  if (status == TW_OK) status = twi_table_open(c->ctx, c->to, &y);
  if (status == TW_OK) status = compare_flows(c);
  if (status == TW_OK) status = compare_cells(c, &x, &y);
  if (status == TW_OK) status = compare_employment(c);
  if (status == TW_OK) status = twi_compare_products(c);
  twi_table_close(c->ctx, &y);
  twi_table_close(c->ctx, &x);
  if (status == TW_OK) status = twi_sort(c->ctx, c->item, c->count, sizeof *c->item, by_kind_and_size);
  return status;
}

tw_status tw_world_compare(tw_context *ctx, const tw_world *from, const tw_world *to, double smallest,
                           tw_comparison **out)
{
  *out = NULL;
  tw_comparison *c = twi_new(ctx, 1, sizeof *c);
  if (!c) return twi_no_memory(ctx, sizeof *c);
  *c = (tw_comparison){.ctx = ctx, .from = from, .to = to, .smallest = smallest};
  tw_status status = compare_worlds(c);
  if (status != TW_OK) {
    tw_comparison_free(c);
    return status;
  }
  *out = c;
  return TW_OK;
}

void tw_comparison_free(tw_comparison *c)
{
  if (!c) return;
  tw_context *ctx = c->ctx;
  twi_free(ctx, c->region);
  twi_free(ctx, c->sector);
  twi_free(ctx, c->item);
  twi_free(ctx, c);
}

size_t tw_comparison_differences(const tw_comparison *c, const tw_difference **items)
{
  *items = c->item;
  return c->count;
}

int tw_comparison_unmatched(const tw_comparison *c, int *only_second)
{
  *only_second = c->only_to;
  return c->only_from;
}

/* ---------------------------------------------------------------- file */

/* products: the table has a column of them. */
static tw_status write_row(twi_sink *out, const tw_difference *i, int products)
{
  char end = products ? ',' : '\n';
  const char *code[] = {i->what, i->sector, i->user, i->importer, i->exporter};
  tw_status status = TW_OK;
  for (int k = 0; k < 5 && status == TW_OK; k++) status = twi_sink_field(out, code[k] ? code[k] : "", ',');
  if (status == TW_OK) status = twi_sink_number(out, i->before, ',');
  if (status == TW_OK) status = twi_sink_number(out, i->after, ',');
  if (status == TW_OK) status = twi_sink_number(out, i->after - i->before, ',');
  if (status == TW_OK && i->before != 0)
    status = twi_sink_number(out, 100 * (i->after / i->before - 1), end);
  else if (status == TW_OK)
    status = twi_sink_write(out, &end, 1);
  return status == TW_OK && products ? twi_sink_field(out, i->product ? i->product : "", '\n') : status;
}

tw_status tw_comparison_write(tw_context *ctx, const tw_comparison *c, const char *file)
{
  twi_sink *out = NULL;
  int products = c->from->products || c->to->products;
  tw_status status = twi_sink_open(ctx, file, &out);
  if (status == TW_OK) status = twi_sink_text(out, "what,sector,user,importer,exporter,before,after,change,change_pct");
  if (status == TW_OK) status = twi_sink_text(out, products ? ",product\n" : "\n");
  for (size_t i = 0; i < c->count && status == TW_OK; i++) status = write_row(out, &c->item[i], products);
  if (status == TW_OK) status = twi_sink_close(out);
  if (status == TW_OK) status = twi_sink_commit(out);
  twi_sink_free(out);
  return status;
}
