"""Every page that is written, in a real browser: no rule of axe broken, on a phone, by keyboard, in the dark, without scripts."""

import functools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from excise import report
from excise.report.heat_map import heat_map, render_heat_map
from excise.report.templating import environment
from library_sample import library_answer
from plot_samples import standings, years_of_answers
from samples import hostile_answer, nil_answer, sample_answer
from scenario import campaign_ledger
from scenario.campaign_estate import run
from scenario.command_line import excise

pytestmark = pytest.mark.lab
Needs = Callable[..., None]
[_AXE] = axe_playwright_python.__path__
AXE = (Path(_AXE) / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
FIRST, SECOND = "us-dhs-bod-17-01", "us-ndaa-2018-1634"


def page_of_plots() -> str:
    """Give the plots that no answer of one run shows: the line over years, the map of agencies."""
    template = environment().from_string(
        '{% import "plots.html.j2" as plots %}<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Plots</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>{% include "answer.css" %}</style></head>'
        "<body><main><h1>Plots</h1><h2>Line</h2>{{ plots.burn_down(line) }}<h2>Map</h2>MAP</main></body></html>"
    )
    return template.render(line=years_of_answers()).replace("MAP", render_heat_map(heat_map(standings())))


@functools.cache
def page_of_a_campaign() -> str:
    """Give the page of a campaign with hosts that are gone, held and at work, and with timelines of their protection."""
    with tempfile.TemporaryDirectory() as folder:
        estate = campaign_ledger.build(Path(folder))
        assert run(estate, "status", "--case", "backup", "--html", estate / "page.html").code == 0
        return (estate / "page.html").read_text()


PAGES: dict[str, Callable[[], str]] = {
    "answer": lambda: report.render_html(sample_answer()),
    "nil report": lambda: report.render_html(nil_answer()),
    "many directives": lambda: report.render_html(library_answer()),
    "hostile": lambda: report.render_html(hostile_answer()),
    "directive": lambda: excise("directive", "show", FIRST, "--format", "html").out,
    "comparison": lambda: excise("directive", "compare", FIRST, SECOND, "--format", "html").out,
    "plots": page_of_plots,
    "campaign": page_of_a_campaign,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"))
        yield browser
        browser.close()


@pytest.fixture(params=PAGES)
def written(request: pytest.FixtureRequest, tmp_path: Path, needs: Needs) -> str:
    needs("chromium")
    return write(PAGES[request.param](), tmp_path)


def write(text: str, folder: Path) -> str:
    path = folder / "page.html"
    path.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path.as_uri()


def broken_rules(page: Page) -> list[str]:
    page.evaluate(AXE)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found: Any = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    assert len(found["passes"]) > 10, "axe looked"
    return [f"{one['id']}: {node['html'][:120]} {node['any'][:1]}" for one in found["violations"] for node in one["nodes"][:3]]


def test_no_rule_of_axe_is_broken(written: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 900}, color_scheme="light")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(written)
    assert complaints == [], "the page complains to nobody"
    assert broken_rules(page) == []
    page.close()


@pytest.mark.parametrize("name", ["answer", "comparison", "plots", "campaign"])
def test_no_rule_of_axe_is_broken_in_the_dark(name: str, browser: Browser, tmp_path: Path, needs: Needs) -> None:
    needs("chromium")
    page = browser.new_page(viewport={"width": 1100, "height": 900}, color_scheme="dark")
    page.goto(write(PAGES[name](), tmp_path))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 23, 23)"
    assert broken_rules(page) == []
    page.close()


def test_axe_finds_what_was_planted(browser: Browser, tmp_path: Path, needs: Needs) -> None:
    needs("chromium")
    planted = '<main id="main"><button></button><img src="data:,"><h5>deep</h5><p style="color:#bbb;background:#fff">pale</p>'
    page = browser.new_page()
    page.goto(write(PAGES["nil report"]().replace('<main id="main">', planted), tmp_path))
    found = {line.partition(":")[0] for line in broken_rules(page)}
    assert {"button-name", "image-alt", "heading-order", "color-contrast"} <= found
    page.close()


def test_at_320_pixels_nothing_scrolls_sideways_and_no_rule_is_broken(written: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(written)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert broken_rules(page) == []
    page.close()


def test_without_scripts_all_is_there_and_nothing_is_fetched(written: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(written)
    assert asked == [written]
    assert page.locator("main").is_visible()
    context.close()


FOCUSED = """(() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return [one.tagName, style.outlineStyle, style.outlineWidth];
})()"""


def test_every_control_is_reached_by_keyboard_in_order_and_shows_it(written: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto(written)
    wanted: int = page.evaluate(
        "[...document.querySelectorAll('a[href], summary, [tabindex]')].filter(e => e.checkVisibility()).length"
    )
    seen = []
    for _ in range(min(wanted, 60)):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    assert len(seen) == min(wanted, 60)
    assert [one for one in seen if one[0] == "BODY" or one[1] == "none" or one[2] == "0px"] == []
    page.close()


def test_the_first_stop_leads_past_the_head(browser: Browser, needs: Needs, tmp_path: Path) -> None:
    needs("chromium")
    page = browser.new_page()
    page.goto(write(PAGES["answer"](), tmp_path))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.close()


def test_on_paper_it_is_black_on_white_with_links_spelled_out(written: str, browser: Browser) -> None:
    page = browser.new_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(written)
    colours = page.evaluate("(() => {const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]})()")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.close()
