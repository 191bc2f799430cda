/* A decision on the page without scripts: every number of decision.json.
 *
 * The object is the one that this program wrote (its digest stands in run.json), so what is not there is shown as
 * empty and nothing more is made of it. */
#include "report/page/plain_decision.h"

#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/page/plain_made.h"
#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

/* ---------------------------------------------------------------- values of an object */

static json_t *member_of(const json_t *object, const char *key)
{
  return json_object_get(object, key);
}

static const char *words_of(const json_t *object, const char *key)
{
  return json_string_value(member_of(object, key));
}

static double number_of(const json_t *object, const char *key)
{
  return twi_json_double(member_of(object, key));
}

static const char *name_at(const json_t *list, size_t index)
{
  return words_of(json_array_get(list, index), "name");
}

/* The name of the entry that a number in the line gives; NULL: none. */
static const char *name_given(const json_t *list, const json_t *line, const char *key)
{
  const json_t *index = member_of(line, key);
  return json_is_integer(index) ? name_at(list, (size_t)json_integer_value(index)) : NULL;
}

/* ---------------------------------------------------------------- tables of lists */

/* What a column shows of a line: a text or a number, a share as per cent, the lever or the contingency whose number it
 * gives or whose line it is, the side on which a rival is better. */
typedef enum field {
  TEXT,
  NUMBER,
  GAIN, /* a number among others of its line */
  SHARE,
  LEVER,
  CONTINGENCY,
  THIS_LEVER,
  THIS_CONTINGENCY,
  SIDE
} field;

enum { LIST_COLUMNS = 12, MOST_POINTS = 65 };

/* A table of a list of the decision or of one of its regions: a row for each line. */
typedef struct list_table {
  const char *caption, *list;
  int may_lack; /* 1: no table without lines */
  struct {
    const char *head;
    field field;
    const char *key;
  } column[LIST_COLUMNS];
} list_table;

static const list_table levers_table = {
    "Levers: what is chosen", "levers", 0, {{"lever", TEXT, "name"}, {"title", TEXT, "title"}}};

static const list_table contingencies_table = {
    "Contingencies: what happens",
    "contingencies",
    0,
    {{"contingency", TEXT, "name"}, {"title", TEXT, "title"}, {"probability_pct", SHARE, "probability"}}};

static const list_table compared_table = {"Levers compared",
                                          "levers",
                                          0,
                                          {{"lever", THIS_LEVER, NULL},
                                           {"expected", NUMBER, "expected"},
                                           {"p05", NUMBER, "p05"},
                                           {"p50", NUMBER, "p50"},
                                           {"p95", NUMBER, "p95"},
                                           {"largest_regret", NUMBER, "largest_regret"},
                                           {"largest_regret_draws", NUMBER, "largest_regret_draws"},
                                           {"best in draws_pct", SHARE, "share_of_draws_best"},
                                           {"worst contingency", CONTINGENCY, "worst_contingency"},
                                           {"dominated", TEXT, "dominated"},
                                           {"dominated by", LEVER, "dominated_by"},
                                           {"the same as", LEVER, "same_as"}}};

static const list_table break_even_table = {
    "Break-even probabilities: where the choice by expected value and a rival are equal",
    "break_even",
    1,
    {{"rival", LEVER, "rival"},
     {"contingency", CONTINGENCY, "contingency"},
     {"rival is better", SIDE, "rival_better_above"},
     {"probability_pct", SHARE, "probability"},
     {"gain in", GAIN, "gain_in"},
     {"gain elsewhere", GAIN, "gain_elsewhere"}}};

static const list_table stays_table = {"Probabilities of each contingency between which the choice stays",
                                       "stays",
                                       1,
                                       {{"contingency", THIS_CONTINGENCY, NULL},
                                        {"takes over below", LEVER, "below"},
                                        {"takes over above", LEVER, "above"},
                                        {"from_pct", SHARE, "low"},
                                        {"to_pct", SHARE, "high"}}};

typedef struct list_rows {
  const list_table *table;
  const json_t *decision, *lines;
} list_rows;

static twi_plain_cell list_cell(const void *source, int row, int column)
{
  const list_rows *r = source;
  const json_t *line = json_array_get(r->lines, (size_t)row);
  const json_t *levers = member_of(r->decision, "levers"), *contingencies = member_of(r->decision, "contingencies");
  const char *key = r->table->column[column].key;
  const json_t *value = key ? member_of(line, key) : NULL;
  twi_plain_cell cell = {NULL, NAN};
  switch (r->table->column[column].field) {
  case TEXT:
    cell.words = json_string_value(value);
    break;
  case NUMBER:
  case GAIN:
    cell.number = twi_json_double(value);
    break;
  case SHARE:
    cell.number = 100 * twi_json_double(value);
    break;
  case LEVER:
    cell.words = name_given(levers, line, key);
    break;
  case CONTINGENCY:
    cell.words = name_given(contingencies, line, key);
    break;
  case THIS_LEVER:
    cell.words = name_at(levers, (size_t)row);
    break;
  case THIS_CONTINGENCY:
    cell.words = name_at(contingencies, (size_t)row);
    break;
  case SIDE:
    cell.words = !json_is_boolean(value) ? "nowhere" : json_is_true(value) ? "above" : "below";
    break;
  }
  return cell;
}

/* of: the decision, or one of its regions. */
static void put_list(twi_text *out, const json_t *decision, const json_t *of, const list_table *table)
{
  const list_rows rows = {table, decision, member_of(of, table->list)};
  twi_plain_column column[LIST_COLUMNS];
  int count = 0;
  if (table->may_lack && json_array_size(rows.lines) == 0) return;
  for (; count < LIST_COLUMNS && table->column[count].head; count++) {
    field shown = table->column[count].field;
    int number = shown == NUMBER || shown == SHARE || shown == GAIN;
    int decimals = shown == NUMBER ? TWI_BY_COLUMN : shown == GAIN ? TWI_BY_ROW : number ? 2 : 0;
    column[count] = (twi_plain_column){table->column[count].head, 0,
                                       count == 0 ? TWI_PLAIN_ROW
                                       : number   ? TWI_PLAIN_NUMBER
                                                  : TWI_PLAIN_WORDS,
                                       decimals};
  }
  twi_plain_table_put(
      out, &(twi_plain_table){table->caption, column, count, (int)json_array_size(rows.lines), &rows, list_cell});
}

/* ---------------------------------------------------------------- tables with names across */

/* The cells of a region go by lever, then contingency. Those of draws are there only when there are draws. */
static const struct {
  const char *key, *caption;
  int of_draws;
} payoffs[] = {{"central", "Payoffs: central values", 0},
               {"mean", "Payoffs: means over the draws", 1},
               {"p05", "Payoffs: 5 % quantile of the draws", 1},
               {"p50", "Payoffs: median of the draws", 1},
               {"p95", "Payoffs: 95 % quantile of the draws", 1},
               {"failed_draws", "Draws in which no equilibrium was found", 1},
               {"regret", "Regret: what is lost against the best lever", 0}};

typedef struct pair_rows {
  const json_t *decision, *region;
  const char *key;
} pair_rows;

static twi_plain_cell pair_cell(const void *source, int row, int column)
{
  const pair_rows *r = source;
  if (column == 0) return (twi_plain_cell){name_at(member_of(r->decision, "levers"), (size_t)row), NAN};
  size_t across = json_array_size(member_of(r->decision, "contingencies"));
  const json_t *cell = json_array_get(member_of(r->region, "cells"), (size_t)row * across + (size_t)column - 1);
  return (twi_plain_cell){NULL, number_of(cell, r->key)};
}

static void put_payoffs(twi_text *out, const json_t *decision, const json_t *region)
{
  static const twi_plain_column lever = {"lever", 0, TWI_PLAIN_ROW, 0};
  const json_t *levers = member_of(decision, "levers");
  for (size_t i = 0; i < sizeof payoffs / sizeof *payoffs; i++) {
    if (payoffs[i].of_draws && !(number_of(member_of(decision, "draws"), "asked") > 0)) continue;
    const pair_rows rows = {decision, region, payoffs[i].key};
    twi_plain_across_put(
        out, &lever, 1, member_of(decision, "contingencies"), "name",
        &(twi_plain_table){payoffs[i].caption, NULL, 0, (int)json_array_size(levers), &rows, pair_cell});
  }
}

/* ---------------------------------------------------------------- the frontier */

static const list_table free_levers_table = {
    "Levers that move freely, and what their whole way costs in per cent of income",
    "levers",
    0,
    {{"lever", TEXT, "variable"},
     {"title", TEXT, "title"},
     {"from", GAIN, "from"},
     {"to", GAIN, "to"},
     {"unit", TEXT, "unit"},
     {"cost_pct", GAIN, "cost_pct"},
     {"cost grows", TEXT, "shape"}}};

/* Of a point: what it is, or the amounts of its levers, or its losses. */
static const struct {
  const char *key, *head;
} point_columns[] = {{"bound", "loss at most_pct"},
                     {"gain", "expected gain_pct"},
                     {"worst_loss", "worst loss_pct"},
                     {"price_of_safety", "price of safety"},
                     {"insurance", "expected loss avoided_pct"},
                     {"cost", "cost_pct"},
                     {"optimality", "optimality"}};
enum { POINT_COLUMNS = sizeof point_columns / sizeof *point_columns };

typedef struct point_rows {
  const json_t *decision, *points;
  const char *list; /* NULL: the point itself */
  char (*name)[16];
} point_rows;

static twi_plain_cell point_cell(const void *source, int row, int column)
{
  const point_rows *r = source;
  const json_t *point = json_array_get(r->points, (size_t)row);
  if (column == 0) return (twi_plain_cell){r->name[row], NAN};
  if (r->list)
    return (twi_plain_cell){NULL, twi_json_double(json_array_get(member_of(point, r->list), (size_t)column - 1))};
  if (column == POINT_COLUMNS + 1)
    return (twi_plain_cell){name_given(member_of(r->decision, "contingencies"), point, "binds"), NAN};
  return (twi_plain_cell){NULL, number_of(point, point_columns[column - 1].key)};
}

static void put_frontier(twi_text *out, const json_t *decision)
{
  static const twi_plain_column first = {"point", 0, TWI_PLAIN_ROW, 0};
  const json_t *frontier = member_of(decision, "frontier"), *points = member_of(frontier, "points");
  char name[MOST_POINTS][16] = {"nothing done"}, words[512];
  int count = (int)json_array_size(points);
  if (!frontier || count > MOST_POINTS) return;
  for (int i = 1; i < count; i++) twi_print(name[i], sizeof name[i], "%d", i);
  twi_print(words, sizeof words, "Expected gain against the worst loss: %s",
            words_of(frontier, "name") ? words_of(frontier, "name") : "");
  twi_plain_element(out, "h2", words);
  twi_plain_element(
      out, "p",
      "Levers move freely. Each point has the most expected gain in real income, net of what levers cost, "
      "under a bound on the worst loss; a loss is what a contingency costs against the one in which "
      "nothing happens. The price of safety is the expected gain given up for one point less of it.");
  put_list(out, decision, frontier, &free_levers_table);
  point_rows rows = {decision, points, NULL, name};
  twi_plain_column column[POINT_COLUMNS + 2] = {first};
  for (int i = 0; i < POINT_COLUMNS; i++)
    column[i + 1] = (twi_plain_column){point_columns[i].head, 0, TWI_PLAIN_NUMBER,
                                       i == POINT_COLUMNS - 1 ? TWI_TWO_DIGITS : TWI_BY_COLUMN};
  column[POINT_COLUMNS + 1] = (twi_plain_column){"worst in", 0, TWI_PLAIN_WORDS, 0};
  twi_plain_table_put(
      out, &(twi_plain_table){"Points of the frontier", column, POINT_COLUMNS + 2, count, &rows, point_cell});
  rows.list = "amounts";
  twi_plain_across_put(out, &first, 1, member_of(frontier, "levers"), "variable",
                       &(twi_plain_table){"Amounts of the levers", NULL, 0, count, &rows, point_cell});
  rows.list = "losses";
  twi_plain_across_put(out, &first, 1, member_of(decision, "contingencies"), "name",
                       &(twi_plain_table){"Loss in each contingency", NULL, 0, count, &rows, point_cell});
}

/* ---------------------------------------------------------------- decisions */

/* What is chosen, by its number among the levers; and what it is worth to know more. */
static const struct {
  const char *words, *part, *key;
} choices[] = {{"Choice by expected value", "choice", "expected_value"},
               {"Choice by minimax regret", "choice", "minimax_regret"},
               {"Choice by minimax regret over draws", "choice", "minimax_regret_draws"},
               {"Worth of knowing the contingency", "worth_of_knowing", "contingency"},
               {"Worth of knowing the parameters", "worth_of_knowing", "parameters"},
               {"Worth of knowing both", "worth_of_knowing", "both"}};
enum { CHOICES = sizeof choices / sizeof *choices, CHOICE_COLUMNS = 3 };

typedef struct choice_rows {
  twi_plain_cell cell[CHOICES][CHOICE_COLUMNS];
} choice_rows;

static twi_plain_cell choice_cell(const void *source, int row, int column)
{
  return ((const choice_rows *)source)->cell[row][column];
}

static void put_choices(twi_text *out, const json_t *decision, const json_t *region)
{
  static const twi_plain_column columns[CHOICE_COLUMNS] = {
      {"what", 0, TWI_PLAIN_ROW, 0}, {"lever", 0, TWI_PLAIN_WORDS, 0}, {"value", 0, TWI_PLAIN_NUMBER, TWI_BY_ROW}};
  choice_rows rows;
  int count = 0;
  for (int i = 0; i < CHOICES; i++) {
    const json_t *of = member_of(region, choices[i].part);
    int is_lever = strcmp(choices[i].part, "choice") == 0;
    const char *lever = is_lever ? name_given(member_of(decision, "levers"), of, choices[i].key) : NULL;
    double worth = is_lever ? NAN : number_of(of, choices[i].key);
    if (!lever && isnan(worth)) continue;
    rows.cell[count][0] = (twi_plain_cell){choices[i].words, NAN};
    rows.cell[count][1] = (twi_plain_cell){lever, NAN};
    rows.cell[count++][2] = (twi_plain_cell){NULL, worth};
  }
  twi_plain_table_put(out, &(twi_plain_table){"What is chosen, and what it would be worth to know more", columns,
                                              CHOICE_COLUMNS, count, &rows, choice_cell});
}

static void put_draws(twi_text *out, const json_t *decision)
{
  const json_t *of = member_of(decision, "draws");
  double asked = number_of(of, "asked"), finished = number_of(of, "finished"), used = number_of(of, "used");
  char words[256];
  if (!(asked > 0)) {
    twi_plain_element(out, "p", "Central values: nothing is drawn.");
    return;
  }
  if (json_is_true(member_of(of, "interrupted"))) {
    twi_print(words, sizeof words, "Interrupted: %.0f of %.0f draws are in these numbers.", finished, asked);
    twi_plain_element(out, "p class=\"lead\"", words);
  }
  twi_print(words, sizeof words, "Draws: %.0f asked for, %.0f finished, %.0f with an equilibrium everywhere.", asked,
            finished, used);
  twi_plain_element(out, "p", words);
}

static void put_region(twi_text *out, const json_t *decision, const json_t *region)
{
  const char *name = words_of(region, "name");
  twi_plain_element(out, "h2", name ? name : words_of(region, "region"));
  twi_text_put(out, "<p>What counts is ");
  twi_plain_text(out, words_of(decision, "indicator"));
  twi_text_put(out, ".</p>\n");
  twi_plain_sentences(out, member_of(region, "reasons"));
  put_payoffs(out, decision, region);
  put_list(out, decision, region, &compared_table);
  put_choices(out, decision, region);
  put_list(out, decision, region, &break_even_table);
  put_list(out, decision, region, &stays_table);
}

void twi_plain_decision(twi_text *out, const twi_page_run *run)
{
  json_t *decision = run->study, *region;
  const char *notes = words_of(decision, "notes"), *given = words_of(decision, "probabilities");
  list_table contingencies = contingencies_table;
  size_t i;
  if (given && *given == 'e') contingencies.caption = "Contingencies: what happens (equal probabilities are assumed)";
  twi_text_put(out, "<article>\n");
  twi_plain_title(out, run, "decision", words_of(decision, "title"));
  twi_plain_sentences(out, member_of(decision, "caveats"));
  put_draws(out, decision);
  twi_plain_caveat(out, run);
  twi_plain_sentences(out, member_of(decision, "sentences"));
  if (notes) twi_plain_element(out, "p", notes);
  put_list(out, decision, decision, &levers_table);
  put_list(out, decision, decision, &contingencies);
  json_array_foreach(member_of(decision, "regions"), i, region) put_region(out, decision, region);
  put_frontier(out, decision);
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}
