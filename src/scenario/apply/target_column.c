/* Targets that aim at a column of the results, as in `outcome: exports_pct CAN C29 USA`: its cells, its measure and its
 * words. Trade is counted in value before the importer's tariff, as the columns are. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/apply/apply.h"
#include "world/meant.h"

enum { REGION = 1, SECTOR = 2, PARTNER = 3, PLACES = 4 };

static tw_status find_place(twi_job *job, const twi_yaml *node, int place, int *index)
{
  size_t length;
  const char *code = twi_words_at(node->text, place, &length);
  twi_axis axis = place == SECTOR ? TWI_AXIS_SECTORS : TWI_AXIS_REGIONS;
  char meant[TWI_MEANT], shown[TWI_SHOWN];
  *index = twi_world_index(job->world, axis, code, length);
  if (*index >= 0) return TW_OK;
  const char *nearest = twi_world_suggest(job->world, axis, code, length, meant);
  return twi_yaml_fail(job->ctx, node, "outcome: world %s has no %s %s%s%s%s", job->world->name,
                       place == SECTOR ? "sector" : "region", twi_show(code, length, shown),
                       nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* What a region sells or buys, of one sector or of all, to or from one region or all others. */
static void list_flows(twi_job *job, const int at[PLACES], int imports)
{
  const tw_world *w = job->world;
  job->count = 0;
  for (int s = 0; s < w->S; s++)
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++) {
        int region = imports ? d : o, other = imports ? o : d;
        size_t cell = twi_flow_cell(w, s, d, o);
        if (d == o || !(w->flow[cell] > 0) || region != at[REGION]) continue;
        if ((at[SECTOR] >= 0 && s != at[SECTOR]) || (at[PARTNER] >= 0 && other != at[PARTNER])) continue;
        job->cell[job->count++] = cell;
      }
}

static void say_column(const twi_job *job, const int at[PLACES], twi_sentence *what)
{
  const tw_world *w = job->world;
  const twi_target_column *column = job->rule->column;
  int trade = column->measure == TWI_MEASURE_TRADE_VALUE;
  twi_say(what, "%s ", column->words);
  if (at[SECTOR] >= 0)
    twi_say(what, "%s %s ", w->sector[at[SECTOR]], !trade ? "in" : column->imports ? "into" : "from");
  twi_say(what, "%s", w->region[at[REGION]]);
  if (at[PARTNER] >= 0) twi_say(what, " %s %s", column->imports ? "from" : "to", w->region[at[PARTNER]]);
}

tw_status twi_target_aim(twi_job *job, twi_condition *c, twi_sentence *what)
{
  const tw_world *w = job->world;
  const twi_target_column *column = job->rule->column;
  const twi_yaml *node = job->rule->column_node;
  int at[PLACES] = {-1, -1, -1, -1}, places = twi_words_count(node->text) - 1;
  for (int i = 1; i <= places; i++) {
    tw_status status = find_place(job, node, i, &at[i]);
    if (status != TW_OK) return status;
  }
  c->measure = column->measure;
  job->count = 1;
  job->cell[0] = at[SECTOR] >= 0 ? (size_t)at[REGION] * (size_t)w->S + (size_t)at[SECTOR] : (size_t)at[REGION];
  if (c->measure == TWI_MEASURE_TRADE_VALUE) list_flows(job, at, column->imports);
  int there = c->measure == TWI_MEASURE_PRICE       ? w->spending[job->cell[0]] > 0
              : twi_measure_is_of_cells(c->measure) ? w->output[job->cell[0]] > 0
                                                    : job->count > 0;
  say_column(job, at, what);
  if (there) return TW_OK;
  return twi_yaml_fail(job->ctx, node, "outcome: %s is nothing in world %s: there is nothing to aim at", what->bytes,
                       w->name);
}
