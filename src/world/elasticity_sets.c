/* Sets of trade elasticities written, copied into worlds made of worlds, and in the check of a world. See
 * elasticities.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"
#include "world/elasticities.h"

/* ---------------------------------------------------------------- writing */

static tw_status write_spread(twi_sink *out, const twi_estimate *e, int errors, int quantiles)
{
  tw_status status = TW_OK;
  if (errors && e->kind == TWI_SPREAD_ERROR)
    status = twi_sink_number(out, e->spread[0], ',');
  else if (errors)
    status = twi_sink_text(out, ",");
  for (int k = 0; quantiles && k < 3 && status == TW_OK; k++)
    status = e->kind == TWI_SPREAD_QUANTILES ? twi_sink_number(out, e->spread[k], ',') : twi_sink_text(out, ",");
  return status;
}

/* Columns that no row fills are left out. */
tw_status twi_estimates_write(twi_sink *out, const tw_world *w)
{
  int errors = 0, quantiles = 0;
  for (int i = 0; i < w->estimate_count; i++) {
    errors |= w->estimate[i].kind == TWI_SPREAD_ERROR;
    quantiles |= w->estimate[i].kind == TWI_SPREAD_QUANTILES;
  }
  tw_status status = twi_sink_text(out, "set,sector,parameter,estimate,");
  if (status == TW_OK && errors) status = twi_sink_text(out, "standard_error,");
  if (status == TW_OK && quantiles) status = twi_sink_text(out, "p05,p50,p95,");
  if (status == TW_OK) status = twi_sink_text(out, "source\n");
  for (int i = 0; i < w->estimate_count && status == TW_OK; i++) {
    const twi_estimate *e = &w->estimate[i];
    status = twi_sink_field(out, e->set, ',');
    if (status == TW_OK) status = twi_sink_field(out, e->sector, ',');
    if (status == TW_OK) status = twi_sink_field(out, e->parameter, ',');
    if (status == TW_OK) status = twi_sink_number(out, e->estimate, ',');
    if (status == TW_OK) status = write_spread(out, e, errors, quantiles);
    if (status == TW_OK) status = twi_sink_field(out, e->source, '\n');
  }
  return status;
}

/* ---------------------------------------------------------------- worlds made of worlds */

tw_status twi_estimate_copy(tw_context *ctx, const twi_estimate *from, const char *sector, const char *parameter,
                            twi_estimate *to)
{
  *to = *from;
  to->line = 0;
  to->set = twi_strdup(ctx, from->set);
  to->sector = twi_strdup(ctx, sector ? sector : from->sector);
  to->parameter = twi_strdup(ctx, parameter ? parameter : from->parameter);
  to->source = twi_strdup(ctx, from->source);
  return to->set && to->sector && to->parameter && to->source ? TW_OK : twi_no_memory(ctx, 0);
}

tw_status twi_estimates_split(tw_context *ctx, const tw_world *from, const char *whole, char *const *part, int parts,
                              tw_world *to)
{
  size_t room = (size_t)from->estimate_count;
  for (int i = 0; i < from->estimate_count; i++)
    if (twi_same_name(whole, strlen(whole), from->estimate[i].sector)) room += (size_t)parts;
  to->estimate = twi_new(ctx, room, sizeof *to->estimate);
  if (!to->estimate) return twi_no_memory(ctx, room * sizeof *to->estimate);
  tw_status status = TW_OK;
  for (int i = 0; i < from->estimate_count; i++) {
    const twi_estimate *e = &from->estimate[i];
    int split = twi_same_name(whole, strlen(whole), e->sector);
    for (int p = 0; p < (split ? parts : 1) && status == TW_OK; p++)
      status = twi_estimate_copy(ctx, e, split ? part[p] : NULL, split && !*e->parameter ? e->sector : NULL,
                                 &to->estimate[to->estimate_count++]);
  }
  return status;
}

tw_status twi_estimates_copy(tw_context *ctx, const tw_world *from, tw_world *to)
{
  return twi_estimates_split(ctx, from, "", NULL, 0, to);
}

/* ---------------------------------------------------------------- the check of a world */

/* Estimates of a world's own set are its elasticities, but for the digits that a table is printed with. */
static int same_elasticity(double a, double b)
{
  return fabs(a - b) <= 1e-6 * fmax(fabs(a), fabs(b));
}

static tw_status say_unknown(tw_context *ctx, tw_world *w, const char *named)
{
  enum { MOST = 64 };
  const char *sets[MOST];
  char shown[TWI_SHOWN];
  int count = 0;
  while (count < MOST && (sets[count] = twi_world_set(w, count))) count++;
  const char *nearest = twi_nearest(named, strlen(named), sets, count);
  return twi_world_find(ctx, w, 2, "elasticity_set", -1, -1, NAN, NAN,
                        "world.yaml says that the trade elasticities are the set %s, which elasticities.csv does not "
                        "have%s%s: their uncertainty is not known.",
                        twi_show(named, strlen(named), shown), nearest ? "; the nearest is " : "",
                        nearest ? nearest : "");
}

tw_status twi_world_say_sets(tw_context *ctx, tw_world *w)
{
  enum { MOST = 10 };
  const char *named = tw_world_text(w, "elasticity_set"), *own = twi_world_own_set(w);
  if (!named || !w->estimate_count) return TW_OK;
  if (!own) return say_unknown(ctx, w, named);
  int *row_of = twi_alloc(ctx, (size_t)w->S, sizeof *row_of);
  int found = row_of ? twi_estimates_resolve(ctx, w, w->estimate, w->estimate_count, own, row_of) : -1, apart = 0;
  tw_status status = found < 0 ? twi_no_memory(ctx, 0) : TW_OK;
  for (int s = 0; s < w->S && status == TW_OK; s++) {
    if (row_of[s] < 0 || same_elasticity(w->theta[s], w->estimate[row_of[s]].estimate)) continue;
    double estimate = w->estimate[row_of[s]].estimate;
    if (apart++ >= MOST) continue;
    status = twi_world_find(ctx, w, 2, "elasticity_set", -1, s, NAN, w->theta[s] / estimate - 1,
                            "The trade elasticity of %s is %.6g, but %.6g in the set %s, of which it is by world.yaml.",
                            w->sector[s], w->theta[s], estimate, own);
  }
  if (status == TW_OK && apart > MOST)
    status = twi_world_find(ctx, w, 2, "elasticity_set", -1, -1, NAN, NAN,
                            "In all %d sectors have another trade elasticity than the set %s.", apart, own);
  if (status == TW_OK && found < w->S)
    status = twi_world_find(ctx, w, 0, "elasticity_set", -1, -1, NAN, NAN,
                            "The set %s has estimates for %d of %d sectors; for the others no uncertainty is known.",
                            own, found, w->S);
  twi_free(ctx, row_of);
  return status;
}
