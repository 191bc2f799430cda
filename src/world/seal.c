/* The last step in making a world: its codes are indexed, its identities tested, its SHA-256 and its size computed. */
#include <math.h>

#include "base/digest.h"
#include "world/assemble.h"

static tw_status add(void *digest, const void *bytes, size_t count)
{
  return twi_digest_add(digest, bytes, count);
}

static size_t size_of_numbers(const tw_world *w)
{
  size_t flows = 1u + (w->tariff ? 1 : 0) + (w->export_tax ? 1 : 0);
  for (int i = 0; i < w->column_count; i++) flows += w->columns[i].values ? 1 : 0;
  size_t macro = 2u + (w->population ? 1 : 0) + (w->gdp ? 1 : 0);
  return sizeof(double) * (flows * twi_world_flows(w) + twi_world_bills(w) + 4 * twi_world_cells(w) + (size_t)w->S +
                           macro * (size_t)w->N);
}

static tw_status index_codes(tw_context *ctx, char *const *code, int count, twi_codes *index)
{
  int again, first; /* there are none: whoever made the world has looked */
  return index->slot ? TW_OK : twi_codes_open(ctx, (const char *const *)code, count, index, &again, &first);
}

tw_status twi_world_seal(tw_context *ctx, tw_world *w)
{
  double *macro[] = {w->population, w->gdp};
  for (int k = 0; k < 2; k++)
    for (int d = 0; macro[k] && d < w->N; d++)
      if (isnan(macro[k][d])) macro[k][d] = NAN; /* one form of NaN */
  w->bytes = size_of_numbers(w);
  tw_status status = index_codes(ctx, w->region, w->N, &w->region_index);
  if (status == TW_OK) status = index_codes(ctx, w->sector, w->S, &w->sector_index);
  if (status == TW_OK) status = twi_world_identities(ctx, w);
  if (status != TW_OK || w->sha256[0]) return status;
  twi_digest *digest;
  status = twi_digest_new(ctx, &digest);
  if (status != TW_OK) return status;
  status = twi_world_canonical(w, (twi_receiver){add, digest});
  if (status == TW_OK) status = twi_digest_end(digest, NULL, w->sha256);
  twi_digest_free(digest);
  return status;
}
