/* products.csv and product_trade.csv of the results folder. */
#include <math.h>

#include "base/context.h"
#include "report/report.h"

enum { LEVELS = 3, MOST_COLUMNS = 16 };

static void next_text(twi_sheet *sheet, const char *text)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_cell(sheet, text ? text : "");
}

/* The last column of both files says which products are assumed; only where there are any, so that other results stay as
 * they are. */
static void put_quality_name(twi_sheet *sheet, const tw_world *world)
{
  twi_sheet_text(sheet, tw_world_text(world, "assumed") ? ",quality\n" : "\n");
}

static void put_quality(twi_sheet *sheet, const tw_world *world, const tw_product *product)
{
  if (tw_world_text(world, "assumed")) next_text(sheet, product->assumed ? "assumed" : "");
  twi_sheet_text(sheet, "\n");
}

/* Writes the header; returns how many columns there are, and their numbers. */
static int put_header(twi_sheet *sheet, const twi_run *run, const double **column, const double *(*quantile)[LEVELS])
{
  static const char *const ending[LEVELS] = {"_p05", "_p50", "_p95"};
  const char *name;
  int count = 0;
  twi_sheet_text(sheet, "region,sector,product");
  for (; count < MOST_COLUMNS && (name = tw_result_column_name(TW_PRODUCTS, count)); count++) {
    twi_sheet_text(sheet, ",");
    twi_sheet_text(sheet, name);
    column[count] = tw_result_column(run->result, TW_PRODUCTS, name);
    for (int q = 0; q < LEVELS; q++) {
      quantile[count][q] = run->range ? tw_range_quantile(run->range, TW_PRODUCTS, name, q) : NULL;
      if (!quantile[count][q]) continue;
      twi_sheet_text(sheet, ",");
      twi_sheet_text(sheet, name);
      twi_sheet_text(sheet, ending[q]);
    }
  }
  put_quality_name(sheet, tw_result_world(run->result));
  return count;
}

/* One row a region and product that it sells or buys. */
tw_status twi_report_products(twi_sheet *sheet, const twi_run *run)
{
  const tw_result *result = run->result;
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world), G = tw_world_products(world);
  const double *column[MOST_COLUMNS], *quantile[MOST_COLUMNS][LEVELS];
  int columns = put_header(sheet, run, column, quantile);
  for (int k = 0; k < N * G && sheet->status == TW_OK; k++) {
    tw_product product;
    int any = 0;
    for (int i = 0; i < columns; i++) any |= isfinite(column[i][k]) && column[i][k] != 0;
    if (!any) continue;
    tw_world_product_at(world, k % G, &product);
    twi_sheet_cell(sheet, tw_world_region(world, k / G));
    next_text(sheet, tw_world_sector(world, product.sector));
    next_text(sheet, product.code);
    for (int i = 0; i < columns; i++) {
      twi_sheet_bytes(sheet, ",", 1);
      twi_sheet_number(sheet, column[i][k], 0);
      for (int q = 0; q < LEVELS && quantile[i][q]; q++) {
        twi_sheet_bytes(sheet, ",", 1);
        twi_sheet_number(sheet, quantile[i][q][k], 0);
      }
    }
    put_quality(sheet, world, &product);
  }
  return sheet->status;
}

/* One row a flow of a product. The sector is last: several may have a product that is called rest. */
tw_status twi_report_product_trade(twi_sheet *sheet, const twi_run *run)
{
  const tw_result *result = run->result;
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world), G = tw_world_products(world), count;
  tw_product_change *flow = twi_alloc(sheet->ctx, (size_t)N, sizeof *flow);
  tw_status status = flow ? TW_OK : twi_no_memory(sheet->ctx, (size_t)N * sizeof *flow);
  twi_sheet_text(sheet, "product,importer,exporter,base_value,new_value,change_pct,quantity_base,quantity_new,"
                        "tariff_base_pct,tariff_new_pct,sector");
  put_quality_name(sheet, world);
  for (int g = 0; g < G && status == TW_OK && sheet->status == TW_OK; g++) {
    tw_product product;
    tw_world_product_at(world, g, &product);
    status = twi_progress(sheet->ctx, "writing product_trade.csv", (double)g / G);
    for (int d = 0; d < N && status == TW_OK; d++) {
      status = tw_result_product_flows(result, g, d, flow, &count);
      for (int i = 0; i < count && status == TW_OK; i++) {
        const tw_product_change *f = &flow[i];
        double change = f->base_value > 0 ? 100 * (f->new_value / f->base_value - 1) : NAN;
        const double number[] = {f->base_value,   f->new_value,   change,       f->base_quantity,
                                 f->new_quantity, f->tariff_base, f->tariff_new};
        twi_sheet_cell(sheet, product.code);
        next_text(sheet, tw_world_region(world, d));
        next_text(sheet, tw_world_region(world, f->exporter));
        for (size_t k = 0; k < sizeof number / sizeof *number; k++) {
          twi_sheet_bytes(sheet, ",", 1);
          twi_sheet_number(sheet, number[k], k < 5 ? 0 : 2);
        }
        next_text(sheet, tw_world_sector(world, product.sector));
        put_quality(sheet, world, &product);
      }
    }
  }
  twi_free(sheet->ctx, flow);
  return status == TW_OK ? sheet->status : status;
}
