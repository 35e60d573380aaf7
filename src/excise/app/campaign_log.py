"""The events of a campaign in the ledger of a workspace: kept before and after each step, read back by target."""

import datetime as dt
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from excise.app.waivers import signature_of
from excise.base import ArgumentUnusableError, RefusedError, from_wire, to_wire
from excise.campaign.plan_records import Approval
from excise.campaign.records import EVENT_KINDS, TargetEvent
from excise.ledger.records import Role
from excise.ledger.trust import fold_keys
from excise.store.ledger import Ledger

if TYPE_CHECKING:
    from excise.ledger.records import Event, Signer

T = TypeVar("T")
APPROVAL = "approval"
LOCK = "act.lock"
"""File of the workspace that a run holds."""
APPROVERS = frozenset({Role.APPROVER, Role.OFFICER})
_KIND_OF = {record: kind for kind, record in EVENT_KINDS.items()}


class CampaignLog:
    """A journal in the ledger; an event is on the disk when `append` returns. May be used from several threads.

    Args:
        workspace: Where the ledger is.
        heard: Is given, in a thread of the log, each event that others add meanwhile; before `append` of a later one returns.
        known: Number of the last event that needs not be heard; None: of the last there is.
    """

    def __init__(
        self, workspace: Path, heard: "Callable[[Event], None]" = lambda _event: None, *, known: int | None = None
    ) -> None:
        # A connection to the database belongs to one thread.
        self._thread = ThreadPoolExecutor(1)
        self._ledger = self._thread.submit(Ledger.open, workspace).result()
        self._heard = heard
        self._listened = -math.inf
        self._known = self._ledger.size
        self._last = dt.datetime.min.replace(tzinfo=dt.UTC)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the ledger."""
        self._thread.submit(self._ledger.close).result()
        self._thread.shutdown()

    def append(self, event: TargetEvent, signer: "Signer | None" = None) -> None:
        """Keep an event of a target; what a person says may be signed."""
        at = event.sight.at if _KIND_OF[type(event)] == "target-seen" else event.at  # type: ignore[union-attr]
        self.record(_KIND_OF[type(event)], at, to_wire(event), signer)

    def record(self, kind: str, at: dt.datetime, body: Mapping[str, Any], signer: "Signer | None" = None) -> None:
        """Keep any event."""
        self._thread.submit(self._keep, kind, at.replace(microsecond=0), body, signer).result()

    def listen(self, *, each_seconds: float = 0) -> None:
        """Hand on what others have added; not again within so many seconds.

        Raises:
            ArgumentUnusableError: The ledger is not what was written.
        """
        now = time.monotonic()
        if now - self._listened >= each_seconds:
            self._listened = now
            self._thread.submit(self._listen).result()

    def _listen(self) -> None:
        self._ledger.catch_up()
        self._hand_on(None)

    def _keep(self, kind: str, at: dt.datetime, body: Mapping[str, Any], signer: "Signer | None") -> None:
        # Hosts are worked on side by side, and a sight has the time at which it began: the time of the log goes forward
        self._last = max(self._last, at)
        self._hand_on(self._ledger.append(kind, self._last, body, signer=signer))

    def _hand_on(self, own: "Event | None") -> None:
        first, self._known = self._known + 1, self._ledger.size
        if own is not None and first == self._known:
            return
        for _, event in self._ledger.numbered_events(first=first):
            if event != own:
                self._heard(event)


@contextmanager
def held_alone(workspace: Path) -> Iterator[None]:
    """Hold the campaigns of a workspace alone: two runs would not see each other's steps. A run that died holds nothing.

    Raises:
        RefusedError: Another run holds them.
        ArgumentUnusableError: The file for it can't be written.
    """
    path = workspace / LOCK
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise ArgumentUnusableError(f"{path}: {error.strerror or error}; nothing was done") from error
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise RefusedError("another run of this workspace acts at this moment; nothing was done") from error
        yield


def _lock(descriptor: int) -> None:
    """Lock a file as long as this process lives, or raise."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def read_targets(workspace: Path) -> dict[str, list[TargetEvent]]:
    """Read the events of all targets, in their order.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    found: dict[str, list[TargetEvent]] = defaultdict(list)
    with Ledger.read(workspace) as ledger:
        for one in target_events(ledger):
            found[one.target].append(one)
    return found


def target_events(ledger: Ledger) -> Iterator[TargetEvent]:
    """Read the events of all targets one after the other.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    for number, event in ledger.numbered_events(*EVENT_KINDS):
        yield _read(EVENT_KINDS[event.kind], event, f"{ledger.path}: event {number}")


def target_event(event: "Event", workspace: Path) -> TargetEvent | None:
    """Read an event of a target; None: it is of another kind.

    Raises:
        ArgumentUnusableError: It is none that this version reads.
    """
    record = EVENT_KINDS.get(event.kind)
    return None if record is None else _read(record, event, workspace)


def read_approvals(workspace: Path) -> tuple[tuple[Approval, ...], tuple[str, ...]]:
    """Read the approvals whose signatures hold, and say of the others why they count for nothing.

    Raises:
        ArgumentUnusableError: The ledger is not what was written.
    """
    good, bad = [], []
    with Ledger.read(workspace) as ledger:
        keyring = fold_keys(ledger.events())
        for number, event in ledger.numbered_events(APPROVAL):
            signed = signature_of(event, number, keyring, APPROVERS)
            if signed.by and not signed.objection:
                good.append(_read(Approval, event, f"{ledger.path}: event {number}"))
            else:
                bad.append(f"event {number}: {signed.objection or 'nobody signed the approval'}")
    return tuple(good), tuple(bad)


def _read(record: type[T], event: "Event", where: object) -> T:
    try:
        return from_wire(record, dict(event.body))
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise ArgumentUnusableError(f"{where}: no {event.kind} that this version reads ({error})") from error
