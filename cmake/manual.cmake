# The man pages and the completions of shells, made by the program of its own table of commands, and where they go. The
# program runs here to write them, so a build for another machine leaves them out.
if(TARGET tradewind-cli AND NOT CMAKE_CROSSCOMPILING)
  set(TRADEWIND_MANUAL "${PROJECT_BINARY_DIR}/manual")
  add_custom_command(OUTPUT "${TRADEWIND_MANUAL}.stamp"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${TRADEWIND_MANUAL}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${TRADEWIND_MANUAL}"
    COMMAND tradewind-cli --write-manual "${TRADEWIND_MANUAL}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${TRADEWIND_MANUAL}.stamp"
    DEPENDS tradewind-cli
    COMMENT "Writing man pages and completions" VERBATIM)
  add_custom_target(tradewind_manual ALL DEPENDS "${TRADEWIND_MANUAL}.stamp")
  set(share "${CMAKE_INSTALL_DATAROOTDIR}")
  install(DIRECTORY "${TRADEWIND_MANUAL}/" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" FILES_MATCHING PATTERN "*.1")
  install(FILES "${TRADEWIND_MANUAL}/tradewind.bash" DESTINATION "${share}/bash-completion/completions" RENAME tradewind)
  install(FILES "${TRADEWIND_MANUAL}/_tradewind" DESTINATION "${share}/zsh/site-functions")
  install(FILES "${TRADEWIND_MANUAL}/tradewind.fish" DESTINATION "${share}/fish/vendor_completions.d")
endif()

# What there is to read: as in the source, so that links between the documents hold.
set(doc "${CMAKE_INSTALL_DOCDIR}")
install(FILES README.md CHANGELOG.md CONTRIBUTING.md LICENSE CITATION.cff DESTINATION "${doc}")
install(DIRECTORY docs/ DESTINATION "${doc}/docs" FILES_MATCHING PATTERN "*.md")
install(DIRECTORY examples/ DESTINATION "${doc}/examples" FILES_MATCHING PATTERN "*.md" PATTERN "*.yaml" PATTERN "*.c"
        PATTERN "*.csv")
install(FILES bindings/stata/tradewind.ado bindings/stata/tradewind.sthlp bindings/stata/README.md
  DESTINATION "${doc}/bindings/stata")
install(FILES markets/sea/NOTICE markets/sea/LICENSE-Apache-2.0.txt DESTINATION "${doc}/markets/sea")
file(GLOB documents CONFIGURE_DEPENDS worlds/*.md)
install(FILES ${documents} DESTINATION "${doc}/worlds")
