/* The comments of a YAML text, by line. libyaml drops them, but its tokens say where they are not: after the last
 * token of a line there is nothing but white space and a comment, and lines inside a token (a text in quotes or in a
 * block that runs over several) have none. So quotes, blocks and `#` inside words need no second reading here. */
#include <string.h>
#include <yaml.h>

#include "table/yaml.h"

/* What the tokens cover of one line. Columns count characters, as libyaml's marks do. */
typedef struct cover {
  size_t end;        /* column after the last token that ends here */
  int token, inside; /* a token touches the line; one runs on beyond its end */
} cover;

/* Bytes of the line break at the start of the text, 0: none. The breaks of YAML 1.1, as libyaml counts lines by them.
 */
static size_t line_break(const char *text, size_t bytes)
{
  if (bytes >= 2 && memcmp(text, "\r\n", 2) == 0) return 2;
  if (bytes >= 1 && (*text == '\n' || *text == '\r')) return 1;
  if (bytes >= 2 && memcmp(text, "\xc2\x85", 2) == 0) return 2;
  if (bytes >= 3 && (memcmp(text, "\xe2\x80\xa8", 3) == 0 || memcmp(text, "\xe2\x80\xa9", 3) == 0)) return 3;
  return 0;
}

static size_t line_length(const char *text, size_t bytes)
{
  size_t n = 0;
  while (n < bytes && !line_break(text + n, bytes - n)) n++;
  return n;
}

static int count_lines(const char *text, size_t bytes)
{
  int lines = 1;
  while (bytes > 0) {
    size_t n = line_length(text, bytes);
    n += line_break(text + n, bytes - n);
    text += n;
    bytes -= n;
    lines++;
  }
  return lines;
}

static tw_status cover_tokens(tw_context *ctx, const char *text, size_t bytes, cover *line, int lines)
{
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) return twi_no_memory(ctx, 0);
  yaml_parser_set_input_string(&parser, (const unsigned char *)text, bytes);
  tw_status status = TW_OK;
  for (int end = 0; !end;) {
    yaml_token_t token;
    if (!yaml_parser_scan(&parser, &token)) {
      if (parser.error == YAML_MEMORY_ERROR) status = twi_no_memory(ctx, 0);
      break; /* what is wrong with the text is for the parser to say */
    }
    end = token.type == YAML_STREAM_END_TOKEN;
    if (token.end_mark.line < (size_t)lines) { /* the end of the stream lies beyond */
      for (size_t i = token.start_mark.line; i < token.end_mark.line; i++) line[i].token = line[i].inside = 1;
      cover *last = &line[token.end_mark.line];
      if (token.end_mark.column > 0) last->token = 1;
      if (token.end_mark.column > last->end) last->end = token.end_mark.column;
    }
    yaml_token_delete(&token);
  }
  yaml_parser_delete(&parser);
  return status;
}

static int is_blank(char c)
{
  return c == ' ' || c == '\t';
}

/* The comment of a line, given what its tokens cover. */
static void find_comment(const char *text, size_t length, const cover *c, twi_yaml_comment *comment)
{
  size_t i = 0, column = 0;
  while (i < length && column < c->end) {
    i++;
    while (i < length && ((unsigned char)text[i] & 0xc0) == 0x80) i++;
    column++;
  }
  while (i < length && is_blank(text[i])) i++;
  if (i >= length || text[i] != '#') return;
  while (i < length && text[i] == '#') i++;
  while (i < length && is_blank(text[i])) i++;
  while (length > i && is_blank(text[length - 1])) length--;
  comment->text = text + i;
  comment->length = length - i;
  comment->alone = !c->token;
}

tw_status twi_yaml_comments(tw_context *ctx, const char *text, size_t bytes, twi_yaml_comment **comment, int *lines)
{
  *comment = NULL;
  if (bytes >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
    text += 3; /* a byte order mark, which libyaml does not count either */
    bytes -= 3;
  }
  *lines = count_lines(text, bytes);
  cover *line = twi_new(ctx, (size_t)*lines, sizeof *line);
  twi_yaml_comment *found = twi_new(ctx, (size_t)*lines, sizeof *found);
  tw_status status = line && found ? cover_tokens(ctx, text, bytes, line, *lines) : twi_no_memory(ctx, 0);
  for (int i = 0; i < *lines && status == TW_OK; i++) {
    size_t n = line_length(text, bytes);
    if (!line[i].inside) find_comment(text, n, &line[i], &found[i]);
    n += line_break(text + n, bytes - n);
    text += n;
    bytes -= n;
  }
  twi_free(ctx, line);
  if (status == TW_OK)
    *comment = found;
  else
    twi_free(ctx, found);
  return status;
}
