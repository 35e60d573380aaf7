"""What those who watch the alarms are told before a wave, so that they neither chase our work nor miss an attack in it."""

import datetime as dt

from excise.base import show
from excise.campaign.plan_records import Settings, WaveKind

_DOES = {
    WaveKind.SOURCES: "Shut: what would install the product again (deployment rules, install tasks, images).",
    WaveKind.CANARY: "First hosts of each kind; nothing else begins until they are done and watched.",
    WaveKind.MAIN: "",
    WaveKind.LAST: "Management servers and consoles of the product go.",
}


def soc_notice(number: int, kind: WaveKind, on: dt.date, hosts: int, settings: Settings) -> str:
    """Write the notice of a wave."""
    window = "in their maintenance windows" if settings.windows else "at any time of the day"
    lines = [
        f"Wave {number} ({kind}) on {on}: {hosts} {'host is' if hosts == 1 else 'hosts are'} begun, {window}.",
        _DOES[kind],
        "Expect on these hosts: an anti-malware test file found, services of the old product stopped and removed, a new engine "
        "installed and started, a restart.",
        _protection(settings),
        f"Anything else on them is not ours. To stop the campaign: {show(settings.contact) or 'call who approved the plan'}.",
    ]
    return "\n".join(line for line in lines if line)


def _protection(settings: Settings) -> str:
    if settings.handover_seconds:
        return (
            f"Where engines exclude each other a host may stand without one for at most {settings.handover_seconds} s; "
            "everywhere else the new engine is proven active before the old one is touched."
        )
    return "No host is left without an active engine: the new one is proven active before the old one is touched."
