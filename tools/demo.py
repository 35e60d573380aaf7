"""A whole campaign on twelve real hosts, made on this machine: `make demo`. Leaves plan, pages, timeline and bundle in out/demo.

The hosts are those of the tests' lab: namespaces with systemd, sshd and packages of their own. Seven of them make trouble, each
in its own way; the campaign has to say so, and to leave each of them protected.
"""

import shutil
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from lab.hosts import Lab, reason_against_a_lab  # noqa: E402
from lab.journey import CASE, TWELVE, Journey, Part  # noqa: E402

OUT = ROOT / "out/demo"
SHOWN = 16
"""Lines of a command's answer that are shown; the page holds it whole."""
LEFT = {
    "found.html": "what was found, and under which order",
    "plan.txt": "the plan: waves, dates, notices; plan.json is the approved one",
    "campaign.html": "how the campaign stands: hosts, reasons, and how each was protected, second by second",
    "after.html": "what a second look found",
    "bundle.zip": "the whole history, signed, for a stranger to check",
}


class Told:
    """Says what is done, on the terminal and in a file."""

    def __init__(self, log: Path) -> None:
        self._begun = time.monotonic()
        self._log = log.open("w")
        self._is_whole = False

    def title(self, words: str) -> None:
        """Say what comes next."""
        self._say(f"\n=== {time.monotonic() - self._begun:.0f} s: {words}")

    def __call__(self, words: str) -> None:
        """Say a command, or what it said."""
        self._log.write(words + "\n")
        self._log.flush()
        if words.startswith("$ "):
            self._is_whole = words.startswith(("$ excise plan", "$ excise status", "$ excise act", "$ excise evidence verify"))
            print(f"\n{words[:200]}", flush=True)
            return
        lines = words.strip("\n").split("\n")
        shown = lines if self._is_whole or len(lines) <= SHOWN else lines[:SHOWN]
        for line in shown:
            print(f"  {line}", flush=True)
        if len(shown) < len(lines):
            print(f"  ... {len(lines) - len(shown)} more lines", flush=True)

    def _say(self, words: str) -> None:
        self._log.write(words + "\n")
        print(words, flush=True)


def main() -> int:
    """Go from the order to the bundle; 0 if every host ended as its part asks."""
    if reason := reason_against_a_lab():
        print(f"demo: {reason}", file=sys.stderr)
        return 1
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    told = Told(OUT / "log.txt")
    told.title("twelve hosts are made and started: eight with dpkg, four with rpm; a vendor's product protects each")
    with Lab(count=len(TWELVE)) as lab:
        journey = Journey(lab, OUT, TWELVE, told)
        journey.lay()
        for host, part in journey.by_host.items():
            told(f"{host:4} {lab[host].system}  {part.what}")
        wrong = carry_out(journey, told)
        told.title(
            f"{len(TWELVE) - len(wrong)} of {len(TWELVE)} hosts ended as they should" + "".join(f"\n  {one}" for one in wrong)
        )
    for name, words in LEFT.items():
        told(f"{OUT.relative_to(ROOT) / name}: {words}")
    return 1 if wrong else 0


def carry_out(journey: Journey, told: Told) -> list[str]:
    """Carry the campaign through; name what ended otherwise than it should."""
    config = str(journey.lab.ssh_config)
    told.title("a case is opened; each host's package database and files are taken over ssh and checked")
    journey.watch()
    journey.begin()
    journey.check("found.json", journey.collect(), codes=(1,))
    told.title("a plan is made: canaries first; the board approves it by its digest")
    digest = journey.plan()
    told.title("dry run: what would be done")
    journey.excise("act", "plan.json", "--hosts", "h1")
    told.title("the plan is carried out: nothing is removed where the replacement did not prove itself")
    journey.excise(*journey.act_words(digest), codes=(1,))
    told.title("every host is asked anew, by several means, and a second collection goes into the case")
    journey.excise("recheck", "--ssh-config", config, codes=(1,))
    journey.check("after.json", journey.collect("after"), codes=(1,))
    journey.excise("status", "--case", CASE, "--html", "campaign.html")
    told.title("all of it becomes one signed file, which is checked as a stranger would")
    journey.prove()
    return [f"{host}: {words}" for host, part in journey.by_host.items() if (words := wrong_with(journey, host, part))]


def wrong_with(journey: Journey, host: str, part: Part) -> str:
    """Say what is wrong with the end of a host, by its own word; empty: nothing."""
    if not journey.is_protected(host):
        return "nothing protects it"
    if journey.has_old(host) != part.keeps_old:
        return "the product is " + ("gone, though it can't be" if part.keeps_old else "still there")
    return "" if part.keeps_old else ", ".join(journey.residue(host))


if __name__ == "__main__":
    sys.exit(main())
