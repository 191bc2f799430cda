/* A market: suppliers, buyers, ways between them, straits; the spatial price equilibrium of one product.
 *
 *   market      what the folder says, immutable and shared by threads: codes, texts and numbers, NaN for empty cells
 *   rules       what a policy does to it, each a tw_market_rule
 *   state       numbers alone, complete: the market calibrated, at a year, with rules applied; what is solved
 *   solution    quantities, prices and multipliers of a state, with their certificate
 *   accounts    bills, rents, surplus, shares: what is reported of a solution
 *   answer      a question (rules, year, a shock on top) taken through all of these: what tw_market_solve gives
 *
 * symbol   word                              of                 unit
 * x        flow                              a route            quantity
 * q, lam   output, netback at the margin     a supplier         quantity, price
 * g, mu    output, capacity rent             a block            quantity, price
 * z, p     quantity, price                   a buyer            quantity, price: what is paid, P = p + rho on the curve
 * rho      rent of regasification            a buyer            price
 * y        unserved: the backstop's part     a buyer            quantity (z = sum of x + y)
 * kappa    what a unit at its floor loses    a route            price
 * zeta     toll                              a row (a passage with a capacity, or the fleet)     price
 * m, phi   wedge, stiffness                  a pair             price, price per quantity
 * theta    conjecture: 0 price taking, 1 Cournot                of a supplier
 *
 * A pair is a supplier and a buyer; it has one or more routes, and without a passage that has a capacity the cheapest
 * that is open carries all of it. Money is price x quantity x value_per_unit, in value_unit. */
#ifndef TWI_MARKET_MARKET_H
#define TWI_MARKET_MARKET_H

#include "base/context.h"
#include "table/texts.h"

/* ---------------------------------------------------------------- the market as read */

typedef enum twi_market_quality { TWI_MARKET_OBSERVED, TWI_MARKET_DERIVED, TWI_MARKET_ASSUMED } twi_market_quality;
/* In the order in which plants come: what is asked for is a set of bits, 1 << status. */
typedef enum twi_market_status { TWI_MARKET_OPERATING, TWI_MARKET_FIRM, TWI_MARKET_PROPOSED } twi_market_status;
enum { TWI_MARKET_STATUSES = 3, TWI_MARKET_QUALITIES = 3 };

typedef struct twi_market_supplier {
  char *code, *name;
  char *region, *owner; /* codes of a world's regions; NULL: not given */
  double conjecture;    /* theta */
  int first_block, blocks;
  int line;
} twi_market_supplier;

typedef struct twi_market_block {
  char *code, *source; /* source NULL: not given */
  int supplier;
  double capacity, cost, full_cost, slope; /* NaN: empty, to be calibrated */
  int from_year;                           /* 0: always there */
  twi_market_status status;
  twi_market_quality quality;
  int line;
} twi_market_block;

typedef struct twi_market_buyer {
  char *code, *name, *region, *source;
  double quantity, price;
  double elasticity_short, elasticity_long; /* < 0 */
  double regasification;                    /* NaN: no limit */
  twi_market_quality quality;
  int line;
} twi_market_buyer;

typedef struct twi_market_passage {
  char *code, *name, *owner;
  double capacity; /* NaN: none */
  double toll;     /* paid on top of freight, to the owner */
  int line;
} twi_market_passage;

typedef struct twi_market_route {
  char *code; /* "" where the file gives none */
  int pair;
  double quantity, freight, days; /* of the base; days one way, NaN: not given */
  int first_crossing, crossings;  /* market->crossing: indices of passages */
  int forbidden;
  twi_market_quality quality;
  int line;
} twi_market_route;

typedef struct twi_market_pair {
  int supplier, buyer;
  int first_route, routes;
  double quantity;                           /* of the base, all routes */
  double floor, wedge, stiffness, reference; /* NaN: empty, to be calibrated; floor and reference in quantity */
  int line;
  double m, phi, xref, share, contract; /* calibrated; share, contract: see twi_state_pair */
} twi_market_pair;

struct tw_market {
  tw_allocator memory;
  char *name, *given; /* given: how it was opened */
  char *source, *licence, *unit, *price_unit, *value_unit;
  twi_texts title, notes;
  char sha256[65]; /* of its canonical content */
  int data_year;
  char year[16]; /* the same as a text; "": not given */
  int linear;    /* 1: linear demand; 0: constant elasticity */
  double value_per_unit;
  double sigma, floor_share, reference_minimum, wedge_without_trade, surge_share;
  double ceiling_price, ceiling_share; /* of the backstop at each buyer; NaN: none */
  double fleet;                        /* bound on sum 2 days x; NaN: none */
  int suppliers, blocks, buyers, passages, pairs, routes, crossings;
  twi_market_supplier *supplier;
  twi_market_block *block; /* supplier by supplier */
  twi_market_buyer *buyer;
  twi_market_passage *passage;
  twi_market_pair *pair;   /* by supplier, then buyer */
  twi_market_route *route; /* pair by pair */
  int *crossing;
  int *pair_of;             /* [suppliers][buyers] index of the pair, -1: none */
  double *output, *netback; /* [suppliers] of the base: sum of flows; lam, NaN: it sells nothing and none is known */
  double *wanted;           /* [buyers] of the base: sum of flows, or the quantity where there are none */
  char **remark;            /* [remarks] sentences: what calibration or reading had to do */
  int remarks;
};

/* read/folder.c: a folder, or a built-in market. TW_BAD_INPUT names file, line, column, what was found and expected. */
tw_status twi_market_read_folder(tw_context *ctx, const char *folder, int builtin, tw_market **market);
/* calibrate.c: fills what makes the base a solution; remarks say where data had to give. */
tw_status twi_market_calibrate(tw_context *ctx, tw_market *market);
/* market.c: adds a remark. */
tw_status twi_market_remark(tw_context *ctx, tw_market *market, const char *format, ...) TWI_PRINTF(3, 4);
/* Index by code without regard to case, -1: none; the pair of two, -1: none. */
int twi_market_find_supplier(const tw_market *market, const char *code);
int twi_market_find_buyer(const tw_market *market, const char *code);
int twi_market_find_passage(const tw_market *market, const char *code);

/* ---------------------------------------------------------------- the state: what is solved */

typedef struct twi_state_block {
  int supplier;
  int of;                       /* index of the market's block; -1: the surge that calibration makes */
  double capacity, cost, slope; /* capacity 0: not in force */
  double cash;                  /* what it costs in the short run; cost is full cost of a new plant in the long run */
  double full;                  /* capacity when it is in force */
} twi_state_block;

typedef struct twi_state_buyer {
  double quantity, price, elasticity; /* base point of the demand curve, where P(quantity) = price */
  double limit;                       /* R of what arrives: regasification; INFINITY: none, or not below the base */
  double ceiling, backstop;           /* price and size of the backstop; size 0: none */
} twi_state_buyer;

typedef struct twi_state_pair {
  int supplier, buyer;
  double wedge, stiffness, reference;
  double share;         /* of a supplier without base flows: reference is this share of its capacity; 0: it is not */
  double base;          /* flow of the base point */
  double contract;      /* floor by contract: void without a way, scaled where capacity is less than all of them */
  double firm;          /* floor that a rule gave, which does not give way; NaN: none */
  double floor;         /* what holds */
  double tax_rate, tax; /* ad valorem on what arrives before the tax, and per unit; paid to the buyer's government */
} twi_state_pair;

typedef struct twi_state_route {
  double freight; /* without tolls */
  int used;       /* 1: it is in the program: open, and no other makes it needless (settle.c) */
} twi_state_route;

/* All that is solved, with its own memory. Suppliers, buyers, passages, pairs and routes are those of the market, by
 * the same indices; blocks are the market's, and after those of each supplier its surge. Numbers in it may be changed
 * freely between solves (the link to the core does: costs, freight, demand); after changes of freight, tolls,
 * capacities or what is closed call twi_market_state_settle. */
typedef struct twi_market_state {
  const tw_market *market; /* borrowed */
  int linear, short_run, year, recentred;
  int suppliers, buyers, passages, pairs, routes, blocks;
  double *conjecture;   /* [suppliers] theta */
  double *netback_base; /* [suppliers] of the base point; NaN: it sells nothing there */
  twi_state_block *block;
  int *first_block; /* [suppliers + 1] */
  twi_state_buyer *buyer;
  twi_state_pair *pair;
  twi_state_route *route;
  double *capacity;      /* [passages + 1] INFINITY: none; the last: the fleet, in days times quantity */
  double *toll;          /* [passages] published, on top of freight, paid to the owner */
  double *through;       /* [passages] flow of the base point */
  unsigned char *closed; /* [passages] */
} twi_market_state;

/* make.c: makes the market at the year (0: its data year) with the blocks of these statuses (bits; 0: operating and
 * firm), calibrated to its base, with the rules applied in order, as docs/formats.md says. short_run: 1 short-run
 * elasticities, 0 long-run ones and full cost of new plants. The caller frees the state. TW_BAD_INPUT: a rule that
 * names nobody, or covers nothing. */
tw_status twi_market_state_make(tw_context *ctx, const tw_market *market, int year, unsigned statuses, int short_run,
                                const tw_market_rule *rule, int rules, twi_market_state **state);
/* policy.c: applies further rules to a state (a shock on a recentred one), and settles it. */
tw_status twi_market_state_apply(tw_context *ctx, twi_market_state *state, const tw_market_rule *rule, int rules);
/* settle.c: which routes are used, which floors hold, what references are, from the numbers of the state. */
void twi_market_state_settle(twi_market_state *state);
tw_status twi_market_state_copy(tw_context *ctx, const twi_market_state *from, twi_market_state **to);
void twi_market_state_free(tw_context *ctx, twi_market_state *state);
/* Freight and published tolls of a route. */
double twi_market_route_cost(const twi_market_state *state, int route);
/* The demand curve of a buyer: P(z), and b = -P'(z). */
double twi_market_demand_price(const twi_market_state *state, int buyer, double quantity);
double twi_market_demand_slope(const twi_market_state *state, int buyer, double quantity);
/* How much of a row (a passage, or the fleet: index `passages`) one unit on the route takes: 0, 1, or 2 days. */
double twi_market_route_use(const twi_market_state *state, int route, int row);

/* ---------------------------------------------------------------- the solution */

/* What the certificate measures, in the order of docs/model.md: X(id, name, is quantity, words). */
#define TWI_MARKET_CONDITIONS(X)                                                                                       \
  X(SUPPLIER_BALANCE, "supplier_balance", 1, "what a supplier makes and what it ships")                                \
  X(BUYER_BALANCE, "buyer_balance", 1, "what a buyer gets and what it uses")                                           \
  X(BLOCK, "block", 0, "the margin of a block: cost, netback and capacity rent")                                       \
  X(ROUTE, "route", 0, "the margin of a route: netback, costs of the way and price")                                   \
  X(DEMAND, "demand", 0, "price and quantity on the demand curve, the lesser of both distances")                       \
  X(CAPACITY, "capacity", 1, "a block within its capacity, whose rent is for full ones only")                          \
  X(FLOOR, "floor", 1, "a flow at or above its floor")                                                                 \
  X(LIMIT, "limit", 1, "regasification within its limit, whose rent is for full ones only")                            \
  X(PASSAGE, "passage", 1, "a passage within its capacity, whose toll is for full ones only")                          \
  X(BACKSTOP, "backstop", 0, "nothing unserved below the price ceiling")

typedef enum twi_market_condition {
#define X(id, name, quantity, words) TWI_MARKET_##id,
  TWI_MARKET_CONDITIONS(X)
#undef X
      TWI_MARKET_CONDITION_COUNT
} twi_market_condition;

typedef struct twi_market_certificate {
  double value[TWI_MARKET_CONDITION_COUNT]; /* largest violation, in units of price or quantity */
  int at[TWI_MARKET_CONDITION_COUNT];       /* index of the supplier, buyer, block, route or row; -1: none */
  double largest;
  int worst; /* a twi_market_condition */
} twi_market_certificate;

typedef struct twi_market_solution {
  /* TW_CERTIFIED; TW_INFEASIBLE: floors that do not fit, message has the rows; TW_NO_SOURCE: a buyer that nothing
   * reaches; TW_CERTIFICATE_FAILED: message has the largest violation; TW_NOT_SOLVED */
  tw_outcome outcome;
  char message[1024];        /* why there is none, sentences; "" */
  int iterations, finishing; /* of the interior point, of the active set */
  twi_market_certificate certificate;
  int suppliers, blocks, buyers, routes, rows;      /* rows: passages + 1 */
  double *output, *netback;                         /* [suppliers] q, lam */
  double *made, *capacity_rent;                     /* [blocks] g, mu */
  double *quantity, *price, *limit_rent, *unserved; /* [buyers] z, p, rho, y */
  double *flow, *reduced;                           /* [routes] x, kappa; 0 where a route is not used */
  double *toll;                                     /* [passages + 1] zeta; the last: of the fleet */
  int many_flows;  /* 1: prices are unique, flows are one of many (no stiffness on a ring of ways in use) */
  double *numbers; /* all arrays above */
  size_t room;
} twi_market_solution;

/* A solver keeps its memory from one state to the next; of one thread at a time. Results are the same bits whatever it
 * solved before. */
typedef struct twi_market_solver twi_market_solver;
tw_status twi_market_solver_new(tw_context *ctx, twi_market_solver **solver);
void twi_market_solver_free(twi_market_solver *solver);
/* solve.c: fills the solution, which is zeroed or was filled before (its arrays are used again) and is freed by the
 * caller. TW_OK also without a certified solution: look at the outcome; its numbers mean nothing then. tolerance: of
 * the certificate, 0: 1e-9. */
tw_status twi_market_solve_state(twi_market_solver *solver, const twi_market_state *state, double tolerance,
                                 twi_market_solution *solution);
/* The same from a certified solution of another state of the same market, near which this one's is thought to be: a
 * few rounds where it is, and as above where not. The last bits of its numbers are those of this start. */
tw_status twi_market_solve_near(twi_market_solver *solver, const twi_market_state *state, double tolerance,
                                const twi_market_state *near_state, const twi_market_solution *near_solution,
                                twi_market_solution *solution);
void twi_market_solution_free(tw_context *ctx, twi_market_solution *solution);

/* conditions.c: the certificate, from the state and the tables of a solution alone. */
void twi_market_certify(const twi_market_state *state, const twi_market_solution *solution,
                        twi_market_certificate *certificate);
/* Puts the largest violation in words: "the margin of the route QAT to JPN is off by 2e-06 USD/MMBtu". */
void twi_market_certificate_words(const twi_market_state *state, const twi_market_certificate *certificate, char *words,
                                  size_t room);
/* Of a condition, by its number: what is measured, and whether in units of quantity. */
const char *twi_market_condition_words(int condition);
int twi_market_condition_is_quantity(int condition);
const char *twi_market_condition_name(int condition); /* "route" */
/* feasible.c: 1: some flows satisfy all bounds; 0: none do, and words has the rows that clash. */
int twi_market_feasible(const twi_market_state *state, char *words, size_t room);
/* clash.c: *found 1: none do, by several bounds together, 2: some do, with no room between floors and bounds; words names both. For a state without a solution, since it
 * takes longer than solving one. */
tw_status twi_market_clash(tw_context *ctx, const twi_market_state *state, char *words, size_t room, int *found);

/* recentre.c: the state whose base point is the solution: short-run elasticities, contracts and capacities as they came
 * to be. What was closed, taxed or limited stays so. The caller frees it. */
tw_status twi_market_recentre(tw_context *ctx, const twi_market_state *state, const twi_market_solution *solution,
                              twi_market_state **recentred);

/* ---------------------------------------------------------------- accounts: what is reported */

typedef struct twi_market_buyer_account {
  double price, quantity; /* quantity: what arrives, without the unserved part */
  double wanted;          /* z: with the unserved part */
  double unserved, bill;
  double limit_rent; /* money */
  double tax;        /* money, of taxes on what it buys */
  double surplus;    /* area under the curve above the price; constant elasticity: see accounts.c */
  double hhi;        /* of origins, 0 to 1; NaN: it buys nothing */
} twi_market_buyer_account;

typedef struct twi_market_supplier_account {
  double output, netback; /* netback: mean of p - freight - tolls - taxes over what it ships; NaN: nothing */
  double marginal;        /* lam */
  double revenue, cost;   /* at the netback; of production */
  double rent, capacity_rent, other_rent; /* money: revenue - cost; mu cap; the rest */
  double capacity;                        /* of its blocks, with the surge */
  double wedge_value; /* money: what m, phi, floors and the conjecture stand for; no cost of anybody, own line */
} twi_market_supplier_account;

typedef struct twi_market_passage_account {
  double quantity;
  double toll;  /* zeta: what a further unit of capacity is worth; 0 without a capacity */
  double tolls; /* money: zeta and published ones */
} twi_market_passage_account;

typedef struct twi_market_pair_account {
  double quantity, share;  /* share of what arrives at the buyer */
  double freight, netback; /* mean over its routes, per unit; NaN: nothing is shipped */
  double days;             /* of the route that carries most */
  int route;               /* index of the market's route that carries most; -1: none is open */
} twi_market_pair_account;

typedef struct twi_market_accounts {
  int suppliers, buyers, passages, pairs;
  twi_market_buyer_account *buyer;
  twi_market_supplier_account *supplier;
  twi_market_passage_account *passage;               /* all of the market's */
  twi_market_pair_account *pair;                     /* all of the market's */
  double *through;                                   /* [buyers][passages] share of what arrives that sailed through */
  double bills, freight, tolls, costs, rents, taxes; /* money; bills = the sum of the others */
  double identity;                                   /* bills - the others, relative to bills */
  double wedges;                                     /* money: value of m and phi, which is in no other line */
  double surplus, unserved;                          /* money, quantity */
  double objective;                                  /* of the program, money */
} twi_market_accounts;

/* The caller frees the accounts with twi_market_accounts_free (zeroed: fine). */
tw_status twi_market_accounts_make(tw_context *ctx, const twi_market_state *state, const twi_market_solution *solution,
                                   twi_market_accounts *accounts);
void twi_market_accounts_free(tw_context *ctx, twi_market_accounts *accounts);
/* Change of a buyer's surplus from price p0 to p1 along the curve of the state, money. */
double twi_market_surplus_change(const twi_market_state *state, int buyer, double price0, double price1);

/* ---------------------------------------------------------------- question and answer */

typedef struct twi_market_stage {
  const char *name; /* "base", "rules", "shock" */
  twi_market_state *state;
  twi_market_solution solution;
  twi_market_accounts accounts; /* of a certified solution */
} twi_market_stage;

/* Stages: 0 the base without rules at the data year; 1 the rules at the year; 2 the shock on 1, recentred. before and
 * after are those to compare: 0 and 1 without a shock, else 1 (as the base point of 2) and 2. */
struct tw_market_result {
  tw_context *ctx;
  const tw_market *market;
  int stages, before, after;
  double tolerance;
  twi_market_stage stage[3];
  double seconds;
};

#endif
