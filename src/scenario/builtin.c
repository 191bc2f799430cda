/* The scenarios that come with the library: the files of examples/, compiled in under "scenarios/NAME". */
#include "base/builtin.h"

#include <stdio.h>
#include <string.h>

#include "scenario/rules.h"

static const char folder[] = "scenarios/";

const char *tw_scenario_builtin(int index)
{
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  for (int i = 0; i < count; i++)
    if (strncmp(files[i].name, folder, strlen(folder)) == 0 && index-- == 0) return files[i].name + strlen(folder);
  return NULL;
}

const twi_builtin_file *twi_scenario_find_builtin(const char *name)
{
  char path[256];
  int n = snprintf(path, sizeof path, "%s%s", folder, name);
  return n > 0 && (size_t)n < sizeof path ? twi_builtin_find(path) : NULL;
}
