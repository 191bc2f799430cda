/* tradewind accounts REGION --energy: where a region's energy comes from, and what it depends on; --food: the same of
 * food, in accounts_food.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { FEW = 12, MOST_SOURCES = 8, MOST_PARTNERS = 256 };

/* ---------------------------------------------------------------- what rows there are */

/* Words of a column of the rows with an item, each once, in their order; those of one source where it is given. */
static int list_words(const tw_accounts *a, const char *item, const char *source, int partners, const char **word,
                      int most)
{
  tw_account row;
  int count = 0;
  for (int i = 0; tw_accounts_at(a, i, &row); i++) {
    const char *text = partners ? row.partner : row.source;
    int k = 0;
    if (strcmp(row.item, item) != 0 || (source && strcmp(row.source, source) != 0) || !*text) continue;
    while (k < count && strcmp(word[k], text) != 0) k++;
    if (k == count && count < most) word[count++] = text;
  }
  return count;
}

/* The convention to show shares of primary energy by: the first that there is. */
static const char *shown_convention(const tw_accounts *a)
{
  tw_account row;
  for (int i = 0; tw_accounts_at(a, i, &row); i++)
    if (strcmp(row.item, "supplier_dependence") == 0) return row.convention;
  return NULL;
}

static void put_number(text_table *table, double x, int decimals)
{
  if (isnan(x))
    table_cell(table, "-");
  else
    table_cell(table, "%.*f", decimals, x);
}

/* ---------------------------------------------------------------- tables */

/* Partners, or passages, by fuel: shares of imports, of all of them by heat, and of primary energy. */
static void print_shares(const tw_accounts *a, int passages, int all)
{
  const char *source[MOST_SOURCES], *partner[MOST_PARTNERS], *item = passages ? "passage_share" : "origin_share";
  const char *convention = shown_convention(a), *of_all[MOST_PARTNERS];
  int sources = list_words(a, item, NULL, 0, source, MOST_SOURCES), count = 0, n = 0;
  int together = list_words(a, item, "all", 1, of_all, MOST_PARTNERS),
      each = list_words(a, item, NULL, 1, partner, MOST_PARTNERS);
  if (!each) return;
  for (int i = 0; i < together; i++) partner[count++] = of_all[i];
  for (int i = 0; i < together + each && count < MOST_PARTNERS; i++) { /* those of fuels without heat come after */
    const char *other[MOST_PARTNERS];
    int others = list_words(a, item, NULL, 1, other, MOST_PARTNERS), k = 0;
    if (i >= others) break;
    while (k < count && strcmp(partner[k], other[i]) != 0) k++;
    if (k == count) partner[count++] = other[i];
  }
  text_column columns[MOST_TABLE_COLUMNS];
  columns[n++] = (text_column){{NULL, NULL, passages ? "passage" : "origin"}, 1, 0};
  for (int s = 0; s < sources; s++)
    columns[n++] = (text_column){
        {NULL, strcmp(source[s], "all") == 0 ? "all, by" : source[s], strcmp(source[s], "all") == 0 ? "heat, %" : "%"},
        0,
        0};
  if (convention) columns[n++] = (text_column){{"of primary", "energy", "%"}, 0, 0};
  text_table *table = table_new(columns, n);
  int shown = all || count <= FEW ? count : FEW;
  for (int i = 0; i < shown; i++) {
    table_cell(table, "%s", partner[i]);
    for (int s = 0; s < sources; s++) put_number(table, tw_accounts_value(a, item, source[s], NULL, partner[i]), 1);
    if (convention)
      put_number(
          table,
          tw_accounts_value(a, passages ? "passage_dependence" : "supplier_dependence", "all", convention, partner[i]),
          1);
  }
  printf("\n%s\n", passages ? "What sails through a passage, per cent of imports:" : "Imports by origin, per cent:");
  table_print(table);
  if (shown < count) printf("%d further lines (--all shows them)\n", count - shown);
}

static void print_balance(const tw_accounts *a)
{
  static const char *const convention[] = {"physical", "input_equivalent"};
  const char *source[32];
  int count = list_words(a, "supply", NULL, 0, source, 32), there[2], n = 0;
  for (int c = 0; c < 2; c++) there[c] = !isnan(tw_accounts_value(a, "supply", "all", convention[c], NULL));
  if (!there[0] && !there[1]) return;
  text_column columns[MOST_TABLE_COLUMNS];
  columns[n++] = (text_column){{NULL, NULL, "source"}, 1, 0};
  for (int c = 0; c < 2; c++) {
    if (!there[c]) continue;
    columns[n++] = (text_column){{convention[c], "net imports", "PJ"}, 0, 0};
    columns[n++] = (text_column){{NULL, "supply", "PJ"}, 0, 0};
    columns[n++] = (text_column){{NULL, "share", "%"}, 0, 0};
  }
  text_table *table = table_new(columns, n);
  for (int i = 0; i < count; i++) {
    table_cell(table, "%s", source[i]);
    for (int c = 0; c < 2; c++) {
      if (!there[c]) continue;
      double supply = tw_accounts_value(a, "supply", source[i], convention[c], NULL);
      put_number(table, tw_accounts_value(a, "net_imports", source[i], convention[c], NULL), 0);
      put_number(table, supply, 0);
      put_number(table, 100 * supply / tw_accounts_value(a, "supply", "all", convention[c], NULL), 1);
    }
  }
  printf("\nPrimary energy by source:\n");
  table_print(table);
}

/* ---------------------------------------------------------------- the command */

static void print_accounts(const tw_accounts *a, const arguments *arg)
{
  const char *folder = arg->value[OPTION_out], *text;
  int all = arg->value[OPTION_all] != NULL;
  printf("Energy of %s (%s)\n\n", tw_accounts_text(a, "region"), tw_accounts_text(a, "name"));
  for (int i = 0; (text = tw_accounts_sentence(a, i)); i++) print_wrapped(text, 2);
  print_shares(a, 0, all);
  print_shares(a, 1, all);
  print_balance(a);
  printf("\n");
  for (int i = 0; (text = tw_accounts_remark(a, i)); i++) print_wrapped(text, 2);
  if (folder) {
    printf("\nWrote accounts.csv, accounts.json and run.json to %s\n", folder);
    say_report(folder, capable("page"));
  } else {
    printf("\nNo files were written; --out DIR writes every number.\n");
  }
}

static int run(tw_context *context, const arguments *a)
{
  const tw_accounts_options options = {.balance = a->value[OPTION_balance], .origins = a->value[OPTION_origins]};
  tw_accounts *accounts;
  static const option_id of_food[] = {OPTION_food_tables, OPTION_world,  OPTION_chosen,   OPTION_products,
                                      OPTION_set,         OPTION_tables, OPTION_deficits, OPTION_profits};
  int food = a->value[OPTION_food] != NULL;
  if (!a->value[OPTION_energy] == !food)
    return fail(EXIT_USAGE, "accounts needs to know of what: expected --energy or --food");
  if (food && (a->value[OPTION_balance] || a->value[OPTION_origins]))
    return fail(EXIT_USAGE, "error: --%s is of energy; --food-tables brings tables of food",
                a->value[OPTION_balance] ? "balance" : "origins");
  if (food) return accounts_food(context, a);
  for (size_t i = 0; i < sizeof of_food / sizeof *of_food; i++)
    if (a->value[of_food[i]])
      return fail(EXIT_USAGE, "error: --%s is of accounts --food: those of energy have no model",
                  option_name(of_food[i]));
  if (a->word_count > 1)
    return fail(EXIT_USAGE, "error: found %s after the region: accounts of energy have no model, so no scenario",
                a->words[1]);
  tw_status status = tw_accounts_energy(context, a->words[0], &options, &accounts);
  if (status != TW_OK) return fail_status(context, status);
  if (a->value[OPTION_out]) status = tw_accounts_write(context, accounts, a->value[OPTION_out], a->line);
  terminal_clear_progress();
  int code = status == TW_OK ? 0 : fail_status(context, status);
  if (status == TW_OK && js_on())
    js_accounts(accounts, a->value[OPTION_out]);
  else if (status == TW_OK)
    print_accounts(accounts, a);
  tw_accounts_free(accounts);
  return code;
}

const command command_accounts = {
    .name = "accounts",
    .words = "REGION [SCENARIO]",
    .summary = "show where energy or food comes from",
    .text =
        "Physical accounts. --food: calories a head and day by item and origin, directly and with livestock raised at "
        "home by the origin of its feed, self-sufficiency, low and high where the data say so; with a SCENARIO what "
        "it changes of them. --energy is without a model. Of built-in tables: origin of crude and liquefied gas "
        "(customs of "
        "2024; Japan's "
        "petroleum gas and uranium, too), the passages on the way with the part that sails through them, "
        "concentration (HHI, 0 to "
        "1), stocks, and the days that they cover if a supplier or a passage is lost. Of your file --balance: "
        "primary energy by "
        "source, import dependence with nuclear fuel as domestic and as imported, and what suppliers and passages "
        "are of it, by the "
        "conventions physical and input_equivalent, which are never mixed. Every number says whether it is "
        "observed, derived or "
        "assumed. docs/formats.md has the columns of the files, docs/energy.md the sources.",
    .example = "  tradewind accounts JPN --energy\n"
               "  tradewind accounts JPN --food\n"
               "  tradewind accounts JPN us-tariff-canada --food\n"
               "  tradewind accounts JPN --energy --balance energy_balance.csv --out results\n"
               "  tradewind accounts IND --energy --origins my_origins.csv --json\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(set) | OPTION_BIT(tables) |
               OPTION_BIT(deficits) | OPTION_BIT(out) | OPTION_BIT(json) | OPTION_BIT(all) | OPTION_BIT(verbose) |
               OPTION_BIT(help),
    .further = FURTHER_BIT(energy) | FURTHER_BIT(food) | FURTHER_BIT(food_tables) | FURTHER_BIT(profits) | FURTHER_BIT(illegal) |
               FURTHER_BIT(balance) | FURTHER_BIT(origins),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 2,
    .run = run,
};
