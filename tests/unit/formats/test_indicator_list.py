"""Lists that others keep: what each form gives, and what it can't give."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excise.base import UnreadableError
from excise.formats import Damage
from excise.formats.indicator_list import FORMS, ListedValue, ListForm
from fakes import read


def values(raw: str, form: str = "auto") -> tuple[str, list[tuple[str, str, str]]]:
    first, *rest = read("indicator-list", raw.encode(), form=form)
    assert isinstance(first, ListForm)
    return first.form, [(one.kind, one.value, one.owner) for one in rest if isinstance(one, ListedValue)]


DOMAINS = """\
# remark
0.0.0.0 ads.Borealis.example   # hosts file
::1 six.borealis.example
||filter.borealis.example^
*.wild.borealis.example
borealis.example.
borealis.example
"""


def test_domains_are_read_line_by_line_in_their_usual_dresses() -> None:
    form, found = values(DOMAINS)
    assert form == "domains"
    assert [value for _, value, _ in found] == [
        "ads.borealis.example",
        "six.borealis.example",
        "filter.borealis.example",
        "wild.borealis.example",
        "borealis.example",
    ]


def test_a_rule_that_matches_letters_is_left_out_and_told() -> None:
    raw = "domain:borealis.example @cn\nfull:www.borealis.example # x\nkeyword:bor\nregexp:^b\nplain.example\n"
    assert read("indicator-list", raw.encode()) == [
        ListForm(form="v2fly"),
        ListedValue(kind="domain", value="borealis.example", owner="borealis.example", ecosystem="", line=1),
        ListedValue(kind="domain", value="www.borealis.example", owner="www.borealis.example", ecosystem="", line=2),
        Damage(where="line 3", reason="'keyword:bor' names no domain"),
        Damage(where="line 4", reason="'regexp:^b' names no domain"),
        ListedValue(kind="domain", value="plain.example", owner="plain.example", ecosystem="", line=5),
    ]


CPES = [
    ("cpe-vendor", "borealis_works", "borealis_works"),
    ("name", "borealis works anti-virus", "borealis_works"),
    ("name", "borealis works shield", "borealis_works"),
]


@pytest.mark.parametrize(
    "raw",
    [
        r"cpe:2.3:a:borealis_works:anti\-virus:1:*:*:*:*:*:*:*" + "\ncpe:/a:borealis_works:shield:9\n",
        json.dumps(
            {"products": [{"cpe": {"cpeName": f"cpe:2.3:a:borealis_works:{name}:1"}} for name in (r"anti\-virus", "shield")]}
        ),
        '<cpe-item name="cpe:/a:borealis_works:anti-virus:1"/><cpe-23:cpe23-item name="cpe:2.3:a:borealis_works:shield:9:*"/>',
    ],
)
def test_a_cpe_dictionary_gives_each_vendor_and_product_once_in_any_dress(raw: str) -> None:
    assert values(raw) == ("cpe", CPES)


def test_a_cpe_name_across_two_pieces_is_read_whole() -> None:
    filler = "x" * ((1 << 18) - 12)
    assert values(f"cpe:/a:a:b\n{filler} cpe:/a:borealis_works:shield:9 \n")[1][-1] == CPES[-1]


def test_an_index_of_winget_gives_id_publisher_and_name() -> None:
    raw = json.dumps(
        {"Sources": [{"Packages": [{"PackageIdentifier": "Borealis.Shield", "Publisher": "Borealis", "PackageName": "Shield"}]}]}
    )
    assert values(raw) == (
        "winget",
        [
            ("package", "Borealis.Shield", "Borealis.Shield"),
            ("publisher", "Borealis", "Borealis.Shield"),
            ("name", "Shield", "Borealis.Shield"),
        ],
    )


def test_an_index_of_homebrew_gives_casks_with_their_bundles_and_formulas() -> None:
    raw = json.dumps(
        [
            {
                "token": "borealis",
                "full_token": "borealis",
                "name": ["Borealis Shield"],
                "artifacts": [{"uninstall": [{"quit": ["example.borealis.app"], "pkgutil": "example.borealis.pkg"}]}],
            },
            {"name": "bshield", "full_name": "bshield"},
        ]
    )
    assert values(raw) == (
        "homebrew",
        [
            ("package", "borealis", "borealis"),
            ("name", "Borealis Shield", "borealis"),
            ("bundle-id", "example.borealis.app", "borealis"),
            ("bundle-id", "example.borealis.pkg", "borealis"),
            ("package", "bshield", "bshield"),
        ],
    )


def test_json_of_another_kind_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no CPE dictionary, no index of winget or Homebrew"):
        read("indicator-list", b'{"a": 1}')


def test_many_unusable_lines_are_counted() -> None:
    found = read("indicator-list", b"nothing here\n" * 150, form="domains")
    assert found[-1] == Damage(where="", reason="50 more lines name no domain")


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=200), form=st.sampled_from(("auto", *FORMS)))
def test_whatever_the_bytes_it_is_values_or_a_refusal(raw: bytes, form: str) -> None:
    try:
        found = read("indicator-list", raw, form=form)
    except UnreadableError:
        return
    assert isinstance(found[0], ListForm)
    assert all(isinstance(one, ListedValue | Damage) for one in found[1:])
