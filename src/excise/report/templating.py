"""What renders pages from templates: every value passes `show` and then the escaping of the template."""

import functools
import re
from typing import TYPE_CHECKING

from excise.report.columns import cut

if TYPE_CHECKING:
    from jinja2 import Environment

_LONGEST = 2000
_NOT_CSS = re.compile(r"[^A-Za-z0-9:. -]")


@functools.cache
def environment(longest: int = _LONGEST) -> "Environment":
    """Give what renders the pages; a text that is longer than `longest` cells is cut."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("excise.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Markup of our own is a subclass of str and passes; plain text is made safe first, then escaped.
        finalize=lambda value: cut(value, longest) if type(value) is str else value,
    )
    environment.filters["css"] = lambda text: _NOT_CSS.sub("", text)
    return environment
