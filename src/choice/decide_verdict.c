/* What was found about a decision, handed out: see tradewind.h. */
#include <stddef.h>
#include <string.h>

#include "base/names.h"
#include "choice/decide.h"
#include "link/link.h"
#include "outlook/payoff.h"

void tw_verdict_free(tw_verdict *v)
{
  if (!v) return;
  for (int i = 0; i < v->sentences; i++) twi_free(v->ctx, v->sentence[i]);
  twi_free(v->ctx, v->sentence);
  twi_free(v->ctx, v->sentence_region);
  twi_free(v->ctx, v->region);
  twi_free(v->ctx, v->cell);
  twi_free(v->ctx, v->lever);
  twi_free(v->ctx, v->break_even);
  twi_free(v->ctx, v->stay);
  twi_free(v->ctx, v->failure);
  twi_frontier_free(v->ctx, v->frontier);
  twi_focus_free(v->ctx, &v->focus);
  twi_view_free(v->ctx, v->view);
  tw_outlook_free(v->outlook);
  tw_link_free(v->link);
  twi_free(v->ctx, v);
}

/* ---------------------------------------------------------------- access */

const tw_verdict_info *tw_verdict_about(const tw_verdict *v)
{
  return &v->info;
}

const tw_verdict_region *tw_verdict_region_at(const tw_verdict *v, int index)
{
  return &v->region[index];
}

static tw_market_axis axis_of(const tw_verdict *v)
{
  return twi_payoff_axis((twi_payoff_field)v->decision->field);
}

const char *twi_verdict_code(const tw_verdict *v, int index)
{
  int at = v->region[index].region;
  return v->outlook ? tw_market_code(v->outlook->market, axis_of(v), at) : tw_world_region(v->world, at);
}

const char *twi_verdict_name(const tw_verdict *v, int index)
{
  int at = v->region[index].region;
  return v->outlook ? tw_market_name(v->outlook->market, axis_of(v), at) : tw_world_region_name(v->world, at);
}

void twi_verdict_unit(const tw_verdict *v, char words[64])
{
  const char *name = v->decision->indicator;
  size_t length = strcspn(name, " ");
  if (v->outlook)
    twi_print(words, 64, "%s", twi_payoff_unit((twi_payoff_field)v->decision->field, v->outlook->market));
  else if (length > 4 && strncmp(name + length - 4, "_pct", 4) == 0)
    twi_print(words, 64, "per cent");
  else if (strncmp(name, "employment_change", length) == 0)
    twi_print(words, 64, "thousand persons");
  else
    twi_print(words, 64, "%.24s %.24s", v->world->unit, v->world->currency);
}

const char *tw_verdict_place(const tw_verdict *v, int region, const char *field)
{
  if (region < 0 || region >= v->info.regions) return NULL;
  if (strcmp(field, "code") == 0) return twi_verdict_code(v, region);
  if (strcmp(field, "name") == 0) return twi_verdict_name(v, region);
  twi_no_field(v->ctx, "a region of a verdict", field);
  return NULL;
}

const tw_market *twi_verdict_market(const tw_verdict *v)
{
  return v->outlook ? v->outlook->market : v->link ? v->link->market : NULL;
}

const char *tw_verdict_market(const tw_verdict *v)
{
  const tw_market *m = twi_verdict_market(v);
  return m ? m->name : NULL;
}

void tw_verdict_unit(const tw_verdict *v, char words[64])
{
  twi_verdict_unit(v, words);
}

const char *tw_verdict_focus(const tw_verdict *v, const int **regions, int *count)
{
  if (regions) *regions = v->focus.of_region;
  if (count) *count = v->focus.regions;
  return v->focus.region;
}

const tw_cell *tw_verdict_cell(const tw_verdict *v, int region, int lever, int contingency)
{
  return &v->cell[(region * v->info.levers + lever) * v->info.contingencies + contingency];
}

const tw_lever *tw_verdict_lever(const tw_verdict *v, int region, int lever)
{
  return &v->lever[region * v->info.levers + lever];
}

const tw_break_even *tw_verdict_break_even(const tw_verdict *v, int region, int index)
{
  return &v->break_even[region * v->info.break_evens + index];
}

const tw_stay *tw_verdict_stay(const tw_verdict *v, int region, int contingency)
{
  return &v->stay[region * v->info.contingencies + contingency];
}

const char *tw_verdict_sentence(const tw_verdict *v, int region, int index)
{
  for (int i = 0; i < v->sentences; i++)
    if (v->sentence_region[i] == region && index-- == 0) return v->sentence[i];
  return NULL;
}

/* The failed cells alone are counted. */
const char *tw_verdict_failure(const tw_verdict *v, int index)
{
  for (int k = 0; v->failure && k < v->info.levers * v->info.contingencies; k++)
    if (v->failure[k].outcome <= 0 && index-- == 0) return v->failure[k].words;
  return NULL;
}

/* ---------------------------------------------------------------- columns */

/* A member of a struct by its name. */
typedef struct member {
  const char *name;
  size_t at;
} member;

/* One member of an array of structs of `size` bytes into out [count]. */
static tw_status gather_members(const tw_verdict *v, const char *call, const member *list, int members,
                                const char *field, const void *from, size_t size, size_t count, double *out)
{
  const char *names[16];
  for (int i = 0; i < members; i++) {
    names[i] = list[i].name;
    if (strcmp(list[i].name, field) != 0) continue;
    const char *bytes = (const char *)from + list[i].at;
    for (size_t k = 0; k < count; k++) memcpy(&out[k], bytes + k * size, sizeof *out);
    return TW_OK;
  }
  const char *near = twi_nearest(field, strlen(field), names, members);
  return twi_fail(v->ctx, TW_USAGE, "%s: unknown field \"%.60s\"%s%s%s; tradewind.h lists them", call, field,
                  near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

tw_status tw_verdict_cells(const tw_verdict *v, const char *field, double *out)
{
  static const member list[] = {{"central", offsetof(tw_cell, central)}, {"mean", offsetof(tw_cell, mean)},
                                {"p05", offsetof(tw_cell, p05)},         {"p50", offsetof(tw_cell, p50)},
                                {"p95", offsetof(tw_cell, p95)},         {"regret", offsetof(tw_cell, regret)}};
  size_t count = (size_t)v->info.regions * (size_t)v->info.levers * (size_t)v->info.contingencies;
  return gather_members(v, "tw_verdict_cells", list, sizeof list / sizeof *list, field, v->cell, sizeof *v->cell, count,
                        out);
}

tw_status tw_verdict_levers(const tw_verdict *v, const char *field, double *out)
{
  static const member list[] = {{"expected", offsetof(tw_lever, expected)},
                                {"p05", offsetof(tw_lever, p05)},
                                {"p50", offsetof(tw_lever, p50)},
                                {"p95", offsetof(tw_lever, p95)},
                                {"largest_regret", offsetof(tw_lever, largest_regret)},
                                {"largest_regret_draws", offsetof(tw_lever, largest_regret_draws)},
                                {"best", offsetof(tw_lever, best)}};
  size_t count = (size_t)v->info.regions * (size_t)v->info.levers;
  return gather_members(v, "tw_verdict_levers", list, sizeof list / sizeof *list, field, v->lever, sizeof *v->lever,
                        count, out);
}
