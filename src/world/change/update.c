/* A world brought to new totals: rates, trade by pair and GDP, in steps, each with what it changed in money. The table
 * is scaled (update_scale.c) and then balanced with the totals held (balance.h). */
#include <stdio.h>
#include <string.h>

#include "world/change/update.h"

static tw_status describe_updated(twi_updating *u, const tw_update *how, const twi_programme_end *end, char **yaml)
{
  char *what = NULL, year[16];
  const tw_world *from = u->from;
  *yaml = NULL;
  tw_status status = twi_text_take(&u->note, &what);
  if (status != TW_OK) return status;
  char *made =
      twi_format(u->ctx,
                 "updated by tradewind from %s (SHA-256 %s): %s; then balanced by least change in cross "
                 "entropy (GRAS), %d Newton steps, with these totals held%s%s; identities and totals met to %.0e",
                 from->name, from->sha256, what, end->iterations, how->hold ? " and " : "", how->hold ? how->hold : "",
                 end->worst);
  twi_free(u->ctx, what);
  if (!made) return twi_no_memory(u->ctx, 0);
  snprintf(year, sizeof year, "%d", how->year);
  const twi_new_field fields[] = {{"name", how->name ? how->name : from->name, 0},
                                  {"title", how->title ? how->title : from->title, 0},
                                  {"year", how->year ? year : NULL, 1}};
  const char *const notes[] = {made};
  status = twi_describe_again(u->ctx, from, fields, 3, notes, 1, yaml);
  twi_free(u->ctx, made);
  return status;
}

/* Final demand as what use leaves over, said where it changes. */
static tw_status leave_final(twi_updating *u)
{
  twi_table given = {0};
  twi_text moved = {.ctx = u->ctx};
  tw_status status = twi_table_copy(u->ctx, &u->table, &given);
  if (status == TW_OK && twi_table_leave_final(&u->table, u->from) > 0)
    status = twi_table_moves(u->ctx, u->to, TWI_LEAVING, &given, &u->table, &moved);
  twi_text_clear(&moved);
  twi_table_close(u->ctx, &given);
  return status;
}

static tw_status update_world(twi_updating *u, const tw_update *how)
{
  tw_context *ctx = u->ctx;
  twi_table scaled = {0};
  twi_programme_end end = {0};
  char *yaml = NULL;
  int changed;
  tw_status status = twi_world_frame(ctx, u->from, &u->to);
  if (status == TW_OK) { /* findings speak of money */
    u->to->unit = twi_strdup(ctx, u->from->unit);
    u->to->currency = twi_strdup(ctx, u->from->currency);
    if (!u->to->unit || !u->to->currency) status = twi_no_memory(ctx, 0);
  }
  if (status == TW_OK && how->tariff)
    status = twi_update_read_tariff(u, how->tariff, how->column ? how->column : "tariff_pct");
  if (status == TW_OK && how->trade) status = twi_update_read_trade(u, how->trade);
  if (status == TW_OK && how->gdp) status = twi_update_read_gdp(u, how->gdp);
  if (status == TW_OK && how->totals) status = twi_totals_read(&u->totals, how->totals);
  if (status == TW_OK) status = twi_table_open(ctx, u->from, &u->table);
  if (status == TW_OK) status = leave_final(u);
  if (status == TW_OK && how->margins) status = twi_update_margins(u, how->margins);
  if (status == TW_OK) status = twi_update_scale(u);
  if (status == TW_OK) status = twi_table_copy(ctx, &u->table, &scaled);
  if (status == TW_OK && how->hold) status = twi_totals_hold(&u->totals, how->hold);
  if (status == TW_OK) status = twi_table_balance(ctx, &u->table, u->to, &u->totals, &changed, &end);
  if (status == TW_OK && !u->note.used) twi_text_put(&u->note, "nothing new");
  twi_text moved = {.ctx = ctx};
  if (status == TW_OK) status = twi_table_moves(ctx, u->to, "Balancing", &scaled, &u->table, &moved);
  if (status == TW_OK && moved.used) twi_text_printf(&u->note, "; balancing: %s", moved.bytes);
  twi_text_clear(&moved);
  if (status == TW_OK) status = describe_updated(u, how, &end, &yaml);
  if (status == TW_OK) status = twi_world_from_table(ctx, &u->table, yaml, u->from, NULL, u->to);
  twi_table_close(ctx, &scaled);
  return status;
}

tw_status tw_world_update(tw_context *ctx, const tw_world *world, const tw_update *how, tw_world **out)
{
  twi_updating u = {.ctx = ctx, .from = world, .note = {.ctx = ctx}};
  *out = NULL;
  if (how->name && twi_world_name_wrong(how->name))
    return twi_fail(ctx, TW_USAGE, "the name of the new world: found %s, expected %s",
                    *how->name ? how->name : "nothing", twi_world_name_wrong(how->name));
  if (how->year < 0 || how->year > 9999)
    return twi_fail(ctx, TW_USAGE, "the year: found %d, expected one from 1 to 9999", how->year);
  twi_totals_open(ctx, world, &u.totals);
  tw_status status = update_world(&u, how);
  twi_totals_close(&u.totals);
  twi_table_close(ctx, &u.table);
  twi_text_clear(&u.note);
  if (status != TW_OK) {
    tw_world_free(u.to);
    return status;
  }
  *out = u.to;
  return TW_OK;
}
