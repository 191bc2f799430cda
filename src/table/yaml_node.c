/* Trees of YAML asked: a key's value, a node in words, and what is wrong with it, with its place. See yaml.h. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/plain.h"
#include "table/yaml.h"

const twi_yaml *twi_yaml_get(const twi_yaml *mapping, const char *key)
{
  if (!mapping || mapping->kind != TWI_YAML_MAPPING) return NULL;
  for (int i = 0; i < mapping->count; i++)
    if (strcmp(mapping->child[i]->key, key) == 0) return mapping->child[i];
  return NULL;
}

int twi_yaml_is_null(const twi_yaml *node)
{
  return node->kind == TWI_YAML_SCALAR && !node->quoted &&
         (node->length == 0 || strcmp(node->text, "~") == 0 || twi_same_name(node->text, node->length, "null"));
}

void twi_yaml_one_line(const twi_yaml *node)
{
  if (node->kind != TWI_YAML_SCALAR) return;
  twi_one_line((char *)node->text); /* the node's own; const is for those who use the tree */
  ((twi_yaml *)node)->length = strlen(node->text);
}

void twi_yaml_words(const twi_yaml *node, char *words, size_t room)
{
  char shown[TWI_SHOWN];
  if (twi_yaml_is_null(node))
    snprintf(words, room, "nothing");
  else if (node->kind == TWI_YAML_SCALAR)
    snprintf(words, room, "%s", twi_show(node->text, node->length, shown));
  else if (node->kind == TWI_YAML_SEQUENCE)
    snprintf(words, room, "a list of %d", node->count);
  else
    snprintf(words, room, "a mapping of %d key%s", node->count, node->count == 1 ? "" : "s");
}

static tw_status fail_marked(tw_context *ctx, const twi_yaml *node, int line, int column, const char *format,
                             va_list args)
{
  char text[1024];
  twi_vprint(text, sizeof text, format, args);
  if (line == 0) return twi_fail(ctx, TW_BAD_INPUT, "%s: %s", node->origin, text); /* of no file */
  return twi_fail(ctx, TW_BAD_INPUT, "%s:%d:%d: %s", node->origin, line, column, text);
}

tw_status twi_yaml_fail(tw_context *ctx, const twi_yaml *node, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  tw_status status = fail_marked(ctx, node, node->line, node->column, format, args);
  va_end(args);
  return status;
}

tw_status twi_yaml_fail_key(tw_context *ctx, const twi_yaml *node, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  tw_status status = fail_marked(ctx, node, node->key ? node->key_line : node->line,
                                 node->key ? node->key_column : node->column, format, args);
  va_end(args);
  return status;
}

tw_status twi_yaml_expected(tw_context *ctx, const twi_yaml *node, const char *expected)
{
  char words[128];
  twi_yaml_words(node, words, sizeof words);
  return twi_yaml_fail(ctx, node, "found %s, expected %s", words, expected);
}

tw_status twi_yaml_check_keys(tw_context *ctx, const twi_yaml *mapping, const char *const *names, int count)
{
  if (mapping->kind != TWI_YAML_MAPPING) return twi_yaml_expected(ctx, mapping, "keys with values");
  for (int i = 0; i < mapping->count; i++) {
    const twi_yaml *node = mapping->child[i];
    int known = 0;
    for (int k = 0; k < count && !known; k++) known = strcmp(node->key, names[k]) == 0;
    if (known) continue;
    char shown[TWI_SHOWN], expected[512] = "";
    twi_show(node->key, strlen(node->key), shown);
    const char *nearest = twi_nearest(node->key, strlen(node->key), names, count);
    if (nearest) return twi_yaml_fail_key(ctx, node, "found the key %s; did you mean %s?", shown, nearest);
    size_t used = 0;
    for (int k = 0; k < count && used < sizeof expected; k++)
      used += (size_t)snprintf(expected + used, sizeof expected - used, "%s%s", k ? ", " : "", names[k]);
    return twi_yaml_fail_key(ctx, node, "found the key %s, expected one of: %s", shown, expected);
  }
  return TW_OK;
}
