"""What plots are drawn from: answers over a year, returns of agencies."""

import dataclasses

from excise.report.heat_map import DeadlineState, Standing
from excise.report.plots import BurnDown, burn_down
from excise.report.records import Answer, DueLine
from samples import STATUTE, sample_answer

AHEAD = ("2026-12-01", "2026-12-03", "2026-12-31", "2027-03-01", "2027-12-31")


def answer_on(day: str, covered: int) -> Answer:
    """Give an answer of this day with so many covered, under a statute with dates ahead."""
    whole = sample_answer()
    dues = tuple(DueLine(action=f"step-{at}", on=on, bound="finish") for at, on in enumerate(AHEAD, 1))
    directives = tuple(dataclasses.replace(one, due=one.due + dues) if one.id == STATUTE else one for one in whole.directives)
    summary = dataclasses.replace(whole.summary, covered=covered)
    return dataclasses.replace(whole, as_of=day, checked_at=f"{day}T18:00:00Z", directives=directives, summary=summary)


def years_of_answers() -> BurnDown:
    """Give the line through four answers."""
    counts = {"2026-06-01": 412, "2026-08-15": 408, "2026-10-01": 131, "2026-11-24": 14}
    drawn = burn_down([answer_on(day, count) for day, count in counts.items()])
    assert drawn is not None
    return drawn


def standings() -> tuple[Standing, ...]:
    """Give returns of five agencies on four deadlines; one agency never returned."""
    states = {
        "Department of Examples": ("met", "met", "open", "open"),
        "Office for Examples": ("met", "late", "late", "open"),
        "<b>Bureau</b> of very long names, Division of Names": ("met", "met", "met", "met"),
        "Agency of the unheard": ("not returned", "not returned", "not returned", "not returned"),
    }
    days = ("2026-10-13 identify", "2026-11-12 plan", "2026-12-12 begin removal", "2027-01-11 status")
    told = (
        Standing(agency=agency, deadline=day, state=DeadlineState(state), open=12 if state in ("late", "open") else None)
        for agency, row in states.items()
        for day, state in zip(days, row, strict=True)
    )
    return (*told, Standing(agency="New agency", deadline=days[0], state=DeadlineState.MET, open=0))
