/* world.yaml of a world made from another: every key of the source is kept, some get new values, and notes say what was
 * done. See assemble.h. */
#include <string.h>

#include "base/names.h"
#include "table/texts.h"
#include "world/assemble.h"

/* A plain scalar of the source stays plain (a number stays a number) where that is safe in a block. */
static void put_scalar(twi_text *t, const twi_yaml *node)
{
  static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _.()/%+;-";
  size_t n = node->length;
  int plain = !node->quoted && n > 0 && strspn(node->text, safe) == n && !strchr(" -%", node->text[0]) &&
              node->text[n - 1] != ' ';
  if (plain)
    twi_text_put(t, node->text);
  else if (twi_yaml_is_null(node))
    twi_text_put(t, "null");
  else
    twi_text_yaml(t, node->text);
}

static void put_indent(twi_text *t, int depth)
{
  for (int i = 0; i < depth; i++) twi_text_put(t, "  ");
}

/* The value of a key or of a list's item, from behind the "key:" or "-". */
static void put_value(twi_text *t, const twi_yaml *node, int depth)
{
  if (node->kind == TWI_YAML_SCALAR) {
    twi_text_put(t, " ");
    put_scalar(t, node);
    twi_text_put(t, "\n");
  } else if (node->count == 0) {
    twi_text_put(t, node->kind == TWI_YAML_MAPPING ? " {}\n" : " []\n");
  } else {
    twi_text_put(t, "\n");
    for (int i = 0; i < node->count; i++) {
      put_indent(t, depth);
      if (node->kind == TWI_YAML_MAPPING) {
        twi_text_yaml(t, node->child[i]->key);
        twi_text_put(t, ":");
      } else {
        twi_text_put(t, "-");
      }
      put_value(t, node->child[i], depth + 1);
    }
  }
}

/* Notes by language become one item by language, so that notes can follow it. */
static tw_status put_spoken(twi_text *t, const twi_yaml *old)
{
  twi_texts texts;
  tw_status status = twi_texts_read(t->ctx, old, "a text or a list of texts", 1, &texts);
  twi_text_put(t, "  -\n");
  for (int i = 0; i < TWI_LANGUAGES && status == TW_OK; i++) {
    if (!texts.in[i]) continue;
    twi_text_printf(t, "    %s: ", twi_language(i));
    twi_text_yaml(t, texts.in[i]);
    twi_text_put(t, "\n");
  }
  twi_texts_free(t->ctx, &texts);
  return status;
}

static tw_status put_notes(twi_text *t, const twi_yaml *old, const char *const *notes, int count)
{
  int spoken = old && twi_texts_by_language(old);
  twi_text_put(t, "notes:\n");
  tw_status status = spoken ? put_spoken(t, old) : TW_OK;
  for (int i = 0; !spoken && old && old->kind != TWI_YAML_SCALAR && i < old->count; i++) {
    twi_text_put(t, "  -");
    put_value(t, old->child[i], 2);
  }
  if (old && old->kind == TWI_YAML_SCALAR && !twi_yaml_is_null(old)) {
    twi_text_put(t, "  -");
    put_value(t, old, 2);
  }
  for (int i = 0; i < count; i++) {
    twi_text_put(t, "  - ");
    twi_text_yaml(t, notes[i]);
    twi_text_put(t, "\n");
  }
  return status;
}

/* The title that is the source's own stays as the source has it, in all its languages. */
static int stays(const tw_world *from, const twi_yaml *root, const twi_new_field *field)
{
  const twi_yaml *node = twi_yaml_get(root, field->key);
  return node && node->kind == TWI_YAML_MAPPING && field->value == from->title;
}

static int is_replaced(const tw_world *from, const twi_yaml *root, const char *key, const twi_new_field *fields,
                       int count)
{
  for (int i = 0; i < count; i++)
    if (fields[i].value && strcmp(key, fields[i].key) == 0) return !stays(from, root, &fields[i]);
  return strcmp(key, "notes") == 0;
}

tw_status twi_describe_again(tw_context *ctx, const tw_world *from, const twi_new_field *fields, int field_count,
                             const char *const *notes, int note_count, char **yaml)
{
  twi_yaml *root;
  *yaml = NULL;
  tw_status status = twi_yaml_parse(ctx, from->yaml, strlen(from->yaml), "world.yaml", &root);
  if (status != TW_OK) return status;
  twi_text t = {.ctx = ctx};
  for (int i = 0; i < field_count; i++) {
    if (!fields[i].value) continue;
    if (stays(from, root, &fields[i])) continue;
    twi_text_printf(&t, "%s: ", fields[i].key);
    if (fields[i].number)
      twi_text_put(&t, fields[i].value);
    else
      twi_text_yaml(&t, fields[i].value);
    twi_text_put(&t, "\n");
  }
  for (int i = 0; i < root->count; i++) {
    const twi_yaml *node = root->child[i];
    if (is_replaced(from, root, node->key, fields, field_count)) continue;
    twi_text_yaml(&t, node->key);
    twi_text_put(&t, ":");
    put_value(&t, node, 1);
  }
  status = put_notes(&t, twi_yaml_get(root, "notes"), notes, note_count);
  twi_yaml_free(ctx, root);
  if (status == TW_OK) return twi_text_take(&t, yaml);
  twi_text_clear(&t);
  return status;
}
