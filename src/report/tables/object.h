/* A file of JSON in a results folder. Inside tables/. */
#ifndef TWI_REPORT_TABLES_OBJECT_H
#define TWI_REPORT_TABLES_OBJECT_H

#include "report/tables/folder.h"
#include "report/tables/manifest.h"

/* Writes root, as twi_manifest_write does, to a file of that name, if status, which is returned otherwise, is TW_OK; root
 * is given up in any case. */
tw_status twi_folder_object(twi_folder *folder, const char *name, json_t *root, int digits, tw_status status,
                            int failed);

#endif
