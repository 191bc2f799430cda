# make package: a .deb, by CPack. One package has the program, the libraries and the header, so that its versions cannot
# differ from each other. Which libraries it needs dpkg-shlibdeps finds out; what Debian wants compressed or called
# otherwise package_files.cmake sees to.
set(TRADEWIND_PACKAGER "The Tradewind authors <authors@tradewind.invalid>" CACHE STRING
  "Who answers for packages that are made here: name and address")
mark_as_advanced(TRADEWIND_PACKAGER)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME tradewind)
set(CPACK_PACKAGE_VENDOR "The Tradewind authors")
set(CPACK_PACKAGE_CONTACT "${TRADEWIND_PACKAGER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "general equilibrium of trade policy")
set(CPACK_PACKAGE_DESCRIPTION "Tradewind solves the general equilibrium of world trade before and after a
policy change: every region, every sector, every input link, by the model of
Caliendo and Parro (2015) in exact changes. A solution is checked by other
code on the original data before it is shown.
.
The package has the program, its built-in worlds and scenarios, the C library
with its header, the manual, and completions for bash, zsh and fish.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_MONOLITHIC_INSTALL ON)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/package")
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/package_files.cmake")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON) # and with it, the loader's cache is made anew
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY "=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
