"""What must hold before a step begins: protection first, then the limits of the campaign.

Each guard gives its objection in words, or nothing. A host may lose its protection by a step of ours only where another engine
was proven active within the last seconds that the order allows, or inside a hand-over whose bound the approved plan names and
that the host itself keeps.
"""

import datetime as dt

from excise.campaign.folding import is_replaced
from excise.campaign.records import Order, Presence, Sight, StepKind

ENDS_PROTECTION = frozenset({StepKind.HANDOVER, StepKind.REMOVE, StepKind.RESTART})
"""Steps that can end a host's protection. Bringing the old engine back ends none, unless it shuts the new one out (see below)."""


def seconds_old(sight: Sight, now: dt.datetime) -> float:
    """Give the age of what was seen; less than 0: the clock went back."""
    return (now - sight.at).total_seconds()


def is_fresh(sight: Sight, order: Order, now: dt.datetime) -> bool:
    """Whether what was seen may still be acted on."""
    return 0 <= seconds_old(sight, now) <= order.overlap_seconds


def protection_objection(kind: StepKind, order: Order, sight: Sight, now: dt.datetime) -> str:
    """Say why a step may not begin now for the sake of the host's protection; empty: it may."""
    if kind is StepKind.RESTORE:
        return _restore_objection(order, sight)
    if kind not in ENDS_PROTECTION:
        return ""
    if not is_fresh(sight, order, now):
        return f"the host was last seen {seconds_old(sight, now):.0f} s ago; at most {order.overlap_seconds} s are allowed"
    if kind is StepKind.RESTART and sight.boot_risk is Presence.PRESENT:
        return "it would not start again: a driver that is gone is still named where the host needs it to start"
    if kind is StepKind.RESTART and order.boot_checked and sight.boot_risk is not Presence.ABSENT:
        return "whether it would start again could not be seen"
    if not is_replaced(order):
        return ""
    if kind is StepKind.HANDOVER:
        return _handover_objection(order, sight)
    return "" if sight.new_protects is Presence.PRESENT else "no other engine is proven active"


def _handover_objection(order: Order, sight: Sight) -> str:
    if order.handover is None or order.handover.bound_seconds <= 0:
        return "the approved plan allows no hand-over"
    if sight.new is not Presence.PRESENT:
        return "the new engine is not in place"
    return "whether the old engine could return was not seen" if sight.old_protects is Presence.UNKNOWN else ""


def _restore_objection(order: Order, sight: Sight) -> str:
    excludes = order.handover is not None
    if excludes and sight.new_protects is not Presence.ABSENT:
        return "the new engine is not seen to be off, and the old one would end its protection"
    return ""
