"""Our status form beside the workbooks of two real directives: what they ask for is in ours, or left out for a reason."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from form_samples import form, shipped

SHARED = Path(__file__).resolve().parents[5] / "shared"
GOVERNMENT = SHARED / "artifacts" / "government"
DIRECTIVE = SHARED / "samples" / "bod-17-01.md"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not GOVERNMENT.is_dir(), reason="no folder `shared` beside the checkout"),
]

FIRST, SECOND = "ed20-03status.xlsx", "ed21-01status_v2.xlsx"
_BREAK_IN = "identity providers, trusts and accounts after a break-in"
OURS = {
    # the hidden sheet of answers: one column for each thing asked
    FIRST: {
        "AgencyName": "agency", "POCName": "contact", "POCEmailAddress": "contact-email", "POCPhoneNumber": "contact-phone",
        "1A": "all-endpoints", "1B": "total", "2A": "updated", "3A": "disconnected", "4A": "mitigated", "5A": "remaining",
        "6": "new-endpoints", "6A": "controls-text", "7": "expected-end", "8": "poam", "9": "comments",
        "Completion_Dept": "whole-department", "Completion_confirm": "complete", "Signature": "signer",
    },
    SECOND: {
        "IP address": "instances.address", "SolarWinds Orion Platform Version": "instances.version",
        "Host Operating System Version": "instances.system", "Status (Disconnected or Operational)": "instances.status",
        "Category (per Activity Alert AA20-352A)": "instances.category",
        "Has this instance ever operated one of the affected versions? (Yes or No)": "gone",
        "If yes - For affected instances describe the forensic steps taken since the issuance of ED 21-01 "
        "(additional details can be provided in a separate document)": "instances.steps",
        "1": "total", "1a": "still-found", "6": "comments", "13": "expected-end",
    },
}  # fmt: skip
"""What a workbook calls it, and the field of ours (FIELD.COLUMN in a table)."""
NOT_OURS = {
    FIRST: dict.fromkeys(("2B", "3B", "4B", "5B"), "a second count of the same things for hosts with one role (DNS server)"),
    SECOND: {
        **dict.fromkeys(("2", "9", "10"), "logging and telemetry; no matter of a product's removal"),
        **dict.fromkeys(("3", "3a", "3b", "3c", "3d", "3e", "3f", "4", "4a", "4b", "4c", "4d"), _BREAK_IN),
        **dict.fromkeys(("5", "5a", "5b", "5c", "5d", "5e", "8", "8a", "8b", "8c", "8d", "8e"), _BREAK_IN),
        **dict.fromkeys(("11", "11a", "11b", "11c", "11d", "11e", "11f"), _BREAK_IN),
        **dict.fromkeys(("7", "12", "12a", "12b", "12c", "12d"), "classes of networks by an alert, and what an intruder reached"),
    },
}
"""What the workbooks ask for and our form does not, with the reason."""
_NUMBER = re.compile(r"\s*(\d+[a-z]?)\)")


def book(name: str) -> "openpyxl.Workbook":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(GOVERNMENT / name, data_only=True)


def asked(name: str) -> Iterator[str]:
    """Give what a workbook asks for: columns of answers, columns of the inventory, numbered questions."""
    sheets = book(name)
    if name == FIRST:
        yield from (str(cell.value) for cell in sheets["Responses"][1] if cell.value)
        return
    yield from (" ".join(str(cell.value).split()) for cell in sheets["Inventories"][4] if cell.value)
    for sheet in ("Status Report - January 19", "Status Report - January 25"):
        for row in sheets[sheet].iter_rows():
            for cell in row:
                found = _NUMBER.match(str(cell.value or ""))
                if found:
                    yield found[1]


@pytest.mark.parametrize(("name", "least"), [(FIRST, 22), (SECOND, 50)])
def test_every_column_of_the_real_workbooks_is_ours_or_left_out_for_a_reason(name: str, least: int) -> None:
    columns = list(asked(name))
    assert len(columns) >= least
    assert [one for one in columns if one not in OURS[name] and one not in NOT_OURS[name]] == []
    assert set(OURS[name]) | set(NOT_OURS[name]) <= set(columns)
    assert set(NOT_OURS[name]) & set(OURS[name]) == set()


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_every_field_that_is_said_to_be_ours_is_there(name: str) -> None:
    fields = {each.id: each for each in form("status-workbook").fields}
    for where in OURS[name].values():
        field, _, column = where.partition(".")
        assert field in fields, where
        assert not column or column in {each.id for each in fields[field].columns}, where


def test_the_totals_add_up_as_in_the_real_workbook() -> None:
    """X = Q1 - Q2 - Q3 - Q4 there; the same sum here."""
    text = str(book(FIRST)["ED 20-03"]["B16"].value)
    assert "no mitigations in place" in text
    assert form("status-workbook").sums[0].that == "updated + disconnected + mitigated + remaining = total"


def test_every_quotation_of_the_directive_is_in_its_text() -> None:
    text = re.sub(r"[^a-z0-9]", "", DIRECTIVE.read_text(encoding="utf-8").lower())
    quotes = [
        (one.id, piece) for one in shipped() if "17-01" in one.id for each in one.fields for piece in each.quote.split("[...]")
    ]
    assert len(quotes) > 20
    assert [pair for pair in quotes if re.sub(r"[^a-z0-9]", "", pair[1].lower()) not in text] == []
