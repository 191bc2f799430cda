/* What callers read of a scenario at three illegal shares; apart from what solves, which pages of results do without. */
#include "food/illegal.h"

int tw_illegal_rows(const tw_illegal *x, const tw_illegal_row **rows)
{
  *rows = x->row;
  return x->rows;
}

tw_path *tw_illegal_path(const tw_illegal *x, int share)
{
  return share >= 0 && share < TWI_SHARES ? x->path[share] : NULL;
}

int tw_illegal_share(const tw_illegal *x)
{
  return x->share;
}

int tw_illegal_sector(const tw_illegal *x)
{
  return x->sector;
}

const char *tw_illegal_remark(const tw_illegal *x, int index)
{
  return index >= 0 && index < x->remarks ? x->remark[index] : NULL;
}
