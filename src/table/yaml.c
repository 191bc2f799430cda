/* YAML as a small tree with marks: libyaml's events, gathered. See yaml.h.
 *
 * Anchors, aliases and tags are refused: they have no use in files this small, and aliases are how a short file
 * becomes a huge tree. Depth and number of nodes are bounded for the same reason. */
#include "table/yaml.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/file.h"
#include "base/names.h"
#include "base/plain.h"

enum { MOST_BYTES = 4 << 20, MOST_NODES = 200000, MOST_KEYS = 10000, DEPTH = 32 };

typedef struct reader {
  tw_context *ctx;
  yaml_parser_t parser;
  const char *origin, *text;
  size_t bytes;
  int nodes;
} reader;

static tw_status fail_at(reader *r, yaml_mark_t mark, const char *text)
{
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s:%zu:%zu: %s", r->origin, mark.line + 1, mark.column + 1, text);
}

/* Whether a tab stands there, which indentation must not have. */
static int is_tab(const reader *r, yaml_mark_t mark)
{
  size_t i = 0, line = 0, column = 0;
  for (; i < r->bytes && line < mark.line; i++) line += r->text[i] == '\n';
  for (; i < r->bytes && column < mark.column; i++)
    column += i + 1 == r->bytes || ((unsigned char)r->text[i + 1] & 0xc0) != 0x80;
  return i < r->bytes && r->text[i] == '\t';
}

/* An escape ("\e") or a mark for the direction of writing in a text: nobody can see it, and a terminal obeys it. */
static tw_status check_text(reader *r, yaml_mark_t mark, const char *text, size_t length, const char *what)
{
  char shown[TWI_CONTROL], message[128];
  if (memchr(text, 0, length)) {
    snprintf(message, sizeof message, "found a zero byte in a %s", what);
    return fail_at(r, mark, message);
  }
  if (!twi_control_in(text, length, shown)) return TW_OK;
  snprintf(message, sizeof message, "found the control character %s in a %s, expected characters that can be seen",
           shown, what);
  return fail_at(r, mark, message);
}

/* The same for what the parser does not hand over, comments above all, some of which are kept as sources, and for what
 * it would name by its byte. A byte order mark at the start is none of the text. */
static tw_status check_raw_text(reader *r)
{
  yaml_mark_t mark = {0, 0, 0};
  char message[64];
  for (size_t i = r->bytes >= 3 && memcmp(r->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; i < r->bytes;) {
    unsigned point = 0;
    size_t n = twi_character(r->text + i, r->bytes - i, &point);
    if (n == 0) {
      snprintf(message, sizeof message, "found the byte \\x%02x, expected UTF-8", (unsigned)(unsigned char)r->text[i]);
      return fail_at(r, mark, message);
    }
    if (twi_is_control(point) && !twi_is_break(point)) return check_text(r, mark, r->text + i, n, "text");
    mark.column++;
    if (n == 1 && point == '\n') {
      mark.line++;
      mark.column = 0;
    }
    i += n;
  }
  return TW_OK;
}

static tw_status parser_failed(reader *r)
{
  const yaml_parser_t *p = &r->parser;
  if (p->error == YAML_MEMORY_ERROR) return twi_no_memory(r->ctx, 0);
  const char *problem = p->problem ? p->problem : "unknown problem";
  if (p->error == YAML_READER_ERROR)
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s: not readable as text at byte %zu: %s, expected UTF-8", r->origin,
                    p->problem_offset + 1, problem);
  char text[512];
  if (is_tab(r, p->problem_mark)) return fail_at(r, p->problem_mark, "found a tab, expected spaces");
  if (p->context)
    snprintf(text, sizeof text, "not readable as YAML: %s (%s that starts in line %zu)", problem, p->context,
             p->context_mark.line + 1);
  else
    snprintf(text, sizeof text, "not readable as YAML: %s", problem);
  return fail_at(r, p->problem_mark, text);
}

static tw_status next_event(reader *r, yaml_event_t *event)
{
  return yaml_parser_parse(&r->parser, event) ? TW_OK : parser_failed(r);
}

static void free_node(tw_context *ctx, twi_yaml *node)
{
  if (!node) return;
  for (int i = 0; i < node->count; i++) free_node(ctx, (twi_yaml *)node->child[i]);
  twi_free(ctx, (void *)node->child);
  if (node->kind == TWI_YAML_SCALAR) twi_free(ctx, (void *)node->text);
  twi_free(ctx, (void *)node->key);
  twi_free(ctx, node);
}

static tw_status read_node(reader *r, yaml_event_t *event, int depth, twi_yaml **out);

static tw_status add_child(reader *r, twi_yaml *parent, twi_yaml *child)
{
  /* Room doubles at every power of two. */
  if ((parent->count & (parent->count - 1)) == 0) {
    size_t room = parent->count ? 2 * (size_t)parent->count : 1;
    const twi_yaml **grown = twi_resize(r->ctx, (void *)parent->child, room, sizeof *grown);
    if (!grown) return twi_no_memory(r->ctx, room * sizeof *grown);
    parent->child = grown;
  }
  ((const twi_yaml **)parent->child)[parent->count++] = child;
  return TW_OK;
}

/* The keys of a mapping under way, so that a long one is not searched from its start for each. */
typedef struct key_index {
  int *slot; /* place among the children + 1; 0: empty */
  size_t room;
} key_index;

static size_t hash_key(const char *text)
{
  uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
  for (; *text; text++) h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
  return (size_t)(h ^ (h >> 32));
}

/* Where the key is, or would be. */
static int *find_key(const key_index *index, const twi_yaml *mapping, const char *key)
{
  size_t k = hash_key(key) & (index->room - 1);
  while (index->slot[k] && strcmp(mapping->child[index->slot[k] - 1]->key, key) != 0) k = (k + 1) & (index->room - 1);
  return &index->slot[k];
}

/* Adds the last child. */
static tw_status add_key(reader *r, key_index *index, const twi_yaml *mapping)
{
  int from = mapping->count - 1;
  if (index->room < 2 * (size_t)mapping->count) {
    size_t room = index->room ? 4 * index->room : 8;
    int *slot = twi_new(r->ctx, room, sizeof *slot);
    if (!slot) return twi_no_memory(r->ctx, room * sizeof *slot);
    twi_free(r->ctx, index->slot);
    index->slot = slot;
    index->room = room;
    from = 0;
  }
  for (int i = from; i < mapping->count; i++) *find_key(index, mapping, mapping->child[i]->key) = i + 1;
  return TW_OK;
}

/* The key of a mapping, checked: a scalar, not seen before in this mapping. */
static tw_status read_key(reader *r, const yaml_event_t *event, const key_index *index, const twi_yaml *mapping,
                          char **key)
{
  *key = NULL;
  if (event->type != YAML_SCALAR_EVENT)
    return fail_at(r, event->start_mark, "found a list, a mapping or an alias as a key, expected a word");
  const char *text = (const char *)event->data.scalar.value;
  size_t length = event->data.scalar.length;
  if (event->data.scalar.anchor) return fail_at(r, event->start_mark, "anchors (&) are not supported");
  tw_status status = check_text(r, event->start_mark, text, length, "key");
  if (status != TW_OK) return status;
  if (mapping->count >= MOST_KEYS) return fail_at(r, event->start_mark, "more than 10000 keys in one mapping");
  int before = index->room ? *find_key(index, mapping, text) : 0;
  if (before) {
    char shown[TWI_SHOWN], message[256];
    snprintf(message, sizeof message, "found the key %s again, first in line %d: expected each key once",
             twi_show(text, length, shown), mapping->child[before - 1]->key_line);
    return fail_at(r, event->start_mark, message);
  }
  *key = twi_strndup(r->ctx, text, length);
  return *key ? TW_OK : twi_no_memory(r->ctx, length);
}

static tw_status read_children_of(reader *r, twi_yaml *node, int depth, key_index *index)
{
  int mapping = node->kind == TWI_YAML_MAPPING;
  for (;;) {
    yaml_event_t event;
    tw_status status = next_event(r, &event);
    if (status != TW_OK) return status;
    if (event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT) {
      yaml_event_delete(&event);
      return TW_OK;
    }
    char *key = NULL;
    yaml_mark_t key_mark = event.start_mark;
    if (mapping) {
      status = read_key(r, &event, index, node, &key);
      yaml_event_delete(&event);
      if (status == TW_OK && (status = next_event(r, &event)) != TW_OK) twi_free(r->ctx, key);
      if (status != TW_OK) return status;
    }
    twi_yaml *child = NULL;
    status = read_node(r, &event, depth + 1, &child);
    yaml_event_delete(&event);
    if (status == TW_OK) {
      child->key = key;
      child->key_line = mapping ? (int)key_mark.line + 1 : 0;
      child->key_column = mapping ? (int)key_mark.column + 1 : 0;
      status = add_child(r, node, child);
      if (status != TW_OK)
        free_node(r->ctx, child);
      else if (mapping)
        status = add_key(r, index, node);
    } else {
      twi_free(r->ctx, key);
    }
    if (status != TW_OK) return status;
  }
}

static tw_status read_children(reader *r, twi_yaml *node, int depth)
{
  key_index index = {NULL, 0};
  tw_status status = read_children_of(r, node, depth, &index);
  twi_free(r->ctx, index.slot);
  return status;
}

static tw_status read_scalar(reader *r, const yaml_event_t *event, twi_yaml *node)
{
  const char *text = (const char *)event->data.scalar.value;
  size_t length = event->data.scalar.length;
  if (event->data.scalar.tag) return fail_at(r, event->start_mark, "tags (!) are not supported");
  tw_status status = check_text(r, event->start_mark, text, length, "text");
  if (status != TW_OK) return status;
  node->text = twi_strndup(r->ctx, text, length);
  if (!node->text) return twi_no_memory(r->ctx, length);
  node->length = length;
  node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  return TW_OK;
}

/* The node that starts with the event. The caller deletes the event. */
static tw_status read_node(reader *r, yaml_event_t *event, int depth, twi_yaml **out)
{
  *out = NULL;
  const void *anchor = NULL, *tag = NULL;
  twi_yaml_kind kind = TWI_YAML_SCALAR;
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    anchor = event->data.scalar.anchor;
    break;
  case YAML_SEQUENCE_START_EVENT:
    kind = TWI_YAML_SEQUENCE;
    anchor = event->data.sequence_start.anchor;
    tag = event->data.sequence_start.tag;
    break;
  case YAML_MAPPING_START_EVENT:
    kind = TWI_YAML_MAPPING;
    anchor = event->data.mapping_start.anchor;
    tag = event->data.mapping_start.tag;
    break;
  case YAML_ALIAS_EVENT:
    return fail_at(r, event->start_mark, "aliases (*) are not supported: write the value out");
  default:
    return fail_at(r, event->start_mark, "found the end, expected a value");
  }
  if (anchor) return fail_at(r, event->start_mark, "anchors (&) are not supported: write the value out");
  if (tag) return fail_at(r, event->start_mark, "tags (!) are not supported");
  if (depth > DEPTH) return fail_at(r, event->start_mark, "nested more than 32 deep");
  if (++r->nodes > MOST_NODES) return fail_at(r, event->start_mark, "more than 200000 values in one file");

  twi_yaml *node = twi_new(r->ctx, 1, sizeof *node);
  if (!node) return twi_no_memory(r->ctx, sizeof *node);
  node->kind = kind;
  node->origin = r->origin;
  node->text = kind == TWI_YAML_SCALAR ? NULL : "";
  node->line = (int)event->start_mark.line + 1;
  node->column = (int)event->start_mark.column + 1;
  tw_status status = kind == TWI_YAML_SCALAR ? read_scalar(r, event, node) : read_children(r, node, depth);
  if (status != TW_OK) {
    free_node(r->ctx, node);
    return status;
  }
  *out = node;
  return TW_OK;
}

/* Stream start, document start, the value, document end, stream end. */
static tw_status read_document(reader *r, twi_yaml **root)
{
  yaml_event_t event;
  for (int i = 0; i < 2; i++) {
    tw_status status = next_event(r, &event);
    if (status != TW_OK) return status;
    int end = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
    if (end) return twi_fail(r->ctx, TW_BAD_INPUT, "%s:1:1: found nothing, expected keys with values", r->origin);
  }
  tw_status status = next_event(r, &event);
  if (status != TW_OK) return status;
  status = read_node(r, &event, 1, root);
  yaml_event_delete(&event);
  for (int i = 0; i < 2 && status == TW_OK; i++) {
    status = next_event(r, &event);
    if (status != TW_OK) break;
    if (event.type == YAML_DOCUMENT_START_EVENT)
      status = fail_at(r, event.start_mark, "found a second document, expected one");
    yaml_event_delete(&event);
  }
  if (status != TW_OK) {
    free_node(r->ctx, *root);
    *root = NULL;
  }
  return status;
}

tw_status twi_yaml_parse(tw_context *ctx, const char *text, size_t bytes, const char *origin, twi_yaml **root)
{
  *root = NULL;
  if (bytes > MOST_BYTES)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found %zu bytes, expected at most %d", origin, bytes, MOST_BYTES);
  /* libyaml would read it, but what keeps texts (a results folder, to replay them) keeps UTF-8. */
  const char *other = twi_other_encoding(text, bytes);
  if (other) return twi_fail(ctx, TW_BAD_INPUT, "%s:1:1: found %s, expected UTF-8", origin, other);
  char *name = twi_strdup(ctx, origin);
  if (!name) return twi_no_memory(ctx, strlen(origin));
  reader r = {.ctx = ctx, .origin = name, .text = text, .bytes = bytes};
  tw_status status = TW_OK;
  if (yaml_parser_initialize(&r.parser)) {
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, bytes);
    status = check_raw_text(&r);
    if (status == TW_OK) status = read_document(&r, root);
    yaml_parser_delete(&r.parser);
  } else {
    status = twi_no_memory(ctx, 0);
  }
  if (status != TW_OK) twi_free(ctx, name);
  return status;
}

tw_status twi_yaml_open(tw_context *ctx, const char *path, twi_yaml **root)
{
  *root = NULL;
  char *text;
  size_t bytes;
  tw_status status = twi_read_file(ctx, path, MOST_BYTES, &text, &bytes);
  if (status != TW_OK) return status;
  status = twi_yaml_parse(ctx, text, bytes, path, root);
  twi_free(ctx, text);
  return status;
}

void twi_yaml_free(tw_context *ctx, twi_yaml *root)
{
  if (!root) return;
  void *name = (void *)root->origin;
  free_node(ctx, root);
  twi_free(ctx, name);
}
