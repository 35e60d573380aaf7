"""What people told by hand of products on hosts, read back from the ledger."""

from collections import defaultdict

from excise.base import ArgumentUnusableError, from_wire
from excise.campaign.told import PresenceTold
from excise.proof.predicates import PRESENCE_TOLD
from excise.store.ledger import Ledger


def read_told(ledger: Ledger) -> dict[tuple[str, str], list[PresenceTold]]:
    """Give what was told by hand of each product on a host, in the order in which it was kept.

    Raises:
        ArgumentUnusableError: An event is not what was written.
    """
    found: dict[tuple[str, str], list[PresenceTold]] = defaultdict(list)
    for number, event in ledger.numbered_events(PRESENCE_TOLD):
        try:
            one = from_wire(PresenceTold, dict(event.body))
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ArgumentUnusableError(f"{ledger.path}: event {number}: no {PRESENCE_TOLD} ({error})") from error
        found[one.check.host, one.check.product].append(one)
    return found
