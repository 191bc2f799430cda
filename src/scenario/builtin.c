/* The scenarios that come with the library: the files of examples/, compiled in under "scenarios/NAME". */
#include "base/builtin.h"

#include <stdio.h>
#include <string.h>

#include "scenario/rules.h"

static const char folder[] = "scenarios/";

/* The scenario names no world, or one that is built in. */
static int can_run(const twi_builtin_file *file)
{
  static const char key[] = "\nworld:";
  const char *text = (const char *)file->data, *world;
  for (size_t at = 0; at + strlen(key) < file->size; at++) {
    if (memcmp(text + at, key, strlen(key)) != 0) continue;
    at += strlen(key);
    while (at < file->size && text[at] == ' ') at++;
    size_t length = 0;
    while (at + length < file->size && !strchr(" #\r\n", text[at + length])) length++;
    for (int i = 0; (world = tw_world_builtin(i)); i++)
      if (strlen(world) == length && memcmp(world, text + at, length) == 0) return 1;
    return 0;
  }
  return 1;
}

const char *tw_scenario_builtin(int index)
{
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  for (int i = 0; i < count; i++)
    if (strncmp(files[i].name, folder, strlen(folder)) == 0 && can_run(&files[i]) && index-- == 0)
      return files[i].name + strlen(folder);
  return NULL;
}

const char *tw_scenario_builtin_text(const char *name)
{
  const twi_builtin_file *file = name && !strchr(name, '/') ? twi_scenario_find_builtin(name) : NULL;
  return file ? (const char *)file->data : NULL; /* a 0 follows it */
}

const twi_builtin_file *twi_scenario_find_builtin(const char *name)
{
  char path[256];
  int n = snprintf(path, sizeof path, "%s%s", folder, name);
  return n > 0 && (size_t)n < sizeof path ? twi_builtin_find(path) : NULL;
}
