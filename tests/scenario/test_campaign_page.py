"""The page of a campaign, from a ledger: what stands on it, for whom."""

import html as markup
import re
from pathlib import Path

from scenario.campaign_estate import DIRECTIVE, run
from scenario.campaign_ledger import HOSTS, campaign_estate, shared_estate

__all__ = ["campaign_estate", "shared_estate"]


def page(estate: Path) -> str:
    outcome = run(estate, "status", "--case", "backup", "--html", estate / "page.html")
    assert outcome.code == 0, outcome.err
    return (estate / "page.html").read_text()


def words(html: str) -> str:
    shown = re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))
    return " ".join(markup.unescape(shown).split())


def test_the_page_tells_each_host_with_why_and_what_needs_somebody_first(shared_estate: Path) -> None:
    text = words(page(shared_estate))
    assert "1 of 4 hosts gone" in text
    table = text[text.index("Each product on each host") :]
    order = [table.index(host) for host in (HOSTS[1], HOSTS[3], HOSTS[2], HOSTS[0])]
    assert order == sorted(order)
    assert "blocked the product is still there (owner: desktop team)" in table
    assert "absent by files, packages; looked at again" in table


def test_the_timeline_gives_ranges_with_cause_period_and_what_was_planned(shared_estate: Path) -> None:
    html = page(shared_estate)
    text = words(html)
    assert "2 hosts measured; 2 stood without protection by us at some time, 3 s beyond what the plan allows" in text
    assert "1 to 3 s 3 s at most, not planned" in text
    assert "2 to 4 s an engine loads after a restart; nothing beyond it" in text
    assert "each 1 s," in text
    assert html.count("stroke:var(--bad)") == 2 + 1  # two gaps, and the legend
    assert "1: replacement staged" in text


def test_the_page_is_whole_by_itself_and_runs_nothing(shared_estate: Path) -> None:
    html = page(shared_estate)
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {one for group in re.findall(r'aria-labelledby="([^"]+)"', html) for one in group.split()} <= set(ids)


def test_without_the_plans_recipes_phases_are_not_told_and_it_says_so(campaign_estate: Path) -> None:
    recipe = campaign_estate / "mine/recipes/umbra-debian.yaml"
    recipe.write_text(recipe.read_text().replace("source: made up", "source: made up anew"))
    text = words(page(campaign_estate))
    assert "phases can't be told: the recipe umbra-debian was changed after the plan was made" in text
    assert "0 of 4 hosts gone" in text


def test_a_page_that_can_not_be_written_is_one_line(campaign_estate: Path) -> None:
    outcome = run(campaign_estate, "status", "--html", campaign_estate / "t.csv/page.html")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_a_case_without_a_plan_says_so(campaign_estate: Path) -> None:
    assert run(campaign_estate, "case", "open", "other", "--directive", DIRECTIVE, "--by", "CISO").code == 0
    run(campaign_estate, "status", "--html", campaign_estate / "page.html")
    assert "No plan is approved for what this case found." in words((campaign_estate / "page.html").read_text())
