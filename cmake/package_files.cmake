# Run by CPack on what is about to be packed: manual and changelog are compressed as Debian's policy asks (without the
# name and time, so that the same files make the same package), the licence is called copyright, and completions for zsh
# and CMake's own files lie where Debian looks for them.
set(root "${CPACK_TEMPORARY_DIRECTORY}")
set(doc "${root}/usr/share/doc/tradewind")
file(RENAME "${doc}/LICENSE" "${doc}/copyright")
file(RENAME "${doc}/CHANGELOG.md" "${doc}/changelog")
if(EXISTS "${root}/usr/share/zsh/site-functions")
  file(RENAME "${root}/usr/share/zsh/site-functions" "${root}/usr/share/zsh/vendor-completions")
endif()
file(GLOB pages "${root}/usr/share/man/man1/*.1")
find_program(gzip gzip REQUIRED)
execute_process(COMMAND "${gzip}" -9n ${pages} "${doc}/changelog" COMMAND_ERROR_IS_FATAL ANY)
