# The packages we stand on. Looks for all of them and leaves in TRADEWIND_MISSING what is not there, so that one message
# can name everything. Installed with the CMake package too, where the static library needs the same ones.
#
#   TRADEWIND_PACKAGES   targets the library links to
#
# What parts.cmake leaves out is not looked for; tradewind-config.cmake says of an installed library what that was.
#
# tools/packages.txt is the list that quickstart and `make deps` install from; the names here are only for the message.

set(TRADEWIND_MISSING)
macro(tradewind_need what package)
  if(NOT (${ARGN}))
    list(APPEND TRADEWIND_MISSING "${what} (Debian package ${package})")
  endif()
endmacro()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads QUIET)
find_package(ZLIB QUIET)
tradewind_need("zlib" zlib1g-dev ZLIB_FOUND)
find_package(OpenSSL QUIET COMPONENTS Crypto)
tradewind_need("libcrypto of OpenSSL" libssl-dev OPENSSL_FOUND)
find_package(PkgConfig QUIET)
tradewind_need("pkg-config" pkg-config PKG_CONFIG_FOUND)
if(PKG_CONFIG_FOUND)
  pkg_check_modules(YAML QUIET IMPORTED_TARGET yaml-0.1)
  pkg_check_modules(JANSSON QUIET IMPORTED_TARGET jansson)
  tradewind_need("libyaml" libyaml-dev YAML_FOUND)
  tradewind_need("jansson" libjansson-dev JANSSON_FOUND)
  if(TRADEWIND_STORES)
    pkg_check_modules(SQLITE QUIET IMPORTED_TARGET sqlite3)
    tradewind_need("SQLite" libsqlite3-dev SQLITE_FOUND)
  endif()
  if(TRADEWIND_IMPORT AND TRADEWIND_ZIP)
    pkg_check_modules(LIBZIP QUIET IMPORTED_TARGET libzip>=1.7)
    tradewind_need("libzip" libzip-dev LIBZIP_FOUND)
  endif()
  if(TRADEWIND_FRONTIER)
    pkg_check_modules(NLOPT QUIET IMPORTED_TARGET nlopt>=2.6)
    tradewind_need("NLopt" libnlopt-dev NLOPT_FOUND)
  endif()
endif()

# libcsv comes without a pkg-config file.
find_library(TRADEWIND_CSV_LIBRARY csv)
find_path(TRADEWIND_CSV_INCLUDE csv.h)
mark_as_advanced(TRADEWIND_CSV_LIBRARY TRADEWIND_CSV_INCLUDE)
tradewind_need("libcsv" libcsv-dev TRADEWIND_CSV_LIBRARY AND TRADEWIND_CSV_INCLUDE)
if(TRADEWIND_CSV_LIBRARY AND TRADEWIND_CSV_INCLUDE AND NOT TARGET tradewind::csv)
  add_library(tradewind::csv UNKNOWN IMPORTED)
  set_target_properties(tradewind::csv PROPERTIES IMPORTED_LOCATION "${TRADEWIND_CSV_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${TRADEWIND_CSV_INCLUDE}")
endif()

if(TRADEWIND_MPI)
  find_package(MPI QUIET COMPONENTS C)
  tradewind_need("MPI" libopenmpi-dev MPI_C_FOUND)
endif()

if(TRADEWIND_TESTS AND PKG_CONFIG_FOUND)
  pkg_check_modules(CMOCKA QUIET IMPORTED_TARGET cmocka)
  tradewind_need("cmocka" libcmocka-dev CMOCKA_FOUND)
endif()

set(TRADEWIND_PACKAGES ZLIB::ZLIB OpenSSL::Crypto Threads::Threads PkgConfig::YAML PkgConfig::JANSSON
  tradewind::csv)
if(TRADEWIND_STORES)
  list(APPEND TRADEWIND_PACKAGES PkgConfig::SQLITE)
endif()
if(TRADEWIND_IMPORT AND TRADEWIND_ZIP)
  list(APPEND TRADEWIND_PACKAGES PkgConfig::LIBZIP)
endif()
if(TRADEWIND_FRONTIER)
  list(APPEND TRADEWIND_PACKAGES PkgConfig::NLOPT)
endif()
if(TRADEWIND_MPI)
  list(APPEND TRADEWIND_PACKAGES MPI::MPI_C)
endif()
list(APPEND TRADEWIND_PACKAGES m)
