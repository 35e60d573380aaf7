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


def reason_against_a_lab() -> str:
    """Say in one line why there can be no lab here; empty if there can."""
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
        load_images()
    except LabError as error:
        return str(error)
    return ""


def require_a_lab() -> None:
    """Skip the test where there can be no lab, and say why; where everything must be there (CI=true), fail."""
    import pytest

    reason = reason_against_a_lab()
    if reason and os.getenv("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
