/* Inside split*.c: the parts of a region or a sector, and what of each product they have. */
#ifndef TWI_WORLD_CHANGE_SPLIT_H
#define TWI_WORLD_CHANGE_SPLIT_H

#include "world/balance.h"

enum { TWI_MOST_PARTS = 1000 };

typedef struct twi_parts {
  const tw_world *w;
  int of_sector, index; /* what is split */
  size_t others;        /* sectors of the world, or regions when a sector is split */
  int count, room;
  char **code, **name;
  twi_codes codes; /* of the parts so far */
  double *share;   /* [count][others] of output: of a part in each sector, or of a part of the sector in each region */
  int bare, none;  /* bare: a part may be without a share, which is 0 then; none: all are (read) */
} twi_parts;

/* Reads the parts and their shares, into a struct that has w, of_sector, index, others and bare; the caller closes it.
 * into: "A:0.6,B:0.4"; file: a CSV file; one of both. TW_BAD_INPUT unless shares are complete and sum to 1 in each of
 * the others. */
tw_status twi_parts_read(tw_context *ctx, twi_parts *parts, const char *into, const char *file);
void twi_parts_close(tw_context *ctx, twi_parts *parts);

/* What a part has of a product of the sector, or of its rest. */
typedef struct twi_piece {
  int product, part;
  double share;      /* of its flows from everywhere; NaN: the share of the part in the seller's region */
  char *code, *name; /* in the new world; NULL: of the rest */
} twi_piece;

typedef struct twi_pieces {
  twi_piece *piece; /* by product of the world, then by part */
  size_t count, room;
  int named; /* 1: a file says where some belong, so that the parts' flows are no shares of the whole's */
} twi_pieces;

/* split_pieces.c: reads which part each product of the sector belongs to: CSV with product (a code, a family's, rest), to,
 * and optionally share, code, name. What no row names, and with file NULL everything, is divided by the parts' shares.
 * The caller closes the pieces, also after an error. */
tw_status twi_pieces_read(tw_context *ctx, const twi_parts *parts, const char *file, twi_pieces *pieces);
void twi_pieces_close(tw_context *ctx, twi_pieces *pieces);
/* Returns the share of a piece in what o sells of its product. */
double twi_piece_share(const twi_parts *parts, const twi_piece *piece, size_t o);

/* split_named.c: the flows of the parts when products are named, [count][N][N] of (part, d, o): what they have of the
 * products and the rest. NULL: out of memory. */
double *twi_named_flows(tw_context *ctx, const twi_parts *parts, const twi_pieces *pieces);
/* Fills `to`, [count][N][N], with a column of rates of the parts: what averages to those of their pieces, of export
 * taxes (tax 1) by value at producers' prices. rate: the world's, with products. */
tw_status twi_named_rates(tw_context *ctx, const twi_parts *parts, const twi_pieces *pieces, const double *rate,
                          int tax, double *to);

#endif
