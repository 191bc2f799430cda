# The template of report.html: web/ is copied into the build folder, its packages are fetched there by npm, and its build
# script makes one file, which embed.cmake compiles into the library as "web/report.html.gz". Runs again when web/ changes.
# The packages are fetched when the build is configured, so that it is known then whether there will be a template.
#
#   TRADEWIND_PAGE       OFF: there is no report.html at all, and nothing of this
#   TRADEWIND_WEB        AUTO: with Node.js where it and the packages are to be had; ON: they must be; OFF: a plain page
#                        written by C
#   TRADEWIND_TEMPLATE   the file, or empty: the library is built without it
set(TRADEWIND_WEB AUTO CACHE STRING "Build the report's page with Node.js: AUTO, ON or OFF (then C writes a plain page)")
set_property(CACHE TRADEWIND_WEB PROPERTY STRINGS AUTO ON OFF)
set(TRADEWIND_TEMPLATE)
set(TRADEWIND_WEB_BUILD "${PROJECT_BINARY_DIR}/web")
set(TRADEWIND_NODE_LEAST 18)

# Fetches the packages of web/ unless they are there as package-lock.json has them. Leaves in `wrong` a sentence without
# its full stop, or nothing.
#
# npm itself asks again and again, for minutes, when nobody answers. So it looks first into its own cache, then whether
# the registry answers at all, within seconds.
# --ignore-scripts: no package runs anything of its own while it is installed; none of ours needs to.
function(tradewind_fetch_packages wrong)
  set(web "${PROJECT_SOURCE_DIR}/web")
  set(stamp "${TRADEWIND_WEB_BUILD}/packages.stamp")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${web}/package.json" "${web}/package-lock.json")
  set(${wrong} "" PARENT_SCOPE)
  if(EXISTS "${stamp}" AND "${stamp}" IS_NEWER_THAN "${web}/package.json"
     AND "${stamp}" IS_NEWER_THAN "${web}/package-lock.json")
    return()
  endif()
  file(REMOVE "${stamp}")
  file(MAKE_DIRECTORY "${TRADEWIND_WEB_BUILD}")
  configure_file("${web}/package.json" "${TRADEWIND_WEB_BUILD}/package.json" COPYONLY)
  configure_file("${web}/package-lock.json" "${TRADEWIND_WEB_BUILD}/package-lock.json" COPYONLY)
  set(fetch "${TRADEWIND_NPM}" ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error)
  message(STATUS "Fetching the packages of web/")
  execute_process(COMMAND ${fetch} --offline WORKING_DIRECTORY "${TRADEWIND_WEB_BUILD}" TIMEOUT 120
    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(NOT failed STREQUAL "0")
    execute_process(COMMAND "${TRADEWIND_NPM}" ping --fetch-retries=0 --fetch-timeout=5000 --no-update-notifier
      WORKING_DIRECTORY "${TRADEWIND_WEB_BUILD}" TIMEOUT 10 RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE said)
    # A registry that has no such page says so: it answers.
    if(NOT failed STREQUAL "0" AND NOT said MATCHES "code E[0-9][0-9][0-9][^0-9]")
      string(REGEX MATCH "code (E[A-Z_]+)" code "${said}")
      if(CMAKE_MATCH_1 AND NOT CMAKE_MATCH_1 STREQUAL "FETCH_ERROR")
        set(code " (${CMAKE_MATCH_1})")
      else()
        set(code "")
      endif()
      set(${wrong} "npm does not reach its registry within seconds${code}" PARENT_SCOPE)
      return()
    endif()
    execute_process(COMMAND ${fetch} WORKING_DIRECTORY "${TRADEWIND_WEB_BUILD}" TIMEOUT 600
      RESULT_VARIABLE failed OUTPUT_QUIET ERROR_VARIABLE said)
  endif()
  if(NOT failed STREQUAL "0")
    string(REGEX MATCH "npm [eErR!]+ [^\n]*" said "${said}")
    set(${wrong} "npm could not fetch the packages of web/ (${said})" PARENT_SCOPE)
    return()
  endif()
  file(TOUCH "${stamp}")
endfunction()

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
  set(node_help "./quickstart and `make deps` install it (Debian packages nodejs and npm); -DTRADEWIND_WEB=OFF builds \
without it, and report.html is then a plain page of tables.")
  if(NOT node_wrong)
    tradewind_fetch_packages(node_wrong)
    set(node_help "The next build tries again; -DTRADEWIND_WEB=OFF builds without them.")
  endif()
  if(node_wrong)
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
  add_custom_command(OUTPUT "${TRADEWIND_TEMPLATE}"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${TRADEWIND_WEB_BUILD}/src" "${TRADEWIND_WEB_BUILD}/dist"
    COMMAND "${CMAKE_COMMAND}" -E copy_directory "${web}/src" "${TRADEWIND_WEB_BUILD}/src"
    COMMAND "${CMAKE_COMMAND}" -E copy "${web}/build.mjs" "${TRADEWIND_WEB_BUILD}"
    COMMAND "${CMAKE_COMMAND}" -E chdir "${TRADEWIND_WEB_BUILD}" "${TRADEWIND_NODE}" build.mjs
    DEPENDS "${TRADEWIND_WEB_BUILD}/packages.stamp" "${web}/build.mjs" ${web_sources}
    COMMENT "Building the template of report.html" VERBATIM)
endif()
