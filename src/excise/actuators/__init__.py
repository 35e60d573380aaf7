"""What to run and where: one module per way to reach a host. Steps outlive the link and are asked how they ended."""

from excise.actuators.port import (
    MSI_SECRET,
    Actuator,
    Command,
    HostKeyError,
    OtherStartError,
    Seen,
    StepAnswer,
    StepRefusedError,
    StepState,
    UnreachableError,
    secret_path,
)

__all__ = [
    "MSI_SECRET",
    "Actuator",
    "Command",
    "HostKeyError",
    "OtherStartError",
    "Seen",
    "StepAnswer",
    "StepRefusedError",
    "StepState",
    "UnreachableError",
    "secret_path",
]
