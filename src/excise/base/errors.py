"""The errors of excise, one tree.

    ExciseError
    ├── ArgumentUnusableError     an argument can't be used at all: exit 2, nothing written
    │   └── UnsupportedKindError  recognised, and named, but not read by this version
    ├── RefusedError              a guard said no: exit 4
    └── UnreadableError           bytes that can't be read as what they claim to be; inside a target it becomes a Gap
        ├── FormatError           the bytes break the rules of their format, at `where`
        └── LimitExceededError    reading would take more memory, time, depth or bytes than allowed

Each message says what, where, and what to do next, in one line.
"""


class ExciseError(Exception):
    """Base of all errors that excise raises on purpose."""

    def diagnostics(self) -> str:
        """Say for people what happened, where, and what to do next."""
        return str(self)


class ArgumentUnusableError(ExciseError):
    """An argument can't be used as a whole; nothing was written."""


class RefusedError(ExciseError):
    """A guard refused; nothing was done."""


class UnreadableError(ExciseError):
    """Something that was wanted could not be read.

    Args:
        problem: What is wrong, as a sentence without the place.
        where: Place inside the source ("byte 48112 (line 902)"), empty if the whole of it.
    """

    def __init__(self, problem: str, where: str = "") -> None:
        super().__init__(f"{problem} at {where}" if where else problem)
        self.problem = problem
        self.where = where


class FormatError(UnreadableError):
    """The bytes break the rules of their format."""


class LimitExceededError(UnreadableError):
    """Reading on would take more than the limits allow."""


class UnsupportedKindError(ArgumentUnusableError):
    """The kind was recognised and is not read by this version.

    Args:
        kind: Name of the recognised kind ("syft-json").
        advice: What to do instead.
    """

    def __init__(self, kind: str, advice: str = "") -> None:
        super().__init__(f"recognised as {kind}, which this version does not read" + (f"; {advice}" if advice else ""))
        self.kind = kind
        self.advice = advice
