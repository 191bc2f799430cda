/* Days of sailing around a passage that is lost, on the network of routes/, for fuels without a market. See stress.h.
 *
 *   extra days   (km with it closed - km as it is)/(24 knots x 1.852), 17 knots, at least 0, from the exporter's port
 *   mean         over what sails through it and has another way, by quantity; what has none is told apart
 *
 * A country's port for a fuel is the terminal that loads it, else any that loads, else what `tradewind routes` takes the
 * code or the name for. Without one, and by land, nothing is said. */
#include <math.h>
#include <string.h>

#include "stress/stress.h"

enum { KNOTS = 17, MOST_PORTS = 256 };

typedef struct port {
  const char *country;
  int fuel, load, found;
  twi_end end;
} port;

typedef struct detours {
  tw_stress *s;
  twi_search *search;
  port port[MOST_PORTS];
  int ports;
} detours;

static const char *goods_of(int fuel)
{
  return fuel == TWI_FUEL_CRUDE || fuel == TWI_FUEL_OIL_PRODUCTS ? "oil"
         : fuel == TWI_FUEL_LPG                                  ? "lpg"
         : fuel == TWI_FUEL_LNG                                  ? "lng"
         : fuel == TWI_FUEL_COAL                                 ? "coal"
                                                                 : "";
}

static int has_goods(const char *list, const char *goods)
{
  size_t n = strlen(goods);
  for (const char *p = list; n && *p; p += strcspn(p, "+"), p += *p == '+')
    if (strncmp(p, goods, n) == 0 && (p[n] == '+' || p[n] == 0)) return 1;
  return 0;
}

/* A terminal of the country with that role: "KWT_OIL" is of KWT. */
static const char *terminal_of(const tw_sea *sea, const char *country, int load, const char *goods)
{
  size_t n = strlen(country);
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < sea->terminals; i++) {
      const twi_harbour *h = &sea->place[i];
      if (strncmp(h->code, country, n) != 0 || (h->code[n] != 0 && h->code[n] != '_')) continue;
      if (strcmp(h->role, load ? "load" : "discharge") != 0) continue;
      if (pass || has_goods(h->goods, goods)) return h->code;
    }
  return NULL;
}

/* The port of a country; NULL: none is known. */
static const port *find_port(detours *t, const char *country, int fuel, int load)
{
  for (int i = 0; i < t->ports; i++)
    if (t->port[i].fuel == fuel && t->port[i].load == load && strcmp(t->port[i].country, country) == 0)
      return t->port[i].found ? &t->port[i] : NULL;
  if (t->ports == MOST_PORTS || twi_is_rest(country)) return NULL;
  port *p = &t->port[t->ports++];
  *p = (port){.country = country, .fuel = fuel, .load = load};
  const char *text[] = {terminal_of(t->s->sea, country, load, goods_of(fuel)), country,
                        twi_stress_country(t->s, country)};
  /* a context of its own: that a country has no port is no error of the run */
  tw_context *quiet = tw_context_new(twi_allocator(t->s->ctx));
  for (size_t i = 0; quiet && i < sizeof text / sizeof *text && !p->found; i++)
    if (text[i]) p->found = twi_end_find(quiet, t->s->sea, "port", text[i], &p->end) == TW_OK;
  tw_context_free(quiet);
  return p->found ? p : NULL;
}

static double km_between(twi_search *search, const port *from, const port *to)
{
  double km = twi_search_end(search, from->end.node) + from->end.off + to->end.off;
  if (twi_is_northeast_asia(&to->end)) km *= from->end.factor;
  return km;
}

/* What of an origin the loss cuts on its way, and its port. */
static double way_cut(const tw_stress *s, const twi_loss *l, const twi_origin *o)
{
  double cut = 0;
  for (int i = 0; i < l->exporters; i++)
    if (strcmp(l->exporter[i], o->exporter) == 0) return 0;
  for (int k = 0; k < TWI_STRAITS; k++)
    if (l->straits >> k & 1u && o->through[k] > cut) cut = o->through[k];
  return s->share * o->share * cut;
}

static twi_mask closed_of(const tw_sea *sea, const twi_loss *l)
{
  twi_mask closed = 0;
  for (int k = 0; k < TWI_STRAITS; k++)
    for (int i = 0; i < sea->passages && (l->straits >> k & 1u); i++)
      if (strcmp(sea->passage[i].name, twi_strait_names[k]) == 0) closed |= (twi_mask)1 << i;
  return closed;
}

static tw_status measure(detours *t, twi_cut *c)
{
  tw_stress *s = t->s;
  const twi_loss *l = &s->loss[c->loss];
  const port *to = find_port(t, c->importer, c->fuel, 0);
  if (!to) return TW_OK;
  double *usual = twi_alloc(s->ctx, (size_t)s->origins.count, sizeof *usual), days = 0, around = 0, unreached = 0;
  if (!usual) return twi_no_memory(s->ctx, 0);
  for (int pass = 0; pass < 2; pass++) {
    twi_search_run(t->search, to->end.node, -1, pass ? s->sea->shut | closed_of(s->sea, l) : s->sea->shut);
    for (int i = 0; i < s->origins.count; i++) {
      const twi_origin *o = &s->origins.row[i];
      double cut = o->fuel == c->fuel && strcmp(o->importer, c->importer) == 0 ? way_cut(s, l, o) : 0;
      const port *from = cut > 0 ? find_port(t, o->exporter, c->fuel, 1) : NULL;
      if (!from) continue;
      double km = km_between(t->search, from, to);
      if (!pass) {
        usual[i] = km;
      } else if (isinf(km)) {
        unreached += cut;
      } else if (isfinite(usual[i])) {
        around += cut;
        days += cut * fmax(0, km - usual[i]) / (24 * KNOTS * TWI_MILE_KM);
      }
    }
  }
  twi_free(s->ctx, usual);
  if (around + unreached > 0) {
    c->around = around / c->part;
    c->unreached = unreached / c->part;
    if (around > 0) c->detour_days = days / around;
  }
  return TW_OK;
}

tw_status twi_stress_find_detours(tw_stress *s)
{
  tw_status status = TW_OK;
  detours *t = NULL;
  for (int i = 0; i < s->cuts && status == TW_OK; i++) {
    twi_cut *c = &s->cut[i];
    if (!s->loss[c->loss].straits || !(c->part > 0) || c->fuel == TWI_FUEL_PIPELINE_GAS) continue;
    if (!t) {
      status = twi_stress_open_sea(s);
      t = status == TW_OK ? twi_new(s->ctx, 1, sizeof *t) : NULL;
      if (status == TW_OK && !t) status = twi_no_memory(s->ctx, sizeof *t);
      if (t) t->s = s;
      if (status == TW_OK) status = twi_search_new(s->ctx, s->sea, &t->search);
    }
    if (status == TW_OK) status = twi_check_cancel(s->ctx);
    if (status == TW_OK) status = measure(t, c);
  }
  if (t) twi_search_free(t->search);
  twi_free(s->ctx, t);
  return status;
}
