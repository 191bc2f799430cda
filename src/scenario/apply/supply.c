/* Entries of the closure's supply: which products of a sector have a supply of their own, and how elastic it is. See
 * model/core/supply.c. Later entries override earlier ones; one elasticity holds in a sector. */
#include <math.h>
#include <string.h>

#include "scenario/apply/apply.h"
#include "world/products.h"

enum { ONE_COST = -1 };

static int sector_has_own(const tw_world *w, const twi_closure *c, int s)
{
  for (int g = 0; g < w->products; g++)
    if (w->product[g].sector == s && c->own[g]) return 1;
  return 0;
}

/* All products of the sectors that are named; those without products have nothing to transform. */
static tw_status enter_sectors(tw_context *ctx, const tw_world *w, const twi_closure_entry *entry, double omega,
                               const unsigned char *member, twi_closure *c)
{
  int found = 0, first = -1;
  for (int s = 0; s < w->S; s++) {
    if (!member[s]) continue;
    if (first < 0) first = s;
    if (!twi_has_products(w, (size_t)s)) continue;
    found = 1;
    c->omega[s] = omega;
    for (int g = 0; g < w->products; g++)
      if (w->product[g].sector == s) c->own[g] = omega >= 0;
  }
  if (found || entry->one_cost) return TW_OK;
  return twi_yaml_fail(
      ctx, entry->sector,
      "no product of %s%s is in this run of world %s, so none can have a supply of its own; `products:` "
      "at the top of the scenario, or --products, switches products on",
      first >= 0 ? w->sector[first] : "the sectors named", first >= 0 ? "" : " here", w->name);
}

/* The products that are named; the others of their sectors share one cost among them. */
static tw_status enter_products(tw_context *ctx, const tw_world *w, const twi_closure_entry *entry, double omega,
                                const unsigned char *member, twi_closure *c)
{
  for (int g = 0; g < w->products; g++) {
    int s = w->product[g].sector;
    if (!member[g]) continue;
    if (!entry->one_cost && c->omega[s] >= 0 && c->omega[s] != omega)
      return twi_yaml_fail(ctx, entry->product,
                           "found omega %.10g for %s, and an earlier entry has %.10g for other products of %s: one "
                           "elasticity of transformation holds in a sector",
                           omega, w->product[g].rest ? "the rest" : w->product[g].code, c->omega[s], w->sector[s]);
    c->own[g] = !entry->one_cost;
  }
  for (int g = 0; g < w->products; g++) {
    int s = w->product[g].sector;
    if (member[g]) c->omega[s] = !entry->one_cost ? omega : sector_has_own(w, c, s) ? c->omega[s] : ONE_COST;
  }
  return TW_OK;
}

tw_status twi_supply_enter(tw_context *ctx, const tw_scenario *scenario, const tw_world *w, int year,
                           const twi_closure_entry *entry, twi_closure *c)
{
  size_t S = (size_t)w->S, G = (size_t)w->products;
  double omega = entry->one_cost ? ONE_COST : twi_amount_at(&entry->elasticity, year);
  if (!entry->one_cost && !(omega >= 0 && isfinite(omega)))
    return twi_yaml_fail(ctx, entry->elasticity.node, "found an elasticity of %.10g, expected 0 or more", omega);
  if (!c->omega) {
    c->omega = twi_alloc(ctx, S, sizeof *c->omega);
    c->own = twi_new(ctx, G + 1, 1);
    if (!c->omega || !c->own) return twi_no_memory(ctx, S * sizeof *c->omega);
    for (size_t s = 0; s < S; s++) c->omega[s] = ONE_COST;
  }
  unsigned char *member = twi_new(ctx, S + G, 1);
  if (!member) return twi_no_memory(ctx, S + G);
  const twi_yaml *node = entry->sector ? entry->sector : entry->product;
  tw_status status =
      twi_select(ctx, scenario, node, NULL, entry->sector ? TWI_AXIS_SECTORS : TWI_AXIS_PRODUCTS, w, member);
  if (status == TW_OK)
    status = entry->sector ? enter_sectors(ctx, w, entry, omega, member, c)
                           : enter_products(ctx, w, entry, omega, member, c);
  twi_free(ctx, member);
  return status;
}

void twi_supply_drop_off(tw_context *ctx, const tw_world *w, twi_closure *c)
{
  int any = 0;
  for (int s = 0; c->omega && s < w->S; s++) any |= c->omega[s] >= 0;
  if (any) return;
  twi_free(ctx, c->omega);
  twi_free(ctx, c->own);
  c->omega = NULL;
  c->own = NULL;
}
