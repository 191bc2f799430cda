/* ZIP archives made byte by byte, so that each of their fields can be right or wrong: what the tests of readers share. */
#ifndef TRADEWIND_TESTS_ZIP_FILES_H
#define TRADEWIND_TESTS_ZIP_FILES_H

#include <zlib.h>

#include "support.h"

/* One member. What is zero is as it should be. */
typedef struct zip_member {
  const char *name;
  const char *text;
  size_t size;      /* 0: the length of text */
  int stored;       /* else deflate, level 1 */
  int zip64;        /* sizes and place in an extra field, 0xffffffff in their fields */
  unsigned method;  /* what the headers say instead */
  unsigned flags;   /* 1: encrypted, 0x800: the name is UTF-8 */
  unsigned crc_xor; /* a wrong checksum */
  int damaged;      /* this many bytes of the packed data are turned over, from the middle on */
  uint64_t size_says, packed_says, place_says; /* instead of the truth */
} zip_member;

typedef struct zip_archive {
  int zip64_end;   /* with the ZIP64 records at the end */
  int members_say; /* added to the number of members */
  const char *comment;
} zip_archive;

static inline void zip_number(FILE *f, uint64_t value, int bytes)
{
  for (int i = 0; i < bytes; i++) fputc((int)(value >> (8 * i) & 0xff), f);
}

static inline unsigned char *zip_packed(const zip_member *m, size_t size, size_t *count)
{
  z_stream z = {0};
  unsigned char *packed = malloc(size + size / 100 + 200);
  assert_non_null(packed);
  *count = size;
  if (m->stored) {
    memcpy(packed, m->text, size);
  } else {
    assert_int_equal(deflateInit2(&z, 1, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)m->text;
    z.avail_in = (unsigned)size;
    z.next_out = packed;
    z.avail_out = (unsigned)(size + size / 100 + 200);
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    *count = z.total_out;
    deflateEnd(&z);
  }
  for (int i = 0; i < m->damaged; i++) packed[*count / 2 + (size_t)i] ^= 0x5a;
  return packed;
}

/* The header of a member: in front of it (`place` NULL), or in the list at the end. */
static inline void zip_header(FILE *f, const zip_member *m, uint64_t size, uint64_t packed, unsigned crc,
                              const uint64_t *place)
{
  unsigned method = m->method ? m->method : m->stored ? 0 : 8;
  size_t name = strlen(m->name), extra = m->zip64 ? (place ? 28 : 20) : 0;
  zip_number(f, place ? 0x02014b50 : 0x04034b50, 4);
  if (place) zip_number(f, 45, 2);
  zip_number(f, m->zip64 ? 45 : 20, 2);
  zip_number(f, m->flags, 2);
  zip_number(f, method, 2);
  zip_number(f, 0x58210000, 4); /* 1 January 2024 */
  zip_number(f, crc, 4);
  zip_number(f, m->zip64 ? 0xffffffff : packed, 4);
  zip_number(f, m->zip64 ? 0xffffffff : size, 4);
  zip_number(f, name, 2);
  zip_number(f, extra, 2);
  if (place) {
    zip_number(f, 0, 8); /* comment, disk, attributes */
    zip_number(f, 0, 2);
    zip_number(f, m->zip64 ? 0xffffffff : *place, 4);
  }
  fputs(m->name, f);
  if (m->zip64) {
    zip_number(f, 1, 2);
    zip_number(f, extra - 4, 2);
    zip_number(f, size, 8);
    zip_number(f, packed, 8);
    if (place) zip_number(f, *place, 8);
  }
}

/* Writes the archive. */
static inline void zip_write(const char *path, const zip_member *member, int count, const zip_archive *how)
{
  static const zip_archive right = {0};
  if (!how) how = &right;
  struct {
    uint64_t size, packed, place;
    unsigned crc;
  } is[32];
  assert_true(count <= 32);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  for (int i = 0; i < count; i++) {
    const zip_member *m = &member[i];
    size_t size = m->size ? m->size : strlen(m->text), packed;
    unsigned char *bytes = zip_packed(m, size, &packed);
    is[i].place = m->place_says ? m->place_says : (uint64_t)ftell(f);
    is[i].crc = (unsigned)crc32(0, (const unsigned char *)m->text, (unsigned)size) ^ m->crc_xor;
    is[i].size = m->size_says ? m->size_says : size;
    is[i].packed = m->packed_says ? m->packed_says : packed;
    zip_header(f, m, is[i].size, is[i].packed, is[i].crc, NULL);
    assert_int_equal(fwrite(bytes, 1, packed, f), packed);
    free(bytes);
  }
  uint64_t list = (uint64_t)ftell(f), members = (uint64_t)(count + how->members_say);
  for (int i = 0; i < count; i++) zip_header(f, &member[i], is[i].size, is[i].packed, is[i].crc, &is[i].place);
  uint64_t end = (uint64_t)ftell(f);
  if (how->zip64_end) {
    zip_number(f, 0x06064b50, 4);
    zip_number(f, 44, 8);
    zip_number(f, 45, 2);
    zip_number(f, 45, 2);
    zip_number(f, 0, 8);
    zip_number(f, members, 8);
    zip_number(f, members, 8);
    zip_number(f, end - list, 8);
    zip_number(f, list, 8);
    zip_number(f, 0x07064b50, 4);
    zip_number(f, 0, 4);
    zip_number(f, end, 8);
    zip_number(f, 1, 4);
  }
  zip_number(f, 0x06054b50, 4);
  zip_number(f, 0, 4);
  zip_number(f, how->zip64_end ? 0xffff : members, 2);
  zip_number(f, how->zip64_end ? 0xffff : members, 2);
  zip_number(f, how->zip64_end ? 0xffffffff : end - list, 4);
  zip_number(f, how->zip64_end ? 0xffffffff : list, 4);
  zip_number(f, how->comment ? strlen(how->comment) : 0, 2);
  if (how->comment) fputs(how->comment, f);
  assert_int_equal(fclose(f), 0);
}

#endif
