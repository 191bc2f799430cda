/* The JSON of accounts. docs/formats.md has the keys. */
#include "command.h"
#include "json.h"

void js_accounts(const tw_accounts *a, const char *folder)
{
  tw_account row;
  const char *text;
  js_text("region", tw_accounts_text(a, "region"));
  js_text("name", tw_accounts_text(a, "name"));
  js_text("kind", tw_accounts_text(a, "kind"));
  js_text("balance", tw_accounts_text(a, "balance"));
  js_text("origins", tw_accounts_text(a, "origins"));
  js_list("sentences");
  for (int i = 0; (text = tw_accounts_sentence(a, i)); i++) js_text(NULL, text);
  js_close();
  js_list("remarks");
  for (int i = 0; (text = tw_accounts_remark(a, i)); i++) js_text(NULL, text);
  js_close();
  js_list("accounts");
  for (int i = 0; tw_accounts_at(a, i, &row); i++) {
    js_object(NULL);
    js_text("item", row.item);
    js_text("source", row.source);
    js_text("convention", row.convention);
    js_text("partner", row.partner);
    js_number("value", row.value);
    js_text("unit", row.unit);
    js_text("quality", row.quality);
    js_text("year", row.year);
    js_text("reference", row.reference);
    js_close();
  }
  js_close();
  js_text("folder", folder);
}
