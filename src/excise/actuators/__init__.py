"""What to run and where: one module per way to reach a host. Steps outlive the link and are asked how they ended."""

from excise.actuators.port import (
    ANY_TIME,
    HOST_START,
    MSI_SECRET,
    Actuator,
    Asked,
    Command,
    HostKeyError,
    Seen,
    StepAnswer,
    StepRefusedError,
    StepState,
    TooLateError,
    UnreachableError,
    Within,
    secret_path,
)

__all__ = [
    "ANY_TIME",
    "HOST_START",
    "MSI_SECRET",
    "Actuator",
    "Asked",
    "Command",
    "HostKeyError",
    "Seen",
    "StepAnswer",
    "StepRefusedError",
    "StepState",
    "TooLateError",
    "UnreachableError",
    "Within",
    "secret_path",
]
