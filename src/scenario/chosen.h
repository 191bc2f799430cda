/* The set of trade elasticities, and the products of the world, that hold in base and new solution of a scenario. */
#ifndef TWI_SCENARIO_CHOSEN_H
#define TWI_SCENARIO_CHOSEN_H

#include "scenario/scenario.h"

/* By what it was chosen: nothing, the scenario's key `elasticities`, or an option that names a set or a file. */
enum { TWI_CHOSEN_NONE, TWI_CHOSEN_SCENARIO, TWI_CHOSEN_OPTION, TWI_CHOSEN_FILE };

typedef struct twi_chosen {
  int by;
  const char *name;        /* of the set or file; without a choice of the world's own set; NULL: it has none */
  const twi_estimate *row; /* borrowed from the world, or `owned` */
  int rows, found;         /* found: sectors that have a row */
  int *row_of;             /* [S], -1: none, the world's elasticity holds */
  twi_estimate *owned;
} twi_chosen;

/* What holds in the world; free it with twi_chosen_free, also after an error. */
tw_status twi_chosen_find(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_chosen *chosen);
void twi_chosen_free(tw_context *ctx, twi_chosen *chosen);
/* A sentence about it, which is the caller's; NULL where nothing was chosen. */
tw_status twi_chosen_words(tw_context *ctx, const tw_scenario *scenario, const tw_world *world,
                           const twi_chosen *chosen, char **words);
/* The world with the elasticities and the products that the scenario chooses, which borrows all else from it; NULL: the
 * world's own hold. Free it with twi_view_free. Sectors that the set lacks are told in a note. */
tw_status twi_scenario_view(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, tw_world **view);
void twi_view_free(tw_context *ctx, tw_world *view);
/* 1: the text is the name of a set, not of a file. */
int twi_is_set_name(const char *text);
/* The choice that is among stored files, if there is one: of a scenario that was read from them. */
tw_status twi_scenario_choose_stored(tw_context *ctx, tw_scenario *scenario, const twi_scenario_file *stored,
                                     int count);
/* Adds a choice to the files of the scenario: name of the option, and what was given. */
tw_status twi_choice_add(tw_context *ctx, tw_scenario *scenario, const char *name, const char *text, size_t bytes);

/* chosen_products.c. The name under which the option is kept; its choice, which is TW_USAGE where it is none; the world
 * with the products that are chosen, or that it has switched on, NULL: with all of them. */
extern const char twi_products_option[];
tw_status twi_products_choose(tw_context *ctx, tw_scenario *scenario, const char *text);
tw_status twi_products_view(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, tw_world **view);
/* A sentence about the products of a view, which is the caller's; NULL where all of the world's are in. */
tw_status twi_products_words(tw_context *ctx, const tw_scenario *scenario, const tw_world *view, char **words);

/* chosen_share.c. The name under which the option is kept; its choice, TW_USAGE for another word or where there is no
 * section; "low", "point" or "high"; the view with the sector of the section in two products, of the world or of the view
 * there was, which it owns. *view stays where the scenario has no section. */
extern const char twi_share_option[];
tw_status twi_share_choose(tw_context *ctx, tw_scenario *scenario, const char *word);
const char *twi_share_word(int share);
/* Returns 1 for the market of what is illegal of a sector; and fills the high shares [N][N] of (importer, exporter). */
int twi_share_is_illegal(const tw_scenario *scenario, const tw_world *world, int sector, const twi_market *market);
tw_status twi_share_high(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, double *share);
tw_status twi_share_view(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, tw_world **view);

/* read/compared.c: the sentence about what is compared made again, as what was chosen is in it. */
tw_status twi_compared_again(tw_context *ctx, tw_scenario *scenario);
/* The SHA-256 of the scenario from those of its files. */
tw_status twi_scenario_digest(tw_context *ctx, tw_scenario *scenario);

/* Returns 1 when a world is run with products that its world.yaml leaves switched off. */
int twi_products_beyond(const tw_world *view);

#endif
