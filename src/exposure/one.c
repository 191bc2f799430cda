/* The exposure of one region, and of all of them. See exposure.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "exposure/exposure.h"
#include "world/meant.h"
#include "world/products.h"

/* ------------------------------------------------------------------ what is asked */

/* The wedges of a list with commas between, as bits. */
static tw_status read_wedges(tw_context *ctx, const char *text, unsigned *wedges)
{
  char shown[TWI_SHOWN];
  const char *names[TW_WEDGE_PRODUCTIVITY + 1];
  for (int k = 0; k <= TW_WEDGE_PRODUCTIVITY; k++) names[k] = tw_wedge_word((tw_wedge)k);
  *wedges = text ? 0 : (2u << TW_WEDGE_PRODUCTIVITY) - 1;
  for (const char *at = text; at; at = *at ? at + 1 : NULL) {
    size_t n = strcspn(at, ",");
    int found = -1;
    for (int k = 0; k <= TW_WEDGE_PRODUCTIVITY; k++)
      if (strlen(names[k]) == n && strncmp(names[k], at, n) == 0) found = k;
    if (found < 0) {
      const char *nearest = twi_nearest(at, n, names, TW_WEDGE_PRODUCTIVITY + 1);
      return twi_fail(ctx, TW_BAD_INPUT, "wedges: found %s, expected tariff, export_tax, barrier, productivity%s%s%s",
                      twi_show(at, n, shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                      nearest ? "?" : "");
    }
    *wedges |= 1u << found;
    at += n;
  }
  return TW_OK;
}

/* What is asked of a world, before it is solved: an exposure without a point. */
static tw_status read_options(tw_context *ctx, const tw_world *w, const char *region, const tw_exposure_options *given,
                              tw_exposure *x)
{
  static const tw_exposure_options none;
  const tw_exposure_options *o = given ? given : &none;
  int of = 0;
  x->partner = -1;
  x->all = region == NULL;
  x->products = o->products;
  x->exact = o->exact;
  x->room = o->largest == 0 ? 10 : o->largest < 0 ? 0 : o->largest;
  tw_status status = region ? twi_world_region_named(ctx, w, "region", region, &of) : TW_OK;
  if (status == TW_OK) status = twi_exposed_read(ctx, w, o->outcome, of, &x->outcome);
  if (status == TW_OK && o->partner) status = twi_world_region_named(ctx, w, "partner", o->partner, &x->partner);
  if (status == TW_OK) status = read_wedges(ctx, o->wedges, &x->wedges);
  if (status == TW_OK) snprintf(x->asked_wedges, sizeof x->asked_wedges, "%s", o->wedges ? o->wedges : "");
  if (status == TW_OK) x->region = x->outcome.region; /* which the outcome may name itself */
  if (status != TW_OK || region) return status;
  if (x->outcome.sector >= 0 || strchr(x->outcome.words, ' ') == NULL || (o->outcome && strchr(o->outcome, ' ')))
    return twi_fail(
        ctx, TW_BAD_INPUT,
        "outcome: found \"%s\", expected one of a region as a whole and without its code (real_income, gdp, "
        "real_wage, wage, price_index, employment), since it is asked of all regions",
        o->outcome);
  return TW_OK;
}

/* ------------------------------------------------------------------ the arrays */

/* A row of flows: looked at for the largest, and put into its cells, where it is of a product for the sums of whole
 * sectors. Of all regions one by one nobody asks for the rows. */
static void take_row(void *data, size_t s, int g, size_t d, size_t first, size_t count, size_t stride,
                     const double *tariff, const double *export_tax, const double *barrier)
{
  tw_exposure *x = data;
  const tw_world *w = x->point.world;
  double *T = x->tariff + first, *E = x->export_tax + first, *b = x->barrier + first;
  const double *const values[3] = {tariff, export_tax, barrier};
  if (g < 0 && x->all) {
    twi_exposure_look(x, &x->of_sector[s], s, g, d, stride, values);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    T[i] = tariff[i * stride];
    E[i] = export_tax[i * stride];
    b[i] = barrier[i * stride];
  }
  if (g < 0 || x->products) twi_exposure_look(x, &x->of_sector[s], s, g, d, stride, values);
  if (g < 0) return;
  const uint16_t *seller = w->product_seller + (first - twi_world_sector_flows(w));
  for (size_t i = 0; i < count; i++) {
    size_t whole = twi_flow_cell(w, (int)s, (int)d, seller[i]);
    x->tariff[whole] += T[i];
    x->export_tax[whole] += E[i];
    x->barrier[whole] += b[i];
  }
}

/* Solves for the outcome and fills the arrays and producer [producers]. */
static tw_status differentiate(tw_exposure *x, double *producer)
{
  twi_exposure_point *p = &x->point;
  const tw_world *w = p->world;
  size_t N = (size_t)w->N;
  tw_status status = twi_exposure_solve(p, &x->outcome);
  if (status != TW_OK) return status;
  for (size_t s = 0; s < (size_t)w->S; s++) {
    x->of_sector[s].count[0] = x->of_sector[s].count[1] = 0;
    if (!twi_has_products(w, s)) continue;
    memset(x->tariff + s * N * N, 0, N * N * sizeof(double));
    memset(x->export_tax + s * N * N, 0, N * N * sizeof(double));
    memset(x->barrier + s * N * N, 0, N * N * sizeof(double));
  }
  twi_gradient g = {.y = p->y,
                    .seeds = &p->seeds,
                    .direct = p->directs.list,
                    .directs = p->directs.count,
                    .take = take_row,
                    .data = x,
                    .productivity = producer};
  return twi_core_gradient(&p->e->core, &g);
}

static tw_status make_room(tw_exposure *x)
{
  tw_context *ctx = x->point.ctx;
  const tw_world *w = x->point.world;
  size_t regions = x->all ? (size_t)w->N : 1, flows = twi_world_flows(w), producers = twi_world_producers(w);
  x->tariff = twi_alloc(ctx, flows, sizeof(double));
  x->export_tax = twi_alloc(ctx, flows, sizeof(double));
  x->barrier = twi_alloc(ctx, flows, sizeof(double));
  x->producer = twi_alloc(ctx, producers, sizeof(double));
  x->matrix = twi_alloc(ctx, regions * twi_world_cells(w), sizeof(double));
  x->largest = twi_new(ctx, regions, sizeof *x->largest);
  x->of_sector = twi_new(ctx, (size_t)w->S, sizeof *x->of_sector);
  x->lists = regions;
  if (!x->tariff || !x->export_tax || !x->barrier || !x->producer || !x->matrix || !x->largest || !x->of_sector)
    return twi_no_memory(ctx, 3 * flows * sizeof(double));
  tw_status status = TW_OK;
  for (size_t r = 0; r < regions && status == TW_OK; r++) status = twi_extremes_new(ctx, x->room, &x->largest[r]);
  for (int s = 0; s < w->S && status == TW_OK; s++) status = twi_extremes_new(ctx, x->room, &x->of_sector[s]);
  return status;
}

static tw_status differentiate_all(tw_exposure *x)
{
  const tw_world *w = x->point.world;
  tw_status status = make_room(x);
  size_t cells = twi_world_cells(w);
  double start = twi_seconds();
  const twi_exposed asked = x->outcome;
  for (int k = 0; k < (x->all ? w->N : 1) && status == TW_OK; k++) {
    int r = x->all ? k : x->region;
    if (x->all) twi_exposed_of_region(w, &asked, r, &x->outcome);
    status = twi_progress(x->point.ctx, "exposures", x->all ? (double)k / w->N : -1);
    if (status == TW_OK) status = differentiate(x, x->producer);
    if (status != TW_OK) break;
    memcpy(x->matrix + (size_t)k * cells, x->producer, cells * sizeof(double));
    twi_exposure_find_extremes(x, r, &x->largest[k]);
  }
  x->outcome = asked;
  x->info.seconds = x->point.seconds + twi_seconds() - start;
  return status;
}

/* ------------------------------------------------------------------ the calls */

/* What is held fixed, and what the numbers are not: a table of derivatives is easily taken for a forecast. */
static void make_remarks(tw_exposure *x)
{
  const tw_result *r = x->point.result;
  const char *closure = tw_result_text(r, "closure_detail"), *deficits = tw_result_text(r, "deficits");
  snprintf(
      x->remark[0], sizeof x->remark[0],
      "Held fixed: tastes, cost shares, elasticities, endowments, all other wedges, world value added; deficits %s. "
      "Not fixed: wages, prices, shares, spending, tariff revenue.",
      strcmp(deficits, "fixed") == 0  ? "at their values in it"
      : strcmp(deficits, "zero") == 0 ? "zero"
                                      : "in proportion to value added");
  snprintf(x->remark[1], sizeof x->remark[1],
           "To first order only: derivatives say where a region is exposed, and by which sign, not what a large change "
           "does. What 1 and 25 points do exactly stands beside them where it was solved.");
  if (r->new_.policy.conditions)
    snprintf(x->remark[2], sizeof x->remark[2],
             "Limits that bind keep binding, and targets keep their values, with their instruments moved.%s%.300s",
             *closure ? " " : "", closure);
  else
    snprintf(x->remark[2], sizeof x->remark[2], "%.500s", closure);
  int last = x->remark[2][0] ? 3 : 2; /* they follow each other */
  if (r->year)
    snprintf(x->remark[last], sizeof x->remark[last],
             "Of %d, the first year of the scenario, with the capital of the data.", r->year);
  for (char *c = x->remark[2]; *c; c++)
    if (*c == '\n') *c = ' ';
}

static tw_status run_exposure(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                              const tw_settings *settings, const char *region, const tw_exposure_options *options,
                              tw_exposure **out)
{
  *out = NULL;
  tw_exposure *x = twi_new(ctx, 1, sizeof *x);
  if (!x) return twi_no_memory(ctx, sizeof *x);
  tw_status status = read_options(ctx, world, region, options, x); /* before anything is solved */
  x->point.ctx = ctx;
  x->changed = scenario != NULL;
  if (status == TW_OK) status = twi_exposure_point_new(ctx, world, scenario, settings, &x->point);
  int solved = status == TW_OK && x->point.result->info.outcome > 0;
  /* the products of the scenario may be others than the world's */
  if (solved) status = read_options(ctx, x->point.world, region, options, x);
  if (solved && status == TW_OK) {
    x->value = x->all ? NAN : twi_exposed_value(&x->point.e->core, &x->outcome);
    status = differentiate_all(x);
  }
  if (solved && status == TW_OK && !x->all && options && options->exact) status = twi_exposure_exact(x);
  if (status != TW_OK) {
    tw_exposure_free(x);
    return status;
  }
  if (solved) make_remarks(x);
  x->info.products = x->point.products;
  x->info.residual = x->point.relative;
  x->info.kinks = x->point.kinks;
  if (x->point.kinks)
    twi_log(ctx, 0,
            "%d limit%s just at the point where %s begin%s to bind: derivatives are of one side, and on the other side "
            "they differ",
            x->point.kinks, x->point.kinks == 1 ? " is" : "s are", x->point.kinks == 1 ? "it" : "they",
            x->point.kinks == 1 ? "s" : "");
  *out = x;
  return TW_OK;
}

tw_status tw_exposure_of(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const char *region, const tw_exposure_options *options,
                         tw_exposure **out)
{
  return run_exposure(ctx, world, scenario, settings, region, options, out);
}

tw_status tw_exposure_all(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                          const tw_settings *settings, const tw_exposure_options *options, tw_exposure **out)
{
  return run_exposure(ctx, world, scenario, settings, NULL, options, out);
}

void tw_exposure_free(tw_exposure *x)
{
  if (!x) return;
  tw_context *ctx = x->point.ctx;
  double *const arrays[] = {x->tariff, x->export_tax, x->barrier, x->producer, x->matrix};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) twi_free(ctx, arrays[i]);
  for (size_t r = 0; x->largest && r < x->lists; r++) twi_extremes_free(ctx, &x->largest[r]);
  for (int s = 0; x->of_sector && s < x->point.world->S; s++) twi_extremes_free(ctx, &x->of_sector[s]);
  twi_free(ctx, x->of_sector);
  twi_free(ctx, x->largest);
  twi_exposure_point_free(&x->point);
  twi_free(ctx, x);
}
