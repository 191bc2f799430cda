/* What a folder has that is not of the tables of a run: one JSON object that holds all of it, beside tables of the same
 * numbers. The page is made of the object; the tables must be those of the same run all the same. */
#include "report/page/study.h"

#include <string.h>

/* All that the manifest lists, each a file of the folder itself. */
static tw_status check_listed(twi_page_run *run, const twi_page_files *files)
{
  json_t *listed = json_object_get(run->manifest, "files"), *entry;
  const char *name;
  json_object_foreach(listed, name, entry)
  {
    tw_status status = twi_page_check(run, files, name);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_page_study_read(twi_page_run *run, const twi_page_files *files)
{
  const twi_results_page *page = &run->kind->page;
  tw_status status = files->count == 0 ? check_listed(run, files) : TW_OK;
  if (status == TW_OK) status = twi_page_json(run, files, page->file, 1, &run->study);
  for (int i = 0; i < 3 && page->needs[i] && status == TW_OK; i++)
    if (json_array_size(json_object_get(run->study, page->needs[i])) == 0)
      status = twi_fail(run->ctx, TW_BAD_INPUT, "%s/%s: expected the list %s", run->folder, page->file, page->needs[i]);
  return status;
}
