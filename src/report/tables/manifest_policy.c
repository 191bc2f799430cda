/* What run.json says of the policy: the rules of the scenario in words and numbers, the closure, how limits and targets
 * ended, and the years of a path. docs/formats.md lists the keys. */
#include <math.h>
#include <string.h>

#include "indicator/result.h"
#include "report/tables/manifest.h"
#include "table/number.h"

/* A line of the fields: a selector is {set, codes}, what reads as a number one, true itself. */
static json_t *field_value(const char *key, size_t key_length, const char *value, size_t length)
{
  static const char *const places[] = {"importer", "exporter", "sector", "product", "region", "partner", "from", "to"};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    size_t n = strlen(places[i]);
    if (key_length < n || strncmp(key + key_length - n, places[i], n) != 0) continue;
    size_t name = strcspn(value, "\t\n");
    json_t *object = json_object(), *codes = json_array();
    int failed = 0, all = name == 3 && strncmp(value, "all", 3) == 0;
    for (size_t at = name; at < length;) {
      size_t code = strcspn(value + at + 1, "\t\n");
      twi_json_append(codes, json_stringn(value + at + 1, code), &failed);
      at += code + 1;
    }
    twi_json_put(object, "set", name ? json_stringn(value, name) : json_null(), &failed);
    twi_json_put(object, "codes", all ? json_null() : json_incref(codes), &failed);
    json_decref(codes);
    if (!failed) return object;
    json_decref(object);
    return NULL;
  }
  if (length == 4 && strncmp(value, "true", 4) == 0) return json_true();
  double number;
  if (!twi_number_read(value, length, &number)) return json_real(number);
  return json_stringn(value, length);
}

/* What the rule does as fields, so that every language can make its sentence. */
static void put_fields(json_t *object, const char *line, int *failed)
{
  for (; line && *line; line += strspn(line, "\n")) {
    size_t key = strcspn(line, "\t"), length = strcspn(line, "\n");
    json_t *value = field_value(line, key, line + key + 1, length - key - 1);
    if (!value || json_object_setn_new(object, line, key, value) != 0) *failed = 1;
    line += length;
  }
}

static json_t *rules_list(tw_context *ctx, const tw_result *result, int *failed)
{
  const tw_rule_effect *effect;
  int count = tw_result_effects(result, &effect);
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < count; i++) {
    const tw_rule_effect *e = &effect[i];
    json_t *line = json_object();
    twi_json_put(line, "rule", twi_json_text(ctx, e->rule), failed);
    twi_json_put(line, "file", twi_json_text(ctx, e->origin), failed);
    twi_json_put(line, "line", json_integer(e->line), failed);
    twi_json_put(line, "against", json_boolean(e->against), failed);
    twi_json_put(line, "words", twi_json_text(ctx, e->words), failed);
    twi_json_put(line, "source", twi_json_text(ctx, e->source), failed);
    twi_json_put(line, "covered", json_integer((json_int_t)e->covered), failed);
    twi_json_put(line, "changed", json_integer((json_int_t)e->changed), failed);
    twi_json_put(line, "value", twi_json_number(e->value), failed);
    twi_json_put(line, "before", twi_json_number(e->before), failed);
    twi_json_put(line, "after", twi_json_number(e->after), failed);
    twi_json_put(line, "overlaps", json_integer(e->overlaps), failed);
    put_fields(line, e->fields, failed);
    twi_json_put(line, "overlapped_line", e->overlaps > 0 ? json_integer(e->overlapped) : json_null(), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

static json_t *sentences_list(tw_context *ctx, const tw_result *result, int *failed)
{
  json_t *list = json_array();
  if (!list) *failed = 1;
  const char *sentence;
  for (int i = 0; (sentence = tw_result_sentence(result, i)); i++)
    twi_json_append(list, twi_json_text(ctx, sentence), failed);
  return list;
}

/* Of these the ones that say what the closure has besides deficits. */
static json_t *closure_detail(const tw_result *result, int *failed)
{
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (const char *line = tw_result_text(result, "closure_detail"); *line; line += strspn(line, "\n")) {
    size_t length = strcspn(line, "\n");
    twi_json_append(list, json_stringn(line, length), failed);
    line += length;
  }
  return list;
}

/* null where a text is no UTF-8 */
json_t *twi_manifest_scenario_files(tw_context *ctx, const twi_scenario_file *file, int count, int *failed)
{
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < count; i++) {
    json_t *line = json_object(), *text = json_stringn(file[i].text, file[i].bytes);
    twi_json_put(line, "name", twi_json_text(ctx, file[i].name), failed);
    twi_json_put(line, "builtin", json_boolean(file[i].builtin), failed);
    twi_json_put(line, "against", json_boolean(file[i].against), failed);
    twi_json_put(line, "sha256", json_string(file[i].sha256), failed);
    twi_json_put(line, "text", text ? text : json_null(), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

/* NULL where it is empty, so that an absent text is null in run.json. */
static json_t *text_or_null(tw_context *ctx, const char *text)
{
  return twi_json_text(ctx, text && *text ? text : NULL);
}

/* A list of the lines of a text. */
static json_t *lines_list(const char *text, int *failed)
{
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (const char *line = text ? text : ""; *line; line += strspn(line, "\n")) {
    size_t length = strcspn(line, "\n");
    json_t *one = json_stringn(line, length);
    twi_json_append(list, one, failed);
    line += length;
  }
  return list;
}

void twi_manifest_closures(tw_context *ctx, json_t *part, const char *(*text)(const void *of, const char *field),
                           const void *of, int *failed)
{
  json_t *parts = json_array();
  const char *keys = text(of, "closure_parts");
  for (const char *key = keys ? keys : ""; *key; key += strspn(key, " ")) {
    size_t length = strcspn(key, " ");
    twi_json_append(parts, json_stringn(key, length), failed);
    key += length;
  }
  twi_json_put(part, "against", text_or_null(ctx, text(of, "against")), failed);
  twi_json_put(part, "against_title", text_or_null(ctx, text(of, "against_title")), failed);
  twi_json_put(part, "against_titles", twi_json_languages(ctx, text, of, "against_title", failed), failed);
  twi_json_put(part, "deficits", twi_json_text(ctx, text(of, "deficits")), failed);
  twi_json_put(part, "against_deficits", twi_json_text(ctx, text(of, "against_deficits")), failed);
  twi_json_put(part, "closure_parts", parts, failed);
  twi_json_put(part, "elasticities", text_or_null(ctx, text(of, "elasticities")), failed);
  const char *products = text(of, "products");
  if (products && *products) twi_json_put(part, "products", twi_json_text(ctx, products), failed);
  twi_json_put(part, "comparison", text_or_null(ctx, text(of, "comparison")), failed);
  twi_json_put(part, "warning", text_or_null(ctx, text(of, "warning")), failed);
  twi_json_put(part, "against_line", text_or_null(ctx, text(of, "against_line")), failed);
  twi_json_put(part, "closure_line", text_or_null(ctx, text(of, "closure_line")), failed);
  twi_json_put(part, "left_out", text_or_null(ctx, text(of, "left_out")), failed);
  twi_json_put(part, "cautions", lines_list(text(of, "cautions"), failed), failed);
}

/* null: none was found, or none was looked for. */
static json_t *other_equilibrium(tw_context *ctx, const tw_result *r, int *failed)
{
  const twi_other *other = twi_result_other(r);
  if (!other->found) return json_null();
  json_t *part = json_object();
  twi_json_put(part, "region", twi_json_text(ctx, tw_world_region(tw_result_world(r), other->region)), failed);
  twi_json_put(part, "employment", twi_json_number(other->employment), failed);
  twi_json_put(part, "employment_there", twi_json_number(other->employment_there), failed);
  twi_json_put(part, "real_income_pct", twi_json_number(other->real_income), failed);
  twi_json_put(part, "real_income_pct_there", twi_json_number(other->real_income_there), failed);
  return part;
}

static const char *text_of_result(const void *result, const char *field)
{
  return tw_result_text(result, field);
}

json_t *twi_manifest_scenario(tw_context *ctx, const tw_result *result, int *failed)
{
  const twi_scenario_file *file;
  int files = twi_result_files(result, &file);
  json_t *part = json_object();
  twi_json_put(part, "name", twi_json_text(ctx, tw_result_text(result, "scenario")), failed);
  twi_json_put(part, "title", twi_json_text(ctx, tw_result_text(result, "title")), failed);
  twi_json_put(part, "titles", twi_json_languages(ctx, text_of_result, result, "title", failed), failed);
  const char *notes = tw_result_text(result, "notes");
  twi_json_put(part, "notes", twi_json_text(ctx, *notes ? notes : NULL), failed);
  twi_json_put(part, "notes_in", twi_json_languages(ctx, text_of_result, result, "notes", failed), failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, tw_result_text(result, "scenario_sha256")), failed);
  twi_manifest_closures(ctx, part, text_of_result, result, failed);
  twi_json_put(part, "other_equilibrium", other_equilibrium(ctx, result, failed), failed);
  twi_json_put(part, "closure", sentences_list(ctx, result, failed), failed);
  twi_json_put(part, "closure_detail", closure_detail(result, failed), failed);
  twi_json_put(part, "rules", rules_list(ctx, result, failed), failed);
  twi_json_put(part, "files", twi_manifest_scenario_files(ctx, file, files, failed), failed);
  return part;
}

/* ---------------------------------------------------------------- limits, targets, preferences */

static json_t *target_object(tw_context *ctx, const tw_condition_result *c, int *failed)
{
  json_t *line = json_object();
  twi_json_put(line, "line", json_integer(c->line), failed);
  twi_json_put(line, "what", twi_json_text(ctx, c->what), failed);
  twi_json_put(line, "instrument", twi_json_text(ctx, c->instrument), failed);
  twi_json_put(line, "goal", twi_json_number(c->limit), failed);
  twi_json_put(line, "value", twi_json_number(c->value), failed);
  twi_json_put(line, "instrument_pct", twi_json_number(100 * c->size), failed);
  twi_json_put(line, "money", twi_json_number(c->money), failed);
  return line;
}

/* Keys are there always, so that a program that reads many manifests finds them in each. */
void twi_manifest_conditions(tw_context *ctx, const tw_result *result, json_t *root, int *failed)
{
  const tw_condition_result *c;
  const tw_preference_result *p;
  int count = tw_result_conditions(result, &c), limits = 0, binding = 0;
  double rents = 0;
  json_t *targets = json_array(), *part = json_object();
  if (!targets) *failed = 1;
  for (int i = 0; i < count; i++) {
    if (strcmp(c[i].rule, "target") == 0) {
      twi_json_append(targets, target_object(ctx, &c[i], failed), failed);
      continue;
    }
    limits++;
    binding += c[i].binding != 0;
    if (c[i].binding && isfinite(c[i].money)) rents += c[i].money;
  }
  twi_json_put(part, "count", json_integer(limits), failed);
  twi_json_put(part, "binding", json_integer(binding), failed);
  twi_json_put(part, "rents", twi_json_number(rents), failed);
  twi_json_put(root, "limits", part, failed);
  twi_json_put(root, "targets", targets, failed);
  twi_json_put(root, "preferences", json_integer(tw_result_preferences(result, &p)), failed);
}

/* ---------------------------------------------------------------- years */

json_t *twi_manifest_years(const twi_run *run, int *failed)
{
  if (!run->path) return json_null();
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < run->count; i++) {
    const tw_info *info = tw_result_info(tw_path_result(run->path, i));
    json_t *line = json_object();
    twi_json_put(line, "year", json_integer(tw_path_year(run->path, i)), failed);
    twi_json_put(line, "outcome", json_string(tw_outcome_word(info->outcome)), failed);
    twi_json_put(line, "certified", json_boolean(info->outcome > 0), failed);
    twi_json_put(line, "share_solved", twi_json_number(info->share_solved), failed);
    twi_json_put(line, "iterations", json_integer(info->iterations), failed);
    twi_json_put(line, "steps", json_integer(info->steps), failed);
    twi_json_put(line, "base_max", twi_json_number(info->base_certificate.max), failed);
    twi_json_put(line, "max", twi_json_number(info->certificate.max), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}
