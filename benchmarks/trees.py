"""Root trees to look at: the smallest, one like this machine's with at least 140,000 entries, and one of half its files."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

BIG_ENTRIES = 140_000
_STATUS = """Package: base-files
Status: install ok installed
Architecture: amd64
Version: 12.4
Maintainer: Example <base@example.org>
Description: small

"""


@contextmanager
def trees() -> Iterator[Path]:
    """Give a folder with `small`, `big` and `half`, taken away afterwards."""
    with TemporaryDirectory(prefix="excise-bench-") as place:
        root = Path(place)
        small(root / "small")
        big(root / "big", root / "half")
        yield root


def small(root: Path) -> None:
    """Make a root with one package and nothing else."""
    (root / "etc").mkdir(parents=True)
    (root / "etc/os-release").write_text('ID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
    (root / "var/lib/dpkg").mkdir(parents=True)
    (root / "var/lib/dpkg/status").write_text(_STATUS)


def big(whole: Path, half: Path) -> int:
    """Make roots out of this machine's /usr and package databases, files linked, not copied, where the file system allows it.

    Of `half` each second file is left out. A machine with a small /usr gets it several times. Gives the entries of the whole.
    """
    for root in (whole, half):
        (root / "etc").mkdir(parents=True)
        (root / "etc/os-release").write_bytes(Path("/etc/os-release").read_bytes())
        for name in ("bin", "sbin", "lib", "lib64"):
            if os.path.islink(f"/{name}"):
                os.symlink(os.readlink(f"/{name}"), root / name)
        for database in ("var/lib/dpkg", "var/lib/rpm", "lib/apk/db"):
            if os.path.isdir(f"/{database}") and not os.path.islink(f"/{database}"):
                shutil.copytree(f"/{database}", root / database, symlinks=True, ignore=shutil.ignore_patterns("lock*"))
    entries, places = sum(len(d) + len(f) for _, d, f in os.walk(whole)), ["usr"]
    while entries < BIG_ENTRIES:
        entries += _link_tree("/usr", whole / places[-1], 1)
        _link_tree("/usr", half / places[-1], 2)
        places.append(f"opt/usr-{len(places)}")
    return entries


def _link_tree(source: str, target: Path, every: int) -> int:
    count = files = 0
    for directory, below, names in os.walk(source):
        place = os.path.join(target, os.path.relpath(directory, source))
        os.makedirs(place, exist_ok=True)
        links = [name for name in below if os.path.islink(os.path.join(directory, name))]
        for name in (*names, *links):
            files += 1
            if files % every == 0:
                _link(os.path.join(directory, name), os.path.join(place, name))
        count += 1 + len(names) + len(links)
    return count


def _link(source: str, target: str) -> None:
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
    elif os.path.isfile(source):
        try:
            os.link(source, target)
        except OSError:  # another file system, or not ours to link
            shutil.copy2(source, target)
