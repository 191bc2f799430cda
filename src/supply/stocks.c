/* What is in stock: the built-in table. */
#include "supply/supply.h"

static tw_status read_row(tw_context *ctx, twi_csv *csv, const int *column, twi_stock *s)
{
  tw_status status = twi_read_code(ctx, csv, column[0], &s->region);
  if (status == TW_OK) status = twi_read_fuel(csv, column[1], &s->fuel);
  if (status == TW_OK) status = twi_read_amount(csv, column[2], "days of use", &s->days);
  if (status == TW_OK) status = twi_read_text(ctx, csv, column[3], &s->basis);
  if (status == TW_OK) status = twi_read_text(ctx, csv, column[4], &s->date);
  if (status == TW_OK) status = twi_read_quality(csv, column[5], &s->quality);
  if (status == TW_OK) status = twi_read_text(ctx, csv, column[6], &s->source);
  return status;
}

tw_status twi_stocks_read(tw_context *ctx, twi_stock **stocks, int *count)
{
  static const char *const names[] = {"region", "fuel", "days", "basis", "date", "quality", "source"};
  enum { COLUMNS = sizeof names / sizeof *names };
  twi_csv *csv;
  int column[COLUMNS], more = 1;
  *stocks = NULL;
  *count = 0;
  tw_status status = twi_supply_open(ctx, NULL, "energy/stocks.csv", &csv);
  for (int i = 0; i < COLUMNS && status == TW_OK; i++) status = twi_csv_require(csv, names[i], &column[i]);
  while (status == TW_OK) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    twi_stock *grown = twi_resize(ctx, *stocks, (size_t)*count + 1, sizeof *grown);
    if (!grown) {
      status = twi_no_memory(ctx, 0);
      break;
    }
    *stocks = grown;
    grown[*count] = (twi_stock){.region = NULL};
    status = read_row(ctx, csv, column, &grown[(*count)++]);
  }
  twi_csv_free(csv);
  return status;
}

void twi_stocks_free(tw_context *ctx, twi_stock *stocks, int count)
{
  for (int i = 0; i < count; i++) {
    twi_free(ctx, stocks[i].region);
    twi_free(ctx, stocks[i].basis);
    twi_free(ctx, stocks[i].date);
    twi_free(ctx, stocks[i].source);
  }
  twi_free(ctx, stocks);
}
