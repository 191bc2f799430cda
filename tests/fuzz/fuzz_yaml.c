/* A YAML document: the tree is a tree whose places lie in the text or just behind it, nodes can be put in words, and comments are of lines
 * that there are. */
#include "fuzz.h"
#include "table/texts.h"
#include "table/yaml.h"

static int lines_of(const uint8_t *data, size_t size)
{
  int lines = 1;
  for (size_t i = 0; i < size; i++)
    lines += data[i] == '\n' || data[i] == '\r' || data[i] == 0x85 || data[i] == 0xa8 || data[i] == 0xa9;
  return lines;
}

static int look(tw_context *context, const twi_yaml *node, int depth, int lines)
{
  char words[64];
  int nodes = 1;
  MUST(depth <= 33 && node->line >= 1 && node->line <= lines + 1 && node->column >= 1 && node->origin);
  MUST(strlen(node->text) == node->length && (node->kind == TWI_YAML_SCALAR || node->length == 0));
  twi_yaml_words(node, words, sizeof words);
  MUST(*words && memchr(words, 0, sizeof words));
  MUST(node->kind != TWI_YAML_SCALAR || node->count == 0);
  for (int i = 0; i < node->count; i++) {
    const twi_yaml *child = node->child[i];
    MUST((child->key != NULL) == (node->kind == TWI_YAML_MAPPING));
    if (child->key) MUST(twi_yaml_get(node, child->key) == child); /* no key comes twice */
    nodes += look(context, child, depth + 1, lines);
  }
  twi_texts texts = {0};
  fuzz_refused(context, twi_texts_read(context, node, "a title", depth % 2, &texts));
  twi_texts_free(context, &texts);
  return nodes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  twi_yaml *root = NULL;
  tw_status status = twi_yaml_parse(context, (const char *)data, size, "f.yaml", &root);
  fuzz_refused(context, status);
  if (status == TW_OK) {
    twi_yaml_comment *comment = NULL;
    int lines = 0;
    MUST(look(context, root, 0, lines_of(data, size)) <= 200000);
    status = twi_yaml_comments(context, (const char *)data, size, &comment, &lines);
    fuzz_refused(context, status);
    for (int i = 0; status == TW_OK && i < lines; i++) {
      if (!comment[i].text) continue;
      MUST(comment[i].text >= (const char *)data && comment[i].text + comment[i].length <= (const char *)data + size);
    }
    twi_free(context, comment);
    twi_yaml_free(context, root);
  }
  fuzz_end(context, size);
  return 0;
}
