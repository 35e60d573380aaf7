"""The file of events: it only grows, each line follows the one before, what was torn or changed is never taken for an event."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import ArgumentUnusableError
from excise.store.events import NAME, Event, History, append_event, read_events

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def write(workspace: Path, count: int = 3) -> list[Event]:
    return [append_event(workspace, "ruling", AT, {"number": number}) for number in range(count)]


def test_a_workspace_without_the_file_has_no_events(tmp_path: Path) -> None:
    assert read_events(tmp_path / "none") == History()


def test_events_are_read_back_in_order_each_naming_the_one_before(tmp_path: Path) -> None:
    events = write(tmp_path / ".excise")
    history = read_events(tmp_path / ".excise")
    assert history == History(events=tuple(events))
    assert [event.previous for event in events] == ["", events[0].id, events[1].id]
    assert history.last == events[2].id
    first = json.loads((tmp_path / ".excise" / NAME).read_text().splitlines()[0])
    assert first == {
        "schema": "excise.event/1",
        "id": events[0].id,
        "previous": "",
        "at": "2026-11-24T12:00:00+00:00",
        "kind": "ruling",
        "body": {"number": 0},
    }


def test_the_same_event_twice_is_one(tmp_path: Path) -> None:
    first = append_event(tmp_path, "ruling", AT, {"a": ["b"]})
    raw = (tmp_path / NAME).read_bytes()
    assert append_event(tmp_path, "ruling", AT + dt.timedelta(days=1), {"a": ["b"]}) == first
    assert (tmp_path / NAME).read_bytes() == raw
    assert append_event(tmp_path, "other", AT, {"a": ["b"]}) != first


def test_wherever_the_writing_was_cut_off_the_events_before_stand_and_the_next_is_whole(tmp_path: Path) -> None:
    events = write(tmp_path)
    raw = (tmp_path / NAME).read_bytes()
    start = len(b"".join(event.line() for event in events[:2]))
    for end in range(start, len(raw) + 1):
        (tmp_path / NAME).write_bytes(raw[:end])
        history = read_events(tmp_path)
        whole = end >= len(raw) - 1  # without its line end alone it is an event all the same
        assert history.events == tuple(events if whole else events[:2])
        assert history.torn_bytes == (0 if whole else end - start)
        assert append_event(tmp_path, "ruling", AT, {"number": 2}) == events[2]
        append_event(tmp_path, "ruling", AT, {"number": 3})
        assert [event.body["number"] for event in read_events(tmp_path).events] == [0, 1, 2, 3]


def test_a_change_anywhere_before_the_last_line_is_refused_with_its_line(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / NAME
    lines = path.read_bytes().splitlines(keepends=True)
    for changed, where in (
        ([lines[0].replace(b'"number":0', b'"number":9'), *lines[1:]], ":1: not as it was written"),
        ([lines[0].replace(b",", b", ", 1), *lines[1:]], ":1: not as it was written"),
        ([lines[0], b"\n", *lines[1:]], ":2: not as it was written"),
        (lines[1:], ":1: does not follow the line before it"),
        ([lines[0], lines[2]], ":2: does not follow the line before it"),
        ([lines[0], lines[2], lines[1]], ":2: does not follow the line before it"),
        ([lines[0][:20], *lines[1:]], ":1: not as it was written"),
    ):
        path.write_bytes(b"".join(changed))
        for use in (lambda: read_events(tmp_path), lambda: append_event(tmp_path, "ruling", AT, {"number": 7})):
            with pytest.raises(ArgumentUnusableError, match=where):
                use()
        assert path.read_bytes() == b"".join(changed)


def test_a_file_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(ArgumentUnusableError, match="the event was not recorded"):
        append_event(tmp_path, "ruling", AT, {})
    with pytest.raises(ArgumentUnusableError, match=NAME):
        read_events(tmp_path)


WRITER = """
import datetime as dt, pathlib, sys
from excise.store.events import append_event
for number in range(10):
    append_event(pathlib.Path(sys.argv[1]), "ruling", dt.datetime(2026, 11, 24, tzinfo=dt.UTC), {"n": [int(sys.argv[2]), number]})
"""


def test_writers_side_by_side_lose_nothing(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(writer)]) for writer in range(3)]
    assert [one.wait(60) for one in writers] == [0, 0, 0]
    seen = sorted(tuple(event.body["n"]) for event in read_events(tmp_path).events)
    assert seen == [(writer, number) for writer in range(3) for number in range(10)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(bodies=st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), max_size=4))
def test_whatever_the_bodies_they_come_back(bodies: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("events")
    events = [append_event(folder, "ruling", AT, body) for body in bodies]
    assert read_events(folder).events == tuple({event.id: event for event in events}.values())
