"""Where facts are kept: identity, installation and snapshot as Parquet, read by DuckDB."""
