/* The part of replay that is of no world: accounts, routes, markets, each with the options of its run.json. */
#include <string.h>

#include "outlook/outlook.h"
#include "report/trace/replay_compare.h"
#include "report/trace/replay_read.h"
#include "routes/routes.h"
#include "supply/supply.h"

/* A file that run.json holds; zero where it has none. */
static tw_status stored_file(twi_replay_job *j, const char *what, twi_supply_file *file)
{
  const json_t *from = twi_replay_option(j, "accounts", what);
  twi_scenario_file stored = {.name = NULL};
  if (!json_is_object(from)) return TW_OK;
  tw_status status = twi_replay_file(j, from, what, &stored);
  if (status == TW_OK) status = twi_supply_file_copy(j->ctx, stored.name, stored.text, stored.bytes, file);
  twi_free(j->ctx, stored.name);
  twi_free(j->ctx, stored.text);
  return status;
}

static tw_status accounts_again(twi_replay_job *j)
{
  twi_supply_file balance = {.name = NULL}, origins = {.name = NULL};
  tw_accounts *accounts = NULL;
  const char *region = twi_trace_word(j->manifest, "accounts", "region");
  const char *tables = twi_trace_word(j->manifest, "accounts", "tables_sha256");
  tw_status status =
      *region ? TW_OK
              : twi_fail(j->ctx, TW_BAD_INPUT, "%s/run.json: the region of the accounts is not there", j->folder);
  if (status == TW_OK) status = stored_file(j, "balance", &balance);
  if (status == TW_OK) status = stored_file(j, "origins", &origins);
  if (status == TW_OK)
    status =
        twi_accounts_again(j->ctx, region, balance.name ? &balance : NULL, origins.name ? &origins : NULL, &accounts);
  if (status == TW_OK && strcmp(tables, accounts->tables_sha256) != 0)
    status = twi_trace_say(j->trace, "the built-in tables of energy: SHA-256 %.12s, now %.12s",
                           *tables ? tables : "none", accounts->tables_sha256);
  if (status == TW_OK) status = twi_replay_compare_one(j, &twi_accounts_tables, accounts);
  tw_accounts_free(accounts);
  twi_supply_file_free(j->ctx, &balance);
  twi_supply_file_free(j->ctx, &origins);
  return status;
}

const twi_replay_way twi_replay_accounts = {NULL, accounts_again};

static tw_status compare_network(twi_replay_job *j)
{
  const char *was = twi_trace_word(j->manifest, "network", "sha256");
  char now[TWI_DIGEST_TEXT];
  tw_status status = twi_sea_digest(j->ctx, now);
  if (status != TW_OK || strcmp(was, now) == 0) return status;
  return twi_trace_say(j->trace, "the sea network: SHA-256 %.12s, now %.12s", was, now);
}

static tw_status routes_again(twi_replay_job *j)
{
  static const char *const key[] = {"from", "to", "closed", "open", "wait", "toll"};
  const char *text[6];
  tw_routes *routes = NULL;
  for (int i = 0; i < 6; i++) text[i] = json_string_value(twi_replay_option(j, "options", key[i]));
  const tw_routes_options options = {.from = text[0],
                                     .to = text[1],
                                     .closed = text[2],
                                     .open = text[3],
                                     .wait = text[4],
                                     .toll = text[5],
                                     .knots = json_number_value(twi_replay_option(j, "options", "knots")),
                                     .by_cost = json_is_true(twi_replay_option(j, "options", "by_cost"))};
  tw_status status = tw_routes_run(j->ctx, NULL, &options, &routes);
  if (status == TW_BAD_INPUT) twi_error_prefix(j->ctx, "%s/run.json: ", j->folder);
  if (status == TW_OK) status = twi_replay_compare_one(j, &twi_routes_tables, routes);
  tw_routes_free(routes);
  return status;
}

const twi_replay_way twi_replay_routes = {compare_network, routes_again};

/* A market as it is has no scenario. */
static tw_status read_market(twi_replay_job *j)
{
  return json_is_object(json_object_get(j->manifest, "scenario")) ? twi_replay_read_text(j) : TW_OK;
}

static tw_status market_again(twi_replay_job *j)
{
  const char *given = twi_trace_word(j->manifest, "market", "given");
  const char *expected = twi_trace_word(j->manifest, "market", "sha256");
  int from = (int)twi_replay_whole(j, "market", "from"), until = (int)twi_replay_whole(j, "market", "until");
  const tw_outlook_options options = {.market = *given ? given : NULL,
                                      .focus = json_string_value(twi_replay_option(j, "market", "focus")),
                                      .year = from == until ? from : 0,
                                      .draws = (int)twi_replay_whole(j, "market", "draws"),
                                      .seed = (unsigned long long)twi_replay_whole(j, "market", "seed"),
                                      .drivers = (int)twi_replay_whole(j, "market", "drivers")};
  tw_outlook *outlook = NULL;
  tw_status status = tw_outlook_run(j->ctx, j->scenario, &options, &outlook);
  if (status == TW_OK && strcmp(outlook->market->sha256, expected) != 0) {
    status =
        j->replay->force
            ? twi_trace_say(j->trace, "the market: SHA-256 %.12s, now, by force, %.12s", *expected ? expected : "none",
                            outlook->market->sha256)
            : twi_fail(j->ctx, TW_BAD_INPUT,
                       "%s: the market %s has the SHA-256 %.12s, but %s was solved on one with %.12s; --force "
                       "goes on with this one",
                       given, outlook->market->name, outlook->market->sha256, j->folder, *expected ? expected : "none");
  }
  if (status == TW_OK && outlook->solved == outlook->years) {
    status = twi_replay_compare_one(j, &twi_market_tables, outlook);
  } else if (status == TW_OK) {
    tw_market_info info;
    tw_market_result_about(outlook->result[outlook->solved], &info);
    status = twi_replay_uncertified(j, info.outcome, info.message);
  }
  tw_outlook_free(outlook);
  return status;
}

const twi_replay_way twi_replay_market = {read_market, market_again};
