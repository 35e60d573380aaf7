"""The shipped recipes of the replacement, carried out step by step on real hosts.

With dpkg the packages are the distribution's own, in three releases of it. With rpm they are its programs under the names, files
and units of EPEL's packages (`lab.hosts.epel_like`): EPEL itself is not here. The signatures are the lab's own: databases that
freshclam would bring are signed by their maker, and the daemon loads no others. So its definitions have no age here: not known is
not active. Where the release's ClamAV has no unit for its on-access client, the lab brings one (`lab.hosts.replacement`).
"""

import time
from collections.abc import Iterator

import pytest

from excise.actuators import Command, StepState
from excise.actuators.openssh import OpenSsh
from excise.actuators.ssh import SshActuator
from excise.app.clock import now_exactly
from excise.app.content import load_recipes
from excise.campaign.looking import Result, judge_protection, read_look
from excise.campaign.recipe_records import Look, ReplacementRecipe
from excise.campaign.recipes import fill
from excise.campaign.records import Presence
from lab.actuator_world import ended
from lab.hosts import Lab, epel_like, require_a_lab
from lab.hosts.replacement import EICAR
from lab.hosts.shelves import Shelves

pytestmark = [pytest.mark.lab, pytest.mark.long]
VALUES = {"test-file": "/srv/eicar.txt", "control-file": "/srv/harmless.txt"}
LOOKS = ("control", "test", "alarm", "service", "definitions")


CONFIGURATIONS = {"clamav-onaccess-debian": "/etc/clamav/clamd.conf", "clamav-onaccess-rhel": epel_like.SCAN_CONF}
NO_SELINUX = b"#!/bin/sh\necho 'setsebool:  SELinux is disabled.' >&2\nexit 1\n"


@pytest.fixture(scope="module", params=["deb", "older", "newer", "rpm"])
def lab(request: pytest.FixtureRequest) -> Iterator[Lab]:
    require_a_lab(request.param)
    with Lab(count=1, systems=(request.param,)) as made:
        yield made


@pytest.fixture(scope="module")
def recipe(lab: Lab) -> ReplacementRecipe:
    platform = "rhel" if lab["h1"].system == "rpm" else "debian"
    return load_recipes(None).replacements[f"clamav-onaccess-{platform}"]


@pytest.fixture(scope="module")
def actuator(lab: Lab) -> Iterator[SshActuator]:
    with SshActuator(OpenSsh(("ssh", "-F", str(lab.ssh_config)))) as made:
        yield made


def offer(lab: Lab) -> None:
    """Give the host the repository that its recipe takes the packages from."""
    host = lab["h1"]
    if host.system != "rpm":
        Shelves.fill(lab).offer(host, product=False)
        return
    shelf = lab.folder / "epel"
    shelf.mkdir()
    epel_like.pack(shelf, lab.images)
    host.write("/etc/yum.repos.d/epel.repo", f"[epel]\nname=like EPEL\nbaseurl={lab.serve(shelf)}\ngpgcheck=0\n".encode())
    host.write("/usr/sbin/setsebool", NO_SELINUX, mode=0o755)


def carry_out(actuator: SshActuator, recipe: ReplacementRecipe, name: str) -> None:
    for number, command in enumerate(recipe.stage):
        step = f"{name}-{number}"
        actuator.start("h1", step, command.run, {}, seconds=command.timeout_seconds)
        answer = ended(actuator, "h1", step, seconds=120)
        assert (answer.state, answer.code in command.done_codes) == (StepState.DONE, True), answer.text()


def look(actuator: SshActuator, recipe: ReplacementRecipe) -> dict[str, Result]:
    asked = [Command(argv=fill(getattr(recipe.proof, name).run, VALUES)) for name in LOOKS]
    seen = actuator.observe("h1", asked)
    return {name: Result(code=one.code, output=one.out.decode()) for name, one in zip(LOOKS, seen, strict=True)}


def test_the_shipped_recipe_installs_configures_and_proves_the_replacement(
    lab: Lab, recipe: ReplacementRecipe, actuator: SshActuator
) -> None:
    host, now = lab["h1"], now_exactly()
    offer(lab)
    host.write(VALUES["control-file"], b"harmless\n")
    host.write(VALUES["test-file"], EICAR)
    (before,) = actuator.observe("h1", [Command(argv=recipe.installed.run)])
    assert read_look(recipe.installed, Result(code=before.code, output=before.out.decode())) is Presence.ABSENT
    assert judge_protection(recipe.proof, look(actuator, recipe), now, alone=True)[0] is Presence.ABSENT

    carry_out(actuator, recipe, "first")
    await_answer(actuator, recipe.proof.test)
    (after,) = actuator.observe("h1", [Command(argv=recipe.installed.run)])
    assert read_look(recipe.installed, Result(code=after.code, output=after.out.decode())) is Presence.PRESENT
    answers = look(actuator, recipe)
    assert {name: read_look(getattr(recipe.proof, name), answers[name]) for name in LOOKS[:4]} == dict.fromkeys(
        LOOKS[:4], Presence.PRESENT
    )
    assert judge_protection(recipe.proof, answers, now, alone=True) == (
        Presence.UNKNOWN, "not known whether its definitions are older than 72 hours"
    )  # fmt: skip


def test_a_file_that_only_root_can_read_is_refused_too(lab: Lab, recipe: ReplacementRecipe, actuator: SshActuator) -> None:
    lab["h1"].write(VALUES["test-file"], EICAR, mode=0o600)
    assert await_answer(actuator, recipe.proof.test) is Presence.PRESENT


def test_the_recipe_can_be_carried_out_again_and_holds_after_a_restart(
    lab: Lab, recipe: ReplacementRecipe, actuator: SshActuator
) -> None:
    host = lab["h1"]
    configuration = CONFIGURATIONS[recipe.id]
    before = host.read(configuration)
    carry_out(actuator, recipe, "second")
    assert host.read(configuration) == before
    assert await_answer(actuator, recipe.proof.test) is Presence.PRESENT
    host.reboot()
    assert await_answer(actuator, recipe.proof.test) is Presence.PRESENT


def await_answer(actuator: SshActuator, look: Look) -> Presence:
    """Give what a look says when it says that it is so; it takes some seconds to come up."""
    end = time.monotonic() + 30
    while True:
        (seen,) = actuator.observe("h1", [Command(argv=fill(look.run, VALUES))])
        answer = read_look(look, Result(code=seen.code, output=seen.out.decode()))
        if answer is Presence.PRESENT or time.monotonic() > end:
            return answer
        time.sleep(0.3)
