/* Codes that are words elsewhere: in policies (`all`, `goods`, `services`, names of groups), in tables (`final`), in
 * YAML.
 *
 * Policies look for a code first. So a sector called services would hide the services, and a policy on them would
 * act on one sector without a word. Such a code is refused, unless it means the same as the word: the only sector of
 * services may be called so. A region that hides a group is legal (a world of blocs has a region EU) and said. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"

enum { ALL, GOODS, SERVICES, FINAL, WORDS };
static const struct {
  const char *word, *meaning, *instead;
} words[WORDS] = {{"all", "all %s", "TOTAL"},
                  {"goods", "all sectors of goods", "GDS"},
                  {"services", "all sectors of services", "SRV"},
                  {"final", "final demand", "FIN"}};

static int word_of(const char *code)
{
  for (int k = 0; k < WORDS; k++)
    if (twi_same_name(code, strlen(code), words[k].word)) return k;
  return -1;
}

/* The word means this sector and no other. */
static int same_meaning(const tw_world *w, int sector, int word)
{
  if (word == ALL) return w->S == 1;
  if (word == FINAL || (w->goods[sector] != 0) != (word == GOODS)) return 0;
  int count = 0;
  for (int s = 0; s < w->S; s++) count += (w->goods[s] != 0) == (word == GOODS);
  return count == 1;
}

static tw_status refuse_code(tw_context *ctx, const char *origin, int line, const char *what, const char *code,
                             int word)
{
  char meaning[64], place[32] = "";
  snprintf(meaning, sizeof meaning, words[word].meaning, strcmp(what, "region") == 0 ? "regions" : "sectors");
  if (line) snprintf(place, sizeof place, ":%d", line);
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s%s: found the %s %s, a word that means %s in policies and tables; expected "
                  "another code, such as %s",
                  origin, place, what, code, meaning, words[word].instead);
}

tw_status twi_world_check_words(tw_context *ctx, const tw_world *w, const twi_code_places *places)
{
  for (int d = 0; d < w->N; d++) {
    int word = word_of(w->region[d]);
    if (word < 0 || (word == ALL && w->N == 1)) continue;
    return refuse_code(ctx, places->regions, places->region ? twi_codes_line(places->region, d) : 0, "region",
                       w->region[d], word);
  }
  for (int s = 0; s < w->S; s++) {
    int word = word_of(w->sector[s]);
    if (word < 0 || same_meaning(w, s, word)) continue;
    return refuse_code(ctx, places->sectors, places->sector ? twi_codes_line(places->sector, s) : 0, "sector",
                       w->sector[s], word);
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- what is said */

static tw_status say_codes_that_are_words(tw_context *ctx, tw_world *w)
{
  tw_status status = TW_OK;
  for (int s = 0; s < w->S && status == TW_OK; s++) {
    int word = word_of(w->sector[s]);
    if (word < 0) continue;
    char meaning[64];
    snprintf(meaning, sizeof meaning, words[word].meaning, "sectors");
    status = twi_world_find(ctx, w, 0, "code_is_word", -1, s, NAN, NAN,
                            "The sector %s has the name by which policies mean %s: it is the only one, so both mean "
                            "the same.",
                            w->sector[s], meaning);
  }
  return status;
}

/* Members of the group in the world besides the code that has its name. */
static int members_beside(const tw_world *w, twi_axis axis, const twi_group *group, int index)
{
  int count = 0;
  for (int i = 0; i < group->count; i++) {
    int member = twi_world_index(w, axis, group->members[i], strlen(group->members[i]));
    count += member >= 0 && member != index;
  }
  return count;
}

int twi_world_hidden_group(const tw_world *w, twi_axis axis, int index)
{
  twi_group group;
  const char *code = axis == TWI_AXIS_REGIONS ? w->region[index] : w->sector[index];
  for (int k = 0; twi_world_group_of(w, axis, k, &group); k++)
    if (twi_same_name(code, strlen(code), group.name)) return members_beside(w, axis, &group, index);
  return 0;
}

static tw_status say_hidden(tw_context *ctx, tw_world *w, twi_axis axis)
{
  twi_group group;
  tw_status status = TW_OK;
  int regions = axis == TWI_AXIS_REGIONS;
  const char *what = regions ? "region" : "sector";
  for (int k = 0; status == TW_OK && twi_world_group_of(w, axis, k, &group); k++) {
    int index = twi_world_index(w, axis, group.name, strlen(group.name));
    int count = index >= 0 ? twi_world_hidden_group(w, axis, index) : 0;
    if (count)
      status = twi_world_find(ctx, w, 1, "group_hidden", regions ? index : -1, regions ? -1 : index, NAN, NAN,
                              "The %s %s hides the group of that name: policies that name it mean the %s alone, "
                              "not the %d other %ss here that are members of the group.",
                              what, regions ? w->region[index] : w->sector[index], what, count, what);
  }
  return status;
}

/* What YAML reads as something else than a text when no quotes are round it: null, ~, *X, a dash. */
static int needs_quotes(const char *code)
{
  return twi_same_name(code, strlen(code), "null") || strcmp(code, "~") == 0 || strchr("&*!|>%@`", code[0]) ||
         strcmp(code, "-") == 0 || strcmp(code, "?") == 0;
}

static tw_status say_quoted(tw_context *ctx, tw_world *w, int sectors)
{
  tw_status status = TW_OK;
  for (int i = 0; i < (sectors ? w->S : w->N) && status == TW_OK; i++) {
    const char *code = sectors ? w->sector[i] : w->region[i];
    if (!needs_quotes(code)) continue;
    status = twi_world_find(ctx, w, 0, "code_in_quotes", sectors ? -1 : i, sectors ? i : -1, NAN, NAN,
                            "The %s %s must stand in quotes in policies, \"%s\": without them it is no text in YAML.",
                            sectors ? "sector" : "region", code, code);
  }
  return status;
}

tw_status twi_world_say_codes(tw_context *ctx, tw_world *w)
{
  tw_status status = say_codes_that_are_words(ctx, w);
  if (status == TW_OK) status = say_hidden(ctx, w, TWI_AXIS_REGIONS);
  if (status == TW_OK) status = say_hidden(ctx, w, TWI_AXIS_SECTORS);
  if (status == TW_OK) status = say_quoted(ctx, w, 0);
  return status == TW_OK ? say_quoted(ctx, w, 1) : status;
}
