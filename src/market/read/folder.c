/* A market's folder, read whole and checked, then calibrated. See read.h and ../../docs/formats.md. */
#include <string.h>

#include "market/read/read.h"

static tw_status make_base_arrays(tw_context *ctx, tw_market *m)
{
  m->output = twi_new(ctx, (size_t)m->suppliers, sizeof *m->output);
  m->netback = twi_new(ctx, (size_t)m->suppliers, sizeof *m->netback);
  m->wanted = twi_new(ctx, (size_t)m->buyers, sizeof *m->wanted);
  return m->output && m->netback && m->wanted ? TW_OK : twi_no_memory(ctx, 0);
}

static tw_status read_all(twi_market_reader *r)
{
  tw_status status = twi_market_read_description(r);
  if (status == TW_OK) status = twi_market_read_suppliers(r);
  if (status == TW_OK) status = twi_market_read_buyers(r);
  if (status == TW_OK) status = twi_market_read_passages(r);
  if (status == TW_OK) status = twi_market_read_arcs(r);
  if (status == TW_OK) status = twi_market_check(r);
  if (status == TW_OK) status = twi_market_digest(r->ctx, r->m);
  if (status == TW_OK) status = make_base_arrays(r->ctx, r->m);
  return status == TW_OK ? twi_market_calibrate(r->ctx, r->m) : status;
}

tw_status twi_market_read_folder(tw_context *ctx, const char *folder, int builtin, tw_market **market)
{
  twi_market_reader r = {.ctx = ctx, .folder = folder, .builtin = builtin};
  r.suppliers.index.ctx = r.buyers.index.ctx = r.passages.index.ctx = ctx;
  *market = NULL;
  r.m = twi_new(ctx, 1, sizeof *r.m);
  if (!r.m) return twi_no_memory(ctx, sizeof *r.m);
  r.m->memory = *twi_allocator(ctx);
  tw_status status = read_all(&r);
  twi_codes_close(&r.suppliers.index);
  twi_codes_close(&r.buyers.index);
  twi_codes_close(&r.passages.index);
  void *own[] = {r.suppliers.code, r.buyers.code, r.passages.code, r.of_suppliers, r.of_buyers, r.of_arcs};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  if (status != TW_OK) {
    tw_market_free(r.m);
    return status;
  }
  *market = r.m;
  return TW_OK;
}
