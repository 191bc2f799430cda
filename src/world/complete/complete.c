/* From the data as given to the model's form: the order of the steps, and the checks between them. See complete.h. */
#include "world/complete/complete.h"

static void zeros_to_null(const tw_world *w, double **values)
{
  size_t count = twi_world_flows(w);
  if (!*values) return;
  for (size_t i = 0; i < count; i++) {
    (*values)[i] += 0.0; /* no negative zeros: equal worlds have equal bits */
    if ((*values)[i] != 0) {
      for (; i < count; i++) (*values)[i] += 0.0;
      return;
    }
  }
  twi_allocator_resize(&w->allocator, *values, 0);
  *values = NULL;
}

void twi_world_drop_zeros(tw_world *w)
{
  zeros_to_null(w, &w->tariff);
  zeros_to_null(w, &w->export_tax);
  for (int i = 0; i < w->column_count; i++) zeros_to_null(w, &w->columns[i].values);
  for (size_t i = 0; i < twi_world_flows(w); i++) w->flow[i] += 0.0;
}

tw_status twi_world_check_sellers(tw_context *ctx, const tw_world *w, const char *flows)
{
  size_t sectors = (size_t)w->S;
  for (size_t o = 0; o < (size_t)w->N; o++) {
    double most = 0;
    for (size_t s = 0; s < sectors; s++) most = fmax(most, w->output[o * sectors + s]);
    if (!(most > 0))
      return twi_fail(ctx, TW_BAD_INPUT,
                      "%s: region %s sells nothing: found no positive flow with it as exporter, own sales included; "
                      "expected output in at least one sector of every region",
                      flows, w->region[o]);
  }
  return TW_OK;
}

tw_status twi_world_check_income(tw_context *ctx, const tw_world *w, const char *flows, double *income)
{
  char v[TWI_MONEY], d[TWI_MONEY], i[TWI_MONEY];
  twi_world_income(w, income, NULL, NULL);
  for (size_t r = 0; r < (size_t)w->N; r++) {
    if (!(w->value_added[r] > 0))
      return twi_fail(ctx, TW_BAD_INPUT, "%s: region %s has no value added", flows, w->region[r]);
    if (!(income[r] > 0))
      return twi_fail(ctx, TW_BAD_INPUT,
                      "%s: region %s has no positive final demand: value added %s and deficit %s leave an income of %s",
                      flows, w->region[r], twi_money(w, w->value_added[r], v), twi_money(w, w->deficit[r], d),
                      twi_money(w, income[r], i));
  }
  return TW_OK;
}

/* Given totals against what flows and shares give; relative to the larger of the total and value added, since a deficit
 * may be near zero. */
static tw_status check_macro(twi_completion *j, const char *column, const double *found, const double *ours)
{
  tw_world *w = j->w;
  char money[TWI_MONEY];
  twi_tally gap = {0};
  if (!found) return TW_OK;
  for (size_t d = 0; d < j->N; d++) {
    if (isnan(found[d])) continue;
    double size = fmax(fabs(ours[d]), w->value_added[d]), off = fabs(found[d] - ours[d]);
    if (!(off <= TWI_MISMATCH * size))
      return twi_fail(j->ctx, TW_BAD_INPUT,
                      "%s:%d: column %s: region %s: found %.12g, but flows and shares give %.12g: a gap "
                      "of %.6g (%s, %.2g relative), expected at most 1e-6 relative",
                      j->given->macro, j->given->macro_line[d], column, w->region[d], found[d], ours[d],
                      found[d] - ours[d], twi_money(w, found[d] - ours[d], money), off / size);
    twi_tally_add(&gap, off / size, off, d, 0, 0);
  }
  if (gap.count == 0) return TW_OK;
  return twi_world_find(j->ctx, w, 0, column, gap.region, -1, gap.money, gap.largest,
                        "%s of %s agrees with flows and shares in %d regions, %s apart in all; the largest gap is %.2g "
                        "relative, in %s.",
                        column, j->given->macro, gap.count, twi_money(w, gap.money, money), gap.largest,
                        w->region[gap.region]);
}

static tw_status complete_shares(twi_completion *j)
{
  tw_world *w = j->w;
  int given = w->final_share != NULL;
  for (size_t i = 0; i < j->N * j->S; i++) w->value_added_share[i] += 0.0;
  tw_status status = twi_world_accounts(j->ctx, w);
  if (status == TW_OK) status = twi_world_check_sellers(j->ctx, w, j->given->flows);
  if (status == TW_OK) status = twi_complete_inputs(j);
  if (status == TW_OK) status = twi_world_accounts(j->ctx, w); /* value added, now that v is checked */
  if (status == TW_OK) status = check_macro(j, "value_added", j->given->value_added, w->value_added);
  if (status == TW_OK) status = check_macro(j, "deficit", j->given->deficit, w->deficit);
  if (status == TW_OK) status = twi_world_check_income(j->ctx, w, j->given->flows, j->income);
  if (status != TW_OK) return status;
  if (given) return twi_complete_given_final(j);
  w->final_share = twi_new(j->ctx, j->N * j->S, sizeof(double));
  if (!w->final_share) return twi_no_memory(j->ctx, j->N * j->S * sizeof(double));
  status = twi_world_use(j->ctx, w, j->use);
  return status == TW_OK ? twi_complete_residual_final(j) : status;
}

tw_status twi_world_complete(tw_context *ctx, tw_world *w, const twi_given *given)
{
  twi_completion j = {.ctx = ctx, .w = w, .given = given, .N = (size_t)w->N, .S = (size_t)w->S};
  twi_world_drop_zeros(w);
  j.use = twi_new(ctx, j.N * j.S, sizeof(double));
  j.income = twi_new(ctx, j.N, sizeof(double));
  tw_status status = j.use && j.income ? complete_shares(&j) : twi_no_memory(ctx, j.N * j.S * sizeof(double));
  twi_free(ctx, j.income);
  twi_free(ctx, j.use);
  w->reading_count = w->making_count = w->finding_count;
  return status;
}
