"""Where facts are kept: identity, installation, asset and source as Parquet, read by DuckDB."""

from excise.store.facts import CorruptFactsError, Facts, FactsWriter, count_changes, write_facts

__all__ = ["CorruptFactsError", "Facts", "FactsWriter", "count_changes", "write_facts"]
