/* The part of replay that is of no world: accounts, routes, markets, stress tests, each with the options of its run.json. */
#include <string.h>

#include "outlook/outlook.h"
#include "report/trace/replay_compare.h"
#include "report/trace/replay_read.h"
#include "routes/routes.h"
#include "stress/stress.h"
#include "supply/supply.h"

static tw_status accounts_again(twi_replay_job *j)
{
  twi_supply_file balance = {.name = NULL}, origins = {.name = NULL};
  tw_accounts *accounts = NULL;
  const char *region = twi_trace_word(j->manifest, "accounts", "region");
  const char *tables = twi_trace_word(j->manifest, "accounts", "tables_sha256");
  tw_status status =
      *region ? TW_OK
              : twi_fail(j->ctx, TW_BAD_INPUT, "%s/run.json: the region of the accounts is not there", j->folder);
  if (status == TW_OK) status = twi_replay_stored_file(j, "accounts", "balance", &balance);
  if (status == TW_OK) status = twi_replay_stored_file(j, "accounts", "origins", &origins);
  if (status == TW_OK)
    status =
        twi_accounts_again(j->ctx, region, balance.name ? &balance : NULL, origins.name ? &origins : NULL, &accounts);
  if (status == TW_OK && strcmp(tables, accounts->tables_sha256) != 0)
    status = twi_trace_say(j->trace, "the built-in tables of energy: SHA-256 %.12s, now %.12s",
                           *tables ? tables : "none", accounts->tables_sha256);
  if (status == TW_OK)
    status = twi_replay_compare_one(j, &twi_accounts_tables,
                                    &(twi_account_list){accounts->region, "energy", accounts->row, accounts->count});
  tw_accounts_free(accounts);
  twi_supply_file_free(j->ctx, &balance);
  twi_supply_file_free(j->ctx, &origins);
  return status;
}

const twi_replay_way twi_replay_accounts = {NULL, accounts_again};

static tw_status compare_sea(twi_replay_job *j, const char *was)
{
  char now[TWI_DIGEST_TEXT];
  tw_status status = twi_sea_digest(j->ctx, now);
  if (status != TW_OK || strcmp(was, now) == 0) return status;
  return twi_trace_say(j->trace, "the sea network: SHA-256 %.12s, now %.12s", was, now);
}

static tw_status compare_network(twi_replay_job *j)
{
  return compare_sea(j, twi_trace_word(j->manifest, "network", "sha256"));
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
  int from = (int)twi_replay_whole(j, "market", "from"), until = (int)twi_replay_whole(j, "market", "until");
  const tw_outlook_options options = {.market = *given ? given : NULL,
                                      .focus = json_string_value(twi_replay_option(j, "market", "focus")),
                                      .year = from == until ? from : 0,
                                      .draws = (int)twi_replay_whole(j, "market", "draws"),
                                      .seed = (unsigned long long)twi_replay_whole(j, "market", "seed"),
                                      .drivers = (int)twi_replay_whole(j, "market", "drivers")};
  tw_outlook *outlook = NULL;
  tw_status status = tw_outlook_run(j->ctx, j->scenario, &options, &outlook);
  if (status == TW_OK) status = twi_replay_check_market(j, outlook->market->name, outlook->market->sha256);
  if (status == TW_OK && outlook->solved == outlook->years) {
    status = twi_replay_compare_one(j, &twi_market_tables, outlook);
  } else if (status == TW_OK) {
    tw_market_info info;
    tw_market_result_about(twi_outlook_ended(outlook), &info);
    status = twi_replay_uncertified(j, info.outcome, info.message);
  }
  tw_outlook_free(outlook);
  return status;
}

const twi_replay_way twi_replay_market = {read_market, market_again};

static tw_status stress_again(twi_replay_job *j)
{
  static const char *const key[] = {"lose", "buyer", "fuel", "capacity"};
  const char *text[4], *given = twi_trace_word(j->manifest, "market", "given");
  const char *tables = twi_trace_word(j->manifest, "stress", "tables_sha256");
  twi_supply_file origins = {.name = NULL};
  tw_stress *stress = NULL;
  for (int i = 0; i < 4; i++) text[i] = json_string_value(twi_replay_option(j, "stress", key[i]));
  const tw_stress_options options = {.market = *given ? given : NULL,
                                     .lose = text[0],
                                     .buyer = text[1],
                                     .fuel = text[2],
                                     .capacity = text[3],
                                     .share = json_number_value(twi_replay_option(j, "stress", "share")),
                                     .months = json_number_value(twi_replay_option(j, "stress", "months")),
                                     .release = json_number_value(twi_replay_option(j, "stress", "release")),
                                     .ceiling = json_number_value(twi_replay_option(j, "stress", "ceiling")),
                                     .linear = json_is_true(twi_replay_option(j, "stress", "linear")),
                                     .year = (int)twi_replay_whole(j, "stress", "year")};
  tw_status status = twi_replay_stored_file(j, "stress", "origins", &origins);
  if (status == TW_OK) status = twi_stress_again(j->ctx, &options, origins.name ? &origins : NULL, &stress);
  if (status == TW_BAD_INPUT) twi_error_prefix(j->ctx, "%s/run.json: ", j->folder);
  if (status == TW_OK) status = twi_replay_check_market(j, stress->market->name, stress->market->sha256);
  if (status == TW_OK && strcmp(tables, stress->tables_sha256) != 0)
    status = twi_trace_say(j->trace, "the built-in tables of energy: SHA-256 %.12s, now %.12s",
                           *tables ? tables : "none", stress->tables_sha256);
  if (status == TW_OK) status = compare_sea(j, twi_trace_word(j->manifest, "stress", "network_sha256"));
  if (status == TW_OK && stress->outcome == TW_CERTIFIED)
    status = twi_replay_compare_one(j, &twi_stress_tables, stress);
  else if (status == TW_OK)
    status = twi_replay_uncertified(j, stress->outcome, stress->message);
  tw_stress_free(stress);
  twi_supply_file_free(j->ctx, &origins);
  return status;
}

const twi_replay_way twi_replay_stress = {NULL, stress_again};
