/* The results folder of physical accounts: see tw_accounts_write in tradewind.h; docs/formats.md lists its files. */
#include <string.h>

#include "report/tables/object.h"
#include "supply/supply.h"

enum { DIGITS = 15 };

void twi_report_accounts(twi_sheet *sheet, const twi_account_list *list)
{
  twi_sheet_text(sheet, "region,kind,item,source,convention,partner,value,unit,quality,year,reference\n");
  for (int i = 0; i < list->count; i++) {
    const twi_account *r = &list->row[i];
    const char *const before[] = {list->region, list->kind, r->item, r->source, r->convention, r->partner};
    const char *const after[] = {r->unit, r->quality, r->year, r->reference};
    for (size_t k = 0; k < sizeof before / sizeof *before; k++) {
      twi_sheet_cell(sheet, before[k]);
      twi_sheet_text(sheet, ",");
    }
    twi_sheet_number(sheet, r->value, 0);
    for (size_t k = 0; k < sizeof after / sizeof *after; k++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_cell(sheet, after[k]);
    }
    twi_sheet_text(sheet, "\n");
  }
}

static tw_status fill_table(int place, twi_sheet *sheet, const void *of)
{
  (void)place;
  twi_report_accounts(sheet, of);
  return TW_OK;
}

const twi_tables twi_accounts_tables = {NULL, fill_table};

/* ---------------------------------------------------------------- accounts.json */

static json_t *texts_list(tw_context *ctx, char *const *text, int count, int *failed)
{
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < count; i++) twi_json_append(list, twi_json_text(ctx, text[i]), failed);
  return list;
}

static json_t *row_object(tw_context *ctx, const twi_account *r, int *failed)
{
  const struct {
    const char *key, *text;
  } words[] = {{"item", r->item},       {"source", r->source},      {"convention", r->convention},
               {"partner", r->partner}, {"unit", r->unit},          {"quality", r->quality},
               {"year", r->year},       {"reference", r->reference}};
  json_t *line = json_object();
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    twi_json_put(line, words[k].key, twi_json_text(ctx, words[k].text), failed);
  twi_json_put(line, "value", twi_json_number(r->value), failed);
  return line;
}

static json_t *accounts_object(tw_context *ctx, const tw_accounts *a, int *failed)
{
  json_t *root = json_object(), *list = json_array();
  twi_json_put(root, "region", twi_json_text(ctx, a->region), failed);
  twi_json_put(root, "name", twi_json_text(ctx, tw_accounts_text(a, "name")), failed);
  twi_json_put(root, "kind", json_string("energy"), failed);
  twi_json_put(root, "sentences", texts_list(ctx, a->sentence, a->sentences, failed), failed);
  twi_json_put(root, "remarks", texts_list(ctx, a->remark, a->remarks, failed), failed);
  if (!list) *failed = 1;
  for (int i = 0; i < a->count; i++) twi_json_append(list, row_object(ctx, &a->row[i], failed), failed);
  twi_json_put(root, "accounts", list, failed);
  return root;
}

/* ---------------------------------------------------------------- manifest */

static json_t *manifest_object(tw_context *ctx, const tw_accounts *a, const char *command, int page,
                               twi_sheet *const *files, int count, int *failed)
{
  json_t *root = json_object(), *part = json_object();
  twi_manifest_program(ctx, root, TWI_RESULTS_ACCOUNTS, command, failed);
  twi_json_put(part, "of", json_string("energy"), failed);
  twi_json_put(part, "region", twi_json_text(ctx, a->region), failed);
  twi_json_put(part, "name", twi_json_text(ctx, tw_accounts_text(a, "name")), failed);
  twi_json_put(part, "tables_sha256", json_string(a->tables_sha256), failed);
  twi_json_put(part, "balance", twi_manifest_file(ctx, &a->balance_file, failed), failed);
  twi_json_put(part, "origins", twi_manifest_file(ctx, &a->origins_file, failed), failed);
  twi_json_put(part, "balance_gap", twi_json_number(a->balance.gap), failed);
  twi_json_put(part, "share_gap", twi_json_number(a->gap_of_shares), failed);
  twi_json_put(root, "accounts", part, failed);
  twi_json_put(root, "outcome", json_string("accounted"), failed);
  twi_json_put(root, "certified", json_false(), failed);
  twi_json_put(root, "files", twi_manifest_files(files, count, failed), failed);
  twi_json_put(root, "report", page ? json_string(twi_report_file(TWI_REPORT_PAGE)) : json_null(), failed);
  return root;
}

/* ---------------------------------------------------------------- the folder */

static tw_status write_table(twi_folder *f, const tw_accounts *a)
{
  twi_sheet *sheet;
  tw_status status = twi_folder_sheet(f, 0, "accounts.csv", &sheet);
  if (status == TW_OK) twi_report_accounts(sheet, &(twi_account_list){a->region, "energy", a->row, a->count});
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

tw_status tw_accounts_write(tw_context *ctx, const tw_accounts *a, const char *folder, const char *command)
{
  if (!a || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_accounts_write needs accounts and a folder");
  twi_folder f;
  tw_settings settings;
  int failed = 0;
  tw_settings_default(&settings);
  tw_status status = twi_folder_open(ctx, folder, &f);
  if (status == TW_OK) status = write_table(&f, a);
  if (status == TW_OK) status = twi_folder_columns(&f, NULL);
  if (status == TW_OK) {
    json_t *root = accounts_object(ctx, a, &failed);
    status = twi_folder_object(&f, "accounts.json", root, DIGITS, status, failed);
  }
  if (status == TW_OK) {
    json_t *root = manifest_object(ctx, a, command, settings.report, f.sheet, f.count, &failed);
    status = twi_folder_object(&f, "run.json", root, DIGITS, status, failed);
  }
  if (status == TW_OK && settings.report) status = twi_folder_page(&f);
  if (status == TW_OK) status = twi_folder_retire_older(&f);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_folder_commit(&f);
  return twi_folder_end(&f, status);
}
