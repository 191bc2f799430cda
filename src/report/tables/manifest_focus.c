/* What run.json says of the focus: region, sector or product, their members, and the numbers that are told first. */
#include "report/tables/manifest.h"
#include "scenario/rules.h"

static json_t *codes_of(tw_context *ctx, const tw_world *world, int sectors, const int *member, int count, int *failed)
{
  json_t *list = json_array();
  for (int i = 0; i < count; i++)
    twi_json_append(list,
                    twi_json_text(ctx, sectors ? tw_world_sector(world, member[i]) : tw_world_region(world, member[i])),
                    failed);
  return list;
}

static json_t *products_of(tw_context *ctx, const tw_world *world, const twi_focus *f, int *failed)
{
  char room[TWI_PRODUCT_WORDS];
  json_t *list = json_array();
  for (int i = 0; i < f->products; i++)
    twi_json_append(list, twi_json_text(ctx, twi_product_words(world, f->of_product[i], room)), failed);
  return list;
}

void twi_manifest_focus(tw_context *ctx, const tw_world *world, const twi_focus *f, json_t *root, int *failed)
{
  if (f->regions == 0) return;
  json_t *part = json_object();
  twi_json_put(part, "region", twi_json_text(ctx, f->region), failed);
  twi_json_put(part, "sector", twi_json_text(ctx, f->sector), failed);
  twi_json_put(part, "regions", codes_of(ctx, world, 0, f->of_region, f->regions, failed), failed);
  twi_json_put(part, "sectors", codes_of(ctx, world, 1, f->of_sector, f->sectors, failed), failed);
  if (f->products) {
    twi_json_put(part, "product", twi_json_text(ctx, f->product), failed);
    twi_json_put(part, "products", products_of(ctx, world, f, failed), failed);
  }
  twi_json_put(root, "focus", part, failed);
}

static json_t *answer_object(tw_context *ctx, const tw_result *r, const tw_answer *a, int ranged, int *failed)
{
  static const char *const quantile[] = {"p05", "p50", "p95"};
  const tw_world *w = tw_result_world(r);
  json_t *line = json_object();
  const char *region = a->region < 0 ? tw_result_focus_regions(r, NULL, NULL) : tw_world_region(w, a->region);
  const char *sector = a->sector >= 0 ? tw_world_sector(w, a->sector) : NULL;
  char room[TWI_PRODUCT_WORDS];
  if (a->group >= 0) region = tw_result_group(r, a->group, NULL, NULL);
  if (a->table == TW_SECTORS && a->sector < 0) sector = tw_result_focus_sectors(r, NULL, NULL);
  const char *product = a->table == TW_PRODUCTS && a->product < 0 ? tw_result_focus_products(r, NULL, NULL)
                        : a->product >= 0                         ? twi_product_words(w, a->product, room)
                                                                  : NULL;
  twi_json_put(line, "outcome", twi_json_text(ctx, a->outcome), failed);
  twi_json_put(line, "column", json_string(a->column), failed);
  twi_json_put(line, "region", twi_json_text(ctx, region), failed);
  twi_json_put(line, "sector", twi_json_text(ctx, sector), failed);
  if (product) twi_json_put(line, "product", twi_json_text(ctx, product), failed);
  twi_json_put(line, "partner", twi_json_text(ctx, a->partner < 0 ? NULL : tw_world_region(w, a->partner)), failed);
  twi_json_put(line, "unit", twi_json_text(ctx, a->unit), failed);
  twi_json_put(line, "value", twi_json_number(a->value), failed);
  twi_json_put(line, "before", twi_json_number(a->before), failed);
  for (int q = 0; q < 3 && ranged; q++) twi_json_put(line, quantile[q], twi_json_number(a->quantile[q]), failed);
  return line;
}

void twi_manifest_answers(tw_context *ctx, const twi_run *run, json_t *root, int *failed)
{
  const tw_answer *a;
  int count = run->range ? tw_range_answers(run->range, &a) : tw_result_answers(run->result, &a);
  if (count == 0) return;
  json_t *list = json_array();
  for (int i = 0; i < count; i++)
    twi_json_append(list, answer_object(ctx, run->result, &a[i], run->range != NULL, failed), failed);
  twi_json_put(root, "answers", list, failed);
}
