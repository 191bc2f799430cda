/* buyers.csv and passages.csv. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "market/read/read.h"

static tw_status name_or_code(twi_market_reader *r, twi_csv *csv, int column, const char *code, char **name)
{
  tw_status status = twi_market_field(r, csv, column, name);
  if (status != TW_OK || *name) return status;
  *name = twi_strdup(r->ctx, code);
  return *name ? TW_OK : twi_no_memory(r->ctx, 0);
}

static tw_status check_new(twi_csv *csv, int column, const twi_market_names *names)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  int before = names->count ? twi_codes_find(&names->index, text, length) : -1;
  if (before < 0) return TW_OK;
  return twi_csv_fail(csv, column, "found %s again, first in line %d, expected each once", names->code[before],
                      twi_codes_line(&names->index, before));
}

/* ---------------------------------------------------------------- buyers */

enum { BUYER, QUANTITY, PRICE, SHORT, LONG, NAME, REGION, REGAS, QUALITY, SOURCE };
static const twi_market_column buyer_columns[] = {
    {"buyer", 1}, {"quantity", 1}, {"price", 1},          {"elasticity_short", 1}, {"elasticity_long", 1},
    {"name", 0},  {"region", 0},   {"regasification", 0}, {"quality", 0},          {"source", 0},
};
enum { BUYER_COLUMNS = sizeof buyer_columns / sizeof *buyer_columns };

static tw_status read_elasticity(twi_csv *csv, int column, double *value)
{
  tw_status status = twi_csv_number(csv, column, value);
  if (status == TW_OK && !(*value < 0 && *value >= -1e6))
    status = twi_csv_expected(csv, column, "an elasticity of demand, less than 0");
  return status;
}

static tw_status read_buyer(twi_market_reader *r, twi_csv *csv, const int *column)
{
  static const char *const qualities[] = {"assumed", "observed", "derived"};
  static const twi_market_quality quality_of[] = {TWI_MARKET_ASSUMED, TWI_MARKET_OBSERVED, TWI_MARKET_DERIVED};
  static const twi_market_bound quantity = {INFINITY, 0, 1, "a quantity above 0"};
  static const twi_market_bound price = {INFINITY, 0, 1, "a price above 0"};
  static const twi_market_bound limit = {NAN, 0, 0, "a capacity of 0 or more, or nothing"};
  tw_market *m = r->m;
  int quality = 0;
  tw_status status = check_new(csv, column[BUYER], &r->buyers);
  if (status != TW_OK) return status;
  twi_market_buyer *grown = twi_market_grow(r->ctx, m->buyer, m->buyers, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  m->buyer = grown;
  twi_market_buyer b = {.line = twi_csv_line(csv)};
  status = twi_market_new_code(r, csv, column[BUYER], &r->buyers, &b.code);
  if (status == TW_OK) status = name_or_code(r, csv, column[NAME], b.code, &b.name);
  if (status == TW_OK) status = twi_market_field(r, csv, column[REGION], &b.region);
  if (status == TW_OK) status = twi_market_number(csv, column[QUANTITY], &quantity, &b.quantity);
  if (status == TW_OK) status = twi_market_number(csv, column[PRICE], &price, &b.price);
  if (status == TW_OK) status = read_elasticity(csv, column[SHORT], &b.elasticity_short);
  if (status == TW_OK) status = read_elasticity(csv, column[LONG], &b.elasticity_long);
  if (status == TW_OK) status = twi_market_number(csv, column[REGAS], &limit, &b.regasification);
  if (status == TW_OK)
    status = twi_market_word(csv, column[QUALITY], qualities, 3, "observed, derived or assumed", &quality);
  if (status == TW_OK) status = twi_market_field(r, csv, column[SOURCE], &b.source);
  b.quality = quality_of[quality];
  m->buyer[m->buyers++] = b;
  return status;
}

tw_status twi_market_read_buyers(twi_market_reader *r)
{
  twi_csv *csv;
  int column[BUYER_COLUMNS], more;
  tw_status status = twi_market_table(r, "buyers.csv", 1, &csv, &r->of_buyers);
  if (status == TW_OK) status = twi_market_columns(r, csv, buyer_columns, BUYER_COLUMNS, column);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) status = read_buyer(r, csv, column);
  if (status == TW_OK && r->m->buyers == 0)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found no buyer, expected at least one", r->of_buyers);
  twi_csv_free(csv);
  return status;
}

/* ---------------------------------------------------------------- passages */

enum { PASSAGE, PASSAGE_NAME, CAPACITY, TOLL, OWNER };
static const twi_market_column passage_columns[] = {
    {"passage", 1}, {"name", 0}, {"capacity", 0}, {"toll", 0}, {"owner", 0},
};
enum { PASSAGE_COLUMNS = sizeof passage_columns / sizeof *passage_columns };

static tw_status read_passage(twi_market_reader *r, twi_csv *csv, const int *column)
{
  static const twi_market_bound capacity = {NAN, 0, 0, "a capacity of 0 or more, or nothing"};
  static const twi_market_bound toll = {0, 0, 0, "a toll of 0 or more, or nothing"};
  tw_market *m = r->m;
  tw_status status = check_new(csv, column[PASSAGE], &r->passages);
  if (status != TW_OK) return status;
  twi_market_passage *grown = twi_market_grow(r->ctx, m->passage, m->passages, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  m->passage = grown;
  twi_market_passage k = {.line = twi_csv_line(csv)};
  status = twi_market_new_code(r, csv, column[PASSAGE], &r->passages, &k.code);
  if (status == TW_OK) status = name_or_code(r, csv, column[PASSAGE_NAME], k.code, &k.name);
  if (status == TW_OK) status = twi_market_number(csv, column[CAPACITY], &capacity, &k.capacity);
  if (status == TW_OK) status = twi_market_number(csv, column[TOLL], &toll, &k.toll);
  if (status == TW_OK) status = twi_market_field(r, csv, column[OWNER], &k.owner);
  m->passage[m->passages++] = k;
  return status;
}

tw_status twi_market_read_passages(twi_market_reader *r)
{
  twi_csv *csv;
  int column[PASSAGE_COLUMNS], more;
  tw_status status = twi_market_table(r, "passages.csv", 0, &csv, NULL);
  if (status != TW_OK || !csv) return status;
  status = twi_market_columns(r, csv, passage_columns, PASSAGE_COLUMNS, column);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) status = read_passage(r, csv, column);
  twi_csv_free(csv);
  return status;
}
