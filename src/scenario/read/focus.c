/* `focus: {region: CAN, sector: C29}`, or `product: TOYOTA` in place of the sector: what an answer is about; each may
 * be a group. It changes no number; headline, terminal, page and the outcomes of a range begin with it. An option
 * `--focus "CAN C29"` or `"CAN TOYOTA"` says otherwise, and is kept as such (given.h): it is read as the key would be,
 * and the world says whether its second word is a sector or a product. */
#include <string.h>

#include "base/text.h"
#include "scenario/read/read.h"

/* A word of the option as YAML: in single quotes, in which one is written twice. */
static void put_quoted(twi_text *text, const char *word, size_t length)
{
  twi_text_put(text, "'");
  for (size_t i = 0; i < length; i++) {
    if (word[i] == '\'') twi_text_put(text, "'");
    twi_text_add(text, word + i, 1);
  }
  twi_text_put(text, "'");
}

/* The option as a mapping, in a tree of the scenario. */
static tw_status parse_option(twi_reading *r, const char *words, const twi_yaml **node)
{
  static const char blank[] = " \t\r\n";
  tw_scenario *s = r->scenario;
  twi_text text = {.ctx = r->ctx};
  char *yaml = NULL;
  twi_yaml *root = NULL;
  const char *at = words + strspn(words, blank);
  size_t length = strcspn(at, blank);
  twi_text_put(&text, "{region: ");
  put_quoted(&text, at, length);
  at += length + strspn(at + length, blank);
  if (*at) {
    twi_text_put(&text, ", sector: ");
    put_quoted(&text, at, strcspn(at, blank));
  }
  twi_text_put(&text, "}");
  tw_status status = twi_text_take(&text, &yaml);
  twi_yaml **grown = twi_resize(r->ctx, s->tree, (size_t)s->trees + 1, sizeof *grown);
  if (grown) s->tree = grown;
  if (status == TW_OK && !grown) status = twi_no_memory(r->ctx, 0);
  if (status == TW_OK) status = twi_yaml_parse(r->ctx, yaml, strlen(yaml), "--focus", &root);
  twi_free(r->ctx, yaml);
  if (status != TW_OK) return status;
  s->tree[s->trees++] = root;
  twi_given_forget_place(root);
  *node = root;
  return TW_OK;
}

static int is_word(const twi_yaml *node)
{
  return node->kind == TWI_YAML_SCALAR && node->length > 0 && !twi_yaml_is_null(node);
}

/* A code, a group, or a list of such. */
static tw_status check_selector(tw_context *ctx, const twi_yaml *node, const char *expected)
{
  int list = node->kind == TWI_YAML_SEQUENCE && node->count > 0;
  for (int i = 0; list && i < node->count; i++)
    if (!is_word(node->child[i])) return twi_yaml_expected(ctx, node->child[i], expected);
  return list || is_word(node) ? TW_OK : twi_yaml_expected(ctx, node, expected);
}

tw_status twi_focus_read(twi_reading *r, const twi_yaml *root)
{
  static const char *const keys[] = {"region", "sector", "product"};
  tw_scenario *s = r->scenario;
  if (r->compared || r->depth) return TW_OK;
  const twi_scenario_file *given = twi_given_focus(r);
  const twi_yaml *node = twi_yaml_get(root, "focus");
  tw_status status = given ? parse_option(r, given->text, &node) : TW_OK;
  if (status != TW_OK || !node || twi_yaml_is_null(node)) return status;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node,
                             "a region and perhaps a sector or a product, as in {region: CAN, sector: C29}");
  status = twi_yaml_check_keys(r->ctx, node, keys, 3);
  s->focus_region = twi_yaml_get(node, "region");
  s->focus_sector = twi_yaml_get(node, "sector");
  s->focus_product = twi_yaml_get(node, "product");
  s->focus_either = given != NULL;
  if (status == TW_OK && !s->focus_region)
    status = twi_yaml_fail_key(r->ctx, node, "focus: found no region, expected one, as in {region: CAN, sector: C29}");
  if (status == TW_OK) status = check_selector(r->ctx, s->focus_region, "the code of a region, or a group of them");
  if (status == TW_OK && s->focus_sector)
    status = check_selector(r->ctx, s->focus_sector, "the code of a sector, or a group of them");
  if (status == TW_OK && s->focus_product)
    status = check_selector(r->ctx, s->focus_product, "the code of a product, a family, or a group of them");
  if (status == TW_OK && s->focus_sector && s->focus_product)
    status = twi_yaml_fail_key(r->ctx, s->focus_product,
                               "focus: found both sector and product, expected one; a product implies its sector");
  return status;
}
