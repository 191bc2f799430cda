# A thin door to CMake: CMakeLists.txt and CMakePresets.json are where things are said. `make TRADEWIND_WEB=OFF` builds
# without Node.js; report.html is then a plain page of tables.
#
#   make            build; the program is build/tradewind
#   make deps       install the Debian packages that are missing (tools/packages.txt)
#   make run        solve a built-in scenario on a built-in world
#   make test       all tests, as ./quickstart test does
#   make bench      measure speed and memory
#   make fuzz       fuzz every reader, SECONDS=60 each; docs/testing.md
#   make faults     let the machine fail at every place of every command that writes; docs/testing.md
#   make install    into PREFIX (/usr/local), under DESTDIR
#   make uninstall  remove what install put there
#   make package    a .deb in build/package
#   make package-test  install it in a clean Debian 12 and run it there; tools/package_test.sh says how
#   make docs       write anew what is generated: docs/settings.md, the output in README.md
#   make format     clang-format 14 over all C files
#   make clean      remove the build folders
PREFIX = /usr/local

ifdef TRADEWIND_WEB
export TRADEWIND_WEB
endif

all:
	@tools/deps.sh check build web
	@tools/build.sh release

deps:
	@tools/deps.sh install build web test web-test

run: all
	build/tradewind run us-tariff-canada

test:
	@tools/deps.sh check build web
	@tools/run_tests.sh

bench:
	@tools/deps.sh check build web
	@bench/bench.sh

fuzz:
	@tools/deps.sh check build
	@tools/fuzz.sh -t $(or $(SECONDS),60)

faults: all
	@tools/faults.sh

install: all
	cmake --install build --prefix "$(PREFIX)"

uninstall:
	@tools/uninstall.sh build "$(PREFIX)"

package: all
	@tools/deps.sh check package
	cpack --config build/CPackConfig.cmake

package-test: package
	@tools/package_test.sh "$$(ls -t build/package/*.deb | head -n 1)"

docs:
	@tools/update_docs.sh

format:
	clang-format -i $$(git ls-files '*.c' '*.h')

clean:
	rm -rf build build-debug build-asan build-clang build-clang-asan build-fuzz

.PHONY: all deps run test bench fuzz faults install uninstall package package-test docs format clean
