# Writes HEADER with the commit of the tree SOURCE ("-dirty" when it was edited since), or an empty one where git
# cannot tell: no git, no repository, or a repository of something else around this tree. Leaves an unchanged file be.
set(text "/* made by cmake/commit.cmake */\n")
if(EXISTS "${SOURCE}/.git")
  execute_process(COMMAND git -C "${SOURCE}" describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE commit RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(failed STREQUAL "0" AND commit)
    string(APPEND text "#define TRADEWIND_COMMIT \"${commit}\"\n")
  endif()
endif()
set(old)
if(EXISTS "${HEADER}")
  file(READ "${HEADER}" old)
endif()
if(NOT old STREQUAL text)
  file(WRITE "${HEADER}" "${text}")
endif()
