/* ZIP archives: what members there are, and one of them as bytes to read. libzip does the work
 * (docs/decisions/0021-zip.md).
 *
 * What the archive says of a member is compared with what the archive can hold before a byte of it is believed: packed
 * bytes with the size of the file, unpacked ones with the packed (TWI_MOST_TIMES). A member that is encrypted or packed
 * by a method that libzip has not, and data that do not have the size and the CRC that the archive gives them, are
 * TW_BAD_INPUT. Nothing is unpacked to the disk, so a name that leads out of a folder leads nowhere. */
#ifndef TWI_TABLE_ZIP_H
#define TWI_TABLE_ZIP_H

#include "table/source.h"

typedef struct twi_zip twi_zip;

/* Opens a file on a disk and reads its list of members; the caller frees the archive. One that is no ZIP archive is
 * TW_BAD_INPUT and said to be. */
tw_status twi_zip_open(tw_context *ctx, const char *path, twi_zip **zip);
/* Closes and frees it; NULL is allowed. */
void twi_zip_free(twi_zip *zip);
/* Returns how many members there are, folders among them. */
int twi_zip_members(const twi_zip *zip);
/* Returns the name, UTF-8, which is the archive's; that of a folder ends in '/' (or '\', as some programs write it). */
const char *twi_zip_name(const twi_zip *zip, int member);
/* Gives a member as a source that the caller frees, called ARCHIVE/NAME in messages. Takes over the archive, also when
 * it fails. */
tw_status twi_zip_source(twi_zip *zip, int member, twi_source **source);

#endif
