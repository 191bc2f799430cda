/* The draws of a range as a CSV file, one row a draw: its number from 1, how it ended, what was drawn, and the outcomes
 * that the range or its focus names, without any real income of every region. A draw without an equilibrium has its
 * parameters and no outcomes. */
#include <math.h>
#include <string.h>

#include "ensemble/range.h"
#include "table/sink.h"

typedef struct rows {
  const tw_range_result *r;
  size_t draws, parameters, outcomes;
  twi_outcome *outcome; /* [outcomes] */
  tw_outcome *ended;    /* [draws] */
  double *number;       /* [parameters + outcomes][draws] */
} rows;

static tw_status choose_outcomes(rows *t)
{
  const tw_range_result *r = t->r;
  size_t N = (size_t)r->world->N, most = r->asks ? r->asks : N;
  t->outcome = twi_alloc(r->ctx, most, sizeof *t->outcome);
  if (!t->outcome) return twi_no_memory(r->ctx, most * sizeof *t->outcome);
  for (; t->outcomes < most; t->outcomes++)
    t->outcome[t->outcomes] =
        r->asks ? r->asked[t->outcomes] : (twi_outcome){TW_REGIONS, TWI_REAL_INCOME, (int)t->outcomes, -1, -1, -1};
  return TW_OK;
}

static tw_status gather_numbers(rows *t)
{
  const tw_range_result *r = t->r;
  size_t numbers = (t->parameters + t->outcomes) * t->draws;
  t->ended = twi_alloc(r->ctx, t->draws, sizeof *t->ended);
  t->number = twi_alloc(r->ctx, numbers + 1, sizeof *t->number);
  if (!t->ended || !t->number) return twi_no_memory(r->ctx, numbers * sizeof *t->number);
  tw_status status = tw_range_outcomes(r, t->ended);
  for (size_t i = 0; i < t->parameters && status == TW_OK; i++)
    status = tw_range_drawn(r, (int)i, t->number + i * t->draws);
  for (size_t i = 0; i < t->outcomes && status == TW_OK; i++) {
    double *number = t->number + (t->parameters + i) * t->draws;
    status = r->asks ? twi_range_asked(r, i, number) : tw_range_draws(r, TW_REGIONS, "real_income_pct", i, number);
  }
  return status;
}

static tw_status put_rows(const rows *t, twi_sink *sink)
{
  size_t columns = t->parameters + t->outcomes;
  char words[TWI_OUTCOME_ROOM];
  tw_status status = twi_sink_text(sink, columns ? "draw,ended," : "draw,ended\n");
  for (size_t i = 0; i < columns && status == TW_OK; i++)
    status = twi_sink_field(sink,
                            i < t->parameters ? t->r->parameters->parameter[i].name
                                              : twi_answer_words(t->r->central, &t->outcome[i - t->parameters], words),
                            i + 1 < columns ? ',' : '\n');
  for (size_t k = 0; k < t->draws && status == TW_OK; k++) {
    status = twi_sink_number(sink, (double)(k + 1), ',');
    if (status == TW_OK) status = twi_sink_field(sink, tw_outcome_word(t->ended[k]), columns ? ',' : '\n');
    for (size_t i = 0; i < columns && status == TW_OK; i++) {
      double x = t->number[i * t->draws + k];
      char separator = i + 1 < columns ? ',' : '\n';
      status = isnan(x) ? twi_sink_write(sink, &separator, 1) : twi_sink_number(sink, x, separator);
    }
  }
  return status;
}

tw_status tw_range_draws_write(tw_context *ctx, const tw_range_result *range, const char *file)
{
  if (!range || !file || !*file) return twi_fail(ctx, TW_USAGE, "tw_range_draws_write needs a range and a file");
  rows t = {.r = range, .draws = (size_t)range->info.draws, .parameters = (size_t)range->parameters->count};
  twi_sink *sink = NULL;
  tw_status status = tw_output_check(ctx, TW_OUTPUT_FILE, file);
  if (status == TW_OK) status = choose_outcomes(&t);
  if (status == TW_OK) status = gather_numbers(&t);
  if (status == TW_OK) status = twi_sink_open(ctx, file, &sink);
  if (status == TW_OK) status = put_rows(&t, sink);
  if (status == TW_OK) status = twi_sink_close(sink);
  if (status == TW_OK) status = twi_sink_commit(sink);
  twi_sink_free(sink);
  twi_free(range->ctx, t.outcome);
  twi_free(range->ctx, t.ended);
  twi_free(range->ctx, t.number);
  return status;
}
