"""The contract of actuators, over the fake: so that the fake is worth believing."""

from collections.abc import Iterator

import pytest

from unit.actuators.contract import ActuatorContract, World
from unit.actuators.memory import MemoryActuator


class MemoryWorld(World):
    """One host in memory."""

    host = "h1"
    quick = ("quick",)
    slow = ("slow",)
    count = ("count",)
    loud = ("loud",)
    telltale = ("telltale",)

    def __init__(self) -> None:
        self.counts = 0
        self.actuator = self.memory = MemoryActuator(
            {
                "quick": lambda _: (3, b"quick\n", 0),
                "slow": lambda _: (0, b"", 0.3),
                "count": self._count,
                "loud": lambda _: (0, b"\x1b]0;x\x07" * 300_000 + b"last words\n", 0),
                "telltale": lambda given: (0, f"before\n{given}\nafter\n".encode(), 0),
            }
        )

    def _count(self, given: str) -> tuple[int, bytes, float]:
        self.counts += 1
        return 0, b"", 0

    def counted(self) -> int:
        return self.counts

    def cut(self) -> None:
        self.memory.reachable = False

    def mend(self) -> None:
        self.memory.reachable = True

    def restart(self) -> None:
        self.memory.restart()

    def impostor(self) -> None:
        self.memory.genuine = False


class TestMemoryActuator(ActuatorContract):
    @pytest.fixture
    def world(self) -> Iterator[World]:
        yield MemoryWorld()
