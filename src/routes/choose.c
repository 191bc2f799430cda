/* The best route, by distance or by cost, and the second. See routes.h.
 *
 * By cost a passage has a price: its toll, and what a ship costs while it waits there. Such a price is paid once for a
 * passage of several legs, so it is no length of a leg. The shortest path with passages closed costs at least its
 * freight; where it crosses passages with a price, the best route crosses the same ones, and is no cheaper, or avoids
 * one: so each is closed in turn, unless freight alone is dearer than the best so far. */
#include <math.h>
#include <string.h>

#include "routes/routes.h"

/* tau = [(2 days + 3) hire + fees + 2 days fuel MMBtu/t price] / cargo; days one way at 17 knots, whatever speed the
 * voyage is told at: what fuel a day takes holds for that speed. A ship that waits has its hire alone. */
#define FREIGHT_KNOTS 17.0
#define HIRE          60000.0  /* USD a day */
#define PORT_DAYS     3.0      /* of a round trip */
#define PORT_FEES     300000.0 /* USD, of a round trip */
#define FUEL          90.0     /* t a day */
#define FUEL_PRICE    10.0     /* USD per MMBtu */
#define HEAT          52.0     /* MMBtu per t */
#define CARGO         74000.0  /* t */

double twi_freight(double km, double wait_days)
{
  double days = km / TWI_MILE_KM / (24 * FREIGHT_KNOTS);
  return ((2 * (days + wait_days) + PORT_DAYS) * HIRE + PORT_FEES + 2 * days * FUEL * HEAT * FUEL_PRICE) /
         (CARGO * HEAT);
}

void twi_way_free(tw_context *ctx, twi_way *way)
{
  twi_free(ctx, way->node);
  *way = (twi_way){0};
}

/* The shortest path, with what it costs. The factor holds unless it goes by the Northwest Passage. */
static void find_way(twi_search *search, const tw_sea *sea, const twi_end ends[2], const twi_terms *terms,
                     twi_mask closed, twi_way *way)
{
  *way = (twi_way){0};
  double km = twi_search_run(search, ends[0].node, ends[1].node, closed);
  if (isinf(km)) return;
  way->found = 1;
  way->passages = twi_search_passages(search, way->passage);
  for (int i = 0; i < way->passages; i++) {
    way->mask |= (twi_mask)1 << way->passage[i];
    way->wait += terms->wait[way->passage[i]];
    way->toll += terms->toll[way->passage[i]];
  }
  /* Ends beside the same point of the network need not sail to it. */
  km = ends[0].node == ends[1].node ? twi_great_circle(ends[0].lon, ends[0].lat, ends[1].lon, ends[1].lat)
                                    : km + ends[0].off + ends[1].off;
  way->km = way->mask & sea->northwest ? km : km * terms->factor;
  way->tau = twi_freight(way->km, way->wait) + way->toll;
}

static tw_status keep_points(tw_context *ctx, twi_search *search, twi_way *way)
{
  way->nodes = twi_search_points(search, NULL);
  way->node = twi_alloc(ctx, (size_t)way->nodes + 1, sizeof *way->node);
  if (!way->node) return twi_no_memory(ctx, 0);
  twi_search_points(search, way->node);
  return TW_OK;
}

typedef struct choice {
  tw_context *ctx;
  twi_search *search;
  const tw_sea *sea;
  const twi_end *ends;
  const twi_terms *terms;
  twi_way *best;
} choice;

static tw_status choose(const choice *c, twi_mask closed)
{
  twi_way way;
  find_way(c->search, c->sea, c->ends, c->terms, closed, &way);
  if (!way.found) return TW_OK;
  double least = twi_freight(way.km * fmin(c->terms->factor, 1), 0);
  if (c->best->found && least >= c->best->tau) return TW_OK;
  tw_status status = TW_OK;
  if (!c->best->found || way.tau < c->best->tau) {
    twi_way_free(c->ctx, c->best);
    status = keep_points(c->ctx, c->search, &way);
    *c->best = way;
  }
  for (int i = 0; i < way.passages && status == TW_OK; i++) {
    int k = way.passage[i];
    if (c->terms->toll[k] > 0 || c->terms->wait[k] > 0) status = choose(c, closed | (twi_mask)1 << k);
  }
  return status;
}

tw_status twi_way_find(tw_context *ctx, twi_search *search, const tw_sea *sea, const twi_end ends[2],
                       const twi_terms *terms, twi_mask closed, twi_way *way)
{
  *way = (twi_way){0};
  if (terms->by_cost) return choose(&(choice){ctx, search, sea, ends, terms, way}, closed);
  find_way(search, sea, ends, terms, closed, way);
  return way->found ? keep_points(ctx, search, way) : TW_OK;
}

tw_status twi_way_second(tw_context *ctx, twi_search *search, const tw_sea *sea, const twi_end ends[2],
                         const twi_terms *terms, twi_mask closed, const twi_way *best, twi_way *second)
{
  const double nearly = 1.03;
  *second = (twi_way){0};
  for (int i = 0; i < best->passages; i++) {
    twi_way way;
    tw_status status = twi_way_find(ctx, search, sea, ends, terms, closed | (twi_mask)1 << best->passage[i], &way);
    if (status != TW_OK) return status;
    double size = terms->by_cost ? way.tau : way.km, of_best = terms->by_cost ? best->tau : best->km;
    double of_second = !second->found ? INFINITY : terms->by_cost ? second->tau : second->km;
    if (way.found && size < nearly * of_best && size < of_second) {
      twi_way_free(ctx, second);
      *second = way;
    } else {
      twi_way_free(ctx, &way);
    }
  }
  return TW_OK;
}
