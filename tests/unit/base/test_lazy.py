"""Names that packages load when they are first used: all there, and only then."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import excise
from excise.base import lazily

PACKAGES = [f"excise.{found.name}" for found in pkgutil.iter_modules(excise.__path__) if found.ispkg]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_that_a_package_exports_is_there(package: str) -> None:
    module = importlib.import_module(package)
    assert [name for name in getattr(module, "__all__", ()) if getattr(module, name, None) is None] == []


def test_a_name_is_found_in_its_module() -> None:
    load = lazily("excise.base", {"text": ("show",)})
    assert load("show") is excise.base.show


def test_a_name_of_another_package_is_found_there() -> None:
    load = lazily("excise.law", {"excise.base.text": ("show",)})
    assert load("show") is excise.base.show


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'excise\.base' has no attribute 'nothing'"):
        lazily("excise.base", {"text": ("show",)})("nothing")


def test_what_reads_content_files_is_loaded_only_when_it_is_used() -> None:
    code = (
        "import sys, excise.law; before = 'excise.formats.located_yaml' in sys.modules; excise.law.parse_directive; "
        "print(before, 'excise.formats.located_yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
