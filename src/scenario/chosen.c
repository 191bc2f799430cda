/* Which trade elasticities hold: those of sectors.csv, or the set that the scenario or an option chooses. See chosen.h.
 *
 * An option is kept with the scenario as two files, one that says what was chosen and, where that is a file, the file:
 * so the SHA-256 of the scenario covers it, run.json has it, and what is read from there solves the same. */
#include "scenario/chosen.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "scenario/rules.h"
#include "world/elasticities.h"
#include "world/products.h"

enum { MOST_BYTES = 4 << 20 };
static const char of_option[] = "--elasticities";

/* ---------------------------------------------------------------- choosing */

int twi_is_set_name(const char *text)
{
  size_t n = strlen(text);
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return n > 0 && n <= 64 && strspn(text, letters) == n;
}

static tw_status choose(tw_context *ctx, tw_scenario *s, const char *set, const twi_scenario_file *file)
{
  char *name = twi_strdup(ctx, set), *at = twi_strdup(ctx, of_option);
  tw_status status = name && at ? twi_choice_add(ctx, s, of_option, set, strlen(set)) : twi_no_memory(ctx, 0);
  if (status == TW_OK && file) status = twi_choice_add(ctx, s, set, file->text, file->bytes);
  if (status == TW_OK) status = twi_scenario_digest(ctx, s);
  if (status != TW_OK) {
    twi_free(ctx, name);
    twi_free(ctx, at);
    return status;
  }
  twi_free(ctx, s->elasticities);
  twi_free(ctx, s->elasticities_at);
  s->elasticities = name;
  s->elasticities_at = at;
  s->elasticities_chosen = file ? TWI_CHOSEN_FILE : TWI_CHOSEN_OPTION;
  return twi_compared_again(ctx, s);
}

tw_status tw_scenario_use_elasticities(tw_context *ctx, tw_scenario *s, const char *set)
{
  if (!set || !*set)
    return twi_fail(ctx, TW_USAGE, "elasticities: found nothing, expected the name of a set or a file");
  if (s->varied || s->elasticities_chosen >= TWI_CHOSEN_OPTION)
    return twi_fail(ctx, TW_USAGE, "elasticities: they were chosen already");
  if (twi_is_set_name(set)) return choose(ctx, s, set, NULL);
  twi_scenario_file file = {0};
  tw_status status = twi_source_text(ctx, set, MOST_BYTES, &file.text, &file.bytes);
  if (status == TW_OK) status = choose(ctx, s, set, &file);
  twi_free(ctx, file.text);
  return status;
}

tw_status twi_scenario_choose_stored(tw_context *ctx, tw_scenario *s, const twi_scenario_file *stored, int count)
{
  const twi_scenario_file *said = NULL, *file = NULL;
  tw_status status = TW_OK;
  for (int i = 1; i < count && !said && status == TW_OK; i++) { /* as they were chosen: the SHA-256 depends on it */
    if (stored[i].builtin) continue;
    if (strcmp(stored[i].name, of_option) == 0) said = &stored[i];
    if (strcmp(stored[i].name, twi_products_option) == 0) status = twi_products_choose(ctx, s, stored[i].text);
    if (strcmp(stored[i].name, twi_share_option) == 0) status = twi_share_choose(ctx, s, stored[i].text);
  }
  if (!said || status != TW_OK) return status;
  for (int i = 1; i < count; i++)
    if (!twi_is_set_name(said->text) && strcmp(stored[i].name, said->text) == 0) file = &stored[i];
  if (!file && !twi_is_set_name(said->text))
    return twi_fail(ctx, TW_BAD_INPUT, "the file of elasticities \"%s\" is not among the files that were stored",
                    said->text);
  status = choose(ctx, s, said->text, file);
  for (int i = (int)(said - stored) + 1; i < count && status == TW_OK; i++)
    if (!stored[i].builtin && strcmp(stored[i].name, twi_products_option) == 0)
      status = twi_products_choose(ctx, s, stored[i].text);
  return status;
}

/* ---------------------------------------------------------------- what holds */

static tw_status fail_absent(tw_context *ctx, const tw_scenario *s, const tw_world *w)
{
  enum { MOST = 64 };
  const char *names[MOST];
  char list[512] = "", shown[TWI_SHOWN];
  int count = 0;
  for (; count < MOST && (names[count] = twi_world_set(w, count)); count++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", names[count]);
  }
  const char *name = s->elasticities, *nearest = twi_nearest(name, strlen(name), names, count);
  twi_show(name, strlen(name), shown);
  if (nearest)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: world %s has no set of elasticities %s; did you mean %s?",
                    s->elasticities_at, w->name, shown, nearest);
  return twi_fail(ctx, TW_BAD_INPUT, "%s: world %s has no set of elasticities %s; it has %s%s", s->elasticities_at,
                  w->name, shown, count ? list : "none",
                  s->elasticities_chosen == TWI_CHOSEN_OPTION ? " (the name of a file has a dot or a slash)" : "");
}

/* The rows of the file that the option named. */
static tw_status read_file(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_chosen *c)
{
  const twi_scenario_file *file = &s->file[s->files - 1];
  while (strcmp(file->name, s->elasticities) != 0) file--; /* another choice may have come after it */
  twi_source *source;
  twi_csv *csv = NULL;
  tw_status status = twi_source_unpacked(ctx, file->text, file->bytes, file->name, &source);
  if (status == TW_OK) status = twi_csv_open(ctx, source, &csv);
  if (status == TW_OK) status = twi_estimates_read(ctx, w, csv, 0, "file", &c->owned, &c->rows);
  twi_csv_free(csv);
  c->row = c->owned;
  return status;
}

tw_status twi_chosen_find(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_chosen *c)
{
  memset(c, 0, sizeof *c);
  c->by = s->elasticities_chosen;
  c->row_of = twi_alloc(ctx, (size_t)w->S, sizeof *c->row_of);
  if (!c->row_of) return twi_no_memory(ctx, 0);
  for (int i = 0; i < w->S; i++) c->row_of[i] = -1;
  const char *set = s->elasticities;
  tw_status status = TW_OK;
  if (c->by == TWI_CHOSEN_FILE) {
    status = read_file(ctx, s, w, c);
    if (status == TW_OK) set = c->row[0].set;
    c->name = s->elasticities;
  } else {
    set = set ? twi_world_find_set(w, set) : twi_world_own_set(w);
    if (!set && c->by) return fail_absent(ctx, s, w);
    c->row = w->estimate;
    c->rows = w->estimate_count;
    c->name = set;
  }
  if (status != TW_OK || !set) return status;
  c->found = twi_estimates_resolve(ctx, w, c->row, c->rows, set, c->row_of);
  return c->found < 0 ? twi_no_memory(ctx, 0) : TW_OK;
}

void twi_chosen_free(tw_context *ctx, twi_chosen *c)
{
  twi_estimates_free(ctx, c->owned, c->owned ? c->rows : 0);
  twi_free(ctx, c->row_of);
  memset(c, 0, sizeof *c);
}

/* "sectors A, B and 3 others" */
static void list_lacking(const twi_chosen *c, const tw_world *w, twi_text *text)
{
  enum { MOST = 12 };
  int said = 0, all = 0;
  for (int s = 0; s < w->S; s++) {
    if (c->row_of[s] >= 0 || all++ >= MOST) continue;
    twi_text_printf(text, "%s%s", said++ ? ", " : "", w->sector[s]);
  }
  if (all > said) twi_text_printf(text, " and %d others", all - said);
}

tw_status twi_chosen_words(tw_context *ctx, const tw_scenario *s, const tw_world *w, const twi_chosen *c, char **words)
{
  twi_text text = {.ctx = ctx};
  *words = NULL;
  if (!c->by) return TW_OK;
  twi_text_printf(&text, "Trade elasticities are those of the %s %s, on both sides",
                  c->by == TWI_CHOSEN_FILE ? "file" : "set", c->name);
  if (c->by != TWI_CHOSEN_SCENARIO) twi_text_printf(&text, " (%s)", s->elasticities_at);
  if (c->found < w->S) {
    twi_text_put(&text, "; it has no estimate for ");
    list_lacking(c, w, &text);
    twi_text_put(&text, ", where the world's hold");
  }
  twi_text_put(&text, ".");
  return twi_text_take(&text, words);
}

/* The elasticities that are chosen, in the view, which is made of the world where there is none yet. */
static tw_status view_elasticities(tw_context *ctx, const tw_scenario *s, const tw_world *w, tw_world **view)
{
  twi_chosen c;
  tw_status status = twi_chosen_find(ctx, s, w, &c);
  tw_world *made = *view ? *view : status == TW_OK ? twi_alloc(ctx, 1, sizeof *made) : NULL;
  double *theta = made ? twi_alloc(ctx, (size_t)w->S, sizeof *theta) : NULL;
  if (status == TW_OK && !theta) status = twi_no_memory(ctx, (size_t)w->S * sizeof *theta);
  for (int k = 0; status == TW_OK && k < w->S; k++)
    theta[k] = c.row_of[k] < 0 ? w->theta[k] : c.row[c.row_of[k]].estimate;
  if (status == TW_OK && c.found < w->S) {
    char *words = NULL;
    status = twi_chosen_words(ctx, s, w, &c, &words);
    if (status == TW_OK) twi_log(ctx, 0, "%s", words);
    twi_free(ctx, words);
  }
  twi_chosen_free(ctx, &c);
  if (status != TW_OK) {
    twi_free(ctx, theta);
    if (made != *view) twi_free(ctx, made);
    return status;
  }
  if (!*view) *made = *w; /* borrows all else */
  made->theta = theta;
  *view = made;
  return TW_OK;
}

tw_status twi_scenario_view(tw_context *ctx, const tw_scenario *s, const tw_world *w, tw_world **view)
{
  tw_status status = twi_products_view(ctx, s, w, view);
  if (status != TW_OK) return status;
  if (s->elasticities_chosen) status = view_elasticities(ctx, s, w, view);
  if (status == TW_OK) status = twi_share_view(ctx, s, w, view);
  if (status != TW_OK) {
    twi_view_free(ctx, *view);
    *view = NULL;
  }
  return status;
}

void twi_view_free(tw_context *ctx, tw_world *view)
{
  if (!view) return;
  tw_world *below = view->below;
  if (view->parted) {
    twi_world_parts_free(ctx, view);
    twi_view_free(ctx, below);
    return;
  }
  if (!view->whole || view->theta != view->whole->theta) twi_free(ctx, view->theta);
  if (view->whole)
    twi_world_view_free(ctx, view);
  else
    twi_free(ctx, view);
}

/* ---------------------------------------------------------------- reading */

tw_status twi_elasticities_key_read(tw_context *ctx, tw_scenario *s, const twi_yaml *root)
{
  const twi_yaml *node = twi_yaml_get(root, "elasticities");
  if (!node) return TW_OK;
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || twi_yaml_is_null(node) || !twi_is_set_name(node->text))
    return twi_yaml_expected(ctx, node,
                             "the name of a set of the world's elasticities.csv (letters, digits, '-' and '_')");
  s->elasticities = twi_strdup(ctx, node->text);
  s->elasticities_at = twi_format(ctx, "%s:%d:%d", node->origin, node->line, node->column);
  s->elasticities_chosen = TWI_CHOSEN_SCENARIO;
  s->elasticities_node = node;
  return s->elasticities && s->elasticities_at ? TW_OK : twi_no_memory(ctx, 0);
}

/* Both sides have one set. */
tw_status twi_elasticities_agree(tw_context *ctx, const tw_scenario *s)
{
  const tw_scenario *other = s->against;
  if (!other || !other->elasticities) return TW_OK;
  if (s->elasticities && twi_same_name(s->elasticities, strlen(s->elasticities), other->elasticities)) return TW_OK;
  return twi_yaml_fail_key(
      ctx, other->elasticities_node,
      "elasticities: the scenario %s is compared with has the set %s, and this one %s%s; both sides "
      "have one set, so it must agree or leave them out",
      s->name, other->elasticities, s->elasticities ? "the set " : "has none", s->elasticities ? s->elasticities : "");
}
