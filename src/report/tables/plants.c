/* What `tradewind plants` leaves beside the tables of a run: plants.csv, parity.csv, closing.csv.
 * docs/formats.md lists columns and keys. */
#include <math.h>
#include <string.h>

#include "report/report.h"

static const char *const level[] = {"_p05", "_p50", "_p95"};
enum { LEVELS = 3 };

static void next_text(twi_sheet *sheet, const char *text)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_cell(sheet, text);
}

static void next_number(twi_sheet *sheet, double x, int shift)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_number(sheet, x, shift);
}

static const char *code_of(const tw_world *world, int product)
{
  tw_product of;
  return tw_world_product_at(world, product, &of) ? of.code : "";
}

static const double *quantile_of(const tw_plants *plants, const char *name, int q)
{
  char full[64];
  if (strcmp(name, "units_pct") != 0) return NULL;
  twi_print(full, sizeof full, "%s%s", name, level[q]);
  return tw_plants_column(plants, full);
}

/* The main market stands before its share. */
tw_status twi_report_plants(twi_sheet *sheet, const twi_run *run)
{
  const tw_plants *plants = run->plants;
  const tw_world *world = tw_result_world(run->result);
  const char *name;
  twi_sheet_text(sheet, "product,region");
  for (int i = 0; (name = tw_plants_column_name(i)); i++) {
    twi_sheet_text(sheet, strcmp(name, "main_market_share") == 0 ? ",main_market," : ",");
    twi_sheet_text(sheet, name);
    for (int q = 0; q < LEVELS && quantile_of(plants, name, q); q++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_text(sheet, name);
      twi_sheet_text(sheet, level[q]);
    }
  }
  twi_sheet_text(sheet, "\n");
  for (int k = 0; k < tw_plants_count(plants); k++) {
    tw_plant plant;
    tw_plants_at(plants, k, &plant);
    twi_sheet_cell(sheet, code_of(world, plant.product));
    next_text(sheet, tw_world_region(world, plant.region));
    for (int i = 0; (name = tw_plants_column_name(i)); i++) {
      if (strcmp(name, "main_market_share") == 0)
        next_text(sheet, plant.main_market < 0 ? "" : tw_world_region(world, plant.main_market));
      next_number(sheet, tw_plants_column(plants, name)[k], 0);
      for (int q = 0; q < LEVELS && quantile_of(plants, name, q); q++)
        next_number(sheet, quantile_of(plants, name, q)[k], 0);
    }
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

tw_status twi_report_parity(twi_sheet *sheet, const twi_run *run)
{
  const tw_world *world = tw_result_world(run->result);
  const tw_parity *p;
  int count = tw_plants_parity(run->plants, &p);
  twi_sheet_text(sheet, "product,region,other_region,market,odds_base,odds_new,tariff_parity_pct\n");
  for (int i = 0; i < count; i++, p++) {
    twi_sheet_cell(sheet, code_of(world, p->product));
    next_text(sheet, tw_world_region(world, p->region));
    next_text(sheet, tw_world_region(world, p->other_region));
    next_text(sheet, tw_world_region(world, p->market));
    next_number(sheet, p->odds_base, 0);
    next_number(sheet, p->odds_new, 0);
    next_number(sheet, p->tariff, 2);
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

tw_status twi_report_closing(twi_sheet *sheet, const twi_run *run)
{
  const tw_world *world = tw_result_world(run->result);
  const tw_closing *c;
  int count = tw_plants_closings(run->plants, &c);
  twi_sheet_text(sheet, "round,product,region,units_pct\n");
  for (int i = 0; i < count; i++, c++) {
    twi_sheet_number(sheet, c->round, 0);
    next_text(sheet, code_of(world, c->product));
    next_text(sheet, tw_world_region(world, c->region));
    next_number(sheet, c->units, 2);
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}
