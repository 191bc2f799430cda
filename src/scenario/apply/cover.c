/* What a rule covers: selectors become members, a place becomes a list of cells; amounts get the numbers of a year.
 *
 * Only what exists is listed: flows that are positive, between different regions; producers with output. A rule that
 * then covers nothing is an error, because it is a policy that its author believes to be there. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/apply/apply.h"

enum { MOST_LISTED = 4 };

/* ---------------------------------------------------------------- cells */

twi_cells twi_cells_of(const twi_place *place)
{
  if (place->key[2].key) return TWI_CELLS_FLOWS;
  return place->key[1].key && place->key[1].axis == TWI_AXIS_SECTORS ? TWI_CELLS_PRODUCERS : TWI_CELLS_REGIONS;
}

tw_status twi_select_place(twi_job *job, const twi_place *place)
{
  for (int i = 0; i < TWI_SELECTORS && place->key[i].key; i++) {
    twi_axis axis = place->key[i].axis;
    memset(job->selected[i], 0, (size_t)(axis == TWI_AXIS_REGIONS ? job->world->N : job->world->S));
    tw_status status =
        twi_select(job->ctx, job->scenario, place->selector[i], place->except[i], axis, job->world, job->selected[i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

static void list_flows(twi_job *job, int both_ways)
{
  const tw_world *w = job->world;
  const unsigned char *importer = job->selected[0], *exporter = job->selected[1], *sector = job->selected[2];
  for (int s = 0; s < w->S; s++) {
    if (!sector[s]) continue;
    for (int d = 0; d < w->N; d++) {
      for (int o = 0; o < w->N; o++) {
        size_t cell = twi_flow_cell(w, s, d, o);
        int covered = (importer[d] && exporter[o]) || (both_ways && exporter[d] && importer[o]);
        if (covered && d != o && w->flow[cell] > 0) job->cell[job->count++] = cell;
      }
    }
  }
}

static tw_status fail_empty(const twi_job *job, const twi_place *place, twi_cells cells)
{
  const char *name = job->rule->kind->name, *world = job->world->name;
  if (cells == TWI_CELLS_FLOWS)
    return twi_yaml_fail_key(job->ctx, place->node,
                             "rule %s covers no flow of world %s: nothing is traded between these regions in these "
                             "sectors (sales of a region to itself do not count)",
                             name, world);
  return twi_yaml_fail_key(job->ctx, place->node,
                           "rule %s covers nothing in world %s: these regions produce nothing in these sectors", name,
                           world);
}

tw_status twi_cover(twi_job *job, const twi_place *place)
{
  const tw_world *w = job->world;
  tw_status status = twi_select_place(job, place);
  if (status != TW_OK) return status;
  job->count = 0;
  twi_cells cells = twi_cells_of(place);
  if (cells == TWI_CELLS_FLOWS) {
    list_flows(job, place->both_ways);
  } else if (cells == TWI_CELLS_PRODUCERS) {
    for (int r = 0; r < w->N; r++)
      for (int s = 0; s < w->S; s++) {
        size_t cell = (size_t)r * (size_t)w->S + (size_t)s;
        if (job->selected[0][r] && job->selected[1][s] && w->output[cell] > 0) job->cell[job->count++] = cell;
      }
  } else {
    for (int r = 0; r < w->N; r++)
      if (job->selected[0][r]) job->cell[job->count++] = (size_t)r;
  }
  return job->count ? TW_OK : fail_empty(job, place, cells);
}

/* ---------------------------------------------------------------- words */

void twi_say_members(const twi_job *job, const twi_place *place, int i, twi_sentence *text)
{
  int regions = place->key[i].axis == TWI_AXIS_REGIONS, total = regions ? job->world->N : job->world->S, count = 0;
  const char *noun = regions ? "regions" : "sectors";
  char *const *codes = regions ? job->world->region : job->world->sector;
  const twi_yaml *node = place->selector[i];
  for (int k = 0; k < total; k++) count += job->selected[i][k];
  const char *group = regions || place->except[i] ? NULL : twi_names_sector_group(job->scenario, node, job->world);
  if (group) {
    twi_say(text, "%s", group); /* so that a policy reads the same where the sectors are not split */
  } else if (count == total && total > 1) {
    twi_say(text, "all %s", noun);
  } else if (count <= MOST_LISTED) {
    const char *comma = "";
    for (int k = 0; k < total; k++) {
      if (!job->selected[i][k]) continue;
      twi_say(text, "%s%s", comma, codes[k]);
      comma = ", ";
    }
  } else if (node && node->kind == TWI_YAML_SCALAR && !place->except[i]) {
    twi_say(text, "%s", node->text); /* a group or a set of sectors */
  } else {
    twi_say(text, "%d %s", count, noun);
  }
}

void twi_say_place(const twi_job *job, const twi_place *place, const char *word, twi_sentence *text)
{
  twi_cells cells = twi_cells_of(place);
  twi_say(text, " %s ", word);
  if (cells == TWI_CELLS_FLOWS) {
    twi_say_members(job, place, 2, text);
    twi_say(text, place->both_ways ? " between " : " from ");
    twi_say_members(job, place, 1, text);
    twi_say(text, place->both_ways ? " and " : " to ");
  } else if (cells == TWI_CELLS_PRODUCERS) {
    twi_say_members(job, place, 1, text);
    twi_say(text, " in ");
  }
  twi_say_members(job, place, 0, text);
}

/* ---------------------------------------------------------------- amounts */

static tw_status fail_column(const twi_job *job, const twi_amount *amount)
{
  enum { MOST = 64 };
  const char *names[MOST];
  char list[512] = "";
  int count = 0;
  for (; count < MOST && (names[count] = tw_world_tariff_column(job->world, count)); count++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", names[count]);
  }
  const char *nearest = twi_nearest(amount->column, strlen(amount->column), names, count);
  if (nearest)
    return twi_yaml_fail(job->ctx, amount->node, "world %s has no tariff column \"%s\"; did you mean %s?",
                         job->world->name, amount->column, nearest);
  return twi_yaml_fail(job->ctx, amount->node, "world %s has no tariff column \"%s\"; it has %s", job->world->name,
                       amount->column, list);
}

tw_status twi_rate_of(const twi_job *job, const twi_amount *amount, twi_rate *rate)
{
  memset(rate, 0, sizeof *rate);
  rate->is_column = amount->column != NULL;
  if (!rate->is_column) {
    rate->number = twi_amount_at(amount, job->year);
    return TW_OK;
  }
  int zero = 0;
  rate->column = twi_world_tariff_column(job->world, amount->column, strlen(amount->column), &zero);
  return rate->column || zero ? TW_OK : fail_column(job, amount);
}

tw_status twi_money_of(const twi_job *job, const twi_amount *amount, double *money)
{
  static const struct {
    const char *name;
    double size;
  } units[] = {{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}};
  const tw_world *w = job->world;
  if (!twi_same_name(amount->currency, strlen(amount->currency), w->currency))
    return twi_yaml_fail(job->ctx, amount->node, "found an amount in %s, expected %s, the currency of world %s",
                         amount->currency, w->currency, w->name);
  double size = 1;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strcmp(w->unit, units[i].name) == 0) size = units[i].size;
  *money = twi_amount_at(amount, job->year) / size;
  return TW_OK;
}
