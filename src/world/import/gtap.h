/* A GTAP data base in memory, as its header-array files have it. Inside gtap*.c and build.c.
 *
 * symbol  word                                                     sets (first fastest)
 * c, k    commodity (TRAD_COMM, COMM)
 * a       activity (PROD_COMM without capital goods, ACTS)
 * e       endowment (ENDW_COMM, ENDW)
 * m       commodity whose services carry freight (MARG_COMM, MARG)
 * r, o, d region; of trade o is the source, d the destination      (REG)
 *
 * The headers, in the names of version 7 of the model (Corong and others 2017, Journal of Global Economic Analysis 2:1,
 * doi 10.21642/JGEA.020101AF; release 10 on) and of version 6.2 (McDougall 2003 and the releases' documentation; releases
 * up to 10). Version 6.2 has no investment and no make of its own: investment is what the activities that are no
 * commodity (capital goods) buy, and an activity makes the commodity of its name. Reading turns it into the former:
 * the rest of these files knows one layout. All are in the money of the base, million USD. */
#ifndef TWI_WORLD_IMPORT_GTAP_H
#define TWI_WORLD_IMPORT_GTAP_H

#include "world/import/import.h"

/* id, header of version 7, header of version 6.2 ("": none), sets: letters as above, r for every region. */
#define TWI_GTAP_HEADERS(X)                                                                                            \
  X(SELLER, "VXSB", "VXMD", "crr")      /* exports at the seller's price */                                            \
  X(FOB, "VFOB", "VXWD", "crr")         /* with export taxes */                                                        \
  X(CIF, "VCIF", "VIWS", "crr")         /* with freight */                                                             \
  X(LANDED, "VMSB", "VIMS", "crr")      /* with tariffs */                                                             \
  X(POOL, "VST", "VST", "mr")           /* what regions give to international transport */                             \
  X(FREIGHT, "VTWR", "VTWR", "mcrr")    /* what carries trade */                                                       \
  X(FIRM_D, "VDFB", "VDFM", "car")      /* bought by activities, domestic, at basic prices */                          \
  X(FIRM_D_PAID, "VDFP", "VDFA", "car") /* the same at purchasers' prices */                                           \
  X(FIRM_M, "VMFB", "VIFM", "car")      /* imported */                                                                 \
  X(FIRM_M_PAID, "VMFP", "VIFA", "car")                                                                                \
  X(HOME_D, "VDPB", "VDPM", "cr") /* by households */                                                                  \
  X(HOME_D_PAID, "VDPP", "VDPA", "cr")                                                                                 \
  X(HOME_M, "VMPB", "VIPM", "cr")                                                                                      \
  X(HOME_M_PAID, "VMPP", "VIPA", "cr")                                                                                 \
  X(STATE_D, "VDGB", "VDGM", "cr") /* by government */                                                                 \
  X(STATE_D_PAID, "VDGP", "VDGA", "cr")                                                                                \
  X(STATE_M, "VMGB", "VIGM", "cr")                                                                                     \
  X(STATE_M_PAID, "VMGP", "VIGA", "cr")                                                                                \
  X(INVEST_D, "VDIB", "", "cr") /* for investment */                                                                   \
  X(INVEST_D_PAID, "VDIP", "", "cr")                                                                                   \
  X(INVEST_M, "VMIB", "", "cr")                                                                                        \
  X(INVEST_M_PAID, "VMIP", "", "cr")                                                                                   \
  X(FACTOR, "EVFB", "VFM", "ear")       /* endowments, before taxes on their use */                                    \
  X(FACTOR_PAID, "EVFP", "EVFA", "ear") /* with them */                                                                \
  X(MAKE, "MAKB", "", "car")            /* what activities make, with taxes on output */                               \
  X(MAKE_PAID, "MAKS", "", "car")       /* without */

typedef enum twi_gtap_header {
#define X(id, seven, six, sets) TWI_GTAP_##id,
  TWI_GTAP_HEADERS(X)
#undef X
      TWI_GTAP_COUNT
} twi_gtap_header;

/* Sets, in the order of the letters "camer". */
enum {
  TWI_GTAP_COMMODITIES,
  TWI_GTAP_ACTIVITIES,
  TWI_GTAP_MARGINS,
  TWI_GTAP_ENDOWMENTS,
  TWI_GTAP_REGIONS,
  TWI_GTAP_SETS
};

typedef struct twi_gtap {
  twi_import_job *j;
  int version;             /* 7, or 6 for 6.2 */
  char *data, *sets, *prm; /* the files; NULL: not there */
  twi_list set[TWI_GTAP_SETS];
  const char *named_by[TWI_GTAP_SETS]; /* the header that the elements are from; NULL: none yet */
  size_t count[TWI_GTAP_COUNT];        /* numbers of each header; 0: not met */
  float *value[TWI_GTAP_COUNT];        /* as in the file: reals of four bytes */
  size_t C, A, M, E, R;                /* sizes of the sets; A without capital goods */
  int *margin;                         /* [M] commodity of each */
  int *good;                           /* [activities of the file] place among the A; -1: capital goods */
  double *esubm, *esubd;               /* [C] of default.prm; NULL: not read */
  int differ_m, differ_d;              /* 1: they differ from region to region there, and are means by imports */
  double negative;                     /* money of numbers below zero by rounding, now zero */
  double gap;                          /* identities of the base, added up */
  double freight, freight_duty, own_freight, own_trade, off_diagonal, idle; /* made by gtap_build.c */
} twi_gtap;

static inline double twi_gtap_trade(const twi_gtap *b, twi_gtap_header h, size_t c, size_t o, size_t d)
{
  return (double)b->value[h][c + b->C * (o + b->R * d)];
}
static inline double twi_gtap_freight(const twi_gtap *b, size_t m, size_t c, size_t o, size_t d)
{
  return (double)b->value[TWI_GTAP_FREIGHT][m + b->M * (c + b->C * (o + b->R * d))];
}
/* Of a header "car". */
static inline double twi_gtap_used(const twi_gtap *b, twi_gtap_header h, size_t c, size_t a, size_t r)
{
  return (double)b->value[h][c + b->C * (a + b->A * r)];
}
/* Of a header "cr", "mr". */
static inline double twi_gtap_at(const twi_gtap *b, twi_gtap_header h, size_t c, size_t r)
{
  return (double)b->value[h][c + (h == TWI_GTAP_POOL ? b->M : b->C) * r];
}

/* gtap_files.c: finds the files in the folder, and the layout; TW_BAD_INPUT with the headers that are missing. The name of
 * a header in a layout, "": it has none; the letters of its sets. */
tw_status twi_gtap_find(twi_gtap *b);
const char *twi_gtap_name_in(int version, int h);
const char *twi_gtap_sets_of(int h);
/* gtap_read.c: takes sets and numbers; TW_BAD_INPUT with file, header and element for what is of other sets, below zero
 * or damaged. */
#define TWI_GTAP_ROUNDING 1e-6
tw_status twi_gtap_numbers(twi_gtap *b);
/* gtap_unite.c: turns version 6.2 into version 7. The header's name in the base's layout; the sum of all its numbers. */
tw_status twi_gtap_unite(twi_gtap *b);
const char *twi_gtap_name(const twi_gtap *b, twi_gtap_header h);
double twi_gtap_sum(const twi_gtap *b, twi_gtap_header h);
/* gtap_parameters.c: default.prm, ESUBM and ESUBD by commodity. */
tw_status twi_gtap_parameters(twi_gtap *b);
/* gtap_check.c: the identities of the base, to the job's bound; TW_BAD_INPUT with the worst. */
tw_status twi_gtap_check(twi_gtap *b);
/* gtap_build.c: gives the job's world its flows and rates, and the job inputs and final demand at buyers' prices. */
tw_status twi_gtap_build(twi_gtap *b);
/* gtap_say.c: findings, each with its money; and the set of elasticities of ESUBD. */
tw_status twi_gtap_say(twi_gtap *b);
/* gtap_names.c: name of a sector of GTAP by its code, NULL: not one; *goods 1 or 0. */
const char *twi_gtap_sector(const char *code, int *goods);
void twi_gtap_free(twi_gtap *b);

#endif
