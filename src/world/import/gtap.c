/* GTAP's base data as a world: the order of the steps. See gtap.h for the headers, gtap_build.c for the mathematics.
 *
 * The folder holds basedata.har, and beside it sets.har, which is compared with it, and default.prm with the
 * elasticities; or the same three as FlexAgg calls them. Which layout it is the headers say, not the release. */
#include <string.h>

#include "world/import/gtap.h"

static const char *const notes[] = {
    "imported by tradewind from a GTAP data base: goods are valued fob, freight is bought as services of transport, "
    "final "
    "demand is at basic prices",
    "taxes less subsidies on output, endowments and inputs count as value added; those on final demand are left out",
    NULL,
};

void twi_gtap_free(twi_gtap *b)
{
  if (!b) return;
  tw_context *ctx = b->j->ctx;
  for (int i = 0; i < TWI_GTAP_COUNT; i++) twi_free(ctx, b->value[i]);
  for (int i = 0; i < TWI_GTAP_SETS; i++) twi_list_clear(ctx, &b->set[i]);
  twi_free(ctx, b->data);
  twi_free(ctx, b->sets);
  twi_free(ctx, b->prm);
  twi_free(ctx, b->margin);
  twi_free(ctx, b->good);
  twi_free(ctx, b->esubm);
  twi_free(ctx, b->esubd);
  twi_free(ctx, b);
}

/* Codes, names and kinds of sectors. */
static tw_status copy_sectors(twi_gtap *b)
{
  twi_import_job *j = b->j;
  const twi_list *c = &b->set[TWI_GTAP_COMMODITIES], *r = &b->set[TWI_GTAP_REGIONS];
  tw_status status = TW_OK;
  int index;
  for (int i = 0; i < r->count && status == TW_OK; i++)
    status = twi_list_find_or_add(j->ctx, &j->regions, r->code[i], strlen(r->code[i]), &index);
  for (int i = 0; i < c->count && status == TW_OK; i++)
    status = twi_list_find_or_add(j->ctx, &j->sectors, c->code[i], strlen(c->code[i]), &index);
  if (status != TW_OK) return status;
  j->sector_name = twi_new(j->ctx, b->C, sizeof *j->sector_name);
  j->kind = twi_new(j->ctx, b->C, 1);
  if (!j->sector_name || !j->kind) return twi_no_memory(j->ctx, b->C * sizeof *j->sector_name);
  for (size_t s = 0; s < b->C; s++) {
    int goods = -1;
    const char *name = twi_gtap_sector(c->code[s], &goods);
    if (name && !(j->sector_name[s] = twi_strdup(j->ctx, name))) return twi_no_memory(j->ctx, 0);
    for (size_t m = 0; m < b->M && goods < 0; m++)
      if ((size_t)b->margin[m] == s) goods = 0;
    j->kind[s] = (signed char)goods;
  }
  return TW_OK;
}

static tw_status copy_elasticities(twi_gtap *b)
{
  twi_import_job *j = b->j;
  if (!b->esubm) return TW_OK;
  j->theta = twi_alloc(j->ctx, b->C, sizeof *j->theta);
  if (!j->theta) return twi_no_memory(j->ctx, b->C * sizeof *j->theta);
  for (size_t s = 0; s < b->C; s++) j->theta[s] = b->esubm[s] - 1;
  j->theta_from = "ESUBM - 1 of default.prm (ESBM), substitution between origins of imports";
  return TW_OK;
}

tw_status twi_import_gtap(twi_import_job *j)
{
  twi_gtap *b = twi_new(j->ctx, 1, sizeof *b);
  if (!b) return twi_no_memory(j->ctx, sizeof *b);
  b->j = j;
  j->gtap = b; /* freed with the job */
  j->notes = notes;
  j->source = "GTAP data base, Center for Global Trade Analysis, Purdue University";
  j->licence = "that of the GTAP data base";
  tw_status status = twi_gtap_find(b);
  if (status == TW_OK) {
    twi_free(j->ctx, j->origin);
    j->origin = twi_strdup(j->ctx, b->data);
    if (!j->origin) status = twi_no_memory(j->ctx, 0);
  }
  if (status == TW_OK) status = twi_gtap_numbers(b);
  if (status == TW_OK) status = twi_gtap_unite(b);
  if (status == TW_OK && !j->ask->elasticities) status = twi_gtap_parameters(b);
  if (status == TW_OK) status = twi_gtap_check(b);
  if (status == TW_OK) status = copy_sectors(b);
  if (status == TW_OK) status = copy_elasticities(b);
  if (status == TW_OK) status = twi_import_sizes(j);
  return status;
}
