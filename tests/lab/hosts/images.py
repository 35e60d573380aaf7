"""Root trees that hosts are laid over: built once from the machine's own package sources, kept in a cache folder by recipe."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.hosts.errors import LabError

RECIPES = Path(__file__).parent / "image"
INCLUDED = (
    "systemd", "systemd-sysv", "dbus", "openssh-server", "python3-minimal", "iproute2", "procps", "cron", "iputils-ping",
)  # fmt: skip
LEFT_OUT = ("doc", "man", "locale", "info")
SOURCES = ("/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Images:
    """Where the trees stand; read only for all labs."""

    base: Path
    rpm: Path
    """What lies over the base where rpm keeps the packages."""
    packages: Path
    """Packages of the replacement, as the machine's mirror has them."""

    def lower(self, system: str) -> str:
        """Give the layers of a host with this package system, topmost first."""
        return f"{self.rpm}:{self.base}" if system == "rpm" else str(self.base)


def cache_folder() -> Path:
    """Say where images are kept; EXCISE_LAB_CACHE moves it."""
    return Path(os.getenv("EXCISE_LAB_CACHE") or Path.home() / ".cache/excise-lab")


def load_images() -> Images:
    """Give the images of this recipe.

    Raises:
        LabError: The cache has none; `build_images` makes them.
    """
    home, _ = _home_and_sources()
    if not home.exists():
        raise LabError(f"no images of hosts in {home.parent}; tools/lab_hosts.sh builds them")
    return Images(base=home / "base", rpm=home / "rpm/layer", packages=home / "base/packages")


def build_images() -> None:
    """Build the images where the cache has none of this recipe; this fetches packages from the machine's mirror.

    Raises:
        LabError: They can't be built here.
    """
    home, sources = _home_and_sources()
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            _build(home, sources)


def _home_and_sources() -> tuple[Path, Path]:
    sources = next((Path(path) for path in SOURCES if Path(path).is_file()), None)
    if sources is None:
        raise LabError(f"no package sources of Debian: none of {', '.join(SOURCES)}")
    recipe = b"".join([*(path.read_bytes() for path in sorted(RECIPES.iterdir())), repr(INCLUDED).encode(), sources.read_bytes()])
    return cache_folder() / hashlib.sha256(recipe).hexdigest()[:16], sources


def _build(home: Path, sources: Path) -> None:
    new = home.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    options = [
        "--variant=minbase", f"--include={','.join(INCLUDED)}", '--aptopt=APT::Install-Recommends "false"',
        *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in LEFT_OUT), *_acquire_options(),
        f"--customize-hook=sh {RECIPES / 'base.sh'} \"$1\"",
    ]  # fmt: skip
    with home.with_suffix(".log").open("wb") as log:
        for command in (
            ["mmdebstrap", *options, _codename(), str(new / "base"), str(sources)],
            ["unshare", "--mount", "sh", str(RECIPES / "rpm.sh"), str(new / "base"), str(new / "rpm"), str(sources)],
        ):
            if subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=False).returncode:
                raise LabError(f"{command[0]} could not build an image; its words are in {log.name}")
    new.rename(home)


def _acquire_options() -> list[str]:
    """Give how the machine's apt fetches (proxies, checks of dates): the image is fetched in the same way."""
    shown = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
    wanted = (line for line in shown.splitlines() if line.startswith(("Acquire::http", "Acquire::Check")) and '""' not in line)
    return [f"--aptopt={line.rstrip(';')}" for line in wanted]


def _codename() -> str:
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    return next(line.partition("=")[2].strip('"') for line in lines if line.startswith("VERSION_CODENAME="))
