/* Pieces of run.json that several files make. Inside tables/. */
#ifndef TWI_REPORT_MANIFEST_H
#define TWI_REPORT_MANIFEST_H

#include "report/json.h"
#include "report/kind.h"
#include "report/report.h"
#include "scenario/scenario.h"

/* program, version, build, kind, command, finished: where every manifest begins. */
void twi_manifest_program(tw_context *ctx, json_t *root, twi_results_kind kind, const char *command, int *failed);
json_t *twi_manifest_world(tw_context *ctx, const tw_world *world, int *failed);
json_t *twi_manifest_settings(const tw_settings *settings, int *failed);
json_t *twi_manifest_certificate(tw_context *ctx, const tw_world *world, const tw_certificate *certificate,
                                 int *failed);
json_t *twi_manifest_files(twi_sheet *const *files, int count, int *failed);

/* What was asked: scenario with its rules. manifest_policy.c */
/* Which closures are compared, into the part of a scenario or a decision. text(of, field): as tw_scenario_text. */
void twi_manifest_closures(tw_context *ctx, json_t *part, const char *(*text)(const void *of, const char *field),
                           const void *of, int *failed);
json_t *twi_manifest_scenario(tw_context *ctx, const tw_result *result, int *failed);
/* Whole texts, so that the folder alone says what was solved. */
json_t *twi_manifest_scenario_files(tw_context *ctx, const twi_scenario_file *file, int count, int *failed);
/* What came of it: limits, targets and preferences; and years. */
void twi_manifest_conditions(tw_context *ctx, const tw_result *result, json_t *root, int *failed);
/* What was drawn, and how the draws ended; null without draws. manifest_range.c */
json_t *twi_manifest_range(tw_context *ctx, const twi_run *run, int *failed);
json_t *twi_manifest_years(const twi_run *run, int *failed);

/* older_results, when files of older results lie in the folder. */
tw_status twi_manifest_older(tw_context *ctx, json_t *root, const char *folder, int *failed);

/* A whole file of JSON with a line end; root is given up. digits of reals: 15 gives what was typed as it was typed, 17
 * every double as it is. */
tw_status twi_manifest_write(twi_sheet *sheet, json_t *root, int digits, int failed);

#endif
