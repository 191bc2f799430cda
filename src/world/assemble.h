/* Inside the room: what the makers of a world share (folder, memory, .tww, aggregate).
 *
 * A maker creates an empty world, fills the arrays that are data, and calls twi_world_complete, which checks the
 * shares, turns them into the model's form and derives the rest; twi_world_seal then tests the identities and computes
 * the SHA-256. A world is freed with tw_world_free whatever stage it reached. */
#ifndef TWI_WORLD_ASSEMBLE_H
#define TWI_WORLD_ASSEMBLE_H

#include "base/text.h"
#include "table/yaml.h"
#include "world/world.h"

enum { TWI_MOST_CODES = 20000, TWI_MOST_COLUMNS = 32, TWI_MOST_CELLS = 1 << 27 };

/* world.c: makes an empty world, which the caller frees with tw_world_free. */
tw_status twi_world_create(tw_context *ctx, tw_world **world);
/* Returns TW_BAD_INPUT when the world would be too large to hold; origin names the source. */
tw_status twi_world_check_size(tw_context *ctx, const char *origin, double regions, double sectors);
/* describe.c: reads world.yaml. Takes over the text, fills yaml, fields, name, title, currency, unit; TW_BAD_INPUT with
 * the place where it cannot be. */
tw_status twi_world_describe(tw_context *ctx, tw_world *w, char *text, const char *origin);
/* Adds a scalar as YAML: plain when plain means the same text, else in double quotes. */
void twi_text_yaml(twi_text *text, const char *scalar);
/* Returns NULL when the text can be a world's name, else what is expected; constant. */
const char *twi_world_name_wrong(const char *name);
/* Makes the text of a node's children, joined by newlines ("key: value" for mappings), which the caller frees. */
tw_status twi_yaml_flat(tw_context *ctx, const twi_yaml *node, char **text);

/* describe_again.c: makes the world.yaml of a world made from another, which the caller frees: every key of the source,
 * those given with new values (NULL: keep; number: written as it is), and more notes at the end. */
typedef struct twi_new_field {
  const char *key, *value;
  int number;
} twi_new_field;
tw_status twi_describe_again(tw_context *ctx, const tw_world *from, const twi_new_field *fields, int field_count,
                             const char *const *notes, int note_count, char **yaml);

/* groups.c: groups.yaml and sector_groups.yaml. */
tw_status twi_world_read_groups(tw_context *ctx, tw_world *w, twi_axis axis, const char *text, size_t bytes,
                                const char *origin);
/* The text of the file, of the world's own groups; "" where it has none. It is the caller's. */
tw_status twi_world_groups_yaml(tw_context *ctx, const tw_world *w, twi_axis axis, char **yaml);
/* The word that a group of that name would hide; NULL: none. */
const char *twi_group_name_taken(twi_axis axis, const char *name);

/* finding.c: records a finding of the world; the text is formatted, and cut where it is too long. severity: of
 * tw_finding; money in the world's unit; relative: to what the identity compares; region and sector -1: none. */
enum { TWI_LONGEST_FINDING = 1023 };
tw_status twi_world_find(tw_context *ctx, tw_world *w, int severity, const char *identity, int region, int sector,
                         double money, double relative, const char *format, ...) TWI_PRINTF(9, 10);
/* The words of severities 0 to 3 in findings.csv. */
enum { TWI_SEVERITIES = 4 };
extern const char *const twi_severity_words[TWI_SEVERITIES];
/* Puts an amount of the world's money into text in words, "12.3 billion USD", and returns that. */
enum { TWI_MONEY = 64 };
const char *twi_money(const tw_world *w, double amount, char text[TWI_MONEY]);

/* What the data are called in messages ("inputs.csv.gz", "input_share"), and what else was given. */
typedef struct twi_given {
  const char *flows, *production, *inputs, *final, *macro;
  /* input_share of the world holds the share of the bill for inputs, final_share the given share; NaN: absent.
   * final_share is NULL when not given. */
  double *value_added, *deficit; /* [N] of macro.csv, NaN: not given; NULL: no such column */
  const int *macro_line;         /* [N] */
} twi_given;
/* complete/complete.c: from the data as given to the model's form, with the accounts; given is borrowed. TW_BAD_INPUT
 * where the data contradict themselves. */
tw_status twi_world_complete(tw_context *ctx, tw_world *w, const twi_given *given);
/* Frees arrays of tariffs and taxes that are zero throughout; they become NULL. */
void twi_world_drop_zeros(tw_world *w);
/* Return TW_BAD_INPUT unless every region sells something (else its wage has no meaning), and unless each has value
 * added and a positive income [N], which is filled. flows: what the flows are called in messages. */
tw_status twi_world_check_sellers(tw_context *ctx, const tw_world *w, const char *flows);
tw_status twi_world_check_income(tw_context *ctx, const tw_world *w, const char *flows, double *income);

/* check_numbers.c: returns TW_BAD_INPUT unless every number is one that it can be; prefix comes first in messages ("",
 * "FILE: "). completed: input shares are of gross output and all shares sum to 1. */
tw_status twi_world_check_numbers(tw_context *ctx, const tw_world *w, const char *prefix, int completed);

/* check_codes.c: where codes stand: names of what they are from and, where known, the lines. */
typedef struct twi_code_places {
  const char *regions, *sectors;
  const twi_codes *region, *sector; /* twi_codes_line of each; NULL: not known */
} twi_code_places;
/* Returns TW_BAD_INPUT for codes that are words of policies or tables (all, goods, services, final), unless word and
 * code mean the same. */
tw_status twi_world_check_words(tw_context *ctx, const tw_world *w, const twi_code_places *places);
/* Adds findings of what is legal and worth a word: codes that hide groups, codes that need quotes. Called by
 * plausible.c. */
tw_status twi_world_say_codes(tw_context *ctx, tw_world *w);
/* check_texts.c: returns TW_BAD_INPUT unless every code, name of a tariff column and name of a group is one that tables
 * can hold; prefix as above. */
tw_status twi_world_check_texts(tw_context *ctx, const tw_world *w, const char *prefix);

/* data.c: of data given in memory, as tw_world_new and tw_world_with take them; who is the function, for messages. The
 * first returns TW_USAGE for lists without members or names, and years that are none. The others put tariff columns and
 * groups into the world, in the place of those of the same name; TW_BAD_INPUT where they cannot be. */
tw_status twi_data_check(tw_context *ctx, const tw_world_data *data, const char *who);
tw_status twi_data_columns(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w);
tw_status twi_data_groups(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w);
/* products_given.c: puts products into a world that has its sectors' flows and rates; and elasticities between products
 * into one that has products. */
tw_status twi_data_products(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w);
tw_status twi_data_product_elasticity(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w);
/* Marks rows of inputs that are zero throughout as absent: a region-sector whose value-added share is 1 has none. */
void twi_data_absent_inputs(tw_world *w);

/* accounts.c: makes spending, output, value added and deficits of the world from flows, rates and shares; the formulas
 * are there. TW_NO_MEMORY is the only error. */
tw_status twi_world_accounts(tw_context *ctx, tw_world *w);
/* Fills income [N] (value added, tariffs, export taxes, deficit) and the two revenues [N], in the world's money. Any
 * pointer may be NULL. */
void twi_world_income(const tw_world *w, double *income, double *tariffs, double *taxes);
/* Fills use [N][S] with what is bought as input, sum_u a Y, in the world's money. */
tw_status twi_world_use(tw_context *ctx, const tw_world *w, double *use);

/* identities.c: tests the identities of the world, and adds what is missing to its findings; never TW_BAD_INPUT. */
tw_status twi_world_identities(tw_context *ctx, tw_world *w);
/* products_check.c, called by it: those of products, where there are any. */
tw_status twi_world_product_identities(tw_context *ctx, tw_world *w);
/* products_assumed.c, called by it: adds a finding for each code of products_assumed that is no product. */
tw_status twi_world_check_assumed(tw_context *ctx, tw_world *w);
/* plausible.c, called by it: adds findings of what is implausible. */
tw_status twi_world_plausible(tw_context *ctx, tw_world *w);

/* canonical.c: the canonical stream in pieces; the SHA-256 is of it, and a .tww holds it. */
typedef struct twi_receiver {
  tw_status (*take)(void *user, const void *bytes, size_t count);
  void *user;
} twi_receiver;
/* Hands the stream to receiver.take, piece by piece, whose first failure ends it and is returned. */
tw_status twi_world_canonical(const tw_world *w, twi_receiver receiver);
/* Which parts of the stream a world has, and the version of the stream and of a .tww with them: 1 for what version 1
 * knew, so that a world without further parts keeps its SHA-256 and can be read by programs of then. */
enum {
  TWI_HOLDS_TARIFF = 1,
  TWI_HOLDS_EXPORT_TAX = 2,
  TWI_HOLDS_POPULATION = 4,
  TWI_HOLDS_GDP = 8,
  TWI_HOLDS_SECTOR_GROUPS = 16,
  TWI_HOLDS_ESTIMATES = 32,
  TWI_HOLDS_EMPLOYMENT = 64,
  TWI_HOLDS_PRODUCTS = 128,
  TWI_HOLDS_QUANTITIES = 256, /* this and the following: only with products */
  TWI_HOLDS_MARKUPS = 512,
  TWI_HOLDS_PRODUCT_ELASTICITIES = 1024,
  TWI_HOLDS_STOCKS = 2048,
  TWI_HOLDS_CALORIES = 4096,
  TWI_ALL_PARTS = 8191
};
unsigned twi_world_parts(const tw_world *w);
int twi_world_version(unsigned parts);
/* Returns 1 when the number's bytes are the canonical ones: NaN has one form. */
int twi_canonical_number(double value);
/* Returns 1 when the host has the file's order of bytes, the lowest first. */
int twi_little_endian(void);
/* Turn the bytes of doubles round, in place; write and read whole numbers in the file's order, on any host. */
void twi_swap_doubles(double *values, size_t count);
void twi_put_u32(unsigned char bytes[4], uint32_t value);
uint32_t twi_get_u32(const unsigned char bytes[4]);
void twi_put_u64(unsigned char bytes[8], uint64_t value);
uint64_t twi_get_u64(const unsigned char bytes[8]);

/* seal.c: makes each name one line of characters that can be seen, since they stand in tables, on pages and in
 * messages; TW_BAD_INPUT where one has a control character. */
tw_status twi_world_check_names(tw_context *ctx, tw_world *w);
/* Ends the making of a world: does the same, indexes its codes, tests its identities, computes its SHA-256 and size. */
tw_status twi_world_seal(tw_context *ctx, tw_world *w);

/* read/folder.c: makes a world of a folder, which the caller frees. builtin: folder is a prefix of built-in names. */
tw_status twi_world_read_folder(tw_context *ctx, const char *folder, int builtin, tw_world **world);
/* read/tww.c, and the layout that it shares with write/tww.c:
 *
 *   0  8 bytes  magic: not text, and damaged by a transfer as text
 *   8  u32      version, that of the canonical stream
 *  12  u32      bytes of this header
 *  16  u64      bytes of the file
 *  24  u64      bytes of the canonical stream, which follows the header
 *  32  u64      bytes of the findings, which follow the stream: corrections made when the world was first read
 *  40  32       SHA-256 of the canonical stream: the world's
 *  72  32       SHA-256 of the first 72 bytes and the findings
 * 104  24       zero
 *
 * All numbers are little endian. */
#define TWI_TWW_MAGIC "\x89TWW\r\n\x1a\n"
enum { TWI_TWW_NEWEST = 4, TWI_TWW_HEADER = 128, TWI_TWW_SUM = 40, TWI_TWW_OTHER_SUM = 72, TWI_TWW_PADDING = 104 };
/* Makes a world of a .tww file, which the caller frees; TW_BAD_INPUT for a file that is none, or is damaged. */
tw_status twi_world_read_tww(tw_context *ctx, const char *file, tw_world **world);

#endif
