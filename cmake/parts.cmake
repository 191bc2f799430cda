# Parts that the library can be built without. docs/decisions/0020-small-builds.md says why, README.md what each is.
#
#   TRADEWIND_WITH       definitions for src/base/build.c, from which tw_capabilities is made
#   tradewind_parts      takes the files of what is left out from a list of sources, and adds what stands in for them
#
# A part is a list of files and nothing else: no file is compiled in two ways. Where one is left out, its stand-in, a file
# called …absent.c, has the same doors, and each of them says so.
option(TRADEWIND_STORES "Keep finished draws in a file, and go on from it (needs SQLite)" ON)
option(TRADEWIND_STATA "Read and write Stata files" ON)
option(TRADEWIND_IMPORT "Make worlds from tables that others publish" ON)
option(TRADEWIND_ZIP "Make worlds from tables in ZIP archives (needs libzip)" ON)
option(TRADEWIND_FRONTIER "Search the frontier of a decision (needs NLopt)" ON)
option(TRADEWIND_PAGE "Write report.html" ON)

set(TRADEWIND_WITH)
foreach(part STORES STATA IMPORT ZIP FRONTIER PAGE)
  if(TRADEWIND_${part} AND (TRADEWIND_IMPORT OR NOT part STREQUAL "ZIP"))
    list(APPEND TRADEWIND_WITH TRADEWIND_WITH_${part})
  elseif(TRADEWIND_TESTS)
    message(FATAL_ERROR "The tests are of the whole library: TRADEWIND_TESTS=ON needs TRADEWIND_${part}=ON")
  endif()
endforeach()
if(TRADEWIND_MPI)
  if(NOT TRADEWIND_STORES)
    message(FATAL_ERROR "Processes share draws through stores: TRADEWIND_MPI=ON needs TRADEWIND_STORES=ON")
  endif()
  list(APPEND TRADEWIND_WITH TRADEWIND_MPI)
endif()

# part(LIST PART FILES STANDINS): both are regular expressions of paths in src, without the ending
macro(tradewind_part list part files standins)
  if(NOT TRADEWIND_${part})
    list(FILTER ${list} EXCLUDE REGEX "/src/(${files})\\.c$")
    set(standing ${absent})
    list(FILTER standing INCLUDE REGEX "/src/(${standins})\\.c$")
    list(APPEND ${list} ${standing})
  endif()
endmacro()

macro(tradewind_parts list)
  set(absent ${${list}})
  list(FILTER absent INCLUDE REGEX "absent\\.c$")
  list(FILTER ${list} EXCLUDE REGEX "absent\\.c$")
  tradewind_part(${list} STORES "ensemble/store/(file|merge|rows|salvage|store|words)" "ensemble/store/absent")
  tradewind_part(${list} STATA "table/dta.*|world/(import|write)/dta(_begin|_folder|_products)?|report/tables/stata" "world/(import|write)/dta_absent|report/tables/stata_absent")
  # Stata files are read by imports alone, so without them those readers go, too.
  tradewind_part(${list} IMPORT "world/import/.*|table/(har|wide|encoding|zip|dta_.*)" "world/import/absent")
  if(TRADEWIND_IMPORT) # nobody else reads archives
    tradewind_part(${list} ZIP "table/zip" "table/zip_absent")
  endif()
  tradewind_part(${list} FRONTIER "choice/frontier_search" "choice/frontier_absent")
  tradewind_part(${list} PAGE "report/(html[^/]*|page/.*)" "report/(page_|page/)absent")
endmacro()
