/* Scenarios that a scenario names: `include`, whose rules, groups and variables come before its own, and `against`,
 * which it is compared with. A name is a built-in scenario or a file, relative to the file that names it, whose ending
 * .yaml may be left out. A file that is included by several is taken in once. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "base/text.h"
#include "scenario/read/read.h"

/* A file that a name stands for. */
typedef struct found_file {
  char *name; /* in messages, and to know it again; owned */
  int builtin;
  const char *text;
  char *owned; /* the text where it was read from a file */
  size_t bytes;
} found_file;

static void found_free(tw_context *ctx, found_file *f)
{
  twi_free(ctx, f->name);
  twi_free(ctx, f->owned);
}

/* ---------------------------------------------------------------- finding */

/* Takes "./" and "folder/../" out of a path, so that a file has one name. */
static void clean_path(char *path)
{
  char *out = path, *part = path;
  char *root = *path == '/' ? path + 1 : path; /* nothing is taken back beyond it */
  if (*path == '/') {
    out++;
    part++;
  }
  while (*part) {
    size_t n = strcspn(part, "/");
    int slash = part[n] == '/';
    if (slash && (n == 0 || (n == 1 && *part == '.'))) {
      part += n + 1;
      continue;
    }
    char *before = out; /* where the part before this one starts */
    if (out > root) {
      before--;
      while (before > root && before[-1] != '/') before--;
    }
    int up = n == 2 && part[0] == '.' && part[1] == '.';
    int before_up = out - before == 3 && before[0] == '.' && before[1] == '.';
    if (up && out > root && !before_up) {
      out = before;
    } else {
      memmove(out, part, n + (size_t)slash);
      out += n + (size_t)slash;
    }
    part += n + (size_t)slash;
  }
  *out = 0;
}

char *twi_path_beside(const twi_reading *r, const char *name, const char *ending)
{
  const char *origin = r->chain[r->depth], *slash = strrchr(origin, '/');
  int folder = *name == '/' || !slash ? 0 : (int)(slash + 1 - origin);
  char *path = twi_format(r->ctx, "%.*s%s%s", folder, origin, name, ending);
  if (path) clean_path(path);
  return path;
}

static tw_status fail_absent(twi_reading *r, const twi_yaml *node, const char *key)
{
  enum { MOST = 64 };
  const char *names[MOST];
  char list[1024] = "";
  int count = 0;
  for (; count < MOST && (names[count] = tw_scenario_builtin(count)); count++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", names[count]);
  }
  const char *nearest = twi_nearest(node->text, node->length, names, count);
  if (nearest)
    return twi_yaml_fail(r->ctx, node, "%s: there is no file and no built-in scenario \"%s\"; did you mean %s?", key,
                         node->text, nearest);
  return twi_yaml_fail(r->ctx, node, "%s: there is no file and no built-in scenario \"%s\"; built in are %s", key,
                       node->text, list);
}

/* Among the files that were stored: what was built in then, or a path beside the file under way. */
static tw_status find_stored(twi_reading *r, const twi_yaml *node, const char *key, found_file *f)
{
  static const char *const endings[] = {"", ".yaml"};
  for (int pass = 0; pass < 3; pass++) {
    f->name = pass ? twi_path_beside(r, node->text, endings[pass - 1]) : twi_strdup(r->ctx, node->text);
    if (!f->name) return twi_no_memory(r->ctx, 0);
    for (int i = 0; i < r->stored_count; i++) {
      const twi_scenario_file *s = &r->stored[i];
      if (s->builtin != (pass == 0) || strcmp(s->name, f->name) != 0) continue;
      f->builtin = s->builtin;
      f->text = s->text;
      f->bytes = s->bytes;
      return TW_OK;
    }
    twi_free(r->ctx, f->name);
    f->name = NULL;
  }
  return twi_yaml_fail(r->ctx, node, "%s: \"%s\" is not among the files that were stored with the scenario", key,
                       node->text);
}

static tw_status find_file(twi_reading *r, const twi_yaml *node, const char *key, found_file *f)
{
  memset(f, 0, sizeof *f);
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || twi_yaml_is_null(node)) {
    char expected[64];
    snprintf(expected, sizeof expected, "the name of a built-in scenario or a file");
    return twi_yaml_expected(r->ctx, node, expected);
  }
  if (r->stored) return find_stored(r, node, key, f);
  const twi_builtin_file *builtin = strchr(node->text, '/') ? NULL : twi_scenario_find_builtin(node->text);
  if (builtin) {
    f->builtin = 1;
    f->text = (const char *)builtin->data;
    f->bytes = builtin->size;
    f->name = twi_strdup(r->ctx, node->text);
    return f->name ? TW_OK : twi_no_memory(r->ctx, 0);
  }
  static const char *const endings[] = {"", ".yaml"};
  /* What is built in stands in no folder: it names what is built in. */
  for (int i = 0; i < 2 && !r->builtin; i++) {
    f->name = twi_path_beside(r, node->text, endings[i]);
    if (!f->name) return twi_no_memory(r->ctx, 0);
    twi_path_kind kind = twi_path_kind_of(f->name);
    if (kind == TWI_PATH_FILE) return TW_OK;
    tw_status unseen = kind == TWI_PATH_UNSEEN ? twi_path_unseen(r->ctx, f->name) : TW_OK;
    twi_free(r->ctx, f->name);
    f->name = NULL;
    if (unseen != TW_OK) return unseen;
  }
  return fail_absent(r, node, key);
}

static tw_status load_file(tw_context *ctx, found_file *f)
{
  if (f->text) return TW_OK; /* built in, or stored */
  tw_status status = twi_read_file(ctx, f->name, TWI_MOST_SCENARIO_BYTES, &f->owned, &f->bytes);
  f->text = f->owned;
  return status;
}

/* It has the key `scenario`, or no keys but those of a scenario; by the text, as it may be no YAML at all. */
static int looks_like_scenario(const char *text)
{
  static const char *const keys[] = {"scenario", "title", "world",        "against", "closure", "include",
                                     "from",     "until", "variables",    "groups",  "capital", "policy",
                                     "notes",    "range", "elasticities", "focus",   "products"};
  int known = 0, others = 0;
  for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
    size_t n = strcspn(line, ": \t\r\n"), k = 0;
    if (strchr(" #\r\n-", *line) || n == 0) continue;
    while (k < sizeof keys / sizeof *keys &&
           !(line[n] == ':' && strlen(keys[k]) == n && strncmp(line, keys[k], n) == 0))
      k++;
    if (k == 0) return 1;
    if (k < sizeof keys / sizeof *keys)
      known++;
    else
      others++;
  }
  return known && !others;
}

/* A scenario of somebody else may name any file. What is wrong in one that does not look like a scenario is told by
 * its place alone: messages quote what they found, and that might be a password. */
static tw_status hide_content(twi_reading *r, const twi_yaml *node, const char *key, const found_file *f,
                              tw_status status)
{
  const char *error = tw_error(r->ctx);
  size_t n = strlen(f->name);
  int line = 0, column = 0;
  if (status != TW_BAD_INPUT || f->builtin || r->stored || looks_like_scenario(f->text)) return status;
  if (strncmp(error, f->name, n) != 0 || error[n] != ':') return status; /* of a file that this one names */
  if (sscanf(error + n, ":%d:%d", &line, &column) < 1) line = 0;
  char place[64] = "";
  if (line) snprintf(place, sizeof place, " (line %d)", line);
  if (line && column) snprintf(place, sizeof place, " (line %d, column %d)", line, column);
  return twi_yaml_fail(r->ctx, node,
                       "%s: the file %s cannot be read as a scenario%s; what stands there is not shown, because it has "
                       "no key `scenario:`",
                       key, f->name, place);
}

/* ---------------------------------------------------------------- include */

/* "a.yaml includes b.yaml, which includes a.yaml" */
static tw_status fail_chain(twi_reading *r, const twi_yaml *node, const char *name, const char *why)
{
  twi_text text = {.ctx = r->ctx};
  for (int i = 0; i <= r->depth; i++)
    twi_text_printf(&text, "%s%s", r->chain[i], i == 0 ? " includes " : ", which includes ");
  twi_text_put(&text, name);
  char *chain;
  tw_status status = twi_text_take(&text, &chain);
  if (status != TW_OK) return status;
  /* The verb follows the name: "a includes b, which includes c". */
  status = twi_yaml_fail(r->ctx, node, "include: %s: %s", why, chain);
  twi_free(r->ctx, chain);
  return status;
}

static tw_status include_found(twi_reading *r, const twi_yaml *node, found_file *f)
{
  for (int i = 0; i <= r->depth; i++)
    if (strcmp(r->chain[i], f->name) == 0) return fail_chain(r, node, f->name, "a scenario that includes itself");
  if (r->depth == TWI_MOST_INCLUDES) return fail_chain(r, node, f->name, "more than 8 files, each including the next");
  for (int i = 0; i < r->scenario->files; i++) {
    if (strcmp(r->scenario->file[i].name, f->name) != 0) continue;
    twi_log(r->ctx, 0, "%s:%d:%d: %s is included already: its rules apply once", node->origin, node->line, node->column,
            f->name);
    return TW_OK;
  }
  tw_status status = load_file(r->ctx, f);
  if (status != TW_OK) return status;
  int builtin = r->builtin;
  r->builtin = f->builtin;
  r->chain[++r->depth] = f->name;
  status = twi_scenario_read_text(r, f->text, f->bytes, f->name);
  r->depth--;
  r->builtin = builtin;
  return hide_content(r, node, "include", f, status);
}

static tw_status include_one(twi_reading *r, const twi_yaml *node)
{
  found_file f;
  tw_status status = find_file(r, node, "include", &f);
  if (status == TW_OK) status = include_found(r, node, &f);
  found_free(r->ctx, &f);
  return status;
}

tw_status twi_include_read(twi_reading *r, const twi_yaml *node)
{
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind == TWI_YAML_SCALAR) return include_one(r, node);
  if (node->kind != TWI_YAML_SEQUENCE)
    return twi_yaml_expected(r->ctx, node, "a list of scenarios, as in [cusma-to-mfn]");
  for (int i = 0; i < node->count; i++) {
    tw_status status = include_one(r, node->child[i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- against */

static tw_status read_compared(twi_reading *r, const twi_yaml *node)
{
  found_file f;
  tw_status status = find_file(r, node, "against", &f);
  if (status == TW_OK && strcmp(f.name, r->scenario->file[0].name) == 0)
    status = twi_yaml_fail(r->ctx, node, "against: \"%s\" is this scenario itself, expected another one", node->text);
  if (status == TW_OK) status = load_file(r->ctx, &f);
  const twi_reading from = {.ctx = r->ctx,
                            .builtin = f.builtin,
                            .compared = 1,
                            .years = r->years,
                            .stored = r->stored,
                            .stored_count = r->stored_count};
  if (status == TW_OK)
    status = hide_content(r, node, "against", &f,
                          twi_scenario_read(r->ctx, f.text, f.bytes, f.name, &from, &r->scenario->against));
  found_free(r->ctx, &f);
  return status;
}

/* Deficits: those written in `against`, else those that the scenario named there writes itself, else `closure`'s. */
tw_status twi_against_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"scenario", "deficits"};
  tw_scenario *s = r->scenario;
  s->against_node = node;
  if (node->kind == TWI_YAML_SEQUENCE || twi_yaml_is_null(node))
    return twi_yaml_expected(r->ctx, node,
                             "a scenario, or {deficits: fixed}, {deficits: zero} or {deficits: "
                             "proportional}");
  if (node->kind == TWI_YAML_MAPPING) {
    tw_status status = twi_yaml_check_keys(r->ctx, node, keys, 2);
    if (status != TW_OK) return status;
  }
  const twi_yaml *name = node->kind == TWI_YAML_SCALAR ? node : twi_yaml_get(node, "scenario");
  tw_status status = name ? read_compared(r, name) : TW_OK;
  if (status != TW_OK) return status;
  if (s->against && twi_yaml_get(s->against->closure_node, "deficits")) s->against_deficits = s->against->deficits;
  const twi_yaml *deficits = twi_yaml_get(node, "deficits");
  return deficits ? twi_deficits_read(r->ctx, deficits, &s->against_deficits) : TW_OK;
}
