"""The command line: parse the request, call app, render the answer. No logic."""


def main() -> None:
    """Run the command line."""
    raise SystemExit(5)
