/* Files: read whole within a limit; written whole or not at all.
 *
 * A writer puts its bytes into a temporary file beside the target. twi_writer_close flushes and syncs it;
 * twi_writer_commit gives it its name. So several files can be completed first and named afterwards:
 *
 *   open a; open b; write …; close a; close b;     nothing visible has changed up to here
 *   commit a; commit b; free a; free b;            free removes the temporary file of one that was not committed
 *
 * Every failure is TW_IO with the system's words (no space left on device …) and the name as the caller gave it.
 * After a failed write further calls return the same failure, so a caller may check once, at close. */
#ifndef TWI_BASE_FILE_H
#define TWI_BASE_FILE_H

#include "base/context.h"

typedef struct twi_writer twi_writer;

tw_status twi_writer_open(tw_context *ctx, const char *path, twi_writer **writer);
tw_status twi_writer_write(twi_writer *writer, const void *bytes, size_t count);
tw_status twi_writer_text(twi_writer *writer, const char *text);
tw_status twi_writer_printf(twi_writer *writer, const char *format, ...) TWI_PRINTF(2, 3);
tw_status twi_writer_close(twi_writer *writer);
tw_status twi_writer_commit(twi_writer *writer); /* closes first when needed */
/* Where the bytes lie: the temporary file, after twi_writer_commit its target. Borrowed. */
const char *twi_writer_place(const twi_writer *writer);
void twi_writer_free(twi_writer *writer);

/* The whole file, with a 0 after the last byte, in memory of the context. More than limit bytes, a folder, or a file
 * that cannot be opened is TW_BAD_INPUT (a missing file is bad input) unless the machine is to blame; a read that fails is
 * TW_IO. */
tw_status twi_read_file(tw_context *ctx, const char *path, size_t limit, char **bytes, size_t *count);

/* 1: an errno that speaks of the machine (no handles, no memory, a disk that fails), 0: of what was asked for. */
int twi_errno_of_machine(int number);
/* A file could not be opened: TW_NO_MEMORY or TW_IO where the machine is to blame, else TW_BAD_INPUT. */
tw_status twi_open_failed(tw_context *ctx, const char *path, int number);

typedef enum twi_path_kind { TWI_PATH_ABSENT, TWI_PATH_FILE, TWI_PATH_FOLDER, TWI_PATH_OTHER } twi_path_kind;
twi_path_kind twi_path_kind_of(const char *path);

/* Makes the folder and those above it where they do not exist. */
tw_status twi_make_folder(tw_context *ctx, const char *path);
/* folder and name joined by one '/'; NULL: out of memory. */
char *twi_path_join(tw_context *ctx, const char *folder, const char *name);

#endif
