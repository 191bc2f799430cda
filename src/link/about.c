/* What can be asked of a link. See tradewind.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "ensemble/range.h"
#include "link/link.h"

static const struct {
  const char *name, *words;
} lines[] = {
#define X(id, name, words) {name, words},
    TWI_LINK_LINES(X)
#undef X
};

const char *twi_link_line_words(int line)
{
  return lines[line].words;
}

double twi_link_largest(const twi_link_check *check, int *line)
{
  double largest = 0;
  *line = 0;
  for (int i = 0; i < TWI_LINK_LINE_COUNT; i++)
    if (!(check->value[i] <= largest) && !isnan(largest)) { /* what is no number is larger than all */
      largest = check->value[i];
      *line = i;
    }
  return largest;
}

const tw_outlook *twi_link_outlook(const tw_link *link)
{
  return link->outlook && link->outcome > 0 ? &link->shown : NULL;
}

const tw_outlook *tw_link_outlook(const tw_link *link)
{
  return twi_link_outlook(link);
}

const tw_link *twi_link_of_range(const tw_range_result *range)
{
  return range && range->more ? range->more->of : NULL;
}

const tw_result *tw_link_result(const tw_link *link)
{
  return link->outcome > 0 ? link->result : NULL;
}

tw_path *tw_link_path(const tw_link *link)
{
  return link->outcome > 0 ? link->path : NULL;
}

const tw_market_result *tw_link_market(const tw_link *link)
{
  return link->outcome > 0 ? link->linked : NULL;
}

const char *tw_link_sentence(const tw_link *link, int index)
{
  return index >= 0 && index < link->sentences ? link->sentence[index] : NULL;
}

void tw_link_about(const tw_link *link, tw_link_info *info)
{
  int worst;
  memset(info, 0, sizeof *info);
  info->outcome = link->outcome;
  info->message = link->message;
  info->rounds = link->rounds;
  info->gap = link->gap;
  info->tolerance = link->options.tolerance;
  info->lines = TWI_LINK_LINE_COUNT;
  for (int i = 0; i < TWI_LINK_LINE_COUNT; i++)
    info->line[i] = (tw_link_line){lines[i].name, lines[i].words, link->check.value[i], link->check.region[i],
                                   link->check.other[i]};
  info->largest = twi_link_largest(&link->check, &worst);
  info->mode_difference = link->mode;
  for (int i = 0; link->left_out && i < link->N * link->N; i++) {
    info->bills += link->base.bill[i];
    info->left_out += link->left_out[i];
    info->latent += link->latent[i];
  }
}

static const char *const names[TWI_LINK_FIELDS] = {"buyers_pct",  "owners_pct", "market_pct",
                                                   "economy_pct", "price_pct",  "bill_pct"};

const char *twi_link_field(int index)
{
  return index >= 0 && index < TWI_LINK_FIELDS ? names[index] : NULL;
}

/* "market_pct_p05": 0 to 2 for the three, *length of the name before; -1: none. */
static int level_of(const tw_link *link, const char *field, size_t *length)
{
  static const char *const ends[] = {"_p05", "_p50", "_p95"};
  size_t n = strlen(field);
  *length = n;
  for (int q = 0; q < 3 && link->quantile && n > 4; q++)
    if (strcmp(field + n - 4, ends[q]) == 0) {
      *length = n - 4;
      return q;
    }
  return -1;
}

tw_status tw_link_numbers(tw_context *ctx, const tw_link *link, const char *field, double *out)
{
  enum { COUNT = TWI_LINK_FIELDS };
  int at = 0;
  size_t n, length;
  int level = level_of(link, field, &length);
  while (at < COUNT && (strlen(names[at]) != length || strncmp(names[at], field, length) != 0)) at++;
  if (at == COUNT) {
    const char *near = twi_nearest(field, strlen(field), names, COUNT);
    char shown[TWI_SHOWN];
    return twi_fail(ctx, TW_USAGE, "a link has no numbers %s%s%s%s", twi_show(field, strlen(field), shown),
                    near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
  }
  if (link->outcome <= 0) return twi_fail(ctx, TW_USAGE, "the link has no certified result");
  n = (size_t)link->N;
  if (level >= 0) {
    memcpy(out, link->quantile + ((size_t)at * 3 + (size_t)level) * n, n * sizeof *out);
    return TW_OK;
  }
  for (int d = 0; d < link->N; d++) {
    double hat = at == 4 ? link->growth[d] : at == 5 ? link->paid[d] : 0;
    out[d] = at < 4 ? link->split[at][d] : link->before_price[d] > 0 ? 100 * (hat - 1) : NAN;
  }
  return TW_OK;
}
