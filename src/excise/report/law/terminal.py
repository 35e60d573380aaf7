"""A directive's page in the terminal."""

from excise.law import Clause, Confidence
from excise.report.columns import wrap
from excise.report.law.records import LawPage, Line, Section

LEGAL = "This is a reading of the text for a program, not legal advice."


def render_page(page: LawPage, width: int = 100) -> str:
    """Write the page of one directive."""
    out = [*wrap(f"{page.id}   {page.title}", width)]
    out += [line for warning in page.warnings for line in wrap(f"! {warning}", width)]
    out.append("")
    for label, text in page.facts:
        out += wrap(text, width, f"  {label:<12}")
    out.append("")
    for section in page.sections:
        out += [section.title.upper(), *_section(section, width), ""]
    out += ["CLAUSES", *(line for clause in page.clauses for line in _clause(clause, width)), ""]
    out += wrap(f"To object: {page.objection}", width)
    out += wrap(f"From {page.path or 'a record'}. {LEGAL}", width)
    return "\n".join(out) + "\n"


def _section(section: Section, width: int) -> list[str]:
    lines = [part for line in section.lines for part in _line(line, width)]
    return [*lines, *(wrap(section.note, width, "  ") if section.note else [])]


def _line(line: Line, width: int) -> list[str]:
    mark = f" [{line.mark}]" if line.mark else ""
    clause = f" [{line.clause}]" if line.clause else ""
    first, *rest = wrap(f"{line.text}{clause}{mark}", width - 4, "")
    out = [f"  {first}", *(f"    {part}" for part in rest)]
    for part in line.more:
        start, *following = wrap(part, width - 6)
        out += [f"    {start}", *(f"      {one}" for one in following)]
    return out


def _clause(clause: Clause, width: int) -> list[str]:
    mark = "" if clause.confidence is Confidence.CONFIRMED else f"  [{clause.confidence}]"
    text = f'"{clause.text}"' if clause.verbatim else f"{clause.text} (our words)"
    language = f" ({clause.language})" if clause.language != "en" else ""
    head = f"[{clause.id}] {clause.cite}{language}{mark}"
    return [*wrap(head, width, "  "), *wrap(text, width, "    "), *wrap(clause.source, width, "    ")]
