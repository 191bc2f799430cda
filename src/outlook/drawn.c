/* A market of a thread's own, on which draws put their numbers: see spreads.h. */
#include <string.h>

#include "outlook/spreads.h"

tw_status twi_drawn_market_new(tw_context *ctx, const tw_market *from, twi_drawn_market *d)
{
  size_t suppliers = (size_t)from->suppliers, buyers = (size_t)from->buyers;
  *d = (twi_drawn_market){.market = *from, .from = from}; /* and its own of what is freed */
  tw_market *m = &d->market;
  m->remark = NULL;
  m->remarks = 0;
  m->buyer = twi_alloc(ctx, buyers, sizeof *m->buyer);
  m->pair = twi_alloc(ctx, (size_t)m->pairs, sizeof *m->pair);
  m->route = twi_alloc(ctx, (size_t)m->routes, sizeof *m->route);
  m->block = twi_alloc(ctx, (size_t)m->blocks + 1, sizeof *m->block);
  m->passage = twi_alloc(ctx, (size_t)m->passages + 1, sizeof *m->passage);
  d->numbers = twi_alloc(ctx, 2 * suppliers + buyers, sizeof *d->numbers);
  if (!m->buyer || !m->pair || !m->route || !m->block || !m->passage || !d->numbers) return twi_no_memory(ctx, 0);
  memcpy(m->buyer, from->buyer, buyers * sizeof *m->buyer);
  memcpy(m->pair, from->pair, (size_t)m->pairs * sizeof *m->pair);
  memcpy(m->route, from->route, (size_t)m->routes * sizeof *m->route);
  memcpy(m->block, from->block, (size_t)m->blocks * sizeof *m->block);
  if (m->passages) memcpy(m->passage, from->passage, (size_t)m->passages * sizeof *m->passage);
  m->output = d->numbers;
  m->netback = m->output + suppliers;
  m->wanted = m->netback + suppliers;
  return TW_OK;
}

static void drop_remarks(tw_context *ctx, tw_market *m)
{
  for (int i = 0; i < m->remarks; i++) twi_free(ctx, m->remark[i]);
  m->remarks = 0;
}

void twi_drawn_market_free(tw_context *ctx, twi_drawn_market *d)
{
  tw_market *m = &d->market;
  if (!d->from) return;
  drop_remarks(ctx, m);
  twi_free(ctx, m->remark);
  twi_free(ctx, m->buyer);
  twi_free(ctx, m->pair);
  twi_free(ctx, m->route);
  twi_free(ctx, m->block);
  twi_free(ctx, m->passage);
  twi_free(ctx, d->numbers);
}

tw_status twi_drawn_market_put(tw_context *ctx, const twi_spreads *spreads, const double *value, twi_drawn_market *d)
{
  twi_spreads_put(spreads, value, &d->market);
  drop_remarks(ctx, &d->market);
  return twi_market_calibrate(ctx, &d->market);
}
