"""What renders scripts and pages from templates. Each value is quoted for the language that it stands in, where it stands."""

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from excise.base import show
from excise.campaign.exports.quoting import command_line, md_code, md_text, ps_list, ps_text, sh_text, sh_words

if TYPE_CHECKING:
    from jinja2 import Environment


@functools.cache
def environment(*, escaped: bool = False) -> "Environment":
    """Give what renders.

    Args:
        escaped: Escape for HTML, and make every text safe to show.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("excise.campaign.exports"),
        autoescape=escaped,  # noqa: S701 - scripts and Markdown are no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # In a shell, "{#" begins the length of a text.
        comment_start_string="{##",
        comment_end_string="##}",
        finalize=(lambda value: show(value) if type(value) is str else value) if escaped else None,
    )
    made.filters["sh"] = sh_text
    made.filters["words"] = sh_words
    made.filters["commandline"] = command_line
    made.filters["md"] = md_text
    made.filters["code"] = md_code
    made.filters["ps"] = ps_text
    made.filters["shown"] = show
    made.filters["pslist"] = ps_list
    return made


def render(template: str, values: Mapping[str, object], *, escaped: bool = False) -> bytes:
    """Render a template to bytes, with lines that end as a Unix wants them."""
    return environment(escaped=escaped).get_template(template).render(values).encode("utf-8")
