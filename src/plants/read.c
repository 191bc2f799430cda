/* What callers read of plants. See tradewind.h. */
#include <string.h>

#include "base/names.h"
#include "plants/plants.h"

static const char *const column_name[] = {
#define X(constant, name) #name,
    TWI_PLANT_COLUMNS(X)
#undef X
};
static const char *const market_name[] = {
#define X(constant, name) #name,
    TWI_MARKET_COLUMNS(X)
#undef X
};
static const char *const level_name[] = {"units_pct_p05", "units_pct_p50", "units_pct_p95"};

static int find_name(const char *const *names, int count, const char *name)
{
  for (int i = 0; i < count; i++)
    if (strcmp(names[i], name) == 0) return i;
  return -1;
}

tw_result *tw_plants_result(const tw_plants *p)
{
  return p->run;
}

const tw_range_result *tw_plants_range(const tw_plants *p)
{
  return p->range;
}

void tw_plants_section(const tw_plants *p, double number[5], int *given, int *other_site)
{
  const double all[] = {p->threshold, p->cost_advantage, p->discount, p->fixed_cost, p->other_fixed_cost};
  memcpy(number, all, sizeof all);
  *given = p->threshold_given;
  *other_site = p->other_site;
}

int tw_plants_count(const tw_plants *p)
{
  return p->count;
}

int tw_plants_at(const tw_plants *p, int index, tw_plant *out)
{
  if (index < 0 || index >= p->count) return 0;
  const twi_plant *plant = &p->plant[index];
  *out =
      (tw_plant){plant->product, plant->region, plant->main, plant->in_units, p->world->product[plant->product].unit};
  return 1;
}

const char *tw_plants_column_name(int index)
{
  return index >= 0 && index < TWI_PLANT_TABLE ? column_name[index] : NULL;
}

static tw_status fail_name(const tw_plants *p, const char *const *names, int count, const char *name)
{
  char shown[TWI_SHOWN];
  const char *nearest = twi_nearest(name, strlen(name), names, count);
  twi_show(name, strlen(name), shown);
  return twi_fail(p->ctx, TW_USAGE, "plants have no column %s%s%s%s", shown, nearest ? "; did you mean " : "",
                  nearest ? nearest : "", nearest ? "?" : "");
}

const double *tw_plants_column(const tw_plants *p, const char *name)
{
  int level = find_name(level_name, 3, name), i = level < 0 ? find_name(column_name, TWI_PLANT_COUNT, name) : -1;
  if (level >= 0) return p->quantile[level];
  if (i < 0) (void)fail_name(p, column_name, TWI_PLANT_COUNT, name);
  return i < 0 || !p->column ? NULL : twi_plant_column(p, i);
}

const double *tw_plants_market(const tw_plants *p, int index, const char *name)
{
  int i = find_name(market_name, TWI_MARKET_TOLD, name);
  if (i < 0) (void)fail_name(p, market_name, TWI_MARKET_TOLD, name);
  return i < 0 || index < 0 || index >= p->count ? NULL : twi_plant_market(p, i, index);
}

const char *tw_plants_reason(const tw_plants *p, int index, const char *column)
{
  int i = find_name(column_name, TWI_PLANT_COUNT, column);
  return i < 0 || index < 0 || index >= p->count ? NULL : p->plant[index].none[i];
}

int tw_plants_parity(const tw_plants *p, const tw_parity **parity)
{
  *parity = p->parity;
  return p->parities;
}

int tw_plants_closings(const tw_plants *p, const tw_closing **closing)
{
  *closing = p->closing;
  return p->closings;
}

const char *tw_plants_sentence(const tw_plants *p, int index)
{
  return index >= 0 && index < p->sentences ? p->sentence[index] : NULL;
}

const char *tw_plants_assumption(const tw_plants *p, int index)
{
  return index >= 0 && index < p->assumptions ? p->assumption[index] : NULL;
}
