/* What was found when results folders were compared. See trace.h, and tw_trace in tradewind.h. */
#include "report/trace/trace.h"

#include <stdarg.h>
#include <string.h>

#include "base/plain.h"
#include "report/json.h"

tw_status twi_trace_new(tw_context *ctx, double bound, int by_weight, tw_trace **trace)
{
  *trace = twi_new(ctx, 1, sizeof **trace);
  if (!*trace) return twi_no_memory(ctx, sizeof **trace);
  (*trace)->ctx = ctx;
  (*trace)->bound = bound;
  (*trace)->by_weight = by_weight;
  return TW_OK;
}

void tw_trace_free(tw_trace *t)
{
  if (!t) return;
  for (int i = 0; i < t->tables; i++) {
    for (int k = 0; k < 2; k++) twi_trace_rows_free(&t->part[i].rows[k]);
    for (int k = 0; k < TWI_TRACE_NAMES; k++) twi_free(t->ctx, t->part[i].names[k]);
    twi_free(t->ctx, t->part[i].kept);
  }
  for (int i = 0; i < t->inputs; i++) twi_free(t->ctx, t->input[i]);
  twi_free(t->ctx, t->input);
  twi_free(t->ctx, t);
}

tw_status twi_trace_say(tw_trace *t, const char *format, ...)
{
  char **grown = twi_resize(t->ctx, t->input, (size_t)t->inputs + 1, sizeof *grown);
  if (!grown) return twi_no_memory(t->ctx, 0);
  t->input = grown;
  va_list args;
  va_start(args, format);
  int n = twi_vprint(NULL, 0, format, args);
  va_end(args);
  char *text = twi_alloc(t->ctx, (size_t)(n < 0 ? 0 : n) + 1, 1);
  if (!text) return twi_no_memory(t->ctx, 0);
  va_start(args, format);
  twi_vprint(text, (size_t)(n < 0 ? 0 : n) + 1, format, args);
  va_end(args);
  /* One line that can be seen: it quotes what stands in the two folders. */
  size_t room = twi_visible(text, strlen(text), NULL, 0) + 1;
  char *shown = twi_alloc(t->ctx, room, 1);
  if (shown) twi_visible(text, strlen(text), shown, room);
  twi_free(t->ctx, text);
  if (!shown) return twi_no_memory(t->ctx, room);
  t->input[t->inputs++] = shown;
  return TW_OK;
}

const char *twi_trace_word(const json_t *root, const char *part, const char *key)
{
  const json_t *of = part ? json_object_get(root, part) : root;
  const char *text = json_string_value(json_object_get(of, key));
  return text ? text : "";
}

/* ---------------------------------------------------------------- what was found */

int tw_trace_agrees(const tw_trace *t)
{
  for (int i = 0; i < t->tables; i++) {
    const tw_trace_table *of = &t->table[i];
    if (!of->in_first || !of->in_second || of->beyond || of->only_first || of->only_second || of->columns_first ||
        of->columns_second)
      return 0;
  }
  return !t->failed;
}

double tw_trace_bound(const tw_trace *t)
{
  return t->bound;
}

int tw_trace_tables(const tw_trace *t, const tw_trace_table **tables)
{
  *tables = t->table;
  return t->tables;
}

const char *tw_trace_input(const tw_trace *t, int index)
{
  return index >= 0 && index < t->inputs ? t->input[index] : NULL;
}
