"""Stand-ins for products that shipped recipes remove, with the layout that public sources tell: names, units, paths, residue.

Nothing of a product is in them, and how it behaves beyond that is not known here: that it leaves something of each class for
which its recipe looks, and how one lies, are the stand-in's own. Programs sleep.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from lab.hosts.lab import Host
from lab.hosts.packing import build_deb, build_rpm

LIES = "/etc/stand-in-lies"
"""Where it is, what is taken away says that it is gone and runs on from a copy, or was not touched at all."""
PROGRAM = "#!/bin/sh\nexec sleep infinity\n"
_LIBRARY = "/usr/local/lib/stand-in"
# What stands in a file that is left. systemd takes a script in /etc/init.d for a service and reads its head.
_KEPT = (
    r"#!/bin/sh\n### BEGIN INIT INFO\n# Provides: kept\n# Default-Start: 2 3 4 5\n"
    r"# Default-Stop: 0 1 6\n### END INIT INFO\nexit 0\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """What a package brings, and what its installation makes beyond that."""

    package: str
    units: tuple[tuple[str, str], ...]
    """Unit and the program that it runs; enabled and started by the installation."""
    files: tuple[tuple[str, str], ...] = ()
    """Path and text of what else the package owns; all can be run."""
    folders: tuple[str, ...] = ()
    """Made by the installation, owned by no package."""
    left: tuple[str, ...] = ()
    """Files likewise."""
    unit_left: str = ""
    """Unit of which its removal leaves a copy that is not enabled."""
    ghost: str = ""
    """Unit under which it runs on where it lies."""
    needs: str = ""


KESL = StandIn(
    package="kesl",
    units=(("kesl.service", "/opt/kaspersky/kesl/libexec/kesl"),),
    files=(
        ("/opt/kaspersky/kesl/bin/kesl-control", "#!/bin/sh\n"),
        ("/opt/kaspersky/kesl/bin/kesl-setup.pl", "#!/usr/bin/perl\n"),
    ),
    folders=("/opt/kaspersky/kesl", "/var/opt/kaspersky/kesl", "/etc/opt/kaspersky/kesl", "/var/log/kaspersky/kesl"),
    left=("/etc/init.d/kesl", "/etc/kaspersky/license.key"),
    unit_left="kesl.service",
    ghost="kesl-supervisor.service",
)
KESL_GUI = StandIn(package="kesl-gui", units=(), files=(("/opt/kaspersky/kesl/bin/kesl-gui", "#!/bin/sh\n"),), needs="kesl")
KLNAGENT = StandIn(
    package="klnagent64",
    units=(("klnagent64.service", "/opt/kaspersky/klnagent64/sbin/klnagent"),),
    files=(
        (
            "/opt/kaspersky/klnagent64/bin/klnagchk",
            "#!/bin/sh\necho 'Server address: management.example'\necho 'Network Agent is running'\n",
        ),
        ("/opt/kaspersky/klnagent64/lib/bin/setup/postinstall.pl", "#!/usr/bin/perl\n"),
    ),
    folders=("/opt/kaspersky/klnagent64", "/var/opt/kaspersky/klnagent64", "/etc/opt/kaspersky/klnagent64"),
    unit_left="klnagent64.service",
    ghost="klnagent64.service",
)
_UNINSTALLER = f"""\
#!/bin/sh
# Unattended with -a; else it would ask at the terminal.
[ "$1" = -a ] || exit 1
if [ -e {LIES} ]; then echo 'The product was removed.'; exit 0; fi
if command -v rpm >/dev/null && rpm -q BackupAndRecoveryAgent >/dev/null; then exec rpm -e BackupAndRecoveryAgent; fi
systemctl disable --quiet --now acronis_mms.service aakore.service
cp /usr/lib/systemd/system/aakore.service /etc/systemd/system/aakore.service
rm -r /usr/lib/Acronis/BackupAndRecovery /usr/lib/systemd/system/acronis_mms.service /usr/lib/systemd/system/aakore.service
systemctl daemon-reload
"""
ACRONIS = StandIn(
    package="BackupAndRecoveryAgent",
    units=(
        ("acronis_mms.service", "/usr/lib/Acronis/BackupAndRecovery/acronis_mms"),
        ("aakore.service", "/usr/lib/Acronis/BackupAndRecovery/aakore"),
    ),
    files=(("/usr/lib/Acronis/BackupAndRecovery/uninstall/uninstall", _UNINSTALLER),),
    folders=(
        "/usr/lib/Acronis/system_libs/config",
        "/var/lib/Acronis",
        "/etc/Acronis",
        "/opt/acronis/var/atp-downloader/Cache",
        "/var/lib/dkms/snapapi26",
    ),
    left=("/etc/yum.repos.d/acronis-cpanel-stable.repo",),
    unit_left="aakore.service",
)
BY_PRODUCT = {
    "kaspersky-endpoint-security-linux": KESL,
    "kaspersky-network-agent": KLNAGENT,
    "acronis-cyber-protect": ACRONIS,
}
"""By the id of the product in the content."""


def install(host: Host, folder: Path, *stand_ins: StandIn) -> None:
    """Install stand-ins from files, as their vendors hand them out; no repository knows them.

    Args:
        host: Where.
        folder: An empty folder of this machine to build in.
        stand_ins: In this order. On a host with dpkg one whose name can be no package's there is laid down by its own installer.
    """
    for one in stand_ins:
        tree = folder / "tree"
        _lay(tree, one)
        if host.system == "rpm" or one.package.islower():
            _install_package(host, _pack(folder, tree, host.system, one))
        else:
            _install_by_hand(host, folder, tree, one)
        shutil.rmtree(tree)


def _lay(tree: Path, one: StandIn) -> None:
    programs = tuple((program, PROGRAM) for _, program in one.units)
    for path, text in (*one.files, *programs):
        _write(tree / path[1:], text, 0o755)
    for unit, program in one.units:
        words = f"[Unit]\nDescription=A stand-in\n[Service]\nExecStart={program}\n[Install]\nWantedBy=multi-user.target\n"
        _write(tree / f"usr/lib/systemd/system/{unit}", words, 0o644)


def _write(path: Path, text: str, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def _pack(folder: Path, tree: Path, system: str, one: StandIn) -> Path:
    build, need = (build_rpm, "Requires") if system == "rpm" else (build_deb, "Depends")
    scripts = {"after-install": _after_install(one), "before-remove": _before_remove(one), "after-remove": _AFTER_REMOVE}
    fields = {need: one.needs} if one.needs else {}
    return build(folder, tree, name=one.package, version="1.0", vendor="Stand-ins of the lab", scripts=scripts, fields=fields)


def _install_package(host: Host, package: Path) -> None:
    there = f"/root/{package.name}"
    host.write(there, package.read_bytes())
    host.run(*(("rpm", "-i", there) if host.system == "rpm" else ("dpkg", "-i", there)))
    host.run("rm", there)
    package.unlink()


def _install_by_hand(host: Host, folder: Path, tree: Path, one: StandIn) -> None:
    archive = Path(shutil.make_archive(str(folder / "laid"), "tar", tree))
    host.run("tar", "-xC", "/", "--no-same-owner", "--keep-directory-symlink", given=archive.read_bytes())
    archive.unlink()
    host.shell(_after_install(one))


_AFTER_REMOVE = "#!/bin/sh\nsystemctl daemon-reload\nexit 0\n"


def _after_install(one: StandIn) -> str:
    lines = ["#!/bin/sh", "set -e", *(f"mkdir -p {folder}; echo kept >{folder}/kept" for folder in one.folders)]
    lines += [f"mkdir -p {Path(path).parent}; printf '{_KEPT}' >{path}" for path in one.left]
    if one.units:
        lines += ["systemctl daemon-reload", f"systemctl enable --quiet --now {_units(one)}"]
    return "\n".join([*lines, "exit 0", ""])


def _before_remove(one: StandIn) -> str:
    lines = ["#!/bin/sh"]
    if one.units:
        lines.append(f"systemctl disable --quiet --now {_units(one)}")
    if one.unit_left:
        lines.append(f"cp /usr/lib/systemd/system/{one.unit_left} /etc/systemd/system/{one.unit_left}")
    if one.ghost:
        unit = f"/etc/systemd/system/{one.ghost}"
        lines += [
            f"if [ -e {LIES} ]; then",
            f"mkdir -p {_LIBRARY}; cp {one.units[0][1]} {_LIBRARY}/{one.package}",
            f"printf '[Service]\\nExecStart={_LIBRARY}/{one.package}\\n[Install]\\nWantedBy=multi-user.target\\n' >{unit}",
            f"systemctl daemon-reload; systemctl enable --quiet --now {one.ghost}",
            "fi",
        ]
    return "\n".join([*lines, "exit 0", ""])


def _units(one: StandIn) -> str:
    return " ".join(unit for unit, _ in one.units)
