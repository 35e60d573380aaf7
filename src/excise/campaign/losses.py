"""The loss account: which controls the old products supplied, and what supplies each of them afterwards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from excise.campaign.plan_records import HostWork, LossLine
from excise.campaign.recipe_records import Control, ReplacementRecipe


def account_losses(
    works: Iterable[HostWork], replacements: Mapping[str, ReplacementRecipe], elsewhere: Iterable[tuple[Control, str]] = ()
) -> tuple[LossLine, ...]:
    """Give one line per control category, in the order of the vocabulary; those that no product supplied have no hosts.

    Args:
        works: The hosts, with what each product on them supplies.
        replacements: Recipes of the replacements, by id.
        elsewhere: Controls that something else in the estate supplies already, and what.
    """
    others: dict[Control, list[str]] = defaultdict(list)
    for control, what in elsewhere:
        others[control].append(what)
    hosts: Counter[Control] = Counter()
    left_open: Counter[Control] = Counter()
    by: dict[Control, set[str]] = defaultdict(set)
    now_by: dict[Control, set[str]] = defaultdict(set)
    for work in works:
        lost = {control for target in work.targets for control in target.supplies}
        given = [replacements[target.replacement] for target in work.targets if target.replacement in replacements]
        for target in work.targets:
            for control in target.supplies:
                by[control].add(target.product)
        for control in lost:
            hosts[control] += 1
            new = [one.name for one in given if control in one.supplies] + others[control]
            now_by[control].update(new)
            left_open[control] += not new
    return tuple(
        LossLine(
            control=control,
            hosts=hosts[control],
            by=tuple(sorted(by[control])),
            now_by=tuple(sorted(now_by[control])),
            open_hosts=left_open[control],
        )
        for control in Control
    )
