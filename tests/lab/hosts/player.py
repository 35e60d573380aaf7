"""Where the lab's own Ansible is: in an environment of its own, made by tools/lab_hosts.sh."""

import os
from pathlib import Path

import pytest

from lab.hosts.images import cache_folder

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
