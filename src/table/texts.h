/* A text that may be given in several languages: `title: {en: …, fr: …, ja: …}`, or as one plain text. */
#ifndef TWI_TABLE_TEXTS_H
#define TWI_TABLE_TEXTS_H

#include "table/yaml.h"

enum { TWI_LANGUAGES = 3 };

typedef struct twi_texts {
  char *text;              /* the English one, else the first that is given; NULL: none was read */
  char *in[TWI_LANGUAGES]; /* by language; NULL: not given, as in none of a plain text */
} twi_texts;

/* Returns the code of a language, "en" first, constant; NULL after the last. */
const char *twi_language(int index);
/* Returns 1 for a mapping with a language among its keys: it means languages, not something else. */
int twi_texts_by_language(const twi_yaml *node);
/* Returns the node of the default language where it is by language, else the node itself. */
const twi_yaml *twi_texts_default(const twi_yaml *node);
/* Reads one line, or with `lines` a text or a list of texts, which become lines; each may be given by language, of a
 * list also some of its items. The caller frees *texts with twi_texts_free, also after an error. TW_BAD_INPUT, with the
 * place: what is no text (expected says which one), an empty line, an unknown language. */
tw_status twi_texts_read(tw_context *ctx, const twi_yaml *node, const char *expected, int lines, twi_texts *texts);
/* Makes a copy, which the caller frees also after an error; TW_NO_MEMORY is the only one. */
tw_status twi_texts_copy(tw_context *ctx, const twi_texts *from, twi_texts *to);
void twi_texts_free(tw_context *ctx, twi_texts *texts);
/* Returns the text that a field names: "title" the default one, "title.fr" the one in that language, NULL where it is
 * not given. *known 0: the field is not of that name, or of no language. The text belongs to texts. */
const char *twi_texts_field(const twi_texts *texts, const char *name, const char *field, int *known);

#endif
