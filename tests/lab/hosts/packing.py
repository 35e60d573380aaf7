"""Packages from a root tree of files, by the real packers, and folders of packages that apt and dnf can read."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_DEB_SCRIPTS = {"after-install": "postinst", "before-remove": "prerm", "after-remove": "postrm"}
_RPM_SCRIPTS = {"after-install": "%post", "before-remove": "%preun", "after-remove": "%postun"}


def build_deb(
    folder: Path, tree: Path, *, name: str, version: str, vendor: str, scripts: Mapping[str, str] | None = None,
    conffiles: Sequence[str] = (), fields: Mapping[str, str] | None = None,
) -> Path:  # fmt: skip
    """Build a .deb of all that a tree holds; give its path in a folder."""
    control = tree / "DEBIAN"
    control.mkdir()
    head = {
        "Package": name, "Version": version, "Architecture": "amd64", "Maintainer": f"{vendor} <support@{name}.example>",
        **(fields or {}), "Description": f"{name}, a stand-in",
    }  # fmt: skip
    (control / "control").write_text("".join(f"{key}: {value}\n" for key, value in head.items()))
    (control / "conffiles").write_text("".join(f"{path}\n" for path in conffiles))
    for moment, text in (scripts or {}).items():
        (control / _DEB_SCRIPTS[moment]).write_text(text)
        (control / _DEB_SCRIPTS[moment]).chmod(0o755)
    deb = folder / f"{name}_{version}_amd64.deb"
    run("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "-b", str(tree), str(deb))
    shutil.rmtree(control)
    return deb


def build_rpm(
    folder: Path, tree: Path, *, name: str, version: str, vendor: str, scripts: Mapping[str, str] | None = None,
    conffiles: Sequence[str] = (), fields: Mapping[str, str] | None = None,
) -> Path:  # fmt: skip
    """Build an .rpm of all that a tree holds; give its path in a folder."""
    top = folder / f"{name}-top"
    head = {
        "Name": name, "Version": version, "Release": "1", "Vendor": vendor, "Summary": f"{name}, a stand-in", "License": "none",
        "AutoReqProv": "no", **(fields or {}),
    }  # fmt: skip
    files = [f"/{path.relative_to(tree)}" for path in sorted(tree.rglob("*")) if path.is_symlink() or not path.is_dir()]
    # An empty folder is something as well: a unit's condition may look for it.
    empty = [f"%dir /{path.relative_to(tree)}" for path in sorted(tree.rglob("*")) if path.is_dir() and not any(path.iterdir())]
    marked = [f"%config(noreplace) {path}" if path in conffiles else path for path in files]
    blocks = "".join(f"{_RPM_SCRIPTS[moment]}\n{text.removeprefix('#!/bin/sh')}\n" for moment, text in (scripts or {}).items())
    spec = "".join(f"{key}: {value}\n" for key, value in head.items())
    spec += (
        f"%description\na stand-in\n%install\ncp -a {tree}/. %{{buildroot}}/\n{blocks}%files\n"
        + "\n".join([*empty, *marked])
        + "\n"
    )
    top.mkdir()
    (top / "spec").write_text(spec)
    macros = (
        f"_topdir {top}", f"_rpmdir {top}/out", "__os_install_post %{nil}", "_build_id_links none", "debug_package %{nil}",
        "_binary_payload w1.gzdio",
    )  # fmt: skip
    run(
        "rpmbuild",
        "-bb",
        "--quiet",
        "--nodeps",
        "--target",
        "x86_64",
        *(word for macro in macros for word in ("--define", macro)),
        str(top / "spec"),
    )
    built = next((top / "out").rglob("*.rpm"))
    rpm = folder / built.name
    shutil.move(built, rpm)
    shutil.rmtree(top)
    return rpm


def index_debs(folder: Path) -> None:
    """Make of a folder of .deb files something that apt reads as `deb [trusted=yes] ADDRESS ./`."""
    done = subprocess.run(["apt-ftparchive", "packages", "."], cwd=folder, check=True, capture_output=True)
    (folder / "Packages").write_bytes(done.stdout)


def index_rpms(folder: Path) -> None:
    """Make of a folder of .rpm files something that dnf reads as a baseurl."""
    run("createrepo_c", "--quiet", str(folder))


def run(*command: str) -> None:
    """Run a packer; what it said is in the error."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:2])} ended with {done.returncode}: {done.stderr[-2000:] or done.stdout[-2000:]}")
