/* What no file of a market alone can show: numbers of one file against those of another. */
#include <math.h>

#include "market/read/read.h"

/* What a supplier can ever make, all blocks; a block whose capacity is to be calibrated holds the base output. */
static double most_of(const tw_market *m, int o, double output)
{
  const twi_market_supplier *s = &m->supplier[o];
  double sum = 0;
  int open = 0;
  for (int i = 0; i < s->blocks; i++) {
    double capacity = m->block[s->first_block + i].capacity;
    if (isnan(capacity))
      open = 1;
    else
      sum += capacity;
  }
  return (open ? fmax(sum, output) : sum) + (m->surge_share > 0 ? m->surge_share * output : 0);
}

static int pair_between(const tw_market *m, int o, int d)
{
  return m->pair_of[(size_t)o * (size_t)m->buyers + (size_t)d];
}

/* Sum over the pairs of a supplier, or of a buyer (the other is -1), of flows or floors; *line: of the largest. */
static double sum_of(const tw_market *m, int supplier, int buyer, int floors, int *line)
{
  double sum = 0, most = 0;
  for (int i = 0; i < (supplier >= 0 ? m->buyers : m->suppliers); i++) {
    int p = supplier >= 0 ? pair_between(m, supplier, i) : pair_between(m, i, buyer);
    if (p < 0) continue;
    const twi_market_pair *pair = &m->pair[p];
    double part = !floors ? pair->quantity : isnan(pair->floor) ? m->floor_share * pair->quantity : pair->floor;
    sum += part;
    if (line && part > most) most = part, *line = pair->line;
  }
  return sum;
}

static tw_status check_supplier(twi_market_reader *r, int o)
{
  const tw_market *m = r->m;
  const twi_market_supplier *s = &m->supplier[o];
  int line = 0, base = 0;
  double output = sum_of(m, o, -1, 0, NULL), capacity = 0;
  for (int i = 0; i < s->blocks; i++) {
    const twi_market_block *b = &m->block[s->first_block + i];
    int in_base = b->from_year <= m->data_year && b->status == TWI_MARKET_OPERATING;
    if (isnan(b->capacity) && !(in_base && output > 0 && !(b->slope > 0)))
      return twi_fail(
          r->ctx, TW_BAD_INPUT,
          "%s:%d: column capacity: found nothing, expected a number: no flows of the base fill the block %s of "
          "%s",
          r->of_suppliers, b->line, b->code, s->code);
    base |= in_base;
    if (in_base) capacity += isnan(b->capacity) ? output : b->capacity;
  }
  if (output > 0 && !base)
    return twi_fail(r->ctx, TW_BAD_INPUT,
                    "%s:%d: found no block of %s that operates in %d, expected one: its flows in %s sum to %.6g %s",
                    r->of_suppliers, s->line, s->code, m->data_year, r->of_arcs, output, m->unit);
  if (capacity < 0.5 * output)
    return twi_fail(r->ctx, TW_BAD_INPUT,
                    "%s:%d: column capacity: found %.6g for %s, and its flows in %s sum to %.6g: are both in %s?",
                    r->of_suppliers, s->line, capacity, s->code, r->of_arcs, output, m->unit);
  double floors = sum_of(m, o, -1, 1, &line), most = most_of(m, o, output);
  if (floors > most * (1 + 1e-9))
    return twi_fail(r->ctx, TW_BAD_INPUT,
                    "%s:%d: column floor: found floors of %s that sum to %.6g %s, expected at most its capacity, %.6g",
                    r->of_arcs, line, s->code, floors, m->unit, most);
  return TW_OK;
}

static int has_open_route(const tw_market *m, int d)
{
  for (int o = 0; o < m->suppliers; o++) {
    int p = pair_between(m, o, d);
    for (int i = 0; p >= 0 && i < m->pair[p].routes; i++)
      if (!m->route[m->pair[p].first_route + i].forbidden) return 1;
  }
  return 0;
}

static tw_status check_buyer(twi_market_reader *r, int d)
{
  const tw_market *m = r->m;
  const twi_market_buyer *b = &m->buyer[d];
  double flows = sum_of(m, -1, d, 0, NULL);
  if (!has_open_route(m, d))
    return twi_fail(
        r->ctx, TW_BAD_INPUT,
        "%s:%d: column buyer: found %s, to which no way is open, expected a row of %s that is not forbidden",
        r->of_buyers, b->line, b->code, r->of_arcs);
  if (flows > 0 && fabs(flows - b->quantity) > 0.01 * b->quantity)
    return twi_fail(
        r->ctx, TW_BAD_INPUT,
        "%s:%d: column quantity: found %.6g for %s, and its flows in %s sum to %.6g: expected them within 1 "
        "%%, both in %s",
        r->of_buyers, b->line, b->quantity, b->code, r->of_arcs, flows, m->unit);
  return TW_OK;
}

static tw_status check_fleet(twi_market_reader *r)
{
  const tw_market *m = r->m;
  for (int i = 0; i < m->routes && !isnan(m->fleet); i++)
    if (isnan(m->route[i].days))
      return twi_fail(r->ctx, TW_BAD_INPUT, "%s:%d: column days: found nothing, expected days: the market has a fleet",
                      r->of_arcs, m->route[i].line);
  return TW_OK;
}

/* What is far above all prices is no ceiling of anybody, and takes the digits of the others. */
static tw_status check_ceiling(twi_market_reader *r)
{
  static const double most = 1000;
  const tw_market *m = r->m;
  double highest = 0;
  for (int d = 0; d < m->buyers; d++) highest = fmax(highest, m->buyer[d].price);
  if (isnan(m->ceiling_price) || m->ceiling_price <= most * highest) return TW_OK;
  return twi_fail(r->ctx, TW_BAD_INPUT,
                  "market.yaml: ceiling: found a price of %.6g, expected at most %.6g, %g times the highest in %s",
                  m->ceiling_price, most * highest, most, r->of_buyers);
}

tw_status twi_market_check(twi_market_reader *r)
{
  tw_status status = check_fleet(r);
  if (status == TW_OK) status = check_ceiling(r);
  for (int o = 0; o < r->m->suppliers && status == TW_OK; o++) status = check_supplier(r, o);
  for (int d = 0; d < r->m->buyers && status == TW_OK; d++) status = check_buyer(r, d);
  return status;
}
