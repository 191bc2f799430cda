/* Two stored files: whether both are there, and the lines that differ, which are what is left of both beside a longest
 * common subsequence of their lines. */
#include "report/trace/stored.h"

#include <string.h>

enum { MOST_LINES = 2000 };

typedef struct lines {
  const char **at;
  size_t *length;
  size_t count;
} lines;

static tw_status split_lines(tw_context *ctx, const char *text, lines *l)
{
  size_t count = 0;
  for (const char *p = text; *p; p++) count += *p == '\n';
  l->at = twi_alloc(ctx, count + 1, sizeof *l->at);
  l->length = twi_alloc(ctx, count + 1, sizeof *l->length);
  if (!l->at || !l->length) return twi_no_memory(ctx, count * sizeof *l->at);
  for (const char *p = text; *p;) {
    l->at[l->count] = p;
    l->length[l->count] = strcspn(p, "\n");
    p += l->length[l->count++];
    if (*p) p++;
  }
  return TW_OK;
}

static int same_line(const lines *a, size_t i, const lines *b, size_t k)
{
  return a->length[i] == b->length[k] && memcmp(a->at[i], b->at[k], a->length[i]) == 0;
}

static tw_status say_line(tw_trace *trace, char sign, const lines *l, size_t i)
{
  return twi_trace_say(trace, "%c %.*s", sign, (int)l->length[i], l->at[i]);
}

/* The longest common subsequence of the lines between the equal ones at both ends. */
static tw_status say_lines(tw_trace *trace, const lines *a, const lines *b)
{
  size_t from = 0, end = 0;
  while (from < a->count && from < b->count && same_line(a, from, b, from)) from++;
  while (end < a->count - from && end < b->count - from && same_line(a, a->count - 1 - end, b, b->count - 1 - end))
    end++;
  size_t n = a->count - from - end, m = b->count - from - end;
  if (n > MOST_LINES || m > MOST_LINES) return twi_trace_say(trace, "%zu lines stand where %zu stood", m, n);
  unsigned short *common = twi_new(trace->ctx, (n + 1) * (m + 1), sizeof *common); /* of what follows (i, k) */
  if (!common) return twi_no_memory(trace->ctx, 0);
  for (size_t i = n; i-- > 0;)
    for (size_t k = m; k-- > 0;) {
      unsigned short down = common[(i + 1) * (m + 1) + k], right = common[i * (m + 1) + k + 1];
      common[i * (m + 1) + k] = same_line(a, from + i, b, from + k)
                                    ? (unsigned short)(common[(i + 1) * (m + 1) + k + 1] + 1)
                                    : (down > right ? down : right);
    }
  tw_status status = TW_OK;
  for (size_t i = 0, k = 0; status == TW_OK && (i < n || k < m);) {
    if (i < n && k < m && same_line(a, from + i, b, from + k)) {
      i++;
      k++;
    } else if (i < n && (k == m || common[(i + 1) * (m + 1) + k] >= common[i * (m + 1) + k + 1])) {
      status = say_line(trace, '-', a, from + i++);
    } else {
      status = say_line(trace, '+', b, from + k++);
    }
  }
  twi_free(trace->ctx, common);
  return status;
}

static tw_status compare_lines(tw_trace *trace, const char *first, const char *second)
{
  lines a = {.count = 0}, b = {.count = 0};
  tw_status status = split_lines(trace->ctx, first, &a);
  if (status == TW_OK) status = split_lines(trace->ctx, second, &b);
  if (status == TW_OK) status = say_lines(trace, &a, &b);
  twi_free(trace->ctx, a.at);
  twi_free(trace->ctx, a.length);
  twi_free(trace->ctx, b.at);
  twi_free(trace->ctx, b.length);
  return status;
}

tw_status twi_trace_file(tw_trace *trace, const char *whose, const json_t *a, const json_t *b)
{
  const char *name = json_string_value(json_object_get(a ? a : b, "name"));
  const char *first = json_string_value(json_object_get(a, "text"));
  const char *second = json_string_value(json_object_get(b, "text"));
  if (!name) name = "a file";
  if (strncmp(name, "--", 2) == 0 && strcmp(name, "--elasticities") != 0) /* an option: its text is one line */
    return first && second && strcmp(first, second) == 0
               ? TW_OK
               : twi_trace_say(trace, "%s: %s and %s", name, first ? first : "not given", second ? second : "not given");
  if (!a || !b) return twi_trace_say(trace, "only the %s %s has the file %s", a ? "first" : "second", whose, name);
  if (!first || !second) return twi_trace_say(trace, "%s is not stored as text on both sides", name);
  if (strcmp(first, second) == 0) return TW_OK;
  tw_status status = twi_trace_say(trace, "the lines that differ in the %s's file %s:", whose, name);
  return status == TW_OK ? compare_lines(trace, first, second) : status;
}
