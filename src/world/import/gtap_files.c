/* Which files a GTAP data base is of, and which layout its headers are of. See gtap.h. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/listing.h"
#include "base/names.h"
#include "base/text.h"
#include "table/har.h"
#include "world/import/gtap.h"

static const struct {
  const char *seven, *six, *sets;
} known[TWI_GTAP_COUNT] = {
#define X(id, seven, six, sets) {seven, six, sets},
    TWI_GTAP_HEADERS(X)
#undef X
};

const char *twi_gtap_name_in(int version, int h)
{
  return version == 7 ? known[h].seven : known[h].six;
}

const char *twi_gtap_sets_of(int h)
{
  return known[h].sets;
}

/* ---------------------------------------------------------------- files */

typedef struct files {
  twi_gtap *b;
  int rank[3]; /* of the names that were found, 0: none; the first of the list is 1 */
} files;

static tw_status see_file(void *user, const char *name)
{
  static const char *const names[3][3] = {{"basedata.har", "gsdfdat.har", "gsddat.har"},
                                          {"sets.har", "gsdfset.har", "gsdset.har"},
                                          {"default.prm", "gsdfpar.har", "gsdpar.har"}};
  files *f = user;
  char **path[3] = {&f->b->data, &f->b->sets, &f->b->prm};
  for (int kind = 0; kind < 3; kind++)
    for (int k = 0; k < 3; k++) {
      if (!twi_same_name(name, strlen(name), names[kind][k]) || (f->rank[kind] && f->rank[kind] <= k + 1)) continue;
      tw_context *ctx = f->b->j->ctx;
      f->rank[kind] = k + 1;
      twi_free(ctx, *path[kind]);
      *path[kind] = twi_path_join(ctx, f->b->j->ask->file, name);
      if (!*path[kind]) return twi_no_memory(ctx, 0);
    }
  return TW_OK;
}

static tw_status find_files(twi_gtap *b)
{
  tw_context *ctx = b->j->ctx;
  const char *folder = b->j->ask->file;
  files f = {.b = b};
  if (twi_path_kind_of(folder) == TWI_PATH_UNSEEN) return twi_path_unseen(ctx, folder);
  if (twi_path_kind_of(folder) != TWI_PATH_FOLDER)
    return twi_fail(ctx, twi_path_kind_of(folder) == TWI_PATH_ABSENT ? TW_IO : TW_BAD_INPUT,
                    "%s: expected the folder of a GTAP data base, with basedata.har, sets.har and default.prm", folder);
  tw_status status = twi_list_folder(ctx, folder, see_file, &f);
  if (status != TW_OK || b->data) return status;
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: found no basedata.har (nor gsdfdat.har or gsddat.har, as FlexAgg calls it), expected the base "
                  "data of GTAP in this folder",
                  folder);
}

/* ---------------------------------------------------------------- which layout */

typedef struct names {
  unsigned char there[2][TWI_GTAP_COUNT]; /* of 6.2, of 7 */
} names;

static tw_status see_name(void *user, const twi_har_header *h)
{
  names *n = user;
  for (int i = 0; i < TWI_GTAP_COUNT; i++) {
    if (*known[i].six && twi_same_name(h->name, strlen(h->name), known[i].six)) n->there[0][i] = 1;
    if (twi_same_name(h->name, strlen(h->name), known[i].seven)) n->there[1][i] = 1;
  }
  return TW_OK;
}

static tw_status choose_layout(twi_gtap *b)
{
  tw_context *ctx = b->j->ctx;
  names n = {{{0}}};
  int count[2] = {0, 0}, own[2] = {0, 0};
  tw_status status = twi_har_read(ctx, b->data, "", see_name, &n);
  if (status != TW_OK) return status;
  for (int i = 0; i < TWI_GTAP_COUNT; i++)
    for (int v = 0; v < 2; v++) {
      int shared = strcmp(known[i].seven, known[i].six) == 0;
      count[v] += *twi_gtap_name_in(6 + v, i) != 0 && !n.there[v][i];
      own[v] += n.there[v][i] && !shared;
    }
  if (own[0] == 0 && own[1] == 0)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: found no header of GTAP's base data, expected VXSB, VDFB, MAKB … (layout of version 7 of the "
                    "model) or VXMD, VDFM, EVFA … (version 6.2); world import --from har --list shows what it holds",
                    b->data);
  int v = own[1] && (count[1] <= count[0] || !own[0]);
  b->version = 6 + v;
  if (count[v] == 0) return TW_OK;
  twi_text list = {.ctx = ctx};
  char *missing = NULL;
  for (int i = 0, shown = 0; i < TWI_GTAP_COUNT; i++)
    if (*twi_gtap_name_in(b->version, i) && !n.there[v][i])
      twi_text_printf(&list, "%s%s", shown++ ? ", " : "", twi_gtap_name_in(b->version, i));
  status = twi_text_take(&list, &missing);
  if (status == TW_OK)
    status = twi_fail(ctx, TW_BAD_INPUT,
                      "%s: found no header %s, expected all headers of the layout of version %s of the model, which it "
                      "has others of",
                      b->data, missing, v ? "7" : "6.2");
  twi_free(ctx, missing);
  return status;
}

tw_status twi_gtap_find(twi_gtap *b)
{
  tw_status status = find_files(b);
  return status == TW_OK ? choose_layout(b) : status;
}
