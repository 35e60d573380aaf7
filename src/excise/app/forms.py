"""Forms of the content in use: read, listed with their dates, and filled from a saved answer."""

import datetime as dt
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from excise.app.content import Content, content_files, load_content
from excise.app.settings import cache_folder
from excise.app.sources import read_argument
from excise.base import ArgumentUnusableError, show
from excise.law import ContentError
from excise.law.deadlines import due
from excise.report.forms import fill_form, form_problems, parse_fill, parse_form
from excise.report.forms.records import FilledForm, Form

if TYPE_CHECKING:
    from excise.report.campaign_records import CampaignTold
    from excise.report.records import Answer

_FOLDER = "forms/"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedForm:
    """One line of the list of forms."""

    id: str
    title: str
    directives: tuple[str, ...]
    due: str
    """When it is due, in words."""


def load_forms(folder: Path | None, content: Content) -> tuple[Form, ...]:
    """Read the forms of the content, those that are shipped and those of a folder of the user's own.

    Raises:
        ContentError: One can't be used; each problem says file, line and column.
    """
    raws = {name: raw for name, raw in content_files(folder).items() if name.startswith(_FOLDER)}
    forms = tuple(parse_form(raw, name) for name, raw in raws.items())
    problems = [problem for one in forms for problem in form_problems(one, content.directives)]
    doubles = {one.id for at, one in enumerate(forms) if one.id in {other.id for other in forms[:at]}}
    if problems:
        raise ContentError(problems)
    if doubles:
        raise ArgumentUnusableError(f"two files hold a form of the id {', '.join(sorted(doubles))}; give one of them another id")
    return forms


def form_in_use(forms: Sequence[Form], form_id: str) -> Form:
    """Give a form by its id.

    Raises:
        ArgumentUnusableError: There is none of that name.
    """
    for one in forms:
        if one.id == form_id:
            return one
    near = difflib.get_close_matches(form_id, [one.id for one in forms], 1)
    hint = f"did you mean {near[0]}?" if near else f"see the {len(forms)} of `excise report --forms`"
    raise ArgumentUnusableError(f"no form is called {form_id}; {hint}")


def list_forms(folder: Path | None, as_of: dt.date) -> tuple[ListedForm, ...]:
    """List the forms with when each is due, as of a day.

    Raises:
        ArgumentUnusableError: The content can't be used.
    """
    content = load_content(folder, cache_folder())
    return tuple(
        ListedForm(id=one.id, title=one.title, directives=one.directives, due=_due_words(one, content, as_of))
        for one in load_forms(folder, content)
    )


def _due_words(form: Form, content: Content, as_of: dt.date) -> str:
    found = []
    for name in form.directives:
        for one in due(content.directive(name), as_of):
            if one.action in form.due:
                found.append(str(one.on) if one.on else one.why or "the text gives no date")
    return "; ".join(dict.fromkeys(found))


def fill_from_answer(
    folder: Path | None,
    answer: "Answer",
    form_id: str,
    fill: Path | None,
    directives: Sequence[str],
    *,
    campaign: "CampaignTold | None" = None,
    host: str = "",
) -> FilledForm:
    """Fill a form from a saved answer, from the campaign of a case, and from what a person gives.

    Raises:
        ArgumentUnusableError: There is no such form or host, or it is not for the directives of the answer.
        ContentError: The form or the fill can't be used; each problem says file, line and column.
    """
    content = load_content(folder, cache_folder())
    form = form_in_use(load_forms(folder, content), form_id)
    given = parse_fill(read_argument(fill), str(fill)) if fill is not None else None
    if host and (campaign is None or host not in {one.host for one in campaign.targets}):
        raise ArgumentUnusableError(f"no approved plan of the case names a host {show(host)}; `excise status --html` lists them")
    return fill_form(form, answer, content.directives, given, directives, campaign=campaign, host=host)
