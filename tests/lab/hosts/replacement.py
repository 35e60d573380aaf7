"""The replacement: ClamAV as Debian packs it, with a signature of one file that every scanner knows, and its on-access client.

For hosts with rpm the same files are packed anew. The kernel here refuses the opening of a file that clamonacc had scanned and
found bad: what "active" means. Signature packages exist in three makes, see `Signatures`.
"""

import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

from lab.hosts.images import Images
from lab.hosts.packing import build_deb, build_rpm, run

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OWN_TEST = b"words of a test of protection, known to this lab alone\n"
"""Like the sample, but no other engine knows it: a refusal to open it can only be the replacement's."""
WATCHED = "/srv"
TEST_FILE, CONTROL_FILE = f"{WATCHED}/protection-test.txt", f"{WATCHED}/harmless.txt"
DAEMON, ON_ACCESS = "clamav-daemon.service", "clamav-clamonacc.service"
PACKAGES = ("clamav-daemon", "clamdscan", "lab-signatures")
SETTINGS = f"OnAccessIncludePath {WATCHED}\nOnAccessPrevention yes\nOnAccessExcludeUname clamav\n"
CONFIGURE = (
    f"grep -q ^OnAccessIncludePath /etc/clamav/clamd.conf || printf '%s' '{SETTINGS}' >>/etc/clamav/clamd.conf; "
    # Debian's unit moves what it finds there, and ends with an error (after "started") where the folder is missing.
    "mkdir -p -m 700 /root/quarantine /etc/systemd/system/clamav-clamonacc.service.d; "
    "printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/clamonacc -F --fdpass --log=/var/log/clamav/clamonacc.log\\n' "
    ">/etc/systemd/system/clamav-clamonacc.service.d/lab.conf; systemctl daemon-reload"
)
START = f"systemctl restart {DAEMON} && systemctl enable --now {ON_ACCESS}"


class Signatures(StrEnum):
    """What a host's signature package makes of its ClamAV."""

    GOOD = "good"
    BLIND = "blind"
    """The daemon runs and detects nothing."""
    SILENT = "silent"
    """The condition of the daemon's unit does not hold: starting it ends with 0, and nothing runs."""


def lacks_units(images: Images, system: str) -> bool:
    """Say whether the ClamAV of a system has no unit for its on-access client, as before 1.0."""
    (deb,) = images.packages(system).glob("clamav-daemon_*.deb")
    listed = subprocess.run(["dpkg-deb", "--contents", str(deb)], capture_output=True, text=True, check=True).stdout
    return ON_ACCESS not in listed


def build_signatures(folder: Path, make: Signatures, *, with_units: bool = False) -> tuple[Path, Path]:
    """Build the signature package of one make; give its .deb and .rpm.

    Args:
        folder: Where.
        make: What it makes of the engine.
        with_units: It also brings the units that ClamAV itself has since 1.0.
    """
    tree = folder / "signatures-tree"
    home = tree / "var/lib/clamav"
    home.mkdir(parents=True)
    signs = {"Eicar": EICAR, "Test": OWN_TEST.strip()}
    if make is Signatures.BLIND:
        signs = {"Nothing": b"excise lab: this is in no file"}
    (home / "lab.ldb").write_text("".join(f"Lab.{name};Engine:51-255,Target:0;0;{sign.hex()}\n" for name, sign in signs.items()))
    if make is not Signatures.SILENT:
        # Debian's unit starts only where these are; what is in them does not matter to it.
        (home / "main.inc").mkdir()
        (home / "daily.inc").mkdir()
    if with_units:
        units = tree / "usr/lib/systemd/system"
        units.mkdir(parents=True)
        (units / ON_ACCESS).write_text(_ON_ACCESS_UNIT)
        # Nothing starts it: that daemon makes its own.
        (units / "clamav-daemon.socket").write_text("[Socket]\nListenStream=/run/clamav/clamd.ctl\n")
    deb = build_deb(folder, tree, name="lab-signatures", version="1", vendor="The lab", fields={"Provides": "clamav-data"})
    rpm = build_rpm(folder, tree, name="lab-signatures", version="1", vendor="The lab")
    shutil.rmtree(tree)
    return deb, rpm


def pack_for_rpm(folder: Path, images: Images) -> tuple[Path, ...]:
    """Pack the files of Debian's packages anew as .rpm, with what their own scripts would do."""
    made = []
    for deb in sorted(images.packages().glob("*.deb")):
        name, version = deb.name.split("_")[:2]
        tree = folder / f"{name}-tree"
        run("dpkg-deb", "-x", str(deb), str(tree))
        for left_out in ("usr/share/doc", "usr/share/man"):
            shutil.rmtree(tree / left_out, ignore_errors=True)
        if (tree / "lib").is_dir():
            shutil.copytree(tree / "lib", tree / "usr/lib", dirs_exist_ok=True, symlinks=True)
            shutil.rmtree(tree / "lib")
        scripts = {"after-install": _AFTER_INSTALL} if name == "clamav-daemon" else {}
        if name == "clamav-daemon":
            (tree / "etc/clamav").mkdir(parents=True, exist_ok=True)
            (tree / "etc/clamav/clamd.conf").write_text(_CLAMD)
            scripts["before-remove"] = f"systemctl disable --now {ON_ACCESS} clamav-daemon.socket {DAEMON}\n"
        plain = "".join(char if char.isalnum() or char in ".+~" else "." for char in version)
        made.append(build_rpm(folder, tree, name=name, version=plain, vendor="ClamAV, packed for the lab", scripts=scripts))
        shutil.rmtree(tree)
    return tuple(made)


def open_sample(path: str = f"{WATCHED}/eicar.com") -> tuple[str, ...]:
    """Give the command that proves protection: 0 if opening the sample is refused, 1 if it opens, 2 if there is none."""
    return ("sh", "-c", 'test -e "$0" || exit 2; if cat "$0" >/dev/null 2>&1; then exit 1; fi', path)


_ON_ACCESS_UNIT = """\
[Unit]
Description=ClamAV's on-access client
Requires=clamav-daemon.service
After=clamav-daemon.service network.target
[Service]
ExecStartPre=/bin/bash -c "while [ ! -S /run/clamav/clamd.ctl ]; do sleep 0.1; done"
ExecStart=/usr/sbin/clamonacc -F
ExecStop=/bin/kill -SIGKILL $MAINPID
[Install]
WantedBy=multi-user.target
"""
_CLAMD = """\
LocalSocket /var/run/clamav/clamd.ctl
FixStaleSocket true
LocalSocketGroup clamav
LocalSocketMode 666
User clamav
DatabaseDirectory /var/lib/clamav
LogFile /var/log/clamav/clamav.log
LogTime true
MaxThreads 4
"""
_AFTER_INSTALL = """\
id clamav >/dev/null 2>&1 || useradd --system --home-dir /var/lib/clamav --no-create-home --shell /bin/false clamav
mkdir -p /var/log/clamav /var/lib/clamav
chown clamav:clamav /var/log/clamav /var/lib/clamav
systemctl daemon-reload
systemctl enable --quiet clamav-daemon.service clamav-daemon.socket
systemctl start clamav-daemon.socket clamav-daemon.service
exit 0
"""
