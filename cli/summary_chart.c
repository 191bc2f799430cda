/* Bars of real income: losses to the left of the axis, gains to the right, each with its number, so that neither colour
 * nor a fine eye is needed. Block characters on a terminal that shows UTF-8, else "#", as in files and pipes.
 *
 * Width: what the code, the number and the gaps leave of the line, from 16 to 72 characters, for both sides together.
 * They share it in proportion to the largest gain and the largest loss, so that one scale holds for both; a side with
 * any bar has at least one character. Bars end at half characters where there are blocks, and what is not zero is
 * seen. */
#include <math.h>
#include <string.h>

#include "summary.h"

enum { MOST_BARS = 12, LEAST_WIDTH = 16, MOST_WIDTH = 72 };

typedef struct bar {
  double value;
  const char *region;
} bar;

/* From the largest gain to the largest loss; equal ones stay in their order. */
static void sort_bars(bar *bars, int count)
{
  for (int i = 1; i < count; i++) {
    bar moved = bars[i];
    int at = i;
    for (; at > 0 && bars[at - 1].value < moved.value; at--) bars[at] = bars[at - 1];
    bars[at] = moved;
  }
}

static void print_repeated(const char *piece, int count)
{
  for (int i = 0; i < count; i++) fputs(piece, stdout);
}

static int is_named(const tw_headline *headline, int region)
{
  for (int k = 0; k < headline->count; k++)
    if (headline->region[k] == region) return 1;
  return 0;
}

/* The regions of the chart: the most affected, the last of them giving way to those of the headline that are not there.
 */
static int choose_bars(const int *order, int N, const tw_headline *headline, int chosen[MOST_BARS])
{
  int count = N < MOST_BARS ? N : MOST_BARS, end = count;
  memcpy(chosen, order, (size_t)count * sizeof *chosen);
  for (int k = headline->count - 1; k >= 0; k--) {
    int at = 0;
    while (at < count && chosen[at] != headline->region[k]) at++;
    if (at < count) continue;
    while (end > 1 && is_named(headline, chosen[end - 1])) end--;
    chosen[--end] = headline->region[k];
  }
  return count;
}

/* left, right: characters on both sides of the axis; scale: half characters per unit. */
static void print_bar(double value, int left, int right, double scale, int blocks)
{
  int halves = (int)floor(fabs(value) * scale + 0.5);
  if (halves == 0 && value != 0) halves = 1;
  if (!blocks) halves += halves % 2;
  int most = 2 * (value < 0 ? left : right);
  if (halves > most) halves = most;
  const char *full = blocks ? "\u2588" : "#", *half = value < 0 ? "\u2590" : "\u258c";
  if (value < 0) {
    print_repeated(" ", left - (halves + 1) / 2);
    print_repeated(half, halves % 2);
    print_repeated(full, halves / 2);
  } else {
    print_repeated(" ", left);
  }
  fputs(blocks ? "\u2502" : "|", stdout);
  if (value > 0) {
    print_repeated(full, halves / 2);
    print_repeated(half, halves % 2);
  }
  putchar('\n');
}

void summary_chart(const tw_result *result, const int *order, const tw_headline *headline)
{
  const tw_world *world = tw_result_world(result);
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  bar bars[MOST_BARS];
  int count = 0, code = 0, number = 0, blocks = terminal_draws(), chosen[MOST_BARS];
  double gain = 0, loss = 0;
  int rows = choose_bars(order, tw_world_regions(world), headline, chosen);
  for (int i = 0; i < rows; i++) {
    double value = income[chosen[i]];
    if (!isfinite(value)) continue;
    bars[count++] = (bar){value, tw_world_region(world, chosen[i])};
    gain = fmax(gain, value);
    loss = fmax(loss, -value);
  }
  if (count < 2 || gain + loss == 0) return;
  int decimals = decimals_for(income, chosen, rows);
  char words[CELL];
  for (int i = 0; i < count; i++) {
    change_words(words, bars[i].value, decimals);
    if ((int)strlen(bars[i].region) > code) code = (int)strlen(bars[i].region);
    if ((int)strlen(words) > number) number = (int)strlen(words);
  }
  int room = terminal_width() - code - number - 5; /* two gaps of two, and the axis */
  room = room < LEAST_WIDTH ? LEAST_WIDTH : room > MOST_WIDTH ? MOST_WIDTH : room;
  int left = (int)floor(room * loss / (gain + loss) + 0.5);
  if (loss > 0 && left == 0) left = 1;
  if (gain > 0 && left == room) left = room - 1;
  int right = room - left;
  /* one scale for both sides */
  double scale = 2 * fmin(loss > 0 ? left / loss : INFINITY, gain > 0 ? right / gain : INFINITY);
  sort_bars(bars, count);
  printf("\nReal income, %%%s:\n", count < tw_world_regions(world) ? ", where it changes most" : "");
  for (int i = 0; i < count; i++) {
    change_words(words, bars[i].value, decimals);
    printf("%-*s  %*s  ", code, bars[i].region, number, words);
    print_bar(bars[i].value, left, right, scale, blocks);
  }
}
