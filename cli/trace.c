/* Comparisons of results folders in the terminal. */
#include "trace.h"

#include <math.h>
#include <string.h>

enum { SHOWN = 8 };

void trace_counts(const tw_trace *trace, size_t *numbers, size_t *differ)
{
  const tw_trace_table *t;
  int count = tw_trace_tables(trace, &t);
  *numbers = *differ = 0;
  for (int i = 0; i < count; i++) {
    *numbers += t[i].numbers;
    *differ += t[i].differ;
  }
}

void trace_inputs_print(const tw_trace *trace, const char *heading)
{
  const char *line;
  if (!tw_trace_input(trace, 0)) return;
  printf("%s\n", heading);
  for (int i = 0; (line = tw_trace_input(trace, i)); i++) {
    if ((line[0] == '-' || line[0] == '+') && line[1] == ' ') {
      printf("    %s\n", line);
    } else {
      printf("  ");
      print_wrapped(line, 2);
    }
  }
  printf("\n");
}

static void number_words(char words[CELL], double x)
{
  if (isnan(x))
    snprintf(words, CELL, "empty");
  else
    snprintf(words, CELL, "%.10g", x);
}

static void size_words(char words[CELL], double x)
{
  if (isinf(x))
    snprintf(words, CELL, "-");
  else if (x >= 1e-3)
    snprintf(words, CELL, "%.3g %%", 100 * x);
  else
    power_words(words, x);
}

/* "2 rows only in the first: CAN expected_value japan, USA expected_value nothing" */
static void print_only(const char *what, const char *side, size_t count, const char *names)
{
  char text[4096];
  if (count == 0) return;
  snprintf(text, sizeof text, "%zu %.*s only %s: %s", count, (int)strlen(what) - (count == 1), what, side, names);
  printf("    ");
  print_wrapped(text, 6);
}

/* "12,345 numbers, 17 differ (largest 2.3 %)", and what only one side has. */
static void print_line(const tw_trace_table *t, const char *first, const char *second)
{
  char numbers[CELL], differ[CELL], largest[CELL];
  if (!t->in_first || !t->in_second) {
    printf("%-20s only %s\n", t->table, t->in_first ? first : second);
    return;
  }
  money_words(numbers, (double)t->numbers, 0, 0);
  money_words(differ, (double)t->differ, 0, 0);
  size_words(largest, t->largest);
  printf("%-20s %s numbers, ", t->table, numbers);
  if (t->differ)
    printf("%s %s, %s%s%s", differ, t->differ == 1 ? "differs" : "differ",
           isinf(t->largest) ? t->differ == 1 ? "which one side lacks" : "some of which one side lacks"
                             : "relatively by ",
           isinf(t->largest) ? "" : largest, isinf(t->largest) ? "" : " at most");
  else
    printf("all the same");
  printf("\n");
  print_only("rows", first, t->only_first, t->row_names[0]);
  print_only("rows", second, t->only_second, t->row_names[1]);
  print_only("columns", first, t->columns_first, t->column_names[0]);
  print_only("columns", second, t->columns_second, t->column_names[1]);
}

static void print_differences(const tw_trace_table *t, const char *first, const char *second, int by_weight, int all)
{
  size_t shown = all || t->count < SHOWN ? t->count : SHOWN;
  if (shown == 0) return;
  const text_column columns[] = {{{NULL, NULL, t->keys}, COLUMN_WRAPS, 12},
                                 {{NULL, NULL, "column"}, COLUMN_WRAPS, 12},
                                 {{NULL, NULL, first}, 0, 0},
                                 {{NULL, NULL, second}, 0, 0},
                                 {{NULL, "of the", by_weight ? "largest" : "number"}, 0, 0}};
  text_table *table = table_new(columns, 5);
  for (size_t i = 0; i < shown; i++) {
    const tw_trace_difference *d = &t->difference[i];
    char a[CELL], b[CELL], size[CELL];
    number_words(a, d->first);
    number_words(b, d->second);
    size_words(size, by_weight ? d->weight : d->relative);
    table_cell(table, "%s", d->row);
    table_cell(table, "%s", d->column);
    table_cell(table, "%s", a);
    table_cell(table, "%s", b);
    table_cell(table, "%s", size);
  }
  printf("\n%s, the largest first:\n", t->table);
  table_print(table);
  if (t->differ > shown)
    printf("%zu further number%s%s\n", t->differ - shown, t->differ - shown == 1 ? " differs" : "s differ",
           all ? "" : " (--all shows more)");
}

void trace_tables_print(const tw_trace *trace, const char *first, const char *second, int by_weight, int all)
{
  const char *in_first = by_weight ? "in the first" : "in the folder",
             *in_second = by_weight ? "in the second" : "in the replay";
  const tw_trace_table *t;
  int count = tw_trace_tables(trace, &t);
  for (int i = 0; i < count; i++) print_line(&t[i], in_first, in_second);
  for (int i = 0; i < count; i++) print_differences(&t[i], first, second, by_weight, all);
}
