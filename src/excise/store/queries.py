"""The set queries over facts, as SQL text, in the subset that DuckDB and Spark share where possible. No other module holds SQL.

Tables (see the ADR on the facts layout):
    identity      ident, key, shape, kind, name, version, publisher, rest     one row per distinct component, key: its content id
    installation  asset, ident, presence, method, source, locator, copies, counted   one row per observation, sorted by asset
    by_identity   the same rows sorted by ident, for "where is this": zone maps skip nearly all of it
    source        source, path                                                file names, once each
"""

# Spooled rows are ours: unit separators between cells, no quoting, controls escaped by the writer.
READ_SPOOL = (
    "SELECT * FROM read_csv('{path}', delim='\x1f', header=false, quote='', escape='', new_line='\\n', "
    "auto_detect=false, nullstr='\x1e', max_line_size=4194304, buffer_size=8388608, columns={columns})"
)
IDENTITY_COLUMNS = (
    "{'number': 'UBIGINT', 'key': 'UBIGINT', 'shape': 'VARCHAR', 'kind': 'VARCHAR', 'name': 'VARCHAR', 'version': 'VARCHAR', "
    "'publisher': 'VARCHAR', 'rest': 'VARCHAR'}"
)
INSTALLATION_COLUMNS = (
    "{'asset': 'UINTEGER', 'key': 'UBIGINT', 'presence': 'VARCHAR', 'method': 'VARCHAR', 'source': 'UINTEGER', "
    "'locator': 'VARCHAR', 'copies': 'UINTEGER', 'counted': 'UTINYINT'}"
)
SPOOL_TO_PARQUET = "COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"

SPOOL_TO_SORTED_PARQUET = "COPY ({select} ORDER BY key) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)"

# ident is the dense rank of the key: stable for the same set of identities, small enough for 4 bytes.
# Ranked by numbers alone, then joined to the texts a range of keys at a time: measured, neither an aggregate over texts nor
# a sort of gigabytes of them stays within the engine's memory limit.
RANKS = (
    "COPY (SELECT CAST(row_number() OVER (ORDER BY key) - 1 AS UINTEGER) AS ident, key, number FROM "
    "(SELECT key, min(number) AS number FROM read_parquet('{spool}') GROUP BY key) ORDER BY key) TO '{target}' (FORMAT parquet)"
)
IDENTITY_RANGE = (
    "COPY (SELECT r.ident, i.key, i.shape, i.kind, i.name, i.version, i.publisher, i.rest FROM read_parquet('{spool}') i "
    "JOIN (SELECT * FROM read_parquet('{ranks}') WHERE key BETWEEN CAST({low} AS UBIGINT) AND CAST({high} AS UBIGINT)) r "
    "USING (number) WHERE i.key BETWEEN CAST({low} AS UBIGINT) AND CAST({high} AS UBIGINT) ORDER BY r.ident) "
    "TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
)
# One thread that keeps the order of its input streams; two would hold whole ranges back.
IDENTITIES = (
    "SET threads = 1; SET preserve_insertion_order = true; "
    "COPY (SELECT * FROM read_parquet({ranges})) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480); "
    "SET threads = 2; SET preserve_insertion_order = false"
)
# Two distinct records under one key would silently merge what is not the same.
COLLISIONS = (
    "SELECT count(*) FROM (SELECT key FROM (SELECT key, hash(shape, kind, name, version, publisher, rest) AS record "
    "FROM read_parquet('{spool}')) GROUP BY key HAVING min(record) <> max(record))"
)
INSTALLATIONS = (
    "COPY (SELECT i.asset, d.ident, i.presence, i.method, i.source, i.locator, i.copies, i.counted "
    "FROM read_parquet('{spool}') i JOIN read_parquet('{identity}') d USING (key) ORDER BY i.asset, i.source, i.locator) "
    "TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
)
BY_IDENTITY = (
    "COPY (SELECT * FROM read_parquet('{installation}') ORDER BY ident, asset, source, locator) "
    "TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
)
SOME_IDENTITIES = (
    "SELECT ident, shape, kind, name, version, publisher, rest FROM read_parquet('{identity}') "
    "WHERE ident >= $1 AND ident < $2 ORDER BY ident"
)
WHERE_IDENTITIES = (
    "SELECT i.asset, i.ident, i.presence, i.method, s.path, i.locator, i.copies, i.counted FROM read_parquet('{by_identity}') i "
    "JOIN read_parquet('{source}') s USING (source) WHERE i.ident IN (SELECT unnest($1)) "
    "ORDER BY i.ident, i.asset, i.source, i.locator"
)
OF_ASSET = (
    "SELECT i.asset, i.ident, i.presence, i.method, s.path, i.locator, i.copies, i.counted FROM read_parquet('{installation}') i "
    "JOIN read_parquet('{source}') s USING (source) WHERE i.asset = $1 ORDER BY i.source, i.locator"
)
BY_PLACE = (
    "SELECT $1[i.asset + 1] AS place, i.ident, i.presence, i.method, s.path, i.copies, i.counted, i.locator "
    "FROM read_parquet('{installation}') i JOIN read_parquet('{source}') s USING (source) ORDER BY place, i.ident"
)
WAYS = (
    "SELECT DISTINCT i.presence, i.method, s.path, i.copies, i.counted FROM read_parquet('{installation}') i "
    "JOIN read_parquet('{source}') s USING (source)"
)
COUNT_IDENTITIES = "SELECT count(*) FROM read_parquet('{identity}')"
UNCOUNTED_IDENTITIES = "SELECT ident FROM read_parquet('{by_identity}') GROUP BY ident HAVING max(counted) = 0"
SUM_COPIES = "SELECT coalesce(sum(copies), 0) FROM read_parquet('{installation}') WHERE copies > 1"
COUNT_INSTALLATIONS = "SELECT coalesce(sum(counted), 0) FROM read_parquet('{installation}')"
CHANGED = (
    "SELECT (SELECT count(*) FROM new_pairs ANTI JOIN old_pairs USING (asset, key)), "
    "(SELECT count(*) FROM old_pairs ANTI JOIN new_pairs USING (asset, key))"
)
PAIRS = (
    "CREATE OR REPLACE TEMP VIEW {name} AS SELECT DISTINCT a.id AS asset, d.key FROM read_parquet('{installation}') i "
    "JOIN read_parquet('{identity}') d USING (ident) JOIN read_parquet('{asset}') a USING (asset)"
)
