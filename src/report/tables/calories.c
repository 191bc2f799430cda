/* What `tradewind accounts REGION --food` leaves beside the tables of a run: calories.csv; and what run.json says of it. */
#include "food/food.h"
#include "report/report.h"
#include "report/tables/manifest.h"

static void next_number(twi_sheet *sheet, double x)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_number(sheet, x, 0);
}

tw_status twi_report_calories(twi_sheet *sheet, const twi_run *run)
{
  const tw_food *food = run->food;
  const tw_calories *row;
  int count = tw_food_rows(food, &row);
  twi_sheet_text(sheet, "region,product,origin,direct,look_through,direct_new,look_through_new,part,direct_low,direct_high,"
                        "look_through_low,look_through_high,quality\n");
  for (int i = 0; i < count; i++, row++) {
    twi_sheet_cell(sheet, food->tables.region);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, row->product);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, row->origin);
    next_number(sheet, row->direct[TWI_POINT]);
    next_number(sheet, row->look_through[TWI_POINT]);
    next_number(sheet, row->direct_new);
    next_number(sheet, row->look_through_new);
    twi_sheet_text(sheet, row->of_feed ? ",feed" : row->at_home ? ",home" : ",import");
    next_number(sheet, row->direct[TWI_LOW]);
    next_number(sheet, row->direct[TWI_HIGH]);
    next_number(sheet, row->look_through[TWI_LOW]);
    next_number(sheet, row->look_through[TWI_HIGH]);
    twi_sheet_text(sheet, ",");
    twi_sheet_cell(sheet, row->quality);
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

json_t *twi_manifest_food(tw_context *ctx, const twi_run *run, int *failed)
{
  const tw_food *food = run->food;
  json_t *object = json_object(), *sentences = json_array(), *remarks = json_array();
  twi_json_put(object, "region", twi_json_text(ctx, tw_world_region(food->world, food->region)), failed);
  twi_json_put(object, "name", twi_json_text(ctx, tw_world_region_name(food->world, food->region)), failed);
  twi_json_put(object, "changed", json_boolean(food->changed), failed);
  twi_json_put(object, "calories", twi_json_number(food->total), failed);
  twi_json_put(object, "domestic", twi_json_number(food->domestic), failed);
  twi_json_put(object, "tables", twi_json_text(ctx, food->given), failed);
  for (int i = 0; i < TWI_FOOD_FILES; i++)
    twi_json_put(object, twi_food_file_name[i], twi_manifest_file(ctx, &food->file[i], failed), failed);
  if (!sentences || !remarks) *failed = 1;
  for (int i = 0; i < food->sentences; i++) twi_json_append(sentences, twi_json_text(ctx, food->sentence[i]), failed);
  for (int i = 0; i < food->remarks; i++) twi_json_append(remarks, twi_json_text(ctx, food->remark[i]), failed);
  twi_json_put(object, "sentences", sentences, failed);
  twi_json_put(object, "remarks", remarks, failed);
  return object;
}
