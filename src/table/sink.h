/* Bytes to write, plain or gzip, into a file that appears whole or not at all (base/file.h); CSV fields.
 *
 * The same bytes give the same gzip file: no time and no name are stored in it. */
#ifndef TWI_TABLE_SINK_H
#define TWI_TABLE_SINK_H

#include "base/context.h"

typedef struct twi_sink twi_sink;

/* Begins a file, as gzip when the path ends in .gz; the caller frees the sink. */
tw_status twi_sink_open(tw_context *ctx, const char *path, twi_sink **sink);
/* Begins a file of a fresh folder (base/stage.h), made at place and called path in messages. Its SHA-256 is kept for
 * twi_sink_sha256. */
tw_status twi_sink_create(tw_context *ctx, const char *place, const char *path, twi_sink **sink);
/* Each adds bytes, which are not kept. The first failure is returned by all later calls, too. */
tw_status twi_sink_write(twi_sink *sink, const void *bytes, size_t count);
tw_status twi_sink_text(twi_sink *sink, const char *text);
/* Adds a CSV field, in quotes where it needs them and no formula for a spreadsheet (cell.h), then the separator (',' or
 * '\n'). */
tw_status twi_sink_field(twi_sink *sink, const char *text, char separator);
/* Adds the shortest number that reads back the same, then the separator. */
tw_status twi_sink_number(twi_sink *sink, double value, char separator);
/* Adds the same as per cent. */
tw_status twi_sink_percent(twi_sink *sink, double fraction, char separator);
/* Completes the file under its temporary name; then gives it its own. */
tw_status twi_sink_close(twi_sink *sink);
tw_status twi_sink_commit(twi_sink *sink);
/* Returns the SHA-256 of what was written, before it was compressed, once it is closed; of twi_sink_create alone. The
 * text is the sink's. */
const char *twi_sink_sha256(const twi_sink *sink);
/* Frees the sink, and removes the file unless it was committed; NULL is allowed. */
void twi_sink_free(twi_sink *sink);

#endif
