/* Fuels without a market: what of an importer's flows a loss cuts. See stress.h.
 *
 *   part cut while it lasts   share x sum_i s_i max(1 if i is lost, u_ik over the passages that are)
 *
 * s_i is the share of origin i, u_ik the part of it that sails through passage k. Of several passages the largest part
 * counts: at least that much is cut. Where a way is not known its share is told, and is in no loss of a passage. */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "stress/stress.h"

double twi_stress_stock_days(const tw_stress *s, const char *region, int fuel, int *quality)
{
  *quality = TWI_OBSERVED;
  for (int i = 0; i < s->stocks; i++) {
    if (s->stock[i].fuel != fuel || strcmp(s->stock[i].region, region) != 0) continue;
    *quality = s->stock[i].quality;
    return s->stock[i].days;
  }
  return NAN;
}

static int loses_exporter(const twi_loss *l, const char *exporter)
{
  for (int i = 0; i < l->exporters; i++)
    if (l->exporter[i] == exporter || strcmp(l->exporter[i], exporter) == 0) return 1;
  return 0;
}

static int is_of(const twi_origin *o, int fuel, const char *importer)
{
  return o->fuel == fuel && strcmp(o->importer, importer) == 0;
}

static tw_status cut_one(tw_stress *s, int loss, int fuel, const char *importer)
{
  const twi_loss *l = &s->loss[loss];
  twi_cut c = {.loss = loss, .fuel = fuel, .detour_days = NAN, .around = NAN, .unreached = NAN};
  int touched = 0;
  for (int i = 0; i < s->origins.count; i++) {
    const twi_origin *o = &s->origins.row[i];
    double cut = 0;
    if (!is_of(o, fuel, importer)) continue;
    c.importer = o->importer;
    c.imports += o->quantity; /* NaN: not all have it */
    if (loses_exporter(l, o->exporter)) {
      cut = 1;
    } else {
      int unknown = 0;
      for (int k = 0; k < TWI_STRAITS; k++) {
        if (!(l->straits >> k & 1u)) continue;
        unknown |= isnan(o->through[k]);
        if (o->through[k] > cut) cut = o->through[k];
      }
      if (unknown) c.not_known += (1 - cut) * o->share;
    }
    if (!(cut > 0) || !(o->share > 0)) continue;
    touched = 1;
    c.part += s->share * o->share * cut;
    c.assumed |= o->quality == TWI_ASSUMED || (cut < 1 && o->way_quality == TWI_ASSUMED);
  }
  if (!c.importer || (!touched && !(s->detail && s->buyer_word))) return TW_OK; /* nothing to tell of */
  if (s->cuts == s->cut_room) {
    int room = 2 * s->cut_room + 128;
    twi_cut *grown = twi_resize(s->ctx, s->cut, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(s->ctx, 0);
    s->cut = grown;
    s->cut_room = room;
  }
  s->cut[s->cuts++] = c;
  return TW_OK;
}

/* The importer is one of the market's buyers, whose fuel the market answers for. */
static int is_in_market(const tw_stress *s, int fuel, const char *importer)
{
  return fuel == s->market_fuel && s->market_fuel >= 0 && twi_market_find_buyer(s->market, importer) >= 0;
}

static int is_first(const tw_stress *s, int i)
{
  for (int k = 0; k < i; k++)
    if (is_of(&s->origins.row[k], s->origins.row[i].fuel, s->origins.row[i].importer)) return 0;
  return 1;
}

tw_status twi_stress_cut_fuels(tw_stress *s)
{
  tw_status status = TW_OK;
  for (int f = 0; f < TWI_FUELS; f++) {
    if (!(s->fuels >> f & 1u)) continue;
    for (int i = 0; i < s->origins.count && status == TW_OK; i++) {
      const twi_origin *o = &s->origins.row[i];
      if (o->fuel != f || (s->buyer_word && (!s->importer || strcmp(o->importer, s->importer) != 0))) continue;
      /* of all buyers the market's fuel is that of its own */
      if ((f == s->market_fuel && !s->buyer_word) || is_in_market(s, f, o->importer) || !is_first(s, i)) continue;
      for (int l = 0; l < s->losses && status == TW_OK; l++) status = cut_one(s, l, f, o->importer);
    }
  }
  return status;
}
