/* What callers read of a cascade; apart from what solves, which pages of results do without. */
#include "cascade/cascade.h"

tw_result *tw_cascade_result(const tw_cascade *c, int clause)
{
  return c->result[clause && c->result[TWI_WITH] ? TWI_WITH : TWI_WITHOUT];
}

tw_path *tw_cascade_path(const tw_cascade *c)
{
  return c->path[c->path[TWI_WITH] ? TWI_WITH : TWI_WITHOUT];
}

int tw_cascade_rounds(const tw_cascade *c, int clause)
{
  return c->rounds[clause && c->result[TWI_WITH] ? TWI_WITH : TWI_WITHOUT];
}

int tw_cascade_rows(const tw_cascade *c, const tw_cascade_row **rows)
{
  *rows = c->row;
  return c->rows;
}

int tw_cascade_clause_rows(const tw_cascade *c, const tw_clause_row **rows)
{
  *rows = c->party;
  return c->parties;
}

const char *tw_cascade_sentence(const tw_cascade *c, int index)
{
  return index >= 0 && index < c->sentences ? c->sentence[index] : NULL;
}

const char *tw_cascade_remark(const tw_cascade *c, int index)
{
  return index >= 0 && index < c->remarks ? c->remark[index] : NULL;
}
