"""The software shelves of a lab: repositories inside its network, and what a host needs to take from them."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lab.hosts.images import NEIGHBOURS
from lab.hosts.lab import Host, Lab
from lab.hosts.packing import index_debs, index_rpms
from lab.hosts.product import BEHAVIOUR, NAME, Behaviour, build_product
from lab.hosts.replacement import (
    CONFIGURE,
    CONTROL_FILE,
    EICAR,
    OWN_TEST,
    PACKAGES,
    START,
    TEST_FILE,
    WATCHED,
    Signatures,
    build_signatures,
    lacks_units,
    pack_for_rpm,
)

_APT = ("/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", "/usr/bin/apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=60")
_REINSTALL_SERVICE = "[Service]\nType=oneshot\nExecStart={command}\n"
_REINSTALL_TIMER = (
    "[Timer]\nOnActiveSec={seconds}\nOnUnitInactiveSec={seconds}\nAccuracySec=100ms\n[Install]\nWantedBy=timers.target\n"
)


OWN = "deb"
"""Shelf of hosts of the machine's own release, whoever keeps their packages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """Repositories of the product, and of the replacement for each release of a lab's hosts.

    Args:
        url: Where hosts see them.
    """

    url: str

    @classmethod
    def fill(cls, lab: Lab) -> Self:
        """Build all packages, and serve them in a lab's network."""
        top = lab.folder / "shelves"
        build_product(_new(top / "product"))
        for release in sorted({_release(host) for host in lab.hosts}):
            engine = _new(top / release / "engine")
            for deb in lab.images.packages(release).glob("*.deb"):
                shutil.copy(deb, engine)
            if release == OWN:
                pack_for_rpm(engine, lab.images)
            with_units = lacks_units(lab.images, release)
            for make in Signatures:
                build_signatures(_new(top / release / make), make, with_units=with_units)
        for folder in (top / "product", *(folder for folder in top.glob("*/*") if folder.is_dir())):
            index_debs(folder)
            index_rpms(folder)
        return cls(url=lab.serve(top))

    def offer(self, host: Host, signatures: Signatures = Signatures.GOOD, *, product: bool = True) -> None:
        """Give a host its package sources."""
        own = f"{self.url}/{_release(host)}"
        urls = [f"{own}/engine", f"{own}/{signatures}", *([f"{self.url}/product"] if product else [])]
        if host.system == "rpm":
            host.write("/etc/yum.repos.d/lab.repo", _dnf_sources(urls))
        else:
            host.write("/etc/apt/sources.list.d/lab.list", "".join(f"deb [trusted=yes] {url}/ ./\n" for url in urls).encode())
            host.run("apt-get", "update", "-q")

    def install_product(self, host: Host, behaviour: Behaviour = Behaviour.HONEST) -> None:
        """Have a host install the product, and say how it is to leave."""
        host.write(BEHAVIOUR, f"{behaviour}\n".encode())
        host.run(*install(host, NAME))

    def install_replacement(self, host: Host) -> None:
        """Have a host install and start the replacement, as a good administrator would."""
        host.run(*install(host, *PACKAGES))
        host.shell(CONFIGURE)
        host.shell(START)

    def reinstall_every(self, host: Host, seconds: int = 5) -> None:
        """Have a timer on a host put the product back."""
        command = " ".join(install(host, NAME))
        host.write("/etc/systemd/system/estate-baseline.service", _REINSTALL_SERVICE.format(command=command).encode())
        host.write("/etc/systemd/system/estate-baseline.timer", _REINSTALL_TIMER.format(seconds=seconds).encode())
        host.shell("systemctl daemon-reload; systemctl enable --now estate-baseline.timer")


def install(host: Host, *names: str) -> tuple[str, ...]:
    """Give the command by which a host installs packages."""
    if host.system == "rpm":
        return ("/usr/bin/dnf", "install", "-y", "-q", *names)
    return (*_APT, "install", *names)


def remove(host: Host, *names: str) -> tuple[str, ...]:
    """Give the command by which a host removes packages."""
    if host.system == "rpm":
        return ("/usr/bin/dnf", "remove", "-y", "-q", *names)
    return (*_APT, "purge", *names)


def put_sample(host: Host) -> str:
    """Put the sample that every engine knows where it is watched for; give its path."""
    path = f"{WATCHED}/eicar.com"
    host.write(path, EICAR)
    return path


def put_test_files(host: Host) -> None:
    """Put the file that only the replacement refuses where it is watched for, and a harmless one beside it."""
    host.write(TEST_FILE, OWN_TEST)
    host.write(CONTROL_FILE, b"harmless\n")


def _release(host: Host) -> str:
    return host.system if host.system in NEIGHBOURS else OWN


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _dnf_sources(urls: Sequence[str]) -> bytes:
    lines = (f"[lab{n}]\nname=lab {n}\nbaseurl={url}\ngpgcheck=0\nmetadata_expire=1\n" for n, url in enumerate(urls))
    return "".join(lines).encode()
