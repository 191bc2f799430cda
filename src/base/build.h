/* How this library was compiled: what the kernels need to know, and the text of tw_build. */
#ifndef TWI_BASE_BUILD_H
#define TWI_BASE_BUILD_H

/* Put before the definition of a hot loop's function: the compiler makes a copy for every instruction set below and
 * the loader picks the best one that the processor has.
 *
 * The sets differ because the compilers do: gcc 12 knows the x86-64 levels and tests them properly; clang 14 accepts
 * their names but then compares the processor's maker with 0, so it gets features instead. Not on other processors,
 * without ifunc, or under a sanitizer (whose run time is not up yet when the loader resolves). -DTWI_NO_CLONES turns
 * it off. Names must be unique in the library, of static functions too: clang's resolvers are global. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(TWI_NO_CLONES) &&                      \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(TRADEWIND_SANITIZED)
#if defined(__clang__)
#if __has_attribute(target_clones)
#define TWI_CLONES     __attribute__((target_clones("default", "fma", "avx512dq")))
#define TWI_HAS_CLONES 1
#endif
#elif defined(__GNUC__) && __GNUC__ >= 12
#define TWI_CLONES     __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#define TWI_HAS_CLONES 1
#endif
#endif
#ifndef TWI_HAS_CLONES
#define TWI_CLONES
#define TWI_HAS_CLONES 0
#endif

#endif
