"""Sessions of PowerShell on Windows hosts over WinRM, by pypsrp (extra `winrm`); always over TLS with a checked certificate.

Knows how to run one text on a host and how to read its answer within limits. What it means is for `winrm` to say.
"""

import base64
import binascii
import json
import re
import secrets
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from excise.actuators.openssh import Answer
from excise.actuators.port import HostKeyError, UnreachableError
from excise.base import ArgumentUnusableError, show

if TYPE_CHECKING:
    from pypsrp.powershell import PowerShell

ANSWER_CHARS = 16 << 20
"""A host that says more than this to one question is cut off."""
_HOST = re.compile(r"[A-Za-z0-9_\[][A-Za-z0-9_.:%\[\]-]{0,252}")
_WAYS = ("kerberos", "negotiate", "ntlm", "certificate")


class Psrp:
    """Runs texts on hosts. One connection per question: none is held that a dead host could keep hanging.

    Args:
        user: Who signs in; empty: the operator's own ticket (Kerberos) or certificate.
        password: Of the user.
        way: How to sign in: "kerberos", "negotiate", "ntlm" or "certificate".
        port: WinRM over TLS.
        authority: File with the certificates of who may have signed the hosts' own; None: those of the system.
        certificate: Certificate and key of the operator, where `way` is "certificate".
        connect_seconds: Longest wait for a connection.

    Raises:
        ArgumentUnusableError: pypsrp is not installed, or `way` is none of these.
    """

    def __init__(
        self,
        *,
        user: str = "",
        password: str = "",
        way: str = "kerberos",
        port: int = 5986,
        authority: Path | None = None,
        certificate: tuple[Path, Path] | None = None,
        connect_seconds: int = 15,
    ) -> None:
        if way not in _WAYS:
            raise ArgumentUnusableError(f"no way to sign in over WinRM is called {show(way)}; there are {', '.join(_WAYS)}")
        try:
            import pypsrp  # noqa: F401 - asked for early, so that nothing is begun without it
        except ImportError as error:
            raise ArgumentUnusableError('WinRM needs pypsrp: pip install "excise[winrm]"') from error
        self._settings: dict[str, Any] = {
            "port": port,
            "ssl": True,
            "cert_validation": str(authority) if authority else True,
            "auth": way,
            "connection_timeout": connect_seconds,
            "no_proxy": True,
        }
        if user:
            self._settings |= {"username": user, "password": password}
        if certificate:
            self._settings |= {"certificate_pem": str(certificate[0]), "certificate_key_pem": str(certificate[1])}
        self._denied: set[str] = set()
        self._lock = threading.Lock()

    def ask(self, host: str, text: str, arguments: Sequence[str | int], *, seconds: float) -> Answer:
        """Run a text on a host, and give its whole answer.

        Args:
            host: Name in the host's certificate.
            text: A fixed text that answers as those of `windows_scripts` do.
            arguments: Its arguments behind the number, which is added here; they are sent as values, never as text of the script.
            seconds: Longest wait.

        Raises:
            HostKeyError: Its certificate is not trusted.
            UnreachableError: No whole answer came; what was asked may have been done.
        """
        if not _HOST.fullmatch(host):
            raise ArgumentUnusableError(f"not a name of a host: {show(host)}")
        with self._lock:
            if host in self._denied:
                raise UnreachableError(
                    f"{show(host)}: it did not let us in before; not tried again, so that no account is locked"
                )
        number = secrets.token_hex(16)
        answer = read_answer(self._invoke(host, text, [number, *arguments], seconds), number)
        if answer is None:
            raise UnreachableError(f"{show(host)}: its answer is not whole; it is unknown whether what was asked was done")
        return answer

    def _invoke(self, host: str, text: str, arguments: Sequence[str | int], seconds: float) -> str:
        from pypsrp.exceptions import AuthenticationError, WinRMError
        from pypsrp.powershell import PowerShell, RunspacePool
        from pypsrp.wsman import WSMan
        from requests.exceptions import RequestException, SSLError

        unsure = "it is unknown whether what was asked was done"
        try:
            with WSMan(host, **self._settings) as link, RunspacePool(link) as pool:
                shell = PowerShell(pool)
                shell.add_script(text)
                for one in arguments:
                    shell.add_argument(one)
                return _output(shell, seconds)
        except SSLError as error:
            raise HostKeyError(f"{show(host)}: its certificate is not trusted. Nothing was asked of it") from error
        except AuthenticationError as error:
            with self._lock:
                self._denied.add(host)
            raise UnreachableError(f"{show(host)}: it did not let us in: {show(str(error))[:200]}") from error
        except TimeoutError as error:
            raise UnreachableError(f"{show(host)}: no answer after {seconds:g} s; {unsure}") from error
        except (WinRMError, RequestException, OSError, ValueError) as error:
            raise UnreachableError(f"{show(host)}: {show(str(error))[:200] or type(error).__name__}; {unsure}") from error

    def close(self) -> None:
        """Nothing is held open."""


def _output(shell: "PowerShell", seconds: float) -> str:
    """Run a pipeline to its end, and give what it said.

    Raises:
        TimeoutError: It did not end in time, or says too much.
    """
    from pypsrp.complex_objects import PSInvocationState

    end = time.monotonic() + seconds
    shell.begin_invoke()
    while shell.state == PSInvocationState.RUNNING:
        if time.monotonic() > end or sum(len(str(one)) for one in shell.output) > ANSWER_CHARS:
            shell.stop()
            raise TimeoutError
        shell.poll_invoke(timeout=5)
    return "\n".join(str(one) for one in shell.output)


def read_answer(said: str, number: str) -> Answer | None:
    """Read the answer out of what a host said; None where it is not whole or is not to this question."""
    for line in reversed(said.splitlines()):
        try:
            told = json.loads(line)
            if not isinstance(told, dict) or told.get("number") != number:
                continue
            words = told["words"]
            return Answer(
                out=base64.b64decode(told["out"], validate=True),
                err=base64.b64decode(told["err"], validate=True),
                cut=bool(told["cut"]),
                words=tuple(str(one) for one in words) if isinstance(words, list) else (),
            )
        except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
            continue
    return None
