/* Of run.json, which market was solved, and with what options. */
#include "outlook/outlook.h"
#include "report/tables/manifest.h"

static const char *text_of_market(const void *of, const char *field)
{
  return tw_market_text(of, field);
}

json_t *twi_manifest_market(tw_context *ctx, const tw_outlook *o, int *failed)
{
  const tw_market *m = o->market;
  json_t *part = json_object();
  twi_json_put(part, "name", twi_json_text(ctx, m->name), failed);
  twi_json_put(part, "given", twi_json_text(ctx, m->given), failed);
  twi_json_put(part, "title", twi_json_text(ctx, tw_market_text(m, "title")), failed);
  twi_json_put(part, "titles", twi_json_languages(ctx, text_of_market, m, "title", failed), failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, m->sha256), failed);
  twi_json_put(part, "source", twi_json_text(ctx, m->source), failed);
  twi_json_put(part, "licence", twi_json_text(ctx, m->licence), failed);
  twi_json_put(part, "from", json_integer(o->year[0]), failed);
  twi_json_put(part, "until", json_integer(o->year[o->years - 1]), failed);
  twi_json_put(part, "focus", o->focus_given ? twi_json_text(ctx, m->buyer[o->focus].code) : json_null(), failed);
  twi_json_put(part, "draws", json_integer(o->draws), failed);
  twi_json_put(part, "seed", json_integer((json_int_t)o->seed), failed);
  twi_json_put(part, "certified_draws", json_integer(o->drawn), failed);
  twi_json_put(part, "drivers", json_integer(o->driver_rows), failed);
  return part;
}
