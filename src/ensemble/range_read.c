/* What callers read of a range: quantiles, parameters, drivers, notes. See tradewind.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "ensemble/range.h"

void tw_range_free(tw_range_result *r)
{
  if (!r) return;
  tw_context *ctx = r->ctx;
  for (int i = 0; r->shown && i < r->info.parameters; i++) twi_free(ctx, (char *)r->shown[i].distribution);
  twi_free(ctx, r->shown);
  twi_parameters_free(r->parameters);
  if (!r->more) tw_result_free(r->central);
  if (r->more && r->drop_more) r->drop_more(r->more->data);
  twi_kept_free(&r->rows);
  twi_free(ctx, r->outcome);
  twi_free(ctx, r->quantile);
  twi_free(ctx, r->flow);
  twi_free(ctx, r->driver);
  twi_answers_free(ctx, r->told, (int)r->asks);
  twi_free(ctx, r->asked);
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

/* There is no such column among those that are kept of draws. */
static tw_status fail_column(const tw_range_result *r, tw_table table, const char *name)
{
  static const char *const word[TWI_RANGE_TABLES] = {"regions",     "sectors", "trade",    "limits",
                                                     "preferences", "groups",  "products", "product_trade"};
  const char *names[TWI_RANGE_COLUMNS + 1], *nearest;
  char shown[TWI_SHOWN];
  int count = 0;
  twi_show(name, strlen(name), shown);
  if ((unsigned)table >= TWI_RANGE_TABLES)
    return twi_fail(r->ctx, TW_USAGE, "column %s: there is no table %d", shown, (int)table);
  while (count <= TWI_RANGE_COLUMNS && (names[count] = twi_range_column_at(table, count))) count++;
  nearest = twi_nearest(name, strlen(name), names, count);
  return twi_fail(r->ctx, TW_USAGE, "draws of %s have no column %s%s%s%s", word[table], shown,
                  nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

const double *tw_range_quantile(const tw_range_result *r, tw_table table, const char *name, int which)
{
  if (!r->quantile || which < 0 || which > 2 || (unsigned)table >= TWI_RANGE_TABLES) return NULL;
  const double *q = r->quantile + (size_t)which * r->answers;
  const twi_range_part *p = &r->part[table];
  if (table == TW_TRADE && p->columns && strcmp(name, "change_pct") == 0) return q + r->cells;
  int c = twi_range_column(table, name);
  if (c < 0 && !(table == TW_TRADE && strcmp(name, "change_pct") == 0)) (void)fail_column(r, table, name);
  return c >= 0 && c < p->columns && p->has[c] ? q + p->at + (size_t)c * p->rows : NULL;
}

tw_status twi_range_tell(tw_range_result *r)
{
  tw_status status = twi_answers_new(r->central, r->asked, (int)r->asks, &r->told);
  for (size_t i = 0; status == TW_OK && r->quantile && i < r->asks; i++)
    for (size_t q = 0; q < 3; q++) r->told[i].quantile[q] = r->quantile[q * r->answers + r->asked_at + i];
  return status;
}

int tw_range_answers(const tw_range_result *r, const tw_answer **answers)
{
  *answers = r->told;
  return r->told ? (int)r->asks : 0;
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
  if (r->share_note && index-- == 0) return r->share_note;
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

/* ---------------------------------------------------------------- single draws */

/* Draws that were not made have no number either. */
static void drop_failed(const tw_range_result *r, double *out)
{
  for (int i = 0; i < r->info.draws; i++)
    if (r->outcome[i] == TWI_NOT_DONE || r->outcome[i] <= 0) out[i] = NAN;
}

static tw_status fail_without_draws(const tw_range_result *r, const char *what)
{
  return twi_fail(r->ctx, TW_USAGE, "%s: there are no draws, as the central equilibrium has no certificate", what);
}

tw_status tw_range_draws(const tw_range_result *r, tw_table table, const char *name, size_t row, double *out)
{
  size_t draws = (size_t)r->info.draws;
  if (!r->outcome) return fail_without_draws(r, "tw_range_draws");
  int change = table == TW_TRADE && strcmp(name, "change_pct") == 0, c = change ? 0 : -1;
  if (!change && (unsigned)table < TWI_RANGE_TABLES) c = twi_range_column(table, name);
  if (c < 0) return fail_column(r, table, name);
  const twi_range_part *p = &r->part[table];
  if (c >= p->columns)
    return twi_fail(r->ctx, TW_USAGE, "tw_range_draws: %s was not kept of the draws; the options say what is", name);
  if (row >= p->rows)
    return twi_fail(r->ctx, TW_USAGE, "tw_range_draws: row %zu of %s, which has %zu", row, name, p->rows);
  tw_status status = twi_kept_columns(&r->rows, 0, draws, p->at + (size_t)c * p->rows + row, 1, 1, out);
  if (status == TW_OK && change) {
    double *new_ = twi_alloc(r->ctx, draws, sizeof *new_);
    if (!new_) return twi_no_memory(r->ctx, draws * sizeof *new_);
    status = twi_kept_columns(&r->rows, 0, draws, p->at + p->rows + row, 1, 1, new_);
    for (size_t i = 0; i < draws && status == TW_OK; i++) out[i] = out[i] > 0 ? 100 * (new_[i] / out[i] - 1) : NAN;
    twi_free(r->ctx, new_);
  }
  if (status == TW_OK) drop_failed(r, out);
  return status;
}

tw_status twi_range_asked(const tw_range_result *r, size_t index, double *out)
{
  tw_status status = twi_kept_columns(&r->rows, 0, (size_t)r->info.draws, r->asked_at + index, 1, 1, out);
  if (status == TW_OK) drop_failed(r, out);
  return status;
}

tw_status tw_range_outcomes(const tw_range_result *r, tw_outcome *out)
{
  if (!r->outcome) return fail_without_draws(r, "tw_range_outcomes");
  for (int i = 0; i < r->info.draws; i++)
    out[i] = r->outcome[i] == TWI_NOT_DONE ? TW_NOT_SOLVED : (tw_outcome)r->outcome[i];
  return TW_OK;
}

tw_status tw_range_drawn(const tw_range_result *r, int parameter, double *out)
{
  const twi_parameters *p = r->parameters;
  if (parameter < 0 || parameter >= p->count)
    return twi_fail(r->ctx, TW_USAGE, "tw_range_drawn: parameter %d of %d", parameter, p->count);
  const twi_parameter *q = &p->parameter[parameter];
  double *u = twi_alloc(r->ctx, (size_t)p->count, sizeof *u);
  if (!u) return twi_no_memory(r->ctx, (size_t)p->count * sizeof *u);
  for (size_t i = 0; i < p->draws; i++) {
    int cut;
    twi_parameters_draw(p, i, u);
    out[i] = q->kind != TWI_PARAMETER_ELASTICITY ? twi_distribution_at(&q->distribution, u[parameter])
                                                 : twi_distribution_floored(&q->own[0], u[parameter], p->floor, &cut);
  }
  twi_free(r->ctx, u);
  return TW_OK;
}
