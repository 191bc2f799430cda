/* The texts of tw_build and tw_capabilities: compiler, vector instructions in use, build options, commit.
 *
 * It is put together from constant texts by the preprocessor, one whole text for each instruction set, because the
 * library keeps no state that a first call could fill. The build system writes the commit into a header of its own,
 * anew on each build, and leaves it out where git cannot tell. */
#include "base/context.h"

#include "base/build.h"

#if __has_include("tradewind_commit.h")
#include "tradewind_commit.h"
#endif

#define TEXT_(x) #x
#define TEXT(x)  TEXT_(x)

#if defined(__clang__)
#define COMPILER "clang " TEXT(__clang_major__) "." TEXT(__clang_minor__) "." TEXT(__clang_patchlevel__)
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "unknown compiler"
#endif

#ifdef TRADEWIND_SANITIZED
#define SANITIZED ", sanitized"
#else
#define SANITIZED ""
#endif

#ifdef TRADEWIND_COMMIT
#define COMMIT ", commit " TRADEWIND_COMMIT
#else
#define COMMIT ", commit unknown"
#endif

#define BUILD(vectors) COMPILER ", " vectors SANITIZED COMMIT

const char *tw_build(void)
{
#if TWI_HAS_CLONES
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return BUILD("AVX-512 vectors (x86-64-v4)");
  if (__builtin_cpu_supports("x86-64-v3")) return BUILD("AVX2 vectors with FMA (x86-64-v3)");
#endif
#if defined(__AVX512DQ__)
  return BUILD("AVX-512 vectors");
#elif defined(__AVX2__)
  return BUILD("AVX2 vectors");
#elif defined(__x86_64__)
  return BUILD("SSE2 vectors");
#elif defined(__aarch64__)
  return BUILD("NEON vectors");
#else
  return BUILD("the compiler's vectors");
#endif
}

#ifdef TRADEWIND_WITH_IMPORT
#define IMPORT " import"
#else
#define IMPORT ""
#endif
#ifdef TRADEWIND_WITH_STATA
#define STATA " stata"
#else
#define STATA ""
#endif
#ifdef TRADEWIND_WITH_ZIP
#define ZIP " zip"
#else
#define ZIP ""
#endif
#ifdef TRADEWIND_WITH_STORES
#define STORES " stores"
#else
#define STORES ""
#endif
#ifdef TRADEWIND_WITH_FRONTIER
#define FRONTIER " frontier"
#else
#define FRONTIER ""
#endif
#ifdef TRADEWIND_WITH_PAGE
#define PAGE " page"
#else
#define PAGE ""
#endif
#ifdef TRADEWIND_WITH_CHARTS
#define CHARTS " charts"
#else
#define CHARTS ""
#endif
#ifdef TRADEWIND_MPI
#define MPI " mpi"
#else
#define MPI ""
#endif

const char *tw_capabilities(void)
{
  static const char all[] = IMPORT STATA ZIP STORES PAGE CHARTS FRONTIER MPI;
  return all[0] == ' ' ? all + 1 : all;
}
