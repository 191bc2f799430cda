/* Routes by sea: shortest and cheapest paths on a network of shipping lanes, with passages open or closed.
 *
 * symbol    word                                                                     unit
 * km        length of a leg or path, great circle on a sphere                        km; a nautical mile is 1.852
 * mask      the passages that a leg crosses, a bit each, in the order of passages.csv
 * closed    passages whose legs may not be sailed, a mask
 * off       what a place lies from the network, added at both ends                   km
 * factor    what a place's paths to Northeast Asia are too long by, on this network
 * tau       freight of a voyage: docs/routes.md                                      USD per MMBtu
 *
 *   network.c   points, legs and passages, of the tables that are compiled in (markets/sea)
 *   places.c    terminals, ports, regions
 *   place.c     what FROM and TO mean
 *   search.c    Dijkstra's paths with a heap
 *   lists.c     what --closed, --open, --wait and --toll say
 *   choose.c    the best route by distance or by cost, and the second
 *   routes.c    the whole: tw_routes_run, and what callers read
 *   voyages.c   days between regions, for barriers of goods */
#ifndef TWI_ROUTES_ROUTES_H
#define TWI_ROUTES_ROUTES_H

#include <stdint.h>

#include "base/context.h"
#include "base/digest.h"

enum { TWI_MOST_PASSAGES = 32, TWI_ROUTE_TEXT = 320 };
#define TWI_EARTH_KM    6371.0088 /* mean radius */
#define TWI_MILE_KM     1.852
#define TWI_MOST_OFF_KM 200.0 /* further from the network is inland */

typedef uint32_t twi_mask;

typedef struct twi_passage {
  char *name, *title, *also; /* also: other names, with bars between */
  char *title_in[2];         /* in French and Japanese */
  double toll;               /* USD per MMBtu of a round trip; 0: none */
} twi_passage;

typedef struct twi_harbour {
  char *code, *name, *group; /* group: region of a terminal, country of a port */
  char *role;                /* of a terminal: "load", "discharge"; NULL: a port */
  char *goods;
  double lon, lat, factor; /* factor 1: none */
  int main;                /* of a port: 1: a main one */
} twi_harbour;

/* A port that stands for a region of the world `default`, with the share that it is taken to have of the region's trade
 * with regions that are not on the Pacific side, and with those that are. */
typedef struct twi_gateway {
  char *region, *name, *land; /* land: regions of one word trade by land; "": none */
  int place, pacific;
  double share[2];
} twi_gateway;

struct tw_sea {
  tw_context *ctx;
  int nodes, legs;
  double *lon, *lat;    /* [nodes] degrees */
  int *first, *to;      /* legs of node i, both ways: first[i] … first[i+1]-1; to [2 legs] */
  double *km;           /* [2 legs] */
  twi_mask *mask;       /* [2 legs] */
  twi_passage *passage; /* in the order of passages.csv */
  int passages;
  twi_mask shut; /* passages that are closed unless opened: the Northwest Passage, and Siberia's coast, which stays so */
  twi_mask northwest;
  twi_harbour *place; /* terminals first */
  int places, terminals;
  twi_gateway *gateway;
  int gateways;
};

/* ---------------------------------------------------------------- network.c, places.c */

/* Returns the great-circle distance in km of two points in degrees. */
double twi_great_circle(double lon, double lat, double lon2, double lat2);
/* Read the compiled-in tables into the sea; each is called once. */
tw_status twi_sea_read_network(tw_sea *sea);
tw_status twi_sea_read_places(tw_sea *sea);
/* Returns the passage of a name or another name of it, as people write it ("Bab-el-Mandeb"); -1: none. */
int twi_passage_find(const tw_sea *sea, const char *text, size_t length);
/* The middle of a leg, in degrees of longitude and latitude, from -180 to 180. */
void twi_leg_middle(const tw_sea *sea, int from, int to, double *lon, double *lat);
/* Where a passage is: the middle of its leg that lies nearest to the mean of all its legs. */
void twi_passage_point(const tw_sea *sea, int passage, double *lon, double *lat);
/* Returns the nearest point of the network, the first of several, and how far it is. */
int twi_sea_nearest(const tw_sea *sea, double lon, double lat, double *km);

/* A compiled-in table while it is read: the row's fields by the names of its columns. Ends when `more` is 0. */
struct twi_csv;
typedef tw_status (*twi_sea_row)(tw_sea *sea, struct twi_csv *csv, const int *column);
/* Calls row for each row of sea/NAME; column has the places of the columns, of which there are at most 8. */
tw_status twi_sea_table(tw_sea *sea, const char *name, const char *const *columns, int count, twi_sea_row row);
/* Copies a field; NULL when out of memory. */
char *twi_sea_field(tw_sea *sea, struct twi_csv *csv, int column);

/* ---------------------------------------------------------------- place.c */

/* An end of a route. Texts are the sea's or in `own`. */
typedef struct twi_end {
  const char *code, *name, *kind; /* kind: "terminal", "port", "point" */
  double lon, lat, factor;
  int node;
  double off;
  char own[64];
} twi_end;
/* What a text means: a terminal, a port, a region's port, a country's, or "lat,lon". what: "FROM". TW_BAD_INPUT, with
 * the nearest name, where it means nothing, several things, or lies inland. */
tw_status twi_end_find(tw_context *ctx, const tw_sea *sea, const char *what, const char *text, twi_end *end);
/* Returns 1 when paths to there from where a factor holds are the ones it was measured on. */
int twi_is_northeast_asia(const twi_end *end);

/* ---------------------------------------------------------------- search.c */

typedef struct twi_search twi_search;
/* Makes room for searches on the sea, which is borrowed; the caller frees it. */
tw_status twi_search_new(tw_context *ctx, const tw_sea *sea, twi_search **search);
void twi_search_free(twi_search *search);
/* Returns the length in km of the shortest path between two points; INFINITY: there is none. Kept until the next. With
 * to < 0 paths to all points are found, and twi_search_end tells of one of them as if it had been asked for. */
double twi_search_run(twi_search *search, int from, int to, twi_mask closed);
double twi_search_end(twi_search *search, int to);
/* The path of the last search, from its beginning: its passages, in their order, into passage (room for all of the
 * sea); its points into node, NULL: not asked for. Return how many there are. */
int twi_search_passages(const twi_search *search, int passage[TWI_MOST_PASSAGES]);
int twi_search_points(const twi_search *search, int *node);

/* ---------------------------------------------------------------- lists.c */

/* Read "hormuz,suez" into a mask, and "panama=5,suez=2" into amounts, which are NaN where nothing is given; what:
 * "--closed". */
tw_status twi_passages_read(tw_context *ctx, const tw_sea *sea, const char *what, const char *text, twi_mask *mask);
/* Returns TW_BAD_INPUT where what is opened is open anyway, stays closed, or is closed as well. */
tw_status twi_opened_check(tw_context *ctx, const tw_sea *sea, twi_mask closed, twi_mask opened);
tw_status twi_amounts_read(tw_context *ctx, const tw_sea *sea, const char *what, const char *unit, double most,
                           const char *text, double amount[TWI_MOST_PASSAGES]);

/* ---------------------------------------------------------------- choose.c */

typedef struct twi_terms {
  double knots;
  int by_cost;                     /* 1: the cheapest route; 0: the shortest */
  double toll[TWI_MOST_PASSAGES];  /* USD per MMBtu, round trip */
  double wait[TWI_MOST_PASSAGES];  /* days, each way */
  double factor;                   /* of this pair of ends, 1: none */
} twi_terms;

typedef struct twi_way {
  int found;
  double km, wait, toll, tau; /* wait: days one way */
  int passage[TWI_MOST_PASSAGES], passages;
  twi_mask mask;
  int *node, nodes; /* its points; owned */
} twi_way;

/* Returns tau of a voyage of so many km and days of waiting one way, tolls apart. */
double twi_freight(double km, double wait_days);
/* Finds the best route; the caller frees its points with twi_way_free. TW_OK with found 0 where there is none. */
tw_status twi_way_find(tw_context *ctx, twi_search *search, const tw_sea *sea, const twi_end ends[2],
                       const twi_terms *terms, twi_mask closed, twi_way *way);
/* Finds the best route that avoids one of the passages of `best` at least; found 0 unless it is less than 3 % longer,
 * or dearer where the terms are by cost. */
tw_status twi_way_second(tw_context *ctx, twi_search *search, const tw_sea *sea, const twi_end ends[2],
                         const twi_terms *terms, twi_mask closed, const twi_way *best, twi_way *second);
void twi_way_free(tw_context *ctx, twi_way *way);

/* ---------------------------------------------------------------- routes.c */

/* Return the network, and what was asked for; they are the routes'. */
const tw_sea *twi_routes_sea(const tw_routes *routes);
/* Where a mark of a passage stands: the middle of the first route through it, as far as it is in the passage; of none
 * that of twi_passage_point. */
void twi_routes_passage_point(const tw_routes *routes, int passage, double *lon, double *lat);
const tw_routes_options *twi_routes_asked(const tw_routes *routes);
/* Digests the compiled-in tables of the network and its places, as hexadecimal text. */
tw_status twi_sea_digest(tw_context *ctx, char sha256[TWI_DIGEST_TEXT]);

#endif
