# The template of report.html: web/ is copied into the build folder, its packages are fetched there by npm, and its build
# script makes one file, which embed.cmake compiles into the library as "web/report.html". Runs again when web/ changes.
#
#   TRADEWIND_PAGE       OFF: there is no report.html at all, and nothing of this
#   TRADEWIND_WEB        AUTO: with Node.js where it is there; ON: Node.js must be there; OFF: a plain page written by C
#   TRADEWIND_TEMPLATE   the file, or empty: the library is built without it
set(TRADEWIND_WEB AUTO CACHE STRING "Build the report's page with Node.js: AUTO, ON or OFF (then C writes a plain page)")
set_property(CACHE TRADEWIND_WEB PROPERTY STRINGS AUTO ON OFF)
set(TRADEWIND_TEMPLATE)
set(TRADEWIND_WEB_BUILD "${PROJECT_BINARY_DIR}/web")
set(TRADEWIND_NODE_LEAST 18)

if(NOT TRADEWIND_PAGE)
  message(STATUS "report.html is left out (TRADEWIND_PAGE is OFF)")
elseif(TRADEWIND_WEB)
  find_program(TRADEWIND_NODE NAMES node nodejs)
  find_program(TRADEWIND_NPM NAMES npm)
  mark_as_advanced(TRADEWIND_NODE TRADEWIND_NPM)
  set(node_wrong)
  if(NOT TRADEWIND_NODE OR NOT TRADEWIND_NPM)
    set(node_wrong "Node.js with npm was not found")
  else()
    execute_process(COMMAND "${TRADEWIND_NODE}" --version OUTPUT_VARIABLE node_version OUTPUT_STRIP_TRAILING_WHITESPACE
      ERROR_QUIET)
    string(REGEX REPLACE "^v" "" node_version "${node_version}")
    if(NOT node_version VERSION_GREATER_EQUAL TRADEWIND_NODE_LEAST)
      set(node_wrong "Node.js is ${node_version}, needed is ${TRADEWIND_NODE_LEAST} or later")
    endif()
  endif()
  if(node_wrong)
    set(node_help "./quickstart and `make deps` install it (Debian packages nodejs and npm); -DTRADEWIND_WEB=OFF builds \
without it, and report.html is then a plain page of tables.")
    if(TRADEWIND_WEB STREQUAL "AUTO")
      message(WARNING "${node_wrong}, so report.html will be a plain page of tables. ${node_help}")
    else()
      message(FATAL_ERROR "${node_wrong}. ${node_help}")
    endif()
  else()
    set(TRADEWIND_TEMPLATE "${TRADEWIND_WEB_BUILD}/dist/report.html")
    message(STATUS "report.html is built from web/ with Node.js ${node_version}")
  endif()
else()
  message(STATUS "report.html is a plain page of tables (TRADEWIND_WEB is OFF)")
endif()

if(TRADEWIND_TEMPLATE)
  set(web "${PROJECT_SOURCE_DIR}/web")
  file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS "${web}/src/*")
  # --ignore-scripts: no package runs anything of its own while it is installed; none of ours needs to.
  add_custom_command(OUTPUT "${TRADEWIND_WEB_BUILD}/packages.stamp"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${TRADEWIND_WEB_BUILD}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${web}/package.json" "${web}/package-lock.json" "${TRADEWIND_WEB_BUILD}"
    COMMAND "${CMAKE_COMMAND}" -E chdir "${TRADEWIND_WEB_BUILD}" "${TRADEWIND_NPM}" ci --ignore-scripts --no-audit
            --no-fund --no-update-notifier --loglevel=error
            || ( echo "npm could not fetch the packages of web/. Without a network, -DTRADEWIND_WEB=OFF builds without them." && false )
    COMMAND "${CMAKE_COMMAND}" -E touch "${TRADEWIND_WEB_BUILD}/packages.stamp"
    DEPENDS "${web}/package.json" "${web}/package-lock.json"
    COMMENT "Fetching the packages of web/")
  add_custom_command(OUTPUT "${TRADEWIND_TEMPLATE}"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${TRADEWIND_WEB_BUILD}/src" "${TRADEWIND_WEB_BUILD}/dist"
    COMMAND "${CMAKE_COMMAND}" -E copy_directory "${web}/src" "${TRADEWIND_WEB_BUILD}/src"
    COMMAND "${CMAKE_COMMAND}" -E copy "${web}/build.mjs" "${TRADEWIND_WEB_BUILD}"
    COMMAND "${CMAKE_COMMAND}" -E chdir "${TRADEWIND_WEB_BUILD}" "${TRADEWIND_NODE}" build.mjs
    DEPENDS "${TRADEWIND_WEB_BUILD}/packages.stamp" "${web}/build.mjs" ${web_sources}
    COMMENT "Building the template of report.html" VERBATIM)
endif()
