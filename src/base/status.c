/* Words and meanings of status and outcome, from the lists in tradewind.h; version and build. */
#include "base/context.h"

const char *tw_version(void)
{
#define TEXT_(x) #x
#define TEXT(x)  TEXT_(x)
  return TEXT(TW_VERSION_MAJOR) "." TEXT(TW_VERSION_MINOR) "." TEXT(TW_VERSION_PATCH);
}

const char *tw_status_word(tw_status status)
{
  switch (status) {
#define X(name, word, meaning)                                                                                         \
  case name:                                                                                                           \
    return word;
    TW_STATUS_LIST(X)
#undef X
  }
  return "unknown";
}

const char *tw_outcome_word(tw_outcome outcome)
{
  switch (outcome) {
#define X(name, value, word, meaning)                                                                                  \
  case name:                                                                                                           \
    return word;
    TW_OUTCOME_LIST(X)
#undef X
  }
  return "unknown";
}

const char *tw_outcome_meaning(tw_outcome outcome)
{
  switch (outcome) {
#define X(name, value, word, meaning)                                                                                  \
  case name:                                                                                                           \
    return meaning;
    TW_OUTCOME_LIST(X)
#undef X
  }
  return "unknown";
}
