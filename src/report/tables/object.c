/* See object.h. */
#include "report/tables/object.h"

tw_status twi_folder_object(twi_folder *f, const char *name, json_t *root, int digits, tw_status status, int failed)
{
  twi_sheet *sheet;
  if (status == TW_OK) status = twi_folder_sheet(f, 0, name, &sheet);
  if (status != TW_OK) {
    json_decref(root);
    return status;
  }
  status = twi_manifest_write(sheet, root, digits, failed);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}
