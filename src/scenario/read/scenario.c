/* A scenario file: its keys and the texts about it, opening and freeing. Rules are in policy.c, what it names in
 * include.c. */
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/names.h"
#include "base/plain.h"
#include "scenario/cascade.h"
#include "scenario/chosen.h"
#include "scenario/read/read.h"

/* ---------------------------------------------------------------- keys */

/* A text that must not be empty, as one line; borrowed from the tree. */
static tw_status read_text(tw_context *ctx, const twi_yaml *node, const char *expected, const char **text)
{
  int null = twi_yaml_is_null(node);
  twi_yaml_one_line(node);
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || null) return twi_yaml_expected(ctx, node, expected);
  *text = node->text;
  return TW_OK;
}

/* The name that a scenario without one gets: that of its file, without folder and ending. */
static char *name_of_origin(tw_context *ctx, const char *origin)
{
  const char *slash = strrchr(origin, '/');
  const char *name = slash ? slash + 1 : origin;
  const char *dot = strrchr(name, '.');
  size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
  size_t room = twi_visible(name, length, NULL, 0) + 1;
  char *shown = twi_alloc(ctx, room, 1);
  if (shown) twi_visible(name, length, shown, room);
  return shown;
}

/* from, until: both or none. */
static tw_status read_years(tw_context *ctx, const twi_yaml *root, tw_scenario *s)
{
  static const char *const keys[] = {"from", "until"};
  int *const years[] = {&s->from, &s->until};
  for (int i = 0; i < 2; i++) {
    const twi_yaml *node = twi_yaml_get(root, keys[i]), *other = twi_yaml_get(root, keys[1 - i]);
    if (!node) continue;
    if (!other) return twi_yaml_fail_key(ctx, node, "found %s without %s, expected both or none", keys[i], keys[1 - i]);
    *years[i] = node->kind == TWI_YAML_SCALAR ? twi_year_read(node->text, node->length) : 0;
    if (!*years[i]) return twi_yaml_expected(ctx, node, "a year of four digits such as 2030");
  }
  if (s->until < s->from)
    return twi_yaml_fail(ctx, twi_yaml_get(root, "until"), "until: %d is before from: %d", s->until, s->from);
  return TW_OK;
}

/* What only the file that was opened says, not one it includes: texts and years. */
static tw_status read_texts(twi_reading *r, const twi_yaml *root, const char *origin)
{
  tw_context *ctx = r->ctx;
  tw_scenario *s = r->scenario;
  tw_status status = TW_OK;
  const twi_yaml *node;
  const char *name = NULL, *world = NULL;
  if ((node = twi_yaml_get(root, "scenario"))) status = read_text(ctx, node, "a short name", &name);
  if (status == TW_OK && (node = twi_yaml_get(root, "title")))
    status = twi_texts_read(ctx, node, "a title, or one of each language such as {en: …, fr: …}", 0, &s->titles);
  if (status == TW_OK && (node = twi_yaml_get(root, "world"))) {
    status = read_text(ctx, node, "a built-in world, a folder or a .tww file", &world);
    if (status == TW_OK && twi_same_name(node->text, node->length, "default")) world = NULL;
    if (world && !(s->world_at = twi_format(ctx, "%s:%d:%d", node->origin, node->line, node->column)))
      return twi_no_memory(ctx, 0);
  }
  if (status == TW_OK && (node = twi_yaml_get(root, "notes")) && !twi_yaml_is_null(node))
    status = twi_texts_read(ctx, node, "a text or a list of texts, or these by language such as {en: …, fr: …}", 1,
                            &s->remarks);
  if (status == TW_OK) status = read_years(ctx, root, s);
  if (status != TW_OK) return status;
  r->years |= s->from != 0;
  s->name = name ? twi_strdup(ctx, name) : name_of_origin(ctx, origin);
  if (s->name && !s->titles.text) s->titles.text = twi_strdup(ctx, s->name);
  if (!s->name || !s->titles.text) return twi_no_memory(ctx, 0);
  s->title = s->titles.text;
  s->notes = s->remarks.text;
  if (world && !(s->world = twi_strdup(ctx, world))) return twi_no_memory(ctx, 0);
  return TW_OK;
}

tw_status twi_closures_read(twi_reading *r, const twi_yaml *root)
{
  tw_scenario *s = r->scenario;
  const twi_yaml *node;
  tw_status status = (node = twi_yaml_get(root, "closure")) ? twi_closure_read(r, node) : TW_OK;
  if (status == TW_OK) status = twi_elasticities_key_read(r->ctx, s, root);
  if (status == TW_OK) status = twi_products_key_read(r->ctx, s, root);
  s->against_deficits = s->deficits;
  if (status == TW_OK && (node = twi_yaml_get(root, "capital"))) status = twi_capital_read(r, node);
  if (status == TW_OK && !r->compared && (node = twi_yaml_get(root, "against"))) status = twi_against_read(r, node);
  if (status == TW_OK) status = twi_given_deficits(r);
  if (status == TW_OK) status = twi_given_profits(r);
  return status;
}

static tw_status read_keys(twi_reading *r, const twi_yaml *root, const char *origin)
{
  static const char *const keys[] = {"scenario", "title", "world",        "against", "closure", "include",
                                     "from",     "until", "variables",    "groups",  "capital", "policy",
                                     "notes",    "range", "elasticities", "focus",   "products", "plants",
                                     "market", "cascade", "iuu"};
  if (root->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, root, "a scenario: keys such as `scenario:`, `world:` and `policy:`");
  const twi_yaml *node = twi_yaml_get(root, "decide");
  if (!node) node = twi_yaml_get(root, "levers");
  if (node)
    return twi_yaml_fail_key(r->ctx, node, "found the key \"%s\": this is a decision, which `tradewind decide` takes",
                             node->key);
  tw_status status = twi_yaml_check_keys(r->ctx, root, keys, sizeof keys / sizeof *keys);
  if (status == TW_OK && r->depth == 0) status = read_texts(r, root, origin);
  if (status == TW_OK && (node = twi_yaml_get(root, "include"))) status = twi_include_read(r, node);
  if (status == TW_OK && (node = twi_yaml_get(root, "groups"))) status = twi_groups_read(r, node);
  if (status == TW_OK && (node = twi_yaml_get(root, "variables"))) status = twi_variables_read(r, node);
  if (status == TW_OK && r->depth == 0) status = twi_closures_read(r, root);
  if (status == TW_OK && r->depth == 0 && !r->compared && (node = twi_yaml_get(root, "iuu")))
    status = twi_iuu_read(r, node);
  if (status == TW_OK) status = twi_focus_read(r, root);
  if (status == TW_OK && (node = twi_yaml_get(root, "policy"))) status = twi_policy_read(r, node);
  if (status == TW_OK && r->depth == 0 && !r->compared && (node = twi_yaml_get(root, "range")))
    status = twi_range_read(r, node);
  if (status == TW_OK && r->depth == 0 && !r->compared && (node = twi_yaml_get(root, "plants")))
    status = twi_plants_read(r, node);
  if (status == TW_OK && r->depth == 0 && !r->compared)
    r->scenario->linked = twi_yaml_get(root, "market") && twi_yaml_get(root, "policy");
  if (status == TW_OK && r->depth == 0 && !r->compared && (node = twi_yaml_get(root, "market")))
    status = twi_market_section_read(r, node);
  const int included = r->depth > 0 && !r->compared && r->scenario->of_parts && r->scenario->linked;
  if (status == TW_OK && included && (node = twi_yaml_get(root, "market"))) status = twi_market_included_read(r, node);
  if (status == TW_OK && (node = twi_yaml_get(root, "cascade"))) status = twi_cascade_read(r, node);
  if (status == TW_OK && r->depth == 0 && !r->compared) status = twi_range_market_check(r);
  if (status == TW_OK && r->depth == 0 && !r->compared) status = twi_given_titles(r);
  const tw_scenario *read = r->scenario;
  if (status == TW_OK && r->depth == 0 && read->iuu.node && read->market.node)
    return twi_yaml_fail_key(r->ctx, read->iuu.node,
                             "iuu solves a policy at three shares, and this scenario also has a market; expected one of "
                             "them");
  if (status == TW_OK && r->depth == 0 && read->iuu.node && twi_is_cascade(read))
    return twi_yaml_fail_key(r->ctx, read->iuu.node,
                             "iuu solves a policy at three shares, and this scenario also has a cascade or a clause, which "
                             "solves it round by round; expected one of them");
  return status;
}

/* ---------------------------------------------------------------- files */

tw_status twi_remember_file(twi_reading *r, const char *text, size_t bytes, const char *origin)
{
  tw_scenario *s = r->scenario;
  twi_scenario_file *grown = twi_resize(r->ctx, s->file, (size_t)s->files + 1, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  s->file = grown;
  twi_scenario_file *entry = &s->file[s->files];
  memset(entry, 0, sizeof *entry);
  tw_status status = twi_digest_of(r->ctx, text, bytes, entry->sha256);
  if (status != TW_OK) return status;
  s->files++;
  entry->name = twi_strdup(r->ctx, origin);
  entry->text = twi_strndup(r->ctx, text, bytes);
  entry->bytes = bytes;
  entry->builtin = r->builtin;
  return entry->name && entry->text ? TW_OK : twi_no_memory(r->ctx, bytes);
}

tw_status twi_scenario_read_text(twi_reading *r, const char *text, size_t bytes, const char *origin)
{
  tw_scenario *s = r->scenario;
  tw_status status = twi_remember_file(r, text, bytes, origin);
  if (status != TW_OK) return status;
  twi_yaml **grown = twi_resize(r->ctx, s->tree, (size_t)s->trees + 1, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  s->tree = grown;
  twi_yaml *root;
  status = twi_yaml_parse(r->ctx, text, bytes, origin, &root);
  if (status != TW_OK) return status;
  s->tree[s->trees++] = root;
  const twi_yaml_comment *comment = r->comment; /* of the file that includes this one */
  int comments = r->comments;
  twi_yaml_comment *own;
  status = twi_yaml_comments(r->ctx, text, bytes, &own, &r->comments);
  if (status == TW_OK) {
    r->comment = own;
    status = r->depth == 0 && r->part ? twi_scenario_parts_read(r, root) : read_keys(r, root, origin);
    twi_free(r->ctx, own);
  }
  r->comment = comment;
  r->comments = comments;
  return status;
}

/* ---------------------------------------------------------------- open, free */

tw_status twi_scenario_read_all(twi_reading *r, const char *text, size_t bytes, const char *origin,
                                tw_scenario **scenario)
{
  tw_context *ctx = r->ctx;
  *scenario = NULL;
  tw_scenario *s = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  s->context = ctx;
  r->scenario = s;
  r->chain[0] = origin;
  tw_status status = twi_scenario_read_text(r, text, bytes, origin);
  if (status == TW_OK) status = twi_given_remember(r);
  if (status == TW_OK) status = twi_elasticities_agree(ctx, s);
  if (status == TW_OK) status = twi_products_agree(ctx, s);
  if (status == TW_OK) status = twi_scenario_digest(ctx, s);
  if (status == TW_OK) status = twi_compared_read(r);
  if (status == TW_OK && !r->part) twi_variables_tell_unused(r);
  if (status != TW_OK) {
    tw_scenario_free(s);
    return status;
  }
  *scenario = s;
  return TW_OK;
}

tw_status twi_scenario_read(tw_context *ctx, const char *text, size_t bytes, const char *origin,
                            const twi_reading *from, tw_scenario **scenario)
{
  twi_reading r = {.ctx = ctx,
                   .years = from->years,
                   .compared = from->compared,
                   .builtin = from->builtin,
                   .stored = from->stored,
                   .stored_count = from->stored_count};
  return twi_scenario_read_all(&r, text, bytes, origin, scenario);
}

tw_status tw_scenario_parse(tw_context *ctx, const char *text, size_t bytes, const char *origin, tw_scenario **scenario)
{
  const twi_reading plain = {.ctx = ctx};
  return twi_scenario_read(ctx, text, bytes, origin, &plain, scenario);
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
  const twi_reading from = {.ctx = ctx, .builtin = 1};
  if (builtin) return twi_scenario_read(ctx, (const char *)builtin->data, builtin->size, file, &from, scenario);
  if (twi_path_kind_of(file) == TWI_PATH_ABSENT) return fail_absent(ctx, file);
  char *text;
  size_t bytes;
  tw_status status = twi_read_file(ctx, file, TWI_MOST_SCENARIO_BYTES, &text, &bytes);
  if (status != TW_OK) return status;
  status = tw_scenario_parse(ctx, text, bytes, file, scenario);
  twi_free(ctx, text);
  return status;
}

void tw_scenario_free(tw_scenario *s)
{
  if (!s) return;
  if (s->round) {
    twi_round_free(s);
    return;
  }
  if (s->varied) {
    twi_variation_free(s);
    return;
  }
  tw_context *ctx = s->context;
  tw_scenario_free(s->against);
  for (int i = 0; i < s->rule_count; i++) twi_rule_free(ctx, &s->rule[i]);
  for (int i = 0; i < s->entry_count; i++) twi_closure_entry_free(ctx, &s->entry[i]);
  for (int i = 0; i < s->trees; i++) twi_yaml_free(ctx, s->tree[i]);
  twi_scenario_files_free(ctx, s->file, s->files);
  twi_free(ctx, s->tree);
  twi_free(ctx, s->name);
  twi_texts_free(ctx, &s->titles);
  twi_texts_free(ctx, &s->remarks);
  twi_free(ctx, s->world);
  twi_free(ctx, s->world_at);
  twi_free(ctx, s->elasticities);
  twi_free(ctx, s->elasticities_at);
  twi_free(ctx, s->products);
  twi_free(ctx, s->products_at);
  twi_free(ctx, s->rule);
  twi_free(ctx, s->entry);
  twi_free(ctx, s->group);
  for (int i = 0; i < s->capital.shares; i++) twi_amount_free(ctx, &s->capital.share[i].amount);
  twi_free(ctx, s->capital.share);
  twi_amount_free(ctx, &s->capital.depreciation);
  twi_amount_free(ctx, &s->capital.saving_rate);
  twi_amount_free(ctx, &s->capital.ratio);
  twi_variables_free(s);
  twi_compared_free(s);
  twi_range_free(ctx, &s->range);
  twi_market_section_free(s);
  twi_iuu_free(s);
  twi_free(ctx, s);
}

/* ---------------------------------------------------------------- texts */

const char *tw_scenario_text(const tw_scenario *s, const char *field)
{
  if (strcmp(field, "scenario") == 0) return s->name;
  int known;
  const char *text = twi_texts_field(&s->titles, "title", field, &known);
  if (!known) text = twi_texts_field(&s->remarks, "notes", field, &known);
  if (known) return text;
  if (strcmp(field, "world") == 0) return s->world;
  if (strcmp(field, "world_at") == 0) return s->world_at;
  if (strcmp(field, "sha256") == 0) return s->sha256;
  if (strcmp(field, "elasticities") == 0) return s->elasticities;
  if (strcmp(field, "products") == 0) return s->products;
  if (strcmp(field, "deficits") == 0) return twi_deficits_word(s->deficits);
  if (strcmp(field, "against_deficits") == 0) return twi_deficits_word(s->against_deficits);
  if (strcmp(field, "profits") == 0) return twi_profits_word(s->profits);
  if (strcmp(field, "against") == 0) return s->against ? s->against->name : NULL;
  if (strncmp(field, "against_title", strlen("against_title")) == 0)
    return s->against ? tw_scenario_text(s->against, field + strlen("against_")) : NULL;
  if (strcmp(field, "closure_parts") == 0) return s->closure_parts;
  if (strcmp(field, "comparison") == 0) return s->comparison;
  if (strcmp(field, "warning") == 0) return s->warning;
  if (strcmp(field, "against_line") == 0) return s->against_line;
  if (strcmp(field, "closure_line") == 0) return s->closure_line;
  if (strcmp(field, "left_out") == 0) return s->left_out;
  if (strcmp(field, "cautions") == 0) return s->cautions;
  if (strcmp(field, "market_only") == 0)
    return s->market.node && s->rule_count == 0 && !s->against && !s->linked ? "yes" : NULL;
  if (strcmp(field, "cascade") == 0) return twi_is_cascade(s) ? "" : NULL;
  if (strcmp(field, "illegal") == 0) return s->iuu.node ? twi_share_word(s->iuu.at) : NULL;
  if (strcmp(field, "linked") == 0) return s->linked ? "" : NULL;
  if (strcmp(field, "market") == 0) return s->market.name ? s->market.name->text : s->market.node ? "" : NULL;
  twi_no_field(s->context, "a scenario", field);
  return NULL;
}
