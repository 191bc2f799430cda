/* Which cells a limit for each flow or producer is on together. */
#include "base/sort.h"
#include "scenario/apply/apply.h"

static int by_key(const void *left, const void *right)
{
  const twi_run *a = left, *b = right;
  return a->key != b->key ? (a->key > b->key) - (a->key < b->key) : (a->cell > b->cell) - (a->cell < b->cell);
}

tw_status twi_runs(twi_job *job, const twi_place *place, twi_run **run)
{
  const tw_world *w = job->world;
  twi_cells cells = twi_cells_of(place);
  int by_product = place->key[twi_goods_key(place->key)].axis == TWI_AXIS_PRODUCTS;
  *run = twi_alloc(job->ctx, job->count, sizeof **run);
  if (!*run) return twi_no_memory(job->ctx, job->count * sizeof **run);
  for (size_t i = 0; i < job->count; i++) {
    size_t cell = job->cell[i], key = cell;
    if (!by_product && cells == TWI_CELLS_FLOWS) {
      twi_flow_at at = twi_flow_of(w, cell);
      key = twi_flow_cell(w, at.s, at.d, at.o);
    } else if (!by_product) {
      twi_producer_at at = twi_producer_of(w, cell);
      key = (size_t)at.d * (size_t)w->S + (size_t)at.s;
    }
    (*run)[i] = (twi_run){key, cell};
  }
  tw_status status = twi_sort(job->ctx, *run, job->count, sizeof **run, by_key);
  if (status == TW_OK) return TW_OK;
  twi_free(job->ctx, *run);
  *run = NULL;
  return status;
}

size_t twi_run_cells(const twi_run *run, size_t count, size_t first, size_t *cell)
{
  size_t last = first;
  for (; last < count && run[last].key == run[first].key; last++) cell[last - first] = run[last].cell;
  return last;
}
