/* What the numbers come to, in sentences: of up to three regions whose plants are asked for, those first that lose or win
 * most; and what was assumed. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "plants/plants.h"

enum { REGIONS = 3 };

tw_status twi_plants_add(tw_plants *p, char ***list, int *count, char *text)
{
  if (!text) return twi_no_memory(p->ctx, 0);
  char **grown = twi_resize(p->ctx, *list, (size_t)*count + 1, sizeof *grown);
  if (!grown) {
    twi_free(p->ctx, text);
    return twi_no_memory(p->ctx, 0);
  }
  *list = grown;
  grown[(*count)++] = text;
  return TW_OK;
}

static tw_status add_sentence(tw_plants *p, char *text)
{
  return twi_plants_add(p, &p->sentence, &p->sentences, text);
}

static tw_status add_assumption(tw_plants *p, char *text)
{
  return twi_plants_add(p, &p->assumption, &p->assumptions, text);
}

/* The name of a region in a sentence: "the United States", "the rest of the world". */
static void put_name(twi_text *text, const tw_world *w, int region)
{
  static const char *const first[] = {"United ", "Rest of ", "Other "};
  static const char *const last[] = {" States",   "Netherlands", "Philippines", " Republic",
                                     " Emirates", " Kingdom",    " countries"};
  const char *name = w->region_name[region];
  size_t length = strlen(name);
  int article = 0, small = 0;
  for (size_t i = 0; i < sizeof first / sizeof *first; i++)
    if (strncmp(name, first[i], strlen(first[i])) == 0) article = 1, small = i > 0;
  for (size_t i = 0; i < sizeof last / sizeof *last; i++)
    article |= length >= strlen(last[i]) && strcmp(name + length - strlen(last[i]), last[i]) == 0;
  twi_text_printf(text, "%s%c%s", article ? "the " : "", small ? (char)(name[0] + ('a' - 'A')) : name[0], name + 1);
}

/* Plants of a region as one: of those that are counted alike. */
typedef struct of_region {
  double all[2], *market; /* [N] volume in the base by market */
  int largest, plants, main;
  const char *unit; /* NULL: units differ */
} of_region;

static void sum_region(const tw_plants *p, int region, of_region *r)
{
  int N = p->world->N;
  r->all[0] = r->all[1] = 0;
  r->largest = r->main = -1;
  r->plants = 0;
  r->unit = NULL;
  for (int d = 0; d < N; d++) r->market[d] = 0;
  for (int i = 0; i < p->count; i++) {
    const twi_plant *plant = &p->plant[i];
    if (plant->region != region || (r->largest >= 0 && plant->in_units != p->plant[r->largest].in_units)) continue;
    r->plants++;
    r->unit = twi_plant_unit(p, i);
    for (int k = 0; k < 2; k++) r->all[k] += plant->volume[k];
    const double *volume = twi_plant_market(p, TWI_MARKET_VOLUME_BASE, i);
    for (int d = 0; d < N; d++) r->market[d] += volume[d];
    if (r->largest < 0 || plant->volume[0] > p->plant[r->largest].volume[0]) r->largest = i;
  }
  for (int d = 0; d < N; d++)
    if (r->market[d] > 0 && (r->main < 0 || r->market[d] > r->market[r->main])) r->main = d;
}

/* "; a tariff of 11.0 % there halves the sales of Toyota group, the largest" */
static void say_tariffs(twi_text *text, const tw_plants *p, const of_region *r)
{
  const twi_plant *plant = &p->plant[r->largest];
  double half = twi_plant_column(p, TWI_PLANT_HALF)[r->largest];
  double threshold = twi_plant_column(p, TWI_PLANT_THRESHOLD)[r->largest];
  const char *name = p->world->product[plant->product].name, *of = r->plants > 1 ? ", the largest," : "";
  if (isnan(half) || plant->main != r->main) return;
  double paid = twi_plant_column(p, TWI_PLANT_TARIFF_BASE)[r->largest];
  twi_text_printf(text, "; a tariff of %.1f %% there", half);
  if (paid > 0) twi_text_printf(text, ", instead of the %.1f %% of the base,", paid);
  twi_text_printf(text, " halves what %s%s sells there", name, of);
  if (!isnan(threshold))
    twi_text_printf(text, ", and one of %.1f %% leaves it %.0f %% of its %s", threshold, 100 * p->threshold,
                    twi_plant_unit(p, r->largest));
  else if (plant->none[TWI_PLANT_THRESHOLD])
    twi_text_printf(text, "; none brings it to %.0f %% of its %s (%s)", 100 * p->threshold,
                    twi_plant_unit(p, r->largest), plant->none[TWI_PLANT_THRESHOLD]);
}

static tw_status say_region(tw_plants *p, int region, of_region *r)
{
  const tw_world *w = p->world;
  twi_text text = {.ctx = p->ctx};
  char *sentence;
  sum_region(p, region, r);
  if (r->main < 0) return TW_OK;
  const char *of = r->plants > 1 ? "their" : "its";
  twi_text_printf(&text, "%s: %s %.0f %% of %s %s ", w->region_name[region],
                  r->plants > 1 ? "its plants sell" : "its plant sells", 100 * r->market[r->main] / r->all[0], of,
                  r->unit);
  if (r->main == region) {
    twi_text_put(&text, "at home");
  } else {
    twi_text_put(&text, "in ");
    put_name(&text, w, r->main);
  }
  say_tariffs(&text, p, r);
  double change = 100 * (r->all[1] / r->all[0] - 1);
  if (fabs(change) >= 0.05)
    twi_text_printf(&text, ". Under this policy %s %.1f %% %s", r->plants > 1 ? "they sell" : "it sells", fabs(change),
                    change < 0 ? "less" : "more");
  double money = 0;
  for (int i = 0; i < p->count; i++) {
    double m = p->plant[i].region == region ? twi_plant_column(p, TWI_PLANT_SUBSIDY_MONEY)[i] : 0;
    money += isnan(m) ? 0 : m;
  }
  if (fabs(change) >= 0.05 && money > 0) { /* three digits */
    double unit = pow(10, floor(log10(money)) - 2);
    twi_text_printf(&text, "; subsidies that bring each back to the base, one at a time, sum to %.*f %s %s a year",
                    money < 100 ? 3 - (int)fmax(1, ceil(log10(money))) : 0, unit * round(money / unit), w->unit,
                    w->currency);
  }
  twi_text_put(&text, ".");
  tw_status status = twi_text_take(&text, &sentence);
  return status == TW_OK ? add_sentence(p, sentence) : status;
}

static tw_status say_closings(tw_plants *p)
{
  if (!p->options.close) return TW_OK;
  const tw_world *w = p->world;
  twi_text text = {.ctx = p->ctx};
  char *sentence;
  if (!p->closings)
    twi_text_printf(&text, "No plant is below %.0f %% of its base under this policy: none closes.", 100 * p->threshold);
  else
    twi_text_printf(&text, "Closing those below %.0f %% of the base, the worst first: ", 100 * p->threshold);
  for (int i = 0; i < p->closings; i++)
    twi_text_printf(&text, "%s%s %s (%.0f %%)", i ? ", then " : "", w->product[p->closing[i].product].code,
                    w->region[p->closing[i].region], 100 * p->closing[i].units);
  if (p->closings) twi_text_put(&text, p->not_closed ? "; there it ends. " : ". Other orders may be equilibria, too.");
  if (p->not_closed) twi_text_put(&text, p->not_closed);
  tw_status status = twi_text_take(&text, &sentence);
  return status == TW_OK ? add_sentence(p, sentence) : status;
}

tw_status twi_plants_words(tw_plants *p)
{
  size_t N = (size_t)p->world->N;
  of_region r = {.market = twi_alloc(p->ctx, N, sizeof(double))};
  double *moved = twi_alloc(p->ctx, N, sizeof *moved);
  tw_status status = r.market && moved ? TW_OK : twi_no_memory(p->ctx, 0);
  for (int o = 0; o < p->world->N && status == TW_OK; o++) {
    sum_region(p, o, &r);
    moved[o] = r.plants ? fabs(r.all[1] - r.all[0]) : -1;
  }
  for (int i = 0; i < p->run->focus.regions && status == TW_OK; i++) { /* what was asked about comes first */
    int o = p->run->focus.of_region[i];
    if (moved[o] >= 0) moved[o] = INFINITY;
  }
  for (int k = 0; k < REGIONS && status == TW_OK; k++) {
    int most = 0;
    for (int o = 1; o < p->world->N; o++)
      if (moved[o] > moved[most]) most = o;
    if (moved[most] < 0) break;
    moved[most] = -1;
    status = say_region(p, most, &r);
  }
  if (status == TW_OK) status = say_closings(p);
  twi_free(p->ctx, r.market);
  twi_free(p->ctx, moved);
  return status;
}

/* ---------------------------------------------------------------- assumptions */

tw_status twi_plants_assume(tw_plants *p)
{
  tw_context *ctx = p->ctx;
  int without = 0, conditions = p->run->base.policy.conditions + p->run->new_.policy.conditions;
  for (int i = 0; i < p->count; i++) without += !p->plant[i].in_units;
  tw_status status = add_assumption(
      p, twi_format(ctx, "A plant falls below the threshold at %.4g %% of its base%s.", 100 * p->threshold,
                    p->threshold_given ? "" : ": assumed, as the scenario gives no other in `plants`"));
  if (status == TW_OK)
    status = add_assumption(
        p, twi_format(ctx,
                      "Tariffs are those of the main market on all products of the plant's family (of its "
                      "sector, where it has none) from its region; all else is %s.",
                      p->run->explanation && *tw_result_text(p->run, "against")
                          ? "the policy that the scenario is compared with"
                          : "as in the base, without the scenario's policy"));
  if (status == TW_OK && conditions)
    status = add_assumption(
        p, twi_format(ctx, "Limits, targets and rigid wages stay at the sizes that they have in the base, for "
                           "subsidies in the new equilibrium."));
  if (status == TW_OK && without)
    status = add_assumption(
        p, twi_format(ctx,
                      "Of %d of %d plants the world has no quantity: they are counted by sales at cost over "
                      "the price of the product.",
                      without, p->count));
  if (status == TW_OK && p->other_site >= 0)
    status = add_assumption(p, twi_format(ctx, "The other site is %s; without tariffs it costs %.4g times as much%s.",
                                          p->world->region[p->other_site], p->cost_advantage,
                                          isnan(p->other_fixed_cost) ? ", and its fixed cost is the same" : ""));
  if (status == TW_OK && p->other_site < 0 && !isnan(p->fixed_cost))
    status = add_assumption(p, twi_format(ctx, "No other site is given: the alternative is not to build."));
  if (status == TW_OK)
    status = add_assumption(
        p, twi_format(ctx, "A long run: no capacity, no contracts, no plant life; all plants of a brand in a "
                           "region are one."));
  return status;
}
