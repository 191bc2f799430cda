/* What --lose of a stress test means. See stress.h.
 *
 * A word is a supplier of the market by its code or name, all of a region ("RUS"), a passage by its code, name or another
 * name of it, a country that sells some fuel, or `all` suppliers. It may be several of these: RUS are two suppliers of
 * gas, and a seller of crude. */
#include <ctype.h>
#include <string.h>

#include "base/names.h"
#include "stress/stress.h"

enum { MOST_NAMES = 2048, NEAR_NAME = 160 };

tw_status twi_stress_open_sea(tw_stress *s)
{
  return s->sea ? TW_OK : tw_sea_open(s->ctx, &s->sea);
}

/* ---------------------------------------------------------------- one loss */

static tw_status add_loss(tw_stress *s, twi_loss **loss)
{
  if (s->losses == s->loss_room) {
    int room = 2 * s->loss_room + 64;
    twi_loss *grown = twi_resize(s->ctx, s->loss, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(s->ctx, 0);
    s->loss = grown;
    s->loss_room = room;
  }
  twi_loss *l = *loss = &s->loss[s->losses];
  *l = (twi_loss){.order = s->losses++};
  l->supplier = twi_new(s->ctx, (size_t)s->market->suppliers, 1);
  l->passage = twi_new(s->ctx, (size_t)s->market->passages + 1, 1);
  return l->supplier && l->passage ? TW_OK : twi_no_memory(s->ctx, 0);
}

static tw_status add_exporter(tw_stress *s, twi_loss *l, const char *exporter)
{
  for (int i = 0; i < l->exporters; i++)
    if (strcmp(l->exporter[i], exporter) == 0) return TW_OK;
  const char **grown = twi_resize(s->ctx, l->exporter, (size_t)l->exporters + 1, sizeof *grown);
  if (!grown) return twi_no_memory(s->ctx, 0);
  l->exporter = grown;
  grown[l->exporters++] = exporter;
  return TW_OK;
}

static int strait_of(const char *code)
{
  for (int k = 0; k < TWI_STRAITS; k++)
    if (strcmp(twi_strait_names[k], code) == 0) return k;
  return -1;
}

/* ---------------------------------------------------------------- words */

/* "Russia" of "Russia: Sakhalin", too. */
static int is_named(const twi_piece *p, const char *name)
{
  const char *colon = name ? strchr(name, ':') : NULL;
  if (!name) return 0;
  return twi_same_name(p->text, p->length, name) ||
         (colon && p->length == (size_t)(colon - name) && strncmp(p->text, name, p->length) == 0);
}

/* Marks the suppliers of a code, else of a name, else of a region; returns how many. */
static int mark_suppliers(const tw_market *m, const twi_piece *p, unsigned char *lost)
{
  int count = 0;
  for (int pass = 0; pass < 3 && !count; pass++)
    for (int o = 0; o < m->suppliers; o++) {
      const twi_market_supplier *of = &m->supplier[o];
      int is = pass == 0   ? twi_same_name(p->text, p->length, of->code)
               : pass == 1 ? is_named(p, of->name)
                           : of->region && twi_same_name(p->text, p->length, of->region);
      if (is) lost[o] = 1, count++;
    }
  return count;
}

static int market_passage(const tw_market *m, const twi_piece *p)
{
  for (int k = 0; k < m->passages; k++)
    if (twi_same_name(p->text, p->length, m->passage[k].code) || is_named(p, m->passage[k].name)) return k;
  return -1;
}

/* The passage of the sea network that a text is another name of; NULL: none. */
static tw_status alias_of(tw_stress *s, const twi_piece *p, const char **name)
{
  tw_status status = twi_stress_open_sea(s);
  int at = status == TW_OK ? twi_passage_find(s->sea, p->text, p->length) : -1;
  *name = at < 0 ? NULL : s->sea->passage[at].name;
  return status;
}

static tw_status fail_loss(tw_stress *s, const twi_piece *p)
{
  const char *names[MOST_NAMES];
  const tw_market *m = s->market;
  char shown[TWI_SHOWN];
  int count = 0;
  for (int o = 0; o < m->suppliers && count + 2 < MOST_NAMES; o++) {
    names[count++] = m->supplier[o].code;
    if (m->supplier[o].name) names[count++] = m->supplier[o].name;
  }
  for (int k = 0; k < m->passages && count + 2 < MOST_NAMES; k++) {
    names[count++] = m->passage[k].code;
    if (m->passage[k].name) names[count++] = m->passage[k].name;
  }
  for (int k = 0; k < TWI_STRAITS; k++) names[count++] = twi_strait_names[k];
  for (int i = 0; i < s->countries && count + 2 < MOST_NAMES; i++)
    if (twi_stress_exporter(s, s->country[i].code))
      names[count++] = s->country[i].code, names[count++] = s->country[i].name;
  const char *near = twi_nearest(p->text, p->length, names, count);
  twi_show(p->text, p->length, shown);
  if (near)
    return twi_fail(s->ctx, TW_BAD_INPUT,
                    "--lose: found %s, expected a supplier or a passage of the market %s, a country that sells a fuel, "
                    "or all; did you mean %s?",
                    shown, m->name, near);
  return twi_fail(s->ctx, TW_BAD_INPUT,
                  "--lose: found %s, expected a supplier (%s …) or a passage (%s …) of the market %s, a country that "
                  "sells a fuel, or all",
                  shown, m->supplier[0].code, m->passages ? m->passage[0].code : twi_strait_names[0], m->name);
}

/* Adds what a word means to a loss; its code into word. */
static tw_status add_word(tw_stress *s, twi_loss *l, const twi_piece *p, char word[NEAR_NAME], int *is_passage)
{
  const tw_market *m = s->market;
  int passage = market_passage(m, p), suppliers = passage < 0 ? mark_suppliers(m, p, l->supplier) : 0, strait = -1;
  const char *code = passage < 0 ? twi_stress_code_of(s, p->text, p->length) : NULL, *exporter = NULL;
  char given[NEAR_NAME] = "";
  for (size_t i = 0; i < p->length && i + 1 < sizeof given; i++) given[i] = (char)toupper((unsigned char)p->text[i]);
  if (passage < 0) exporter = twi_stress_exporter(s, code ? code : given);
  if (code && !suppliers) suppliers = mark_suppliers(m, &(twi_piece){code, strlen(code)}, l->supplier);
  *is_passage = passage >= 0;
  if (passage < 0 && !suppliers && !exporter) {
    const char *name = NULL;
    tw_status status = alias_of(s, p, &name);
    if (status != TW_OK) return status;
    if (name) passage = market_passage(m, &(twi_piece){name, strlen(name)});
    strait = name ? strait_of(name) : -1;
    *is_passage = passage >= 0 || strait >= 0;
    if (name && !*is_passage)
      return twi_fail(s->ctx, TW_BAD_INPUT,
                      "--lose: no way of the market %s and none of the energy tables is known to cross %s", m->name,
                      name);
    if (!name) return fail_loss(s, p);
  }
  if (passage >= 0) {
    l->passage[passage] = 1;
    strait = strait_of(m->passage[passage].code);
  }
  if (strait >= 0) l->straits |= 1u << strait;
  l->in_market |= passage >= 0 || suppliers > 0;
  int only = -1;
  for (int o = 0; o < m->suppliers && suppliers == 1; o++)
    if (twi_same_name(p->text, p->length, m->supplier[o].code) || is_named(p, m->supplier[o].name)) only = o;
  twi_print(word, NEAR_NAME, "%s",
            passage >= 0  ? m->passage[passage].code
            : strait >= 0 ? twi_strait_names[strait]
            : only >= 0   ? m->supplier[only].code
            : exporter    ? exporter
                          : given);
  return exporter ? add_exporter(s, l, exporter) : TW_OK;
}

/* ---------------------------------------------------------------- names of it */

static const char *title_of(const tw_stress *s, const char *word)
{
  const tw_market *m = s->market;
  int o = twi_market_find_supplier(m, word), k = twi_market_find_passage(m, word);
  if (k >= 0) return m->passage[k].name ? m->passage[k].name : m->passage[k].code;
  if (o >= 0) return m->supplier[o].name ? m->supplier[o].name : m->supplier[o].code;
  return twi_stress_country(s, word);
}

static tw_status name_loss(tw_stress *s, twi_loss *l, const char *kind, const char *name, const char *title)
{
  l->kind = kind;
  l->name = twi_strdup(s->ctx, name);
  l->title = twi_strdup(s->ctx, title);
  return l->name && l->title ? TW_OK : twi_no_memory(s->ctx, 0);
}

/* ---------------------------------------------------------------- those that are named */

static tw_status lose_all(tw_stress *s, twi_loss *l)
{
  tw_status status = TW_OK;
  memset(l->supplier, 1, (size_t)s->market->suppliers);
  l->in_market = 1;
  for (int i = 0; i < s->origins.count && status == TW_OK; i++) status = add_exporter(s, l, s->origins.row[i].exporter);
  return status;
}

static tw_status read_named(tw_stress *s)
{
  twi_text name = {.ctx = s->ctx}, title = {.ctx = s->ctx};
  const char *at = s->asked.lose;
  char word[NEAR_NAME];
  twi_piece piece;
  twi_loss *l;
  int words = 0, passages = 0;
  tw_status status = add_loss(s, &l);
  while (status == TW_OK && twi_stress_piece(&at, &piece)) {
    int is_passage = 0;
    if (twi_same_name(piece.text, piece.length, "all")) {
      twi_print(word, sizeof word, "all");
      status = lose_all(s, l);
    } else {
      status = add_word(s, l, &piece, word, &is_passage);
    }
    if (status != TW_OK) break;
    twi_text_printf(&name, "%s%s", words ? "+" : "", word);
    twi_text_printf(&title, "%s%s", words ? " and " : "",
                    strcmp(word, "all") == 0 ? "all suppliers" : title_of(s, word));
    words++;
    passages += is_passage;
  }
  if (status == TW_OK && !words)
    status = twi_fail(s->ctx, TW_USAGE, "--lose: found nothing, expected a supplier or a passage");
  char *names[2] = {NULL, NULL};
  if (status == TW_OK) status = twi_text_take(&name, &names[0]);
  if (status == TW_OK) status = twi_text_take(&title, &names[1]);
  if (status == TW_OK)
    status = name_loss(s, l, words > 1 ? "together" : passages ? "passage" : "supplier", names[0], names[1]);
  for (int i = 0; i < 2; i++) twi_free(s->ctx, names[i]);
  twi_text_clear(&name);
  twi_text_clear(&title);
  return status;
}

/* ---------------------------------------------------------------- every one that there is */

static int is_known(const tw_stress *s, const char *name)
{
  for (int i = 0; i < s->losses; i++)
    if (strcmp(s->loss[i].name, name) == 0) return 1;
  return 0;
}

static tw_status add_of_market(tw_stress *s)
{
  const tw_market *m = s->market;
  tw_status status = TW_OK;
  for (int i = 0; i < m->suppliers + m->passages && status == TW_OK; i++) {
    int o = i < m->suppliers ? i : -1, k = i - m->suppliers;
    const char *code = o >= 0 ? m->supplier[o].code : m->passage[k].code;
    const char *exporter = o >= 0 ? twi_stress_exporter(s, code) : NULL;
    int strait = o >= 0 ? -1 : strait_of(code);
    twi_loss *l;
    status = add_loss(s, &l);
    if (status != TW_OK) break;
    *(o >= 0 ? &l->supplier[o] : &l->passage[k]) = 1;
    l->in_market = 1;
    if (strait >= 0) l->straits = 1u << strait;
    if (exporter) status = add_exporter(s, l, exporter);
    if (status == TW_OK) status = name_loss(s, l, o >= 0 ? "supplier" : "passage", code, title_of(s, code));
  }
  return status;
}

static tw_status add_of_tables(tw_stress *s)
{
  tw_status status = TW_OK;
  for (int k = 0; k < TWI_STRAITS && status == TW_OK; k++) {
    twi_loss *l;
    if (is_known(s, twi_strait_names[k])) continue;
    status = add_loss(s, &l);
    if (status != TW_OK) break;
    l->straits = 1u << k;
    status = name_loss(s, l, "passage", twi_strait_names[k], title_of(s, twi_strait_names[k]));
  }
  for (int i = 0; i < s->origins.count && status == TW_OK; i++) {
    const twi_origin *of = &s->origins.row[i];
    twi_loss *l;
    int others = of->fuel != s->market_fuel || !s->with_market;
    if (!(s->fuels >> of->fuel & 1u) || !others || twi_is_rest(of->exporter) || !(of->share > 0)) continue;
    if (is_known(s, of->exporter) || (s->buyer_word && (!s->importer || strcmp(of->importer, s->importer) != 0)))
      continue;
    status = add_loss(s, &l);
    if (status == TW_OK) status = add_exporter(s, l, of->exporter);
    if (status == TW_OK) status = name_loss(s, l, "supplier", of->exporter, twi_stress_country(s, of->exporter));
  }
  return status;
}

tw_status twi_stress_read_losses(tw_stress *s)
{
  s->detail = s->asked.lose != NULL;
  if (s->detail) return read_named(s);
  tw_status status = s->with_market ? add_of_market(s) : TW_OK;
  unsigned others = s->with_market && s->market_fuel >= 0 ? s->fuels & ~(1u << s->market_fuel) : s->fuels;
  return status == TW_OK && others ? add_of_tables(s) : status;
}
