/* tradewind routes --barriers: days between regions that a change of the network saves or adds, as a scenario whose rules
 * carry them into barriers of goods. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "routes.h"

/* Trade in goods between two regions of the world, both ways, and without sectors of bulk fuels. */
static double goods_between(const tw_world *world, const double *flow, const char *from, const char *to)
{
  static const char *const fuels[] = {"B05", "B06"};
  int N = tw_world_regions(world), a = tw_world_find_region(world, from), b = tw_world_find_region(world, to);
  double sum = 0;
  if (a < 0 || b < 0) return 0;
  for (int s = 0; s < tw_world_sectors(world); s++) {
    int bulk = 0;
    for (int k = 0; k < 2; k++) bulk |= strcmp(tw_world_sector(world, s), fuels[k]) == 0;
    if (bulk || !tw_world_sector_is_goods(world, s)) continue;
    sum += flow[(s * N + a) * N + b] + flow[(s * N + b) * N + a];
  }
  return sum;
}

static double all_goods(const tw_world *world, const double *flow)
{
  double sum = 0;
  for (int a = 0; a < tw_world_regions(world); a++)
    for (int b = 0; b < a; b++) sum += goods_between(world, flow, tw_world_region(world, a), tw_world_region(world, b));
  return sum;
}

/* Selectors name the sectors of fuels that the world has. */
static const char *except_words(const tw_world *world)
{
  int coal = tw_world_find_sector(world, "B05") >= 0, oil = tw_world_find_sector(world, "B06") >= 0;
  return coal && oil ? "except: {sector: [B05, B06]}, " : "";
}

typedef struct sums {
  double touched, days; /* trade of pairs with a rule; its days saved or added, by trade */
  double cut;           /* trade of pairs without a route any more */
  int rules;
} sums;

/* A rule for each pair whose voyage changes by a twentieth of a day or more. Coal, oil and gas are bulk: their freight
 * is no share of value a day. */
static void print_rule(const tw_world *world, const double *flow, const tw_voyage *v, sums *all)
{
  double days = v->days - v->usual_days, trade = goods_between(world, flow, v->from, v->to);
  if (isnan(v->usual_days) || !(trade > 0)) return;
  if (isnan(v->days)) return;
  if (fabs(days) < 0.05) return;
  all->rules++;
  all->touched += trade;
  all->days += trade * days;
  printf(
      "  - barrier: {importer: %s, exporter: %s, sector: goods, %schange: %s%.1f $open, both_ways: true} # %.1f days "
      "become %.1f\n",
      v->to, v->from, except_words(world), days < 0 ? "-" : "", fabs(days), v->usual_days, v->days);
}

/* 1: a pair of traders has lost its way. */
static int is_cut(const tw_world *world, const double *flow, const tw_voyage *v)
{
  return !isnan(v->usual_days) && isnan(v->days) && goods_between(world, flow, v->from, v->to) > 0;
}

/* Regions that lost their way to others, the most cut off first, each pair once. No rule says what becomes of their
 * trade: a barrier of so and so many days would be none. */
static void print_cut(const tw_world *world, const double *flow, const tw_voyages *voyages, sums *all)
{
  int N = tw_world_regions(world), *count = obtained(calloc((size_t)N * 2 + 1, sizeof *count)), pairs = 0;
  tw_voyage v;
  for (int i = 0; count && tw_voyages_at(voyages, i, &v); i++) {
    if (!is_cut(world, flow, &v)) continue;
    count[tw_world_find_region(world, v.from)]++;
    count[tw_world_find_region(world, v.to)]++;
    all->cut += goods_between(world, flow, v.from, v.to);
    pairs++;
  }
  if (pairs)
    printf("  # %.1f %% of goods trade between regions, fuels apart, has no way by sea any more; no rule says what "
           "becomes "
           "of it:\n",
           100 * all->cut / all_goods(world, flow));
  for (int told = 0; told < pairs;) {
    int most = 0, n = 0;
    for (int r = 1; r < N; r++)
      if (!count[N + r] && (count[N + most] || count[r] > count[most])) most = r;
    for (int i = 0; tw_voyages_at(voyages, i, &v); i++) {
      int a = tw_world_find_region(world, v.from), b = tw_world_find_region(world, v.to);
      if (!is_cut(world, flow, &v) || (a != most && b != most) || count[N + a] || count[N + b]) continue;
      if (n == 0) printf("  #   some ports of %s and of", tw_world_region(world, most));
      printf("%s%s", n == 0 ? " " : n % 20 == 0 ? ",\n  #     " : ", ", a == most ? v.to : v.from);
      n++;
      count[a]--;
      count[b]--;
    }
    if (n) printf("\n");
    told += n;
    count[N + most] = 1;
  }
  free(count);
}

int print_barriers(tw_context *context, const arguments *a, const tw_routes_options *options)
{
  tw_voyages *voyages = NULL;
  tw_world *world = NULL;
  tw_voyage v;
  sums all = {0, 0, 0, 0};
  long long months = 12;
  if (a->value[OPTION_months]) {
    int code = read_whole(a->value[OPTION_months], "months", 1, 12, &months);
    if (code) return code;
  }
  if (!options->closed && !options->open)
    return fail(EXIT_USAGE, "--barriers needs --closed or --open, which say what changes");
  tw_status status = open_world(context, a, NULL, NULL, &world);
  if (status == TW_OK) status = tw_voyages_run(context, NULL, options, &voyages);
  if (status != TW_OK) {
    tw_world_free(world);
    return fail_status(context, status);
  }
  const double *flow = tw_world_numbers(world, "flow");
  double share = (double)months / 12;
  printf("# Days by sea between regions, with %s%s%s%s%s, at %g knots: tradewind routes --barriers\n",
         options->closed ? options->closed : "", options->closed ? " closed" : "",
         options->closed && options->open ? " and " : "", options->open ? options->open : "",
         options->open ? " open" : "", options->knots != 0 ? options->knots : 17);
  printf("scenario: routes\ntitle: Goods by sea with other passages\nworld: %s\nclosure: {deficits: fixed}\n"
         "variables:\n"
         "  day: 1.35 %% # the middle of 0.6 to 2.1 %% of value a day: Hummels and Schaur 2013, "
         "doi:10.1257/aer.103.7.2935\n"
         "  open: %.6g $day # %lld months of 12\n"
         "policy:\n",
         tw_world_text(world, "given"), share, months);
  print_cut(world, flow, voyages, &all);
  for (int i = 0; tw_voyages_at(voyages, i, &v); i++) print_rule(world, flow, &v, &all);
  if (!all.rules) printf("  [] # no %svoyage changes by a twentieth of a day\n", all.cut > 0 ? "other " : "");
  if (all.rules)
    printf("# These pairs have %.1f %% of goods trade between regions, fuels apart; while it holds their voyages "
           "change by "
           "%+.1f\n# days on average, by value, and over the year barriers of all goods trade by %+.3f %% (%+.3f to "
           "%+.3f).\n",
           100 * all.touched / all_goods(world, flow), all.days / all.touched,
           1.35 * share * all.days / all_goods(world, flow), 0.6 * share * all.days / all_goods(world, flow),
           2.1 * share * all.days / all_goods(world, flow));
  tw_voyages_free(voyages);
  tw_world_free(world);
  return EXIT_CERTIFIED;
}
