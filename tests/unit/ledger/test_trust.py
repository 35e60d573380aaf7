"""Which key might sign what: roles, times, places in the log, rotation, revocation, theft, and those who try to get round it."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excise.base import FormatError, to_wire
from excise.ledger.certificates import KEY_CERTIFIED, KEY_REVOKED, certificate_for, key_of, read_certificate, read_revocation
from excise.ledger.records import Certificate, Event, Revocation, Role, Signature
from excise.ledger.trust import Keyring, KnownKey, Remark, fold_keys
from signed_log import MemorySigner, SignedLog, day

OFFICER = frozenset({Role.OFFICER})
COLLECTOR = frozenset({Role.COLLECTOR})


def id_of(seed: str) -> str:
    return MemorySigner(seed).key.id


@pytest.fixture
def log() -> SignedLog:
    """Give a log with a root, an officer that it certified, and a collector that the officer certified."""
    made = SignedLog()
    made.certify("root", [Role.OFFICER, Role.AUTHORITY], "root", 0, ends=1000)
    made.certify("officer", [Role.OFFICER], "root", 1)
    made.certify("host", [Role.COLLECTOR], "officer", 2)
    return made


def test_certified_keys_are_known_with_who_certified_them(log: SignedLog) -> None:
    keyring = log.keyring()
    assert list(keyring.keys) == [id_of("root"), id_of("officer"), id_of("host")]
    assert keyring.keys[id_of("host")] == KnownKey(
        key=MemorySigner("host").key,
        certificate=certificate_for(MemorySigner("host").key, "host", (Role.COLLECTOR,), day(2), day(365)),
        number=3,
        certified_at=day(2),
        certified_by=id_of("officer"),
    )
    assert (keyring.line, keyring.root) == ((id_of("root"),), id_of("root"))
    assert (keyring.refused, keyring.remarks) == ((), ())


def test_an_auditor_names_the_root_by_id_or_by_the_key(log: SignedLog) -> None:
    keyring, root = log.keyring(), MemorySigner("root").key
    assert keyring.is_rooted_in(root.id)
    assert keyring.is_rooted_in(root.raw.hex().upper())
    assert not keyring.is_rooted_in(id_of("officer"))
    assert not keyring.is_rooted_in("")
    assert not Keyring().is_rooted_in("")
    assert Keyring().root == ""


def test_a_key_signs_from_the_event_after_its_certificate_on(log: SignedLog) -> None:
    number = log.say("host", 3)
    assert log.objection("host", number, COLLECTOR) == ""
    assert log.objection("root", 1, OFFICER) == ""
    keyring = log.keyring()
    assert "certified only later" in keyring.objection(id_of("host"), COLLECTOR, day(3), 2)
    assert "certified only later" in keyring.objection(id_of("host"), COLLECTOR, day(3), 3)


def test_a_wrong_role_is_named_with_the_right_one(log: SignedLog) -> None:
    number = log.say("host", 3)
    assert log.objection("host", number, OFFICER) == f"key {id_of('host')[:16]} (host) is collector; this takes officer"
    assert log.objection("root", number, {Role.AUTHORITY, Role.COLLECTOR}) == ""
    assert log.objection("host", number) == ""


def test_a_key_that_nobody_certified_signs_nothing(log: SignedLog) -> None:
    number = log.say("mallory", 3)
    assert log.objection("mallory", number) == f"key {id_of('mallory')[:16]} is not certified in this log"


def test_a_time_outside_the_validity_or_before_the_certificate_is_refused() -> None:
    log = SignedLog()
    log.certify("root", OFFICER, "root", 10, ends=20, begins=0)
    log.certify("host", COLLECTOR, "root", 11, ends=15, begins=12)
    keyring = log.keyring()
    assert "the time 2026-01-06T00:00:00+00:00 is before that" in keyring.objection(id_of("root"), (), day(5), 3)
    assert "is valid from" in keyring.objection(id_of("host"), (), day(11.5), 3)
    assert keyring.objection(id_of("host"), (), day(12), 3) == ""
    assert keyring.objection(id_of("host"), (), day(15), 3) == ""
    assert "is valid from" in keyring.objection(id_of("host"), (), day(15.1), 3)


def test_an_expired_key_that_dates_back_is_refused_where_the_log_is_past_its_end() -> None:
    log = SignedLog()
    log.certify("root", OFFICER, "root", 0, ends=1000)
    log.certify("host", COLLECTOR, "root", 1, ends=10)
    honest = log.say("host", 9)
    log.say("root", 11)
    dated_back = log.say("host", 9.5)
    assert log.objection("host", honest) == ""
    assert "had expired" in log.objection("host", dated_back)
    assert log.keyring().remarks == (
        Remark(
            number=dated_back,
            text="its time 2026-01-10T12:00:00+00:00 is before that of the event before it, 2026-01-12T00:00:00+00:00",
        ),
    )


def test_a_borrowed_name_moves_no_clock_and_hides_none(log: SignedLog) -> None:
    """Somebody without a key writes an event under an officer's id, dated after the end of the collector's key."""
    log.certify("short", COLLECTOR, "officer", 3, ends=10)
    number = log.say("officer", 20)
    event = log.events[-1]
    assert event.envelope is not None
    forged = replace(event.envelope, signatures=(Signature(key=id_of("root"), value=event.envelope.signatures[0].value),))
    log.events[-1] = replace(event, envelope=forged)
    assert log.objection("short", log.say("short", 9)) == ""
    honest = log.say("officer", 11)
    assert "had expired" in log.objection("short", log.say("short", 9))
    assert log.keyring().keys[id_of("short")].expired_from == honest > number


def test_nobody_without_a_key_moves_the_clock_of_the_log(log: SignedLog) -> None:
    log.say("", 5000)
    log.say("mallory", 5000)
    log.say("host", 800)  # expired: its time counts for nothing
    log.events.append(replace(log.events[-1], at=day(5000)))
    assert log.objection("host", log.say("host", 4)) == ""


# --- the root


@pytest.mark.parametrize(
    ("first", "why"),
    [
        (lambda log: log.certify("root", OFFICER, "other", 0), "the signature is not that of key"),
        (lambda log: log.certify("root", OFFICER, "", 0), "signed by one key"),
        (lambda log: log.certify("root", COLLECTOR, "root", 0), "is collector; this takes officer"),
        (lambda log: log.certify("root", OFFICER, "root", 0, begins=1), "is valid from"),
        (lambda log: log.revoke("root", "root", 0), "certifies no key"),
        (lambda log: log.add(KEY_CERTIFIED, "root", day(0), {"key": "x"}), "no certificate"),
    ],
)
def test_a_log_whose_first_key_event_is_no_root_has_none(first, why) -> None:  # type: ignore[no-untyped-def]
    log = SignedLog()
    log.say("", 0)
    first(log)
    log.certify("root", OFFICER, "root", 1)
    assert why in log.refused()[2]
    assert log.refused()[3] == "the log has no root: its first key event is none"
    assert log.keyring().keys == {}
    assert log.keyring().root == ""


def test_a_second_root_is_none(log: SignedLog) -> None:
    number = log.certify("mallory", OFFICER, "mallory", 3)
    assert log.refused() == {number: f"key {id_of('mallory')[:16]} is not certified in this log"}


# --- certificates


def test_only_an_officer_that_may_sign_there_certifies(log: SignedLog) -> None:
    by_collector = log.certify("a", COLLECTOR, "host", 3)
    expired = log.certify("b", COLLECTOR, "officer", 366, ends=400)
    log.revoke("officer", "root", 367)
    revoked = log.certify("c", COLLECTOR, "officer", 364, begins=1)
    refused = log.refused()
    assert refused.keys() == {by_collector, expired, revoked}
    assert "is collector; this takes officer" in refused[by_collector]
    assert "is valid from" in refused[expired]
    assert log.keyring().keys.keys() == {id_of("root"), id_of("officer"), id_of("host")}


def test_a_key_is_certified_once(log: SignedLog) -> None:
    log.revoke("host", "officer", 3)
    again = log.certify("host", [Role.OFFICER], "officer", 4)
    assert log.refused() == {again: f"key {id_of('host')[:16]} was certified before, by event 3"}


def test_a_key_event_that_was_changed_after_it_was_signed_counts_for_nothing(log: SignedLog) -> None:
    mine = certificate_for(MemorySigner("mallory").key, "officer", (Role.OFFICER,), day(0), day(999))
    event = log.events[1]
    assert event.envelope is not None
    log.events[1] = replace(event, body=to_wire(mine))
    assert log.refused()[2] == "the event is not what was signed"
    (signature,) = event.envelope.signatures
    for change in (
        replace(event, envelope=replace(event.envelope, payload=event.envelope.payload.replace(b"officer", b"offices"))),
        replace(event, envelope=replace(event.envelope, signatures=(Signature(key=signature.key, value=bytes(64)),))),
    ):
        log.events[1] = change
        assert "the signature is not that of key" in log.refused()[2]
    for signatures in ((), (signature, signature)):
        log.events[1] = replace(event, envelope=replace(event.envelope, signatures=signatures))
        assert log.refused()[2] == "a key event is signed by one key"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"key": "00" * 32}, "the id is not that of the key"),
        ({"public": "00"}, "an Ed25519 key has 32 bytes"),
        ({"public": "zz"}, "non-hexadecimal"),
        ({"name": " "}, "a name has"),
        ({"name": "x" * 201}, "a name has"),
        ({"name": "a\u202eb"}, "a name has"),
        ({"roles": []}, "no role"),
        ({"roles": ["officer", "collector"]}, "no role, or roles not in their order"),
        ({"roles": ["emperor"]}, "emperor"),
        ({"not_after": day(0).isoformat()}, "no time"),
        ({"not_before": "2026-01-01T00:00:00"}, "no time"),
        ({"not_after": "2027-01-01T00:00:00+01:00"}, "no time"),
        ({"not_after": "2027-01-01T00:00:00Z"}, "not in its one form"),
        ({"note": "x"}, "note"),
    ],
)
def test_a_body_that_is_no_certificate_is_refused(change: dict[str, object], why: str) -> None:
    body = to_wire(certificate_for(MemorySigner("a").key, "a", (Role.OFFICER,), day(0), day(9)))
    assert read_certificate(body).name == "a"
    with pytest.raises(FormatError, match="no certificate") as caught:
        read_certificate({**body, **change})
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"key": 1}, "no key or no reason"),
        ({"reason": ""}, "no key or no reason"),
        ({"reason": None}, "no key or no reason"),
        ({"since": "2026-01-01T00:00:00"}, "not in UTC"),
        ({"since": "yesterday"}, "yesterday"),
    ],
)
def test_a_body_that_is_no_revocation_is_refused(change: dict[str, object], why: str) -> None:
    body = to_wire(Revocation(key="a", reason="lost", since=day(1)))
    assert read_revocation(body) == Revocation(key="a", reason="lost", since=day(1))
    with pytest.raises(FormatError, match="no revocation") as caught:
        read_revocation({**body, **change})
    assert why in str(caught.value)


def test_the_key_of_a_certificate_goes_by_its_name() -> None:
    certificate = certificate_for(MemorySigner("seed").key, "Host 7", (Role.OFFICER, Role.COLLECTOR), day(0), day(1))
    assert isinstance(certificate, Certificate)
    assert certificate.roles == (Role.COLLECTOR, Role.OFFICER)
    assert key_of(certificate) == replace(MemorySigner("seed").key, name="Host 7")


# --- revocation


def test_a_revoked_key_signs_nothing_from_there_on_and_what_it_signed_before_stays(log: SignedLog) -> None:
    before = log.say("host", 3)
    log.revoke("host", "officer", 4, reason="left the agency")
    after = log.say("host", 5)
    dated_back = log.say("host", 3)
    assert log.objection("host", before) == ""
    assert log.objection("host", after).endswith("was revoked by event 5: left the agency")
    assert "was revoked" in log.objection("host", dated_back)


def test_a_key_is_revoked_by_itself_by_those_above_it_and_by_the_root_only(log: SignedLog) -> None:
    log.certify("officer2", OFFICER, "root", 3)
    aside = log.revoke("host", "officer2", 4)
    upward = log.revoke("root", "officer", 4)
    by_none = log.revoke("nobody", "root", 4)
    unknown = log.revoke("host", "mallory", 4)
    collector = log.revoke("host", "host", 4)
    refused = log.refused()
    assert refused.keys() == {aside, upward, by_none, unknown, collector}
    assert "did not certify key" in refused[aside]
    assert "did not certify key" in refused[upward]
    assert "is not certified" in refused[by_none]
    log.revoke("host", "root", 5)
    log.revoke("officer2", "officer2", 5)
    keys = log.keyring().keys
    assert (keys[id_of("host")].revoked, keys[id_of("officer2")].revoked) == (log.size - 1, log.size)


def test_a_key_is_revoked_once_but_may_be_found_stolen_later(log: SignedLog) -> None:
    seen = log.say("host", 5)
    first = log.revoke("host", "officer", 6)
    second = log.revoke("host", "officer", 7)
    assert log.refused() == {second: f"key {id_of('host')[:16]} was revoked before, by event {first}"}
    assert log.objection("host", seen) == ""
    log.revoke("host", "root", 8, since=4, reason="stolen")
    assert log.keyring().keys[id_of("host")].revoked == first
    assert log.objection("host", seen).endswith("is not to be trusted since 2026-01-05T00:00:00+00:00: stolen")
    log.revoke("host", "root", 9, since=4.5, reason="stolen, looked into")  # the earlier time stays
    assert log.keyring().keys[id_of("host")].stolen_since == day(4)


# --- theft


def test_what_a_stolen_key_signed_since_is_not_believed_by_its_own_dates_or_those_of_the_log(log: SignedLog) -> None:
    before = log.say("host", 3)
    forged = log.say("host", 6)
    log.say("officer", 7)
    dated_back = log.say("host", 3)
    told = log.revoke("host", "root", 8, since=5, reason="stolen")
    assert log.objection("host", before) == ""
    assert "not to be trusted since" in log.objection("host", forged)
    assert "not to be trusted since" in log.objection("host", dated_back)
    assert log.keyring().keys[id_of("host")].stolen_from == forged + 1
    assert log.keyring().keys[id_of("host")].revoked == told


def test_what_a_witness_had_seen_before_the_theft_stays(log: SignedLog) -> None:
    ahead = log.say("host", 20)  # a clock that goes ahead
    log.witnessed = [(ahead, day(5)), (ahead + 1, day(11)), (1, day(3))]
    later = log.say("host", 21)
    log.revoke("host", "root", 30, since=10, reason="stolen")
    assert log.objection("host", ahead) == ""
    assert "not to be trusted" in log.objection("host", later)
    log.witnessed = []
    assert "not to be trusted" in log.objection("host", ahead)


def test_since_when_is_for_the_root_to_say_and_not_after_the_day_itself(log: SignedLog) -> None:
    by_officer = log.revoke("host", "officer", 8, since=5)
    ahead = log.revoke("host", "root", 8, since=9)
    refused = log.refused()
    assert refused[by_officer] == "since when a key is not to be trusted is for the root to say, or its heir"
    assert "is after the revocation itself" in refused[ahead]
    assert log.keyring().keys[id_of("host")].revoked is None


def test_what_a_thief_certified_or_revoked_counts_for_nothing(log: SignedLog) -> None:
    log.certify("rogue", OFFICER, "officer", 6)
    log.certify("rogue2", COLLECTOR, "rogue", 6)
    log.revoke("host", "officer", 6)
    log.revoke("officer", "root", 8, since=5, reason="stolen")
    honest = log.say("host", 9)
    assert log.keyring().keys.keys() == {id_of("root"), id_of("officer"), id_of("host")}
    assert log.refused().keys() == {4, 5, 6}
    assert log.objection("host", honest) == ""


def test_a_thief_who_takes_the_key_back_helps_its_owner(log: SignedLog) -> None:
    gone = log.revoke("officer", "officer", 6, reason="by the thief")
    log.revoke("officer", "root", 8, since=5, reason="stolen")
    assert log.refused() == {}
    assert log.keyring().keys[id_of("officer")].revoked == gone


def test_a_root_takes_itself_back_since_a_time(log: SignedLog) -> None:
    rogue = log.certify("rogue", OFFICER, "root", 6)
    told = log.revoke("root", "root", 8, since=5, reason="stolen")
    assert log.refused().keys() == {rogue}
    assert log.objection("root", told, OFFICER) == ""
    assert log.objection("root", rogue) != ""
    assert log.objection("root", 2) == ""
    after = log.certify("late", COLLECTOR, "root", 9)
    assert "was revoked" in log.refused()[after]
    assert log.objection("officer", log.say("officer", 9)) == ""


# --- rotation


@pytest.fixture
def rotated(log: SignedLog) -> SignedLog:
    """Give the log with an heir to the root, of which the root was revoked, and an heir to that one."""
    log.certify("root-b", OFFICER, "root", 10, name="root", ends=1000)
    log.revoke("root", "root", 10, reason="rotated")
    log.certify("root-c", OFFICER, "root-b", 20, name="root", ends=1000)
    log.revoke("root-b", "root-b", 20, reason="rotated")
    return log


def test_a_rotated_root_keeps_trust_chained(rotated: SignedLog) -> None:
    keyring = rotated.keyring()
    assert keyring.line == (id_of("root"), id_of("root-b"), id_of("root-c"))
    assert keyring.is_rooted_in(id_of("root"))
    assert not keyring.is_rooted_in(id_of("root-c"))
    rotated.revoke("host", "root-c", 21, since=15)
    rotated.certify("host2", COLLECTOR, "root-c", 22)
    old = rotated.certify("rogue", OFFICER, "root", 23)
    assert rotated.refused().keys() == {old}
    assert rotated.objection("host2", rotated.say("host2", 24)) == ""


def test_only_an_officer_under_the_same_name_is_an_heir(log: SignedLog) -> None:
    log.certify("a", COLLECTOR, "root", 3, name="root")
    log.certify("b", OFFICER, "root", 3)
    log.certify("officer-b", OFFICER, "officer", 3, name="officer")
    assert log.keyring().line == (id_of("root"),)


def test_an_heir_finds_the_root_before_it_stolen(rotated: SignedLog) -> None:
    rotated.revoke("root", "root-c", 30, since=10.5, reason="found later")
    assert rotated.refused() == {}
    assert rotated.keyring().keys[id_of("root")].stolen_since == day(10.5)
    itself = rotated.revoke("root-b", "root-c", 31, since=9)
    assert rotated.refused() == {itself: "that would take back the certificate of its own heir"}


def test_a_root_can_not_say_since_when_its_heir_is_stolen() -> None:
    log = SignedLog()
    log.certify("root", OFFICER, "root", 0)
    log.certify("heir", OFFICER, "root", 1, name="root")
    told = log.revoke("heir", "root", 3, since=2)
    assert log.refused() == {told: "the heir of a key is revoked from then on only, not since a time"}
    log.revoke("heir", "root", 4)
    assert log.keyring().keys[id_of("heir")].revoked == log.size


def test_what_a_stolen_root_told_of_others_is_taken_back_by_its_heir() -> None:
    log = SignedLog()
    log.certify("root", OFFICER, "root", 0)
    log.certify("host", COLLECTOR, "root", 1)
    log.certify("heir", OFFICER, "root", 2, name="root")
    seen = log.say("host", 3)
    slander = log.revoke("host", "root", 6, since=1.5, reason="slander")
    assert log.objection("host", seen) != ""
    log.revoke("root", "heir", 7, since=5, reason="stolen")
    assert log.refused().keys() == {slander}
    assert log.objection("host", seen) == ""
    # What the heir itself says of others holds beside it, and an earlier time that is found later counts.
    log.revoke("host", "heir", 8, since=4, reason="stolen too")
    log.revoke("root", "heir", 9, since=4.5, reason="stolen")
    assert log.keyring().keys[id_of("host")].stolen_since == day(4)
    assert log.keyring().keys[id_of("root")].stolen_since == day(4.5)
    assert log.refused().keys() == {slander}


def test_an_heir_is_no_earlier_than_the_root_it_takes_back() -> None:
    """A thief of the root makes himself its heir; the true heir, certified before, is the one that speaks."""
    log = SignedLog()
    log.certify("root", OFFICER, "root", 0)
    log.certify("heir", OFFICER, "root", 2, name="root")
    log.certify("thief", OFFICER, "root", 6, name="root")
    assert log.keyring().line == (id_of("root"), id_of("heir"))
    log.revoke("root", "heir", 7, since=5, reason="stolen")
    assert id_of("thief") not in log.keyring().keys


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2), st.integers(0, 30)), max_size=12))
def test_any_quarrel_of_keys_ends_and_the_root_stays(quarrel: list[tuple[int, int, int, int]]) -> None:
    log = SignedLog()
    seeds = ("k0", "k1", "k2", "k3", "k4")
    log.certify("k0", OFFICER, "k0", 0)
    for at, (by, of, what, since) in enumerate(quarrel, 1):
        if what == 0:
            log.certify(seeds[of], OFFICER, seeds[by], at, name="k0" if since % 2 else "")
        else:
            log.revoke(seeds[of], seeds[by], at, since=since if what == 2 else None)
    keyring = log.keyring()
    assert keyring.root == id_of("k0")
    assert keyring.line == tuple(dict.fromkeys(keyring.line))
    for known in keyring.keys.values():
        if known.revoked is not None:
            assert "was revoked" in known.objection((), known.certificate.not_after, log.size + 1)
            assert known.revoked > known.number


def test_the_fold_takes_events_as_they_come(log: SignedLog) -> None:
    assert fold_keys(iter(log.events)) == fold_keys(tuple(log.events))
    unsigned = Event(kind=KEY_REVOKED, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), body={})
    assert fold_keys([unsigned]).refused == (Remark(number=1, text="a key event is signed by one key"),)
