/* The entries of `elasticities` in the range section, one kind after the other. See parameters_slots.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "ensemble/parameters_slots.h"
#include "ensemble/parameters_table.h"
#include "scenario/chosen.h"
#include "world/elasticities.h"
#include "world/meant.h"

/* ---------------------------------------------------------------- entries */

/* Products go with their sectors again, whatever an entry before said of them. */
static void clear_products(twi_slots *b)
{
  const tw_world *w = b->world;
  for (int g = 0; g < w->products; g++)
    if (b->selected[w->product[g].sector]) twi_slots_clear(b, w->S + g);
}

static tw_status select_sectors(twi_slots *b, const twi_range_entry *entry)
{
  if (entry && entry->sector)
    return twi_select(b->ctx, b->scenario, entry->sector, NULL, TWI_AXIS_SECTORS, b->world, b->selected);
  memset(b->selected, 1, (size_t)b->world->S);
  return TW_OK;
}

/* A spread alone; together: the sectors of the entry are one number, each about its own elasticity. */
static tw_status fill_spreads(twi_slots *b, const twi_range_entry *entry)
{
  int share = -1;
  tw_status status = TW_OK;
  if (entry->together) {
    char *words = NULL;
    status = twi_selector_words(b, entry->sector, &words);
    if (status == TW_OK) status = twi_slots_share(b, words, &share);
    twi_free(b->ctx, words);
  }
  for (int s = 0; s < b->world->S && status == TW_OK; s++)
    if (b->selected[s]) status = twi_slots_spread(b, s, entry->spread, share, entry->together ? ", together" : "");
  return status;
}

static tw_status fail_row(twi_slots *b, const twi_elasticity_file *file, const twi_elasticity_row *row)
{
  const tw_world *w = b->world;
  char meant[TWI_MEANT];
  const char *nearest = twi_world_suggest(w, TWI_AXIS_SECTORS, row->sector, strlen(row->sector), meant);
  return twi_fail(b->ctx, TW_BAD_INPUT, "%s:%d: column sector: world %s has no sector \"%s\"%s%s%s", file->name,
                  row->line, w->name, row->sector, nearest ? "; did you mean " : "", nearest ? nearest : "",
                  nearest ? "?" : "");
}

/* Rows of a parameter are one number, and so is a row of several sectors. *share -1: a number of its own. */
static tw_status share_of_row(twi_slots *b, const twi_elasticity_file *file, int i, int rank, int *share_of, int *share)
{
  const twi_elasticity_row *row = &file->row[i];
  *share = -1;
  for (int k = 0; *row->parameter && k < i; k++) {
    const twi_elasticity_row *o = &file->row[k];
    if (strcmp(o->parameter, row->parameter) != 0) continue;
    if (memcmp(o->distribution.p, row->distribution.p, sizeof o->distribution.p) != 0)
      return twi_fail(b->ctx, TW_BAD_INPUT,
                      "%s:%d: the parameter %s has other numbers in line %d, but a parameter is one number", file->name,
                      row->line, row->parameter, o->line);
    *share = share_of[k];
    break;
  }
  tw_status status = TW_OK;
  if (*share < 0 && (*row->parameter || rank > 0))
    status = twi_slots_share(b, *row->parameter ? row->parameter : row->sector, share);
  share_of[i] = *share;
  return status;
}

/* A file beside the scenario: its codes are the world's, or groups and sets of its sectors. taken[s] is set for its
 * sectors: 1 more than the rank of the row that they have. */
static tw_status fill_file(twi_slots *b, const twi_range_entry *entry, unsigned char *taken)
{
  const twi_elasticity_file *file = entry->file;
  size_t S = (size_t)b->world->S;
  unsigned char *members = twi_new(b->ctx, S, 1);
  int *share_of = twi_new(b->ctx, (size_t)file->rows, sizeof *share_of), *row_of = twi_new(b->ctx, S, sizeof *row_of);
  tw_status status = members && share_of && row_of ? TW_OK : twi_no_memory(b->ctx, 0);
  for (int i = 0; i < file->rows && status == TW_OK; i++) {
    const twi_elasticity_row *row = &file->row[i];
    int share, rank = twi_estimate_members(b->world, row->sector, strlen(row->sector), members);
    status = rank < 0 ? fail_row(b, file, row) : share_of_row(b, file, i, rank, share_of, &share);
    for (size_t s = 0; s < S && status == TW_OK; s++) {
      if (!members[s] || !b->selected[s] || (taken[s] && taken[s] < rank + 1)) continue;
      if (taken[s] == rank + 1)
        status = twi_fail(b->ctx, TW_BAD_INPUT, "%s:%d: column sector: sector %s is in %s here and in %s of line %d",
                          file->name, row->line, b->world->sector[s], row->sector, file->row[row_of[s]].sector,
                          file->row[row_of[s]].line);
      taken[s] = (unsigned char)(rank + 1);
      row_of[s] = i;
      if (status == TW_OK)
        status =
            twi_slots_set(b, (int)s, &row->distribution, share, twi_format(b->ctx, "%s:%d", file->name, row->line));
    }
  }
  twi_free(b->ctx, row_of);
  twi_free(b->ctx, share_of);
  twi_free(b->ctx, members);
  return status;
}

/* The group of the sector that the source has a number for; sectors that it stands for are then that number. */
static tw_status find_by_group(twi_slots *b, const twi_elasticity_map *map, const twi_range_entry *entry, int s,
                               int *share_of, twi_distribution *d, char **words, int *rows, int *share)
{
  twi_group group;
  tw_status status = TW_OK;
  *share = -1;
  for (int g = 0; status == TW_OK && !*rows && twi_world_group_of(b->world, TWI_AXIS_SECTORS, g, &group); g++) {
    int inside = 0;
    for (int i = 0; i < group.count && !inside; i++)
      inside = twi_world_sector_index(b->world, group.members[i], strlen(group.members[i])) == s;
    if (!inside) continue;
    status = twi_elasticity_map_find(map, entry->file, group.name, d, words, rows);
    if (status == TW_OK && *rows && share_of[g] < 0) status = twi_slots_share(b, group.name, &share_of[g]);
    if (status == TW_OK && *rows) *share = share_of[g];
  }
  return status;
}

/* A checked-in table: what the map says of each sector, averaged; else of a group that it is in. */
static tw_status fill_source(twi_slots *b, const twi_range_entry *entry, unsigned char *taken)
{
  twi_elasticity_map *map = NULL;
  twi_group group;
  int groups = 0;
  while (twi_world_group_of(b->world, TWI_AXIS_SECTORS, groups, &group)) groups++;
  int *share_of = twi_alloc(b->ctx, (size_t)groups + 1, sizeof *share_of);
  if (!share_of) return twi_no_memory(b->ctx, 0);
  for (int g = 0; g < groups; g++) share_of[g] = -1;
  tw_status status = twi_elasticity_map_new(b->ctx, entry->source, &map);
  for (int s = 0; status == TW_OK && s < b->world->S; s++) {
    twi_distribution d;
    char *words = NULL;
    int rows, share = -1;
    if (!b->selected[s]) continue;
    status = twi_elasticity_map_find(map, entry->file, b->world->sector[s], &d, &words, &rows);
    if (status == TW_OK && !rows) status = find_by_group(b, map, entry, s, share_of, &d, &words, &rows, &share);
    if (status != TW_OK || !rows) continue;
    taken[s] = 1;
    status = twi_slots_set(b, s, &d, share, words);
  }
  twi_elasticity_map_free(map);
  twi_free(b->ctx, share_of);
  return status;
}

/* ---------------------------------------------------------------- sets */

/* Of rows that several sectors share the share, made at first use. */
static tw_status share_of_estimate(twi_slots *b, const twi_estimate *rows, const int *row_of, int row, int *share_of,
                                   int *share)
{
  const twi_estimate *e = &rows[row];
  int first = row, sectors = 0;
  for (int k = 0; *e->parameter && k < row; k++)
    if (strcmp(rows[k].set, e->set) == 0 && strcmp(rows[k].parameter, e->parameter) == 0) {
      first = k;
      break;
    }
  for (int s = 0; s < b->world->S; s++) sectors += row_of[s] == row;
  *share = -1;
  if (!*e->parameter && (sectors < 2 || twi_world_sector_index(b->world, e->sector, strlen(e->sector)) >= 0))
    return TW_OK;
  tw_status status = TW_OK;
  if (share_of[first] < 0) status = twi_slots_share(b, *e->parameter ? e->parameter : e->sector, &share_of[first]);
  *share = share_of[first];
  return status;
}

static tw_status fill_estimate(twi_slots *b, int s, const twi_estimate *e, int share)
{
  twi_distribution d = {.kind = TWI_QUANTILES};
  if (e->kind == TWI_SPREAD_ERROR)
    d = (twi_distribution){TWI_LOGNORMAL, {e->estimate, e->spread[0], 0}};
  else
    memcpy(d.p, e->spread, sizeof e->spread);
  return twi_slots_set(b, s, &d, share,
                       *e->source ? twi_format(b->ctx, "set %s: %s", e->set, e->source)
                                  : twi_format(b->ctx, "set %s", e->set));
}

/* The selected sectors from the rows of a set; those without uncertainty there have a spread. */
static tw_status fill_set(twi_slots *b, const twi_estimate *rows, int count, const int *row_of, const char *name,
                          double given)
{
  int *share_of = twi_alloc(b->ctx, (size_t)count + 1, sizeof *share_of), lacking = 0;
  double spread = isnan(given) ? TWI_DEFAULT_SPREAD : given;
  twi_text text = {.ctx = b->ctx};
  tw_status status = share_of ? TW_OK : twi_no_memory(b->ctx, 0);
  for (int i = 0; i < count && share_of; i++) share_of[i] = -1;
  for (int s = 0; s < b->world->S && status == TW_OK; s++) {
    int share = -1;
    if (!b->selected[s]) continue;
    if (row_of[s] >= 0) status = share_of_estimate(b, rows, row_of, row_of[s], share_of, &share);
    if (status == TW_OK && row_of[s] >= 0 && rows[row_of[s]].kind != TWI_SPREAD_NONE) {
      status = fill_estimate(b, s, &rows[row_of[s]], share);
      continue;
    }
    twi_text_printf(&text, "%s%s", lacking++ ? ", " : "", b->world->sector[s]);
    if (status == TW_OK) status = twi_slots_spread(b, s, spread, share, isnan(given) ? ", assumed" : "");
  }
  if (status == TW_OK && text.failed) status = twi_no_memory(b->ctx, 0);
  if (status == TW_OK && lacking) {
    twi_text note = {.ctx = b->ctx};
    twi_text_printf(&note,
                    "the set %s has no uncertainty for %s: a spread of %.6g %% about the world's elasticity %s there",
                    name, text.bytes, 100 * spread, isnan(given) ? "is assumed" : "holds");
    status = twi_parameters_note(b->p, &note);
  }
  twi_text_clear(&text);
  twi_free(b->ctx, share_of);
  return status;
}

static tw_status fill_named_set(twi_slots *b, const twi_range_entry *entry)
{
  enum { MOST = 64 };
  const tw_world *w = b->world;
  const char *name = entry->set->text, *set = twi_world_find_set(w, name), *sets[MOST];
  if (!set) {
    char list[512] = "";
    int count = 0;
    for (; count < MOST && (sets[count] = twi_world_set(w, count)); count++) {
      size_t used = strlen(list);
      twi_print(list + used, sizeof list - used, "%s%s", count ? ", " : "", sets[count]);
    }
    const char *nearest = twi_nearest(name, strlen(name), sets, count);
    if (nearest)
      return twi_yaml_fail(b->ctx, entry->set, "set: world %s has no set \"%s\"; did you mean %s?", w->name, name,
                           nearest);
    return twi_yaml_fail(b->ctx, entry->set, "set: world %s has no set \"%s\"; it has %s", w->name, name,
                         count ? list : "none");
  }
  int *row_of = twi_alloc(b->ctx, (size_t)w->S, sizeof *row_of);
  if (!row_of || twi_estimates_resolve(b->ctx, w, w->estimate, w->estimate_count, set, row_of) < 0) {
    twi_free(b->ctx, row_of);
    return twi_no_memory(b->ctx, 0);
  }
  tw_status status = fill_set(b, w->estimate, w->estimate_count, row_of, set, entry->spread);
  twi_free(b->ctx, row_of);
  return status;
}

/* ---------------------------------------------------------------- what tables lack */

/* The sectors of the entry that its table lacks: those that an earlier entry filled stay, the others get the entry's
 * spread, of a checked-in table the usual one where it gives none. What happens to them is told. */
static tw_status fill_rest(twi_slots *b, const twi_range_entry *entry, const unsigned char *taken)
{
  const char *table = entry->source ? entry->source : entry->file->name;
  double spread = isnan(entry->spread) && entry->source ? TWI_DEFAULT_SPREAD : entry->spread;
  int assumed = isnan(entry->spread) && entry->source, counts[3] = {0, 0, 0};
  twi_text text[3] = {{.ctx = b->ctx}, {.ctx = b->ctx}, {.ctx = b->ctx}};
  tw_status status = TW_OK;
  for (int s = 0; s < b->world->S && status == TW_OK; s++) {
    if (!b->selected[s] || taken[s]) continue;
    int what = b->slot[s].source && isnan(entry->spread) ? 0 : isnan(spread) ? 1 : 2;
    if (counts[what]++ == 0) twi_text_printf(&text[what], "%s has no estimate for ", table);
    twi_text_printf(&text[what], "%s%s", counts[what] > 1 ? ", " : "", b->world->sector[s]);
    if (what == 2) status = twi_slots_spread(b, s, spread, -1, assumed ? ", assumed" : "");
  }
  if (counts[0]) twi_text_put(&text[0], ": what an entry before it says holds there");
  if (counts[1]) twi_text_put(&text[1], ": the world's elasticity holds there, without a range");
  if (counts[2])
    twi_text_printf(&text[2], ": a spread of %.6g %% about the world's elasticity %s there", 100 * spread,
                    assumed ? "is assumed" : "holds");
  for (int i = 0; i < 3; i++) {
    if (status == TW_OK && counts[i]) status = twi_parameters_note(b->p, &text[i]);
    twi_text_clear(&text[i]);
  }
  return status;
}

static tw_status enter(twi_slots *b, const twi_range_entry *entry)
{
  if (entry->product || entry->between) return twi_slots_of_products(b, entry);
  tw_status status = select_sectors(b, entry);
  if (status != TW_OK) return status;
  clear_products(b);
  if (entry->set) return fill_named_set(b, entry);
  if (!entry->file) return fill_spreads(b, entry);
  unsigned char *taken = twi_new(b->ctx, (size_t)b->world->S, 1);
  if (!taken) return twi_no_memory(b->ctx, 0);
  status = entry->source ? fill_source(b, entry, taken) : fill_file(b, entry, taken);
  if (status == TW_OK) status = fill_rest(b, entry, taken);
  twi_free(b->ctx, taken);
  return status;
}

/* ---------------------------------------------------------------- nothing named */

/* *found: the set that holds says how uncertain some elasticity is; all slots are filled from it. */
static tw_status fill_chosen(twi_slots *b, int *found)
{
  twi_chosen c;
  *found = 0;
  tw_status status = twi_chosen_find(b->ctx, b->scenario, b->world, &c);
  for (int s = 0; status == TW_OK && s < b->world->S; s++)
    *found |= c.row_of[s] >= 0 && c.row[c.row_of[s]].kind != TWI_SPREAD_NONE;
  if (status == TW_OK && *found) {
    twi_text text = {.ctx = b->ctx};
    twi_text_printf(&text,
                    "%s: trade elasticities are drawn from the standard errors and quantiles of the %s %s, what is one "
                    "estimate there as one number",
                    b->scenario->range.node ? "the range section names nothing uncertain" : "there is no range section",
                    c.by == TWI_CHOSEN_FILE ? "file" : "set", c.name);
    status = twi_parameters_note(b->p, &text);
    if (status == TW_OK) status = select_sectors(b, NULL);
    if (status == TW_OK) status = fill_set(b, c.row, c.rows, c.row_of, c.name, NAN);
  }
  twi_chosen_free(b->ctx, &c);
  return status;
}

tw_status twi_slots_fill(twi_slots *b)
{
  const twi_range *range = &b->scenario->range;
  tw_status status = TW_OK;
  int found;
  if (range->fixed) {
    twi_text fixed = {.ctx = b->ctx};
    twi_text_printf(&fixed, "%d variable%s of the range section %s given by --set and not drawn", range->fixed,
                    range->fixed == 1 ? "" : "s", range->fixed == 1 ? "is" : "are");
    status = twi_parameters_note(b->p, &fixed);
  }
  for (int i = 0; i < range->entries && status == TW_OK; i++) status = enter(b, &range->entry[i]);
  if (status != TW_OK || range->entries || twi_names_variables(range)) return status;
  if (b->scenario->linked && range->market_node) return status; /* what it names of the market is uncertain */
  status = fill_chosen(b, &found);
  if (status != TW_OK || found) return status;
  b->p->assumed = 1;
  for (int s = 0; s < b->world->S && status == TW_OK; s++)
    status = twi_slots_spread(b, s, TWI_DEFAULT_SPREAD, -1, ", assumed");
  twi_text text = {.ctx = b->ctx};
  twi_text_printf(&text,
                  "%s: every trade elasticity is drawn from a lognormal distribution with the world's as mean and "
                  "%.6g %% of it as standard deviation, which is an assumption",
                  range->node ? "the range section names nothing uncertain" : "there is no range section",
                  100 * TWI_DEFAULT_SPREAD);
  if (status == TW_OK) status = twi_parameters_note(b->p, &text);
  twi_text_clear(&text);
  return status;
}
