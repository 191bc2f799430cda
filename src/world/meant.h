/* What a name stands for that is no code of a world: "Canada" is CAN, "cars" are in C29. For messages; nothing is taken
 * for a code that is none. */
#ifndef TWI_WORLD_MEANT_H
#define TWI_WORLD_MEANT_H

#include "world/world.h"

enum { TWI_MEANT = 256 };

/* Puts into words the regions or sectors, or the group, that a text may mean: by the world's own names, by words in
 * English, French and Japanese, by codes of two letters; as in "CAN (Canada)", or "C24A (Iron and steel) or C24B (…)".
 * Returns how many there are, at most 3; 0: nothing is known of such a name. Allocates nothing. */
int twi_world_meant(const tw_world *world, twi_axis axis, const char *text, size_t length, char words[TWI_MEANT]);
/* Puts what messages suggest for a code that the world lacks into words: what the text may mean, else the code that is
 * nearest in letters. Returns words, or NULL: there is nothing to suggest. */
const char *twi_world_suggest(const tw_world *world, twi_axis axis, const char *text, size_t length,
                              char words[TWI_MEANT]);
/* Puts a code with its name into words: "CAN (Canada)"; the code alone where that is the name. Returns words. */
const char *twi_code_words(const tw_world *world, twi_axis axis, int index, char words[TWI_MEANT]);

/* Leaves in the context that the world has no such region, with what to suggest; what stands before it: "--region".
 * Returns TW_BAD_INPUT. */
tw_status twi_world_no_region(tw_context *ctx, const tw_world *world, const char *what, const char *text,
                              size_t length);
/* The region of a code, without regard to case; the same for what is none. */
tw_status twi_world_region_named(tw_context *ctx, const tw_world *world, const char *what, const char *text,
                                 int *region);

/* meant_words.c: words for something, separated by bars and normalised (small letters, no accents, blanks between words),
 * and what they stand for, separated by blanks: codes or groups, of which the first holds that a world has; for sectors
 * ISIC sections and divisions, all of which hold. The list ends with words NULL. */
typedef struct twi_synonym {
  const char *words, *targets;
} twi_synonym;
const twi_synonym *twi_synonyms(twi_axis axis);

#endif
