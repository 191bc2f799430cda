/* tradewind routes FROM TO: distance, days, passages and cost of a voyage, with passages open or closed. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "routes.h"

enum { FAR_KM = 50 }; /* an end so far from the network is told */

/* "hormuz closed", "northwest_passage open", "second route" */
static void row_words(char words[CELL], const tw_route *r)
{
  if (strcmp(r->kind, "second") == 0)
    snprintf(words, CELL, "second");
  else if (*r->closed && *r->opened)
    snprintf(words, CELL, "%s open, %s closed", r->opened, r->closed);
  else if (*r->closed)
    snprintf(words, CELL, "%s closed", r->closed);
  else if (*r->opened)
    snprintf(words, CELL, "%s open", r->opened);
  else
    snprintf(words, CELL, "%s", strcmp(r->kind, "open") == 0 ? "as usual" : "route");
}

static void number_cell(text_table *table, double x, int decimals, int is_change)
{
  char words[CELL];
  if (isnan(x))
    table_cell(table, "-");
  else if (is_change)
    change_words(words, x, decimals), table_cell(table, "%s", words);
  else
    money_words(words, x, decimals, 0), table_cell(table, "%s", words);
}

static void print_table(const tw_routes *routes)
{
  const text_column columns[] = {{{NULL, NULL, ""}, COLUMN_WRAPS, 18},
                                 {{NULL, NULL, "km"}, 0, 0},
                                 {{NULL, "nautical", "miles"}, 0, 0},
                                 {{NULL, NULL, "days"}, 0, 0},
                                 {{NULL, "extra", "days"}, 0, 0},
                                 {{"LNG", "USD per", "MMBtu"}, 0, 0},
                                 {{NULL, NULL, "through"}, COLUMN_WRAPS, 18},
                                 {{"LNG", "extra", "USD"}, 0, 0},
                                 {{"goods", "% of value", "0.6 to 2.1 a day"}, 0, 0}};
  const int count = sizeof columns / sizeof *columns;
  text_table *table = table_new(columns, count);
  tw_route r;
  for (int i = 0; tw_routes_at(routes, i, &r); i++) {
    char words[CELL], low[CELL], high[CELL], through[512] = "";
    row_words(words, &r);
    table_cell(table, "%s", words);
    number_cell(table, r.km, 0, 0);
    number_cell(table, r.nm, 0, 0);
    number_cell(table, r.days, 1, 0);
    number_cell(table, r.extra_days, 1, 1);
    number_cell(table, r.cost, 2, 0);
    for (const char *p = r.passages; *p;) {
      size_t n = strcspn(p, "+"), used = strlen(through);
      snprintf(through + used, sizeof through - used, "%s%.*s", used ? ", " : "", (int)n, p);
      p += n + (p[n] == '+');
    }
    table_cell(table, "%s", !r.found ? "no route" : *through ? through : "no passage");
    number_cell(table, r.extra_cost, 2, 1);
    change_words(low, r.goods_low_pct, 1);
    change_words(high, r.goods_high_pct, 1);
    if (isnan(r.goods_low_pct))
      table_cell(table, "-");
    else if (r.goods_low_pct == 0)
      table_cell(table, "0");
    else
      table_cell(table, "%s to %s", low, high);
  }
  printf("\n");
  table_print(table);
}

static void end_words(char *words, size_t room, const tw_place *p)
{
  if (strcmp(p->kind, "point") == 0)
    snprintf(words, room, "%s", p->code);
  else
    snprintf(words, room, "%s (%s, %s)", p->name, p->kind, p->code);
}

static void print_routes(const tw_routes *routes, const char *folder)
{
  tw_place from, to;
  tw_route asked, second;
  char from_words[128], to_words[128], text[1024];
  tw_routes_end(routes, 0, &from);
  tw_routes_end(routes, 1, &to);
  end_words(from_words, sizeof from_words, &from);
  end_words(to_words, sizeof to_words, &to);
  tw_routes_at(routes, 0, &asked);
  if (asked.found)
    snprintf(text, sizeof text, "From %s to %s: %.0f km, %.0f nautical miles, %.1f days at %g knots%s.", from_words,
             to_words, asked.km, asked.nm, asked.days, tw_routes_knots(routes),
             asked.wait_days > 0 ? ", waiting included" : "");
  else
    snprintf(text, sizeof text, "From %s to %s: no route%s%s.", from_words, to_words,
             *asked.closed ? " with closed " : "", asked.closed);
  print_wrapped(text, 0);
  if (tw_routes_at(routes, 1, &second) && strcmp(second.kind, "second") == 0) {
    double more = tw_routes_by_cost(routes) ? 100 * (second.cost / asked.cost - 1) : 100 * (second.km / asked.km - 1);
    snprintf(text, sizeof text,
             "A second route is %.1f %% %s, within the error of the network: through %s; the first goes through %s.",
             more, tw_routes_by_cost(routes) ? "dearer" : "longer", *second.passages ? second.passages : "no passage",
             *asked.passages ? asked.passages : "no passage");
    print_wrapped(text, 0);
  }
  print_table(routes);
  printf("\n");
  snprintf(
      text, sizeof text,
      "Routes are the %s. Extra is against the network as usual, the Northwest Passage closed. LNG is freight and "
      "tolls "
      "of a carrier at 17 knots; goods is what the extra days are worth, 0.6 to 2.1 %% of value a day (Hummels and "
      "Schaur 2013, doi:10.1257/aer.103.7.2935).",
      tw_routes_by_cost(routes) ? "cheapest by that freight, tolls and waiting" : "shortest");
  print_wrapped(text, 0);
  if (from.factor != 1) {
    snprintf(text, sizeof text,
             "Lengths are multiplied by %.3g: the network sails too far round off British Columbia on the way to "
             "Northeast Asia.",
             from.factor);
    print_wrapped(text, 0);
  }
  const tw_place *const end[] = {&from, &to};
  for (int i = 0; i < 2; i++) {
    if (end[i]->off_km < FAR_KM || strcmp(end[i]->kind, "point") != 0)
      continue; /* terminals and ports are by the sea */
    snprintf(
        text, sizeof text,
        "%s lies %.0f km from the sea network: that much of the length is as the crow flies, over land where there "
        "is land between.",
        end[i]->code, end[i]->off_km);
    print_wrapped(text, 0);
  }
  print_wrapped("Sea network: marnet of searoute (Apache License 2.0), changed; not for navigation.", 0);
  if (folder) {
    printf("Wrote routes.csv, routes.json, columns.csv and run.json to %s\n", folder);
    say_report(folder, 1);
  } else
    printf("No files were written; --out DIR writes every number.\n");
}

static void js_routes(const tw_routes *routes, const char *folder)
{
  tw_route r;
  js_list("ends");
  for (int which = 0; which < 2; which++) {
    tw_place p;
    tw_routes_end(routes, which, &p);
    js_object(NULL);
    js_text("code", p.code);
    js_text("name", *p.name ? p.name : NULL);
    js_text("kind", p.kind);
    js_number("lon", p.lon);
    js_number("lat", p.lat);
    js_number("off_km", p.off_km);
    js_close();
  }
  js_close();
  tw_place end;
  tw_routes_end(routes, 0, &end);
  js_number("knots", tw_routes_knots(routes));
  js_text("chosen_by", tw_routes_by_cost(routes) ? "cost" : "distance");
  js_number("factor", end.factor);
  js_list("routes");
  for (int i = 0; tw_routes_at(routes, i, &r); i++) {
    const double *point;
    int points = tw_routes_line(routes, i, &point);
    const struct {
      const char *key;
      double value;
    } number[] = {{"km", r.km},
                  {"nm", r.nm},
                  {"days", r.days},
                  {"wait_days", r.wait_days},
                  {"extra_km", r.extra_km},
                  {"extra_days", r.extra_days},
                  {"toll", r.toll},
                  {"cost", r.cost},
                  {"extra_cost", r.extra_cost},
                  {"goods_low_pct", r.goods_low_pct},
                  {"goods_high_pct", r.goods_high_pct}};
    js_object(NULL);
    js_text("kind", r.kind);
    js_text("closed", r.closed);
    js_text("opened", r.opened);
    js_flag("found", r.found);
    js_text("passages", r.passages);
    for (size_t k = 0; k < sizeof number / sizeof *number; k++) js_number(number[k].key, number[k].value);
    js_list("line");
    for (int k = 0; k < points; k++) {
      js_list(NULL);
      js_number(NULL, point[2 * k]);
      js_number(NULL, point[2 * k + 1]);
      js_close();
    }
    js_close();
    js_close();
  }
  js_close();
  js_text("folder", folder);
}

/* ---------------------------------------------------------------- the command */

static int read_knots(const char *text, double *knots)
{
  char *end;
  *knots = 0;
  if (!text) return 0;
  errno = 0;
  *knots = strtod(text, &end);
  if (end != text && !*end && errno == 0 && *knots >= 1 && *knots <= 60) return 0;
  return fail(EXIT_USAGE, "--knots: found %s, expected a speed of 1 to 60", text);
}

static int run(tw_context *context, const arguments *a)
{
  tw_routes *routes = NULL;
  tw_route asked;
  const char *folder = a->value[OPTION_out];
  tw_routes_options options = {.closed = a->value[OPTION_closed],
                               .open = a->value[OPTION_opened],
                               .wait = a->value[OPTION_wait],
                               .toll = a->value[OPTION_toll],
                               .by_cost = a->value[OPTION_cheapest] != NULL};
  int code = read_knots(a->value[OPTION_knots], &options.knots);
  if (code) return code;
  if (a->value[OPTION_barriers]) {
    if (a->word_count || folder || js_on())
      return fail(EXIT_USAGE,
                  "--barriers is of all regions and prints a scenario: it goes without FROM TO, --out and --json");
    return print_barriers(context, a, &options);
  }
  if (a->word_count < 2) return fail(EXIT_USAGE, "routes needs FROM TO; see tradewind routes --help");
  if (a->value[OPTION_months] || a->value[OPTION_world])
    return fail(EXIT_USAGE, "--months and --world go with --barriers");
  options.from = a->words[0];
  options.to = a->words[1];
  tw_status status = tw_routes_run(context, NULL, &options, &routes);
  if (status != TW_OK) return fail_status(context, status);
  if (folder) {
    terminal_writing(1);
    status = tw_routes_write(context, routes, folder, a->line);
    terminal_writing(0);
    if (status != TW_OK) {
      tw_routes_free(routes);
      return fail_status(context, status);
    }
  }
  tw_routes_at(routes, 0, &asked);
  if (js_on())
    js_routes(routes, folder);
  else
    print_routes(routes, folder);
  if (!asked.found)
    code = fail(EXIT_UNCERTIFIED, "there is no route from %s to %s%s%s%s%s", a->words[0], a->words[1],
                *asked.closed ? " with closed " : "", asked.closed, *asked.opened ? ", with open " : "", asked.opened);
  tw_routes_free(routes);
  return code;
}

static void list_passages(FILE *to)
{
  tw_context *context = NULL;
  tw_sea *sea = NULL;
  tw_passage p;
  if (!(context = tw_context_new(NULL))) return;
  if (tw_sea_open(context, &sea) == TW_OK) {
    fprintf(to, "\nPassages:\n");
    for (int i = 0; tw_sea_passage(sea, i, &p); i++)
      fprintf(to, "  %-18s %s%s\n", p.name, p.title,
              !p.shut                          ? ""
              : strcmp(p.name, "siberia") == 0 ? " (stays closed)"
                                               : " (closed; --open northwest opens it)");
  }
  tw_sea_free(sea);
  tw_context_free(context);
}

const command command_routes = {
    .name = "routes",
    .words = "FROM TO",
    .summary = "show distance, days, passages and cost of a voyage by sea",
    .text =
        "The shortest path on a network of shipping lanes, what each passage on it being closed would make of it, and "
        "a "
        "second route where it is less than 3 % longer. FROM and TO are terminals of energy and grain (CAN, QAT, JPN), "
        "ports by UN/LOCODE or name (NLRTM, Yokohama), regions and countries, or LAT,LON; where one begins with a "
        "minus "
        "write -- before it. Cost is freight and tolls of an LNG carrier in USD per MMBtu, and for goods what the "
        "extra "
        "days are worth. With --wait or --toll, and with --cheapest, the route is the cheapest rather than the "
        "shortest. "
        "No route ends with code 3. --barriers, without FROM and TO, prints a scenario for `run`: days between main "
        "ports of "
        "regions that --closed or --open adds or saves, in barriers of goods.",
    .example = "  tradewind routes QAT JPN --closed malacca\n"
               "  tradewind routes USA Tokyo --wait panama=5 --knots 19.5\n"
               "  tradewind routes Rotterdam Yokohama --open northwest --json\n"
               "  tradewind routes --barriers --open northwest --months 3 > arctic.yaml\n",
    .options = OPTION_BIT(world) | OPTION_BIT(out) | OPTION_BIT(json) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(closed) | FURTHER_BIT(opened) | FURTHER_BIT(knots) | FURTHER_BIT(wait) | FURTHER_BIT(toll) |
               FURTHER_BIT(barriers) | FURTHER_BIT(months) | FURTHER_BIT(cheapest),
    .least_words = 0,
    .most_words = 2,
    .run = run,
    .more_help = list_passages,
};
