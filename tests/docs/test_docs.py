"""The documentation is a test subject: its commands run, its references are those of the program, its links lead somewhere.

How a page says what is run is told in CONTRIBUTING.md, "Documentation".
"""

import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "changelog.d/README.md",
        "docs/README.md",
        "docs/tutorial.md",
    )
] + [
    path
    for folder in ("docs/how-to", "docs/explanation", "docs/reference", "docs/adr")
    for path in sorted((ROOT / folder).glob("*.md"))
]
PAGES.append(ROOT / "docs/glossary.md")

_FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"\s+# exit (\d+(?:(?:, | or )\d+)*)$")
_SHOWN_CODE = re.compile(r"^exit (\d): ", re.MULTILINE)


def load(path: str) -> ModuleType:
    """Import a script of the project that is no module of a package."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One command of a page: what it must end with and what is shown of its output."""

    line: int
    text: str
    codes: tuple[int, ...]
    shown: str


def steps(page: Path) -> Iterator[tuple[str, str] | Example]:
    """Give a page's files to write (name, text) and commands to run, in order."""
    text = page.read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        language, *marks = fence[2].split()
        line = text.count("\n", 0, fence.start()) + 1
        names = [mark.removeprefix("file=") for mark in marks if mark.startswith("file=")]
        if names:
            yield names[0], fence[3]
        elif language == "console":
            yield from examples(fence[3], line)


def examples(block: str, line: int) -> Iterator[Example]:
    """Give the commands of a console block, each with the output that follows it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        comment = _COMMENT.search(command)
        said = _SHOWN_CODE.search(shown)
        codes = tuple(map(int, re.findall(r"\d+", comment[1]))) if comment else (int(said[1]) if said else 0,)
        yield Example(line=line, text=_COMMENT.sub("", command), codes=codes, shown=shown.strip("\n"))


def pattern(shown: str) -> re.Pattern[str]:
    """Make the pattern of a whole output: "..." on a line of its own stands for any lines, in a line for any characters."""
    return re.compile("".join(r"(?:.*\n)*?" if line == "..." else _of_line(line) for line in shown.split("\n")))


def _of_line(line: str) -> str:
    return ".*?".join(map(re.escape, re.sub(r" \.\.\.$", "...", line).split("..."))) + r"\n"


def run(example: Example, folder: Path, env: dict[str, str]) -> tuple[int, str]:
    """Run a command of a page; `excise` and `python` are those of this environment."""
    words = shlex.split(example.text)
    source = words[words.index("<") + 1] if "<" in words else None
    words = words[: words.index("<")] if source else words
    program = {"excise": [sys.executable, "-m", "excise"], "python": [sys.executable]}[words[0]]
    done = subprocess.run(
        [*program, *words[1:]],
        cwd=folder,
        env=env,
        input=(folder / source).read_bytes() if source else b"",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode()


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = load("examples/sample_estate.py").make_estate(tmp_path_factory.mktemp("docs") / "estate")
    return made


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    ours = os.environ  # noqa: TID251 - commands run as a user would run them, without what a developer has set
    kept = {name: value for name, value in ours.items() if not name.startswith(("EXCISE_", "PYTHON", "COV_"))}
    home = tmp_path_factory.mktemp("home")
    return {
        **kept,
        "HOME": str(home),
        "EXCISE_CACHE": str(home / "cache"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}",
    }


WITH_COMMANDS = [page for page in PAGES if any(isinstance(step, Example) for step in steps(page))]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=[str(page.relative_to(ROOT)) for page in WITH_COMMANDS])
def test_every_command_of_a_page_does_what_the_page_says(page: Path, estate: Path, env: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(estate, tmp_path / "estate", symlinks=True)
    for step in steps(page):
        if not isinstance(step, Example):
            (tmp_path / step[0]).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step[0]).write_text(step[1], encoding="utf-8")
            continue
        code, output = run(step, tmp_path, env)
        place = f"{page.name}, block at line {step.line}: {step.text}\n--- it said\n{output}"
        assert code in step.codes, f"exit {code}: {place}"
        if step.shown:
            assert pattern(step.shown).fullmatch(output if output.endswith("\n") else output + "\n"), (
                f"--- shown\n{step.shown}\n--- in {place}"
            )


def lint_parts(page: Path) -> Iterator[tuple[int, str, str]]:
    """Give the parts of a directive that a page shows: line, file of its whole directive, and the text of that with the part."""
    name, whole, text = "", "", page.read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        language, *marks = fence[2].split() or [""]
        files = [mark.removeprefix("file=") for mark in marks if mark.startswith("file=")]
        if files and "/directives/" in files[0]:
            name, whole = files[0], fence[3]
        elif language == "yaml" and "lints" in marks:
            yield text.count("\n", 0, fence.start()) + 1, name, _with_part(whole, fence[3])


def _with_part(whole: str, part: str) -> str:
    """Put the top-level keys of a part in place of those of the whole; an exception stands where none was, and a reply too."""
    blocks = {
        key: text for one in (whole, part) for key, text in re.findall(r"^(\w+):(.*?(?=^\w|\Z))", one, re.MULTILINE | re.DOTALL)
    }
    return "".join(f"{key}:{text}" for key, text in blocks.items())


PARTS = list(lint_parts(ROOT / "docs/how-to/write-a-directive.md"))


@pytest.mark.parametrize(("name", "text"), [part[1:] for part in PARTS], ids=[f"line {part[0]}" for part in PARTS])
def test_every_part_of_a_directive_that_is_shown_lints(name: str, text: str, tmp_path: Path) -> None:
    from excise.app.lint import lint_files

    for step in steps(ROOT / "docs/how-to/write-a-directive.md"):
        if not isinstance(step, Example) and step[0].startswith("mine/"):
            (tmp_path / step[0]).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / step[0]).write_text(step[1], encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert lint_files(tmp_path / "mine", (str(tmp_path / name),)) == ([], 1)


def test_the_whole_language_is_shown() -> None:
    """Every key that a directive may have at its top stands in the page, and most of those below."""
    from dataclasses import fields

    from excise.law import Directive

    shown = "\n".join(text for _, _, text in PARTS)
    assert {field.name for field in fields(Directive) if f"\n{field.name}:" not in f"\n{shown}"} <= {
        "line", "path", "other_titles", "text_public", "legal_basis", "named_products", "preserve", "issuer_duties",
    }  # fmt: skip


def test_every_console_block_of_a_page_is_run() -> None:
    """A command that the runner would not see is no example: it must begin with a prompt and name a program it knows."""
    for page in PAGES:
        for fence in _FENCE.finditer(page.read_text(encoding="utf-8")):
            if fence[2].split()[:1] == ["console"]:
                assert fence[3].startswith("$ "), (page, fence[3])
                assert all(line.split()[1] in ("excise", "python") for line in fence[3].splitlines() if line.startswith("$ ")), (
                    page
                )


def test_most_journeys_are_shown_by_commands() -> None:
    how_to = {page for page in PAGES if page.parent.name == "how-to"}
    assert how_to <= set(WITH_COMMANDS)
    assert ROOT / "docs/tutorial.md" in WITH_COMMANDS
    assert ROOT / "README.md" in WITH_COMMANDS


def test_the_pattern_of_an_output_is_strict() -> None:
    assert pattern("a\n...\nb").fullmatch("a\nx\ny\nb\n")
    assert pattern("a ... c").fullmatch("a b c\n")
    assert not pattern("a ... c").fullmatch("a b\nc\n")
    assert not pattern("a\nb").fullmatch("a\nx\nb\n")
    assert not pattern("a").fullmatch("a\nb\n")


# --- references


def test_the_generated_reference_is_up_to_date() -> None:
    reference = load("tools/reference.py")
    texts = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
    assert sum("<!-- begin " in text for text in texts.values()) > 5
    assert [name for name, text in texts.items() if reference.fill(text) != text] == []


def commands() -> Iterator[tuple[str, Any]]:
    from click import Group

    from excise.cli.group import VERBS, excise

    waiting: list[tuple[str, Any]] = [("excise", excise)]
    while waiting:
        path, command = waiting.pop()
        yield path, command
        if isinstance(command, Group):
            names = VERBS if command is excise else command.commands
            waiting += [(f"{path} {name}", command.get_command(None, name)) for name in names]  # type: ignore[arg-type]


def test_every_command_and_option_is_in_the_reference() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    for path, command in commands():
        section = page.partition(f"## {path}\n")[2].partition("\n## ")[0]
        assert section, path
        for option in command.params:
            if option.param_type_name == "option":
                assert all(f"`{name}`" in section for name in option.opts), (path, option.opts)


def test_every_method_and_its_blind_spots_are_in_the_reference() -> None:
    from excise.app.sources import load_collectors

    page = (ROOT / "docs/reference/methods.md").read_text(encoding="utf-8")
    methods = load_collectors().methods()
    assert len(methods) > 8
    for method in methods:
        section = page.partition(f"### {method.name}\n")[2].partition("\n### ")[0]
        assert method.blind_to, method.name
        assert all(f"- {blind}" in section for blind in method.blind_to), method.name


def test_every_field_of_the_answer_is_in_the_reference() -> None:
    page = (ROOT / "docs/reference/answer.md").read_text(encoding="utf-8")
    schema = json.loads((ROOT / "src/excise/report/schemas/excise.check-1.json").read_text(encoding="utf-8"))
    for name, about in [("The answer", schema), *schema["$defs"].items()]:
        section = page.partition(f"### {name}\n")[2].partition("\n### ")[0]
        assert all(f"| `{field}` |" in section for field in about["properties"]), name


def test_every_key_of_the_shipped_content_is_in_the_reference() -> None:
    pages = [ROOT / "docs/reference" / name for name in ("content-files.md", "forms.md", "recipes.md")]
    page = "\n".join(each.read_text(encoding="utf-8") for each in pages)
    used: set[str] = set()
    waiting = [
        yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in (ROOT / "src/excise/content").rglob("*.yaml")
    ]
    while waiting:
        value = waiting.pop()
        used |= value.keys() if isinstance(value, dict) else set()
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    assert used
    assert {key for key in used if f"`{key}`" not in page} == set()


def test_every_exit_code_of_the_command_line_is_in_the_tables() -> None:
    from excise.cli import group

    codes = set(re.findall(r"(?:^|  )(\d) {2}[a-z]", group.__doc__ or "", re.MULTILINE))
    assert codes == {"0", "1", "2", "3", "4", "5"}
    for page in ("README.md", "docs/reference/exit-codes.md"):
        assert set(re.findall(r"^\| (\d) \|", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)) == codes, page


# --- words and links


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as they are made on the web: lower case, blanks to hyphens, other signs left out."""
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", _FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        assert path.exists(), target
        assert path.is_relative_to(ROOT), target
        if anchor:
            assert anchor in anchors(path), target


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)\s#]+)", _FENCE.sub("", page.read_text(encoding="utf-8")))
        waiting += [(page.parent / link).resolve() for link in links if not re.match(r"[a-z]+:", link)]
    assert {str(page.relative_to(ROOT)) for page in set(PAGES) - reached} == set()


TERMS = (
    "directive", "entity", "vendor", "target", "profile", "snapshot", "workspace", "finding", "observation", "indicator",
    "method", "gap", "coverage", "attribution", "grade", "verdict", "content", "record", "host", "tree", "clause",
    "asset", "component",
)  # fmt: skip


def test_the_words_of_the_command_line_stand_in_the_glossary() -> None:
    glossary = anchors(ROOT / "docs/glossary.md")
    helps = " ".join(
        command.get_help(command.make_context(path, [], resilient_parsing=True)).lower() for path, command in commands()
    )
    words = {word for word in TERMS if re.search(rf"\b{word}(?:s|ies)?\b", helps)}
    assert len(words) > 12
    assert words - glossary == set()


def test_pictures_are_small_enough_for_a_page() -> None:
    pictures = list((ROOT / "docs/pictures").glob("*.png"))
    assert {picture.name for picture in pictures} == {"terminal.png", "page.png", "page-phone.png", "campaign.png"}
    assert [picture.name for picture in pictures if picture.stat().st_size > 200_000] == []
