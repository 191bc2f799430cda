/* Runs side by side that do not measure the same thing: other worlds, references or closures. See twi_page_unlike. */
#include "report/page/unlike.h"

#include <string.h>

#include "scenario/scenario.h"

enum { MOST_NAMED = 6 };

static json_t *of_scenario(const twi_page_run *run, const char *key)
{
  return json_object_get(json_object_get(run->manifest, "scenario"), key);
}

static int same_text(const char *a, const char *b)
{
  return strcmp(a ? a : "", b ? b : "") == 0;
}

/* ---------------------------------------------------------------- what is compared */

static int same_world(const twi_page_run *a, const twi_page_run *b)
{
  return same_text(twi_page_text(a, "world", "sha256"), twi_page_text(b, "world", "sha256"));
}

/* The digest of the scenario that is compared with, where it was stored; NULL. */
static const char *digest_of_reference(const twi_page_run *run)
{
  json_t *file;
  size_t i;
  json_array_foreach(
      of_scenario(run, "files"), i,
      file) if (json_is_true(json_object_get(file, "against"))) return json_string_value(json_object_get(file,
                                                                                                         "sha256"));
  return NULL;
}

static int same_reference(const twi_page_run *a, const twi_page_run *b)
{
  return same_text(twi_page_text(a, "scenario", "against"), twi_page_text(b, "scenario", "against")) &&
         same_text(digest_of_reference(a), digest_of_reference(b));
}

/* Deficits on both sides, and all else that the closure says, numbers included. */
static int same_closure(const twi_page_run *a, const twi_page_run *b)
{
  static const char *const sides[] = {"deficits", "against_deficits"};
  for (int i = 0; i < 2; i++)
    if (!same_text(twi_page_text(a, "scenario", sides[i]), twi_page_text(b, "scenario", sides[i]))) return 0;
  json_t *left = of_scenario(a, "closure_detail"), *right = of_scenario(b, "closure_detail");
  return (json_array_size(left) == 0 && json_array_size(right) == 0) || (left && right && json_equal(left, right));
}

/* ---------------------------------------------------------------- in words */

static void world_words(twi_text *out, const twi_page_run *run)
{
  const char *name = twi_page_text(run, "world", "label"), *sha256 = twi_page_text(run, "world", "sha256");
  if (!name) name = twi_page_text(run, "world", "name"); /* of older results */
  twi_text_printf(out, "%s (%.8s)", name ? name : "a world", sha256 ? sha256 : "");
}

static void reference_words(twi_text *out, const twi_page_run *run)
{
  const char *against = twi_page_text(run, "scenario", "against");
  const char *title = twi_page_text(run, "scenario", "against_title"); /* older results have none */
  if (against && *against && title && *title && strcmp(title, against) != 0)
    twi_text_printf(out, "the scenario \"%s\"", title);
  else if (against && *against)
    twi_text_printf(out, "the scenario %s", against);
  else
    twi_text_put(out, "the equilibrium without policy");
}

static void deficits_words(twi_text *out, const twi_page_run *run)
{
  const char *deficits = twi_page_text(run, "scenario", "deficits");
  const char *against = twi_page_text(run, "scenario", "against_deficits");
  twi_text_printf(out, "deficits %s", deficits ? deficits : "fixed");
  if (!same_text(deficits, against)) twi_text_printf(out, " against %s", against ? against : "fixed");
}

/* The kinds of what the closure has besides deficits. */
static void closure_words(twi_text *out, const twi_page_run *run)
{
  json_t *part;
  size_t i;
  deficits_words(out, run);
  json_array_foreach(of_scenario(run, "closure_parts"), i, part)
  {
    const char *key = json_string_value(part), *words = key ? twi_closure_part_words(key, strlen(key)) : NULL;
    if (words) twi_text_printf(out, ", %s", words);
  }
}

static int same_sides(const twi_page_run *run)
{
  return same_text(twi_page_text(run, "scenario", "deficits"), twi_page_text(run, "scenario", "against_deficits"));
}

/* All of it, where the kinds are the same: as it is written, where one line says it. */
static void closure_details(twi_text *out, const twi_page_run *run)
{
  const char *line = twi_page_text(run, "scenario", "closure_line");
  json_t *part;
  size_t i;
  if (line && same_sides(run)) {
    twi_text_printf(out, "`%s`", line);
    return;
  }
  deficits_words(out, run);
  json_array_foreach(of_scenario(run, "closure_detail"), i, part)
  {
    const char *words = json_string_value(part);
    size_t length = words ? strlen(words) : 0;
    if (length) twi_text_printf(out, ", %.*s", (int)(length - (words[length - 1] == '.')), words);
  }
}

/* Whether the kinds alone tell the closures of two runs apart. */
static int same_kinds(const twi_page_run *a, const twi_page_run *b)
{
  static const char *const keys[] = {"deficits", "against_deficits", "closure_parts"};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    json_t *left = of_scenario(a, keys[i]), *right = of_scenario(b, keys[i]);
    if ((left || right) && !(left && right && json_equal(left, right))) return 0;
  }
  return 1;
}

static int kinds_tell(const twi_page_run *run, int count)
{
  for (int i = 1; i < count; i++)
    for (int j = 0; j < i; j++)
      if (!same_closure(&run[i], &run[j]) && same_kinds(&run[i], &run[j])) return 0;
  return 1;
}

static int differs(const twi_page_run *run, int count, int (*same)(const twi_page_run *, const twi_page_run *))
{
  for (int i = 1; i < count; i++)
    if (!same(&run[0], &run[i])) return 1;
  return 0;
}

/* "one: A; two: B" */
static void list(twi_text *out, const twi_page_run *run, int count, void (*words)(twi_text *, const twi_page_run *))
{
  for (int i = 0; i < count && i < MOST_NAMED; i++) {
    twi_text_printf(out, "%s%s: ", i ? "; " : "", run[i].folder);
    words(out, &run[i]);
  }
  if (count > MOST_NAMED) twi_text_printf(out, "; and %d more", count - MOST_NAMED);
}

/* The line that makes the closures of all runs alike: that of a run whose closure is deficits alone, else of any that
 * one line says, both sides of it. Returns 0 where there is none. */
static int closure_line(twi_text *out, const twi_page_run *run, int count)
{
  for (int i = 0; i < count; i++)
    if (json_array_size(of_scenario(&run[i], "closure_detail")) == 0 && same_sides(&run[i])) {
      twi_text_printf(out, "closure: {deficits: %s}", twi_page_text(&run[i], "scenario", "deficits"));
      return 1;
    }
  for (int i = 0; i < count; i++) {
    const char *line = twi_page_text(&run[i], "scenario", "closure_line");
    if (!line || !same_sides(&run[i])) continue;
    twi_text_put(out, line);
    return 1;
  }
  return 0;
}

/* The first reference that has a name. */
static const char *any_reference(const twi_page_run *run, int count)
{
  for (int i = 0; i < count; i++) {
    const char *against = twi_page_text(&run[i], "scenario", "against");
    if (against && *against) return against;
  }
  return NULL;
}

int twi_page_unlike(const twi_page_run *run, int count, int which, twi_text *out)
{
  if (which < count) { /* each run's own */
    const char *warning = twi_page_text(&run[which], "scenario", "warning");
    if (warning) twi_text_printf(out, "%s: %s", run[which].folder, warning);
    return warning != NULL;
  }
  switch (which - count) {
  case 0:
    if (!differs(run, count, same_world)) return 0;
    twi_text_put(out, "The runs use different worlds (");
    list(out, run, count, world_words);
    twi_text_printf(out, "), so they differ in more than the policy. Run them with the same one, such as `--world %s`.",
                    twi_page_text(&run[0], "world", "name"));
    return 1;
  case 1:
    if (!differs(run, count, same_reference)) return 0;
    twi_text_put(out, "The runs are compared with different things (");
    list(out, run, count, reference_words);
    const char *name = any_reference(run, count);
    if (name)
      twi_text_printf(out,
                      "), so their numbers do not measure the same. Write the same line into each scenario, such as "
                      "`against: %s`.",
                      name);
    return 1;
  case 2:
    if (!differs(run, count, same_closure)) return 0;
    twi_text_put(out, "The runs have different closures (");
    list(out, run, count, kinds_tell(run, count) ? closure_words : closure_details);
    twi_text_put(out, "), so their numbers do not measure the policy alone. ");
    twi_text line = {.ctx = out->ctx};
    if (closure_line(&line, run, count))
      twi_text_printf(out, "Write one closure into all of them, in place of what each has: `%s`.", line.bytes);
    else
      twi_text_put(out, "Write the closure of one of them into all.");
    out->failed |= line.failed;
    twi_text_clear(&line);
    return 1;
  default:
    return -1;
  }
}
