/* Which plants are asked for: those of the products and regions that the options name. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "plants/plants.h"
#include "world/meant.h"

static const char separators[] = ", \t";

/* A brand: a product with a home. */
static int is_brand(const tw_world *w, int g)
{
  return !w->product[g].rest && w->product[g].home >= 0;
}

static const char *nearest_product(const tw_world *w, const char *text, size_t length)
{
  const char *best = NULL, *two[2];
  for (int g = 0; g < w->products; g++) {
    if (!is_brand(w, g)) continue;
    if (twi_same_name(text, length, w->product[g].name)) return w->product[g].code;
    two[0] = best;
    two[1] = w->product[g].code;
    best = twi_nearest(text, length, two, 2);
  }
  for (int h = 0; h < w->families; h++) {
    two[0] = best;
    two[1] = w->family[h].code;
    best = twi_nearest(text, length, two, 2);
  }
  return best;
}

/* Marks the products of one word. */
static tw_status take_product(tw_context *ctx, const tw_world *w, const char *text, size_t length,
                              unsigned char *members)
{
  char shown[TWI_SHOWN];
  int g = twi_world_product_index(w, text, length), h = twi_world_family_index(w, text, length), any = 0;
  int s = g < 0 && h < 0 ? twi_world_sector_index(w, text, length) : -1;
  for (int k = 0; k < w->products; k++) {
    int here = g >= 0 ? k == g : h >= 0 ? w->product[k].family == h : w->product[k].sector == s;
    if (!here || !is_brand(w, k)) continue;
    any = members[k] = 1;
  }
  if (any) return TW_OK;
  twi_show(text, length, shown);
  if (g >= 0 || h >= 0 || s >= 0)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s %s of world %s has no home, so it has no plants (the column home of "
                    "products.csv makes a brand of a product)",
                    g >= 0   ? "product"
                    : h >= 0 ? "family"
                             : "sector",
                    shown, w->name);
  const char *nearest = nearest_product(w, text, length);
  return nearest ? twi_fail(ctx, TW_BAD_INPUT, "--product: world %s has no product %s; did you mean %s?", w->name,
                            shown, nearest)
                 : twi_fail(ctx, TW_BAD_INPUT,
                            "--product: world %s has no product %s; `tradewind world show` lists them", w->name, shown);
}

static tw_status take_region(tw_context *ctx, const tw_world *w, const char *text, size_t length, int *room,
                             unsigned char *members)
{
  int region = twi_world_region_index(w, text, length), absent, count;
  if (region < 0) {
    count = twi_world_group(w, text, length, room, &absent);
    for (int i = 0; i < count; i++) members[room[i]] = 1;
    return count > 0 ? TW_OK : twi_world_no_region(ctx, w, "--region", text, length);
  }
  members[region] = 1;
  return TW_OK;
}

/* Marks all that a text names; all of them without one. */
static tw_status take_all(tw_plants *p, const char *text, twi_axis axis, int *room, unsigned char *members)
{
  const tw_world *w = p->world;
  tw_status status = TW_OK;
  int products = axis == TWI_AXIS_PRODUCTS, any = 0;
  if (!text) {
    for (int i = 0; i < (products ? w->products : w->N); i++) members[i] = !products || is_brand(w, i);
    return TW_OK;
  }
  for (text += strspn(text, separators); *text && status == TW_OK; text += strspn(text, separators)) {
    size_t length = strcspn(text, separators);
    status =
        products ? take_product(p->ctx, w, text, length, members) : take_region(p->ctx, w, text, length, room, members);
    text += length;
    any = 1;
  }
  if (any || status != TW_OK) return status;
  return twi_fail(p->ctx, TW_BAD_INPUT, "%s: found nothing, expected %s", products ? "--product" : "--region",
                  products ? "codes of products such as TOYOTA,HONDA" : "codes or groups of regions such as CAN,MEX");
}

static tw_status fail_none(const tw_plants *p, const unsigned char *product)
{
  const tw_world *w = p->world;
  const double *sales = p->run->base.state->sales_g;
  char made[256] = "";
  int brands = 0;
  for (int g = 0; g < w->products; g++) brands += is_brand(w, g);
  if (!brands)
    return twi_fail(p->ctx, TW_BAD_INPUT,
                    "world %s has no plants%s: they are products with a home, the column of that name in products.csv",
                    w->name, w->whole ? " in this run, which leaves products out" : "");
  for (int o = 0; o < w->N; o++)
    for (int g = 0; g < w->products; g++) {
      size_t used = strlen(made);
      if (!product[g] || !(sales[(size_t)g * (size_t)w->N + (size_t)o] > 0)) continue;
      if (used + 16 < sizeof made) snprintf(made + used, sizeof made - used, "%s%.12s", used ? ", " : "", w->region[o]);
      break;
    }
  return twi_fail(p->ctx, TW_BAD_INPUT, "no plant: %s%s is not made in %s; it is made in %s",
                  p->product ? p->product : "", p->product ? "" : "any brand",
                  p->of_region ? p->of_region : "any region", *made ? made : "none");
}

tw_status twi_plants_select(tw_plants *p)
{
  const tw_world *w = p->world;
  size_t N = (size_t)w->N, G = (size_t)w->products;
  const double *sales = p->run->base.state->sales_g;
  unsigned char *product = twi_new(p->ctx, G + 1, 1), *region = twi_new(p->ctx, N, 1);
  int *room = twi_new(p->ctx, N, sizeof *room);
  tw_status status = product && region && room ? TW_OK : twi_no_memory(p->ctx, G + N);
  if (status == TW_OK && G) status = take_all(p, p->product, TWI_AXIS_PRODUCTS, room, product);
  if (status == TW_OK && G) status = take_all(p, p->of_region, TWI_AXIS_REGIONS, room, region);
  for (int fill = 0; fill < 2 && status == TW_OK; fill++) {
    int count = 0;
    for (size_t g = 0; g < G; g++)
      for (size_t o = 0; o < N; o++) {
        if (!product[g] || !region[o] || !(sales[g * N + o] > 0)) continue;
        if (fill) p->plant[count] = (twi_plant){.product = (int)g, .region = (int)o, .main = -1};
        count++;
      }
    if (fill) break;
    if (count == 0) status = fail_none(p, product);
    p->count = count;
    size_t n = (size_t)count, numbers = TWI_PLANT_COUNT * n, markets = TWI_MARKET_COUNT * n * N;
    p->plant = twi_new(p->ctx, n + 1, sizeof *p->plant);
    p->column = twi_alloc(p->ctx, numbers + 1, sizeof *p->column);
    p->market = twi_new(p->ctx, markets + 1, sizeof *p->market);
    if (status == TW_OK && (!p->plant || !p->column || !p->market))
      status = twi_no_memory(p->ctx, (numbers + markets) * sizeof *p->market);
    for (size_t i = 0; status == TW_OK && i < numbers; i++) p->column[i] = NAN;
  }
  if (status != TW_OK) p->count = 0;
  twi_free(p->ctx, product);
  twi_free(p->ctx, region);
  twi_free(p->ctx, room);
  return status;
}
