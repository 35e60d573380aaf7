"""A host of the lab as the contract of actuators wants it, whatever reaches it; and the end of a step, awaited."""

import contextlib
import time
from collections.abc import Iterator

from excise.actuators import StepAnswer, StepState
from excise.actuators.units import UnitActuator
from lab.hosts import Host
from unit.actuators.contract import World


def ended(actuator: UnitActuator, host: str, step: str, seconds: float = 40) -> StepAnswer:
    """Ask for a step until it runs no more, or for so many seconds; give the last answer."""
    end = time.monotonic() + seconds
    while (answer := actuator.result(host, step)).state is StepState.RUNNING and time.monotonic() < end:
        time.sleep(0.05)
    return answer


class LabWorld(World):
    """A host of the lab.

    Args:
        place: The host.
        actuator: Reaches it.
        slow_seconds: How long its slow command takes: longer than some questions do.
    """

    quick = ("sh", "-c", "echo quick; exit 3")
    count = ("sh", "-c", "echo >>/root/counted")
    loud = ("sh", "-c", "head -c 2000000 /dev/zero | tr '\\0' '\\033'; echo; echo last words")
    telltale = ("sh", "-c", "echo before; cat; echo; echo after")

    def __init__(self, place: Host, actuator: UnitActuator, slow_seconds: int = 2) -> None:
        self.place, self.host, self.actuator = place, place.name, actuator
        self.slow = ("sleep", str(slow_seconds))
        self.has_other_key = False
        place.run("rm", "-rf", "/var/lib/excise", "/root/counted")

    def counted(self) -> int:
        return len(self.place.read("/root/counted")) if self.place.has("/root/counted") else 0

    def cut(self) -> None:
        self.place.cut()

    def mend(self) -> None:
        self.place.mend()

    def restart(self) -> None:
        self.place.reboot()

    def impostor(self) -> None:
        self.has_other_key = True
        self.place.change_key()


@contextlib.contextmanager
def lab_world(place: Host, actuator: UnitActuator, slow_seconds: int = 2) -> Iterator[World]:
    """Give a host to a test of the contract; afterwards it is in order again, and the actuator is closed."""
    world = LabWorld(place, actuator, slow_seconds)
    try:
        with actuator:
            yield world
    finally:
        place.mend()
        if world.has_other_key:
            place.wipe()
