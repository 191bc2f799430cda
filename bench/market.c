/* What markets cost: prints the least seconds of the certified solution of the base and of one closed passage of a
 * built-in market or a folder, and of a generated market of S suppliers and B buyers, every pair with a way and a tenth
 * of the pairs with a second one.
 *
 *   build/bench/market [MARKET [times [S B]]]                                  defaults lng2024 50 200 200 */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tradewind.h"

static void stop(tw_context *context, tw_status status)
{
  if (status == TW_OK) return;
  fprintf(stderr, "%s\n", tw_error(context));
  exit(1);
}

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static unsigned long long state = 7;

static double uniform(double low, double high)
{
  state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  return low + (high - low) * (double)(state >> 11) / 9007199254740992.0;
}

static FILE *file(const char *folder, const char *name)
{
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "w");
  if (!f) exit(1);
  return f;
}

/* Capacities are 1.2 times what buyers want in all; each way crosses one of eight passages. */
static void generate(const char *folder, int S, int B)
{
  FILE *f = file(folder, "market.yaml");
  fprintf(f, "name: generated\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\ndemand: linear\n");
  fclose(f);
  f = file(folder, "suppliers.csv");
  fprintf(f, "supplier,block,capacity,cost,slope\n");
  for (int o = 0; o < S; o++)
    fprintf(f, "S%d,plant,%.4f,%.4f,0.02\n", o, 12.0 * B / S * uniform(0.5, 1.5), uniform(2, 6));
  fclose(f);
  f = file(folder, "buyers.csv");
  fprintf(f, "buyer,quantity,price,elasticity_short,elasticity_long\n");
  for (int d = 0; d < B; d++) fprintf(f, "B%d,%.4f,%.4f,-0.1,-0.5\n", d, 10 * uniform(0.5, 1.5), uniform(9, 13));
  fclose(f);
  f = file(folder, "passages.csv");
  fprintf(f, "passage,name\n");
  for (int p = 0; p < 8; p++) fprintf(f, "p%d,Passage %d\n", p, p);
  fclose(f);
  f = file(folder, "arcs.csv");
  fprintf(f, "supplier,buyer,route,quantity,freight,passages,wedge,stiffness,reference\n");
  for (int o = 0; o < S; o++)
    for (int d = 0; d < B; d++) {
      double freight = uniform(0.5, 3);
      fprintf(f, "S%d,B%d,main,,%.4f,p%d,0,0,0\n", o, d, freight, (o + d) % 8);
      if (uniform(0, 1) < 0.1) fprintf(f, "S%d,B%d,around,,%.4f,,0,0,0\n", o, d, freight + uniform(0.5, 2));
    }
  fclose(f);
}

static void measure(tw_context *context, const char *where, int times)
{
  tw_market *market = NULL;
  double opened = now();
  stop(context, tw_market_open(context, where, &market));
  opened = now() - opened;
  printf("%s: %d suppliers, %d buyers, opened in %.3f ms\n", strrchr(where, '/') ? "generated" : where,
         tw_market_count(market, TW_MARKET_SUPPLIERS), tw_market_count(market, TW_MARKET_BUYERS), 1e3 * opened);
  const char *passage = tw_market_code(market, TW_MARKET_PASSAGES, 0);
  tw_market_rule close = {.rule = "close", .passage = passage};
  for (int closed = 0; closed < 2; closed++) {
    double least = 1e9;
    tw_market_info about = {0};
    for (int i = 0; i < times; i++) {
      tw_market_result *result = NULL;
      tw_market_question question = {.rule = &close, .rules = closed, .skip_base = closed};
      double start = now();
      stop(context, tw_market_solve(context, market, &question, &result));
      double seconds = now() - start;
      least = seconds < least ? seconds : least;
      tw_market_result_about(result, &about);
      tw_market_result_free(result);
    }
    printf("  %s%s: %.3f ms, %d iterations, %s\n", closed ? "closed " : "base", closed ? passage : "", 1e3 * least,
           about.iterations, about.outcome == TW_CERTIFIED ? "certified" : "NO RESULT");
  }
  tw_market_free(market);
}

int main(int argc, char **argv)
{
  int times = argc > 2 ? atoi(argv[2]) : 50, S = argc > 4 ? atoi(argv[3]) : 200, B = argc > 4 ? atoi(argv[4]) : 200;
  tw_context *context = tw_context_new(NULL);
  if (!context) return 1;
  measure(context, argc > 1 ? argv[1] : "lng2024", times);
  char folder[] = "/tmp/tradewind-bench-XXXXXX";
  if (!mkdtemp(folder)) return 1;
  generate(folder, S, B);
  measure(context, folder, times < 5 ? times : 5);
  static const char *const files[] = {"market.yaml", "suppliers.csv", "buyers.csv", "passages.csv", "arcs.csv"};
  for (int k = 0; k < 5; k++) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, files[k]);
    unlink(path);
  }
  rmdir(folder);
  tw_context_free(context);
  return 0;
}
