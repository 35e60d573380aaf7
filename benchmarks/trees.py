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


def big(whole: Path, half: Path) -> None:
    """Make roots out of this machine's /usr and package databases, files linked, not copied, where the file system allows it.

    Of `half` each second file is left out. A machine with a small /usr gets it several times.
    """
    for root in (whole, half):
        (root / "etc").mkdir(parents=True)
        (root / "etc/os-release").write_bytes(Path("/etc/os-release").read_bytes())
        for link in (Path("/bin"), Path("/sbin"), Path("/lib"), Path("/lib64")):
            if link.is_symlink():
                (root / link.name).symlink_to(link.readlink())
        for database in ("var/lib/dpkg", "var/lib/rpm"):
            if Path("/", database).is_dir():
                shutil.copytree(Path("/", database), root / database, symlinks=True)
    places = ["usr"]
    while count_entries(whole) < BIG_ENTRIES:
        shutil.copytree("/usr", whole / places[-1], symlinks=True, copy_function=_link)
        shutil.copytree("/usr", half / places[-1], symlinks=True, copy_function=_link, ignore=_each_second_file)
        places.append(f"opt/usr-{len(places)}")


def count_entries(root: Path) -> int:
    """Count all that is below a root."""
    return sum(len(below) + len(files) for _, below, files in os.walk(root))


def _each_second_file(directory: str, names: list[str]) -> list[str]:
    return [name for name in names[::2] if not Path(directory, name).is_dir()]


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # another file system, or not ours to link
        shutil.copy2(source, target)
