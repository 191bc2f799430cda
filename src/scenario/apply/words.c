/* What a rule covers in words. */
#include "base/names.h"
#include "scenario/apply/apply.h"

enum { MOST_LISTED = 4 };

const char *twi_say_code(const tw_world *w, int sector, int product, char text[TWI_PRODUCT_WORDS])
{
  return product < 0 ? w->sector[sector] : twi_product_words(w, product, text);
}

const char *twi_member_code(const tw_world *w, twi_axis axis, int k, char text[TWI_PRODUCT_WORDS])
{
  return axis == TWI_AXIS_REGIONS   ? w->region[k]
         : axis == TWI_AXIS_SECTORS ? w->sector[k]
                                    : twi_product_words(w, k, text);
}

const char *twi_named_set(const twi_job *job, const twi_place *place, int i)
{
  const twi_yaml *node = place->selector[i];
  if (place->except[i] || place->key[i].axis == TWI_AXIS_REGIONS) return NULL;
  return place->key[i].axis == TWI_AXIS_SECTORS ? twi_names_sector_group(job->scenario, node, job->world)
                                                : twi_names_family(node, job->world);
}

/* "A, B and C" would be wrong in "from A, B and C to D", so commas alone. */
static void list_members(const tw_world *w, twi_axis axis, const unsigned char *members, twi_sentence *text)
{
  char room[TWI_PRODUCT_WORDS];
  const char *comma = "";
  for (int k = 0; k < twi_axis_count(w, axis); k++) {
    if (!members[k]) continue;
    twi_say(text, "%s%s", comma, twi_member_code(w, axis, k, room));
    comma = ", ";
  }
}

/* "without TOYOTA" */
static void say_left_out(const twi_job *job, twi_sentence *text)
{
  int count = 0;
  for (int g = 0; g < job->world->products; g++) count += job->left_out[g];
  twi_say(text, " without ");
  if (count <= MOST_LISTED)
    list_members(job->world, TWI_AXIS_PRODUCTS, job->left_out, text);
  else
    twi_say(text, "%d products", count);
}

void twi_say_members(const twi_job *job, const twi_place *place, int i, twi_sentence *text)
{
  static const char *const nouns[] = {"regions", "sectors", "products"};
  twi_axis axis = place->key[i].axis;
  int total = twi_axis_count(job->world, axis), count = 0;
  const twi_yaml *node = place->selector[i];
  for (int k = 0; k < total; k++) count += job->selected[i][k];
  const char *group = twi_named_set(job, place, i);
  if (group) {
    twi_say(text, "%s", group); /* so that a policy reads the same where the sectors are not split */
  } else if (count == total && total > 1) {
    twi_say(text, "all %s", nouns[axis]);
  } else if (count <= MOST_LISTED) {
    list_members(job->world, axis, job->selected[i], text);
  } else if (node && node->kind == TWI_YAML_SCALAR && !place->except[i]) {
    twi_say(text, "%s", node->text); /* a group or a set of sectors */
  } else {
    twi_say(text, "%d %s", count, nouns[axis]);
  }
  if (axis == TWI_AXIS_SECTORS && place->except_products) say_left_out(job, text);
}

void twi_say_place(const twi_job *job, const twi_place *place, const char *word, twi_sentence *text)
{
  twi_cells cells = twi_cells_of(place);
  twi_say(text, " %s ", word);
  if (cells == TWI_CELLS_FLOWS) {
    twi_say_members(job, place, 2, text);
    twi_say(text, place->both_ways ? " between " : " from ");
    twi_say_members(job, place, 1, text);
    twi_say(text, place->both_ways ? " and " : " to ");
  } else if (cells == TWI_CELLS_PRODUCERS) {
    twi_say_members(job, place, 1, text);
    twi_say(text, " in ");
  }
  twi_say_members(job, place, 0, text);
  if (place->own) twi_say(text, ", own sales included,");
}
