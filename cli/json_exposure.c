/* The summary of tradewind exposure as JSON. docs/formats.md has the keys. */
#include <string.h>

#include "json.h"

static void js_row(const tw_world *world, const tw_exposed *row)
{
  tw_product of;
  js_object(NULL);
  js_text("wedge", tw_wedge_word(row->wedge));
  js_text("sector", tw_world_sector(world, row->sector));
  js_text("product", row->product >= 0 && tw_world_product_at(world, row->product, &of) ? of.code : NULL);
  js_text("importer", row->importer < 0 ? NULL : tw_world_region(world, row->importer));
  js_text("exporter", tw_world_region(world, row->exporter));
  js_number("derivative", row->derivative);
  js_number("per_point", row->per_point);
  js_number("rate_pct", 100 * row->rate);
  js_number("exact_1_pct", row->exact[0]);
  js_number("exact_25_pct", row->exact[1]);
  js_close();
}

/* One region: the largest, its matrix by seller and sector. Its row of all. */
static void js_region(const tw_exposure *x, int region, int by_sector)
{
  const tw_world *world = tw_result_world(tw_exposure_result(x));
  tw_exposed row;
  for (int sign = 1; sign >= -1; sign -= 2) {
    js_list(sign > 0 ? "gains" : "losses");
    for (int i = 0; tw_exposure_largest(x, region, sign, i, &row); i++) js_row(world, &row);
    js_close();
  }
  js_object("matrix");
  for (int o = 0; o < tw_world_regions(world); o++) {
    if (!by_sector) {
      js_number(tw_world_region(world, o), tw_exposure_to(x, region, o, -1));
      continue;
    }
    js_object(tw_world_region(world, o));
    js_number("all", tw_exposure_to(x, region, o, -1));
    for (int s = 0; s < tw_world_sectors(world); s++)
      js_number(tw_world_sector(world, s), tw_exposure_to(x, region, o, s));
    js_close();
  }
  js_close();
}

void js_exposure(const tw_exposure *x, int by_sector, const char *folder)
{
  const tw_world *world = tw_result_world(tw_exposure_result(x));
  const tw_exposure_info *about = tw_exposure_about(x);
  const char *remark, *region = tw_exposure_text(x, "region");
  js_text("region", region);
  js_text("outcome", tw_exposure_text(x, "outcome"));
  js_text("partner", tw_exposure_text(x, "partner"));
  for (int r = 0; region && r < tw_world_regions(world); r++)
    if (strcmp(tw_world_region(world, r), region) == 0) js_region(x, r, by_sector);
  if (!region) js_object("regions");
  for (int r = 0; !region && r < tw_world_regions(world); r++) {
    js_object(tw_world_region(world, r));
    js_region(x, r, by_sector);
    js_close();
  }
  if (!region) js_close();
  js_number("residual", about->residual);
  js_whole("kinks", about->kinks);
  js_list("remarks");
  for (int i = 0; (remark = tw_exposure_remark(x, i)); i++) js_text(NULL, remark);
  js_close();
  js_text("folder", folder);
}
