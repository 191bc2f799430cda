/* What callers read of a range: quantiles, parameters, drivers, notes. See tradewind.h. */
#include <string.h>

#include "ensemble/range.h"

void tw_range_free(tw_range_result *r)
{
  if (!r) return;
  tw_context *ctx = r->ctx;
  for (int i = 0; r->shown && i < r->info.parameters; i++) twi_free(ctx, (char *)r->shown[i].distribution);
  twi_free(ctx, r->shown);
  twi_parameters_free(r->parameters);
  tw_result_free(r->central);
  twi_kept_free(&r->rows);
  twi_free(ctx, r->outcome);
  twi_free(ctx, r->quantile);
  twi_free(ctx, r->flow);
  twi_free(ctx, r->driver);
  twi_free(ctx, r->store);
  twi_free(ctx, r->known);
  twi_free(ctx, r->year_note);
  twi_view_free(ctx, r->view);
  twi_free(ctx, r);
}

const tw_range_info *tw_range_info_of(const tw_range_result *r)
{
  return &r->info;
}

tw_result *tw_range_central(const tw_range_result *r)
{
  return r->central;
}

const char *tw_range_store(const tw_range_result *r)
{
  return r->store;
}

const double *tw_range_quantile(const tw_range_result *r, tw_table table, const char *name, int which)
{
  if (!r->quantile || which < 0 || which > 2 || (unsigned)table >= TWI_RANGE_TABLES) return NULL;
  const double *q = r->quantile + (size_t)which * r->answers;
  const twi_range_part *p = &r->part[table];
  if (table == TW_TRADE && p->columns && strcmp(name, "change_pct") == 0) return q + r->cells;
  int c = twi_range_column(table, name);
  return c >= 0 && c < p->columns && p->has[c] ? q + p->at + (size_t)c * p->rows : NULL;
}

int tw_range_parameters(const tw_range_result *r, const tw_range_parameter **parameters)
{
  *parameters = r->shown;
  return r->info.parameters;
}

int tw_range_drivers(const tw_range_result *r, const tw_range_driver **drivers)
{
  *drivers = r->driver;
  return r->drivers;
}

const char *tw_range_note(const tw_range_result *r, int index)
{
  if (r->year_note && index-- == 0) return r->year_note;
  return index < 0 || index >= r->parameters->notes ? NULL : r->parameters->note[index];
}

/* ---------------------------------------------------------------- columns */

const char *tw_range_column_name(const tw_range_result *r, tw_table table, int index)
{
  const char *name;
  if ((unsigned)table >= TWI_RANGE_TABLES || index < 0) return NULL;
  for (int c = 0; (name = twi_range_column_at(table, c)); c++)
    if (tw_range_quantile(r, table, name, 0) && index-- == 0) return name;
  return NULL;
}

size_t tw_range_rows(const tw_range_result *r, tw_table table)
{
  return (unsigned)table < TWI_RANGE_TABLES && r->part[table].columns ? r->part[table].rows : 0;
}

const size_t *tw_range_flows(const tw_range_result *r)
{
  return r->flow;
}
