/* Bytes to read, block by block: a file or a piece of memory, plain or gzip.
 *
 * gzip is recognised by its first two bytes, so a file may be either under any name; a name that ends in .gz must be
 * gzip. Truncated and corrupt gzip is TW_BAD_INPUT and named; a read error of the system is TW_IO.
 *
 * What never ends is stopped, as TW_BAD_INPUT: a pipe or device after TWI_MOST_STREAMED bytes, gzip that unpacks to
 * more than 256 MiB and 200 times what was read of it. */
#ifndef TWI_TABLE_SOURCE_H
#define TWI_TABLE_SOURCE_H

#include "base/context.h"

typedef struct twi_source twi_source;

#define TWI_MOST_STREAMED (UINT64_C(2) << 30)

/* Each begins to read, and gives a source that the caller frees: of a file; of bytes in memory, which are borrowed; of
 * a text that twi_source_text gave, plain whatever the name of its file. origin names them in messages and is copied. A
 * file that cannot be opened is TW_BAD_INPUT. */
tw_status twi_source_open(tw_context *ctx, const char *path, twi_source **source);
tw_status twi_source_memory(tw_context *ctx, const void *bytes, size_t count, const char *origin, twi_source **source);
tw_status twi_source_unpacked(tw_context *ctx, const char *text, size_t count, const char *origin, twi_source **source);
/* Reads the next block, good until the next call; count 0 at the end. Reports progress and asks whether to go on. */
tw_status twi_source_next(twi_source *source, const char **block, size_t *count);
/* Reads the whole of a file, unpacked, into a text that the caller frees, with a 0 after it: at most `limit` bytes,
 * more is TW_BAD_INPUT. */
tw_status twi_source_text(tw_context *ctx, const char *path, size_t limit, char **text, size_t *count);
/* Returns what messages call it; it is the source's. */
const char *twi_source_origin(const twi_source *source);
/* Frees the source; NULL is allowed. */
void twi_source_free(twi_source *source);

#endif
