"""Write files whole, or not at all."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, raw: bytes, *, must: bool = True) -> None:
    """Write a file so that at any instant either the old or the new one is there, whole.

    Raises:
        OSError: It could not be written (only if it must be).
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        if name:
            Path(name).unlink(missing_ok=True)
        if must:
            raise
