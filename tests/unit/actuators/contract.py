"""What holds for every actuator, whatever it acts over: run over a fake and, in the lab, over real hosts."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from excise.actuators import Actuator, Command, HostKeyError, StepAnswer, StepRefusedError, StepState, TooLateError, Within
from excise.campaign.command_records import Command as Part
from excise.campaign.records import Handover

SECRET = "open sesame & 'more'"


class World(ABC):
    """A host, what can be run on it, and what can befall it."""

    actuator: Actuator
    host: str
    quick: tuple[str, ...]
    """Says "quick" and ends with 3."""
    slow: tuple[str, ...]
    """Takes about two seconds."""
    count: tuple[str, ...]
    """Adds one to what `counted` gives."""
    loud: tuple[str, ...]
    """Says two million bytes with terminal escapes, then "last words", and ends with 0."""
    telltale: tuple[str, ...]
    """Says "before", what it was given on its input, and "after"."""

    @abstractmethod
    def counted(self) -> int: ...

    @abstractmethod
    def cut(self) -> None: ...

    @abstractmethod
    def mend(self) -> None: ...

    @abstractmethod
    def restart(self) -> None: ...

    @abstractmethod
    def impostor(self) -> None:
        """Have the host show another key from now on."""
        ...


class ActuatorContract:
    """Subclass it, and give a fresh world."""

    @pytest.fixture
    def world(self) -> Iterator[World]:
        raise NotImplementedError

    def ended(self, world: World, step: str, *, seconds: float = 20) -> StepAnswer:
        end = time.monotonic() + seconds
        while (answer := world.actuator.result(world.host, step)).state is StepState.RUNNING and time.monotonic() < end:
            time.sleep(0.05)
        return answer

    def test_what_is_seen_comes_in_order_with_codes(self, world: World) -> None:
        seen = world.actuator.observe(world.host, [Command(argv=world.quick), Command(argv=world.quick)])
        assert [(one.argv, one.code, one.out, one.problem) for one in seen] == [(world.quick, 3, b"quick\n", "")] * 2

    def test_a_step_runs_to_its_end_and_is_asked_for_by_its_id(self, world: World) -> None:
        assert world.actuator.result(world.host, "a") == StepAnswer(state=StepState.NOT_STARTED)
        world.actuator.start(world.host, "a", world.quick, {})
        assert self.ended(world, "a") == StepAnswer(state=StepState.DONE, code=3, output=b"quick\n")
        assert world.actuator.result(world.host, "b").state is StepState.NOT_STARTED

    def test_a_step_is_never_doubled(self, world: World) -> None:
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda _: world.actuator.start(world.host, "once", world.count, {}), range(6)))
        assert self.ended(world, "once").state is StepState.DONE
        world.actuator.start(world.host, "once", world.count, {})
        assert self.ended(world, "once").state is StepState.DONE
        assert world.counted() == 1

    def test_another_command_under_the_same_id_is_refused(self, world: World) -> None:
        world.actuator.start(world.host, "a", world.quick, {})
        with pytest.raises(StepRefusedError, match="another command"):
            world.actuator.start(world.host, "a", world.count, {})
        assert self.ended(world, "a").code == 3
        assert world.counted() == 0

    def test_a_step_that_gets_there_after_its_time_is_not_run(self, world: World) -> None:
        with pytest.raises(TooLateError):
            world.actuator.start(world.host, "late", world.count, {}, within=Within(until=0))
        assert world.actuator.result(world.host, "late").state is StepState.NOT_STARTED
        assert world.counted() == 0
        world.actuator.start(world.host, "late", world.count, {}, within=Within(until=2_000_000_000))
        assert self.ended(world, "late").state is StepState.DONE
        world.actuator.start(world.host, "late", world.count, {}, within=Within(until=0))
        assert world.counted() == 1

    def test_a_step_outlives_the_link_and_unreachable_is_unknown(self, world: World) -> None:
        world.actuator.start(world.host, "long", world.slow, {})
        assert world.actuator.result(world.host, "long").state is StepState.RUNNING
        world.cut()
        answer = world.actuator.result(world.host, "long")
        assert (answer.state, answer.code) == (StepState.UNKNOWN, None)
        assert answer.problem
        assert [one.code for one in world.actuator.observe(world.host, [Command(argv=world.quick)])] == [None]
        world.actuator.start(world.host, "other", world.count, {})
        world.mend()
        assert self.ended(world, "long").code == 0
        assert world.actuator.result(world.host, "other").state is StepState.NOT_STARTED
        assert world.counted() == 0

    def test_a_step_that_a_restart_broke_off_is_neither_done_nor_run_again(self, world: World) -> None:
        world.actuator.start(world.host, "long", (*world.slow,), {})
        world.actuator.start(world.host, "short", world.count, {})
        assert self.ended(world, "short").state is StepState.DONE
        world.restart()
        answer = world.actuator.result(world.host, "long")
        assert (answer.state, answer.code) == (StepState.BROKEN_OFF, None)
        world.actuator.start(world.host, "long", (*world.slow,), {})
        assert world.actuator.result(world.host, "long").state is StepState.BROKEN_OFF
        world.actuator.start(world.host, "short", world.count, {})
        assert self.ended(world, "short").state is StepState.DONE
        assert world.counted() == 1

    def test_output_is_data_and_limited_first_and_last_are_kept(self, world: World) -> None:
        world.actuator.start(world.host, "loud", world.loud, {})
        answer = self.ended(world, "loud")
        assert (answer.state, answer.code, answer.cut) == (StepState.DONE, 0, True)
        assert 1000 < len(answer.output) < 100_000
        assert answer.output.endswith(b"last words\n")
        assert "\x1b" not in answer.text()
        assert "\\x1b" in answer.text()

    def test_a_secret_reaches_the_step_and_no_output(self, world: World) -> None:
        world.actuator.start(world.host, "told", world.telltale, {"stdin": SECRET})
        answer = self.ended(world, "told")
        assert (answer.code, answer.output) == (0, b"before\nafter\n")

    def handed_over(self, world: World, step: str, handover: Handover) -> tuple[StepState, int | None, int]:
        """Hand over; give how that ended, and what `counted` gives."""
        for _ in range(2):
            world.actuator.start(world.host, step, handover, {}, seconds=handover.bound_seconds + 30)
        answer = self.ended(world, step)
        world.actuator.start(world.host, step, handover, {}, seconds=handover.bound_seconds + 30)
        return answer.state, answer.code, world.counted()

    def test_a_hand_over_is_done_once_and_codes_that_mean_done_are_done(self, world: World) -> None:
        fine, counts = Part(run=world.quick, done_codes=(0, 3)), Part(run=world.count)
        handover = Handover(stop=fine, start=counts, prove=fine, back=counts, bound_seconds=20)
        assert self.handed_over(world, "over", handover) == (StepState.DONE, 0, 1)
        with pytest.raises(StepRefusedError, match="another command"):
            world.actuator.start(world.host, "over", world.quick, {})

    def test_an_old_engine_that_does_not_stop_is_told_to_start_again(self, world: World) -> None:
        fails, counts = Part(run=world.quick), Part(run=world.count)
        handover = Handover(stop=fails, start=counts, prove=counts, back=counts, bound_seconds=20)
        assert self.handed_over(world, "over", handover) == (StepState.DONE, 1, 1)

    def test_a_new_engine_that_does_not_start_makes_the_old_one_start_again(self, world: World) -> None:
        fails, counts = Part(run=world.quick), Part(run=world.count)
        handover = Handover(stop=counts, start=fails, prove=counts, back=counts, bound_seconds=20)
        assert self.handed_over(world, "over", handover) == (StepState.DONE, 1, 2)

    def test_a_new_engine_that_does_not_prove_itself_within_the_bound_makes_the_old_one_start_again(self, world: World) -> None:
        fine, fails, counts = Part(run=world.quick, done_codes=(3,)), Part(run=world.quick), Part(run=world.count)
        handover = Handover(stop=fine, start=fine, prove=fails, back=counts, bound_seconds=4)
        world.actuator.start(world.host, "over", handover, {}, seconds=34)
        assert world.actuator.result(world.host, "over").state is StepState.RUNNING
        assert self.handed_over(world, "over", handover) == (StepState.DONE, 1, 1)

    def test_a_host_with_another_key_is_asked_nothing(self, world: World) -> None:
        world.impostor()
        with pytest.raises(HostKeyError, match="Nothing was asked of it"):
            world.actuator.observe(world.host, [Command(argv=world.count)])
        with pytest.raises(HostKeyError):
            world.actuator.start(world.host, "a", world.count, {})
        with pytest.raises(HostKeyError):
            world.actuator.result(world.host, "a")
        assert world.counted() == 0
