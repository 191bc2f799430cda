/* Products whose flows nobody has observed: the list `products_assumed` of world.yaml, codes of products. It is kept with
 * the file, so that whatever is made of a world says it, too. The text "assumed" of a world, or of a view with some of its
 * products, names those that it has; NULL: it has none. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "world/assemble.h"
#include "world/products.h"

/* The next code of the list from *at on; NULL: there is none. */
static const char *next_code(const char **at, size_t *length)
{
  static const char between[] = ",\n ";
  const char *code = *at + strspn(*at, between);
  *length = strcspn(code, between);
  *at = code + *length;
  return *length ? code : NULL;
}

int twi_product_is_assumed(const tw_world *w, int product)
{
  const char *list = tw_world_text(w, "products_assumed"), *code;
  size_t length;
  if (w->product[product].rest) return 0;
  while (list && (code = next_code(&list, &length)))
    if (twi_same_name(code, length, w->product[product].code)) return 1;
  return 0;
}

tw_status twi_world_say_assumed(tw_context *ctx, tw_world *w)
{
  int count = 0, said = 0;
  twi_text text = {.ctx = ctx};
  w->assumed = NULL;
  for (int g = 0; g < w->products; g++) count += twi_product_is_assumed(w, g);
  if (count == 0) return TW_OK;
  twi_text_put(&text, "Assumed, not observed: who sells ");
  for (int g = 0; g < w->products; g++) {
    if (!twi_product_is_assumed(w, g)) continue;
    twi_text_printf(&text, "%s%s", said == 0 ? "" : said + 1 == count ? " and " : ", ", w->product[g].code);
    said++;
  }
  twi_text_printf(&text, " to whom. Take what is found of %s for tests and for questions of your own, not for findings to "
                         "publish; the notes of the world say how it was made.",
                  count == 1 ? "it" : "them");
  return twi_text_take(&text, &w->assumed);
}

/* A code that is none would leave a product without the word. */
tw_status twi_world_check_assumed(tw_context *ctx, tw_world *w)
{
  const char *list = tw_world_text(w, "products_assumed"), *code;
  size_t length;
  tw_status status = TW_OK;
  while (list && status == TW_OK && (code = next_code(&list, &length))) {
    char shown[TWI_SHOWN];
    const char *nearest = NULL;
    if (twi_world_product_index(w, code, length) >= 0) continue;
    for (int g = 0; g < w->products; g++) {
      const char *names[] = {nearest, w->product[g].code};
      if (!w->product[g].rest) nearest = twi_nearest(code, length, names, 2);
    }
    status = twi_world_find(ctx, w, 2, "products_assumed", -1, -1, NAN, NAN,
                            "World.yaml says that %s is assumed, and the world has no such product: whatever it became is "
                            "not marked%s%s%s",
                            twi_show(code, length, shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                            nearest ? "?" : ".");
  }
  return status;
}
