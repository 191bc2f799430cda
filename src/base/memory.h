/* How much memory is left for one large thing. */
#ifndef TWI_BASE_MEMORY_H
#define TWI_BASE_MEMORY_H

#include <stddef.h>

/* Returns the bytes that this process could still take without driving the machine into its swap: the least of what the
 * system says is available, of what its control group leaves and of the limit on its address space. SIZE_MAX: nobody
 * knows. An estimate, to refuse early what cannot succeed; others may take or give memory in the next moment. */
size_t twi_memory_available(void);

#endif
