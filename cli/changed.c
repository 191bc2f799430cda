/* A world made from another: written, and what moved said in tables. */
#include "changed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 4, MOST_TO_TELL = 24 };
#define SAME 1e-12 /* relative: smaller changes are rounding */

static int ends_with(const char *text, const char *ending)
{
  size_t n = strlen(text), m = strlen(ending);
  return n >= m && strcmp(text + n - m, ending) == 0;
}

/* Rates, elasticities and people are no money. */
static int is_rate(int kind)
{
  const char *name = tw_difference_kind(kind);
  return strcmp(name, "tariff") == 0 || strcmp(name, "export_tax") == 0 || strcmp(name, "tariff_column") == 0;
}

static int is_money(int kind)
{
  static const char *const others[] = {"trade_elasticity", "employment", "product_quantity", "product_elasticity",
                                       "markup_elasticity"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (strcmp(tw_difference_kind(kind), others[i]) == 0) return 0;
  return !is_rate(kind);
}

static void add_number(text_table *table, int kind, double value, int with_sign)
{
  char words[CELL];
  if (is_money(kind)) {
    money_words(words, value, fabs(value) >= 100 ? 0 : 2, with_sign);
    table_cell(table, "%s", words);
  } else {
    table_cell(table, with_sign ? "%+.4g%s" : "%.4g%s", is_rate(kind) ? 100 * value : value, is_rate(kind) ? " %" : "");
  }
}

/* "C29: USA from CAN", "TOYOTA: USA from CAN", "C29.rest", "input C24 of CAN C29", "CAN C29", "CAN" */
static void add_place(text_table *table, const tw_difference *i)
{
  const char *region = i->importer ? i->importer : i->exporter;
  int rest = i->product && strcmp(i->product, "rest") == 0;
  if (i->product)
    table_cell(table, "%s%s%s%s%s%s%s", rest ? i->sector : "", rest ? "." : "", i->product, i->importer ? ": " : "",
               i->importer ? i->importer : "", i->importer ? " from " : "", i->importer ? i->exporter : "");
  else if (i->user)
    table_cell(table, "%s of %s %s", i->sector, region, i->user);
  else if (i->importer && i->exporter)
    table_cell(table, "%s%s%s from %s", i->sector ? i->sector : "", i->sector ? ": " : "", i->importer, i->exporter);
  else
    table_cell(table, "%s%s%s", region ? region : "", region && i->sector ? " " : "", i->sector ? i->sector : "");
}

static void add_row(text_table *table, const tw_difference *i)
{
  table_cell(table, "%s", i->what);
  add_place(table, i);
  add_number(table, i->kind, i->before, 0);
  add_number(table, i->kind, i->after, 0);
  if (!is_money(i->kind))
    add_number(table, i->kind, i->after - i->before, 1);
  else if (i->before != 0)
    table_cell(table, "%+.3g %%", 100 * (i->after / i->before - 1));
  else
    table_cell(table, "new");
}

/* Cells, totals and rates by kind: how many differ and by how much. */
static int print_sums(const tw_world *before, const tw_difference *item, size_t count)
{
  char unit[CELL], words[CELL];
  const text_column head[] = {{{NULL, NULL, "what"}, 1, 0},
                              {{NULL, NULL, "differ"}, 0, 0},
                              {{NULL, "by in all", money_unit(before, unit)}, 0, 0},
                              {{NULL, NULL, "largest"}, 0, 0}};
  text_table *table = table_new(head, 4);
  if (!table) return fail(EXIT_MACHINE, "error: out of memory");
  for (size_t i = 0; i < count;) {
    int kind = item[i].kind;
    size_t first = i;
    double sum = 0, most = 0;
    for (; i < count && item[i].kind == kind; i++) {
      double size = fabs(item[i].after - item[i].before);
      sum += size;
      if (size > most) most = size;
    }
    table_cell(table, "%s", tw_difference_kind(kind));
    table_cell(table, "%zu", i - first);
    if (is_money(kind)) {
      money_words(words, sum, sum >= 100 ? 0 : 2, 0);
      table_cell(table, "%s", words);
      money_words(words, most, most >= 100 ? 0 : 2, 0);
      table_cell(table, "%s", words);
    } else {
      table_cell(table, "");
      table_cell(table, "%.4g%s", is_rate(kind) ? 100 * most : most, is_rate(kind) ? " points" : "");
    }
  }
  printf("\n");
  table_print(table);
  return 0;
}

int print_differences(const tw_world *before, const tw_comparison *comparison, int all)
{
  const tw_difference *item;
  size_t count = tw_comparison_differences(comparison, &item);
  char unit[CELL];
  const text_column head[] = {{{NULL, NULL, "what"}, 1, 0},
                              {{NULL, NULL, "where"}, 1, 16},
                              {{NULL, "before", money_unit(before, unit)}, 0, 0},
                              {{NULL, NULL, "after"}, 0, 0},
                              {{NULL, NULL, "change"}, 0, 0}};
  if (count == 0) return 0;
  int code = print_sums(before, item, count);
  if (code) return code;
  text_table *table = table_new(head, 5);
  if (!table) return fail(EXIT_MACHINE, "error: out of memory");
  for (size_t i = 0, shown = 0; i < count; i++) {
    shown = i > 0 && item[i].kind == item[i - 1].kind ? shown + 1 : 0;
    if (all || shown < MOST_ROWS) add_row(table, &item[i]);
  }
  printf("\n");
  table_print(table);
  printf("\n");
  return 0;
}

/* What was corrected on the way: one sentence a step, as the world says it. */
static void print_steps(const tw_world *world)
{
  const tw_finding *f;
  int count = tw_world_findings(world, &f), told = 0;
  for (int i = 0; i < count && told < MOST_TO_TELL; i++) {
    if (f[i].severity != 1 || !f[i].text) continue;
    if (strncmp(f[i].identity, "updated", 7) != 0) continue;
    printf("- ");
    print_wrapped(f[i].text, 2);
    told++;
  }
}

void print_code_findings(const tw_world *world)
{
  static const char *const identity[] = {"group_hidden", "code_is_word", "code_in_quotes"};
  const tw_finding *f;
  int count = tw_world_findings(world, &f);
  for (int i = 0; i < count; i++)
    for (size_t k = 0; k < sizeof identity / sizeof *identity; k++)
      if (strcmp(f[i].identity, identity[k]) == 0) {
        printf("- ");
        print_wrapped(f[i].text, 2);
      }
}

int write_world(tw_context *context, const tw_world *world, const char *target)
{
  terminal_writing(1);
  tw_status status =
      ends_with(target, ".tww") ? tw_world_save(context, world, target) : tw_world_write_folder(context, world, target);
  terminal_writing(0);
  if (status != TW_OK) return fail_status(context, status);
  terminal_clear_progress();
  printf("%s written: world %s, %d regions, %d sectors, SHA-256 %s\n", target, tw_world_text(world, "name"),
         tw_world_regions(world), tw_world_sectors(world), tw_world_text(world, "sha256"));
  print_code_findings(world);
  return 0;
}

int write_changed(tw_context *context, const tw_world *before, const tw_world *after, const arguments *a)
{
  const char *target = a->value[OPTION_target], *report = a->value[OPTION_report];
  tw_comparison *comparison = NULL;
  tw_status status = tw_world_compare(context, before, after, SAME, &comparison);
  if (status == TW_OK && report) status = tw_comparison_write(context, comparison, report);
  if (status != TW_OK) {
    tw_comparison_free(comparison);
    return fail_status(context, status);
  }
  terminal_clear_progress();
  print_steps(after);
  const tw_difference *item;
  int code = 0, same = strcmp(tw_world_text(before, "sha256"), tw_world_text(after, "sha256")) == 0;
  if (tw_comparison_differences(comparison, &item) == 0)
    printf(same ? "Nothing changed: the world is in balance as it is.\n" : "No number changed.\n");
  else
    code = print_differences(before, comparison, 0);
  tw_comparison_free(comparison);
  if (report) printf("%s written: every difference\n", report);
  return code ? code : write_world(context, after, target);
}
