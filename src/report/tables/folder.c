/* A results folder while it is written: see folder.h. */
#include "report/tables/folder.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char inner_folder[] = "uncertified";

tw_status twi_folder_open(tw_context *ctx, const char *path, twi_folder *folder)
{
  *folder = (twi_folder){.ctx = ctx, .path = path};
  return twi_stage_open(ctx, path, TWI_KIND_RESULTS, 0, &folder->stage);
}

tw_status twi_folder_sheet(twi_folder *f, int inner, const char *name, twi_sheet **sheet)
{
  *sheet = twi_new(f->ctx, 1, sizeof **sheet);
  if (!*sheet) return twi_no_memory(f->ctx, sizeof **sheet);
  f->inner[f->count] = inner;
  f->sheet[f->count++] = *sheet;
  char *place = NULL,
       *path = twi_format(f->ctx, "%s/%s%s%s", f->path, inner ? inner_folder : "", inner ? "/" : "", name);
  tw_status status =
      path ? twi_stage_place(f->stage, inner ? inner_folder : NULL, name, &place) : twi_no_memory(f->ctx, 0);
  if (status == TW_OK) status = twi_sheet_open(f->ctx, *sheet, place, path, name);
  twi_free(f->ctx, place);
  twi_free(f->ctx, path);
  return status;
}

tw_status twi_folder_made(twi_folder *f, const char *place, const char *name)
{
  enum { MOST_BYTES = 1 << 30 };
  twi_sheet *sheet = twi_new(f->ctx, 1, sizeof *sheet);
  char *bytes = NULL;
  if (!sheet) return twi_no_memory(f->ctx, sizeof *sheet);
  sheet->ctx = f->ctx;
  sheet->name = name;
  f->inner[f->count] = 0;
  f->sheet[f->count++] = sheet;
  tw_status status = twi_read_file(f->ctx, place, MOST_BYTES, &bytes, &sheet->bytes);
  if (status == TW_OK) status = twi_digest_of(f->ctx, bytes, sheet->bytes, sheet->sha256);
  twi_free(f->ctx, bytes);
  return status;
}

/* The page comes last: it holds the manifest, so the manifest cannot hold its digest. It is made of the files that
 * were written, where they lie until the folder is complete. */
tw_status twi_folder_page(twi_folder *f)
{
  twi_sheet *sheet;
  int count = f->count;
  tw_status status = twi_progress(f->ctx, "writing report.html", -1);
  if (status == TW_OK) status = twi_folder_sheet(f, 0, twi_report_file(TWI_REPORT_PAGE), &sheet);
  if (status == TW_OK) status = twi_page_report(sheet, f->sheet, count, f->path);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

/* ---------------------------------------------------------------- older results */

/* The name is taken in the folder as it is now, be it by a link. */
static tw_status is_taken(const twi_folder *f, const char *name, int *taken)
{
  struct stat s;
  char *path = twi_path_join(f->ctx, f->path, name);
  if (!path) return twi_no_memory(f->ctx, 0);
  *taken = lstat(path, &s) == 0 && !S_ISDIR(s.st_mode);
  twi_free(f->ctx, path);
  return TW_OK;
}

static int has_sheet(const twi_folder *f, const char *name)
{
  for (int i = 0; i < f->count; i++)
    if (!f->inner[i] && strcmp(f->sheet[i]->name, name) == 0) return 1;
  return 0;
}

tw_status twi_folder_retire_inner(twi_folder *f, const char *name)
{
  char path[64];
  snprintf(path, sizeof path, "%s/%s", inner_folder, name);
  return twi_stage_retire(f->stage, path);
}

/* A file that these results do not have, left by some that had it, would be taken for one of them. It goes when the
 * manifest in the folder lists it, so that only what this program wrote is removed; else it stays, and that is said. */
tw_status twi_folder_retire_older(twi_folder *f)
{
  static const char *const inner[] = {"run.json", "residuals.csv", "years.csv", "years_sectors.csv"};
  unsigned char listed[TWI_REPORT_FILES];
  tw_status status = twi_report_listed(f->ctx, f->path, listed);
  for (int i = 0; i < TWI_REPORT_FILES && status == TW_OK; i++) {
    const char *name = twi_report_file(i);
    int taken = 0;
    if (has_sheet(f, name)) continue;
    status = is_taken(f, name, &taken);
    if (status == TW_OK && taken && listed[i]) status = twi_stage_retire(f->stage, name);
    if (status == TW_OK && taken && !listed[i])
      twi_log(f->ctx, 0, "%s/%s is not of this run, and no run.json there lists it: it stays", f->path, name);
  }
  for (size_t i = 0; i < sizeof inner / sizeof *inner && status == TW_OK; i++)
    status = twi_folder_retire_inner(f, inner[i]);
  return status;
}

/* Somebody else's file may have one of our names: where no run.json is, nothing is of ours. */
static tw_status spare_strangers(const twi_folder *f)
{
  int taken = 0;
  tw_status status = is_taken(f, "run.json", &taken);
  if (taken) return status;
  for (int i = 0; i < TWI_REPORT_FILES && status == TW_OK && !taken; i++) {
    if (!has_sheet(f, twi_report_file(i))) continue;
    status = is_taken(f, twi_report_file(i), &taken);
    if (status == TW_OK && taken)
      status = twi_fail(f->ctx, TW_BAD_INPUT,
                        "%s/%s: it is there already and would be replaced, but no run.json is, so it is not of older "
                        "results; choose another folder, or move it away",
                        f->path, twi_report_file(i));
  }
  return status;
}

/* ---------------------------------------------------------------- the end */

tw_status twi_folder_commit(twi_folder *f)
{
  tw_status status = spare_strangers(f);
  return status == TW_OK ? twi_stage_commit(f->stage) : status;
}

tw_status twi_folder_end(twi_folder *f, tw_status status)
{
  int made = f->stage && twi_stage_is_new(f->stage);
  for (int i = 0; i < f->count; i++) {
    twi_sheet_free(f->sheet[i]);
    twi_free(f->ctx, f->sheet[i]);
  }
  f->count = 0;
  twi_stage_free(f->stage);
  if (status != TW_IO || !f->stage) return status;
  if (made) return twi_fail(f->ctx, status, "%s; no results were written", tw_error(f->ctx));
  return twi_fail(f->ctx, status, "%s; what was in %s is as it was", tw_error(f->ctx), f->path);
}
