/* tradewind world save: one binary file, read in a fraction of the time. */
#include "command.h"

static int run(tw_context *context, const arguments *a)
{
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status == TW_OK) {
    terminal_writing(1);
    status = tw_world_save(context, world, a->words[1]);
    terminal_writing(0);
  }
  int code = status == TW_OK ? EXIT_CERTIFIED : fail_status(context, status);
  if (status == TW_OK)
    printf("%s written: world %s, %d regions, %d sectors, SHA-256 %s\n", a->words[1], tw_world_text(world, "name"),
           tw_world_regions(world), tw_world_sectors(world), tw_world_text(world, "sha256"));
  tw_world_free(world);
  return code;
}

const command command_world_save = {
    .name = "world save",
    .words = "WORLD FILE.tww",
    .summary = "write a world as one binary file that loads at once",
    .text = "The file carries a checksum, which is verified when it is read. The SHA-256 of a world is of its content, "
            "the same for the folder and the file.",
    .example = "  tradewind world save small2014 small2014.tww\n",
    .options = OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 2,
    .most_words = 2,
    .run = run,
};
