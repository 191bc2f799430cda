/* Worlds from tables in ZIP archives: the editions of 2021, 2023 and 2025 at full size, which member is chosen, and every
 * kind of archive that is not right. */
#include "icio_files.h"
#include "imports.h"
#include "zip_files.h"

static const char small[] = "V1,AAA_A01,BBB_A01,AAA_HFCE,AAA_INVNT,BBB_HFCE,BBB_INVNT,OUT\n"
                            "AAA_A01,10,5,30,-2,3,0,46\n"
                            "BBB_A01,2,8,1,0,20,0,31\n"
                            "TLS,1,1,7,0,6,0,0\n"
                            "VA,33,17,0,0,0,0,0\n"
                            "OUT,46,31,0,0,0,0,0\n";
/* The same with twice the money. */
static const char twice[] = "V1,AAA_A01,BBB_A01,AAA_HFCE,AAA_INVNT,BBB_HFCE,BBB_INVNT,OUT\n"
                            "AAA_A01,20,10,60,-4,6,0,92\n"
                            "BBB_A01,4,16,2,0,40,0,62\n"
                            "TLS,2,2,14,0,12,0,0\n"
                            "VA,66,34,0,0,0,0,0\n"
                            "OUT,92,62,0,0,0,0,0\n";

static tw_world *import_ok(const tw_import *ask)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_import(context, ask, &world));
  assert_non_null(world);
  return world;
}

/* Imports with the year (0: none), and expects output of AAA in small (46) or twice (92), and the world's year. */
static void takes(const char *path, int year, double output, const char *of_year)
{
  const tw_import ask = {.from = "icio", .file = path, .year = year};
  tw_world *world = import_ok(&ask);
  assert_close(tw_world_numbers(world, "output")[0], output, 1e-14);
  const char *is = tw_world_text(world, "year");
  assert_string_equal(is ? is : "", of_year);
  tw_world_free(world);
}

static void refuses(const char *path, int year, tw_status status, const char *words)
{
  const tw_import ask = {.from = "icio", .file = path, .year = year};
  tw_world *world = NULL;
  assert_fails(context, tw_world_import(context, &ask, &world), status, words);
  assert_null(world);
}

/* ---------------------------------------------------------------- full size */

typedef struct edition {
  icio_shape shape;
  const char *archive, *member, *year, *source, *notes;
} edition;

/* The maps of worlds/icio2025 have every code of the edition. */
static void aggregates(tw_context *ctx, const tw_world *world)
{
  char regions[4096], sectors[4096];
  snprintf(regions, sizeof regions, "%s", support_source("worlds/icio2025/regions_map.csv"));
  snprintf(sectors, sizeof sectors, "%s", support_source("worlds/icio2025/sectors_map.csv"));
  tw_world *sum = NULL;
  assert_ok(ctx, tw_world_aggregate(ctx, world, regions, sectors, "sum", NULL, &sum));
  assert_int_equal(tw_world_regions(sum), 32);
  assert_int_equal(tw_world_sectors(sum), 35);
  double all = 0, again = 0;
  for (int i = 0; i < 81 * 50; i++) all += tw_world_numbers(world, "output")[i];
  for (int i = 0; i < 32 * 35; i++) again += tw_world_numbers(sum, "output")[i];
  assert_close(again, all, 1e-12);
  tw_world_free(sum);
}

static void import_edition(const edition *e)
{
  icio_shape t = e->shape;
  if (getenv("TRADEWIND_SANITIZED") && t.regions > 20) t.regions = 20;
  const char *csv = support_temp("table.csv"), *path = support_temp(e->archive);
  size_t size;
  icio_write(&t, csv);
  char *text = support_read(csv, &size);
  assert_non_null(text);
  const zip_member members[] = {{.name = "ReadMe_ICIO_small.xlsx", .text = "PK\3\4"},
                                {.name = e->member, .text = text, .size = size}};
  zip_write(path, members, 2, NULL);
  free(text);
  unlink(csv);
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *counted = tw_context_new(&allocator);
  tw_import ask = {.from = "icio", .file = path};
  if (t.sectors == 50) ask.elasticities = support_source("worlds/icio2025/elasticities.csv");
  tw_world *world = NULL;
  assert_ok(counted, tw_world_import(counted, &ask, &world));
  /* The text is 80 MB at full size: neither it nor its cells are kept. */
  assert_true(atomic_load(&memory.peak) < 40u << 20);
  icio_compare(world, &t, ICIO_FINALS, 1e-9);
  assert_string_equal(tw_world_text(world, "year"), e->year);
  assert_non_null(strstr(tw_world_text(world, "source"), e->source));
  if (e->notes) assert_non_null(strstr(tw_world_text(world, "notes"), e->notes));
  const tw_finding *findings;
  int count = tw_world_findings(world, &findings), named = 0;
  for (int i = 0; i < count; i++) {
    if (findings[i].severity > 2) fail_msg("%s: %s", findings[i].identity, findings[i].text);
    named += strcmp(findings[i].identity, "import_archive") == 0;
  }
  assert_int_equal(named, 1);
  if (t.regions == 81) aggregates(counted, world);
  tw_world_free(world);
  assert_int_equal(atomic_load(&memory.outstanding), 1); /* the context itself */
  tw_context_free(counted);
  unlink(path);
}

/* 80 economies and the rest of the world, with the zones beside them, 50 sectors: 18 million cells. */
static void edition_of_2025(void **state)
{
  (void)state;
  import_edition(&(edition){.shape = {81, 50, 1, 2},
                            .archive = "2016-2022_EXT.zip",
                            .member = "2022_EXT.csv",
                            .year = "2022",
                            .source = "file 2022_EXT.csv of 2016-2022_EXT.zip",
                            .notes = "the table's zones are added up: CN1, CN2 as CHN; MX1, MX2 as MEX"});
}

static void smaller_of_every_edition(void **state)
{
  (void)state;
  import_edition(&(edition){.shape = {9, 50, 1, 0},
                            .archive = "2016-2022_SML.zip",
                            .member = "2022_SML.csv",
                            .year = "2022",
                            .source = "file 2022_SML.csv of 2016-2022_SML.zip"});
  import_edition(&(edition){.shape = {8, 45, 1, 0},
                            .archive = "2016-2020_SML.zip",
                            .member = "2020_SML.csv",
                            .year = "2020",
                            .source = "file 2020_SML.csv of 2016-2020_SML.zip"});
  import_edition(&(edition){.shape = {8, 45, 0, 2}, /* CCC_TAXSUB, VALU, OUTPUT; a name with the edition's year */
                            .archive = "ICIO2021_2015-2018.zip",
                            .member = "ICIO2021_2018.csv",
                            .year = "2018",
                            .source = "file ICIO2021_2018.csv of ICIO2021_2015-2018.zip",
                            .notes = "CN1, CN2 as CHN; MX1, MX2 as MEX"});
}

/* The edition's year in a name is not the table's, zipped or not. */
static void years_of_names(void **state)
{
  (void)state;
  static const char *const name[][2] = {
      {"ICIO2021_2018.csv", "2018"},     {"2021_SML.csv", "2021"}, {"icio2015.csv", "2015"},
      {"table_2019_ed2023.csv", "2019"}, {"table.csv", ""},        {"a12345.csv", ""}};
  for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
    const char *path = support_temp(name[i][0]);
    support_write(path, small);
    takes(path, 0, 46, name[i][1]);
    takes(path, 1999, 46, "1999");
  }
}

/* ---------------------------------------------------------------- which member */

static void the_year_chooses(void **state)
{
  (void)state;
  const char *path = support_temp("2016-2022_SML.zip");
  static const zip_member members[] = {{.name = "2021_SML.csv", .text = twice},
                                       {.name = "2022_SML.csv", .text = small, .stored = 1},
                                       {.name = "2020_SML.csv", .text = "nothing that is a table"},
                                       {.name = "ReadMe.txt", .text = "words"}};
  zip_write(path, members, 4, NULL);
  takes(path, 2022, 46, "2022");
  takes(path, 2021, 92, "2021");
  takes(support_path(path, "/"), 2021, 92, "2021");
  refuses(
      path, 0, TW_BAD_INPUT,
      "2016-2022_SML.zip: found 3 tables, expected one; choose it by its year (--year 2021) or write its name behind "
      "that of the archive, as in 2016-2022_SML.zip/NAME; they are: 2021_SML.csv, 2022_SML.csv, 2020_SML.csv");
  refuses(path, 2019, TW_BAD_INPUT,
          "2016-2022_SML.zip: found no table of the year 2019, expected one of the year asked for; its tables are: "
          "2021_SML.csv, 2022_SML.csv, 2020_SML.csv");
  /* By name, as messages write it; the year is then a label. */
  takes(support_path(path, "2022_SML.csv"), 0, 46, "2022");
  takes(support_path(path, "2021_SML.csv"), 2020, 92, "2020");
  refuses(
      support_path(path, "2023_SML.csv"), 0, TW_BAD_INPUT,
      "2016-2022_SML.zip: found no member \"2023_SML.csv\", expected one of: 2021_SML.csv, 2022_SML.csv, 2020_SML.csv");
  refuses(path, 2020, TW_BAD_INPUT, "2016-2022_SML.zip/2020_SML.csv:1: found one column, expected the names of many");
  refuses(support_path(path, "ReadMe.txt"), 0, TW_BAD_INPUT, "2016-2022_SML.zip/ReadMe.txt:1: found one column");
  /* What is no archive has no members. */
  support_write(support_temp("plain.csv"), small);
  refuses(support_path(support_temp("plain.csv"), "2022_SML.csv"), 0, TW_BAD_INPUT,
          "plain.csv: found other bytes, expected a ZIP archive");
  refuses(support_temp("absent.zip"), 0, TW_BAD_INPUT, "absent.zip: cannot open: No such file");
  refuses(support_path(support_temp("absent.zip"), "a.csv"), 0, TW_BAD_INPUT, "a.csv: cannot open: No such file");
}

static void the_only_member(void **state)
{
  (void)state;
  const char *path = support_temp("one.zip");
  static const struct {
    const char *name;
    int year;
    const char *of_year;
  } fine[] = {{"2022_SML.csv", 0, "2022"},
              {"2022_SML.csv", 2022, "2022"},
              {"ICIO/2022/SML/2022_SML.csv", 0, "2022"},
              {"2022/table.csv", 2022, "2022"},
              {"../../etc/2022_SML.CSV", 0, "2022"},
              {"/absolute/2022_SML.csv", 0, "2022"},
              {"folder\\2022_SML.csv", 0, "2022"},
              {"table.csv", 0, ""},
              {"table.csv", 2022, "2022"},
              {"a table, \"with\" odd\nletters.csv", 0, ""},
              {"t\xc3\xa9l\xc3\xa9 2022.csv", 0, "2022"},
              {"no ending", 2021, "2021"}};
  for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
    zip_member members[] = {{.name = "folder/", .text = "", .stored = 1},
                            {.name = "__MACOSX/._2021_SML.csv", .text = "not a table"},
                            {.name = ".DS_Store", .text = "nor this"},
                            {.name = fine[i].name, .text = small, .flags = 0x800}};
    zip_write(path, members, 4, NULL);
    takes(path, fine[i].year, 46, fine[i].of_year);
  }
  zip_member other[] = {{.name = "2022_SML.csv", .text = small}, {.name = "2022_SML.csv", .text = small}};
  zip_write(path, other, 1, NULL);
  refuses(path, 2021, TW_BAD_INPUT, "one.zip: found no table of the year 2021");
  zip_write(path, other, 2, NULL); /* two of one name */
  refuses(path, 2022, TW_BAD_INPUT, "one.zip: found 2 tables of that year, expected one");
  refuses(support_path(path, "2022_SML.csv"), 0, TW_BAD_INPUT,
          "one.zip: found 2 members \"2022_SML.csv\", expected one");
  other[0].name = "a/2022_SML.csv";
  zip_write(path, other, 2, NULL);
  refuses(path, 2022, TW_BAD_INPUT, "as in one.zip/NAME; they are: a/2022_SML.csv, 2022_SML.csv");
  takes(support_path(path, "a/2022_SML.csv"), 0, 46, "2022");
  other[0].name = "x\xe2\x80\xae.csv"; /* what would turn the letters of a terminal, or colour them */
  other[0].flags = 0x800;
  zip_write(path, other, 2, NULL);
  refuses(path, 0, TW_BAD_INPUT, "they are: x\\u202e.csv, 2022_SML.csv");
  other[0].name = "x\x1b[31m.csv";
  zip_write(path, other, 2, NULL);
  refuses(path, 0, TW_BAD_INPUT, "one.zip: the list of members of the ZIP archive is damaged");
  other[0].flags = 0; /* of a code page, in which it is an arrow */
  zip_write(path, other, 2, NULL);
  refuses(path, 0, TW_BAD_INPUT, "they are: x\xe2\x86\x90[31m.csv, 2022_SML.csv");
  other[0] = (zip_member){.name = "folder/", .text = "", .stored = 1};
  zip_write(path, other, 1, NULL);
  refuses(path, 0, TW_BAD_INPUT, "one.zip: found a ZIP archive without files");
  zip_write(path, other, 0, NULL);
  refuses(path, 0, TW_BAD_INPUT, "one.zip: found a ZIP archive without files");
  /* Many: the list ends. */
  zip_member many[30];
  char names[30][16];
  for (int i = 0; i < 30; i++) {
    snprintf(names[i], sizeof names[i], "%d.csv", 1990 + i);
    many[i] = (zip_member){.name = names[i], .text = small};
  }
  zip_write(path, many, 30, NULL);
  refuses(path, 0, TW_BAD_INPUT, "2008.csv, 2009.csv and 10 more");
  takes(path, 2003, 46, "2003");
}

/* The OECD sets what is below 0.1 million to zero, also where that is much: BBB sells 80 million. In a world that is small
 * altogether the same gap is an error. */
static void gaps_of_small_economies(void **state)
{
  (void)state;
  const char *path = support_temp("gap.zip");
  static const char text[] =
      "V1,AAA_A01,AAA_B,BBB_A01,BBB_B,AAA_HFCE,BBB_HFCE,OUT\nAAA_A01,0,0,0,0,%s,0,%s\nAAA_B,0,0,0,0,7,0,7\n"
      "BBB_A01,0,0,0,0,0,4,4.%s\nBBB_B,0,0,0,0,0,76,76\nVA,%s,7,4.%s,76,0,0,0\nOUT,%s,7,4.%s,76,0,0,0\n";
  static const struct {
    const char *large, *gap;
    int fine;
  } try[] = {{"2000000", "09", 1}, {"2000000", "12", 0}, {"2000", "09", 0}, {"2000", "0", 1}};
  for (size_t i = 0; i < sizeof try / sizeof *try; i++) {
    char table[1024];
    const char *l = try[i].large, *g = try[i].gap;
    snprintf(table, sizeof table, text, l, l, g, l, g, l, g);
    const zip_member m = {.name = "2022.csv", .text = table};
    zip_write(path, &m, 1, NULL);
    if (try[i].fine)
      takes(path, 0, atof(l), "2022");
    else
      refuses(path, 0, TW_BAD_INPUT, "gap.zip/2022.csv: BBB A01: the sum of its row is 4 but the row's total is 4.");
  }
}

/* A table in long form and one of WIOD come from archives, too; gzip inside; a name that does not end in .zip. */
static void other_layouts(void **state)
{
  (void)state;
  const char *path = support_temp("long.zip");
  const zip_member trade = {.name = "trade.csv",
                            .text = "importer,exporter,sector,value\na,a,C10,5\na,b,C10,1\nb,b,C10,7\n"};
  zip_write(path, &trade, 1, NULL);
  tw_import ask = {.from = "csv", .file = path};
  tw_world *world = import_ok(&ask);
  assert_close(tw_world_numbers(world, "flow")[1], 1, 1e-15);
  tw_world_free(world);
  ask.file = support_path(path, "trade.csv");
  tw_world_free(import_ok(&ask));
  zip_member damaged = trade;
  damaged.crc_xor = 1;
  zip_write(path, &damaged, 1, NULL);
  ask.file = path;
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT,
               "long.zip/trade.csv: the data are corrupt");
  ask.from = "wiod";
  zip_write(path, &trade, 1, NULL);
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "long.zip/trade.csv:1: ");
  const char *packed = support_temp("2020.csv.gz");
  gzFile g = gzopen(packed, "wb");
  gzputs(g, small);
  gzclose(g);
  size_t size;
  char *bytes = support_read(packed, &size);
  const zip_member inside = {.name = "2020.csv.gz", .text = bytes, .size = size, .stored = 1};
  const char *odd = support_temp("download");
  zip_write(odd, &inside, 1, NULL);
  free(bytes);
  takes(odd, 0, 46, "2020");
}

static void zip64(void **state)
{
  (void)state;
  const char *path = support_temp("zip64.zip");
  const zip_member members[] = {{.name = "2021.csv", .text = twice, .zip64 = 1},
                                {.name = "2022.csv", .text = small, .zip64 = 1, .stored = 1}};
  for (int end = 0; end < 2; end++) {
    const zip_archive how = {.zip64_end = end, .comment = "made for a test"};
    zip_write(path, members, 2, &how);
    takes(path, 2021, 92, "2021");
    takes(path, 2022, 46, "2022");
  }
}

/* ---------------------------------------------------------------- what is not right */

static void bad_members(void **state)
{
  (void)state;
  const char *path = support_temp("bad.zip");
  static const uint64_t tera = UINT64_C(1) << 40;
  const struct {
    zip_member member;
    const char *words;
  } bad[] = {
      {{.flags = 1}, "bad.zip/2022.csv: it is encrypted, expected a member without a password: unpack it first"},
      {{.flags = 0x41}, "bad.zip/2022.csv: it is encrypted"},
      {{.method = 9}, "bad.zip/2022.csv: found packed by method 9 (deflate64), expected deflate or stored"},
      {{.method = 14}, "found packed by method 14 (LZMA)"},
      {{.method = 98}, "found packed by method 98 (PPMd)"},
      {{.method = 77}, "found packed by method 77 (unknown)"},
      {{.crc_xor = 1}, "bad.zip/2022.csv: the data are corrupt: their checksum (CRC) is not the one"},
      {{.crc_xor = 1, .stored = 1}, "bad.zip/2022.csv: the data are corrupt: their checksum (CRC) is not the one"},
      {{.damaged = 30}, "bad.zip/2022.csv: the "},
      {{.damaged = 3, .stored = 1}, "bad.zip/2022.csv: the data are corrupt: their checksum (CRC)"},
      {{.size_says = 100}, "bad.zip/2022.csv: the data unpack to more than the 100 bytes that the ZIP archive says"},
      {{.size_says = 5000}, "bad.zip/2022.csv: the data end after "},
      {{.packed_says = 40}, "bad.zip/2022.csv: the "},
      {{.packed_says = 100000},
       "bad.zip/2022.csv: the ZIP archive says that it has 100000 packed bytes, but the file has"},
      {{.packed_says = tera, .zip64 = 1}, "says that it has 1099511627776 packed bytes"},
      {{.size_says = tera, .zip64 = 1}, "says that it unpacks to 1099511627776 bytes from "},
      {{.size_says = 300000000, .stored = 0}, "says that it unpacks to 300000000 bytes"},
      {{.place_says = 7}, "bad.zip/2022.csv: there is no such member where the ZIP archive says it begins"},
      {{.place_says = tera, .zip64 = 1}, "bad.zip/2022.csv: there is no such member where the ZIP archive"},
      {{.text = "V1,AAA_A01\n\xff\xfe", .stored = 1}, "bad.zip/2022.csv:"},
      {{.text = "PK\3\4 and so on", .stored = 1},
       "bad.zip/2022.csv: found a ZIP archive, expected a table: unpack the "
       "archive around it first"},
      {{.name = "book.xlsx", .text = "PK\3\4 and so on"},
       "bad.zip/book.xlsx: found a workbook, expected a text or table: "
       "save it as CSV"},
      {{.text = "", .stored = 1}, "bad.zip/2022.csv:1: found nothing, expected a line with the names of the columns"},
      {{.text = "<html>\n<p>none</p>\n"}, "bad.zip/2022.csv:1: found one column"},
      {{.text = "importer,exporter\na,b\n"}, "bad.zip/2022.csv:1: found the column exporter, expected REGION_SECTOR"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    zip_member m = bad[i].member;
    if (!m.name) m.name = "2022.csv";
    if (!m.text) m.text = small;
    zip_write(path, &m, 1, NULL);
    refuses(path, 0, TW_BAD_INPUT, bad[i].words);
  }
  /* A gap in a table is named by the member. */
  zip_member m = {.name = "2022.csv", .text = "V1,AAA_A01,AAA_HFCE,OUT\nAAA_A01,1,2,9\nVA,2,0,0\nOUT,3,0,0\n"};
  zip_write(path, &m, 1, NULL);
  refuses(path, 0, TW_BAD_INPUT, "bad.zip/2022.csv: AAA A01: the sum of its row is 3 but the row's total is 9");
}

/* What unpacks to far more than it is: by what the archive says, and by what it does not say. */
static void bombs(void **state)
{
  (void)state;
  const char *path = support_temp("bomb.zip");
  size_t size = (size_t)1 << 22;
  char *zeros = calloc(size, 1);
  assert_non_null(zeros);
  memset(zeros, ' ', size); /* one long line */
  zip_member m = {.name = "2022.csv", .text = zeros, .size = size, .size_says = UINT64_C(1) << 29};
  zip_write(path, &m, 1, NULL);
  refuses(path, 0, TW_BAD_INPUT, "says that it unpacks to 536870912 bytes from ");
  m.size_says = 1000;
  zip_write(path, &m, 1, NULL);
  refuses(path, 0, TW_BAD_INPUT, "bomb.zip/2022.csv: the data unpack to more than the 1000 bytes");
  free(zeros);
}

/* Bytes of a right archive, cut at every place: never a world, always the name and a reason. */
static void truncated(void **state)
{
  (void)state;
  const char *path = support_temp("whole.zip"), *cut = support_temp("cut.zip");
  const zip_member m = {.name = "2022.csv", .text = small};
  zip_write(path, &m, 1, NULL);
  size_t size;
  char *bytes = support_read(path, &size);
  for (size_t n = 0; n < size; n++) {
    support_write_bytes(cut, bytes, n);
    refuses(cut, 0, TW_BAD_INPUT,
            n == 0  ? "cut.zip: found an empty file, expected a ZIP archive"
            : n < 4 ? "cut.zip: found other bytes, expected a ZIP archive"
                    : "cut.zip: the list of members, which ends a ZIP archive, is missing or "
                      "damaged: the file is truncated (was it downloaded to the end?)");
  }
  /* A page instead of the file, as servers send them. */
  support_write(cut, "\n<!DOCTYPE html><html>Just a moment...</html>");
  refuses(cut, 0, TW_BAD_INPUT,
          "cut.zip: found something like a web page, expected a ZIP archive: download it again, with a browser");
  support_write_bytes(cut, bytes, size);
  free(bytes);
  takes(cut, 0, 46, "2022");
  zip_archive how = {.members_say = 3};
  zip_write(cut, &m, 1, &how);
  refuses(cut, 0, TW_BAD_INPUT, "cut.zip: the list of members of the ZIP archive is damaged");
  how = (zip_archive){.members_say = 0x7ffffff0, .zip64_end = 1}; /* 2 thousand million members in 54 bytes */
  zip_write(cut, &m, 1, &how);
  refuses(cut, 0, TW_BAD_INPUT, "cut.zip: the list of members of the ZIP archive is damaged");
}

/* Who takes no archive says what it is. */
static void not_for_others(void **state)
{
  (void)state;
  const char *path = support_temp("2022.zip"), *table = support_temp("2022_SML.csv"), *odd = support_temp("rates.csv");
  const zip_member m = {.name = "2022.csv", .text = small};
  zip_write(path, &m, 1, NULL);
  zip_write(odd, &m, 1, NULL);
  support_write(table, small);
  tw_import ask = {.from = "icio", .file = table, .tariffs = odd};
  tw_world *world = NULL;
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT,
               "rates.csv: found a ZIP archive, expected a text or table itself: unpack it first");
  takes(odd, 0, 46, "2022"); /* by its bytes */
  support_write(path, small);
  refuses(path, 0, TW_BAD_INPUT, "2022.zip: found other bytes, expected a ZIP archive");
}

/* gzip that is corrupt is called that, and not what a reader made of it. */
static void corrupt_gzip(void **state)
{
  (void)state;
  const char *path = support_temp("2022.csv.gz");
  char text[sizeof small];
  memcpy(text, small, sizeof text);
  gzFile g = gzopen(path, "wb0"); /* stored, so that a byte changes and nothing else */
  gzputs(g, text);
  gzclose(g);
  size_t size;
  char *bytes = support_read(path, &size);
  for (size_t i = 0; i + 8 < size; i++)
    if (memcmp(bytes + i, "BBB_A01,2", 9) == 0) bytes[i] = 'X'; /* a row that the header has not */
  support_write_bytes(path, bytes, size);
  free(bytes);
  refuses(path, 0, TW_BAD_INPUT, "2022.csv.gz: the gzip data are corrupt: incorrect data check");
}

static void memory_that_fails(void **state)
{
  (void)state;
  const char *path = support_temp("m.zip");
  const zip_member members[] = {{.name = "2021.csv", .text = twice}, {.name = "2022.csv", .text = small}};
  zip_write(path, members, 2, NULL);
  import_in_little_memory((tw_import){.from = "icio", .file = path, .year = 2022}, 40);
  import_in_little_memory((tw_import){.from = "icio", .file = support_path(path, "2021.csv")}, 40);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(edition_of_2025),
      cmocka_unit_test(smaller_of_every_edition),
      cmocka_unit_test(years_of_names),
      cmocka_unit_test(the_year_chooses),
      cmocka_unit_test(the_only_member),
      cmocka_unit_test(other_layouts),
      cmocka_unit_test(gaps_of_small_economies),
      cmocka_unit_test(zip64),
      cmocka_unit_test(bad_members),
      cmocka_unit_test(bombs),
      cmocka_unit_test(truncated),
      cmocka_unit_test(not_for_others),
      cmocka_unit_test(corrupt_gzip),
      cmocka_unit_test(memory_that_fails),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
