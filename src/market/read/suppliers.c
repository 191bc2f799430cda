/* suppliers.csv: one row a block; what is said of the supplier itself stands in one of its rows, or in all alike. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/sort.h"
#include "market/read/read.h"

enum { SUPPLIER, BLOCK, CAPACITY, COST, NAME, REGION, OWNER, FULL, SLOPE, CONJECTURE, FROM, STATUS, QUALITY, SOURCE };
static const twi_market_column columns[] = {
    {"supplier", 1},  {"block", 1}, {"capacity", 1},   {"cost", 1},      {"name", 0},   {"region", 0},  {"owner", 0},
    {"full_cost", 0}, {"slope", 0}, {"conjecture", 0}, {"from_year", 0}, {"status", 0}, {"quality", 0}, {"source", 0},
};
enum { COLUMNS = sizeof columns / sizeof *columns, MOST_BLOCKS = 20000 };

/* A text of the supplier: the first row that gives it does; others agree or are silent. */
static tw_status read_common(twi_market_reader *r, twi_csv *csv, int column, const char *code, char **text)
{
  char *found;
  tw_status status = twi_market_field(r, csv, column, &found);
  if (status != TW_OK || !found) return status;
  if (!*text) {
    *text = found;
    return TW_OK;
  }
  if (strcmp(found, *text) != 0) {
    char shown[TWI_SHOWN];
    status = twi_csv_fail(csv, column, "found %s, expected %s as in an earlier row of %s",
                          twi_show(found, strlen(found), shown), *text, code);
  }
  twi_free(r->ctx, found);
  return status;
}

static tw_status read_conjecture(twi_csv *csv, int column, twi_market_supplier *s, int is_new)
{
  static const twi_market_bound bound = {NAN, 0, 0, "0 (price taking) to 1 (Cournot)"};
  double theta;
  tw_status status = twi_market_number(csv, column, &bound, &theta);
  if (status != TW_OK || isnan(theta)) return status;
  if (theta > 1) return twi_csv_expected(csv, column, bound.expected);
  if (!is_new && s->conjecture != theta && s->conjecture >= 0)
    return twi_csv_fail(csv, column, "found %.6g, expected %.6g as in an earlier row of %s", theta, s->conjecture,
                        s->code);
  s->conjecture = theta;
  return TW_OK;
}

/* The supplier of the row, new or known. Its conjecture is -1 until a row gives it. */
static tw_status read_supplier(twi_market_reader *r, twi_csv *csv, const int *column, int *supplier)
{
  tw_market *m = r->m;
  size_t length;
  const char *text = twi_csv_text(csv, column[SUPPLIER], &length);
  int is_new = (*supplier = r->suppliers.count ? twi_codes_find(&r->suppliers.index, text, length) : -1) < 0;
  tw_status status = TW_OK;
  if (is_new) {
    twi_market_supplier *grown = twi_market_grow(r->ctx, m->supplier, m->suppliers, sizeof *grown);
    if (!grown) return twi_no_memory(r->ctx, 0);
    m->supplier = grown;
    *supplier = m->suppliers;
    memset(&m->supplier[*supplier], 0, sizeof *m->supplier);
    m->supplier[*supplier].line = twi_csv_line(csv);
    m->supplier[*supplier].conjecture = -1;
    status = twi_market_new_code(r, csv, column[SUPPLIER], &r->suppliers, &m->supplier[*supplier].code);
    if (m->supplier[*supplier].code) m->suppliers++;
  }
  if (status != TW_OK) return status;
  twi_market_supplier *s = &m->supplier[*supplier];
  status = read_common(r, csv, column[NAME], s->code, &s->name);
  if (status == TW_OK) status = read_common(r, csv, column[REGION], s->code, &s->region);
  if (status == TW_OK) status = read_common(r, csv, column[OWNER], s->code, &s->owner);
  if (status == TW_OK) status = read_conjecture(csv, column[CONJECTURE], s, is_new);
  return status;
}

static tw_status check_block_code(twi_market_reader *r, twi_csv *csv, int column, int supplier, char **code)
{
  tw_market *m = r->m;
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  const char *wrong = twi_code_wrong(text, length);
  if (wrong) return twi_csv_fail(csv, column, "found %s, expected a code such as plants or firm-2028", wrong);
  for (int b = 0; b < m->blocks; b++)
    if (m->block[b].supplier == supplier && twi_same_name(text, length, m->block[b].code))
      return twi_csv_fail(csv, column, "found the block %s of %s again, first in line %d, expected each once",
                          m->block[b].code, m->supplier[supplier].code, m->block[b].line);
  *code = twi_strndup(r->ctx, text, length);
  return *code ? TW_OK : twi_no_memory(r->ctx, length);
}

static tw_status read_block(twi_market_reader *r, twi_csv *csv, const int *column)
{
  static const char *const states[] = {"operating", "firm", "proposed"};
  static const char *const qualities[] = {"assumed", "observed", "derived"};
  static const twi_market_quality quality_of[] = {TWI_MARKET_ASSUMED, TWI_MARKET_OBSERVED, TWI_MARKET_DERIVED};
  static const twi_market_bound capacity = {NAN, 0, 0, "a capacity of 0 or more"};
  static const twi_market_bound cost = {INFINITY, 0, 0, "a cost of 0 or more"};
  static const twi_market_bound full = {NAN, 0, 0, "a cost of 0 or more, or nothing"};
  static const twi_market_bound slope = {NAN, 0, 0, "a slope of 0 or more: more output never costs less"};
  tw_market *m = r->m;
  int supplier, status_of = 0, quality = 0;
  tw_status status = read_supplier(r, csv, column, &supplier);
  if (status != TW_OK) return status;
  if (m->blocks >= MOST_BLOCKS) return twi_csv_fail(csv, column[BLOCK], "more than %d blocks", MOST_BLOCKS);
  twi_market_block *grown = twi_market_grow(r->ctx, m->block, m->blocks, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  m->block = grown;
  twi_market_block b = {.supplier = supplier, .line = twi_csv_line(csv)};
  status = check_block_code(r, csv, column[BLOCK], supplier, &b.code);
  if (status == TW_OK) status = twi_market_number(csv, column[CAPACITY], &capacity, &b.capacity);
  if (status == TW_OK) status = twi_market_number(csv, column[COST], &cost, &b.cost);
  if (status == TW_OK) status = twi_market_number(csv, column[FULL], &full, &b.full_cost);
  if (status == TW_OK && b.full_cost < b.cost)
    status = twi_csv_fail(csv, column[FULL], "found %.6g, expected the cash cost, %.6g, or more", b.full_cost, b.cost);
  if (status == TW_OK) status = twi_market_number(csv, column[SLOPE], &slope, &b.slope);
  if (status == TW_OK) status = twi_market_year(csv, column[FROM], &b.from_year);
  if (status == TW_OK)
    status = twi_market_word(csv, column[STATUS], states, 3, "operating, firm or proposed", &status_of);
  if (status == TW_OK)
    status = twi_market_word(csv, column[QUALITY], qualities, 3, "observed, derived or assumed", &quality);
  if (status == TW_OK) status = twi_market_field(r, csv, column[SOURCE], &b.source);
  b.status = (twi_market_status)status_of;
  b.quality = quality_of[quality];
  m->block[m->blocks++] = b; /* also after an error: it owns texts */
  return status;
}

static int order_blocks(const void *left, const void *right)
{
  const twi_market_block *a = left, *b = right;
  return (a->supplier > b->supplier) - (a->supplier < b->supplier);
}

/* Names where none are given; blocks supplier by supplier. */
static tw_status complete_suppliers(twi_market_reader *r)
{
  tw_market *m = r->m;
  tw_status status = twi_sort(r->ctx, m->block, (size_t)m->blocks, sizeof *m->block, order_blocks);
  if (status != TW_OK) return status;
  for (int b = m->blocks - 1; b >= 0; b--) {
    m->supplier[m->block[b].supplier].first_block = b;
    m->supplier[m->block[b].supplier].blocks++;
  }
  for (int o = 0; o < m->suppliers; o++) {
    twi_market_supplier *s = &m->supplier[o];
    if (s->conjecture < 0) s->conjecture = 0;
    if (!s->name) s->name = twi_strdup(r->ctx, s->code);
    if (!s->name) return twi_no_memory(r->ctx, 0);
  }
  return TW_OK;
}

tw_status twi_market_read_suppliers(twi_market_reader *r)
{
  twi_csv *csv;
  int column[COLUMNS], more;
  tw_status status = twi_market_table(r, "suppliers.csv", 1, &csv, &r->of_suppliers);
  if (status == TW_OK) status = twi_market_columns(r, csv, columns, COLUMNS, column);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) status = read_block(r, csv, column);
  if (status == TW_OK && r->m->suppliers == 0)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found no supplier, expected at least one", r->of_suppliers);
  twi_csv_free(csv);
  return status == TW_OK ? complete_suppliers(r) : status;
}
