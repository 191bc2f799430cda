/* Standard output and standard error, through which no text of a file reaches the terminal's own language.
 *
 * Titles, names, file names and messages of libraries may hold escapes that colour, retitle or clear a terminal, or
 * marks that turn the order of writing. All that the program prints goes through the two streams made here, whoever
 * prints it; they let line ends pass and show every other control character as C writes it: \x1b, \t, \u202e. Bytes
 * that are not UTF-8 are shown, too. What the program itself tells the terminal (terminal.c) goes by terminal_send. */
#define _GNU_SOURCE /* fopencookie, NOLINT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

typedef struct outlet {
  int file;
  unsigned char held[4]; /* the beginning of a character whose rest is still to come */
  size_t count;
} outlet;

static outlet outlets[2] = {{.file = STDOUT_FILENO}, {.file = STDERR_FILENO}};

static int send_all(int file, const char *bytes, size_t count)
{
  while (count) {
    ssize_t n = write(file, bytes, count);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 0;
    bytes += n;
    count -= (size_t)n;
  }
  return 1;
}

void terminal_send(const char *words)
{
  (void)send_all(STDERR_FILENO, words, strlen(words));
}

int character_at(const unsigned char *t, size_t left, unsigned *point)
{
  static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
  int n = t[0] < 0x80 ? 1 : t[0] >= 0xc2 && t[0] < 0xe0 ? 2 : (t[0] & 0xf0) == 0xe0 ? 3 : t[0] >= 0xf0 ? 4 : 0;
  if (n == 0 || t[0] > 0xf4) return 0;
  *point = n == 1 ? t[0] : t[0] & (0x7fU >> n);
  for (int i = 1; i < n; i++) {
    if ((size_t)i == left) return -1;
    if ((t[i] & 0xc0) != 0x80) return 0;
    *point = *point << 6 | (t[i] & 0x3fU);
  }
  return *point < least[n] || *point > 0x10ffff || (*point >= 0xd800 && *point < 0xe000) ? 0 : n;
}

int is_obeyed(unsigned point)
{
  static const unsigned range[][2] = {
      {0x00, 0x09},     {0x0b, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c}, {0x180e, 0x180e}, {0x200b, 0x200b},
      {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
  };
  for (size_t i = 0; i < sizeof range / sizeof *range; i++)
    if (point >= range[i][0] && point <= range[i][1]) return 1;
  return 0;
}

/* The bytes as they may be sent, from held and text together; what is left over is held. Returns the bytes in out,
 * which has room for four times as many as come in. */
static size_t filter_text(outlet *to, const char *text, size_t count, char *out)
{
  unsigned char in[256 + sizeof to->held];
  size_t used = 0, left = to->count + count;
  memcpy(in, to->held, to->count);
  memcpy(in + to->count, text, count);
  to->count = 0;
  for (const unsigned char *p = in; left;) {
    unsigned point = 0;
    int n = character_at(p, left, &point);
    if (n < 0) {
      memcpy(to->held, p, left);
      to->count = left;
      break;
    }
    if (n == 0)
      used += (size_t)sprintf(out + used, "\\x%02x", *p);
    else if (!is_obeyed(point))
      memcpy(out + used, p, (size_t)n), used += (size_t)n;
    else if (point == '\t' || point == '\r')
      used += (size_t)sprintf(out + used, "\\%c", point == '\t' ? 't' : 'r');
    else
      used += (size_t)sprintf(out + used, n == 1 ? "\\x%02x" : "\\u%04x", point);
    p += n ? n : 1;
    left -= (size_t)(n ? n : 1);
  }
  return used;
}

/* As fopencookie wants it: the bytes taken, 0 and errno after a failure. */
static ssize_t take_text(void *cookie, const char *text, size_t count)
{
  outlet *to = cookie;
  char out[4 * (256 + sizeof to->held) + 1];
  for (size_t done = 0; done < count;) {
    size_t part = count - done < 256 ? count - done : 256, used = filter_text(to, text + done, part, out);
    if (!send_all(to->file, out, used)) return 0;
    done += part;
  }
  return (ssize_t)count;
}

int streams_open(void)
{
  FILE *stream[2];
  for (int i = 0; i < 2; i++) {
    stream[i] = fopencookie(&outlets[i], "w", (cookie_io_functions_t){.write = take_text});
    if (!stream[i]) return 0;
  }
  /* As the C library does it for the streams that it opens itself. */
  setvbuf(stream[0], NULL, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, BUFSIZ);
  setvbuf(stream[1], NULL, _IONBF, 0);
  stdout = stream[0];
  stderr = stream[1];
  return 1;
}
