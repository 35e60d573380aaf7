"""What a lab test needs of the machine: asked for by the fixture `needs`, so that each says in one line why it did not run."""

import os
import shutil
from collections.abc import Callable

import pytest


@pytest.fixture
def needs() -> Callable[..., None]:
    """Skip the test where a tool or root's rights are missing; where everything must be there (CI=true), a tool missing fails."""

    def check(*tools: str, root: bool = True) -> None:
        missing = [tool for tool in tools if shutil.which(tool) is None]
        if missing and os.getenv("CI") == "true":
            pytest.fail(f"not installed: {', '.join(missing)}; install them for the lab tests")
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}")
        if root and getattr(os, "geteuid", lambda: 1)() != 0:
            pytest.skip("needs the rights of root")

    return check
