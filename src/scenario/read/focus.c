/* `focus: {region: CAN, sector: C29}`, or a product in the place of the sector: what an answer is about. It changes no number; headline, terminal, page and the
 * outcomes of a range begin with it. An option `--focus "CAN C29"` says otherwise, and is kept as such (given.h). */
#include <string.h>

#include "scenario/read/read.h"

/* Words of the option: one or two codes. */
static tw_status take_words(twi_reading *r, const char *text)
{
  tw_scenario *s = r->scenario;
  size_t first = strcspn(text, " "), gap = strspn(text + first, " "), second = strcspn(text + first + gap, " ");
  if (first == 0 || text[first + gap + second])
    return twi_fail(r->ctx, TW_BAD_INPUT,
                    "--focus: found \"%s\", expected a region, or a region and a sector, as in "
                    "\"CAN C29\"",
                    text);
  s->focus_region = twi_strndup(r->ctx, text, first);
  if (second) s->focus_sector = twi_strndup(r->ctx, text + first + gap, second);
  return s->focus_region && (!second || s->focus_sector) ? TW_OK : twi_no_memory(r->ctx, 0);
}

static tw_status take_code(tw_context *ctx, const twi_yaml *node, const char *expected, char **code)
{
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || twi_yaml_is_null(node))
    return twi_yaml_expected(ctx, node, expected);
  *code = twi_strdup(ctx, node->text);
  return *code ? TW_OK : twi_no_memory(ctx, node->length);
}

tw_status twi_focus_read(twi_reading *r, const twi_yaml *root)
{
  static const char *const keys[] = {"region", "sector", "product"};
  tw_scenario *s = r->scenario;
  const twi_scenario_file *given = twi_given_focus(r);
  const twi_yaml *node = twi_yaml_get(root, "focus"), *region, *sector, *product;
  if (r->compared || r->depth) return TW_OK;
  if (given) return take_words(r, given->text);
  if (!node || twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node, "a region and perhaps a sector, as in {region: CAN, sector: C29}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, 3);
  region = twi_yaml_get(node, "region");
  sector = twi_yaml_get(node, "sector");
  product = twi_yaml_get(node, "product");
  if (status == TW_OK && !region)
    status = twi_yaml_fail_key(r->ctx, node, "focus: found no region, expected one, as in {region: CAN, sector: C29}");
  if (status == TW_OK && sector && product)
    status = twi_yaml_fail_key(r->ctx, product, "focus: found both sector and product, expected one of them");
  s->focus_node = node;
  if (status == TW_OK) status = take_code(r->ctx, region, "the code of a region", &s->focus_region);
  if (status == TW_OK && sector) status = take_code(r->ctx, sector, "the code of a sector", &s->focus_sector);
  if (status == TW_OK && product) status = take_code(r->ctx, product, "the code of a product", &s->focus_sector);
  s->focus_product = product != NULL;
  return status;
}
