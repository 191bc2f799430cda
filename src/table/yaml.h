/* YAML as a small tree with marks: libyaml parses, this keeps what messages need.
 *
 * One document, of scalars, sequences and mappings with scalar keys. Not allowed, each with a clear error: duplicate
 * keys, anchors and aliases, tags, several documents, control characters (base/plain.h) but for line ends and tabs,
 * depth over 32, more than 4 MiB or 200,000 nodes.
 * Errors are TW_BAD_INPUT and read "FILE:LINE:COLUMN: found …, expected …". */
#ifndef TWI_TABLE_YAML_H
#define TWI_TABLE_YAML_H

#include "base/context.h"

typedef enum twi_yaml_kind { TWI_YAML_SCALAR, TWI_YAML_SEQUENCE, TWI_YAML_MAPPING } twi_yaml_kind;

typedef struct twi_yaml twi_yaml;
struct twi_yaml {
  twi_yaml_kind kind;
  int line, column;   /* from 1; line 0: it is of no file, and origin alone says what it is */
  const char *origin; /* the document's name in messages */
  const char *text;   /* scalar: ends with 0; "" otherwise */
  size_t length;      /* scalar: bytes of text (a 0 byte inside is an error) */
  int quoted;         /* scalar: written in quotes or as a block, so never null or a number to be guessed */
  const char *key;    /* text of the key in the parent mapping; NULL elsewhere */
  int key_line, key_column;
  int count; /* children of a sequence or mapping, in the order of the file */
  const twi_yaml *const *child;
};

/* Makes the tree of a text, which need not end with 0; the caller frees the root, and with it the tree. origin is
 * copied. An empty document is an error. */
tw_status twi_yaml_parse(tw_context *ctx, const char *text, size_t bytes, const char *origin, twi_yaml **root);
/* Reads the file and parses it. */
tw_status twi_yaml_open(tw_context *ctx, const char *path, twi_yaml **root);
void twi_yaml_free(tw_context *ctx, twi_yaml *root);

/* Returns the value of a key, NULL when it is absent or when the node is no mapping. Keys are compared exactly. */
const twi_yaml *twi_yaml_get(const twi_yaml *mapping, const char *key);
/* Returns 1 for a plain scalar that is empty, ~ or null. */
int twi_yaml_is_null(const twi_yaml *node);
/* Makes one line of a scalar's text (base/plain.h): titles and names, which stand in headlines and tables. */
void twi_yaml_one_line(const twi_yaml *node);
/* Puts the node in words for messages: `"text"`, "a list of 3", "a mapping of 2 keys", "nothing". */
void twi_yaml_words(const twi_yaml *node, char *words, size_t room);

/* Sets "FILE:LINE:COLUMN: " + message at the node's value, or at its key, and returns TW_BAD_INPUT. */
tw_status twi_yaml_fail(tw_context *ctx, const twi_yaml *node, const char *format, ...) TWI_PRINTF(3, 4);
tw_status twi_yaml_fail_key(tw_context *ctx, const twi_yaml *node, const char *format, ...) TWI_PRINTF(3, 4);
/* Sets "FILE:LINE:COLUMN: found <the node in words>, expected <expected>", and returns TW_BAD_INPUT. */
tw_status twi_yaml_expected(tw_context *ctx, const twi_yaml *node, const char *expected);
/* Returns TW_BAD_INPUT, with the nearest valid key, unless every key of the mapping is one of names. */
tw_status twi_yaml_check_keys(tw_context *ctx, const twi_yaml *mapping, const char *const *names, int count);

/* Finds the comments of a text, which the tree does not hold: comment[line - 1], without `#` and the blanks around, for
 * each of its *lines. They borrow the text; the caller frees the array with twi_free. */
typedef struct twi_yaml_comment {
  const char *text; /* not ended by 0; NULL: the line has no comment */
  size_t length;
  int alone; /* nothing stands before it in the line */
} twi_yaml_comment;
tw_status twi_yaml_comments(tw_context *ctx, const char *text, size_t bytes, twi_yaml_comment **comment, int *lines);

#endif
