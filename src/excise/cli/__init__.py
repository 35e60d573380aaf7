"""The command line: parse the request, call app, render the answer. One module per verb, loaded when it is asked for."""

import gc
import sys


def main() -> None:
    """Run the command line and leave with the exit code of the contract."""
    if sys.argv[1:] == ["--version"]:  # answered without loading the command line's library
        from excise import __version__

        print(f"excise {__version__}")  # noqa: T201 - the answer
        sys.exit(0)
    # Records come by the hundred thousand and hold no circles: looking for some after each 700 costs 4 % of a run.
    gc.set_threshold(50_000, 20, 50)
    from excise.cli.group import run

    sys.exit(run(sys.argv[1:]))
