/* The tables of a stress test: stress.csv, insurance.csv, stress_flows.csv. docs/formats.md lists their columns. */
#include <string.h>

#include "report/report.h"
#include "stress/stress.h"

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

static tw_status put_rows(twi_sheet *sheet, const tw_stress *s)
{
  tw_stress_row r;
  twi_sheet_text(sheet, "lost,buyer,fuel,bound,direct,shortfall,price_pct,bill_change,days_cover,kind,rank,direct_pct,"
                        "replaced_pct,quantity_base,price_base,price_new,unserved,surplus_change,stock_days,"
                        "months_to_end,detour_days,no_way_pct,not_known_pct\n");
  for (int i = 0; tw_stress_at(s, i, &r); i++) {
    const double before[] = {r.direct, r.shortfall, r.price_pct, r.bill_change, r.days_cover};
    const double after[] = {r.rank,        r.direct_pct, r.replaced_pct,   r.quantity_base, r.price_base,
                            r.price_new,   r.unserved,   r.surplus_change, r.stock_days,    r.months_to_end,
                            r.detour_days, r.no_way_pct, r.not_known_pct};
    twi_sheet_cell(sheet, r.lost);
    next_text(sheet, r.buyer);
    next_text(sheet, r.fuel);
    next_text(sheet, r.bound);
    for (size_t k = 0; k < sizeof before / sizeof *before; k++) next_number(sheet, before[k]);
    next_text(sheet, r.kind);
    for (size_t k = 0; k < sizeof after / sizeof *after; k++) next_number(sheet, after[k]);
    twi_sheet_text(sheet, "\n");
  }
  return TW_OK;
}

static tw_status put_insurance(twi_sheet *sheet, const tw_stress *s)
{
  tw_stress_insured r;
  twi_sheet_text(sheet, "with,lost,buyer,fuel,supplier,capacity,surplus_change,surplus_change_with,insurance_value\n");
  for (int i = 0; tw_stress_insured_at(s, i, &r); i++) {
    const double numbers[] = {r.amount, r.surplus_change, r.surplus_change_with, r.insurance_value};
    twi_sheet_cell(sheet, r.capacity);
    next_text(sheet, r.lost);
    next_text(sheet, r.buyer);
    next_text(sheet, s->fuel_word);
    next_text(sheet, r.supplier);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) next_number(sheet, numbers[k]);
    twi_sheet_text(sheet, "\n");
  }
  return TW_OK;
}

/* Pairs that ship something before or after, of the buyers that are asked. */
static tw_status put_flows(twi_sheet *sheet, const tw_stress *s)
{
  const tw_market *m = s->market;
  const twi_loss *l = &s->loss[0];
  twi_sheet_text(sheet, "lost,supplier,buyer,quantity_base,quantity_new\n");
  for (int p = 0; p < m->pairs; p++) {
    double before = s->variant->accounts.pair[p].quantity, after = s->lost[0].flow[p];
    if ((s->buyer >= 0 && m->pair[p].buyer != s->buyer) || (!(before > 0) && !(after > 0))) continue;
    twi_sheet_cell(sheet, l->name);
    next_text(sheet, m->supplier[m->pair[p].supplier].code);
    next_text(sheet, m->buyer[m->pair[p].buyer].code);
    next_number(sheet, before);
    next_number(sheet, after);
    twi_sheet_text(sheet, "\n");
  }
  return TW_OK;
}

static const struct {
  const char *name;
  tw_status (*put)(twi_sheet *sheet, const tw_stress *stress);
} tables[] = {{"stress.csv", put_rows}, {"insurance.csv", put_insurance}, {"stress_flows.csv", put_flows}};
_Static_assert(sizeof tables / sizeof *tables == TWI_STRESS_TABLES, "report.h counts the tables of a stress test");

const char *twi_report_stress_table(int index)
{
  return tables[index].name;
}

int twi_report_stress_wanted(int index, const tw_stress *s)
{
  if (tables[index].put == put_insurance) return s->insureds > 0;
  return tables[index].put != put_flows || (s->detail && s->variant && s->loss[0].in_market);
}

tw_status twi_report_stress(int index, twi_sheet *sheet, const tw_stress *s)
{
  return tables[index].put(sheet, s);
}

static int has_table(int index, const void *of)
{
  return twi_report_stress_wanted(index, of);
}

static tw_status fill_table(int index, twi_sheet *sheet, const void *of)
{
  return twi_report_stress(index, sheet, of);
}

const twi_tables twi_stress_tables = {has_table, fill_table};
