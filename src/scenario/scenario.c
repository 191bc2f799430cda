/* A scenario file: its keys, what is compared with what, and the texts about it. Rules are in policy.c. */
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/names.h"
#include "scenario/rules.h"

enum { MOST_BYTES = 4 << 20 };

static const char *const deficits_words[] = {"fixed", "zero", "proportional"};
enum { DEFICITS = sizeof deficits_words / sizeof *deficits_words };

const char *twi_deficits_word(twi_deficits deficits)
{
  return deficits_words[deficits];
}

/* ---------------------------------------------------------------- keys */

/* closure, against: {deficits: fixed} */
static tw_status read_closure(tw_context *ctx, const twi_yaml *node, twi_deficits *deficits)
{
  static const char *const keys[] = {"deficits"};
  static const char expected[] = "{deficits: fixed}, {deficits: zero} or {deficits: proportional}";
  if (node->kind != TWI_YAML_MAPPING) return twi_yaml_expected(ctx, node, expected);
  tw_status status = twi_yaml_check_keys(ctx, node, keys, 1);
  if (status != TW_OK) return status;
  const twi_yaml *word = twi_yaml_get(node, "deficits");
  if (!word) return TW_OK;
  if (word->kind != TWI_YAML_SCALAR) return twi_yaml_expected(ctx, word, "fixed, zero or proportional");
  for (int i = 0; i < DEFICITS; i++) {
    if (twi_same_name(word->text, word->length, deficits_words[i])) {
      *deficits = (twi_deficits)i;
      return TW_OK;
    }
  }
  const char *nearest = twi_nearest(word->text, word->length, deficits_words, DEFICITS);
  return twi_yaml_fail(ctx, word, "found \"%s\", expected fixed, zero or proportional%s%s%s", word->text,
                       nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* A text that must not be empty; borrowed from the tree. */
static tw_status read_text(tw_context *ctx, const twi_yaml *node, const char *expected, const char **text)
{
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || twi_yaml_is_null(node))
    return twi_yaml_expected(ctx, node, expected);
  *text = node->text;
  return TW_OK;
}

/* notes: a text, or a list of texts, which become lines. */
static tw_status read_notes(tw_context *ctx, const twi_yaml *node, char **notes)
{
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind == TWI_YAML_MAPPING) return twi_yaml_expected(ctx, node, "a text or a list of texts");
  size_t length = node->length;
  for (int i = 0; i < node->count; i++) {
    if (node->child[i]->kind != TWI_YAML_SCALAR) return twi_yaml_expected(ctx, node->child[i], "a text");
    length += node->child[i]->length + 1;
  }
  char *text = twi_new(ctx, length + 1, 1);
  if (!text) return twi_no_memory(ctx, 0);
  char *end = text;
  if (node->kind == TWI_YAML_SCALAR) memcpy(text, node->text, node->length);
  for (int i = 0; i < node->count; i++) {
    if (i) *end++ = '\n';
    memcpy(end, node->child[i]->text, node->child[i]->length);
    end += node->child[i]->length;
  }
  *notes = text;
  return TW_OK;
}

/* The name that a scenario without one gets: that of its file, without folder and ending. */
static char *name_of_origin(tw_context *ctx, const char *origin)
{
  const char *slash = strrchr(origin, '/');
  const char *name = slash ? slash + 1 : origin;
  const char *dot = strrchr(name, '.');
  return twi_strndup(ctx, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

static tw_status read_keys(tw_context *ctx, const twi_yaml *root, const char *origin, tw_scenario *s)
{
  static const char *const keys[] = {"scenario", "title", "world", "against", "closure", "policy", "notes"};
  if (root->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(ctx, root, "a scenario: keys such as `scenario:`, `world:` and `policy:`");
  tw_status status = twi_yaml_check_keys(ctx, root, keys, sizeof keys / sizeof *keys);
  const twi_yaml *node;
  const char *name = NULL, *title = NULL;
  if (status == TW_OK && (node = twi_yaml_get(root, "scenario"))) status = read_text(ctx, node, "a short name", &name);
  if (status == TW_OK && (node = twi_yaml_get(root, "title"))) status = read_text(ctx, node, "a title", &title);
  if (status == TW_OK && (node = twi_yaml_get(root, "world"))) {
    status = read_text(ctx, node, "a built-in world, a folder or a .tww file", &s->world);
    if (status == TW_OK && twi_same_name(node->text, node->length, "default")) s->world = NULL;
  }
  if (status == TW_OK && (node = twi_yaml_get(root, "closure"))) status = read_closure(ctx, node, &s->deficits);
  s->against = s->deficits;
  if (status == TW_OK && (node = twi_yaml_get(root, "against"))) status = read_closure(ctx, node, &s->against);
  if (status == TW_OK && (node = twi_yaml_get(root, "policy"))) status = twi_policy_read(ctx, node, s);
  if (status == TW_OK && (node = twi_yaml_get(root, "notes"))) status = read_notes(ctx, node, &s->notes);
  if (status != TW_OK) return status;
  s->name = name ? twi_strdup(ctx, name) : name_of_origin(ctx, origin);
  if (s->name) s->title = twi_strdup(ctx, title ? title : s->name);
  return s->title ? TW_OK : twi_no_memory(ctx, 0);
}

/* ---------------------------------------------------------------- open, free */

tw_status tw_scenario_parse(tw_context *ctx, const char *text, size_t bytes, const char *origin, tw_scenario **scenario)
{
  *scenario = NULL;
  tw_scenario *s = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  s->context = ctx;
  tw_status status = twi_yaml_parse(ctx, text, bytes, origin, &s->tree);
  if (status == TW_OK) status = read_keys(ctx, s->tree, origin, s);
  if (status == TW_OK) status = twi_digest_of(ctx, text, bytes, s->sha256);
  if (status != TW_OK) {
    tw_scenario_free(s);
    return status;
  }
  *scenario = s;
  return TW_OK;
}

static tw_status fail_absent(tw_context *ctx, const char *name)
{
  enum { MOST = 64 };
  const char *names[MOST];
  char list[1024] = "";
  int count = 0;
  for (; count < MOST && (names[count] = tw_scenario_builtin(count)); count++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", names[count]);
  }
  const char *nearest = twi_nearest(name, strlen(name), names, count);
  static const char absent[] = "there is no such file, and no built-in scenario of that name";
  if (nearest) return twi_fail(ctx, TW_BAD_INPUT, "%s: %s; did you mean %s?", name, absent, nearest);
  return twi_fail(ctx, TW_BAD_INPUT, "%s: %s; built in are %s", name, absent, list);
}

tw_status tw_scenario_open(tw_context *ctx, const char *file, tw_scenario **scenario)
{
  *scenario = NULL;
  const twi_builtin_file *builtin = strchr(file, '/') ? NULL : twi_scenario_find_builtin(file);
  if (builtin) return tw_scenario_parse(ctx, (const char *)builtin->data, builtin->size, file, scenario);
  if (twi_path_kind_of(file) == TWI_PATH_ABSENT) return fail_absent(ctx, file);
  char *text;
  size_t bytes;
  tw_status status = twi_read_file(ctx, file, MOST_BYTES, &text, &bytes);
  if (status != TW_OK) return status;
  status = tw_scenario_parse(ctx, text, bytes, file, scenario);
  twi_free(ctx, text);
  return status;
}

void tw_scenario_free(tw_scenario *s)
{
  if (!s) return;
  tw_context *ctx = s->context;
  twi_yaml_free(ctx, s->tree);
  twi_free(ctx, s->name);
  twi_free(ctx, s->title);
  twi_free(ctx, s->notes);
  twi_free(ctx, s->rule);
  twi_free(ctx, s);
}

/* ---------------------------------------------------------------- texts */

const char *tw_scenario_text(const tw_scenario *s, const char *field)
{
  if (strcmp(field, "scenario") == 0) return s->name;
  if (strcmp(field, "title") == 0) return s->title;
  if (strcmp(field, "world") == 0) return s->world;
  if (strcmp(field, "notes") == 0) return s->notes;
  if (strcmp(field, "sha256") == 0) return s->sha256;
  if (strcmp(field, "deficits") == 0) return twi_deficits_word(s->deficits);
  if (strcmp(field, "against_deficits") == 0) return twi_deficits_word(s->against);
  return NULL;
}
