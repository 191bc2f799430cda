/* The tables of a decision: decision.csv, choices.csv, break_even.csv; docs/formats.md lists their columns. */
#include <math.h>
#include <string.h>

#include "base/print.h"
#include "choice/decide.h"
#include "report/report.h"

static void end_cell(twi_sheet *sheet, int last)
{
  twi_sheet_text(sheet, last ? "\n" : ",");
}

static void put_number(twi_sheet *sheet, double x, int last)
{
  twi_sheet_number(sheet, x, 0);
  end_cell(sheet, last);
}

static void put_text(twi_sheet *sheet, const char *value, int last)
{
  twi_sheet_cell(sheet, value);
  end_cell(sheet, last);
}

static const char *code_of(const tw_verdict *v, int r)
{
  return twi_verdict_code(v, r);
}

static const char *lever_of(const tw_verdict *v, int l)
{
  return l < 0 ? "" : v->decision->lever[l].name;
}

static const char *contingency_of(const tw_verdict *v, int c)
{
  return v->decision->contingency[c].name;
}

/* ---------------------------------------------------------------- tables */

static void fill_cells(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,lever,contingency,central,mean,p05,p50,p95,regret,failed_draws\n");
  for (int r = 0; r < v->info.regions; r++)
    for (int l = 0; l < v->info.levers; l++)
      for (int c = 0; c < v->info.contingencies; c++) {
        const tw_cell *cell = tw_verdict_cell(v, r, l, c);
        const double values[] = {cell->central, cell->mean, cell->p05, cell->p50, cell->p95, cell->regret};
        put_text(sheet, code_of(v, r), 0);
        put_text(sheet, lever_of(v, l), 0);
        put_text(sheet, contingency_of(v, c), 0);
        for (int i = 0; i < 6; i++) put_number(sheet, values[i], 0);
        put_number(sheet, cell->failed, 1);
      }
}

static void put_choice(twi_sheet *sheet, const tw_verdict *v, int r, const char *criterion, int lever, double value,
                       int other)
{
  put_text(sheet, code_of(v, r), 0);
  put_text(sheet, criterion, 0);
  put_text(sheet, lever_of(v, lever), 0);
  put_number(sheet, value, 0);
  put_text(sheet, lever_of(v, other), 1);
}

static void fill_choices(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,criterion,lever,value,other\n");
  for (int r = 0; r < v->info.regions; r++) {
    const tw_verdict_region *g = &v->region[r];
    put_choice(sheet, v, r, "expected_value", g->expected, tw_verdict_lever(v, r, g->expected)->expected, -1);
    put_choice(sheet, v, r, "minimax_regret", g->minimax, tw_verdict_lever(v, r, g->minimax)->largest_regret, -1);
    if (g->minimax_draws >= 0)
      put_choice(sheet, v, r, "minimax_regret_draws", g->minimax_draws,
                 tw_verdict_lever(v, r, g->minimax_draws)->largest_regret_draws, -1);
    put_choice(sheet, v, r, "worth_of_contingency", -1, g->worth_contingency, -1);
    if (isfinite(g->worth_parameters)) {
      put_choice(sheet, v, r, "worth_of_parameters", -1, g->worth_parameters, -1);
      put_choice(sheet, v, r, "worth_of_both", -1, g->worth_both, -1);
    }
    for (int l = 0; l < v->info.levers; l++) {
      const tw_lever *line = tw_verdict_lever(v, r, l);
      put_choice(sheet, v, r, "expected", l, line->expected, -1);
      put_choice(sheet, v, r, "largest_regret", l, line->largest_regret, -1);
      if (isfinite(line->best)) {
        put_choice(sheet, v, r, "expected_p05", l, line->p05, -1);
        put_choice(sheet, v, r, "expected_p50", l, line->p50, -1);
        put_choice(sheet, v, r, "expected_p95", l, line->p95, -1);
        put_choice(sheet, v, r, "largest_regret_draws", l, line->largest_regret_draws, -1);
        put_choice(sheet, v, r, "share_of_draws_best", l, line->best, -1);
      }
      if (line->dominated)
        put_choice(sheet, v, r, line->dominated == 2 ? "dominated_strictly" : "dominated_weakly", l, NAN, line->by);
      if (line->same >= 0) put_choice(sheet, v, r, "the_same", l, NAN, line->same);
    }
  }
}

static void fill_break_even(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,chosen,rival,contingency,probability_pct,break_even_pct,better_above,gain_in,"
                        "gain_elsewhere\n");
  for (int r = 0; r < v->info.regions; r++)
    for (int i = 0; i < v->info.break_evens; i++) {
      const tw_break_even *b = tw_verdict_break_even(v, r, i);
      const char *above = isnan(b->probability) ? "" : lever_of(v, b->above ? b->rival : v->region[r].expected);
      put_text(sheet, code_of(v, r), 0);
      put_text(sheet, lever_of(v, v->region[r].expected), 0);
      put_text(sheet, lever_of(v, b->rival), 0);
      put_text(sheet, contingency_of(v, b->contingency), 0);
      twi_sheet_number(sheet, v->decision->contingency[b->contingency].probability, 2);
      end_cell(sheet, 0);
      twi_sheet_number(sheet, b->probability, 2);
      end_cell(sheet, 0);
      put_text(sheet, above, 0);
      put_number(sheet, b->gain_in, 0);
      put_number(sheet, b->gain_else, 1);
    }
}

/* "start" or the number of a point. */
static void put_point(twi_sheet *sheet, const tw_verdict *v, int i)
{
  char name[16] = "start";
  if (i > 0) twi_print(name, sizeof name, "%d", i);
  put_text(sheet, tw_world_region(v->world, v->frontier->info.region), 0);
  put_text(sheet, name, 0);
}

static void fill_frontier(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,point,contingency,bound,gain,cost,worst_loss,price_of_safety,insurance,optimality,loss,"
                        "binds\n");
  for (int i = 0; v->frontier && i < v->frontier->info.points; i++)
    for (int c = 0; c < v->info.contingencies; c++) {
      const tw_frontier_point *p = &v->frontier->point[i].info;
      const double values[] = {p->bound, p->gain,      p->cost,       p->worst,
                               p->price, p->insurance, p->optimality, v->frontier->point[i].loss[c]};
      put_point(sheet, v, i);
      put_text(sheet, contingency_of(v, c), 0);
      for (int k = 0; k < 8; k++) put_number(sheet, values[k], 0);
      put_number(sheet, p->binds == c, 1);
    }
}

static void fill_frontier_levers(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,point,variable,unit,amount,share_pct\n");
  for (int i = 0; v->frontier && i < v->frontier->info.points; i++)
    for (int l = 0; l < v->frontier->info.levers; l++) {
      tw_frontier_lever lever = tw_decision_frontier_lever(v->decision, l);
      int hundred = strcmp(lever.unit, "%") == 0 || strcmp(lever.unit, "pp") == 0;
      put_point(sheet, v, i);
      put_text(sheet, lever.variable, 0);
      put_text(sheet, lever.unit, 0);
      twi_sheet_number(sheet, v->frontier->point[i].amount[l], hundred ? 2 : 0);
      end_cell(sheet, 0);
      twi_sheet_number(sheet, v->frontier->point[i].share[l], 2);
      end_cell(sheet, 1);
    }
}

static int has_table(int index, const void *of)
{
  const tw_verdict *v = of;
  return index < 3 || v->frontier;
}

void twi_report_decision(int index, twi_sheet *sheet, const tw_verdict *v)
{
  static void (*const fill[TWI_DECISION_TABLES])(twi_sheet *, const tw_verdict *) = {
      fill_cells, fill_choices, fill_break_even, fill_frontier, fill_frontier_levers};
  fill[index](sheet, v);
}

static tw_status fill_table(int index, twi_sheet *sheet, const void *of)
{
  twi_report_decision(index, sheet, of);
  return TW_OK;
}

const twi_tables twi_decision_tables = {has_table, fill_table};
