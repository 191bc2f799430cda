/* Legal and illegal fish: which of the three values of the illegal share is run, and the world with the sector in two
 * products, SECTOR_LEGAL and SECTOR_ILLEGAL, of one elasticity. Rules by product do the rest. See chosen.h. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/chosen.h"
#include "scenario/rules.h"
#include "world/meant.h"
#include "world/products.h"

const char twi_share_option[] = "--illegal";

const char *twi_share_word(int share)
{
  static const char *const words[TWI_SHARES] = {"low", "point", "high"};
  return words[share];
}

tw_status twi_share_choose(tw_context *ctx, tw_scenario *s, const char *word)
{
  int at = 0;
  while (at < TWI_SHARES && !twi_same_name(word, strlen(word), twi_share_word(at))) at++;
  if (at == TWI_SHARES) return twi_fail(ctx, TW_USAGE, "illegal: found \"%s\", expected low, point or high", word);
  if (!s->iuu.node)
    return twi_fail(ctx, TW_USAGE, "illegal: scenario %s has no illegal share: it has no section iuu", s->name);
  tw_status status = twi_choice_add(ctx, s, twi_share_option, twi_share_word(at), strlen(twi_share_word(at)));
  if (status == TW_OK) status = twi_scenario_digest(ctx, s);
  if (status == TW_OK) s->iuu.at = at;
  return status;
}

tw_status tw_scenario_use_illegal(tw_context *ctx, tw_scenario *s, const char *which)
{
  if (s->varied) return twi_fail(ctx, TW_USAGE, "illegal: it was chosen already");
  for (int i = 1; i < s->files; i++)
    if (strcmp(s->file[i].name, twi_share_option) == 0)
      return twi_fail(ctx, TW_USAGE, "illegal: it was chosen already");
  return twi_share_choose(ctx, s, which ? which : "");
}

/* ---------------------------------------------------------------- the view */

/* The sector, which has no products. */
static tw_status find_sector(tw_context *ctx, const twi_iuu_section *iuu, const tw_world *w, int *sector)
{
  const twi_yaml *node = iuu->sector;
  char meant[TWI_MEANT];
  *sector = twi_world_sector_index(w, node->text, node->length);
  if (*sector < 0) {
    const char *nearest = twi_world_suggest(w, TWI_AXIS_SECTORS, node->text, node->length, meant);
    return twi_yaml_fail(ctx, node, "world %s has no sector \"%s\"%s%s%s", w->name, node->text,
                         nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  }
  if (!twi_has_products(w, (size_t)*sector)) return TW_OK;
  return twi_yaml_fail(ctx, node,
                       "sector %s has products, and iuu splits a sector without any; leave them out with the key "
                       "products, as in `products: none`",
                       w->sector[*sector]);
}

/* Fills value [N] with the share of each exporter, 0 of those that are not named. at: low, point or high. */
static tw_status fill_exporters(tw_context *ctx, const tw_scenario *s, const tw_world *w, int at, unsigned char *member,
                                double *value)
{
  const twi_iuu_section *iuu = &s->iuu;
  for (int pass = 0; pass < 2; pass++) /* what is said of all comes first, whatever the order */
    for (int i = 0; i < iuu->shares; i++) {
      const twi_iuu_share *share = &iuu->share[i];
      const char *key = share->exporter ? share->exporter->key : "all";
      int all = twi_same_name(key, strlen(key), "all"), o = -1;
      if (all != (pass == 0)) continue;
      double x = twi_amount_at(&share->value[at], 0);
      if (all) {
        tw_status status = TW_OK;
        memset(member, 1, (size_t)w->N);
        if (iuu->exporter) status = twi_select(ctx, s, iuu->exporter, NULL, TWI_AXIS_REGIONS, w, member);
        if (status != TW_OK) return status;
        for (int k = 0; k < w->N; k++) value[k] = member[k] ? x : 0;
        continue;
      }
      o = twi_world_region_index(w, key, strlen(key));
      if (o < 0) {
        char meant[TWI_MEANT];
        const char *nearest = twi_world_suggest(w, TWI_AXIS_REGIONS, key, strlen(key), meant);
        return twi_yaml_fail_key(ctx, share->exporter, "world %s has no region \"%s\"%s%s%s", w->name, key,
                                 nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
      }
      value[o] = x;
    }
  return TW_OK;
}

/* Fills share [N][N] of (importer, exporter); what a region sells to itself is legal. */
static tw_status fill_shares(tw_context *ctx, const tw_scenario *s, const tw_world *w, int at, double *share)
{
  const twi_iuu_section *iuu = &s->iuu;
  size_t n = (size_t)w->N;
  unsigned char *member = twi_new(ctx, n, 1);
  double *value = twi_new(ctx, n, sizeof *value);
  tw_status status = member && value ? fill_exporters(ctx, s, w, at, member, value) : twi_no_memory(ctx, n);
  if (status == TW_OK) memset(member, 1, n);
  if (status == TW_OK && iuu->importer) status = twi_select(ctx, s, iuu->importer, NULL, TWI_AXIS_REGIONS, w, member);
  for (size_t d = 0; d < n && status == TW_OK; d++)
    for (size_t o = 0; o < n; o++) share[d * n + o] = member[d] && d != o ? value[o] : 0;
  twi_free(ctx, member);
  twi_free(ctx, value);
  return status;
}

/* Something has to be illegal at the high shares; at the low ones nothing may be. */
static tw_status check_any(tw_context *ctx, const tw_scenario *s, const tw_world *w, int sector, double *share)
{
  size_t n = (size_t)w->N;
  tw_status status = fill_shares(ctx, s, w, TWI_SHARE_HIGH, share);
  for (size_t i = 0; i < n * n && status == TW_OK; i++)
    if (share[i] > 0 && w->flow[(size_t)sector * n * n + i] > 0) return TW_OK;
  if (status != TW_OK) return status;
  return twi_yaml_fail_key(ctx, s->iuu.node,
                           "even at the high shares nothing that is traded of %s is illegal, so there is nothing to "
                           "split; expected a high share above 0 %% of a flow between two regions",
                           w->sector[sector]);
}

int twi_share_is_illegal(const tw_scenario *s, const tw_world *w, int sector, const twi_market *m)
{
  return s->iuu.node && w->parted && m == &w->market[w->sector_market[sector + 1] - 1] &&
         twi_world_sector_index(w, s->iuu.sector->text, s->iuu.sector->length) == sector;
}

tw_status twi_share_high(tw_context *ctx, const tw_scenario *s, const tw_world *w, double *share)
{
  return fill_shares(ctx, s, w, TWI_SHARE_HIGH, share);
}

static tw_status make_view(tw_context *ctx, const tw_scenario *s, const tw_world *w, tw_world **view)
{
  const twi_iuu_section *iuu = &s->iuu;
  size_t n = (size_t)w->N;
  int sector;
  char code[2][96], name[2][256];
  const char *codes[] = {code[0], code[1]}, *names[] = {name[0], name[1]};
  tw_status status = find_sector(ctx, iuu, w, &sector);
  if (status != TW_OK) return status;
  for (int i = 0; i < 2; i++) {
    snprintf(code[i], sizeof code[i], "%.80s_%s", w->sector[sector], i ? "ILLEGAL" : "LEGAL");
    snprintf(name[i], sizeof name[i], "%.200s, %s", w->sector_name[sector], i ? "illegal" : "legal");
  }
  double *share = twi_new(ctx, n * n, sizeof *share);
  status = share ? check_any(ctx, s, w, sector, share) : twi_no_memory(ctx, n * n * sizeof *share);
  if (status == TW_OK) status = fill_shares(ctx, s, w, iuu->at, share);
  double theta = iuu->trade_elasticity.node ? twi_amount_at(&iuu->trade_elasticity, 0) : w->theta[sector];
  if (status == TW_OK) status = twi_world_in_parts(ctx, w, sector, theta, share, codes, names, view);
  twi_free(ctx, share);
  return status;
}

tw_status twi_share_view(tw_context *ctx, const tw_scenario *s, const tw_world *w, tw_world **view)
{
  tw_world *made = NULL;
  if (!s->iuu.node) return TW_OK;
  tw_status status = make_view(ctx, s, *view ? *view : w, &made);
  if (status != TW_OK) return status;
  made->below = *view;
  *view = made;
  return TW_OK;
}
