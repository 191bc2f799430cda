/* A scenario with legal and illegal fish at each of its three shares. Inside this room, and for what writes it.
 *
 *   price, quantity   P_s of the buyer, and spending over it                     against the reference
 *   income            v Y_g of legal and of illegal catch by harvester           v: value added in output, of the data
 *   imports           by origin, both products together                          before the tariff
 *   calories          of the diet's rows of the sector, which move with what arrives: change.c
 *
 *   illegal.c        solves
 *   illegal_rows.c   the rows, and what is said beside them
 *   illegal_read.c   what callers read */
#ifndef TWI_FOOD_ILLEGAL_H
#define TWI_FOOD_ILLEGAL_H

#include "food/food.h"
#include "scenario/rules.h"

struct tw_illegal {
  tw_context *ctx;
  tw_path *path[TWI_SHARES];
  tw_scenario at[TWI_SHARES]; /* the scenario with another share, which borrows all else */
  int sector, share;          /* share: of which the tables of the run are */
  tw_illegal_row *row;
  int rows;
  char **remark;
  int remarks;
};

/* Fills the rows and remarks of the solutions. */
tw_status twi_illegal_rows(tw_illegal *illegal);

#endif
