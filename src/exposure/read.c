/* What callers read of an exposure. See exposure.h. */
#include <math.h>
#include <string.h>

#include "exposure/exposure.h"
#include "world/products.h"

const tw_result *tw_exposure_result(const tw_exposure *x)
{
  return x->point.result;
}

const tw_exposure_info *tw_exposure_about(const tw_exposure *x)
{
  return &x->info;
}

const char *tw_exposure_text(const tw_exposure *x, const char *field)
{
  const tw_world *w = x->point.result->world;
  if (strcmp(field, "outcome") == 0) return x->all ? x->outcome.kind : x->outcome.words;
  if (strcmp(field, "region") == 0) return x->all ? NULL : w->region[x->region];
  if (strcmp(field, "partner") == 0) return x->partner < 0 ? NULL : w->region[x->partner];
  if (strcmp(field, "kind") == 0) return x->all ? "all" : "one";
  return NULL;
}

/* What a position of the list is of: wedge by wedge, flows in the order of their cells, then producers. A sector with
 * products comes as a whole first, its products after all sectors. */
int tw_exposure_next(const tw_exposure *x, size_t *cursor, tw_exposed *row)
{
  const tw_world *w = x->point.world;
  if (x->all || !x->tariff) return 0;
  const double *const by[] = {x->tariff, x->export_tax, x->barrier};
  size_t flows = twi_world_flows(w), producers = twi_world_producers(w);
  for (; *cursor < 3 * flows; (*cursor)++) {
    size_t cell = *cursor % flows;
    if (!(w->flow[cell] > 0)) continue;
    twi_flow_at at = twi_flow_of(w, cell);
    tw_wedge wedge = (tw_wedge)(*cursor / flows);
    if (!twi_exposure_row(x, wedge, at.s, at.g, at.d, at.o, cell, by[wedge][cell], row)) continue;
    (*cursor)++;
    return 1;
  }
  for (; *cursor < 3 * flows + producers; (*cursor)++) {
    size_t cell = *cursor - 3 * flows;
    twi_producer_at at = twi_producer_of(w, cell);
    if (!twi_exposure_row(x, TW_WEDGE_PRODUCTIVITY, at.s, at.g, -1, at.d, cell, x->producer[cell], row)) continue;
    (*cursor)++;
    return 1;
  }
  return 0;
}

double tw_exposure_value(const tw_exposure *x, tw_wedge wedge, int sector, int product, int importer, int exporter)
{
  const tw_world *w = x->point.world;
  tw_exposed row;
  if (x->all || !x->tariff || (unsigned)wedge > TW_WEDGE_PRODUCTIVITY || sector < 0 || sector >= w->S || exporter < 0 ||
      exporter >= w->N || product >= w->products || (product >= 0 && w->product[product].sector != sector))
    return NAN;
  size_t cell;
  if (wedge == TW_WEDGE_PRODUCTIVITY) {
    cell = product >= 0 ? twi_product_cell(w, (size_t)product, (size_t)exporter)
                        : (size_t)exporter * (size_t)w->S + (size_t)sector;
    importer = -1;
  } else if (importer < 0 || importer >= w->N) {
    return NAN;
  } else if (product >= 0) {
    const twi_market m = {sector, product, 0};
    cell = twi_market_cell(w, &m, (size_t)importer, (size_t)exporter);
    if (cell == SIZE_MAX) return NAN;
  } else {
    cell = twi_flow_cell(w, sector, importer, exporter);
  }
  const double *const by[] = {x->tariff, x->export_tax, x->barrier, x->producer};
  return twi_exposure_row(x, wedge, sector, product, importer, exporter, cell, by[wedge][cell], &row) ? row.derivative
                                                                                                      : NAN;
}

static int list_of(const tw_exposure *x, int region)
{
  if (!x->largest || region < 0 || region >= x->point.world->N) return -1;
  return x->all ? region : region == x->region ? 0 : -1;
}

int tw_exposure_largest(const tw_exposure *x, int region, int sign, int index, tw_exposed *row)
{
  int at = list_of(x, region), k = sign < 0;
  if (at < 0 || index < 0 || index >= x->largest[at].count[k]) return 0;
  *row = x->largest[at].row[k][index];
  return 1;
}

double tw_exposure_to(const tw_exposure *x, int region, int exporter, int sector)
{
  int at = list_of(x, region);
  const tw_world *w = x->point.world;
  if (at < 0 || exporter < 0 || exporter >= w->N || sector >= w->S) return NAN;
  const double *row = x->matrix + ((size_t)at * (size_t)w->N + (size_t)exporter) * (size_t)w->S;
  if (sector >= 0) return row[sector];
  double sum = 0;
  for (int s = 0; s < w->S; s++) sum += row[s];
  return sum;
}

const char *tw_exposure_remark(const tw_exposure *x, int index)
{
  return index >= 0 && index < 4 && x->remark[index][0] ? x->remark[index] : NULL;
}
