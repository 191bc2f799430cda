/* The link solved: the market alone, the world with the product, and then market and core in turn until what the core
 * says does not change any more. See link.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "link/link.h"

static const double GOAL = 1e-10, DAMPING = 0.5;

/* Of the whole, while it is made. */
typedef struct job {
  tw_link *link;
  const tw_scenario *scenario;
  tw_scenario *own; /* of no policy, where none is given */
  tw_world *view;
  tw_solver *solver;
  tw_settings settings;
  twi_side base;
  twi_policy unused;
} job;

void tw_link_options_default(tw_link_options *options)
{
  *options = (tw_link_options){.sector = "B06", .product = "LNG", .tolerance = 1e-8, .rounds = 50, .quantity_mode = 1};
}

void tw_link_free(tw_link *link)
{
  if (!link) return;
  tw_context *ctx = link->ctx;
  tw_path_free(link->path);
  tw_world_free(link->world);
  tw_market_result_free(link->linked);
  tw_market_result_free(link->question);
  tw_outlook_free(link->outlook);
  twi_market_solver_free(link->solver);
  twi_link_table_free(ctx, &link->base);
  twi_link_table_free(ctx, &link->alone);
  twi_link_table_free(ctx, &link->now);
  for (int i = 0; i < link->sentences; i++) twi_free(ctx, link->sentence[i]);
  void *own[] = {link->supplier,   link->owner,    link->buyer,    link->passage,  link->value,    link->latent,
                 link->duty,       link->x,        link->next,     link->wedge,    link->transfer, link->growth,
                 link->paid,       link->left_out, link->work,     link->last,     link->sentence, link->before_price,
                 link->split[0],   link->split[1], link->split[2], link->split[3], link->texts[0], link->texts[1],
                 link->alone_price};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  twi_free(ctx, link);
}

static tw_status make_arrays(tw_link *link)
{
  tw_context *ctx = link->ctx;
  size_t n = (size_t)link->N;
  double **arrays[] = {&link->value,    &link->duty,     &link->left_out, &link->x,       &link->next,
                       &link->transfer, &link->growth,   &link->paid,     &link->work,    &link->before_price,
                       &link->split[0], &link->split[1], &link->split[2], &link->split[3]};
  const size_t size[] = {n * n, n * n, n * n, 3 * n, 3 * n, n, n, n, 9 * n, n, n, n, n, n};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
    *arrays[i] = twi_new(ctx, size[i] + 1, sizeof(double));
    if (!*arrays[i]) return twi_no_memory(ctx, size[i] * sizeof(double));
  }
  link->alone_price = twi_new(ctx, (size_t)link->market->buyers + 1, sizeof(double));
  link->latent = twi_new(ctx, n * n + 1, 1);
  link->wedge = twi_new(ctx, n * n + 1, sizeof *link->wedge);
  if (!link->alone_price || !link->latent || !link->wedge) return twi_no_memory(ctx, n * n * sizeof *link->wedge);
  tw_status status = twi_link_table_new(ctx, link->N, &link->base);
  if (status == TW_OK) status = twi_link_table_new(ctx, link->N, &link->alone);
  return status == TW_OK ? twi_link_table_new(ctx, link->N, &link->now) : status;
}

/* ---------------------------------------------------------------- the market alone */

/* The core has demand of its own: a rule that moves the market's would be undone by it. */
static tw_status check_demand(tw_link *link)
{
  const twi_market_state *s = link->after->state;
  const tw_market *m = link->market;
  for (int d = 0; d < s->buyers; d++) {
    double was = s->recentred ? link->before->solution.quantity[d] : link->before->state->buyer[d].quantity;
    if (fabs(s->buyer[d].quantity - was) > 1e-9 * was)
      return twi_fail(
          link->ctx, TW_BAD_INPUT,
          "market %s: a rule moves the demand of %s, which linked to the core is the core's own; expected a "
          "policy that moves it there, such as productivity or demand",
          m->name, m->buyer[d].code);
  }
  return TW_OK;
}

/* The mean elasticity of the market's buyers, by bills. */
static double mean_elasticity(const tw_link *link)
{
  double sum = 0, bills = 0;
  for (int d = 0; d < link->market->buyers; d++) {
    double bill = link->before->solution.price[d] * link->before->solution.quantity[d];
    sum -= bill * link->after->state->buyer[d].elasticity;
    bills += bill;
  }
  return bills > 0 ? sum / bills : 1;
}

static tw_status ask_market(tw_link *link, const tw_market_question *question)
{
  tw_context *ctx = link->ctx;
  tw_market_info info;
  tw_status status = tw_market_solve(ctx, link->market, question, &link->question);
  if (status != TW_OK) return status;
  tw_market_result_about(link->question, &info);
  link->outcome = info.outcome;
  if (info.outcome != TW_CERTIFIED) {
    twi_print(link->message, sizeof link->message, "the market: %.1000s", info.message);
    return TW_OK;
  }
  link->before = &link->question->stage[link->question->before];
  link->after = &link->question->stage[link->question->after];
  status = check_demand(link);
  if (status != TW_OK) return status;
  link->eta = mean_elasticity(link) - 1;
  link->linked = twi_new(ctx, 1, sizeof *link->linked);
  if (!link->linked) return twi_no_memory(ctx, sizeof *link->linked);
  link->linked->ctx = ctx;
  link->linked->market = link->market;
  link->linked->stages = 2;
  link->linked->after = 1;
  link->linked->tolerance = link->question->tolerance;
  link->linked->stage[1].name = "linked";
  return twi_market_solver_new(ctx, &link->solver);
}

/* Stage 0 of what is linked: the base again, by a copy, so that each result owns its own. */
static tw_status copy_base(tw_link *link)
{
  tw_context *ctx = link->ctx;
  twi_market_stage *to = &link->linked->stage[0];
  to->name = "base";
  tw_status status = twi_market_state_copy(ctx, link->before->state, &to->state);
  if (status == TW_OK) status = twi_market_solve_state(link->solver, to->state, link->linked->tolerance, &to->solution);
  return status == TW_OK ? twi_market_accounts_make(ctx, to->state, &to->solution, &to->accounts) : status;
}

/* Mean prices of the base by region, limit rents included. */
static void fill_prices(tw_link *link)
{
  size_t n = (size_t)link->N;
  for (size_t d = 0; d < n; d++) {
    double bill = 0, quantity = 0;
    for (size_t o = 0; o < n; o++) {
      bill += link->base.bill[d * n + o];
      quantity += link->base.quantity[d * n + o];
    }
    link->before_price[d] = quantity > 0 ? bill / quantity / link->market->value_per_unit : 0;
  }
}

/* ---------------------------------------------------------------- the core */

/* The base solved; its flows of the product are what ratios are of. */
static tw_status solve_base(job *j)
{
  tw_link *link = j->link;
  tw_context *ctx = link->ctx;
  const tw_world *w = link->world;
  twi_closure closure;
  tw_status status =
      twi_scenario_apply_year(ctx, j->scenario, w, j->link->year, &j->base.policy, &j->unused, &closure, NULL);
  if (status != TW_OK) return status;
  status = twi_link_one_cost(ctx, link, &closure);
  if (status != TW_OK) return status;
  status = twi_solver_take_closure(j->solver, &closure);
  if (status == TW_OK && !(link->last = twi_new(ctx, j->solver->equilibrium->core.n, sizeof(double))))
    status = twi_no_memory(ctx, j->solver->equilibrium->core.n * sizeof(double));
  if (status == TW_OK) status = twi_solver_reference(j->solver, j->base.policy.wedges.deficits);
  if (status == TW_OK && j->solver->reference_found.outcome <= 0) {
    link->outcome = j->solver->reference_found.outcome;
    twi_print(link->message, sizeof link->message, "the core's base: %s", j->solver->reference_found.message);
    return TW_OK;
  }
  if (status == TW_OK) status = twi_solver_base(j->solver, &j->base);
  if (status != TW_OK) return status;
  link->outcome = j->base.found.outcome;
  if (link->outcome <= 0) {
    twi_print(link->message, sizeof link->message, "the core's base: %s", j->base.found.message);
    return TW_OK;
  }
  for (int d = 0; d < link->N; d++)
    for (int o = 0; o < link->N; o++) {
      size_t i = (size_t)d * (size_t)link->N + (size_t)o;
      if (!(link->value[i] > 0)) continue;
      size_t cell = twi_product_flow_cell(link, d, o);
      link->duty[i] = 1 + twi_tariff_of(w, &j->base.wedges, cell);
      link->value[i] = twi_state_share(j->base.state, w, &j->base.wedges, cell) *
                       j->base.state->X[(size_t)d * (size_t)w->S + (size_t)link->sector] / link->duty[i];
    }
  return TW_OK;
}

/* The policy with the link's wedges, solved from the last round's solution. */
static tw_status solve_core(job *j, twi_side *side)
{
  tw_link *link = j->link;
  tw_context *ctx = link->ctx;
  twi_policy base = {.conditions = 0};
  twi_closure closure;
  twi_equilibrium *e = j->solver->equilibrium;
  tw_status status = twi_side_new(ctx, link->world, side);
  if (status != TW_OK) return status;
  status = twi_scenario_apply_year(ctx, j->scenario, link->world, j->link->year, &base, &side->policy, &closure, NULL);
  if (status == TW_OK) {
    twi_closure_free(ctx, &closure);
    status = twi_link_put(link, &base, &side->policy);
  }
  twi_policy_free(ctx, &base);
  if (status != TW_OK) return status;
  const twi_starts starts = {.new_ = {.u = link->last}};
  if (link->rounds > 1) twi_solver_start_at(j->solver, &starts);
  status = twi_solver_new_side(j->solver, &j->base, 0, side);
  twi_solver_start_at(j->solver, NULL);
  if (status != TW_OK) return status;
  link->outcome = side->found.outcome;
  if (link->outcome <= 0) {
    twi_print(link->message, sizeof link->message, "the core with the market's prices: %s", side->found.message);
    return TW_OK;
  }
  memcpy(link->last, e->u_new, e->core.n * sizeof(double));
  return TW_OK;
}

/* The market at the core's old prices: what the split of real income calls the market's. */
static void keep_alone(tw_link *link)
{
  twi_link_table table = link->alone;
  const twi_market_stage *at = &link->linked->stage[1];
  twi_link_table_fill(link, at->state, &at->solution, &at->accounts, &table);
  for (int d = 0; d < link->market->buyers; d++)
    link->alone_price[d] = at->solution.price[d] + at->solution.limit_rent[d];
}

/* One round: what the core says at what it said before. */
static tw_status solve_round(job *j)
{
  tw_link *link = j->link;
  twi_side side;
  memset(&side, 0, sizeof side);
  tw_status status = twi_link_solve_market(link);
  if (status != TW_OK || link->outcome <= 0) return status;
  if (!twi_link_fill_wedges(link)) {
    link->outcome = TW_INFEASIBLE;
    return TW_OK;
  }
  if (link->rounds == 1) keep_alone(link);
  status = solve_core(j, &side);
  if (status == TW_OK && link->outcome > 0) twi_link_hear(link, &j->base, &side);
  twi_side_free(link->ctx, &side);
  return status;
}

static tw_status find_point(job *j)
{
  tw_link *link = j->link;
  size_t n = 3 * (size_t)link->N;
  twi_anderson *a;
  tw_status status = twi_anderson_new(link->ctx, (int)n, &a);
  for (link->rounds = 1; status == TW_OK; link->rounds++) {
    status = twi_progress(link->ctx, "linking the market", -1);
    if (status == TW_OK) status = solve_round(j);
    if (status != TW_OK || link->outcome <= 0) break;
    link->gap = 0;
    for (size_t i = 0; i < n; i++) link->gap = fmax(link->gap, fabs(link->next[i] - link->x[i]));
    twi_log(link->ctx, 1, "link: round %d, largest change %.3g", link->rounds, link->gap);
    if (link->gap <= GOAL) break;
    if (link->rounds >= link->options.rounds) {
      link->outcome = TW_ITERATION_LIMIT;
      twi_print(link->message, sizeof link->message,
                "market and core do not agree after %d rounds: what the core says still changes by %.3g: no result",
                link->rounds, link->gap);
      break;
    }
    twi_anderson_step(a, link->x, link->next, link->rounds < 2 ? DAMPING : 1);
  }
  twi_anderson_free(a);
  return status;
}

static tw_status amend(void *data, const twi_policy *base, twi_policy *policy)
{
  return twi_link_put(data, base, policy);
}

static tw_status finish_link(job *j)
{
  tw_link *link = j->link;
  tw_solver *solver = NULL;
  const twi_amend own = {amend, link};
  int line;
  tw_status status = tw_solver_new(link->ctx, link->world, &j->settings, &solver);
  if (status == TW_OK) {
    solver->amend = &own;
    status = twi_solve_year(solver, j->scenario, j->link->year, NULL, NULL, &link->result);
  }
  tw_solver_free(solver);
  if (status == TW_OK) status = twi_path_of(link->ctx, link->result, &link->path);
  if (status != TW_OK) {
    link->result = NULL;
    return status;
  }
  const tw_info *info = tw_result_info(link->result);
  link->outcome = info->outcome;
  if (info->outcome <= 0) {
    twi_print(link->message, sizeof link->message, "the core with the market's prices: %s", info->message);
    return TW_OK;
  }
  twi_link_hear(link, &link->result->base, &link->result->new_);
  twi_link_certify(link, link->result, &link->check);
  if (!(twi_link_largest(&link->check, &line) <= link->options.tolerance)) {
    link->outcome = TW_CERTIFICATE_FAILED;
    twi_print(link->message, sizeof link->message, "market and core differ by %.3g in %s: no result",
              link->check.value[line], twi_link_line_words(line));
    return TW_OK;
  }
  if (link->options.quantity_mode) status = twi_link_quantity_mode(link, j->solver, j->scenario, &j->base);
  if (status == TW_OK) status = twi_link_split(link);
  return status == TW_OK ? twi_link_words(link) : status;
}

static tw_status prepare_link(job *j, const tw_world *world, const tw_scenario *scenario)
{
  static const char nothing[] = "scenario: link\npolicy: []\n";
  tw_link *link = j->link;
  tw_context *ctx = link->ctx;
  tw_status status = TW_OK;
  if (!scenario) {
    status = tw_scenario_parse(ctx, nothing, sizeof nothing - 1, "link", &j->own);
    scenario = j->own;
  }
  j->scenario = scenario;
  if (status == TW_OK) link->year = tw_scenario_until(scenario);
  if (status == TW_OK) status = twi_scenario_view(ctx, scenario, world, &j->view);
  if (j->view) world = j->view;
  if (status == TW_OK) status = twi_link_places(link, world);
  if (status == TW_OK) status = make_arrays(link);
  if (status == TW_OK) status = copy_base(link);
  if (status != TW_OK) return status;
  const twi_market_stage *stages[] = {link->before, link->after};
  twi_link_table *tables[] = {&link->base, &link->alone};
  for (int i = 0; i < 2; i++)
    twi_link_table_fill(link, stages[i]->state, &stages[i]->solution, &stages[i]->accounts, tables[i]);
  fill_prices(link);
  status = twi_link_make_world(link, world);
  if (status == TW_OK) status = tw_solver_new(ctx, link->world, &j->settings, &j->solver);
  if (status != TW_OK) return status;
  return twi_side_new(ctx, link->world, &j->base);
}

tw_status tw_link_solve(tw_context *ctx, const tw_world *world, const tw_scenario *scenario, const tw_market *market,
                        const tw_market_question *question, const tw_settings *settings, const tw_link_options *options,
                        tw_link **out)
{
  *out = NULL;
  tw_link *link = twi_new(ctx, 1, sizeof *link);
  if (!link) return twi_no_memory(ctx, sizeof *link);
  link->ctx = ctx;
  link->market = market;
  link->mode = NAN;
  tw_link_options_default(&link->options);
  if (options && options->sector) link->options.sector = options->sector;
  if (options && options->product) link->options.product = options->product;
  if (options && options->tolerance > 0) link->options.tolerance = options->tolerance;
  if (options && options->rounds > 0) link->options.rounds = options->rounds;
  if (options) link->options.quantity_mode = options->quantity_mode;
  job j = {.link = link};
  if (settings)
    j.settings = *settings;
  else
    tw_settings_default(&j.settings);
  link->texts[0] = twi_strdup(ctx, link->options.sector);
  link->texts[1] = twi_strdup(ctx, link->options.product);
  tw_status status = link->texts[0] && link->texts[1] ? ask_market(link, question) : twi_no_memory(ctx, 0);
  link->options.sector = link->texts[0];
  link->options.product = link->texts[1];
  if (status == TW_OK && link->outcome > 0) status = prepare_link(&j, world, scenario);
  if (j.own) twi_log_again(ctx, 1);
  if (status == TW_OK && link->outcome > 0) status = solve_base(&j);
  if (j.own) twi_log_again(ctx, 0);
  twi_log_again(ctx, 1); /* of the policy all was told when it was applied to the base */
  if (status == TW_OK && link->outcome > 0) status = find_point(&j);
  if (status == TW_OK && link->outcome > 0) status = finish_link(&j);
  twi_log_again(ctx, 0);
  twi_side_free(ctx, &j.base);
  twi_policy_free(ctx, &j.unused);
  tw_solver_free(j.solver);
  twi_view_free(ctx, j.view);
  tw_scenario_free(j.own);
  if (status != TW_OK) {
    tw_link_free(link);
    return status;
  }
  *out = link;
  return TW_OK;
}
