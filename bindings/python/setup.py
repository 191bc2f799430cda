"""Builds the package: the C library by CMake (or the one of TRADEWIND_BUILD), and the extension that holds it.

TRADEWIND_BUILD names a build folder with libtradewind.a (from the top of the repository, where it is no absolute name), so that
nothing is compiled twice. Without it the library is
built in build-python/ at the top of the repository, static and in Release. What is made on the way lies there too, and
nothing in this folder but an egg-info.
"""
import atexit
import os
import re
import shutil
import sys

from setuptools import setup
from setuptools.command.build import build
from setuptools.command.build_ext import build_ext

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
sys.path.insert(0, HERE)
from extension import linked  # noqa: E402  beside this file, wherever pip runs


def version():
    with open(os.path.join(ROOT, "include", "tradewind.h"), encoding="utf-8") as header:
        text = header.read()
    return ".".join(re.search(rf"#define TW_VERSION_{part} (\d+)", text)[1] for part in ("MAJOR", "MINOR", "PATCH"))


class Build(build):
    """Keeps what is made beside the CMake build: setuptools would copy stale modules of an older build/ into a wheel."""

    def initialize_options(self):
        super().initialize_options()
        self.build_base = os.path.join(ROOT, "build-python", f"setuptools-{os.getpid()}")
        atexit.register(shutil.rmtree, self.build_base, True)


class BuildExtension(build_ext):
    """Builds the C library when the extension is, and not when pip asks for the name of the package."""

    def run(self):
        for extension in self.extensions:
            linked(extension)
        super().run()


setup(
    name="tradewind",
    version=version(),
    description="The general equilibrium of trade policy, solved exactly",
    long_description=open(os.path.join(HERE, "README.md"), encoding="utf-8").read(),
    long_description_content_type="text/markdown",
    license="MIT",
    packages=["tradewind"],
    package_data={"tradewind": ["py.typed"]},
    python_requires=">=3.9",
    install_requires=["cffi>=1.15", "numpy", "pandas"],
    extras_require={"plot": ["matplotlib"]},
    cffi_modules=[os.path.join(HERE, "extension.py") + ":builder"],
    cmdclass={"build": Build, "build_ext": BuildExtension},
    zip_safe=False,
)
