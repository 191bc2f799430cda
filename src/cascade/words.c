/* What a cascade comes to, in sentences. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "cascade/cascade.h"
#include "scenario/sentence.h"

tw_status twi_cascade_say(tw_cascade *c, int remark, const char *format, ...)
{
  char ***list = remark ? &c->remark : &c->sentence;
  int *count = remark ? &c->remarks : &c->sentences;
  char text[2048];
  va_list args;
  va_start(args, format);
  twi_vprint(text, sizeof text, format, args);
  va_end(args);
  char **grown = twi_resize(c->ctx, *list, (size_t)*count + 1, sizeof *grown);
  if (!grown) return twi_no_memory(c->ctx, 0);
  *list = grown;
  grown[*count] = twi_strdup(c->ctx, text);
  return grown[(*count)++] ? TW_OK : twi_no_memory(c->ctx, 0);
}

/* Who acted in a round: "RUS, IND" */
static int list_round(const tw_cascade *c, int side, int round, twi_sentence *text)
{
  int count = 0;
  char room[TWI_PRODUCT_WORDS];
  for (int i = 0; i < c->rows; i++) {
    const tw_cascade_row *r = &c->row[i];
    if (r->clause != side || r->round != round || strcmp(r->action, "none") == 0) continue;
    twi_say(text, "%s%s", count++ ? ", " : "", c->world->region[r->region]);
    twi_say(text, " (%s%s)",
            r->product < 0 ? c->world->sector[r->sector] : twi_product_words(c->world, r->product, room),
            strcmp(r->action, "partial") == 0 ? " to some" : "");
  }
  return count;
}

static tw_status say_side(tw_cascade *c, int side)
{
  twi_sentence text = {"", 0};
  const char *which = !c->clauses ? "" : side == TWI_WITH ? "With the clause: " : "Without the clause: ";
  const tw_result *r = c->result[side];
  twi_say(&text, "%s", which);
  twi_say(&text, "bans of the policy: ");
  if (!list_round(c, side, 0, &text)) twi_say(&text, "none");
  for (int n = 1; n <= c->rounds[side]; n++) {
    twi_say(&text, "; round %d: ", n);
    (void)list_round(c, side, n, &text);
  }
  if (r->info.outcome <= 0)
    twi_say(&text, "; then no certified solution");
  else if (c->stopped[side])
    twi_say(&text, "; more would follow, but for the limit of %d round%s", c->scenario->cascade.rounds,
            c->scenario->cascade.rounds == 1 ? "" : "s");
  else if (c->followers)
    twi_say(&text, "; then nobody follows");
  return twi_cascade_say(c, 0, "%s.", text.bytes);
}

static tw_status say_usual(tw_cascade *c)
{
  twi_sentence text = {"", 0};
  const char *what, *code;
  int said = 0;
  for (int i = 0; (code = twi_cascade_usual(i, &what)); i++)
    if (twi_world_region_index(c->world, code, strlen(code)) >= 0)
      twi_say(&text, "%s%s (%s)", said++ ? ", " : "", code, what);
  return twi_cascade_say(
      c, 1,
      "Who may follow is assumed, as the scenario names nobody: of those that stopped or limited exports of "
      "wheat or rice since 2007 the world has %s.",
      text.bytes);
}

/* What of the user's tables is of no use here. */
static tw_status say_passed_over(tw_cascade *c)
{
  const char *file[TWI_CASCADE_FILES];
  if (!c->passed_over) return TW_OK;
  for (int i = 0; i < TWI_CASCADE_FILES; i++) file[i] = c->of_world[i] ? NULL : c->file[i].name;
  return twi_cascade_say(
      c, 1, "%d row%s of %s%s %s of regions or products that the world does not have.", c->passed_over,
      c->passed_over == 1 ? "" : "s", file[TWI_STOCKS] ? file[TWI_STOCKS] : file[TWI_ENERGY],
      file[TWI_STOCKS] && file[TWI_ENERGY] ? " and calories.csv" : "", c->passed_over == 1 ? "is" : "are");
}

/* With one cost an exporter's price at home hardly moves. */
static tw_status say_supply(tw_cascade *c)
{
  if (c->scenario->cascade.trigger != TWI_TRIGGER_PRICE || c->rounds[0] || c->rounds[1]) return TW_OK;
  int own = c->scenario->closure_parts && strstr(c->scenario->closure_parts, "supply") &&
            !strstr(c->scenario->closure_parts, "labour_supply");
  return twi_cascade_say(c, 1, "Nobody's price at home rose by more than %.6g %%%s.", 100 * c->scenario->cascade.tau,
                         own ? ""
                             : ": where output moves freely between products at one cost (supply one_cost), a ban "
                               "elsewhere hardly moves it");
}

static tw_status say_exempt(tw_cascade *c)
{
  for (int i = 0; i < c->parties; i++) {
    const tw_clause_row *r = &c->party[i];
    if (strcmp(r->kind, "exempt") != 0 || strcmp(r->measure, "price") != 0 || r->region != r->importer) continue;
    if (!(r->with < 1)) continue;
    return twi_cascade_say(c, 1,
                           "With a full ban and the clause exempt all that %s may not sell elsewhere is thrown on %s, "
                           "whose price falls below the base: true in the model, no forecast.",
                           c->world->region[r->exporter], c->world->region[r->importer]);
  }
  return TW_OK;
}

/* Clauses that never came into force. */
static tw_status say_idle(tw_cascade *c)
{
  for (int i = 0; i < c->parties; i++)
    if (c->party[i].base != c->party[i].without || c->party[i].without != c->party[i].with) {
      if (isnan(c->party[i].without) || fabs(c->party[i].without - c->party[i].with) <= 0) continue;
      return TW_OK;
    }
  if (!c->parties) return TW_OK;
  return twi_cascade_say(c, 1, "No number differs with the clause: its exporter bans nothing in this cascade.");
}

static tw_status say_parties(tw_cascade *c)
{
  tw_status status = TW_OK;
  char room[TWI_PRODUCT_WORDS];
  for (int i = 0; i + 6 < c->parties && status == TW_OK; i += 7) {
    const tw_clause_row *r = &c->party[i];
    const double *income[2] = {&r[6].without, &r[6].with};
    status = twi_cascade_say(
        c, 0,
        "%s, %s %s to %s (%s): price of %s at home %+.2f %% without the clause, %+.2f %% with it; what it has of it "
        "%+.2f %% and %+.2f %%; "
        "real income %+.4f %% and %+.4f %%.",
        c->world->region[r->region], r->region == r->importer ? "which has the clause of" : "which gives the clause of",
        c->world->region[r->exporter], c->world->region[r->importer], r->kind,
        r->product < 0 ? c->world->sector[r->sector] : twi_product_words(c->world, r->product, room),
        100 * (r->without - 1), 100 * (r->with - 1), 100 * (r[2].without - 1), 100 * (r[2].with - 1), *income[0],
        *income[1]);
  }
  return status;
}

tw_status twi_cascade_sentences(tw_cascade *c)
{
  tw_status status = say_side(c, TWI_WITHOUT);
  if (status == TW_OK && c->result[TWI_WITH]) status = say_side(c, TWI_WITH);
  if (status == TW_OK) status = say_parties(c);
  if (status == TW_OK && c->scenario->cascade.node && !c->scenario->cascade.who) status = say_usual(c);
  if (status == TW_OK && c->followers) status = say_supply(c);
  if (status == TW_OK) status = say_exempt(c);
  if (status == TW_OK) status = say_passed_over(c);
  return status == TW_OK ? say_idle(c) : status;
}
