/* Pieces of run.json that several files make. Inside tables/. */
#ifndef TWI_REPORT_MANIFEST_H
#define TWI_REPORT_MANIFEST_H

#include "report/json.h"
#include "report/kind.h"
#include "report/report.h"
#include "scenario/scenario.h"
#include "supply/supply.h"

/* Puts into the root where every manifest begins: program, version, build, kind, command, finished. */
void twi_manifest_program(tw_context *ctx, json_t *root, twi_results_kind kind, const char *command, int *failed);
/* Each returns a new part of the manifest, which the caller owns: the world, the settings, a certificate, the files of
 * the sheets with their digests. *failed is 1 where memory ran out, here and below. */
json_t *twi_manifest_world(tw_context *ctx, const tw_world *world, int *failed);
json_t *twi_manifest_settings(const tw_settings *settings, int *failed);
json_t *twi_manifest_certificate(tw_context *ctx, const tw_world *world, const tw_certificate *certificate,
                                 int *failed);
json_t *twi_manifest_files(twi_sheet *const *files, int count, int *failed);

/* What was asked: scenario with its rules. manifest_policy.c */
/* Puts into the part of a scenario or a decision which closures are compared. text(of, field): as tw_scenario_text. */
void twi_manifest_closures(tw_context *ctx, json_t *part, const char *(*text)(const void *of, const char *field),
                           const void *of, int *failed);
/* Returns the part of the scenario, which the caller owns. */
json_t *twi_manifest_scenario(tw_context *ctx, const tw_result *result, int *failed);
/* Returns a list of files with their whole texts, which the caller owns, so that the folder alone says what was
 * solved. */
json_t *twi_manifest_scenario_files(tw_context *ctx, const twi_scenario_file *file, int count, int *failed);
/* Puts into the root what the answer is about, where there is a focus. manifest_focus.c */
void twi_manifest_focus(tw_context *ctx, const tw_world *world, const twi_focus *focus, json_t *root, int *failed);
/* Puts into the root the answers of the focus, in a range those of the named outcomes, too, with quantiles. */
void twi_manifest_answers(tw_context *ctx, const twi_run *run, json_t *root, int *failed);
/* Puts into the root what came of it: limits, targets and preferences; and years. */
void twi_manifest_conditions(tw_context *ctx, const tw_result *result, json_t *root, int *failed);
/* Each returns a new part, which the caller owns: what was drawn and how the draws ended, null without draws
 * (manifest_range.c); the years. */
json_t *twi_manifest_range(tw_context *ctx, const twi_run *run, int *failed);
json_t *twi_manifest_years(const twi_run *run, int *failed);
/* Returns a new part, which the caller owns: what was asked of plants. manifest_plants.c */
json_t *twi_manifest_plants(tw_context *ctx, const twi_run *run, int *failed);
/* The same of accounts of food, with the user's tables. calories.c */
json_t *twi_manifest_food(tw_context *ctx, const twi_run *run, int *failed);
/* Rounds and sentences of a cascade. cascade.c */
json_t *twi_manifest_cascade(tw_context *ctx, const twi_run *run, int *failed);
/* An object of a file of the user's with its whole text, so that the folder alone says what was accounted; null: none.
 * manifest_file.c */
json_t *twi_manifest_file(tw_context *ctx, const twi_supply_file *file, int *failed);
/* The same of dependence. dependence.c */
json_t *twi_manifest_dependence(tw_context *ctx, const twi_run *run, int *failed);
/* The same of exposure. exposure.c */
json_t *twi_manifest_exposure(tw_context *ctx, const twi_run *run, int *failed);

/* Each returns a new part, which the caller owns: the market that was solved (manifest_market.c); what market and core
 * came to agree on, with the certificate of it (manifest_link.c). */
json_t *twi_manifest_market(tw_context *ctx, const tw_outlook *outlook, int *failed);
json_t *twi_manifest_illegal(tw_context *ctx, const twi_run *run, int *failed);
json_t *twi_manifest_link(tw_context *ctx, const tw_link *link, int *failed);

/* Puts older_results into the root when files of older results lie in the folder. */
tw_status twi_manifest_older(tw_context *ctx, json_t *root, const char *folder, int *failed);

/* Writes a whole file of JSON with a line end; root is given up, also after a failure. digits of reals: 15 gives what
 * was typed as it was typed, 17 every double as it is. */
tw_status twi_manifest_write(twi_sheet *sheet, json_t *root, int digits, int failed);

#endif
