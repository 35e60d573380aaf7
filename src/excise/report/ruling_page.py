"""Rulings for people: what was ruled, by whom, for which cases, and whether it holds."""

import datetime as dt
from collections.abc import Sequence

from excise.report.columns import wrap
from excise.verdict.rulings import Ruling, StandingRuling

_WIDTH = 100


def render_ruling(ruling: Ruling, state: str) -> str:
    """Write one ruling: id, state, what it says and until when, then why and for which cases."""
    days = f"from {ruling.on}" + (f" until {ruling.until}" if ruling.until else "")
    lines = wrap(f"{ruling.says} under {ruling.directive} {days}", _WIDTH, f"{ruling.id}  {state:<9}  ")
    for label, text in (("by", ruling.authority), ("because", ruling.reason), *ruling.cases.words()):
        lines += wrap(text, _WIDTH, f"  {label:<14} ")
    return "\n".join(lines) + "\n"


def render_rulings(rulings: Sequence[StandingRuling], as_of: dt.date) -> str:
    """List rulings with their state on a day, in the order in which they were recorded."""
    blocks = [render_ruling(one.ruling, one.state(as_of)) + _withdrawn(one) for one in rulings]
    count = sum(one.state(as_of) == "standing" for one in rulings)
    word = "ruling" if len(rulings) == 1 else "rulings"
    return "\n".join([*blocks, f"{len(rulings)} {word}, {count} standing on {as_of}\n"])


def _withdrawn(one: StandingRuling) -> str:
    if one.withdrawn is None:
        return ""
    text = f"{one.withdrawn.on} by {one.withdrawn.authority}: {one.withdrawn.reason}"
    return "\n".join(wrap(text, _WIDTH, f"  {'withdrawn':<14} ")) + "\n"
