/* The tables of a market under a scenario: buyers.csv, suppliers.csv, shipments.csv, passages.csv, market_years.csv,
 * market_drivers.csv.
 * docs/formats.md lists their columns. */
#include <math.h>
#include <string.h>

#include "outlook/outlook.h"
#include "report/report.h"

static const char *const level[] = {"_p05", "_p50", "_p95"};
enum { LEVELS = 3, MOST_FIELDS = 12 };

/* A column: the number of a stage, or one of the outlook. */
typedef struct column {
  const char *name, *field;
  int drawn; /* 1: with draws it has quantiles */
} column;

/* ---------------------------------------------------------------- pieces */

static const twi_market_stage *stage_of(const tw_outlook *o, int new)
{
  const tw_market_result *r = o->result[o->years - 1];
  return &r->stage[new ? r->after : r->before];
}

static void next_text(twi_sheet *sheet, const char *text)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_cell(sheet, text);
}

static void next_number(twi_sheet *sheet, double x)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_number(sheet, x, 0);
}

/* The header, with the quantiles of columns that have them. */
static void put_header(twi_sheet *sheet, const tw_outlook *o, const char *first, const column *columns, int count)
{
  twi_sheet_text(sheet, first);
  for (int c = 0; c < count; c++) {
    twi_sheet_text(sheet, ",");
    twi_sheet_text(sheet, columns[c].name);
    for (int q = 0; q < LEVELS && o->draws && columns[c].drawn; q++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_text(sheet, columns[c].name);
      twi_sheet_text(sheet, level[q]);
    }
  }
  twi_sheet_text(sheet, "\n");
}

/* "price_base": the price of the stage before; "price_new" after; others are of the outlook. */
static tw_status fill_column(const tw_outlook *o, const column *c, double *out)
{
  size_t n = strlen(c->name);
  const tw_market_result *r = o->result[o->years - 1];
  int base = n > 5 && strcmp(c->name + n - 5, "_base") == 0;
  if (!c->field) return tw_outlook_numbers(o->ctx, o, c->name, out);
  return tw_market_result_numbers(o->ctx, r, base ? r->before : r->after, c->field, out);
}

/* Rows of an axis: the code, then the columns. */
static tw_status put_axis(twi_sheet *sheet, const tw_outlook *o, tw_market_axis axis, const char *first,
                          const column *columns, int count)
{
  int rows = tw_market_count(o->market, axis), wide = count * (1 + LEVELS);
  double *number = twi_alloc(o->ctx, (size_t)rows * (size_t)wide + 1, sizeof *number);
  tw_status status = number ? TW_OK : twi_no_memory(o->ctx, 0);
  for (int c = 0; c < count && status == TW_OK; c++) {
    double *at = number + (size_t)rows * (size_t)(c * (1 + LEVELS));
    status = fill_column(o, &columns[c], at);
    for (int q = 0; q < LEVELS && status == TW_OK && o->draws && columns[c].drawn; q++) {
      char field[64];
      twi_print(field, sizeof field, "%s%s", columns[c].name, level[q]);
      status = tw_outlook_numbers(o->ctx, o, field, at + (size_t)rows * (size_t)(q + 1));
    }
  }
  if (status == TW_OK) put_header(sheet, o, first, columns, count);
  for (int i = 0; i < rows && status == TW_OK; i++) {
    twi_sheet_cell(sheet, tw_market_code(o->market, axis, i));
    for (int c = 0; c < count; c++)
      for (int q = 0; q <= (o->draws && columns[c].drawn ? LEVELS : 0); q++)
        next_number(sheet, number[(size_t)rows * (size_t)(c * (1 + LEVELS) + q) + (size_t)i]);
    twi_sheet_text(sheet, "\n");
  }
  twi_free(o->ctx, number);
  return status;
}

/* ---------------------------------------------------------------- tables */

static tw_status put_buyers(twi_sheet *sheet, const tw_outlook *o)
{
  static const column columns[] = {{"price_base", "price", 0},
                                   {"price_new", "price", 1},
                                   {"quantity_base", "quantity", 0},
                                   {"quantity_new", "quantity", 1},
                                   {"bill_base", "bill", 0},
                                   {"bill_new", "bill", 1},
                                   {"shortfall", "shortfall", 0},
                                   {"replaced_pct", NULL, 0},
                                   {"surplus_change", NULL, 1},
                                   {"hhi", "hhi", 0},
                                   {"worth", NULL, 1}};
  return put_axis(sheet, o, TW_MARKET_BUYERS, "buyer", columns, (int)(sizeof columns / sizeof *columns));
}

static tw_status put_suppliers(twi_sheet *sheet, const tw_outlook *o)
{
  static const column columns[] = {{"output_base", "output", 0},   {"output_new", "output", 1},
                                   {"netback_base", "netback", 0}, {"netback_new", "netback", 1},
                                   {"rent_base", "rent", 0},       {"rent_new", "rent", 1}};
  return put_axis(sheet, o, TW_MARKET_SUPPLIERS, "supplier", columns, (int)(sizeof columns / sizeof *columns));
}

static tw_status put_passages(twi_sheet *sheet, const tw_outlook *o)
{
  static const column columns[] = {
      {"quantity_base", "passage_quantity", 0}, {"quantity_new", "passage_quantity", 0}, {"toll", "toll", 0}};
  return put_axis(sheet, o, TW_MARKET_PASSAGES, "passage", columns, (int)(sizeof columns / sizeof *columns));
}

/* Pairs that ship something on either side. */
static tw_status put_shipments(twi_sheet *sheet, const tw_outlook *o)
{
  const tw_market *m = o->market;
  const twi_market_accounts *base = &stage_of(o, 0)->accounts, *new = &stage_of(o, 1)->accounts;
  twi_sheet_text(sheet, "supplier,buyer,quantity_base,quantity_new,freight,route\n");
  for (int p = 0; p < m->pairs; p++) {
    const twi_market_pair_account *a = &base->pair[p], *b = &new->pair[p];
    const twi_market_pair_account *shown = b->quantity > 0 ? b : a;
    if (!(a->quantity > 0) && !(b->quantity > 0)) continue;
    twi_sheet_cell(sheet, m->supplier[m->pair[p].supplier].code);
    next_text(sheet, m->buyer[m->pair[p].buyer].code);
    next_number(sheet, a->quantity);
    next_number(sheet, b->quantity);
    next_number(sheet, shown->freight);
    next_text(sheet, shown->route < 0 ? "" : m->route[shown->route].code);
    twi_sheet_text(sheet, "\n");
  }
  return TW_OK;
}

static void put_line(twi_sheet *sheet, int year, const char *side, const char *code, const double number[3])
{
  char words[16];
  twi_print(words, sizeof words, "%d,", year);
  twi_sheet_text(sheet, words);
  twi_sheet_text(sheet, side);
  next_text(sheet, code);
  for (int i = 0; i < 3; i++) next_number(sheet, number[i]);
  twi_sheet_text(sheet, "\n");
}

static tw_status put_years(twi_sheet *sheet, const tw_outlook *o)
{
  const tw_market *m = o->market;
  twi_sheet_text(sheet, "year,side,code,price,quantity,money\n");
  for (int i = 0; i < o->years; i++) {
    const twi_market_accounts *a = &o->result[i]->stage[o->result[i]->after].accounts;
    int year = tw_outlook_year(o, i);
    for (int d = 0; d < m->buyers; d++)
      put_line(sheet, year, "buyer", m->buyer[d].code,
               (const double[]){a->buyer[d].price, a->buyer[d].quantity, a->buyer[d].bill});
    for (int k = 0; k < m->suppliers; k++)
      put_line(sheet, year, "supplier", m->supplier[k].code,
               (const double[]){a->supplier[k].netback, a->supplier[k].output, a->supplier[k].rent});
    for (int k = 0; k < m->passages; k++)
      put_line(sheet, year, "passage", m->passage[k].code,
               (const double[]){a->passage[k].toll, a->passage[k].quantity, a->passage[k].tolls});
  }
  return TW_OK;
}

/* Which parameter drives the spread of an outcome of a buyer or a supplier. */
static tw_status put_drivers(twi_sheet *sheet, const tw_outlook *o)
{
  const tw_outlook_driver *d;
  int count = tw_outlook_drivers(o, &d);
  twi_sheet_text(sheet, "outcome,code,parameter,first_order,total,first_order_error,total_error\n");
  for (int i = 0; i < count; i++) {
    twi_sheet_cell(sheet, d[i].outcome);
    next_text(sheet, d[i].code);
    next_text(sheet, d[i].parameter);
    next_number(sheet, d[i].first_order);
    next_number(sheet, d[i].total);
    next_number(sheet, d[i].first_order_error);
    next_number(sheet, d[i].total_error);
    twi_sheet_text(sheet, "\n");
  }
  return TW_OK;
}

static const struct {
  const char *name;
  tw_status (*put)(twi_sheet *sheet, const tw_outlook *outlook);
} tables[] = {{"buyers.csv", put_buyers},
              {"suppliers.csv", put_suppliers},
              {"shipments.csv", put_shipments},
              {"passages.csv", put_passages},
              {"market_years.csv", put_years},
              {"market_drivers.csv", put_drivers}};
_Static_assert(sizeof tables / sizeof *tables == TWI_MARKET_TABLES, "report.h counts the tables of a market");

const char *twi_report_market_table(int index)
{
  return tables[index].name;
}

int twi_report_market_wanted(int index, const tw_outlook *o)
{
  if (tables[index].put == put_drivers) return o->drivers > 0;
  return tables[index].put != put_years || o->years > 1;
}

tw_status twi_report_market(int index, twi_sheet *sheet, const tw_outlook *o)
{
  return tables[index].put(sheet, o);
}

static int has_table(int index, const void *of)
{
  return twi_report_market_wanted(index, of);
}

static tw_status fill_table(int index, twi_sheet *sheet, const void *of)
{
  return twi_report_market(index, sheet, of);
}

const twi_tables twi_market_tables = {has_table, fill_table};
