"""Forms that fill themselves from a campaign; what it does not know is left to a person, as before."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from excise.app.campaign_told import campaign_of
from excise.app.plan_files import open_plan
from excise.report import load_answer
from excise.report.forms import fill_form, parse_form
from excise.report.forms.records import FilledForm, Origin
from scenario.campaign_estate import DIRECTIVE, run
from scenario.campaign_ledger import HOSTS, campaign_estate, shared_estate

__all__ = ["campaign_estate", "shared_estate"]
FORMS = Path(__file__).resolve().parents[2] / "src/excise/content/forms"
PLAN, STATUS = "us-dhs-bod-17-01-plan", "us-dhs-bod-17-01-status"


def filled(estate: Path, form_id: str, *, host: str = "", with_campaign: bool = True) -> FilledForm:
    """Fill a form of the content for the directive of the estate."""
    raw = (FORMS / f"{form_id}.yaml").read_text().replace("directives: [us-dhs-bod-17-01]", f"directives: [{DIRECTIVE}]")
    answer = load_answer((estate / "a.json").read_bytes())
    campaign = campaign_of(estate / "ws", estate / "mine", "backup") if with_campaign else None
    return fill_form(parse_form(raw.encode(), form_id), answer, (), campaign=campaign, host=host)


def rows(form: FilledForm, field: str) -> list[dict[str, Any]]:
    one = next(each for each in form.fields if each.id == field)
    return [{column.id: cell for column, cell in zip(one.columns, row, strict=True)} for row in one.rows]


def values(form: FilledForm) -> dict[str, Any]:
    return {one.id: one.value for one in form.fields}


def test_the_plan_form_takes_waves_replacement_and_controls_from_the_plan(shared_estate: Path) -> None:
    form = filled(shared_estate, PLAN)
    plan = open_plan(shared_estate / "plan.json").plan
    [removal], [replacement] = rows(form, "timeline"), rows(form, "replacement")
    assert removal["begin"] == plan.waves[0].on.isoformat()
    assert removal["end"] is None  # one host is in no wave: nobody knows the end
    assert (replacement["replaced-by"], replacement["standing"]) == ("Halo Guard", "chosen")
    assert [(one["wave"], one["hosts"]) for one in rows(form, "waves")] == [(1, 1), (2, 2)]
    told = {one["capability"]: (one["affected"], one["meanwhile"]) for one in rows(form, "controls")}
    assert told["anti-malware"] == ("yes", "Halo Guard")
    assert told["vulnerability and patch management"] == ("yes", "nothing on 3 hosts")
    assert told["spam filtering"] == ("no", None)
    assert len(told) == 12
    assert "nothing supplies vulnerability and patch management" in values(form)["challenges"]
    assert values(form)["plan-digest"] == open_plan(shared_estate / "plan.json").digest
    assert any(line.startswith("timeline: ") and "End in 1 row" in line for line in form.missing)
    assert not any(line.startswith(("controls", "replacement", "challenges")) for line in form.missing)


@pytest.mark.parametrize("form_id", [PLAN, STATUS])
def test_without_a_campaign_all_that_only_it_knows_is_a_persons(shared_estate: Path, form_id: str) -> None:
    form = filled(shared_estate, form_id, with_campaign=False)
    asked = {line.partition(":")[0] for line in form.missing}
    assert asked >= (
        {"timeline", "replacement", "controls", "challenges"} if form_id == PLAN else {"identified", "removed", "products"}
    )
    waves = [one for one in form.fields if one.id == "waves"]
    assert all(one.origin is Origin.OPEN and "no approved plan" in one.note for one in waves)


def test_the_status_counts_what_was_seen_gone_and_its_sum_says_where_the_answer_is_older(campaign_estate: Path) -> None:
    form = filled(campaign_estate, STATUS)
    told = values(form)
    assert (told["identified"], told["removed"], told["remaining"]) == (4, 0, 4)
    [product] = rows(form, "products")
    assert "1 host: the product is still there" in product["constraint"]
    # Another check after the removal does not find it on the host that is gone.
    answer = json.loads((campaign_estate / "a.json").read_text())
    answer["findings"] = [one for one in answer["findings"] if one["asset_name"] != HOSTS[0]]
    (campaign_estate / "a.json").write_text(json.dumps(answer))
    told = values(filled(campaign_estate, STATUS))
    assert (told["identified"], told["removed"], told["remaining"]) == (4, 1, 3)


def test_a_closing_statement_tells_of_one_host_how_it_is_known_and_what_protected_it(shared_estate: Path) -> None:
    form = filled(shared_estate, "host-closing-statement", host=HOSTS[0])
    told = values(form)
    assert (told["gone"], told["means"], told["replacement"]) == ("yes", "umbra-backup: files, packages", "Halo Guard")
    assert dt.date.fromisoformat(told["gone-on"])
    assert told["statement"].startswith(f"umbra-backup are gone from {HOSTS[0]}, as seen on ")
    assert [one["step"] for one in rows(form, "steps")] == ["replacement staged", "removal", "restart"]
    assert "without protection 2 to 4 s by us, of which 0 s at most by us and not planned" in told["protection"]
    assert "sampled each 1 s" in told["protection"]
    assert [line.partition(":")[0] for line in form.missing] == ["signer", "signed-on"]


def test_a_host_that_is_not_gone_gets_no_statement_that_it_is(shared_estate: Path) -> None:
    form = filled(shared_estate, "host-closing-statement", host=HOSTS[1])
    told = values(form)
    assert (told["gone"], "statement" in told, "gone-on" in told) == ("no", False, False)
    assert "blocked (the product is still there)" in told["state"]


def test_on_the_command_line_a_form_is_filled_for_a_case_and_a_host(shared_estate: Path) -> None:
    words = ("report", "--from", shared_estate / "a.json", "--form", "host-closing-statement", "--case", "backup")
    outcome = run(shared_estate, *words, "--host", HOSTS[0])
    assert outcome.code == 3
    assert "from the campaign of the case" in outcome.out
    assert "2 fields a person must still fill" in outcome.err
    refused = run(shared_estate, *words, "--host", "ws-9")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert run(shared_estate, *words[:-2], "--host", HOSTS[0]).code == 2
    assert run(shared_estate, *words[:-1], "nobody").code == 2
