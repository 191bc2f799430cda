/* The summary as JSON: one object on standard output, in the place of words.
 *
 * A verb writes its keys one after the other; js_end, at the end of the program, closes what is open and adds what all
 * have: notes, errors and the exit code. So the object is whole also where a verb fails halfway, or before it begins.
 * Numbers are the shortest that give the same double; what is no number is null. Texts are UTF-8; what a terminal would
 * obey is escaped, and a byte that is none becomes U+FFFD. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { DEEPEST = 16, MESSAGES = 2 };

static struct {
  int on;
  const char *verb;
  int depth; /* objects and lists that are open; 0: nothing was written */
  char end[DEEPEST];
  int items[DEEPEST];
  char **message[MESSAGES]; /* notes, errors */
  int messages[MESSAGES];
} out;

void js_start(const char *verb)
{
  out.on = 1;
  out.verb = verb;
}

void js_stop(void)
{
  out.on = 0;
}

int js_on(void)
{
  return out.on;
}

void js_message(int is_error, const char *text)
{
  int which = is_error != 0;
  if (!out.on) return;
  char *copy = obtained(malloc(strlen(text) + 1));
  char **grown = obtained(realloc(out.message[which], (size_t)(out.messages[which] + 1) * sizeof *grown));
  if (grown) out.message[which] = grown;
  if (!copy || !grown) {
    free(copy);
    return;
  }
  strcpy(copy, text);
  grown[out.messages[which]++] = copy;
}

/* ---------------------------------------------------------------- text */

static void put_point(unsigned point)
{
  if (point > 0xffff) {
    point -= 0x10000;
    printf("\\u%04x\\u%04x", 0xd800 + (point >> 10), 0xdc00 + (point & 0x3ff));
  } else {
    printf("\\u%04x", point);
  }
}

static void put_text(const char *text)
{
  size_t left = strlen(text);
  putchar('"');
  for (const char *p = text; left;) {
    unsigned point = 0;
    int n = character_at((const unsigned char *)p, left, &point);
    if (n <= 0) {
      point = 0xfffd;
      n = 1;
      put_point(point);
    } else if (point == '"' || point == '\\') {
      printf("\\%c", (char)point);
    } else if (point == '\n') {
      fputs("\\n", stdout);
    } else if (is_obeyed(point)) {
      put_point(point);
    } else {
      fwrite(p, 1, (size_t)n, stdout);
    }
    p += n;
    left -= (size_t)n;
  }
  putchar('"');
}

/* ---------------------------------------------------------------- structure */

static void put_key(const char *key)
{
  if (out.depth == 0) js_begin();
  if (out.items[out.depth - 1]++) putchar(',');
  printf("\n%*s", 2 * out.depth, "");
  if (!key) return;
  put_text(key);
  fputs(": ", stdout);
}

static void open_level(char begin, char end)
{
  putchar(begin);
  if (out.depth == DEEPEST) abort(); /* a mistake of this program */
  out.end[out.depth] = end;
  out.items[out.depth++] = 0;
}

void js_begin(void)
{
  if (out.depth) return;
  open_level('{', '}');
  js_text("program", "tradewind");
  js_text("version", tw_version());
  js_text("verb", out.verb);
}

void js_object(const char *key)
{
  put_key(key);
  open_level('{', '}');
}

void js_list(const char *key)
{
  put_key(key);
  open_level('[', ']');
}

void js_close(void)
{
  int items = out.items[--out.depth];
  if (items) printf("\n%*s", 2 * out.depth, "");
  putchar(out.end[out.depth]);
}

void js_text(const char *key, const char *text)
{
  put_key(key);
  if (text)
    put_text(text);
  else
    fputs("null", stdout);
}

void js_texts(const char *key, const char *lines)
{
  js_list(key);
  for (const char *line = lines ? lines : ""; *line; line += strspn(line, "\n")) {
    size_t length = strcspn(line, "\n");
    char *copy = obtained(malloc(length + 1));
    if (copy) {
      memcpy(copy, line, length);
      copy[length] = 0;
      js_text(NULL, copy);
    }
    free(copy);
    line += length;
  }
  js_close();
}

void js_number(const char *key, double value)
{
  char words[64];
  put_key(key);
  if (!isfinite(value)) {
    fputs("null", stdout);
    return;
  }
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(words, sizeof words, "%.*g", digits, value);
    if (strtod(words, NULL) == value) break;
  }
  fputs(words, stdout);
}

void js_whole(const char *key, long long value)
{
  put_key(key);
  printf("%lld", value);
}

void js_flag(const char *key, int on)
{
  put_key(key);
  fputs(on ? "true" : "false", stdout);
}

void js_end(int code)
{
  static const char *const key[MESSAGES] = {"notes", "errors"};
  if (!out.on) return;
  js_begin();
  while (out.depth > 1) js_close();
  for (int which = 0; which < MESSAGES; which++) {
    js_list(key[which]);
    for (int i = 0; i < out.messages[which]; i++) {
      js_text(NULL, out.message[which][i]);
      free(out.message[which][i]);
    }
    free(out.message[which]);
    out.message[which] = NULL;
    out.messages[which] = 0;
    js_close();
  }
  js_whole("exit_code", code);
  js_close();
  putchar('\n');
  out.on = 0;
}
