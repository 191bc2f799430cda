/* What `tradewind run` tells of bans that spread: who decided what in each round, and what a no-ban clause is worth to
 * both parties. */
#include <math.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "summary.h"

static const tw_world *world_of(const tw_cascade *cascade)
{
  return tw_result_world(tw_cascade_result(cascade, 1));
}

/* "WHEAT", or the sector's code. */
static const char *goods_of(const tw_world *world, int sector, int product, tw_product *room)
{
  return product >= 0 && tw_world_product_at(world, product, room) ? room->code : tw_world_sector(world, sector);
}

static int has_clauses(const tw_cascade *cascade)
{
  return tw_cascade_result(cascade, 0) != tw_cascade_result(cascade, 1);
}

static void print_rounds(const tw_cascade *cascade, int clause, int all)
{
  static const text_column columns[] = {{{NULL, NULL, "round"}, 0, 0},
                                        {{NULL, NULL, "region"}, 1, 0},
                                        {{NULL, NULL, "product"}, 1, 0},
                                        {{NULL, NULL, "action"}, 1, 0},
                                        {{NULL, "trigger", "%"}, 0, 0}};
  const tw_cascade_row *row;
  const tw_world *world = world_of(cascade);
  tw_product room;
  int count = tw_cascade_rows(cascade, &row), left = 0, shown = 0;
  text_table *table = table_new(columns, sizeof columns / sizeof *columns);
  for (int i = 0; i < count; i++) {
    const tw_cascade_row *r = &row[i];
    if (r->clause != clause) continue;
    if (!all && strcmp(r->action, "none") == 0) {
      left++;
      continue;
    }
    shown++;
    table_cell(table, "%d", r->round);
    table_cell(table, "%s", tw_world_region(world, r->region));
    table_cell(table, "%s", goods_of(world, r->sector, r->product, &room));
    table_cell(table, "%s", r->action);
    if (isfinite(r->trigger))
      table_cell(table, "%+.2f", 100 * (r->trigger - 1));
    else
      table_cell(table, "-");
  }
  printf("\nBans, round by round%s:\n", !has_clauses(cascade) ? ""
                                        : clause              ? ", with the clause"
                                                              : ", without the clause");
  if (shown == 0) printf("  none\n");
  table_print(table);
  if (left)
    printf("%d decision%s not to act yet (--all shows %s)\n", left, left == 1 ? "" : "s", left == 1 ? "it" : "them");
}

static void put_value(text_table *table, const tw_clause_row *r, double x)
{
  if (isnan(x))
    table_cell(table, "-");
  else if (strcmp(r->measure, "price") == 0 || strcmp(r->measure, "index") == 0 ||
           strcmp(r->measure, "real_income") == 0)
    table_cell(table, "%.4f", x);
  else if (strcmp(r->measure, "cover") == 0)
    table_cell(table, "%.1f", x);
  else {
    char words[CELL];
    money_words(words, x, fabs(x) < 100 ? 3 : 0, 0);
    table_cell(table, "%s", words);
  }
}

/* What is told of a party, with its unit. */
static void put_what(text_table *table, const tw_clause_row *r, const tw_world *world)
{
  static const char *const words[][2] = {
      {"price", "price"}, {"index", "use, index"}, {"real_income", "real income, %"}};
  const char *unit = strcmp(r->unit, "billion kcal") == 0 ? "bn kcal" : r->unit;
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    if (strcmp(words[k][0], r->measure) == 0) {
      table_cell(table, "%s", words[k][1]);
      return;
    }
  if (strcmp(r->measure, "partner") != 0)
    table_cell(table, "%s, %s", strcmp(r->measure, "cover") == 0 ? "stocks last" : r->measure, unit);
  else if (r->region == r->importer)
    table_cell(table, "from %s, %s", tw_world_region(world, r->exporter), unit);
  else
    table_cell(table, "sold abroad, %s", unit);
}

static void print_parties(const tw_cascade *cascade)
{
  static const text_column columns[] = {{{NULL, NULL, "clause"}, 1, 0},  {{NULL, NULL, "region"}, 1, 0},
                                        {{NULL, NULL, "product"}, 1, 0}, {{NULL, NULL, "what"}, 1, 0},
                                        {{NULL, NULL, "base"}, 0, 0},    {{NULL, "without", "clause"}, 0, 0},
                                        {{NULL, "with", "clause"}, 0, 0}};
  const tw_clause_row *r;
  const tw_world *world = world_of(cascade);
  tw_product room;
  int count = tw_cascade_clause_rows(cascade, &r);
  if (count == 0) return;
  text_table *table = table_new(columns, sizeof columns / sizeof *columns);
  for (int i = 0; i < count; i++, r++) {
    if (isnan(r->base) && isnan(r->without)) continue;
    table_cell(table, "%s-%s", tw_world_region(world, r->exporter), tw_world_region(world, r->importer));
    table_cell(table, "%s", tw_world_region(world, r->region));
    table_cell(table, "%s", goods_of(world, r->sector, r->product, &room));
    put_what(table, r, world);
    put_value(table, r, r->base);
    put_value(table, r, r->without);
    put_value(table, r, r->with);
  }
  printf("\nBoth parties of the no-ban clause, exporter-importer, prices at home:\n");
  table_print(table);
}

void cascade_print(const tw_cascade *cascade, int all)
{
  const char *text;
  int clauses = has_clauses(cascade);
  print_rounds(cascade, 0, all);
  if (clauses) print_rounds(cascade, 1, all);
  print_parties(cascade);
  printf("\n");
  for (int i = 0; (text = tw_cascade_sentence(cascade, i)); i++) print_wrapped(text, 0);
  for (int i = 0; (text = tw_cascade_remark(cascade, i)); i++) print_wrapped(text, 0);
}

/* ---------------------------------------------------------------- JSON */

static void put_goods(const tw_world *world, int sector, int product)
{
  tw_product room;
  js_text("sector", tw_world_sector(world, sector));
  js_text("product", product >= 0 && tw_world_product_at(world, product, &room) ? room.code : NULL);
}

void cascade_json(const tw_cascade *cascade)
{
  const tw_world *world = world_of(cascade);
  const tw_cascade_row *row;
  const tw_clause_row *party;
  const char *text;
  int count = tw_cascade_rows(cascade, &row), parties = tw_cascade_clause_rows(cascade, &party);
  js_object("cascade");
  js_whole("rounds", tw_cascade_rounds(cascade, 0));
  if (has_clauses(cascade)) js_whole("rounds_with_clause", tw_cascade_rounds(cascade, 1));
  js_list("decisions");
  for (int i = 0; i < count; i++, row++) {
    js_object(NULL);
    js_whole("round", row->round);
    js_text("region", tw_world_region(world, row->region));
    put_goods(world, row->sector, row->product);
    js_text("action", row->action);
    js_number("trigger", row->trigger);
    js_text("clause", row->clause ? "with" : "without");
    js_close();
  }
  js_close();
  js_list("parties");
  for (int i = 0; i < parties; i++, party++) {
    js_object(NULL);
    js_text("exporter", tw_world_region(world, party->exporter));
    js_text("importer", tw_world_region(world, party->importer));
    js_text("kind", party->kind);
    js_text("region", tw_world_region(world, party->region));
    put_goods(world, party->sector, party->product);
    js_text("measure", party->measure);
    js_text("unit", party->unit);
    js_number("base", party->base);
    js_number("without", party->without);
    js_number("with", party->with);
    js_close();
  }
  js_close();
  js_list("sentences");
  for (int i = 0; (text = tw_cascade_sentence(cascade, i)); i++) js_text(NULL, text);
  js_close();
  js_list("remarks");
  for (int i = 0; (text = tw_cascade_remark(cascade, i)); i++) js_text(NULL, text);
  js_close();
  js_close();
}
