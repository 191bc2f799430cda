/* Where a market stands in a world: regions of its suppliers, buyers and passages, the product's sector, the sectors that
 * freight is made of, and what its money is there. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "link/link.h"
#include "world/world.h"

static tw_status find_region(tw_link *link, const tw_world *w, const char *code, const char *kind, const char *of,
                             int *region)
{
  *region = code ? twi_world_region_index(w, code, strlen(code)) : -1;
  if (*region >= 0) return TW_OK;
  if (!code)
    return twi_fail(link->ctx, TW_BAD_INPUT,
                    "market %s: the %s %s has no region; linked to world %s each supplier and buyer needs one",
                    link->market->name, kind, of, w->name);
  const char *near = twi_nearest(code, strlen(code), (const char *const *)w->region, w->N);
  return twi_fail(link->ctx, TW_BAD_INPUT, "market %s: the %s %s is of region %s, which world %s does not have%s%s%s",
                  link->market->name, kind, of, code, w->name, near ? "; did you mean " : "", near ? near : "",
                  near ? "?" : "");
}

static tw_status find_regions(tw_link *link, const tw_world *w)
{
  const tw_market *m = link->market;
  tw_context *ctx = link->ctx;
  tw_status status = TW_OK;
  link->supplier = twi_new(ctx, (size_t)m->suppliers + 1, sizeof(int));
  link->owner = twi_new(ctx, (size_t)m->suppliers + 1, sizeof(int));
  link->buyer = twi_new(ctx, (size_t)m->buyers + 1, sizeof(int));
  link->passage = twi_new(ctx, (size_t)m->passages + 1, sizeof(int));
  if (!link->supplier || !link->owner || !link->buyer || !link->passage) return twi_no_memory(ctx, 0);
  for (int o = 0; o < m->suppliers && status == TW_OK; o++) {
    const twi_market_supplier *s = &m->supplier[o];
    status = find_region(link, w, s->region, "supplier", s->code, &link->supplier[o]);
    link->owner[o] = link->supplier[o];
    if (status == TW_OK && s->owner)
      status = find_region(link, w, s->owner, "owner of supplier", s->code, &link->owner[o]);
  }
  for (int d = 0; d < m->buyers && status == TW_OK; d++)
    status = find_region(link, w, m->buyer[d].region, "buyer", m->buyer[d].code, &link->buyer[d]);
  for (int k = 0; k < m->passages && status == TW_OK; k++) {
    link->passage[k] = -1;
    if (m->passage[k].owner)
      status = find_region(link, w, m->passage[k].owner, "owner of passage", m->passage[k].code, &link->passage[k]);
  }
  return status;
}

/* "million USD" in the world's unit and currency. */
static tw_status find_money(tw_link *link, const tw_world *w)
{
  static const struct {
    const char *word;
    double size;
  } units[] = {{"", 1}, {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}, {"trillion", 1e12}};
  const char *value = link->market->value_unit ? link->market->value_unit : "", *blank = strchr(value, ' ');
  size_t length = blank ? (size_t)(blank - value) : 0;
  double of_market = 0, of_world = 0;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (strlen(units[i].word) == length && strncmp(value, units[i].word, length) == 0) of_market = units[i].size;
    if (strcmp(w->unit, units[i].word) == 0) of_world = units[i].size;
  }
  if (*w->unit == 0 && of_world == 0) of_world = 1;
  const char *currency = blank ? blank + 1 : value;
  if (!(of_market > 0) || !(of_world > 0) || strcmp(currency, w->currency) != 0)
    return twi_fail(link->ctx, TW_BAD_INPUT,
                    "market %s counts money in \"%s\" and world %s in \"%s %s\"; linked they need one currency, in "
                    "units such as million USD",
                    link->market->name, value, w->name, w->unit, w->currency);
  link->money = of_market / of_world;
  return TW_OK;
}

/* The first sector whose name has the word; -1: none. */
static int sector_of_word(const tw_world *w, const char *word, int goods)
{
  for (int s = 0; s < w->S; s++)
    if ((w->goods[s] != 0) == goods && strstr(w->sector_name[s], word)) return s;
  return -1;
}

tw_status twi_link_places(tw_link *link, const tw_world *w)
{
  const char *code = link->options.sector;
  link->N = w->N;
  link->sector = twi_world_sector_index(w, code, strlen(code));
  if (link->sector < 0) {
    const char *near = twi_nearest(code, strlen(code), (const char *const *)w->sector, w->S);
    return twi_fail(link->ctx, TW_BAD_INPUT, "world %s has no sector %s for the product %s of market %s%s%s%s", w->name,
                    code, link->options.product, link->market->name, near ? "; did you mean " : "", near ? near : "",
                    near ? "?" : "");
  }
  link->transport = sector_of_word(w, "ransport", 0);
  link->fuel = sector_of_word(w, "petroleum", 1);
  link->theta = w->theta[link->sector];
  tw_status status = find_regions(link, w);
  return status == TW_OK ? find_money(link, w) : status;
}

tw_status twi_link_one_cost(tw_context *ctx, const tw_link *link, twi_closure *closure)
{
  if (!closure->omega || closure->omega[link->sector] < 0) return TW_OK;
  const char *sector = link->world->sector[link->sector];
  twi_closure_free(ctx, closure);
  return twi_fail(
      ctx, TW_BAD_INPUT,
      "closure: supply: products of %s have a supply of their own, but one of them is the market's, which says "
      "what is supplied of it: leave %s out of supply",
      sector, sector);
}
