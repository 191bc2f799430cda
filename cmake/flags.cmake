# Language, warnings, sanitizers. Included once from the top.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF) # -std=c11, so that a GNU extension is seen
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, Debug, RelWithDebInfo" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O3 -DNDEBUG -fno-asynchronous-unwind-tables") # nothing unwinds C: 4 % of the program
add_compile_definitions(_POSIX_C_SOURCE=200809L)
add_compile_options(-Wall -Wextra -Wconversion -Wshadow)
if(TRADEWIND_WERROR)
  add_compile_options(-Werror)
endif()
if(TRADEWIND_SANITIZE)
  add_compile_definitions(TRADEWIND_SANITIZED=1)
  add_compile_options(-fsanitize=${TRADEWIND_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TRADEWIND_SANITIZE})
  if(CMAKE_C_COMPILER_ID MATCHES Clang)
    add_compile_options(-Wno-pass-failed) # the checks keep some `omp simd` loops from being vectorised
  endif()
endif()
