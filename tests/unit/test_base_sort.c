/* Sorting: equal items stay in their order, whatever there is of memory. */
#include <math.h>

#include "base/sort.h"
#include "support.h"

typedef struct item {
  int key, was;      /* was: the place before */
  char odd_bytes[3]; /* items of any size move as a whole */
} item;

static int by_key(const void *left, const void *right)
{
  const item *a = left, *b = right;
  return (a->key > b->key) - (a->key < b->key);
}

static void fill_items(item *list, size_t count, int keys, support_random *random)
{
  for (size_t i = 0; i < count; i++) {
    int key = keys == 0 ? -(int)i : (int)(support_next(random) % (uint64_t)keys);
    list[i] = (item){key, (int)i, {(char)i, (char)(i + 1), 7}};
  }
}

static void assert_sorted(const item *list, size_t count)
{
  long sum = 0;
  for (size_t i = 0; i < count; i++) {
    assert_true(list[i].odd_bytes[0] == (char)list[i].was && list[i].odd_bytes[2] == 7);
    sum += list[i].was;
    if (i == 0) continue;
    assert_true(list[i - 1].key <= list[i].key);
    if (list[i - 1].key == list[i].key) assert_true(list[i - 1].was < list[i].was);
  }
  assert_int_equal(sum, (long)count * ((long)count - 1) / 2);
}

static void equal_items_stay_in_order(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random random = {3};
  static item list[5000];
  static const int keys[] = {0, 1, 2, 3, 50, 100000}; /* 0: falling; 1: all the same */
  static const size_t counts[] = {2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100, 1023, 1024, 1025, 5000};
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
    for (size_t n = 0; n < sizeof counts / sizeof *counts; n++) {
      fill_items(list, counts[n], keys[k], &random);
      assert_ok(ctx, twi_sort(ctx, list, counts[n], sizeof *list, by_key));
      assert_sorted(list, counts[n]);
      assert_ok(ctx, twi_sort(ctx, list, counts[n], sizeof *list, by_key)); /* what is sorted does not move */
      assert_sorted(list, counts[n]);
    }
  tw_context_free(ctx);
}

static void few_items_need_no_memory(void **state)
{
  (void)state;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *ctx = tw_context_new(&allocator);
  item one = {5, 0, {0, 1, 7}};
  memory.fail_on = 1;
  memory.fail_at = 1;
  assert_ok(ctx, twi_sort(ctx, NULL, 0, sizeof one, by_key));
  assert_ok(ctx, twi_sort(ctx, &one, 1, sizeof one, by_key));
  assert_sorted(&one, 1);
  tw_context_free(ctx);
}

static void without_memory_nothing_moves(void **state)
{
  (void)state;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *ctx = tw_context_new(&allocator);
  support_random random = {4};
  item list[40], before[40];
  fill_items(list, 40, 5, &random);
  memcpy(before, list, sizeof list);
  memory.fail_at = atomic_load(&memory.requests) + 1;
  assert_int_equal(twi_sort(ctx, list, 40, sizeof *list, by_key), TW_NO_MEMORY);
  assert_true(strlen(tw_error(ctx)) > 0);
  assert_memory_equal(before, list, sizeof list);
  memory.fail_at = 0;
  assert_ok(ctx, twi_sort(ctx, list, 40, sizeof *list, by_key));
  assert_sorted(list, 40);
  tw_context_free(ctx);
  assert_int_equal(atomic_load(&memory.outstanding), 0);
}

static void numbers_rise(void **state)
{
  (void)state;
  support_random random = {5};
  static size_t size[1000];
  static double number[1000];
  for (size_t count = 0; count <= 1000; count = count < 40 ? count + 1 : 2 * count) {
    size_t sum = 0, sorted_sum = 0;
    double total = 0, sorted_total = 0;
    for (size_t i = 0; i < count; i++) {
      size[i] = (size_t)(support_next(&random) % 60);
      number[i] = (double)(support_next(&random) % 61) - 30;
      sum += size[i] * size[i];
      total += number[i] * number[i] * number[i];
    }
    twi_sort_sizes(size, count);
    twi_sort_doubles(number, count);
    for (size_t i = 0; i < count; i++) {
      sorted_sum += size[i] * size[i];
      sorted_total += number[i] * number[i] * number[i];
      if (i) assert_true(size[i - 1] <= size[i] && number[i - 1] <= number[i]);
    }
    assert_true(sum == sorted_sum && total == sorted_total);
  }
}

static void odd_numbers_have_their_places(void **state)
{
  (void)state;
  double list[] = {NAN, 0.0, 1, -0.0, INFINITY, NAN, -INFINITY, 0.0, -0.0, -1};
  twi_sort_doubles(list, 10);
  assert_true(list[0] == -INFINITY && list[1] == -1 && list[6] == 1 && list[7] == INFINITY);
  for (int i = 2; i < 6; i++) assert_true(list[i] == 0 && !signbit(list[i]) == (i >= 4));
  assert_true(isnan(list[8]) && isnan(list[9]));
}

static void a_place_in_a_list_is_found(void **state)
{
  (void)state;
  static const size_t list[] = {2, 4, 4, 4, 9};
  static const size_t at[] = {0, 0, 0, 1, 1, 4, 4, 4, 4, 4, 5, 5};
  for (size_t value = 0; value < 12; value++) assert_int_equal(twi_find_size(list, 5, value), at[value]);
  assert_int_equal(twi_find_size(NULL, 0, 3), 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_items_stay_in_order),     cmocka_unit_test(few_items_need_no_memory),
      cmocka_unit_test(without_memory_nothing_moves),  cmocka_unit_test(numbers_rise),
      cmocka_unit_test(odd_numbers_have_their_places), cmocka_unit_test(a_place_in_a_list_is_found),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
