/* A world folder with bytes changed at random: it opens or it is refused with the name of a file; nothing else. */
#include "world_files.h"

static void changed_folders_do_no_harm(void **state)
{
  (void)state;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *context = tw_context_new(&allocator);
  support_random r = {9};
  int opened = 0, refused = 0, rounds = getenv("TRADEWIND_SANITIZED") ? 500 : 2000;
  for (int i = 0; i < rounds; i++) {
    world_files *files = files_new();
    if (support_below(&r, 2)) file_final(files);
    if (support_below(&r, 2)) file_employment(files);
    strcpy(file_text(files, "groups.yaml"), "NORTH: [CAN, USA]\n");
    strcpy(file_text(files, "sector_groups.yaml"), "MADE: [A01, C29]\n");
    strcpy(file_text(files, "elasticities.csv"),
           "set,sector,parameter,estimate,p05,p50,p95\nx,MADE,m,5,3,5,8\nx,H49,,8,,,\n");
    strcpy(file_text(files, "macro.csv"), "region,population\nCAN,35\n");
    for (int k = support_below(&r, 3); k >= 0; k--) {
      char *text = files->file[support_below(&r, 10)].text;
      size_t length = strlen(text);
      if (length == 0) continue;
      size_t at = support_next(&r) % length;
      switch (support_below(&r, 4)) {
      case 0:
        text[at] = (char)(1 + support_below(&r, 255));
        break;
      case 1:
        text[at] = ",.\n\"-e0159 \r:[{&*"[support_below(&r, 17)];
        break;
      case 2:
        memmove(text + at, text + at + 1, length - at);
        break;
      default:
        text[at] = 0; /* the file is cut */
      }
    }
    const char *folder = files_write(files, "fuzz");
    tw_world *world = NULL;
    tw_status status = tw_world_open(context, folder, &world);
    if (status == TW_OK) {
      opened++;
      for (int k = 0; k < 9; k++) assert_true(tw_world_numbers(world, "final_share")[k] >= 0);
      tw_world_free(world);
    } else {
      refused++;
      assert_int_equal(status, TW_BAD_INPUT);
      if (!strstr(tw_error(context), "fuzz")) fail_msg("no file in the message: %s", tw_error(context));
    }
    free(files);
  }
  assert_true(opened > rounds / 20 && refused > rounds / 20);
  tw_context_free(context);
  assert_int_equal(atomic_load(&memory.outstanding), 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(changed_folders_do_no_harm)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
