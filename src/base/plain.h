/* Text for people. Titles, names and codes come from files that somebody else wrote, and end on terminals, in tables
 * and on pages. Three things are done about that: where data come in, a character that nobody can see is refused and a
 * text of one line becomes one line; where text goes out, what is left of such characters is shown instead of sent. */
#ifndef TWI_BASE_PLAIN_H
#define TWI_BASE_PLAIN_H

#include <stddef.h>

/* Returns the bytes of the well-formed UTF-8 character at the start (Unicode, table 3-7: no surrogates, no overlong
 * forms), with its number in *point; 0: there is none. length is at least 1. */
size_t twi_character(const char *text, size_t length, unsigned *point);

/* Returns 1 for a character that moves the cursor, colours, rings or turns the order of writing: C0, DEL, C1, the line
 * and paragraph separators, the marks for the direction of writing (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to
 * U+2069), and what has no width and no meaning in a line (U+180E, U+200B, U+2060 to U+206F, U+FEFF, U+FFF9 to U+FFFB,
 * U+E0000 to U+E007F). Tabs and line ends are among them; U+200C and U+200D are not: Persian and the scripts of India
 * cannot be written without them. */
int twi_is_control(unsigned point);
/* Returns 1 for a line end, a tab or another one of the controls that stand for a blank. */
int twi_is_break(unsigned point);

/* Puts the first control in the text that is no break into shown, as it is shown ("\x1b", "\u202e"), and returns that;
 * NULL: there is none. Bytes that are not UTF-8 count. */
enum { TWI_CONTROL = 12 };
const char *twi_control_in(const char *text, size_t length, char shown[TWI_CONTROL]);

/* Makes one line of the text, in place: a run of blanks and breaks becomes one blank, none is left at the ends. */
void twi_one_line(char *text);

/* Puts the text into shown with every control as it is written in C ("\n", "\x1b", "\u202e"), and so each byte that is
 * not UTF-8. It is cut between characters where the room ends, and ends with 0 unless room is 0. Returns the bytes that
 * all of it needs, without the 0. text and shown must not overlap. */
size_t twi_visible(const char *text, size_t length, char *shown, size_t room);

#endif
