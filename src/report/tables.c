/* The CSV tables of the results folder: regions.csv, sectors.csv, trade.csv, and uncertified/residuals.csv.
 *
 * Per cent columns come as per cent from the indicators. The tariffs of trade.csv are fractions there, and are written
 * with the decimal point moved, so that 7 % in the world's file is 7 here and not 7.000000000000001. */
#include <math.h>

#include "base/context.h"
#include "report/report.h"

static const char *code(const char *text)
{
  return text ? text : "";
}

/* ---------------------------------------------------------------- regions, sectors */

enum { MOST_COLUMNS = 128 };

static tw_status find_columns(tw_context *ctx, const tw_result *result, tw_table table, const double **column,
                              int *count)
{
  const char *name;
  for (*count = 0; (name = tw_result_column_name(table, *count)); ++*count) {
    if (*count == MOST_COLUMNS) return twi_fail(ctx, TW_USAGE, "more than %d columns of results", MOST_COLUMNS);
    column[*count] = tw_result_column(result, table, name);
    if (!column[*count]) return twi_fail(ctx, TW_USAGE, "the results have no column %s", name);
  }
  return TW_OK;
}

static void header(twi_sheet *sheet, const char *keys, tw_table table)
{
  const char *name;
  twi_sheet_text(sheet, keys);
  for (int i = 0; (name = tw_result_column_name(table, i)); i++) {
    twi_sheet_text(sheet, ",");
    twi_sheet_text(sheet, name);
  }
  twi_sheet_text(sheet, "\n");
}

static void numbers(twi_sheet *sheet, const double *const *column, int count, size_t row)
{
  for (int i = 0; i < count; i++) {
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, column[i][row], 0);
  }
  twi_sheet_text(sheet, "\n");
}

tw_status twi_report_regions(twi_sheet *sheet, const tw_result *result)
{
  const double *column[MOST_COLUMNS];
  int count;
  tw_status status = find_columns(sheet->ctx, result, TW_REGIONS, column, &count);
  if (status != TW_OK) return status;
  const tw_world *world = tw_result_world(result);
  header(sheet, "region", TW_REGIONS);
  for (int r = 0; r < tw_world_regions(world); r++) {
    twi_sheet_cell(sheet, tw_world_region(world, r));
    numbers(sheet, column, count, (size_t)r);
  }
  return sheet->status;
}

tw_status twi_report_sectors(twi_sheet *sheet, const tw_result *result)
{
  const double *column[MOST_COLUMNS];
  int count;
  tw_status status = find_columns(sheet->ctx, result, TW_SECTORS, column, &count);
  if (status != TW_OK) return status;
  const tw_world *world = tw_result_world(result);
  int S = tw_world_sectors(world);
  header(sheet, "region,sector", TW_SECTORS);
  for (int r = 0; r < tw_world_regions(world); r++) {
    for (int s = 0; s < S; s++) {
      twi_sheet_cell(sheet, tw_world_region(world, r));
      twi_sheet_text(sheet, ",");
      twi_sheet_cell(sheet, tw_world_sector(world, s));
      numbers(sheet, column, count, (size_t)r * (size_t)S + (size_t)s);
    }
  }
  return sheet->status;
}

/* ---------------------------------------------------------------- trade */

tw_status twi_report_trade(twi_sheet *sheet, const tw_result *result)
{
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world), S = tw_world_sectors(world);
  twi_sheet_text(sheet, "sector,importer,exporter,base_value,new_value,change_pct,tariff_base_pct,tariff_new_pct\n");
  for (int s = 0; s < S && sheet->status == TW_OK; s++) {
    tw_status status = twi_progress(sheet->ctx, "writing trade.csv", (double)s / S);
    for (int d = 0; d < N && status == TW_OK; d++) {
      for (int o = 0; o < N; o++) {
        tw_flow_change f;
        status = tw_result_flow(result, s, d, o, &f);
        if (status != TW_OK) break;
        if (f.base_value == 0 && f.new_value == 0) continue;
        twi_sheet_cell(sheet, tw_world_sector(world, s));
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_cell(sheet, tw_world_region(world, d));
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_cell(sheet, tw_world_region(world, o));
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_number(sheet, f.base_value, 0);
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_number(sheet, f.new_value, 0);
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_number(sheet, f.base_value > 0 ? 100 * (f.new_value / f.base_value - 1) : NAN, 0);
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_number(sheet, f.tariff_base, 2);
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_number(sheet, f.tariff_new, 2);
        twi_sheet_bytes(sheet, "\n", 1);
      }
    }
    if (status != TW_OK) return status;
  }
  return sheet->status;
}

/* ---------------------------------------------------------------- residuals */

static void residuals(twi_sheet *sheet, const tw_world *world, const char *equilibrium, const tw_certificate *c)
{
  for (int i = 0; i < c->count; i++) {
    const tw_residual *r = &c->residual[i];
    twi_sheet_text(sheet, equilibrium);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, r->name);
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, r->value, 0);
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, c->tolerance, 0);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, r->region < 0 ? "" : code(tw_world_region(world, r->region)));
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, r->sector < 0 ? "" : code(tw_world_sector(world, r->sector)));
    twi_sheet_text(sheet, "\n");
  }
}

tw_status twi_report_residuals(twi_sheet *sheet, const tw_result *result)
{
  const tw_info *info = tw_result_info(result);
  const tw_world *world = tw_result_world(result);
  twi_sheet_text(sheet, "equilibrium,residual,value,tolerance,region,sector\n");
  residuals(sheet, world, "base", &info->base_certificate);
  if (!info->base_failed) residuals(sheet, world, "new", &info->certificate);
  return sheet->status;
}
