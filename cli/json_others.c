/* The JSON of decisions, reconciliations and comparisons of folders. docs/formats.md has the keys. */
#include <math.h>
#include <string.h>

#include "command.h"
#include "json.h"

/* ---------------------------------------------------------------- decide */

static void put_options(const tw_decision *d, const tw_verdict_info *info)
{
  js_list("levers");
  for (int l = 0; l < info->levers; l++) {
    js_object(NULL);
    js_text("name", tw_decision_lever(d, l, "name"));
    js_text("title", tw_decision_lever(d, l, "title"));
    js_close();
  }
  js_close();
  js_list("contingencies");
  for (int c = 0; c < info->contingencies; c++) {
    js_object(NULL);
    js_text("name", tw_decision_contingency(d, c, "name"));
    js_text("title", tw_decision_contingency(d, c, "title"));
    js_number("probability", tw_decision_probability(d, c));
    js_close();
  }
  js_close();
}

static void put_sentences(const char *key, const tw_verdict *v, int region)
{
  const char *sentence;
  js_list(key);
  for (int i = 0; (sentence = tw_verdict_sentence(v, region, i)); i++) js_text(NULL, sentence);
  js_close();
}

static void put_lever(const tw_decision *d, const tw_verdict *v, int region, int l)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  const tw_lever *x = tw_verdict_lever(v, region, l);
  js_object(NULL);
  js_text("lever", tw_decision_lever(d, l, "name"));
  js_number("expected", x->expected);
  js_number("expected_p05", x->p05);
  js_number("expected_p50", x->p50);
  js_number("expected_p95", x->p95);
  js_number("largest_regret", x->largest_regret);
  js_number("largest_regret_draws", x->largest_regret_draws);
  js_number("share_of_draws_best", x->best);
  js_text("dominated", x->dominated == 2 ? "strictly" : x->dominated == 1 ? "weakly" : NULL);
  js_text("dominated_by", x->by >= 0 ? tw_decision_lever(d, x->by, "name") : NULL);
  js_list("payoffs");
  for (int c = 0; c < info->contingencies; c++) {
    const tw_cell *cell = tw_verdict_cell(v, region, l, c);
    js_object(NULL);
    js_text("contingency", tw_decision_contingency(d, c, "name"));
    js_number("central", cell->central);
    js_number("mean", cell->mean);
    js_number("p05", cell->p05);
    js_number("p50", cell->p50);
    js_number("p95", cell->p95);
    js_number("regret", cell->regret);
    js_close();
  }
  js_close();
  js_close();
}

static const char *text_of_decision(const void *decision, const char *field)
{
  return tw_decision_text(decision, field);
}

/* The frontier, where one was asked for. */
static void put_frontier(const tw_decision *d, const tw_world *world, const tw_verdict *v)
{
  const tw_frontier_info *f = tw_verdict_frontier(v);
  const tw_frontier_point *p;
  if (!f) return;
  js_object("frontier");
  js_text("region", tw_world_region(world, f->region));
  js_text("baseline", tw_decision_contingency(d, f->baseline, "name"));
  js_whole("evaluations", f->evaluations);
  js_whole("solves", f->solves);
  js_whole("kinks", f->kinks);
  js_list("levers");
  for (int l = 0; l < f->levers; l++) {
    tw_frontier_lever x = tw_decision_frontier_lever(d, l);
    js_object(NULL);
    js_text("variable", x.variable);
    js_text("unit", x.unit);
    js_number("from", x.from);
    js_number("to", x.to);
    js_number("cost_pct", x.cost);
    js_text("shape", x.quadratic ? "quadratic" : "linear");
    js_close();
  }
  js_close();
  js_list("points");
  for (int i = 0; (p = tw_verdict_frontier_point(v, i)); i++) {
    js_object(NULL);
    js_number("bound", p->bound);
    js_number("gain", p->gain);
    js_number("cost", p->cost);
    js_number("worst_loss", p->worst);
    js_number("price_of_safety", p->price);
    js_number("insurance", p->insurance);
    js_number("optimality", p->optimality);
    js_text("binds", tw_decision_contingency(d, p->binds, "name"));
    js_list("amounts");
    for (int l = 0; l < f->levers; l++) js_number(NULL, tw_verdict_frontier_amounts(v, i)[l]);
    js_close();
    js_list("losses");
    for (int c = 0; c < tw_decision_contingencies(d); c++) js_number(NULL, tw_verdict_frontier_losses(v, i)[c]);
    js_close();
    js_close();
  }
  js_close();
  js_close();
}

void js_decide(const tw_decision *d, const tw_world *world, const tw_verdict *v, const char *folder)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  const char *failure;
  int decided = info->outcome > 0;
  js_text("outcome", tw_outcome_word(info->outcome));
  js_flag("certified", decided);
  js_text("message", *info->message ? info->message : NULL);
  js_object("decision");
  js_text("name", tw_decision_text(d, "decide"));
  js_text("title", tw_decision_text(d, "title"));
  js_text("sha256", tw_decision_text(d, "sha256"));
  js_text("indicator", tw_decision_text(d, "indicator"));
  js_closures(text_of_decision, d);
  js_close();
  if (world) {
    js_object("world");
    js_world(world);
    js_close();
  } else {
    char unit[64];
    tw_verdict_unit(v, unit);
    js_text("market", tw_verdict_market(v));
    js_text("unit", unit);
  }
  js_object("draws");
  js_whole("asked", info->draws);
  js_whole("finished", info->finished);
  js_whole("used", info->used);
  js_whole("seed", (long long)info->seed);
  js_flag("interrupted", info->interrupted);
  js_close();
  focus_members focus = {.regions = 0};
  focus.of_regions = tw_verdict_focus(v, &focus.region, &focus.regions);
  if (focus.of_regions) js_focus(world, &focus);
  put_options(d, info);
  js_list("regions");
  for (int r = 0; r < info->regions && decided; r++) {
    const tw_verdict_region *g = tw_verdict_region_at(v, r);
    js_object(NULL);
    js_text("region", tw_verdict_place(v, r, "code"));
    js_text("name", tw_verdict_place(v, r, "name"));
    js_text("expected_value", tw_decision_lever(d, g->expected, "name"));
    js_text("minimax_regret", tw_decision_lever(d, g->minimax, "name"));
    js_text("minimax_regret_draws", g->minimax_draws < 0 ? NULL : tw_decision_lever(d, g->minimax_draws, "name"));
    js_number("worth_of_contingency", g->worth_contingency);
    js_number("worth_of_parameters", g->worth_parameters);
    js_number("worth_of_both", g->worth_both);
    js_list("levers");
    for (int l = 0; l < info->levers; l++) put_lever(d, v, r, l);
    js_close();
    put_sentences("reasons", v, r);
    js_close();
  }
  js_close();
  put_sentences("caveats", v, -2);
  put_sentences("sentences", v, -1);
  if (decided) put_frontier(d, world, v);
  js_list("failures");
  for (int i = 0; (failure = tw_verdict_failure(v, i)); i++) js_text(NULL, failure);
  js_close();
  js_text("folder", folder);
}

/* ---------------------------------------------------------------- reconcile */

void js_reconcile(const tw_reconciliation *r, const tw_scenario *scenario, const char *folder)
{
  const tw_world *world = tw_reconciliation_world(r);
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v), year = tw_reconciliation_year(r);
  js_scenario(scenario);
  js_object("world");
  js_world(world);
  js_close();
  js_number("year", year ? (double)year : NAN);
  js_number("elasticity", tw_reconciliation_elasticity(r));
  js_list("variants");
  for (int i = 0; i < count; i++) {
    js_object(NULL);
    js_text("name", v[i].name);
    js_text("title", v[i].title);
    js_text("what", v[i].what);
    js_text("lacks", *v[i].lacks ? v[i].lacks : NULL);
    js_text("previous", v[i].previous < 0 ? NULL : v[v[i].previous].name);
    js_flag("in_chain", v[i].in_chain);
    js_flag("is_run", v[i].is_run);
    js_text("outcome", tw_outcome_word(v[i].outcome));
    js_text("message", *v[i].message ? v[i].message : NULL);
    js_by_region("real_income_pct", world, v[i].real_income);
    js_by_region("change_from_previous", world, v[i].change);
    js_close();
  }
  js_close();
  js_text("folder", folder);
}

/* ---------------------------------------------------------------- diff, replay */

void js_trace(const tw_trace *trace, int all)
{
  enum { SHOWN = 8 };
  const tw_trace_table *t;
  const char *line;
  int count = tw_trace_tables(trace, &t);
  js_flag("agrees", tw_trace_agrees(trace));
  js_number("bound", tw_trace_bound(trace));
  js_list("inputs");
  for (int i = 0; (line = tw_trace_input(trace, i)); i++) js_text(NULL, line);
  js_close();
  js_list("tables");
  for (int i = 0; i < count; i++, t++) {
    js_object(NULL);
    js_text("table", t->table);
    js_text("keys", t->keys);
    js_flag("in_first", t->in_first);
    js_flag("in_second", t->in_second);
    js_whole("numbers", (long long)t->numbers);
    js_whole("differ", (long long)t->differ);
    js_whole("beyond", (long long)t->beyond);
    js_number("largest", t->largest);
    js_whole("only_first", (long long)t->only_first);
    js_whole("only_second", (long long)t->only_second);
    js_whole("columns_first", (long long)t->columns_first);
    js_whole("columns_second", (long long)t->columns_second);
    js_list("differences");
    for (size_t k = 0; k < t->count && (all || k < SHOWN); k++) {
      const tw_trace_difference *d = &t->difference[k];
      js_object(NULL);
      js_text("row", d->row);
      js_text("column", d->column);
      js_number("first", d->first);
      js_number("second", d->second);
      js_number("relative", d->relative);
      js_close();
    }
    js_close();
    js_close();
  }
  js_close();
}
