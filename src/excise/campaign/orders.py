"""From an approved plan and the recipes to what may be done to one target."""

from collections.abc import Mapping

from excise.base import RefusedError, content_id, show
from excise.campaign.command_records import Command
from excise.campaign.looking import looks_of
from excise.campaign.plan_records import HostWork, Settings, Target
from excise.campaign.recipe_records import RemovalRecipe, ReplacementRecipe
from excise.campaign.recipes import UnfitValueError, fill, fill_command
from excise.campaign.records import Handover, Mode, Order


def target_id(host: str, product: str) -> str:
    """Give the id of a product on a host."""
    return content_id("target", host, product)


def choose_mode(removal: RemovalRecipe, replacement: ReplacementRecipe | None) -> Mode:
    """Say how protection passes: not at all where the product gives none; handed over where the new engine excludes others."""
    if not removal.protects:
        return Mode.NONE
    return Mode.HANDOVER if replacement is not None and replacement.excludes else Mode.OVERLAP


def unfilled(removal: RemovalRecipe, replacement: ReplacementRecipe | None, values: dict[str, str]) -> str:
    """Say what the named places of a target's recipes lack; empty: every place can be filled."""
    commands = [
        *removal.shut,
        removal.stop,
        removal.back,
        *removal.remove,
        removal.restart_command,
        *removal.clean,
        *removal.restore,
    ]
    if replacement is not None:
        commands += [*replacement.stage, replacement.start, replacement.prove]
    runs = [*(one.run for one in commands if one is not None), *looks_of(removal, replacement).values()]
    try:
        for run in runs:
            fill(run, values)
    except UnfitValueError as error:
        return str(error)
    return ""


def order_of(
    work: HostWork,
    target: Target,
    *,
    plan: str,
    settings: Settings,
    removal: RemovalRecipe,
    replacement: ReplacementRecipe | None,
    values: Mapping[str, str],
    restore: bool = True,
) -> Order:
    """Make the order for a target.

    Args:
        work: The host's work in the plan.
        target: One of its targets.
        plan: Digest of the approved plan.
        settings: Of the plan: bounds, and whether unproven recipes may be used.
        removal: Recipe that the plan names for the target.
        replacement: Likewise; None where nothing replaces it.
        values: What the host tells for the named places of the commands.
        restore: Whether the plan lets the old engine be brought back.

    Raises:
        RefusedError: The recipes may not be used so, or a value can't stand in a command.
    """
    if (objection := _objection(target, settings, removal, replacement)) != "":
        raise RefusedError(f"{show(work.host)}: {objection}; nothing was done")
    given = dict(values)

    def filled(commands: tuple[Command, ...]) -> tuple[Command, ...]:
        return tuple(fill_command(one, given) for one in commands)

    return Order(
        target=target_id(work.host, target.product),
        host=work.host,
        product=target.product,
        plan=plan,
        mode=target.mode,
        overlap_seconds=settings.overlap_seconds,
        shut=filled(removal.shut),
        stage=filled(replacement.stage) if replacement is not None and target.mode is not Mode.NONE else (),
        handover=_handover(settings, removal, replacement, given) if target.mode is Mode.HANDOVER else None,
        remove=filled(removal.remove),
        restart=fill_command(removal.restart_command, given) if removal.restart and removal.restart_command else None,
        boot_checked=removal.boot_risk is not None,
        clean=filled(removal.clean),
        restore=filled(removal.restore) if restore else (),
        tries=settings.tries,
        settle_seconds=settings.settle_seconds,
    )


def _objection(target: Target, settings: Settings, removal: RemovalRecipe, replacement: ReplacementRecipe | None) -> str:
    for one in (removal, replacement):
        if one is not None and not one.proven and not settings.unproven:
            return f"the recipe {one.id} was never proven and the plan gives no reason to use it all the same"
    if target.mode is not choose_mode(removal, replacement):
        return f"the plan says {target.mode}, and the recipes {choose_mode(removal, replacement)}"
    if removal.protects and replacement is None:
        return "it protects the host, and nothing replaces it"
    if target.mode is Mode.HANDOVER and settings.handover_seconds <= 0:
        return "its engines exclude each other, and the plan allows no hand-over"
    if target.mode is Mode.HANDOVER and (removal.stop is None or removal.back is None):
        return f"the recipe {removal.id} can't switch the old engine off and on again"
    if removal.restart and removal.restart_command is None:
        return f"the recipe {removal.id} needs a restart and says no command for it"
    return ""


def _handover(
    settings: Settings, removal: RemovalRecipe, replacement: ReplacementRecipe | None, values: dict[str, str]
) -> Handover | None:
    if replacement is None or replacement.start is None or replacement.prove is None:
        return None
    if removal.stop is None or removal.back is None:
        return None
    return Handover(
        stop=fill_command(removal.stop, values),
        start=fill_command(replacement.start, values),
        prove=fill_command(replacement.prove, values),
        back=fill_command(removal.back, values),
        bound_seconds=settings.handover_seconds,
    )
