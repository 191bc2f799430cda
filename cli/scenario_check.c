/* tradewind scenario check: what a scenario does to its world, rule by rule in words, without solving. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { LINE = 4096, LABEL = 11 };

/* What a kind of rule covers, one and many. */
static const char *noun_of(const tw_rule_effect *e)
{
  static const struct {
    const char *rule, *one, *many;
  } nouns[] = {
      {"productivity", "producing sector", "producing sectors"},
      {"subsidy", "producing sector", "producing sectors"},
      {"capacity", "producing sector", "producing sectors"},
      {"final_demand", "sector of final demand", "sectors of final demand"},
      {"labour", "region", "regions"},
      {"transfer", "payer", "payers"},
      {"target", "wedge that moves", "wedges that move"},
  };
  const char *of = e->fields ? e->fields : "";
  int products = strncmp(of, "product\t", 8) == 0 || strstr(of, "\nproduct\t");
  for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
    if (strcmp(e->rule, nouns[i].rule) == 0 && i < 3 && products)
      return e->covered == 1 ? "producer of a product" : "producers of products";
    else if (strcmp(e->rule, nouns[i].rule) == 0)
      return e->covered == 1 ? nouns[i].one : nouns[i].many;
  return e->covered == 1 ? "flow" : "flows";
}

static void percent_words(char words[CELL], double fraction)
{
  double x = 100 * fraction;
  snprintf(words, CELL, x != 0 && fabs(x) < 0.005 ? "%.2g %%" : "%.2f %%", x);
}

/* "  touches    12 flows …", broken at the terminal's width. */
static void print_labelled(const char *label, const char *text)
{
  printf("  %-*s", LABEL, label);
  print_wrapped(text, LABEL + 2);
}

static void print_touches(const tw_world *world, const tw_rule_effect *e)
{
  char line[LINE], money[CELL], unit[CELL];
  int target = strcmp(e->rule, "target") == 0;
  money_words(money, e->value, fabs(e->value) >= 100 ? 0 : 2, 0);
  int n = snprintf(line, sizeof line, target ? "%zu %s; what it measures is worth %s %s" : "%zu %s worth %s %s",
                   e->covered, noun_of(e), money, money_unit(world, unit));
  if (!target && e->changed != e->covered && n > 0 && n < (int)sizeof line)
    snprintf(line + n, sizeof line - (size_t)n, e->changed ? ", of which %zu change" : "; nothing changes", e->changed);
  print_labelled("touches", line);
}

/* The file of the earlier rule that an effect acts on, "" when it is the same. */
static const char *other_file(const tw_rule_effect *effects, int index)
{
  const tw_rule_effect *e = &effects[index];
  for (int i = index - 1; i >= 0; i--)
    if (effects[i].against == e->against && effects[i].line == e->overlapped && strcmp(effects[i].rule, e->rule) == 0)
      return strcmp(effects[i].origin, e->origin) ? effects[i].origin : "";
  return "";
}

static void print_effect(const tw_world *world, const tw_rule_effect *effects, int index)
{
  const tw_rule_effect *e = &effects[index];
  char line[LINE], before[CELL], after[CELL];
  printf("\n%s:%d: %s%s\n", e->origin, e->line, e->rule, e->against ? " (of what it is compared with)" : "");
  snprintf(line, sizeof line, "%s.", e->words);
  line[0] = (char)toupper((unsigned char)line[0]);
  printf("  ");
  print_wrapped(line, 2);
  print_touches(world, e);
  if (!isnan(e->before)) {
    percent_words(before, e->before);
    percent_words(after, e->after);
    if (e->before != e->after && strcmp(before, after) == 0) { /* told apart by more decimals */
      snprintf(before, CELL, "%.8g %%", 100 * e->before);
      snprintf(after, CELL, "%.8g %%", 100 * e->after);
    }
    snprintf(line, sizeof line, "%s -> %s", before, after);
    print_labelled("average", line);
  }
  if (e->source) print_labelled("source", e->source);
  if (e->overlaps == 0) return;
  const char *file = other_file(effects, index);
  snprintf(line, sizeof line,
           "%d of these %zu %s had already been changed by a rule %s, last in line %d%s%s; this one acts on what that "
           "left",
           e->overlaps, e->covered, noun_of(e), e->rule, e->overlapped, *file ? " of " : "", file);
  print_labelled("OVERLAP", line);
}

/* 1: the other side has the same rule, from the same line of the same file. */
static int is_on_both(const tw_rule_effect *effects, int count, int index)
{
  const tw_rule_effect *e = &effects[index];
  for (int i = 0; i < count; i++)
    if (effects[i].against != e->against && effects[i].line == e->line && strcmp(effects[i].rule, e->rule) == 0 &&
        strcmp(effects[i].origin, e->origin) == 0 && strcmp(effects[i].words, e->words) == 0)
      return 1;
  return 0;
}

/* What the rules come to: "United States: Motor vehicles from Canada pay 26.3 % instead of 12.6 %". */
static void print_net(const tw_world *world, const tw_explanation *explanation)
{
  const tw_net_change *c;
  size_t all;
  int count = tw_explanation_net(explanation, &c, &all);
  char line[LINE], base[CELL], new_[CELL], goods[LINE / 4];
  if (count == 0) return;
  printf("\nWhat flows pay, all rules together, the largest by value:\n");
  for (int i = 0; i < count; i++, c++) {
    percent_words(base, c->base);
    percent_words(new_, c->new_);
    const char *sector = tw_world_sector_name(world, c->sector);
    int rest = c->product && strcmp(c->product, "rest") == 0;
    snprintf(goods, sizeof goods, "%s%s%s%s",
             rest         ? "what products leave of "
             : c->product ? c->product
                          : sector,
             rest         ? sector
             : c->product ? " ("
                          : "",
             rest         ? ""
             : c->product ? sector
                          : "",
             c->product && !rest ? ")" : "");
    snprintf(line, sizeof line, "%s: %s from %s pay %s instead of %s.", tw_world_region_name(world, c->importer), goods,
             tw_world_region_name(world, c->exporter), new_, base);
    printf("  ");
    print_wrapped(line, 4);
  }
  if (all > (size_t)count) printf("  %zu further flows pay another rate.\n", all - (size_t)count);
}

static void print_heading(const tw_world *world, const tw_scenario *scenario)
{
  char line[LINE];
  const char *year = tw_world_text(world, "year");
  snprintf(line, sizeof line, "Scenario %s: %s", tw_scenario_text(scenario, "scenario"),
           tw_scenario_text(scenario, "title"));
  print_wrapped(line, 0);
  snprintf(line, sizeof line, "World %s: %s (%s%s%s%d regions, %d sectors).", tw_world_text(world, "label"),
           tw_world_text(world, "title"), year ? "data of " : "", year ? year : "", year ? "; " : "",
           tw_world_regions(world), tw_world_sectors(world));
  print_wrapped(line, 0);
}

/* What the answer is about: [0] of regions, [1] of sectors, [2] of products, 1 where one is in the focus. */
enum { AXES = 3, NAME = 512 };
typedef struct focus_of {
  unsigned char *in[AXES];
  int count[AXES], all[AXES];
} focus_of;

static tw_status find_focus(tw_context *context, const tw_scenario *scenario, const tw_world *world, focus_of *f)
{
  *f = (focus_of){.all = {tw_world_regions(world), tw_world_sectors(world), tw_world_products(world)}};
  for (int k = 0; k < AXES; k++) f->in[k] = obtained(calloc((size_t)f->all[k] + 1, 1));
  if (!f->in[0] || !f->in[1] || !f->in[2]) return TW_NO_MEMORY;
  tw_status status = tw_scenario_focus(context, scenario, world, f->in[0], f->in[1]);
  if (status == TW_OK) status = tw_scenario_focus_products(context, scenario, world, f->in[2]);
  for (int k = 0; k < AXES; k++)
    for (int i = 0; status == TW_OK && i < f->all[k]; i++) f->count[k] += f->in[k][i];
  return status;
}

static const char *code_of(const tw_world *world, int axis, int i, char room[NAME])
{
  tw_product product;
  if (axis < 2) return axis ? tw_world_sector(world, i) : tw_world_region(world, i);
  if (!tw_world_product_at(world, i, &product)) return "";
  if (!product.rest) return product.code;
  snprintf(room, NAME, "%s.rest", tw_world_sector(world, product.sector));
  return room;
}

static const char *name_of(const tw_world *world, int axis, int i, char room[NAME])
{
  tw_product product;
  if (axis < 2) return axis ? tw_world_sector_name(world, i) : tw_world_region_name(world, i);
  if (!tw_world_product_at(world, i, &product)) return "";
  if (!product.rest) return product.name;
  snprintf(room, NAME, "the rest of %s", tw_world_sector_name(world, product.sector));
  return room;
}

/* "Focus: Canada; Motor vehicles." */
static void print_focus(const tw_world *world, const focus_of *f)
{
  enum { FEW = 6 };
  char line[LINE] = "Focus:";
  char room[NAME];
  if (f->count[0] == 0) return;
  for (int k = 0; k < AXES; k++) {
    int told = 0;
    for (int i = 0; i < f->all[k] && told < FEW; i++) {
      size_t used = strlen(line);
      if (!f->in[k][i]) continue;
      snprintf(line + used, sizeof line - used, "%s %s", told ? "," : k ? ";" : "", name_of(world, k, i, room));
      told++;
    }
    size_t used = strlen(line);
    if (f->count[k] > told) snprintf(line + used, sizeof line - used, " and %d more", f->count[k] - told);
  }
  size_t used = strlen(line);
  snprintf(line + used, sizeof line - used, ".");
  print_wrapped(line, 0);
}

static void put_focus(const tw_world *world, const focus_of *f)
{
  static const char *const called[AXES] = {"regions", "sectors", "products"};
  char room[NAME];
  if (f->count[0] == 0) return;
  js_object("focus");
  for (int k = 0; k < AXES; k++) {
    if (k == 2 && f->count[k] == 0) continue;
    js_list(called[k]);
    for (int i = 0; i < f->all[k]; i++)
      if (f->in[k][i]) js_text(NULL, code_of(world, k, i, room));
    js_close();
  }
  js_close();
}

static void print_all(const tw_world *world, const tw_scenario *scenario, const tw_explanation *explanation,
                      const focus_of *focus)
{
  const char *sentence;
  const tw_rule_effect *effects;
  int count = tw_explanation_effects(explanation, &effects), overlapping = 0, idle = 0, unsourced = 0;
  print_warning(tw_scenario_text(scenario, "warning"), tw_scenario_text(scenario, "against_line"));
  print_heading(world, scenario);
  print_focus(world, focus);
  for (int i = 0; (sentence = tw_explanation_sentence(explanation, i)); i++) print_wrapped(sentence, 0);
  print_cautions(tw_scenario_text(scenario, "cautions"));
  int both = 0;
  for (int i = 0; i < count; i++) {
    int shared = is_on_both(effects, count, i);
    both += shared && !effects[i].against;
    if (!shared) print_effect(world, effects, i);
    overlapping += effects[i].overlaps > 0;
    idle += effects[i].changed == 0;
    unsourced += effects[i].source == NULL;
  }
  if (both) printf("\n%d rule%s the same on both sides.\n", both, both == 1 ? " is" : "s are");
  print_net(world, explanation);
  char line[LINE], on[CELL] = "", without[CELL] = "", lacking[CELL] = "";
  if (overlapping) snprintf(on, sizeof on, ", %d on what an earlier one changed", overlapping);
  if (idle) snprintf(without, sizeof without, ", %d without effect", idle);
  if (unsourced) snprintf(lacking, sizeof lacking, ", %d without a source", unsourced);
  snprintf(line, sizeof line, "%d rule%s%s%s%s. Nothing was solved.", count, count == 1 ? "" : "s", on, without,
           lacking);
  printf("\n");
  print_wrapped(line, 0);
}

static void put_json(const tw_world *world, const tw_scenario *scenario, const tw_explanation *explanation,
                     const focus_of *focus)
{
  const tw_rule_effect *effects;
  const char *sentence, *name;
  int count = tw_explanation_effects(explanation, &effects);
  js_scenario(scenario);
  js_object("world");
  js_world(world);
  js_close();
  js_list("variables");
  for (int i = 0; (name = tw_scenario_variable(scenario, i)); i++) js_text(NULL, name);
  js_close();
  put_focus(world, focus);
  js_rules(effects, count);
  js_list("sentences");
  for (int i = 0; (sentence = tw_explanation_sentence(explanation, i)); i++) js_text(NULL, sentence);
  js_close();
}

/* --year; 0: not given. */
static int year_of(const arguments *a, int *year)
{
  const char *text = a->value[OPTION_in_year];
  char *end;
  *year = 0;
  if (!text) return 0;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno || end == text || *end || value < 1 || value > 9999)
    return fail(EXIT_USAGE, "--year: found \"%s\", expected a year such as 2030", text);
  *year = (int)value;
  return 0;
}

/* The section market: what it does, in words; every name and unit of it is looked up by solving it. Returns 0, or the
 * exit code after a message. */
static int check_market(tw_context *context, const tw_scenario *scenario)
{
  tw_outlook *o = NULL;
  const tw_outlook_options nothing = {.draws = 0};
  tw_status status = tw_outlook_run(context, scenario, &nothing, &o);
  if (status != TW_OK) return fail_status(context, status);
  const tw_market *m = tw_outlook_market(o);
  int solved = tw_outlook_solved(o) == tw_outlook_years(o);
  terminal_clear_progress();
  if (js_on()) {
    js_object("market");
    js_text("name", tw_market_text(m, "name"));
    js_text("does", tw_outlook_sentence(o, NULL, 0));
    js_close();
  } else {
    const int linked = tw_scenario_text(scenario, "linked") != NULL;
    print_above("On the market %s (%s), `tradewind %s` solves it%s:", tw_market_text(m, "name"),
                tw_market_text(m, "title"), linked ? "run" : "market", linked ? " together with the policy" : "");
    if (solved) print_wrapped(tw_outlook_sentence(o, NULL, 0), 2);
    if (!solved) print_wrapped("There is no certified solution; `tradewind market` says why.", 2);
  }
  tw_outlook_free(o);
  return 0;
}

/* A scenario of a market alone needs no world. */
static int run_alone(tw_context *context, const arguments *a, tw_scenario *scenario)
{
  if (a->value[OPTION_in_year])
    return fail(EXIT_USAGE, "--year: %s is of a market alone; `tradewind market --year` solves it in a year",
                a->words[0]);
  if (js_on())
    js_scenario(scenario);
  else
    print_wrapped(tw_scenario_text(scenario, "title"), 0);
  return check_market(context, scenario);
}

static int run(tw_context *context, const arguments *a)
{
  tw_scenario *scenario;
  tw_world *world;
  tw_explanation *explanation = NULL;
  int year, code = year_of(a, &year);
  if (code == 0) code = open_scenario(context, a, &scenario, &world);
  if (code) return code;
  if (tw_scenario_text(scenario, "market_only")) {
    tw_world_free(world);
    code = run_alone(context, a, scenario);
    tw_scenario_free(scenario);
    return code;
  }
  focus_of focus;
  tw_status status = find_focus(context, scenario, world, &focus);
  if (status == TW_OK) status = tw_scenario_explain(context, scenario, world, year, &explanation);
  if (status != TW_OK) {
    code = fail_status(context, status);
  } else {
    terminal_clear_progress();
    if (js_on())
      put_json(world, scenario, explanation, &focus);
    else
      print_all(world, scenario, explanation, &focus);
    if (tw_scenario_text(scenario, "market")) code = check_market(context, scenario);
  }
  for (int k = 0; k < AXES; k++) free(focus.in[k]);
  tw_explanation_free(explanation);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_scenario_check = {
    .name = "scenario check",
    .words = "SCENARIO",
    .summary = "say in words what each rule of a scenario does",
    .text = "SCENARIO is a YAML file, the name of a built-in scenario, or - for standard input. Nothing is solved: "
            "each rule is applied to the "
            "world in the order of the file, and what it touches is told, with the averages before and after, the "
            "source of its number, and whether an earlier rule of the same kind acted on the same flows.",
    .example = "  tradewind scenario check us-tariff-canada\n"
               "  tradewind scenario check my.yaml --world small2014 --year 2030\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(set) | OPTION_BIT(focus) |
               OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(in_year) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(profits) | FURTHER_BIT(illegal),
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_scenarios,
};
