/* The last step in making a world: its names are made fit to be shown, its codes are indexed, its identities tested,
 * its SHA-256 and its size computed. */
#include <math.h>
#include <string.h>

#include "base/digest.h"
#include "base/plain.h"
#include "world/assemble.h"
#include "world/products.h"
#include "world/stores.h"

static tw_status add_to_digest(void *digest, const void *bytes, size_t count)
{
  return twi_digest_add(digest, bytes, count);
}

static size_t size_of_numbers(const tw_world *w)
{
  size_t flows = 1u + (w->tariff ? 1 : 0) + (w->export_tax ? 1 : 0);
  for (int i = 0; i < w->column_count; i++) flows += w->columns[i].values ? 1 : 0;
  size_t macro = 2u + (w->population ? 1 : 0) + (w->gdp ? 1 : 0);
  return sizeof(double) *
             (flows * twi_world_flows(w) + twi_world_bills(w) + (4u + (w->employment ? 1 : 0)) * twi_world_cells(w) +
              (size_t)w->S + macro * (size_t)w->N + (w->quantity ? w->product_flows : 0)) +
         w->product_flows * sizeof *w->product_seller + (size_t)w->products * (size_t)w->N * sizeof *w->product_row;
}

/* *again: a name is not what it was. */
static tw_status check_texts(tw_context *ctx, const char *what, char *const *code, char **names, int count, int *again)
{
  for (int i = 0; i < count; i++) {
    char shown[TWI_CONTROL];
    size_t length = strlen(names[i]);
    if (twi_control_in(names[i], length, shown))
      return twi_fail(ctx, TW_BAD_INPUT,
                      "%s %s: found the control character %s in its name, expected characters that can be seen", what,
                      code[i], shown);
    char *before = twi_strdup(ctx, names[i]); /* a break that becomes a blank leaves the length as it is */
    if (!before) return twi_no_memory(ctx, length);
    twi_one_line(names[i]);
    *again |= strcmp(names[i], before) != 0 || !*names[i];
    twi_free(ctx, before);
    if (*names[i]) continue;
    twi_free(ctx, names[i]);
    names[i] = twi_strdup(ctx, code[i]);
    if (!names[i]) return twi_no_memory(ctx, 0);
  }
  return TW_OK;
}

tw_status twi_world_check_names(tw_context *ctx, tw_world *w)
{
  int again = 0;
  tw_status status = check_texts(ctx, "region", w->region, w->region_name, w->N, &again);
  if (status == TW_OK) status = check_texts(ctx, "sector", w->sector, w->sector_name, w->S, &again);
  if (again) w->sha256[0] = 0; /* it was of other names */
  return status;
}

static tw_status index_codes(tw_context *ctx, char *const *code, int count, twi_codes *index)
{
  int again, first; /* there are none: whoever made the world has looked */
  return index->slot ? TW_OK : twi_codes_open(ctx, (const char *const *)code, count, index, &again, &first);
}

tw_status twi_world_seal(tw_context *ctx, tw_world *w)
{
  tw_status status = twi_world_check_names(ctx, w);
  if (status != TW_OK) return status;
  double *macro[] = {w->population, w->gdp};
  for (int k = 0; k < 2; k++)
    for (int d = 0; macro[k] && d < w->N; d++)
      if (isnan(macro[k][d])) macro[k][d] = NAN; /* one form of NaN */
  for (size_t i = 0; w->employment && i < twi_world_cells(w); i++)
    if (isnan(w->employment[i])) w->employment[i] = NAN;
  w->bytes = size_of_numbers(w);
  status = twi_stores_order(ctx, w);
  if (status == TW_OK) status = index_codes(ctx, w->region, w->N, &w->region_index);
  if (status == TW_OK) status = index_codes(ctx, w->sector, w->S, &w->sector_index);
  if (status == TW_OK) status = twi_world_say_assumed(ctx, w);
  if (status == TW_OK) status = twi_world_identities(ctx, w);
  if (status != TW_OK || w->sha256[0]) return status;
  twi_digest *digest;
  status = twi_digest_new(ctx, &digest);
  if (status != TW_OK) return status;
  status = twi_world_canonical(w, (twi_receiver){add_to_digest, digest});
  if (status == TW_OK) status = twi_digest_end(digest, NULL, w->sha256);
  twi_digest_free(digest);
  return status;
}
