/* Products in the core: shapes, data, elasticities, and the wedges in force. See products.h. */
#include "model/products.h"

#include <math.h>
#include <string.h>

#include "solve/dense.h"

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

/* Nests in the order of products: a family's stand together. */
static size_t count_nests(const tw_world *w, size_t *first, size_t *first_nest)
{
  size_t H = 0;
  int g = 0;
  for (int s = 0; s < w->S; s++) {
    if (first_nest) first_nest[s] = H;
    for (; g < w->products && w->product[g].sector == s; g++) {
      int family = w->product[g].family,
          before = g > 0 && w->product[g - 1].sector == s ? w->product[g - 1].family : -1;
      if (family >= 0 && family == before) continue;
      if (first) first[H] = (size_t)g;
      H++;
    }
  }
  if (first) first[H] = (size_t)w->products;
  if (first_nest) first_nest[w->S] = H;
  return H;
}

static void carve_products(const twi_core *c, twi_core_products *p, twi_arena *a)
{
  size_t by_product = p->G * c->Np, by_nest = p->H * c->Np;
  double **const of_products[] = {&p->beta, &p->kappa, &p->scale, &p->z,  &p->Sum,   &p->inv, &p->q,
                                  &p->B,    &p->lnP,   &p->b,     &p->Y,  &p->E,     &p->zd,  &p->dlnp,
                                  &p->dlnP, &p->dq,    &p->dY,    &p->dB, &p->direct};
  double **const of_nests[] = {&p->beta_h, &p->lnP_h, &p->b_h, &p->dlnP_h};
  for (size_t i = 0; i < sizeof of_products / sizeof *of_products; i++)
    *of_products[i] = twi_arena_doubles(a, by_product);
  for (size_t i = 0; i < sizeof of_nests / sizeof *of_nests; i++) *of_nests[i] = twi_arena_doubles(a, by_nest);
  p->kt = twi_arena_doubles(a, p->flows);
  p->kt1 = twi_arena_doubles(a, p->flows);
  p->eta = twi_arena_doubles(a, c->S);
  p->eta_h = twi_arena_doubles(a, p->H);
  p->theta = twi_arena_doubles(a, p->G);
  p->first = twi_arena_bytes(a, (p->H + 1) * sizeof *p->first);
  p->first_nest = twi_arena_bytes(a, (c->S + 1) * sizeof *p->first_nest);
}

/* Shares of the data: of products in nests, of nests in the sector. */
static void fill_shares(const twi_core *c, twi_core_products *p)
{
  const tw_world *w = c->world;
  size_t N = c->N, Np = c->Np;
  for (size_t s = 0; s < c->S; s++)
    for (size_t d = 0; d < N; d++) {
      double sector = 0;
      for (size_t h = p->first_nest[s]; h < p->first_nest[s + 1]; h++) {
        double nest = 0;
        for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
          const twi_market market = {(int)s, (int)g, 0};
          twi_flow_row row = twi_market_row(w, &market, d);
          double X = 0;
          for (size_t i = row.first; i < row.first + row.count; i++) X += (1 + AT(w->tariff, i, 0)) * w->flow[i];
          p->scale[g * Np + d] = X > 0 ? 1 / X : 0;
          p->beta[g * Np + d] = X;
          nest += X;
        }
        for (size_t g = p->first[h]; g < p->first[h + 1]; g++) p->beta[g * Np + d] /= nest > 0 ? nest : 1;
        p->beta_h[h * Np + d] = nest;
        sector += nest;
      }
      for (size_t h = p->first_nest[s]; h < p->first_nest[s + 1]; h++) p->beta_h[h * Np + d] /= sector > 0 ? sector : 1;
    }
}

tw_status twi_products_new(twi_core *c)
{
  const tw_world *w = c->world;
  if (c->products) return TW_OK;
  twi_core_products *p = twi_new(c->ctx, 1, sizeof *p);
  if (!p) return twi_no_memory(c->ctx, sizeof *p);
  c->products = p;
  p->G = (size_t)w->products;
  p->H = count_nests(w, NULL, NULL);
  p->flows = w->product_flows;
  carve_products(c, p, &p->arena);
  tw_status status = twi_arena_allocate(c->ctx, &p->arena);
  if (status != TW_OK) return status;
  carve_products(c, p, &p->arena);
  (void)count_nests(w, p->first, p->first_nest);
  fill_shares(c, p);
  return TW_OK;
}

void twi_products_free(twi_core *c)
{
  twi_core_products *p = c->products;
  if (!p) return;
  twi_arena_free(c->ctx, &p->arena);
  twi_arena_free(c->ctx, &p->taxes);
  twi_arena_free(c->ctx, &p->costs);
  twi_free(c->ctx, p);
  c->products = NULL;
}

size_t twi_products_bytes(const twi_core *c)
{
  const twi_core_products *p = c->products;
  return p ? sizeof *p + p->arena.size + p->taxes.size + p->costs.size : 0;
}

void twi_products_elasticities(twi_core *c)
{
  const tw_world *w = c->world;
  twi_core_products *p = c->products;
  for (size_t s = 0; s < c->S; s++) {
    p->eta[s] = AT(w->product_elasticity, s, 0);
    for (size_t h = p->first_nest[s]; h < p->first_nest[s + 1]; h++) {
      int family = w->product[p->first[h]].family;
      p->eta_h[h] = family >= 0 ? w->family_elasticity[family] : 0; /* of one product alone it does nothing */
    }
  }
  for (size_t g = 0; g < p->G; g++) {
    const twi_market market = {w->product[g].sector, (int)g, 0};
    p->theta[g] = twi_market_theta(w, &market);
  }
}

static tw_status fill_arena(tw_context *ctx, twi_arena *arena, size_t count, int pieces, double **const *to)
{
  if (*to[0]) return TW_OK;
  for (int i = 0; i < pieces; i++) (void)twi_arena_doubles(arena, count);
  tw_status status = twi_arena_allocate(ctx, arena);
  if (status != TW_OK) {
    arena->used = 0;
    return status;
  }
  for (int i = 0; i < pieces; i++) *to[i] = twi_arena_doubles(arena, count);
  return TW_OK;
}

tw_status twi_products_make_costs(twi_core *c)
{
  twi_core_products *p = c->products;
  int made = p->g != NULL;
  double **const to[] = {&p->lnA, &p->lng, &p->g};
  tw_status status = fill_arena(c->ctx, &p->costs, p->G * c->Np, 3, to);
  for (size_t i = 0; status == TW_OK && !made && i < p->G * c->Np; i++) p->g[i] = 1;
  return status;
}

tw_status twi_products_make_export_taxes(twi_core *c)
{
  twi_core_products *p = c->products;
  double **const to[] = {&p->ke};
  return fill_arena(c->ctx, &p->taxes, p->flows, 1, to);
}

tw_status twi_products_make(twi_core *c, const twi_wedges *from, const twi_wedges *to)
{
  twi_core_products *p = c->products;
  const double *const list[] = {from->productivity, to->productivity, from->subsidy, to->subsidy};
  const double neutral[] = {1, 1, 0, 0};
  int any = 0;
  for (size_t k = 0; k < 4 && !any; k++)
    for (size_t i = c->N * c->S; list[k] && !any && i < c->N * (c->S + p->G); i++) any = list[k][i] != neutral[k];
  tw_status status = any ? twi_products_make_costs(c) : TW_OK;
  return status == TW_OK && c->ke ? twi_products_make_export_taxes(c) : status;
}

int twi_products_load(const twi_load *load, size_t s)
{
  twi_core *c = load->core;
  const tw_world *w = c->world;
  twi_core_products *p = c->products;
  const twi_wedges *f = load->from, *to = load->to;
  size_t N = c->N, Np = c->Np, all = twi_world_sector_flows(w);
  double share = load->share;
  int taxed = load->moving && c->taxed[s];
  for (size_t g = p->first[p->first_nest[s]]; g < p->first[p->first_nest[s + 1]]; g++) {
    const size_t *row = w->product_row + g * N;
    for (size_t d = 0; d < N; d++)
      if (!load->moving || load->moving[s * N + d])
        taxed |=
            twi_core_load_row(load, all + row[d], row[d + 1] - row[d], p->theta[g], p->scale[g * Np + d], 1,
                              p->kt + row[d], p->kt1 + row[d], p->ke ? p->ke + row[d] : NULL, &p->kappa[g * Np + d]);
    for (size_t o = 0; p->g && o < N; o++) {
      size_t cell = twi_product_cell(w, g, o), i = g * Np + o;
      p->lnA[i] = log(twi_factor_on_the_way(AT(f->productivity, cell, 1), AT(to->productivity, cell, 1), share));
      double lng = -log1p(-AT(f->subsidy, cell, 0)), end = -log1p(-AT(to->subsidy, cell, 0));
      p->lng[i] = share >= 1 || lng == end ? end : share <= 0 ? lng : (1 - share) * lng + share * end;
      p->g[i] = exp(p->lng[i]);
    }
  }
  return taxed;
}

twi_product_flow twi_product_flow_of(const twi_core *c, size_t cell)
{
  twi_flow_at at = twi_flow_of(c->world, cell);
  return (twi_product_flow){(size_t)at.g, (size_t)at.d, (size_t)at.o, cell - twi_world_sector_flows(c->world)};
}
