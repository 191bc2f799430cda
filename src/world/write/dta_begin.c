/* What the files of a folder of Stata files have in common: how each begins, and what rates are called in them. */
#include <string.h>

#include "world/export.h"
#include "world/write/dta_folder.h"

char *twi_rate_name(tw_context *ctx, const char *name, const char *from, const char *to)
{
  size_t n = strlen(name), m = strlen(from);
  if (n <= m || strcmp(name + n - m, from) != 0) return NULL;
  return twi_format(ctx, "%.*s%s", (int)(n - m), name, to);
}

tw_status twi_dta_folder_begin(twi_dta_folder *f, const char *name, const char *label, const twi_dta_column *columns,
                               int count, size_t rows, twi_dta **out)
{
  char *path = twi_path_join(f->ctx, f->path, name), *place = NULL;
  tw_status status = path ? twi_progress(f->ctx, "writing the world", -1) : twi_no_memory(f->ctx, 0);
  if (status == TW_OK) status = twi_stage_place(f->stage, NULL, name, &place);
  if (status == TW_OK) status = twi_dta_create(f->ctx, place, path, label, columns, NULL, count, (long)rows, out);
  if (status == TW_OK) f->file[f->count++] = *out;
  twi_free(f->ctx, place);
  twi_free(f->ctx, path);
  return status;
}
