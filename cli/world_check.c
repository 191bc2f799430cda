/* tradewind world check: every accounting identity of a world, with the size of each correction in money. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { MOST_FINDINGS = 24, MOST_SENTENCES = 10 };

static const char *const severity_words[] = {"info", "corrected", "implausible", "violated"};
enum { SEVERITIES = sizeof severity_words / sizeof *severity_words };

static int severity_of(const tw_finding *f)
{
  return f->severity < 0 ? 0 : f->severity >= SEVERITIES ? SEVERITIES - 1 : f->severity;
}

static void add_row(text_table *table, const tw_world *world, const tw_finding *f)
{
  char money[CELL];
  double size = fabs(f->money);
  money_words(money, f->money, size >= 100 ? 0 : size >= 1 ? 2 : 6, 0);
  table_cell(table, "%s", severity_words[severity_of(f)]);
  table_cell(table, "%s", f->identity ? f->identity : "");
  table_cell(table, "%s", f->region < 0 ? "" : tw_world_region(world, f->region));
  table_cell(table, "%s", f->sector < 0 ? "" : tw_world_sector(world, f->sector));
  table_cell(table, "%s", isnan(f->money) ? "" : money);
  if (isnan(f->relative))
    table_cell(table, "");
  else
    table_cell(table, "%.2g", f->relative);
}

/* The worst first: by severity, then by size in money. */
static int *order_of(const tw_finding *findings, int count)
{
  double *key = obtained(malloc((size_t)count * sizeof *key + 1));
  double most = 1;
  if (!key) return NULL;
  for (int i = 0; i < count; i++)
    if (isfinite(findings[i].money)) most = fmax(most, fabs(findings[i].money));
  for (int i = 0; i < count; i++)
    key[i] = 2 * severity_of(&findings[i]) + (isfinite(findings[i].money) ? fabs(findings[i].money) / most : 0);
  int *order = order_by_size(key, count);
  free(key);
  return order;
}

static int print_findings(const tw_world *world, int all, int counts[SEVERITIES])
{
  const tw_finding *findings;
  int count = tw_world_findings(world, &findings);
  char unit[CELL];
  const text_column head[] = {{{NULL, NULL, "finding"}, 1, 0},
                              {{NULL, NULL, "identity"}, 1, 0},
                              {{NULL, NULL, "region"}, 1, 0},
                              {{NULL, NULL, "sector"}, 1, 0},
                              {{NULL, NULL, money_unit(world, unit)}, 0, 0},
                              {{NULL, NULL, "relative"}, 0, 0}};
  for (int i = 0; i < count; i++) counts[severity_of(&findings[i])]++;
  if (count == 0) return 0;
  int *order = order_of(findings, count);
  text_table *table = table_new(head, sizeof head / sizeof *head);
  if (!order || !table) {
    free(order);
    return fail(EXIT_MACHINE, "error: out of memory");
  }
  int rows = all || count <= MOST_FINDINGS ? count : MOST_FINDINGS;
  for (int i = 0; i < rows; i++) add_row(table, world, &findings[order[i]]);
  printf("\n");
  table_print(table);
  if (rows < count) printf("%d further findings, all of them smaller (--all shows them)\n", count - rows);
  printf("\n");
  int sentences = 0;
  for (int i = 0; i < rows; i++) {
    const tw_finding *f = &findings[order[i]];
    if (!f->text || (!all && (severity_of(f) == 0 || sentences == MOST_SENTENCES))) continue;
    sentences++;
    printf("- ");
    print_wrapped(f->text, 2);
  }
  free(order);
  return 0;
}

static void put_json(const tw_world *world, int counts[SEVERITIES])
{
  const tw_finding *f;
  int count = tw_world_findings(world, &f);
  js_object("world");
  js_world(world);
  js_close();
  js_text("together", tw_world_text(world, "together"));
  js_list("findings");
  for (int i = 0; i < count; i++, f++) {
    counts[severity_of(f)]++;
    js_object(NULL);
    js_text("severity", severity_words[severity_of(f)]);
    js_text("identity", f->identity);
    js_text("region", f->region < 0 ? NULL : tw_world_region(world, f->region));
    js_text("sector", f->sector < 0 ? NULL : tw_world_sector(world, f->sector));
    js_number("money", f->money);
    js_number("relative", f->relative);
    js_text("finding", f->text);
    js_close();
  }
  js_close();
  js_object("counts");
  for (int i = 0; i < SEVERITIES; i++) js_whole(severity_words[i], counts[i]);
  js_close();
  js_flag("holds", counts[SEVERITIES - 1] == 0);
}

static int run(tw_context *context, const arguments *a)
{
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status != TW_OK) return fail_status(context, status);
  terminal_clear_progress();
  int counts[SEVERITIES] = {0};
  if (js_on()) {
    put_json(world, counts);
    tw_world_free(world);
    return counts[3] ? EXIT_INPUT : EXIT_CERTIFIED;
  }
  printf("World %s: %d regions, %d sectors, SHA-256 %s\n", tw_world_text(world, "label"), tw_world_regions(world),
         tw_world_sectors(world), tw_world_text(world, "sha256"));
  const char *together = tw_world_text(world, "together");
  if (together && strcmp(together, "checked") != 0)
    print_wrapped(
        "A world made by hand: its world.yaml lists no SHA-256 of the other files, so nobody can tell whether "
        "they belong together.",
        0);
  print_assumed(world);
  int code = print_findings(world, a->value[OPTION_all] != NULL, counts);
  if (code == 0) {
    code = counts[3] ? EXIT_INPUT : EXIT_CERTIFIED;
    printf("%s: %d violated, %d implausible, %d corrected, %d for information\n",
           counts[3]   ? "Not every identity holds"
           : counts[1] ? "Every identity holds after the corrections above"
                       : "Every identity holds",
           counts[3], counts[2], counts[1], counts[0]);
  }
  tw_world_free(world);
  return code;
}

const command command_world_check = {
    .name = "world check",
    .words = "WORLD",
    .summary = "test every accounting identity of a world",
    .text = "Each finding is one of: violated (the data are no equilibrium as they stand; the base is solved first), "
            "implausible, corrected on reading, "
            "with the size of the correction in money, or for information. The exit code is 2 when an identity is "
            "violated.",
    .example = "  tradewind world check small2014\n",
    .options = OPTION_BIT(all) | OPTION_BIT(json) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
