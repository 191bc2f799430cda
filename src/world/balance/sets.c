/* The sectors that a row of a table of totals or rates means: one, or a set of them. See balance.h. */
#include <string.h>

#include "base/names.h"
#include "world/balance.h"
#include "world/meant.h"

enum { MOST_NAMED = 64 }; /* names that are looked at for the nearest, groups first */

/* Whether the group has the sector; s below 0: any sector of the world. */
static int has_member(const tw_world *w, const twi_group *group, int s)
{
  for (int i = 0; i < group->count; i++) {
    int member = twi_world_index(w, TWI_AXIS_SECTORS, group->members[i], strlen(group->members[i]));
    if (member >= 0 && (s < 0 || member == s)) return 1;
  }
  return 0;
}

int twi_is_in_sectors(const tw_world *w, int sector, size_t s)
{
  twi_group group;
  if (sector >= 0) return (size_t)sector == s;
  if (sector > TWI_GROUP) return sector == TWI_ALL || (sector == TWI_GOODS) == (w->goods[s] != 0);
  return twi_world_group_of(w, TWI_AXIS_SECTORS, TWI_GROUP - sector, &group) && has_member(w, &group, (int)s);
}

const char *twi_sectors_name(const tw_world *w, int sector)
{
  twi_group group;
  if (sector >= 0) return w->sector[sector];
  if (sector > TWI_GROUP) return sector == TWI_GOODS ? "goods" : sector == TWI_SERVICES ? "services" : "all";
  return twi_world_group_of(w, TWI_AXIS_SECTORS, TWI_GROUP - sector, &group) ? group.name : "";
}

/* The group of that name, -1: there is none. */
static int group_named(const tw_world *w, const char *text, size_t length, twi_group *group)
{
  for (int g = 0; twi_world_group_of(w, TWI_AXIS_SECTORS, g, group); g++)
    if (twi_same_name(text, length, group->name)) return g;
  return -1;
}

tw_status twi_read_sector_set(const tw_world *w, twi_csv *csv, int column, int sets, int *sector)
{
  size_t length;
  char shown[TWI_SHOWN], meant[TWI_MEANT];
  twi_group group;
  const char *text = twi_csv_text(csv, column, &length);
  *sector = twi_world_sector_index(w, text, length);
  if (*sector >= 0) return TW_OK;
  int one = !sets, g = group_named(w, text, length, &group);
  *sector = TWI_ALL;
  if (sets && twi_same_name(text, length, "all")) return TW_OK;
  *sector = TWI_GOODS;
  if (sets && twi_same_name(text, length, "goods")) return TW_OK;
  *sector = TWI_SERVICES;
  if (sets && twi_same_name(text, length, "services")) return TW_OK;
  *sector = TWI_GROUP - g;
  if (g >= 0 && one)
    return twi_csv_fail(csv, column,
                        "found %s, a group of sectors, expected a sector of the world: give a row for each",
                        twi_show(text, length, shown));
  if (g >= 0 && has_member(w, &group, -1)) return TW_OK;
  if (g >= 0)
    return twi_csv_fail(csv, column, "found %s, a group of sectors of which the world has none",
                        twi_show(text, length, shown));

  const char *named[MOST_NAMED]; /* the nearest of the groups against the nearest of the sectors */
  int count = 0;
  for (int i = 0; !one && count < MOST_NAMED - 1 && twi_world_group_of(w, TWI_AXIS_SECTORS, i, &group); i++)
    named[count++] = group.name;
  int groups = count;
  const char *nearest = twi_nearest(text, length, (const char *const *)w->sector, w->S);
  if (nearest) named[count++] = nearest;
  nearest = twi_nearest(text, length, named, count);
  if (twi_world_meant(w, TWI_AXIS_SECTORS, text, length, meant) > 0) nearest = meant;
  return twi_csv_fail(csv, column, "found %s, expected a sector of the world%s%s%s%s", twi_show(text, length, shown),
                      one      ? ""
                      : groups ? ", goods, services, all or a group of its sectors"
                               : ", goods, services or all",
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}
