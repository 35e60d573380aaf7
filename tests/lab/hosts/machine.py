"""Whether this machine can carry a lab, and if not, why."""

import os
import shutil
import subprocess

from lab.hosts.errors import LabError
from lab.hosts.images import load_images

TOOLS = (
    "mmdebstrap", "unshare", "nsenter", "ip", "tc", "ethtool", "ssh", "ssh-keygen", "dpkg-deb", "apt-ftparchive", "rpmbuild",
    "createrepo_c", "cc",
)  # fmt: skip


def reason_against_a_lab(*systems: str) -> str:
    """Say in one line why there can be no lab here, or none with hosts of these systems; empty if there can."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        return f"not installed: {', '.join(missing)}; tools/lab_hosts.sh installs them"
    if os.geteuid() != 0:
        return "hosts need the rights of root"
    tried = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--net", "--uts", "--ipc", "--cgroup", "true"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if tried.returncode:
        return f"this machine makes no namespaces: {tried.stderr.strip()}"
    try:
        images = load_images()
        for system in systems:
            images.lower(system)
    except LabError as error:
        return str(error)
    return ""


def require_a_lab(*systems: str) -> None:
    """Skip the test where there can be no lab, or none of these systems, and say why; where all must be there (CI=true), fail."""
    import pytest

    reason = reason_against_a_lab(*systems)
    if reason and os.getenv("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
