/* Findings: what the check of a world has to say, with the size in money. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "world/assemble.h"

const char *const twi_severity_words[TWI_SEVERITIES] = {"info", "corrected", "implausible", "violated"};

tw_status twi_world_find(tw_context *ctx, tw_world *w, int severity, const char *identity, int region, int sector,
                         double money, double relative, const char *format, ...)
{
  if (w->finding_count == w->finding_capacity) {
    int room = w->finding_capacity ? 2 * w->finding_capacity : 16;
    tw_finding *grown = twi_resize(ctx, w->findings, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(ctx, (size_t)room * sizeof *grown);
    w->findings = grown;
    w->finding_capacity = room;
  }
  char text[TWI_LONGEST_FINDING + 1];
  va_list args;
  va_start(args, format);
  twi_vprint(text, sizeof text, format, args);
  va_end(args);
  char *name = twi_strdup(ctx, identity), *sentence = twi_strdup(ctx, text);
  if (!name || !sentence) {
    twi_free(ctx, name);
    twi_free(ctx, sentence);
    return twi_no_memory(ctx, strlen(text));
  }
  w->findings[w->finding_count++] = (tw_finding){severity, name, region, sector, money, relative, sentence};
  return TW_OK;
}

/* The unit of the data times the amount, in the word that leaves one to three digits before the point. */
const char *twi_money(const tw_world *w, double amount, char text[TWI_MONEY])
{
  static const struct {
    const char *word;
    double size;
  } scale[] = {{"trillion ", 1e12}, {"billion ", 1e9}, {"million ", 1e6}, {"thousand ", 1e3}, {"", 1}};
  double unit = 1;
  for (size_t i = 0; i < sizeof scale / sizeof *scale; i++) {
    size_t n = strlen(scale[i].word);
    if (n && strlen(w->unit) == n - 1 && strncmp(w->unit, scale[i].word, n - 1) == 0) unit = scale[i].size;
  }
  double size = fabs(amount) * unit;
  size_t i = 0;
  while (i < sizeof scale / sizeof *scale - 1 && size < scale[i].size) i++;
  twi_print(text, TWI_MONEY, "%.3g %s%.16s", amount * unit / scale[i].size, scale[i].word, w->currency);
  return text;
}
