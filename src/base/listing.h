/* The names in a folder, without memory and without a handle of their own: what was begun is to be taken back also
 * where the machine gives neither any more. */
#ifndef TWI_BASE_LISTING_H
#define TWI_BASE_LISTING_H

#include "base/context.h"

/* Returns a handle of a folder, not by way of a link, which the caller closes; -1 and errno when there is none. */
int twi_open_folder(int at, const char *name);
/* Returns 1 when the name is a folder, no link to one. */
int twi_is_folder(int at, const char *name);
/* Calls each with every name but . and .. ; it may remove the name, but not list the same handle. Stops and returns
 * what is not 0. */
int twi_each_name(int folder, int (*each)(void *user, int folder, const char *name), void *user);
/* The same by path, a link followed, until each returns what is not TW_OK. One that is not there, or is no folder, has
 * no names; TW_IO when the machine does not let it be seen. */
tw_status twi_list_folder(tw_context *ctx, const char *path, tw_status (*each)(void *user, const char *name),
                          void *user);

#endif
