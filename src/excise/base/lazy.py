"""Names of a package that are loaded when they are first used, so that a run pays for its own part only (PEP 562)."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any


def lazily(package: str, names_by_module: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """Make the `__getattr__` of a package.

    Args:
        package: Its name.
        names_by_module: Names that it exports, by the module of it that they stand in; none may be called like a module. A
            module of another package is given by its whole name.
    """
    root = package.partition(".")[0] + "."
    modules = {
        name: module if module.startswith(root) else f"{package}.{module}"
        for module, names in names_by_module.items()
        for name in names
    }

    def load(name: str) -> Any:  # noqa: ANN401 - whatever stands under the name
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(modules[name]), name)

    return load
