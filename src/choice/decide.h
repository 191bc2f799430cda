/* A decision as its file states it, and what was found about it. Inside this room and for the report. */
#ifndef TWI_CHOICE_DECIDE_H
#define TWI_CHOICE_DECIDE_H

#include "base/digest.h"
#include "choice/frontier.h"
#include "ensemble/kept.h"
#include "ensemble/parameters.h"
#include "outlook/outlook.h"
#include "scenario/chosen.h"
#include "scenario/scenario.h"
#include "table/texts.h"

enum { TWI_MOST_OPTIONS = 64 };

/* A lever or a contingency; texts belong to the tree. */
typedef struct twi_option {
  const char *name, *title;
  twi_texts titles; /* text NULL: it has none, and the title is the name */
  const twi_yaml *node;
  double probability; /* of a contingency: as given, else equal ones */
  double cost;        /* of a lever, in per cent of real income, taken off every payoff; 0: none given */
} twi_option;

struct tw_decision {
  tw_context *ctx;
  char *origin, *text;
  size_t bytes;
  int builtin;
  twi_yaml *tree;
  char *name, *world;        /* world NULL: the newest built-in one */
  const char *title, *notes; /* the default texts of `titles` and `remarks`; notes NULL: none */
  twi_texts titles, remarks;
  const char *indicator;     /* a column of regions.csv, or the words of one outcome */
  const twi_yaml *outcome;   /* those words; NULL: a column */
  int of_market, field;      /* 1: it is over a market alone; which of its numbers, a twi_payoff_field */
  int linked;                /* 1: over a market and the core together: payoffs are those of the core */
  const twi_yaml *regions; /* NULL: those of the focus, else of the outcome */
  twi_option *lever, *contingency;
  int levers, contingencies, given; /* given: 1 probabilities are in the file */
  tw_scenario **cell;               /* [levers][contingencies] */
  twi_frontier_asked frontier;
  char *left_out;                   /* what closures of files say that levers include; NULL: nothing */
  const twi_scenario_file *stored;  /* while it is read: other files are among these; NULL: on the disk */
  int stored_count;
  char sha256[TWI_DIGEST_TEXT]; /* of all cells, so of all files that the decision names */
};

/* Why a cell has no central solution. */
typedef struct twi_failure {
  tw_outcome outcome; /* > 0: it has one */
  char words[1024];
} twi_failure;

/* tw_verdict_sentence: of no region. */
enum { TWI_ABOUT_ALL = -1, TWI_FIRST = -2 };

/* A verdict whose info.outcome is not positive chooses nothing: a cell, or every draw, has no equilibrium. */
struct tw_verdict {
  tw_context *ctx;
  const tw_decision *decision;
  const tw_world *world; /* the caller's, or `view` */
  tw_world *view;        /* with the elasticities that the decision chose; NULL: the world's own hold */
  tw_settings settings;
  tw_verdict_info info;
  double seconds;
  int shard, shards;                /* as asked for; 0: all draws */
  twi_focus focus;
  tw_outlook *outlook;              /* over a market: its first cell, whose market it has; world is NULL then */
  tw_link *link; /* over a market and the core together: of the first pair, which says the market; else NULL */
  const twi_parameters *parameters; /* while words are made; NULL: no draws */
  int assumed;               /* 1: nothing is named as uncertain, so the spread of the elasticities is an assumption */
  long elasticities, cut;    /* drawn in all draws that are finished, and raised to the floor */
  tw_verdict_region *region; /* [R] */
  tw_cell *cell;             /* [R][L][C] */
  tw_lever *lever;           /* [R][L] */
  tw_break_even *break_even; /* [R][rivals][C], as many as info.break_evens a region */
  tw_stay *stay;             /* [R][C] */
  twi_failure *failure;      /* [L][C] */
  twi_frontier *frontier;    /* NULL: none was asked for */
  char **sentence;           /* [sentences] */
  int *sentence_region;      /* [sentences] */
  int sentences;
};

/* Reads a decision from its text: decide_read.c. stored: other files are looked for among these `stored_count`; NULL:
 * on the disk. Returns TW_OK with a decision that the caller frees (it keeps copies of all that is given here), else
 * none. */
tw_status twi_decision_read(tw_context *ctx, const char *text, size_t bytes, const char *origin, int builtin,
                            const twi_scenario_file *stored, int stored_count, tw_decision **decision);
/* The SHA-256 of the decision from those of its cells. */
tw_status twi_decision_digest(tw_decision *decision);
/* Reads a decision from the files that its results folder kept, its own the first, and the caller frees it; nothing is
 * read from the disk. */
tw_status twi_decision_read_stored(tw_context *ctx, const twi_scenario_file *files, int count, tw_decision **decision);

/* Makes copies of the files that the cells were read from, each once, the decision's own the first; the caller frees
 * them with twi_scenario_files_free. */
tw_status twi_decision_files(tw_context *ctx, const tw_decision *decision, twi_scenario_file **files, int *count);

/* Judges the levers. central [L][C][1 + R]: outcome, then the indicator by region of interest; rows [draws] of the
 * same. finished [draws]: 1 where a draw was made; 2 after this where every cell of it has an equilibrium. Fills all of
 * the verdict but sentences: decide_judge.c. */
tw_status twi_decide_judge(tw_verdict *verdict, const double *central, const twi_kept *rows, signed char *finished,
                           const twi_budget *budget);
/* Returns the bytes that judging will take, beside the rows. */
size_t twi_decide_held(size_t draws, size_t cells, const twi_budget *budget);
/* tw_decide with other bounds on the memory of draws. */
tw_status twi_decide_within(tw_context *ctx, const tw_decision *decision, const tw_world *world,
                            const tw_settings *settings, const tw_decide_options *options, const twi_budget *budget,
                            tw_verdict **verdict);
/* decide_verdict.c: the market that it is over, alone or with a world; NULL: none. Code and name of a region, or of a buyer or supplier; of the index-th of interest. */
const tw_market *twi_verdict_market(const tw_verdict *verdict);
const char *twi_verdict_code(const tw_verdict *verdict, int index);
const char *twi_verdict_name(const tw_verdict *verdict, int index);
/* Writes the unit of payoffs to words: "per cent", "billion USD". */
void twi_verdict_unit(const tw_verdict *verdict, char words[64]);
/* Makes the reasons in words, which the verdict owns: decide_words.c. */
tw_status twi_decide_words(tw_verdict *verdict);

#endif
