/* Words as people write them. See names.h.
 *
 * Distance: optimal string alignment (Levenshtein with swaps of neighbours; no part is edited twice). A swap costs a
 * little less than the other edits, so that "CNA" is nearer to CAN than to CHN. */
#include "base/names.h"

#include <string.h>

#include "base/plain.h"
#include "tradewind.h"

enum { LONGEST = 64, EDIT = 4, SWAP = 3 };

static unsigned char lower_case(char c)
{
  unsigned char u = (unsigned char)c;
  return u >= 'A' && u <= 'Z' ? (unsigned char)(u - 'A' + 'a') : u;
}

int twi_same_name(const char *text, size_t length, const char *name)
{
  for (size_t i = 0; i < length; i++)
    if (!name[i] || lower_case(text[i]) != lower_case(name[i])) return 0;
  return name[length] == 0;
}

static int least(int a, int b)
{
  return a < b ? a : b;
}

static int edit_distance(const char *a, int m, const char *b, int n)
{
  int row[3][LONGEST + 1];
  int *before = row[0], *last = row[1], *now = row[2];
  for (int j = 0; j <= n; j++) last[j] = before[j] = j * EDIT;
  for (int i = 1; i <= m; i++) {
    now[0] = i * EDIT;
    for (int j = 1; j <= n; j++) {
      int same = lower_case(a[i - 1]) == lower_case(b[j - 1]);
      int d = least(last[j] + EDIT, now[j - 1] + EDIT);
      d = least(d, last[j - 1] + (same ? 0 : EDIT));
      if (i > 1 && j > 1 && lower_case(a[i - 1]) == lower_case(b[j - 2]) &&
          lower_case(a[i - 2]) == lower_case(b[j - 1]))
        d = least(d, before[j - 2] + SWAP);
      now[j] = d;
    }
    int *spare = before;
    before = last;
    last = now;
    now = spare;
  }
  return last[n];
}

const char *twi_nearest(const char *word, size_t length, const char *const *names, int count)
{
  if (length == 0 || length > LONGEST) return NULL;
  int m = (int)length;
  int allowed = (m / 3 > 1 ? m / 3 : 1) * EDIT;
  const char *nearest = NULL;
  for (int k = 0; k < count; k++) {
    if (!names[k]) continue;
    size_t size = strlen(names[k]);
    if (size == 0 || size > LONGEST) continue;
    int n = (int)size;
    if ((n > m ? n - m : m - n) * EDIT > allowed) continue;
    int d = edit_distance(word, m, names[k], n);
    if (d > allowed || d >= (m > n ? m : n) * EDIT) continue; /* the second: not one letter in common */
    nearest = names[k];
    if (d == 0) break;
    allowed = d - 1;
  }
  return nearest;
}

const char *tw_nearest(const char *word, const char *const *names, int count)
{
  return word ? twi_nearest(word, strlen(word), names, count) : NULL;
}

int twi_is_utf8(const char *text, size_t length)
{
  for (size_t i = 0; i < length;) {
    unsigned point;
    size_t n = twi_character(text + i, length - i, &point);
    if (n == 0) return 0;
    i += n;
  }
  return 1;
}

const char *twi_other_encoding(const char *text, size_t length)
{
  const unsigned char *t = (const unsigned char *)text;
  if (length < 2) return NULL;
  if (length >= 4) { /* before UTF-16, whose mark FF FE begins that of UTF-32, too */
    if (t[0] == 0xff && t[1] == 0xfe && t[2] == 0 && t[3] == 0) return "UTF-32";
    if (t[0] == 0 && t[1] == 0 && (t[2] == 0xfe || t[2] == 0) && t[3] != 0) return "UTF-32";
    if (t[0] != 0 && t[1] == 0 && t[2] == 0 && t[3] == 0) return "UTF-32";
  }
  if ((t[0] == 0xff && t[1] == 0xfe) || (t[0] == 0xfe && t[1] == 0xff)) return "UTF-16";
  if (length < 4) return NULL;
  int little = t[0] != 0 && t[1] == 0 && t[2] != 0 && t[3] == 0, big = t[0] == 0 && t[1] != 0 && t[2] == 0 && t[3] != 0;
  return little || big ? "UTF-16" : NULL;
}

const char *twi_show(const char *text, size_t length, char shown[TWI_SHOWN])
{
  size_t used = 0, i = 0;
  shown[used++] = '"';
  while (i < length && used < 61) {
    unsigned point;
    size_t n = twi_character(text + i, length - i, &point);
    if (n == 0) n = 1;
    used += twi_visible(text + i, n, shown + used, TWI_SHOWN - used);
    i += n;
  }
  if (i < length) {
    memcpy(shown + used, "…", strlen("…"));
    used += strlen("…");
  }
  shown[used++] = '"';
  shown[used] = 0;
  return shown;
}

/* ---------------------------------------------------------------- words of a text */

int twi_words_count(const char *text)
{
  int count = 0;
  for (text += strspn(text, " "); *text; text += strspn(text, " "), count++) text += strcspn(text, " ");
  return count;
}

const char *twi_words_at(const char *text, int index, size_t *length)
{
  for (text += strspn(text, " "); index-- > 0; text += strspn(text, " ")) text += strcspn(text, " ");
  *length = strcspn(text, " ");
  return text;
}
