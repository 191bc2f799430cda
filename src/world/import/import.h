/* What a published table says, before it is a world. Inside this room.
 *
 * symbol  word                                        shape       where
 * z       sales to users as an input                  [S][N][N]   (s, d, o), at the seller's price, never negative
 * f       sales to final demand                       [S][N][N]   (s, d, o), never negative
 * Z       inputs by user, from all origins            [N][S][S]   (d, u, s); sum_u Z = sum_o z
 *
 * Readers of layouts fill this; build.c makes the world of it. What a reader changes on the way (a negative cell
 * set to zero) it adds up in money, and each sum becomes a finding. */
#ifndef TWI_WORLD_IMPORT_IMPORT_H
#define TWI_WORLD_IMPORT_IMPORT_H

#include "table/csv.h"
#include "table/keys.h"
#include "world/assemble.h"
#include "table/codes.h"
#include "world/products.h"

/* Codes in the order in which they are met. */
typedef struct twi_list {
  char **code;
  int count, room;
  twi_codes index;
} twi_list;

/* Number of cells and their money, with the sign taken off. */
typedef struct twi_sum_of_cells {
  long cells;
  double money;
} twi_sum_of_cells;

typedef struct twi_import_job {
  tw_context *ctx;
  const tw_import *ask;
  const char *source, *licence; /* for world.yaml; licence may be NULL */
  double bound, slack;          /* slack: money that the bound is also of, in the unit of the table */
  twi_list regions, sectors;
  char **sector_name; /* [S] or NULL: the codes */
  size_t N, S;
  double *z, *f, *inputs;                                 /* [S][N][N] twice, [N][S][S] */
  double *taxes, *value_added, *column_total, *row_total; /* [N][S]; NULL: the layout has none */
  double final_taxes;                                     /* taxes less subsidies on final demand */
  double gap;                                             /* rows against columns, added up */
  double stocks_up, stocks_down;                          /* changes in inventories by sign */
  char *origin;                                           /* the table in messages: the file, or ARCHIVE/MEMBER */
  char *file, *archive; /* its name without folders, and that of the ZIP archive it is in; NULL: none */
  int year;             /* of the table; 0: unknown */
  char zones[160];      /* a note on zones that were added to their country; "": none */
  int without_users;    /* the table does not say who uses what */
  /* What a layout may bring that others lack. */
  signed char *kind;        /* [S] 1 goods, 0 services, -1: by its code; NULL: all so */
  double *theta;            /* [S] trade elasticities; NULL: none */
  const char *theta_from;   /* what they are, for world.yaml */
  const char *const *notes; /* for world.yaml, NULL at the end, in the place of those of tables */
  double *final_paid;       /* [N][S] final demand at buyers' prices, and inputs are so, too; NULL: both before tariffs */
  struct twi_gtap *gtap;    /* a GTAP data base in place of z and f: gtap.h; NULL: none */
  twi_sum_of_cells negative_inputs, negative_final;
  double *dropped; /* [N][S] by seller: negative final demand that was set to zero; NULL: none */
  double *sold;    /* [N][S] what the table says each sells, with it */
  /* A column of products, in tables in long form: long_products.c. */
  int product_there;                    /* the table has a column of that name, and the map does not name it */
  char *product_column;                 /* NULL: none */
  twi_list products;                    /* in the order in which they are met */
  int *product_sector;                  /* [products] */
  double *product_theta;                /* [products] 0: its sector's; NULL: all so */
  twi_given_products given;             /* their flows; rates where the file of tariffs has them */
  size_t product_room; /* of its flows */
  twi_keys product_rows, product_flows; /* rows with their lines; flows with 1 + their place in given */
  tw_world *w;
} twi_import_job;

/* accounts.c. Lists of codes: the first gives the index of a code, which is added (as a copy) when it is new, the last
 * returns it, or -1 when it is absent. */
tw_status twi_list_find_or_add(tw_context *ctx, twi_list *list, const char *text, size_t length, int *index);
void twi_list_clear(tw_context *ctx, twi_list *list);
int twi_list_find(const twi_list *list, const char *text, size_t length);
/* Makes the job's arrays, zeroed, for the regions and sectors that the lists hold, and sets N and S. which: bits of
 * what the layout has. TW_BAD_INPUT when the world would be too large. */
enum { TWI_HAS_TAXES = 1, TWI_HAS_VALUE_ADDED = 2, TWI_HAS_COLUMN_TOTAL = 4, TWI_HAS_ROW_TOTAL = 8 };
tw_status twi_import_arrays(twi_import_job *j, int which);
/* Sets N and S from the lists; TW_BAD_INPUT when the world would be too large. */
tw_status twi_import_sizes(twi_import_job *j);
/* Frees all that the job owns but its world; the struct is the caller's. */
void twi_import_free(twi_import_job *j);
/* Adds one cell of the table: sales of o's sector s to user u of d; u < 0: to final demand. */
static inline void twi_import_add(twi_import_job *j, size_t s, size_t d, size_t o, long u, double value)
{
  size_t cell = (s * j->N + d) * j->N + o;
  if (u < 0) {
    j->f[cell] += value; /* netted over categories first; what is negative then is dropped by twi_import_check */
  } else if (value < 0) {
    j->negative_inputs.cells++;
    j->negative_inputs.money -= value;
  } else {
    j->z[cell] += value;
    j->inputs[(d * j->S + (size_t)u) * j->S + s] += value;
  }
}
/* Tests rows against columns: TW_BAD_INPUT, with the worst, beyond the bound. Then sets negative final demand to
 * zero. */
tw_status twi_import_check(twi_import_job *j);
/* Returns the seller from which most was dropped, as a cell of [N][S]. */
size_t twi_import_most_dropped(const twi_import_job *j);
/* Puts into words what part of what a seller sells was dropped from it, "2.4 % of what it sells in the table", and
 * returns those. */
const char *twi_import_dropped_words(const twi_import_job *j, size_t seller, char words[80]);

/* archive.c: keeps what the request's file is called and of which year, before anything is read. */
tw_status twi_import_called(twi_import_job *j);
/* Opens the table, which may be a member of a ZIP archive that is then what it is called by. Each call opens the same
 * table anew. */
tw_status twi_import_open(twi_import_job *j, twi_source **source);

/* The layouts: each reads the whole file into the job. TW_BAD_INPUT with the place of what is not of the layout. */
tw_status twi_import_icio(twi_import_job *j);
tw_status twi_import_wiod(twi_import_job *j);
tw_status twi_import_csv(twi_import_job *j);
tw_status twi_import_dta(twi_import_job *j);
tw_status twi_import_har(twi_import_job *j);
tw_status twi_import_gtap(twi_import_job *j); /* a folder; it has no rows and columns to check */

/* long.c: tables in long form, whatever they are stored in. A scanner reads the whole file and hands each record
 * to `take`; it is called twice, first for the codes, then for the values. */
enum { TWI_IMPORTER, TWI_EXPORTER, TWI_SECTOR, TWI_VALUE, TWI_USER, TWI_LONG_COLUMNS };
typedef struct twi_record {
  const char *text[TWI_LONG_COLUMNS]; /* of codes; text[TWI_USER] is NULL without such a column */
  size_t length[TWI_LONG_COLUMNS];
  const char *product; /* NULL: no such column; "", "rest": none */
  size_t product_length;
  double value;
  const char *place; /* "line", "observation" */
  long number;       /* of it */
} twi_record;
typedef tw_status (*twi_take)(void *user, const twi_record *record);
typedef tw_status (*twi_scan)(twi_import_job *j, char *const column[TWI_LONG_COLUMNS], int user_given, twi_take take,
                              void *user);
tw_status twi_import_long(twi_import_job *j, twi_scan scan);

/* long_products.c: gives the product of a record of a sector, which is added when it is new, -1: none; adds what a row of
 * it is worth, *first is the line of one of the same key, 0: it is new. */
tw_status twi_long_product(twi_import_job *j, const twi_record *record, int sector, int *product);
tw_status twi_long_product_value(twi_import_job *j, int product, size_t d, size_t o, size_t user, long number,
                                 double value, int *first);
/* Returns the flow of a product and its place among those given, SIZE_MAX: there is none. */
double twi_long_product_flow(const twi_import_job *j, int product, size_t d, size_t o, size_t *at);
uint64_t twi_long_product_key(const twi_import_job *j, int product, size_t d, size_t o);
/* Puts them into the job's world, which has flows and rates; and frees what the job has of them. */
tw_status twi_long_products_put(twi_import_job *j);
void twi_long_products_free(twi_import_job *j);

/* sectors.c: give the job's world its names and world.yaml, and its kinds of sectors and elasticities. */
tw_status twi_import_describe(twi_import_job *j);
tw_status twi_import_sectors(twi_import_job *j);
/* tariffs.c: fills tariff and the further columns of the world from the file that was asked for, if one was. */
tw_status twi_import_tariffs(twi_import_job *j);
/* build.c: gives the job's world flows and shares of the table, completes and seals it; the formulas are there. */
tw_status twi_import_build(twi_import_job *j);

/* Gives the index of the code in a column, or TW_BAD_INPUT that names the nearest. what: "region", "sector". */
tw_status twi_import_code(twi_csv *csv, int column, const twi_list *list, const char *what, int *index);

#endif
