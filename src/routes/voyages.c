/* Days between regions, usually and with passages closed or opened: see tw_voyages_run in tradewind.h. A region's ports
 * have shares of its trade, others with partners on the Pacific side than with the rest, and the days of two regions are the mean over pairs of ports, by the product of shares. */
#include <math.h>
#include <string.h>

#include "routes/routes.h"

struct tw_voyages {
  tw_context *ctx;
  tw_sea *own;
  tw_voyage *voyage;
  int count;
};

/* What a search needs of each port. */
typedef struct ports {
  const tw_sea *sea;
  twi_end *end; /* [gateways] */
  double *km;   /* [gateways][gateways] of one state of the network */
} ports;

static tw_status find_ends(tw_context *ctx, ports *p)
{
  const tw_sea *sea = p->sea;
  for (int i = 0; i < sea->gateways; i++) {
    tw_status status = twi_end_find(ctx, sea, "regions.csv", sea->place[sea->gateway[i].place].code, &p->end[i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

static void measure_all(ports *p, twi_search *search, twi_mask closed)
{
  const tw_sea *sea = p->sea;
  int passage[TWI_MOST_PASSAGES];
  for (int i = 0; i < sea->gateways; i++) {
    const twi_end *a = &p->end[i];
    twi_search_run(search, a->node, -1, closed);
    for (int k = 0; k < sea->gateways; k++) {
      const twi_end *b = &p->end[k];
      double km = twi_search_end(search, b->node) + a->off + b->off, factor = 1;
      if (twi_is_northeast_asia(b)) factor *= a->factor;
      if (twi_is_northeast_asia(a)) factor *= b->factor;
      if (factor != 1) /* which does not hold by the Northwest Passage */
        for (int n = twi_search_passages(search, passage) - 1; n >= 0; n--)
          if (sea->northwest >> passage[n] & 1) factor = 1;
      p->km[i * sea->gateways + k] = km * factor;
    }
  }
}

/* The first gateway of a region after `at`; gateways of a region stand together. */
static int next_region(const tw_sea *sea, int at)
{
  int i = at + 1;
  while (i < sea->gateways && strcmp(sea->gateway[i].region, sea->gateway[at].region) == 0) i++;
  return i;
}

static double mean_km(const ports *p, int from, int to)
{
  const tw_sea *sea = p->sea;
  double sum = 0, shares = 0;
  for (int i = from; i < next_region(sea, from); i++)
    for (int k = to; k < next_region(sea, to); k++) {
      double share =
          sea->gateway[i].share[sea->gateway[to].pacific] * sea->gateway[k].share[sea->gateway[from].pacific];
      sum += share * p->km[i * sea->gateways + k];
      shares += share;
    }
  return isinf(sum) ? NAN : sum / shares;
}

static tw_status fill_voyages(tw_voyages *v, ports *p, twi_search *search, twi_mask closed, double knots)
{
  const tw_sea *sea = p->sea;
  size_t most = (size_t)sea->gateways * (size_t)sea->gateways;
  v->voyage = twi_alloc(v->ctx, most, sizeof *v->voyage);
  if (!v->voyage) return twi_no_memory(v->ctx, most * sizeof *v->voyage);
  for (int pass = 0; pass < 2; pass++) {
    measure_all(p, search, pass ? closed : sea->shut);
    v->count = 0;
    for (int a = 0; a < sea->gateways; a = next_region(sea, a))
      for (int b = next_region(sea, a); b < sea->gateways; b = next_region(sea, b)) {
        const twi_gateway *from = &sea->gateway[a], *to = &sea->gateway[b];
        if (*from->land && strcmp(from->land, to->land) == 0) continue;
        tw_voyage *voyage = &v->voyage[v->count++];
        double days = mean_km(p, a, b) / (24 * knots * TWI_MILE_KM);
        if (pass)
          voyage->days = days;
        else
          *voyage = (tw_voyage){from->region, to->region, days, NAN};
      }
  }
  return TW_OK;
}

static tw_status run_voyages(tw_voyages *v, const tw_sea *sea, const tw_routes_options *o)
{
  twi_mask closed, opened;
  twi_search *search = NULL;
  ports p = {.sea = sea};
  double knots = o->knots != 0 ? o->knots : 17;
  size_t n = (size_t)sea->gateways;
  if (!(knots >= 1 && knots <= 60))
    return twi_fail(v->ctx, TW_USAGE, "--knots: found %g, expected a speed of 1 to 60", o->knots);
  tw_status status = twi_passages_read(v->ctx, sea, "--closed", o->closed, &closed);
  if (status == TW_OK) status = twi_passages_read(v->ctx, sea, "--open", o->open, &opened);
  if (status == TW_OK) status = twi_opened_check(v->ctx, sea, closed, opened);
  if (status == TW_OK) status = twi_search_new(v->ctx, sea, &search);
  if (status == TW_OK) {
    p.end = twi_new(v->ctx, n, sizeof *p.end);
    p.km = twi_new(v->ctx, n * n, sizeof *p.km);
    if (!p.end || !p.km) status = twi_no_memory(v->ctx, 0);
  }
  if (status == TW_OK) status = find_ends(v->ctx, &p);
  if (status == TW_OK) status = fill_voyages(v, &p, search, closed | (sea->shut & ~opened), knots);
  twi_free(v->ctx, p.end);
  twi_free(v->ctx, p.km);
  twi_search_free(search);
  return status;
}

tw_status tw_voyages_run(tw_context *ctx, const tw_sea *sea, const tw_routes_options *options, tw_voyages **out)
{
  tw_voyages *v = twi_new(ctx, 1, sizeof *v);
  *out = NULL;
  if (!v) return twi_no_memory(ctx, sizeof *v);
  v->ctx = ctx;
  tw_status status = sea ? TW_OK : tw_sea_open(ctx, &v->own);
  if (status == TW_OK) status = run_voyages(v, sea ? sea : v->own, options);
  if (status != TW_OK) {
    tw_voyages_free(v);
    return status;
  }
  *out = v;
  return TW_OK;
}

void tw_voyages_free(tw_voyages *v)
{
  if (!v) return;
  tw_context *ctx = v->ctx;
  tw_sea_free(v->own);
  twi_free(ctx, v->voyage);
  twi_free(ctx, v);
}

int tw_voyages_at(const tw_voyages *v, int index, tw_voyage *out)
{
  if (index < 0 || index >= v->count) return 0;
  *out = v->voyage[index];
  return 1;
}
