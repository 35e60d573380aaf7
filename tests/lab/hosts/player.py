"""The lab's own Ansible, in an environment of its own made by tools/lab_hosts.sh, and the lab's hosts as it reads them."""

import os
from pathlib import Path

import pytest

from lab.hosts.images import cache_folder
from lab.hosts.lab import Lab

RUNNER = "ansible-venv/bin/ansible-runner"


def require_ansible() -> Path:
    """Give the path of ansible-runner; where it is not there, skip the test and say why, or fail (CI=true)."""
    path = cache_folder() / RUNNER
    if path.exists():
        return path
    reason = f"not installed: {path}; tools/lab_hosts.sh makes it"
    if os.getenv("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def write_inventory(lab: Lab, *more: str) -> Path:
    """Write an inventory of the lab's hosts, reached by the ssh of the lab, and of whatever else is said."""
    path = lab.folder / "inventory"
    lines = (*(host.name for host in lab.hosts), *more, "[all:vars]", f"ansible_ssh_common_args=-F {lab.ssh_config}")
    path.write_text("".join(f"{line}\n" for line in lines))
    return path
