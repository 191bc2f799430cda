/* What was read, so that nothing is written over it.
 *
 * Off unless tw_protect_inputs was called: a program that changes its own files in place must not be hindered by what
 * it read long ago; the command line has one task and no such wish. A file is known by device and inode, whatever name
 * leads to it, and by its folder and its name in it, should it be replaced or not be there yet. Files are noted where
 * they are opened (base/file_read.c, table/source.c, world/open.c); writers ask before they begin and before they
 * finish. */
#ifndef TWI_BASE_INPUTS_H
#define TWI_BASE_INPUTS_H

#include "base/kinds.h"

/* Notes that the file or folder is read. TW_NO_MEMORY is the only error; what is not there is noted by its place
 * alone. */
tw_status twi_input_note(tw_context *ctx, const char *path);
/* While it is paused nothing is noted: what a writer reads back of its own is no input. Calls nest. */
void twi_inputs_pause(tw_context *ctx, int on);
/* Returns TW_BAD_INPUT, with both names, when a file that is to be written is one that was read. */
tw_status twi_input_spare_file(tw_context *ctx, const char *path);
/* Returns the same for a folder: when it is one that was read, or a file that would be replaced in it is. */
tw_status twi_input_spare_folder(tw_context *ctx, const char *path, twi_kind kind);
/* Each asks for all that forbids to write there: an input, or a folder of another kind, or a file that belongs to such
 * a folder (twi_output_check_place, of a file, for the last two alone). TW_BAD_INPUT says which. */
tw_status twi_output_check_place(tw_context *ctx, const char *path);
tw_status twi_output_check_file(tw_context *ctx, const char *path);
tw_status twi_output_check_folder(tw_context *ctx, const char *path, twi_kind kind);
/* Frees what was noted: for tw_context_free. */
void twi_inputs_free(tw_context *ctx);

#endif
