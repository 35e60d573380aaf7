"""What a bundle says that it does not show, in words: what was not examined, and what no check of it can establish."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from excise.proof.bundle import HIDDEN, BundledLog
from excise.proof.verification import WitnessTold

if TYPE_CHECKING:
    from excise.report.records import Answer

GAPS_LISTED = 50


def not_examined(answer: "Answer | None") -> tuple[str, ...]:
    """Say what the collection did not see: gaps, hosts that were in no input, and what each method is blind to."""
    return () if answer is None else tuple(_not_examined(answer))


def _not_examined(answer: "Answer") -> Iterator[str]:
    coverage = answer.coverage
    if coverage.assets_known is None:
        yield (
            f"{coverage.assets_examined:,} assets were examined; no list says how many there are, so assets that nobody named "
            "may have been left out"
        )
    else:
        missing = len(coverage.known_missing)
        yield f"{missing:,} of {coverage.assets_known:,} known assets ({coverage.known_from}) were in no input"
    cells = coverage.cells
    if cells.partly or cells.not_examined:
        yield (
            f"of {cells.examined + cells.partly + cells.not_examined:,} cells asset by method, {cells.partly:,} were examined in "
            f"part and {cells.not_examined:,} not at all"
        )
    for gap in answer.gaps[:GAPS_LISTED]:
        yield f"gap: {' '.join(filter(None, (gap.asset_name, gap.what)))}: {gap.reason}"
    if len(answer.gaps) > GAPS_LISTED:
        yield f"and {len(answer.gaps) - GAPS_LISTED:,} more gaps, in answer.json"
    for method in answer.methods:
        for blind in method.blind_to:
            yield f"method {method.name} can't see: {blind}"


def not_established(
    witnesses: Sequence[WitnessTold],
    log: BundledLog,
    redacted: bool,
    number: int,
    graphs_left_out: bool,
) -> tuple[str, ...]:
    """Say what the bundle can't show.

    Args:
        witnesses: Who signed checkpoints besides the agency, by keys that were given.
        log: The log.
        redacted: Whether names are behind commitments.
        number: Number of the statement on the answer.
        graphs_left_out: Whether imported graphs of owners were not used.
    """
    return tuple(_not_established(witnesses, log, redacted, number, graphs_left_out))


def _not_established(
    witnesses: Sequence[WitnessTold],
    log: BundledLog,
    redacted: bool,
    number: int,
    graphs_left_out: bool,
) -> Iterator[str]:
    covered = [one for one in witnesses if one.size >= number > 0]
    if covered:
        first = min(covered, key=lambda one: one.at)
        seen = f"{first.at:%Y-%m-%d %H:%M}Z, when {first.name} had seen it"
        yield f"when before {seen}, the answer was signed: for that there is its owner's word only"
    else:
        yield (
            "when any of this was signed: no witness that you named signed a checkpoint with the answer in it, so the owner of "
            "the keys can re-date it, and can have made the whole log at any later time"
        )
    yield "who held the private keys: whoever had one could sign with it"
    yield "that the inputs were all there is, or were true: facts are what the collector read, on the assets that it was given"
    yield "that this is the newest bundle: a later one may say otherwise; compare with a checkpoint that you saw elsewhere"
    if redacted:
        hidden = [event for event in log.events if event.kind == HIDDEN]
        yield (
            "which host, user or address stands behind a commitment, until its owner opens it; nor that raw sources say the "
            "same, as a redacted bundle has none"
        )
        yield "that the redacted facts are the collected ones but for these values: whoever signed the redaction says so"
        if hidden:
            yield (
                f"what the {len(hidden)} hidden events say; a ruling among them was not applied, and who guesses the words of an "
                "unsigned one can confirm his guess"
            )
    if graphs_left_out:
        yield "what graphs of owners say that the agency had imported: they are not used here"
