/* Where an imported table lies: a file, or a member of a ZIP archive, as the OECD's 2016-2022_SML.zip. See import.h.
 *
 * An archive's tables are its members called *.csv (or *.csv.gz); without one, all members are candidates. Of several
 * the year chooses, or a name: ARCHIVE/MEMBER, as messages write it. The year of a table stands in its name; a number
 * behind a letter (ICIO2021_2018.csv) is an edition when there is another. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/names.h"
#include "base/plain.h"
#include "base/text.h"
#include "table/zip.h"
#include "world/import/import.h"

enum { LISTED = 20 };

/* ---------------------------------------------------------------- names */

static int is_separator(char c)
{
  return c == '/' || c == '\\'; /* the second by programs that break the rule for names in archives */
}

/* Returns what follows the last folder in the name of a member. */
static const char *member_base(const char *name)
{
  const char *base = name;
  for (const char *p = name; *p; p++)
    if (is_separator(*p)) base = p + 1;
  return base;
}

static int ends_with(const char *name, const char *ending)
{
  size_t n = strlen(name), m = strlen(ending);
  return n > m && twi_same_name(name + n - m, m, ending);
}

static int is_letter(char c)
{
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Returns the year in a name: four digits, first those without a letter in front; 0: there is none. */
static int year_in(const char *name)
{
  int edition = 0;
  for (const char *p = name; *p; p++) {
    size_t n = strspn(p, "0123456789");
    if (n == 4 && ((p[0] == '1' && p[1] == '9') || (p[0] == '2' && p[1] == '0'))) {
      int year = (p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + (p[3] - '0');
      if (p == name || !is_letter(p[-1])) return year;
      if (!edition) edition = year;
    }
    if (n) p += n - 1;
  }
  return edition;
}

/* Returns that of a member: its own name's, else that of the folders it is in. */
static int member_year(const char *name)
{
  int year = year_in(member_base(name));
  return year ? year : year_in(name);
}

/* ---------------------------------------------------------------- choosing a member */

/* Returns 1 for a folder, and for what systems put beside the files: __MACOSX/, names that begin with a dot. */
static int is_no_file(const char *name)
{
  const char *base = member_base(name);
  return !*base || *base == '.' || strncmp(name, "__MACOSX", 8) == 0;
}

static int is_table(const char *name)
{
  return !is_no_file(name) && (ends_with(name, ".csv") || ends_with(name, ".csv.gz"));
}

/* Adds the names of the candidates to a message. */
static void list_members(const twi_zip *zip, const unsigned char *candidate, twi_text *list)
{
  int shown = 0, more = 0;
  for (int i = 0; i < twi_zip_members(zip); i++) {
    if (!candidate[i]) continue;
    if (shown == LISTED) {
      more++;
      continue;
    }
    char text[TWI_SHOWN * 2];
    const char *name = twi_zip_name(zip, i);
    twi_visible(name, strlen(name), text, sizeof text);
    twi_text_printf(list, "%s%s", shown++ ? ", " : "", text);
  }
  if (more) twi_text_printf(list, " and %d more", more);
}

/* Says what was found and expected, and lists the candidates. */
static tw_status fail_choice(twi_import_job *j, const twi_zip *zip, const char *path, const unsigned char *candidate,
                             const char *words)
{
  twi_text list = {.ctx = j->ctx};
  char *members = NULL;
  list_members(zip, candidate, &list);
  tw_status status = twi_text_take(&list, &members);
  if (status == TW_OK) status = twi_fail(j->ctx, TW_BAD_INPUT, "%s: %s: %s", path, words, members);
  twi_free(j->ctx, members);
  return status;
}

/* Finds a member by its whole name. */
static tw_status choose_name(twi_import_job *j, const twi_zip *zip, const char *path, const char *wanted,
                             const unsigned char *candidate, int *member)
{
  int count = 0;
  for (int i = 0; i < twi_zip_members(zip); i++)
    if (strcmp(twi_zip_name(zip, i), wanted) == 0 && !count++) *member = i;
  if (count == 1) return TW_OK;
  char shown[TWI_SHOWN], words[TWI_SHOWN + 80];
  if (count)
    snprintf(words, sizeof words, "found %d members %s, expected one; its tables are", count,
             twi_show(wanted, strlen(wanted), shown));
  else
    snprintf(words, sizeof words, "found no member %s, expected one of", twi_show(wanted, strlen(wanted), shown));
  return fail_choice(j, zip, path, candidate, words);
}

/* Finds the one of the year, or the only one. */
static tw_status choose_year(twi_import_job *j, const twi_zip *zip, const char *path, unsigned char *candidate,
                             int candidates, int *member)
{
  char words[320];
  int asked = j->ask->year, fits = 0, years = 0;
  for (int i = 0; i < twi_zip_members(zip); i++) {
    if (!candidate[i]) continue;
    int year = member_year(twi_zip_name(zip, i));
    years += year > 0;
    if ((!asked || year == asked) && !fits++) *member = i;
  }
  if (fits == 1) return TW_OK;
  if (candidates == 1 && !years) { /* nothing says that it is not of that year */
    for (*member = 0; !candidate[*member];) ++*member;
    return TW_OK;
  }
  if (asked && !fits) {
    snprintf(words, sizeof words, "found no table of the year %d, expected one of the year asked for; its tables are",
             asked);
    return fail_choice(j, zip, path, candidate, words);
  }
  for (int i = 0; asked && i < twi_zip_members(zip); i++) candidate[i] &= member_year(twi_zip_name(zip, i)) == asked;
  if (asked || !years)
    twi_print(words, sizeof words,
              "found %d tables%s, expected one; write its name behind that of the archive, as in "
              "%.80s/NAME; they are",
              fits, asked ? " of that year" : "", member_base(path));
  else
    twi_print(words, sizeof words,
              "found %d tables, expected one; choose it by its year (--year %d) or write its name "
              "behind that of the archive, as in %.80s/NAME; they are",
              fits, member_year(twi_zip_name(zip, *member)), member_base(path));
  return fail_choice(j, zip, path, candidate, words);
}

static tw_status choose_member(twi_import_job *j, const twi_zip *zip, const char *path, const char *wanted, int *member)
{
  int members = twi_zip_members(zip), candidates = 0;
  unsigned char *candidate = twi_new(j->ctx, (size_t)members + 1, 1);
  if (!candidate) return twi_no_memory(j->ctx, (size_t)members);
  for (int i = 0; i < members; i++) candidates += candidate[i] = (unsigned char)is_table(twi_zip_name(zip, i));
  if (!candidates)
    for (int i = 0; i < members; i++) candidates += candidate[i] = (unsigned char)!is_no_file(twi_zip_name(zip, i));
  tw_status status;
  if (!candidates)
    status = twi_fail(j->ctx, TW_BAD_INPUT, "%s: found a ZIP archive without files, expected one with a table", path);
  else if (wanted)
    status = choose_name(j, zip, path, wanted, candidate, member);
  else
    status = choose_year(j, zip, path, candidate, candidates, member);
  twi_free(j->ctx, candidate);
  return status;
}

/* ---------------------------------------------------------------- opening */

/* Returns the ARCHIVE of a path ARCHIVE/MEMBER, where a file ends that something follows; the caller frees it. NULL: the
 * path is a file's, or nobody's. */
static char *archive_of(tw_context *ctx, const char *path, const char **wanted, tw_status *status)
{
  struct stat info;
  *status = TW_OK;
  if (stat(path, &info) == 0 || errno != ENOTDIR) return NULL;
  char *cut = twi_strdup(ctx, path);
  if (!cut) *status = twi_no_memory(ctx, 0);
  for (char *slash = cut ? strrchr(cut, '/') : NULL; slash && slash > cut; slash = strrchr(cut, '/')) {
    *slash = 0;
    if (stat(cut, &info) != 0) continue;
    if (!S_ISREG(info.st_mode)) break;
    *wanted = path + (slash - cut) + 1;
    if (!(*wanted)[strspn(*wanted, "/")]) *wanted = NULL; /* ARCHIVE/ */
    return cut;
  }
  twi_free(ctx, cut);
  return NULL;
}

/* Returns 1 for an archive by its name or its first bytes. Only a file on a disk is asked: what a pipe gave once is gone. */
static int looks_like_zip(const char *path)
{
  struct stat info;
  char head[4];
  if (stat(path, &info) != 0 || !S_ISREG(info.st_mode)) return 0;
  if (ends_with(path, ".zip")) return 1;
  int handle = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = handle >= 0 ? pread(handle, head, sizeof head, 0) : 0;
  if (handle >= 0) close(handle);
  return n == 4 && twi_is_zip(head, 4) && !twi_is_workbook(path);
}

tw_status twi_import_called(twi_import_job *j)
{
  const char *path = j->ask->file, *name;
  size_t end = strlen(path);
  while (end > 1 && path[end - 1] == '/') end--; /* of a folder */
  for (name = path + end; name > path && name[-1] != '/';) name--;
  j->file = twi_strndup(j->ctx, name, (size_t)(path + end - name));
  j->origin = twi_strdup(j->ctx, path);
  if (j->file) j->year = j->ask->year ? j->ask->year : year_in(j->file);
  return j->origin && j->file ? TW_OK : twi_no_memory(j->ctx, 0);
}

/* Keeps the names of a member instead. */
static tw_status call_member(twi_import_job *j, const char *path, const char *name)
{
  char shown[512];
  const char *slash = strrchr(path, '/');
  j->year = j->ask->year ? j->ask->year : member_year(name);
  twi_free(j->ctx, j->origin);
  twi_free(j->ctx, j->file);
  twi_free(j->ctx, j->archive);
  twi_visible(name, strlen(name), shown, sizeof shown);
  j->origin = twi_format(j->ctx, "%s/%s", path, shown);
  j->file = twi_strdup(j->ctx, member_base(shown));
  j->archive = twi_strdup(j->ctx, slash ? slash + 1 : path);
  return j->origin && j->file && j->archive ? TW_OK : twi_no_memory(j->ctx, 0);
}

static tw_status open_member(twi_import_job *j, const char *path, const char *wanted, twi_source **source)
{
  twi_zip *zip;
  int member = 0;
  tw_status status = twi_zip_open(j->ctx, path, &zip);
  if (status != TW_OK) return status;
  status = choose_member(j, zip, path, wanted, &member);
  if (status == TW_OK) status = call_member(j, path, twi_zip_name(zip, member));
  if (status == TW_OK) return twi_zip_source(zip, member, source);
  twi_zip_free(zip);
  return status;
}

tw_status twi_import_open(twi_import_job *j, twi_source **source)
{
  const char *path = j->ask->file, *wanted = NULL;
  tw_status status;
  *source = NULL;
  char *archive = archive_of(j->ctx, path, &wanted, &status);
  if (status == TW_OK)
    status = archive || looks_like_zip(path) ? open_member(j, archive ? archive : path, wanted, source)
                                             : twi_source_open(j->ctx, path, source);
  twi_free(j->ctx, archive);
  return status;
}
