/* world.yaml: the description of a world. The text is kept whole, since unknown keys are kept and shown; what the
 * program itself needs (name, title, year, currency, unit) is checked. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "table/texts.h"
#include "world/assemble.h"

/* ---------------------------------------------------------------- writing */

static int is_plain(const char *text)
{
  static const char *const word[] = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  size_t n = strlen(text);
  if (n == 0 || !((text[0] >= 'A' && text[0] <= 'Z') || (text[0] >= 'a' && text[0] <= 'z'))) return 0;
  if (text[n - 1] == ' ') return 0;
  for (size_t i = 0; i < n; i++) {
    char c = text[i];
    int letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && !strchr(" ()_./%+;-", c)) return 0;
  }
  for (size_t i = 0; i < sizeof word / sizeof *word; i++)
    if (twi_same_name(text, n, word[i])) return 0;
  return 1;
}

void twi_text_yaml(twi_text *t, const char *scalar)
{
  if (is_plain(scalar)) {
    twi_text_put(t, scalar);
    return;
  }
  twi_text_put(t, "\"");
  for (const char *p = scalar; *p; p++) {
    unsigned char c = (unsigned char)*p;
    if (c == '"' || c == '\\')
      twi_text_printf(t, "\\%c", c);
    else if (c == '\n')
      twi_text_put(t, "\\n");
    else if (c < 0x20 || c == 0x7f)
      twi_text_printf(t, "\\x%02x", c);
    else
      twi_text_add(t, p, 1);
  }
  twi_text_put(t, "\"");
}

/* ---------------------------------------------------------------- reading */

static void flatten_node(twi_text *t, const twi_yaml *node)
{
  if (node->kind == TWI_YAML_SCALAR) {
    twi_text_add(t, node->text, node->length);
    return;
  }
  for (int i = 0; i < node->count; i++) {
    if (i) twi_text_put(t, "\n");
    if (node->child[i]->key) {
      twi_text_put(t, node->child[i]->key);
      twi_text_put(t, ": ");
    }
    flatten_node(t, node->child[i]);
  }
}

tw_status twi_yaml_flat(tw_context *ctx, const twi_yaml *node, char **text)
{
  twi_text t = {.ctx = ctx};
  flatten_node(&t, node);
  return twi_text_take(&t, text);
}

const char *twi_world_name_wrong(const char *name)
{
  size_t n = strlen(name);
  int good = n > 0 && n <= 64;
  for (size_t i = 0; i < n && good; i++)
    good = strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", name[i]) != NULL;
  return good ? NULL : "a short name of letters, digits, '-' and '_'";
}

/* A word that must be there, as one line. */
static tw_status read_word(tw_context *ctx, const twi_yaml *root, const char *key, const char *expected, char **text)
{
  const twi_yaml *node = twi_yaml_get(root, key);
  if (!node) {
    const char *names[64];
    int count = 0;
    for (int i = 0; i < root->count && i < 64; i++) names[count++] = root->child[i]->key;
    const char *nearest = twi_nearest(key, strlen(key), names, count);
    return twi_fail(ctx, TW_BAD_INPUT, "%s:1:1: the key %s is missing: expected %s%s%s", root->origin, key, expected,
                    nearest ? "; is it the one called " : "", nearest ? nearest : "");
  }
  if (node->kind != TWI_YAML_SCALAR || twi_yaml_is_null(node)) return twi_yaml_expected(ctx, node, expected);
  twi_yaml_one_line(node);
  if (node->length == 0) return twi_yaml_expected(ctx, node, expected);
  *text = twi_strndup(ctx, node->text, node->length);
  return *text ? TW_OK : twi_no_memory(ctx, node->length);
}

static tw_status check_year(tw_context *ctx, const twi_yaml *root)
{
  const twi_yaml *node = twi_yaml_get(root, "year");
  if (!node) return TW_OK;
  size_t digits = node->kind == TWI_YAML_SCALAR ? strspn(node->text, "0123456789") : 0;
  if (digits == 0 || digits > 4 || node->text[digits]) return twi_yaml_expected(ctx, node, "a year such as 2014");
  return TW_OK;
}

static tw_status read_title(tw_context *ctx, tw_world *w, const twi_yaml *node)
{
  twi_texts texts;
  tw_status status = twi_texts_read(ctx, node, "the title of the world, or one of each language", 0, &texts);
  w->title = texts.text;
  texts.text = NULL;
  twi_texts_free(ctx, &texts);
  return status;
}

static tw_status read_known(tw_context *ctx, tw_world *w, const twi_yaml *root)
{
  static const char unit_expected[] = "the unit of the money: thousand, million or billion";
  static const char *const units[] = {"thousand", "million", "billion"};
  tw_status status = read_word(ctx, root, "name", "the short name of the world", &w->name);
  if (status == TW_OK && twi_world_name_wrong(w->name))
    status = twi_yaml_expected(ctx, twi_yaml_get(root, "name"), twi_world_name_wrong(w->name));
  if (status == TW_OK && !twi_yaml_get(root, "title")) {
    w->title = twi_strdup(ctx, w->name);
    if (!w->title) status = twi_no_memory(ctx, 0);
  } else if (status == TW_OK) {
    status = read_title(ctx, w, twi_yaml_get(root, "title"));
  }
  if (status == TW_OK) status = read_word(ctx, root, "currency", "a currency such as USD", &w->currency);
  if (status == TW_OK) status = read_word(ctx, root, "unit", unit_expected, &w->unit);
  if (status == TW_OK) {
    int known = 0;
    for (int i = 0; i < 3; i++) known |= strcmp(w->unit, units[i]) == 0;
    if (!known) status = twi_yaml_expected(ctx, twi_yaml_get(root, "unit"), unit_expected);
  }
  return status == TW_OK ? check_year(ctx, root) : status;
}

/* The node, or items of it, are by language. */
static int is_by_language(const twi_yaml *node)
{
  int found = twi_texts_by_language(node);
  for (int i = 0; node->kind == TWI_YAML_SEQUENCE && i < node->count; i++)
    found |= twi_texts_by_language(node->child[i]);
  return found;
}

static tw_status keep_field(tw_context *ctx, tw_world *w, const char *key, char **value)
{
  twi_field *field = &w->fields[w->field_count++];
  field->value = *value;
  *value = NULL;
  field->key = twi_strdup(ctx, key);
  return field->key ? TW_OK : twi_no_memory(ctx, 0);
}

/* A text by language is the default one under its key, and each under KEY.fr and so on. */
static tw_status keep_languages(tw_context *ctx, tw_world *w, const twi_yaml *node)
{
  twi_texts texts;
  tw_status status = twi_texts_read(ctx, node, "a text, or one of each language", 1, &texts);
  if (status == TW_OK) status = keep_field(ctx, w, node->key, &texts.text);
  for (int i = 0; i < TWI_LANGUAGES && status == TW_OK; i++) {
    if (!texts.in[i]) continue;
    char *key = twi_format(ctx, "%s.%s", node->key, twi_language(i));
    status = key ? keep_field(ctx, w, key, &texts.in[i]) : twi_no_memory(ctx, 0);
    twi_free(ctx, key);
  }
  twi_texts_free(ctx, &texts);
  return status;
}

static tw_status keep_fields(tw_context *ctx, tw_world *w, const twi_yaml *root)
{
  static const char *const spoken[] = {"title", "caveat", "notes"};
  w->fields = twi_new(ctx, (size_t)root->count + 3 * TWI_LANGUAGES, sizeof *w->fields);
  if (!w->fields) return twi_no_memory(ctx, 0);
  for (int i = 0; i < root->count; i++) {
    const twi_yaml *node = root->child[i];
    int by_language = 0;
    for (size_t k = 0; k < sizeof spoken / sizeof *spoken; k++)
      by_language |= strcmp(node->key, spoken[k]) == 0 && is_by_language(node);
    char *value = NULL;
    tw_status status = by_language ? keep_languages(ctx, w, node) : twi_yaml_flat(ctx, node, &value);
    if (status == TW_OK && !by_language) status = keep_field(ctx, w, node->key, &value);
    twi_free(ctx, value);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* Byte order marks and the kind of line ends are no content: without them a file means the same everywhere. What was
 * normalised stays as it is when it is normalised again, so that a saved world loads. */
static void normalise_text(char *text)
{
  const char *from = text;
  while (strncmp(from, "\xef\xbb\xbf", 3) == 0) from += 3;
  char *to = text;
  for (; *from; from++) {
    size_t returns = strspn(from, "\r");
    if (returns && returns <= 2 && from[returns] == '\n') from += returns; /* CR LF, CR CR LF */
    *to++ = *from == '\r' ? '\n' : *from;
  }
  *to = 0;
}

/* A title such as "World 2023: an update" is no plain scalar in YAML, because of ": ", but people write it. Puts quotes
 * round such values of top-level keys; *line is the first such line, 0: none. */
static tw_status quote_titles(tw_context *ctx, const char *text, char **quoted, int *line)
{
  twi_text t = {.ctx = ctx};
  int now = 0;
  *line = 0;
  for (const char *p = text; *p;) {
    size_t length = strcspn(p, "\n"), key = strcspn(p, ": #\n");
    const char *value = p + key + 2, *end = p + length;
    now++;
    int found =
        key > 0 && key + 2 < length && p[key] == ':' && p[key + 1] == ' ' && !strchr(" \"'[]{}>|*&!%@`#-?,", *value);
    const char *colon = found ? strstr(value, ": ") : NULL;
    if (colon && colon < end) {
      twi_text_add(&t, p, key + 2);
      twi_text_put(&t, "\"");
      for (; value < end; value++) {
        if (*value == '"' || *value == '\\') twi_text_put(&t, "\\");
        twi_text_add(&t, value, 1);
      }
      twi_text_put(&t, "\"");
      if (*line == 0) *line = now;
    } else {
      twi_text_add(&t, p, length);
    }
    p = end;
    if (*p) twi_text_add(&t, p++, 1);
  }
  return twi_text_take(&t, quoted);
}

/* Parses the text of the world; when it is no YAML but for values with ": ", the text with quotes round them. */
static tw_status parse_description(tw_context *ctx, tw_world *w, const char *origin, twi_yaml **root)
{
  tw_status status = twi_yaml_parse(ctx, w->yaml, strlen(w->yaml), origin, root);
  if (status != TW_BAD_INPUT) return status;
  char message[1024], *quoted;
  int line;
  size_t length = strlen(tw_error(ctx));
  if (length >= sizeof message) length = sizeof message - 1;
  memcpy(message, tw_error(ctx), length);
  message[length] = 0;
  tw_status repaired = quote_titles(ctx, w->yaml, &quoted, &line);
  if (repaired == TW_OK && line) repaired = twi_yaml_parse(ctx, quoted, strlen(quoted), origin, root);
  if (repaired == TW_OK && line) {
    twi_free(ctx, w->yaml);
    w->yaml = quoted;
    return twi_world_find(ctx, w, 1, "description", -1, -1, NAN, NAN,
                          "%s:%d: the value holds a colon and was read as text; in YAML it needs quotes.", origin,
                          line);
  }
  twi_free(ctx, quoted);
  return repaired == TW_NO_MEMORY ? repaired : twi_fail(ctx, status, "%s", message);
}

tw_status twi_world_describe(tw_context *ctx, tw_world *w, char *text, const char *origin)
{
  normalise_text(text);
  w->yaml = text;
  twi_yaml *root = NULL;
  tw_status status = parse_description(ctx, w, origin, &root);
  if (status != TW_OK) {
    twi_yaml_free(ctx, root);
    return status;
  }
  if (root->kind != TWI_YAML_MAPPING)
    status = twi_yaml_expected(ctx, root, "keys such as name, title, year, currency, unit");
  if (status == TW_OK) status = read_known(ctx, w, root);
  if (status == TW_OK) status = keep_fields(ctx, w, root);
  twi_yaml_free(ctx, root);
  return status;
}
