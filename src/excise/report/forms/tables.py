"""The tables that a form can show of an answer. Each row is a mapping of column ids to cells."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from excise.report import words
from excise.report.forms.campaign_tables import PRODUCT_WORK, product_work
from excise.report.forms.records import Cell, FieldKind
from excise.report.forms.view import Product, View, products
from excise.report.records import FindingLine
from excise.report.said import with_words

Rows = tuple[Mapping[str, Cell], ...]
_TEXT, _NUMBER, _DATE = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DATE

PRODUCT = {
    "product": _TEXT, "product-id": _TEXT, "vendor": _TEXT, "publisher": _TEXT, "versions": _TEXT, "endpoints": _NUMBER,
    "findings": _NUMBER, "presence": _TEXT, "seen-by": _TEXT, "inside": _TEXT, "reason": _TEXT, **PRODUCT_WORK,
}  # fmt: skip
INSTANCE = {
    "endpoint": _TEXT, "kind": _TEXT, "system": _TEXT, "product": _TEXT, "version": _TEXT, "publisher": _TEXT, "presence": _TEXT,
    "copies": _NUMBER, "place": _TEXT, "seen-by": _TEXT, "due": _DATE, "finding": _TEXT,
}  # fmt: skip
METHOD = {"method": _TEXT, "version": _TEXT, "assets": _NUMBER, "records": _NUMBER, "looked-at": _TEXT, "cannot-see": _TEXT}
GAP = {"method": _TEXT, "reason": _TEXT, "count": _NUMBER}
MISSING = {"endpoint": _TEXT}
DUE = {"action": _TEXT, "on": _DATE, "what": _TEXT, "clause": _TEXT, "directive": _TEXT}
WAIVER = {
    "waiver": _TEXT, "directive": _TEXT, "state": _TEXT, "until": _DATE, "approver": _TEXT, "grounds": _TEXT, "findings": _NUMBER,
}  # fmt: skip
DIRECTIVE = {
    "directive": _TEXT, "title": _TEXT, "issuer": _TEXT, "status": _TEXT, "covered": _NUMBER, "undecided": _NUMBER,
    "excluded": _NUMBER,
}  # fmt: skip


def only_undecided(view: View) -> tuple[FindingLine, ...]:
    """Give the undecided findings on assets where nothing is covered."""
    covered = {one.asset for one in view.covered}
    return tuple(one for one in view.undecided if one.asset not in covered)


def product_rows(view: View) -> Rows:
    """List the covered products."""
    return tuple(_product(view, one, "covered") for one in products(view.covered))


def undecided_rows(view: View) -> Rows:
    """List the products that a person must rule on."""
    return tuple(_product(view, one, "human") for one in products(view.undecided))


def _product(view: View, product: Product, word: str) -> Mapping[str, Cell]:
    first = product.findings[0]
    reasons = dict.fromkeys(verdict.reason for one in product.findings for verdict in view.verdicts(one, word))
    return {
        "product": product.name,
        "product-id": first.product,
        "vendor": first.vendor,
        "publisher": _each(one.component.publisher for one in product.findings),
        "versions": product.versions,
        "endpoints": view.endpoints(product.findings),
        "findings": len(product.findings),
        "presence": _each(one.presence for one in product.findings),
        "seen-by": _each(evidence.method for one in product.findings for evidence in one.evidence),
        "inside": _each(" > ".join(one.component.within) for one in product.findings),
        "reason": "; ".join(reasons),
        **product_work(view, (one.id for one in product.findings)),
    }


def _each(values: Iterable[str]) -> str:
    return ", ".join(sorted({one for one in values if one}))


def instance_rows(view: View) -> Rows:
    """List each covered product on each endpoint."""
    return tuple(_instance(view, one) for one in view.covered)


def _instance(view: View, finding: FindingLine) -> Mapping[str, Cell]:
    directives = {one.id: one for one in view.directives}
    dues = [with_words(due, directives[v.directive]) for v in view.verdicts(finding, "covered") for due in v.due]
    due = words.next_due(dues, view.answer.as_of)
    first = finding.evidence[0] if finding.evidence else None
    return {
        "endpoint": finding.asset_name or finding.asset,
        "kind": view.kinds.get(finding.asset, ""),
        "system": view.systems.get(finding.asset, ""),
        "product": finding.component.name,
        "version": finding.component.version,
        "publisher": finding.component.publisher,
        "presence": finding.presence,
        "copies": finding.copies,
        "place": ", ".join(part for part in (first.source, first.locator) if part) if first else "",
        "seen-by": first.method if first else "",
        "due": due.on if due else None,
        "finding": finding.id,
    }


def method_rows(view: View) -> Rows:
    """List the methods."""
    return tuple(
        {
            "method": one.name,
            "version": one.version,
            "assets": one.assets,
            "records": one.records,
            "looked-at": "; ".join(one.looked_at),
            "cannot-see": "; ".join(one.blind_to),
        }
        for one in view.answer.methods
    )


def gap_rows(view: View) -> Rows:
    """Count the gaps by method and reason."""
    counts = Counter((one.method, one.reason) for one in view.answer.gaps)
    ordered: Sequence[tuple[tuple[str, str], int]] = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple({"method": method, "reason": reason, "count": count} for (method, reason), count in ordered)


def missing_rows(view: View) -> Rows:
    """List the endpoints that were in no input."""
    return tuple({"endpoint": name} for name in view.answer.coverage.known_missing)


def due_rows(view: View) -> Rows:
    """List the dates of the directives."""
    return tuple(
        {
            "action": due.action,
            "on": due.on,
            "what": due.summary or due.action.replace("-", " "),
            "clause": due.clause,
            "directive": one.id,
        }
        for one in view.directives
        for due in one.due
    )


def directive_rows(view: View) -> Rows:
    """List the directives."""
    return tuple(
        {
            "directive": one.id,
            "title": one.title,
            "issuer": one.issuer,
            "status": one.status.replace("-", " "),
            "covered": one.covered,
            "undecided": one.human,
            "excluded": one.excluded,
        }
        for one in view.directives
    )


def waiver_rows(view: View) -> Rows:
    """List the waivers under the directives, with how many findings each stands beside."""
    counts = Counter(
        waiver for one in view.answer.findings for waiver in {v.waiver for v in one.verdicts if v.directive in view.ids} if waiver
    )
    return tuple(
        {
            "waiver": one.id,
            "directive": one.directive,
            "state": one.state.replace("-", " "),
            "until": one.until or None,
            "approver": one.approver,
            "grounds": "; ".join(one.grounds),
            "findings": counts[one.id],
        }
        for one in view.answer.waivers
        if one.directive in view.ids
    )
