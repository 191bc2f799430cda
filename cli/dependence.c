/* tradewind dependence REGION [SCENARIO]: who stands behind what a region buys, and what it costs where one stops. */
#include <math.h>
#include <stdlib.h>

#include "command.h"
#include "json.h"

enum { FEW = 12, MOST_STOPS = 1000 };

/* ---------------------------------------------------------------- the order of rows */

typedef struct place {
  int partner, sector, product; /* one of them is asked about */
  double size;
} place;

static int larger_first(const void *a, const void *b)
{
  const place *x = a, *y = b;
  if (x->size != y->size) return x->size < y->size ? 1 : -1;
  return x->partner != y->partner ? x->partner - y->partner
         : x->sector != y->sector ? x->sector - y->sector
                                  : x->product - y->product;
}

/* A number as a share in per cent, as a change in per cent, or as it is; "-": none. */
static void put_share(text_table *table, double x)
{
  if (isnan(x))
    table_cell(table, "-");
  else
    table_cell(table, "%.2f", 100 * x);
}

static void put_change(text_table *table, double x)
{
  if (isnan(x))
    table_cell(table, "-");
  else
    table_cell(table, "%+.4f", x);
}

static void put_plain(text_table *table, double x)
{
  if (isnan(x))
    table_cell(table, "-");
  else
    table_cell(table, "%.2f", x);
}

static double value_of(const tw_dependence *d, const place *p, const char *indicator, int side)
{
  return tw_dependence_value(d, p->sector, p->product, p->partner, indicator, side);
}

/* ---------------------------------------------------------------- tables */

/* Partners, the largest origin of value added first. changed: with the same under the scenario. */
static void print_partners(const tw_dependence *d, const tw_world *world, int all, int changed)
{
  static const text_column columns[] = {
      {{NULL, NULL, "partner"}, 1, 0},           {{"final", "demand", "direct %"}, 0, 0},
      {{"value", "added", "in it %"}, 0, 0},     {{"inputs", "at face", "value %"}, 0, 0},
      {{"inputs", "looked", "through %"}, 0, 0}, {{"price", "if it", "stops %"}, 0, 0},
      {{"real inc.", "if it", "stops %"}, 0, 0}, {{NULL, NULL, "imports %"}, 0, 0},
      {{"value", "added in", "it, new %"}, 0, 0}};
  int N = tw_world_regions(world), count = 0;
  place *list = obtained(calloc((size_t)N, sizeof *list));
  for (int o = 0; list && o < N; o++) {
    place p = {o, -1, -1, 0};
    if (o == tw_dependence_region(d)) continue;
    p.size = value_of(d, &p, "value_added_origin", 0);
    if (!isnan(p.size)) list[count++] = p;
  }
  if (!list) return;
  qsort(list, (size_t)count, sizeof *list, larger_first);
  text_table *table = table_new(columns, (int)(sizeof columns / sizeof *columns) - !changed);
  place every = {-1, -1, -1, 0};
  int lines = all || count <= FEW ? count : FEW;
  for (int i = -1; i < lines; i++) {
    const place *p = i < 0 ? &every : &list[i];
    table_cell(table, "%s", i < 0 ? "all others" : tw_world_region(world, p->partner));
    put_share(table, value_of(d, p, "final_direct", 0));
    put_share(table, value_of(d, p, "value_added_origin", 0));
    put_share(table, value_of(d, p, "input_face", 0));
    put_share(table, value_of(d, p, "input_look_through", 0));
    put_change(table, value_of(d, p, "loss_if_stopped_pct", 0));
    put_change(table, value_of(d, p, "real_income_if_stopped_pct", 0));
    put_share(table, i < 0 ? 1 : value_of(d, p, "import_share", 0));
    if (changed) put_share(table, value_of(d, p, "value_added_origin", 1));
  }
  printf("\nWho stands behind what %s buys, per cent:\n", tw_world_region(world, tw_dependence_region(d)));
  table_print(table);
  if (lines < count) printf("%d further partners (--all shows them)\n", count - lines);
  free(list);
}

/* The partner with the largest share in imports, -1: none. */
static int single_of(const tw_dependence *d, const tw_world *world, const place *p)
{
  for (int o = 0; o < tw_world_regions(world); o++)
    if (!isnan(tw_dependence_value(d, p->sector, p->product, o, "single_supplier", 0))) return o;
  return -1;
}

/* Sectors or products, by what it costs where their largest supplier stops. */
static void print_places(const tw_dependence *d, const tw_world *world, int products, int all, int changed)
{
  const text_column columns[] = {{{NULL, NULL, products ? "product" : "sector"}, 1, 0},
                                 {{NULL, NULL, "name"}, 1, 12},
                                 {{NULL, "largest", "supplier"}, 1, 0},
                                 {{"its", "share of", "imports %"}, 0, 0},
                                 {{"trade", "elas-", "ticity"}, 0, 0},
                                 {{"price if", "it stops", "%"}, 0, 0},
                                 {{"HHI of", "im-", "ports"}, 0, 0},
                                 {{"imported", "of use", "%"}, 0, 0},
                                 {{"HHI of", "imports,", "new"}, 0, 0}};
  const double *theta = tw_world_numbers(world, "trade_elasticity");
  int places = products ? tw_world_products(world) : tw_world_sectors(world), count = 0;
  place *list = obtained(calloc((size_t)places + 1, sizeof *list));
  tw_product of;
  for (int i = 0; list && i < places; i++) {
    place p = {-1, products ? -1 : i, products ? i : -1, 0};
    if (products && (!tw_world_product_at(world, i, &of) || of.rest)) continue;
    int single = single_of(d, world, &p);
    if (single < 0) continue;
    double rise = tw_dependence_value(d, p.sector, p.product, single, "loss_if_stopped_pct", 0);
    p.size = isnan(rise) ? 1e300 : rise; /* nothing replaces it */
    list[count++] = p;
  }
  if (!list || count == 0) {
    free(list);
    return;
  }
  qsort(list, (size_t)count, sizeof *list, larger_first);
  text_table *table = table_new(columns, (int)(sizeof columns / sizeof *columns) - !changed);
  int lines = all || count <= FEW ? count : FEW;
  for (int i = 0; i < lines; i++) {
    const place *p = &list[i];
    int single = single_of(d, world, p);
    if (products) tw_world_product_at(world, p->product, &of);
    table_cell(table, "%s", products ? of.code : tw_world_sector(world, p->sector));
    table_cell(table, "%s", products ? of.name : tw_world_sector_name(world, p->sector));
    table_cell(table, "%s", tw_world_region(world, single));
    put_share(table, tw_dependence_value(d, p->sector, p->product, single, "single_supplier", 0));
    put_plain(table, products ? of.trade_elasticity : theta[p->sector]);
    put_change(table, tw_dependence_value(d, p->sector, p->product, single, "loss_if_stopped_pct", 0));
    put_plain(table, value_of(d, p, "hhi", 0));
    put_share(table, value_of(d, p, "use_share", 0));
    if (changed) put_plain(table, value_of(d, p, "hhi", 1));
  }
  printf("\n%s whose price rises most where their largest supplier stops, costs fixed:\n",
         products ? "Products" : "Sectors");
  table_print(table);
  if (lines < count) printf("%d further %s (--all shows them)\n", count - lines, products ? "products" : "sectors");
  free(list);
}

static void print_headline(const tw_dependence *d, const tw_world *world)
{
  int region = tw_dependence_region(d), first = -1;
  double most = 0;
  for (int o = 0; o < tw_world_regions(world); o++) {
    double x = tw_dependence_value(d, -1, -1, o, "value_added_origin", 0);
    if (o != region && x > most) most = x, first = o;
  }
  double foreign = tw_dependence_value(d, -1, -1, -1, "value_added_origin", 0);
  double direct = tw_dependence_value(d, -1, -1, -1, "final_direct", 0);
  char text[512];
  if (first < 0) return;
  snprintf(text, sizeof text,
           "%s (%s): %.1f %% of final demand is bought abroad, and %.1f %% of it is value added abroad once all tiers "
           "of suppliers are looked through; most of it in %s, %.1f %%.",
           tw_world_region(world, region), tw_world_region_name(world, region), 100 * direct, 100 * foreign,
           tw_world_region(world, first), 100 * most);
  print_wrapped(text, 0);
}

static void print_dependence(const tw_dependence *d, const arguments *a, int changed)
{
  const tw_world *world = tw_result_world(tw_dependence_result(d));
  const char *folder = a->value[OPTION_out], *remark;
  int all = a->value[OPTION_all] != NULL;
  char text[512];
  print_headline(d, world);
  print_assumed(world);
  if (tw_world_text(world, "caveat")) {
    snprintf(text, sizeof text, "Caveat: %s", tw_world_text(world, "caveat"));
    print_wrapped(text, 0);
  }
  print_partners(d, world, all, changed);
  print_places(d, world, 0, all, changed);
  print_places(d, world, 1, all, changed);
  printf("\n");
  print_wrapped("Price if it stops: at fixed costs, for all of final demand or the sector. Real income if it stops: in "
                "full equilibrium, the partner sells nothing to the region any more, all else adjusts in the long run. "
                "Shares say nothing of how easily a partner is replaced; the trade elasticity does, and it is the most "
                "uncertain number here.",
                0);
  for (int i = 0; (remark = tw_dependence_remark(d, i)); i++) print_wrapped(remark, 2);
  if (a->value[OPTION_verbose])
    for (int i = 0; tw_dependence_indicator(i); i++) {
      snprintf(text, sizeof text, "%s: %s", tw_dependence_indicator(i), tw_dependence_formula(i));
      print_wrapped(text, 2);
    }
  snprintf(text, sizeof text, "Certified; what is looked through adds up to 1 part in 10^%d. Time %.0f ms.",
           (int)floor(-log10(fmax(tw_dependence_gap(d), 1e-16))), 1000 * tw_dependence_seconds(d));
  print_wrapped(text, 0);
  if (folder) {
    printf("Wrote dependence.csv and the tables of a run to %s\n", folder);
    say_report(folder, a->settings.report);
  } else {
    printf("No files were written; --out DIR writes every number.\n");
  }
}

/* ---------------------------------------------------------------- JSON */

static void js_dependence(const tw_dependence *d, const char *folder)
{
  const tw_world *world = tw_result_world(tw_dependence_result(d));
  const tw_dependence_row *row;
  const char *remark;
  tw_product of;
  size_t count = tw_dependence_rows(d, &row);
  js_text("region", tw_world_region(world, tw_dependence_region(d)));
  js_text("name", tw_world_region_name(world, tw_dependence_region(d)));
  js_number("gap", tw_dependence_gap(d));
  js_list("rows");
  for (size_t i = 0; i < count; i++, row++) {
    js_object(NULL);
    js_text("sector", row->sector < 0 ? NULL : tw_world_sector(world, row->sector));
    js_text("product", row->product >= 0 && tw_world_product_at(world, row->product, &of) ? of.code : NULL);
    js_text("partner", row->partner < 0 ? NULL : tw_world_region(world, row->partner));
    js_text("indicator", tw_dependence_indicator(row->indicator));
    js_number("value", row->value);
    js_number("value_new", row->value_new);
    js_number("trade_elasticity", row->trade_elasticity);
    js_close();
  }
  js_close();
  js_object("formulas");
  for (int i = 0; tw_dependence_indicator(i); i++) js_text(tw_dependence_indicator(i), tw_dependence_formula(i));
  js_close();
  js_list("remarks");
  for (int i = 0; (remark = tw_dependence_remark(d, i)); i++) js_text(NULL, remark);
  js_close();
  js_text("folder", folder);
}

/* ---------------------------------------------------------------- the command */

static int run(tw_context *context, const arguments *a)
{
  tw_scenario *scenario = NULL;
  tw_world *world = NULL;
  tw_dependence *d = NULL;
  tw_dependence_options options = {-1};
  const char *folder = a->value[OPTION_out];
  long long stops = -1;
  int code = 0;
  if (a->value[OPTION_stops]) code = read_whole(a->value[OPTION_stops], "stops", 0, MOST_STOPS, &stops);
  options.stops = (int)stops;
  if (code == 0) code = open_scenario_of(context, a, a->word_count > 1 ? a->words[1] : NULL, &scenario, &world);
  if (code != 0) return code;
  tw_status status = tw_dependence_run(context, world, scenario, &a->settings, a->words[0], &options, &d);
  const tw_info *info = status == TW_OK ? tw_result_info(tw_dependence_result(d)) : NULL;
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_dependence_write(context, d, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK)
    code = fail_status(context, status);
  else if (info->outcome <= 0)
    code = fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info->outcome), info->message);
  else if (js_on())
    js_dependence(d, folder);
  else
    print_dependence(d, a, scenario != NULL);
  tw_dependence_free(d);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_dependence = {
    .name = "dependence",
    .words = "REGION [SCENARIO]",
    .summary = "show who stands behind what a region buys",
    .text = "By partner, sector and product: shares of imports and of use, concentration (HHI, 0 to 1), the largest "
            "supplier, what inputs and final demand hang on directly and once all tiers of suppliers are looked "
            "through, where the value added in them is made, and the rise of the price where a partner stops selling, "
            "with the trade elasticity beside it. The largest partners are also stopped one by one in full "
            "equilibrium. With a SCENARIO the same under its policy; without, of the world as it is. --verbose "
            "prints each formula with its source; docs/dependence.md explains them.",
    .example = "  tradewind dependence JPN\n"
               "  tradewind dependence CAN us-tariff-canada --out results\n"
               "  tradewind dependence JPN --stops 23 --json\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(out) | OPTION_BIT(tables) |
               OPTION_BIT(set) | OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(all) | OPTION_BIT(verbose) |
               OPTION_BIT(help),
    .further = FURTHER_BIT(stops) | FURTHER_BIT(profits),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 2,
    .run = run,
};
