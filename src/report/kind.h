/* What a results folder is of, by its run.json: written and read here alone. The list of kinds is report/kinds.h. */
#ifndef TWI_REPORT_KIND_H
#define TWI_REPORT_KIND_H

#include "report/json.h"
#include "report/kinds.h"

/* Runs, ranges and plants have tables in common. */
#define TWI_RESULTS_NAME(NAME, ...) TWI_RESULTS_##NAME,
typedef enum twi_results_kind { TWI_RESULTS_LIST(TWI_RESULTS_NAME) TWI_RESULTS_KINDS } twi_results_kind;
#undef TWI_RESULTS_NAME

/* How the page reads and shows a folder. */
typedef struct twi_results_page {
  const char *list;     /* of the page's data that it goes into */
  const char *file;     /* the object that holds all of it; NULL: it is the tables of a run */
  const char *key;      /* what the object is called in the data */
  const char *needs[3]; /* lists of the object that must have something in them */
  int digits;           /* of numbers in the object */
  int whole;            /* 1: without scripts its article is the whole page, not a part of one */
  const char *words;    /* the kind with an article; NULL: as everywhere */
  const char *noun;     /* "the last NOUN there found no certified solution" */
  const char *title_of, *title; /* the key of the title, and the part of run.json; title_of NULL: of the object */
} twi_results_page;

typedef struct twi_results_row {
  const char *word, *words; /* see below */
  const char *older;        /* a key of its own, by which versions before the key `kind` are told; NULL: none */
  int uncertified;          /* 1: its files are results without a certificate, too */
  const char *tables;       /* the name of its tables, which kinds may have in common */
  const char *part;         /* what was solved on a world, as run.json says it; NULL: it is of no world */
  const char *same;         /* what two folders have in common when nothing differs, but for the program */
  twi_results_page page;
} twi_results_row;

/* Returns the row of a kind; constant. */
const twi_results_row *twi_results_row_of(twi_results_kind kind);
/* Each returns a constant: the kind as run.json says it, "run", "decide" …; and with an article, "a decision". */
const char *twi_results_word(twi_results_kind kind);
const char *twi_results_words(twi_results_kind kind);

/* Returns the kind of a manifest that nobody checked. Versions before the key `kind` had other keys to go by. */
twi_results_kind twi_results_kind_said(const json_t *manifest);
/* Finds the same; TW_BAD_INPUT when it is of another program or its kind is none of these. folder is for messages. */
tw_status twi_results_kind_of(tw_context *ctx, const char *folder, const json_t *manifest, twi_results_kind *kind);

/* Returns 1 when there are certified results, so that a page or a comparison can be made of them. A reconciliation one
 * of whose variants has no solution has its tables all the same, unless that variant is the run; accounts solve
 * nothing, and have theirs; of routes none is asked for one: that there is no route is an answer, too. */
int twi_results_are_there(twi_results_kind kind, const json_t *manifest);

#endif
