/* Of run.json, what a run with a market came to: how far market and core agree, line by line, and what is outside. */
#include "link/link.h"
#include "report/tables/manifest.h"

static json_t *code_of(tw_context *ctx, const tw_world *world, int region)
{
  return twi_json_text(ctx, region < 0 ? NULL : tw_world_region(world, region));
}

static json_t *certificate_of(tw_context *ctx, const tw_world *world, const tw_link_info *info, int *failed)
{
  json_t *part = json_object(), *lines = json_array();
  if (!lines) *failed = 1;
  twi_json_put(part, "largest", twi_json_number(info->largest), failed);
  twi_json_put(part, "tolerance", twi_json_number(info->tolerance), failed);
  for (int i = 0; i < info->lines; i++) {
    json_t *line = json_object();
    twi_json_put(line, "name", twi_json_text(ctx, info->line[i].name), failed);
    twi_json_put(line, "words", twi_json_text(ctx, info->line[i].words), failed);
    twi_json_put(line, "value", twi_json_number(info->line[i].value), failed);
    twi_json_put(line, "region", code_of(ctx, world, info->line[i].region), failed);
    twi_json_put(line, "other", code_of(ctx, world, info->line[i].other), failed);
    twi_json_append(lines, line, failed);
  }
  twi_json_put(part, "conditions", lines, failed);
  return part;
}

json_t *twi_manifest_link(tw_context *ctx, const tw_link *link, int *failed)
{
  tw_link_info info;
  const char *sentence;
  json_t *part = json_object(), *sentences = json_array();
  if (!sentences) *failed = 1;
  tw_link_about(link, &info);
  twi_json_put(part, "sector", twi_json_text(ctx, link->options.sector), failed);
  twi_json_put(part, "product", twi_json_text(ctx, link->options.product), failed);
  twi_json_put(part, "rounds", json_integer(info.rounds), failed);
  twi_json_put(part, "latent_pairs", json_integer(info.latent), failed);
  twi_json_put(part, "bills", twi_json_number(info.bills), failed);
  twi_json_put(part, "left_out", twi_json_number(info.left_out), failed);
  twi_json_put(part, "mode_difference", twi_json_number(info.mode_difference), failed);
  for (int i = 0; (sentence = tw_link_sentence(link, i)); i++)
    twi_json_append(sentences, twi_json_text(ctx, sentence), failed);
  twi_json_put(part, "sentences", sentences, failed);
  twi_json_put(part, "certificate", certificate_of(ctx, link->world, &info, failed), failed);
  return part;
}
