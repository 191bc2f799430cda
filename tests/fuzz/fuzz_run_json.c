/* The JSON files of results folders. Input that begins with '{' is the run.json of a run; else it is changes to a good
 * folder's: which folder and file, then node and kind of each change (made_folders.h). Compared with the good folder,
 * and made into a page. */
#include "fuzz.h"

#include "made_folders.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static made_folder folder[MADE_FOLDERS];
  tw_context *context = fuzz_begin();
  if (!folder[0].good[0]) made_folders(context, folder);
  if (size > 0 && data[0] == '{') {
    made_try(context, &folder[0], "run.json", (const char *)data, size);
  } else if (size >= 2) {
    made_folder *f = &folder[data[0] % MADE_FOLDERS];
    int second = data[1] % 2 && f->study;
    json_t *root = json_deep_copy(second ? f->study : f->manifest);
    for (size_t i = 2; i + 2 < size; i += 3)
      made_change(root, ((size_t)data[i] << 8 | data[i + 1]) % made_count(root), data[i + 2] % MADE_KINDS);
    char *text = json_dumps(root, JSON_ENCODE_ANY);
    if (text) made_try(context, f, second ? f->study_name : "run.json", text, strlen(text));
    free(text);
    json_decref(root);
  }
  fuzz_end(context, size);
  return 0;
}
