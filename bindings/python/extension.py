"""The extension module tradewind._library: tradewind.h by cffi in API mode, with the static library inside.

cffi makes C of the declarations (declare.py) and the compiler checks them against the header. What the package needs
from C beside the library, listening to Ctrl-C and slowing progress down, is listen.c.
"""
import os
import re
import subprocess
import sys

from cffi import FFI

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, HERE)
from declare import declarations  # noqa: E402  beside this file, wherever setuptools runs


def library():
    """The folder with libtradewind.a; built there unless TRADEWIND_BUILD names one."""
    folder = os.environ.get("TRADEWIND_BUILD")
    if folder:
        folder = os.path.join(ROOT, folder)  # an absolute name stays as it is; pip runs this in another folder
        if not os.path.exists(os.path.join(folder, "libtradewind.a")):
            raise SystemExit(f"TRADEWIND_BUILD is {folder}, where there is no libtradewind.a: build it, or unset it")
        return folder
    folder = os.path.join(ROOT, "build-python", "library")
    options = ["-DCMAKE_BUILD_TYPE=Release", "-DTRADEWIND_SHARED=OFF", f"-DTRADEWIND_WEB={os.environ.get('TRADEWIND_WEB', 'AUTO')}"]
    subprocess.run(["cmake", "-S", ROOT, "-B", folder, *options], check=True)
    processors = str(len(os.sched_getaffinity(0)))
    subprocess.run(["cmake", "--build", folder, "--target", "tradewind", "-j", processors], check=True)
    return folder


def system_libraries(folder):
    """What the static library needs, from the pkg-config file that CMake writes for it: -lz -lcrypto …"""
    with open(os.path.join(folder, "tradewind.pc"), encoding="utf-8") as file:
        text = file.read()
    fields = dict(re.findall(r"^([A-Z][\w.]*): *(.*)$", text, re.M))
    packages = fields.get("Requires.private", "").split()
    found = subprocess.run(["pkg-config", "--libs", *packages], check=True, capture_output=True, text=True).stdout
    return found.split() + fields.get("Libs.private", "").split()


def linked(extension):
    """Gives the extension what it is linked with; builds the library. Called when there is something to link, by setup.py."""
    folder = library()
    extension.extra_objects = [os.path.join(folder, "libtradewind.a")]
    # hidden: the names of the library inside are not those of another one in the same process
    extension.extra_link_args = [*system_libraries(folder), "-Wl,--exclude-libs,ALL"]


def make():
    with open(os.path.join(HERE, "listen.c"), encoding="utf-8") as file:
        helper = file.read()
    shown = re.search(r"/\* shown to Python: \*/(.*?)/\* end \*/", helper, re.S)[1]
    builder = FFI()
    builder.cdef(declarations() + shown)
    source = '#include "tradewind.h"\n' + helper.replace(shown, "")
    builder.set_source("tradewind._library", source, include_dirs=[os.path.join(ROOT, "include")])
    return builder


builder = make()
