/* tradewind world diff: what differs between two worlds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "changed.h"

/* What a group holds: its members' codes in the order of its file; "" where there is no such group. */
static void members_of(const tw_world *world, int sectors, const char *name, char *list, size_t room)
{
  int most = sectors ? tw_world_sectors(world) : tw_world_regions(world), *members;
  const char *(*group)(const tw_world *, int) = sectors ? tw_world_sector_group : tw_world_region_group;
  const char *found;
  int i = 0;
  *list = 0;
  while ((found = group(world, i)) && strcasecmp(found, name) != 0) i++;
  if (!found || !(members = malloc((size_t)most * sizeof *members + 1))) return;
  int count =
      sectors ? tw_world_sector_group_members(world, i, members) : tw_world_region_group_members(world, i, members);
  for (int k = 0; k < count; k++) {
    size_t used = strlen(list);
    snprintf(list + used, room - used, "%s%s", k ? ", " : "",
             sectors ? tw_world_sector(world, members[k]) : tw_world_region(world, members[k]));
  }
  free(members);
}

static void print_group(const arguments *a, int sectors, const char *name, const char *one, const char *other)
{
  if (strcmp(one, other) == 0) return;
  printf("The group %s of %s: ", name, sectors ? "sectors" : "regions");
  if (*one) printf("%s in %s", one, a->words[0]);
  if (*one && *other) printf(", ");
  if (*other) printf("%s in %s", other, a->words[1]);
  printf("%s\n", *one && *other ? "" : " alone");
}

/* Groups that are not the same on both sides; a member that a world lacks is not in its group. */
static void print_groups(const tw_world *first, const tw_world *second, const arguments *a)
{
  enum { ROOM = 2048 };
  char one[ROOM], other[ROOM], back[ROOM];
  for (int sectors = 0; sectors < 2; sectors++) {
    const char *(*group)(const tw_world *, int) = sectors ? tw_world_sector_group : tw_world_region_group;
    const char *name;
    for (int i = 0; (name = group(first, i)); i++) {
      members_of(first, sectors, name, one, ROOM);
      members_of(second, sectors, name, other, ROOM);
      print_group(a, sectors, name, one, other);
    }
    for (int i = 0; (name = group(second, i)); i++) {
      members_of(first, sectors, name, back, ROOM);
      members_of(second, sectors, name, other, ROOM);
      if (!*back) print_group(a, sectors, name, "", other);
    }
  }
}

/* The product of that code, looked for from where it stands in the other world; 0: there is none. */
static int find_product(const tw_world *world, const char *code, int near, tw_product *found)
{
  int count = tw_world_products(world);
  for (int i = 0; i < count; i++)
    if (tw_world_product_at(world, (near + i) % count, found) && !found->rest && strcasecmp(found->code, code) == 0)
      return 1;
  return 0;
}

static const char *region_or_none(const tw_world *world, int region)
{
  return region < 0 ? "none" : tw_world_region(world, region);
}

static const char *family_or_none(const tw_world *world, int family)
{
  tw_family found;
  return family >= 0 && tw_world_family_at(world, family, &found) ? found.code : "none";
}

/* What products are called by, and is no number: who makes them, who owns them, what they are part of, their unit. */
static void print_products(const tw_world *first, const tw_world *second, const arguments *a)
{
  static const char *const what[] = {"home", "owner", "family", "unit"};
  tw_product one, other;
  for (int i = 0; i < tw_world_products(first) && tw_world_products(second); i++) {
    if (!tw_world_product_at(first, i, &one) || one.rest || !find_product(second, one.code, i, &other)) continue;
    const char *const before[] = {region_or_none(first, one.home), region_or_none(first, one.owner),
                                  family_or_none(first, one.family), *one.unit ? one.unit : "none"};
    const char *const after[] = {region_or_none(second, other.home), region_or_none(second, other.owner),
                                 family_or_none(second, other.family), *other.unit ? other.unit : "none"};
    for (int k = 0; k < 4; k++)
      if (strcmp(before[k], after[k]) != 0)
        printf("The %s of %s: %s in %s, %s in %s\n", what[k], one.code, before[k], a->words[0], after[k], a->words[1]);
  }
}

static int run(tw_context *context, const arguments *a)
{
  tw_world *first = NULL, *second = NULL;
  tw_comparison *comparison = NULL;
  tw_status status = tw_world_open(context, a->words[0], &first);
  if (status == TW_OK) status = tw_world_open(context, a->words[1], &second);
  if (status == TW_OK) status = tw_world_compare(context, first, second, 0, &comparison);
  if (status == TW_OK && a->value[OPTION_report])
    status = tw_comparison_write(context, comparison, a->value[OPTION_report]);
  int code = EXIT_CERTIFIED;
  if (status != TW_OK) {
    code = fail_status(context, status);
  } else {
    const tw_difference *item;
    int only_second, only_first = tw_comparison_unmatched(comparison, &only_second);
    int same = strcmp(tw_world_text(first, "sha256"), tw_world_text(second, "sha256")) == 0;
    size_t count = tw_comparison_differences(comparison, &item);
    int products = tw_world_products(first) || tw_world_products(second);
    terminal_clear_progress();
    if (only_first || only_second)
      printf("%d codes of regions%s sectors%s are only in %s, %d only in %s; what follows is of those in both\n",
             only_first, products ? "," : " and", products ? ", products and families" : "", a->words[0], only_second,
             a->words[1]);
    if (same)
      printf("The worlds are equal: SHA-256 %s\n", tw_world_text(first, "sha256"));
    else if (count == 0)
      printf("%s is equal; %s\n", only_first || only_second ? "Every number of the codes in both" : "Every number",
             only_first || only_second ? "the codes are not"
             : products                ? "names, descriptions, groups, homes, owners, families or order differ"
                                       : "names, descriptions, groups or order differ");
    else
      code = print_differences(first, comparison, a->value[OPTION_all] != NULL);
    if (!same && code == EXIT_CERTIFIED) {
      print_products(first, second, a);
      print_groups(first, second, a);
    }
  }
  tw_comparison_free(comparison);
  tw_world_free(second);
  tw_world_free(first);
  return code;
}

const command command_world_diff = {
    .name = "world diff",
    .words = "WORLD WORLD",
    .summary = "show what differs between two worlds",
    .text = "Flows, inputs, final demand and value added, what they add up to, rates, and what is inside sectors, each "
            "with "
            "the largest "
            "differences first; --report writes all of them. Worlds are matched by their codes. The exit code is 0 "
            "whether they differ or not.",
    .example = "  tradewind world diff small2014 other\n",
    .options = OPTION_BIT(report) | OPTION_BIT(all) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 2,
    .most_words = 2,
    .run = run,
};
