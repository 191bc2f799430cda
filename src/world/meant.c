/* What a name stands for that is no code: see meant.h. In this order, the first that finds something: a name of the
 * world; a word of the list; a name of which the text is a part, as words; a name that is written a little differently.
 *
 * Texts are compared without case, accents, hyphens and a leading "the". A sector stands for the ISIC divisions that
 * its code names (C10T12, C10-C12, C24A, B05_B06, D-F), so that the list works for any world with such codes. */
#include "world/meant.h"

#include <stdio.h>
#include <string.h>

#include "base/names.h"

enum { LONGEST = 96, MOST = 3 };

/* ---------------------------------------------------------------- texts */

/* The letter without its accent, of U+00C0 to U+00FF, whose second byte in UTF-8 is given; small; 0: none. */
static char bare_letter(unsigned char second)
{
  static const char bare[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"; /* U+00E0 … U+00FF; U+00C0 … U+00DF are the same */
  char c = bare[(second - 0x80) & 0x1f];
  return c == '*' ? 0 : c;
}

/* Small letters, no accents, single blanks between words, without "the" before them. Returns the length. */
static size_t normalise(const char *text, size_t length, char out[LONGEST])
{
  size_t used = 0;
  for (size_t i = 0; i < length && used < LONGEST - 1; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 'A' && c <= 'Z') c = (unsigned char)(c - 'A' + 'a');
    if (c == 0xc3 && i + 1 < length && bare_letter((unsigned char)text[i + 1])) {
      out[used++] = bare_letter((unsigned char)text[++i]);
    } else if (c <= ' ' || (c < 0x80 && strchr("-_.,;:/&()", c))) {
      if (used && out[used - 1] != ' ') out[used++] = ' ';
    } else {
      out[used++] = (char)c;
    }
  }
  while (used && out[used - 1] == ' ') used--;
  out[used] = 0;
  if (strncmp(out, "the ", 4) == 0) memmove(out, out + 4, (used -= 4) + 1);
  return used;
}

/* The words stand in the name, with blanks or ends around them. */
static int has_words(const char *name, const char *words)
{
  size_t n = strlen(words);
  for (const char *at = name; (at = strstr(at, words)); at++)
    if ((at == name || at[-1] == ' ') && (at[n] == ' ' || at[n] == 0)) return 1;
  return 0;
}

/* One of the words between bars is the text. */
static int is_among(const char *bars, const char *text)
{
  size_t n = strlen(text);
  for (const char *p = bars; *p; p += strcspn(p, "|"), p += *p == '|')
    if (strcspn(p, "|") == n && strncmp(p, text, n) == 0) return 1;
  return 0;
}

/* ---------------------------------------------------------------- ISIC codes of sectors */

typedef struct isic {
  char first, last; /* sections */
  int from, until;  /* divisions; 0: whole sections */
} isic;

/* "C29" is 29; of groups of three digits the division: "C302" is 30. */
static int read_division(const char **text)
{
  int number = 0, digits = 0;
  for (; **text >= '0' && **text <= '9'; (*text)++, digits++)
    if (digits < 2) number = 10 * number + (**text - '0');
  return digits ? number : 0;
}

static int is_section(char c)
{
  return (c >= 'A' && c <= 'U') || (c >= 'a' && c <= 'u');
}

/* Returns 0 for a code that is none of ISIC. */
static int read_isic(const char *code, isic *out)
{
  if (!is_section(*code)) return 0;
  *out = (isic){.first = (char)(*code & ~0x20), .last = (char)(*code & ~0x20)};
  code++;
  out->from = out->until = read_division(&code);
  if (out->from && is_section(*code) && *code != 'T') code++; /* a part of a division: C24A */
  while (*code) {
    if (!strchr("T-_", *code)) return 0;
    code++;
    if (is_section(*code)) out->last = (char)(*code++ & ~0x20);
    int division = read_division(&code);
    if (division > out->until) out->until = division;
    if (division == 0 && out->from) return 0;
  }
  return out->from || *code == 0;
}

static int covers(const isic *a, const isic *b)
{
  if (b->first < a->first || b->first > a->last) return 0;
  return a->from == 0 || b->from == 0 || (b->from <= a->until && b->until >= a->from);
}

/* ---------------------------------------------------------------- what was found */

typedef struct found {
  const tw_world *w;
  twi_axis axis;
  int index[MOST], count;
  const char *group; /* a group instead; NULL: none */
} found;

static const char *name_of(const tw_world *w, twi_axis axis, int i)
{
  return axis == TWI_AXIS_REGIONS ? w->region_name[i] : w->sector_name[i];
}

static void add_index(found *f, int index)
{
  for (int i = 0; i < f->count; i++)
    if (f->index[i] == index) return;
  if (f->count < MOST) f->index[f->count++] = index;
}

static int is_group(const tw_world *w, twi_axis axis, const char *name, size_t length, const char **group)
{
  twi_group g;
  for (int i = 0; twi_world_group_of(w, axis, i, &g); i++) {
    if (!twi_same_name(name, length, g.name)) continue;
    int members = 0;
    for (int k = 0; k < g.count; k++) members += twi_world_index(w, axis, g.members[k], strlen(g.members[k])) >= 0;
    *group = g.name;
    return members > 0;
  }
  return 0;
}

/* A target of the list: a code, a group, or what the codes of sectors say they are. Returns 1 when the world has it. */
static int add_target(found *f, const char *target, size_t length)
{
  char code[32];
  isic asked, own;
  int index = twi_world_index(f->w, f->axis, target, length), before = f->count;
  if (index >= 0) {
    add_index(f, index);
    return 1;
  }
  if (is_group(f->w, f->axis, target, length, &f->group)) return 1;
  f->group = NULL;
  snprintf(code, sizeof code, "%.*s", (int)length, target);
  if (f->axis == TWI_AXIS_REGIONS || !read_isic(code, &asked)) return 0;
  for (int s = 0; s < f->w->S; s++)
    if (read_isic(f->w->sector[s], &own) && covers(&own, &asked)) add_index(f, s);
  return f->count > before;
}

static void find_synonym(found *f, const char *text)
{
  for (const twi_synonym *s = twi_synonyms(f->axis); s->words; s++) {
    if (!is_among(s->words, text)) continue;
    for (const char *p = s->targets; *p; p += strcspn(p, " "), p += *p == ' ')
      if (add_target(f, p, strcspn(p, " "))) return;
  }
}

/* Names that are the text (part 0), or of which it is a part. */
static void find_names(found *f, const char *text, int part)
{
  char name[LONGEST];
  int count = f->axis == TWI_AXIS_REGIONS ? f->w->N : f->w->S;
  for (int i = 0; i < count; i++) {
    const char *own = name_of(f->w, f->axis, i);
    normalise(own, strlen(own), name);
    if (part ? has_words(name, text) : strcmp(name, text) == 0) add_index(f, i);
  }
}

/* The nearest name, allowing what a mistake in writing takes. */
static void find_nearest(found *f, const char *text, size_t length)
{
  const char *const *names = (const char *const *)(f->axis == TWI_AXIS_REGIONS ? f->w->region_name : f->w->sector_name);
  int count = f->axis == TWI_AXIS_REGIONS ? f->w->N : f->w->S;
  const char *nearest = length > 3 ? twi_nearest(text, length, names, count) : NULL;
  for (int i = 0; nearest && i < count; i++)
    if (names[i] == nearest) {
      add_index(f, i);
      return;
    }
}

/* ---------------------------------------------------------------- words */

const char *twi_code_words(const tw_world *w, twi_axis axis, int i, char words[TWI_MEANT])
{
  const char *code = axis == TWI_AXIS_REGIONS ? w->region[i] : w->sector[i], *name = name_of(w, axis, i);
  if (!name || strcmp(name, code) == 0)
    snprintf(words, TWI_MEANT, "%.64s", code);
  else
    snprintf(words, TWI_MEANT, "%.64s (%.120s)", code, name);
  return words;
}

/* "the group CUSMA (CAN, MEX, USA)" */
static void say_group(const found *f, char words[TWI_MEANT])
{
  enum { SHOWN = 12 };
  twi_group g = {.count = 0};
  int shown = 0;
  for (int i = 0; twi_world_group_of(f->w, f->axis, i, &g) && strcmp(g.name, f->group) != 0; i++)
    ;
  snprintf(words, TWI_MEANT, "the group %.64s (", f->group);
  for (int k = 0; k < g.count; k++) {
    int index = twi_world_index(f->w, f->axis, g.members[k], strlen(g.members[k]));
    size_t used = strlen(words);
    if (index < 0) continue;
    if (shown == SHOWN || used > TWI_MEANT - 40) {
      snprintf(words + used, TWI_MEANT - used, " …");
      break;
    }
    snprintf(words + used, TWI_MEANT - used, "%s%.32s", shown++ ? ", " : "",
             f->axis == TWI_AXIS_REGIONS ? f->w->region[index] : f->w->sector[index]);
  }
  size_t used = strlen(words);
  snprintf(words + used, TWI_MEANT - used, ")");
}

int twi_world_meant(const tw_world *w, twi_axis axis, const char *text, size_t length, char words[TWI_MEANT])
{
  char plain[LONGEST], one[TWI_MEANT];
  found f = {.w = w, .axis = axis};
  *words = 0;
  size_t n = normalise(text, length, plain);
  if (n == 0) return 0;
  find_names(&f, plain, 0);
  if (f.count == 0) find_synonym(&f, plain);
  if (f.count == 0 && !f.group && n > 2) find_names(&f, plain, 1);
  if (f.count == 0 && !f.group) find_nearest(&f, text, length);
  if (f.group) {
    say_group(&f, words);
    return 1;
  }
  for (int i = 0; i < f.count; i++) {
    size_t used = strlen(words);
    snprintf(words + used, TWI_MEANT - used, "%s%s",
             !i                 ? ""
             : i == f.count - 1 ? " or "
                                : ", ",
             twi_code_words(w, axis, f.index[i], one));
  }
  return f.count;
}

const char *twi_world_suggest(const tw_world *w, twi_axis axis, const char *text, size_t length, char words[TWI_MEANT])
{
  if (twi_world_meant(w, axis, text, length, words)) return words;
  const char *const *codes = (const char *const *)(axis == TWI_AXIS_REGIONS ? w->region : w->sector);
  const char *nearest = twi_nearest(text, length, codes, axis == TWI_AXIS_REGIONS ? w->N : w->S);
  if (!nearest) return NULL;
  snprintf(words, TWI_MEANT, "%.64s", nearest);
  return words;
}

tw_status twi_world_no_region(tw_context *ctx, const tw_world *w, const char *what, const char *text, size_t length)
{
  char shown[TWI_SHOWN], meant[TWI_MEANT];
  const char *nearest = twi_world_suggest(w, TWI_AXIS_REGIONS, text, length, meant);
  twi_show(text, length, shown);
  return nearest ? twi_fail(ctx, TW_BAD_INPUT, "%s: world %s has no region %s; did you mean %s?", what, w->name, shown,
                            nearest)
                 : twi_fail(ctx, TW_BAD_INPUT, "%s: world %s has no region %s", what, w->name, shown);
}

tw_status twi_world_region_named(tw_context *ctx, const tw_world *w, const char *what, const char *text, int *region)
{
  *region = twi_world_region_index(w, text, strlen(text));
  return *region >= 0 ? TW_OK : twi_world_no_region(ctx, w, what, text, strlen(text));
}
