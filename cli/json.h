/* The summary as JSON on standard output, for every verb that has --json: see json.c. docs/formats.md has the keys.
 * The prefix is js_: json_ is that of a library in the same program. */
#ifndef TRADEWIND_CLI_JSON_H
#define TRADEWIND_CLI_JSON_H

#include "tradewind.h"

/* From here on the output is JSON, for a verb, whose name is borrowed; it is words again. */
void js_start(const char *verb);
void js_stop(void);
/* Returns 1 when the output is JSON. */
int js_on(void);
/* Keeps a message that standard error has, too. */
void js_message(int is_error, const char *text);

/* Each writes one value under a key, or in a list, with key NULL. What is opened is closed by js_close, else by
 * js_end. A text may be NULL, which is null; a number NaN or infinite, which is null, too. */
void js_begin(void);
void js_object(const char *key);
void js_list(const char *key);
void js_close(void);
void js_text(const char *key, const char *text);
void js_number(const char *key, double value);
void js_whole(const char *key, long long value);
void js_flag(const char *key, int on);
/* A list of the lines of a text; NULL: an empty one. */
void js_texts(const char *key, const char *lines);
/* Ends the object, unless the output is words: with the messages, and the exit code. */
void js_end(int code);

/* Parts that several verbs have: json_parts.c. */
void js_world(const tw_world *world);
void js_scenario(const tw_scenario *scenario);
/* What is compared with what, by the names of tw_scenario_text. */
void js_closures(const char *(*text)(const void *of, const char *field), const void *of);
void js_certificate(const tw_certificate *certificate, const tw_world *world);
void js_rules(const tw_rule_effect *effects, int count);
/* What the answer is about: what regions, sectors or products of the focus are called, and which they are; a view.
 * NULL: none. */
typedef struct focus_members {
  const char *of_regions, *of_sectors, *of_products;
  const int *region, *sector, *product;
  int regions, sectors, products;
} focus_members;
void js_focus(const tw_world *world, const focus_members *focus);
/* One number for each region, under its code. */
void js_by_region(const char *key, const tw_world *world, const double *values);

/* What the terminal says of a run (js_run.c), a range, a decision, a reconciliation (json_others.c), of two folders.
 * all: what --all shows. folder: where results were written, NULL: nowhere. */
void js_run(tw_context *context, const tw_path *path, int all, const char *folder, double seconds);
void js_range(tw_context *context, const tw_range_result *range, int year, int all, const char *folder, double seconds);
void js_decide(const tw_decision *decision, const tw_world *world, const tw_verdict *verdict, const char *folder);
void js_reconcile(const tw_reconciliation *reconciliation, const tw_scenario *scenario, const char *folder);
void js_plants(const tw_plants *plants, const tw_scenario *scenario, const char *folder);
void js_accounts(const tw_accounts *accounts, const char *folder);
void js_market(tw_context *context, const tw_outlook *outlook, const tw_scenario *scenario, const char *folder);
void js_stress(const tw_stress *stress, const char *folder);
void js_exposure(const tw_exposure *exposure, int by_sector, const char *folder);
void js_trace(const tw_trace *trace, int all);

#endif
