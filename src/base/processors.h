/* How many processors there are to work on. */
#ifndef TWI_BASE_PROCESSORS_H
#define TWI_BASE_PROCESSORS_H

/* Returns how many are online, from 1 to 256: as many threads as a setting of 0 means. */
int twi_processors(void);

#endif
