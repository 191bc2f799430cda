/* The policy with its instruments put in place: wedges like any others, so that all that follows an equilibrium, its
 * certificate too, needs to know nothing of conditions.
 *
 *   1 + t' = (1+t) e^x      1 + e' = (1+e) e^x      d' = d e^x      b' = b e^x      A' = A e^x
 *   1 - subsidy' = (1 - subsidy) e^-x (subsidy), e^x (rent on output)      L0' = L0 e^x      transfer' -= weight x
 *
 * Rents of limits are noted apart, as the part of 1 + t', 1 + e', 1 - subsidy' that is theirs. */
#include <math.h>
#include <string.h>

#include "model/conditions.h"

/* The array, made on first use with the data's values or a neutral one. */
static double *make_wedge(tw_context *ctx, double **array, size_t count, const double *data, double neutral)
{
  if (*array) return *array;
  double *values = twi_alloc(ctx, count, sizeof *values);
  if (!values) return NULL;
  for (size_t i = 0; i < count; i++) values[i] = data ? data[i] : neutral;
  return *array = values;
}

tw_status twi_conditions_freeze(const twi_conditions *q, const double *x, const twi_wedges *policy, twi_wedges *out)
{
  const twi_core *c = q->core;
  const tw_world *w = c->world;
  tw_context *ctx = c->ctx;
  size_t N = c->N, flows = twi_world_flows(w), cells = twi_world_producers(w);
  tw_status status = twi_wedges_copy(ctx, w, policy, out);
  if (status != TW_OK) return status;
  int complete = 1;
  for (int k = 0; k < q->m && complete; k++) {
    const twi_condition *one = &q->all[k];
    double *values = NULL, *rent = NULL;
    int limit = one->kind == TWI_AT_MOST;
    switch (one->lever) {
    case TWI_LEVER_TARIFF:
      values = make_wedge(ctx, &out->tariff, flows, w->tariff, 0);
      if (limit) rent = make_wedge(ctx, &out->rent, flows, NULL, 0);
      break;
    case TWI_LEVER_EXPORT_TAX:
      values = make_wedge(ctx, &out->export_tax, flows, w->export_tax, 0);
      if (limit) rent = make_wedge(ctx, &out->export_rent, flows, NULL, 0);
      break;
    case TWI_LEVER_BARRIER:
      values = make_wedge(ctx, &out->barrier, flows, NULL, 1);
      break;
    case TWI_LEVER_DEMAND:
      values = make_wedge(ctx, &out->demand, flows, NULL, 1);
      break;
    case TWI_LEVER_PRODUCTIVITY:
      values = make_wedge(ctx, &out->productivity, cells, NULL, 1);
      break;
    case TWI_LEVER_SUBSIDY:
    case TWI_LEVER_OUTPUT_RENT:
      values = make_wedge(ctx, &out->subsidy, cells, NULL, 0);
      if (limit) rent = make_wedge(ctx, &out->output_rent, cells, NULL, 0);
      break;
    case TWI_LEVER_LABOUR:
      values = make_wedge(ctx, &out->labour, N, NULL, 1);
      break;
    case TWI_LEVER_TRANSFER:
      values = make_wedge(ctx, &out->transfer, N, NULL, 0);
      break;
    }
    complete = values && (rent || !limit || one->lever == TWI_LEVER_BARRIER); /* a barrier's rent is nobody's */
    for (size_t i = 0; complete && x[k] != 0 && i < one->lever_count; i++) {
      size_t cell = one->lever_cell[i];
      double by = expm1(x[k]), *v = &values[cell];
      switch (one->lever) {
      case TWI_LEVER_TARIFF:
      case TWI_LEVER_EXPORT_TAX:
        *v = *v + (1 + *v) * by;
        break;
      case TWI_LEVER_SUBSIDY:
        *v = *v - (1 - *v) * expm1(-x[k]);
        break;
      case TWI_LEVER_OUTPUT_RENT:
        *v = *v - (1 - *v) * by;
        break;
      case TWI_LEVER_TRANSFER:
        *v -= x[k] * c->total * one->lever_weight[i];
        break;
      default:
        *v = *v + *v * by;
      }
      if (rent) rent[cell] = rent[cell] + (1 + rent[cell]) * by;
    }
  }
  if (complete) return TW_OK;
  twi_wedges_free(ctx, out);
  return twi_no_memory(ctx, flows * sizeof(double));
}
