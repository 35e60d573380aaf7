"""The tables of the accuracy report, and how they are written: aligned for a terminal, or as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpora import Outcome
from tallies import NO_DNS, Judged, Tally, tally, tally_names

RELATIONS = ("direct", "affiliate", "brand", "oem", "developed")
PLAIN = "plain software"
_BESIDE = ("search: recall", "search: wrong")
"""Columns of the baseline."""
_SCORES = ("records", "claimed", "asked", "recall", "pointed to", "precision", "clean", "wrong", "per 10,000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a line above it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


def share(value: float | None) -> str:
    """Give a share with three digits; nothing where there is none."""
    return "" if value is None else f"{value:.3f}"


def count(number: int) -> str:
    """Give a count."""
    return f"{number:,}"


def rate(counts: Tally) -> str:
    """Give wrong per 10,000 clean, or what none in so many shows."""
    if counts.bound is not None:
        return f"0 (at most {counts.bound:.2g})" if counts.bound < 1000 else "0"
    return "" if counts.wrong_rate is None else f"{counts.wrong_rate:.1f}"


def _scores(name: str, counts: Tally) -> tuple[str, ...]:
    return (
        name,
        count(counts.owned),
        count(counts.found),
        count(counts.asked),
        share(counts.recall),
        share(counts.pointed),
        share(counts.precision),
        count(counts.clean),
        count(counts.wrong),
        rate(counts),
    )


def _beside(names: Tally) -> tuple[str, ...]:
    return share(names.recall), count(names.wrong)


def overall(records: Sequence[Judged]) -> Table:
    """Score all records, and those without names of domains and without what is not made by the vendor itself."""
    rows = []
    for name, chosen in _selections(records):
        rows += [_scores(name, tally(chosen)), _scores("  a search for names", tally_names(chosen))]
    return Table(title="Over all vendors", head=("records of", *_SCORES), rows=rows)


def _selections(records: Sequence[Judged]) -> Iterator[tuple[str, Sequence[Judged]]]:
    direct = [one for one in records if one.record.vendor is None or one.record.relation == "direct"]
    for name, chosen in (("every relation", records), ("direct alone", direct)):
        yield name, chosen
        yield f"{name}, without bare domain names", [one for one in chosen if one.record.shape != NO_DNS]


def by_vendor(records: Sequence[Judged], vendors: Sequence[str]) -> Table:
    """Score each vendor: clean are all records that are not its own."""
    rows = []
    no_dns = [one for one in records if one.record.shape != NO_DNS]
    for vendor in vendors:
        of_it = [one for one in no_dns if _is_direct(one, vendor)]
        for name, chosen in ((vendor, records), ("  direct, no domain names", of_it)):
            rows.append((*_scores(name, tally(chosen, vendor)), *_beside(tally_names(chosen, vendor))))
    return Table(title="By vendor", head=("vendor", *_SCORES, *_BESIDE), rows=rows)


def _is_direct(one: Judged, vendor: str) -> bool:
    return one.record.vendor != vendor or one.record.relation == "direct"


def by_shape(records: Sequence[Judged]) -> Table:
    """Score each shape."""
    rows = []
    for shape in sorted({one.record.shape for one in records}):
        chosen = [one for one in records if one.record.shape == shape]
        rows.append((*_scores(shape, tally(chosen)), *_beside(tally_names(chosen))))
    return Table(title="By shape", head=("shape", *_SCORES, *_BESIDE), rows=rows)


def by_relation(records: Sequence[Judged]) -> Table:
    """Score each relation to the vendor, with and without names of domains."""
    rows = []
    for relation in RELATIONS:
        of_it = [one for one in records if one.record.vendor and one.record.relation == relation]
        for name, chosen in ((relation, of_it), ("  no domain names", [one for one in of_it if one.record.shape != NO_DNS])):
            counts, names = tally(chosen), tally_names(chosen)
            told = (count(counts.owned), count(counts.found), count(counts.asked), count(counts.astray))
            rows.append((name, *told, share(counts.recall), share(counts.pointed), share(names.recall)))
    head = ("relation", "records", "claimed", "asked", "for another", "recall", "pointed to", "search for names")
    return Table(title="By relation", head=head, rows=rows)


def negatives(records: Sequence[Judged]) -> Table:
    """Score what is nobody's, by why it is hard."""
    clean = [one for one in records if one.record.vendor is None]
    kinds = sorted({one.record.kind for one in clean} - {""})
    groups = [(kind.replace("_", " "), [one for one in clean if one.record.kind == kind]) for kind in kinds]
    hard = [one for one in clean if one.record.kind]
    groups += [("all hard ones", hard), (PLAIN, [one for one in clean if not one.record.kind])]
    rows = []
    for name, chosen in groups:
        counts, names = tally(chosen), tally_names(chosen)
        percent = f"{counts.wrong / counts.clean:.1%}" if counts.clean else ""
        bound = f"at most {3 / counts.clean:.2%}" if counts.clean > 3 and not counts.wrong else ""
        numbers = (count(counts.clean), count(counts.wrong), percent, bound, count(counts.asked_clean), count(names.wrong))
        rows.append((name, *numbers))
    head = ("what it is", "records", "wrong", "share", "3/n", "asked", "wrong by a search for names")
    return Table(title="What is nobody's", head=head, rows=rows)


def unsettled(records: Sequence[Judged]) -> Table:
    """Count what is answered on records whose label nobody could settle: claiming is wrong."""
    claimed = sum(one.outcome is Outcome.WRONG for one in records)
    asked = sum(one.outcome is Outcome.ASKED for one in records)
    let_go = len(records) - claimed - asked
    good = f"{(asked + let_go) / len(records):.3f}" if records else ""
    head = ("records", "claimed", "asked", "nobody's", "share asked or nobody's")
    row = (count(len(records)), count(claimed), count(asked), count(let_go), good)
    return Table(title="What nobody could settle", head=head, rows=[row])


def left_out(rows: Iterable[tuple[str, Sequence[Judged], Sequence[Judged]]]) -> Table:
    """Set beside each other what is found with a vendor's content and with its names and domains alone."""
    told = []
    for vendor, whole, cut in rows:
        for name, without in ((vendor, False), ("  no domain names", True)):
            pair = [[one for one in part if not (without and one.record.shape == NO_DNS)] for part in (whole, cut)]
            of_whole, of_cut = tally(pair[0]), tally(pair[1])
            if of_whole.owned:
                told.append(
                    (name, count(of_whole.owned), count(of_whole.found), count(of_cut.found), share(of_whole.recall),
                     share(of_cut.recall), share(of_cut.pointed))
                )  # fmt: skip
    head = ("vendor", "records", "claimed", "claimed, left out", "recall", "recall, left out", "pointed to, left out")
    return Table(title="One vendor left out", head=head, rows=told)


def firing(by: str, counts: Mapping[str, tuple[int, int, int, int]]) -> Table:
    """Say of how many indicators the own records, the corpora alone, or no record at all holds an example."""
    total = tuple(sum(column) for column in zip(*counts.values(), strict=True))
    rows = [(name, *map(count, numbers)) for name, numbers in (*counts.items(), ("all", total))]
    head = (by, "indicators", "fire on own records", "fire on the corpora alone", "never fire")
    return Table(title=f"Indicators by {by}", head=head, rows=rows)


def render_text(tables: Iterable[Table]) -> str:
    """Write tables for a terminal."""
    return "\n\n".join(_text(table) for table in tables)


def _text(table: Table) -> str:
    rows = [tuple(table.head), *map(tuple, table.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(table.head))]
    lines = [
        "  ".join(["", row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]
    return "\n".join([table.title, *(line.rstrip() for line in lines), *([f"  {table.note}"] if table.note else [])])


def render_markdown(tables: Iterable[Table]) -> str:
    """Write tables for a page."""
    return "\n".join(line for table in tables for line in _markdown(table))


def _markdown(table: Table) -> Iterator[str]:
    yield from (f"### {table.title}", "")
    yield f"| {' | '.join(table.head)} |"
    yield "| --- |" + " ---: |" * (len(table.head) - 1)
    for row in table.rows:
        first = f"&nbsp;&nbsp;{row[0].strip()}" if row[0].startswith(" ") else row[0]
        yield f"| {' | '.join((first, *row[1:]))} |"
    yield ""
    if table.note:
        yield from (table.note, "")
