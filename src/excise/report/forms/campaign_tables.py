"""What a form can say of a campaign. Without one each word gives None, so that a person must say; nothing is guessed."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from excise.campaign.plan_records import LossLine
from excise.campaign.recipe_records import Control
from excise.campaign.records import Mode
from excise.report.campaign_records import CampaignTold, TargetTold, standing, told_words
from excise.report.forms.records import Cell, FieldKind
from excise.report.forms.view import View
from excise.report.protection_plot import STEP_WORDS, cause_words, seconds_words
from excise.report.words import count

Rows = tuple[Mapping[str, Cell], ...]
_TEXT, _NUMBER, _DATE, _CHOICE = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DATE, FieldKind.CHOICE

PRODUCT_WORK = {
    "planned-begin": _DATE, "planned-end": _DATE, "in-the-way": _TEXT, "replaced-by": _TEXT, "replacement-standing": _CHOICE,
    "replacement-begin": _DATE, "replacement-end": _DATE, "gone": _NUMBER,
}  # fmt: skip
"""Columns that the table of products has of a campaign."""
CONTROL = {"capability": _TEXT, "affected": _CHOICE, "meanwhile": _TEXT}
WAVE = {"wave": _NUMBER, "kind": _TEXT, "begin": _DATE, "hosts": _NUMBER, "gone": _NUMBER}
STEP = {"step": _TEXT, "begun": _TEXT, "ended": _TEXT, "outcome": _TEXT}
LAPSE = {"from": _TEXT, "to": _TEXT, "seconds": _TEXT, "cause": _TEXT, "planned": _TEXT}
_CONTROLS = {
    Control.DATA_LOSS: "data loss and leakage prevention",
    Control.NETWORK_ACCESS: "network access control",
    Control.MOBILE_DEVICES: "mobile device management",
    Control.SANDBOX: "sandboxing and detonation chamber",
    Control.WEB_REPUTATION: "web reputation and content filtering",
    Control.WHITELISTING: "hardware and software whitelisting",
    Control.PATCHES: "vulnerability and patch management",
    Control.ANTI_MALWARE: "anti-malware",
    Control.ANTI_EXPLOIT: "anti-exploit",
    Control.SPAM: "spam filtering",
    Control.ENCRYPTION: "data encryption",
    Control.OTHER: "other capabilities",
}
_MOST_REASONS = 5


def product_work(view: View, findings: Iterable[str]) -> Mapping[str, Cell]:
    """Give what the plan does about the findings of one product; all empty where no plan names them."""
    ids = set(findings)
    mine = [one for one in view.campaign.targets if ids.intersection(one.findings)] if view.campaign is not None else []
    if view.campaign is None or not mine:
        return dict.fromkeys(PRODUCT_WORK)
    days = [one.on for one in mine if one.on is not None]
    is_whole = len(days) == len(mine)
    replaced = sorted({one.replacement for one in mine if one.replacement})
    ends = {one.number: one.on for one in view.campaign.plan.waves}
    begin, end = (min(days), max(ends[one.wave] for one in mine if one.wave is not None)) if days else (None, None)
    standing_words = "chosen" if replaced else "none needed" if all(one.mode is Mode.NONE for one in mine) else None
    return {
        "planned-begin": begin.isoformat() if begin else None,
        # Days of a host's own work are in the plan's settings; a host in no wave has no end that is known.
        "planned-end": _after(view.campaign, end.toordinal()) if end and is_whole else None,
        "in-the-way": in_the_way(mine),
        "replaced-by": ", ".join(replaced) or ("none" if standing_words == "none needed" else None),
        "replacement-standing": standing_words,
        "replacement-begin": begin.isoformat() if begin and replaced else None,
        "replacement-end": end.isoformat() if end and replaced and is_whole else None,
        "gone": sum(one.is_gone for one in mine),
    }


def _after(told: CampaignTold, ordinal: int) -> str:
    return dt.date.fromordinal(ordinal + told.plan.settings.finish_days).isoformat()


def in_the_way(targets: Iterable[TargetTold]) -> str:
    """Say what is in the way of targets, the most frequent first."""
    why = Counter(one.why for one in targets if one.why and not one.is_gone)
    return "; ".join(f"{count(hosts, 'host')}: {what}" for what, hosts in why.most_common(_MOST_REASONS))


def control_rows(view: View) -> Rows:
    """List every control, with whether the removal affects it."""
    losses = {one.control: one for one in view.campaign.plan.losses} if view.campaign is not None else {}
    return tuple(_control(words, losses.get(control), view.campaign) for control, words in _CONTROLS.items())


def _control(words: str, loss: LossLine | None, told: CampaignTold | None) -> Mapping[str, Cell]:
    if told is None or loss is None:
        return {"capability": words, "affected": None, "meanwhile": None}
    if not loss.hosts:
        return {"capability": words, "affected": "no", "meanwhile": None}
    now = ", ".join(loss.now_by)
    open_ = f"nothing on {count(loss.open_hosts, 'host')}" if loss.open_hosts else ""
    return {"capability": words, "affected": "yes", "meanwhile": "; ".join(one for one in (now, open_) if one)}


def wave_rows(view: View) -> Rows:
    """List the waves of the plan."""
    if view.campaign is None:
        return ()
    whole = view.campaign.hosts_gone()
    gone = Counter(wave for _, wave in {(one.host, one.wave) for one in view.campaign.targets if one.host in whole})
    return tuple(
        {
            "wave": one.number,
            "kind": str(one.kind).replace("-", " "),
            "begin": one.on.isoformat(),
            "hosts": one.hosts,
            "gone": gone[one.number],
        }
        for one in view.campaign.plan.waves
    )


# --- numbers and texts


def identified(view: View) -> int | None:
    """Count the hosts of the plan and those of the answer together."""
    if view.campaign is None or view.endpoints(view.covered) is None:
        return None
    return len({one.host for one in view.campaign.targets} | {one.asset_name or one.asset for one in view.covered})


def removed(view: View) -> int | None:
    """Count the hosts that are gone and on which the answer finds nothing covered."""
    if view.campaign is None:
        return None
    return len(view.campaign.hosts_gone() - {one.asset_name or one.asset for one in view.covered})


def challenges(view: View) -> str | None:
    """Say what is in the way, and what the removal leaves without anything."""
    if view.campaign is None:
        return None
    open_ = [one for one in view.campaign.plan.losses if one.open_hosts]
    parts = [in_the_way(view.campaign.targets)]
    parts += [f"nothing supplies {_CONTROLS[one.control]} on {count(one.open_hosts, 'host')}" for one in open_]
    parts += [why for state in view.campaign.plan.deadlines for why in state.why]
    return "; ".join(dict.fromkeys(one for one in parts if one)) or "none is known to the plan"


def plan_words(view: View) -> str | None:
    """Name the plan by its digest."""
    return view.campaign.digest if view.campaign is not None else None


def approval_words(view: View) -> str | None:
    """Say who approved the plan, and when."""
    if view.campaign is None or not view.campaign.approvals:
        return None
    return "; ".join(
        f"{one.by} on {one.at:%Y-%m-%d}" + (f" (waves {', '.join(map(str, one.waves))})" if one.waves else "")
        for one in view.campaign.approvals
    )


# --- one host


def host_targets(view: View) -> Sequence[TargetTold]:
    """Give the targets of the host that the form is about."""
    return [one for one in view.campaign.targets if one.host == view.host] if view.campaign is not None else []


def of_host(tell: Callable[[Sequence[TargetTold]], Cell]) -> Callable[[View], Cell]:
    """Make what tells of the host's targets; None where there is none."""
    return lambda view: tell(mine) if (mine := host_targets(view)) else None


def products_of(mine: Sequence[TargetTold]) -> str:
    """Name the products that were on it."""
    return ", ".join(sorted({one.product for one in mine}))


def state_of(mine: Sequence[TargetTold]) -> str:
    """Say how it stands: gone only if all of its products are."""
    if all(one.is_gone for one in mine):
        return "gone"
    return "; ".join(f"{one.product}: {standing(one)}" + (f" ({one.why})" if one.why else "") for one in mine if not one.is_gone)


def is_gone(mine: Sequence[TargetTold]) -> str:
    """Say yes if all of its products were seen to be gone."""
    return "yes" if all(one.is_gone for one in mine) else "no"


def gone_on(mine: Sequence[TargetTold]) -> str | None:
    """Give the day of the look by which the last of its products is gone."""
    times = [one.gone_at for one in mine if one.gone_at is not None]
    return max(times).date().isoformat() if len(times) == len(mine) else None


def means_of(mine: Sequence[TargetTold]) -> str | None:
    """Say by which means each product was seen absent."""
    return "; ".join(f"{one.product}: {', '.join(one.means)}" for one in mine if one.means) or None


def residue_of(mine: Sequence[TargetTold]) -> str | None:
    """Say what was seen of what each product may leave."""
    return "; ".join(f"{one.product}: {one.residue}" for one in mine if one.residue) or None


def recheck_of(mine: Sequence[TargetTold]) -> str | None:
    """Say what the last recheck saw of each product, and apart from it what people told who looked by hand."""
    seen = [(one.product, one.rechecked) for one in mine if one.rechecked is not None]
    words = [f"{product}: {one.answer} on {one.at:%Y-%m-%d %H:%M}Z, {one.why}" for product, one in seen]
    words += [f"{one.product}: {told_words(one.told)}" for one in mine if one.told is not None]
    return "; ".join(words) or None


def replacement_of(mine: Sequence[TargetTold]) -> str | None:
    """Name what replaces them."""
    names = sorted({one.replacement for one in mine if one.replacement})
    return ", ".join(names) or ("none needed" if all(one.mode is Mode.NONE for one in mine) else None)


def protection_words(view: View) -> str | None:
    """Say how long the host stood without protection, by cause, with the period of sampling."""
    one = next((one for one in view.campaign.measured if one.host == view.host), None) if view.campaign is not None else None
    if one is None or not one.samples:
        return None
    by = [f"{seconds_words(each.least_seconds, each.most_seconds)} {cause_words(each.cause)}" for each in one.unprotected]
    planned = "" if not by else f", of which {one.unplanned_seconds:g} s at most by us and not planned"
    return (
        f"without protection {', '.join(by) or '0 s'}{planned}; protected {one.protected_seconds:,.0f} s, off "
        f"{one.off_seconds:,.0f} s, not seen {one.unseen_seconds:,.0f} s; sampled each {one.period_seconds:g} s"
    )


def step_rows(view: View) -> Rows:
    """List the steps on the host."""
    steps = sorted((step for one in host_targets(view) for step in one.steps), key=lambda step: step.begun)
    return tuple(
        {
            "step": STEP_WORDS[one.kind],
            "begun": f"{one.begun:%Y-%m-%d %H:%M:%S}Z",
            "ended": f"{one.ended:%Y-%m-%d %H:%M:%S}Z" if one.ended else "not known",
            "outcome": one.outcome or "not known",
        }
        for one in steps
    )


def lapse_rows(view: View) -> Rows:
    """List the times without protection of the host."""
    told = [one for one in view.campaign.measured if one.host == view.host] if view.campaign is not None else []
    return tuple(
        {
            "from": f"{one.first:%Y-%m-%d %H:%M:%S}Z",
            "to": f"{one.last:%Y-%m-%d %H:%M:%S}Z",
            "seconds": seconds_words(one.least_seconds, one.most_seconds),
            "cause": cause_words(one.cause),
            "planned": one.planned or "no",
        }
        for measured in told
        for one in measured.lapses
    )
