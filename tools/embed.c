/* Turns files into a C source: tradewind-embed OUT.c NAME=PATH …
 *
 * Run by the build (cmake/embed.cmake). The source defines twi_builtin_files of src/base/builtin.h: one array of bytes
 * a file, and a table that gives each its name, in the order of the arguments. A NAME that ends in .gz of a PATH that
 * does not is packed (gzip without a time, so that the same file gives the same bytes). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

static void stop(const char *what, const char *name)
{
  fprintf(stderr, "embed: %s: %s: %s\n", name, what, errno ? strerror(errno) : "wrong argument, expected NAME=PATH");
  exit(1);
}

static int is_packed(const char *name, size_t length)
{
  return length > 3 && memcmp(name + length - 3, ".gz", 3) == 0;
}

/* Returns the bytes of the file, which the caller frees. */
static unsigned char *file_bytes(const char *path, size_t *count)
{
  FILE *in = fopen(path, "rb");
  if (!in || fseek(in, 0, SEEK_END) != 0) stop("cannot open", path);
  const long size = ftell(in);
  if (size < 0 || fseek(in, 0, SEEK_SET) != 0) stop("cannot read", path);
  unsigned char *bytes = malloc((size_t)size + 1);
  if (!bytes || fread(bytes, 1, (size_t)size, in) != (size_t)size) stop("cannot read", path);
  fclose(in);
  *count = (size_t)size;
  return bytes;
}

/* Returns them packed, which the caller frees, and frees what it is given. */
static unsigned char *packed_bytes(unsigned char *bytes, size_t *count, const char *path)
{
  z_stream z = {.next_in = bytes, .avail_in = (uInt)*count};
  if (*count > 1u << 30 || deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    stop("cannot pack", path);
  const uLong most = deflateBound(&z, (uLong)*count);
  unsigned char *packed = malloc(most);
  if (!packed) stop("cannot pack", path);
  z.next_out = packed;
  z.avail_out = (uInt)most;
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) stop("cannot pack", path);
  *count = z.total_out;
  deflateEnd(&z);
  free(bytes);
  return packed;
}

static long write_bytes(FILE *out, const char *name, const char *path)
{
  size_t count;
  unsigned char *bytes = file_bytes(path, &count);
  if (is_packed(name, strcspn(name, "=")) && !is_packed(path, strlen(path))) bytes = packed_bytes(bytes, &count, path);
  for (size_t i = 0; i < count; i++) fprintf(out, "%d,%s", bytes[i], i % 32 == 31 ? "\n" : "");
  free(bytes);
  return (long)count;
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
    size[i] = write_bytes(out, argv[i], path + 1);
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
