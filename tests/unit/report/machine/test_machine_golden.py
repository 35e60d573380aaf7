"""What each format looks like for a small answer, for eyes; JSON is laid out here, its bytes are checked elsewhere."""

import json
from collections.abc import Callable

import pytest

from excise import report
from machine_samples import small_answer

Golden = Callable[[str, str], None]


def laid_out(text: str) -> str:
    return "".join(json.dumps(json.loads(line), indent=1, ensure_ascii=False) + "\n" for line in text.splitlines())


@pytest.mark.parametrize("name", ["sarif", "oscal-ar", "oscal-poam", "ocsf", "stix", "cyclonedx"])
def test_the_format_reads_as_agreed(golden: Golden, name: str) -> None:
    golden(f"machine/small.{name}.json", laid_out(getattr(report, f"render_{name.replace('-', '_')}")(small_answer())))


def test_oval_reads_as_agreed(golden: Golden) -> None:
    golden("machine/small.oval.xml", report.render_oval(small_answer()))
