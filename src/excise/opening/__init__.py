"""Adapters of the ports Tree, Table, Stream, and the sealed worker processes in which formats read."""
