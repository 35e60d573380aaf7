"""The set queries over imported graphs of owners, as SQL text. As `queries` holds those over facts, this module holds these.

Tables of a graph, written once and then only read:
    entity  ent, id, kind, name, countries, lei, file, place       one row per entity, ent: dense, in the order of the id
    name    fold, ent, kind, text                                   every name of every entity, in the order of its folded form
    link    source, kind, target, share_least, share_most, votes_least, votes_most, since, until, confirmed, statement, file,
            place                                                   one row per relation, in the order of its source
"""

RAW_ENTITY_COLUMNS = (
    "{'row': 'UBIGINT', 'file': 'UINTEGER', 'place': 'VARCHAR', 'statement': 'VARCHAR', 'id': 'VARCHAR', 'stated': 'DATE', "
    "'rank': 'UTINYINT', 'kind': 'VARCHAR', 'name': 'VARCHAR', 'countries': 'VARCHAR', 'lei': 'VARCHAR'}"
)
RAW_NAME_COLUMNS = "{'row': 'UBIGINT', 'kind': 'VARCHAR', 'text': 'VARCHAR', 'fold': 'VARCHAR'}"
RAW_LINK_COLUMNS = (
    "{'row': 'UBIGINT', 'file': 'UINTEGER', 'place': 'VARCHAR', 'statement': 'VARCHAR', 'record': 'VARCHAR', 'stated': 'DATE', "
    "'rank': 'UTINYINT', 'source': 'VARCHAR', 'kind': 'VARCHAR', 'target': 'VARCHAR', 'share_least': 'DOUBLE', "
    "'share_most': 'DOUBLE', 'votes_least': 'DOUBLE', 'votes_most': 'DOUBLE', 'since': 'DATE', 'until': 'DATE', "
    "'confirmed': 'UTINYINT'}"
)
RAW_REPLACED_COLUMNS = "{'row': 'UBIGINT', 'old': 'VARCHAR', 'new': 'VARCHAR'}"

TO_PARQUET = "COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
VIEW = "CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM read_parquet({files})"

# What one record holds, so that the same record of two files is told from two records under one id.
STATEMENTS = (
    "CREATE OR REPLACE TEMP VIEW statement AS SELECT statement, min(row) AS row, file, place, bit_xor(held) AS held FROM "
    "(SELECT statement, row, file, place, hash(id, kind, name, countries, lei) AS held FROM raw_entity WHERE statement <> '' "
    "UNION ALL SELECT statement, row, file, place, "
    "hash(source, kind, target, share_least, share_most, votes_least, votes_most, since, until, confirmed) "
    "FROM raw_link WHERE statement <> '') GROUP BY statement, file, place"
)
# A statement stands once in a file; two files may both hold it if it says the same in both.
DUPLICATES = (
    "CREATE OR REPLACE TEMP TABLE duplicate AS SELECT s.row, s.file, s.place, s.statement, t.first, t.faulty FROM statement s "
    "JOIN (SELECT statement, min(row) AS first, count(DISTINCT held) > 1 OR count(*) > count(DISTINCT file) AS faulty "
    "FROM statement GROUP BY statement HAVING count(*) > 1) t USING (statement) WHERE s.row <> t.first"
)
FIRST_DUPLICATES = (
    "SELECT d.file, d.place, d.statement, s.file, s.place FROM duplicate d JOIN statement s ON s.row = d.first "
    "AND s.statement = d.statement WHERE d.faulty ORDER BY d.row LIMIT {limit}"
)
COUNT_DUPLICATES = "SELECT count(*) FROM duplicate WHERE faulty"

# The latest statement about each record, less those that others replaced and the duplicates.
ENTITIES = (
    "CREATE OR REPLACE TEMP TABLE latest_entity AS SELECT * FROM raw_entity "
    "ANTI JOIN (SELECT DISTINCT file, place, statement FROM duplicate) USING (file, place, statement) "
    "ANTI JOIN (SELECT old AS statement FROM raw_replaced) USING (statement) "
    "QUALIFY row_number() OVER (PARTITION BY id ORDER BY stated DESC NULLS LAST, rank DESC, row DESC) = 1"
)
LATEST_STATEMENTS = (
    "CREATE OR REPLACE TEMP TABLE latest_statement AS SELECT DISTINCT statement FROM raw_link WHERE record <> statement "
    "QUALIFY first_value(statement) OVER (PARTITION BY record ORDER BY stated DESC NULLS LAST, rank DESC, row DESC) = statement"
)
LINKS = (
    "CREATE OR REPLACE TEMP VIEW latest_link AS SELECT * FROM raw_link "
    "ANTI JOIN (SELECT DISTINCT file, place, statement FROM duplicate WHERE statement <> '') USING (file, place, statement) "
    "ANTI JOIN (SELECT old AS statement FROM raw_replaced) USING (statement) "
    "WHERE kind <> '' AND (record = statement OR statement IN (SELECT statement FROM latest_statement))"
)
# Who stands for a replaced statement at the end of the chain of replacements.
STANDING = (
    "CREATE OR REPLACE TEMP TABLE standing AS WITH RECURSIVE chain(old, new) AS (SELECT old, new FROM raw_replaced "
    "UNION SELECT c.old, r.new FROM chain c JOIN raw_replaced r ON r.old = c.new) "
    "SELECT old, min(new) AS new FROM chain WHERE new NOT IN (SELECT old FROM raw_replaced) GROUP BY old"
)
ENDS = (
    "CREATE OR REPLACE TEMP VIEW ended_link AS SELECT l.* EXCLUDE (source, target), coalesce(s.new, l.source) AS source, "
    "coalesce(t.new, l.target) AS target FROM latest_link l LEFT JOIN standing s ON s.old = l.source "
    "LEFT JOIN standing t ON t.old = l.target"
)
UNKNOWN_ENDS = (
    "CREATE OR REPLACE TEMP TABLE unknown_end AS SELECT row, file, place, statement, id FROM "
    "(SELECT row, file, place, statement, source AS id FROM ended_link UNION ALL "
    "SELECT row, file, place, statement, target FROM ended_link) ANTI JOIN latest_entity USING (id)"
)
FIRST_UNKNOWN_ENDS = "SELECT file, place, statement, id FROM unknown_end ORDER BY row, id LIMIT {limit}"
COUNT_UNKNOWN_ENDS = "SELECT count(*), count(DISTINCT id) FROM unknown_end"

NUMBERED = (
    "CREATE OR REPLACE TEMP TABLE numbered AS SELECT CAST(row_number() OVER (ORDER BY id) - 1 AS UINTEGER) AS ent, id, row FROM "
    "(SELECT id, row FROM latest_entity WHERE kind <> 'thing' UNION ALL "
    "SELECT id, CAST(NULL AS UBIGINT) FROM (SELECT DISTINCT id FROM unknown_end))"
)
WRITE_ENTITIES = (
    "COPY (SELECT n.ent, n.id, coalesce(e.kind, 'company') AS kind, coalesce(e.name, '') AS name, "
    "coalesce(e.countries, '') AS countries, coalesce(e.lei, '') AS lei, coalesce(e.file, 0) AS file, "
    "coalesce(e.place, '') AS place FROM numbered n LEFT JOIN latest_entity e USING (row) ORDER BY n.ent) "
    "TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
)
WRITE_NAMES = (
    "COPY (SELECT r.fold, n.ent, r.kind, r.text FROM raw_name r JOIN numbered n USING (row) "
    "ORDER BY r.fold, n.ent, r.kind, r.text) TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
)
WRITE_LINKS = (
    "COPY (SELECT s.ent AS source, l.kind, t.ent AS target, l.share_least, l.share_most, l.votes_least, l.votes_most, l.since, "
    "l.until, l.confirmed, l.statement, l.file, l.place FROM ended_link l JOIN numbered s ON s.id = l.source "
    "JOIN numbered t ON t.id = l.target WHERE s.ent <> t.ent ORDER BY s.ent, t.ent, l.kind, l.statement, l.row) "
    "TO '{target}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
)
COUNT_TO_THINGS = (
    "SELECT count(*) FROM ended_link WHERE source IN (SELECT id FROM latest_entity WHERE kind = 'thing') "
    "OR target IN (SELECT id FROM latest_entity WHERE kind = 'thing')"
)
COUNT = "SELECT count(*) FROM read_parquet('{table}')"
COUNT_NAMELESS = "SELECT count(*) FROM read_parquet('{entity}') WHERE name = ''"

ENTITY_BY_ID = "SELECT ent, id, kind, name, countries, lei, file, place FROM read_parquet('{entity}') WHERE id = $1"
ENTITIES_BY_FOLD = (
    "SELECT DISTINCT e.ent, e.id, e.kind, e.name, e.countries, e.lei, e.file, e.place FROM read_parquet('{entity}') e "
    "JOIN read_parquet('{name}') n USING (ent) WHERE n.fold = $1 ORDER BY e.id LIMIT $2"
)
ENTITIES_ALIKE = (
    "SELECT DISTINCT n.fold, e.ent, e.id, e.kind, e.name, e.countries, e.lei, e.file, e.place FROM read_parquet('{name}') n "
    "JOIN read_parquet('{entity}') e USING (ent) WHERE n.fold IN (SELECT unnest($1)) ORDER BY e.id, n.fold"
)
NAMES_OF = "SELECT kind, text FROM read_parquet('{name}') WHERE ent = $1 ORDER BY kind, text"
KNOWN_IDS = "SELECT id FROM read_parquet('{entity}') WHERE id IN (SELECT unnest($1))"
LINKS_OF = (
    "SELECT s.id, l.kind, t.id, s.name, t.name, l.share_least, l.share_most, l.votes_least, l.votes_most, l.since, l.until, "
    "l.confirmed, l.statement, l.file, l.place FROM read_parquet('{link}') l JOIN read_parquet('{entity}') s ON s.ent = l.source "
    "JOIN read_parquet('{entity}') t ON t.ent = l.target WHERE l.source = $1 OR l.target = $1 "
    "ORDER BY l.kind, s.id, t.id LIMIT $2"
)

# The neighbourhood: nodes of all graphs under one number, graph * 2^32 + ent, the curated ones being graph 0.
NODE = "(CAST({graph} AS UBIGINT) << 32 | {column})"
CREATE_EDGES = "CREATE OR REPLACE TEMP TABLE edge (near UBIGINT, far UBIGINT)"
CREATE_REACHED = "CREATE TEMP TABLE reached (node UBIGINT); CREATE TEMP TABLE frontier (node UBIGINT)"
ADD_EDGES = "INSERT INTO edge SELECT unnest($1), unnest($2)"
ADD_GRAPH_EDGES = (
    "INSERT INTO edge SELECT {near}, {far} FROM read_parquet('{link}') WHERE kind IN (SELECT unnest($1)) "
    "AND (since IS NULL OR since <= $2) AND (until IS NULL OR until >= $2)"
)
# One LEI is one person in law, in whatever graph it stands.
CREATE_LEIS = "CREATE TEMP TABLE lei (node UBIGINT, lei VARCHAR)"
ADD_LEIS = "INSERT INTO lei SELECT {node}, lei FROM read_parquet('{entity}') WHERE lei <> ''"
CREATE_SAME = (
    "CREATE TEMP TABLE same AS SELECT a.node AS near, b.node AS far, a.lei FROM lei a JOIN "
    "(SELECT lei, min(node) AS node FROM lei GROUP BY lei HAVING count(*) > 1) b USING (lei) WHERE a.node <> b.node"
)
ADD_SAME_EDGES = "INSERT INTO edge SELECT near, far FROM same UNION ALL SELECT far, near FROM same"
ADD_SEEDS = "INSERT INTO frontier SELECT unnest($1)"
NODES_OF_IDS = "SELECT id, {node} FROM read_parquet('{entity}') WHERE id IN (SELECT unnest($1))"
ADD_COUNTRY_SEEDS = (
    "INSERT INTO frontier SELECT {node} FROM read_parquet('{entity}') WHERE list_has_any(string_split(countries, ' '), $1)"
)
REACH = "INSERT INTO reached SELECT DISTINCT node FROM frontier ANTI JOIN reached USING (node)"
NEXT_FRONTIER = (
    "CREATE OR REPLACE TEMP TABLE frontier AS SELECT DISTINCT e.far AS node FROM edge e SEMI JOIN frontier f ON e.near = f.node "
    "ANTI JOIN reached r ON r.node = e.far"
)
ALL_FRONTIER = "CREATE OR REPLACE TEMP TABLE frontier AS SELECT node FROM reached"
COUNT_FRONTIER = "SELECT count(*) FROM frontier"
HERE = (
    "CREATE OR REPLACE TEMP TABLE here AS SELECT CAST(node & 4294967295 AS UINTEGER) AS ent FROM reached "
    "WHERE node >> 32 = {graph}"
)
REACHED_ENTITIES = "SELECT e.id, e.kind, e.name, e.countries FROM read_parquet('{entity}') e JOIN here USING (ent) ORDER BY e.ent"
REACHED_LINKS = (
    "SELECT s.id, l.kind, t.id, l.share_least, l.share_most, l.votes_least, l.votes_most, l.since, l.until, l.confirmed, "
    "l.statement, l.file, l.place FROM read_parquet('{link}') l JOIN here a ON a.ent = l.source JOIN here b ON b.ent = l.target "
    "JOIN read_parquet('{entity}') s ON s.ent = l.source JOIN read_parquet('{entity}') t ON t.ent = l.target "
    "WHERE l.kind IN (SELECT unnest($1)) AND (l.since IS NULL OR l.since <= $2) AND (l.until IS NULL OR l.until >= $2) "
    "ORDER BY l.source, l.target, l.kind, l.statement, l.file, l.place"
)
REACHED_SAME = (
    "SELECT s.near, s.far, s.lei FROM same s SEMI JOIN reached a ON a.node = s.near SEMI JOIN reached b ON b.node = s.far "
    "ORDER BY ALL"
)
IDS_OF_NODES = "SELECT {node}, id FROM read_parquet('{entity}') WHERE {node} IN (SELECT unnest($1))"
