/* Balancing a world: the nearest one whose identities hold and that keeps the totals that are to be held; and what had
 * to move for it, in money. See balance.h for the symbols and least_change.h for the distance. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/sum.h"
#include "world/balance.h"

#define LARGE        0.1  /* a cell is worth a line when it moved by this share, */
#define LARGE_OF_ALL 1e-5 /* and by this share of all cells of its kind */
enum { MOST_LINES = 8 };

/* ---------------------------------------------------------------- what moved */

typedef struct block {
  const char *identity, *what; /* "balanced_flows", "flows" */
  const double *before, *after;
  size_t count;
  size_t middle, last; /* index = (a middle + b) last + c */
} block;

/* Where a cell is: region and sector of its market, and in words. */
static const char *place_of_cell(const tw_world *w, const block *b, size_t i, int *region, int *sector, char *words,
                                 size_t room)
{
  size_t x = i / b->last / b->middle, y = i / b->last % b->middle, z = i % b->last;
  if (b->what[0] == 'f' && b->what[1] == 'l') { /* flows: s, d, o */
    *sector = (int)x;
    *region = (int)y;
    snprintf(words, room, "%s of %s from %s", w->sector[x], w->region[y], w->region[z]);
  } else if (b->middle > 1) { /* inputs: region, user, input */
    *region = (int)x;
    *sector = (int)y;
    snprintf(words, room, "input %s of %s %s", w->sector[z], w->region[x], w->sector[y]);
  } else {
    *region = (int)x;
    *sector = (int)z;
    snprintf(words, room, "%s %s", w->region[x], w->sector[z]);
  }
  return words;
}

static tw_status report_block(tw_context *ctx, tw_world *to, const char *step, const block *b, twi_text *note)
{
  double moved = 0, all = 0;
  size_t top[MOST_LINES], count = 0, worst = 0;
  for (size_t i = 0; i < b->count; i++) {
    double size = fabs(b->after[i] - b->before[i]);
    moved += size;
    all += fabs(b->before[i]);
    if (size > fabs(b->after[worst] - b->before[worst])) worst = i;
  }
  if (moved <= 1e-15 * all) return TW_OK;
  for (size_t i = 0; i < b->count; i++) { /* the largest of those that moved far, in order */
    double size = fabs(b->after[i] - b->before[i]);
    if (size <= LARGE * fabs(b->before[i]) || size <= LARGE_OF_ALL * all) continue;
    size_t at = count < MOST_LINES ? count++ : MOST_LINES;
    for (; at > 0 && fabs(b->after[top[at - 1]] - b->before[top[at - 1]]) < size; at--)
      if (at < MOST_LINES) top[at] = top[at - 1];
    if (at < MOST_LINES) top[at] = i;
  }
  char money[TWI_MONEY], was[TWI_MONEY], is[TWI_MONEY], words[256];
  int region, sector;
  (void)place_of_cell(to, b, worst, &region, &sector, words, sizeof words);
  twi_text_printf(note, "%s%s moved %s (%.2g %%)", note->used && note->bytes[note->used - 1] != ' ' ? ", " : "",
                  b->what, twi_money(to, moved, money), 100 * moved / all);
  tw_status status = twi_world_find(ctx, to, moved > 1e-9 * all, b->identity, region, sector, moved, moved / all,
                                    "%s: %s moved by %s in all (%.2g %% of them), most %s, from %s to %s.", step,
                                    b->what, money, 100 * moved / all, words, twi_money(to, b->before[worst], was),
                                    twi_money(to, b->after[worst], is));
  for (size_t k = 0; k < count && status == TW_OK; k++) {
    size_t i = top[k];
    if (i == worst) continue;
    (void)place_of_cell(to, b, i, &region, &sector, words, sizeof words);
    status = twi_world_find(ctx, to, 1, b->identity, region, sector, fabs(b->after[i] - b->before[i]),
                            fabs(b->after[i] / b->before[i] - 1), "%s: %s went from %s to %s.", step, words,
                            twi_money(to, b->before[i], was), twi_money(to, b->after[i], is));
  }
  return status;
}

tw_status twi_table_moves(tw_context *ctx, tw_world *to, const char *step, const twi_table *before,
                          const twi_table *after, twi_text *note)
{
  size_t N = before->N, S = before->S;
  const block blocks[] = {
      {"balanced_flows", "flows", before->flow, after->flow, S * N * N, N, N},
      {"balanced_inputs", "inputs", before->input, after->input, N * S * S, S, S},
      {"balanced_value_added", "value added", before->added, after->added, N * S, 1, S},
      {"balanced_final_demand", "final demand", before->final, after->final, N * S, 1, S},
  };
  tw_status status = TW_OK;
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks && status == TW_OK; i++)
    status = report_block(ctx, to, step, &blocks[i], note);
  return status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status describe_balanced(tw_context *ctx, const tw_world *from, const char *name, const char *title,
                                   const char *hold, const char *totals, const twi_programme_end *end, twi_text *moved,
                                   char **yaml)
{
  char *what = NULL;
  *yaml = NULL;
  tw_status status = twi_text_take(moved, &what);
  if (status != TW_OK) return status;
  char *made = twi_format(ctx,
                          "balanced by tradewind from %s (SHA-256 %s): least change in cross entropy (GRAS), %d Newton "
                          "steps, identities and totals met to %.0e, held: %s%s; %s",
                          from->name, from->sha256, end->iterations, end->worst, hold,
                          totals ? " and totals of a file" : "", what);
  twi_free(ctx, what);
  if (!made) return twi_no_memory(ctx, 0);
  const twi_new_field fields[] = {{"name", name ? name : from->name, 0}, {"title", title ? title : from->title, 0}};
  const char *const notes[] = {made};
  status = twi_describe_again(ctx, from, fields, 2, notes, 1, yaml);
  twi_free(ctx, made);
  return status;
}

/* The tables of a balancing: as given, with final demand as what use leaves over, in balance. */
typedef struct tables {
  twi_table given, start, end;
} tables;

static tw_status finish_world(tw_context *ctx, const tw_world *from, const char *name, const char *title,
                              const char *hold, const char *totals, const tables *t, const twi_programme_end *end,
                              tw_world **out)
{
  twi_text moved = {.ctx = ctx};
  char *yaml = NULL;
  tw_status status = twi_world_frame(ctx, from, out);
  tw_world *to = *out;
  if (status == TW_OK) { /* findings speak of money */
    to->unit = twi_strdup(ctx, from->unit);
    to->currency = twi_strdup(ctx, from->currency);
    if (!to->unit || !to->currency) status = twi_no_memory(ctx, 0);
  }
  if (status == TW_OK) status = twi_table_moves(ctx, to, TWI_LEAVING, &t->given, &t->start, &moved);
  if (status == TW_OK && moved.used) twi_text_put(&moved, " to what use leaves over; then ");
  if (status == TW_OK) status = twi_table_moves(ctx, to, "Balancing", &t->start, &t->end, &moved);
  if (status == TW_OK) status = describe_balanced(ctx, from, name, title, hold, totals, end, &moved, &yaml);
  twi_text_clear(&moved);
  return status == TW_OK ? twi_world_from_table(ctx, &t->end, yaml, from, NULL, to) : status;
}

static tw_status balance_world(tw_context *ctx, const tw_world *from, const twi_totals *held, const char *hold,
                               const char *totals, const char *name, const char *title, tw_world **out)
{
  tables t = {{0}, {0}, {0}};
  twi_programme_end end;
  int changed = 0;
  size_t left = 0;
  tw_status status = twi_table_open(ctx, from, &t.given);
  if (status == TW_OK) status = twi_table_copy(ctx, &t.given, &t.start);
  if (status == TW_OK) left = twi_table_leave_final(&t.start, from);
  if (status == TW_OK) status = twi_table_copy(ctx, &t.start, &t.end);
  if (status == TW_OK) status = twi_table_balance(ctx, &t.end, from, held, &changed, &end);
  if (status == TW_OK && !changed && left == 0)
    status = twi_world_again(ctx, from, out); /* in balance: the same bits, whatever name was asked for */
  else if (status == TW_OK)
    status = finish_world(ctx, from, name, title, hold, totals, &t, &end, out);
  twi_table_close(ctx, &t.end);
  twi_table_close(ctx, &t.start);
  twi_table_close(ctx, &t.given);
  return status;
}

tw_status tw_world_balance(tw_context *ctx, const tw_world *world, const char *hold, const char *totals,
                           const char *name, const char *title, tw_world **out)
{
  twi_totals held;
  *out = NULL;
  if (!hold) hold = totals ? "none" : TW_BALANCE_HOLD;
  if (name && twi_world_name_wrong(name))
    return twi_fail(ctx, TW_USAGE, "the name of the new world: found %s, expected %s", *name ? name : "nothing",
                    twi_world_name_wrong(name));
  twi_totals_open(ctx, world, &held);
  tw_status status = totals ? twi_totals_read(&held, totals) : TW_OK;
  if (status == TW_OK) status = twi_totals_hold(&held, hold);
  if (status == TW_OK) status = balance_world(ctx, world, &held, hold, totals, name, title, out);
  twi_totals_close(&held);
  if (status != TW_OK) {
    tw_world_free(*out);
    *out = NULL;
  }
  return status;
}
