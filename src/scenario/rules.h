/* The kinds of rule a policy may hold, and what the parser makes of one. Inside this room.
 *
 * A kind is one line of the table in rules.c: its name, the wedge it acts on, the keys that select where, and the
 * operations it knows. A rule of a further kind is a further line there and, when it acts on a new wedge, a further
 * array in twi_wedges. */
#ifndef TWI_SCENARIO_RULES_H
#define TWI_SCENARIO_RULES_H

#include "base/builtin.h"
#include "scenario/scenario.h"
#include "table/yaml.h"

/* What is selected along: a set of regions or of sectors. */
typedef enum twi_axis { TWI_AXIS_REGIONS, TWI_AXIS_SECTORS } twi_axis;

typedef enum twi_operation { TWI_TO, TWI_ADD, TWI_CHANGE, TWI_OPERATIONS } twi_operation;
const char *twi_operation_word(twi_operation operation); /* "to", "add", "change": the keys */

/* The arrays of twi_wedges, and how an amount x acts on a value v of each:
 *     to      v = neutral + x        neutral: what "no wedge" is, 0 for a rate, 1 for a factor
 *     add     v = v + x
 *     change  v = v (1 + x)
 * and v must stay above neutral - 1: a rate above -100 %, a factor above 0. */
typedef enum twi_wedge { TWI_WEDGE_TARIFF, TWI_WEDGE_EXPORT_TAX, TWI_WEDGE_BARRIER, TWI_WEDGE_PRODUCTIVITY } twi_wedge;

enum { TWI_SELECTORS = 3 };

typedef struct twi_selector_key {
  const char *key; /* NULL after the last */
  twi_axis axis;
} twi_selector_key;

typedef struct twi_rule_kind {
  const char *name;                         /* the key of the rule in the file */
  const char *words;                        /* its value in messages: "the tariff" */
  twi_wedge wedge;                          /* [S][N][N] with three selectors, [N][S] with two */
  double neutral;                           /* 0: a rate; 1: a factor */
  twi_selector_key selector[TWI_SELECTORS]; /* importer, exporter, sector; or region, sector */
  unsigned operations;                      /* bits 1 << twi_operation */
  int columns;                              /* 1: `to` may name a tariff column of the world */
} twi_rule_kind;

/* Kinds by index, NULL after the last; and by name, NULL when there is none. */
const twi_rule_kind *twi_rule_kind_at(int index);
const twi_rule_kind *twi_rule_kind_find(const char *name);
/* 1 for a kind whose wedge stands between an importer and an exporter. */
int twi_rule_is_bilateral(const twi_rule_kind *kind);

/* One rule as written. The nodes belong to the scenario's tree and carry the marks for messages. */
typedef struct twi_rule {
  const twi_rule_kind *kind;
  const twi_yaml *node; /* the rule's mapping */
  const twi_yaml *selector[TWI_SELECTORS];
  const twi_yaml *amount; /* the value of to, add or change */
  twi_operation operation;
  int is_column; /* 1: `to` names a tariff column */
  double x;      /* else the amount as a fraction: 25 pp is 0.25 */
  int both_ways;
} twi_rule;

struct tw_scenario {
  tw_context *context; /* for freeing; outlives the scenario */
  twi_yaml *tree;
  char *name, *title, *notes; /* notes: NULL when there are none */
  const char *world;          /* in the tree; NULL: the newest built-in one */
  twi_deficits deficits, against;
  twi_rule *rule;
  int rule_count;
  char sha256[65];
};

/* The text of a built-in scenario, NULL: there is none of that name. */
const twi_builtin_file *twi_scenario_find_builtin(const char *name);

/* Reads a number with its unit ("25 pp", "-5 %") for the operation of this kind into a fraction. */
tw_status twi_quantity_read(tw_context *ctx, const twi_yaml *node, const twi_rule_kind *kind, twi_operation operation,
                            double *x);
/* Reads the list of rules under `policy` into the scenario. */
tw_status twi_policy_read(tw_context *ctx, const twi_yaml *policy, tw_scenario *scenario);

/* Sets members[i] (N or S bytes) to 1 for what a selector names in the world: codes, groups, sector sets, `all`. The
 * absent members of a group are listed in a note, once for a scenario. */
tw_status twi_select(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, twi_axis axis,
                     const tw_world *world, unsigned char *members);

#endif
