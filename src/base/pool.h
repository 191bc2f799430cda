/* Threads for independent work. Results do not depend on their number: each task writes its own outputs in its own
 * order, whoever runs it. */
#ifndef TWI_BASE_POOL_H
#define TWI_BASE_POOL_H

#include "base/context.h"

typedef struct twi_pool twi_pool;

/* Makes a pool, which the caller frees. threads >= 1 counts the caller. Fewer are used when the system gives fewer. */
tw_status twi_pool_new(tw_context *ctx, int threads, twi_pool **pool);
/* Ends the threads and frees the pool; NULL is allowed. */
void twi_pool_free(tw_context *ctx, twi_pool *pool);
/* Returns how many there are, the caller among them. */
int twi_pool_threads(const twi_pool *pool);
/* Runs work(data, task) for every task in 0 … tasks-1 and returns when all are done. */
void twi_pool_run(twi_pool *pool, size_t tasks, void (*work)(void *data, size_t task), void *data);

#endif
