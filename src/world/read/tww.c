/* A world from one file. The layout is in assemble.h, the stream in canonical.c.
 *
 * Nothing in the file is believed before it is checked: sizes against what the file still holds before memory is asked
 * for, the sums before the content is used, every number before the world is made. Arrays are read straight into their
 * place, and the sum is computed as they pass: there is no second copy. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "world/elasticities.h"
#include "world/read/tww.h"
#include "world/stores.h"

static tw_status take_texts(twi_tww *t, char ***text, size_t count)
{
  if (count > t->left / 4) return twi_tww_damaged(t, "a size in it is larger than the file");
  *text = twi_new(t->ctx, count, sizeof **text);
  if (!*text) return twi_no_memory(t->ctx, count * sizeof **text);
  for (size_t i = 0; i < count; i++) {
    tw_status status = twi_tww_text(t, &(*text)[i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- the parts */

static tw_status take_sizes(twi_tww *t, uint32_t *flags)
{
  static const char mark[] = "tradewind world ";
  char found[sizeof mark + 4]; /* its length before it, the version behind */
  uint32_t number[5] = {0};
  tw_world *w = t->w;
  tw_status status = twi_tww_bytes(t, found, sizeof found);
  if (status == TW_OK && (memcmp(found + 4, mark, sizeof mark - 1) != 0 || found[sizeof found - 1] != '0' + t->version))
    status = twi_tww_damaged(t, "the content does not start as it should");
  for (int i = 0; i < 5 && status == TW_OK; i++) status = twi_tww_number(t, &number[i]);
  if (status != TW_OK) return status;
  if (number[0] == 0 || number[1] == 0 || number[2] > TWI_MOST_COLUMNS || number[4] > TWI_ALL_PARTS ||
      (number[4] > TWI_HOLDS_PRODUCTS && !(number[4] & TWI_HOLDS_PRODUCTS)))
    return twi_tww_damaged(t, "its sizes are impossible");
  status = twi_world_check_size(t->ctx, t->file, number[0], number[1]);
  if (status != TW_OK) return status;
  /* A group takes at least 8 bytes, a region or sector 8, a flow 8: what is asked for below is bounded by the file. */
  if (number[3] > t->left / 8) return twi_tww_damaged(t, "its sizes are impossible");
  w->columns = twi_new(t->ctx, number[2], sizeof *w->columns);
  w->groups = twi_new(t->ctx, number[3], sizeof *w->groups);
  if (!w->columns || !w->groups) return twi_no_memory(t->ctx, 0);
  w->N = (int)number[0];
  w->S = (int)number[1];
  w->column_count = (int)number[2];
  w->group_count = (int)number[3];
  *flags = number[4];
  return TW_OK;
}

/* groups has room for all of them. */
static tw_status take_groups(twi_tww *t, twi_group *groups, int count)
{
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK; i++) {
    uint32_t members = 0;
    status = twi_tww_text(t, &groups[i].name);
    if (status == TW_OK) status = twi_tww_number(t, &members);
    if (status == TW_OK && members > t->left / 4) status = twi_tww_damaged(t, "a size in it is larger than the file");
    if (status != TW_OK) break;
    groups[i].count = (int)members;
    status = take_texts(t, &groups[i].members, members);
  }
  return status;
}

static tw_status take_sector_groups(twi_tww *t)
{
  uint32_t count = 0;
  tw_status status = twi_tww_number(t, &count);
  if (status != TW_OK) return status;
  if (count > t->left / 8) return twi_tww_damaged(t, "a size in it is larger than the file");
  t->w->sector_groups = twi_new(t->ctx, count, sizeof *t->w->sector_groups);
  if (!t->w->sector_groups) return twi_no_memory(t->ctx, 0);
  t->w->sector_group_count = (int)count;
  return take_groups(t, t->w->sector_groups, (int)count);
}

static tw_status take_estimate(twi_tww *t, twi_estimate *e)
{
  char **text[] = {&e->set, &e->sector, &e->parameter, &e->source};
  uint32_t kind = 0;
  tw_status status = TW_OK;
  for (int k = 0; k < 4 && status == TW_OK; k++) status = twi_tww_text(t, text[k]);
  if (status == TW_OK) status = twi_tww_number(t, &kind);
  if (status == TW_OK && kind > TWI_SPREAD_QUANTILES)
    return twi_tww_not_canonical(t, "the uncertainty of an elasticity is of kind 0, 1 or 2: found %lu",
                                 (unsigned long)kind);
  e->kind = (twi_spread_kind)kind;
  if (status == TW_OK) status = twi_tww_bytes(t, &e->estimate, sizeof e->estimate);
  if (status == TW_OK) status = twi_tww_bytes(t, e->spread, sizeof e->spread);
  if (status != TW_OK) return status;
  if (!twi_little_endian()) {
    twi_swap_doubles(&e->estimate, 1);
    twi_swap_doubles(e->spread, 3);
  }
  for (int k = kind == TWI_SPREAD_NONE ? 0 : kind == TWI_SPREAD_ERROR ? 1 : 3; k < 3; k++)
    if (e->spread[k] != 0)
      return twi_tww_not_canonical(t, "an elasticity without that uncertainty has a number for it");
  return TW_OK;
}

static tw_status take_estimates(twi_tww *t)
{
  enum { LEAST = 4 * 4 + 4 + 4 * 8 }; /* bytes of a row whose texts are empty */
  uint32_t count = 0;
  tw_status status = twi_tww_number(t, &count);
  if (status != TW_OK) return status;
  if (count > t->left / LEAST) return twi_tww_damaged(t, "a size in it is larger than the file");
  t->w->estimate = twi_new(t->ctx, count, sizeof *t->w->estimate);
  if (!t->w->estimate) return twi_no_memory(t->ctx, 0);
  t->w->estimate_count = (int)count;
  for (uint32_t i = 0; i < count && status == TW_OK; i++) status = take_estimate(t, &t->w->estimate[i]);
  return status;
}

/* present[i]: the further tariff column i is not zero throughout. */
static tw_status take_names(twi_tww *t, uint32_t flags, uint32_t present[TWI_MOST_COLUMNS])
{
  tw_world *w = t->w;
  size_t n = (size_t)w->N, sectors = (size_t)w->S;
  tw_status status = twi_tww_text(t, &w->yaml);
  if (status == TW_OK) status = take_texts(t, &w->region, n);
  if (status == TW_OK) status = take_texts(t, &w->region_name, n);
  if (status == TW_OK) status = take_texts(t, &w->sector, sectors);
  if (status == TW_OK) status = take_texts(t, &w->sector_name, sectors);
  for (int i = 0; i < w->column_count && status == TW_OK; i++) {
    status = twi_tww_text(t, &w->columns[i].name);
    if (status == TW_OK) status = twi_tww_number(t, &present[i]);
    if (status == TW_OK && present[i] > 1)
      status =
          twi_tww_not_canonical(t, "a tariff column is there (1) or not (0): found %lu", (unsigned long)present[i]);
  }
  if (status == TW_OK) status = take_groups(t, w->groups, w->group_count);
  if (status == TW_OK && (flags & TWI_HOLDS_SECTOR_GROUPS)) status = take_sector_groups(t);
  if (status == TW_OK && (flags & TWI_HOLDS_ESTIMATES)) status = take_estimates(t);
  if (status == TW_OK && (flags & TWI_HOLDS_PRODUCTS)) status = twi_tww_products(t);
  if (status == TW_OK && (flags & TWI_HOLDS_STOCKS)) status = twi_tww_stores(t, TWI_STORE_STOCKS);
  return status == TW_OK && (flags & TWI_HOLDS_CALORIES) ? twi_tww_stores(t, TWI_STORE_CALORIES) : status;
}

static tw_status take_arrays(twi_tww *t, uint32_t flags, const uint32_t present[TWI_MOST_COLUMNS])
{
  tw_world *w = t->w;
  size_t n = (size_t)w->N, sectors = (size_t)w->S, flows = twi_world_sector_flows(w);
  if (sectors > t->left) return twi_tww_damaged(t, "a size in it is larger than the file");
  w->goods = twi_new(t->ctx, sectors, 1);
  if (!w->goods) return twi_no_memory(t->ctx, sectors);
  tw_status status = twi_tww_bytes(t, w->goods, sectors);
  if (status == TW_OK) status = twi_tww_doubles(t, &w->theta, sectors);
  if (status == TW_OK) status = twi_tww_doubles(t, &w->flow, flows);
  if (status == TW_OK && (flags & TWI_HOLDS_TARIFF)) status = twi_tww_doubles(t, &w->tariff, flows);
  if (status == TW_OK && (flags & TWI_HOLDS_EXPORT_TAX)) status = twi_tww_doubles(t, &w->export_tax, flows);
  for (int i = 0; i < w->column_count && status == TW_OK; i++)
    if (present[i]) status = twi_tww_doubles(t, &w->columns[i].values, flows);
  if (status == TW_OK) status = twi_tww_doubles(t, &w->value_added_share, n * sectors);
  if (status == TW_OK) status = twi_tww_doubles(t, &w->input_share, n * sectors * sectors);
  if (status == TW_OK) status = twi_tww_doubles(t, &w->final_share, n * sectors);
  if (status == TW_OK && (flags & TWI_HOLDS_POPULATION)) status = twi_tww_doubles(t, &w->population, n);
  if (status == TW_OK && (flags & TWI_HOLDS_GDP)) status = twi_tww_doubles(t, &w->gdp, n);
  if (status == TW_OK && (flags & TWI_HOLDS_EMPLOYMENT)) status = twi_tww_doubles(t, &w->employment, n * sectors);
  return status == TW_OK && (flags & TWI_HOLDS_PRODUCTS) ? twi_tww_product_arrays(t, flags) : status;
}

/* The sum so far against the one in the header. */
static tw_status check_sum(twi_tww *t, size_t at, char text[TWI_DIGEST_TEXT])
{
  unsigned char sum[TWI_DIGEST_BYTES];
  tw_status status = twi_digest_end(t->digest, sum, text);
  if (status == TW_OK && t->left != 0) status = twi_tww_damaged(t, "it holds more than its sizes say");
  if (status == TW_OK && memcmp(sum, t->header + at, sizeof sum) != 0)
    status = twi_tww_damaged(t, "its checksum does not match its content");
  return status;
}

static tw_status take_finding(twi_tww *t)
{
  unsigned char fixed[12];
  double number[2];
  char *identity = NULL, *text = NULL;
  tw_status status = twi_tww_bytes(t, fixed, sizeof fixed);
  if (status == TW_OK) status = twi_tww_bytes(t, number, sizeof number);
  if (status == TW_OK) status = twi_tww_text(t, &identity);
  if (status == TW_OK) status = twi_tww_text(t, &text);
  int severity = (int)twi_get_u32(fixed), region = (int)twi_get_u32(fixed + 4), sector = (int)twi_get_u32(fixed + 8);
  if (status == TW_OK &&
      (severity < 0 || severity > 3 || region < -1 || region >= t->w->N || sector < -1 || sector >= t->w->S))
    status = twi_tww_damaged(t, "a finding in it is impossible");
  if (status == TW_OK && !twi_little_endian()) twi_swap_doubles(number, 2);
  for (int i = 0; i < 2 && status == TW_OK; i++)
    if (isnan(number[i])) number[i] = NAN; /* what a processor made of 0/0, say */
  if (status == TW_OK && strlen(text) > TWI_LONGEST_FINDING)
    status = twi_tww_not_canonical(t, "a finding has more than %d bytes", TWI_LONGEST_FINDING);
  if (status == TW_OK)
    status = twi_world_find(t->ctx, t->w, severity, identity, region, sector, number[0], number[1], "%s", text);
  twi_free(t->ctx, identity);
  twi_free(t->ctx, text);
  return status;
}

static tw_status take_findings(twi_tww *t)
{
  uint32_t count;
  t->left = t->findings;
  tw_status status = twi_digest_add(t->digest, t->header, TWI_TWW_OTHER_SUM);
  if (status == TW_OK) status = twi_tww_number(t, &count);
  for (uint32_t i = 0; status == TW_OK && i < count; i++) status = take_finding(t);
  t->w->reading_count = t->w->making_count = t->w->finding_count;
  return status == TW_OK ? check_sum(t, TWI_TWW_OTHER_SUM, NULL) : status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status read_header(twi_tww *t, uint64_t size)
{
  const unsigned char *h = t->header;
  if (size < TWI_TWW_HEADER) {
    size_t some = size < 8 ? (size_t)size : 8;
    tw_status status = twi_tww_raw(t, t->header, some);
    if (status != TW_OK) return status;
    if (some == 0 || memcmp(h, TWI_TWW_MAGIC, some) != 0)
      return twi_fail(t->ctx, TW_BAD_INPUT, "%s: found no world in this file, expected a .tww file or a world folder",
                      t->file);
    return twi_fail(t->ctx, TW_BAD_INPUT, "%s: the file is truncated: it has %llu bytes", t->file,
                    (unsigned long long)size);
  }
  tw_status status = twi_tww_raw(t, t->header, TWI_TWW_HEADER);
  if (status != TW_OK) return status;
  if (memcmp(h, TWI_TWW_MAGIC, 8) != 0)
    return twi_fail(t->ctx, TW_BAD_INPUT, "%s: found no world in this file, expected a .tww file or a world folder",
                    t->file);
  uint32_t version = twi_get_u32(h + 8);
  if (version < 1 || version > TWI_TWW_NEWEST)
    return twi_fail(t->ctx, TW_BAD_INPUT,
                    "%s: found version %lu of the format, expected 1 to %d; save the world again with this "
                    "program",
                    t->file, (unsigned long)version, TWI_TWW_NEWEST);
  t->version = (int)version;
  uint64_t said = twi_get_u64(h + 16);
  t->stream = twi_get_u64(h + 24);
  t->findings = twi_get_u64(h + 32);
  if (size < said)
    return twi_fail(t->ctx, TW_BAD_INPUT, "%s: the file is truncated: it has %llu of %llu bytes", t->file,
                    (unsigned long long)size, (unsigned long long)said);
  if (size > said)
    return twi_fail(t->ctx, TW_BAD_INPUT, "%s: the file is damaged: it has %llu bytes, expected %llu", t->file,
                    (unsigned long long)size, (unsigned long long)said);
  uint64_t rest = said - TWI_TWW_HEADER;
  if (twi_get_u32(h + 12) != TWI_TWW_HEADER || t->stream > rest || t->findings != rest - t->stream)
    return twi_tww_damaged(t, "the sizes in its header do not add up");
  for (int i = TWI_TWW_PADDING; i < TWI_TWW_HEADER; i++)
    if (h[i]) return twi_tww_damaged(t, "its header is not as it should be");
  return TW_OK;
}

/* What the world says of itself against what was read: the stream that is written again must have the same bytes, or
 * the copy has another sum than its content. The arrays are the file's own bytes; all before them is compared. */
typedef struct comparing {
  const twi_text *front;
  size_t at;
} comparing;

static tw_status compare_bytes(void *user, const void *bytes, size_t count)
{
  comparing *c = user;
  size_t left = c->front->used - (c->at < c->front->used ? c->at : c->front->used), n = count < left ? count : left;
  int same = n == 0 || memcmp(c->front->bytes + c->at, bytes, n) == 0;
  c->at += count;
  return same ? TW_OK : TW_BAD_INPUT;
}

static tw_status check_canonical(twi_tww *t)
{
  const tw_world *w = t->w;
  const double *macro[] = {w->population, w->gdp};
  static const char *const name[] = {"population", "gdp"};
  for (int s = 0; s < w->S; s++)
    if (w->goods[s] > 1)
      return twi_tww_not_canonical(t, "sector %s is neither of goods (1) nor of services (0): found %d", w->sector[s],
                                   w->goods[s]);
  for (int k = 0; k < 2; k++)
    for (int d = 0; macro[k] && d < w->N; d++)
      if (!twi_canonical_number(macro[k][d]))
        return twi_tww_not_canonical(t, "%s of region %s is a missing value with other bytes than NaN has here",
                                     name[k], w->region[d]);
  for (size_t i = 0; w->employment && i < twi_world_cells(w); i++)
    if (!twi_canonical_number(w->employment[i]))
      return twi_tww_not_canonical(
          t, "employment of region %s, sector %s is a missing value with other bytes than NaN has here",
          w->region[i / (size_t)w->S], w->sector[i % (size_t)w->S]);
  comparing c = {&t->front, 0};
  tw_status status = twi_world_canonical(w, (twi_receiver){compare_bytes, &c});
  if (status == TW_OK && c.at == t->stream) return TW_OK;
  return twi_tww_not_canonical(t, "its description, written again, has other bytes");
}

/* The sums held: what is left is what a hand-made file could have wrong. */
static tw_status make_world(twi_tww *t)
{
  tw_world *w = t->w;
  char *text = w->yaml, *prefix = twi_format(t->ctx, "%s: ", t->file);
  double *income = twi_new(t->ctx, (size_t)w->N, sizeof *income);
  tw_status status = prefix && income ? TW_OK : twi_no_memory(t->ctx, 0);
  w->yaml = NULL; /* handed to twi_world_describe, whatever happens */
  if (status == TW_OK)
    status = twi_world_describe(t->ctx, w, text, t->file);
  else
    twi_free(t->ctx, text);
  if (status == TW_OK) status = twi_world_check_texts(t->ctx, w, prefix);
  const twi_code_places places = {.regions = t->file, .sectors = t->file};
  if (status == TW_OK) status = twi_world_check_words(t->ctx, w, &places);
  if (status == TW_OK) status = twi_estimates_check(t->ctx, w, w->estimate, w->estimate_count, prefix);
  if (status == TW_OK && t->given.products) {
    status = twi_world_check_numbers(t->ctx, w, prefix, 1);
    if (status == TW_OK) status = twi_world_put_products(t->ctx, w, &t->given, t->file);
  }
  if (status == TW_OK) status = twi_stores_check(t->ctx, w, prefix);
  if (status == TW_OK) status = check_canonical(t);
  if (status == TW_OK) status = twi_world_check_numbers(t->ctx, w, prefix, 1);
  if (status == TW_OK) status = twi_world_accounts(t->ctx, w);
  if (status == TW_OK) status = twi_world_check_sellers(t->ctx, w, t->file);
  if (status == TW_OK) status = twi_world_check_income(t->ctx, w, t->file, income);
  if (status == TW_OK && (status = twi_world_check_names(t->ctx, w)) == TW_BAD_INPUT)
    twi_error_prefix(t->ctx, "%s: ", t->file);
  if (status == TW_OK) status = twi_world_seal(t->ctx, w);
  twi_free(t->ctx, income);
  twi_free(t->ctx, prefix);
  return status;
}

static tw_status read_all(twi_tww *t)
{
  struct stat info;
  uint32_t flags = 0, present[TWI_MOST_COLUMNS] = {0};
  if (fstat(t->handle, &info) != 0) return twi_fail(t->ctx, TW_IO, "%s: cannot read: %s", t->file, strerror(errno));
  if (!S_ISREG(info.st_mode))
    return twi_fail(t->ctx, TW_BAD_INPUT, "%s: found no plain file, expected a .tww file", t->file);
  tw_status status = read_header(t, (uint64_t)info.st_size);
  if (status == TW_OK) status = twi_progress(t->ctx, "reading the world", -1);
  if (status == TW_OK) status = twi_digest_new(t->ctx, &t->digest);
  t->left = t->stream;
  t->keep = 1;
  if (status == TW_OK) status = take_sizes(t, &flags);
  if (status == TW_OK) status = take_names(t, flags, present);
  t->keep = 0;
  if (status == TW_OK && t->front.failed) status = twi_no_memory(t->ctx, 0);
  if (status == TW_OK) status = take_arrays(t, flags, present);
  if (status == TW_OK) status = check_sum(t, TWI_TWW_SUM, t->w->sha256);
  if (status == TW_OK) status = take_findings(t);
  return status == TW_OK ? make_world(t) : status;
}

tw_status twi_world_read_tww(tw_context *ctx, const char *file, tw_world **world)
{
  twi_tww t = {.ctx = ctx, .file = file, .front = {.ctx = ctx}};
  *world = NULL;
  t.handle = open(file, O_RDONLY | O_CLOEXEC);
  if (t.handle < 0) return twi_open_failed(ctx, file, errno);
  tw_status status = twi_world_create(ctx, &t.w);
  if (status == TW_OK) status = read_all(&t);
  twi_text_clear(&t.front);
  twi_digest_free(t.digest);
  twi_given_products_free(ctx, &t.given);
  close(t.handle);
  if (status != TW_OK) {
    tw_world_free(t.w);
    return status;
  }
  *world = t.w;
  return TW_OK;
}
