"""The stand-in product of an invented vendor, as real packages: it protects for real, leaves residue, and is bad at leaving.

How its removal goes on a host is what `/etc/gorvane/behaviour` holds there, see `Behaviour`.
"""

import hashlib
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

from lab.hosts.packing import build_deb, build_rpm

NAME = "gorvane-sentinel"
VENDOR = "Gorvane Security"
VERSION = "4.2.1"
UNIT = "gorvane-sentinel.service"
UNINSTALLER = "/opt/gorvane/sentinel/bin/uninstall.sh"
PASSWORD = "open-sesame-77"
"""What its uninstaller wants where it wants a password."""
BEHAVIOUR = "/etc/gorvane/behaviour"
RESIDUE = ("/var/opt/gorvane", "/usr/local/lib/gorvane", "/etc/cron.d/gorvane")
"""What the package manager leaves when it has removed the package; a user named gorvane as well."""

HERE = Path(__file__).parent / "product_files"


class Behaviour(StrEnum):
    """How the product leaves."""

    HONEST = "honest"
    LIES = "lies"
    """Its uninstaller ends with 0 and does nothing; removed by the package manager, it runs on from a copy."""
    HANGS = "hangs"
    FAILS = "fails"
    PASSWORD = "password"
    """It refuses until its uninstaller was given the password, and prints a wrong one."""


def build_product(folder: Path) -> tuple[Path, Path]:
    """Build the product; give its .deb and its .rpm in a folder."""
    tree = folder / "product-tree"
    binaries, units, settings = tree / "opt/gorvane/sentinel/bin", tree / "usr/lib/systemd/system", tree / "etc/gorvane"
    for each in (binaries, units, settings):
        each.mkdir(parents=True)
    command = ["cc", "-O1", "-static", "-o", str(binaries / "sentineld"), str(HERE / "sentineld.c")]
    subprocess.run(command, check=True, capture_output=True)
    shutil.copy(HERE / "uninstall.sh", binaries)
    (binaries / "uninstall.sh").chmod(0o755)
    (binaries.parent / "password.sha256").write_text(hashlib.sha256(PASSWORD.encode()).hexdigest())
    shutil.copy(HERE / UNIT, units)
    (settings / "sentinel.conf").write_text("server = management.gorvane.example\n")
    scripts = {moment: (HERE / f"{moment}.sh").read_text() for moment in ("after-install", "before-remove", "after-remove")}
    conffiles = ("/etc/gorvane/sentinel.conf",)
    deb = build_deb(folder, tree, name=NAME, version=VERSION, vendor=VENDOR, scripts=scripts, conffiles=conffiles)
    rpm = build_rpm(folder, tree, name=NAME, version=VERSION, vendor=VENDOR, scripts=scripts, conffiles=conffiles)
    shutil.rmtree(tree)
    return deb, rpm
