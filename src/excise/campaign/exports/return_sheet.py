"""The return sheet of a runbook: what people saw on each host by each means, and how it is read back for a presence check."""

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass

from excise.base import FormatError, show
from excise.campaign.exports.parcels import old_looks
from excise.campaign.exports.quoting import csv_table
from excise.campaign.exports.records import Parcel
from excise.campaign.presence import MeansSeen
from excise.campaign.records import Means, Presence

COLUMNS = ("plan", "wave", "host", "product", "means", "answer", "seen_at", "boot", "seen_by", "note")
MOST_BYTES = 32 << 20
_TEXT_MARK = "'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One line of a return sheet."""

    plan: str
    host: str
    product: str
    seen_by: str
    seen: MeansSeen


def render_return_sheet(plan: str, parcels: Iterable[Parcel]) -> bytes:
    """Write the sheet: a line for each host, product and means, with the answer left open."""
    rows = []
    for parcel in parcels:
        means = sorted({look.means for look in old_looks(parcel.errand) if look.means is not None})
        for errand in parcel.errands:
            rows += [(plan, str(errand.wave), errand.work.host, errand.target.product, one, "", "", "", "", "") for one in means]
    return csv_table([COLUMNS, *sorted(rows, key=lambda row: (int(row[1]), row[2:5]))])


def read_return_sheet(raw: bytes, path: str) -> tuple[Returned, ...]:
    """Read a sheet that came back. A line without an answer, or without its time, is UNKNOWN.

    Args:
        raw: CSV in UTF-8, with or without a mark at its beginning.
        path: Name of the file, for messages.

    Raises:
        FormatError: It is no return sheet, or an answer is none of present, absent and unknown.
    """
    if len(raw) > MOST_BYTES:
        raise FormatError(f"{path}: more than {MOST_BYTES} bytes; give the sheets of single waves")
    try:
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError(f"{path}: not a table in UTF-8 ({show(str(error))[:80]})") from error
    return tuple(_returned(row, f"{path}:{number}") for number, row in enumerate(rows, 2))


def _returned(row: dict[str, str], at: str) -> Returned:
    if missing := [name for name in COLUMNS[:7] if row.get(name) is None]:
        raise FormatError(f"{at}: lacks the column {missing[0]}; expected {', '.join(COLUMNS)}")
    cells = {name: _cell(row.get(name) or "") for name in COLUMNS}
    try:
        means = Means(cells["means"])
        answer = Presence(cells["answer"].lower() or Presence.UNKNOWN)
    except ValueError as error:
        raise FormatError(f"{at}: {show(str(error))[:80]}; an answer is present, absent or unknown") from error
    seen_at = _instant(cells["seen_at"], at)
    if seen_at is None:
        answer = Presence.UNKNOWN
    seen = MeansSeen(
        means=means,
        answer=answer,
        at=seen_at or dt.datetime.min.replace(tzinfo=dt.UTC),
        boot=cells["boot"],
        note=f"seen by {cells['seen_by']}: {cells['note']}" if cells["seen_by"] else cells["note"],
    )
    return Returned(plan=cells["plan"], host=cells["host"], product=cells["product"], seen_by=cells["seen_by"], seen=seen)


def _cell(text: str) -> str:
    return text.strip().removeprefix(_TEXT_MARK)


def _instant(text: str, at: str) -> dt.datetime | None:
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise FormatError(f"{at}: {show(text[:40])} is no time; expected like 2026-11-26T14:05Z") from error
    return found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
