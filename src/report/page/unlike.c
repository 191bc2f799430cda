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
  if (against && *against)
    twi_text_printf(out, "the scenario %s", against);
  else
    twi_text_put(out, "the equilibrium without policy");
}

static void closure_words(twi_text *out, const twi_page_run *run)
{
  const char *deficits = twi_page_text(run, "scenario", "deficits");
  const char *against = twi_page_text(run, "scenario", "against_deficits");
  json_t *part;
  size_t i;
  twi_text_printf(out, "deficits %s", deficits ? deficits : "fixed");
  if (!same_text(deficits, against)) twi_text_printf(out, " against %s", against ? against : "fixed");
  json_array_foreach(of_scenario(run, "closure_detail"), i, part)
  {
    const char *words = json_string_value(part);
    size_t length = words ? strlen(words) : 0;
    if (length) twi_text_printf(out, ", %.*s", (int)(length - (words[length - 1] == '.')), words);
  }
}

static int runs_differ(const twi_page_run *run, int count, int (*same)(const twi_page_run *, const twi_page_run *))
{
  for (int i = 1; i < count; i++)
    if (!same(&run[0], &run[i])) return 1;
  return 0;
}

/* "one: A; two: B" */
static void list_runs(twi_text *out, const twi_page_run *run, int count,
                      void (*words)(twi_text *, const twi_page_run *))
{
  for (int i = 0; i < count && i < MOST_NAMED; i++) {
    twi_text_printf(out, "%s%s: ", i ? "; " : "", run[i].folder);
    words(out, &run[i]);
  }
  if (count > MOST_NAMED) twi_text_printf(out, "; and %d more", count - MOST_NAMED);
}

/* A run whose closure is deficits alone, the same on both sides, so that one line says it; NULL: none. */
static const twi_page_run *simplest_closure(const twi_page_run *run, int count)
{
  for (int i = 0; i < count; i++)
    if (json_array_size(of_scenario(&run[i], "closure_detail")) == 0 &&
        same_text(twi_page_text(&run[i], "scenario", "deficits"),
                  twi_page_text(&run[i], "scenario", "against_deficits")))
      return &run[i];
  return NULL;
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
    if (!runs_differ(run, count, same_world)) return 0;
    twi_text_put(out, "The runs use different worlds (");
    list_runs(out, run, count, world_words);
    twi_text_printf(out, "), so they differ in more than the policy. Run them with the same one, such as `--world %s`.",
                    twi_page_text(&run[0], "world", "name"));
    return 1;
  case 1:
    if (!runs_differ(run, count, same_reference)) return 0;
    twi_text_put(out, "The runs are compared with different things (");
    list_runs(out, run, count, reference_words);
    const char *name = any_reference(run, count);
    if (name)
      twi_text_printf(out,
                      "), so their numbers do not measure the same. Write the same line into each scenario, such as "
                      "`against: %s`.",
                      name);
    return 1;
  case 2:
    if (!runs_differ(run, count, same_closure)) return 0;
    twi_text_put(out, "The runs have different closures (");
    list_runs(out, run, count, closure_words);
    twi_text_put(out, "), so their numbers do not measure the policy alone. Write the same line into each scenario");
    const twi_page_run *one = simplest_closure(run, count);
    if (one) twi_text_printf(out, ", such as `closure: {deficits: %s}`", twi_page_text(one, "scenario", "deficits"));
    twi_text_put(out, ".");
    return 1;
  default:
    return -1;
  }
}
