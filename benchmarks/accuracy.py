"""Measure how exact attribution is, on labelled records that real inventories held; prints tables, lists disagreements.

Usage: python benchmarks/accuracy.py [CORPORA] [--write-docs] [--list FILE]   (CORPORA: EXCISE_CORPORA, else ../shared/corpora)
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import accuracy_tables as tables
from corpora import ROOT, Labelled, Outcome, identify, load_labelled, read_corpora
from excise.app.content import Content, load_content
from excise.attribution import Index
from excise.attribution.lint import fired_indicators
from excise.inventory.shapes import component_from
from name_search import search_names
from reduced_content import index_without
from tallies import Judged, judged

DEFAULT = "../shared/corpora"
PAGE = ROOT / "docs/reference/accuracy.md"
BEGIN, END = "<!-- measured by benchmarks/accuracy.py -->\n", "<!-- end of what is measured -->\n"
LISTED = ROOT / "out/accuracy/disagreements.jsonl"
_WORTH_A_LOOK = (Outcome.WRONG, Outcome.MISSED, Outcome.ASKED)


def main() -> None:
    """Measure, print, list, and on request write the page."""
    parser = argparse.ArgumentParser(description="Measure how exact attribution is.")
    told = os.environ.get("EXCISE_CORPORA", DEFAULT)  # noqa: TID251 - of the person who measures
    parser.add_argument("corpora", nargs="?", default=told, help=f"folder of labelled records (default: {told})")
    parser.add_argument("--write-docs", action="store_true", help=f"write the tables into {PAGE.relative_to(ROOT)}")
    parser.add_argument("--list", type=Path, default=LISTED, metavar="FILE", help="where to list the disagreements")
    arguments = parser.parse_args()
    folder = ROOT / arguments.corpora
    records = read_corpora(folder) if folder.is_dir() else ()
    if not records:
        print(f"skipped: no labelled records in {arguments.corpora}; name a folder, or set EXCISE_CORPORA")
        sys.exit(0)
    start = time.perf_counter()
    content = load_content(None, None)
    labels = frozenset(one.vendor for one in records if one.vendor)
    answered = answer(records, content.index, labels)
    settled = [one for one in answered if not one.record.uncertain]
    made = report(content, settled, [one for one in answered if one.record.uncertain], labels)
    listed = write_disagreements(answered, arguments.list)
    head = intro(content, answered, labels)
    print(head + "\n")
    print(tables.render_text(made))
    print(f"\n{listed} disagreements listed in {arguments.list} ({time.perf_counter() - start:.0f} s)")
    if arguments.write_docs:
        write_page(head, made)
        print(f"written: {PAGE.relative_to(ROOT)}")


def answer(records: Sequence[Labelled], index: Index, labels: frozenset[str]) -> list[Judged]:
    """Ask `identify`, and the search for names, about each record."""
    answers = identify(records, index)
    return [
        judged(record, told, search_names(record.fields, labels), labels) for record, told in zip(records, answers, strict=True)
    ]


def report(
    content: Content, settled: Sequence[Judged], unsettled: Sequence[Judged], labels: frozenset[str]
) -> list[tables.Table]:
    """Make all tables."""
    return [
        tables.overall(settled),
        tables.by_vendor(settled, sorted(labels)),
        tables.by_relation(settled),
        tables.by_shape(settled),
        tables.negatives(settled),
        tables.unsettled(unsettled),
        tables.left_out(_left_out(content, settled, vendor, labels) for vendor in sorted(labels)),
        *_firing(content, [one.record for one in (*settled, *unsettled)]),
    ]


def intro(content: Content, answered: Sequence[Judged], labels: frozenset[str]) -> str:
    """Say what was measured."""
    settled = [one for one in answered if not one.record.uncertain]
    owned = sum(one.record.vendor is not None for one in settled)
    outside = [one.outside for one in settled if one.outside and one.answer.get("grade") != "ambiguous"]
    apart = ", ".join(f"{name} {outside.count(name)}" for name in sorted(set(outside)))
    said = f"Content {content.about.version}; {owned:,} records of {len(labels)} vendors, {len(settled) - owned:,} clean ones."
    return said + (f" Claims for vendors that the labels do not know, neither right nor wrong here: {apart}." if apart else "")


def _left_out(
    content: Content, settled: Sequence[Judged], vendor: str, labels: frozenset[str]
) -> tuple[str, Sequence[Judged], Sequence[Judged]]:
    own = [one for one in settled if one.record.vendor == vendor]
    return vendor, own, answer([one.record for one in own], index_without(content, vendor), labels)


def _firing(content: Content, records: Iterable[Labelled]) -> Iterator[tables.Table]:
    own, seen = _fired(load_labelled(), content.index), _fired(records, content.index)
    for name in ("vendor", "kind"):
        groups: dict[str, set[str]] = {}
        for vendor in content.vendors:
            for one in vendor.indicators:
                groups.setdefault(getattr(one, name), set()).add(one.id)
        counts = {
            group: (len(ids), len(ids & own), len((ids & seen) - own), len(ids - seen - own))
            for group, ids in sorted(groups.items())
        }
        yield tables.firing(name, counts)


def _fired(records: Iterable[Labelled], index: Index) -> set[str]:
    return fired_indicators((component_from(one.shape, one.fields) for one in records), index)


def write_disagreements(answered: Iterable[Judged], path: Path) -> int:
    """List what is not answered as it is labelled, the worst first; what asks about an unsettled record agrees."""
    told = [one for one in answered if one.outcome in _WORTH_A_LOOK and not _is_rightly_asked(one)]
    told.sort(key=lambda one: (_WORTH_A_LOOK.index(one.outcome), one.record.shape, one.record.vendor or "", one.record.id))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for one in told:
            out.write(json.dumps(_disagreement(one), ensure_ascii=False) + "\n")
    return len(told)


def _is_rightly_asked(one: Judged) -> bool:
    return one.record.uncertain and one.outcome is Outcome.ASKED


def _disagreement(one: Judged) -> dict[str, object]:
    record = one.record
    label = {
        "vendor": record.vendor,
        "relation": record.relation,
        "kind": record.kind,
        "uncertain": record.uncertain,
        "note": record.note,
    }
    why = [reason["text"] for reason in one.answer.get("why", ())] or [one.answer.get("error", "")]
    said = {"vendor": one.answer.get("vendor"), "grade": one.answer.get("grade"), "why": why}
    return {
        "outcome": one.outcome,
        "id": record.id,
        "fields": record.fields,
        "label": {key: value for key, value in label.items() if value},
        "said": said,
    }


def write_page(head: str, made: Iterable[tables.Table]) -> None:
    """Put the tables between the marks of the page; the words around them are written by hand."""
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{PAGE}: the marks are missing; expected {BEGIN.strip()} and {END.strip()}")
    PAGE.write_text(f"{before}{begin}\n{head}\n\n{tables.render_markdown(made)}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
