/* What is said of a link, and what of the change of real income is the market's:
 *
 *   buyers    -z dp          of the region's buyers, with the core's prices as they were
 *   owners    change of rents, tolls and taxes that reach the region, likewise
 *   economy   the rest of the exact change: wages, other prices, and the market's answer to both
 *
 * in per cent of the base's income; money in the scale of the core, which may have room for part of a bill. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "link/link.h"

tw_status twi_link_say(tw_link *link, const char *format, ...)
{
  char text[2048];
  va_list list;
  va_start(list, format);
  twi_vprint(text, sizeof text, format, list);
  va_end(list);
  char **more = twi_resize(link->ctx, link->sentence, (size_t)link->sentences + 1, sizeof *more);
  if (!more) return twi_no_memory(link->ctx, 0);
  link->sentence = more;
  more[link->sentences] = twi_strdup(link->ctx, text);
  if (!more[link->sentences]) return twi_no_memory(link->ctx, 0);
  link->sentences++;
  return TW_OK;
}

/* Pairs of a kind, "CAN to JPN, CAN to KOR and 3 others". */
static void list_pairs(const tw_link *link, int latent, char *text, size_t room, int *count)
{
  enum { MOST = 12 };
  size_t used = 0;
  *count = 0;
  *text = 0;
  for (int o = 0; o < link->N; o++)
    for (int d = 0; d < link->N; d++) {
      size_t i = (size_t)d * (size_t)link->N + (size_t)o;
      int is = latent ? link->latent[i] != 0 : link->left_out[i] > 0;
      if (is && (*count)++ < MOST && used < room)
        used += (size_t)snprintf(text + used, room - used, "%s%s to %s", used ? ", " : "", link->world->region[o],
                                 link->world->region[d]);
    }
  if (*count > MOST && used < room) snprintf(text + used, room - used, " and %d others", *count - MOST);
}

/* What plants earned above cash cost in the data is income of a region's one factor, which earns as much elsewhere. So a
 * seller that ships less loses in the market what its region does not lose in the core: that is said, seller by seller. */
static tw_status say_lost(tw_link *link)
{
  enum { MOST = 8 };
  const tw_market *m = link->market;
  const twi_market_solution *is = &link->linked->stage[1].solution;
  char list[1024] = "";
  size_t used = 0;
  int count = 0;
  for (int o = 0; o < m->suppliers; o++) {
    const twi_market_supplier_account *was = &link->before->accounts.supplier[o];
    const double less = was->output > 0 ? 1 - is->output[o] / was->output : 0, lost = less * was->rent;
    if (!(less > 0.02) || !(lost > 0) || count++ >= MOST || used >= sizeof list) continue;
    used +=
        (size_t)twi_print(list + used, sizeof list - used, "%s%s %.3g", used ? ", " : "", m->supplier[o].code, lost);
  }
  if (!count) return TW_OK;
  if (count > MOST && used < sizeof list) snprintf(list + used, sizeof list - used, " and %d others", count - MOST);
  return twi_link_say(
      link,
      "Caution: sellers that ship less lose the rents that those shipments earned in the base (%s: %s). "
      "That loss is not in real income: what plants earned in the data is income of factors that earn as "
      "much elsewhere, so income where these sellers are is too high by about as much.",
      m->value_unit, list);
}

tw_status twi_link_words(tw_link *link)
{
  const tw_world *w = link->world;
  char pairs[1024];
  int count;
  double all = 0, left = 0;
  for (int i = 0; i < link->N * link->N; i++) {
    all += link->base.bill[i];
    left += link->left_out[i];
  }
  tw_status status = twi_link_say(
      link,
      "%s is a product of %s (%s), made of the bills of market %s; between origins its elasticity is its "
      "sector's, %.4g, and shares follow the market; between it and the rest of the sector it is %.4g, %s, so that "
      "demand "
      "is the core's own.",
      link->options.product, w->sector[link->sector], w->sector_name[link->sector], link->market->name, link->theta,
      1 + link->eta,
      link->of_sector ? "that of the sector's other products" : "the mean elasticity of the market's buyers less 1");
  list_pairs(link, 0, pairs, sizeof pairs, &count);
  if (status == TW_OK && count)
    status = twi_link_say(link,
                          "World %s has no room for %.3g %% of the market's bills (%.6g of %.6g %s), which stay out of "
                          "the core; in %d pair%s: %s.",
                          w->name, 100 * left / all, left, all, link->market->value_unit, count, count == 1 ? "" : "s",
                          pairs);
  double late = 0;
  for (int i = 0; i < link->N * link->N; i++)
    if (!(link->value[i] > 0) && !(link->base.quantity[i] > 0)) late += link->now.bill[i];
  if (status == TW_OK && late > 0)
    status =
        twi_link_say(link,
                     "Pairs without trade in the base for which the core has no flow sell %.6g %s, which stay out of "
                     "it.",
                     late, link->market->value_unit);
  list_pairs(link, 1, pairs, sizeof pairs, &count);
  if (status == TW_OK && count)
    status =
        twi_link_say(link,
                     "%d pair%s without trade in the base enter%s through a latent flow of a millionth of what the "
                     "buyer spends on %s: %s.",
                     count, count == 1 ? "" : "s", count == 1 ? "s" : "", link->options.product, pairs);
  if (status == TW_OK) status = say_lost(link);
  const char *lacks = link->transport >= 0 ? "petroleum" : link->fuel >= 0 ? "transport" : "transport or petroleum";
  if (status == TW_OK && link->transport < 0 && link->fuel < 0)
    status = twi_link_say(link, "World %s has no sector of %s: freight stays as it is.", w->name, lacks);
  else if (status == TW_OK && (link->transport < 0 || link->fuel < 0))
    status =
        twi_link_say(link,
                     "World %s has no sector of %s, by name: %d %% of freight follows the price of %s in the "
                     "supplier's region, and the rest stays as it is.",
                     w->name, lacks, link->transport < 0 ? 40 : 60, link->transport < 0 ? "petroleum" : "transport");
  if (status == TW_OK && !isnan(link->mode))
    status =
        twi_link_say(link, "With outputs as limits in place of rents the product's prices differ by up to %.3g %%.",
                     100 * expm1(link->mode));
  return status;
}

/* How much of a region's bills the core has. */
static double room_of(const tw_link *link, int d)
{
  double all = 0, left = 0;
  for (int o = 0; o < link->N; o++) {
    all += link->base.bill[(size_t)d * (size_t)link->N + (size_t)o];
    left += link->left_out[(size_t)d * (size_t)link->N + (size_t)o];
  }
  return all > 0 ? 1 - left / all : 0;
}

static void add_owners(const tw_link *link, double *money)
{
  size_t n = (size_t)link->N;
  double *part = link->work;
  for (int d = 0; d < link->N; d++)
    for (int o = 0; o < link->N; o++) {
      size_t i = (size_t)d * n + (size_t)o;
      double q = link->alone.quantity[i], bill = link->base.bill[i];
      if (!(q > 0) || !(link->value[i] > 0)) continue;
      double scale = bill > 0 ? 1 - link->left_out[i] / bill : 1;
      (void)twi_link_unit_of(link, &link->alone, NULL, d, o, part); /* as `alone` is at the costs of the base */
      for (size_t k = 0; k < n; k++) money[k] += scale * link->money * (link->alone.part[i * n + k] - q * part[k]);
    }
}

tw_status twi_link_split(tw_link *link)
{
  const twi_market_solution *before = &link->before->solution;
  const tw_result *r = link->result;
  const tw_market *m = link->market;
  size_t n = (size_t)link->N;
  double *buyers = link->split[0], *owners = link->split[1];
  memset(buyers, 0, n * sizeof(double));
  memset(owners, 0, n * sizeof(double));
  for (int d = 0; d < m->buyers; d++) {
    double dp = link->alone_price[d] - before->price[d] - before->limit_rent[d];
    int region = link->buyer[d];
    buyers[region] -= room_of(link, region) * link->money * m->value_per_unit * before->quantity[d] * dp;
  }
  add_owners(link, owners);
  const double *total = tw_result_column(r, TW_REGIONS, "real_income_pct");
  if (!total) return TW_USAGE;
  for (size_t d = 0; d < n; d++) {
    double per = 100 / r->base.state->I[d];
    buyers[d] *= per;
    owners[d] *= per;
    link->split[2][d] = buyers[d] + owners[d];
    link->split[3][d] = total[d] - link->split[2][d];
  }
  return TW_OK;
}
