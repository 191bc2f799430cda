/* The certificate of a link: what the market has in its tables against what the core has in its two states, flow by flow,
 * without the wedges that tied them. Ratios are new over base. */
#include <math.h>
#include <string.h>

#include "link/link.h"
#include "world/products.h"

static void note(twi_link_check *check, int line, double value, int region, int other)
{
  double size = fabs(value);
  if (!(size <= check->value[line])) { /* a NaN is noted, too */
    check->value[line] = isnan(size) ? INFINITY : size;
    check->region[line] = region;
    check->other[line] = other;
  }
}

/* Shares [N] of the product's sellers in what a buyer spends on the sector, 0 where it has no flow. */
static void read_row(const tw_link *link, const twi_side *side, size_t d, double *share)
{
  size_t n = (size_t)link->N;
  double *row = share + n;
  const tw_world *w = link->world;
  for (size_t o = 0; o < n; o++) share[o] = 0;
  for (int m = w->sector_market[link->sector]; m < w->sector_market[link->sector + 1]; m++) {
    if (w->market[m].product != link->product) continue;
    twi_flow_row at = twi_market_row(w, &w->market[m], d);
    twi_state_row(side->state, w, &side->wedges, &w->market[m], d, row);
    for (size_t k = 0; k < at.count; k++) share[twi_row_seller(&at, k)] = row[k];
  }
}

/* One buyer in both models. */
typedef struct buyer {
  double spent[2], units[2]; /* of the core, with tariffs; units at the base's prices */
  double bill[2], tonnes[2]; /* of the market, as much of it as the core has */
} buyer;

static void check_pair(const tw_link *link, const tw_result *r, int d, int o, const double *share, buyer *sum,
                       double *out, twi_link_check *check)
{
  const tw_world *w = link->world;
  size_t n = (size_t)link->N, S = (size_t)w->S, i = (size_t)d * n + (size_t)o;
  size_t cell = twi_product_flow_cell(link, d, o), market = (size_t)d * S + (size_t)link->sector;
  const twi_wedges *was = &r->base.wedges, *is = &r->new_.wedges;
  double duty = 1 + twi_tariff_of(w, was, cell), duty_new = 1 + twi_tariff_of(w, is, cell);
  double spent = share[o] * r->base.state->X[market], spent_new = share[2 * n + (size_t)o] * r->new_.state->X[market];
  double price = twi_state_seller_price(r->new_.state, w, is, link->sector, link->product, (size_t)o) -
                 twi_state_seller_price(r->base.state, w, was, link->sector, link->product, (size_t)o);
  double tax = (1 + twi_export_tax_of(w, is, cell)) / (1 + twi_export_tax_of(w, was, cell));
  double melt = twi_barrier_of(is, cell) / twi_barrier_of(was, cell);
  double core_price = price + log(tax) + log(melt) + log(duty_new / duty);
  twi_link_unit unit = twi_link_base_unit(link, d, o, NULL);
  double bill = link->base.quantity[i] > 0 ? link->base.bill[i] : spent / duty / link->money,
         tonnes = bill / unit.price;
  double bill_new = link->now.bill[i], tonnes_new = link->now.quantity[i];
  double scale = spent / duty / link->money / bill;
  sum->spent[0] += spent;
  sum->spent[1] += spent_new;
  sum->bill[0] += scale * duty * bill;
  sum->bill[1] += scale * duty * bill_new;
  sum->tonnes[0] += scale * tonnes;
  sum->tonnes[1] += scale * tonnes_new;
  out[0] += spent / duty / (1 + twi_export_tax_of(w, was, cell));
  out[4] += spent_new / duty_new;
  if (!(tonnes_new > 0)) {
    note(check, TWI_LINK_PAIR_BILL, spent_new / spent, d, o);
    return;
  }
  double p = log(bill_new / tonnes_new / unit.price), net = (bill_new - link->now.freight[i]) / tonnes_new / unit.net;
  note(check, TWI_LINK_PAIR_PRICE, core_price - p, d, o);
  note(check, TWI_LINK_PAIR_BILL, log(spent_new / spent) - log(bill_new / bill) - log(duty_new / duty), d, o);
  note(check, TWI_LINK_PAIR_QUANTITY, log(spent_new / spent) - core_price - log(tonnes_new / tonnes), d, o);
  /* What leaves: of the core at its own cost, of the market what arrives times what the way takes. */
  double first = spent / duty / (1 + twi_export_tax_of(w, was, cell));
  out[1] += spent_new / duty_new / (1 + twi_export_tax_of(w, is, cell)) / exp(price);
  out[2] += first * tonnes_new / tonnes * exp(p) / net;
  out[3] += spent_new / duty_new * (1 - (1 + twi_export_tax_of(w, was, cell)) / (1 + twi_export_tax_of(w, is, cell))) -
            spent / duty * bill_new / bill * (1 - exp(link->x[n + (size_t)o]) / net);
}

static void check_buyer(const tw_link *link, const tw_result *r, int d, const buyer *sum, twi_link_check *check)
{
  size_t g = (size_t)link->product * (size_t)link->N + (size_t)d;
  double price = r->new_.state->lnP_g[g] - r->base.state->lnP_g[g];
  double bill = log(sum->bill[1] / sum->bill[0]), tonnes = log(sum->tonnes[1] / sum->tonnes[0]);
  double spent = log(sum->spent[1] / sum->spent[0]);
  note(check, TWI_LINK_PRICE, price - (bill - tonnes), d, -1);
  note(check, TWI_LINK_BILL, spent - bill, d, -1);
  note(check, TWI_LINK_QUANTITY, spent - price - tonnes, d, -1);
}

/* The cost and freight that the market was solved with, against the core's. */
static void check_said(const tw_link *link, const double *next, twi_link_check *check)
{
  const tw_market *m = link->market;
  const twi_market_state *was = link->after->state, *is = link->linked->stage[1].state;
  size_t n = (size_t)link->N;
  for (int b = 0; b < is->blocks; b++) {
    int o = link->supplier[is->block[b].supplier];
    if (was->block[b].cost > 0)
      note(check, TWI_LINK_COST, log(is->block[b].cost / was->block[b].cost) - next[n + (size_t)o], o, -1);
  }
  for (int k = 0; k < is->routes; k++) {
    int o = link->supplier[m->pair[m->route[k].pair].supplier];
    if (was->route[k].freight > 0)
      note(check, TWI_LINK_FREIGHT, log(is->route[k].freight / was->route[k].freight) - next[2 * n + (size_t)o], o, -1);
  }
}

void twi_link_certify(const tw_link *link, const tw_result *r, twi_link_check *check)
{
  int N = link->N;
  size_t n = (size_t)N;
  memset(check, 0, sizeof *check);
  for (int i = 0; i < TWI_LINK_LINE_COUNT; i++) check->region[i] = check->other[i] = -1;
  double *share = link->work, *out = share + 4 * n; /* [4][N] rows; [N][5] of suppliers' regions */
  memset(out, 0, 5 * n * sizeof(double));
  for (int d = 0; d < N; d++) {
    buyer sum = {{0}, {0}, {0}, {0}};
    int any = 0;
    read_row(link, &r->base, (size_t)d, share);
    read_row(link, &r->new_, (size_t)d, share + 2 * n);
    for (int o = 0; o < N; o++) {
      if (!(link->value[(size_t)d * n + (size_t)o] > 0)) continue;
      check_pair(link, r, d, o, share, &sum, out + 5 * (size_t)o, check);
      any = 1;
    }
    if (any) check_buyer(link, r, d, &sum, check);
  }
  for (int o = 0; o < N; o++) {
    const double *of = out + 5 * (size_t)o;
    if (!(of[0] > 0) || !(of[4] > 0)) continue;
    note(check, TWI_LINK_OUTPUT, log(of[1] / of[2]), o, -1);
    note(check, TWI_LINK_RENTS, of[3] / of[4], o, -1);
  }
  check_said(link, link->next, check);
}
