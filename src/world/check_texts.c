/* Texts of a world that did not come through the tables' readers: codes, names of tariff columns and groups that those
 * would have refused. What passes can be written as a folder or a file and read again. */
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"
#include "table/codes.h"

static tw_status fail_text(tw_context *ctx, const char *prefix, const char *what, const char *text, const char *found)
{
  char shown[TWI_SHOWN];
  return twi_fail(ctx, TW_BAD_INPUT, "%s%s %s: found %s", prefix, what, twi_show(text, strlen(text), shown), found);
}

/* Codes are unique, and can be codes. */
static tw_status check_codes(tw_context *ctx, const char *prefix, const char *what, char **code, int count)
{
  twi_codes codes;
  int again, first;
  for (int i = 0; i < count; i++) {
    const char *wrong = twi_code_wrong(code[i], strlen(code[i]));
    if (wrong) return fail_text(ctx, prefix, what, code[i], wrong);
  }
  tw_status status = twi_codes_open(ctx, (const char *const *)code, count, &codes, &again, &first);
  if (status == TW_OK) twi_codes_close(&codes);
  return status == TW_BAD_INPUT ? fail_text(ctx, prefix, what, code[again], "this code again") : status;
}

static tw_status check_names(tw_context *ctx, const char *prefix, const char *what, char **name, int count)
{
  for (int i = 0; i < count; i++)
    if (!twi_is_utf8(name[i], strlen(name[i])))
      return fail_text(ctx, prefix, what, name[i], "bytes that are not UTF-8");
  return TW_OK;
}

static tw_status check_columns(tw_context *ctx, const char *prefix, const tw_world *w)
{
  for (int i = 0; i < w->column_count; i++) {
    const char *name = w->columns[i].name, *wrong = twi_code_wrong(name, strlen(name));
    size_t n = strlen(name);
    if (wrong) return fail_text(ctx, prefix, "tariff column", name, wrong);
    if (n < 5 || !twi_same_name(name + n - 4, 4, "_pct") || twi_same_name(name, n, "tariff_pct") ||
        twi_same_name(name, n, "export_tax_pct"))
      return fail_text(ctx, prefix, "tariff column", name, "this name, expected another one that ends in _pct");
    if (i && strcmp(w->columns[i - 1].name, name) >= 0)
      return fail_text(ctx, prefix, "tariff column", name,
                       "it out of order: they stand in the order of their names, each once");
  }
  return TW_OK;
}

static tw_status check_groups(tw_context *ctx, const char *prefix, const char *what, const twi_group *groups, int count)
{
  for (int i = 0; i < count; i++) {
    const twi_group *g = &groups[i];
    const char *wrong = twi_code_wrong(g->name, strlen(g->name));
    if (wrong) return fail_text(ctx, prefix, what, g->name, wrong);
    for (int k = 0; k < i; k++)
      if (twi_same_name(g->name, strlen(g->name), groups[k].name))
        return fail_text(ctx, prefix, what, g->name, "this group again");
    for (int k = 0; k < g->count; k++)
      if (!g->members[k][0] || !twi_is_utf8(g->members[k], strlen(g->members[k])))
        return fail_text(ctx, prefix, what, g->name, "a member that is no code");
  }
  return TW_OK;
}

/* What a group of sectors must not be called; groups of regions are as files of earlier versions have them. */
static tw_status check_sector_groups(tw_context *ctx, const char *prefix, const tw_world *w)
{
  tw_status status = check_groups(ctx, prefix, "group of sectors", w->sector_groups, w->sector_group_count);
  for (int i = 0; i < w->sector_group_count && status == TW_OK; i++) {
    const twi_group *g = &w->sector_groups[i];
    if (twi_group_name_taken(TWI_AXIS_SECTORS, g->name))
      status = fail_text(ctx, prefix, "group of sectors", g->name, "a name that always means something else");
    else if (g->count == 0)
      status = fail_text(ctx, prefix, "group of sectors", g->name, "no members");
  }
  return status;
}

tw_status twi_world_check_texts(tw_context *ctx, const tw_world *w, const char *prefix)
{
  tw_status status = check_codes(ctx, prefix, "region", w->region, w->N);
  if (status == TW_OK) status = check_codes(ctx, prefix, "sector", w->sector, w->S);
  if (status == TW_OK) status = check_names(ctx, prefix, "name of a region", w->region_name, w->N);
  if (status == TW_OK) status = check_names(ctx, prefix, "name of a sector", w->sector_name, w->S);
  if (status == TW_OK) status = check_columns(ctx, prefix, w);
  if (status == TW_OK) status = check_groups(ctx, prefix, "group", w->groups, w->group_count);
  return status == TW_OK ? check_sector_groups(ctx, prefix, w) : status;
}
