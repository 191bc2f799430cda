/* What each elasticity is drawn from, by the entries of the range section. Inside this room.
 *
 * Every elasticity of the list in parameters.h has a slot, sectors first. Entries fill slots in their order, later ones
 * over earlier ones. Slots that share something are one number: they are drawn at the same point of their
 * distributions. */
#ifndef TWI_ENSEMBLE_PARAMETERS_SLOTS_H
#define TWI_ENSEMBLE_PARAMETERS_SLOTS_H

#include "base/text.h"
#include "ensemble/parameters.h"

typedef struct twi_slot {
  int on;
  int share; /* index into share_name; -1: a number of its own */
  twi_distribution distribution;
  char *source; /* owned */
} twi_slot;

typedef struct twi_slots {
  tw_context *ctx;
  const tw_scenario *scenario;
  const tw_world *world;
  twi_parameters *p;
  int slots;
  twi_slot *slot;          /* [slots] */
  double *value;           /* [slots] the world's: theta, or 1 + eta */
  unsigned char *selected; /* [S or products] by the entry */
  char **share_name;       /* "services", "steel" */
  int shares;
} twi_slots;

tw_status twi_slots_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_parameters *p,
                        twi_slots *slots);
void twi_slots_free(twi_slots *slots);
/* Returns what a slot is called in messages, "C29", "TOYOTA", "C29 between products"; text may be filled. The sector that
 * it belongs to. */
enum { TWI_SLOT_WORDS = 128 };
const char *twi_slot_words(const tw_world *world, int slot, char text[TWI_SLOT_WORDS]);
int twi_slot_sector(const tw_world *world, int slot);
/* Empties a slot: what it is of goes with its sector, or stays. */
void twi_slots_clear(twi_slots *slots, int slot);
/* Names a number that several slots share. */
tw_status twi_slots_share(twi_slots *slots, const char *name, int *share);
/* Fills a slot; takes the source over, whose absence is TW_NO_MEMORY. */
tw_status twi_slots_set(twi_slots *slots, int slot, const twi_distribution *distribution, int share, char *source);
/* Fills it with a lognormal about the world's elasticity; a spread of 0 leaves that as it is. why: ends the source. */
tw_status twi_slots_spread(twi_slots *slots, int slot, double spread, int share, const char *why);
/* parameters_entries.c: all entries, or without any what is assumed: the set that holds, else a spread. Notes go to the
 * parameters. */
tw_status twi_slots_fill(twi_slots *slots);
/* Makes the words for what a selector names, which are the caller's: "services", "A01, C29". */
tw_status twi_selector_words(twi_slots *slots, const twi_yaml *node, char **words);
/* parameters_products.c: fills the slots of an entry that is of products, or of what stands between them. */
tw_status twi_slots_of_products(twi_slots *slots, const twi_range_entry *entry);
/* Adds a note to the parameters; takes the text over. */
tw_status twi_parameters_note(twi_parameters *p, twi_text *text);

#endif
