"""Sort the targets of a plan into parcels: what is word for word the same work on many hosts, in the order of the plan."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from excise.base import canonical_json, digest_bytes, to_wire
from excise.campaign.exports.records import Errand, Given, Parcel, Part, Refused
from excise.campaign.looking import looks_of
from excise.campaign.recipe_records import Look
from excise.campaign.recipes import UnfitValueError, fill, fill_look
from excise.campaign.records import Mode
from excise.campaign.residue import residue_looks

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
Objection = Callable[[Parcel], str]
_Same = tuple[str, str, str, Mode, tuple[tuple[str, str], ...]]


def sort_parcels(given: Given, objection: Objection) -> tuple[tuple[Parcel, ...], tuple[Refused, ...]]:
    """Give the parcels of a bundle, and what it can't hold.

    Args:
        given: What is exported.
        objection: Says why this kind of bundle can't hold a parcel; empty: it can.
    """
    groups: dict[tuple[_Same, ...], list[Errand]] = defaultdict(list)
    before: dict[tuple[_Same, ...], tuple[Errand, ...]] = {}
    done: dict[str, tuple[Errand, ...]] = {}
    for errand in given.errands:
        earlier = done.get(errand.work.host, ())
        done[errand.work.host] = (*earlier, errand)
        same = tuple(_same(one) for one in done[errand.work.host])
        groups[same].append(errand)
        before.setdefault(same, earlier)
    days = {wave.number: wave.on for wave in given.plan.waves}
    held: list[Parcel] = []
    refused: list[Refused] = []
    for same, errands in groups.items():
        parcel = _parcel(given, errands, before[same], days, len(held) + 1)
        if why := objection(parcel):
            refused.append(_refused(parcel, why))
        else:
            held.append(parcel)
    return tuple(held), tuple(refused)


def _same(errand: Errand) -> _Same:
    """Give what the work of two targets of one plan has in common where it is the same: their orders follow from it."""
    new = errand.replacement
    values = tuple(sorted(errand.values.items()))
    return (errand.target.product, errand.removal.digest, new.digest if new else "", errand.order.mode, values)


def _key(digest: str, errand: Errand, earlier: Sequence[Errand]) -> str:
    """Name a parcel by all that its scripts say."""
    order = to_wire(errand.order)
    for name in ("target", "host"):
        order.pop(name, None)
    replacement = errand.replacement
    said = [
        digest, order, errand.removal.digest, replacement.digest if replacement else "", sorted(errand.values.items()),
        [[one.target.product, one.removal.digest, sorted(one.values.items())] for one in earlier],
    ]  # fmt: skip
    return digest_bytes([canonical_json(said)]).removeprefix("sha256:")[:16]


def _parcel(
    given: Given, errands: Sequence[Errand], earlier: tuple[Errand, ...], days: Mapping[int, dt.date], number: int
) -> Parcel:
    waves = {one.wave for one in errands}
    last = [given.until[wave] for wave in waves if wave in given.until]
    return Parcel(
        key=_key(given.digest, errands[0], earlier),
        name=f"{number:02}-{_UNSAFE.sub('-', errands[0].removal.id)}",
        errand=errands[0],
        errands=tuple(errands),
        earlier=earlier,
        parts=_parts(errands[0]),
        not_before=min(days[wave] for wave in waves),
        not_after=min(last) if last else None,
    )


def _parts(errand: Errand) -> tuple[Part, ...]:
    order = errand.order
    asked = {
        Part.LOOK: True,
        Part.SHUT: bool(order.shut),
        Part.STAGE: bool(order.stage),
        Part.REMOVE: bool(order.remove),
        Part.RESTART: order.restart is not None,
        Part.CLEAN: bool(order.clean),
    }
    return tuple(part for part, there in asked.items() if there)


def _refused(parcel: Parcel, why: str) -> Refused:
    return Refused(
        recipe=parcel.errand.removal.id,
        product=parcel.errand.target.product,
        hosts=tuple(sorted({one.work.host for one in parcel.errands})),
        why=why,
    )


# --- what every kind asks of a parcel


def is_replaced(parcel: Parcel) -> bool:
    """Whether another engine must be proven active before the old one goes."""
    return parcel.errand.order.mode is not Mode.NONE


def old_looks(errand: Errand) -> tuple[Look, ...]:
    """Give the looks for the product by independent means, filled in."""
    return tuple(fill_look(one, dict(errand.values)) for one in errand.removal.looks if one.means is not None)


def residue_of(errand: Errand) -> tuple[tuple[Look, ...], int]:
    """Give the looks for what is left, and how many kinds of it no command of the host can see."""
    found = [look for _, _, look in residue_looks(errand.removal)]
    return tuple(fill_look(one, dict(errand.values)) for one in found if one is not None), sum(one is None for one in found)


def unseen_residue(errand: Errand) -> tuple[str, ...]:
    """Name the kinds of residue that no command of the host can see."""
    return tuple(sorted({residue.kind for _, residue, look in residue_looks(errand.removal) if look is None}))


def unfilled_objection(parcel: Parcel) -> str:
    """Say what the looks of a parcel lack; empty: nothing."""
    try:
        for run in looks_of(parcel.errand.removal, parcel.errand.replacement).values():
            fill(run, dict(parcel.errand.values))
    except UnfitValueError as error:
        return str(error)
    return ""
