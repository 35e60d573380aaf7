"""Stand-in products: packages that only bear the names and places of real ones, built and installed by the real packers.

Each function says what it needs: dpkg-deb and dpkg, or rpmbuild and rpm. Nothing outside the given directories is touched.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

KESL_NAME = "kesl"
KESL_VERSION = "11.1.0-3013"
KESL_MAINTAINER = "AO Kaspersky Lab <support@kaspersky.com>"
KESL_VENDOR = "AO Kaspersky Lab"
KESL_FILES: Mapping[str, str] = {
    "opt/kaspersky/kesl/bin/kesl-setup.pl": "#!/usr/bin/perl\n",
    "opt/kaspersky/kesl/bin/kesl-control": "#!/bin/sh\nexit 1\n",
    "opt/kaspersky/kesl/libexec/kesl": "#!/bin/sh\nexit 1\n",
    "usr/lib/systemd/system/kesl.service": (
        "[Unit]\nDescription=Kaspersky Endpoint Security for Linux\n\n"
        "[Service]\nExecStart=/opt/kaspersky/kesl/libexec/kesl\n\n[Install]\nWantedBy=multi-user.target\n"
    ),
}


def build_deb(
    directory: Path,
    *,
    name: str = KESL_NAME,
    version: str = KESL_VERSION,
    maintainer: str = KESL_MAINTAINER,
    files: Mapping[str, str] = KESL_FILES,
    description: str = "stand-in for a product, does nothing",
    depends: str = "",
    conffiles: tuple[str, ...] = (),
) -> Path:
    """Build a package of files (path without a leading "/" to text) with dpkg-deb; give its path in `directory`."""
    tree = directory / f"{name}-deb"
    _lay_out(tree, files)
    fields = {"Package": name, "Version": version, "Architecture": "all", "Maintainer": maintainer, "Depends": depends}
    control = "".join(f"{field}: {value}\n" for field, value in fields.items() if value)
    (tree / "DEBIAN").mkdir()
    (tree / "DEBIAN/control").write_text(f"{control}Description: {description}\n", encoding="utf-8")
    if conffiles:
        (tree / "DEBIAN/conffiles").write_text("".join(f"/{path}\n" for path in conffiles), encoding="utf-8")
    deb = directory / f"{name}_{version}_all.deb"
    _run("dpkg-deb", "--build", "--root-owner-group", "-Zgzip", str(tree), str(deb))
    shutil.rmtree(tree)
    return deb


def install_deb(root: Path, deb: Path, *, unpack_only: bool = False) -> None:
    """Install a package into a root directory tree with dpkg, whose database is made where there is none."""
    _dpkg(root, "--unpack" if unpack_only else "--install", str(deb))


def remove_deb(root: Path, name: str, *, purge: bool = False) -> None:
    """Remove a package from a root directory tree; without `purge` its configuration stays."""
    _dpkg(root, "--purge" if purge else "--remove", name)


def build_rpm(
    directory: Path,
    *,
    name: str = KESL_NAME,
    version: str = "11.1.0",
    release: str = "3013",
    vendor: str = KESL_VENDOR,
    packager: str = KESL_MAINTAINER,
    files: Mapping[str, str] = KESL_FILES,
    summary: str = "stand-in for a product, does nothing",
    requires: str = "",
) -> Path:
    """Build a package of files (path without a leading "/" to text) with rpmbuild; give its path in `directory`."""
    tree = directory / f"{name}-rpm"
    _lay_out(tree / "payload", files)
    fields = {
        "Name": name, "Version": version, "Release": release, "Vendor": vendor, "Packager": packager, "Summary": summary,
        "License": "none", "BuildArch": "noarch", "AutoReqProv": "no", "Requires": requires,
    }  # fmt: skip
    head = "".join(f"{field}: {value}\n" for field, value in fields.items() if value)
    paths = "".join(f"/{path}\n" for path in files)
    spec = f"{head}%description\n{summary}\n%install\ncp -a {tree}/payload/. %{{buildroot}}/\n%files\n{paths}"
    (tree / "stand-in.spec").write_text(spec, encoding="utf-8")
    defines = (f"_topdir {tree}/top", f"_rpmdir {tree}/out", f"_tmppath {tree}/tmp", "__os_install_post %{nil}")
    (tree / "tmp").mkdir()
    _run("rpmbuild", "-bb", "--quiet", "--nodeps", *_defined(defines), str(tree / "stand-in.spec"))
    built = next((tree / "out").rglob("*.rpm"))
    rpm = directory / built.name
    shutil.move(built, rpm)
    shutil.rmtree(tree)
    return rpm


def install_rpm(root: Path, rpm: Path, *, folder: str = "/var/lib/rpm") -> None:
    """Install a package into a root directory tree with rpm; rpm makes its database in `folder` of that tree."""
    root.mkdir(parents=True, exist_ok=True)
    # Debian's rpm refuses to install without the first option.
    options = ("--force-debian", "--nodeps", "--noscripts", "--nosignature", "--root", str(root), "--dbpath", folder)
    _run("rpm", "-i", *options, *_defined(("_db_backend sqlite",)), str(rpm))


def _lay_out(tree: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text, encoding="utf-8")
        (tree / path).chmod(0o755 if text.startswith("#!") else 0o644)
    for each in (tree, *tree.rglob("*")):
        if each.is_dir():
            each.chmod(0o755)


def _dpkg(root: Path, *action: str) -> None:
    for folder in ("info", "updates", "triggers"):
        (root / "var/lib/dpkg" / folder).mkdir(parents=True, exist_ok=True)
    (root / "var/lib/dpkg/status").touch()
    forces = "--force-not-root,depends,script-chrootless,bad-path"
    _run("dpkg", f"--root={root}", f"--log={root}/var/log/dpkg.log", forces, *action)


def _defined(macros: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for macro in macros for word in ("--define", macro))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr or done.stdout}")
