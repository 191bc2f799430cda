/* tradewind world import: a world from a table that others publish. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

static int ends_with(const char *text, const char *ending)
{
  size_t n = strlen(text), m = strlen(ending);
  return n >= m && strcmp(text + n - m, ending) == 0;
}

/* What was changed and what to know: the findings of the import, and all that are worse than information. */
static void print_findings(const tw_world *world)
{
  const tw_finding *findings;
  int count = tw_world_findings(world, &findings), heading = 0;
  for (int i = 0; i < count; i++) {
    const tw_finding *f = &findings[i];
    if (f->severity == 0 && strncmp(f->identity, "import", 6) != 0) continue;
    if (!heading++) printf("\nWhat was found and changed:\n");
    printf("- ");
    print_wrapped(f->text, 2);
  }
}

/* The whole of the text as a number. */
static int read_number(const char *text, double *value)
{
  char *end;
  *value = strtod(text, &end);
  return *text && *end == 0;
}

static int read_request(const arguments *a, tw_import *ask)
{
  double number;
  tw_import_default(ask);
  ask->from = a->value[OPTION_from];
  ask->file = a->words[0];
  ask->map = a->value[OPTION_map];
  ask->name = a->value[OPTION_name];
  ask->title = a->value[OPTION_title];
  ask->currency = a->value[OPTION_currency];
  ask->unit = a->value[OPTION_unit];
  ask->elasticities = a->value[OPTION_elasticities];
  ask->tariffs = a->value[OPTION_tariffs];
  ask->concordance = a->value[OPTION_concordance];
  if (!capable("import")) return 0; /* the library says so */
  if (!ask->from) return fail(EXIT_USAGE, "world import needs --from: the layout of the file");
  if (!a->value[OPTION_target]) return fail(EXIT_USAGE, "world import needs --out: a folder, or one file FILE.tww");
  if (a->value[OPTION_bound] && (!read_number(a->value[OPTION_bound], &ask->bound) || !(ask->bound > 0)))
    return fail(EXIT_USAGE, "--bound: found %s, expected a relative gap such as 0.001", a->value[OPTION_bound]);
  if (a->value[OPTION_table_year]) {
    if (!read_number(a->value[OPTION_table_year], &number) ||
        !(number >= 1 && number <= 9999 && number == floor(number)))
      return fail(EXIT_USAGE, "--year: found %s, expected a year such as 2021", a->value[OPTION_table_year]);
    ask->year = (int)number;
  }
  return 0;
}

/* ---------------------------------------------------------------- --list */

static void list_header(void *user, const tw_har_header *h)
{
  text_table *table = user;
  char size[CELL] = "", sets[CELL] = "";
  for (int i = 0; i < h->dimensions; i++) {
    size_t used = strlen(size);
    snprintf(size + used, sizeof size - used, "%s%d", i ? " x " : "", h->size[i]);
    used = strlen(sets);
    if (*h->set[i]) snprintf(sets + used, sizeof sets - used, "%s%s", i ? ", " : "", h->set[i]);
  }
  table_cell(table, "%s", h->name);
  table_cell(table, "%s", h->type);
  table_cell(table, "%s", size);
  table_cell(table, "%s", sets);
  table_cell(table, "%s", h->description);
}

static int list_formats(tw_context *context, const arguments *a)
{
  static const text_column head[] = {{{NULL, NULL, "header"}, 1, 0},
                                     {{NULL, NULL, "type"}, 1, 0},
                                     {{NULL, NULL, "size"}, 1, 10},
                                     {{NULL, NULL, "sets"}, 1, 22},
                                     {{NULL, NULL, "description"}, 1, 20}};
  if (strcmp(a->value[OPTION_from], "har") != 0)
    return fail(EXIT_USAGE, "--list is for header-array files: --from har");
  text_table *table = table_new(head, 5);
  if (!table) return fail(EXIT_MACHINE, "out of memory");
  tw_status status = tw_har_list(context, a->words[0], list_header, table);
  if (status != TW_OK) {
    table_free(table);
    return fail_status(context, status);
  }
  table_print(table);
  return EXIT_CERTIFIED;
}

static int run(tw_context *context, const arguments *a)
{
  const char *target = a->value[OPTION_target];
  tw_import ask;
  if (a->value[OPTION_list] && a->value[OPTION_from]) return list_formats(context, a);
  int code = read_request(a, &ask);
  if (code) return code;
  tw_world *world = NULL;
  double start = seconds_now();
  char seconds[CELL];
  tw_status status = tw_world_import(context, &ask, &world);
  seconds_words(seconds, seconds_now() - start);
  if (status == TW_OK) {
    terminal_writing(1);
    status = ends_with(target, ".tww") ? tw_world_save(context, world, target)
                                       : tw_world_write_folder(context, world, target);
    terminal_writing(0);
  }
  if (status == TW_OK) {
    printf("%s written: world %s, %d regions and %d sectors from %s, read in %s, SHA-256 %s\n", target,
           tw_world_text(world, "name"), tw_world_regions(world), tw_world_sectors(world), ask.file, seconds,
           tw_world_text(world, "sha256"));
    print_findings(world);
  } else {
    code = fail_status(context, status);
  }
  tw_world_free(world);
  return code;
}

const command command_world_import = {
    .name = "world import",
    .words = "FILE",
    .summary = "make a world of a table that others publish",
    .text =
        "Layouts: icio, OECD inter-country input-output tables as published, the CSV files YYYY_SML.csv or the ZIP "
        "archive of several years, in the naming of 2021 or since 2023; wiod, a table WIOTyyyy of the release of 2016 "
        "written as CSV; csv and dta, a table "
        "in long form with the columns importer, exporter, sector, value and perhaps user (a sector, or final), or "
        "those that --map names; dta also reads a folder that `world export --to dta` made; har, one header of a "
        "GEMPACK header-array file, whose dimensions --map names by number or set; gtap, the folder of a GTAP data "
        "base "
        "with basedata.har, sets.har and default.prm, in the layout of version 7 or 6.2 of the model. A CSV file may "
        "be compressed "
        "with gzip or lie in a ZIP archive, which is not unpacked to the disk: --year chooses among several tables, "
        "ARCHIVE.zip/NAME is one by its name, and the only one needs neither. What is changed on the way is listed "
        "with its size in money; a table that cannot be what it "
        "should is refused, and nothing is written.",
    .example = "  tradewind world import --from icio 2016-2022_SML.zip --year 2022 --out icio2022\n"
               "  tradewind world import --from icio 2021_SML.csv --elasticities elasticities.csv --out icio2021\n"
               "  tradewind world import --from icio 2021_SML.csv --tariffs tariffs.csv --out icio2021.tww\n"
               "  tradewind world import --from csv trade.csv --map importer=to,exporter=from,value=usd --out trade\n"
               "  tradewind world import --from gtap gtap11-10x10 --year 2017 --out gtap11\n"
               "  tradewind world import --from har --list basedata.har\n",
    .options = OPTION_BIT(from) | OPTION_BIT(map) | OPTION_BIT(list) | OPTION_BIT(target) | OPTION_BIT(name) |
               OPTION_BIT(title) | OPTION_BIT(table_year) | OPTION_BIT(currency) | OPTION_BIT(unit) |
               OPTION_BIT(elasticities) | OPTION_BIT(tariffs) | OPTION_BIT(concordance) | OPTION_BIT(bound) |
               OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
