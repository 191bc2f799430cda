/* Bytes to read, block by block: a file, a piece of memory, or what a reader gives (zip.h); plain or gzip.
 *
 * gzip is recognised by its first two bytes, so a file may be either under any name; a name that ends in .gz must be
 * gzip. Truncated and corrupt gzip is TW_BAD_INPUT and named; a read error of the system is TW_IO.
 *
 * What never ends is stopped, as TW_BAD_INPUT: a pipe or device after TWI_MOST_STREAMED bytes, gzip that unpacks to
 * more than 256 MiB and 200 times what was read of it. A ZIP archive is no table and is called what it is: zip.h reads
 * its members. */
#ifndef TWI_TABLE_SOURCE_H
#define TWI_TABLE_SOURCE_H

#include "base/context.h"

typedef struct twi_source twi_source;

#define TWI_MOST_STREAMED (UINT64_C(2) << 30)
/* Packed data may unpack to so many bytes, and beyond them to so many times their own size. gzip and ZIP reach 1,000
 * times on zeros; tables of numbers reach 5, and one of nothing but zeros 100. */
#define TWI_UNPACKED_FREE (UINT64_C(1) << 28)
enum { TWI_MOST_TIMES = 200 };

/* Each begins to read, and gives a source that the caller frees: of a file; of bytes in memory, which are borrowed; of
 * a text that twi_source_text gave, plain whatever the name of its file. origin names them in messages and is copied. A
 * file that cannot be opened is TW_BAD_INPUT. */
tw_status twi_source_open(tw_context *ctx, const char *path, twi_source **source);
tw_status twi_source_memory(tw_context *ctx, const void *bytes, size_t count, const char *origin, twi_source **source);
tw_status twi_source_unpacked(tw_context *ctx, const char *text, size_t count, const char *origin, twi_source **source);
/* Bytes that somebody else gets, such as a member of an archive. */
typedef struct twi_source_reader {
  tw_status (*read)(void *user, void *bytes, size_t room, size_t *count); /* count 0 at the end */
  void (*close)(void *user);
  void *user;
  uint64_t size; /* bytes in all, for progress; 0: unknown */
} twi_source_reader;
/* The same of what a reader gives. The reader is copied; it is closed by twi_source_free, and also when this fails. */
tw_status twi_source_reader_open(tw_context *ctx, const twi_source_reader *reader, const char *origin,
                                 twi_source **source);
/* Return 1 for the first bytes of a ZIP archive, whole, empty, or a part of one in several files; for the name of a
 * workbook, .xlsx and the like, which is a ZIP archive, too. */
int twi_is_zip(const void *bytes, size_t count);
int twi_is_workbook(const char *name);
/* Reads the next block, good until the next call; count 0 at the end. Reports progress and asks whether to go on. */
tw_status twi_source_next(twi_source *source, const char **block, size_t *count);
/* For a caller who cannot make sense of what he read, and comes with the status of that: packed bytes may be corrupt,
 * which shows only at their end. Reads on to it, TWI_UNPACKED_FREE bytes at most. Returns TW_BAD_INPUT with other words
 * if they are, else the status with the words that are there. */
tw_status twi_source_blame(twi_source *source, tw_status status);
/* Reads the whole of a file, unpacked, into a text that the caller frees, with a 0 after it: at most `limit` bytes,
 * more is TW_BAD_INPUT. */
tw_status twi_source_text(tw_context *ctx, const char *path, size_t limit, char **text, size_t *count);
/* Returns what messages call it; it is the source's. */
const char *twi_source_origin(const twi_source *source);
/* Frees the source; NULL is allowed. */
void twi_source_free(twi_source *source);
/* Opens FOLDER/FILE or FOLDER/FILE.gz; TW_BAD_INPUT where both are there, or, needed, none, else *source is NULL. builtin:
 * the folder is one that is built in, "worlds" or "markets" say where; NULL: it is on the disk. */
tw_status twi_source_of_folder(tw_context *ctx, const char *folder, const char *builtin, const char *file, int needed,
                               twi_source **source);

#endif
