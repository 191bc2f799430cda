/* Inside the room: what says that the files of a world folder belong together.
 *
 * world.yaml of a folder that this program wrote ends with the key `files`: for each other file its name without .gz
 * and the SHA-256 of its content without compression. The description that a world keeps, and its own SHA-256, are
 * without this part, so a world in a folder, in a .tww and in memory are the same. A world made by hand has no such
 * key. */
#ifndef TWI_WORLD_TOGETHER_H
#define TWI_WORLD_TOGETHER_H

#include "base/digest.h"
#include "base/text.h"

/* Make the text of world.yaml: the description, which ends with the key, then a line a file. */
void twi_together_begin(twi_text *text, const char *yaml);
void twi_together_add(twi_text *text, const char *name, const char *sha256);

typedef struct twi_together {
  int count;    /* -1: no list */
  int bad_line; /* of world.yaml: the first in the list that is no name with its sum; 0: none */
  struct {
    char name[32], sha256[TWI_DIGEST_TEXT];
  } file[16];
} twi_together;

/* Takes the list out of the text of world.yaml, which is cut there, in place. */
void twi_together_take(char *text, twi_together *list);

#endif
