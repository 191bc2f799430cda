/* ZIP archives by libzip. See zip.h.
 *
 * libzip takes its memory from malloc, as libyaml does, in amounts that the size of the file bounds: it compares the
 * number of members with the length of their list before it asks for any. */
#include "table/zip.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>
#include <zlib.h>

#include "base/file.h"
#include "base/inputs.h"
#include "base/plain.h"

enum { MOST_MEMBERS = 100000, SHOWN_NAME = 400 };

struct twi_zip {
  tw_context *ctx;
  char *path;
  int handle;
  uint64_t size, at; /* of the file; where libzip reads next */
  zip_error_t error; /* for libzip: of the last call below */
  int number;        /* errno of a read that failed; 0: none did */
  zip_t *archive;
  zip_file_t *file; /* the member that is read */
  char *origin;     /* ARCHIVE/NAME of it */
  uint64_t claimed, given;
};

/* ---------------------------------------------------------------- words */

/* Returns the word for a method of APPNOTE.TXT 4.4.5, for messages. */
static const char *method_word(unsigned method)
{
  switch (method) {
  case 0:
    return "stored";
  case 1:
    return "shrunk";
  case 2:
  case 3:
  case 4:
  case 5:
    return "reduced";
  case 6:
    return "imploded";
  case 8:
    return "deflate";
  case 9:
    return "deflate64";
  case 12:
    return "bzip2";
  case 14:
    return "LZMA";
  case 93:
    return "zstd";
  case 95:
    return "xz";
  case 98:
    return "PPMd";
  case 99:
    return "AES encryption";
  default:
    return "unknown";
  }
}

/* Returns the errno where the machine is to blame, else 0. */
static int of_machine(const twi_zip *z, zip_error_t *error)
{
  if (z->number) return z->number;
  if (zip_error_code_zip(error) == ZIP_ER_MEMORY) return ENOMEM;
  return zip_error_system_type(error) == ZIP_ET_ZLIB && zip_error_code_system(error) == Z_MEM_ERROR ? ENOMEM : 0;
}

/* Puts a failure of libzip into words. subject: the archive, or ARCHIVE/NAME of a member. */
static tw_status fail_zip(const twi_zip *z, const char *subject, zip_error_t *error)
{
  tw_context *ctx = z->ctx;
  int number = of_machine(z, error);
  if (number == ENOMEM) return twi_no_memory(ctx, 0);
  if (number == EINTR && twi_check_cancel(ctx) != TW_OK) return TW_INTERRUPTED;
  if (number) return twi_fail(ctx, TW_IO, "%s: cannot read: %s", subject, strerror(number));
  switch (zip_error_code_zip(error)) {
  case ZIP_ER_EOF:
    return twi_fail(ctx, TW_BAD_INPUT, "%s: the ZIP archive ends too early: it is truncated", subject);
  case ZIP_ER_MULTIDISK:
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found one part of a ZIP archive in several files, expected all in one",
                    subject);
  case ZIP_ER_CRC:
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: the data are corrupt: their checksum (CRC) is not the one that the ZIP archive has for them",
                    subject);
  case ZIP_ER_ZLIB:
  case ZIP_ER_COMPRESSED_DATA:
    return twi_fail(ctx, TW_BAD_INPUT, "%s: the packed data are corrupt: they cannot be unpacked", subject);
  default:
    break;
  }
  return twi_fail(ctx, TW_BAD_INPUT, "%s: the ZIP archive is damaged: %s", subject, zip_error_strerror(error));
}

/* The same for the list of members, and for a member: what is no archive or contradicts itself is another thing there.
 */
static tw_status fail_list(const twi_zip *z, zip_error_t *error)
{
  tw_context *ctx = z->ctx;
  const char *path = z->path;
  switch (z->number ? ZIP_ER_READ : zip_error_code_zip(error)) {
  case ZIP_ER_NOZIP:
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: the list of members, which ends a ZIP archive, is missing or damaged: the file is truncated "
                    "(was it downloaded to the end?) or corrupt",
                    path);
  case ZIP_ER_INCONS:
    return twi_fail(
        ctx, TW_BAD_INPUT,
        "%s: the list of members of the ZIP archive is damaged: its numbers, places or names cannot be right", path);
  default:
    return fail_zip(z, path, error);
  }
}

static tw_status fail_member(twi_zip *z, zip_error_t *error)
{
  int code = zip_error_code_zip(error);
  if (of_machine(z, error)) return fail_zip(z, z->origin, error);
  if (code == ZIP_ER_INCONS && z->file)
    return twi_fail(z->ctx, TW_BAD_INPUT,
                    "%s: the data unpack to %llu bytes, but the ZIP archive says %llu: it is corrupt", z->origin,
                    (unsigned long long)z->given, (unsigned long long)z->claimed);
  if (!z->file || (z->given == 0 && (code == ZIP_ER_INVAL || code == ZIP_ER_SEEK)))
    return twi_fail(z->ctx, TW_BAD_INPUT,
                    "%s: there is no such member where the ZIP archive says it begins: it is corrupt", z->origin);
  return fail_zip(z, z->origin, error);
}

/* ---------------------------------------------------------------- bytes for libzip */

/* Its own reader of files takes a read that fails for the end of the file when bytes came before. */
static zip_int64_t read_bytes(twi_zip *z, char *bytes, uint64_t room)
{
  uint64_t got = 0;
  while (got < room) {
    ssize_t n = pread(z->handle, bytes + got, (size_t)(room - got), (off_t)(z->at + got));
    if (n == 0) break;
    if (n < 0 && errno == EINTR && twi_check_cancel(z->ctx) == TW_OK) continue;
    if (n < 0) {
      z->number = errno;
      zip_error_set(&z->error, ZIP_ER_READ, z->number);
      return -1;
    }
    got += (uint64_t)n;
  }
  z->at += got;
  return (zip_int64_t)got;
}

static zip_int64_t serve_libzip(void *user, void *data, zip_uint64_t length, zip_source_cmd_t command)
{
  twi_zip *z = user;
  zip_int64_t place;
  switch (command) {
  case ZIP_SOURCE_SUPPORTS:
    return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                          ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                          ZIP_SOURCE_SUPPORTS, -1);
  case ZIP_SOURCE_OPEN:
    z->at = 0;
    return 0;
  case ZIP_SOURCE_READ:
    return read_bytes(z, data, length);
  case ZIP_SOURCE_SEEK:
    place = zip_source_seek_compute_offset(z->at, z->size, data, length, &z->error);
    if (place >= 0) z->at = (uint64_t)place;
    return place < 0 ? -1 : 0;
  case ZIP_SOURCE_TELL:
    return (zip_int64_t)z->at;
  case ZIP_SOURCE_STAT:
    if (length < sizeof(zip_stat_t)) return -1;
    zip_stat_init(data);
    ((zip_stat_t *)data)->size = z->size;
    ((zip_stat_t *)data)->valid = ZIP_STAT_SIZE;
    return sizeof(zip_stat_t);
  case ZIP_SOURCE_ERROR:
    return zip_error_to_data(&z->error, data, length);
  case ZIP_SOURCE_CLOSE:
  case ZIP_SOURCE_FREE: /* the handle is ours */
    return 0;
  default:
    zip_error_set(&z->error, ZIP_ER_OPNOTSUPP, 0);
    return -1;
  }
}

/* ---------------------------------------------------------------- the archive */

/* Says what the first bytes are instead of an archive's. */
static tw_status fail_not_zip(tw_context *ctx, const char *path, const char *head, size_t count)
{
  size_t i = 0;
  while (i < count && (head[i] == ' ' || head[i] == '\n' || head[i] == '\r' || head[i] == '\t')) i++;
  const char *what = count == 0                    ? "an empty file"
                     : i < count && head[i] == '<' ? "something like a web page"
                                                   : "other bytes";
  return twi_fail(ctx, TW_BAD_INPUT, "%s: found %s, expected a ZIP archive%s", path, what,
                  count && head[i < count ? i : 0] == '<' ? ": download it again, with a browser" : "");
}

/* Reads the list of members. libzip 1.7.3 calls one "no archive" when memory for an entry is missing: asked again, it
 * either has it or says so. */
static tw_status read_list(twi_zip *z)
{
  tw_status status = TW_OK;
  for (int time = 0; time < 2 && !z->archive; time++) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_function_create(serve_libzip, z, &error);
    if (source) z->archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (source && !z->archive) zip_source_free(source);
    status = z->archive ? TW_OK : fail_list(z, &error);
    zip_error_fini(&error);
    if (status != TW_BAD_INPUT) break;
  }
  if (status != TW_OK) return status;
  zip_int64_t count = zip_get_num_entries(z->archive, 0);
  if (count > MOST_MEMBERS)
    return twi_fail(z->ctx, TW_BAD_INPUT, "%s: found a ZIP archive of %lld members, expected at most %d", z->path,
                    (long long)count, MOST_MEMBERS);
  for (zip_int64_t i = 0; i < count; i++) /* a name of a code page is made UTF-8 when it is first asked for */
    if (!zip_get_name(z->archive, (zip_uint64_t)i, 0)) return fail_zip(z, z->path, zip_get_error(z->archive));
  return TW_OK;
}

tw_status twi_zip_open(tw_context *ctx, const char *path, twi_zip **zip)
{
  *zip = NULL;
  tw_status status = twi_input_note(ctx, path);
  if (status != TW_OK) return status;
  twi_zip *z = twi_new(ctx, 1, sizeof *z);
  if (!z) return twi_no_memory(ctx, sizeof *z);
  z->ctx = ctx;
  zip_error_init(&z->error);
  z->path = twi_strdup(ctx, path);
  struct stat info = {0};
  char head[64];
  ssize_t got = 0;
  z->handle = z->path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  z->size = z->handle >= 0 && fstat(z->handle, &info) == 0 && info.st_size > 0 ? (uint64_t)info.st_size : 0;
  if (!z->path)
    status = twi_no_memory(ctx, 0);
  else if (z->handle < 0)
    status = twi_open_failed(ctx, path, errno);
  else if ((got = pread(z->handle, head, sizeof head, 0)) < 0)
    status = twi_fail(ctx, TW_IO, "%s: cannot read: %s", path, strerror(errno));
  else if (!twi_is_zip(head, (size_t)got))
    status = fail_not_zip(ctx, path, head, (size_t)got);
  else
    status = read_list(z);
  if (status != TW_OK) {
    twi_zip_free(z);
    return status;
  }
  *zip = z;
  return TW_OK;
}

void twi_zip_free(twi_zip *z)
{
  if (!z) return;
  if (z->file) zip_fclose(z->file);
  if (z->archive) zip_discard(z->archive);
  zip_error_fini(&z->error);
  if (z->handle >= 0) close(z->handle);
  twi_free(z->ctx, z->origin);
  twi_free(z->ctx, z->path);
  twi_free(z->ctx, z);
}

int twi_zip_members(const twi_zip *z)
{
  return (int)zip_get_num_entries(z->archive, 0);
}

const char *twi_zip_name(const twi_zip *z, int member)
{
  return zip_get_name(z->archive, (zip_uint64_t)member, 0); /* not NULL: read_list has asked */
}

/* ---------------------------------------------------------------- a member */

static tw_status read_member(void *user, void *bytes, size_t room, size_t *count)
{
  twi_zip *z = user;
  zip_int64_t n = zip_fread(z->file, bytes, room);
  if (n < 0) return fail_member(z, zip_file_get_error(z->file));
  *count = (size_t)n;
  z->given += (uint64_t)n;
  if (n == 0 && z->given < z->claimed)
    return twi_fail(z->ctx, TW_BAD_INPUT, "%s: the data end after %llu of %llu bytes: the ZIP archive is corrupt",
                    z->origin, (unsigned long long)z->given, (unsigned long long)z->claimed);
  if (z->given > z->claimed)
    return twi_fail(
        z->ctx, TW_BAD_INPUT,
        "%s: the data unpack to more than the %llu bytes that the ZIP archive says they have: it is corrupt", z->origin,
        (unsigned long long)z->claimed);
  return TW_OK;
}

static void close_member(void *user)
{
  twi_zip_free(user);
}

/* Tests what the archive says of the member against what can be. */
static tw_status check_member(twi_zip *z, const zip_stat_t *s)
{
  const zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
  if ((s->valid & ZIP_STAT_ENCRYPTION_METHOD) && s->encryption_method != ZIP_EM_NONE)
    return twi_fail(z->ctx, TW_BAD_INPUT, "%s: it is encrypted, expected a member without a password: unpack it first",
                    z->origin);
  if ((s->valid & needed) != needed)
    return twi_fail(z->ctx, TW_BAD_INPUT, "%s: the ZIP archive says not how it is packed", z->origin);
  if (!zip_compression_method_supported((zip_int32_t)s->comp_method, 0))
    return twi_fail(z->ctx, TW_BAD_INPUT,
                    "%s: found packed by method %u (%s), expected deflate or stored: unpack it first", z->origin,
                    (unsigned)s->comp_method, method_word(s->comp_method));
  if (s->comp_size > z->size)
    return twi_fail(z->ctx, TW_BAD_INPUT,
                    "%s: the ZIP archive says that it has %llu packed bytes, but the file has %llu in all: it is "
                    "truncated or corrupt",
                    z->origin, (unsigned long long)s->comp_size, (unsigned long long)z->size);
  if (s->size > TWI_UNPACKED_FREE && s->size - TWI_UNPACKED_FREE > TWI_MOST_TIMES * s->comp_size)
    return twi_fail(z->ctx, TW_BAD_INPUT,
                    "%s: the ZIP archive says that it unpacks to %llu bytes from %llu, more than %d times as many; "
                    "expected a table: unpack it first if it is one",
                    z->origin, (unsigned long long)s->size, (unsigned long long)s->comp_size, TWI_MOST_TIMES);
  return TW_OK;
}

/* Returns the member's name as messages show it; the caller frees it; NULL: no memory. */
static char *origin_of(twi_zip *z, const char *name)
{
  char shown[SHOWN_NAME];
  twi_visible(name, strlen(name), shown, sizeof shown);
  return twi_format(z->ctx, "%s/%s", z->path, shown);
}

static tw_status open_member(twi_zip *z, int member, uint64_t *size)
{
  zip_stat_t s;
  z->origin = origin_of(z, twi_zip_name(z, member));
  if (!z->origin) return twi_no_memory(z->ctx, 0);
  if (zip_stat_index(z->archive, (zip_uint64_t)member, 0, &s) != 0)
    return fail_zip(z, z->origin, zip_get_error(z->archive));
  tw_status status = check_member(z, &s);
  if (status != TW_OK) return status;
  z->file = zip_fopen_index(z->archive, (zip_uint64_t)member, 0);
  if (!z->file) return fail_member(z, zip_get_error(z->archive));
  *size = z->claimed = s.size;
  return TW_OK;
}

tw_status twi_zip_source(twi_zip *z, int member, twi_source **source)
{
  *source = NULL;
  twi_source_reader reader = {.read = read_member, .close = close_member, .user = z};
  tw_status status = open_member(z, member, &reader.size);
  if (status != TW_OK) {
    twi_zip_free(z);
    return status;
  }
  return twi_source_reader_open(z->ctx, &reader, z->origin, source);
}
