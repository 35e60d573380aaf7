"""ClamAV's programs as Debian has them, packed anew under the names, files and units that the spec file of EPEL's packages gives.

So a recipe for EPEL can be carried out where EPEL is not. What is not EPEL's: the programs were built with other default paths,
users are made by the package's script, and freshclam is a stand-in that brings the lab's own signature.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from lab.hosts.images import Images
from lab.hosts.packing import build_rpm, index_rpms, run
from lab.hosts.replacement import EICAR

VERSION = "1.4.6"
SCAN_CONF = "/etc/clamd.d/scan.conf"
SOCKET_LINE = "#LocalSocket /run/clamd.scan/clamd.sock"
_PROGRAMS = {
    "clamav": ("usr/bin/clamdscan", "usr/bin/clamdtop", "usr/bin/clamconf", "usr/sbin/clamonacc"),
    "clamd": ("usr/sbin/clamd",),
}
_SIGNATURES = "/usr/share/lab-signatures/lab.ldb"
_FILES = {
    "clamav-filesystem": {
        SCAN_CONF: f"""\
# As the package has it: no socket, nothing watched.
#LogFile /var/log/clamd.scan
LogSyslog yes
#PidFile /run/clamd.scan/clamd.pid
{SOCKET_LINE}
#TCPSocket 3310
User clamscan
#OnAccessIncludePath /home
#OnAccessExcludeUname clamav
#OnAccessPrevention yes
"""
    },
    "clamav": {
        "/usr/lib/systemd/system/clamav-clamonacc.service": f"""\
[Unit]
Description=ClamAV On-Access Scanner
After=clamd@scan.service syslog.target network.target
[Service]
Type=simple
User=root
ExecStart=/usr/sbin/clamonacc -F --config-file={SCAN_CONF}
[Install]
WantedBy=multi-user.target
"""
    },
    "clamd": {
        "/usr/lib/systemd/system/clamd@.service": """\
[Unit]
Description=clamd scanner (%i) daemon
After=syslog.target nss-lookup.target network.target
[Service]
Type=forking
ExecStart=/usr/sbin/clamd -c /etc/clamd.d/%i.conf
Restart=on-failure
TimeoutStartSec=420
[Install]
WantedBy=multi-user.target
""",
        "/usr/lib/tmpfiles.d/clamd.scan.conf": "d /run/clamd.scan 0710 clamscan virusgroup\n",
    },
    "clamav-freshclam": {
        "/usr/bin/freshclam": f"#!/bin/sh\ninstall -m 644 -o clamupdate {_SIGNATURES} /var/lib/clamav/lab.ldb\n",
        "/usr/lib/systemd/system/clamav-freshclam.service": """\
[Unit]
Description=A stand-in for the updater
[Service]
ExecStart=/bin/sleep infinity
[Install]
WantedBy=multi-user.target
""",
        "/etc/freshclam.conf": "# A stand-in.\n",
        _SIGNATURES: f"Lab.Eicar;Engine:51-255,Target:0;0;{EICAR.hex()}\n",
    },
}
_FIELDS = {
    "clamav": {"Requires": "clamav-filesystem, data(clamav)"},
    "clamd": {"Requires": "clamav-filesystem, data(clamav)"},
    "clamav-freshclam": {"Requires": "clamav-filesystem", "Provides": "clamav-update, data(clamav)"},
}
# Nothing is enabled or started: so it is where the distribution's preset says nothing of a unit.
_AFTER_INSTALL = {
    "clamav-filesystem": """\
groupadd --system virusgroup
useradd --system --home-dir /var/lib/clamav --no-create-home --shell /sbin/nologin --groups virusgroup clamupdate
mkdir -p /var/lib/clamav && chown clamupdate:clamupdate /var/lib/clamav
""",
    "clamd": """\
useradd --system --home-dir / --no-create-home --shell /sbin/nologin --groups virusgroup clamscan
systemd-tmpfiles --create clamd.scan.conf
""",
}


def pack(folder: Path, images: Images) -> None:
    """Build the packages in an empty folder that dnf then reads as a baseurl."""
    unpacked = folder / "unpacked"
    for deb in sorted(images.packages().glob("*.deb")):
        run("dpkg-deb", "-x", str(deb), str(unpacked))
    for name, files in _FILES.items():
        tree = folder / f"{name}-tree"
        _lay(tree, files)
        for program in _PROGRAMS.get(name, ()):
            (tree / program).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(unpacked / program, tree / program)
        if name == "clamav":
            (tree / "usr/lib/systemd/system/clamonacc.service").symlink_to("clamav-clamonacc.service")
            (tree / "var/spool/quarantine").mkdir(parents=True)
        script = f"{_AFTER_INSTALL.get(name, '')}systemctl daemon-reload\n"
        build_rpm(
            folder, tree, name=name, version=VERSION, vendor="ClamAV, packed for the lab", fields=_FIELDS.get(name),
            scripts={"after-install": script}, conffiles=(SCAN_CONF, "/etc/freshclam.conf"),
        )  # fmt: skip
        shutil.rmtree(tree)
    shutil.rmtree(unpacked)
    index_rpms(folder)


def _lay(tree: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        there = tree / path[1:]
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_text(text)
        there.chmod(0o755 if "/bin/" in path else 0o644)
