"""Root trees that hosts are laid over: built once from the machine's own package sources, kept in a cache folder by recipe."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.hosts.errors import LabError

RECIPES = Path(__file__).parent / "image"
INCLUDED = (
    "systemd", "systemd-sysv", "dbus", "openssh-server", "python3-minimal", "iproute2", "procps", "cron", "iputils-ping",
)  # fmt: skip
LEFT_OUT = ("doc", "man", "locale", "info")
SOURCES = ("/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list")
RELEASES = ("buster", "bullseye", "bookworm", "trixie", "forky")
"""Debian's, in their order: from them comes what is older and what is newer than the machine's own."""
APART = ("buster", "bullseye")
"""Releases where /bin and /usr/bin become one by the installer, not by a package."""
NEIGHBOURS = {"older": -1, "newer": 1}
"""Systems of hosts whose release is another one, and how far it is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """Where the trees stand; read only for all labs."""

    base: Path
    rpm: Path
    """What lies over the base where rpm keeps the packages."""
    neighbours: Mapping[str, Path]
    """Trees of the releases before and after the machine's own, by system; those that are there."""

    def lower(self, system: str) -> str:
        """Give the layers of a host with this system, topmost first.

        Raises:
            LabError: There is no tree of that release.
        """
        return f"{self.rpm}:{self.base}" if system == "rpm" else str(self._tree(system))

    def packages(self, system: str = "deb") -> Path:
        """Give the folder of the replacement's packages, as the mirror has them for this system."""
        return self._tree(system) / "packages"

    def _tree(self, system: str) -> Path:
        if system not in NEIGHBOURS:
            return self.base
        if system not in self.neighbours:
            raise LabError(
                f"no image of a host of the {system} release; tools/lab_hosts.sh all builds it where the mirror has it"
            )
        return self.neighbours[system]


def cache_folder() -> Path:
    """Say where images are kept; EXCISE_LAB_CACHE moves it."""
    return Path(os.getenv("EXCISE_LAB_CACHE") or Path.home() / ".cache/excise-lab")


def load_images() -> Images:
    """Give the images of this recipe.

    Raises:
        LabError: The cache has none; `build_images` makes them.
    """
    home = _home(_sources(_own_release()))
    if not home.exists():
        raise LabError(f"no images of hosts in {home.parent}; tools/lab_hosts.sh builds them")
    trees = {system: _home(_sources(release)) / "base" for system, release in neighbours().items()}
    there = {system: tree for system, tree in trees.items() if tree.exists()}
    return Images(base=home / "base", rpm=home / "rpm/layer", neighbours=there)


def build_images() -> None:
    """Build the images where the cache has none of this recipe; this fetches packages from the machine's mirror.

    Raises:
        LabError: They can't be built here.
    """
    _build_once(_own_release(), with_rpm=True)


def build_neighbours() -> None:
    """Build the trees of the releases before and after the machine's own likewise; one that can't be had is told and left out."""
    for system, release in neighbours().items():
        try:
            _build_once(release)
        except LabError as error:
            print(f"lab: no hosts of the {system} release {release}: {error}", file=sys.stderr)


def neighbours() -> dict[str, str]:
    """Give the names of the releases before and after the machine's own, by system."""
    own = _own_release()
    places = {} if own not in RELEASES else {system: RELEASES.index(own) + away for system, away in NEIGHBOURS.items()}
    return {system: RELEASES[place] for system, place in places.items() if 0 <= place < len(RELEASES)}


def _own_release() -> str:
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    return next((line.partition("=")[2].strip('"') for line in lines if line.startswith("VERSION_CODENAME=")), "")


def _sources_file() -> Path:
    path = next((Path(path) for path in SOURCES if Path(path).is_file()), None)
    if path is None:
        raise LabError(f"no package sources of Debian: none of {', '.join(SOURCES)}")
    return path


def _sources(release: str) -> bytes:
    """Give the machine's package sources, with this release's name in the place of its own."""
    own = re.escape(_own_release())
    return re.sub(rf"\b{own}\b", release, _sources_file().read_text(encoding="utf-8")).encode()


def _home(sources: bytes) -> Path:
    recipe = b"".join([*(path.read_bytes() for path in sorted(RECIPES.iterdir())), repr(INCLUDED).encode(), sources])
    return cache_folder() / hashlib.sha256(recipe).hexdigest()[:16]


def _build_once(release: str, *, with_rpm: bool = False) -> None:
    sources = _sources(release)
    home = _home(sources)
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _build(home, release, sources, with_rpm)


def _build(home: Path, release: str, sources: bytes, with_rpm: bool) -> None:
    new = home.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    listed = new / _sources_file().name
    listed.write_bytes(sources)
    options = [
        "--variant=minbase", f"--include={','.join(INCLUDED)}", '--aptopt=APT::Install-Recommends "false"',
        *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in LEFT_OUT), *_acquire_options(),
        *(["--setup-hook=" + _MERGE] if release in APART else []),
        f"--customize-hook=sh {RECIPES / 'base.sh'} \"$1\"",
    ]  # fmt: skip
    commands = [["mmdebstrap", *options, release, str(new / "base"), str(listed)]]
    if with_rpm:
        layer = [str(new / "base"), str(new / "rpm"), str(listed)]
        commands.append(["unshare", "--mount", "sh", str(RECIPES / "rpm.sh"), *layer])
    with home.with_suffix(".log").open("wb") as log:
        for command in commands:
            if subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=False).returncode:
                raise LabError(f"{command[0]} could not build an image; its words are in {log.name}")
    new.rename(home)


_MERGE = 'for name in bin sbin lib lib32 lib64 libx32; do mkdir -p "$1/usr/$name"; ln -s "usr/$name" "$1/$name"; done'


def _acquire_options() -> list[str]:
    """Give how the machine's apt fetches (proxies, checks of dates): the image is fetched in the same way."""
    shown = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
    wanted = (line for line in shown.splitlines() if line.startswith(("Acquire::http", "Acquire::Check")) and '""' not in line)
    return [f"--aptopt={line.rstrip(';')}" for line in wanted]
