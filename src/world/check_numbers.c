/* Numbers that did not come through the tables' readers: each must be one that it can be. Names the sector and the
 * regions of the first that is not. */
#include <float.h>
#include <math.h>

#include "base/sum.h"
#include "world/assemble.h"
#include "world/columns.h"
#include "world/products.h"

/* Index of the first value outside (above, most] (or [above, …] when closed), count when there is none. */
static size_t first_outside(const double *values, size_t count, double above, int closed, double most)
{
  enum { BLOCK = 1024 };
  for (size_t i = 0; i < count; i += BLOCK) {
    size_t end = count - i < BLOCK ? count : i + BLOCK;
    int good = 1; /* a block at a time without branches, then the place */
    for (size_t k = i; k < end; k++) good &= (values[k] > above || (closed && values[k] == above)) && values[k] <= most;
    if (good) continue;
    for (size_t k = i; k < end; k++)
      if (!((values[k] > above || (closed && values[k] == above)) && values[k] <= most)) return k;
  }
  return count;
}

static tw_status check_flows(tw_context *ctx, const tw_world *w, const char *prefix, const char *what,
                             const double *values, double above, int closed, double most, const char *expected)
{
  size_t count = twi_world_flows(w);
  size_t i = values ? first_outside(values, count, above, closed, most) : count;
  if (i == count) return TW_OK;
  twi_flow_at at = twi_flow_of(w, i);
  return twi_fail(ctx, TW_BAD_INPUT, "%s%s: %s %s, importer %s, exporter %s: found %.9g, expected %s", prefix, what,
                  at.g < 0 ? "sector" : "product", twi_code_of(w, at.s, at.g), w->region[at.d], w->region[at.o],
                  values[i], expected);
}

static tw_status check_cells(tw_context *ctx, const tw_world *w, const char *prefix, const char *what,
                             const double *values, double most, const char *expected)
{
  size_t sectors = (size_t)w->S;
  for (size_t i = 0; values && i < twi_world_cells(w); i++)
    if (!(values[i] >= 0 && values[i] <= most))
      return twi_fail(ctx, TW_BAD_INPUT, "%s%s: region %s, sector %s: found %.9g, expected %s", prefix, what,
                      w->region[i / sectors], w->sector[i % sectors], values[i], expected);
  return TW_OK;
}

/* v + sum_s a = 1 and sum_s alpha = 1, up to what completing leaves. */
static tw_status check_sums(tw_context *ctx, const tw_world *w, const char *prefix)
{
  size_t sectors = (size_t)w->S;
  for (size_t cell = 0; cell < twi_world_cells(w); cell++) {
    double sum = w->value_added_share[cell] + twi_sum_of(w->input_share + cell * sectors, sectors);
    if (!(fabs(sum - 1) <= 1e-9) || !(w->value_added_share[cell] > 0))
      return twi_fail(ctx, TW_BAD_INPUT,
                      "%sinput_share: region %s, user %s: value added and inputs sum to %.9g, expected 1", prefix,
                      w->region[cell / sectors], w->sector[cell % sectors], sum);
  }
  for (size_t d = 0; d < (size_t)w->N; d++) {
    double sum = twi_sum_of(w->final_share + d * sectors, sectors);
    if (!(fabs(sum - 1) <= 1e-9))
      return twi_fail(ctx, TW_BAD_INPUT, "%sfinal_share: region %s: the shares sum to %.9g, expected 1", prefix,
                      w->region[d], sum);
  }
  return TW_OK;
}

static tw_status check_macro(tw_context *ctx, const tw_world *w, const char *prefix, const char *what,
                             const double *values)
{
  for (int d = 0; values && d < w->N; d++)
    if (values[d] < 0 || values[d] > DBL_MAX)
      return twi_fail(ctx, TW_BAD_INPUT, "%s%s: region %s: found %.9g, expected 0 or more", prefix, what, w->region[d],
                      values[d]);
  return TW_OK;
}

static tw_status check_employment(tw_context *ctx, const tw_world *w, const char *prefix)
{
  size_t sectors = (size_t)w->S;
  for (size_t i = 0; w->employment && i < twi_world_cells(w); i++)
    if (w->employment[i] < 0 || w->employment[i] > DBL_MAX)
      return twi_fail(ctx, TW_BAD_INPUT, "%semployment: region %s, sector %s: found %.9g, expected 0 or more", prefix,
                      w->region[i / sectors], w->sector[i % sectors], w->employment[i]);
  return TW_OK;
}

tw_status twi_world_check_numbers(tw_context *ctx, const tw_world *w, const char *prefix, int completed)
{
  static const char rate[] = "a fraction above -1 and at most 10000";
  for (int s = 0; s < w->S; s++)
    if (!(w->theta[s] > 0 && w->theta[s] <= DBL_MAX))
      return twi_fail(ctx, TW_BAD_INPUT, "%strade_elasticity: sector %s: found %.9g, expected more than 0", prefix,
                      w->sector[s], w->theta[s]);
  tw_status status = check_flows(ctx, w, prefix, "flow", w->flow, 0, 1, DBL_MAX, "0 or more");
  if (status == TW_OK) status = check_flows(ctx, w, prefix, "tariff", w->tariff, -1, 0, TWI_MOST_RATE, rate);
  if (status == TW_OK) status = check_flows(ctx, w, prefix, "export_tax", w->export_tax, -1, 0, TWI_MOST_RATE, rate);
  for (int i = 0; i < w->column_count && status == TW_OK; i++)
    status = check_flows(ctx, w, prefix, w->columns[i].name, w->columns[i].values, -1, 0, TWI_MOST_RATE, rate);
  if (status == TW_OK)
    status = check_cells(ctx, w, prefix, "value_added_share", w->value_added_share, 1, "more than 0 and at most 1");
  if (status == TW_OK)
    status = check_cells(ctx, w, prefix, "final_share", w->final_share, DBL_MAX, "a share of 0 or more");
  size_t sectors = (size_t)w->S, bills = twi_world_bills(w);
  size_t i = status == TW_OK ? first_outside(w->input_share, bills, -0.01, 1, DBL_MAX) : bills;
  if (i < bills)
    return twi_fail(
        ctx, TW_BAD_INPUT, "%sinput_share: region %s, user %s, input %s: found %.9g, expected -0.01 or more", prefix,
        w->region[i / sectors / sectors], w->sector[i / sectors % sectors], w->sector[i % sectors], w->input_share[i]);
  if (status == TW_OK && completed) status = check_sums(ctx, w, prefix);
  if (status == TW_OK) status = check_macro(ctx, w, prefix, "population", w->population);
  if (status == TW_OK) status = check_macro(ctx, w, prefix, "gdp", w->gdp);
  return status == TW_OK ? check_employment(ctx, w, prefix) : status;
}
