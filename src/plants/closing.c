/* Rounds in which plants close: of those below the threshold under the new policy the worst sells nothing any more, at
 * home and abroad, and the equilibrium is solved again, until none is below. One order of several that may be equilibria. */
#include <math.h>

#include "plants/plants.h"

/* The plant with the least volume over the base of those still open; -1: none below the threshold. */
static int find_worst(const tw_plants *p, const double *ratio, const unsigned char *closed)
{
  int worst = -1;
  for (int i = 0; i < p->count; i++)
    if (!closed[i] && ratio[i] < p->threshold && (worst < 0 || ratio[i] < ratio[worst])) worst = i;
  return worst;
}

/* Adds the flows of a plant to those that are closed. */
static void add_flows(const tw_plants *p, int i, size_t *cell, size_t *cells)
{
  const twi_plant *plant = &p->plant[i];
  const twi_market m = {p->world->product[plant->product].sector, plant->product, 0};
  for (int d = 0; d < p->world->N; d++) {
    size_t flow = twi_market_cell(p->world, &m, (size_t)d, (size_t)plant->region);
    if (flow != SIZE_MAX) cell[(*cells)++] = flow;
  }
}

static tw_status close_in_turn(tw_plants *p, twi_lab *lab, double *ratio, unsigned char *closed, double *work,
                               size_t *cell)
{
  size_t N = (size_t)p->world->N, cells = 0;
  tw_status status = TW_OK;
  const twi_state *state;
  const twi_wedges *wedges;
  twi_found found;
  int worst;
  for (int i = 0; i < p->count; i++) ratio[i] = p->plant[i].volume[1] / p->plant[i].volume[0];
  for (int i = 0; i < p->count; i++) closed[i] = !(p->plant[i].volume[0] > 0) || !(ratio[i] > 0);
  status = twi_lab_open(lab, 1, TWI_LINE_CLOSED, cell, 0);
  if (status != TW_OK) return twi_fail(p->ctx, status, "%s", tw_error(twi_lab_context(lab)));
  while (status == TW_OK && (worst = find_worst(p, ratio, closed)) >= 0) {
    closed[worst] = 1;
    p->closing[p->closings] =
        (tw_closing){p->closings + 1, p->plant[worst].product, p->plant[worst].region, ratio[worst]};
    p->closings++;
    add_flows(p, worst, cell, &cells);
    twi_lab_more(lab, cells); /* it bans the first x of the list, which grows from round to round */
    status = twi_progress(p->ctx, "closing plants", -1);
    if (status != TW_OK) break;
    status = twi_lab_at(lab, (double)cells, &found, &state, &wedges);
    if (status != TW_OK) return twi_fail(p->ctx, status, "%s", tw_error(twi_lab_context(lab)));
    if (found.outcome <= 0) {
      p->not_closed = twi_format(p->ctx, "Without %s in %s no equilibrium was found: %s",
                                 p->world->product[p->plant[worst].product].code,
                                 p->world->region[p->plant[worst].region], found.message);
      return p->not_closed ? TW_OK : twi_no_memory(p->ctx, 0);
    }
    for (int i = 0; i < p->count; i++)
      if (!closed[i])
        ratio[i] =
            twi_plant_measure(p->world, state, wedges, &p->plant[i], work, NULL, work + N) / p->plant[i].volume[0];
  }
  return status;
}

tw_status twi_plants_close(tw_plants *p, const twi_lab_start *start)
{
  size_t N = (size_t)p->world->N, n = (size_t)p->count;
  double *ratio = twi_alloc(p->ctx, n + 1, sizeof *ratio), *work = twi_alloc(p->ctx, 2 * N, sizeof *work);
  unsigned char *closed = twi_new(p->ctx, n + 1, 1);
  size_t *cell = twi_alloc(p->ctx, n * N + 1, sizeof *cell);
  twi_lab *lab = NULL;
  p->closing = twi_alloc(p->ctx, n + 1, sizeof *p->closing);
  tw_status status =
      ratio && work && closed && cell && p->closing ? TW_OK : twi_no_memory(p->ctx, n * N * sizeof *cell);
  if (status == TW_OK) status = twi_lab_new(p->ctx, start, &lab);
  if (status == TW_OK) {
    status = close_in_turn(p, lab, ratio, closed, work, cell);
  }
  twi_lab_free(lab);
  twi_free(p->ctx, ratio);
  twi_free(p->ctx, work);
  twi_free(p->ctx, closed);
  twi_free(p->ctx, cell);
  return status;
}
