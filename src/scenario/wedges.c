/* Arrays of wedges: made on first use, compared with the data, copied, freed. */
#include <math.h>
#include <string.h>

#include "scenario/wedges.h"
#include "world/products.h"

/* Every array of numbers of the wedges, and how long it is. */
enum { FLOWS, PRODUCERS, CELLS, REGIONS };
typedef struct array {
  double **values;
  int shape;
  const double *data; /* what the world has; NULL: `neutral` everywhere */
  double neutral;
} array;
enum { ARRAYS = 12 };

static void list_arrays(const tw_world *world, twi_wedges *w, array list[ARRAYS])
{
  const array all[ARRAYS] = {
      {&w->tariff, FLOWS, world ? world->tariff : NULL, 0},
      {&w->export_tax, FLOWS, world ? world->export_tax : NULL, 0},
      {&w->barrier, FLOWS, NULL, 1},
      {&w->demand, FLOWS, NULL, 1},
      {&w->productivity, PRODUCERS, NULL, 1},
      {&w->subsidy, PRODUCERS, NULL, 0},
      {&w->final_demand, CELLS, world ? world->final_share : NULL, 0},
      {&w->labour, REGIONS, NULL, 1},
      {&w->transfer, REGIONS, NULL, 0},
      {&w->rent, FLOWS, NULL, 0},
      {&w->export_rent, FLOWS, NULL, 0},
      {&w->output_rent, PRODUCERS, NULL, 0},
  };
  memcpy(list, all, sizeof all);
}

static size_t length_of(const tw_world *world, int shape)
{
  return shape == FLOWS       ? twi_world_flows(world)
         : shape == PRODUCERS ? twi_world_producers(world)
         : shape == CELLS     ? twi_world_cells(world)
                              : (size_t)world->N;
}

void twi_wedges_free(tw_context *ctx, twi_wedges *w)
{
  array list[ARRAYS];
  list_arrays(NULL, w, list);
  for (int i = 0; i < ARRAYS; i++) twi_free(ctx, *list[i].values);
  memset(w, 0, sizeof *w);
}

double *twi_wedge(tw_context *ctx, double **place, const double *data, double value, size_t count)
{
  if (*place) return *place;
  double *values = twi_alloc(ctx, count, sizeof *values);
  if (!values) return NULL;
  for (size_t i = 0; i < count; i++) values[i] = data ? data[i] : value;
  *place = values;
  return values;
}

int twi_is_banned(const twi_wedges *w, size_t flow)
{
  return w->barrier && isinf(w->barrier[flow]);
}

int twi_wedges_plain(const twi_wedges *w)
{
  twi_wedges copy = *w; /* of the pointers: the list wants their addresses */
  array list[ARRAYS];
  list_arrays(NULL, &copy, list);
  for (int i = 0; i < ARRAYS; i++)
    if (*list[i].values) return 0;
  return 1;
}

tw_status twi_wedges_copy(tw_context *ctx, const tw_world *world, const twi_wedges *from, twi_wedges *to)
{
  twi_wedges source = *from;
  array list[ARRAYS], made[ARRAYS];
  memset(to, 0, sizeof *to);
  to->deficits = from->deficits;
  list_arrays(world, &source, list);
  list_arrays(world, to, made);
  int complete = 1;
  for (int i = 0; i < ARRAYS && complete; i++)
    if (*list[i].values)
      complete = twi_wedge(ctx, made[i].values, *list[i].values, 0, length_of(world, list[i].shape)) != NULL;
  if (complete) return TW_OK;
  twi_wedges_free(ctx, to);
  return twi_no_memory(ctx, 0);
}
