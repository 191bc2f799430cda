/* Options that say otherwise than the file, while it is read: see given.h. An amount takes the place of the one in the
 * file, which is read all the same, and must have its unit. */
#include "scenario/given.h"

#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/names.h"
#include "base/text.h"
#include "scenario/chosen.h"
#include "scenario/read/read.h"

static const char of_set[] = "--set ", of_elasticities[] = "--elasticities";
enum { SET = sizeof of_set - 1 };

/* Those without a name after it. */
static const char *const option_of[] = {
    [TWI_GIVEN_DEFICITS] = "--deficits", [TWI_GIVEN_PROFITS] = "--profits", [TWI_GIVEN_FOCUS] = "--focus"};

int twi_is_option_file(const twi_scenario_file *file)
{
  return !file->builtin && (strncmp(file->name, of_set, SET) == 0 || strcmp(file->name, of_elasticities) == 0 ||
                            strcmp(file->name, twi_products_option) == 0 ||
                            strcmp(file->name, twi_share_option) == 0 ||
                            strcmp(file->name, option_of[TWI_GIVEN_DEFICITS]) == 0 ||
                            strcmp(file->name, option_of[TWI_GIVEN_PROFITS]) == 0 ||
                            strcmp(file->name, option_of[TWI_GIVEN_FOCUS]) == 0);
}

/* The first file is the scenario's own, whatever it is called. */
static const twi_scenario_file *find_option(const twi_scenario_file *file, int count, twi_given what, const char *name)
{
  for (int i = 1; i < count; i++) {
    if (file[i].builtin || file[i].against || !file[i].text) continue;
    const char *of = file[i].name;
    if (what == TWI_GIVEN_AMOUNT ? strncmp(of, of_set, SET) == 0 && strcmp(of + SET, name) == 0
                                 : strcmp(of, option_of[what]) == 0)
      return &file[i];
  }
  return NULL;
}

/* ---------------------------------------------------------------- among files */

tw_status twi_given_add(tw_context *ctx, twi_scenario_file **files, int *count, twi_given what, const char *name,
                        const char *text)
{
  const twi_scenario_file *found = find_option(*files, *count, what, name);
  twi_scenario_file entry = {.bytes = strlen(text)};
  entry.text = twi_strdup(ctx, text);
  entry.name = what == TWI_GIVEN_AMOUNT ? twi_format(ctx, "%s%s", of_set, name) : twi_strdup(ctx, option_of[what]);
  tw_status status = entry.text && entry.name ? TW_OK : twi_no_memory(ctx, 0);
  if (status == TW_OK) status = twi_digest_of(ctx, entry.text, entry.bytes, entry.sha256);
  if (status == TW_OK && !found) {
    twi_scenario_file *grown = twi_resize(ctx, *files, (size_t)*count + 1, sizeof *grown);
    if (grown) {
      *files = grown;
      grown[(*count)++] = entry;
      return TW_OK;
    }
    status = twi_no_memory(ctx, 0);
  }
  if (status != TW_OK) {
    twi_free(ctx, entry.text);
    twi_free(ctx, entry.name);
    return status;
  }
  twi_scenario_file *old = &(*files)[found - *files];
  twi_free(ctx, old->name);
  twi_free(ctx, old->text);
  *old = entry;
  return TW_OK;
}

tw_status twi_given_remember(twi_reading *r)
{
  if (r->depth || r->compared) return TW_OK;
  int builtin = r->builtin;
  tw_status status = TW_OK;
  r->builtin = 0;
  for (int i = 1; i < r->stored_count && status == TW_OK; i++) {
    const twi_scenario_file *f = &r->stored[i];
    if (!twi_is_option_file(f) || f->against || !f->text) continue;
    if (strcmp(f->name, of_elasticities) == 0 || strcmp(f->name, twi_products_option) == 0 ||
        strcmp(f->name, twi_share_option) == 0)
      continue; /* chosen.c */
    status = twi_remember_file(r, f->text, f->bytes, f->name);
  }
  r->builtin = builtin;
  return status;
}

tw_status twi_given_check(tw_context *ctx, const char *name, const char *text)
{
  if (!name || !*name)
    return twi_fail(ctx, TW_USAGE,
                    "found no name of a variable, expected NAME and an amount with its unit, such as "
                    "car_duty and 25 pp");
  if (!text || !text[strspn(text, " \t\r\n")])
    return twi_fail(ctx, TW_USAGE, "the variable %s: found no amount, expected one with its unit such as 25 pp", name);
  return TW_OK;
}

/* ---------------------------------------------------------------- amounts */

void twi_given_forget_place(const twi_yaml *node)
{
  twi_yaml *own = (twi_yaml *)node; /* of a tree that was just made; const is for those who use it */
  own->line = own->key_line = 0;
  for (int i = 0; i < node->count; i++) twi_given_forget_place(node->child[i]);
}

/* The node of an amount, in a tree of the scenario. Messages call it what was typed, without line and column. */
static tw_status parse_amount(twi_reading *r, const char *name, const twi_scenario_file *given, const twi_yaml **node)
{
  tw_scenario *s = r->scenario;
  char *text = twi_format(r->ctx, "%s: %s\n", name, given->text);
  char *origin = twi_format(r->ctx, "--set %s=%s", name, given->text);
  twi_yaml **grown = twi_resize(r->ctx, s->tree, (size_t)s->trees + 1, sizeof *grown), *root = NULL;
  if (grown) s->tree = grown;
  tw_status status = text && origin && grown ? TW_OK : twi_no_memory(r->ctx, 0);
  if (status == TW_OK) status = twi_yaml_parse(r->ctx, text, strlen(text), origin, &root);
  if (status == TW_OK) {
    s->tree[s->trees++] = root;
    if (root->kind != TWI_YAML_MAPPING || root->count != 1)
      status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: expected one amount with its unit, such as 25 pp", origin);
    else
      *node = root->child[0];
    twi_given_forget_place(root);
  }
  twi_free(r->ctx, text);
  twi_free(r->ctx, origin);
  return status;
}

tw_status twi_given_amount(twi_reading *r, const char *name, twi_variable *variable)
{
  const twi_scenario_file *given = find_option(r->stored, r->stored_count, TWI_GIVEN_AMOUNT, name);
  const twi_yaml *node = NULL;
  twi_amount amount = {0};
  if (!given) return TW_OK;
  const twi_amount_form form = {.key = variable->name, .units = 1u << variable->amount.unit, .variable = 1};
  const twi_yaml_comment *comment = r->comment; /* its text has no comments, and must not get those of the file */
  r->comment = NULL;
  int comments = r->comments;
  r->comments = 0;
  tw_status status = parse_amount(r, name, given, &node);
  if (status == TW_OK) status = twi_amount_read(r, node, &form, &amount);
  r->comment = comment;
  r->comments = comments;
  if (status == TW_OK && strcmp(amount.currency, variable->amount.currency) != 0)
    status = twi_yaml_fail(r->ctx, node, "%s: found %s, expected %s as in %s:%d", name, amount.currency,
                           variable->amount.currency, variable->node->origin, variable->node->key_line);
  if (status == TW_OK) {
    twi_free(r->ctx, amount.source);
    amount.source = twi_format(r->ctx, "--set %s=%s", name, given->text);
    if (!amount.source) status = twi_no_memory(r->ctx, 0);
  }
  if (status != TW_OK) {
    twi_amount_free(r->ctx, &amount);
    return status;
  }
  twi_amount_free(r->ctx, &variable->amount);
  variable->amount = amount;
  variable->given = 1;
  return TW_OK;
}

static tw_status append_text(tw_context *ctx, char **text, const char *words, int language)
{
  if (!*text) return TW_OK;
  char *longer = twi_format(ctx, language == 2 ? "%s（%s）" : "%s (%s)", *text, words);
  if (!longer) return twi_no_memory(ctx, 0);
  twi_free(ctx, *text);
  *text = longer;
  return TW_OK;
}

tw_status twi_given_titles(twi_reading *r)
{
  tw_scenario *s = r->scenario;
  twi_text words = {.ctx = r->ctx};
  int given = 0;
  for (int i = 0; i < s->variables; i++) {
    const twi_scenario_file *of = find_option(r->stored, r->stored_count, TWI_GIVEN_AMOUNT, s->variable[i].name);
    if (!of || !s->variable[i].given) continue;
    twi_text_printf(&words, "%s%s = %s", given++ ? ", " : "", s->variable[i].name, of->text);
  }
  char *list = NULL;
  tw_status status = given ? twi_text_take(&words, &list) : TW_OK;
  for (int l = 0; l < TWI_LANGUAGES && list && status == TW_OK; l++)
    status = append_text(r->ctx, &s->titles.in[l], list, l);
  if (list && status == TW_OK) status = append_text(r->ctx, &s->titles.text, list, 0);
  s->title = s->titles.text;
  twi_text_clear(&words);
  twi_free(r->ctx, list);
  return status;
}

static int has_variable(const tw_scenario *s, const char *name)
{
  size_t length = strlen(name);
  return twi_variable_find(s, name, length) || (s->against && twi_variable_find(s->against, name, length));
}

tw_status twi_given_fail(tw_context *ctx, const char *name, tw_scenario *const *scenarios, int count)
{
  enum { MOST = 256 };
  const char *names[MOST];
  int found = 0;
  for (int k = 0; k < count; k++) {
    const tw_scenario *const side[] = {scenarios[k], scenarios[k]->against};
    for (int j = 0; j < 2; j++)
      for (int i = 0; side[j] && i < side[j]->variables; i++) {
        int known = 0;
        for (int n = 0; n < found && !known; n++) known = strcmp(names[n], side[j]->variable[i].name) == 0;
        if (!known && found < MOST) names[found++] = side[j]->variable[i].name;
      }
  }
  char shown[TWI_SHOWN], list[512] = "";
  twi_show(name, strlen(name), shown);
  const char *file = scenarios[0]->file[0].name, *nearest = twi_nearest(name, strlen(name), names, found);
  for (int i = 0; i < found; i++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", names[i]);
  }
  if (found == 0)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "there is no variable %s in %s, which has none; variables are defined under `variables:`, as in "
                    "`car_duty: 25 pp`",
                    shown, file);
  if (nearest)
    return twi_fail(ctx, TW_BAD_INPUT, "there is no variable %s in %s; did you mean %s?", shown, file, nearest);
  return twi_fail(ctx, TW_BAD_INPUT, "there is no variable %s in %s; it has %s", shown, file, list);
}

/* ---------------------------------------------------------------- deficits */

/* Both sides alike: what is given answers how the comparison closes, not what it compares. */
tw_status twi_given_deficits(twi_reading *r)
{
  const twi_scenario_file *given = find_option(r->stored, r->stored_count, TWI_GIVEN_DEFICITS, NULL);
  tw_scenario *s = r->scenario;
  if (!given) return TW_OK;
  for (twi_deficits d = TWI_DEFICITS_FIXED; d <= TWI_DEFICITS_PROPORTIONAL; d++)
    if (strcmp(twi_deficits_word(d), given->text) == 0) {
      s->deficits = s->against_deficits = d;
      if (s->against) s->against->deficits = s->against->against_deficits = d;
      s->deficits_given = 1;
      return TW_OK;
    }
  return twi_fail(r->ctx, TW_BAD_INPUT, "deficits: found \"%s\", expected fixed, zero or proportional", given->text);
}

tw_status twi_given_profits(twi_reading *r)
{
  const twi_scenario_file *given = find_option(r->stored, r->stored_count, TWI_GIVEN_PROFITS, NULL);
  tw_scenario *s = r->scenario;
  if (!given) return TW_OK;
  for (twi_profits p = TWI_PROFITS_NONE; p <= TWI_PROFITS_OWNER; p++)
    if (strcmp(twi_profits_word(p), given->text) == 0) {
      s->profits = p;
      s->profits_given = 1;
      if (s->against) s->against->profits = p, s->against->profits_given = 1;
      return TW_OK;
    }
  return twi_fail(r->ctx, TW_BAD_INPUT, "profits: found \"%s\", expected owner or none", given->text);
}

/* ---------------------------------------------------------------- focus */

tw_status twi_given_focus_check(tw_context *ctx, const char *focus)
{
  static const char blank[] = " \t\r\n";
  char shown[TWI_SHOWN];
  int words = 0;
  for (const char *at = focus ? focus : ""; *(at += strspn(at, blank)); at += strcspn(at, blank)) words++;
  if (words == 1 || words == 2) return TW_OK;
  return twi_fail(ctx, TW_USAGE,
                  "found %s, expected a region or a group of them, and perhaps a sector, a product or a group of them, "
                  "as in CAN, \"CAN C29\", \"CAN TOYOTA\" or \"CUSMA goods\"",
                  words ? twi_show(focus, strlen(focus), shown) : "no focus");
}

const twi_scenario_file *twi_given_focus(const twi_reading *r)
{
  return find_option(r->stored, r->stored_count, TWI_GIVEN_FOCUS, NULL);
}

/* ---------------------------------------------------------------- scenarios */

/* Reads the scenario again with one option more. It keeps its address; after an error it is as it was. */
static tw_status give_scenario(tw_context *ctx, tw_scenario *s, twi_given what, const char *name, const char *text)
{
  if (s->varied || s->of_parts)
    return twi_fail(ctx, TW_USAGE, "a scenario of a decision or a range is changed through these");
  twi_scenario_file *files;
  int count;
  tw_scenario *fresh = NULL;
  tw_status status = twi_scenario_files(ctx, s, &files, &count);
  if (status != TW_OK) return status;
  status = twi_given_add(ctx, &files, &count, what, name, text);
  twi_log_again(ctx, 1);
  if (status == TW_OK) status = twi_scenario_read_stored(ctx, files, count, &fresh);
  twi_log_again(ctx, 0);
  twi_scenario_files_free(ctx, files, count);
  if (status == TW_OK && name && !has_variable(fresh, name)) status = twi_given_fail(ctx, name, &fresh, 1);
  if (status == TW_OK) {
    tw_scenario old = *s;
    *s = *fresh;
    *fresh = old;
  }
  tw_scenario_free(fresh);
  return status;
}

tw_status tw_scenario_set(tw_context *ctx, tw_scenario *s, const char *name, const char *amount)
{
  tw_status status = twi_given_check(ctx, name, amount);
  return status == TW_OK ? give_scenario(ctx, s, TWI_GIVEN_AMOUNT, name, amount) : status;
}

tw_status twi_given_deficits_word(tw_context *ctx, const char *word, const char **kept)
{
  const char *names[3];
  char shown[TWI_SHOWN];
  for (int i = 0; i < 3; i++) {
    names[i] = twi_deficits_word((twi_deficits)i);
    *kept = names[i];
    if (word && twi_same_name(word, strlen(word), names[i])) return TW_OK;
  }
  if (!word) word = "";
  const char *nearest = twi_nearest(word, strlen(word), names, 3);
  return twi_fail(ctx, TW_USAGE, "deficits: found %s, expected fixed, zero or proportional%s%s%s",
                  twi_show(word, strlen(word), shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                  nearest ? "?" : "");
}

void twi_given_tell_deficits(tw_context *ctx, const tw_scenario *s, const char *deficits)
{
  if (s->deficits == s->against_deficits || s->deficits_given) return;
  twi_log(ctx, 0,
          "trade deficits are now %s on both sides; %s says %s with the policy and %s in what it is compared with",
          deficits, s->file[0].name, twi_deficits_word(s->deficits), twi_deficits_word(s->against_deficits));
}

tw_status tw_scenario_use_deficits(tw_context *ctx, tw_scenario *s, const char *deficits)
{
  tw_status status = twi_given_deficits_word(ctx, deficits, &deficits);
  if (status != TW_OK) return status;
  twi_given_tell_deficits(ctx, s, deficits);
  return give_scenario(ctx, s, TWI_GIVEN_DEFICITS, NULL, deficits);
}

tw_status twi_given_profits_word(tw_context *ctx, const char *word, const char **kept)
{
  const char *names[2] = {twi_profits_word(TWI_PROFITS_NONE), twi_profits_word(TWI_PROFITS_OWNER)};
  char shown[TWI_SHOWN];
  for (int i = 0; i < 2; i++) {
    *kept = names[i];
    if (word && twi_same_name(word, strlen(word), names[i])) return TW_OK;
  }
  if (!word) word = "";
  const char *nearest = twi_nearest(word, strlen(word), names, 2);
  return twi_fail(ctx, TW_USAGE, "profits: found %s, expected owner or none%s%s%s",
                  twi_show(word, strlen(word), shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                  nearest ? "?" : "");
}

tw_status tw_scenario_use_profits(tw_context *ctx, tw_scenario *s, const char *profits)
{
  tw_status status = twi_given_profits_word(ctx, profits, &profits);
  return status == TW_OK ? give_scenario(ctx, s, TWI_GIVEN_PROFITS, NULL, profits) : status;
}

const char *tw_scenario_variable(const tw_scenario *s, int index)
{
  int own = s->variables, other = s->against ? s->against->variables : 0;
  if (index < 0) return NULL;
  if (index < own) return s->variable[index].name;
  for (int i = 0; i < other; i++) {
    const char *name = s->against->variable[i].name;
    if (!twi_variable_find(s, name, strlen(name)) && own++ == index) return name;
  }
  return NULL;
}

tw_status tw_scenario_use_focus(tw_context *ctx, tw_scenario *s, const char *focus)
{
  tw_status status = twi_given_focus_check(ctx, focus);
  return status == TW_OK ? give_scenario(ctx, s, TWI_GIVEN_FOCUS, NULL, focus) : status;
}
