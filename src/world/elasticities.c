/* Reading, checking and finding sets of trade elasticities. See elasticities.h. */
#include "world/elasticities.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/print.h"
#include "world/assemble.h"
#include "world/meant.h"

enum { CODE, GROUP, KIND, ALL, RANKS };
enum { MOST_SETS = 64, WORDS = 512, MOST_NAME = 64 };

/* ---------------------------------------------------------------- names */

int twi_estimate_members(const tw_world *w, const char *text, size_t length, unsigned char *members)
{
  twi_group group;
  int s = twi_world_sector_index(w, text, length);
  memset(members, 0, (size_t)w->S);
  if (s >= 0) {
    members[s] = 1;
    return CODE;
  }
  if (twi_same_name(text, length, "all")) {
    memset(members, 1, (size_t)w->S);
    return ALL;
  }
  int goods = twi_same_name(text, length, "goods");
  if (goods || twi_same_name(text, length, "services")) {
    for (s = 0; s < w->S; s++) members[s] = (w->goods[s] != 0) == goods;
    return KIND;
  }
  for (int g = 0; twi_world_group_of(w, TWI_AXIS_SECTORS, g, &group); g++) {
    if (!twi_same_name(text, length, group.name)) continue;
    for (int i = 0; i < group.count; i++) {
      s = twi_world_sector_index(w, group.members[i], strlen(group.members[i]));
      if (s >= 0) members[s] = 1;
    }
    return GROUP;
  }
  return -1;
}

const char *twi_world_set(const tw_world *w, int index)
{
  for (int i = 0; i < w->estimate_count; i++) {
    int first = 1;
    for (int k = 0; k < i && first; k++)
      first = !twi_same_name(w->estimate[i].set, strlen(w->estimate[i].set), w->estimate[k].set);
    if (first && index-- == 0) return w->estimate[i].set;
  }
  return NULL;
}

const char *tw_world_elasticity_set(const tw_world *w, int index)
{
  return index < 0 ? NULL : twi_world_set(w, index);
}

const char *twi_world_find_set(const tw_world *w, const char *name)
{
  for (int i = 0; i < w->estimate_count; i++)
    if (twi_same_name(name, strlen(name), w->estimate[i].set)) return w->estimate[i].set;
  return NULL;
}

const char *twi_world_own_set(const tw_world *w)
{
  const char *name = tw_world_text(w, "elasticity_set");
  return name ? twi_world_find_set(w, name) : NULL;
}

int twi_estimates_resolve(tw_context *ctx, const tw_world *w, const twi_estimate *rows, int count, const char *set,
                          int *row_of)
{
  size_t S = (size_t)w->S;
  unsigned char *members = twi_new(ctx, S, 1), *rank = twi_new(ctx, S, 1);
  int found = members && rank ? 0 : -1;
  for (size_t s = 0; s < S; s++) row_of[s] = -1;
  for (int i = 0; i < count && found >= 0; i++) {
    if (!twi_same_name(set, strlen(set), rows[i].set)) continue;
    int r = twi_estimate_members(w, rows[i].sector, strlen(rows[i].sector), members);
    for (size_t s = 0; r >= 0 && s < S; s++) {
      if (!members[s] || (row_of[s] >= 0 && rank[s] <= r)) continue;
      found += row_of[s] < 0;
      row_of[s] = i;
      rank[s] = (unsigned char)r;
    }
  }
  twi_free(ctx, members);
  twi_free(ctx, rank);
  return found;
}

tw_status tw_world_elasticities(tw_context *ctx, const tw_world *w, const char *set, double *theta, int *count)
{
  char shown[TWI_SHOWN];
  *count = 0;
  if (!set || !twi_world_find_set(w, set))
    return twi_fail(ctx, TW_USAGE, "tw_world_elasticities: the world %s has no set %s", w->name,
                    set ? twi_show(set, strlen(set), shown) : "without a name");
  int *row_of = twi_alloc(ctx, (size_t)w->S, sizeof *row_of);
  int found = row_of ? twi_estimates_resolve(ctx, w, w->estimate, w->estimate_count, set, row_of) : -1;
  for (int s = 0; found >= 0 && s < w->S; s++) theta[s] = row_of[s] < 0 ? w->theta[s] : w->estimate[row_of[s]].estimate;
  twi_free(ctx, row_of);
  if (found < 0) return twi_no_memory(ctx, 0);
  *count = found;
  return TW_OK;
}

/* ---------------------------------------------------------------- what may stand in a row */

typedef struct checking {
  tw_context *ctx;
  const tw_world *w;
  unsigned char *members; /* [S] */
  const char *set[MOST_SETS];
  int *owner[MOST_SETS]; /* [RANKS][S] 1 + the row that a sector has at a rank; 0: none */
  int sets;
  int unnamed; /* the rows are of a file, whose one set needs no name in messages */
} checking;

static void checking_end(checking *c)
{
  for (int i = 0; i < c->sets; i++) twi_free(c->ctx, c->owner[i]);
  twi_free(c->ctx, c->members);
}

static tw_status checking_begin(tw_context *ctx, const tw_world *w, checking *c)
{
  *c = (checking){.ctx = ctx, .w = w, .members = twi_new(ctx, (size_t)w->S, 1)};
  return c->members ? TW_OK : twi_no_memory(ctx, 0);
}

static const char *place_words(const twi_estimate *row, char words[48])
{
  if (row->line)
    snprintf(words, 48, "line %d", row->line);
  else
    snprintf(words, 48, "an earlier row");
  return words;
}

enum { OF_SET = 128 };
/* " of the set NAME", or "". */
static const char *of_set(const checking *c, const twi_estimate *row, char words[OF_SET])
{
  *words = 0;
  if (!c->unnamed) snprintf(words, OF_SET, " of the set %s", row->set);
  return words;
}

static void unknown_sector(const checking *c, const char *text, char words[WORDS])
{
  static const char *const kinds[] = {"goods", "services", "all"};
  enum { MOST = 64 };
  const char *groups[MOST], *best[3];
  char shown[TWI_SHOWN];
  twi_group group;
  int count = 0;
  size_t length = strlen(text);
  while (count < MOST && twi_world_group_of(c->w, TWI_AXIS_SECTORS, count, &group)) groups[count++] = group.name;
  best[0] = twi_nearest(text, length, (const char *const *)c->w->sector, c->w->S);
  best[1] = twi_nearest(text, length, groups, count);
  best[2] = twi_nearest(text, length, kinds, 3);
  char meant[TWI_MEANT];
  const char *nearest = twi_nearest(text, length, best, 3);
  if (twi_world_meant(c->w, TWI_AXIS_SECTORS, text, length, meant)) nearest = meant;
  snprintf(words, WORDS, "found %s, expected a sector, a group of sectors, goods, services or all%s%s%s",
           twi_show(text, length, shown), nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* The numbers of a row by themselves. */
static void check_numbers(const twi_estimate *e, char words[WORDS])
{
  const double *p = e->spread;
  *words = 0;
  if (!(e->estimate > 0 && isfinite(e->estimate)))
    twi_print(words, WORDS, "found the estimate %.6g, expected an elasticity above 0", e->estimate);
  else if (e->kind == TWI_SPREAD_ERROR && !(p[0] >= 0 && isfinite(p[0])))
    twi_print(words, WORDS, "found the standard error %.6g, expected 0 or more", p[0]);
  else if (e->kind == TWI_SPREAD_QUANTILES && !(isfinite(p[0]) && isfinite(p[2]) && p[0] <= p[1] && p[1] <= p[2]))
    twi_print(words, WORDS, "found the quantiles %.6g, %.6g and %.6g, expected numbers that rise", p[0], p[1], p[2]);
}

static int same_number(const twi_estimate *a, const twi_estimate *b)
{
  return a->estimate == b->estimate && a->kind == b->kind && memcmp(a->spread, b->spread, sizeof a->spread) == 0;
}

/* A parameter has one estimate, with one uncertainty. */
static void check_parameter(const checking *c, const twi_estimate *rows, int i, char words[WORDS])
{
  const twi_estimate *e = &rows[i];
  char place[48], of[OF_SET];
  if (!*e->parameter) return;
  for (int k = 0; k < i; k++) {
    const twi_estimate *o = &rows[k];
    if (strcmp(o->set, e->set) != 0 || strcmp(o->parameter, e->parameter) != 0) continue;
    if (same_number(o, e)) return;
    if (o->estimate != e->estimate)
      twi_print(words, WORDS,
                "the parameter %s%s has the estimate %.6g in %s and %.6g here, but a parameter is one number; "
                "leave the parameter out where the numbers are two",
                e->parameter, of_set(c, e, of), o->estimate, place_words(o, place), e->estimate);
    else
      twi_print(words, WORDS,
                "the parameter %s%s has another uncertainty in %s than here, but a parameter is one number",
                e->parameter, of_set(c, e, of), place_words(o, place));
    return;
  }
}

/* words: what is wrong with row i, after those before it; "": nothing. */
static tw_status check_row(checking *c, const twi_estimate *rows, int i, char words[WORDS])
{
  const twi_estimate *e = &rows[i];
  size_t S = (size_t)c->w->S;
  char place[48], of[OF_SET];
  int at = 0;
  *words = 0;
  if (twi_world_name_wrong(e->set)) {
    snprintf(words, WORDS, "found the set \"%.80s\", expected %s", e->set, twi_world_name_wrong(e->set));
    return TW_OK;
  }
  while (at < c->sets && !twi_same_name(e->set, strlen(e->set), c->set[at])) at++;
  if (at < c->sets && strcmp(c->set[at], e->set) != 0)
    snprintf(words, WORDS, "found the set %s, which was written %s before", e->set, c->set[at]);
  else if (at == MOST_SETS)
    snprintf(words, WORDS, "found more than %d sets", MOST_SETS);
  else if (strlen(e->parameter) > MOST_NAME)
    snprintf(words, WORDS, "found a parameter of %zu bytes, expected at most %d", strlen(e->parameter), MOST_NAME);
  if (*words) return TW_OK;
  if (at == c->sets) {
    c->owner[at] = twi_new(c->ctx, RANKS * S, sizeof *c->owner[at]);
    if (!c->owner[at]) return twi_no_memory(c->ctx, RANKS * S * sizeof(int));
    c->set[c->sets++] = e->set;
  }
  int rank = twi_estimate_members(c->w, e->sector, strlen(e->sector), c->members);
  if (rank < 0) unknown_sector(c, e->sector, words);
  for (size_t s = 0; s < S && !*words; s++) {
    int *owner = &c->owner[at][(size_t)rank * S + s];
    if (!c->members[s]) continue;
    const twi_estimate *o = *owner ? &rows[*owner - 1] : NULL;
    if (o && twi_same_name(o->sector, strlen(o->sector), e->sector))
      snprintf(words, WORDS, "found sector %s%s again, first in %s, expected each once", e->sector, of_set(c, e, of),
               place_words(o, place));
    else if (o)
      snprintf(words, WORDS, "sector %s is in %s here and in %s of %s: there are two rows for it%s", c->w->sector[s],
               e->sector, o->sector, place_words(o, place), of_set(c, e, of));
    *owner = i + 1;
  }
  if (!*words) check_numbers(e, words);
  if (!*words) check_parameter(c, rows, i, words);
  return TW_OK;
}

tw_status twi_estimates_check(tw_context *ctx, const tw_world *w, const twi_estimate *rows, int count,
                              const char *prefix)
{
  checking c;
  char words[WORDS] = "";
  tw_status status = checking_begin(ctx, w, &c);
  for (int i = 0; i < count && status == TW_OK; i++) {
    const char *text[] = {rows[i].set, rows[i].sector, rows[i].parameter, rows[i].source};
    for (int k = 0; k < 4 && status == TW_OK; k++)
      if (!twi_is_utf8(text[k], strlen(text[k])))
        status = twi_fail(ctx, TW_BAD_INPUT, "%selasticities: found bytes that are not UTF-8", prefix);
    if (status == TW_OK) status = check_row(&c, rows, i, words);
    if (status == TW_OK && *words) status = twi_fail(ctx, TW_BAD_INPUT, "%selasticities: %s", prefix, words);
  }
  checking_end(&c);
  return status;
}

/* ---------------------------------------------------------------- reading */

enum { SET, SECTOR, PARAMETER, ESTIMATE, ERROR, P05, P50, P95, SOURCE, COLUMNS };
static const char *const column_name[COLUMNS] = {"set", "sector", "parameter", "estimate", "standard_error",
                                                 "p05", "p50",    "p95",       "source"};

void twi_estimates_free(tw_context *ctx, twi_estimate *rows, int count)
{
  for (int i = 0; i < count; i++) {
    twi_free(ctx, rows[i].set);
    twi_free(ctx, rows[i].sector);
    twi_free(ctx, rows[i].parameter);
    twi_free(ctx, rows[i].source);
  }
  twi_free(ctx, rows);
}

static tw_status find_columns(twi_csv *csv, int of_world, int column[COLUMNS])
{
  for (int k = 0; k < COLUMNS; k++) column[k] = twi_csv_find(csv, column_name[k]);
  if (!of_world && column[ESTIMATE] < 0) column[ESTIMATE] = twi_csv_find(csv, "trade_elasticity");
  tw_status status = of_world && column[SET] < 0 ? twi_csv_require(csv, "set", &column[SET]) : TW_OK;
  if (status == TW_OK && column[SECTOR] < 0) status = twi_csv_require(csv, "sector", &column[SECTOR]);
  if (status == TW_OK && column[ESTIMATE] < 0) status = twi_csv_require(csv, "estimate", &column[ESTIMATE]);
  int quantiles = (column[P05] >= 0) + (column[P50] >= 0) + (column[P95] >= 0);
  if (status == TW_OK && quantiles % 3 != 0)
    status = twi_csv_fail(csv, -1, "found %d of the columns p05, p50 and p95, expected all three or none", quantiles);
  return status;
}

static int is_empty(twi_csv *csv, int column)
{
  size_t length = 0;
  if (column >= 0) (void)twi_csv_text(csv, column, &length);
  return length == 0;
}

static tw_status copy_text(tw_context *ctx, twi_csv *csv, int column, const char *standard, char **to)
{
  size_t length = 0;
  const char *text = column < 0 ? "" : twi_csv_text(csv, column, &length);
  if (column >= 0 && memchr(text, 0, length)) return twi_csv_fail(csv, column, "found a zero byte, expected a text");
  *to = length ? twi_strndup(ctx, text, length) : twi_strdup(ctx, standard);
  return *to ? TW_OK : twi_no_memory(ctx, length);
}

/* The standard error, or the three quantiles, or neither. */
static tw_status read_spread(twi_csv *csv, const int column[COLUMNS], twi_estimate *e)
{
  int error = !is_empty(csv, column[ERROR]), quantiles = 0;
  for (int k = P05; k <= P95; k++) quantiles += !is_empty(csv, column[k]);
  if (error && quantiles)
    return twi_csv_fail(csv, column[ERROR], "found a standard error and quantiles in one row, expected one of both");
  if (quantiles % 3 != 0)
    return twi_csv_fail(csv, -1, "found %d of p05, p50 and p95, expected all three or none", quantiles);
  tw_status status = TW_OK;
  e->kind = error ? TWI_SPREAD_ERROR : quantiles ? TWI_SPREAD_QUANTILES : TWI_SPREAD_NONE;
  if (error) status = twi_csv_number(csv, column[ERROR], &e->spread[0]);
  for (int k = 0; quantiles && k < 3 && status == TW_OK; k++)
    status = twi_csv_number(csv, column[P05 + k], &e->spread[k]);
  for (int k = 0; k < 3; k++) e->spread[k] += 0.0; /* one form of zero */
  return status;
}

static tw_status read_row(tw_context *ctx, twi_csv *csv, const int column[COLUMNS], const char *name, twi_estimate *e)
{
  e->line = twi_csv_line(csv);
  tw_status status = copy_text(ctx, csv, column[SET], name ? name : "", &e->set);
  if (status == TW_OK) status = copy_text(ctx, csv, column[SECTOR], "", &e->sector);
  if (status == TW_OK) status = copy_text(ctx, csv, column[PARAMETER], "", &e->parameter);
  if (status == TW_OK) status = copy_text(ctx, csv, column[SOURCE], "", &e->source);
  if (status == TW_OK) status = twi_csv_number(csv, column[ESTIMATE], &e->estimate);
  return status == TW_OK ? read_spread(csv, column, e) : status;
}

tw_status twi_estimates_read(tw_context *ctx, const tw_world *w, twi_csv *csv, int of_world, const char *name,
                             twi_estimate **rows, int *count)
{
  checking c;
  char words[WORDS];
  int column[COLUMNS], more = 1, room = 0;
  *rows = NULL;
  *count = 0;
  tw_status status = checking_begin(ctx, w, &c);
  c.unnamed = !of_world;
  if (status == TW_OK) status = find_columns(csv, of_world, column);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) {
    if (*count == room) {
      room = room ? 2 * room : 64;
      twi_estimate *grown = twi_resize(ctx, *rows, (size_t)room, sizeof *grown);
      if (!grown) {
        status = twi_no_memory(ctx, (size_t)room * sizeof *grown);
        break;
      }
      *rows = grown;
    }
    twi_estimate *e = &(*rows)[(*count)++];
    memset(e, 0, sizeof *e);
    status = read_row(ctx, csv, column, name, e);
    if (status == TW_OK) status = check_row(&c, *rows, *count - 1, words);
    if (status == TW_OK && *words) status = twi_csv_fail(csv, -1, "%s", words);
    if (status == TW_OK && !of_world && c.sets > 1)
      status = twi_csv_fail(csv, column[SET], "found the sets %s and %s, expected one set in a file that is chosen",
                            c.set[0], c.set[1]);
  }
  if (status == TW_OK && *count == 0) status = twi_csv_fail(csv, -1, "the table has no rows");
  checking_end(&c);
  return status;
}
