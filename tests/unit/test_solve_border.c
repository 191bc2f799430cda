/* Limits that are held and turned, by themselves: the farthest first, no set twice, and an end. */
#include "solve/border.h"
#include "support.h"

enum { LIMITS = 3 };

typedef struct turning {
  twi_border b;
  twi_arena arena;
} turning;

/* Limits held binding whose signs are wrong whichever way they are held: the gap where one is out, x where it binds. */
static void start(turning *t, tw_context *ctx, const unsigned char *kind, const double *wrong)
{
  memset(t, 0, sizeof *t);
  twi_border_carve(&t->b, &t->arena, 2, LIMITS);
  assert_ok(ctx, twi_arena_allocate(ctx, &t->arena));
  twi_border_carve(&t->b, &t->arena, 2, LIMITS);
  t->b.kind = kind;
  twi_border_hold(&t->b, TWI_HELD_BINDING);
  for (int k = 0; k < LIMITS; k++) {
    double sign = kind[k] == TWI_ROW_AT_LEAST ? -1 : 1;
    t->b.gap[k] = sign * wrong[k];
    t->b.x[k] = -sign * wrong[k];
  }
}

static int set_of(const twi_border *b)
{
  int set = 0;
  for (int k = 0; k < LIMITS; k++) set |= (b->held[k] == TWI_HELD_BINDING) << k;
  return set;
}

static void circles_end(void **state)
{
  (void)state;
  static const unsigned char kind[LIMITS] = {TWI_ROW_AT_MOST, TWI_ROW_AT_LEAST, TWI_ROW_AT_MOST};
  static const double wrong[LIMITS] = {0.1, 0.3, 0.2};
  /* by hand: limit 1 is worst, then 2 because 1 would go back, then 1 again, then 0, …, all sets there are */
  static const int expected[] = {5, 1, 3, 2, 0, 4, 6};
  tw_context *ctx = tw_context_new(NULL);
  turning t;
  start(&t, ctx, kind, wrong);
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    assert_int_equal(twi_border_turn_worst(&t.b), TWI_TURN_MADE);
    assert_int_equal(set_of(&t.b), expected[i]);
  }
  assert_int_equal(twi_border_turn_worst(&t.b), TWI_TURN_NONE);
  twi_arena_free(ctx, &t.arena);
  tw_context_free(ctx);
}

static void right_ones_stay(void **state)
{
  (void)state;
  static const unsigned char kind[LIMITS] = {TWI_ROW_AT_MOST, TWI_ROW_EQUAL, TWI_ROW_AT_LEAST};
  static const double wrong[LIMITS] = {-0.1, 0.3, -0.2}; /* an equation has no sign to be wrong */
  tw_context *ctx = tw_context_new(NULL);
  turning t;
  start(&t, ctx, kind, wrong);
  assert_int_equal(twi_border_turn_worst(&t.b), TWI_TURN_RIGHT);
  assert_int_equal(set_of(&t.b), 7);
  t.b.x[2] = 1e-6; /* at least: x may not be above 0 */
  assert_int_equal(twi_border_turn_worst(&t.b), TWI_TURN_MADE);
  assert_int_equal(set_of(&t.b), 3);
  twi_arena_free(ctx, &t.arena);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(circles_end), cmocka_unit_test(right_ones_stay)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
