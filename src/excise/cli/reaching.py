"""Options of commands that reach hosts, and the way there: the operator's own ssh, or Ansible where all goes through it."""

import functools
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from excise.base import ArgumentUnusableError, show

if TYPE_CHECKING:
    from excise.actuators import Actuator

F = TypeVar("F", bound=Callable[..., Any])
SSH, ANSIBLE, WINRM = "ssh", "ansible", "winrm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How hosts are reached."""

    through: str = SSH
    ssh_config: Path | None = None
    inventory: Path | None = None
    become: str = ""
    user: str = ""
    password_file: Path | None = None
    authority: Path | None = None

    def words(self) -> list[str]:
        """Give the options that say so, with whole paths."""
        texts = {"--through": self.through if self.through != SSH else "", "--become": self.become, "--user": self.user}
        paths = {
            "--ssh-config": self.ssh_config,
            "--inventory": self.inventory,
            "--password-file": self.password_file,
            "--authority": self.authority,
        }
        given = texts | {name: str(path.resolve()) for name, path in paths.items() if path is not None}
        return [word for name, value in given.items() if value for word in (name, value)]


_OPTIONS = (
    click.option(
        "--through", type=click.Choice([SSH, ANSIBLE, WINRM]), default=SSH, show_default=True, help="What reaches the hosts."
    ),
    click.option("--ssh-config", type=click.Path(path_type=Path), metavar="FILE", help="Configuration for ssh (default: yours)."),
    click.option("--inventory", type=click.Path(path_type=Path), metavar="FILE", help="Inventory for ansible (default: yours)."),
    click.option("--become", default="", metavar="WORDS", help='What makes root of the user there ("sudo -n"; ansible: "sudo").'),
    click.option("--user", default="", metavar="NAME", help="Who signs in over WinRM (default: your Kerberos ticket)."),
    click.option("--password-file", type=click.Path(path_type=Path), metavar="FILE", help="Holds that user's password."),
    click.option("--authority", type=click.Path(path_type=Path), metavar="FILE", help="Who may have signed hosts' certificates."),
)


def way_options(function: F) -> F:
    """Give a command the options that say how hosts are reached; it gets them as `way`."""

    @functools.wraps(function)
    def called(*arguments: object, **given: object) -> object:
        way = Way(**{one.name: given.pop(one.name) for one in fields(Way)})  # type: ignore[arg-type]
        return function(*arguments, way=way, **given)

    for option in reversed(_OPTIONS):
        called = option(called)
    return called  # type: ignore[return-value]


@contextmanager
def reaching(way: Way) -> "Iterator[Actuator]":
    """Reach hosts; connections end with the block.

    Raises:
        ArgumentUnusableError: The program or a file is not there, options do not go together, or words can't be read.
    """
    _refuse_others(way)
    with {SSH: _ssh, ANSIBLE: _ansible, WINRM: _winrm}[way.through](way) as actuator:
        yield actuator


def _refuse_others(way: Way) -> None:
    """Refuse options of another way: who gives them means something that would not be done."""
    own = {SSH: (way.ssh_config,), ANSIBLE: (way.inventory,), WINRM: (way.user, way.password_file, way.authority)}
    names = {SSH: "--ssh-config", ANSIBLE: "--inventory", WINRM: "--user, --password-file and --authority"}
    for through, given in own.items():
        if through != way.through and any(given):
            raise ArgumentUnusableError(f"{names[through]}: for --through {through}, not {way.through}")
    if way.through == WINRM and way.become:
        raise ArgumentUnusableError("--become: not over winrm, where the account must be an administrator")
    if bool(way.user) != (way.password_file is not None):
        raise ArgumentUnusableError("--user and --password-file go together")


def _ssh(way: Way) -> "AbstractContextManager[Actuator]":
    from excise.actuators.openssh import OpenSsh
    from excise.actuators.ssh import SshActuator

    if way.ssh_config is not None and not way.ssh_config.is_file():
        raise ArgumentUnusableError(f"--ssh-config {show(str(way.ssh_config))}: no such file")
    if shutil.which("ssh") is None:
        raise ArgumentUnusableError("ssh is not installed here; hosts are reached by it")
    program = ("ssh",) if way.ssh_config is None else ("ssh", "-F", str(way.ssh_config.resolve()))
    try:
        words = shlex.split(way.become)
    except ValueError as error:
        raise ArgumentUnusableError(f"--become {show(way.become)}: {error}") from error
    return SshActuator(OpenSsh(program, become=words))


def _ansible(way: Way) -> "AbstractContextManager[Actuator]":
    from excise.actuators.ansible import Ansible, AnsibleActuator

    return AnsibleActuator(Ansible(way.inventory, become=way.become))


def _winrm(way: Way) -> "AbstractContextManager[Actuator]":
    from excise.actuators.psrp import Psrp
    from excise.actuators.winrm import WinRmActuator
    from excise.app.step_secrets import read_secrets

    password = read_secrets([f"winrm={way.password_file}"])("winrm") if way.password_file is not None else ""
    how = "negotiate" if way.user else "kerberos"
    return WinRmActuator(Psrp(user=way.user, password=password or "", way=how, authority=way.authority))
