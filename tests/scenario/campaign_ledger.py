"""A campaign as its ledger tells it: four hosts with an engine, an approved plan, events and measures, with nobody acting."""

import datetime as dt
from pathlib import Path

import pytest

from excise.app.campaign_log import CampaignLog
from excise.app.campaign_orders import Campaign, prepare
from excise.app.clock import now
from excise.app.content import load_recipes
from excise.app.plan_files import open_plan
from excise.base import to_wire
from excise.campaign.measured import Session, measure
from excise.campaign.presence import MeansSeen, judge_presence
from excise.campaign.records import (
    Held,
    HoldKind,
    Means,
    Outcome,
    Planned,
    Presence,
    Seen,
    Sight,
    Step,
    StepBegun,
    StepEnded,
    StepKind,
    TargetEvent,
)
from excise.campaign.timeline import Sample
from scenario.campaign_estate import DIRECTIVE, HEADER, approve, plan, record, run
from scenario.own_law import OWN, lay

HOSTS = ("ws-1.example.org", "ws-2.example.org", "ws-3.example.org", "ws-4.example.org")
REMOVAL = """\
kind: removal
id: umbra-debian
products: [umbra-backup]
platform: debian
role: engine
source: made up
protects: true
supplies: [anti-malware, patches]
remove:
  - {run: [apt-get, purge, --yes, umbra], repeatable: true}
looks:
  - {means: packages, run: [dpkg-query, -W, umbra], present_codes: [0], absent_codes: [1]}
  - {means: files, run: [test, -e, /opt/umbra], present_codes: [0], absent_codes: [1]}
protecting: {run: [systemctl, is-active, umbra.service], present_codes: [0], absent_codes: [3, 4]}
restart: true
restart_command: {run: [systemctl, reboot], repeatable: true}
"""
REPLACEMENT = """\
kind: replacement
id: halo-debian
name: Halo Guard
platform: debian
supplies: [anti-malware]
source: made up
stage:
  - {run: [apt-get, install, --yes, halo], repeatable: true}
installed: {run: [dpkg-query, -W, halo], present_codes: [0], absent_codes: [1]}
proof:
  control: {run: [cat, /srv/control], present_codes: [0], absent_codes: [1]}
  test: {run: [cat, /srv/test], present_codes: [1], absent_codes: [0]}
  service: {run: [halo, ping], present_codes: [0], absent_codes: [1]}
  definitions: {run: [halo, age], time_format: epoch, most_age_hours: 72}
"""
TOLD = (
    "unproven: a test of the page\ncapacity: 2\ncanaries: 1\nsoak_days: 1\nsettle_seconds: 0\nreplacements: [halo-debian]\n"
    "hosts:\n"
    + "".join(f"  - {{host: {host}, platform: debian, importance: {at}}}\n" for at, host in enumerate(HOSTS[:3], 1))
    + f"  - {{host: {HOSTS[3]}, platform: macos}}\n"
)
P, A = Presence.PRESENT, Presence.ABSENT


@pytest.fixture
def campaign_estate(tmp_path: Path) -> Path:
    """An approved plan for four hosts, of which one can't be done, and a ledger that tells of the other three."""
    return build(tmp_path)


@pytest.fixture(scope="module")
def shared_estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, made once for all tests of a module that change nothing in it."""
    return build(tmp_path_factory.mktemp("estate"))


def build(tmp_path: Path) -> Path:
    """Make it in a folder."""
    lay(tmp_path / "mine", {**OWN, "recipes/umbra-debian.yaml": REMOVAL.replace("patches", "vulnerability-and-patch-management"),
                            "recipes/halo-debian.yaml": REPLACEMENT})  # fmt: skip
    rows = "".join(f"application,Umbra Backup,3.1,Umbra Labs Ltd,installed,{host}\n" for host in HOSTS)
    (tmp_path / "t.csv").write_text(HEADER + rows)
    (tmp_path / "hosts.yaml").write_text(TOLD)
    assert run(tmp_path, "case", "open", "backup", "--directive", DIRECTIVE, "--by", "CISO").code == 0
    assert run(tmp_path, "keys", "new", "root", "--role", "officer", "--no-passphrase").code == 0
    record(tmp_path)
    made = plan(tmp_path)
    assert made.code == 0, made.err
    assert approve(tmp_path).code == 0
    tell(tmp_path, now())
    return tmp_path


def campaign_in(estate: Path) -> Campaign:
    file = open_plan(estate / "plan.json")
    return prepare(file.plan, file.works, load_recipes(estate / "mine"))


class Teller:
    """Appends what happened to one host, second by second."""

    def __init__(self, campaign: Campaign, log: CampaignLog, host: str, start: dt.datetime) -> None:
        self.campaign, self.log, self.host, self.start = campaign, log, host, start
        self.target = next(one for one, job in campaign.jobs.items() if job.work.host == host)
        self.events: list[TargetEvent] = []
        self.say(Planned(target=self.target, plan=campaign.digest, at=start))

    def at(self, second: float) -> dt.datetime:
        return self.start + dt.timedelta(seconds=second)

    def say(self, event: TargetEvent) -> None:
        self.events.append(event)
        self.log.append(event)

    def step(self, kind: StepKind, begun: float, ended: float) -> None:
        one = Step(target=self.target, plan=self.campaign.digest, kind=kind, part=0, round=0, attempt=0)
        self.say(StepBegun(target=self.target, step=one, at=self.at(begun)))
        self.say(StepEnded(target=self.target, step=one.id, outcome=Outcome.DONE, at=self.at(ended), code=0))

    def see(self, second: float, old: Presence, new: Presence, boot: str = "1") -> None:
        means = (Means.FILES, Means.PACKAGES) if old is A else ()
        sight = Sight(
            at=self.at(second), boot=boot, old=old, means=means, old_protects=old, new=new, new_protects=new, residue=A, sources=A
        )
        self.say(Seen(target=self.target, sight=sight))

    def measured(self, *sessions: str) -> None:
        """Record the measure of marks, one a second: o old, n new, b both, - none, a blank: missing, a slash: restarted."""
        told = [_session(self.start, marks) for marks in sessions]
        found = measure(self.host, self.campaign.digest, told, self.events, self.campaign.plan.settings, 1.0)
        self.log.record("protection-measured", self.at(500), to_wire(found))


def _session(start: dt.datetime, marks: str) -> Session:
    samples: list[Sample] = []
    boot, second = 1, 0
    for mark in marks:
        if mark == "/":
            boot += 1
            continue
        if mark != " ":
            old, new = (P if mark in known else A for known in ("ob", "nb"))
            samples.append(Sample(at=start + dt.timedelta(seconds=second), old=old, new=new, boot=str(boot)))
        second += 1
    return Session(begun=start, ended=start + dt.timedelta(seconds=second - 1), samples=tuple(samples))


def tell(estate: Path, at: dt.datetime) -> None:
    """Tell of one host that is gone, one that had a second open and is blocked, one that is under way."""
    campaign = campaign_in(estate)
    with CampaignLog(estate / "ws") as log:
        gone(Teller(campaign, log, HOSTS[0], at - dt.timedelta(hours=3)))
        one = Teller(campaign, log, HOSTS[1], at - dt.timedelta(hours=2))
        one.see(2, P, A)
        one.step(StepKind.STAGE, 4, 20)
        one.see(22, P, P)
        one.step(StepKind.REMOVE, 30, 40)
        one.see(42, P, A)
        one.say(Held(target=one.target, kind=HoldKind.BLOCKED, reason="the product is still there", owner="desktop team",
                     at=one.at(50)))  # fmt: skip
        one.measured("o" * 20 + "b" * 12 + "--" + "o" * 26)
        late = Teller(campaign, log, HOSTS[2], at - dt.timedelta(hours=1))
        late.see(2, P, A)
        late.step(StepKind.STAGE, 4, 20)


def gone(one: Teller) -> None:
    """Tell of a host on which all went well, and which was looked at again."""
    one.see(2, P, A)
    one.step(StepKind.STAGE, 5, 30)
    one.see(32, P, P)
    one.step(StepKind.REMOVE, 40, 60)
    one.see(62, A, P)
    one.step(StepKind.RESTART, 65, 67)
    one.see(100, A, P, boot="2")
    one.measured("o" * 30 + "b" * 25 + "n" * 12 + " " * 12 + "/---" + "n" * 40)
    seen = [MeansSeen(means=means, answer=A, at=one.at(3600), boot="2") for means in (Means.PACKAGES, Means.FILES)]
    check = judge_presence(one.host, "umbra-backup", seen)
    one.log.record("presence-check", one.at(3600), to_wire(check))
