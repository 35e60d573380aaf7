"""Hosts reached by the operator's own OpenSSH."""

from excise.actuators.openssh import OpenSsh
from excise.actuators.units import OBSERVED_BYTES, UnitActuator

__all__ = ["OBSERVED_BYTES", "SshActuator"]


class SshActuator(UnitActuator):
    """Acts over OpenSSH on hosts with systemd.

    Args:
        ssh: The operator's client; ended by `close`.
    """

    name = "ssh"

    def __init__(self, ssh: OpenSsh | None = None) -> None:
        super().__init__(ssh or OpenSsh())
