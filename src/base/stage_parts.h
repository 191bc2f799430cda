/* What the parts of stage.h share. Inside stage*.c. */
#ifndef TWI_BASE_STAGE_PARTS_H
#define TWI_BASE_STAGE_PARTS_H

#include "base/listing.h"
#include "base/stage.h"

#define TWI_STAGE_MARK  ".tradewind-"
#define TWI_STAGE_INNER "uncertified" /* the one folder inside that has files of ours */

/* Something of somebody else's that came along from the old folder. */
typedef struct twi_carried {
  char *name; /* "notes.txt", "uncertified/notes.txt" */
  int moved;  /* 1: renamed, 0: linked */
} twi_carried;

struct twi_stage {
  tw_context *ctx;
  twi_kind kind;
  char *path;   /* as it was given, without slashes at the end */
  char *target; /* links followed */
  char *parent, *name;
  char *stage; /* the fresh folder */
  char *outer; /* in place: NAME/.tradewind-…, of which stage is the folder new; else NULL */
  int lock, own_lock;
  int is_new, made; /* made: folders above it */
  int committed;
  int cannot_carry; /* 1: what is not ours cannot come along into a new folder: no hard links, say */
  char **retired;
  int retired_count, retired_room;
  twi_carried *carried;
  int carried_count, carried_room;
};

/* Sets the error text, the folder with what went wrong and the words of the errno `number`; returns TW_IO. */
tw_status twi_stage_fail(const twi_stage *stage, const char *what, int number);
/* Returns 1 when the name, in the folder `inside` unless that is NULL, was marked by twi_stage_retire. */
int twi_stage_retires(const twi_stage *stage, const char *inside, const char *name);
/* Returns 1 when something of the folder `inside` was. */
int twi_stage_retires_in(const twi_stage *stage, const char *inside);

/* stage_lock.c: locks the folder that has the name at the moment when the lock is there; *lock is -1 when the folder is
 * absent, else a handle for twi_folder_unlock. path: what messages call it. */
tw_status twi_stage_lock_folder(tw_context *ctx, const char *folder, const char *path, int *lock);

/* stage_carry.c: the first brings what is not ours from the old folder into the new one, the second brings it back
 * after a failure. cannot_carry may then be set: the folder has to stay, and files move into it. */
tw_status twi_stage_carry(twi_stage *stage);
void twi_stage_carry_back(twi_stage *stage);
/* Empties and removes a folder that was left over (`name` in `at`): what is ours, and what the folder `home` has as
 * well, goes; the rest goes home, or stays. held: an open handle of it, so that none is needed; -1: none. home: -1: not
 * there. Returns 0 when it is gone. */
enum { TWI_SWEEP_STAYS = 1, /* it has files of somebody else */ TWI_SWEEP_FAILED /* the system did not let it go */ };
int twi_stage_sweep(int at, const char *name, int held, int home);
/* The old folder, which has the fresh one's name after the exchange, goes in this way; what stays is told. */
void twi_stage_drop_old(twi_stage *stage);

/* stage_place.c: brings the files into the folder one by one. */
tw_status twi_stage_move_in(twi_stage *stage);
/* Completes or undoes what a killed twi_stage_move_in left in the folder `target`. */
void twi_stage_recover(int target, const char *outer, twi_kind kind);
/* Removes a folder in `at` whose files are all ours; what cannot go stays, without a word. */
void twi_remove_ours(int at, const char *name);
/* Empties it. */
void twi_remove_ours_in(int folder);

#endif
