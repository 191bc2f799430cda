/* Turns files into a C source: tradewind-embed OUT.c NAME=PATH …
 *
 * Run by the build (cmake/embed.cmake). The source defines twi_builtin_files of src/base/builtin.h: one array of bytes
 * a file, and a table that gives each its name, in the order of the arguments. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void stop(const char *what, const char *name)
{
  fprintf(stderr, "embed: %s: %s: %s\n", name, what, errno ? strerror(errno) : "wrong argument, expected NAME=PATH");
  exit(1);
}

static long write_bytes(FILE *out, const char *path)
{
  FILE *in = fopen(path, "rb");
  if (!in) stop("cannot open", path);
  long count = 0;
  for (int c; (c = getc(in)) != EOF; count++) fprintf(out, "%d,%s", c, count % 32 == 31 ? "\n" : "");
  if (ferror(in)) stop("cannot read", path);
  fclose(in);
  return count;
}

int main(int argc, char **argv)
{
  errno = 0;
  if (argc < 2) {
    fprintf(stderr, "usage: tradewind-embed OUT.c NAME=PATH ...\n");
    return 1;
  }
  FILE *out = fopen(argv[1], "wb");
  long *size = calloc((size_t)argc, sizeof *size);
  if (!out || !size) stop("cannot write", argv[1]);
  fprintf(out, "/* made by tools/embed.c from checked-in files */\n#include \"base/builtin.h\"\n\n");
  for (int i = 2; i < argc; i++) {
    const char *path = strchr(argv[i], '=');
    if (!path) stop("cannot embed", argv[i]);
    fprintf(out, "static const unsigned char file%d[] = {", i - 2);
    size[i] = write_bytes(out, path + 1);
    fprintf(out, "0};\n");
  }
  fprintf(out, "\nstatic const twi_builtin_file files[] = {\n");
  for (int i = 2; i < argc; i++)
    fprintf(out, "  {\"%.*s\", file%d, %ld},\n", (int)strcspn(argv[i], "="), argv[i], i - 2, size[i]);
  fprintf(out, "  {0, 0, 0}, /* an array has at least one element */\n};\n\n");
  fprintf(out, "const twi_builtin_file *twi_builtin_files(int *count)\n{\n  *count = %d;\n  return files;\n}\n",
          argc - 2);
  if (ferror(out) || fclose(out) != 0) stop("cannot write", argv[1]);
  free(size);
  return 0;
}
