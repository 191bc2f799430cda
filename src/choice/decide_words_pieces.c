/* Pieces of the sentences about a choice, for decide_words.c and decide_words_region.c. */
#include "choice/decide_words.h"

void twi_words_put(twi_words *w, twi_text *text)
{
  tw_verdict *v = w->v;
  tw_context *ctx = v->ctx;
  char *sentence = NULL;
  tw_status status = twi_text_take(text, &sentence);
  if (w->status == TW_OK) w->status = status;
  if (w->status != TW_OK) {
    twi_free(ctx, sentence);
    return;
  }
  char **sentences = twi_resize(ctx, v->sentence, (size_t)v->sentences + 1, sizeof *sentences);
  if (sentences) v->sentence = sentences;
  int *regions = twi_resize(ctx, v->sentence_region, (size_t)v->sentences + 1, sizeof *regions);
  if (regions) v->sentence_region = regions;
  if (!sentences || !regions) {
    twi_free(ctx, sentence);
    w->status = twi_no_memory(ctx, 0);
    return;
  }
  v->sentence[v->sentences] = sentence;
  v->sentence_region[v->sentences++] = w->region;
}

int twi_words_costs(const tw_decision *d)
{
  int count = 0;
  for (int l = 0; l < d->levers; l++) count += d->lever[l].cost > 0;
  return count;
}

const char *twi_words_lever(const twi_words *w, int l)
{
  return w->v->decision->lever[l].name;
}
