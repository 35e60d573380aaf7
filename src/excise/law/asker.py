"""Who is asking: the profile, from TOML, and a ready block to paste for the questions that nobody answered."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from excise.base import show
from excise.formats.located_yaml import ContentError, Problem, quoted, suggest
from excise.law.records import Directive, Profile
from excise.law.words import Question

Asked = TypeVar("Asked", bound=str)

_ASKED = tuple(question for question in Question if question.of_asker)
_TOLD = tuple(question for question in Question if question.of_asker or question.of_contract)
_DATES = tuple(question.value for question in Question if question.of_contract)
_KEYS = (*(question.value for question in _TOLD), "source")
_OF_THE_THING = frozenset(question.value for question in Question if question not in _TOLD)
_MOST_BYTES = 1 << 20
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def parse_profile(raw: bytes, path: str) -> Profile:
    """Read a profile: the table [profile] of a TOML file or, where it has none, the whole file.

    Args:
        raw: Bytes of the file.
        path: Its name, for messages.

    Raises:
        ContentError: It is no TOML, a key is unknown, a value is neither a text nor a list of texts, or a question is answered
            without a source: an answer can put a thing out of scope, and that needs one.
    """
    text, document = _load(raw, path)
    answers, wrong = _answers(document.get("profile", document))
    source = "".join(answers.pop("source", ()))
    answered = next((name for name, given in answers.items() if given), None)
    if answered and not source and not wrong:
        advice = 'answers need a source (source = "letter of the CIO of 2026-01-02"), since they can put a thing out of scope'
        wrong.append((answered, advice))
    if wrong:
        raise ContentError(
            Problem(path=path, line=_line_of(text, key), column=1, place=show(key), text=reason) for key, reason in wrong
        )
    given = tuple((question, values) for question in _TOLD if (values := answers.get(question.value)))
    return Profile(answers=given, source=source)


def _answers(table: object) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Give the answers by question, and the keys with what is wrong with them."""
    if not isinstance(table, dict):
        return {}, [("profile", "expected a table [profile]")]
    answers: dict[str, tuple[str, ...]] = {}
    wrong: list[tuple[str, str]] = []
    for key, value in table.items():
        name = key.replace("_", "-")
        texts = _texts(value)
        if name in _OF_THE_THING:
            wrong.append((key, "is about the thing, not about who asks: tell it by a column of the table that lists the thing"))
        elif name not in _KEYS:
            wrong.append((key, f"unknown key; {suggest(name, _KEYS)}"))
        elif name in _DATES and not all(map(_is_day, texts or ())):
            wrong.append((key, "is a day of a contract; expected year-month-day like 2024-05-31"))
        elif name in answers:
            wrong.append((key, "is answered twice"))
        elif name == "source" and not isinstance(value, str):
            wrong.append((key, "expected a text"))
        elif texts is None:
            wrong.append((key, "expected a text or a list of texts, none of them empty"))
        answers[name] = texts or ()
    return answers, wrong


def _is_day(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _load(raw: bytes, path: str) -> tuple[str, dict[str, object]]:
    import tomllib

    def refuse(reason: str, line: int = 1, column: int = 1) -> ContentError:
        return ContentError([Problem(path=path, line=line, column=column, place="", text=reason)])

    if len(raw) > _MOST_BYTES:
        raise refuse(f"{len(raw)} bytes are too many for a profile; at most {_MOST_BYTES}")
    try:
        text = raw.decode("utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise refuse("it is not UTF-8; save the file as UTF-8", raw[: error.start].count(b"\n") + 1) from error
    except RecursionError as error:
        raise refuse("not TOML: nested too deep") from error
    except ValueError as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        raise refuse(f"not TOML: {show(_TOML_PLACE.sub('', str(error)).strip())}", line, column) from error


def _texts(value: object) -> tuple[str, ...] | None:
    """Give a text or a list of texts as a tuple; None if it is something else. An empty text is no answer."""
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
        return tuple(dict.fromkeys(item.strip() for item in value))
    return None


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def known_answers(directives: Iterable[Directive]) -> Mapping[Question, tuple[str, ...]]:
    """Give the questions that directives ask about the asker, each with the answers that they know.

    Every directive asks for the jurisdiction. Other questions are asked by the directive as a whole, by one of its acts or rows,
    or by a clause that leaves something out.
    """
    words: dict[str, dict[str, None]] = {}
    for directive in directives:
        words.setdefault(Question.JURISDICTION, {})["/".join(directive.jurisdiction.values)] = None
        for scope in (directive.scope, *(act.scope for act in directive.acts), *(row.scope for row in directive.targets)):
            for rule in scope:
                known = (*rule.inside, *rule.undecided, *rule.advised, *rule.outside)
                words.setdefault(rule.question, {}).update(dict.fromkeys(known))
        for exclusion in directive.exclusions:
            words.setdefault(exclusion.on, {}).update(dict.fromkeys(exclusion.values))
    return {question: tuple(words[question]) for question in _ASKED if question in words}


def profile_block(questions: Mapping[Asked, Iterable[str]]) -> str:
    """Write a [profile] table to paste and fill in: one line per question, with the answers that the directives know.

    As it stands it answers nothing.
    """
    lines = ["[profile]"]
    for question, choices in questions.items():
        known = ", ".join(show(quoted(choice)) for choice in choices)
        lines.append(f"{question} = []" + (f"  # one or more of: {known}" if known else ""))
    lines.append('source = ""  # why this is so ("letter of the CIO of 2026-01-02"); needed for any answer')
    return "\n".join(lines) + "\n"
