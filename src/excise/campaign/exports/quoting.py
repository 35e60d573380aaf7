"""Words of ours in other languages: shells, PowerShell, Windows command lines, CSV cells. What can't be said is refused."""

import csv
import io
import re
import shlex
from collections.abc import Iterable, Sequence

from excise.base import show

_PS_QUOTES = re.compile("(['‘’‚‛])")
"""PowerShell takes each of them for the end of a text."""
_NEEDS_QUOTES = re.compile(r'[\s"]|\A\Z')
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SQL_QUOTE = "'"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!])")
# Forms of time that the date command of a Unix reads without doubt, and what their texts look like.
_SHELL_TIMES: dict[str, str] = {
    "epoch": "[1-9][0-9]{0,11}",
    "%a %b %d %H:%M:%S %Y": "[A-Z][a-z]{2} [A-Z][a-z]{2} +[0-9]{1,2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}",
    "%Y-%m-%dT%H:%M:%S": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}",
    "%Y-%m-%d %H:%M:%S": "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}",
    "%Y-%m-%d": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
_DOTNET: dict[str, str] = {
    "Y": "yyyy", "m": "M", "d": "d", "H": "H", "M": "m", "S": "s", "a": "ddd", "b": "MMM",
}  # fmt: skip


def sh_text(text: str) -> str:
    """Quote a text as one word of a shell."""
    return shlex.quote(text)


def sh_words(words: Iterable[str]) -> str:
    """Quote arguments for a shell."""
    return " ".join(shlex.quote(one) for one in words)


def sh_time_objection(form: str) -> str:
    """Say why a shell can't read a form of time; empty: it can."""
    return "" if form in _SHELL_TIMES else f"a shell can't read the time of the definitions ({show(form)})"


def sh_time_pattern(form: str) -> str:
    """Give the extended regular expression of a form of time that a shell can read."""
    return _SHELL_TIMES[form]


def ps_text(text: str) -> str:
    """Write a text as an expression of PowerShell, in ASCII: a file without a mark is read in the code page of the system."""
    parts = []
    for found in re.finditer(r"[ -~]+|[^ -~]", text):
        part = found[0]
        if len(part) > 1 or " " <= part <= "~":
            parts.append("'" + _PS_QUOTES.sub(r"\1\1", part) + "'")
            continue
        units = part.encode("utf-16-be")
        parts += [f"[char]0x{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2)]
    if not parts:
        return "''"
    # A text first, or two characters would be added as numbers.
    return parts[0] if len(parts) == 1 and parts[0].startswith("'") else "('' + " + " + ".join(parts) + ")"


def ps_list(values: Iterable[str | int]) -> str:
    """Write a list as an expression of PowerShell."""
    return "@(" + ", ".join(str(one) if isinstance(one, int) else ps_text(one) for one in values) + ")"


def command_line(words: Sequence[str]) -> str:
    """Join arguments to the one line from which a Windows program reads them back, by the rules of its C library."""
    return " ".join(_windows_word(one) for one in words)


def _windows_word(word: str) -> str:
    if not _NEEDS_QUOTES.search(word):
        return word
    # Backslashes count only before a quotation mark; each of them is doubled there.
    inner = re.sub(r'(\\*)"', r'\1\1\\"', word)
    return '"' + re.sub(r"(\\+)\Z", r"\1\1", inner) + '"'


def dotnet_time(form: str) -> str:
    """Give a form of time as .NET writes it; empty: it has a part that is not known here."""
    if form == "epoch":
        return form
    plain = re.sub(r"(?<!%)[A-Za-z]", lambda found: f"'{found[0]}'", form)
    made = re.sub(r"%(.)", lambda found: _DOTNET.get(found[1], "\0"), plain)
    return "" if "\0" in made else made


def sql_text(text: str) -> str:
    """Quote a text for a query."""
    return _SQL_QUOTE + text.replace(_SQL_QUOTE, _SQL_QUOTE * 2) + _SQL_QUOTE


def csv_table(rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table; a cell that a spreadsheet would reckon out is marked as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(one) for one in row])
    return out.getvalue().encode("utf-8")


def _cell(text: str) -> str:
    safe = show(text)
    return f"'{safe}" if safe.startswith(_FORMULA) else safe


def md_text(text: str) -> str:
    """Write a text so that a page in Markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", show(text))


def md_code(text: str) -> str:
    """Write a text as code within a line, whatever is in it."""
    safe = show(text)
    longest = max((len(one) for one in re.findall("`+", safe)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if longest else ""
    return f"{fence}{edge}{safe}{edge}{fence}"
