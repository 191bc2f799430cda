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
/* Packed data may unpack to so many bytes, and beyond them to so many times their own size. gzip and ZIP reach 1,000 times
 * on zeros; tables of numbers reach 5, and one of nothing but zeros 100. */
#define TWI_UNPACKED_FREE (UINT64_C(1) << 28)
enum { TWI_MOST_TIMES = 200 };

/* A file that cannot be opened is TW_BAD_INPUT. */
tw_status twi_source_open(tw_context *ctx, const char *path, twi_source **source);
/* bytes are borrowed; origin names them in messages and is copied. */
tw_status twi_source_memory(tw_context *ctx, const void *bytes, size_t count, const char *origin, twi_source **source);
/* The text that twi_source_text gave, plain whatever the name of its file. */
tw_status twi_source_unpacked(tw_context *ctx, const char *text, size_t count, const char *origin, twi_source **source);
/* Bytes that somebody else gets, such as a member of an archive. */
typedef struct twi_source_reader {
  tw_status (*read)(void *user, void *bytes, size_t room, size_t *count); /* count 0 at the end */
  void (*close)(void *user);
  void *user;
  uint64_t size; /* bytes in all, for progress; 0: unknown */
} twi_source_reader;
/* The reader is copied; it is closed by twi_source_free, and also when this fails. */
tw_status twi_source_reader_open(tw_context *ctx, const twi_source_reader *reader, const char *origin,
                                 twi_source **source);
/* 1: the first bytes of a ZIP archive, whole, empty, or a part of one in several files. */
int twi_is_zip(const void *bytes, size_t count);
int twi_is_workbook(const char *name); /* 1: .xlsx and the like, which are ZIP archives, too */
/* The next block, good until the next call; count 0 at the end. Reports progress and asks whether to go on. */
tw_status twi_source_next(twi_source *source, const char **block, size_t *count);
/* What a caller who could not make sense of packed bytes asks before he says so: they may be corrupt, which shows only at
 * their end. Reads on to it (TWI_UNPACKED_FREE bytes at most), gives TW_BAD_INPUT with words if so, else the status he came with and his words. */
tw_status twi_source_blame(twi_source *source, tw_status status);
/* The whole of a file, unpacked, with a 0 after it: at most `limit` bytes, more is TW_BAD_INPUT. */
tw_status twi_source_text(tw_context *ctx, const char *path, size_t limit, char **text, size_t *count);
const char *twi_source_origin(const twi_source *source);
void twi_source_free(twi_source *source);

#endif
