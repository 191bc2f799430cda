/* Settings: default values, validation and setting by name, all from TW_SETTINGS_LIST in tradewind.h. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/context.h"
#include "base/names.h"
#include "base/without.h"

/* One line of the table, with the place of its value in the struct. */
typedef struct setting {
  const char *name;
  int whole; /* 1: an int */
  size_t offset;
  double least, greatest;
  const char *unit;
} setting;

enum { KIND_double = 0, KIND_int = 1 };

static const setting table[] = {
#define X(type, name, standard, least, greatest, unit, help)                                                           \
  {#name, KIND_##type, offsetof(tw_settings, name), least, greatest, unit},
    TW_SETTINGS_LIST(X)
#undef X
};
enum { COUNT = sizeof table / sizeof *table };

void tw_settings_default(tw_settings *settings)
{
  memset(settings, 0, sizeof *settings);
#define X(type, name, standard, least, greatest, unit, help) settings->name = standard;
  TW_SETTINGS_LIST(X)
#undef X
  if (!twi_build_has("page")) settings->report = 0;
}

static double value_of(const tw_settings *settings, const setting *s)
{
  const char *place = (const char *)settings + s->offset;
  if (s->whole) {
    int whole;
    memcpy(&whole, place, sizeof whole);
    return whole;
  }
  double value;
  memcpy(&value, place, sizeof value);
  return value;
}

/* What the setting takes, in words: "a whole number from 1 to 100000 (iterations)". */
static void range_words(const setting *s, char *words, size_t room)
{
  twi_print(words, room, "a %s from %.10g to %.10g (%s)", s->whole ? "whole number" : "number", s->least, s->greatest,
            s->unit);
}

static int in_range(const setting *s, double value)
{
  return value >= s->least && value <= s->greatest; /* false for a NaN */
}

tw_status tw_settings_check(tw_context *ctx, const tw_settings *settings)
{
  for (int i = 0; i < COUNT; i++) {
    double value = value_of(settings, &table[i]);
    if (in_range(&table[i], value)) continue;
    char range[128];
    range_words(&table[i], range, sizeof range);
    return twi_fail(ctx, TW_USAGE, "setting %s is %.10g, expected %s", table[i].name, value, range);
  }
  return settings->report && !twi_build_has("page") ? twi_absent(ctx, "page") : TW_OK;
}

static const setting *find_setting(const char *name)
{
  for (int i = 0; i < COUNT; i++)
    if (strcmp(table[i].name, name) == 0) return &table[i];
  return NULL;
}

static tw_status fail_unknown(tw_context *ctx, const char *name)
{
  const char *names[COUNT];
  for (int i = 0; i < COUNT; i++) names[i] = table[i].name;
  const char *nearest = twi_nearest(name, strlen(name), names, COUNT);
  if (nearest) return twi_fail(ctx, TW_USAGE, "unknown setting \"%s\"; did you mean %s?", name, nearest);
  char list[512] = "";
  for (int i = 0; i < COUNT; i++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", names[i]);
  }
  return twi_fail(ctx, TW_USAGE, "unknown setting \"%s\"; there are %s", name, list);
}

/* 1 when the whole text is a decimal number; with '.' as its mark whatever the locale of the process is. (The reader
 * of table/number.h is below this room.) */
static int read_number(const char *text, double *number)
{
  if (!*text || strspn(text, "0123456789+-.eE") != strlen(text)) return 0;
  char *end;
  *number = twi_number_of(text, &end);
  return *end == 0 && end != text;
}

tw_status tw_settings_set(tw_context *ctx, tw_settings *settings, const char *name, const char *value)
{
  const setting *s = find_setting(name);
  if (!s) return fail_unknown(ctx, name);
  double number;
  if (!read_number(value, &number) || !in_range(s, number) || (s->whole && number != floor(number))) {
    char range[128];
    range_words(s, range, sizeof range);
    return twi_fail(ctx, TW_USAGE, "setting %s: found \"%s\", expected %s", name, value, range);
  }
  if (strcmp(name, "report") == 0 && number != 0 && !twi_build_has("page")) return twi_absent(ctx, "page");
  char *place = (char *)settings + s->offset;
  if (s->whole) {
    int whole = (int)number;
    memcpy(place, &whole, sizeof whole);
  } else {
    memcpy(place, &number, sizeof number);
  }
  return TW_OK;
}
