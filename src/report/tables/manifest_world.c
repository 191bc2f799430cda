/* What run.json says of the world. */
#include <stdlib.h>

#include "report/tables/manifest.h"

/* Names and kinds by code: the results folder has codes alone, and reports show names. */
static const char *text_of_world(const void *world, const char *field)
{
  return tw_world_text(world, field);
}

/* A rest is called by its sector, and goes by its code. */
static void put_product_names(tw_context *ctx, const tw_world *world, json_t *part, int *failed)
{
  json_t *names = json_object(), *units = json_object();
  for (int g = 0; g < tw_world_products(world); g++) {
    tw_product product;
    tw_world_product_at(world, g, &product);
    if (product.rest) continue;
    twi_json_put(names, product.code, twi_json_text(ctx, product.name), failed);
    if (*product.unit) twi_json_put(units, product.code, twi_json_text(ctx, product.unit), failed);
  }
  if (tw_world_text(world, "assumed")) {
    json_t *assumed = json_array();
    tw_product product;
    for (int g = 0; tw_world_product_at(world, g, &product); g++)
      if (product.assumed && json_array_append_new(assumed, twi_json_text(ctx, product.code)) != 0) *failed = 1;
    twi_json_put(part, "assumed", twi_json_text(ctx, tw_world_text(world, "assumed")), failed);
    twi_json_put(part, "products_assumed", assumed, failed);
  }
  if (tw_world_products(world)) {
    twi_json_put(part, "product_names", names, failed);
    twi_json_put(part, "product_units", units, failed);
  } else {
    json_decref(names);
    json_decref(units);
  }
}

static void put_family_names(tw_context *ctx, const tw_world *world, json_t *part, int *failed)
{
  tw_family family;
  if (!tw_world_family_at(world, 0, &family)) return;
  json_t *names = json_object();
  for (int h = 0; tw_world_family_at(world, h, &family); h++)
    twi_json_put(names, family.code, twi_json_text(ctx, family.name), failed);
  twi_json_put(part, "family_names", names, failed);
}

json_t *twi_manifest_world(tw_context *ctx, const tw_world *world, int *failed)
{
  static const char *const fields[] = {"name", "label",    "title", "given",  "sha256", "caveat",
                                       "year", "currency", "unit",  "source", "licence"};
  json_t *part = json_object(), *regions = json_object(), *sectors = json_object(), *kinds = json_object();
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (tw_world_text(world, fields[i]))
      twi_json_put(part, fields[i], twi_json_text(ctx, tw_world_text(world, fields[i])), failed);
  if (tw_world_text(world, "year"))
    twi_json_put(part, "year", json_integer(strtol(tw_world_text(world, "year"), NULL, 10)), failed);
  twi_json_put(part, "titles", twi_json_languages(ctx, text_of_world, world, "title", failed), failed);
  twi_json_put(part, "caveat_in", twi_json_languages(ctx, text_of_world, world, "caveat", failed), failed);
  twi_json_put(part, "notes", twi_json_text(ctx, tw_world_text(world, "notes")), failed);
  twi_json_put(part, "notes_in", twi_json_languages(ctx, text_of_world, world, "notes", failed), failed);
  for (int r = 0; r < tw_world_regions(world); r++)
    twi_json_put(regions, tw_world_region(world, r), twi_json_text(ctx, tw_world_region_name(world, r)), failed);
  for (int s = 0; s < tw_world_sectors(world); s++) {
    const char *code = tw_world_sector(world, s);
    twi_json_put(sectors, code, twi_json_text(ctx, tw_world_sector_name(world, s)), failed);
    twi_json_put(kinds, code, json_string(tw_world_sector_is_goods(world, s) ? "goods" : "services"), failed);
  }
  twi_json_put(part, "regions", json_integer(tw_world_regions(world)), failed);
  twi_json_put(part, "sectors", json_integer(tw_world_sectors(world)), failed);
  twi_json_put(part, "region_names", regions, failed);
  twi_json_put(part, "sector_names", sectors, failed);
  twi_json_put(part, "sector_kinds", kinds, failed);
  put_product_names(ctx, world, part, failed);
  put_family_names(ctx, world, part, failed);
  return part;
}
