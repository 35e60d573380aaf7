"""Make the pictures of the README from the real run: the answer in a terminal, the page, the page on a phone. Needs chromium.

The picture of a campaign is made where `make demo` left its page.
"""

import html
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
sys.path.insert(0, str(ROOT / "examples"))
DEMO = ROOT / "out/demo/campaign.html"
LARGEST_BYTES = 200_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--disable-lcd-text",
)  # fmt: skip
COLUMNS = 104
ROWS = 36
"""Lines of the terminal's answer that the picture shows from its beginning; what is left out is said in it."""
LAST_ROWS = 1
STYLE = """
body { margin: 0; background: #15181c; }
pre { margin: 0; padding: 18px 22px; color: #d5d9de; font: 13px/1.45 "DejaVu Sans Mono", monospace; }
.b { color: #ffffff; font-weight: bold; } .r { color: #ff7b72; font-weight: bold; } .y { color: #f2cc60; font-weight: bold; }
.d { color: #8b949e; }
"""
CLASSES = {"1": "b", "1;31": "r", "1;33": "y"}
"""Colours of the answer to classes of the picture; one that is not here would stop the making."""


def main() -> None:
    """Run the check, make the three pictures, say their sizes."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("pictures: no chromium found; install it (Debian: apt-get install chromium) and run this again")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="excise-pictures-") as place:
        folder = Path(place)
        lines = check(folder)
        terminal = folder / "terminal.html"
        shown: list[str | None] = [*lines[:ROWS], None, *lines[-LAST_ROWS:]] if len(lines) > ROWS + LAST_ROWS else [*lines]
        terminal.write_text(terminal_page(shown, len(lines)), encoding="utf-8")
        take(browser, folder, terminal, "terminal.png", (COLUMNS * 8 + 44, len(shown) * 19 + 32))
        take(browser, folder, folder / "answer.html", "page.png", (1000, 1060))
        phone = folder / "phone.html"
        phone.write_text(PHONE, encoding="utf-8")
        take(browser, folder, phone, "page-phone.png", (390, 844))
    if DEMO.exists():
        take_campaign(browser, DEMO)
    else:
        print(f"pictures: no {DEMO.relative_to(ROOT)}: run `make demo` for the picture of a campaign")


def take_campaign(browser: str, page: Path) -> None:
    """Picture how the hosts of a campaign were protected; their table is left to the page."""
    from playwright.sync_api import sync_playwright

    path = PICTURES / "campaign.png"
    with sync_playwright() as play:
        window = play.chromium.launch(executable_path=browser, args=list(FLAGS))
        shown = window.new_page(viewport={"width": 1000, "height": 900})
        shown.goto(page.as_uri())
        shown.locator('figure:has-text("Protection of each host")').screenshot(path=path)
        window.close()
    if path.stat().st_size > LARGEST_BYTES:
        sys.exit(f"pictures: {path.name} has {path.stat().st_size} bytes; at most {LARGEST_BYTES} are wanted")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


PHONE = '<body style="margin:0"><iframe src="answer.html" style="border:0;width:390px;height:844px"></iframe>'
"""The page in a frame as wide as a phone: a window of the browser itself can't be so narrow."""


def check(folder: Path) -> list[str]:
    """Run the real check on the sample estate, in a terminal of its own; give what it shows."""
    from sample_estate import make_estate

    make_estate(folder / "estate")
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "excise", "check", "estate", "-o", "html=answer.html"]
    ours = os.environ  # noqa: TID251 - the run is shown as a user sees it, with colours and without settings of a developer
    env = {name: value for name, value in ours.items() if name != "NO_COLOR" and not name.startswith("EXCISE_")}
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=child, stderr=subprocess.DEVNULL, env=env) as run:
        os.close(child)
        text = b"".join(chunks(parent)).decode()
    if run.returncode != 1:
        sys.exit(f"pictures: the check ended with {run.returncode}, expected 1 (covered)")
    return ["\x1b[1m$ excise check estate -o html=answer.html\x1b[0m", *text.replace("\r\n", "\n").splitlines()]


def chunks(descriptor: int) -> Iterator[bytes]:
    """Give what a terminal shows until its other end is closed."""
    while True:
        try:
            chunk = os.read(descriptor, 1 << 16)
        except OSError:  # how Linux says that the other end is closed
            chunk = b""
        if not chunk:
            os.close(descriptor)
            return
        yield chunk


def terminal_page(lines: list[str | None], total: int) -> str:
    """Give the terminal's lines as a page; None stands for the lines left out."""
    left = total - (len(lines) - 1)
    rows = (f'<span class="d">[ {left} more lines ]</span>' if line is None else coloured(line) for line in lines)
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><pre>' + "\n".join(rows) + "</pre>"


def coloured(line: str) -> str:
    """Turn a line's ANSI colours into spans."""
    marked = re.sub(
        r"\x1b\[([\d;]+)m",
        lambda found: "</span>" if found[1] == "0" else f'<span class="{CLASSES[found[1]]}">',
        html.escape(line),
    )
    if "\x1b" in marked:
        sys.exit(f"pictures: an escape that is no colour: {line!r}")
    return marked


def take(browser: str, folder: Path, page: Path, name: str, size: tuple[int, int]) -> None:
    """Take a picture of a page."""
    profile = tempfile.mkdtemp(dir=folder)
    window = f"--window-size={size[0]},{size[1]}"
    target = PICTURES / name
    command = [browser, *FLAGS, f"--user-data-dir={profile}", window, f"--screenshot={target}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode or not target.is_file():
        sys.exit(f"pictures: {browser} ended with {done.returncode}: {done.stderr[-400:]}")
    bytes_taken = target.stat().st_size
    print(f"docs/pictures/{name}: {bytes_taken:,} bytes")
    if bytes_taken > LARGEST_BYTES:
        sys.exit(f"pictures: {name} is larger than {LARGEST_BYTES:,} bytes")


if __name__ == "__main__":
    main()
