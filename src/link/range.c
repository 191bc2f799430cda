/* Draws of a market and the core together: the core's elasticities and variables, which ensemble/ draws, and what the
 * market does not know, which outlook/ reads. Each draw is linked by itself, from the base on, so that nothing of what
 * was solved before is in its bits.
 *
 * A draw leaves, after the core's numbers: of buyers and suppliers the columns of outlook.h, then the fields of
 * tw_link_numbers by region. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "ensemble/range.h"
#include "link/link.h"
#include "outlook/spreads.h"

enum { OF_SUPPLIERS = TWI_DRAWN_COLUMNS - TWI_DRAWN_OF_BUYERS };

typedef struct twi_linked_draws {
  tw_context *ctx;
  tw_link *link; /* the central one, the caller's */
  twi_spreads spreads;
  twi_parameter *parameter; /* [factors] as the ensemble has them; texts of the spreads */
  char **name;              /* [factors] */
  int factors;
  char *key;
  size_t buyers, suppliers, N;
  twi_range_more more;
} twi_linked_draws;

/* What a thread has. */
typedef struct drawer {
  tw_context *ctx;
  twi_drawn_market market;
  double *value; /* [spreads] */
  tw_link *link; /* of the last draw */
} drawer;

/* ---------------------------------------------------------------- one draw */

static void drop_drawer(void *own)
{
  drawer *d = own;
  tw_context *ctx = d->ctx;
  tw_link_free(d->link);
  twi_drawn_market_free(ctx, &d->market);
  twi_free(ctx, d->value);
  twi_free(ctx, d);
}

static tw_status begin_drawer(const void *data, tw_context *ctx, void **own)
{
  const twi_linked_draws *w = data;
  drawer *d = twi_new(ctx, 1, sizeof *d);
  *own = NULL;
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  tw_status status = twi_drawn_market_new(ctx, w->link->outlook->market, &d->market);
  d->value = twi_new(ctx, (size_t)w->spreads.count + 1, sizeof *d->value);
  if (status == TW_OK && !d->value) status = twi_no_memory(ctx, 0);
  if (status != TW_OK) {
    drop_drawer(d);
    return status;
  }
  *own = d;
  return TW_OK;
}

/* Numbers of an axis of the market, those of a column `wide` apart. */
static tw_status keep_axis(tw_context *ctx, const tw_market_result *r, const char *const *field, int fields,
                           size_t count, double *work, double *at)
{
  tw_status status = TW_OK;
  for (int c = 0; c < fields && status == TW_OK; c++) {
    status = tw_market_result_numbers(ctx, r, r->after, field[c], work);
    for (size_t k = 0; k < count; k++) at[k * (size_t)fields + (size_t)c] = work[k];
  }
  return status;
}

static tw_status keep_numbers(const twi_linked_draws *w, const drawer *d, double *cells)
{
  static const char *const of_buyers[TWI_DRAWN_OF_BUYERS] = {[TWI_DRAWN_PRICE] = "price",
                                                             [TWI_DRAWN_QUANTITY] = "quantity",
                                                             [TWI_DRAWN_BILL] = "bill",
                                                             [TWI_DRAWN_SURPLUS] = "surplus_change",
                                                             [TWI_DRAWN_WORTH] = "surplus_change"};
  static const char *const of_suppliers[OF_SUPPLIERS] = {"output", "netback", "rent"};
  tw_context *ctx = d->ctx;
  const tw_market_result *r = d->link->linked;
  double *work = twi_alloc(ctx, w->buyers + w->suppliers + 1, sizeof *work);
  if (!work) return twi_no_memory(ctx, 0);
  tw_status status = keep_axis(ctx, r, of_buyers, TWI_DRAWN_OF_BUYERS, w->buyers, work, cells);
  for (size_t k = 0; k < w->buyers; k++) /* nothing is compared in a link */
    cells[k * TWI_DRAWN_OF_BUYERS + TWI_DRAWN_WORTH] = NAN;
  cells += TWI_DRAWN_OF_BUYERS * w->buyers;
  if (status == TW_OK) status = keep_axis(ctx, r, of_suppliers, OF_SUPPLIERS, w->suppliers, work, cells);
  cells += OF_SUPPLIERS * w->suppliers;
  twi_free(ctx, work);
  for (int i = 0; i < TWI_LINK_FIELDS && status == TW_OK; i++)
    status = tw_link_numbers(ctx, d->link, twi_link_field(i), cells + (size_t)i * w->N);
  return status;
}

static tw_status solve_draw(const void *data, void *own, const tw_world *world, const tw_scenario *scenario,
                            const tw_settings *settings, int real_gdp, const double *u, const tw_result **result,
                            double *cells, int *outcome)
{
  const twi_linked_draws *w = data;
  drawer *d = own;
  tw_context *ctx = d->ctx;
  const tw_outlook *o = w->link->outlook;
  const int year = o->year[o->years - 1];
  const twi_link_how how = {.viewed = 1, .real_gdp = real_gdp};
  tw_link_options options = w->link->options;
  twi_outlook_rules policy = {0}, shock = {0};
  options.quantity_mode = 0;
  *result = NULL;
  tw_link_free(d->link);
  d->link = NULL;
  for (int i = 0; i < w->factors; i++) d->value[i] = twi_distribution_at(&w->parameter[i].distribution, u[i]);
  tw_status status = twi_drawn_market_put(ctx, &w->spreads, d->value, &d->market);
  if (status == TW_OK) status = twi_outlook_rules_made(ctx, scenario, &d->market.market, year, 0, &policy, &shock);
  if (status == TW_OK) status = twi_spreads_add_rules(ctx, &w->spreads, d->value, &policy);
  if (status == TW_OK) {
    const tw_market_question question = twi_outlook_question(o, year, 0, &policy, &shock);
    status = twi_link_solve_so(ctx, world, scenario, &d->market.market, &question, settings, &options, &how, &d->link);
  }
  twi_outlook_rules_free(ctx, &policy);
  twi_outlook_rules_free(ctx, &shock);
  if (status != TW_OK) return status;
  *outcome = (int)d->link->outcome;
  *result = tw_link_result(d->link);
  for (size_t i = 0; i < w->more.cells && cells; i++) cells[i] = NAN;
  return *result && cells ? keep_numbers(w, d, cells) : TW_OK;
}

/* ---------------------------------------------------------------- what is drawn */

/* A lognormal with median 1, as the ensemble has them: by mean and standard deviation. */
static twi_distribution of_median_one(double deviation)
{
  const double mean = exp(deviation * deviation / 2);
  return (twi_distribution){TWI_LOGNORMAL, {mean, mean * sqrt(expm1(deviation * deviation)), 0}};
}

/* The market's factors; the variables of the scenario are among the core's parameters. */
static tw_status make_parameters(twi_linked_draws *w)
{
  tw_context *ctx = w->ctx;
  tw_status status = twi_spreads_make(ctx, w->link->outlook->scenario, w->link->outlook->market, &w->spreads);
  if (status == TW_OK) status = twi_spreads_check_capacities(ctx, &w->spreads, w->link->after->state);
  if (status != TW_OK) return status;
  w->factors = w->spreads.count - w->spreads.variables;
  w->parameter = twi_new(ctx, (size_t)w->factors + 1, sizeof *w->parameter);
  w->name = twi_new(ctx, (size_t)w->factors + 1, sizeof *w->name);
  if (!w->parameter || !w->name) return twi_no_memory(ctx, 0);
  for (int i = 0; i < w->factors; i++) {
    const twi_spread *q = &w->spreads.spread[i];
    w->name[i] = twi_format(ctx, "market: %s", q->name);
    if (!w->name[i]) return twi_no_memory(ctx, 0);
    w->parameter[i] = (twi_parameter){.name = w->name[i],
                                      .words = q->words,
                                      .source = (char *)q->source,
                                      .central = 1,
                                      .unit = TWI_UNIT_NUMBER,
                                      .distribution = q->logarithm > 0 ? of_median_one(q->logarithm) : q->distribution};
  }
  return TW_OK;
}

static void free_draws(void *data)
{
  twi_linked_draws *w = data;
  tw_context *ctx = w->ctx;
  for (int i = 0; w->name && i < w->factors; i++) twi_free(ctx, w->name[i]);
  twi_free(ctx, w->name);
  twi_free(ctx, w->parameter);
  twi_free(ctx, w->key);
  twi_spreads_free(ctx, &w->spreads);
  twi_free(ctx, w);
}

/* It is solved before, since it says what is drawn. */
static tw_status give_center(void *data, const tw_world *world, tw_result **central)
{
  const twi_linked_draws *w = data;
  (void)world;
  *central = w->link->result;
  return TW_OK;
}

/* ---------------------------------------------------------------- what is made of them */

static void copy_quantiles(const twi_linked_draws *w, const tw_range_result *r, size_t at, double *q)
{
  (void)w;
  for (size_t l = 0; l < 3; l++) q[l] = r->quantile[l * r->answers + r->more_at + at];
}

/* The market's go where its tables find them, those by region into the link. */
static tw_status take_quantiles(twi_linked_draws *w, const tw_range_result *r)
{
  tw_link *link = w->link;
  tw_outlook *o = link->outlook;
  const size_t of_suppliers = TWI_DRAWN_OF_BUYERS * w->buyers, of_regions = of_suppliers + OF_SUPPLIERS * w->suppliers;
  for (size_t c = 0; c < TWI_DRAWN_COLUMNS; c++) {
    const int buyers = c < TWI_DRAWN_OF_BUYERS;
    const size_t count = buyers ? w->buyers : w->suppliers;
    double *q = o->quantile[c] = twi_new(w->ctx, 3 * count + 1, sizeof *q); /* the outlook frees them */
    if (!q) return twi_no_memory(w->ctx, 3 * count * sizeof *q);
    link->shown.quantile[c] = q;
    for (size_t k = 0; k < count; k++)
      copy_quantiles(w, r,
                     buyers ? k * TWI_DRAWN_OF_BUYERS + c : of_suppliers + k * OF_SUPPLIERS + (c - TWI_DRAWN_OF_BUYERS),
                     q + 3 * k);
  }
  link->shown.draws = r->info.draws;
  link->shown.drawn = r->info.certified;
  link->shown.seed = r->info.seed;
  link->quantile = twi_new(w->ctx, TWI_LINK_FIELDS * 3 * w->N + 1, sizeof *link->quantile);
  if (!link->quantile) return twi_no_memory(w->ctx, 0);
  for (size_t i = 0; i < TWI_LINK_FIELDS * w->N; i++) {
    double q[3];
    copy_quantiles(w, r, of_regions + i, q);
    for (size_t l = 0; l < 3; l++) link->quantile[(i / w->N * 3 + l) * w->N + i % w->N] = q[l];
  }
  return TW_OK;
}

static const char assumed[] = "nothing names what is uncertain in the market: its elasticities of demand, how easily "
                              "its flows move and its freight "
                              "are drawn, each a lognormal factor about what it says, which is an assumption";

static tw_status draw_link(tw_link *link, const tw_world *world, const tw_settings *settings,
                           const tw_range_options *options, tw_range_result **range)
{
  tw_context *ctx = link->ctx;
  const tw_market *m = link->market;
  twi_linked_draws *w = twi_new(ctx, 1, sizeof *w);
  if (!w) return twi_no_memory(ctx, sizeof *w);
  *w = (twi_linked_draws){
      .ctx = ctx, .link = link, .buyers = (size_t)m->buyers, .suppliers = (size_t)m->suppliers, .N = (size_t)link->N};
  tw_status status = make_parameters(w);
  if (status == TW_OK) {
    w->key = twi_format(ctx, "market: %s %s\n", m->name, m->sha256);
    if (!w->key) status = twi_no_memory(ctx, 0);
  }
  if (status == TW_OK) {
    w->more = (twi_range_more){.data = w,
                               .of = link,
                               .key = w->key,
                               .parameter = w->parameter,
                               .parameters = w->factors,
                               .note = w->spreads.assumed ? assumed : NULL,
                               .cells = TWI_DRAWN_OF_BUYERS * w->buyers + OF_SUPPLIERS * w->suppliers +
                                        TWI_LINK_FIELDS * w->N,
                               .center = give_center,
                               .begin = begin_drawer,
                               .drop = drop_drawer,
                               .draw = solve_draw};
    status =
        twi_range_with(ctx, world, link->outlook->scenario, settings, options, &twi_budget_default, &w->more, range);
  }
  if (status == TW_OK && (*range)->quantile) status = take_quantiles(w, *range);
  if (status != TW_OK) {
    tw_range_free(*range);
    *range = NULL;
    free_draws(w);
    return status;
  }
  (*range)->drop_more = free_draws;
  return TW_OK;
}

tw_status twi_link_range_so(tw_context *ctx, const tw_world *world, tw_scenario *scenario, const tw_settings *settings,
                            const tw_range_options *options, const twi_link_how *how, tw_link **link,
                            tw_range_result **range)
{
  const double start = twi_seconds();
  *range = NULL;
  tw_status status = twi_link_run_so(ctx, world, scenario, settings, NULL, how, link);
  if (status != TW_OK || (*link)->outcome <= 0) return status;
  const double took = twi_seconds() - start;
  status = draw_link(*link, world, settings, options, range);
  if (status != TW_OK) {
    tw_link_free(*link);
    *link = NULL;
    return status;
  }
  (*range)->info.seconds.central = took;
  return TW_OK;
}

tw_status tw_link_range(tw_context *ctx, const tw_world *world, tw_scenario *scenario, const tw_settings *settings,
                        const tw_range_options *options, tw_link **link, tw_range_result **range)
{
  const twi_link_how how = {NULL, 0, 0};
  return twi_link_range_so(ctx, world, scenario, settings, options, &how, link, range);
}
