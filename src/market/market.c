/* The market as read: what it is made of, names, remarks, texts. See market.h. */
#include "market/market.h"

#include <stdarg.h>
#include <string.h>

#include "base/builtin.h"
#include "base/file.h"
#include "base/names.h"

static void free_one(const tw_market *m, void *pointer)
{
  if (pointer) twi_allocator_resize(&m->memory, pointer, 0);
}

static void free_texts(const tw_market *m, twi_texts *texts)
{
  free_one(m, texts->text);
  for (int i = 0; i < TWI_LANGUAGES; i++) free_one(m, texts->in[i]);
}

static void free_rows(tw_market *m)
{
  for (int i = 0; m->supplier && i < m->suppliers; i++) {
    void *own[] = {m->supplier[i].code, m->supplier[i].name, m->supplier[i].region, m->supplier[i].owner};
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) free_one(m, own[k]);
  }
  for (int i = 0; m->block && i < m->blocks; i++) {
    free_one(m, m->block[i].code);
    free_one(m, m->block[i].source);
  }
  for (int i = 0; m->buyer && i < m->buyers; i++) {
    void *own[] = {m->buyer[i].code, m->buyer[i].name, m->buyer[i].region, m->buyer[i].source};
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) free_one(m, own[k]);
  }
  for (int i = 0; m->passage && i < m->passages; i++) {
    void *own[] = {m->passage[i].code, m->passage[i].name, m->passage[i].owner};
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) free_one(m, own[k]);
  }
  for (int i = 0; m->route && i < m->routes; i++) free_one(m, m->route[i].code);
  for (int i = 0; m->remark && i < m->remarks; i++) free_one(m, m->remark[i]);
}

void tw_market_free(tw_market *m)
{
  if (!m) return;
  tw_allocator memory = m->memory;
  free_rows(m);
  free_texts(m, &m->title);
  free_texts(m, &m->notes);
  void *own[] = {m->name,     m->given,  m->source,  m->licence, m->unit,  m->price_unit, m->value_unit,
                 m->supplier, m->block,  m->buyer,   m->passage, m->pair,  m->route,      m->crossing,
                 m->pair_of,  m->output, m->netback, m->wanted,  m->remark};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) free_one(m, own[i]);
  twi_allocator_resize(&memory, m, 0);
}

tw_status twi_market_remark(tw_context *ctx, tw_market *m, const char *format, ...)
{
  char text[512];
  va_list args;
  va_start(args, format);
  twi_vprint(text, sizeof text, format, args);
  va_end(args);
  char **grown = twi_resize(ctx, m->remark, (size_t)m->remarks + 1, sizeof *grown);
  if (!grown) return twi_no_memory(ctx, 0);
  m->remark = grown;
  m->remark[m->remarks] = twi_strdup(ctx, text);
  if (!m->remark[m->remarks]) return twi_no_memory(ctx, 0);
  m->remarks++;
  return TW_OK;
}

/* ---------------------------------------------------------------- names */

int twi_market_find_supplier(const tw_market *m, const char *code)
{
  size_t length = strlen(code);
  for (int i = 0; i < m->suppliers; i++)
    if (twi_same_name(code, length, m->supplier[i].code)) return i;
  return -1;
}

int twi_market_find_buyer(const tw_market *m, const char *code)
{
  size_t length = strlen(code);
  for (int i = 0; i < m->buyers; i++)
    if (twi_same_name(code, length, m->buyer[i].code)) return i;
  return -1;
}

int twi_market_find_passage(const tw_market *m, const char *code)
{
  size_t length = strlen(code);
  for (int i = 0; i < m->passages; i++)
    if (twi_same_name(code, length, m->passage[i].code)) return i;
  return -1;
}

int tw_market_count(const tw_market *m, tw_market_axis axis)
{
  return axis == TW_MARKET_SUPPLIERS ? m->suppliers : axis == TW_MARKET_BUYERS ? m->buyers : m->passages;
}

const char *tw_market_code(const tw_market *m, tw_market_axis axis, int i)
{
  if (i < 0 || i >= tw_market_count(m, axis)) return NULL;
  return axis == TW_MARKET_SUPPLIERS ? m->supplier[i].code
         : axis == TW_MARKET_BUYERS  ? m->buyer[i].code
                                     : m->passage[i].code;
}

const char *tw_market_name(const tw_market *m, tw_market_axis axis, int i)
{
  if (i < 0 || i >= tw_market_count(m, axis)) return NULL;
  return axis == TW_MARKET_SUPPLIERS ? m->supplier[i].name
         : axis == TW_MARKET_BUYERS  ? m->buyer[i].name
                                     : m->passage[i].name;
}

const char *tw_market_region(const tw_market *m, tw_market_axis axis, int i)
{
  if (i < 0 || i >= tw_market_count(m, axis)) return NULL;
  return axis == TW_MARKET_SUPPLIERS ? m->supplier[i].region
         : axis == TW_MARKET_BUYERS  ? m->buyer[i].region
                                     : m->passage[i].owner;
}

int tw_market_find(const tw_market *m, tw_market_axis axis, const char *code)
{
  return axis == TW_MARKET_SUPPLIERS ? twi_market_find_supplier(m, code)
         : axis == TW_MARKET_BUYERS  ? twi_market_find_buyer(m, code)
                                     : twi_market_find_passage(m, code);
}

/* ---------------------------------------------------------------- texts */

const char *tw_market_text(const tw_market *m, const char *field)
{
  const struct {
    const char *name, *text;
  } known[] = {
      {"name", m->name},
      {"unit", m->unit},
      {"price_unit", m->price_unit},
      {"value_unit", m->value_unit},
      {"source", m->source},
      {"licence", m->licence},
      {"sha256", m->sha256},
      {"given", m->given},
      {"data_year", m->year},
      {"demand", m->linear ? "linear" : "constant_elasticity"},
  };
  int is_field;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(field, known[i].name) == 0) return known[i].text;
  const char *text = twi_texts_field(&m->title, "title", field, &is_field);
  if (is_field) return text;
  return twi_texts_field(&m->notes, "notes", field, &is_field);
}

double tw_market_value_per_unit(const tw_market *m)
{
  return m->value_per_unit;
}

const char *tw_market_remark(const tw_market *m, int i)
{
  return i >= 0 && i < m->remarks ? m->remark[i] : NULL;
}

/* ---------------------------------------------------------------- opening */

/* A built-in market NAME has its folder, markets/NAME/market.yaml. */
const char *tw_market_builtin(int index)
{
  static const char start[] = "markets/";
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  for (int i = 0; i < count; i++) {
    if (strncmp(files[i].name, start, strlen(start)) != 0) continue;
    const char *name = files[i].name + strlen(start);
    if (!strchr(name, '/') && index-- == 0) return name;
  }
  return NULL;
}

static tw_status fail_absent(tw_context *ctx, const char *where)
{
  enum { MOST = 32 };
  const char *names[MOST];
  int count = 0;
  while (count < MOST && (names[count] = tw_market_builtin(count))) count++;
  const char *near = twi_nearest(where, strlen(where), names, count);
  if (near)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such folder; did you mean the built-in market %s?", where,
                    near);
  return twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such folder, and no built-in market of that name; built in: %s",
                  where, count ? names[0] : "none");
}

tw_status tw_market_open(tw_context *ctx, const char *where, tw_market **market)
{
  const char *name;
  *market = NULL;
  tw_status status;
  for (int i = 0; (name = tw_market_builtin(i)); i++)
    if (strcmp(where, name) == 0) break;
  if (name)
    status = twi_market_read_folder(ctx, name, 1, market);
  else if (twi_path_kind_of(where) == TWI_PATH_FOLDER)
    status = twi_market_read_folder(ctx, where, 0, market);
  else if (twi_path_kind_of(where) == TWI_PATH_ABSENT)
    status = fail_absent(ctx, where);
  else if (twi_path_kind_of(where) == TWI_PATH_UNSEEN)
    status = twi_path_unseen(ctx, where);
  else
    status = twi_fail(ctx, TW_BAD_INPUT, "%s: found a file, expected the folder of a market", where);
  if (status != TW_OK) return status;
  (*market)->given = twi_strdup(ctx, where);
  if ((*market)->given) return TW_OK;
  tw_market_free(*market);
  *market = NULL;
  return twi_no_memory(ctx, 0);
}
