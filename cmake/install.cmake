# make install: program, header, libraries, and the two ways in which another build finds them: a CMake package
# (tradewind::tradewind) and a pkg-config file. Both are relocatable.
#
# The static library brings its own packages along (zlib, libcrypto, libyaml, libcsv, jansson, and SQLite, libzip,
# NLopt and MPI where it is built with them), the shared one does not; so each has its own export, and
# find_package(tradewind COMPONENTS static) asks for the first.
include(CMakePackageConfigHelpers)
set(TRADEWIND_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/tradewind")

install(FILES include/tradewind.h include/tradewind.json DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
if(TARGET tradewind-cli)
  install(TARGETS tradewind-cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(TARGETS tradewind EXPORT tradewind-static ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
set_target_properties(tradewind PROPERTIES EXPORT_NAME static)
install(EXPORT tradewind-static NAMESPACE tradewind:: DESTINATION "${TRADEWIND_CMAKE_DIR}")
if(TARGET tradewind_shared)
  install(TARGETS tradewind_shared EXPORT tradewind-shared LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}")
  # The loader knows a library in /usr/local/lib from its cache alone. A staged install (DESTDIR) is not yet in its place,
  # and who is not root cannot write the cache; programs linked by pkg-config have the folder in themselves.
  install(CODE [[
    if("$ENV{DESTDIR}" STREQUAL "" AND UNIX AND NOT APPLE)
      execute_process(COMMAND id -u OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
      find_program(ldconfig ldconfig PATHS /sbin /usr/sbin NO_CACHE)
      if(user STREQUAL "0" AND ldconfig)
        message(STATUS "Running ldconfig")
        execute_process(COMMAND "${ldconfig}" ERROR_QUIET)
      endif()
    endif()]])
  set_target_properties(tradewind_shared PROPERTIES EXPORT_NAME tradewind)
  install(EXPORT tradewind-shared NAMESPACE tradewind:: DESTINATION "${TRADEWIND_CMAKE_DIR}")
endif()

configure_package_config_file(cmake/tradewind-config.cmake.in "${PROJECT_BINARY_DIR}/tradewind-config.cmake"
  INSTALL_DESTINATION "${TRADEWIND_CMAKE_DIR}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/tradewind-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/tradewind-config.cmake" "${PROJECT_BINARY_DIR}/tradewind-config-version.cmake"
  cmake/packages.cmake DESTINATION "${TRADEWIND_CMAKE_DIR}")

# The .pc file lies in LIBDIR/pkgconfig and finds the prefix from there.
file(RELATIVE_PATH TRADEWIND_PC_PREFIX "/p/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/p")
set(TRADEWIND_PC_REQUIRES)
set(TRADEWIND_PC_LIBS)
if(TRADEWIND_STORES)
  string(APPEND TRADEWIND_PC_REQUIRES " sqlite3")
endif()
if(TRADEWIND_IMPORT AND TRADEWIND_ZIP)
  string(APPEND TRADEWIND_PC_REQUIRES " libzip")
endif()
if(TRADEWIND_FRONTIER)
  string(APPEND TRADEWIND_PC_REQUIRES " nlopt")
endif()
configure_file(cmake/tradewind.pc.in "${PROJECT_BINARY_DIR}/tradewind.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/tradewind.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
