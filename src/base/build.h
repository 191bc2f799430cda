/* How this library was compiled: what the kernels need to know, and the text of tw_build. */
#ifndef TWI_BASE_BUILD_H
#define TWI_BASE_BUILD_H

#include <stdlib.h> /* says whether this is glibc */

/* Put before the definition of a hot loop's function: the compiler makes a copy for every instruction set below and
 * the loader picks the best one that the processor has.
 *
 * gcc 12 and later only: clang 14 gives a cloned function another name than its callers ask for. Not on other
 * processors, without ifunc, or under a sanitizer (whose run time is not up yet when the loader resolves).
 * -DTWI_NO_CLONES turns it off. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(TWI_NO_CLONES) &&                      \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(TRADEWIND_SANITIZED) &&                \
    defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define TWI_CLONES     __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#define TWI_HAS_CLONES 1
#endif
#ifndef TWI_HAS_CLONES
#define TWI_CLONES
#define TWI_HAS_CLONES 0
#endif

#endif
