"""The shipped removal recipes for Linux, carried out by the campaign's own machine on real hosts: at stand-ins, not at products.

A stand-in has the package names, units, paths and residue that public sources tell (`lab.hosts.stand_ins`). This shows that the
commands can be run, that each look sees what it is for, and that what stays is seen to stay; of the products it proves nothing.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from excise.actuators import Command, StepState
from excise.actuators.openssh import OpenSsh
from excise.actuators.ssh import SshActuator
from excise.app.clock import now_exactly
from excise.app.content import load_recipes
from excise.app.host_port import HostPort, Job
from excise.campaign.folding import fold
from excise.campaign.looking import Result, read_look
from excise.campaign.orders import target_id
from excise.campaign.plan_records import HostWork, Target
from excise.campaign.recipe_records import Look, Platform, RemovalRecipe, ResidueClass
from excise.campaign.records import (
    HoldKind,
    HostState,
    Means,
    Mode,
    Order,
    Outcome,
    Phase,
    Planned,
    Presence,
    Seen,
    StepBegun,
    StepEnded,
    StepKind,
    TargetEvent,
)
from excise.campaign.runner import Ports, advance
from lab.hosts import Host, Lab, require_a_lab
from lab.hosts.images import NEIGHBOURS, load_images
from lab.hosts.stand_ins import ACRONIS, BY_PRODUCT, KESL, KESL_GUI, KLNAGENT, LIES, StandIn, install

pytestmark = [pytest.mark.lab, pytest.mark.long]
RECIPES = {
    "deb": ("kesl-debian", "klnagent-debian", "acronis-agent-linux"),
    "rpm": ("kesl-rhel", "klnagent-rhel", "acronis-agent-linux"),
}
RECIPES |= dict.fromkeys(NEIGHBOURS, RECIPES["deb"])
"""In the order of their roles: engine first, then what can bring it back, then another product."""
EACH = [(system, name) for system, names in RECIPES.items() for name in names]
LEFT = {
    "kaspersky-endpoint-security-linux": {ResidueClass.FOLDER, ResidueClass.SERVICE, ResidueClass.FILE},
    "kaspersky-network-agent": {ResidueClass.FOLDER, ResidueClass.SERVICE},
    "acronis-cyber-protect": {ResidueClass.FOLDER, ResidueClass.SERVICE, ResidueClass.MODULE, ResidueClass.REPOSITORY},
}
MOST_SECONDS = 240


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    require_a_lab()
    systems = ("deb", "rpm", *load_images().neighbours)
    with Lab(count=len(systems), systems=systems) as made:
        yield made


@pytest.fixture(scope="module")
def actuator(lab: Lab) -> Iterator[SshActuator]:
    with SshActuator(OpenSsh(("ssh", "-F", str(lab.ssh_config)))) as made:
        yield made


@pytest.fixture
def desk(lab: Lab, actuator: SshActuator, system: str, name: str) -> "Desk":
    require_a_lab(system)
    return Desk(host=lab.of_system(system)[0], actuator=actuator, recipe=load_recipes(None).removals[name])


@dataclass
class Desk:
    """One recipe and one host."""

    host: Host
    actuator: SshActuator
    recipe: RemovalRecipe
    events: list[TargetEvent] = field(default_factory=list)

    @property
    def product(self) -> str:
        return self.recipe.products[0]

    def append(self, event: TargetEvent) -> None:
        self.events.append(event)

    def read(self, look: Look) -> Presence:
        (seen,) = self.actuator.observe(self.host.name, [Command(argv=look.run)])
        return read_look(look, Result(code=seen.code, output=seen.out.decode()))

    def looks(self) -> dict[Means | None, Presence]:
        return {look.means: self.read(look) for look in self.recipe.looks}

    def protects(self) -> Presence | None:
        return None if self.recipe.protecting is None else self.read(self.recipe.protecting)

    def step(self, name: str, *argv: str) -> int | None:
        self.actuator.start(self.host.name, name, argv, {})
        end = time.monotonic() + 60
        while (answer := self.actuator.result(self.host.name, name)).state is StepState.RUNNING and time.monotonic() < end:
            time.sleep(0.1)
        return answer.code

    def carry_out(self) -> HostState:
        """Have the campaign's machine work on the host until it rests.

        What replaces an engine is not part of a removal recipe, so the order asks for none: nothing else is different.
        """
        target = Target(product=self.product, mode=Mode.NONE)
        recipe = self.recipe
        order = Order(
            target=target_id(self.host.name, self.product),
            host=self.host.name,
            product=self.product,
            plan="sha256:" + "5" * 64,
            mode=Mode.NONE,
            overlap_seconds=60,
            shut=recipe.shut,
            remove=recipe.remove,
            restart=recipe.restart_command,
            clean=recipe.clean,
            looks=2,
        )
        work = HostWork(host=self.host.name, targets=(target,))
        job = Job(work=work, target=target, wave=1, order=order, removal=recipe, replacement=None, values={})
        port = HostPort(self.actuator, {order.target: job}, lambda _name: None, now_exactly)
        ports = Ports(actuator=port, journal=self, clock=now_exactly, permit=lambda _order, _kind: "")
        self.append(Planned(target=order.target, plan=order.plan, at=now_exactly()))
        state = fold(order, self.events)
        end = time.monotonic() + MOST_SECONDS
        while time.monotonic() < end:
            moved = advance(state, order, ports)
            state = moved.state
            if moved.rests:
                return state
            if moved.waits:
                time.sleep(0.3)
        raise AssertionError(f"no rest after {MOST_SECONDS} s: {state}")

    def begun(self) -> list[tuple[StepKind, int]]:
        return [(one.step.kind, one.step.part) for one in self.events if isinstance(one, StepBegun)]

    def ended(self) -> dict[tuple[StepKind, int], tuple[Outcome, int | None]]:
        steps = {one.step.id: (one.step.kind, one.step.part) for one in self.events if isinstance(one, StepBegun)}
        return {steps[one.step]: (one.outcome, one.code) for one in self.events if isinstance(one, StepEnded)}

    def found(self) -> set[str]:
        """Give all that was told of residue in any sight after the product was absent."""
        sights = [one.sight for one in self.events if isinstance(one, Seen) and one.sight.old is Presence.ABSENT]
        return {each for sight in sights for each in sight.residue_found}


def test_each_recipe_says_no_more_than_was_shown_and_hands_over_no_secret() -> None:
    removals = load_recipes(None).removals
    for name in {name for _, name in EACH}:
        recipe = removals[name]
        assert not recipe.confirmed and not recipe.proven
        assert any("at a stand-in with the documented layout, not at the product" in note for note in recipe.notes)
        commands = (*recipe.shut, *recipe.remove, *recipe.clean, *(one for one in (recipe.stop, recipe.back) if one))
        assert not any(one.secrets for one in commands)


@pytest.mark.parametrize("system", RECIPES)
def test_stand_ins_of_all_products_stand_beside_each_other(lab: Lab, system: str, tmp_path: Path) -> None:
    require_a_lab(system)
    host = lab.of_system(system)[0]
    # On one host the engine has its window, on the other it has not: the recipe names both packages.
    gui = (KESL_GUI,) if system == "rpm" else ()
    install(host, tmp_path, KESL, *gui, KLNAGENT, ACRONIS)
    for unit in ("kesl.service", "klnagent64.service", "acronis_mms.service", "aakore.service"):
        host.await_state(unit, "active")


@pytest.mark.parametrize(("system", "name"), EACH)
def test_a_recipe_finds_removes_and_cleans_its_stand_in(desk: Desk, system: str, name: str) -> None:
    host, recipe = desk.host, desk.recipe
    assert recipe.platform in {Platform.LINUX, Platform.RHEL if system == "rpm" else Platform.DEBIAN}
    assert set(desk.looks().values()) == {Presence.PRESENT}, desk.looks()
    if recipe.stop is not None and recipe.back is not None:
        assert desk.protects() is Presence.PRESENT
        assert desk.step(f"stop-{name}", *recipe.stop.run) in recipe.stop.done_codes
        assert desk.protects() is Presence.ABSENT
        assert desk.step(f"back-{name}", *recipe.back.run) in recipe.back.done_codes
        assert desk.protects() is Presence.PRESENT
    if desk.product == "acronis-cyber-protect":
        # No module can be loaded here: a folder where the kernel shows those that are, gone with the restart as they are.
        host.shell("mount -t tmpfs modules /sys/module && mkdir /sys/module/snapapi26 /sys/module/ext4")

    state = desk.carry_out()

    assert (state.phase, state.hold) == (Phase.GONE, None), state
    kinds = {StepKind.REMOVE: recipe.remove, StepKind.RESTART: (recipe.restart_command,), StepKind.CLEAN: recipe.clean}
    assert desk.begun() == [(kind, part) for kind, commands in kinds.items() for part in range(len(commands))]
    done = {step: outcome for step, (outcome, _) in desk.ended().items() if step[0] is not StepKind.RESTART}
    assert set(done.values()) == {Outcome.DONE}, desk.ended()
    assert {ResidueClass(one.partition(":")[0]) for one in desk.found()} == LEFT[desk.product], desk.found()
    assert set(desk.looks().values()) == {Presence.ABSENT}, desk.looks()
    assert state.sight is not None and set(state.sight.means) == {look.means for look in recipe.looks}
    assert state.sight.residue is Presence.ABSENT and desk.protects() is not Presence.PRESENT
    stand_in = BY_PRODUCT[desk.product]
    left = (*stand_in.folders, *stand_in.left, f"/etc/systemd/system/{stand_in.unit_left}")
    assert [path for path in left if host.has(path)] == []
    # Those whose turn comes later on the same host are untouched, the agent in the engine's folder among them.
    later = RECIPES[system][RECIPES[system].index(name) + 1 :]
    for other in later:
        beside = replace(desk, recipe=load_recipes(None).removals[other])
        assert set(beside.looks().values()) == {Presence.PRESENT}, other


@pytest.mark.parametrize(("system", "name"), EACH)
def test_a_stand_in_that_says_it_is_gone_and_stays_is_seen(desk: Desk, system: str, name: str, tmp_path: Path) -> None:
    stand_in: StandIn = BY_PRODUCT[desk.product]
    gui = (KESL_GUI,) if stand_in is KESL and system != "rpm" else ()
    install(desk.host, tmp_path, stand_in, *gui)
    desk.host.write(LIES, b"")

    state = desk.carry_out()

    assert state.hold is not None and state.hold.kind is HoldKind.FAILED, state
    assert "the product is still there: its step remove said it was done" in state.hold.reason
    assert state.phase is Phase.PROVEN and state.sight is not None and state.sight.old is Presence.PRESENT
    assert {kind for kind, _ in desk.begun()} == {StepKind.REMOVE}
    assert {outcome for outcome, _ in desk.ended().values()} == {Outcome.DONE}
    assert desk.looks()[Means.SERVICES] is Presence.PRESENT
