/* Texts in several languages. See texts.h. */
#include "table/texts.h"

#include <string.h>

#include "base/text.h"

static const char *const languages[TWI_LANGUAGES + 1] = {"en", "fr", "ja", NULL};

const char *twi_language(int index)
{
  return index >= 0 && index < TWI_LANGUAGES ? languages[index] : NULL;
}

int twi_texts_by_language(const twi_yaml *node)
{
  for (int i = 0; i < TWI_LANGUAGES; i++)
    if (twi_yaml_get(node, languages[i])) return 1;
  return 0;
}

/* ---------------------------------------------------------------- checks */

/* One text, or one of each language, each of them a text or, with list, a list of texts. Marks the languages. */
static tw_status check_text(tw_context *ctx, const twi_yaml *node, const char *expected, int lines, int list,
                            unsigned *given)
{
  tw_status status = TW_OK;
  if (node->kind == TWI_YAML_MAPPING && given) {
    /* An item of a list that only looks like a mapping, `Note: it holds a colon`, is a text without its quotes. */
    if (!twi_texts_by_language(node)) return twi_yaml_expected(ctx, node, expected);
    status = twi_yaml_check_keys(ctx, node, languages, TWI_LANGUAGES);
    for (int i = 0; i < node->count && status == TW_OK; i++)
      status = check_text(ctx, node->child[i], expected, lines, list, NULL);
    for (int i = 0; i < TWI_LANGUAGES && status == TW_OK; i++)
      if (twi_yaml_get(node, languages[i])) *given |= 1u << i;
    return status;
  }
  if (node->kind == TWI_YAML_SEQUENCE && list) {
    for (int i = 0; i < node->count && status == TW_OK; i++)
      status = check_text(ctx, node->child[i], "a text", 1, 0, given);
    return status;
  }
  if (node->kind != TWI_YAML_SCALAR) return twi_yaml_expected(ctx, node, expected);
  if (lines) return TW_OK;
  int null = twi_yaml_is_null(node);
  twi_yaml_one_line(node);
  return null || node->length == 0 ? twi_yaml_expected(ctx, node, expected) : TW_OK;
}

/* ---------------------------------------------------------------- the text in a language */

/* The node's in the language; where it has none the default: English, else its first. */
static const twi_yaml *in_language(const twi_yaml *node, int language)
{
  if (node->kind != TWI_YAML_MAPPING) return node;
  const twi_yaml *found = twi_yaml_get(node, languages[language]);
  if (!found) found = twi_yaml_get(node, languages[0]);
  return found ? found : node->child[0];
}

const twi_yaml *twi_texts_default(const twi_yaml *node)
{
  return node->kind == TWI_YAML_MAPPING && node->count > 0 ? in_language(node, 0) : node;
}

static tw_status text_in(tw_context *ctx, const twi_yaml *node, int language, char **text)
{
  twi_text t = {.ctx = ctx};
  const twi_yaml *own = in_language(node, language);
  if (own->kind == TWI_YAML_SCALAR) twi_text_add(&t, own->text, own->length);
  for (int i = 0; i < own->count; i++) {
    const twi_yaml *item = in_language(own->child[i], language);
    if (i) twi_text_put(&t, "\n");
    twi_text_add(&t, item->text, item->length);
  }
  return twi_text_take(&t, text);
}

tw_status twi_texts_read(tw_context *ctx, const twi_yaml *node, const char *expected, int lines, twi_texts *texts)
{
  unsigned given = 0;
  memset(texts, 0, sizeof *texts);
  tw_status status = check_text(ctx, node, expected, lines, lines, &given);
  if (status == TW_OK) status = text_in(ctx, node, 0, &texts->text);
  for (int i = 0; i < TWI_LANGUAGES && status == TW_OK; i++)
    if (given & 1u << i) status = text_in(ctx, node, i, &texts->in[i]);
  return status;
}

tw_status twi_texts_copy(tw_context *ctx, const twi_texts *from, twi_texts *to)
{
  memset(to, 0, sizeof *to);
  if (from->text && !(to->text = twi_strdup(ctx, from->text))) return twi_no_memory(ctx, 0);
  for (int i = 0; i < TWI_LANGUAGES; i++)
    if (from->in[i] && !(to->in[i] = twi_strdup(ctx, from->in[i]))) return twi_no_memory(ctx, 0);
  return TW_OK;
}

void twi_texts_free(tw_context *ctx, twi_texts *texts)
{
  twi_free(ctx, texts->text);
  for (int i = 0; i < TWI_LANGUAGES; i++) twi_free(ctx, texts->in[i]);
  memset(texts, 0, sizeof *texts);
}

const char *twi_texts_field(const twi_texts *texts, const char *name, const char *field, int *known)
{
  size_t length = strlen(name);
  *known = strncmp(field, name, length) == 0 && (field[length] == 0 || field[length] == '.');
  if (!*known) return NULL;
  if (field[length] == 0) return texts->text;
  for (int i = 0; i < TWI_LANGUAGES; i++)
    if (strcmp(field + length + 1, languages[i]) == 0) return texts->in[i];
  *known = 0;
  return NULL;
}
