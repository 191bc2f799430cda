/* Windows-1252, the code page of Western Europe: Latin-1 with letters and marks in place of control bytes. See
 * encoding.h. */
#include "table/encoding.h"

#include <stdint.h>

/* 0x80 to 0x9f; 0: not used. Below and above, bytes are Unicode's numbers. */
static const uint16_t high[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                  0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                  0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

int twi_windows_1252(const unsigned char *bytes, size_t count, char *to, size_t *length)
{
  size_t n = 0;
  int all = 1;
  for (size_t i = 0; i < count; i++) {
    unsigned u = bytes[i] >= 0x80 && bytes[i] < 0xa0 ? high[bytes[i] - 0x80] : bytes[i];
    if (!u && bytes[i]) {
      u = '?';
      all = 0;
    }
    if (u < 0x80) {
      to[n++] = (char)u;
    } else if (u < 0x800) {
      to[n++] = (char)(0xc0 | u >> 6);
      to[n++] = (char)(0x80 | (u & 0x3f));
    } else {
      to[n++] = (char)(0xe0 | u >> 12);
      to[n++] = (char)(0x80 | (u >> 6 & 0x3f));
      to[n++] = (char)(0x80 | (u & 0x3f));
    }
  }
  to[ *length = n] = 0;
  return all;
}
