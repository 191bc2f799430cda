/* Built-in files by name. The table itself is generated. See builtin.h. */
#include "base/builtin.h"

#include <string.h>

const twi_builtin_file *twi_builtin_find(const char *name)
{
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  for (int i = 0; i < count; i++)
    if (strcmp(files[i].name, name) == 0) return &files[i];
  return NULL;
}
