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

/* Begins a file that will have the name `path` when it is committed. The caller frees the writer, whatever comes of it;
 * after a failure there is none. */
tw_status twi_writer_open(tw_context *ctx, const char *path, twi_writer **writer);
/* The same for a file that is made of what it replaces, which is an input then. */
tw_status twi_writer_open_over_own(tw_context *ctx, const char *path, twi_writer **writer);
/* The same for a file inside a folder of results or of a world: a link of that name is replaced, not followed. */
tw_status twi_writer_open_inside(tw_context *ctx, const char *path, twi_writer **writer);
/* A file at `place`, where none may be, without a temporary one: for a folder that nobody sees yet (base/stage.h),
 * which is who removes it. path: what messages call it. */
tw_status twi_writer_create(tw_context *ctx, const char *place, const char *path, twi_writer **writer);
/* Each adds bytes, which are not kept. The first failure is returned by all later calls, too. */
tw_status twi_writer_write(twi_writer *writer, const void *bytes, size_t count);
tw_status twi_writer_text(twi_writer *writer, const char *text);
tw_status twi_writer_printf(twi_writer *writer, const char *format, ...) TWI_PRINTF(2, 3);
/* Brings all bytes to the disk; none can be added any more. */
tw_status twi_writer_close(twi_writer *writer);
/* Gives the file its name, which it takes from whatever has it; closes first when needed. */
tw_status twi_writer_commit(twi_writer *writer);
/* The same where nothing may be at the target by then: TW_IO when another process made it meanwhile. */
tw_status twi_writer_commit_new(twi_writer *writer);
/* Returns where the bytes lie: the temporary file, after twi_writer_commit its target. It is the writer's. */
const char *twi_writer_place(const twi_writer *writer);
/* Frees the writer, and removes the file unless it was committed; NULL is allowed. */
void twi_writer_free(twi_writer *writer);

/* Returns the name that a file written to path gets (a link is followed), which the caller frees; NULL when there is no
 * memory. */
char *twi_real_target(tw_context *ctx, const char *path);

/* Reads the whole file into memory that the caller frees with twi_free, with a 0 after the last byte. More than limit
 * bytes (of a pipe or device: at most TWI_MOST_PIPED, since it may never end), a folder, or a file that cannot be
 * opened is TW_BAD_INPUT (a missing file is bad input) unless the machine is to blame; a read that fails is TW_IO. */
enum { TWI_MOST_PIPED = 1 << 26 };
tw_status twi_read_file(tw_context *ctx, const char *path, size_t limit, char **bytes, size_t *count);
/* A file of a folder by the name that something in the folder gives it, for who must not be led out of it: a name with
 * "/", ".", ".." or a link is TW_BAD_INPUT, and nothing is read. */
tw_status twi_read_inside(tw_context *ctx, const char *folder, const char *name, size_t limit, char **bytes,
                          size_t *count);
/* The check alone: a plain file inside the folder, or nothing there (which is TW_OK). */
tw_status twi_check_inside(tw_context *ctx, const char *folder, const char *name);

/* Returns 1 when an errno speaks of the machine (no handles, no memory, a disk that fails), 0 when of what was asked
 * for. */
int twi_errno_of_machine(int number);
/* Says that a file could not be opened, and returns TW_NO_MEMORY or TW_IO where the machine is to blame, else
 * TW_BAD_INPUT. */
tw_status twi_open_failed(tw_context *ctx, const char *path, int number);

typedef enum twi_path_kind {
  TWI_PATH_ABSENT,
  TWI_PATH_FILE,
  TWI_PATH_FOLDER,
  TWI_PATH_OTHER, /* a device, a pipe … */
  TWI_PATH_UNSEEN /* nobody can say: a folder on the way may not be entered, say */
} twi_path_kind;
/* Returns what stands at the path; links are followed. */
twi_path_kind twi_path_kind_of(const char *path);
/* Says why nobody can see what stands there, as twi_open_failed does. */
tw_status twi_path_unseen(tw_context *ctx, const char *path);

/* Returns folder and name joined by one '/', which the caller frees; NULL when there is no memory. */
char *twi_path_join(tw_context *ctx, const char *folder, const char *name);

#endif
