/* The indicators by name, and how each is made. */
#include "dependence/dependence.h"

const char *const twi_depends_word[TWI_DEPENDS_COUNT] = {
#define X(constant, word, formula) #word,
    TWI_DEPENDENCE_LIST(X)
#undef X
};

const char *const twi_depends_formula[TWI_DEPENDS_COUNT] = {
#define X(constant, word, formula) formula,
    TWI_DEPENDENCE_LIST(X)
#undef X
};

const char *tw_dependence_indicator(int index)
{
  return index >= 0 && index < TWI_DEPENDS_COUNT ? twi_depends_word[index] : NULL;
}

const char *tw_dependence_formula(int index)
{
  return index >= 0 && index < TWI_DEPENDS_COUNT ? twi_depends_formula[index] : NULL;
}
