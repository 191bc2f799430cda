/* Random scenarios for tests: one rule or closure of each kind, with numbers and places drawn, as YAML; and worlds with
 * enough trade for them. Regions R00, R01 …, sectors S00, S01 …, as in tests/worlds.h; rules with an owner or two
 * payers need exactly three regions. */
#ifndef TRADEWIND_TESTS_SCENARIOS_H
#define TRADEWIND_TESTS_SCENARIOS_H

#include "worlds.h"

/* A growing text of YAML. */
typedef struct yaml {
  char text[8192];
  size_t length;
} yaml;

static inline void say(yaml *y, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline void say(yaml *y, const char *format, ...)
{
  va_list list;
  va_start(list, format);
  int n = vsnprintf(y->text + y->length, sizeof y->text - y->length, format, list);
  va_end(list);
  assert_true(n >= 0 && (size_t)n < sizeof y->text - y->length);
  y->length += (size_t)n;
}

typedef enum feature {
  RATES,
  BARRIERS,
  DEMAND,
  FINAL_DEMAND,
  PRODUCTIVITY,
  SUBSIDY,
  LABOUR,
  TRANSFER,
  TRANSFER_SHARE,
  BAN,
  QUOTA_IMPORTER,
  QUOTA_EXPORTER,
  QUOTA_OTHER,
  QUOTA_TOGETHER,
  CAPACITY,
  CAPACITY_EXPORTS,
  PREFERENCE,
  TARGET_OUTPUT,
  TARGET_TRADE,
  TARGET_INCOME,
  TARGET_PRICE,
  RULES, /* what follows belongs to the closure */
  SUPPLY = RULES,
  RIGID_REAL,
  RIGID_NOMINAL,
  PRODUCTION,
  SCALE,
  FEATURES
} feature;

static inline double draw(support_random *r, double low, double high)
{
  return support_uniform(r, low, high);
}

/* importer, exporter, sector: two regions that differ; N of them. */
static inline void say_flow(yaml *y, support_random *r, int N, int S)
{
  int d = support_below(r, N), o = (d + 1 + support_below(r, N - 1)) % N;
  say(y, "importer: R%02d, exporter: R%02d, sector: S%02d", d, o, support_below(r, S));
}

static inline void say_rule(yaml *y, feature f, support_random *r, int N, int S)
{
  int d = support_below(r, N), o = (d + 1 + support_below(r, N - 1)) % N, s = support_below(r, S);
  say(y, "  - ");
  switch (f) {
  case RATES:
    say(y, "tariff: {importer: R%02d, exporter: all, sector: all, add: %.3f pp}\n", d, draw(r, 2, 15));
    say(y, "  - export_tax: {");
    say_flow(y, r, N, S);
    say(y, ", to: %.3f %%}\n", draw(r, -4, 10));
    break;
  case BARRIERS:
    say(y, "barrier: {importer: R%02d, exporter: R%02d, sector: all, change: %.3f %%, both_ways: true}\n", d, o,
        draw(r, -8, 12));
    break;
  case DEMAND:
    say(y, "demand: {importer: R%02d, exporter: R%02d, sector: S%02d, change: -%.3f %%}\n", d, o, s, draw(r, 10, 60));
    break;
  case FINAL_DEMAND:
    say(y, "final_demand: {region: R%02d, sector: S%02d, change: %.3f %%}\n", d, s, draw(r, -15, 15));
    break;
  case PRODUCTIVITY:
    say(y, "productivity: {region: R%02d, sector: S%02d, change: %.3f %%}\n", d, s, draw(r, -5, 15));
    break;
  case SUBSIDY:
    say(y, "subsidy: {region: R%02d, sector: S%02d, to: %.3f %%}\n", d, s, draw(r, -10, 10));
    break;
  case LABOUR:
    say(y, "labour: {region: R%02d, change: %.3f %%}\n", d, draw(r, -8, 12));
    break;
  case TRANSFER:
    say(y, "transfer: {from: R%02d, to: R%02d, amount: %.3f million USD}\n", d, o, draw(r, 0.1, 1));
    break;
  case TRANSFER_SHARE:
    say(y, "transfer: {from: [R%02d, R%02d], to: R%02d, amount: %.3f %%}\n", d, o, 3 - d - o, draw(r, 0.2, 1));
    break;
  case BAN:
    say(y, "ban: {importer: R%02d, exporter: R%02d, sector: S%02d}\n", d, o, s);
    break;
  case QUOTA_IMPORTER:
  case QUOTA_EXPORTER:
    say(y, "quota: {importer: R%02d, exporter: R%02d, sector: S%02d, change: -%.3f %%, owner: %s}\n", d, o, s,
        draw(r, 5, 40), f == QUOTA_IMPORTER ? "importer" : "exporter");
    break;
  case QUOTA_OTHER:
    say(y, "quota: {importer: R%02d, exporter: R%02d, sector: S%02d, to: %.3f %%, owner: R%02d}\n", d, o, s,
        draw(r, 60, 90), 3 - d - o);
    break;
  case QUOTA_TOGETHER:
    say(y,
        "quota: {importer: R%02d, exporter: all, sector: S%02d, change: -%.3f %%, owner: importer, together: true}\n",
        d, s, draw(r, 5, 30));
    break;
  case CAPACITY:
    say(y, "capacity: {region: R%02d, sector: S%02d, change: -%.3f %%}\n", d, s, draw(r, 1, 6));
    break;
  case CAPACITY_EXPORTS:
    say(y, "capacity: {region: R%02d, sector: S%02d, of: exports, change: -%.3f %%}\n", d, s, draw(r, 5, 30));
    break;
  case PREFERENCE:
    say(y,
        "preference: {importer: R%02d, exporter: R%02d, sector: S%02d, utilisation: 71.4 %%, preferential: 1 %%, "
        "mfn: 8 %%, elasticity: %.3f, mfn_add: %.3f pp, compliance: +2 %%}\n",
        d, o, s, draw(r, 3, 9), draw(r, 1, 20));
    break;
  case TARGET_OUTPUT:
    say(y,
        "target: {output: {region: R%02d, sector: S%02d}, change: %.3f %%, by: {subsidy: {region: R%02d, sector: "
        "S%02d}}}\n",
        d, s, draw(r, -4, 4), d, s);
    break;
  case TARGET_TRADE:
    say(y,
        "target: {trade: {importer: R%02d, exporter: R%02d, sector: S%02d}, change: %.3f %%, by: {tariff: {importer: "
        "R%02d, exporter: R%02d, sector: S%02d}}}\n",
        d, o, s, draw(r, -20, 10), d, o, s);
    break;
  case TARGET_INCOME:
    say(y, "target: {real_income: {region: R%02d}, change: %.3f %%, by: {transfer: {from: R%02d, to: R%02d}}}\n", d,
        draw(r, -0.4, 0.4), o, d);
    break;
  case TARGET_PRICE:
    say(y,
        "target: {price: {region: R%02d, sector: S%02d}, change: %.3f %%, by: {productivity: {region: R%02d, sector: "
        "S%02d}}}\n",
        d, s, draw(r, -3, 3), d, s);
    break;
  default:
    fail();
  }
}

/* A scenario of some features, bits 1 << feature. */
static inline yaml scenario_of(unsigned features, support_random *r, int N, int S, const char *deficit)
{
  yaml y = {"", 0};
  say(&y, "scenario: random\nclosure:\n  deficits: %s\n", deficit);
  int region = support_below(r, N);
  if (features & (1u << SUPPLY | 1u << RIGID_REAL | 1u << RIGID_NOMINAL)) say(&y, "  labour:\n");
  if (features & 1u << SUPPLY) say(&y, "    - {region: all, supply_elasticity: %.3f}\n", draw(r, 0.1, 0.7));
  if (features & 1u << RIGID_REAL) say(&y, "    - {region: R%02d, rigid_wage: real}\n", region);
  if (features & 1u << RIGID_NOMINAL) say(&y, "    - {region: R%02d, rigid_wage: nominal}\n", (region + 1) % N);
  if (features & 1u << PRODUCTION)
    for (int d = 0; d < N; d++)
      say(&y, "%s    - {region: R%02d, sector: all, value_added: %.3f, inputs: %.3f}\n", d ? "" : "  production:\n", d,
          draw(r, 0.4, 1.5), draw(r, 0.1, 1.3));
  if (features & 1u << SCALE) say(&y, "  scale:\n    - {sector: all, elasticity: %.3f}\n", draw(r, 0.01, 0.05));
  say(&y, "policy:\n");
  for (feature f = RATES; f < RULES; f++)
    if (features >> f & 1u) say_rule(&y, f, r, N, S);
  return y;
}

/* More trade than the random worlds of the other tests have, and more even, so that shocks matter and limits can be
 * met: a region that lives on one flow has no equilibrium without it. */
static inline void trade_more(random_world *w)
{
  int N = w->N;
  for (int i = 0; i < w->S * N * N; i++)
    if (i / N % N != i % N) w->flow[i] = 4 * sqrt(w->flow[i]);
}

static inline tw_world *trading_world(tw_context *ctx, support_random *r, int N, int S)
{
  random_world *data = random_world_new(r, N, S, WITH_ALL & ~WITH_DEAD_CELLS);
  trade_more(data);
  tw_world *world = make_world(ctx, data);
  random_world_free(data);
  return world;
}

#endif
