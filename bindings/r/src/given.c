/* Lists of R as structs and arrays of the library. R's side has checked types; what does not fit is as if not given. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tw.h"

SEXP member(SEXP list, const char *name)
{
  SEXP names = TYPEOF(list) == VECSXP ? Rf_getAttrib(list, R_NamesSymbol) : R_NilValue;
  for (R_xlen_t i = 0; names != R_NilValue && i < Rf_xlength(names); i++)
    if (strcmp(CHAR(STRING_ELT(names, i)), name) == 0) return VECTOR_ELT(list, i);
  return R_NilValue;
}

const char *text_of(SEXP value)
{
  if (TYPEOF(value) != STRSXP || Rf_xlength(value) < 1 || STRING_ELT(value, 0) == NA_STRING) return NULL;
  return Rf_translateCharUTF8(STRING_ELT(value, 0));
}

const char *given_text(SEXP list, const char *name)
{
  return text_of(member(list, name));
}

double given_number(SEXP list, const char *name, double otherwise)
{
  SEXP value = member(list, name);
  if (Rf_xlength(value) < 1 || !(TYPEOF(value) == REALSXP || TYPEOF(value) == INTSXP || TYPEOF(value) == LGLSXP))
    return otherwise;
  double x = Rf_asReal(value);
  return ISNAN(x) ? otherwise : x;
}

int given_int(SEXP list, const char *name, int otherwise)
{
  double x = given_number(list, name, otherwise);
  return x >= -2147483647.0 && x <= 2147483647.0 ? (int)x : otherwise;
}

const double *given_doubles(SEXP list, const char *name)
{
  SEXP value = member(list, name);
  return TYPEOF(value) == REALSXP ? REAL(value) : NULL;
}

const char **given_texts(SEXP list, const char *name, int *count)
{
  SEXP value = member(list, name);
  *count = 0;
  if (TYPEOF(value) != STRSXP) return NULL;
  *count = (int)Rf_xlength(value);
  const char **texts = (const char **)R_alloc((size_t)*count + 1, sizeof *texts);
  for (int i = 0; i < *count; i++)
    texts[i] = STRING_ELT(value, i) == NA_STRING ? NULL : Rf_translateCharUTF8(STRING_ELT(value, i));
  texts[*count] = NULL;
  return texts;
}

tw_status given_settings(SEXP list, tw_settings *settings)
{
  tw_settings_default(settings);
  SEXP names = TYPEOF(list) == VECSXP ? Rf_getAttrib(list, R_NamesSymbol) : R_NilValue;
  for (R_xlen_t i = 0; names != R_NilValue && i < Rf_xlength(names); i++) {
    const char *value = text_of(VECTOR_ELT(list, i));
    tw_status status = tw_settings_set(the_context(), settings, CHAR(STRING_ELT(names, i)), value ? value : "");
    if (status != TW_OK) return do_now(status);
  }
  return do_now(tw_settings_check(the_context(), settings));
}

SEXP utf8(const char *text)
{
  return text ? Rf_mkCharCE(text, CE_UTF8) : NA_STRING;
}

SEXP utf8_vector(const char *text)
{
  SEXP value = PROTECT(Rf_allocVector(STRSXP, 1));
  SET_STRING_ELT(value, 0, utf8(text));
  UNPROTECT(1);
  return value;
}
