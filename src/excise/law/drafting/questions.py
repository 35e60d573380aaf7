"""What a person must still answer, in order: the question, why the text leaves it open, and what an answer looks like."""

from dataclasses import dataclass

from excise.law.drafting.records import Draft, TargetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One open question of a draft."""

    field: str
    text: str
    why: str
    example: str


_ASKED: dict[str, tuple[str, str, str]] = {
    "issuer": (
        "Which body ordered it?",
        "No body stands as the subject of what is ordered.",
        "Ministry of Digital Affairs of Examplia",
    ),
    "official": ("Who signed it, in which office?", "The text names no person who orders.", "Jane Doe, Acting Secretary"),
    "targets": (
        "What exactly is banned: whose products, or which?",
        "No name stands where a ban's object stands.",
        "Umbra Software SE",
    ),
    "bound_parties": ("Who must comply?", "The text tells nobody by name or kind.", "all central government offices"),
    "acts": ("What must they do, and by when?", "No duty of the bound parties was found.", "remove within 90 days after issue"),
    "issued_on": ("On which day was it issued?", "The text gives no full date for it.", "2026-10-01"),
    "effective_on": ("From which day does it apply?", "The text gives no date of effect.", "2026-10-15"),
    "status": ("How far has it come: proposed, voted, issued?", "The text does not say.", "issued"),
    "exclusions": (
        "What or who is left out?",
        "The text leaves nothing out; the instrument itself may.",
        "none, or: national security systems",
    ),
    "legal_basis": ("Which statute or section does it rest on?", "The text cites none.", "sec. 12 of the Examplia Cyber Act"),
    "acts.counts_from": ("From which event do the days count?", "Days are given without what they count from.", "issue"),
}


def open_questions(made: Draft) -> tuple[Question, ...]:
    """List the open questions of a draft, those without which it can't be evaluated first."""
    asked = [_question(field) for field in made.todo if field in _ASKED]
    if any(target.kind is TargetKind.CLASS for target in made.targets):
        asked.append(
            Question(
                field="targets",
                text="The ban goes by class; whose products does it reach?",
                why="No name is given: a list or a rule elsewhere says it.",
                example="products of makers on the list of the ministry, 2026-09-01",
            )
        )
    return tuple(asked)


def _question(field: str) -> Question:
    text, why, example = _ASKED[field]
    return Question(field=field, text=text, why=why, example=example)
