"""Adapters of the ports Tree, Table, Stream, and the sealed worker processes in which formats read.

Names are loaded when first used: a worker imports this package too, and must stay small.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from excise.opening.documents import Document, FileSource, StdinSource
    from excise.opening.folder import FolderTree, LiveTree
    from excise.opening.pool import Workers
    from excise.opening.targets import DocumentTarget, Opener, RefusedPart, Target, TreeTarget, open_documents, open_target

__all__ = [
    "Document",
    "DocumentTarget",
    "FileSource",
    "FolderTree",
    "LiveTree",
    "Opener",
    "RefusedPart",
    "StdinSource",
    "Target",
    "TreeTarget",
    "Workers",
    "open_documents",
    "open_target",
]

_MODULES = ("documents", "folder", "pool", "targets")


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever stands under the name
    if name in __all__:
        for module_name in _MODULES:
            module = importlib.import_module(f"{__name__}.{module_name}")
            if name in vars(module):
                return vars(module)[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
