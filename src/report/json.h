/* Pieces of JSON that the rooms of the report read and write. */
#ifndef TWI_REPORT_JSON_H
#define TWI_REPORT_JSON_H

#include <jansson.h>

#include "base/context.h"

/* Reads JSON; path is for messages. Memory that runs out is told as such: jansson calls it "invalid token" in places,
 * and in others loses a character in silence, so that the text is read twice and both must agree. The caller owns
 * *root. */
tw_status twi_json_load(tw_context *ctx, const char *path, const char *bytes, size_t count, json_t **root);
/* A text of an object, PART.KEY or, part NULL, KEY, which the object owns; NULL where there is none. */
const char *twi_json_word(const json_t *root, const char *part, const char *key);
/* Returns a number; NaN for what is none. */
double twi_json_double(const json_t *value);
/* A new number; null for what is not finite. */
json_t *twi_json_number(double x);
/* Text that may not be UTF-8 (a command line, a file name): foreign bytes become question marks. NULL gives null. */
json_t *twi_json_text(tw_context *ctx, const char *value);
/* Returns a new object with the text of a field in each language that it is given in, text(of, "FIELD.fr") and so on;
 * null where it is in none. */
json_t *twi_json_languages(tw_context *ctx, const char *(*text)(const void *of, const char *field), const void *of,
                           const char *field, int *failed);
/* Puts a value that was just made under a key; a NULL anywhere means out of memory and is remembered. */
void twi_json_put(json_t *object, const char *key, json_t *value, int *failed);
/* The same for the end of a list. */
void twi_json_append(json_t *list, json_t *value, int *failed);

#endif
