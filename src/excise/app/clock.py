"""The one place where the clock is read."""

import datetime as dt


def now() -> dt.datetime:
    """Read the clock once, as an aware UTC instant of whole seconds."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)  # noqa: TID251 - this is the place


def now_exactly() -> dt.datetime:
    """Read the clock with its fractions: what is seen and done on hosts is measured against it."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - this is the place
