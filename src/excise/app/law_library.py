"""Put the pages of the law library together from the content in use."""

import datetime as dt
import difflib

from excise.app.content import Content
from excise.base import ArgumentUnusableError
from excise.law import Directive, status_at
from excise.report.law.listing import ListRow, list_row
from excise.report.law.page import read_directive
from excise.report.law.records import Library, Read


def names_of(content: Content) -> Library:
    """Give the names of entities and the titles of lists."""
    return Library(
        entities={entity.id: entity.name for entity in content.graph.entities},
        lists={listing.id: listing.title for listing in content.listings},
    )


def read_for(content: Content, directive_id: str, as_of: dt.date) -> Read:
    """Read one directive as it stands on a day.

    Raises:
        ArgumentUnusableError: There is none of that name.
    """
    return read_directive(content.directive(directive_id), as_of, names_of(content))


def list_for(content: Content, as_of: dt.date, jurisdiction: str = "") -> tuple[ListRow, ...]:
    """List the directives, all or those of a jurisdiction ("us", "us/federal").

    Raises:
        ArgumentUnusableError: No directive is of that jurisdiction.
    """
    library = names_of(content)
    chosen = [one for one in content.directives if not jurisdiction or _is_inside(one, jurisdiction)]
    if jurisdiction and not chosen:
        known = sorted({one.jurisdiction.values[0] for one in content.directives if one.jurisdiction.values})
        near = difflib.get_close_matches(jurisdiction, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise ArgumentUnusableError(f"no directive is of the jurisdiction {jurisdiction}; {hint}")
    return tuple(list_row(one, status_at(one, as_of), library) for one in chosen)


def _is_inside(directive: Directive, jurisdiction: str) -> bool:
    """Whether a directive's path begins with the one asked for."""
    path = tuple(jurisdiction.split("/"))
    return directive.jurisdiction.values[: len(path)] == path
