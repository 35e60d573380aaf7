"""Commands as lists of arguments, with references to the secrets that they need."""

from dataclasses import dataclass
from enum import StrEnum


class SecretBy(StrEnum):
    """How a command gets a secret. None of them shows in a list of processes."""

    STDIN = "stdin"
    FILE = "file"
    """A file that only the administrator can read; its path stands in the environment variable of the same name."""
    MSI_PROPERTY = "msi-property"
    """A property handed to the installer's interface in the process itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A reference to a secret; its value is in the operator's keeping and in no record."""

    name: str
    by: SecretBy
    called: str = ""
    """Name of the property or variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command as a list of arguments; never text for a shell."""

    run: tuple[str, ...]
    repeatable: bool = False
    """Running it again after it ran in part does no harm."""
    done_codes: tuple[int, ...] = (0,)
    restart_codes: tuple[int, ...] = ()
    """Done, and the host asks for a restart."""
    timeout_seconds: int = 900
    secrets: tuple[Secret, ...] = ()
