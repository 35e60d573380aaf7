"""One use case per verb: read, call a core, write. All wiring is here."""
