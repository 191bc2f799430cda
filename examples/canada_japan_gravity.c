/* A trade agreement between Canada and Japan in a one-sector world built in memory from a gravity equation.
 *
 *   canada_japan_gravity sample_data_set.csv
 *
 * The base is the structural gravity prediction (Anderson and van Wincoop 2003) of 2006 from output Y, expenditure E
 * and trade costs that estimated coefficients make of distance, border, language and agreements:
 *
 *   X_do = Y_o E_d / Y_world * K_do / (Pi_o P_d)        K_do = exp(sum of coefficient times variable)
 *   Pi_o = sum_d K_do E_d / (Y_world P_d)               outward multilateral resistance, to the power 1 - sigma
 *   P_d  = sum_o K_do Y_o / (Y_world Pi_o)              inward multilateral resistance, Germany's is 1
 *
 * The policy switches the agreement's coefficient on between the two countries. In the model a trade cost enters with
 * the power -theta, theta = sigma - 1, so a factor exp(b) on K is a change of the iceberg barrier by exp(-b/theta) - 1.
 * The published answer keeps each country's expenditure in a constant ratio to its output: deficits proportional.
 *
 * World output exceeds world expenditure by 0.8 % in these data, so no equilibrium has both: here all expenditure is
 * scaled up by that much. The published program does not clear every market instead, which makes it differ by about
 * 0.01 points in GDP and 0.2 points in bilateral trade. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tradewind.h"

#define MOST 64 /* regions */

/* Coefficients of the gravity sample that the published answer uses. */
static const struct {
  const char *column;
  double value;
} coefficient[] = {{"lndist", -0.3898623},
                   {"contiguity", 0.891577},
                   {"common_language", 0.0326249},
                   {"pta", 0.4711383},
                   {"international", -3.412584}};
enum { COEFFICIENTS = sizeof coefficient / sizeof coefficient[0] };
static const double agreement = 0.4711383, sigma = 5;
static const char numeraire[] = "DEU";

/* What Herman's gegravity package gives for the same agreement. */
static const struct {
  const char *region;
  double real_gdp_pct;
} published[] = {{"CAN", 0.418}, {"JPN", 0.054}, {"USA", -0.007}};
static const double published_can_to_jpn_pct = 62.4, published_jpn_to_can_pct = 55.3;

typedef struct sample {
  int count;
  char code[MOST][8];
  const char *codes[MOST];
  double Y[MOST], E[MOST];
  double K[MOST][MOST];     /* (d, o); 0: no row yet */
  double flow[MOST * MOST]; /* [count][count] (d, o) of the prediction */
} sample;

static int find(sample *s, const char *code)
{
  for (int i = 0; i < s->count; i++) {
    if (strcmp(s->code[i], code) == 0) return i;
  }
  if (s->count == MOST || strlen(code) >= sizeof s->code[0]) return -1;
  strcpy(s->code[s->count], code);
  s->codes[s->count] = s->code[s->count];
  return s->count++;
}

/* Cuts a line at its commas; returns the number of cells. */
static int split(char *line, char **cell, int most)
{
  int n = 0;
  line[strcspn(line, "\r\n")] = 0;
  for (char *p = line; p && n < most; n++) {
    cell[n] = p;
    p = strchr(p, ',');
    if (p) *p++ = 0;
  }
  return n;
}

static int column(char **header, int cells, const char *name)
{
  for (int i = 0; i < cells; i++) {
    if (strcmp(header[i], name) == 0) return i;
  }
  fprintf(stderr, "the file lacks the column %s\n", name);
  return -1;
}

static int read_sample(const char *file, sample *s)
{
  char first[1024], line[1024], *header[32], *cell[32];
  FILE *f = fopen(file, "r");
  if (!f) {
    perror(file);
    return 0;
  }
  int ok = fgets(first, sizeof first, f) != NULL;
  int cells = ok ? split(first, header, 32) : 0;
  int exporter = column(header, cells, "exporter"), importer = column(header, cells, "importer");
  int output = column(header, cells, "Y"), expenditure = column(header, cells, "E"), variable[COEFFICIENTS];
  ok = exporter >= 0 && importer >= 0 && output >= 0 && expenditure >= 0;
  for (int c = 0; c < COEFFICIENTS; c++) {
    variable[c] = column(header, cells, coefficient[c].column);
    ok = ok && variable[c] >= 0;
  }
  for (int number = 2; ok && fgets(line, sizeof line, f); number++) {
    int n = split(line, cell, 32);
    int o = n == cells ? find(s, cell[exporter]) : -1, d = n == cells ? find(s, cell[importer]) : -1;
    if (o < 0 || d < 0) {
      fprintf(stderr, "%s:%d: not a row of %d cells, or more than %d regions\n", file, number, cells, MOST);
      ok = 0;
      break;
    }
    double exponent = 0;
    for (int c = 0; c < COEFFICIENTS; c++) exponent += coefficient[c].value * strtod(cell[variable[c]], NULL);
    s->K[d][o] = exp(exponent);
    s->Y[o] = strtod(cell[output], NULL);
    s->E[d] = strtod(cell[expenditure], NULL);
  }
  fclose(f);
  /* Sales at home are part of the system: every pair must have its row, a country with itself too. */
  for (int d = 0; ok && d < s->count; d++) {
    for (int o = 0; o < s->count; o++) {
      if (s->K[d][o] > 0) continue;
      fprintf(stderr, "%s: no row from %s to %s\n", file, s->code[o], s->code[d]);
      ok = 0;
    }
  }
  return ok && s->count > 0;
}

/* Solves the two resistance terms by turns and fills the flows. */
static int predict(sample *s)
{
  int N = s->count, reference = find(s, numeraire), settled = 0;
  double world = 0, spent = 0, Pi[MOST], P[MOST];
  for (int i = 0; i < N; i++) {
    world += s->Y[i];
    spent += s->E[i];
    Pi[i] = P[i] = 1;
  }
  if (reference < 0 || reference >= N) return 0;
  for (int i = 0; i < N; i++) s->E[i] *= world / spent; /* see above: the totals must agree */
  for (int turn = 0; turn < 10000 && !settled; turn++) {
    double change = 0, scale = 1;
    for (int pass = 0; pass < 2; pass++) {
      /* First for the reference, whose term is 1 by choice, then for all. */
      for (int d = pass ? 0 : reference; d < (pass ? N : reference + 1); d++) {
        double sum = 0;
        for (int o = 0; o < N; o++) sum += s->K[d][o] * s->Y[o] / (world * Pi[o]);
        if (pass == 0) {
          scale = sum;
        } else {
          change = fmax(change, fabs(sum / scale / P[d] - 1));
          P[d] = sum / scale;
        }
      }
    }
    for (int o = 0; o < N; o++) {
      Pi[o] = 0;
      for (int d = 0; d < N; d++) Pi[o] += s->K[d][o] * s->E[d] / (world * P[d]);
    }
    settled = change < 1e-14;
  }
  for (int d = 0; d < N; d++) {
    for (int o = 0; o < N; o++) {
      s->flow[d * N + o] = s->Y[o] * s->E[d] / world * s->K[d][o] / (Pi[o] * P[d]);
    }
  }
  return settled;
}

static void print(const tw_result *result)
{
  const tw_world *world = tw_result_world(result);
  /* With one factor and no tariffs real GDP is value added over the price index, which is the real wage. */
  const double *gdp = tw_result_column(result, TW_REGIONS, "real_wage_pct");
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  printf("Agreement between Canada and Japan, gravity sample of 2006\n\n");
  printf("%-16s %12s %12s %12s\n", "per cent", "solved", "published", "difference");
  for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
    int r = tw_world_find_region(world, published[i].region);
    printf("real GDP %-7s %12.4f %12.3f %12.4f\n", published[i].region, gdp[r], published[i].real_gdp_pct,
           gdp[r] - published[i].real_gdp_pct);
  }
  int can = tw_world_find_region(world, "CAN"), jpn = tw_world_find_region(world, "JPN");
  tw_flow_change to_jpn, to_can;
  tw_result_flow(result, 0, jpn, can, &to_jpn);
  tw_result_flow(result, 0, can, jpn, &to_can);
  double a = 100 * (to_jpn.new_value / to_jpn.base_value - 1), b = 100 * (to_can.new_value / to_can.base_value - 1);
  printf("CAN to JPN       %12.4f %12.1f %12.4f\n", a, published_can_to_jpn_pct, a - published_can_to_jpn_pct);
  printf("JPN to CAN       %12.4f %12.1f %12.4f\n", b, published_jpn_to_can_pct, b - published_jpn_to_can_pct);
  printf("\nReal income, which counts the changed deficits too: CAN %+.4f %%, JPN %+.4f %%, USA %+.4f %%\n",
         income[can], income[jpn], income[tw_world_find_region(world, "USA")]);
  printf("Certified: the largest residual is %.1e.\n", tw_result_info(result)->certificate.max);
}

int main(int argc, char **argv)
{
  static sample s;
  if (argc != 2) {
    fprintf(stderr, "usage: canada_japan_gravity sample_data_set.csv\n");
    return 1;
  }
  if (!read_sample(argv[1], &s)) return 2;
  if (!predict(&s)) {
    fprintf(stderr, "the resistance terms did not settle\n");
    return 3;
  }

  const char *sector = "ALL";
  const double theta = sigma - 1;
  tw_world_data data = {.name = "gravity2006",
                        .title = "Gravity prediction for 2006, one sector",
                        .year = 2006,
                        .regions = s.count,
                        .sectors = 1,
                        .region = s.codes,
                        .sector = &sector,
                        .trade_elasticity = &theta,
                        .flow = s.flow};
  char policy[256];
  int length = snprintf(policy, sizeof policy,
                        "scenario: canada-japan\n"
                        "closure: {deficits: proportional}\n"
                        "policy:\n"
                        "  - barrier: {importer: CAN, exporter: JPN, sector: all, change: %.12f %%, both_ways: true}\n",
                        100 * (exp(-agreement / theta) - 1));

  tw_context *context = tw_context_new(NULL);
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  int code = 2;
  tw_settings_default(&settings);
  if (!context) return 5;
  if (tw_world_new(context, &data, &world) != TW_OK ||
      tw_scenario_parse(context, policy, (size_t)length, "canada_japan_gravity.c", &scenario) != TW_OK ||
      tw_solver_new(context, world, &settings, &solver) != TW_OK || tw_solve(solver, scenario, &result) != TW_OK) {
    fprintf(stderr, "%s\n", tw_error(context));
  } else if (tw_result_info(result)->outcome <= 0) {
    fprintf(stderr, "%s\n", tw_result_info(result)->message);
    code = 3;
  } else {
    print(result);
    code = 0;
  }
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return code;
}
