/* How much memory is left: see memory.h. Linux tells by files of text; elsewhere only the limits are known. */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The number that follows `key` at the beginning of a line of the file; key "": the first of the file. 0: not there. */
static int number_in(const char *path, const char *key, unsigned long long *number)
{
  FILE *file = fopen(path, "r");
  char line[256];
  int found = 0;
  if (!file) return 0;
  while (!found && fgets(line, sizeof line, file)) {
    size_t length = strlen(key);
    char *end, *text = line + length;
    if (strncmp(line, key, length) != 0) continue;
    while (*text == ' ' || *text == ':' || *text == '\t') text++;
    *number = strtoull(text, &end, 10);
    found = end != text;
    if (!*key) break;
  }
  fclose(file);
  return found;
}

static size_t least_of_rest(unsigned long long whole, unsigned long long used, size_t least)
{
  unsigned long long rest = whole > used ? whole - used : 0;
  return rest < least ? (size_t)rest : least;
}

size_t twi_memory_available(void)
{
  size_t least = SIZE_MAX;
  unsigned long long whole, used, cache;
  struct rlimit limit;
  if (number_in("/proc/meminfo", "MemAvailable", &whole)) least = least_of_rest(1024 * whole, 0, least);
  /* What files have in memory counts as used there and goes away when it is needed. */
  if (number_in("/sys/fs/cgroup/memory.max", "", &whole) && number_in("/sys/fs/cgroup/memory.current", "", &used) &&
      number_in("/sys/fs/cgroup/memory.stat", "file ", &cache))
    least = least_of_rest(whole, used > cache ? used - cache : 0, least);
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    long page = sysconf(_SC_PAGESIZE);
    if (!number_in("/proc/self/statm", "", &used)) used = 0;
    least = least_of_rest(limit.rlim_cur, used * (unsigned long long)(page > 0 ? page : 4096), least);
  }
  return least;
}
