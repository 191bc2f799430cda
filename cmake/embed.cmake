# Compiles checked-in files into the library, under the names by which src/base/builtin.h finds them:
#   worlds/NAME            marks a built-in world, newest first
#   worlds/NAME/…          its folder: what a world folder may hold, no maps, no script
#   markets/NAME           marks a built-in market
#   markets/NAME/…         its folder: what a market folder may hold, no script
#   energy/NAME            the tables of markets/energy
#   food/NAME              the tables of markets/food
#   elasticities/NAME      the tables of worlds/elasticities
#   scenarios/NAME         the scenarios examples/NAME.yaml
#   decisions/NAME         the decisions examples/decide/NAME.yaml
#   sea/NAME               the sea network of markets/sea
#   web/report.html.gz     the template of report.html, packed, when web.cmake makes it
set(BUILTIN_WORLDS default default2014 provinces small2014)
set(BUILTIN_MARKETS lng2024)

# packed(VARIABLE PATH): the ending by which embed.c packs a table of worth; readers of folders take either
function(packed variable path)
  file(SIZE "${path}" bytes)
  set(${variable} "" PARENT_SCOPE)
  if(bytes GREATER 8192 AND path MATCHES "\\.csv$")
    set(${variable} .gz PARENT_SCOPE)
  endif()
endfunction()

set(EMBEDDED_FILES)
set(EMBEDDED_ARGUMENTS)
file(GLOB worlds CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/worlds/*/*") # configure again when files come or go
foreach(world ${BUILTIN_WORLDS})
  if(EXISTS "${PROJECT_SOURCE_DIR}/worlds/${world}/world.yaml")
    list(APPEND EMBEDDED_ARGUMENTS "worlds/${world}=${PROJECT_SOURCE_DIR}/worlds/${world}/world.yaml")
  endif()
  foreach(file world.yaml groups.yaml sector_groups.yaml elasticities.csv regions.csv sectors.csv families.csv products.csv product_flows.csv stocks.csv calories.csv flows.csv production.csv inputs.csv final.csv macro.csv)
    foreach(ending "" .gz)
      if(EXISTS "${PROJECT_SOURCE_DIR}/worlds/${world}/${file}${ending}")
        list(APPEND EMBEDDED_FILES "${PROJECT_SOURCE_DIR}/worlds/${world}/${file}${ending}")
        packed(pack "${PROJECT_SOURCE_DIR}/worlds/${world}/${file}${ending}")
        list(APPEND EMBEDDED_ARGUMENTS
          "worlds/${world}/${file}${ending}${pack}=${PROJECT_SOURCE_DIR}/worlds/${world}/${file}${ending}")
      endif()
    endforeach()
  endforeach()
endforeach()
foreach(market ${BUILTIN_MARKETS})
  list(APPEND EMBEDDED_ARGUMENTS "markets/${market}=${PROJECT_SOURCE_DIR}/markets/${market}/market.yaml")
  foreach(file market.yaml suppliers.csv buyers.csv arcs.csv passages.csv)
    list(APPEND EMBEDDED_FILES "${PROJECT_SOURCE_DIR}/markets/${market}/${file}")
    packed(pack "${PROJECT_SOURCE_DIR}/markets/${market}/${file}")
    list(APPEND EMBEDDED_ARGUMENTS "markets/${market}/${file}${pack}=${PROJECT_SOURCE_DIR}/markets/${market}/${file}")
  endforeach()
endforeach()
foreach(file origins.csv ways.csv stocks.csv countries.csv)
  list(APPEND EMBEDDED_FILES "${PROJECT_SOURCE_DIR}/markets/energy/${file}")
  packed(pack "${PROJECT_SOURCE_DIR}/markets/energy/${file}")
  list(APPEND EMBEDDED_ARGUMENTS "energy/${file}${pack}=${PROJECT_SOURCE_DIR}/markets/energy/${file}")
endforeach()
foreach(file diet.csv origins.csv feed.csv kcal.csv)
  list(APPEND EMBEDDED_FILES "${PROJECT_SOURCE_DIR}/markets/food/${file}")
  list(APPEND EMBEDDED_ARGUMENTS "food/${file}=${PROJECT_SOURCE_DIR}/markets/food/${file}")
endforeach()
file(GLOB tables CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/worlds/elasticities/*.csv")
foreach(file ${tables})
  get_filename_component(name "${file}" NAME)
  list(APPEND EMBEDDED_FILES "${file}")
  list(APPEND EMBEDDED_ARGUMENTS "elasticities/${name}=${file}")
endforeach()
file(GLOB scenarios CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/*.yaml")
foreach(file ${scenarios})
  get_filename_component(name "${file}" NAME_WLE)
  list(APPEND EMBEDDED_FILES "${file}")
  list(APPEND EMBEDDED_ARGUMENTS "scenarios/${name}=${file}")
endforeach()
file(GLOB decisions CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/decide/*.yaml")
foreach(file ${decisions})
  get_filename_component(name "${file}" NAME_WLE)
  list(APPEND EMBEDDED_FILES "${file}")
  list(APPEND EMBEDDED_ARGUMENTS "decisions/${name}=${file}")
endforeach()
foreach(name passages.csv nodes.csv.gz edges.csv.gz places.csv ports.csv.gz regions.csv NOTICE)
  list(APPEND EMBEDDED_FILES "${PROJECT_SOURCE_DIR}/markets/sea/${name}")
  list(APPEND EMBEDDED_ARGUMENTS "sea/${name}=${PROJECT_SOURCE_DIR}/markets/sea/${name}")
endforeach()

if(TRADEWIND_TEMPLATE)
  list(APPEND EMBEDDED_FILES "${TRADEWIND_TEMPLATE}")
  list(APPEND EMBEDDED_ARGUMENTS "web/report.html.gz=${TRADEWIND_TEMPLATE}")
endif()

add_executable(tradewind-embed tools/embed.c)
target_link_libraries(tradewind-embed PRIVATE ZLIB::ZLIB)
add_custom_command(OUTPUT "${PROJECT_BINARY_DIR}/generated/builtin_files.c"
  COMMAND tradewind-embed "${PROJECT_BINARY_DIR}/generated/builtin_files.c" ${EMBEDDED_ARGUMENTS}
  DEPENDS tradewind-embed ${EMBEDDED_FILES}
  COMMENT "Embedding built-in worlds, scenarios and the report's template" VERBATIM)
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/generated")
list(APPEND EMBEDDED_SOURCES "${PROJECT_BINARY_DIR}/generated/builtin_files.c")
