/* A folder of files that belong together, written as one thing.
 *
 *   open; writers into twi_stage_place …; retire; commit; free        free alone after a failure
 *
 * open locks the folder (flock on itself; on the one above it while it is not there yet), so writers follow each other,
 * and puts away what a killed one left. The files are made in a fresh folder beside it, `.NAME.tradewind-…`. commit
 * gives that one the name in a single step: a rename where there was nothing, else an exchange of the two
 * (renameat2), after which the old one goes. So whoever looks, or kills, finds all of the old or all of the new. What
 * is not of this program in the old folder comes along: files as hard links, so that they are never absent, folders by
 * a rename; a killed writer's successor brings home what was on its way.
 *
 * Where folders cannot change places (the folder is the one the process stands in, a mount point, has an access list
 * or an owner that a new one cannot get, lies in a folder that may not be written, or on a file system without the
 * exchange) the files move one by one: the manifest goes first and comes last, and what moves lies in
 * `NAME/.tradewind-…`, from where the next writer completes or undoes it. Readers then find no manifest, and say so.
 *
 * Links in the folder are entries like others: one in the way of a file is replaced, none is followed. */
#ifndef TWI_BASE_STAGE_H
#define TWI_BASE_STAGE_H

#include "base/file.h"
#include "base/kinds.h"

typedef struct twi_stage twi_stage;

/* Begins a folder; the caller frees the stage, and there is none after a failure. parents: 1 makes folders above it
 * that are missing. TW_BAD_INPUT when the folder is of another kind or holds inputs (base/inputs.h), TW_IO when it
 * cannot be, or another program has been writing there for a minute. */
tw_status twi_stage_open(tw_context *ctx, const char *path, twi_kind kind, int parents, twi_stage **stage);
/* Tells where a file of this name is to be written, in a text that the caller frees. inside: a folder in the folder,
 * made when it is not there; NULL: none. */
tw_status twi_stage_place(twi_stage *stage, const char *inside, const char *name, char **place);
/* Returns 1 when the folder was not there before. */
int twi_stage_is_new(const twi_stage *stage);
/* Marks a name in the old folder ("years.csv", "uncertified/run.json") that does not come along; the name is copied. */
tw_status twi_stage_retire(twi_stage *stage, const char *name);
/* Gives the folder its new content, all or nothing; after a failure, TW_IO for most, the folder is as it was. */
tw_status twi_stage_commit(twi_stage *stage);
/* Frees the stage and gives up the lock; NULL is allowed. Without a commit nothing is left of what was written. */
void twi_stage_free(twi_stage *stage);

/* Takes the lock alone, for who changes one file in the folder, and waits for it as twi_stage_open does. The caller
 * gives it up; *lock is -1 where the file system has no locks. */
tw_status twi_folder_lock(tw_context *ctx, const char *path, int *lock);
/* Gives up a lock; -1 is allowed. */
void twi_folder_unlock(int lock);

#endif
