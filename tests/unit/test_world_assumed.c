/* Products whose flows world.yaml says are assumed: which are marked, in a world, in a view with some of its products, after
 * a round through a file; what is said of them, and of a code that is no product. */
#include "context.h"
#include "world_files.h"

#include "world/products.h"

static tw_world *with_list(const char *list)
{
  world_files *files = files_new();
  file_products(files);
  if (list) file_add(file_text(files, "world.yaml"), "products_assumed: %s\n", list);
  tw_world *world = world_open_ok(context, files_write(files, "assumed"));
  free(files);
  return world;
}

/* 1: the text says so, in the world's order. */
static int said(const tw_world *w, const char *who, const char *them)
{
  char text[512];
  snprintf(text, sizeof text,
           "Assumed, not observed: who sells %s to whom. Take what is found of %s for tests and for questions of your own, "
           "not for findings to publish; the notes of the world say how it was made.",
           who, them);
  return strcmp(tw_world_text(w, "assumed"), text) == 0;
}

static void marks(const tw_world *w, const char *codes)
{
  tw_product p;
  for (int g = 0; tw_world_product_at(w, g, &p); g++)
    assert_int_equal(p.assumed, !p.rest && strstr(codes, p.code) != NULL);
}

static void products_are_marked(void **state)
{
  (void)state;
  static const struct {
    const char *list, *codes, *who, *them;
  } cases[] = {{"[FORD, WHEAT]", "FORD WHEAT", "WHEAT and FORD", "them"},
               {"[truck, toy, wheat]", "TRUCK TOY WHEAT", "WHEAT, TOY and TRUCK", "them"},
               {"TOY", "TOY", "TOY", "it"},
               {"\"TOY, FORD\"", "TOY FORD", "TOY and FORD", "them"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_world *w = with_list(cases[i].list), *again;
    marks(w, cases[i].codes);
    assert_true(said(w, cases[i].who, cases[i].them));
    assert_null(world_finding(w, "products_assumed", -2, -2));
    assert_ok(context, tw_world_save(context, w, support_temp("assumed.tww")));
    again = world_open_ok(context, support_temp("assumed.tww"));
    marks(again, cases[i].codes);
    assert_true(said(again, cases[i].who, cases[i].them));
    assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(w, "sha256"));
    tw_world_free(again);
    tw_world_free(w);
  }
  tw_world *none = with_list(NULL);
  marks(none, "");
  assert_null(tw_world_text(none, "assumed"));
  tw_world_free(none);
}

/* A view says it of those that it has alone; the rest holds what is left of the others and is nobody's product. */
static void views_say_their_own(void **state)
{
  (void)state;
  static const struct {
    const char *products, *who;
  } cases[] = {{"[TOY]", NULL}, {"[FORD]", "FORD"}, {"none", NULL}, {"[A01, FORD]", "WHEAT and FORD"}, {"all", "WHEAT and FORD"}};
  tw_world *w = with_list("[FORD, WHEAT]");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_scenario *s;
    tw_explanation *e;
    const char *sentence;
    char text[256];
    int found = 0;
    snprintf(text, sizeof text, "scenario: t\nproducts: %s\n", cases[i].products);
    assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &s));
    assert_ok(context, tw_scenario_explain(context, s, w, 0, &e));
    snprintf(text, sizeof text, "Assumed, not observed: who sells %s to whom.", cases[i].who ? cases[i].who : "");
    for (int k = 0; (sentence = tw_explanation_sentence(e, k)); k++)
      found += strncmp(sentence, cases[i].who ? text : "Assumed", strlen(cases[i].who ? text : "Assumed")) == 0;
    assert_int_equal(found, cases[i].who != NULL);
    tw_explanation_free(e);
    tw_scenario_free(s);
  }
  assert_true(said(w, "WHEAT and FORD", "them")); /* views leave the world as it was */
  tw_world_free(w);
}

static void codes_that_are_none(void **state)
{
  (void)state;
  tw_world *w = with_list("[FOR, WHEAT]");
  const tw_finding *f = world_finding(w, "products_assumed", -1, -1);
  assert_non_null(f);
  assert_int_equal(f->severity, 2);
  assert_true(isnan(f->money) && isnan(f->relative));
  assert_string_equal(f->text, "World.yaml says that \"FOR\" is assumed, and the world has no such product: whatever it became "
                               "is not marked; did you mean FORD?");
  marks(w, "WHEAT");
  assert_true(said(w, "WHEAT", "it"));
  tw_world_free(w);
  w = with_list("[SOMETHING_ELSE]");
  assert_string_equal(world_finding(w, "products_assumed", -1, -1)->text,
                      "World.yaml says that \"SOMETHING_ELSE\" is assumed, and the world has no such product: whatever it "
                      "became is not marked.");
  assert_null(tw_world_text(w, "assumed"));
  tw_world_free(w);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(products_are_marked),
      cmocka_unit_test(views_say_their_own),
      cmocka_unit_test(codes_that_are_none),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
