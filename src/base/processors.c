/* How many processors there are: see processors.h. */
#include "base/processors.h"

#include <unistd.h>

int twi_processors(void)
{
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : online > 256 ? 256 : (int)online;
}
